//! How an appeal on paper came in, corrected after it was registered (REG-08).

use sqlx::PgPool;

use super::paper;
use super::world::{Answer, Person, World};

const FIELDS: [&str; 26] = [
    "version", "kind", "surname", "name", "patronymic", "address/settlement", "address/street", "address/house", "address/building",
    "address/flat", "address/postal_code", "address/district", "address/region", "phone", "email", "sheets", "annex_sheets", "summary", "prescription",
    "received_on", "cover_from", "cover_on", "cover_index", "reception_by", "reception_on", "reason",
];

/// Sends the form as it is opened now, with these fields instead of its own.
async fn correct(clerk: &Person<'_>, path: &str, typed: &[(&str, &str)]) -> Answer {
    let page = clerk.get(path).await;
    let own: Vec<(&str, String)> = FIELDS.iter().map(|name| (*name, page.value(name))).chain([("topic", "07-08".to_owned()), ("form", "oral".to_owned()), ("send", "yes".to_owned())]).collect();
    let own = own.iter().map(|(name, value)| (*name, value.as_str()));
    let all: Vec<_> = own.filter(|(name, _)| typed.iter().all(|(given, _)| given != name)).chain(typed.iter().copied()).collect();
    clerk.post(path, &all).await
}

// REQ: REG-08
// REQ: REG-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn how_an_appeal_came_in_is_corrected_with_a_reason_and_its_limit_follows(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("clerk").await;
    let draft = paper::begin(&clerk).await;
    let entered = paper::send(&clerk, &draft, &[]).await;
    let number = entered.location().split(['/', '?']).nth(3).expect("a number").to_owned();
    assert_eq!(clerk.register(&number).await.status, 303);
    let (card, path) = (format!("/work/appeals/{number}"), format!("/work/appeals/{number}/details"));
    let page = clerk.get(&path).await;
    for shown in ["value=\"2026-11-20\"", "value=\"Администрация района\"", "value=\"Кот П. С.\"", "value=\"oral\" checked"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let terms = "SELECT due_on || ' ' || notice_due_on || ' ' || (registration_limit_at AT TIME ZONE 'Europe/Minsk')::date FROM appeals";
    assert_eq!(world.texts(terms).await, ["2026-12-08 2026-11-30 2026-11-20"]);
    let before = world.state_of_appeals().await;
    for (typed, wrong) in [
        (vec![("received_on", "2026-11-19")], "reason"),
        (vec![("received_on", "2026-11-24"), ("reason", "Ошибка")], "received_on"),
        (vec![("received_on", "вчера"), ("reason", "Ошибка")], "received_on"),
        (vec![("form", "electronic"), ("reason", "Ошибка")], "form"),
        (vec![("form", "written"), ("reason", "Ошибка")], "files"),
        (vec![("cover_from", ""), ("reason", "Ошибка")], "cover_from"),
        (vec![("reception_on", "2026-11-24"), ("reason", "Ошибка")], "reception_on"),
    ] {
        let refused = correct(&clerk, &path, &typed).await;
        assert!(refused.status == 422 && refused.blames(wrong), "{typed:?}: {}", refused.body);
    }
    assert_eq!(world.state_of_appeals().await, before);
    // A clerk of another organisation adds nothing.
    let other = world.person("hospital-clerk").await;
    assert_eq!(correct(&other, &path, &[("received_on", "2026-11-19")]).await.status, 404);
    let scan = "INSERT INTO files (id, owner_id, scan_of_appeal_id, name, content_type, size, state, sha256, created_at, updated_at)
                SELECT gen_random_uuid(), accounts.id, appeals.id, 'письмо.pdf', 'application/pdf', 10, 'clean', '\\x00', submitted_at, submitted_at
                FROM appeals, accounts WHERE login = 'clerk'";
    sqlx::query(scan).execute(&world.pool).await.expect("written");
    assert!(clerk.get(&path).await.body.contains("письмо.pdf"));
    let typed = [
        ("form", "written"),
        ("received_on", "2026-11-19"),
        ("reception_by", ""),
        ("cover_on", "2026-11-17"),
        ("cover_index", "05/18"),
        ("reason", "Ошибка при внесении"),
    ];
    let done = correct(&clerk, &path, &typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    // Until when it had to be registered follows the day; the terms run from the registration.
    assert_eq!(world.texts(terms).await, ["2026-12-08 2026-11-30 2026-11-19"]);
    assert_eq!(world.texts("SELECT form FROM appeals").await, ["written"]);
    assert_eq!(world.count("SELECT count(*) FROM files WHERE appeal_id IS NOT NULL AND scan_of_appeal_id IS NULL").await, 1);
    let page = clerk.get(&card).await;
    for shown in [
        "Форма: было Устное, стало Письменное", "Дата поступления: было 20.11.2026, стало 19.11.2026", "Кто вел прием: было Кот П. С., стало",
        "Дата сопроводительного письма: было 18.11.2026, стало 17.11.2026", "Индекс сопроводительного письма: было 05/17, стало 05/18",
        "Добавлен скан: письмо.pdf", "Ошибка при внесении", "письмо.pdf",
    ] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
}

// REQ: REG-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn how_an_electronic_appeal_came_in_is_nobodys_to_correct(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    let path = format!("/work/appeals/{number}/details");
    let page = clerk.get(&path).await;
    for absent in ["name=\"received_on\"", "name=\"form\"", "name=\"cover_from\"", "type=\"file\""] {
        assert!(!page.body.contains(absent), "{absent}: {}", page.body);
    }
    let asked = "SELECT form || submitted_at || registration_limit_at FROM appeals";
    let before = world.texts(asked).await;
    let fields = [("version", &*page.value("version")), ("topic", "07-07"), ("form", "oral"), ("received_on", "2026-11-19"), ("reason", "Ошибка"), ("cover_from", "Я")]
        .map(|(name, value)| (name, value.to_owned()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(clerk.post(&path, &fields).await.status, 303);
    assert_eq!(world.texts(asked).await, before);
    assert_eq!(world.count("SELECT count(*) FROM appeal_cards WHERE cover_from IS NOT NULL").await, 0);
}
