//! Choosing one of very many: an organisation of five thousand, a topic of the classifier. The same search
//! serves the script that suggests while one types and the step without scripts.

use std::sync::Arc;

use zvarot_actions::appeals::minsk_date;
use zvarot_domain::OrganisationId;
use zvarot_domain::topics::{Topic, Topics};
use zvarot_locale::Texts;
use zvarot_store::{PgConnection, Store, organisations};
use zvarot_web::{Choice, PageError, Visit};

/// How many suggestions are shown at once.
const SHOWN: usize = 12;

/// A picker on its page.
#[derive(Default)]
pub struct Picker {
    /// What is chosen, as the form sends it; empty: nothing yet.
    pub value: String,
    /// What stands in the search field: the chosen name, or what was searched for.
    pub typed: String,
    /// The name of what is chosen.
    pub chosen: String,
    /// What a search without scripts has found.
    pub found: Option<Vec<Choice>>,
    /// All there is, where nothing was found or nothing typed.
    pub sections: Vec<Section>,
    /// Where the script asks for the sections; empty: there are none to look through.
    pub browse: &'static str,
}

/// A section of the classifier to look through.
pub struct Section {
    pub code: String,
    pub name: String,
    /// Whether what is chosen belongs to it.
    pub open: bool,
    /// Whether it has no sub-topics and is chosen itself.
    pub alone: bool,
    /// Its sub-topics, or itself alone.
    pub choices: Vec<Choice>,
}

/// Organisations whose name or УНП holds every word typed.
pub async fn find_organisations(
    connection: &mut PgConnection,
    texts: &Texts,
    typed: &str,
) -> Result<Vec<Choice>, PageError> {
    let words: Vec<String> = typed
        .to_lowercase()
        .replace('ё', "е")
        .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
        .filter(|word| !word.is_empty())
        .take(8)
        .map(str::to_owned)
        .collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let limit = i64::try_from(SHOWN).unwrap_or(i64::MAX);
    let found = organisations::suggest(connection, &words, limit).await?;
    let choices = found.into_iter().map(|found| {
        let name = found.name(texts.locale()).to_owned();
        let address = found.address(texts.locale());
        let hint = texts.with(
            "picker-organisation-hint",
            &[("unp", found.unp.as_str()), ("address", address)],
        );
        Choice::new(found.id.to_string(), name).hint(hint)
    });
    Ok(choices.collect())
}

/// The picker of an organisation, with `search` for what was typed without scripts.
pub async fn organisation(
    connection: &mut PgConnection,
    texts: &Texts,
    value: &str,
    search: Option<&str>,
) -> Result<Picker, PageError> {
    let chosen = match value.trim().parse::<OrganisationId>() {
        Ok(id) => organisations::get(&mut *connection, id).await?,
        Err(_) => None,
    };
    let chosen = chosen
        .map(|chosen| chosen.name(texts.locale()).to_owned())
        .unwrap_or_default();
    let found = match search {
        Some(typed) => Some(find_organisations(connection, texts, typed).await?),
        None => None,
    };
    let value = if chosen.is_empty() {
        String::new()
    } else {
        value.trim().to_owned()
    };
    Ok(Picker {
        value,
        typed: search.map_or_else(|| chosen.clone(), str::to_owned),
        chosen,
        found,
        ..Picker::default()
    })
}

/// The classifier in force.
pub async fn classifier(visit: &Visit, store: &Store) -> Result<Arc<Topics>, PageError> {
    Ok(store.classifier(minsk_date(visit.now())).await?)
}

/// The sections with what can be chosen in them; the one that holds `chosen` is open.
pub fn sections(topics: &Topics, texts: &Texts, chosen: &str) -> Vec<Section> {
    let section = |section: &Topic| {
        let mut choices: Vec<Choice> = topics.subtopics(&section.code).map(|topic| Choice::new(&*topic.code, topic.name(texts.locale()))).collect();
        let alone = choices.is_empty();
        if alone {
            choices.push(Choice::new(&*section.code, section.name(texts.locale())));
        }
        Section {
            code: section.code.clone(),
            name: section.name(texts.locale()).to_owned(),
            alone,
            open: choices.iter().any(|choice| choice.value == chosen),
            choices,
        }
    };
    topics.sections().map(section).collect()
}

/// Topics that can be chosen: sub-topics, and sections without any.
pub fn find_topics(topics: &Topics, texts: &Texts, typed: &str) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for topic in topics.search(typed, SHOWN) {
        let subtopics: Vec<&Topic> = topics.subtopics(&topic.code).collect();
        if subtopics.is_empty() {
            choices.push(topic_choice(topics, texts, topic));
        }
        // A section that was found stands for all it holds.
        choices.extend(
            subtopics
                .into_iter()
                .map(|topic| topic_choice(topics, texts, topic)),
        );
    }
    let mut seen = std::collections::BTreeSet::new();
    choices.retain(|choice| seen.insert(choice.value.clone()));
    choices
}

fn topic_choice(topics: &Topics, texts: &Texts, topic: &Topic) -> Choice {
    let section = topic
        .parent_code
        .as_deref()
        .and_then(|code| topics.get(code));
    let hint = section
        .map(|section| section.name(texts.locale()).to_owned())
        .unwrap_or_default();
    Choice::new(&*topic.code, topic.name(texts.locale())).hint(hint)
}

/// The picker of a topic; its value is the sub-topic's code, or the section's where it has none.
pub fn topic(topics: &Topics, texts: &Texts, value: &str, search: Option<&str>) -> Picker {
    let chosen = topics.get(value.trim());
    let name = chosen
        .map(|topic| topic.name(texts.locale()).to_owned())
        .unwrap_or_default();
    let value = chosen.map(|topic| topic.code.clone()).unwrap_or_default();
    let found = search.filter(|typed| !typed.trim().is_empty()).map(|typed| find_topics(topics, texts, typed));
    let nothing = search.is_some() && found.as_ref().is_none_or(Vec::is_empty);
    Picker {
        typed: search.map_or_else(|| name.clone(), str::to_owned),
        chosen: name,
        found,
        sections: if nothing { sections(topics, texts, &value) } else { Vec::new() },
        browse: "/suggest/topics/sections",
        value,
    }
}

#[cfg(test)]
mod tests {
    use zvarot_domain::Locale;

    use super::*;

    // REQ: SUB-02
    #[test]
    fn topics_are_found_by_words_and_only_what_can_be_chosen_is_offered() {
        let topics = Topics::seed();
        let texts = Texts::of(Locale::Ru);
        let found = find_topics(&topics, texts, "тарифы");
        assert!(found.iter().any(|choice| choice.value == "07-08"));
        let found = find_topics(&topics, texts, "транспорт");
        assert!(found.iter().any(|choice| choice.value == "09-02"));
        for choice in sections(&topics, texts, "").iter().flat_map(|section| &section.choices) {
            assert_eq!(
                topics.subtopics(&choice.value).count(),
                0,
                "{}",
                choice.value
            );
        }
        for typed in ["", "абракадабра"] {
            let picker = topic(&topics, texts, "", Some(typed));
            assert_eq!(picker.sections.len(), 29, "{typed}: all can be looked through");
        }
        assert!(topic(&topics, texts, "", Some("лифт")).sections.is_empty());
        let picker = topic(&topics, texts, "07-08", None);
        assert_eq!(
            (picker.value.as_str(), picker.typed.is_empty()),
            ("07-08", false)
        );
        assert!(topic(&topics, texts, "rubbish", None).value.is_empty());
    }
}
