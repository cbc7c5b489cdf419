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
        [yes] Они слишком велики для письма или еще не готовы. Скачать их можно в личном кабинете.
       *[no] Они слишком велики для письма или еще не готовы. Чтобы получить их, обратитесь в организацию, которая ответила, и назовите номер обращения.
    }
notice-answer-letter = Ответ на обращение { $number } отправлен вам по электронной почте.
delivery-kind-answer-letter = Заявителю: ответ по электронной почте
deliveries-no-cabinet = заявитель без кабинета
job-send-answer = Отправить ответ по электронной почте

notice-answer-not-mailed = Обращение { $number }: ответ не дошел до заявителя по электронной почте. Передайте его иначе.
mail-answer-not-mailed-subject = Обращение { $number }: ответ не дошел по электронной почте
mail-answer-not-mailed-text =
    Заявитель просил прислать ответ на обращение { $number } по электронной почте, но письмо не доставлено. Что случилось, видно в истории обращения.

    Передайте ответ иначе: почтой или лично.

    Организация: { $organisation }.
mail-answer-not-mailed-button = Открыть обращение
choices-answer-not-mailed = Ответ не дошел до заявителя по электронной почте
delivery-kind-answer-not-mailed = Делопроизводителю: ответ не дошел по электронной почте

work-event-answer-mailed = Ответ отправлен по электронной почте
work-event-answer-not-mailed = Ответ по электронной почте не доставлен
work-event-mailed-to = Кому: { $value }
work-event-mailed-attached = Приложено файлов: { $count }
work-event-mailed-left-out = Не поместилось в письмо файлов: { $count }
work-event-mailed-failed = Почта письмо не приняла
work-event-mailed-unknown = Доставлено ли письмо, неизвестно
work-event-mailed-cancelled = Письмо не отправлено: подтвержденного адреса нет или учетная запись закрыта
document-event-answer-mailed = Ответ отправлен по электронной почте
document-event-answer-not-mailed = Ответ по электронной почте не доставлен
document-fact-mailed-to = Кому: { $value }
event-answer-mailed = Ответ отправлен на электронную почту { $mailed_to }
event-answer-mailed-briefly = Ответ отправлен по электронной почте
event-answer-not-mailed = Отправить ответ на электронную почту { $mailed_to } не удалось
event-answer-not-mailed-briefly = Отправить ответ по электронной почте не удалось
