//! The officials' list: found by words, names, dates and terms; counted; remembered; never beyond the organisation.

use sqlx::PgPool;
use zvarot_domain::AppealNumber;

use super::world::{Answer, Person, World};

/// `0123456789` as pages show it.
fn shown(number: &str) -> String {
    format!("{}-{}-{}-{}", &number[..3], &number[3..6], &number[6..9], &number[9..])
}

async fn finds(person: &Person<'_>, query: &str, number: &str) -> bool {
    let answer = person.get(&format!("/work?{}", encoded(query))).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.body);
    answer.body.contains(&shown(number))
}

/// `find=крыша&shelf=all` with its values encoded.
fn encoded(query: &str) -> String {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_filter_lies_open_where_its_own_fields_are_used_only(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("clerk").await;
    for (query, open) in [("shelf=all", false), ("find=крыша", false), ("state=overdue", false), ("kind=complaint", true), ("find=крыша&kind=complaint", true)] {
        let page = clerk.get(&format!("/work?{}", encoded(query))).await.body;
        assert_eq!(page.contains(r#"<details class="filters" open>"#), open, "{query}");
    }
}

// REQ: REG-11
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn words_in_any_form_phrases_and_mistyped_names_find_an_appeal(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let russian = ivan.hand_in("Прошу починить крышу школы. Её залили соседние дома.").await;
    let belarusian = ivan.hand_in("Прашу адрамантаваць дарогу да вёскі ў нашым раёне.").await;
    for (query, finds_russian, finds_belarusian) in [
        ("find=крыша", true, false),
        ("find=крышами школ", true, false),
        ("find=ее дом", true, false),
        ("find=\"крышу школы\"", true, false),
        ("find=«школы крышу»", false, false),
        ("find=дарозе", false, true),
        ("find=вёсак раён", false, true),
        ("find=\"нашым раёне\"", false, true),
        ("find=\"раёне нашым\"", false, false),
        ("find=балкон", false, false),
        // The applicant is Купава Мария.
        ("find=Купова", true, true),
        ("applicant=Кпава", true, true),
        ("applicant=Купава Марыя", true, true),
        ("applicant=Иванов", false, false),
        ("applicant=Купава&find=крыша", true, false),
        ("find=крыша&status=registered", false, false),
        ("find=крыша&status=submitted&kind=application&form=electronic&topic=07", true, false),
        ("topic=07-08", true, true),
        ("topic=08", false, false),
        ("submitted_from=2026-11-23&submitted_to=2026-11-23", true, true),
        ("submitted_from=2026-11-24", false, false),
        ("submitted_to=2026-11-22", false, false),
        ("state=fresh", true, true),
        ("state=overdue", false, false),
        ("find=крыша&order=oldest", true, false),
        ("shelf=done&find=крыша", false, false),
    ] {
        assert_eq!(finds(&clerk, query, &russian).await, finds_russian, "{query}");
        assert_eq!(finds(&clerk, query, &belarusian).await, finds_belarusian, "{query}");
    }
}

// REQ: REG-11
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_index_that_two_years_have_and_a_number_are_found_with_any_filter(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let old = ivan.hand_in("Прошу починить крышу.").await;
    let new = ivan.hand_in("Прошу вывезти снег.").await;
    for number in [&old, &new] {
        assert_eq!(clerk.register(number).await.status, 303);
    }
    let done = sqlx::query(
        "UPDATE appeals SET registration_index = 'К-7', journal_year = CASE WHEN content LIKE '%снег%' THEN 2026 ELSE 2025 END,
             kind = CASE WHEN content LIKE '%снег%' THEN 'complaint' ELSE kind END",
    );
    done.execute(&world.pool).await.expect("written");
    for (query, finds_old, finds_new) in [
        ("find=к-7".to_owned(), true, true),
        ("find=К-7&kind=complaint".to_owned(), false, true),
        ("find=К-7&applicant=Купава".to_owned(), true, true),
        ("find=К-7&applicant=Иванов".to_owned(), false, false),
        ("find=К-77".to_owned(), false, false),
        (format!("find={}&shelf=registered", shown(&old)), true, false),
        (format!("find={}&status=registered", old), true, false),
        (format!("find={}&status=answered", old), false, false),
    ] {
        // A number alone leads to its card.
        if clerk.get(&format!("/work?{}", encoded(&query))).await.status == 303 {
            assert!(query.contains("shelf"), "{query}");
            continue;
        }
        assert_eq!(finds(&clerk, &query, &old).await, finds_old, "{query}");
        assert_eq!(finds(&clerk, &query, &new).await, finds_new, "{query}");
    }
    // What the hospital has is not found by its number here.
    let hospital = world.person("hospital-clerk").await;
    assert!(!finds(&hospital, &format!("find={old}&status=registered"), &old).await);
}

// REQ: REG-11
// REQ: SEC-01
// REQ: ORG-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn nobody_finds_what_is_anothers(pool: PgPool) {
    let world = World::new(pool).await;
    let ivan = world.person("ivan").await;
    let number = ivan.hand_in("Прошу починить крышу.").await;
    let stranger = world.person("hospital-clerk").await;
    for query in ["find=крыша", "find=Купава", "applicant=Купова", "state=fresh", "topic=07", "shelf=all", "submitted_from=2026-01-01", "order=oldest"] {
        assert!(!finds(&stranger, query, &number).await, "{query}");
    }
    for login in ["executor", "external", "ivan", "operator"] {
        let answer = world.person(login).await.get("/work?find=1").await;
        assert_eq!(answer.status, 404, "{login}");
    }
    for login in ["clerk", "head", "authorised"] {
        assert!(finds(&world.person(login).await, "find=крыша", &number).await, "{login}");
    }
}

// REQ: REG-11
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_wrong_filter_is_explained_and_nothing_typed_is_lost(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("clerk").await;
    for (field, value) in [("status", "x"), ("days", "77"), ("due_from", "31.12"), ("topic", "крыша"), ("find", "!!!"), ("order", "x")] {
        let query = encoded(&format!("applicant=Купава&{field}={value}"));
        let answer = clerk.get(&format!("/work?{query}")).await;
        assert_eq!(answer.status, 422, "{field}: {}", answer.body);
        assert!(answer.blames(field), "{field}: {}", answer.body);
        assert_eq!(answer.value("applicant"), "Купава", "{field}");
    }
    let answer = clerk.get(&format!("/work?{}", encoded("submitted_from=2026-02-03&submitted_to=2026-02-01"))).await;
    assert!(answer.blames("submitted_to"), "{}", answer.body);
    assert_eq!(answer.value("submitted_from"), "2026-02-03");
}

// REQ: REG-11
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_last_filter_is_remembered_until_it_is_taken_off(pool: PgPool) {
    let world = World::new(pool).await;
    let (clerk, head) = (world.person("clerk").await, world.person("head").await);
    assert_eq!(clerk.get("/work").await.status, 200);
    let query = encoded("shelf=all&find=крыша&order=oldest");
    assert_eq!(clerk.get(&format!("/work?{query}")).await.status, 200);
    let back = clerk.get("/work").await;
    assert_eq!((back.status, back.location()), (303, format!("/work?{query}").as_str()));
    assert_eq!(head.get("/work").await.status, 200, "everyone has a filter of their own");
    assert_eq!(clerk.get("/work?shelf=new").await.status, 200);
    assert_eq!(clerk.get("/work").await.status, 200);
}

/// Appeals of the council with terms before, on and after the present day, and of the hospital.
async fn with_terms(world: &World) {
    let ivan = world.person("ivan").await;
    ivan.hand_in("Прошу починить крышу.").await;
    let done = sqlx::query(
        "INSERT INTO appeals (id, number, access_code, organisation_id, kind, form, status, topic_code, content, locale, answer_way, applicant_kind,
             applicant_name, applicant, address, submitted_at, registration_limit_at, registered_at, registered_on, registration_index, journal_year, term, due_on)
         SELECT gen_random_uuid(), made.number, access_code, CASE WHEN place % 9 = 0 THEN (SELECT id FROM organisations WHERE unp = '100000002')
                 ELSE organisation_id END, kind, form, CASE WHEN place % 4 = 0 THEN 'answered' ELSE 'registered' END, topic_code, content, locale, answer_way,
             applicant_kind, applicant_name, applicant, address, submitted_at - place * interval '7 hours', registration_limit_at, submitted_at,
             date '2026-11-01', 'К-' || place, 2026, '15d', date '2026-11-23' + (place % 13 - 6)::int
         FROM (SELECT * FROM appeals ORDER BY id LIMIT 1) AS appeals, UNNEST($1::bigint[]) WITH ORDINALITY AS made (number, place)",
    )
    .bind((1..=120).map(|place| AppealNumber::from_sequence(place, &[7; 16]).expect("in range").as_i64()).collect::<Vec<i64>>())
    .execute(&world.pool)
    .await;
    done.expect("written");
    let done = sqlx::query(
        "INSERT INTO appeal_cards (appeal_id, controlled_since, control_lifted_on)
         SELECT id, date '2026-11-20', CASE WHEN due_on = date '2026-11-23' THEN date '2026-11-22' END FROM appeals WHERE registration_index LIKE '%5'",
    );
    done.execute(&world.pool).await.expect("written");
}

/// The number beside the link to a state.
fn counted(answer: &Answer, state: &str) -> i64 {
    let link = answer.body.split("<a href=").find(|part| part.contains(&format!("state={state}\"")) || part.contains(&format!("state={state}&")));
    let count = link.and_then(|link| link.split("class=\"amount").nth(1)).and_then(|rest| rest.split('>').nth(1));
    let count = count.and_then(|rest| rest.split('<').next()).unwrap_or_else(|| panic!("{state}: {}", answer.body));
    count.parse().unwrap_or_else(|_| panic!("{state}: {count}"))
}

// REQ: REG-11
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_counters_count_what_their_links_show(pool: PgPool) {
    let world = World::new(pool).await;
    with_terms(&world).await;
    let clerk = world.person("clerk").await;
    let page = clerk.get("/work").await;
    let open = "status IN ('registered', 'in_progress') AND organisation_id = (SELECT id FROM organisations WHERE unp = '100000001')";
    for (state, condition) in [
        ("fresh", "submitted_at >= timestamptz '2026-11-21 00:00+03'".to_owned()),
        ("due_soon", format!("{open} AND due_on BETWEEN date '2026-11-24' AND date '2026-11-26'")),
        ("due_today", format!("{open} AND due_on = date '2026-11-23'")),
        ("overdue", format!("{open} AND due_on < date '2026-11-23'")),
        ("controlled", "EXISTS (SELECT FROM appeal_cards WHERE appeal_id = appeals.id AND control_lifted_on IS NULL)".to_owned()),
    ] {
        let condition = if condition.contains("organisation_id") {
            condition
        } else {
            format!("{condition} AND organisation_id = (SELECT id FROM organisations WHERE unp = '100000001')")
        };
        let condition = if state == "fresh" { format!("{condition} AND status IN ('submitted', 'registered')") } else { condition };
        let direct: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM appeals WHERE {condition}")))
            .fetch_one(&world.pool)
            .await
            .expect("counted");
        assert!(direct > 0, "{state} has something to count");
        assert_eq!(counted(&page, state), direct, "{state}");
        let mut rows = 0;
        let mut path = format!("/work?state={state}");
        loop {
            let list = clerk.get(&path).await;
            rows += list.body.matches("<th scope=\"row\">").count();
            let next = list.body.split("rel=\"next\"").next().filter(|_| list.body.contains("rel=\"next\""));
            let Some(next) = next.and_then(|before| before.rsplit("href=\"").next()).and_then(|rest| rest.split('"').next()) else { break };
            path = next.replace("&#38;", "&").replace("&amp;", "&");
        }
        assert_eq!(i64::try_from(rows).expect("few"), direct, "{state}");
    }
}

// REQ: REG-11
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn pages_follow_one_another_in_every_order(pool: PgPool) {
    let world = World::new(pool).await;
    with_terms(&world).await;
    let clerk = world.person("clerk").await;
    for (order, by) in [("newest", "submitted_at DESC, id DESC"), ("oldest", "submitted_at, id"), ("due", "due_on, id")] {
        let sql = format!(
            "SELECT COALESCE(registration_index, '') FROM appeals WHERE organisation_id = (SELECT id FROM organisations WHERE unp = '100000001')
             AND status = 'registered' ORDER BY {by}"
        );
        let direct: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(&world.pool).await.expect("read");
        let mut seen = Vec::new();
        let mut path = format!("/work?status=registered&order={order}");
        loop {
            let list = clerk.get(&path).await;
            let rows = list.body.split("<th scope=\"row\">").skip(1);
            seen.extend(rows.filter_map(|row| row.split("<span class=\"below\">").nth(1)?.split('<').next().map(str::to_owned)));
            if !list.body.contains("rel=\"next\"") {
                break;
            }
            let before = list.body.split("rel=\"next\"").next().unwrap_or_default();
            let next = before.rsplit("href=\"").next().and_then(|rest| rest.split('"').next()).unwrap_or_default();
            path = next.replace("&#38;", "&").replace("&amp;", "&");
        }
        assert_eq!(seen, direct, "{order}");
    }
}

pub(super) async fn statements(person: &Person<'_>, path: &str) -> usize {
    let (answer, count) = zvarot_testkit::statements::counted(person.get(path)).await;
    assert_eq!(answer.status, 200);
    count
}

// REQ: REG-11
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_list_takes_as_many_queries_with_many_appeals_as_with_one(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    ivan.hand_in("Прошу починить крышу.").await;
    let paths = ["/work?shelf=all".to_owned(), format!("/work?{}", encoded("find=крыша")), format!("/work?{}", encoded("applicant=Купова&state=fresh"))];
    for path in &paths {
        clerk.get(path).await;
    }
    let mut few = Vec::new();
    for path in &paths {
        few.push(statements(&clerk, path).await);
    }
    assert!(few.iter().all(|count| (3..=14).contains(count)), "{few:?}");
    with_terms(&world).await;
    for (path, few) in paths.iter().zip(few) {
        assert_eq!(statements(&clerk, path).await, few, "{path}");
    }
}

// REQ: BEY-14
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_search_is_kept_under_a_name_by_its_official_alone(pool: PgPool) {
    let world = World::new(pool).await;
    let (clerk, head) = (world.person("clerk").await, world.person("head").await);
    let query = encoded("shelf=all&find=крыша&state=overdue");
    let form = clerk.get(&format!("/work/searches?{query}")).await;
    assert!(form.body.contains("крыша") && form.body.contains("Просрочено"), "{}", form.body);
    let wrong = clerk.post("/work/searches", &[("query", &query), ("name", " ")]).await;
    assert!(wrong.status == 422 && wrong.blames("name") && wrong.body.contains("крыша"), "{}", wrong.body);
    for name in ["Крыши", "<b>Крыши</b>", "Крыши"] {
        assert_eq!(clerk.post("/work/searches", &[("query", &query), ("name", name)]).await.status, 303);
    }
    let list = clerk.get("/work/searches").await;
    assert_eq!(list.body.matches("/remove\"").count(), 2, "{}", list.body);
    assert!(list.body.contains(&format!("/work?{}", query.replace('&', "&#38;"))) && !list.body.contains("<b>Крыши"), "{}", list.body);
    assert!(!head.get("/work/searches").await.body.contains("/remove\""));
    let id = world.texts("SELECT id::text FROM saved_searches ORDER BY name LIMIT 1").await.remove(0);
    let path = format!("/work/searches/{id}/remove");
    for login in ["head", "hospital-clerk", "executor", "operator", "ivan"] {
        assert_eq!(world.person(login).await.post(&path, &[]).await.status, 404, "{login}");
    }
    assert_eq!(clerk.post(&path, &[]).await.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM saved_searches").await, 1);
    for login in ["executor", "external", "operator", "ivan"] {
        let person = world.person(login).await;
        assert_eq!(person.get("/work/searches").await.status, 404, "{login}");
        assert_eq!(person.post("/work/searches", &[("query", &query), ("name", "x")]).await.status, 404, "{login}");
    }
}

// REQ: REG-11
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_list_becomes_a_file_of_whoever_asked_for_it(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("clerk").await;
    let asked = clerk.post("/work/list-files", &[("query", &encoded("shelf=all&find=крыша"))]).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let path = asked.location().to_owned();
    let waits = clerk.get(&path).await;
    assert!(waits.status == 200 && waits.body.contains("<progress"), "{}", waits.body);
    for login in ["head", "hospital-clerk", "executor", "operator", "ivan"] {
        assert_eq!(world.person(login).await.get(&path).await.status, 404, "{login}");
    }
    for login in ["executor", "external", "operator", "ivan"] {
        let answer = world.person(login).await.post("/work/list-files", &[("query", "shelf=all")]).await;
        assert_eq!(answer.status, 404, "{login}");
    }
    let organisations = world.texts("SELECT DISTINCT list->>'organisation' FROM reports").await;
    assert_eq!(organisations, [world.council.to_string()]);
    assert!(!clerk.get("/reports").await.body.contains(&path), "it is no report");
    assert_eq!(world.count("SELECT count(*) FROM security_events WHERE kind = 'list_exported'").await, 1);
}

/// What the look carries on to the action: `number:version` of each.
fn items(answer: &Answer) -> Vec<String> {
    let tags = answer.body.split("name=\"number\" value=\"").skip(1);
    tags.filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
}

// REQ: BEY-14
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_action_on_several_appeals_is_looked_at_before_it_is_done(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let mut numbers = Vec::new();
    for content in ["Прошу одно.", "Прошу другое.", "Прошу третье."] {
        numbers.push(ivan.hand_in(content).await);
    }
    for number in &numbers[..2] {
        assert_eq!(clerk.register(number).await.status, 303);
    }
    let list = clerk.get("/work?shelf=registered").await;
    assert_eq!(list.body.matches("form=\"bulk\"").count(), 2, "each can be ticked");
    let before = world.state_of_appeals().await;
    let ticked: Vec<(&str, &str)> = numbers.iter().map(|number| ("number", number.as_str())).collect();
    for action in ["control", "file", "term"] {
        let fields = [ticked.as_slice(), &[("action", action), ("case_number", "02-11"), ("due_on", "2026-12-09"), ("reason", "Нужна проверка")]].concat();
        let look = clerk.post("/work/bulk", &fields).await;
        assert_eq!(look.status, 200, "{action}: {}", look.body);
        assert_eq!((look.body.matches("tag good").count(), look.body.matches("tag bad").count()), (2, 1), "{action}: {}", look.body);
        assert_eq!(world.state_of_appeals().await, before, "{action}: a look changes nothing");
    }
    let look = clerk.post("/work/bulk", &[ticked.as_slice(), &[("action", "control")]].concat()).await;
    let items = items(&look);
    // Meanwhile somebody changes one of them.
    let card = format!("/work/appeals/{}/control", numbers[0]);
    let version = clerk.get(&card).await.value("version");
    assert_eq!(clerk.post(&card, &[("version", version.as_str()), ("case_number", "1")]).await.status, 303);
    let chosen: Vec<(&str, &str)> = items.iter().map(|item| ("number", item.as_str())).collect();
    let done = clerk.post("/work/bulk", &[chosen.as_slice(), &[("action", "control"), ("do", "yes")]].concat()).await;
    assert_eq!((done.body.matches("tag good").count(), done.body.matches("tag bad").count()), (1, 2), "{}", done.body);
    assert_eq!(world.count("SELECT count(*) FROM appeal_cards WHERE controlled_since IS NOT NULL").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM appeal_events WHERE kind = 'control_marked'").await, 2, "the card's and one of several");
    // Nothing ticked, and those who may not.
    let list = clerk.post("/work/bulk", &[("action", "control"), ("list", "shelf=all&kind=application")]).await;
    assert!(list.status == 422 && list.blames("number") && list.body.contains("Обращения: Отметьте хотя бы одно."), "{}", list.body);
    assert!(list.body.contains("value=\"control\" id=\"action\" checked"), "the action stays: {}", list.body);
    assert!(list.body.contains("value=\"application\" selected") && list.value("list") == "shelf=all&#38;kind=application", "the filter stays: {}", list.body);
    let list = clerk.post("/work/bulk", &[("number", &*numbers[1]), ("list", "shelf=registered")]).await;
    assert!(list.status == 422 && list.blames("action") && !list.blames("number"), "{}", list.body);
    assert_eq!(list.body.matches("form=\"bulk\" checked").count(), 1, "what is ticked stays: {}", list.body);
    // A term is asked for before anything is called wrong.
    let look = clerk.post("/work/bulk", &[("number", &*numbers[1]), ("action", "term")]).await;
    assert_eq!(look.status, 200, "{}", look.body);
    assert_eq!((look.body.matches("tag bad").count(), look.body.matches("Сначала заполните поля выше").count()), (0, 1), "{}", look.body);
    let look = clerk.post("/work/bulk", &[("number", &*numbers[1]), ("action", "term"), ("due_on", ""), ("reason", "")]).await;
    assert!(look.status == 422 && look.blames("due_on"), "{}", look.body);
    let fields = [ticked.as_slice(), &[("action", "control"), ("do", "yes")]].concat();
    for login in ["ivan", "head", "executor", "operator"] {
        assert_eq!(world.person(login).await.post("/work/bulk", &fields).await.status, 404, "{login}");
    }
    let stranger = world.person("hospital-clerk").await.post("/work/bulk", &fields).await;
    assert_eq!(stranger.body.matches("<tr>").count(), 1, "another organisation's appeals have no line: {}", stranger.body);
    assert_eq!(world.count("SELECT count(*) FROM appeal_cards WHERE controlled_since IS NOT NULL").await, 1);
}

// REQ: BEY-14
// REQ: REG-13
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn several_are_taken_off_control_at_once(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let mut numbers = Vec::new();
    for content in ["Прошу одно.", "Прошу другое.", "Прошу третье."] {
        let number = ivan.hand_in(content).await;
        assert_eq!(clerk.register(&number).await.status, 303);
        numbers.push(number);
    }
    let ticked: Vec<(&str, &str)> = numbers.iter().map(|number| ("number", number.as_str())).collect();
    let controlled = clerk.post("/work/bulk", &[&ticked[..2], &[("action", "control"), ("do", "yes")]].concat()).await;
    assert_eq!(controlled.body.matches("tag good").count(), 2, "{}", controlled.body);
    let before = world.state_of_appeals().await;
    let look = clerk.post("/work/bulk", &[ticked.as_slice(), &[("action", "lift")]].concat()).await;
    assert_eq!((look.body.matches("tag good").count(), look.body.matches("tag bad").count()), (2, 1), "{}", look.body);
    assert_eq!(world.state_of_appeals().await, before, "a look changes nothing");
    let items = items(&look);
    let chosen: Vec<(&str, &str)> = items.iter().map(|item| ("number", item.as_str())).collect();
    let done = clerk.post("/work/bulk", &[chosen.as_slice(), &[("action", "lift"), ("do", "yes")]].concat()).await;
    assert_eq!((done.body.matches("tag good").count(), done.body.matches("tag bad").count()), (2, 1), "{}", done.body);
    let lifted = "SELECT control_lifted_on::text FROM appeal_cards WHERE controlled_since IS NOT NULL";
    assert_eq!(world.texts(lifted).await, ["2026-11-23", "2026-11-23"]);
    for (number, lifted) in numbers.iter().zip([true, true, false]) {
        let card = clerk.get(&format!("/work/appeals/{number}")).await.body;
        assert_eq!(card.contains("Снято с контроля 23.11.2026"), lifted, "{card}");
    }
}

// REQ: REG-11
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn words_that_thousands_have_are_found_page_after_page_however_far_back(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let newest = ivan.hand_in("Прошу починить крышу.").await;
    // A campaign that is long over, and more appeals since than are asked one by one.
    let drawn: Vec<AppealNumber> = (0..12_200).map(|place| AppealNumber::from_sequence(place, &[7; 16]).expect("a number")).collect();
    let copies = "WITH made AS (
            INSERT INTO appeals SELECT (jsonb_populate_record(appeals, jsonb_build_object('id', gen_random_uuid(), 'number', drawn.number,
                'draft_id', NULL, 'summary', place, 'submitted_at', timestamptz '2025-03-01' + place * interval '1 minute'))).*
            FROM appeals, unnest($1::bigint[]) WITH ORDINALITY AS drawn (number, place) RETURNING id, summary, organisation_id)
        INSERT INTO appeal_search SELECT made.id, made.organisation_id, CASE WHEN summary::int <= 2100 THEN words ELSE to_tsvector('russian', 'снег') END
        FROM made, appeal_search";
    let digits: Vec<i64> = drawn.iter().map(|number| number.digits().parse().expect("digits")).collect();
    sqlx::query(copies).bind(digits).execute(&world.pool).await.expect("copied");
    let old: Vec<String> = drawn[..2100].iter().map(|number| shown(&number.digits())).collect();
    let expected: Vec<String> = std::iter::once(shown(&newest)).chain(old.iter().rev().cloned()).collect();
    let mut path = Some(format!("/work?{}", encoded("shelf=all&find=крышу")));
    let mut found = Vec::new();
    for _ in 0..3 {
        let page = clerk.get(&path.expect("there is a page more")).await.body;
        found.extend(numbers(&page));
        path = page.split("href=\"").skip(1).filter_map(|rest| rest.split_once('"')).map(|(target, _)| target.replace("&#38;", "&")).find(|target| target.contains("after="));
    }
    let wrong = found.iter().zip(&expected).position(|(found, expected)| found != expected);
    assert_eq!(wrong, None, "of {} found", found.len());
    assert!(found.len() >= 100, "{} found", found.len());
    let oldest = numbers(&clerk.get(&format!("/work?{}", encoded("shelf=all&find=крышу&order=oldest"))).await.body);
    assert_eq!(oldest, old[..oldest.len()]);
    assert!(oldest.len() >= 30, "{} found", oldest.len());
    let none = numbers(&clerk.get(&format!("/work?{}", encoded("shelf=done&find=крышу"))).await.body);
    assert!(none.is_empty(), "{none:?}");
}

/// The numbers of a list, in its order.
fn numbers(page: &str) -> Vec<String> {
    let lines = page.split("href=\"/work/appeals/").skip(1).filter_map(|rest| rest.get(..10));
    let mut numbers: Vec<String> = lines.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit())).map(shown).collect();
    numbers.dedup();
    numbers
}
