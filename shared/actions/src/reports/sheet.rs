//! A report in words: counts become lines with names in the reader's language, in the order in which people know them.
//! Page, PDF, XLSX and CSV show the same sheet, so they cannot disagree.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use uuid::Uuid;
use zvarot_domain::{
    Locale, OrganisationId,
    ApplicantKind, Form, Kind, Outcome, Status,
    report::{Grouping, Keeping, Level, Period, Question, Region},
};
use zvarot_locale::Texts;
use zvarot_store::{
    PgConnection, Result, organisations,
    reports::Count,
    topics,
};

/// With at most so many values the second grouping's values are columns; with more they are lines.
const COLUMNS_AT_MOST: usize = 10;
/// Bars of the chart; what is smaller is one bar together.
const BARS: usize = 12;

/// The finished report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub title: String,
    /// What is counted: level, period, filters, each in a sentence.
    pub facts: Vec<String>,
    /// The names of the leading columns: one, or two where the second grouping's values are lines.
    pub heads: Vec<String>,
    /// The names of the columns of numbers; the last one is the total.
    pub columns: Vec<String>,
    pub lines: Vec<SheetLine>,
    /// The sums of the columns.
    pub totals: Vec<i64>,
    /// The largest lines of the first grouping.
    pub bars: Vec<Bar>,
}

/// A line: as many names as there are heads, as many numbers as there are columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetLine {
    pub names: Vec<Arc<str>>,
    pub numbers: Vec<i64>,
}

/// A bar of the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    pub name: String,
    pub amount: i64,
    /// Thousandths of the longest bar.
    pub length: i64,
}

/// Where a value stands among the others, and its name.
type Placed = (usize, Arc<str>);

/// The values of a grouping in their order. A name is in memory once, in how many lines ever it stands.
struct Ranked<'a> {
    names: Vec<Arc<str>>,
    rank: HashMap<&'a str, usize>,
}

impl<'a> Ranked<'a> {
    fn new(values: &'a HashMap<String, Placed>) -> Self {
        let mut order: Vec<&Placed> = values.values().collect();
        order.sort();
        order.dedup();
        let rank = values.iter().filter_map(|(value, placed)| Some((value.as_str(), order.binary_search(&placed).ok()?))).collect();
        Self { names: order.into_iter().map(|(_, name)| name.clone()).collect(), rank }
    }
}

/// Puts counts into words.
pub(super) async fn sheet(
    connection: &mut PgConnection,
    question: &Question,
    period: Period,
    counts: Vec<Count>,
    locale: Locale,
) -> Result<Sheet> {
    let texts = Texts::of(locale);
    let groupings: Vec<Grouping> = question.groupings().collect();
    let first = places(connection, groupings[0], counts.iter().map(|count| count.one.as_str()), texts).await?;
    let second = match groupings.get(1) {
        Some(grouping) => Some(places(connection, *grouping, counts.iter().map(|count| count.other.as_str()), texts).await?),
        None => None,
    };
    let facts = question_words(connection, question, period, texts).await?;
    let name = |grouping: Grouping| texts.get(&format!("report-by-{}", grouping.code().replace('_', "-"))).into_owned();
    let mut sheet = Sheet {
        title: title(&groupings, texts),
        facts,
        heads: vec![name(groupings[0])],
        columns: Vec::new(),
        lines: Vec::new(),
        totals: Vec::new(),
        bars: bars(&counts, &first, texts),
    };
    let total = texts.get("report-total").into_owned();
    let first = Ranked::new(&first);
    match second.as_ref().map(Ranked::new) {
        None => {
            sheet.columns = vec![total];
            sheet.lines = lines(counts, &first, None, 1, |_| 0);
        }
        Some(second) if second.rank.len() <= COLUMNS_AT_MOST => {
            sheet.columns = second.names.iter().map(|name| name.to_string()).chain([total]).collect();
            let width = sheet.columns.len();
            sheet.lines = lines(counts, &first, None, width, |count| second.rank[count.other.as_str()]);
            for line in &mut sheet.lines {
                line.numbers[width - 1] = line.numbers[..width - 1].iter().sum();
            }
        }
        Some(second) => {
            sheet.heads.push(name(groupings[1]));
            sheet.columns = vec![total];
            sheet.lines = lines(counts, &first, Some(&second), 1, |_| 0);
        }
    }
    sheet.totals = (0..sheet.columns.len()).map(|column| sheet.lines.iter().map(|line| line.numbers[column]).sum()).collect();
    Ok(sheet)
}

