//! Counts of appeals by one or two groupings (REP-01). Whole months and years come from the summaries, what changed since
//! they were folded from the changes, the days at a period's edges from the appeals; all in one statement, so in one
//! snapshot. What no summary holds (three facts at once) is counted in the appeals themselves. The result is the same.

use chrono::{Datelike, NaiveDate};
use sqlx::{PgConnection, Postgres, QueryBuilder};
use uuid::Uuid;
use zvarot_domain::report::{Counted, Grouping, Level, Period, Question, Region};

use super::{
    facts::{self, Fact},
    rights::Granted,
};
use crate::Result;

/// How many appeals have these values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, sqlx::FromRow)]
pub struct Count {
    /// The first grouping's value: a code, a topic's code, an organisation's id.
    pub one: String,
    /// The second's; empty where there is none.
    pub other: String,
    pub amount: i64,
}

/// Where numbers are taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The summaries, as far as they hold what is asked.
    Summaries,
    /// The appeals, one by one: what the summaries are measured by.
    Appeals,
}

/// Counts the appeals of a level in a period. `today` is the day in Minsk: what is overdue depends on it. The question's
/// own level must be the granted one. The connection is in no transaction: one of its own gives it one snapshot.
pub async fn count(
    connection: &mut PgConnection,
    granted: &Granted,
    question: &Question,
    period: Period,
    today: NaiveDate,
    source: Source,
) -> Result<Vec<Count>> {
    let mut transaction = crate::begin(connection).await?;
    sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        .execute(&mut *transaction)
        .await?;
    let stale = sqlx::query_scalar!("SELECT stale FROM report_state")
        .fetch_one(&mut *transaction)
        .await?;
    let level = granted.level();
    let kept = match level {
        Level::Branch(id) => {
            sqlx::query_scalar!(
                r#"SELECT EXISTS (SELECT FROM report_levels WHERE level = $1 AND organisation_id = $1) AS "kept!""#,
                id.0
            )
            .fetch_one(&mut *transaction)
                .await?
        }
        _ => false,
    };
    let plan = match source {
        Source::Summaries if !stale => Plan::choose(level, question, kept),
        _ => Plan::Direct,
    };
    let mut statement = Statement { level, question, period, today, query: QueryBuilder::new("") };
    statement.write(plan);
    let mut query = statement.query;
    let counts = query.build_query_as().fetch_all(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(counts)
}

/// Which summary answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plan {
    /// Sums by two facts at a level.
    Pairs(Fact, Fact),
    /// Sums by organisation and one fact.
    Organisations(Fact),
    /// None.
    Direct,
}

impl Plan {
    fn choose(level: Level, question: &Question, kept: bool) -> Self {
        let filters = question.filters.iter().map(|filter| filter.by);
        let asked: Vec<Grouping> = question.groupings().chain(filters).collect();
        let mut needed: Vec<Fact> = asked.iter().filter_map(|grouping| facts::fact(*grouping)).collect();
        needed.sort_unstable();
        needed.dedup();
        let by_organisation = asked.iter().any(|grouping| facts::fact(*grouping).is_none());
        let has_level = match level {
            Level::Republic | Level::Region(_) => true,
            Level::Branch(_) => kept,
            Level::Organisation(_) => false,
        };
        match (by_organisation || !has_level, needed.as_slice()) {
            (true, []) => Self::Organisations(Fact::Form),
            (true, [one]) => Self::Organisations(*one),
            (false, []) => Self::Pairs(Fact::Kind, Fact::Form),
            // With a fact of few values beside it there are few rows.
            (false, [Fact::Topic]) => Self::Pairs(Fact::Topic, Fact::Form),
            (false, [Fact::Kind]) => Self::Pairs(Fact::Kind, Fact::Form),
            (false, [one]) => Self::Pairs((*one).min(Fact::Kind), (*one).max(Fact::Kind)),
            (false, [one, other]) => Self::Pairs(*one, *other),
            _ => Self::Direct,
        }
    }
}

struct Statement<'a> {
    level: Level,
    question: &'a Question,
    period: Period,
    today: NaiveDate,
    query: QueryBuilder<Postgres>,
}

