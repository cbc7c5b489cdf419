//! The unified classifier of topics: sections with their sub-topics (SUB-02). The seed of `data/topics.csv` is
//! the state classifier of 2019; the dictionary in use comes from the database, for its edition changes.
//! Sections 26 to 29 have no sub-topics, so a sub-topic is asked for only where there are any.
//! `data/topic_words.csv` has everyday words by which entries are found, in both languages, without their endings.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::{Fault, FaultCode, Locale};

/// An entry of the classifier: a section (`07`) or a sub-topic of one (`07-07`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// The code: `07` or `07-07`.
    pub code: String,
    /// The section of a sub-topic.
    pub parent_code: Option<String>,
    /// The name in Russian.
    pub name_ru: String,
    /// The name in Belarusian.
    pub name_be: String,
}

impl Topic {
    /// The name in a language.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &str {
        match locale {
            Locale::Ru => &self.name_ru,
            Locale::Be => &self.name_be,
        }
    }
}

/// What an appeal is about: a topic, and a sub-topic where the topic has any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicChoice {
    /// The section's code.
    pub topic: String,
    /// The sub-topic's code.
    pub subtopic: Option<String>,
}

/// An edition of the classifier.
#[derive(Clone, Debug)]
pub struct Topics {
    list: Vec<Topic>,
    by_code: BTreeMap<String, usize>,
    /// What each entry of the list is found by.
    found_by: Vec<FoundBy>,
}

/// The words by which an entry is found.
#[derive(Clone, Debug)]
struct FoundBy {
    /// Of its names.
    names: [Vec<String>; 2],
    /// What people call it, without endings.
    everyday: &'static [String],
}

/// The letters of an ending at most; of a word of three letters or less, one.
const ENDING: usize = 3;

impl FoundBy {
    fn name_has(&self, typed: &str) -> bool {
        self.names.iter().flatten().any(|word| word.starts_with(typed))
    }

    fn is_called(&self, typed: &str) -> bool {
        self.everyday.iter().any(|word| {
            let ending = if word.chars().count() > 3 { ENDING } else { 1 };
            word.starts_with(typed) || typed.strip_prefix(word.as_str()).is_some_and(|rest| rest.chars().count() <= ending)
        })
    }
}

/// The everyday words of each code.
static EVERYDAY: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(include_str!("../data/topic_words.csv").as_bytes());
    let rows = reader.deserialize::<(String, String)>();
    rows.map(|row| row.map(|(code, all)| (code, words(&all)))).collect::<Result<_, _>>().expect("a test reads the same table")
});

/// The classifier's data contradict themselves.
#[derive(Debug, thiserror::Error)]
pub enum TopicsError {
    /// Not a table of the four columns.
    #[error("the table of topics cannot be read: {0}")]
    Table(#[from] csv::Error),
    /// A code stands twice.
    #[error("topic {0} stands twice")]
    Twice(String),
    /// A sub-topic's section does not exist or is itself a sub-topic.
    #[error("the section of sub-topic {0} does not exist")]
    NoSection(String),
}

impl Topics {
    /// An edition from its entries.
    ///
    /// # Errors
    /// [`TopicsError`] if a code stands twice or a sub-topic has no section.
    pub fn new(mut list: Vec<Topic>) -> Result<Self, TopicsError> {
        list.sort_by(|one, other| one.code.cmp(&other.code));
        let mut by_code = BTreeMap::new();
        for (index, topic) in list.iter().enumerate() {
            if by_code.insert(topic.code.clone(), index).is_some() {
                return Err(TopicsError::Twice(topic.code.clone()));
            }
        }
        for topic in &list {
            let section = topic
                .parent_code
                .as_ref()
                .map(|parent| by_code.get(parent).map(|index| &list[*index]));
            if section
                .is_some_and(|section| section.is_none_or(|section| section.parent_code.is_some()))
            {
                return Err(TopicsError::NoSection(topic.code.clone()));
            }
        }
        let found_by = list.iter().map(|topic| FoundBy {
            names: [words(&topic.name_ru), words(&topic.name_be)],
            everyday: EVERYDAY.get(&topic.code).map_or(&[], Vec::as_slice),
        });
        let found_by = found_by.collect();
        Ok(Self { list, by_code, found_by })
    }

