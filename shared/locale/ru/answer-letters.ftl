## Ответ по электронной почте (REV-10)

mail-answer-letter-subject =
    { $carries ->
        [left] Обращение { $number } оставлено без рассмотрения по существу
        [message] Обращение { $number }: организация прислала ответ
        [interim] Промежуточный ответ на обращение { $number }
       *[answer] Ответ на обращение { $number }
    }
mail-answer-letter-text =
    { $carries ->
        [left] Ваше обращение { $number } оставлено без рассмотрения по существу.
        [message] Пока рассматривается ваше обращение { $number }, организация прислала ответ.
        [interim] По вашему обращению { $number } дан промежуточный ответ. Рассмотрение продолжается.
       *[answer] На ваше обращение { $number } дан ответ. Вы просили прислать его по электронной почте.
    }

    Кто ответил: { $organisation }.
mail-answer-letter-button =
    { $cabinet ->
        [yes] Открыть обращение
       *[no] Узнать статус обращения
    }
mail-answer-letter-reason = Причина: { $reason }.
mail-answer-letter-attached = К письму приложены файлы: { $names }.
mail-answer-letter-left-out =
    К письму не приложены файлы: { $names }. { $cabinet ->
        [yes] Они слишком велики для письма или недоступны. Скачать их можно в личном кабинете.
       *[no] Они слишком велики для письма или недоступны. Чтобы получить их, обратитесь в организацию, которая ответила, и назовите номер обращения.
    }
notice-answer-letter = Ответ на обращение { $number } отправлен вам по электронной почте.
delivery-kind-answer-letter = Заявителю: ответ по электронной почте
deliveries-no-cabinet = заявитель без кабинета
job-send-answer = Отправить ответ по электронной почте

notice-answer-not-mailed = Обращение { $number }: доставка ответа по электронной почте не подтверждена. Посмотрите, что случилось, и, если нужно, передайте ответ иначе.
mail-answer-not-mailed-subject = Обращение { $number }: доставка ответа по электронной почте не подтверждена
mail-answer-not-mailed-text =
    Заявитель просил прислать ответ на обращение { $number } по электронной почте, но его доставка не подтверждена. Что случилось, видно в истории обращения.

    Если ответа у заявителя нет, передайте его иначе: почтой или лично. Ответ есть и в кабинете, если у заявителя он есть.

    Организация: { $organisation }.
mail-answer-not-mailed-button = Открыть обращение
choices-answer-not-mailed = Доставка ответа по электронной почте не подтверждена
delivery-kind-answer-not-mailed = Делопроизводителю: доставка ответа по электронной почте не подтверждена

work-event-answer-mailed = Ответ отправлен по электронной почте
work-event-answer-not-mailed = Доставка ответа по электронной почте не подтверждена
work-event-mailed-to = Кому: { $value }
work-event-mailed-attached = Приложено файлов: { $count }
work-event-mailed-left-out = Не поместилось в письмо файлов: { $count }
work-event-mailed-failed = Почта письмо не приняла
work-event-mailed-unknown = Доставлено ли письмо, неизвестно
work-event-mailed-cancelled = Письмо не отправлено: подтвержденного адреса нет или учетная запись закрыта
document-event-answer-mailed = Ответ отправлен по электронной почте
document-event-answer-not-mailed = Доставка ответа по электронной почте не подтверждена
document-fact-mailed-to = Кому: { $value }
event-answer-mailed = Ответ отправлен на электронную почту { $mailed_to }
event-answer-mailed-briefly = Ответ отправлен по электронной почте
event-answer-not-mailed = Доставка ответа на электронную почту { $mailed_to } не подтверждена
event-answer-not-mailed-briefly = Доставка ответа по электронной почте не подтверждена
