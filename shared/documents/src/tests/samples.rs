//! Data for the tests: an appeal about a leaking roof, its receipt, card and answer.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use zvarot_domain::Locale;

use crate::*;

pub fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub fn moment(month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, month, day, hour, minute, 0)
        .unwrap()
}

fn file(name: &str, size: u64, digit: char) -> AttachedFile {
    AttachedFile {
        name: name.to_owned(),
        size,
        sha256: Some(format!(
            "{}{}",
            "0123456789abcdef".repeat(3),
            digit.to_string().repeat(16)
        )),
        note: None,
    }
}

pub fn files() -> Vec<AttachedFile> {
    vec![
        file("Фото протечки, кухня.jpg", 2_516_583, 'a'),
        file("Ответ ЖЭС от 12.01.2026.pdf", 300_000, 'b'),
    ]
}

fn letterhead() -> Letterhead {
    Letterhead {
        name_be: "Адміністрацыя Першамайскага раёна г. Мінска".into(),
        name_ru: "Администрация Первомайского района г. Минска".into(),
        address_be: "зав. Ізмайлаўскі, 6, 220131, г. Мінск".into(),
        address_ru: "пер. Измайловский, 6, 220131, г. Минск".into(),
        phone: Some("+375173790340".into()),
        email: Some("pervadmin@minsk.example".into()),
        site: Some("pervadmin.example".into()),
    }
}

const ANSWER_RU: &str = "Уважаемый Иван Петрович!\n\
Администрация Первомайского района г. Минска рассмотрела Ваше обращение о протечке кровли жилого дома № 15 по ул. Калиновского и сообщает следующее.\n\
16 марта 2026 г. комиссией в составе представителей администрации района, КУП «ЖКХ Первомайского района г. Минска» и собственников помещений проведено обследование чердачного помещения и кровли дома. Установлено, что причиной намокания потолка в квартире 48 является разрушение примыкания рулонного ковра к вентиляционной шахте на площади 3,2 м². Изложенные в обращении факты подтвердились.\n\
Работы по восстановлению примыкания включены в план внепланового текущего ремонта и будут выполнены до 10 апреля 2026 г. при установлении устойчивой положительной температуры наружного воздуха. После завершения работ и просушки перекрытия, но не позднее 15 мая 2026 г., за счет средств эксплуатирующей организации будет выполнен косметический ремонт потолка кухни.\n\
За несвоевременное принятие мер по заявке от 9 января 2026 г. начальник участка № 3 привлечен к дисциплинарной ответственности.\n\
В случае несогласия с данным ответом Вы вправе обжаловать его в Минский городской исполнительный комитет (пр. Независимости, 8, 220030, г. Минск) либо в порядке, установленном законодательством, в суд.";

const ANSWER_BE: &str = "Паважаны Іван Пятровіч!\n\
Адміністрацыя Першамайскага раёна г. Мінска разгледзела Ваш зварот аб працяканні даху жылога дома № 15 па вул. Каліноўскага і паведамляе наступнае.\n\
16 сакавіка 2026 г. камісіяй у складзе прадстаўнікоў адміністрацыі раёна, КУП «ЖКГ Першамайскага раёна г. Мінска» і ўласнікаў памяшканняў праведзена абследаванне гарышча і даху дома. Устаноўлена, што прычынай намакання столі ў кватэры 48 з’яўляецца разбурэнне прымыкання рулоннага дывана да вентыляцыйнай шахты на плошчы 3,2 м². Выкладзеныя ў звароце факты пацвердзіліся.\n\
Работы па аднаўленні прымыкання ўключаны ў план пазапланавага бягучага рамонту і будуць выкананы да 10 красавіка 2026 г. пры ўсталяванні ўстойлівай дадатнай тэмпературы вонкавага паветра. Пасля завяршэння работ, але не пазней за 15 мая 2026 г., за кошт сродкаў эксплуатацыйнай арганізацыі будзе выкананы касметычны рамонт столі кухні.\n\
У выпадку нязгоды з гэтым адказам Вы маеце права абскардзіць яго ў Мінскі гарадскі выканаўчы камітэт (пр. Незалежнасці, 8, 220030, г. Мінск) або ў парадку, устаноўленым заканадаўствам, у суд.";

fn pick<'a>(locale: Locale, russian: &'a str, belarusian: &'a str) -> String {
    match locale {
        Locale::Ru => russian.to_owned(),
        Locale::Be => belarusian.to_owned(),
    }
}