impl Statement<'_> {
    fn write(&mut self, plan: Plan) {
        self.query.push("WITH RECURSIVE nothing AS (SELECT)");
        self.push_scope();
        self.push_branches();
        self.query.push(", rows AS (");
        let facts = match (plan, self.period.whole_months()) {
            (Plan::Direct, _) | (_, None) => {
                self.push_appeals(&Fact::ALL, self.period.from(), self.period.to());
                Fact::ALL.to_vec()
            }
            (plan, Some(months)) => self.push_summaries(plan, months),
        };
        if self.question.counted == Counted::Questions {
            self.query.push(" UNION ALL ");
            self.push_facts(&facts, "amount FROM report_question_delta", self.period.from(), self.period.to());
        }
        self.query.push(") ");
        self.push_groups();
    }

    fn uses(&self, grouping: Grouping) -> bool {
        let filters = self.question.filters.iter().map(|filter| filter.by);
        self.question.groupings().chain(filters).any(|asked| asked == grouping)
    }

    /// The organisations of a branch, from its head downwards.
    fn push_scope(&mut self) {
        if let Level::Branch(head) = self.level {
            self.query
                .push(", scope (id) AS (SELECT ")
                .push_bind(head.0)
                .push(" UNION SELECT organisations.id FROM organisations JOIN scope ON organisations.parent_id = scope.id)");
        }
    }

    /// To which branch below the level's head each organisation belongs; of the republic, below which highest one.
    fn push_branches(&mut self) {
        if !self.uses(Grouping::Branch) {
            return;
        }
        match self.level {
            Level::Organisation(_) => {
                self.query.push(", branches (id, branch) AS (SELECT NULL::uuid, NULL::uuid)");
            }
            Level::Branch(head) => {
                self.query
                    .push(", branches (id, branch) AS (SELECT id, id FROM organisations WHERE id = ")
                    .push_bind(head.0)
                    .push(" UNION SELECT organisations.id, CASE WHEN branches.id = ")
                    .push_bind(head.0)
                    .push(" THEN organisations.id ELSE branches.branch END FROM organisations JOIN branches ON organisations.parent_id = branches.id WHERE organisations.id <> ")
                    .push_bind(head.0)
                    .push(")");
            }
            Level::Republic | Level::Region(_) => {
                self.query.push(
                    ", branches (id, branch) AS (SELECT id, id FROM organisations WHERE parent_id IS NULL
                     UNION SELECT organisations.id, branches.branch FROM organisations JOIN branches ON organisations.parent_id = branches.id)",
                );
            }
        }
    }

    /// The condition that a row's organisation is of the level. It stands in every source that has organisations.
    fn push_in_scope(&mut self) {
        match self.level {
            Level::Republic => {}
            Level::Region(region) => {
                self.query
                    .push(" AND organisation_id IN (SELECT id FROM organisations WHERE region = ")
                    .push_bind(region.code())
                    .push(")");
            }
            Level::Branch(_) => {
                self.query.push(" AND organisation_id IN (SELECT id FROM scope)");
            }
            Level::Organisation(id) => {
                self.query.push(" AND organisation_id = ").push_bind(id.0);
            }
        }
    }

    fn push_appeals(&mut self, facts: &[Fact], from: NaiveDate, to: NaiveDate) {
        self.push_facts(facts, "1::bigint AS amount FROM report_facts", from, to);
    }

    /// Facts of single days: `amount` is how many each row is and out of what.
    fn push_facts(&mut self, facts: &[Fact], amount: &str, from: NaiveDate, to: NaiveDate) {
        self.query
            .push(format!("SELECT organisation_id, {}, {amount} WHERE day >= ", columns(facts)))
            .push_bind(from)
            .push(" AND day <= ")
            .push_bind(to);
        self.push_in_scope();
    }

    /// Whole months and years from a summary, what is not folded yet, then the edges. Gives the facts that its rows have.
    fn push_summaries(&mut self, plan: Plan, (begin, end): (NaiveDate, NaiveDate)) -> Vec<Fact> {
        let facts = match plan {
            Plan::Pairs(one, other) => {
                self.query
                    .push(format!(
                        "SELECT NULL::uuid AS organisation_id, one AS {}, other AS {}, amount FROM report_pairs WHERE level = ",
                        one.column(),
                        other.column()
                    ))
                    .push_bind(level_key(self.level))
                    .push(" AND pair = ")
                    .push_bind(facts::pair(one, other));
                vec![one, other]
            }
            Plan::Organisations(fact) => {
                self.query
                    .push(format!("SELECT organisation_id, value AS {}, amount FROM report_organisations WHERE fact = ", fact.column()))
                    .push_bind(fact.number());
                self.push_in_scope();
                vec![fact]
            }
            Plan::Direct => return Vec::new(),
        };
        let (spans, begins): (Vec<i16>, Vec<NaiveDate>) = spans(begin, end).into_iter().unzip();
        self.query
            .push(" AND (span, begins) IN (SELECT * FROM unnest(")
            .push_bind(spans)
            .push("::smallint[], ")
            .push_bind(begins)
            .push("::date[])) UNION ALL ")
            .push(format!("SELECT organisation_id, {}, amount FROM report_changes WHERE day >= ", columns(&facts)))
            .push_bind(begin)
            .push(" AND day < ")
            .push_bind(end);
        self.push_in_scope();
        if self.period.from() < begin {
            self.query.push(" UNION ALL ");
            self.push_appeals(&facts, self.period.from(), begin.pred_opt().unwrap_or(begin));
        }
        if end <= self.period.to() {
            self.query.push(" UNION ALL ");
            self.push_appeals(&facts, end, self.period.to());
        }
        facts
    }

    fn push_groups(&mut self) {
        let mut groupings = self.question.groupings();
        let first = groupings.next().map(|one| facts::value(one, self.today)).unwrap_or_default();
        let second = groupings.next().map_or_else(|| "''".to_owned(), |other| facts::value(other, self.today));
        self.query
            .push(format!("SELECT {first} AS one, {second} AS other, sum(amount)::bigint AS amount FROM rows"));
        if self.uses(Grouping::Region) || self.uses(Grouping::Territory) {
            self.query.push(" JOIN organisations ON organisations.id = rows.organisation_id");
        }
        if self.uses(Grouping::Branch) {
            self.query.push(" LEFT JOIN branches ON branches.id = rows.organisation_id");
        }
        self.query.push(" WHERE true");
        for filter in &self.question.filters {
            self.query
                .push(format!(" AND {} = ANY (", facts::value(filter.by, self.today)))
                .push_bind(filter.values.clone())
                .push(")");
        }
        self.query.push(" GROUP BY 1, 2 HAVING sum(amount) <> 0");
    }
}

