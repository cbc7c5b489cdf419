//! Statistical reports are asked for in a real database, formed by the worker and read back: every format says the same.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use futures_util::TryStreamExt as _;
use uuid::Uuid;
use zvarot_actions::reports::{Sheet, make_sheet};
use zvarot_domain::{
    AccountId, AnswerWay, Locale, Role, minsk,
    report::{Counted, Grouping, Level, Period, Question, ReportFormat},
};
use zvarot_store::{
    accounts::{self, NewAccount},
    jobs::{self, Job, Queue},
    reports::{NewReport, Report, ReportState, files},
};

use super::{Place, PgPool, Sample, now, words};

const PERIOD: (&str, &str) = ("2026-03-01", "2026-03-31");

fn question(level: Level) -> Question {
    Question { level, first: Grouping::Topic, second: Some(Grouping::Status), filters: Vec::new(), counted: Counted::Appeals }
}

fn period() -> Period {
    Period::new(PERIOD.0.parse().unwrap(), PERIOD.1.parse().unwrap()).unwrap()
}

async fn chief(place: &Place) -> AccountId {
    let mut connection = place.platform.store.pool().acquire().await.unwrap();
    let account = NewAccount { login: "chief", password_hash: "", display_name: "", locale: Locale::Ru, phone: None, email: None };
    let chief = accounts::insert(&mut connection, &account, now()).await.unwrap();
    accounts::grant(&mut connection, chief, Role::ChiefAdministrator, None).await.unwrap();
    chief
}

async fn ask(place: &Place, account: AccountId, format: ReportFormat) -> Uuid {
    let mut work = place.platform.store.begin(&place.platform.cause()).await.unwrap();
    let question = question(Level::Republic);
    let report = NewReport { account, question: &question, period: period(), format, locale: Locale::Ru, schedule: None };
    let id = files::insert(work.connection(), &report, now()).await.unwrap().unwrap();
    work.enqueue(Job::FormReport { report_id: id }).await.unwrap();
    work.commit().await.unwrap();
    id
}

async fn report(place: &Place, id: Uuid) -> Report {
    let mut connection = place.platform.store.pool().acquire().await.unwrap();
    files::get(&mut connection, id).await.unwrap().unwrap()
}

async fn bytes(place: &Place, id: Uuid) -> Vec<u8> {
    let report = report(place, id).await;
    assert_eq!((report.state, report.progress), (ReportState::Ready, 100), "{:?}", report.fault);
    let object = place.objects.get(&report.object_key.unwrap()).await.unwrap();
    let pieces: Vec<bytes::Bytes> = object.stream.try_collect().await.unwrap();
    pieces.concat()
}

async fn sheet(place: &Place, account: AccountId) -> Sheet {
    let mut connection = place.platform.store.pool().acquire().await.unwrap();
    let today = minsk::date(now());
    make_sheet(&mut connection, account, &question(Level::Republic), period(), today, Locale::Ru).await.unwrap().unwrap()
}

async fn announced(place: &Place) -> usize {
    let mut connection = place.platform.store.pool().acquire().await.unwrap();
    let lease = chrono::TimeDelta::seconds(60);
    let told = jobs::claim_batch(&mut connection, Queue::Notify, 10, now(), lease).await.unwrap();
    told.iter().filter(|job| matches!(job.job, Some(Job::AnnounceReport { .. }))).count()
}

// REQ: REP-01
// REQ: REP-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn every_format_of_a_report_holds_what_the_page_shows(pool: PgPool) {
    let place = Place::new(pool).await;
    Sample::answered(&place, AnswerWay::Cabinet).await;
    let account = chief(&place).await;
    let shown = sheet(&place, account).await;
    assert_eq!(shown.totals.last(), Some(&1), "{shown:?}");
    let mut ids = Vec::new();
    for format in ReportFormat::ALL {
        ids.push(ask(&place, account, format).await);
    }
    assert_eq!(place.run().await, 3);

    let pdf = bytes(&place, ids[0]).await;
    let said = words(&pdf).replace('\u{a0}', " ");
    for text in shown.lines[0].names.iter().map(|name| &**name).chain(shown.columns.iter().chain(&shown.facts).map(String::as_str)) {
        // A cell breaks its text into lines.
        let first = text.split_whitespace().next().unwrap();
        assert!(said.contains(first), "no «{first}» in {said}");
    }
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes(&place, ids[1]).await)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let line = range.rows().find(|row| row[0] == Data::String(shown.lines[0].names[0].to_string())).expect("the line is there");
    let numbers: Vec<Data> = shown.lines[0].numbers.iter().map(|number| Data::Float(*number as f64)).collect();
    assert_eq!(line[1..], numbers);
    let csv = String::from_utf8(bytes(&place, ids[2]).await).unwrap();
    let numbers: Vec<String> = shown.lines[0].numbers.iter().map(i64::to_string).collect();
    assert!(csv.contains(&numbers.join(";")), "{csv}");
    assert_eq!(announced(&place).await, 3, "whoever asked is told of each");
}

// REQ: REP-01
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_right_that_was_taken_away_meanwhile_gives_no_numbers(pool: PgPool) {
    let place = Place::new(pool.clone()).await;
    let account = chief(&place).await;
    let id = ask(&place, account, ReportFormat::Csv).await;
    sqlx::query("DELETE FROM account_roles").execute(&pool).await.unwrap();
    assert_eq!(place.run().await, 1);
    let report = report(&place, id).await;
    assert_eq!((report.state, report.fault.as_deref()), (ReportState::Failed, Some("no_right")));
    assert_eq!(announced(&place).await, 1);
}
