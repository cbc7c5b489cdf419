//! What the form of a report asks: fields into a question and back. All of it is in the address, so that a report can be
//! kept as a bookmark.

use chrono::{DateTime, NaiveDate, Utc};
use zvarot_domain::report::{Counted, Filter, Grouping, Keeping, Level, Period, Question, Region, ReportFormat, Rhythm};
use zvarot_domain::{ApplicantKind, Form, Kind, OrganisationId, Outcome, Status, minsk};
use zvarot_locale::Texts;
use zvarot_store::PgConnection;
use zvarot_store::organisations;
use zvarot_store::reports::Reach;
use zvarot_web::{Choice, FormValues, PageError};

/// The fields of the form that ask something; all others are of buttons and of the frame.
const FIELDS: [&str; 7] = ["level", "organisation", "from", "to", "first", "second", "counted"];
/// The groupings by whose values one can filter.
const FILTERS: [Grouping; 7] = [
    Grouping::Kind,
    Grouping::Form,
    Grouping::ApplicantKind,
    Grouping::Status,
    Grouping::Outcome,
    Grouping::Keeping,
    Grouping::Region,
];

/// The fields as they came.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    fields: Vec<(String, String)>,
}

/// What they mean.
pub struct Wanted {
    pub question: Question,
    pub period: Period,
}

/// A filter on the page.
pub struct FilterField {
    pub name: &'static str,
    pub label: String,
    pub options: Vec<Choice>,
    pub value: String,
}

impl Asked {
    pub fn new(fields: Vec<(String, String)>) -> Self {
        Self { fields }
    }

    /// Out of a posted form.
    pub fn of_form(form: &FormValues) -> Self {
        let names = FIELDS.into_iter().chain(FILTERS.map(Grouping::code));
        Self { fields: names.filter_map(|name| Some((name.to_owned(), form.filled(name)?))).collect() }
    }

    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    /// Whether a report was asked for, and not only the page.
    pub fn is_sent(&self) -> bool {
        self.fields.iter().any(|(field, _)| field == "first")
    }

    /// What was typed to find an organisation, where scripts are off.
    pub fn search(&self) -> Option<&str> {
        (self.get("find") == "organisation").then(|| self.get("organisation_query"))
    }

    /// With the usual values where nothing was asked: the first level, the month so far.
    pub fn or_usual(mut self, levels: &[Choice], now: DateTime<Utc>) -> Self {
        let today = minsk::date(now);
        let second = if self.is_sent() { "" } else { Grouping::Keeping.code() };
        let usual = [
            ("level", levels.first().map_or("", |level| level.value.as_str()).to_owned()),
            ("from", zvarot_domain::report::month_of(today).to_string()),
            ("to", today.to_string()),
            ("second", second.to_owned()),
            ("first", Grouping::Topic.code().to_owned()),
        ];
        for (name, value) in usual {
            if !self.fields.iter().any(|(field, _)| field == name) {
                self.fields.push((name.to_owned(), value));
            }
        }
        self
    }

    /// For the form on the page.
    pub fn values(&self) -> FormValues {
        self.fields.iter().fold(FormValues::default(), |values, (name, value)| values.with(name, value.clone()))
    }

    /// For the form that makes a file of what is shown.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let asked = |name: &str| FIELDS.contains(&name) || FILTERS.iter().any(|by| by.code() == name);
        self.fields.iter().filter(|(name, value)| asked(name) && !value.is_empty()).cloned().collect()
    }

    /// What is asked. Error: the key of the text that says what is wrong.
    pub fn read(&self) -> Result<Wanted, &'static str> {
        let day = |name| self.get(name).parse::<NaiveDate>().map_err(|_| "report-wrong-date");
        let period = Period::new(day("from")?, day("to")?).ok_or("report-wrong-period")?;
        let level = self.level().ok_or("report-wrong-level")?;
        let first = Grouping::from_code(self.get("first")).unwrap_or(Grouping::Topic);
        let filters = FILTERS.into_iter().filter_map(|by| {
            let value = self.get(by.code());
            (!value.is_empty()).then(|| Filter { by, values: vec![value.to_owned()] })
        });
        Ok(Wanted {
            question: Question {
                level,
                first,
                second: Grouping::from_code(self.get("second")),
                filters: filters.collect(),
                counted: Counted::from_code(self.get("counted")).unwrap_or_default(),
            },
            period,
        })
    }

    /// `republic`, `region:brest`, `branch:{id}`, `organisation:{id}`; without an id the picked organisation's.
    fn level(&self) -> Option<Level> {
        let (kind, of) = self.get("level").split_once(':').unwrap_or((self.get("level"), ""));
        let of = if of.is_empty() { self.get("organisation") } else { of };
        let organisation = || of.parse::<OrganisationId>().ok();
        match kind {
            "republic" => Some(Level::Republic),
            "region" => Region::from_code(of).map(Level::Region),
            "branch" => organisation().map(Level::Branch),
            "organisation" => organisation().map(Level::Organisation),
            _ => None,
        }
    }
}

/// The levels that the actor can choose, the widest first.
pub async fn levels(connection: &mut PgConnection, reach: &Reach, texts: &Texts) -> Result<Vec<Choice>, PageError> {
    let mut levels = Vec::new();
    if reach.republic {
        levels.push(Choice::new("republic", texts.get("report-level-republic")));
    }
    for region in &reach.regions {
        let key = format!("report-region-{}", region.code().replace('_', "-"));
        levels.push(Choice::new(format!("region:{}", region.code()), texts.get(&key)));
    }
    if reach.republic {
        levels.push(Choice::new("branch", texts.get("report-level-one-branch")));
        levels.push(Choice::new("organisation", texts.get("report-level-one-organisation")));
    }
    for id in &reach.branches {
        let name = name(connection, *id, texts).await?;
        levels.push(Choice::new(format!("branch:{id}"), texts.with("report-level-branch", &[("name", name)])));
    }
    for id in &reach.organisations {
        levels.push(Choice::new(format!("organisation:{id}"), name(connection, *id, texts).await?));
    }
    Ok(levels)
}

