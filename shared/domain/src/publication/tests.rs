use super::*;
use crate::applicant::{Address, ApplicantProfile};

fn form(question: &str) -> PublicationForm {
    let (title, answer) = ("Ремонт крыш".to_owned(), "Крыша будет отремонтирована до зимы.".to_owned());
    PublicationForm { title, question: question.to_owned(), answer, reviewed: true, ..PublicationForm::default() }
}

fn address(settlement: &str, street: &str, house: &str) -> Address {
    Address { settlement: settlement.to_owned(), street: street.to_owned(), house: house.to_owned(), flat: "5".to_owned(), ..Address::default() }
}

fn person(surname: &str, name: &str, patronymic: &str, address: Address) -> ApplicantProfile {
    ApplicantProfile::Person { surname: surname.to_owned(), name: name.to_owned(), patronymic: patronymic.to_owned(), address }
}

/// Of a collective appeal of two people against somebody.
fn private() -> Private {
    let mut private = Private::default();
    private.add_applicant(&person("Шевченко", "Анна", "Петровна", address("г. Заречье", "ул. Садовая", "7а")));
    private.add_applicant(&person("Купава-Лис", "Павел", "", address("220030, г. Минск, ул. Советская, 11-5", "", "")));
    private.add_employee("Мастер ЖЭУ Сидоров И.");
    private.add_contact("+375 17 222-33-44");
    private.add_contact("anna@zarechie.gov.by");
    private.allow("8 0176 22-33-55, info@zhkh-zarechie.by, +375 29 111-22-33");
    private
}

fn found(private: &Private, question: &str) -> String {
    let faults = form(question).reviewed(private).err().unwrap_or_default();
    match faults.first().and_then(|fault| fault.params.get("found")) {
        Some(crate::Param::Text(found)) => found.clone(),
        _ => String::new(),
    }
}

// REQ: BEY-01
#[test]
fn nobodys_personal_data_are_published() {
    for (question, expected) in [
        ("Звоните мне: +375 29 765-43-21.", "+375 29 765-43-21"),
        ("Пишите на kupava@people.example.", "kupava@people.example"),
        ("Мой номер 3140583A001PB7.", "3140583A001PB7"),
        ("Сосед Иванов Пётр Сергеевич шумит.", "Иванов Пётр Сергеевич"),
        ("Шумит соседка Мария Ивановна.", "Мария Ивановна"),
        ("Шуміць суседка Марыя Іванаўна.", "Марыя Іванаўна"),
        ("Письмо передали Марии Ивановне.", "Марии Ивановне"),
        ("Сосед Иванов И. И. шумит.", "Иванов И. И."),
        ("Шумит И.И. Иванов, прошу помочь.", "И.И. Иванов"),
        ("Сказаў Пятроў С., што дах целы.", "Пятроў С."),
        ("В квартире 12 течет потолок.", "квартире 12"),
        ("Лесная, 9, кв. 12.", "кв 12"),
    ] {
        assert_eq!(found(&private(), question), expected, "{question}");
    }
}

// REQ: BEY-01
#[test]
fn the_applicants_are_not_known_by_name_in_either_language() {
    for (question, expected) in [
        ("Обращается Шевченко: течет крыша.", "Шевченко"),
        ("Звяртаецца Шаўчэнка: цячэ дах.", "Шаўчэнка"),
        ("Ответ дан Анне.", "Анне"),
        ("ШЕВЧЕНКО просит.", "ШЕВЧЕНКО"),
        ("Петровной подана жалоба.", "Петровной"),
        ("У Купавы течет крыша.", "Купавы"),
        ("Лисом подана жалоба.", "Лисом"),
        ("Отказано Павлу.", "Павлу"),
        ("Адмоўлена Паўлу.", "Паўлу"),
        ("Жалоба на Сидорова.", "Сидорова"),
        ("Скарга на Сідарава.", "Сідарава"),
    ] {
        assert_eq!(found(&private(), question), expected, "{question}");
    }
    let mut company = Private::default();
    let head_name = "Кравец Пётр".to_owned();
    let unp = crate::identifiers::TaxpayerNumber::parse("200988541").unwrap();
    company.add_applicant(&ApplicantProfile::LegalEntity { organisation_name: "ООО «Лён»".into(), unp, head_name, address: address("г. Минск", "", "1") });
    assert_eq!(found(&company, "Спор с Кравцом."), "Кравцом");
    assert_eq!(found(&company, "Спор о льне решен."), "");
}

// REQ: BEY-01
#[test]
fn where_and_how_the_applicants_are_reached_is_not_published() {
    for (question, expected) in [
        ("На Садовой, 7а нет света.", "Садовой 7а"),
        ("В доме 7А по улице Садовой нет света.", "Садовой 7А"),
        ("У доме № 7а па вуліцы Садовай няма святла.", "Садовай 7а"),
        ("Советская, 11: нет света.", "Советская 11"),
        ("На Савецкай, 11 няма святла.", "Савецкай 11"),
        // A landline number, and an address of a state body, are refused where they are the applicant's.
        ("Телефон 8 017 222-33-44.", "8 017 222-33-44"),
        ("Пишите на anna@zarechie.gov.by.", "anna@zarechie.gov.by"),
    ] {
        assert_eq!(found(&private(), question), expected, "{question}");
    }
}

// REQ: BEY-01
#[test]
fn what_is_nobodys_is_published() {
    for question in [
        "Когда отремонтируют крышу?",
        "Она течет. Мастер приходил. Он сказал, что Лист железа сорван. В ЖЭУ не отвечают.",
        "Телефон справок +375 29 111-22-33 не отвечает, почта info@zhkh-zarechie.by тоже. Телефон исполкома 8 017 333-33-44.",
        "Купил квартиру, когда газ?",
        "На улице Садовой нет света. Когда починят дом 9 на Лесной?",
        "Улица Адама Мицкевича закрыта, ул. Я. Коласа и площадь В. И. Ленина тоже, парк имени М. Горького открыт.",
        "Анализ воды не делали. Павильон закрыт. Который год ждем? г. Минск.",
    ] {
        assert_eq!(found(&private(), question), "", "{question}");
    }
    let people = "Приём ведёт Иванов И. И., начальник Мария Ивановна Петрова, kanc@zavod.example. Отказано Шевченко.";
    let allowed = PublicationForm { official: "Иванов И. И., Петрова Мария Ивановна, kanc@zavod.example, Шевченко".into(), ..form(people) };
    let faults = allowed.read(&private()).unwrap_err();
    assert_eq!(faults, [Fault::new("question", FaultCode::PersonalData).with("found", "Шевченко")], "the applicant is never an official");
}

// REQ: BEY-01
#[test]
fn a_text_is_published_whole_and_after_somebody_has_read_it() {
    let private = Private::default();
    let unread = PublicationForm { reviewed: false, ..form("Когда?") };
    assert!(unread.read(&private).is_ok());
    assert_eq!(unread.reviewed(&private), Err(vec![Fault::new("reviewed", FaultCode::NotTicked)]));
    let wrong = |form: PublicationForm| form.read(&private).unwrap_err().into_iter().map(|fault| (fault.field, fault.code)).collect::<Vec<_>>();
    let empty = wrong(PublicationForm::default());
    assert_eq!(empty, ["title", "question", "answer"].map(|field| (field.to_owned(), FaultCode::Required)));
    assert_eq!(wrong(form("а\0б")), [("question".to_owned(), FaultCode::ControlCharacters)]);
    assert_eq!(wrong(form(&"а".repeat(QUESTION_LENGTH + 1))), [("question".to_owned(), FaultCode::TooLong)]);
}