fn columns(facts: &[Fact]) -> String {
    facts.iter().map(|fact| fact.column()).collect::<Vec<_>>().join(", ")
}

/// The key of a level in the sums by pairs.
fn level_key(level: Level) -> Uuid {
    match level {
        Level::Republic => Uuid::nil(),
        Level::Region(region) => Uuid::from_u128(match region {
            Region::Brest => 1,
            Region::Vitebsk => 2,
            Region::Gomel => 3,
            Region::Grodno => 4,
            Region::Minsk => 5,
            Region::MinskCity => 6,
            Region::Mogilev => 7,
        }),
        Level::Branch(id) | Level::Organisation(id) => id.0,
    }
}

/// Whole years, and the months that are left before and after them: span and first day of each.
fn spans(begin: NaiveDate, end: NaiveDate) -> Vec<(i16, NaiveDate)> {
    let (mut spans, mut at) = (Vec::new(), begin);
    while at < end {
        let next_year = NaiveDate::from_ymd_opt(at.year() + 1, 1, 1).unwrap_or(end);
        let whole_year = at.month() == 1 && next_year <= end;
        spans.push((if whole_year { 2 } else { 1 }, at));
        at = if whole_year { next_year } else { at + chrono::Months::new(1) };
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_is_made_of_whole_years_and_the_months_around_them() {
        let shown = |begin: &str, end: &str| -> Vec<String> {
            let spans = spans(day(begin), day(end)).into_iter();
            spans.map(|(span, begins)| format!("{span} {}", begins.format("%Y-%m"))).collect()
        };
        assert_eq!(shown("2025-11-01", "2028-02-01"), ["1 2025-11", "1 2025-12", "2 2026-01", "2 2027-01", "1 2028-01"]);
        assert_eq!(shown("2026-01-01", "2027-01-01"), ["2 2026-01"]);
        assert_eq!(shown("2026-02-01", "2026-03-01"), ["1 2026-02"]);
    }

    #[test]
    fn two_facts_come_from_a_summary_and_three_do_not() {
        let question = |first, second, filters: &[Grouping]| Question {
            level: Level::Republic,
            first,
            second,
            filters: filters.iter().map(|by| zvarot_domain::report::Filter { by: *by, values: Vec::new() }).collect(),
            counted: Counted::Appeals,
        };
        let plan = |question: Question| Plan::choose(Level::Republic, &question, true);
        assert_eq!(plan(question(Grouping::Subtopic, Some(Grouping::Topic), &[])), Plan::Pairs(Fact::Topic, Fact::Form));
        assert_eq!(plan(question(Grouping::Keeping, Some(Grouping::Topic), &[])), Plan::Pairs(Fact::Topic, Fact::Keeping));
        assert_eq!(plan(question(Grouping::Keeping, None, &[Grouping::Form])), Plan::Pairs(Fact::Form, Fact::Keeping));
        assert_eq!(plan(question(Grouping::Branch, Some(Grouping::Status), &[Grouping::Region])), Plan::Organisations(Fact::Status));
        assert_eq!(plan(question(Grouping::Kind, Some(Grouping::Status), &[Grouping::Form])), Plan::Direct);
        assert_eq!(plan(question(Grouping::Region, Some(Grouping::Status), &[Grouping::Form])), Plan::Direct);
    }
}
