//! The filter of the officials' list (REG-11): out of the address into the form and back. Without scripts it is a form
//! like any other; what was typed wrong comes back with its fault.

use url::form_urlencoded;
use zvarot_domain::search::{DeadlineState, Filter, Order, SOON_DAYS};
use zvarot_domain::{Faults, Form, Kind, OrganisationId, Status};
use zvarot_locale::Texts;
use zvarot_store::appeals::{self, View};
use zvarot_store::{PgConnection, resolutions, topics};
use zvarot_web::{Choice, FormState, FormValues, PageError, Visit};

use super::titled;

pub const PATH: &str = "/work";

/// The fields in the order of the page, with the keys of their labels.
const LABELS: &[(&str, &str)] = &[
    ("find", "work-find"),
    ("applicant", "filter-applicant"),
    ("status", "filter-status"),
    ("kind", "filter-kind"),
    ("form", "filter-form"),
    ("topic", "filter-topic"),
    ("executor", "filter-executor"),
    ("state", "filter-state"),
    ("days", "filter-days"),
    ("submitted_from", "filter-submitted-from"),
    ("submitted_to", "filter-submitted-to"),
    ("registered_from", "filter-registered-from"),
    ("registered_to", "filter-registered-to"),
    ("due_from", "filter-due-from"),
    ("due_to", "filter-due-to"),
    ("order", "filter-order"),
    ("shelf", "work-shelves"),
];

/// The fields of an address.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    fields: Vec<(String, String)>,
}

impl Asked {
    pub fn new(fields: Vec<(String, String)>) -> Self {
        Self { fields }
    }

    /// Whether the address has no query at all.
    pub fn is_bare(&self) -> bool {
        self.fields.is_empty()
    }

    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }

    /// The fields as a query again: the place in the list.
    pub fn query(&self) -> String {
        let known = self.fields.iter().filter(|(name, _)| name == "after" || Filter::FIELDS.contains(&name.as_str()));
        form_urlencoded::Serializer::new(String::new()).extend_pairs(known).finish()
    }

    /// The filter, or what is wrong with it.
    pub fn read(&self) -> Result<Filter, Faults> {
        Filter::read(|name| self.get(name))
    }

    /// What was typed, for the form.
    fn values(&self) -> FormValues {
        Filter::FIELDS.iter().fold(FormValues::default(), |values, name| values.with(name, self.get(name)))
    }
}

/// A filter as the query of an address, without the question mark; empty: nothing is asked.
pub fn query(filter: &Filter) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(filter.pairs());
    query.finish()
}

/// The list with a filter.
pub fn path(filter: &Filter) -> String {
    format!("{PATH}?{}", query(filter))
}

/// A filter out of a kept query; one that is not understood any more is none.
pub fn of_query(query: &str) -> Option<Filter> {
    let fields = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    Asked::new(fields).read().ok()
}

/// A counter that leads to its appeals.
pub struct Counter {
    pub path: String,
    pub name: String,
    pub count: String,
    /// Something has to be done about these.
    pub alarming: bool,
    pub current: bool,
}

/// What the page needs for the form.
pub struct FilterForm {
    pub form: FormState,
    /// Whether something is filtered or wrong: then it is unfolded.
    pub open: bool,
    pub statuses: Vec<Choice>,
    pub kinds: Vec<Choice>,
    pub forms: Vec<Choice>,
    pub topics: Vec<Choice>,
    pub executors: Vec<Choice>,
    pub states: Vec<Choice>,
    pub orders: Vec<Choice>,
    pub counters: Vec<Counter>,
}

