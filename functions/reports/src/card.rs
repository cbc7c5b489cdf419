//! The registered appeal's card (REG-10) out of the database's rows.

use zvarot_actions::lists;
use zvarot_documents::{AppealDocument, ApplicantCard, Deadlines, Registration};
use zvarot_domain::{EventKind, deadlines::Term, entry::EntryApplicant};
use zvarot_locale::Texts;
use zvarot_store::{appeals::Appeal, cards::CardDetails};

use crate::{error::FormError, history, subject::Subject};

/// The card with everything that is known of the appeal.
pub(crate) fn card(subject: &Subject) -> Result<AppealDocument, FormError> {
    let (appeal, texts) = (&subject.appeal, subject.texts());
    let named = |list: &str, code: &str| {
        texts
            .get(&format!("{list}-{}", code.replace('_', "-")))
            .into_owned()
    };
    let topics = subject
        .topics
        .iter()
        .map(|topic| format!("{} {}", topic.code, topic.name(texts.locale())));
    Ok(AppealDocument {
        number: appeal.number.to_string(),
        organisation: subject.organisation.name(texts.locale()).to_owned(),
        status: named("status", appeal.status.code()),
        received_at: appeal.submitted_at,
        registration: registration(subject),
        form: named("form", appeal.form.code()),
        kind: named("kind", appeal.kind.code()),
        collectivity: collectivity(appeal, texts),
        topic: topics.chain(questions(subject)).collect::<Vec<_>>().join("\n"),
        applicant: applicant(subject),
        participants: others(subject),
        summary: subject.entered.as_ref().and_then(|entered| entered.summary.clone()),
        sheets: sheets(&subject.card),
        correspondent: correspondent(&subject.card, texts),
        order: Some(subject.card.prescription.clone()),
        announced: subject.card.announced_on.map(|day| texts.date_short(day)),
        control: subject.card.control_lifted_on.map(|day| texts.date_short(day)),
        answer_way: named("answer-way", appeal.answer_way.code()),
        against: against(appeal, texts),
        content: appeal.content.clone(),
        files: subject.listed(None)?,
        deadlines: deadlines(appeal, texts),
        outcome: appeal
            .outcome
            .map(|outcome| named("outcome", outcome.code())),
        answer: subject
            .answers
            .first()
            .map(|answer| (answer.dated, answer.number.clone())),
        case: appeal.case_number.clone(),
        note: Some(appeal.note.clone()),
        history: subject
            .history
            .iter()
            .map(|event| history::entry(event, texts))
            .collect(),
        made_at: subject.document.created_at,
        ..AppealDocument::default()
    })
}

/// Whoever appeals besides the first (collective appeals that officials entered).
fn others(subject: &Subject) -> Vec<String> {
    let others = subject.entered.as_ref().and_then(|entered| entered.co_applicants.clone());
    let others: Vec<EntryApplicant> = others.and_then(|others| serde_json::from_value(others).ok()).unwrap_or_default();
    others.iter().map(|other| other.profile.display_name()).collect()
}

fn sheets(card: &CardDetails) -> Option<(u32, u32)> {
    let counted = |sheets: Option<i32>| sheets.and_then(|sheets| u32::try_from(sheets).ok());
    let (own, annexes) = (counted(card.sheets), counted(card.annex_sheets));
    own.or(annexes).map(|_| (own.unwrap_or_default(), annexes.unwrap_or_default()))
}

/// Who sent it on by letter, when and under which index.
fn correspondent(card: &CardDetails, texts: &Texts) -> Option<String> {
    let index = card.cover_index.as_ref().map(|index| format!("№ {index}"));
    let parts = [card.cover_from.clone(), index, card.cover_on.map(|day| texts.date_short(day))];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A line for each question: its text, its topic, and what it came to (BEY-09).
fn questions(subject: &Subject) -> impl Iterator<Item = String> {
    let texts = subject.texts();
    subject.questions.iter().map(move |question| lists::told(question, texts))
}

fn registration(subject: &Subject) -> Option<Registration> {
    let mut events = subject.history.iter();
    let registered = events.find(|event| event.kind == EventKind::Registered);
    Some(Registration {
        index: subject.appeal.registration_index.clone()?,
        date: subject.appeal.registered_on?,
        registrar: registered
            .and_then(|event| event.account_name.clone())
            .unwrap_or_default(),
    })
}

fn collectivity(appeal: &Appeal, texts: &Texts) -> String {
    match (appeal.collective, appeal.participants_count) {
        (false, _) => texts.get("document-individual").into_owned(),
        (true, None) => texts.get("document-collective").into_owned(),
        (true, Some(count)) => texts.with("document-collective-count", &[("count", count)]),
    }
}

fn against(appeal: &Appeal, texts: &Texts) -> Option<String> {
    let taxpayer =
        |number: &String| texts.with("document-taxpayer", &[("number", number.as_str())]);
    let parts = [
        appeal.against_employee.clone(),
        appeal.against_unp.as_ref().map(taxpayer),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The applicant as at submission; contacts are those of the account, by which the applicant is reached now.
fn applicant(subject: &Subject) -> ApplicantCard {
    let (appeal, texts, account) = (&subject.appeal, subject.texts(), subject.account.as_ref());
    let stored = |name: &str| appeal.applicant.get(name)?.as_str().map(str::to_owned);
    let taxpayer =
        stored("unp").map(|number| texts.with("document-taxpayer", &[("number", number)]));
    let name = [Some(appeal.applicant_name.clone()), taxpayer];
    let kind = texts.get(&format!(
        "applicant-kind-{}",
        appeal.applicant_kind.code().replace('_', "-")
    ));
    ApplicantCard {
        kind: kind.into_owned(),
        name: name.into_iter().flatten().collect::<Vec<_>>().join(", "),
        representative: stored("head_name"),
        address: appeal.address.clone(),
        // Without a cabinet they stand with the applicant.
        phone: account.map_or_else(|| stored("phone"), |account| account.phone.clone()),
        email: account.map_or_else(|| stored("email"), |account| account.email.clone()),
    }
}

/// Both terms as they stand, and the rule by which the first was computed (REG-06).
fn deadlines(appeal: &Appeal, texts: &Texts) -> Option<Deadlines> {
    let basis = appeal.term.as_ref().map(|term| basis(term, texts));
    Some(Deadlines {
        review_by: appeal.answer_by()?,
        notice_by: appeal.notice_due_on,
        basis: basis.into_iter().collect(),
    })
}

/// The rule behind a term; after a change by hand its reason stands in the history.
fn basis(term: &str, texts: &Texts) -> String {
    let (key, count) = match term.parse() {
        Ok(Term::Days(days)) => ("document-term-days", days),
        Ok(Term::WorkingDays(days)) => ("document-term-working-days", days),
        Ok(Term::Months(months)) => ("document-term-months", months.into()),
        Err(_) => return texts.get("document-term-changed").into_owned(),
    };
    texts.with(key, &[("count", count)])
}

#[cfg(test)]
mod tests {
    use zvarot_domain::Locale;

    use super::*;

    // REQ: REG-06
    #[test]
    fn the_rule_of_a_term_is_told_in_words() {
        for (term, locale, beginning) in [
            ("15d", Locale::Ru, "15 календарных дней, считая"),
            ("1m", Locale::Ru, "1 месяц, считая"),
            ("5wd", Locale::Be, "5 рабочых дзён, пачынаючы"),
            ("changed", Locale::Be, "Тэрмін зменены"),
        ] {
            let told = basis(term, Texts::of(locale));
            assert!(told.starts_with(beginning), "{term}: {told}");
        }
    }
}
