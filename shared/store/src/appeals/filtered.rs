//! An organisation's appeals by a filter (REG-11), and the counts that lead to its most asked ones. A constant number of
//! queries: names that look alike, what the words find, the page of the list.

use chrono::{DateTime, Days as CalendarDays, NaiveDate, Utc};
use sqlx::{PgConnection, Postgres, QueryBuilder};
use uuid::Uuid;
use zvarot_domain::{
    Form, Kind, Status, minsk,
    search::{Days, DeadlineState, FRESH_DAYS, Filter, Order, Shelf, Typed, name_keys},
};

use super::{AppealLine, Position, View, lists::{LineRow, exactly}, silence_begins};
use crate::{Result, search};

/// Words that find at most so many appeals give them as a list of ids. What is found more often is met soon where the
/// list is read in its order, so there each appeal is asked whether it has the words.
const FEW: usize = 2000;
/// Only so many in their order are asked: what lies further on and has the words is looked up by them. It may be all there
/// is, as with the letters of a campaign that is long over.
const ASKED: i64 = 10_000;

const LINES: &str = "SELECT appeals.id, number, kind, form, status, organisations.name_ru AS organisation_name_ru, organisations.name_be AS organisation_name_be,
        topics.name_ru AS topic_name_ru, topics.name_be AS topic_name_be, applicant_name, left(content, 160) AS beginning,
        submitted_at, registration_limit_at, registration_index, registered_on, due_on, notice_due_on, completed_at, merged_into IS NOT NULL AS merged
    FROM appeals JOIN organisations ON organisations.id = organisation_id JOIN topics ON topics.code = topic_code WHERE ";

/// A page of an organisation's appeals by a filter. In the order by term a position's moment is the beginning of the last day.
pub async fn filtered(
    connection: &mut PgConnection,
    view: View,
    filter: &Filter,
    today: NaiveDate,
    after: Option<Position>,
    limit: i64,
) -> Result<Vec<AppealLine>> {
    let selection = Selection::find(&mut *connection, view, filter, today).await?;
    if !matches!(selection.found, Found::Many(_)) {
        return selection.page(connection, Way::ByWords, Span { after, until: None }, limit).await;
    }
    let until = selection.end_of_asked(&mut *connection, after).await?;
    let mut lines = selection.page(&mut *connection, Way::InOrder, Span { after, until }, limit).await?;
    let rest = limit - i64::try_from(lines.len()).unwrap_or(limit);
    if until.is_some() && rest > 0 {
        lines.extend(selection.page(connection, Way::ByWords, Span { after: until, until: None }, rest).await?);
    }
    Ok(lines)
}

/// How appeals with words that many have are found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The words' index gives all that have them.
    ByWords,
    /// Each appeal is asked in the order of the list, until a page is full.
    InOrder,
    /// Nothing is asked for the words.
    Unasked,
}

/// A part of a list in its order: beyond the one position, up to and with the other.
#[derive(Clone, Copy)]
struct Span {
    after: Option<Position>,
    until: Option<Position>,
}

/// What a filter selects, its words looked up.
struct Selection<'a> {
    view: View,
    filter: &'a Filter,
    today: NaiveDate,
    /// Where silent appeals are asked for: the last event lies before it. None: none is silent.
    silent_before: Option<DateTime<Utc>>,
    /// What carries the typed number or index, where anything does: it is meant then, and not the words.
    exact: Option<Vec<Uuid>>,
    found: Found,
}

/// What the words of a filter find.
enum Found {
    /// It has none.
    Everything,
    Few(Vec<Uuid>),
    Many(Words),
}

/// Words as PostgreSQL's full-text search takes them; each empty where there are none.
struct Words {
    russian: String,
    belarusian: String,
    /// Of the content or the name.
    names: String,
    applicant: String,
}

impl Words {
    async fn of(connection: &mut PgConnection, filter: &Filter, find: Option<&str>) -> Result<Option<Self>> {
        let typed = find.and_then(Typed::read);
        let applicant = filter.applicant.as_deref().map(name_keys).unwrap_or_default();
        if typed.is_none() && filter.applicant.is_none() {
            return Ok(None);
        }
        let names = typed.as_ref().map(Typed::names).unwrap_or_default();
        let mut alike = search::alike(connection, &[names.as_slice(), applicant.as_slice()].concat()).await?;
        let of_applicant = alike.split_off(names.len());
        let (russian, belarusian) = typed.map(|typed| (typed.russian(), typed.belarusian())).unwrap_or_default();
        Ok(Some(Self { russian, belarusian, names: names_query(&alike), applicant: names_query(&of_applicant) }))
    }