impl FilterForm {
    /// Of what was asked; `faults` of it.
    pub async fn new(
        visit: &Visit,
        connection: &mut PgConnection,
        view: View,
        asked: &Asked,
        read: &Result<Filter, Faults>,
    ) -> Result<Self, PageError> {
        let texts = visit.texts();
        let form = match read {
            Ok(_) => FormState::new(asked.values()),
            Err(faults) => FormState::failed(asked.values(), faults, texts).labelled(LABELS, texts),
        };
        let any = Choice::new("", texts.get("filter-any"));
        let coded = |list: &str, codes: &[&str]| {
            let named = codes.iter().map(|code| Choice::new(*code, texts.get(&format!("{list}-{}", code.replace('_', "-")))));
            std::iter::once(any.clone()).chain(named).collect::<Vec<_>>()
        };
        let filter = read.as_ref().ok();
        Ok(Self {
            form,
            open: filter.is_none_or(has_folded),
            statuses: coded("status", &Status::ALL.map(Status::code)),
            kinds: coded("kind", &Kind::ALL.map(Kind::code)),
            forms: coded("form", &Form::ALL.map(Form::code)),
            topics: topics(visit, &mut *connection, asked.get("topic"), &any).await?,
            executors: executors(texts, &mut *connection, view.organisation, filter, &any).await?,
            states: coded("filter-state", &DeadlineState::ALL.map(DeadlineState::code)),
            orders: coded("filter-order", &Order::ALL.map(Order::code)).split_off(1),
            counters: counters(visit, connection, view, filter).await?,
        })
    }
}

/// Whether a filter has fields that stand in the fold: the words are in a line of their own, the state is among the counters.
fn has_folded(filter: &Filter) -> bool {
    !Filter { find: None, state: None, days: None, ..filter.clone() }.is_plain()
}

/// The sections; of the chosen one its sub-topics too.
async fn topics(visit: &Visit, connection: &mut PgConnection, chosen: &str, any: &Choice) -> Result<Vec<Choice>, PageError> {
    let texts = visit.texts();
    let found = match chosen.split('-').next().filter(|section| !section.is_empty()) {
        None => visit.web().store().sections().await?,
        section => topics::sections(connection, section).await?.into(),
    };
    let named = found.iter().map(|topic| {
        let mark = if topic.parent_code.is_some() { "— " } else { "" };
        Choice::new(topic.code.as_str(), format!("{mark}{} {}", topic.code, topic.name(texts.locale())))
    });
    Ok(std::iter::once(any.clone()).chain(named).collect())
}

/// The organisation's executors.
async fn executors(
    texts: &Texts,
    connection: &mut PgConnection,
    organisation: OrganisationId,
    filter: Option<&Filter>,
    any: &Choice,
) -> Result<Vec<Choice>, PageError> {
    let chosen = filter.and_then(|filter| filter.executor);
    let found = resolutions::executors(connection, organisation, chosen).await?;
    let named = found.into_iter().map(|executor| {
        let name = match executor.roles.as_slice() {
            [] => titled::alone(&executor.name, executor.title.as_ref(), texts),
            roles => titled::named(&executor.name, executor.title.as_ref(), roles, texts),
        };
        Choice::new(executor.account.to_string(), name)
    });
    Ok(std::iter::once(any.clone()).chain(named).collect())
}

/// The counters of the deadline states.
pub async fn counters(
    visit: &Visit,
    connection: &mut PgConnection,
    view: View,
    filter: Option<&Filter>,
) -> Result<Vec<Counter>, PageError> {
    let texts = visit.texts();
    let today = zvarot_domain::minsk::date(visit.now());
    let soon = filter.map_or(SOON_DAYS, Filter::soon);
    let counts = appeals::deadline_counts(connection, view, today, soon).await?;
    let current = filter.and_then(|filter| filter.state);
    let counter = |(state, count): (DeadlineState, i64)| {
        let days = (state == DeadlineState::DueSoon && soon != SOON_DAYS).then_some(soon);
        let leads_to = Filter { shelf: zvarot_domain::search::Shelf::All, state: Some(state), days, ..Filter::default() };
        Counter {
            path: path(&leads_to),
            name: texts.with(&format!("filter-count-{}", state.code().replace('_', "-")), &[("days", i64::from(soon))]),
            count: bounded(count, texts),
            alarming: count > 0 && matches!(state, DeadlineState::DueToday | DeadlineState::Overdue | DeadlineState::Silent),
            current: current == Some(state),
        }
    };
    Ok(counts.into_iter().map(counter).collect())
}

/// A count that stops at the most that is counted.
pub fn bounded(count: i64, texts: &Texts) -> String {
    let shown = texts.number(count.min(appeals::COUNTED_AT_MOST));
    if count < appeals::COUNTED_AT_MOST { shown } else { format!("{shown}+") }
}
