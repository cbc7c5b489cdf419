//! The fields of the card between the page and the domain.

use zvarot_domain::entry::PaperForm;
use zvarot_domain::topics::Topics;
use zvarot_web::FormValues;

use crate::pages::person;

/// The fields that are plain text, in the order of the page, with the keys of their labels.
pub const LABELS: &[(&str, &str)] = &[
    ("form", "work-form"),
    ("received_on", "paper-received-on"),
    ("reception_by", "paper-reception-by"),
    ("reception_on", "paper-reception-on"),
    ("applicant_kind", "paper-applicant-kind"),
    ("organisation_name", "person-organisation-name"),
    ("unp", "person-unp"),
    ("head_name", "person-head-name"),
    ("surname", "person-surname"),
    ("name", "person-name"),
    ("patronymic", "person-patronymic"),
    ("address/settlement", "address-settlement"),
    ("address/street", "address-street"),
    ("address/house", "address-house"),
    ("address/building", "address-building"),
    ("address/flat", "address-flat"),
    ("address/postal_code", "address-postal-code"),
    ("address/district", "address-district"),
    ("address/region", "address-region"),
    ("phone", "work-phone"),
    ("email", "work-email"),
    ("collective", "draft-collective-title"),
    ("participants_count", "draft-participants"),
    ("kind", "new-kind"),
    ("topic", "draft-topic"),
    ("content", "paper-content"),
    ("against_employee", "draft-against-employee"),
    ("against_unp", "draft-against-unp"),
    ("files", "paper-scans"),
    ("sheets", "paper-sheets"),
    ("annex_sheets", "paper-annex-sheets"),
    ("cover_from", "paper-cover-from"),
    ("cover_on", "paper-cover-on"),
    ("cover_index", "paper-cover-index"),
    ("answer_way", "draft-answer-way"),
    ("case_number", "work-case"),
    ("note", "work-note"),
    ("controlled", "work-controlled"),
];

/// The card out of a posted form. One field holds the topic: the sub-topic's code, or the section's where it has none.
pub fn read(values: &FormValues, topics: &Topics) -> PaperForm {
    let text = |name: &str| values.get(name).to_owned();
    let (topic_code, subtopic_code) = match topics.get(values.trimmed("topic")) {
        None => (text("topic"), String::new()),
        Some(topic) => match &topic.parent_code {
            Some(parent) => (parent.clone(), topic.code.clone()),
            None => (topic.code.clone(), String::new()),
        },
    };
    PaperForm {
        form: text("form"),
        received_on: text("received_on"),
        kind: text("kind"),
        topic_code,
        subtopic_code,
        content: text("content"),
        applicant_kind: text("applicant_kind"),
        surname: text("surname"),
        name: text("name"),
        patronymic: text("patronymic"),
        organisation_name: text("organisation_name"),
        unp: text("unp"),
        head_name: text("head_name"),
        address: person::read_address(values),
        phone: text("phone"),
        email: text("email"),
        answer_way: text("answer_way"),
        collective: values.get("collective") == "yes",
        participants_count: text("participants_count"),
        against_employee: text("against_employee"),
        against_unp: text("against_unp"),
        sheets: text("sheets"),
        annex_sheets: text("annex_sheets"),
        cover_from: text("cover_from"),
        cover_on: text("cover_on"),
        cover_index: text("cover_index"),
        reception_by: text("reception_by"),
        reception_on: text("reception_on"),
        case_number: text("case_number"),
        note: text("note"),
        controlled: values.get("controlled") == "yes",
    }
}

/// The card as the page shows it.
pub fn write(form: &PaperForm, version: i32) -> FormValues {
    let topic = if form.subtopic_code.is_empty() { &form.topic_code } else { &form.subtopic_code };
    let flag = |set: bool| if set { "yes" } else { "" };
    let texts = [
        ("form", &form.form),
        ("received_on", &form.received_on),
        ("kind", &form.kind),
        ("topic", topic),
        ("content", &form.content),
        ("applicant_kind", &form.applicant_kind),
        ("surname", &form.surname),
        ("name", &form.name),
        ("patronymic", &form.patronymic),
        ("organisation_name", &form.organisation_name),
        ("unp", &form.unp),
        ("head_name", &form.head_name),
        ("phone", &form.phone),
        ("email", &form.email),
        ("answer_way", &form.answer_way),
        ("participants_count", &form.participants_count),
        ("against_employee", &form.against_employee),
        ("against_unp", &form.against_unp),
        ("sheets", &form.sheets),
        ("annex_sheets", &form.annex_sheets),
        ("cover_from", &form.cover_from),
        ("cover_on", &form.cover_on),
        ("cover_index", &form.cover_index),
        ("reception_by", &form.reception_by),
        ("reception_on", &form.reception_on),
        ("case_number", &form.case_number),
        ("note", &form.note),
    ];
    let values = texts
        .into_iter()
        .fold(FormValues::default(), |values, (name, text)| values.with(name, &**text))
        .with("version", version.to_string())
        .with("collective", flag(form.collective))
        .with("controlled", flag(form.controlled));
    person::write_address(values, &form.address)
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: REG-08
    #[test]
    fn no_field_of_the_card_is_lost_between_the_page_and_the_draft() {
        let topics = Topics::seed();
        let values = LABELS.iter().enumerate().fold(FormValues::default(), |values, (place, (name, _))| {
            values.with(name, format!("{name} {place}"))
        });
        let values = values.with("topic", "07-08").with("collective", "yes").with("controlled", "yes");
        let form = read(&values, &topics);
        let shown = write(&form, 7);
        for (name, _) in LABELS.iter().filter(|(name, _)| *name != "files") {
            assert_eq!(shown.get(name), values.get(name), "{name}");
        }
        assert_eq!(shown.get("version"), "7");
    }
}