    fn write(&self, query: &mut QueryBuilder<Postgres>) {
        let has_text = !self.russian.is_empty();
        if has_text {
            query.push("(websearch_to_tsquery('russian', ").push_bind(self.russian.clone());
            query.push(") || ").push_bind(self.belarusian.clone()).push("::text::tsquery || ");
            query.push_bind(self.names.clone()).push("::text::tsquery)");
        }
        if has_text && !self.applicant.is_empty() {
            query.push(" && ");
        }
        if !self.applicant.is_empty() || !has_text {
            query.push_bind(self.applicant.clone()).push("::text::tsquery");
        }
    }
}

/// All of the words, each as any of those alike.
fn names_query(alike: &[Vec<String>]) -> String {
    let word = |keys: &Vec<String>| {
        let keys: Vec<String> = keys.iter().map(|key| format!("'@{key}'")).collect();
        format!("({})", keys.join(" | "))
    };
    alike.iter().map(word).collect::<Vec<_>>().join(" & ")
}

impl<'a> Selection<'a> {
    async fn find(
        connection: &mut PgConnection,
        view: View,
        filter: &'a Filter,
        today: NaiveDate,
    ) -> Result<Self> {
        let mut exact = None;
        if let Some(typed) = &filter.find {
            let hits = exactly(&mut *connection, view.organisation, typed, today).await?;
            exact = (!hits.is_empty()).then(|| hits.into_iter().map(|(id, _)| id.0).collect());
        }
        let find = filter.find.as_deref().filter(|_| exact.is_none());
        let found = match Words::of(&mut *connection, filter, find).await? {
            None => Found::Everything,
            Some(words) => {
                let mut query = QueryBuilder::new("SELECT appeal_id FROM appeal_search WHERE organisation_id = ");
                query.push_bind(view.organisation.0).push(" AND words @@ (");
                words.write(&mut query);
                query.push(") LIMIT ").push_bind(i64::try_from(FEW + 1).unwrap_or(i64::MAX));
                let ids: Vec<Uuid> = query.build_query_scalar().persistent(false).fetch_all(&mut *connection).await?;
                if ids.len() > FEW { Found::Many(words) } else { Found::Few(ids) }
            }
        };
        let silent_before = match filter.state {
            Some(DeadlineState::Silent) => silence_begins(connection, view.organisation, today).await?,
            _ => None,
        };
        Ok(Self { view, filter, today, silent_before, exact, found })
    }

    /// A page of what is selected.
    async fn page(&self, connection: &mut PgConnection, way: Way, span: Span, limit: i64) -> Result<Vec<AppealLine>> {
        let mut query = QueryBuilder::new(LINES);
        self.write(&mut query, way);
        self.write_page(&mut query, span, limit);
        // Planned with its values each time: which way is short depends on them.
        let rows: Vec<LineRow> = query.build_query_as().persistent(false).fetch_all(connection).await?;
        rows.into_iter().map(AppealLine::try_from).collect()
    }

    /// The last of those that are asked for the words; None if there are fewer.
    async fn end_of_asked(&self, connection: &mut PgConnection, after: Option<Position>) -> Result<Option<Position>> {
        let mut query = QueryBuilder::new("SELECT submitted_at, due_on, appeals.id FROM appeals WHERE ");
        self.write(&mut query, Way::Unasked);
        self.write_page(&mut query, Span { after, until: None }, 1);
        query.push(" OFFSET ").push_bind(ASKED - 1);
        let last: Option<(DateTime<Utc>, Option<NaiveDate>, Uuid)> = query.build_query_as().persistent(false).fetch_optional(connection).await?;
        Ok(last.map(|(submitted_at, due_on, id)| (moment(submitted_at, due_on, self.filter.order), id)))
    }

