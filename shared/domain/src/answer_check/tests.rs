use super::*;

fn codes(appeal: &Answered<'_>, outcome: Outcome, answer: &str) -> Vec<&'static str> {
    codes_of(appeal, Purpose::Answer(outcome), answer)
}

fn codes_of(appeal: &Answered<'_>, purpose: Purpose, answer: &str) -> Vec<&'static str> {
    examine(appeal, purpose, answer).iter().map(|warned| warned.warning.code()).collect()
}

const RUSSIAN: Answered<'static> = Answered {
    locale: Locale::Ru,
    content: "Прошу починить крышу дома № 7 по улице Лесной, мой телефон +375 29 111-22-33.",
    known: &["Купава Мария Ивановна", "maria@people.example", "г. Заречье"],
};
const BELARUSIAN: Answered<'static> = Answered {
    locale: Locale::Be,
    content: "Прашу адрамантаваць дах дома № 7 па вуліцы Лясной.",
    known: &["Купава Марыя Іванаўна"],
};

// REQ: BEY-08
#[test]
fn an_answer_is_in_the_language_of_the_appeal() {
    for (appeal, answer, warned) in [
        (RUSSIAN, "Крыша отремонтирована, работы приняты комиссией.", false),
        (RUSSIAN, "Дах адрамантаваны, работы прынятыя камісіяй.", true),
        (BELARUSIAN, "Дах адрамантаваны, работы прынятыя камісіяй.", false),
        (BELARUSIAN, "Крыша отремонтирована, работы приняты комиссией.", true),
        // Nothing tells the language.
        (BELARUSIAN, "№ 7: 12.03.2026", false),
        // A quotation in the other language is a small part.
        (RUSSIAN, "Предприятие «Зарэчанскі жылкамгас» выполнило ремонт крыши, комиссия приняла работы.", false),
        (RUSSIAN, "  ", false),
    ] {
        assert_eq!(codes(&appeal, Outcome::Satisfied, answer).contains(&"other_language"), warned, "{answer}");
    }
}

// REQ: BEY-08
#[test]
fn a_refusal_says_how_to_appeal_against_it() {
    for (appeal, outcome, answer, warned) in [
        (RUSSIAN, Outcome::Refused, "В ремонте крыши отказано.", true),
        (RUSSIAN, Outcome::PartlySatisfied, "Крыша будет починена, в замене окон отказано.", true),
        (RUSSIAN, Outcome::Refused, "В ремонте отказано. Ответ может быть обжалован в областной исполнительный комитет.", false),
        (RUSSIAN, Outcome::Refused, "В ремонте отказано. ПОРЯДОК ОБЖАЛОВАНИЯ: в вышестоящую организацию, затем в суд.", false),
        (RUSSIAN, Outcome::Explained, "Крышу чинит товарищество собственников.", false),
        (RUSSIAN, Outcome::Satisfied, "Крыша починена.", false),
        (BELARUSIAN, Outcome::Refused, "У рамонце даха адмоўлена.", true),
        (BELARUSIAN, Outcome::Refused, "У рамонце адмоўлена. Адказ можна абскардзіць у вышэйстаячую арганізацыю.", false),
        (BELARUSIAN, Outcome::Refused, "Парадак абскарджання: у аблвыканкам, потым у суд.", false),
    ] {
        assert_eq!(codes(&appeal, outcome, answer).contains(&"no_order_of_appealing"), warned, "{answer}");
    }
}

// REQ: BEY-08
#[test]
fn a_question_that_the_answer_does_not_speak_of_is_named() {
    let list = "Здравствуйте!\n1. Когда отремонтируют крышу нашего дома?\n2. Почему во дворе не горят фонари\nуже второй месяц?\n3) Кто убирает снег?\n\nС уважением.";
    for (content, answer, expected) in [
        (list, "Крыша вашего дома будет отремонтирована в мае. Освещение восстановлено, фонари горят. Снег убирает ЖЭУ.", vec![]),
        (list, "Крыша вашего дома будет отремонтирована в мае, снег убирается ежедневно.", vec!["Почему во дворе не горят фонари уже второй месяц?"]),
        // Answered point by point.
        (list, "1. Ремонт в мае.\n2. Меры приняты.\n3. ЖЭУ.", vec![]),
        ("Когда починят лифт в подъезде? И куда обратиться за справкой о составе семьи?", "Лифт в подъезде починен.", vec!["И куда обратиться за справкой о составе семьи"]),
        ("Калі адрамантуюць ліфт у пад'ездзе? Дзе атрымаць даведку аб складзе сям'і?", "Ліфт адрамантаваны.", vec!["Дзе атрымаць даведку аб складзе сям'і"]),
        // Nothing is asked, or nothing can be recognised.
        ("Прошу починить крышу.", "Меры приняты.", vec![]),
        ("Почему так?", "Меры приняты.", vec![]),
        ("2. Второе без первого.\nПросто текст", "Меры приняты.", vec![]),
    ] {
        assert_eq!(unanswered(content, answer), expected, "{answer}");
    }
}