/// The lines in their order: counts with the same names are one line.
fn lines(counts: Vec<Count>, first: &Ranked, second: Option<&Ranked>, width: usize, column: impl Fn(&Count) -> usize) -> Vec<SheetLine> {
    let mut found: BTreeMap<(usize, Option<usize>), Vec<i64>> = BTreeMap::new();
    for count in counts {
        let place = (first.rank[count.one.as_str()], second.map(|second| second.rank[count.other.as_str()]));
        let numbers = found.entry(place).or_insert_with(|| vec![0; width]);
        numbers[column(&count)] += count.amount;
    }
    let line = |((one, other), numbers): ((usize, Option<usize>), Vec<i64>)| {
        let other = second.zip(other).map(|(second, other)| second.names[other].clone());
        SheetLine { names: std::iter::once(first.names[one].clone()).chain(other).collect(), numbers }
    };
    found.into_iter().map(line).collect()
}

/// Place and name of each value that occurs.
async fn places<'a>(
    connection: &mut PgConnection,
    grouping: Grouping,
    values: impl Iterator<Item = &'a str>,
    texts: &Texts,
) -> Result<HashMap<String, Placed>> {
    let mut values: Vec<&str> = values.collect();
    values.sort_unstable();
    values.dedup();
    let names: Vec<Placed> = match grouping {
        Grouping::Topic | Grouping::Subtopic => {
            let names: HashMap<String, String> =
                topics::all(connection).await?.into_iter().map(|topic| (topic.code.clone(), topic.name(texts.locale()).to_owned())).collect();
            let named = |code: &str| names.get(code).map_or_else(|| code.to_owned(), |name| format!("{code} {name}"));
            values.iter().enumerate().map(|(place, code)| (place, named(code).into())).collect()
        }
        Grouping::Branch | Grouping::Organisation => {
            let ids: Vec<Uuid> = values.iter().filter_map(|value| value.parse().ok()).collect();
            let names: HashMap<String, (String, String)> =
                organisations::names(connection, &ids).await?.into_iter().map(|(id, ru, be)| (id.0.to_string(), (ru, be))).collect();
            // The place is the same for all: the name decides.
            let named = |id: &str| names.get(id).map_or_else(|| id.to_owned(), |(ru, be)| texts.choose(ru, be).to_owned());
            values.iter().map(|id| (0, named(id).into())).collect()
        }
        Grouping::Territory => {
            let known = organisations::territories(connection).await?;
            let known: HashMap<&str, &organisations::Territory> = known.iter().map(|one| (one.code.as_str(), one)).collect();
            values.iter().map(|code| territory(code, known.get(code).copied(), texts)).collect()
        }
        grouping => values.iter().map(|code| (place_of(grouping, code), closed_name(grouping, code, texts).into())).collect(),
    };
    Ok(values.into_iter().map(str::to_owned).zip(names).collect())
}

/// Region by region; what belongs to a region and to no district of it comes first.
fn territory(code: &str, known: Option<&organisations::Territory>, texts: &Texts) -> Placed {
    match known {
        Some(one) => (2 * place_of(Grouping::Region, &one.region) + 1, texts.choose(&one.name_ru, &one.name_be).into()),
        None => {
            let region = closed_name(Grouping::Region, code, texts);
            (2 * place_of(Grouping::Region, code), texts.with("report-territory-none", &[("region", region)]).into())
        }
    }
}

/// The place of a code in its closed list; unknown ones (of a newer version) come last.
fn place_of(grouping: Grouping, code: &str) -> usize {
    let place = |codes: &[&str]| codes.iter().position(|other| *other == code).unwrap_or(codes.len());
    match grouping {
        Grouping::Region => place(&Region::ALL.map(Region::code)),
        Grouping::Kind => place(&Kind::ALL.map(Kind::code)),
        Grouping::Form => place(&Form::ALL.map(Form::code)),
        Grouping::ApplicantKind => place(&ApplicantKind::ALL.map(ApplicantKind::code)),
        Grouping::Status => place(&Status::ALL.map(Status::code)),
        Grouping::Outcome => place(&Outcome::ALL.map(Outcome::code)),
        Grouping::Keeping => place(&Keeping::ALL.map(Keeping::code)),
        Grouping::Topic | Grouping::Subtopic | Grouping::Territory | Grouping::Branch | Grouping::Organisation => 0,
    }
}

