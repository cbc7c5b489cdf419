//! A list in words: what its filter asks, the heads of its columns, the cells of a line.

use std::collections::HashMap;

use zvarot_domain::search::{DeadlineState, Filter, Order};
use zvarot_domain::{AccountId, OrganisationId};
use zvarot_locale::Texts;
use zvarot_store::topics::{self, Topic};
use zvarot_store::{PgConnection, Result, appeals::AppealLine, questions::Question, resolutions};

/// What filters of an organisation's list ask, each in sentences; the shelf comes first. As many queries for many as for one.
///
/// # Errors
/// The database's.
pub async fn filters_words(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    filters: &[Filter],
    texts: &Texts,
) -> Result<Vec<Vec<String>>> {
    let mut names = Names::default();
    if filters.iter().any(|filter| filter.topic.is_some()) {
        names.topics = topics::all(&mut *connection).await?.into_iter().map(|topic| (topic.code.clone(), topic)).collect();
    }
    let executors: Vec<AccountId> = filters.iter().filter_map(|filter| filter.executor).collect();
    if !executors.is_empty() {
        names.executors = resolutions::executors_named(connection, organisation, &executors).await?.into_iter().collect();
    }
    Ok(filters.iter().map(|filter| words(filter, &names, texts)).collect())
}

/// What filters name by codes and ids.
#[derive(Default)]
struct Names {
    topics: HashMap<String, Topic>,
    executors: HashMap<AccountId, String>,
}

fn words(filter: &Filter, names: &Names, texts: &Texts) -> Vec<String> {
    let coded = |list: &str, code: &str| texts.get(&format!("{list}-{}", code.replace('_', "-"))).into_owned();
    let topic = filter.topic.as_ref().map(|code| match names.topics.get(code) {
        Some(topic) => format!("{code} {}", topic.name(texts.locale())),
        None => code.clone(),
    });
    let executor = filter.executor.map(|id| names.executors.get(&id).cloned().unwrap_or_else(|| id.to_string()));
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
        ("filter-topic", topic),
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
    std::iter::once(shelf).chain(parts).collect()
}

/// The columns of a list that is a file: keys of their names.
const COLUMNS: [&str; 13] = [
    "work-number", "work-index", "work-registered-on", "work-submitted", "work-applicant", "filter-kind", "filter-topic", "filter-status",
    "work-clock-due", "work-clock-notice-short", "work-completed", "work-content", "questions-title",
];

/// The heads of the columns.
#[must_use]
pub fn column_names(texts: &Texts) -> Vec<String> {
    COLUMNS.iter().map(|key| texts.get(key).into_owned()).collect()
}

/// The cells of a line, as many as there are columns; of `questions` those of its appeal are told (BEY-09).
#[must_use]
pub fn cells(line: &AppealLine, questions: &[Question], texts: &Texts) -> Vec<String> {
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
        questions.iter().filter(|question| question.appeal == line.id).map(|question| told(question, texts)).collect::<Vec<_>>().join("\n"),
    ]
}

/// A question, its topic, and what it came to.
#[must_use]
pub fn told(question: &Question, texts: &Texts) -> String {
    let outcome = match question.outcome {
        Some(outcome) => Some(texts.get(&format!("outcome-{}", outcome.code().replace('_', "-")))),
        None => question.sent_on.then(|| texts.get("question-sent-on")),
    };
    let parts = [Some(question.text.as_str().into()), Some(question.topic(texts.locale()).into()), outcome];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    format!("{}. {}", question.position, parts.join(". "))
}
