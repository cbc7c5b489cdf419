//! No list and no card asks the database more often because there is more to show.

use sqlx::PgPool;

use super::resolutions::Place;
use super::search::statements;
use super::world::World;

/// Much more of everything that lists and cards show.
const MUCH: &[&str] = &[
    // Appeals of both organisations, registered and answered.
    "INSERT INTO appeals (id, number, access_code, organisation_id, account_id, kind, form, status, topic_code, subtopic_code, content, locale, answer_way,
         applicant_kind, applicant_name, applicant, address, submitted_at, registration_limit_at, registered_at, registered_on, registration_index,
         journal_year, term, due_on, notice_due_on, calendar_version)
     SELECT gen_random_uuid(), numbers.number, access_code, organisation_id, account_id, kind, form, CASE WHEN place % 3 = 0 THEN 'answered' ELSE 'registered' END,
         topic_code, subtopic_code, content, locale, answer_way, applicant_kind, applicant_name, applicant, address,
         submitted_at - place * interval '1 hour', registration_limit_at, registered_at, registered_on, 'М-' || place, 2026, '15d',
         due_on + (place % 9 - 4)::int, notice_due_on, calendar_version
     FROM (SELECT * FROM appeals WHERE redirected_from IS NULL ORDER BY id LIMIT 1) AS appeals, bench_numbers AS numbers",
    "INSERT INTO appeal_search (appeal_id, organisation_id, words)
     SELECT id, organisation_id, (SELECT words FROM appeal_search LIMIT 1) FROM appeals ON CONFLICT DO NOTHING",
    "INSERT INTO appeal_events (appeal_id, organisation_id, at, kind, account_id, data)
     SELECT id, organisation_id, submitted_at + interval '1 minute' * place, 'exported', account_id, '{}' FROM appeals, generate_series(1, 12) AS place",
    "INSERT INTO appeal_messages (id, appeal_id, kind, text, author_id, created_at)
     SELECT gen_random_uuid(), appeals.id, 'answer', 'Проверяем.', (SELECT id FROM accounts WHERE login = 'clerk'), submitted_at + interval '1 minute' * place
     FROM appeals, generate_series(1, 9) AS place",
    "INSERT INTO answers (id, appeal_id, text, outcome, number, dated, created_by, created_at)
     SELECT gen_random_uuid(), id, 'Ответ.', 'explained', place::text, '2026-11-23', (SELECT id FROM accounts WHERE login = 'clerk'), now()
     FROM appeals, generate_series(1, 4) AS place",
    "INSERT INTO files (id, owner_id, appeal_id, name, content_type, size, state, created_at, updated_at, sha256)
     SELECT gen_random_uuid(), (SELECT id FROM accounts WHERE login = 'ivan'), id, 'фото.jpg', 'image/jpeg', 7, 'clean', now(), now(), '\\x00'
     FROM appeals, generate_series(1, 6) AS place",
    "INSERT INTO documents (id, appeal_id, kind, locale, appeal_version, state, requested_by, created_at)
     SELECT gen_random_uuid(), id, 'appeal_export', 'ru', place + 10, 'ready', (SELECT id FROM accounts WHERE login = 'clerk'), now()
     FROM appeals, generate_series(1, 4) AS place",
    "INSERT INTO resolutions (id, appeal_id, number, state, text, author_id, head_id, created_at, issued_at)
     SELECT gen_random_uuid(), appeals.id, place + 10, 'issued', text, author_id, head_id, resolutions.created_at, issued_at
     FROM appeals, (SELECT * FROM resolutions LIMIT 1) AS resolutions, generate_series(1, 5) AS place",
    "INSERT INTO resolution_tasks (id, resolution_id, appeal_id, home_id, account_id, organisation_id, position, responsible, due_on, assigned_by, assigned_at, visible, active)
     SELECT gen_random_uuid(), made.id, made.appeal_id, tasks.home_id, tasks.account_id, tasks.organisation_id, position, responsible, due_on, assigned_by, assigned_at, true, true
     FROM resolutions AS made, (SELECT * FROM resolution_tasks WHERE resolution_id = (SELECT id FROM resolutions WHERE number = 1 LIMIT 1)) AS tasks
     WHERE made.number > 10",
    "INSERT INTO assignments (id, kind, appeal_id, sender_id, receiver_id, state, due_on, created_at)
     SELECT gen_random_uuid(), 'request', appeals.id, organisation_id, other.id, 'open', '2026-12-01', now()
     FROM appeals JOIN organisations AS other ON other.id <> organisation_id AND other.unp LIKE '10000000%', generate_series(1, 3) AS place",
    "INSERT INTO assignment_steps (id, assignment_id, kind, text, due_on, account_id, at)
     SELECT gen_random_uuid(), assignments.id, 'sent', 'Сообщите.', '2026-12-01', (SELECT id FROM accounts WHERE login = 'clerk'), now()
     FROM assignments, generate_series(1, 3) AS place",
    "INSERT INTO saved_searches (id, account_id, name, query, created_at)
     SELECT gen_random_uuid(), accounts.id, 'поиск ' || place, 'shelf=all&topic=07&executor=' || (SELECT account_id FROM resolution_tasks LIMIT 1), now()
     FROM accounts, generate_series(2, 20) AS place",
    "INSERT INTO notices (id, account_id, appeal_id, kind, data, created_at)
     SELECT gen_random_uuid(), accounts.id, (SELECT id FROM appeals LIMIT 1), 'registered', '{\"number\": \"1\"}', now() FROM accounts, generate_series(1, 40) AS place",
];

