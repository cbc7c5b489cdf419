//! What came on paper or was said at a reception: the card, its scans, its way into the list; control and filing.

use sqlx::PgPool;

use super::world::{Answer, Person, World};

/// Begins a card and gives its path.
async fn begin(clerk: &Person<'_>) -> String {
    let answer = clerk.post("/work/paper", &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location().to_owned()
}

/// Sends the card as it was opened now, with these fields instead of the usual ones.
async fn send(clerk: &Person<'_>, path: &str, other: &[(&str, &str)]) -> Answer {
    let version = clerk.get(path).await.value("version");
    let usual = [
        ("version", version.as_str()),
        ("form", "oral"),
        ("received_on", "2026-11-20"),
        ("kind", "application"),
        ("topic", "07-08"),
        ("content", "Просит починить крышу."),
        ("applicant_kind", "person"),
        ("surname", "Вярба"),
        ("name", "А."),
        ("address/settlement", "д. Заречье"),
        ("answer_way", "post"),
        ("sheets", "3"),
        ("cover_from", "Администрация района"),
        ("cover_on", "2026-11-18"),
        ("cover_index", "05/17"),
        ("reception_by", "Кот П. С."),
        ("note", "Лично"),
        ("submit", "yes"),
    ];
    let kept = usual.iter().filter(|(name, _)| other.iter().all(|(given, _)| given != name));
    let fields: Vec<_> = kept.chain(other).copied().collect();
    clerk.post(path, &fields).await
}

/// Puts a checked scan into the draft of a path.
async fn attach(world: &World, path: &str, participants_list: bool) {
    let draft: uuid::Uuid = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    let done = sqlx::query(
        "INSERT INTO files (id, owner_id, draft_id, participants_list, name, content_type, size, state, sha256, created_at, updated_at)
         SELECT gen_random_uuid(), account_id, id, $2, 'скан.pdf', 'application/pdf', 10, 'clean', '\\x00', created_at, created_at FROM drafts WHERE id = $1",
    );
    let done = done.bind(draft).bind(participants_list).execute(&world.pool).await;
    assert_eq!(done.expect("written").rows_affected(), 1);
}

// REQ: REG-02
// REQ: SUB-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_oral_appeal_is_entered_once_and_goes_the_way_of_all(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("clerk").await;
    let path = begin(&clerk).await;
    let done = send(&clerk, &path, &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let card = done.location().to_owned();
    // The reply was lost and the form is sent again.
    let again = clerk.post(&path, &[("version", "2"), ("submit", "yes")]).await;
    assert_eq!(again.location(), card, "{}", again.body);
    assert_eq!(world.count("SELECT count(*) FROM appeals").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM drafts").await, 0);
    let page = clerk.get(&card).await;
    for shown in ["Вярба А.", "Администрация района", "05/17", "Кот П. С.", "Лично", "Просит починить крышу.", "Устное"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    assert!(!page.body.contains("card:"), "the draft's id is nobody's business");
    // Of paper the day is known and no hour.
    let list = clerk.get("/work?shelf=new").await;
    assert!(list.body.contains("20.11.2026</span>") && !list.body.contains("20.11.2026, "), "{}", list.body);
    // Received on Friday: Friday is the last day to register, it was never too late to enter it.
    let number = card.split(['/', '?']).nth(3).expect("a number").to_owned();
    let register = clerk.get(&format!("/work/appeals/{number}/register")).await;
    assert!(register.body.contains("20 ноября 2026"), "{}", register.body);
    assert_eq!(clerk.register(&number).await.status, 303);
}

// REQ: REG-02
// REQ: SUB-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_collective_letter_of_35_people_has_its_scans_and_needs_a_visit(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("clerk").await;
    let path = begin(&clerk).await;
    let collective = [("form", "written"), ("collective", "yes"), ("participants_count", "35")];
    let refused = send(&clerk, &path, &collective).await;
    assert_eq!(refused.status, 422);
    assert!(refused.blames("files"), "{}", refused.body);
    attach(&world, &path, false).await;
    let refused = send(&clerk, &path, &collective).await;
    assert!(refused.status == 422 && refused.blames("files"), "no list: {}", refused.body);
    attach(&world, &path, true).await;
    let done = send(&clerk, &path, &collective).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(world.count("SELECT count(*) FROM files WHERE appeal_id IS NOT NULL AND draft_id IS NULL").await, 2);
    let page = clerk.get(done.location()).await;
    assert!(page.body.contains("рассматривается с выездом на место"), "{}", page.body);
    let number = done.location().split(['/', '?']).nth(3).expect("a number").to_owned();
    assert_eq!(clerk.register(&number).await.status, 303);
    // The office's sign for collective appeals.
    assert_eq!(world.texts("SELECT registration_index FROM appeals").await, ["К-1"]);
}

// REQ: REG-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_card_with_faults_keeps_what_was_typed_and_enters_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("clerk").await;
    let path = begin(&clerk).await;
    let wrong = [("surname", ""), ("received_on", "2026-12-01"), ("topic", ""), ("sheets", "много"), ("answer_way", "cabinet"), ("form", "electronic")];
    let answer = send(&clerk, &path, &wrong).await;
    assert_eq!(answer.status, 422);
    for (field, _) in wrong {
        assert!(answer.blames(field), "{field}: {}", answer.body);
    }
    assert!(answer.body.contains("value=\"много\"") && answer.body.contains("Просит починить крышу."));
    assert_eq!(world.count("SELECT count(*) FROM appeals").await, 0);
    // Resumed elsewhere.
    let elsewhere = world.person("clerk").await;
    assert!(elsewhere.get("/work/paper").await.body.contains(&path));
    assert_eq!(elsewhere.get(&path).await.value("sheets"), "много");
    // An old page overwrites nothing.
    let conflict = clerk.post(&path, &[("version", "1"), ("surname", "Другой"), ("submit", "yes")]).await;
    assert_eq!(conflict.status, 409);
    assert_eq!(elsewhere.get(&path).await.value("surname"), "");
    for login in ["head", "executor", "external", "hospital-clerk", "ivan", "operator"] {
        let status = world.person(login).await.get(&path).await.status;
        assert!(matches!(status, 404 | 409 | 303), "{login}: {status}");
    }
}

// REQ: REG-12
// REQ: REG-13
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answered_appeal_comes_off_control_and_into_its_case(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    let path = format!("/work/appeals/{number}/control");
    let mark = async |fields: &[(&str, &str)]| {
        let version = clerk.get(&path).await.value("version");
        let fields: Vec<_> = [("version", version.as_str())].iter().chain(fields).copied().collect();
        clerk.post(&path, &fields).await
    };
    assert_eq!(mark(&[("controlled", "yes")]).await.status, 303);
    assert_eq!(clerk.answer(&number, "Крыша будет починена.").await.status, 303);
    let before = world.state_of_appeals().await;
    for (fields, wrong) in [
        (vec![("controlled", "yes"), ("control_lifted_on", "2026-11-01")], "control_lifted_on"),
        (vec![("controlled", "yes"), ("control_lifted_on", "2026-12-01")], "control_lifted_on"),
        (vec![("control_lifted_on", "2026-11-23")], "controlled"),
        (vec![("announced_on", "2026-11-23")], "announced_on"),
    ] {
        let refused = mark(&fields).await;
        assert!(refused.status == 422 && refused.blames(wrong), "{fields:?}: {}", refused.body);
        assert_eq!(world.state_of_appeals().await, before);
    }
    let filed = [("controlled", "yes"), ("control_lifted_on", "2026-11-23"), ("case_number", "02-15"), ("case_volume", "2"), ("case_sheets", "3–7")];
    assert_eq!(mark(&filed).await.status, 303);
    let card = clerk.get(&format!("/work/appeals/{number}")).await;
    for shown in ["02-15, том 2, листы 3–7", "Снято с контроля 23.11.2026", "Снято с контроля: было"] {
        assert!(card.body.contains(shown), "{shown}: {}", card.body);
    }
    assert!(!ivan.get(&format!("/appeals/{number}")).await.body.contains("контрол"), "the office's own business");
}