async fn name(connection: &mut PgConnection, id: OrganisationId, texts: &Texts) -> Result<String, PageError> {
    let found = organisations::get(connection, id).await?;
    Ok(found.map_or_else(String::new, |found| found.name(texts.locale()).to_owned()))
}

pub fn groupings(texts: &Texts) -> Vec<Choice> {
    let choice = |grouping: Grouping| Choice::new(grouping.code(), texts.get(&format!("report-by-{}", dashed(grouping.code()))));
    Grouping::ALL.map(choice).into()
}

pub fn seconds(texts: &Texts) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", texts.get("report-second-none"))];
    choices.extend(groupings(texts));
    choices
}

pub fn counted(texts: &Texts) -> Vec<Choice> {
    Counted::ALL.map(|counted| Choice::new(counted.code(), texts.get(&format!("report-counted-{}", counted.code())))).into()
}

pub fn formats(texts: &Texts) -> Vec<Choice> {
    let choice = |format: ReportFormat| {
        let key = format!("report-format-{}", format.code());
        Choice::new(format.code(), texts.get(&key)).hint(texts.get(&format!("{key}-hint")))
    };
    ReportFormat::ALL.map(choice).into()
}

pub fn rhythms(texts: &Texts) -> Vec<Choice> {
    Rhythm::ALL.map(|rhythm| Choice::new(rhythm.code(), texts.get(&format!("report-rhythm-{}", rhythm.code())))).into()
}

pub fn filters(asked: &Asked, texts: &Texts) -> Vec<FilterField> {
    let field = |by: Grouping| {
        let mut options = vec![Choice::new("", texts.get("report-filter-any"))];
        options.extend(values(by).into_iter().map(|(code, key)| Choice::new(code, texts.get(&key))));
        FilterField {
            name: by.code(),
            label: texts.get(&format!("report-by-{}", dashed(by.code()))).into_owned(),
            options,
            value: asked.get(by.code()).to_owned(),
        }
    };
    FILTERS.map(field).into()
}

fn dashed(code: &str) -> String {
    code.replace('_', "-")
}

/// Code and key of each value of a closed list.
fn values(by: Grouping) -> Vec<(&'static str, String)> {
    let named = |list: &str, codes: &[&'static str]| -> Vec<(&'static str, String)> {
        codes.iter().map(|code| (*code, format!("{list}-{}", dashed(code)))).collect()
    };
    match by {
        Grouping::Kind => named("kind", &Kind::ALL.map(Kind::code)),
        Grouping::Form => named("form", &Form::ALL.map(Form::code)),
        Grouping::ApplicantKind => named("applicant-kind", &ApplicantKind::ALL.map(ApplicantKind::code)),
        Grouping::Status => named("status", &Status::ALL.map(Status::code)),
        Grouping::Outcome => named("outcome", &Outcome::ALL.map(Outcome::code)),
        Grouping::Keeping => named("report-keeping", &Keeping::ALL.map(Keeping::code)),
        Grouping::Region => named("report-region", &Region::ALL.map(Region::code)),
        Grouping::Topic | Grouping::Subtopic | Grouping::Territory | Grouping::Branch | Grouping::Organisation => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use zvarot_domain::Locale;

    use super::*;

    fn asked(fields: &[(&str, &str)]) -> Asked {
        Asked::new(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    // REQ: REP-01
    #[test]
    fn fields_become_a_question() {
        let fields = [("level", "region:brest"), ("from", "2026-01-01"), ("to", "2026-03-31"), ("first", "topic"), ("second", "keeping"), ("form", "oral"), ("counted", "questions")];
        let wanted = asked(&fields).read().map_err(str::to_owned).unwrap();
        assert_eq!(wanted.question.level, Level::Region(Region::Brest));
        assert_eq!(wanted.question.second, Some(Grouping::Keeping));
        assert_eq!(wanted.question.counted, Counted::Questions);
        assert_eq!(wanted.question.filters, [Filter { by: Grouping::Form, values: vec!["oral".to_owned()] }]);
        let wrong = |name: &str, value: &str| {
            let mut fields = fields.to_vec();
            fields.retain(|(field, _)| *field != name);
            fields.push((name, value));
            asked(&fields).read().map(|_| ()).unwrap_err()
        };
        assert_eq!(wrong("from", "2026-02-30"), "report-wrong-date");
        assert_eq!(wrong("to", "2025-12-31"), "report-wrong-period");
        assert_eq!(wrong("level", "region:mars"), "report-wrong-level");
        assert_eq!(wrong("level", "branch"), "report-wrong-level");
    }

    // REQ: REF-03
    #[test]
    fn every_choice_has_words_in_both_languages() {
        for locale in Locale::ALL {
            let texts = Texts::of(locale);
            let filters = filters(&asked(&[]), texts);
            let of_filters = filters.iter().flat_map(|field| field.options.iter());
            for choice in groupings(texts).iter().chain(&counted(texts)).chain(&seconds(texts)).chain(&formats(texts)).chain(&rhythms(texts)).chain(of_filters) {
                assert!(!choice.text.contains('⟦') && !choice.hint.contains('⟦'), "{}", choice.text);
            }
            for key in ["date", "period", "level"] {
                assert!(texts.has(&format!("report-wrong-{key}")));
            }
        }
    }
}
