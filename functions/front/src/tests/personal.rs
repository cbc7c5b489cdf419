//! Appeals addressed to the head personally: moderated before the head gets them.

use sqlx::PgPool;

use super::world::{Answer, Person, World};

async fn to_head(world: &World, ivan: &Person<'_>) -> Answer {
    let path = ivan.begin_draft().await;
    let version = ivan.get(&path).await.value("version");
    let organisation = world.council.to_string();
    let fields = [
        ("version", version.as_str()),
        ("kind", "application"),
        ("organisation_id", &organisation),
        ("topic", "07-08"),
        ("content", "Прошу принять лично."),
        ("answer_way", "cabinet"),
        ("address/settlement", "г. Заречье"),
        ("address/house", "7"),
        ("to_head", "yes"),
        ("submit", "yes"),
    ];
    ivan.post(&path, &fields).await
}

async fn moderate(person: &Person<'_>, number: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/work/appeals/{number}/moderate");
    let fields: Vec<_> = [("version", "1")].iter().chain(fields).copied().collect();
    person.post(&path, &fields).await
}

async fn handed_in(world: &World, ivan: &Person<'_>) -> String {
    let done = to_head(world, ivan).await;
    assert_eq!(done.status, 303, "{}", done.body);
    done.location().split('/').nth(2).expect("a number").to_owned()
}

// REQ: SUB-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn it_reaches_the_heads_cabinet_after_moderation_only(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let (head, authorised) = (world.person("head").await, world.person("authorised").await);
    let number = handed_in(&world, &ivan).await;
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["in_moderation"]);
    let card = format!("/work/appeals/{number}");
    assert!(!head.get("/work/personal").await.body.contains(&card));
    assert!(authorised.get("/work/personal").await.body.contains(&card));
    let register = format!("/work/appeals/{number}/register");
    let fields = [("version", "1"), ("registration_index", "К-1"), ("registered_on", "2026-11-23"), ("term", "15d")];
    let early = clerk.post(&register, &fields).await;
    assert_eq!(early.status, 409, "{}", early.body);
    let before = world.state_of_appeals().await;
    for login in ["clerk", "head", "executor", "hospital-clerk", "ivan"] {
        let person = world.person(login).await;
        let refused = moderate(&person, &number, &[("decision", "pass_to_head")]).await;
        assert!(matches!(refused.status, 404 | 409), "{login}: {}", refused.status);
    }
    let undecided = moderate(&authorised, &number, &[]).await;
    assert!(undecided.status == 422 && undecided.blames("decision"), "{}", undecided.body);
    assert_eq!(world.state_of_appeals().await, before);
    let passed = moderate(&authorised, &number, &[("decision", "pass_to_head")]).await;
    assert_eq!(passed.status, 303, "{}", passed.body);
    assert!(head.get("/work/personal").await.body.contains(&card));
    assert!(clerk.get(&card).await.body.contains("Лично руководителю"));
    assert_eq!(clerk.register(&number).await.status, 303);
    let late = moderate(&authorised, &number, &[("decision", "pass_to_head")]).await;
    assert_eq!(late.status, 409);
}

// REQ: SUB-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn with_the_heads_agreement_it_goes_the_ordinary_way(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, authorised) = (world.person("ivan").await, world.person("authorised").await);
    let number = handed_in(&world, &ivan).await;
    let alone = [("decision", "take_into_processing"), ("remark", "Вопрос отдела.")];
    let refused = moderate(&authorised, &number, &alone).await;
    assert!(refused.status == 422 && refused.blames("agreed"), "{}", refused.body);
    let agreed = [alone[0], alone[1], ("agreed", "yes")];
    assert_eq!(moderate(&authorised, &number, &agreed).await.status, 303);
    assert_eq!(world.texts("SELECT status || ' ' || to_head FROM appeals").await, ["submitted ordinary"]);
    let head = world.person("head").await;
    assert!(!head.get("/work/personal").await.body.contains(&number));
    let clerk = world.person("clerk").await;
    let card = clerk.get(&format!("/work/appeals/{number}")).await;
    assert!(card.body.contains("Взято в обычную работу с согласия руководителя"), "{}", card.body);
    assert_eq!(world.person("hospital-clerk").await.get("/work/personal").await.status, 404);
}

// REQ: SUB-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn where_nobody_moderates_one_writes_to_the_organisation(pool: PgPool) {
    let world = World::new(pool).await;
    sqlx::query("DELETE FROM account_roles WHERE role = 'authorised_person'").execute(&world.pool).await.expect("written");
    let refused = to_head(&world, &world.person("ivan").await).await;
    assert!(refused.status == 422 && refused.blames("to_head"), "{}", refused.body);
    assert_eq!(world.count("SELECT count(*) FROM appeals").await, 0);
}
