//! A list in words: what its filter asks, the heads of its columns, the cells of a line.

use zvarot_domain::search::{DeadlineState, Filter, Order};
use zvarot_locale::Texts;
use zvarot_domain::OrganisationId;
use zvarot_store::{PgConnection, Result, appeals::AppealLine, resolutions, topics};

/// What a filter of an organisation's list asks, a sentence each; the shelf comes first.
///
/// # Errors
/// The database's.
pub async fn filter_words(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    filter: &Filter,
    texts: &Texts,
) -> Result<Vec<String>> {
    let coded = |list: &str, code: &str| texts.get(&format!("{list}-{}", code.replace('_', "-"))).into_owned();
    let topic = match &filter.topic {
        Some(code) => topics::get(&mut *connection, code).await?.map(|topic| format!("{code} {}", topic.name(texts.locale()))),
        None => None,
    };
    let executor = match filter.executor {
        Some(id) => {
            let named = resolutions::executors(connection, organisation, Some(id)).await?;
            named.into_iter().find_map(|(account, name)| (account == id).then_some(name)).or(Some(id.to_string()))
        }
        None => None,
    };
    let state = filter.state.map(|state| match state {
        DeadlineState::DueSoon => texts.with("filter-count-due-soon", &[("days", i64::from(filter.soon()))]),
        state => coded("filter-state", state.code()),
    });
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| texts.date_short(day));
    let parts = [
        ("work-find", filter.find.clone()),
        ("filter-applicant", filter.applicant.clone()),
        ("filter-status", filter.status.map(|status| coded("status", status.code()))),
        ("filter-kind", filter.kind.map(|kind| coded("kind", kind.code()))),
        ("filter-form", filter.form.map(|form| coded("form", form.code()))),
        ("filter-topic", topic.or_else(|| filter.topic.clone())),
        ("filter-executor", executor),
        ("filter-state", state),
        ("filter-submitted-from", day(filter.submitted.from)),
        ("filter-submitted-to", day(filter.submitted.to)),
        ("filter-registered-from", day(filter.registered.from)),
        ("filter-registered-to", day(filter.registered.to)),
        ("filter-due-from", day(filter.due.from)),
        ("filter-due-to", day(filter.due.to)),
        ("filter-order", (filter.order != Order::default()).then(|| coded("filter-order", filter.order.code()))),
    ];
    let shelf = format!("{}: {}", texts.get("work-shelves"), coded("work-shelf", filter.shelf.code()));
    let parts = parts.into_iter().filter_map(|(label, value)| Some(format!("{}: {}", texts.get(label), value?)));
    Ok(std::iter::once(shelf).chain(parts).collect())
}

/// The columns of a list that is a file: keys of their names.
const COLUMNS: [&str; 12] = [
    "work-number", "work-index", "work-registered-on", "work-submitted", "work-applicant", "filter-kind", "filter-topic", "filter-status",
    "work-clock-due", "work-clock-notice-short", "work-completed", "work-content",
];

/// The heads of the columns.
#[must_use]
pub fn column_names(texts: &Texts) -> Vec<String> {
    COLUMNS.iter().map(|key| texts.get(key).into_owned()).collect()
}

/// The cells of a line, as many as there are columns.
#[must_use]
pub fn cells(line: &AppealLine, texts: &Texts) -> Vec<String> {
    let coded = |list: &str, code: &str| texts.get(&format!("{list}-{}", code.replace('_', "-"))).into_owned();
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| texts.date_short(day)).unwrap_or_default();
    let applicant = if line.applicant_name.is_empty() { texts.get("entered-anonymous").into_owned() } else { line.applicant_name.clone() };
    vec![
        line.number.to_string(),
        line.registration_index.clone().unwrap_or_default(),
        day(line.registered_on),
        texts.moment_short(line.submitted_at),
        applicant,
        coded("kind", line.kind.code()),
        texts.choose(&line.topic_name_ru, &line.topic_name_be).to_owned(),
        coded("status", line.status.code()),
        day(line.due_on),
        day(line.notice_due_on),
        line.completed_at.map(|at| texts.moment_short(at)).unwrap_or_default(),
        line.beginning.split_whitespace().collect::<Vec<_>>().join(" "),
    ]
}
