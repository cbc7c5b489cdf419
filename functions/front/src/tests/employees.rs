//! Job titles of officials (ORG-03, REV-10): entered and corrected by the organisation's administrator, seen where people are chosen
//! and on cards, under answers as they were when the answer was given.

use sqlx::PgPool;
use zvarot_domain::Role;

use super::resolutions::{Place, send};
use super::world::{Answer, Person, World};

const PATH: &str = "/organisation/employees";

async fn page_of(world: &World, login: &str) -> String {
    let id: String = sqlx::query_scalar("SELECT id::text FROM accounts WHERE login = $1").bind(login).fetch_one(&world.pool).await.expect("one");
    format!("{PATH}/{id}")
}

async fn entitle(person: &Person<'_>, path: &str, ru: &str, be: &str) -> Answer {
    let version = person.get(path).await.value("version");
    person.post(path, &[("version", version.as_str()), ("title_ru", ru), ("title_be", be)]).await
}

// REQ: ORG-03
// REQ: ORG-07
// REQ: REF-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_administrator_enters_and_corrects_titles_in_both_languages(pool: PgPool) {
    let world = World::new(pool).await;
    let (external, path) = (world.person("external").await, page_of(&world, "head").await);
    let list = external.get(PATH).await;
    for part in ["Руководитель организации", "Делопроизводитель", "Не указана", &format!("href=\"{path}\"")] {
        assert!(list.status == 200 && list.body.contains(part), "{part}: {}", list.body);
    }
    assert!(!list.body.contains("hospital-clerk"), "another organisation's people: {}", list.body);

    let long = "Я".repeat(201);
    let (named, refused) = ("Есть знаки не из русского и белорусского алфавитов", entitle(&external, &path, "Director", &long).await);
    assert!(refused.status == 422 && refused.blames("title_ru") && refused.blames("title_be"), "{}", refused.body);
    assert!(refused.body.contains(named) && refused.value("title_ru") == "Director" && refused.value("title_be") == long, "{}", refused.body);
    assert_eq!(world.count("SELECT count(*) FROM job_titles").await, 0);

    let done = entitle(&external, &path, " Председатель  исполкома", "").await;
    assert_eq!(done.location(), format!("{PATH}?done=changed"), "{}", done.body);
    let list = external.get(done.location()).await.body;
    assert!(list.contains("Должность сохранена.") && list.contains("Председатель исполкома"), "{list}");
    // Corrected by a reader of Belarusian; a form opened before the correction says that somebody was first.
    let old = external.get(&path).await.value("version");
    external.get("/language/be").await;
    let form = external.get(&path).await;
    assert!(form.body.contains("Пасада па-беларуску") && form.value("title_ru") == "Председатель исполкома", "{}", form.body);
    assert_eq!(entitle(&external, &path, "Председатель исполкома", "Старшыня выканкама").await.status, 303);
    let late = external.post(&path, &[("version", old.as_str()), ("title_ru", "Глава"), ("title_be", "")]).await;
    assert_eq!(late.status, 409, "{}", late.body);
    let list = external.get(&format!("{PATH}?find=%D0%B2%D1%8B%D0%BA%D0%B0%D0%BD")).await.body;
    assert!(list.contains("<span lang=\"be\">Старшыня выканкама</span><small class=\"soft below\" lang=\"ru\">Председатель исполкома</small>"), "both, one's own language first: {list}");
    assert!(!list.contains("Справавод"), "the others are not found: {list}");
    assert_eq!(entitle(&external, &path, "", " ").await.status, 303);
    assert!(!external.get(PATH).await.body.contains("выканкама"), "taken away");
    assert_eq!(world.count("SELECT count(*) FROM security_events WHERE kind = 'job_title_changed'").await, 3);
    assert_eq!(world.count("SELECT count(*) FROM security_events WHERE data::text LIKE '%сполком%'").await, 0);
}

// REQ: SEC-01
// REQ: ORG-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn nobody_else_sets_a_title_and_nobody_elsewhere_gets_one(pool: PgPool) {
    let world = World::new(pool).await;
    let hospital = world.texts("SELECT id::text FROM organisations WHERE unp = '100000002'").await.remove(0).parse().expect("an id");
    world.hire("hospital-external", Role::ExternalAdministrator, hospital).await;
    let (own, fields) = (page_of(&world, "head").await, [("version", "0"), ("title_ru", "Чужая"), ("title_be", "")]);
    for login in ["clerk", "head", "authorised", "hospital-external", "operator", "chief", "ivan"] {
        let person = world.person(login).await;
        assert_eq!(person.get(&own).await.status, 404, "{login}");
        assert_eq!(person.post(&own, &fields).await.status, 404, "{login}");
        assert_eq!(person.get(PATH).await.status, if login == "hospital-external" { 200 } else { 404 }, "{login}");
    }
    let external = world.person("external").await;
    for login in ["hospital-clerk", "ivan", "operator"] {
        let other = page_of(&world, login).await;
        assert_eq!((external.get(&other).await.status, external.post(&other, &fields).await.status), (404, 404), "{login}");
    }
    assert_eq!(world.count("SELECT count(*) FROM job_titles").await, 0);
}

