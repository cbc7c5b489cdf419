//! The board of executors' load and the appeals to which nothing happens: counted, linked, found, for those who may see them.

use sqlx::PgPool;
use zvarot_domain::Role;

use super::resolutions::Place;
use super::search::statements;
use super::world::{Answer, World};

/// The cells of an executor's row.
fn row(page: &Answer, id: &str) -> Vec<String> {
    let row = page.body.split("<tr>").find(|row| row.contains(&format!("executor={id}"))).and_then(|row| row.split("</tr>").next());
    let row = row.unwrap_or_else(|| panic!("{id}: {}", page.body));
    let cells = row.split("<td").skip(1).map(|cell| {
        let text: String = cell.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text)).collect();
        text.trim().to_owned()
    });
    cells.collect()
}

fn at(world: &World, moment: &str) {
    world.platform.clock.set(moment.parse().expect("a moment"));
}

// REQ: BEY-07
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_board_shows_what_each_executor_has_to_do(pool: PgPool) {
    let place = Place::new(pool).await;
    place.world.hire("unit", Role::UnitHead, place.world.council).await;
    let [executor, specialist, doctor] = &place.people;
    let empty = place.world.person("head").await.get("/work/workload").await;
    assert_eq!(row(&empty, specialist), ["0", "0", "0", "0", "0", "0"], "free hands are shown too");
    place.issued().await;
    // The specialist's term is 1 December, the executor's the 8th.
    at(&place.world, "2026-11-30T07:00:00Z");
    let page = place.world.person("head").await.get("/work/workload").await;
    assert_eq!(row(&page, specialist), ["1", "1", "0", "0", "0", "0"]);
    assert_eq!(row(&page, executor), ["1", "0", "0", "0", "0", "0"]);
    assert!(!page.body.contains(doctor.as_str()), "another organisation's people are its own");
    at(&place.world, "2026-12-01T07:00:00Z");
    // Five working days have gone by without an event.
    assert_eq!(row(&place.world.person("clerk").await.get("/work/workload").await, specialist), ["1", "0", "1", "0", "0", "1"]);
    at(&place.world, "2026-12-02T07:00:00Z");
    for login in ["clerk", "head", "unit"] {
        let page = place.world.person(login).await.get("/work/workload").await;
        assert_eq!(row(&page, specialist)[3], "1", "{login}");
    }
    for login in ["executor", "authorised", "external", "ivan", "operator"] {
        assert_eq!(place.world.person(login).await.get("/work/workload").await.status, 404, "{login}");
    }
    // Whom the list is filtered by is named with the role.
    let list = place.world.person("clerk").await.get("/work?shelf=all").await;
    assert!(list.body.contains(&format!("<option value=\"{specialist}\">specialist, исполнитель</option>")), "{}", list.body);
    let hospital = place.world.person("hospital-clerk").await.get("/work/workload").await;
    assert!(!hospital.body.contains(executor.as_str()) && hospital.body.contains(doctor.as_str()), "{}", hospital.body);
    for login in ["clerk", "head"] {
        let menu = place.world.person(login).await.get("/work/workload").await;
        assert!(menu.body.contains("href=\"/work/workload\""), "{login}");
    }
}

// REQ: REG-11
// REQ: BEY-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn appeals_are_found_by_executor_and_by_silence(pool: PgPool) {
    let place = Place::new(pool).await;
    place.issued().await;
    let other = place.world.person("ivan").await.hand_in("Прошу починить дорогу.").await;
    assert_eq!(place.world.person("clerk").await.register(&other).await.status, 303);
    let [executor, _, doctor] = &place.people;
    let stranger = "0190a8f0-0000-7000-8000-000000000001";
    let shows = |page: &Answer, number: &str| page.body.contains(&format!("/work/appeals/{number}\""));
    let clerk = place.world.person("clerk").await;
    for (query, resolved, plain) in [
        (format!("executor={executor}"), true, false),
        (format!("executor={doctor}"), true, false),
        (format!("executor={executor}&state=silent"), false, false),
        (format!("executor={stranger}"), false, false),
        ("state=silent".to_owned(), false, false),
    ] {
        let page = clerk.get(&format!("/work?{query}")).await;
        assert_eq!((shows(&page, &place.number), shows(&page, &other)), (resolved, plain), "{query}");
    }
    let wrong = clerk.get("/work?executor=x").await;
    assert!(wrong.status == 422 && wrong.blames("executor"), "{}", wrong.body);
    let kept = clerk.get(&format!("/work/searches?executor={doctor}")).await;
    assert!(kept.body.contains("Исполнитель: doctor"), "{}", kept.body);
    // Five working days later.
    at(&place.world, "2026-12-01T07:00:00Z");
    let clerk = place.world.person("clerk").await;
    let card = format!("/work/appeals/{other}/control");
    let version = clerk.get(&card).await.value("version");
    assert_eq!(clerk.post(&card, &[("version", version.as_str()), ("case_number", "1")]).await.status, 303);
    let page = clerk.get("/work?state=silent").await;
    assert_eq!((shows(&page, &place.number), shows(&page, &other)), (true, false), "{}", page.body);
    assert!(page.body.contains("Без движения <span class=\"amount alarm\">1</span>"), "{}", page.body);
    assert!(!shows(&place.world.person("hospital-clerk").await.get("/work?state=silent").await, &place.number));
    // An organisation that does not look has none.
    let form = clerk.get("/organisation/reminders").await;
    assert_eq!(form.value("silence_after"), "5");
    let version = form.value("version");
    let names = ["review_before", "review_after", "notice_before", "notice_after", "registration_after", "execution_before", "execution_after"];
    let values = names.map(|name| form.value(name));
    let mut fields: Vec<(&str, &str)> = names.iter().copied().zip(values.iter().map(String::as_str)).collect();
    fields.push(("version", version.as_str()));
    fields.push(("silence_after", "x"));
    let wrong = clerk.post("/organisation/reminders", &fields).await;
    assert!(wrong.status == 422 && wrong.blames("silence_after"), "{}", wrong.body);
    fields.pop();
    fields.push(("silence_after", ""));
    assert_eq!(clerk.post("/organisation/reminders", &fields).await.status, 303);
    assert_eq!(clerk.post("/organisation/reminders", &fields).await.status, 409, "somebody else has set them meanwhile");
    assert!(!shows(&clerk.get("/work?state=silent").await, &place.number));
}

// REQ: BEY-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_board_takes_as_many_queries_with_many_executors_as_with_few(pool: PgPool) {
    let place = Place::new(pool).await;
    place.issued().await;
    let head = place.world.person("head").await;
    head.get("/work/workload").await;
    let few = statements(&head, "/work/workload").await;
    for index in 0..20 {
        place.world.hire(&format!("hand-{index}"), Role::Executor, place.world.council).await;
    }
    assert_eq!(statements(&head, "/work/workload").await, few);
}
