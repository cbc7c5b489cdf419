use sqlx::PgPool;
use uuid::Uuid;
use zvarot_domain::{NationalCalendar, OrganisationId, TaxpayerNumber};
use zvarot_platform::Clock;
use zvarot_store::{
    PgConnection,
    organisations::{self, Organisation},
    reports::summaries,
    search,
};

use super::*;
use crate::seed;

const COUNT: u32 = 600;

async fn prepared(pool: &PgPool) -> Order {
    let mut connection = pool.acquire().await.unwrap();
    let clock = Clock::system();
    seed::load(&mut connection, None, &clock).await.unwrap();
    for place in 0..8 {
        organisation(&mut connection, place).await;
    }
    // Half past two in Minsk.
    Order { appeals: COUNT, seed: 7, until: "2026-11-20T11:30:00Z".parse().unwrap() }
}

async fn organisation(connection: &mut PgConnection, place: u32) {
    let unp = (place * 10..).find_map(|number| TaxpayerNumber::completing(&format!("1{number:07}"))).unwrap();
    let organisation = Organisation {
        id: OrganisationId(Uuid::now_v7()),
        name_ru: format!("Организация {place}"),
        name_be: format!("Арганізацыя {place}"),
        unp: unp.as_str().to_owned(),
        address_ru: String::new(),
        address_be: String::new(),
        phone: String::new(),
        is_state: true,
        active: true,
        index_template: "{letter}-{number}".to_owned(),
        collective_sign: "Кол".to_owned(),
        anonymous_sign: "А".to_owned(),
    };
    organisations::upsert(connection, &organisation).await.unwrap();
}

async fn texts(pool: &PgPool, sql: &'static str) -> Vec<String> {
    sqlx::query_scalar(sql).fetch_all(pool).await.unwrap()
}

async fn count(pool: &PgPool, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_appeals_are_such_as_the_system_makes(pool: PgPool) {
    const INDEXES: &str = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1";
    let order = prepared(&pool).await;
    let before = texts(&pool, INDEXES).await;
    let mut connection = pool.acquire().await.unwrap();
    generate(&mut connection, order).await.unwrap();
    assert_eq!(texts(&pool, INDEXES).await, before, "every index is there again");
    assert_eq!(count(&pool, "SELECT count(*) FROM appeals").await, i64::from(COUNT));
    assert_eq!(count(&pool, "SELECT count(*) FROM appeal_search").await, i64::from(COUNT));
    let statuses = texts(&pool, "SELECT DISTINCT status FROM appeals ORDER BY 1").await;
    assert!(statuses.len() >= 7, "{statuses:?}");
    let share = "SELECT count(*) FROM appeals GROUP BY organisation_id ORDER BY 1 DESC LIMIT 1";
    assert!(count(&pool, share).await > i64::from(COUNT) / 4, "one organisation is much bigger than the others");
    for (what, sql) in [
        ("every appeal has its history", "SELECT count(*) FROM appeals WHERE NOT EXISTS (SELECT FROM appeal_events WHERE appeal_id = appeals.id)"),
        ("what is final has ended", "SELECT count(*) FROM appeals WHERE (status IN ('submitted', 'in_moderation', 'registered', 'in_progress')) <> (completed_at IS NULL)"),
        ("journals go on where they were left", "SELECT count(*) FROM journals WHERE last_number <> (SELECT count(*) FROM appeals WHERE organisation_id = journals.organisation_id AND journal_year = journals.year)"),
        ("who is sent on arrives", "SELECT count(*) FROM appeals WHERE status = 'redirected' AND NOT EXISTS (SELECT FROM appeals AS next WHERE next.redirected_from = appeals.id AND next.number = appeals.number)"),
        ("executors are there while work goes on", "SELECT count(*) FROM appeals WHERE status = 'in_progress' AND NOT EXISTS (SELECT FROM resolution_tasks WHERE appeal_id = appeals.id AND active)"),
        ("nothing is of tomorrow", "SELECT count(*) FROM appeal_events WHERE at > '2026-11-20T11:30:00Z'"),
    ] {
        assert_eq!(count(&pool, sql).await, 0, "{what}");
    }
    let check = summaries::check(&mut connection).await.unwrap();
    assert!(!check.stale && check.sums > 100 && check.differences.is_empty(), "reports count the same: {check:?}");
    // The words are those that the system itself would have made.
    let sorted = "SELECT words::text FROM appeal_search ORDER BY appeal_id";
    let made = texts(&pool, sorted).await;
    sqlx::query("INSERT INTO appeal_search_waiting SELECT id FROM appeals").execute(&pool).await.unwrap();
    while search::index_waiting(&mut connection, 500).await.unwrap() > 0 {}
    assert_eq!(texts(&pool, sorted).await, made);
    let names = "SELECT count(*) FROM (SELECT word FROM search_names GROUP BY word HAVING count(*) > 1) AS twice";
    assert_eq!(count(&pool, names).await, 0, "no name is missing or stands twice");
}

#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_due_date_is_a_working_day_after_the_registration(pool: PgPool) {
    let order = prepared(&pool).await;
    let mut connection = pool.acquire().await.unwrap();
    generate(&mut connection, order).await.unwrap();
    let calendar = Calendar::usual(NationalCalendar::from_json(NationalCalendar::SEED).unwrap());
    let days: Vec<(chrono::NaiveDate, chrono::NaiveDate)> =
        sqlx::query_as("SELECT registered_on, due_on FROM appeals WHERE due_on IS NOT NULL").fetch_all(&pool).await.unwrap();
    assert!(days.len() > 300 && days.iter().all(|(on, due)| calendar.is_working(*due) && *due > *on));
}

#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_seed_makes_the_same_appeals_again(pool: PgPool) {
    let order = prepared(&pool).await;
    let mut rows = Vec::new();
    for seed in [7, 7, 8] {
        let mut connection = pool.acquire().await.unwrap();
        let mut transaction = zvarot_store::begin(&mut connection).await.unwrap();
        let (mut maker, _) = prepare(&mut transaction, Order { seed, ..order }).await.unwrap();
        let batch = maker.next().unwrap().unwrap();
        rows.push(batch.search.as_str().to_owned() + batch.events.as_str());
    }
    assert_eq!(rows[0], rows[1]);
    assert_ne!(rows[0], rows[2]);
}
