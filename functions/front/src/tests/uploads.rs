//! Files that officials put up for one form of a card: no other form offers them or sends them along (REV-12, SEC-01).

use sqlx::PgPool;
use zvarot_domain::Role;
use zvarot_store::accounts;

use super::world::{Answer, Person, World};

/// The forms of a card that take files, each with the name of the file that is put up for it.
const FORMS: [(&str, &str); 7] = [
    ("answer", "ответ.rtf"),
    ("message", "сообщение.rtf"),
    ("leave", "уведомление.rtf"),
    ("redirect", "сопроводительное.rtf"),
    ("request", "запрос.rtf"),
    ("order", "поручение.rtf"),
    ("resolutions/new", "резолюция.rtf"),
];

async fn registered(world: &World) -> String {
    let number = world.person("ivan").await.hand_in("Прошу починить крышу.").await;
    assert_eq!(world.person("clerk").await.register(&number).await.status, 303);
    number
}

/// As the check does it.
async fn check_all(world: &World) {
    let done = sqlx::query("UPDATE files SET state = 'clean', sha256 = decode(repeat('00', 32), 'hex') WHERE state = 'checking'");
    done.execute(&world.pool).await.expect("written");
}

/// What the script of a page tells the holder of its files by.
fn holder(page: &Answer) -> String {
    let rest = page.body.split("data-uploads=\"").nth(1).unwrap_or_else(|| panic!("{}", page.body));
    rest.split('"').next().unwrap_or_default().to_owned()
}

async fn send(person: &Person<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let version = person.get(path).await.value("version");
    person.post(path, &[&[("version", version.as_str()), ("send", "yes")], fields].concat()).await
}

// REQ: REV-12
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_is_put_up_for_one_form_goes_with_no_other(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    // Who opens every form of the card.
    let id = world.texts("SELECT id::text FROM accounts WHERE login = 'clerk'").await.remove(0);
    let mut connection = world.pool.acquire().await.expect("connected");
    let granted = accounts::grant(&mut connection, id.parse().expect("an id"), Role::AuthorisedPerson, Some(world.council)).await;
    granted.expect("written");
    drop(connection);
    let (clerk, card) = (world.person("clerk").await, format!("/work/appeals/{number}"));
    for (form, name) in FORMS {
        let path = format!("{card}/{form}");
        let version = clerk.get(&path).await.value("version");
        // The same bytes for each: a file is another by what it is for.
        let shown = clerk.post_files(&path, &[("version", &version), ("upload", "yes")], &[(name, "{\\rtf1 }")]).await;
        assert!(shown.status == 200 && shown.body.contains(name), "{form}: {} {}", shown.status, shown.body);
    }
    check_all(&world).await;
    for (form, own) in FORMS {
        let page = clerk.get(&format!("{card}/{form}")).await;
        for (_, name) in FORMS {
            assert_eq!(page.body.contains(name), name == own, "{form}: {name}");
        }
    }
    let hospital = world.texts("SELECT id::text FROM organisations WHERE unp = '100000002'").await.remove(0);
    for (form, fields) in [
        ("message", vec![("message_kind", "question"), ("text", "Какой подъезд?")]),
        ("request", vec![("receiver", hospital.as_str()), ("text", "Когда ремонт?"), ("due_on", "2026-12-01")]),
        ("redirect", vec![("extent", "part"), ("questions", "О лифте"), ("receivers", &hospital), ("redirect_date", "2026-11-23")]),
    ] {
        let sent = send(&clerk, &format!("{card}/{form}"), &fields).await;
        assert_eq!(sent.status, 303, "{form}: {}", sent.body);
        let again = clerk.get(&format!("{card}/{form}")).await;
        assert!(!again.body.contains("data-file="), "{form}: what was sent is not offered again: {}", again.body);
    }
    assert_eq!(world.texts("SELECT name FROM files WHERE message_id IS NOT NULL").await, ["сообщение.rtf"]);
    assert_eq!(world.texts("SELECT name FROM files WHERE assignment_step_id IS NOT NULL").await, ["запрос.rtf"]);
    assert_eq!(world.texts("SELECT name FROM files WHERE letter").await, ["сопроводительное.rtf"]);
    let path = format!("{card}/answer");
    let version = clerk.get(&path).await.value("version");
    let fields = [("version", version.as_str()), ("text", "Починим."), ("outcome", "explained"), ("preview", "yes")];
    assert_eq!(clerk.post(&path, &fields).await.status, 303);
    let look = clerk.get(&format!("{path}/preview")).await;
    for (_, name) in FORMS {
        assert_eq!(look.body.contains(name), name == "ответ.rtf", "{name}: {}", look.body);
    }
    let answered = clerk.answer(&number, "Крыша будет починена.").await;
    assert_eq!(answered.status, 303, "{}", answered.body);
    assert_eq!(world.texts("SELECT name FROM files WHERE answer_id IS NOT NULL").await, ["ответ.rtf"]);
    let seen = world.person("ivan").await.get(&format!("/appeals/{number}")).await;
    for (_, name) in FORMS {
        assert_eq!(seen.body.contains(name), ["ответ.rtf", "сообщение.rtf", "сопроводительное.rtf"].contains(&name), "{name}");
    }
}

