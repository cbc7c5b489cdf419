//! `/work/workload`, «Нагрузка» (BEY-07): what each executor of the organisation has under way, the most pressed first.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::Days;
use zvarot_domain::permissions::Permission;
use zvarot_domain::search::{DeadlineState, Filter, SOON_DAYS, Shelf};
use zvarot_domain::{AccountId, minsk};
use zvarot_locale::Texts;
use zvarot_store::resolutions::{self, Workload};
use zvarot_store::{Store, appeals};
use zvarot_web::{Official, Page, PageError, Visit, show};

use super::filter::{self, Counter};

/// Executors beyond this are not shown: the most pressed stand first.
const SHOWN: usize = 500;

/// The columns: the keys of their names, and how a number that is not zero looks.
const COLUMNS: [(&str, &str); 6] = [
    ("workload-open", ""),
    ("workload-soon", "tag calm"),
    ("workload-today", "tag warn"),
    ("workload-overdue", "tag bad"),
    ("workload-returned", "tag warn"),
    ("workload-silent", "tag bad"),
];

struct Cell {
    label: &'static str,
    count: String,
    class: &'static str,
    /// The list of what is counted, where it is one.
    path: Option<String>,
}

struct Row {
    name: String,
    /// The job title.
    title: Option<String>,
    /// The list with the executor's appeals.
    path: String,
    cells: Vec<Cell>,
}

#[derive(Template)]
#[template(path = "work/workload.html")]
struct WorkloadPage {
    page: Page,
    counters: Vec<Counter>,
    labels: [&'static str; 6],
    rows: Vec<Row>,
    cut: Option<String>,
}

/// `GET /work/workload`
pub async fn page(visit: Visit, official: Official, State(store): State<Store>) -> Result<Response, PageError> {
    let permission = Permission::SeeAllTasks.require(&official.actor);
    permission.map_err(|_| PageError::NotFound)?;
    // All that is counted leads to the list.
    let view = zvarot_actions::view(&official.actor).ok_or(PageError::NotFound)?;
    let organisation = view.organisation;
    let today = minsk::date(visit.now());
    let soon = today + Days::new(SOON_DAYS.into());
    let mut connection = store.pool().acquire().await?;
    let silent_before = appeals::silence_begins(&mut connection, organisation, today).await?;
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    let mut workloads = resolutions::workload(&mut connection, organisation, today, soon, silent_before, limit).await?;
    let counters = filter::counters(&visit, &mut connection, view, None).await?;
    drop(connection);
    let texts = visit.texts();
    let cut = (workloads.len() > SHOWN).then(|| texts.with("workload-first", &[("count", SHOWN)]));
    workloads.truncate(SHOWN);
    show(&WorkloadPage {
        page: Page::new(&visit),
        counters,
        labels: COLUMNS.map(|(label, _)| label),
        rows: workloads.into_iter().map(|workload| row(workload, texts)).collect(),
        cut,
    })
}

fn row(workload: Workload, texts: &Texts) -> Row {
    let counts = [workload.open, workload.due_soon, workload.due_today, workload.overdue, workload.returned, workload.silent];
    let cells = COLUMNS.into_iter().zip(counts).map(|((label, class), count)| Cell {
        label,
        count: texts.number(count),
        class: if count > 0 { class } else { "soft" },
        path: (count > 0 && label == "workload-silent").then(|| list(workload.account, Some(DeadlineState::Silent))),
    });
    let title = workload.title.map(|title| title.name(texts.locale()).to_owned());
    Row { path: list(workload.account, None), cells: cells.collect(), name: workload.name, title }
}

/// The open appeals of an executor in the list.
fn list(executor: AccountId, state: Option<DeadlineState>) -> String {
    filter::path(&Filter { shelf: Shelf::Registered, executor: Some(executor), state, ..Filter::default() })
}
