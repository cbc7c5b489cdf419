//! The receipt of a submitted appeal (BEY-15).

use zvarot_documents::Receipt;
use zvarot_domain::AccessCode;

use crate::{error::FormError, subject::Subject};

/// The page where the status is seen by number and code.
const STATUS_PAGE: &str = "/status";

/// The receipt; `public_address` without a slash at its end.
pub(crate) fn receipt(subject: &Subject, public_address: &str) -> Result<Receipt, FormError> {
    let (appeal, texts) = (&subject.appeal, subject.texts());
    let code: AccessCode = appeal
        .access_code
        .parse()
        .map_err(|_| FormError::Missing("the follow-up code"))?;
    let topics = subject
        .topics
        .iter()
        .map(|topic| topic.name(texts.locale()));
    let page = format!("{public_address}{STATUS_PAGE}");
    Ok(Receipt {
        number: appeal.number.to_string(),
        submitted_at: appeal.submitted_at,
        organisation: subject.organisation.name(texts.locale()).to_owned(),
        kind: texts
            .get(&format!("kind-{}", appeal.kind.code()))
            .into_owned(),
        topic: topics.last().unwrap_or_default().to_owned(),
        files: subject.listed(None)?,
        status_url: format!(
            "{page}?number={}&code={}",
            appeal.number.digits(),
            code.as_str()
        ),
        status_page: page
            .split_once("://")
            .map_or(page.clone(), |(_, rest)| rest.to_owned()),
        code: code.to_string(),
    })
}