    /// An edition from a table with the columns `code, parent_code, name_ru, name_be`.
    ///
    /// # Errors
    /// [`TopicsError`] if it cannot be read or contradicts itself.
    pub fn from_csv(text: &str) -> Result<Self, TopicsError> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let list: Result<Vec<Topic>, csv::Error> = reader.deserialize().collect();
        Self::new(list?)
    }

    /// The edition that a new system starts with.
    #[must_use]
    pub fn seed() -> Self {
        Self::from_csv(include_str!("../data/topics.csv")).expect("a test reads the same table")
    }

    /// All entries in the order of their codes.
    #[must_use]
    pub fn all(&self) -> &[Topic] {
        &self.list
    }

    /// The entry of a code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Topic> {
        self.by_code.get(code).map(|index| &self.list[*index])
    }

    /// The sections.
    pub fn sections(&self) -> impl Iterator<Item = &Topic> {
        self.list.iter().filter(|topic| topic.parent_code.is_none())
    }

    /// The sub-topics of a section.
    pub fn subtopics<'a>(&'a self, section: &'a str) -> impl Iterator<Item = &'a Topic> {
        self.list
            .iter()
            .filter(move |topic| topic.parent_code.as_deref() == Some(section))
    }

    /// The entries in which every word typed begins some word of the name, in either language, whatever is being
    /// typed: letters of any case, ё or е, apostrophe or none. Closest first: a name that begins with what was typed,
    /// then sub-topics before sections, then by code. A code finds its entry too. Below them those that people call so in
    /// everyday words; where nothing is found by all that was typed, those that are found by the most words of it.
    #[must_use]
    pub fn search(&self, typed: &str, limit: usize) -> Vec<&Topic> {
        let wanted = words(typed);
        if wanted.is_empty() {
            return Vec::new();
        }
        let code = typed.trim();
        let entries = || self.list.iter().zip(&self.found_by);
        let mut found: Vec<(u8, bool, &Topic)> = entries()
            .filter_map(|(topic, by)| {
                let fits = |name: &&Vec<String>| wanted.iter().all(|word| name.iter().any(|other| other.starts_with(word.as_str())));
                let name = by.names.iter().find(fits);
                let rank = match name {
                    _ if topic.code == code => 0,
                    Some(name) if name[0].starts_with(wanted[0].as_str()) => 0,
                    Some(_) => 1,
                    None if topic.code.starts_with(code) => 1,
                    None if wanted.iter().all(|word| by.is_called(word) || by.name_has(word)) => 2,
                    None => return None,
                };
                Some((rank, topic.parent_code.is_none(), topic))
            })
            .collect();
        if found.is_empty() {
            // Of short words and those that say little only the everyday ones count.
            let says = |by: &FoundBy, word: &String| by.is_called(word) || word.chars().count() > ENDING && by.name_has(word);
            let counted = entries().map(|(topic, by)| (wanted.iter().filter(|word| word.chars().count() >= ENDING && says(by, word)).count(), topic));
            let best: Vec<_> = counted.filter(|(count, _)| *count > 0).collect();
            found = best.into_iter().map(|(count, topic)| (u8::MAX - u8::try_from(count).unwrap_or(u8::MAX), topic.parent_code.is_none(), topic)).collect();
        }
        found.sort_by(|one, other| (one.0, one.1, &one.2.code).cmp(&(other.0, other.1, &other.2.code)));
        found.into_iter().take(limit).map(|(_, _, topic)| topic).collect()
    }

    /// Checks a choice as typed: codes, empty where nothing was chosen. A sub-topic alone says its section too.
    ///
    /// # Errors
    /// The fault of the field `topic_code` or `subtopic_code`.
    pub fn choose(&self, topic_code: &str, subtopic_code: &str) -> Result<TopicChoice, Fault> {
        let (topic_code, subtopic_code) = (topic_code.trim(), subtopic_code.trim());
        let unknown = |field| Fault::new(field, FaultCode::UnknownTopic);
        if subtopic_code.is_empty() {
            return self.choose_section(topic_code);
        }
        let subtopic = self
            .get(subtopic_code)
            .ok_or_else(|| unknown("subtopic_code"))?;
        let section = subtopic
            .parent_code
            .as_deref()
            .ok_or_else(|| unknown("subtopic_code"))?;
        if !topic_code.is_empty() && topic_code != section {
            self.get(topic_code).ok_or_else(|| unknown("topic_code"))?;
            return Err(Fault::new("subtopic_code", FaultCode::SubtopicOfOtherTopic));
        }
        Ok(TopicChoice {
            topic: section.to_owned(),
            subtopic: Some(subtopic.code.clone()),
        })
    }

    fn choose_section(&self, topic_code: &str) -> Result<TopicChoice, Fault> {
        if topic_code.is_empty() {
            return Err(Fault::new("topic_code", FaultCode::Required));
        }
        let topic = self
            .get(topic_code)
            .ok_or_else(|| Fault::new("topic_code", FaultCode::UnknownTopic))?;
        match &topic.parent_code {
            // The page with scripts off has one list of sub-topics: its choice arrives as the topic.
            Some(section) => Ok(TopicChoice {
                topic: section.clone(),
                subtopic: Some(topic.code.clone()),
            }),
            None if self.subtopics(&topic.code).next().is_some() => {
                Err(Fault::new("subtopic_code", FaultCode::SubtopicRequired))
            }
            None => Ok(TopicChoice {
                topic: topic.code.clone(),
                subtopic: None,
            }),
        }
    }
}

