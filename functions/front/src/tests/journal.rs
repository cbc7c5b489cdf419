//! The registration journal of an organisation (REG-03) on its page: templates, what comes next, the year's beginning.

use chrono::TimeDelta;
use sqlx::PgPool;

use super::world::World;

const PATH: &str = "/organisation/journal";

const GOOD: [(&str, &str); 4] = [("template", "{letter}-{number:3}/{year2}"), ("series", "sign"), ("collective_sign", "Кол"), ("anonymous_sign", "Ан")];

// REQ: REG-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_organisation_sees_what_comes_next_and_sets_how_indexes_are_made(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    let administrator = world.person("external").await;
    for person in [&clerk, &administrator] {
        let page = person.get(PATH).await;
        assert_eq!(page.status, 200, "{}", page.body);
        // The journal has given one number; the new year begins anew.
        for shown in ["К-2</b>", "Ю-2</b>", "А-2</b>", "2027", "К-1"] {
            assert!(page.body.contains(shown), "{shown}: {}", page.body);
        }
    }
    let rules = || world.texts("SELECT index_template || index_series || collective_sign || anonymous_sign FROM organisations WHERE unp = '100000001'");
    let before = rules().await;
    let look = administrator.post(PATH, &[&GOOD[..], &[("look", "yes")]].concat()).await;
    assert!(look.status == 200 && look.body.contains("К-002/26") && look.body.contains("Кол-002/26"), "{}", look.body);
    for (field, value) in [("template", "{letter}"), ("template", "{number}"), ("series", "x"), ("collective_sign", ""), ("anonymous_sign", "<>")] {
        let fields: Vec<_> = GOOD.iter().copied().filter(|(name, _)| *name != field).chain([(field, value), ("save", "yes")]).collect();
        let refused = clerk.post(PATH, &fields).await;
        assert!(refused.status == 422 && refused.blames(field), "{field} {value}: {}", refused.body);
        assert!(field == "template" || refused.body.contains(GOOD[0].1), "{}", refused.body);
    }
    assert_eq!(rules().await, before, "nothing was set yet");
    let version = clerk.get(PATH).await.value("version");
    let save = [("save", "yes"), ("version", version.as_str())];
    let set = clerk.post(PATH, &[&GOOD[..], &save].concat()).await;
    assert_eq!(set.status, 303, "{}", set.body);
    // Who has seen the rules before overwrites nothing.
    let late = administrator.post(PATH, &[&GOOD[1..], &[("template", "{number}-{letter}")], &save].concat()).await;
    assert_eq!(late.status, 409, "{}", late.body);
    assert_eq!(world.count("SELECT count(*) FROM security_events WHERE kind = 'journal_rules_changed'").await, 1);
    // Each sign has numbers of its own now; К goes on from where its paper journal was.
    for (sign, next, wrong) in [("К", "0", "next"), ("К", "сорок", "next"), ("", "40", "sign"), ("?", "40", "sign"), ("K", "40", "sign"), ("КП", "40", "sign")] {
        let refused = clerk.post("/organisation/journal/next", &[("sign", sign), ("next", next)]).await;
        assert!(refused.status == 422 && refused.blames(wrong), "{sign} {next}: {}", refused.body);
    }
    assert_eq!(clerk.post("/organisation/journal/next", &[("sign", " к "), ("next", "40")]).await.status, 303);
    let second = ivan.hand_in("Прошу починить лифт.").await;
    assert_eq!(clerk.register(&second).await.status, 303);
    let third = ivan.hand_in("Прошу починить забор.").await;
    assert_eq!(clerk.register(&third).await.status, 303);
    let indexes = world.texts("SELECT registration_index FROM appeals").await;
    assert_eq!(indexes, ["К-040/26", "К-041/26", "К-1"]);
    let back = clerk.post("/organisation/journal/next", &[("sign", "К"), ("next", "41")]).await;
    assert!(back.status == 422 && back.blames("next"), "{}", back.body);
}

// REQ: REG-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_index_that_somebody_has_is_not_shown_as_the_next_one(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let (first, second) = (ivan.hand_in("Прошу починить крышу.").await, ivan.hand_in("Прошу починить лифт.").await);
    let path = format!("/work/appeals/{first}/register");
    let version = clerk.get(&path).await.value("version");
    let by_hand = [("version", version.as_str()), ("registration_index", "К-1"), ("registered_on", ""), ("term", "15d")];
    assert_eq!(clerk.post(&path, &by_hand).await.status, 303);
    assert!(clerk.get(PATH).await.body.contains("К-2</b>"));
    assert_eq!(clerk.get(&format!("/work/appeals/{second}/register")).await.value("registration_index"), "К-2");
}

// REQ: REG-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_new_year_begins_a_new_journal(pool: PgPool) {
    let world = World::new(pool).await;
    let number = world.person("ivan").await.hand_in("Прошу починить крышу.").await;
    assert_eq!(world.person("clerk").await.register(&number).await.status, 303);
    world.platform.clock.advance(TimeDelta::days(45));
    let page = world.person("clerk").await.get(PATH).await;
    assert!(page.body.contains("К-1</b>") && page.body.contains("2028"), "{}", page.body);
}

// REQ: SEC-01
// REQ: ORG-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_journal_is_the_clerks_and_the_administrators(pool: PgPool) {
    let world = World::new(pool).await;
    let all = || world.texts("SELECT to_jsonb(organisations)::text FROM organisations UNION ALL SELECT to_jsonb(journals)::text FROM journals");
    let before = all().await;
    for login in ["ivan", "head", "executor", "authorised", "operator"] {
        let person = world.person(login).await;
        assert_eq!(person.get(PATH).await.status, 404, "{login}");
        for button in ["save", "look"] {
            assert_eq!(person.post(PATH, &[&GOOD[..], &[(button, "yes")]].concat()).await.status, 404, "{login}");
        }
        assert_eq!(person.post("/organisation/journal/next", &[("next", "40")]).await.status, 404, "{login}");
    }
    // Another organisation's clerk sets its own alone.
    let council = |rows: Vec<String>| rows.into_iter().filter(|row| row.contains("100000001")).collect::<Vec<_>>();
    let hospital = world.person("hospital-clerk").await;
    let version = hospital.get(PATH).await.value("version");
    assert_eq!(hospital.post(PATH, &[&GOOD[..], &[("save", "yes"), ("version", version.as_str())]].concat()).await.status, 303);
    assert_eq!(council(all().await), council(before));
}