pub fn answer(locale: Locale) -> AnswerDocument {
    AnswerDocument {
        appeal_number: "123-456-789-0".into(),
        organisation: letterhead(),
        number: "5-14/К-25".into(),
        date: date(2026, 3, 19),
        appeal_index: "К-25".into(),
        appeal_date: date(2026, 3, 10),
        addressee: vec![
            pick(locale, "Ковалёву И. П.", "Кавалёву І. П."),
            pick(
                locale,
                "ул. Калиновского, д. 15, кв. 48, 220103, г. Минск",
                "вул. Каліноўскага, д. 15, кв. 48, 220103, г. Мінск",
            ),
        ],
        subject: Some(pick(locale, "О ремонте кровли", "Аб рамонце даху")),
        text: pick(locale, ANSWER_RU, ANSWER_BE),
        files: vec![
            file("Акт обследования от 16.03.2026.pdf", 214_000, 'c'),
            file("Копия плана ремонта.pdf", 1_310_720, 'd'),
        ],
        signatory: Some(Signatory {
            position: pick(
                locale,
                "Заместитель главы администрации",
                "Намеснік кіраўніка адміністрацыі",
            ),
            name: pick(locale, "А. В. Сидорович", "А. В. Сідаровіч"),
        }),
        executor: Some(pick(
            locale,
            "Шевчук Мария Ильинична, +375 17 379-03-41",
            "Шаўчук Марыя Ільінічна, +375 17 379-03-41",
        )),
        made_at: moment(3, 19, 11, 20),
    }
}

pub fn receipt(locale: Locale) -> Receipt {
    Receipt {
        number: "123-456-789-0".into(),
        submitted_at: moment(3, 9, 18, 5),
        organisation: pick(
            locale,
            "Администрация Первомайского района г. Минска",
            "Адміністрацыя Першамайскага раёна г. Мінска",
        ),
        kind: pick(locale, "Жалоба", "Скарга"),
        topic: pick(
            locale,
            "Ремонт, эксплуатация и содержание жилищного фонда",
            "Рамонт, эксплуатацыя і ўтрыманне жыллёвага фонду",
        ),
        files: files(),
        code: "K7MX-2RTP".into(),
        status_url: "https://zvarot.example/status?number=1234567890&code=K7MX2RTP".into(),
        status_page: "zvarot.example/status".into(),
    }
}

pub fn appeal(locale: Locale) -> AppealDocument {
    let registered = date(2026, 3, 10);
    AppealDocument {
        number: "123-456-789-0".into(),
        organisation: "Администрация Первомайского района г. Минска".into(),
        status: pick(locale, "На исполнении", "На выкананні"),
        received_at: moment(3, 9, 18, 5),
        registration: Some(Registration {
            index: "К-25".into(),
            date: registered,
            registrar: "Делопроизводитель Новик А. С.".into(),
        }),
        form: pick(locale, "Электронное", "Электронны"),
        kind: pick(locale, "Жалоба", "Скарга"),
        collectivity: pick(locale, "Индивидуальное", "Індывідуальны"),
        topic: "07-06 Ремонт, эксплуатация и содержание жилищного фонда".into(),
        related: vec![date(2026, 3, 12)],
        applicant: ApplicantCard {
            kind: pick(locale, "Гражданин", "Грамадзянін"),
            name: "Ковалёв Иван Петрович".into(),
            address: "220103, г. Минск, ул. Калиновского, д. 15, кв. 48".into(),
            phone: Some("+375291234567".into()),
            email: Some("kovalev@example.by".into()),
            ..ApplicantCard::default()
        },
        against: Some("КУП «ЖКХ Первомайского района г. Минска», УНП 100000001".into()),
        answer_way: pick(locale, "В личном кабинете", "У асабістым кабінеце"),
        content: "Прошу принять меры: с января 2026 г. после каждого снегопада течет потолок на кухне.\n\n\
                  Заявку в ЖЭС № 12 подавал 9 января, мастер приходил, работы не выполнены."
            .into(),
        files: files(),
        deadlines: Some(Deadlines {
            review_by: date(2026, 3, 25),
            notice_by: Some(date(2026, 3, 17)),
            basis: vec![
                "Регистрация 10.03.2026, срок идет с 11.03.2026.".into(),
                "15 календарных дней истекают 25.03.2026, это рабочий день.".into(),
            ],
        }),
        resolutions: vec![Resolution {
            text: "Обследовать кровлю с участием заявителя, подготовить проект ответа.".into(),
            author: "Сидорович А. В.".into(),
            executor: "Шевчук М. И.".into(),
            term: Some(date(2026, 3, 20)),
        }],
        directed: vec![Directed {
            to: "КУП «ЖКХ Первомайского района г. Минска»".into(),
            on: date(2026, 3, 11),
            term: Some(date(2026, 3, 16)),
            done: None,
        }],
        history: vec![
            HistoryEntry {
                at: moment(3, 9, 18, 5),
                who: "Ковалёв И. П., заявитель".into(),
                what: "Обращение подано.".into(),
            },
            HistoryEntry {
                at: moment(3, 10, 6, 12),
                who: "Новик А. С., делопроизводитель".into(),
                what: "Обращение зарегистрировано под индексом К-25.".into(),
            },
        ],
        made_at: moment(3, 13, 9, 0),
        ..AppealDocument::default()
    }
}
