//! The card of an appeal between the page and the domain.

use zvarot_domain::appeal::AppealForm;
use zvarot_domain::topics::Topics;
use zvarot_domain::{Fault, Faults};
use zvarot_web::FormValues;

use crate::pages::person;

/// The card out of a posted form. One field holds the topic: the sub-topic's code, or the section's where it has none.
pub fn read(values: &FormValues, topics: &Topics) -> AppealForm {
    let text = |name: &str| values.get(name).to_owned();
    let chosen = topics.get(values.trimmed("topic"));
    let (topic_code, subtopic_code) = match chosen {
        None => (text("topic"), String::new()),
        Some(topic) => match &topic.parent_code {
            Some(parent) => (parent.clone(), topic.code.clone()),
            None => (topic.code.clone(), String::new()),
        },
    };
    AppealForm {
        kind: text("kind"),
        organisation_id: text("organisation_id"),
        topic_code,
        subtopic_code,
        content: text("content"),
        address: person::read_address(values),
        answer_way: text("answer_way"),
        to_head: values.get("to_head") == "yes",
        collective: values.get("collective") == "yes",
        participants_count: text("participants_count"),
        against_employee: text("against_employee"),
        against_unp: text("against_unp"),
    }
}

/// The card as the page shows it.
pub fn write(form: &AppealForm, version: i32) -> FormValues {
    let topic = if form.subtopic_code.is_empty() {
        &form.topic_code
    } else {
        &form.subtopic_code
    };
    let values = FormValues::default()
        .with("version", version.to_string())
        .with("kind", &*form.kind)
        .with("organisation_id", &*form.organisation_id)
        .with("topic", &**topic)
        .with("content", &*form.content)
        .with("answer_way", &*form.answer_way)
        .with("to_head", if form.to_head { "yes" } else { "" })
        .with("collective", if form.collective { "yes" } else { "" })
        .with("participants_count", &*form.participants_count)
        .with("against_employee", &*form.against_employee)
        .with("against_unp", &*form.against_unp);
    person::write_address(values, &form.address)
}

/// The faults under the names that the page's fields have.
pub fn faults_of_page(faults: Faults) -> Faults {
    let renamed = faults.into_iter().map(|fault| match fault.field.as_str() {
        "topic_code" | "subtopic_code" => Fault {
            field: "topic".to_owned(),
            ..fault
        },
        _ => fault,
    });
    renamed.collect()
}

#[cfg(test)]
mod tests {
    use zvarot_domain::FaultCode;

    use super::*;

    // REQ: SUB-02
    #[test]
    fn no_field_of_the_card_is_lost_between_the_page_and_the_draft() {
        let text = |name: &str| name.to_owned();
        let form = AppealForm {
            kind: text("complaint"),
            organisation_id: text("a"),
            topic_code: text("07"),
            subtopic_code: text("07-08"),
            content: text("b\nc"),
            answer_way: text("post"),
            to_head: true,
            collective: true,
            participants_count: text("3"),
            against_employee: text("d"),
            against_unp: text("e"),
            ..AppealForm::default()
        };
        let topics = Topics::seed();
        assert_eq!(read(&write(&form, 1), &topics), form);
        // Sections 26 to 29 have no sub-topics.
        let section = AppealForm {
            topic_code: text("26"),
            subtopic_code: String::new(),
            ..form
        };
        assert_eq!(read(&write(&section, 1), &topics), section);
    }

    #[test]
    fn faults_of_the_topic_are_shown_at_its_one_field() {
        let faults = vec![Fault::new("subtopic_code", FaultCode::SubtopicRequired)];
        assert_eq!(faults_of_page(faults)[0].field, "topic");
    }
}