// REQ: REV-10
// REQ: REV-02
// REQ: CTL-08
// REQ: BEY-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn titles_stand_where_people_are_chosen_and_on_cards(pool: PgPool) {
    let place = Place::new(pool).await;
    let world = &place.world;
    let external = world.person("external").await;
    for (login, title) in [("head", "Председатель исполкома"), ("executor", "Начальник отдела"), ("specialist", "ИТ-специалист")] {
        assert_eq!(entitle(&external, &page_of(world, login).await, title, "").await.status, 303);
    }
    let head = world.person("head").await;
    let form = head.get(&format!("{}/resolutions/new", place.card())).await.body;
    for option in [", начальник отдела</option>", "specialist, ИТ-специалист</option>", "doctor, исполнитель</option>", ", председатель исполкома</option>"] {
        assert!(form.contains(option), "{option}: {form}");
    }
    place.issued().await;
    let card = world.person("clerk").await.get(&place.card()).await.body;
    for line in ["Купава Мария, председатель исполкома, 23", "<b>specialist</b>, ИТ-специалист", "<b>Купава Мария</b>, начальник отдела"] {
        assert!(card.contains(line), "{line}: {card}");
    }
    let workload = world.person("clerk").await.get("/work/workload").await.body;
    assert!(workload.contains("<small class=\"soft below\">Начальник отдела</small>"), "{workload}");
    let list = world.person("clerk").await.get("/work?shelf=all").await.body;
    assert!(list.contains(", начальник отдела</option>"), "the filter by executor: {list}");
    let form = send(&world.person("head").await, &format!("{}/resolutions/new", place.card()), &[("executor", &place.people[1]), ("add", "yes")]).await.body;
    assert!(form.contains("<b>specialist, ИТ-специалист</b>"), "whoever was added: {form}");
}

// REQ: REV-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn under_an_answer_the_title_stands_in_its_language_and_stays(pool: PgPool) {
    let world = World::new(pool).await;
    let (external, clerk, ivan) = (world.person("external").await, world.person("clerk").await, world.person("ivan").await);
    let path = page_of(&world, "head").await;
    // The title, the language of the appeal, what stands under the answer.
    for (ru, be, locale, position) in [
        ("Председатель исполкома", "Старшыня выканкама", "ru", "Председатель исполкома"),
        ("Председатель исполкома", "Старшыня выканкама", "be", "Старшыня выканкама"),
        ("Председатель исполкома", "", "be", "Председатель исполкома"),
        ("", "", "be", "Кіраўнік"),
        ("", "Старшыня выканкама", "ru", "Старшыня выканкама"),
    ] {
        assert_eq!(entitle(&external, &path, ru, be).await.status, 303);
        let number = ivan.hand_in("Прошу починить крышу.").await;
        let written = "UPDATE appeals SET locale = $1 WHERE status = 'submitted'";
        sqlx::query(written).bind(locale).execute(&world.pool).await.expect("written");
        assert_eq!(clerk.register(&number).await.status, 303);
        let form = format!("/work/appeals/{number}/answer");
        let opened = clerk.get(&form).await;
        let choice = match (ru, be) {
            ("", "") => ", руководитель организации</option>",
            ("", _) => ", старшыня выканкама</option>",
            _ => ", председатель исполкома</option>",
        };
        assert!(opened.body.contains(choice), "{choice}: {}", opened.body);
        let version = opened.value("version");
        let typed = [("text", "Починили."), ("outcome", "satisfied"), ("number", "5"), ("dated", "2026-11-23")];
        let look = clerk.post(&form, &[&[("version", version.as_str()), ("preview", "yes")][..], &typed].concat()).await;
        assert_eq!(look.status, 303, "{}", look.body);
        let look = clerk.get(look.location()).await.body;
        assert!(look.contains(&format!("<span>{position}</span> <span>М. Купава</span>")), "{position}: {look}");
        let sent = clerk.post(&form, &[&[("version", version.as_str()), ("send", "yes"), ("warned", "yes")][..], &typed].concat()).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        // What the head is called since is no matter.
        assert_eq!(entitle(&external, &path, "Бывший председатель", "Былы старшыня").await.status, 303);
        let line = format!("За подписью: {position}, Купава Мария");
        let card = clerk.get(&format!("/work/appeals/{number}")).await.body;
        assert_eq!(card.matches(&line).count(), 2, "{line}: {card}");
        assert!(ivan.get(&format!("/appeals/{number}")).await.body.contains(&line), "{line}");
    }
}
