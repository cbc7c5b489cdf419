//! The official answer as a letter (REV-10).

use zvarot_documents::{AnswerDocument, Letterhead, Signatory};
use zvarot_domain::AnswerWay;
use zvarot_store::{appeals::Answer, organisations::Organisation};

use crate::{error::FormError, subject::Subject};

/// The letter that the document's row names.
pub(crate) fn of_document(subject: &Subject) -> Result<AnswerDocument, FormError> {
    let mut answers = subject.answers.iter();
    let answer = answers.find(|answer| Some(answer.id) == subject.document.answer_id);
    letter(subject, answer.ok_or(FormError::Missing("the answer"))?)
}

/// One of the answers as a letter.
pub(crate) fn letter(subject: &Subject, answer: &Answer) -> Result<AnswerDocument, FormError> {
    let appeal = &subject.appeal;
    let mut addressee = vec![appeal.applicant_name.clone()];
    if subject.answer_way == AnswerWay::Post {
        addressee.push(appeal.address.clone());
    }
    let index = appeal.registration_index.clone();
    let registered = appeal
        .registered_on
        .ok_or(FormError::Missing("the registration"))?;
    Ok(AnswerDocument {
        appeal_number: appeal.number.to_string(),
        organisation: letterhead(&subject.organisation),
        number: answer.number.clone(),
        date: answer.dated,
        appeal_index: index.ok_or(FormError::Missing("the registration"))?,
        appeal_date: registered,
        addressee,
        subject: common(subject),
        text: answer.text.clone(),
        files: subject.listed(Some(answer.id))?,
        signatory: answer.signatory.as_ref().map(|signatory| Signatory {
            position: signatory.position.clone(),
            name: signatory.signature(),
        }),
        executor: Some(answer.created_by_name.clone()),
        made_at: answer.created_at,
    })
}

/// The numbers that a common answer answers (BEY-02); one appeal alone is named above the letter already.
fn common(subject: &Subject) -> Option<String> {
    let others = subject.merged.iter().filter(|link| !link.is_first).map(|link| link.number.to_string());
    let numbers: Vec<String> = [subject.appeal.number.to_string()].into_iter().chain(others).collect();
    (numbers.len() > 1).then(|| subject.texts().with("document-answer-common", &[("numbers", numbers.join(", "))]))
}

fn letterhead(organisation: &Organisation) -> Letterhead {
    Letterhead {
        name_be: organisation.name_be.clone(),
        name_ru: organisation.name_ru.clone(),
        address_be: organisation.address_be.clone(),
        address_ru: organisation.address_ru.clone(),
        phone: Some(organisation.phone.clone()).filter(|phone| !phone.is_empty()),
        ..Letterhead::default()
    }
}
