//! Appeals addressed to the head personally: moderated before the head gets them.

use sqlx::PgPool;

use zvarot_domain::Role;

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
    let mut connection = world.pool.acquire().await.expect("connected");
    zvarot_store::search::index_waiting(&mut connection, 100).await.expect("indexed");
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

/// All that is opened by an appeal's number, and what is sent there.
const ROUTES: &[&str] = &[
    "", "/register", "/correct", "/term", "/answer", "/answer/preview", "/redirect", "/leave", "/take-note", "/repeat", "/message", "/request", "/order", "/moderate",
    "/control", "/file", "/resolutions/new",
];

async fn with_file(world: &World, number: &str) -> String {
    let sql = format!(
        "INSERT INTO files (id, owner_id, appeal_id, name, content_type, size, state, sha256, created_at, updated_at)
         SELECT gen_random_uuid(), account_id, id, 'письмо.pdf', 'application/pdf', 5, 'clean', sha256('x'), submitted_at, submitted_at
         FROM appeals WHERE number = {number} RETURNING id::text"
    );
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&world.pool).await.expect("written")
}

// REQ: SUB-07
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn before_moderation_only_the_clerk_and_the_representative_see_it(pool: PgPool) {
    let world = World::new(pool).await;
    for (login, role) in [("deputy", Role::OrganisationDeputyHead), ("department", Role::Head), ("unit", Role::UnitHead)] {
        world.hire(login, role, world.council).await;
    }
    let ivan = world.person("ivan").await;
    let number = handed_in(&world, &ivan).await;
    let file = with_file(&world, &number).await;
    let card = format!("/work/appeals/{number}");
    let shown = format!("{}-{}-{}-{}", &number[..3], &number[3..6], &number[6..9], &number[9..]);
    let lists = [
        "/work?shelf=all", "/work?shelf=done", "/work?shelf=all&applicant=%D0%9A%D1%83%D0%BF%D0%B0%D0%B2%D0%B0", "/work?find=%D0%BB%D0%B8%D1%87%D0%BD%D0%BE",
        "/work?shelf=all&status=in_moderation", "/work?shelf=all&state=fresh", "/work?topic=07-08", "/work?shelf=all&order=oldest",
    ];
    let listed = [0, 2, 3, 4, 5, 6, 7];
    for login in ["clerk", "authorised"] {
        let person = world.person(login).await;
        assert_eq!(person.get(&card).await.status, 200, "{login}");
        for index in listed {
            let list = person.get(lists[index]).await;
            assert!(list.status == 200 && list.body.contains(&shown), "{login} {}", lists[index]);
        }
        assert_eq!(person.get(&format!("/work?find={number}")).await.location(), card, "{login}");
        let opened = person.get(&format!("/files/{file}")).await;
        assert_ne!(opened.status, 404, "{login}");
    }
    let before = world.state_of_appeals().await;
    let all_but = ["head", "deputy", "department", "unit", "executor", "external", "hospital-clerk"];
    for login in all_but {
        let person = world.person(login).await;
        for route in ROUTES {
            let path = format!("{card}{route}");
            assert_eq!(person.get(&path).await.status, 404, "{login} opens {path}");
        }
        for route in ["/moderate", "/register", "/export", "/control", "/leave", "/redirect", "/message"] {
            let path = format!("{card}{route}");
            let refused = person.post(&path, &[("version", "1"), ("decision", "pass_to_head")]).await;
            assert_eq!(refused.status, 404, "{login} sends {path}");
        }
        assert_eq!(person.get(&format!("/files/{file}")).await.status, 404, "{login}");
        for list in lists.iter().copied().chain(["/work/personal", "/work/tasks", "/work/control", "/work/reminders"]) {
            let answer = person.get(list).await;
            assert!(!answer.body.contains(&shown) && !answer.body.contains(&number), "{login} finds it in {list}");
        }
        let typed = person.get(&format!("/work?find={number}")).await;
        assert!(typed.location().is_empty() && !typed.body.contains(&card), "{login} is led to it");
    }
    assert_eq!(world.state_of_appeals().await, before, "nothing was changed");
    let counted = |page: &Answer| {
        let link = page.body.split("<a href=").find(|part| part.contains("state=fresh")).expect("a counter").to_owned();
        link.split("class=\"amount").nth(1).and_then(|rest| rest.split('>').nth(1)?.split('<').next().map(str::to_owned)).expect("a count")
    };
    assert_eq!(counted(&world.person("clerk").await.get("/work?shelf=all").await), "1");
    assert_eq!(counted(&world.person("head").await.get("/work?shelf=all").await), "0");
    // What was withdrawn before anybody moderated it never reaches the head, nor waits for moderation.
    let other = handed_in(&world, &ivan).await;
    sqlx::query(sqlx::AssertSqlSafe(format!("UPDATE appeals SET status = 'withdrawn', completed_at = submitted_at WHERE number = {other}")))
        .execute(&world.pool)
        .await
        .expect("written");
    assert_eq!(world.person("head").await.get(&format!("/work/appeals/{other}")).await.status, 404);
    assert!(!world.person("head").await.get("/work?shelf=done").await.body.contains(&other));
    assert!(world.person("clerk").await.get("/work?shelf=done").await.body.contains(&other));
    let representative = world.person("authorised").await;
    assert!(!representative.get("/work/personal").await.body.contains(&other));
    assert_eq!(moderate(&representative, &number, &[("decision", "pass_to_head")]).await.status, 303);
    for login in ["head", "deputy", "department", "unit"] {
        let person = world.person(login).await;
        assert_eq!(person.get(&card).await.status, 200, "{login}");
        assert!(person.get("/work?shelf=all").await.body.contains(&shown), "{login}");
        assert_ne!(person.get(&format!("/files/{file}")).await.status, 404, "{login}");
    }
}