// REQ: BEY-08
// REQ: SEC-03
#[test]
fn somebody_elses_data_is_found_and_the_applicants_own_is_not() {
    for (answer, expected) in [
        ("Позвоните мастеру: +375 (44) 765-43-21.", "foreign_phone"),
        ("Позвоните мастеру: 8 029 765-43-21, он ответит.", "foreign_phone"),
        ("Тел. (029)7654321", "foreign_phone"),
        ("Мы звонили вам по номеру 8-029-111-22-33.", ""),
        ("Исполнитель: отдел ЖКХ, тел. 8 017 222-33-44.", ""),
        ("Письмо от 12.03.2026 № 80-29/1234567, счёт BY80AKBB30120000000029000000.", ""),
        ("Номер обращения 802-976-543-2.", ""),
        ("Пишите на petrov@mail.by.", "foreign_email"),
        ("Ответ отправлен на maria@people.example, копия – info@minsk.gov.by.", ""),
        ("Личный номер соседа 3010185A015PB8.", "foreign_identification"),
        ("Жалобу подал ваш сосед Петров Иван Сергеевич, кв. 5.", "foreign_name"),
        ("Ваша соседка Анна Петровна Сидорова не согласна.", "foreign_name"),
        ("Скаргу падаў сусед Пятроў Іван Сяргеевіч.", "foreign_name"),
        ("Сообщено Петровой Анне Сергеевне.", "foreign_name"),
        ("Уважаемая Мария Ивановна Купава! Купаве Марии Ивановне назначен приём.", ""),
        ("Приём ведёт заместитель председателя И.И. Иванов.", ""),
        ("Ремонт улицы Адама Мицкевича закончен. Улица Адама Мицкевича открыта.", ""),
        ("Заречненский Районный Исполнительный комитет сообщает.", ""),
    ] {
        let found: Vec<&str> = codes(&RUSSIAN, Outcome::Satisfied, answer).into_iter().filter(|code| code.starts_with("foreign")).collect();
        let expected: Vec<&str> = Some(expected).filter(|code| !code.is_empty()).into_iter().collect();
        assert_eq!(found, expected, "{answer}");
    }
    let found = personal_data("Звоните: +375447654321 или 8 (044) 765-43-21, +48 601 234 567.", &[]);
    assert_eq!(found.phones, ["+375447654321", "+48 601 234 567"], "one number is said once");
    assert!(personal_data("Ремонт закончен.", &[]).is_empty());
}

// REQ: BEY-08
#[test]
fn other_texts_to_the_applicant_are_looked_over_too() {
    let order = "no_order_of_appealing";
    let left = "leaving_without_order";
    for (appeal, purpose, text, expected) in [
        // An answer before the last one refuses if its words do.
        (RUSSIAN, Purpose::Interim, "В ремонте крыши отказано.", vec![order]),
        (RUSSIAN, Purpose::Interim, "В ремонте крыши отказано, отказ можно обжаловать в облисполком.", vec![]),
        (RUSSIAN, Purpose::Interim, "Работы начнутся в мае.", vec![]),
        (BELARUSIAN, Purpose::Interim, "У рамонце даха адмоўлена.", vec![order]),
        (RUSSIAN, Purpose::Interim, "Даху патрэбны рамонт, працы пачнуцца ў маі.", vec!["other_language"]),
        // A question refuses nothing.
        (RUSSIAN, Purpose::Question, "Вам отказано в субсидии? Пришлите решение.", vec![]),
        (RUSSIAN, Purpose::Question, "Звонил ли вам сосед Петров Иван Сергеевич?", vec!["foreign_name"]),
        // Law, art. 20: against leaving without consideration one appeals too; a notice that nobody gets names nothing.
        (RUSSIAN, Purpose::Leaving { told: true }, "Обратитесь в суд района.", vec![left]),
        (RUSSIAN, Purpose::Leaving { told: true }, "Обратитесь в суд. Это решение можно обжаловать в облисполком.", vec![]),
        (BELARUSIAN, Purpose::Leaving { told: true }, "Звярніцеся ў суд. Рашэнне можна абскардзіць у аблвыканкам.", vec![]),
        (RUSSIAN, Purpose::Leaving { told: false }, "Обращение анонимное.", vec![]),
        // The notice is a file.
        (RUSSIAN, Purpose::Leaving { told: true }, " ", vec![]),
    ] {
        assert_eq!(codes_of(&appeal, purpose, text), expected, "{purpose:?} {text}");
    }
    let asked = Answered { content: "Когда починят лифт в подъезде? Куда обратиться за справкой о составе семьи?", ..RUSSIAN };
    assert!(codes_of(&asked, Purpose::Interim, "Лифт в подъезде починен.").is_empty(), "the other question may wait");
}
