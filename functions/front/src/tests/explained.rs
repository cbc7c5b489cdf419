//! "How was this date computed?" (BEY-06): for the applicant, executors, other organisations, and where the five working days
//! count.

use sqlx::PgPool;

use super::resolutions::Place;
use super::world::World;

// REQ: BEY-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_applicant_reads_how_the_terms_were_found(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    let path = format!("/appeals/{number}");
    let waiting = ivan.get(&path).await.body;
    for said in ["Как посчитана эта дата?", "Обращение регистрируют в день подачи", "– подано", "прибавлен один час"] {
        assert!(waiting.contains(said), "{said}: {waiting}");
    }
    assert_eq!(clerk.register(&number).await.status, 303);
    let registered = ivan.get(&path).await.body;
    for said in ["15 календарных дней. Они идут", "день регистрации, он не считается", "последний из 15 календарных дней"] {
        assert!(registered.contains(said), "{said}: {registered}");
    }
    assert!(!registered.contains("прибавлен один час"), "registration is over");
    let term = format!("/work/appeals/{number}/term");
    let version = clerk.get(&term).await.value("version");
    let changed = clerk.post(&term, &[("version", &version), ("due_on", "2026-12-10"), ("reason", "Нужны документы"), ("send", "yes")]).await;
    assert_eq!(changed.status, 303, "{}", changed.body);
    let changed = ivan.get(&path).await.body;
    assert!(changed.contains("Этот день назначила организация"), "{changed}");
}

// REQ: BEY-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn officials_read_how_chosen_terms_stand_in_the_calendar(pool: PgPool) {
    let place = Place::new(pool).await;
    let world = &place.world;
    let clerk = world.person("clerk").await;
    let card = format!("/work/appeals/{}", place.number);
    for (login, what) in [("clerk", "redirect"), ("head", "leave")] {
        let page = world.person(login).await.get(&format!("{card}/{what}")).await.body;
        assert!(page.contains("рабочий день 5"), "{what}: {page}");
    }
    place.issued().await;
    // Monday, 23 November: six working days to Tuesday, 1 December, a Saturday and a Sunday between.
    let shown = clerk.get(&card).await.body;
    for said in ["01.12.2026 (вт) – день, который назначен", "29.11.2026 (вс) – нерабочий день: выходной", "осталось 6 рабочих дней"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let hospital = world.texts("SELECT id::text FROM organisations WHERE unp = '100000002'").await.remove(0);
    let path = format!("{card}/request");
    let page = clerk.get(&path).await;
    let fields = [
        ("version", page.value("version")),
        ("receiver", hospital),
        ("text", "Сообщите о состоянии крыши.".to_owned()),
        ("due_on", "2026-12-04".to_owned()),
        ("send", "yes".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let sent = clerk.post(&path, &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    // A day that is chosen is a working one; that it is so no more after a change of the calendar is said.
    sqlx::query("UPDATE assignments SET due_on = '2026-12-05'").execute(&world.pool).await.expect("written");
    let id = world.texts("SELECT id::text FROM assignments").await.remove(0);
    for login in ["clerk", "hospital-clerk"] {
        let thread = world.person(login).await.get(&format!("/work/assignments/{id}")).await.body;
        for said in ["05.12.2026 (сб) – день, который назначен", "05.12.2026 (сб) – нерабочий день: выходной", "осталось 9 рабочих дней"] {
            assert!(thread.contains(said), "{login} {said}: {thread}");
        }
    }
}

// REQ: REG-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_term_after_the_laws_month_is_warned_of_and_said_in_the_history(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let law = "По закону – не позже 23 декабря 2026";
    let number = ivan.hand_in("Прошу починить крышу.").await;
    let (card, path) = (format!("/work/appeals/{number}"), format!("/work/appeals/{number}/term"));
    let page = clerk.get(&format!("{card}/register")).await;
    assert!(page.body.contains(law), "{}", page.body);
    assert_eq!(clerk.register(&number).await.status, 303);
    // So it is said of each of several, until a day is typed that is no later.
    for (due_on, said) in [(None, true), (Some("2026-12-23"), false), (Some("2026-12-24"), true)] {
        let ticked = [("number", number.as_str()), ("action", "term")].into_iter();
        let typed = due_on.into_iter().flat_map(|due_on| [("due_on", due_on), ("reason", "Нужны документы")]);
        let look = clerk.post("/work/bulk", &ticked.chain(typed).collect::<Vec<_>>()).await;
        assert!(look.status == 200 && look.body.contains(law) == said, "{due_on:?}: {}", look.body);
    }
    for (due_on, beyond) in [("2026-12-23", false), ("2026-12-24", true)] {
        let page = clerk.get(&path).await;
        assert!(page.body.contains(law) && page.body.contains("четверг, 24 декабря 2026"), "{}", page.body);
        let fields = [("version", &*page.value("version")), ("due_on", due_on), ("reason", "Нужны документы")].map(|(name, value)| (name, value.to_owned()));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(clerk.post(&path, &fields).await.status, 303);
        assert_eq!(clerk.get(&card).await.body.contains("Позже месяца, который дает закон: он кончается 23.12.2026"), beyond, "{due_on}");
    }
    // In March the month is no shorter than 31 days.
    sqlx::query("UPDATE appeals SET registered_on = '2026-10-23'").execute(&world.pool).await.expect("written");
    assert!(!clerk.get(&path).await.body.contains("По закону – не позже"));
}

// REQ: REG-09
// REQ: BEY-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_card_says_above_all_which_terms_run_and_then_what_may_be_done(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    let card = format!("/work/appeals/{number}");
    let above = async || {
        let page = clerk.get(&card).await.body;
        let places = ["content-title\">", "id=\"actions-title\"", "id=\"clocks-title\""].map(|mark| page.find(mark).unwrap_or_else(|| panic!("{mark}: {page}")));
        assert!(places.is_sorted(), "{places:?}: {page}");
        page[..places[0]].to_owned()
    };
    let said = above().await;
    assert!(said.contains("Зарегистрировать до") && !said.contains("Ответить до"), "{said}");
    assert_eq!(clerk.register(&number).await.status, 303);
    let said = above().await;
    assert!(said.contains("Ответить до вторника, 8 декабря 2026") && said.contains("без рассмотрения до понедельника, 30 ноября 2026"), "{said}");
    assert!(!said.contains("Зарегистрировать до"), "{said}");
    assert_eq!(clerk.answer(&number, "Крыша починена.").await.status, 303);
    let said = above().await;
    assert!(!said.contains("Ответить до") && !said.contains("без рассмотрения до"), "{said}");
}
