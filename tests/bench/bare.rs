//! The ceiling of a list: a bare axum handler with the queries of what the page shows (rows, counts of its tabs, counts by terms) on the same pool, nothing else. A process of its own.

use axum::{Router, extract::State, routing::get};
use chrono::{DateTime, Utc};
use zvarot_domain::{OrganisationId, search::SOON_DAYS};
use zvarot_store::{PgPool, PgPoolOptions, appeals};
use zvarot_tests::setting;

/// Serves `/` with both counts and the first page of an organisation's list as plain lines.
pub async fn serve() {
    let pool = PgPoolOptions::new()
        .max_connections(16)
        .test_before_acquire(false)
        .connect(&setting("DATABASE_URL").expect("the address of the database"))
        .await
        .expect("the database answers");
    let organisation = setting("ZVAROT_BENCH_BARE").expect("the organisation").parse().expect("its id");
    let listener = tokio::net::TcpListener::bind(setting("HTTP_ADDRESS").expect("an address")).await.expect("a free port");
    let router = Router::new().route("/", get(list)).with_state((pool, OrganisationId(organisation)));
    axum::serve(listener, router).await.expect("served");
}

async fn list(State((pool, organisation)): State<(PgPool, OrganisationId)>) -> String {
    let mut connection = pool.acquire().await.expect("a connection");
    let view = appeals::View { organisation, unmoderated: true };
    let lines = appeals::of_organisation(&mut connection, view, appeals::Shelf::New, None, 51).await.expect("the list");
    let counts = appeals::open_counts(&mut connection, organisation).await.expect("the counts");
    let today = zvarot_domain::minsk::date(moment());
    let terms = appeals::deadline_counts(&mut connection, view, today, SOON_DAYS).await.expect("the counts by terms");
    let amounts: String = counts.iter().map(|(status, count)| format!("{} {count}\n", status.code())).collect();
    let rows = lines
        .iter()
        .map(|line| format!("{} {} {} {} {}\n", line.number, line.applicant_name, line.topic_name_ru, line.beginning, line.submitted_at))
        .collect::<String>();
    let terms: String = terms.iter().map(|(state, count)| format!("{} {count}\n", state.code())).collect();
    amounts + &terms + &rows
}

/// The page's counts are of today.
fn moment() -> DateTime<Utc> {
    #[expect(clippy::disallowed_methods, reason = "this program has no other clock")]
    Utc::now()
}