    /// The conditions.
    fn write(&self, query: &mut QueryBuilder<Postgres>, way: Way) {
        let filter = self.filter;
        query.push("appeals.organisation_id = ").push_bind(self.view.organisation.0);
        if !self.view.unmoderated {
            query.push(" AND to_head IS DISTINCT FROM 'addressed'");
        }
        // The statuses stand in the text, so that the planner knows whether they are few or many.
        query.push(match filter.shelf {
            Shelf::New => " AND status = 'submitted'",
            Shelf::Registered => " AND status IN ('registered', 'in_progress')",
            Shelf::Done => " AND status NOT IN ('submitted', 'in_moderation', 'registered', 'in_progress')",
            Shelf::All => "",
        });
        if let Some(ids) = &self.exact {
            query.push(" AND appeals.id = ANY (").push_bind(ids.clone()).push(")");
        }
        match &self.found {
            Found::Everything => {}
            Found::Few(ids) => {
                query.push(" AND appeals.id = ANY (").push_bind(ids.clone()).push(")");
            }
            Found::Many(_) if way == Way::Unasked => {}
            Found::Many(words) => {
                query.push(" AND EXISTS (SELECT FROM appeal_search WHERE appeal_id = appeals.id AND ");
                // Without the organisation the index would give the appeals of all organisations.
                if way == Way::ByWords {
                    query.push("appeal_search.organisation_id = ").push_bind(self.view.organisation.0).push(" AND ");
                }
                query.push("words @@ (");
                words.write(query);
                // The planner makes no join of it: it knows too little of how many have the words.
                query.push(if way == Way::InOrder { ") OFFSET 0)" } else { "))" });
            }
        }
        for (column, code) in [
            ("status", filter.status.map(Status::code)),
            ("kind", filter.kind.map(Kind::code)),
            ("form", filter.form.map(Form::code)),
        ] {
            if let Some(code) = code {
                query.push(format!(" AND {column} = ")).push_bind(code);
            }
        }
        if let Some(topic) = &filter.topic {
            let section = topic.split('-').next().unwrap_or(topic);
            query.push(" AND topic_code = ").push_bind(section.to_owned());
            if section != topic {
                query.push(" AND subtopic_code = ").push_bind(topic.clone());
            }
        }
        if let Some(executor) = filter.executor {
            query.push(" AND appeals.id IN (SELECT appeal_id FROM resolution_tasks WHERE account_id = ").push_bind(executor.0);
            query.push(" AND visible)");
        }
        write_days(query, "registered_on", filter.registered);
        write_days(query, "due_on", filter.due);
        if let Some(from) = filter.submitted.from {
            query.push(" AND submitted_at >= ").push_bind(minsk::start_of(from));
        }
        if let Some(to) = filter.submitted.to {
            query.push(" AND submitted_at < ").push_bind(minsk::start_of(to + CalendarDays::new(1)));
        }
        if let Some(state) = filter.state {
            self.write_state(query, state);
        }
    }

    fn write_state(&self, query: &mut QueryBuilder<Postgres>, state: DeadlineState) {
        const RUNNING: &str = " AND status IN ('registered', 'in_progress') AND due_on ";
        match state {
            DeadlineState::Fresh => {
                query.push(" AND status IN ('submitted', 'in_moderation', 'registered', 'in_progress') AND submitted_at >= ");
                query.push_bind(minsk::start_of(Filter::fresh_since(self.today)));
            }
            DeadlineState::DueSoon => {
                let last = self.today + CalendarDays::new(self.filter.soon().into());
                query.push(RUNNING).push("> ").push_bind(self.today).push(" AND due_on <= ").push_bind(last);
            }
            DeadlineState::DueToday => {
                query.push(RUNNING).push("= ").push_bind(self.today);
            }
            DeadlineState::Overdue => {
                query.push(RUNNING).push("< ").push_bind(self.today);
            }
            DeadlineState::Controlled => {
                query.push(" AND appeals.id IN (SELECT appeal_id FROM appeal_cards WHERE organisation_id = ").push_bind(self.view.organisation.0);
                query.push(" AND controlled_since IS NOT NULL AND control_lifted_on IS NULL)");
            }
            DeadlineState::Silent => {
                query.push(" AND status IN ('registered', 'in_progress') AND merged_into IS NULL AND submitted_at < ").push_bind(self.silent_before);
                // The last event by the index, one row for each appeal.
                query.push(" AND (SELECT at FROM appeal_events WHERE appeal_id = appeals.id AND NOT (account_id IS NULL AND kind IN ('term_changed', 'notice_term_changed')) ORDER BY id DESC LIMIT 1) < ");
                query.push_bind(self.silent_before);
            }
        }
    }