fn closed_name(grouping: Grouping, code: &str, texts: &Texts) -> String {
    let list = match grouping {
        Grouping::Kind | Grouping::Form | Grouping::ApplicantKind | Grouping::Status | Grouping::Outcome => grouping.code().replace('_', "-"),
        other => format!("report-{}", other.code()),
    };
    let key = match (grouping, code) {
        (Grouping::Outcome, "none") => "report-outcome-none".to_owned(),
        _ => format!("{list}-{}", code.replace('_', "-")),
    };
    if texts.has(&key) { texts.get(&key).into_owned() } else { code.to_owned() }
}

/// What a report is called.
pub fn question_title(question: &Question, texts: &Texts) -> String {
    title(&question.groupings().collect::<Vec<_>>(), texts)
}

fn title(groupings: &[Grouping], texts: &Texts) -> String {
    let genitive = |grouping: Grouping| texts.get(&format!("report-in-{}", grouping.code().replace('_', "-"))).into_owned();
    match groupings {
        [one, other] => texts.with("report-title-two", &[("one", genitive(*one)), ("other", genitive(*other))]),
        one => texts.with("report-title-one", &[("one", genitive(one[0]))]),
    }
}

/// What is counted, in sentences: the level, the period, the filters.
pub async fn question_words(connection: &mut PgConnection, question: &Question, period: Period, texts: &Texts) -> Result<Vec<String>> {
    let name = async |connection: &mut PgConnection, id: OrganisationId| -> Result<String> {
        let found = organisations::get(connection, id).await?;
        Ok(found.map_or_else(String::new, |found| found.name(texts.locale()).to_owned()))
    };
    let level = match question.level {
        Level::Republic => texts.get("report-level-republic").into_owned(),
        Level::Region(region) => closed_name(Grouping::Region, region.code(), texts),
        Level::Branch(id) => texts.with("report-level-branch", &[("name", name(&mut *connection, id).await?)]),
        Level::Organisation(id) => name(&mut *connection, id).await?,
    };
    let dates = [("from", texts.date_short(period.from())), ("to", texts.date_short(period.to()))];
    let mut words = vec![level, texts.with("report-period", &dates)];
    if !question.counted.is_usual() {
        let counted = texts.get(&format!("report-counted-{}", question.counted.code()));
        words.push(format!("{}: {counted}", texts.get("report-counted")));
    }
    for filter in &question.filters {
        let named = places(connection, filter.by, filter.values.iter().map(String::as_str), texts).await?;
        let mut names: Vec<&Placed> = named.values().collect();
        names.sort();
        let names: Vec<&str> = names.into_iter().map(|(_, name)| &**name).collect();
        let by = texts.get(&format!("report-by-{}", filter.by.code().replace('_', "-"))).into_owned();
        words.push(format!("{by}: {}", names.join(", ")));
    }
    Ok(words)
}

/// The largest values of the first grouping, the rest as one bar.
fn bars(counts: &[Count], first: &HashMap<String, Placed>, texts: &Texts) -> Vec<Bar> {
    let mut sums: HashMap<&Placed, i64> = HashMap::new();
    for count in counts {
        *sums.entry(&first[&count.one]).or_default() += count.amount;
    }
    let mut sums: Vec<(&Placed, i64)> = sums.into_iter().collect();
    let by_amount = |one: &(&Placed, i64), other: &(&Placed, i64)| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0));
    sums.sort_by(by_amount);
    let rest: i64 = sums.iter().skip(BARS).map(|(_, amount)| amount).sum();
    sums.truncate(BARS);
    let mut bars: Vec<(String, i64)> = sums.into_iter().map(|((_, name), amount)| (name.to_string(), amount)).collect();
    if rest > 0 {
        bars.push((texts.get("report-rest").into_owned(), rest));
    }
    let longest = bars.iter().map(|(_, amount)| *amount).max().unwrap_or(1).max(1);
    bars.into_iter().map(|(name, amount)| Bar { name, length: amount * 1000 / longest, amount }).collect()
}