/// The words of a text in the form in which they are compared.
fn words(text: &str) -> Vec<String> {
    let plain: String = text
        .to_lowercase()
        .chars()
        .filter(|character| !matches!(character, '\'' | '’' | 'ʼ'))
        .map(|character| if character == 'ё' { 'е' } else { character })
        .collect();
    plain
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Vec<String> {
        Topics::seed()
            .search(typed, 5)
            .into_iter()
            .map(|topic| topic.code.clone())
            .collect()
    }

    // REQ: SUB-02
    #[test]
    fn the_classifier_is_whole_in_both_languages() {
        let topics = Topics::seed();
        assert_eq!((topics.sections().count(), topics.all().len()), (29, 169));
        let without: Vec<_> = topics
            .sections()
            .filter(|section| topics.subtopics(&section.code).next().is_none())
            .collect();
        assert_eq!(
            without
                .iter()
                .map(|topic| topic.code.as_str())
                .collect::<Vec<_>>(),
            ["26", "27", "28", "29"]
        );
        for topic in topics.all() {
            let strange =
                |name: &str| !crate::alphabet::offenders(name).is_empty() || name.trim() != name;
            assert!(
                !topic.name_ru.is_empty() && !strange(&topic.name_ru),
                "{}",
                topic.code
            );
            assert!(
                !topic.name_be.is_empty() && !strange(&topic.name_be),
                "{}",
                topic.code
            );
            assert!(
                !topic.name_be.contains(['и', 'И', 'щ', 'Щ', 'ъ']),
                "{} is not Belarusian",
                topic.name_be
            );
            assert!(
                !topic.name_ru.contains(['і', 'І', 'ў', 'Ў']),
                "{} is not Russian",
                topic.name_ru
            );
        }
    }

    // REQ: SUB-02
    #[test]
    fn a_topic_is_found_by_typing_beginnings_of_its_words() {
        assert_eq!(found("отопл"), ["07-07"]);
        assert_eq!(found("ПОЧТ"), ["15-01"]);
        assert_eq!(found("паштов"), ["15-01"]);
        assert_eq!(found("жил сель"), ["07-05"]);
        assert_eq!(found("сямя"), ["14-05"]);
        assert_eq!(found("учет"), found("учёт"));
        assert_eq!(found("07-10"), ["07-10"]);
        assert_eq!(found("реклама"), ["10-09"]);
        assert!(found("ххх").is_empty() && found("  ").is_empty() && found("-").is_empty());
        assert!(found("не он же").is_empty());
        assert_eq!(Topics::seed().search("деятельность", 3).len(), 3);
    }

    // REQ: SUB-02
    #[test]
    fn a_topic_is_found_by_what_people_call_it() {
        for (typed, code) in [
            ("лифт", "07-06"),
            ("ліфт", "07-06"),
            ("в подъезде не работает лифт", "07-06"),
            ("двор", "07-09"),
            ("мусор", "07-07"),
            ("отопление", "07-07"),
            ("ацяпленне", "07-07"),
            ("парковка", "08-05"),
            ("автобусы", "09-02"),
            ("аўтобус", "09-02"),
            ("поликлиника", "13-01"),
            ("паліклініка", "13-01"),
            ("пенсия", "12-01"),
            ("зарплата", "11-03"),
            ("заробак", "11-03"),
            ("школа", "14-03"),
            ("детский сад", "14-04"),
            ("дзіцячы сад", "14-04"),
            ("дорога", "09-04"),
            ("яма на дороге", "09-04"),
            ("снег", "07-09"),
            ("вода", "07-07"),
            ("вада", "07-07"),
            ("свет", "07-07"),
            ("святло", "07-07"),
            ("шум", "07-10"),
            ("собаки", "07-09"),
            ("сабакі", "07-09"),
        ] {
            assert!(found(typed).iter().any(|found| found == code), "{typed}: {:?}", found(typed));
        }
        // Other words that begin alike.
        assert!(!found("водительское").iter().any(|code| code == "07-07"));
        assert!(!found("дома").iter().any(|code| code == "29"));
    }

    // REQ: SUB-02
    #[test]
    fn the_everyday_words_belong_to_topics_that_can_be_chosen() {
        let topics = Topics::seed();
        for (code, words) in &*EVERYDAY {
            assert!(topics.get(code).is_some() && topics.subtopics(code).next().is_none(), "{code} cannot be chosen");
            assert!(!words.is_empty(), "{code}");
            for word in words {
                assert!(word.chars().all(|letter| crate::alphabet::offenders(&letter.to_string()).is_empty()), "{code}: {word}");
                let mixed = word.contains(['і', 'ў']) && word.contains(['и', 'щ', 'ъ']);
                assert!(word.chars().count() >= 2 && !mixed, "{code}: {word}");
                assert_eq!(words.iter().filter(|other| *other == word).count(), 1, "{code}: {word} stands twice");
            }
        }
        let with = topics.sections().filter(|section| EVERYDAY.keys().any(|code| code.starts_with(&section.code)));
        assert!(with.count() >= 18);
    }

    // REQ: SUB-02
    #[test]
    fn a_subtopic_is_asked_for_where_the_topic_has_any() {
        let topics = Topics::seed();
        let choice = |topic: &str, subtopic: &str| {
            topics
                .choose(topic, subtopic)
                .map(|choice| (choice.topic, choice.subtopic))
                .map_err(|fault| (fault.field, fault.code))
        };
        let ok = |topic: &str, subtopic: Option<&str>| {
            Ok((topic.to_owned(), subtopic.map(str::to_owned)))
        };
        let fault = |field: &str, code| Err((field.to_owned(), code));
        assert_eq!(choice("07", "07-07"), ok("07", Some("07-07")));
        assert_eq!(choice("", "07-07"), ok("07", Some("07-07")));
        assert_eq!(choice(" 07-07 ", ""), ok("07", Some("07-07")));
        assert_eq!(choice("29", ""), ok("29", None));
        assert_eq!(choice("", ""), fault("topic_code", FaultCode::Required));
        assert_eq!(
            choice("99", ""),
            fault("topic_code", FaultCode::UnknownTopic)
        );
        assert_eq!(
            choice("07", ""),
            fault("subtopic_code", FaultCode::SubtopicRequired)
        );
        assert_eq!(
            choice("07", "07-99"),
            fault("subtopic_code", FaultCode::UnknownTopic)
        );
        assert_eq!(
            choice("07", "08"),
            fault("subtopic_code", FaultCode::UnknownTopic)
        );
        assert_eq!(
            choice("07", "08-01"),
            fault("subtopic_code", FaultCode::SubtopicOfOtherTopic)
        );
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let head = "code,parent_code,name_ru,name_be\n";
        let read = |rows: &str| Topics::from_csv(&format!("{head}{rows}"));
        assert!(
            matches!(read("01,,А,А\n01,,Б,Б\n"), Err(TopicsError::Twice(code)) if code == "01")
        );
        assert!(
            matches!(read("01-01,01,А,А\n"), Err(TopicsError::NoSection(code)) if code == "01-01")
        );
        assert!(matches!(read("01\n"), Err(TopicsError::Table(_))));
        assert!(read("01,,А,А\n01-01,01,Б,Б\n").is_ok());
    }
}