    /// The order, and the page of it.
    fn write_page(&self, query: &mut QueryBuilder<Postgres>, span: Span, limit: i64) {
        let order = self.filter.order;
        if order == Order::Due {
            query.push(" AND status IN ('registered', 'in_progress') AND due_on IS NOT NULL");
        }
        let (later, earlier) = match order {
            Order::Newest => ("<", ">="),
            Order::Oldest | Order::Due => (">", "<="),
        };
        for (sign, position) in [(later, span.after), (earlier, span.until)] {
            let Some((at, id)) = position else { continue };
            match order {
                Order::Newest | Order::Oldest => query.push(format!(" AND (submitted_at, appeals.id) {sign} (")).push_bind(at),
                Order::Due => query.push(format!(" AND (due_on, appeals.id) {sign} (")).push_bind(minsk::date(at)),
            };
            query.push(", ").push_bind(id).push(")");
        }
        query.push(match order {
            Order::Newest => " ORDER BY submitted_at DESC, appeals.id DESC",
            Order::Oldest => " ORDER BY submitted_at, appeals.id",
            Order::Due => " ORDER BY due_on, appeals.id",
        });
        query.push(" LIMIT ").push_bind(limit);
    }
}

fn write_days(query: &mut QueryBuilder<Postgres>, column: &str, days: Days) {
    for (sign, day) in [(">=", days.from), ("<=", days.to)] {
        if let Some(day) = day {
            query.push(format!(" AND {column} {sign} ")).push_bind(day);
        }
    }
}

/// The place of a line in the order of a filter.
pub fn position_in(line: &AppealLine, order: Order) -> Position {
    (moment(line.submitted_at, line.due_on, order), line.id.0)
}

fn moment(submitted_at: DateTime<Utc>, due_on: Option<NaiveDate>, order: Order) -> DateTime<Utc> {
    match (order, due_on) {
        (Order::Due, Some(due)) => minsk::start_of(due),
        _ => submitted_at,
    }
}

/// How many of an organisation's appeals stand in each deadline state today, each at most [`super::COUNTED_AT_MOST`], which stands
/// in the text as it does in `open_counts`.
pub async fn deadline_counts(
    connection: &mut PgConnection,
    view: View,
    today: NaiveDate,
    soon: u16,
) -> Result<Vec<(DeadlineState, i64)>> {
    let silent_before = silence_begins(&mut *connection, view.organisation, today).await?;
    let fresh_since = minsk::start_of(today - CalendarDays::new(FRESH_DAYS - 1));
    let row = sqlx::query!(
        r#"SELECT
               (SELECT count(*) FROM (SELECT FROM appeals WHERE organisation_id = $1 AND submitted_at >= $3
                   AND (to_head IS DISTINCT FROM 'addressed' OR $6) AND status IN ('submitted', 'in_moderation', 'registered', 'in_progress') LIMIT 200) AS bounded) AS "fresh!",
               (SELECT count(*) FROM (SELECT FROM appeals WHERE organisation_id = $1 AND status IN ('registered', 'in_progress')
                   AND due_on > $2 AND due_on <= $4 LIMIT 200) AS bounded) AS "due_soon!",
               (SELECT count(*) FROM (SELECT FROM appeals WHERE organisation_id = $1 AND status IN ('registered', 'in_progress')
                   AND due_on = $2 LIMIT 200) AS bounded) AS "due_today!",
               (SELECT count(*) FROM (SELECT FROM appeals WHERE organisation_id = $1 AND status IN ('registered', 'in_progress')
                   AND due_on < $2 LIMIT 200) AS bounded) AS "overdue!",
               (SELECT count(*) FROM (SELECT FROM appeal_cards WHERE organisation_id = $1 AND controlled_since IS NOT NULL
                   AND control_lifted_on IS NULL LIMIT 200) AS bounded) AS "controlled!",
               (SELECT count(*) FROM (SELECT FROM appeals WHERE organisation_id = $1 AND status IN ('registered', 'in_progress')
                   AND merged_into IS NULL AND submitted_at < $5 AND (SELECT at FROM appeal_events
                       WHERE appeal_id = appeals.id AND NOT (account_id IS NULL AND kind IN ('term_changed', 'notice_term_changed')) ORDER BY id DESC LIMIT 1) < $5
                   LIMIT 200) AS bounded) AS "silent!""#,
        view.organisation.0,
        today,
        fresh_since,
        today + CalendarDays::new(soon.into()),
        silent_before,
        view.unmoderated,
    )
    .fetch_one(connection)
    .await?;
    Ok(vec![
        (DeadlineState::Fresh, row.fresh),
        (DeadlineState::DueSoon, row.due_soon),
        (DeadlineState::DueToday, row.due_today),
        (DeadlineState::Overdue, row.overdue),
        (DeadlineState::Controlled, row.controlled),
        (DeadlineState::Silent, row.silent),
    ])
}