// REQ: REV-12
// REQ: SUB-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn each_form_counts_its_own_files(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let (clerk, card) = (world.person("clerk").await, format!("/work/appeals/{number}"));
    let declare = async |form: &str, name: &str| {
        let holder = holder(&clerk.get(&format!("{card}/{form}")).await);
        let fields = [("holder", holder.as_str()), ("name", name), ("type", "application/rtf"), ("size", "10"), ("fingerprint", name)];
        clerk.post("/uploads", &fields).await.status
    };
    for form in ["answer", "message"] {
        for name in ["1.rtf", "2.rtf", "3.rtf", "4.rtf", "5.rtf"] {
            assert_eq!(declare(form, name).await, 200, "{form} {name}");
        }
        // The fifth again is the same upload; a sixth is too many.
        assert_eq!(declare(form, "5.rtf").await, 200);
        assert_eq!(declare(form, "6.rtf").await, 422, "{form}");
    }
    assert_eq!(world.count("SELECT count(*) FROM files").await, 10);
    assert!(!clerk.get(&format!("{card}/leave")).await.body.contains("data-file="));
}

// REQ: REV-12
// REQ: REV-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_file_for_one_resolution_goes_with_no_other(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let (head, executor) = (world.person("head").await, world.person("executor").await);
    let (card, account) = (format!("/work/appeals/{number}"), world.texts("SELECT id::text FROM accounts WHERE login = 'executor'").await.remove(0));
    for text in ["Проверить крышу.", "Проверить лифт."] {
        let path = format!("{card}/resolutions/new");
        let version = head.get(&path).await.value("version");
        let fields = [
            ("version", version.as_str()), ("text", text), ("executors/0/account", account.as_str()), ("executors/0/due_on", "2026-12-01"), ("send", "issue"),
        ];
        let issued = head.post(&path, &fields).await;
        assert_eq!(issued.status, 303, "{}", issued.body);
    }
    let ids = world.texts("SELECT id::text FROM resolutions").await;
    let paths: Vec<String> = ids.iter().map(|id| format!("{card}/resolutions/{id}/result")).collect();
    let (appeal, foreign) = (world.texts("SELECT id::text FROM appeals").await.remove(0), uuid::Uuid::now_v7());
    for (path, name) in paths.iter().zip(["крыша.rtf", "лифт.rtf"]) {
        let holder = holder(&executor.get(path).await);
        let fields = [("holder", holder.as_str()), ("name", name), ("type", "application/rtf"), ("size", "10"), ("fingerprint", "1")];
        assert_eq!(executor.post("/uploads", &fields).await.status, 200);
    }
    for (holder, status) in [(format!("result:{appeal}:{foreign}"), 404), (format!("result:{appeal}"), 400), (format!("letter:{appeal}"), 400)] {
        let fields = [("holder", holder.as_str()), ("name", "лист.rtf"), ("type", "application/rtf"), ("size", "10"), ("fingerprint", "1")];
        assert_eq!(executor.post("/uploads", &fields).await.status, status, "{holder}");
    }
    let done = sqlx::query("UPDATE files SET state = 'clean', sha256 = decode(repeat('00', 32), 'hex')").execute(&world.pool).await;
    done.expect("written");
    for (path, own, anothers) in [(&paths[0], "крыша.rtf", "лифт.rtf"), (&paths[1], "лифт.rtf", "крыша.rtf")] {
        let page = executor.get(path).await;
        assert!(page.body.contains(own) && !page.body.contains(anothers), "{}", page.body);
    }
    let page = executor.get(&paths[1]).await;
    let entered = executor.post(&paths[1], &[("at", &page.value("at")), ("text", "Лифт исправен."), ("send", "yes")]).await;
    assert_eq!(entered.status, 303, "{}", entered.body);
    assert_eq!(world.texts("SELECT name FROM files WHERE resolution_id IS NOT NULL").await, ["лифт.rtf"]);
    assert!(executor.get(&paths[0]).await.body.contains("крыша.rtf"), "it waits for its own");
}