async fn grow(world: &World) {
    sqlx::raw_sql("CREATE TABLE bench_numbers (place int, number bigint)").execute(&world.pool).await.expect("made");
    let numbers: Vec<i64> =
        (1..=60).map(|place| zvarot_domain::AppealNumber::from_sequence(place, &[7; 16]).expect("in range").as_i64()).collect();
    let listed = "INSERT INTO bench_numbers SELECT place, number FROM UNNEST($1::bigint[]) WITH ORDINALITY AS made (number, place)";
    sqlx::query(listed).bind(numbers).execute(&world.pool).await.expect("written");
    for sql in MUCH {
        let done = sqlx::query(sqlx::AssertSqlSafe(*sql)).execute(&world.pool).await;
        assert!(done.unwrap_or_else(|error| panic!("{sql}: {error}")).rows_affected() > 3, "{sql}");
    }
}

// REQ: REG-09
// REQ: REG-11
// REQ: CTL-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn lists_and_cards_take_as_many_queries_for_much_as_for_little(pool: PgPool) {
    let place = Place::new(pool).await;
    place.issued().await;
    let world = &place.world;
    let (card, own) = (format!("/work/appeals/{}", place.number), format!("/appeals/{}", place.number));
    let pages: [(&str, &[&str]); 5] = [
        (
            "clerk",
            &[
                &card, "/work?shelf=new", "/work?shelf=registered", "/work?shelf=done", "/work?shelf=all", "/work?state=overdue", "/work?state=silent",
                "/work?kind=complaint&form=electronic", "/work?topic=07-08", "/work?order=due", "/work/tasks?list=organisation",
                "/work/tasks?list=controlled", "/work/incoming", "/work/control", "/work/searches", "/work/workload", "/work/reminders", "/notices",
                "/exchange", "/loads", "/templates",
            ],
        ),
        ("head", &[&card, "/work/personal", "/work/tasks", "/work/tasks?list=given", "/work?shelf=all"]),
        ("executor", &[&card, "/work/tasks", "/work/tasks?list=given", "/notices"]),
        ("ivan", &[&own, "/appeals", "/notices"]),
        ("operator", &["/operator/system", "/operator/deliveries"]),
    ];
    let mut people = Vec::new();
    for (login, paths) in pages {
        let person = world.person(login).await;
        for path in paths {
            // The plain list ends what the filter before it has left behind, and what is kept for a minute is read.
            person.get("/work?shelf=all").await;
            person.get(path).await;
        }
        people.push((login, person, paths));
    }
    let one = "INSERT INTO saved_searches (id, account_id, name, query, created_at)
        SELECT gen_random_uuid(), id, 'поиск', 'shelf=all&topic=07&executor=' || (SELECT account_id FROM resolution_tasks LIMIT 1), now() FROM accounts";
    sqlx::query(one).execute(&world.pool).await.expect("written");
    let mut few = Vec::new();
    for (_, person, paths) in &people {
        for path in *paths {
            person.get("/work?shelf=all").await;
            few.push(statements(person, path).await);
        }
    }
    grow(world).await;
    let mut more = Vec::new();
    let mut few = few.into_iter();
    for (login, person, paths) in &people {
        for path in *paths {
            person.get("/work?shelf=all").await;
            // What was not read yet is noted as read, by one statement for all of it.
            person.get(path).await;
            let (few, many) = (few.next().expect("asked before"), statements(person, path).await);
            assert!(few > 0, "{login} {path}");
            if many > few {
                more.push(format!("{login} {path}: {few}, then {many}"));
            }
        }
    }
    assert!(more.is_empty(), "{more:#?}");
}
