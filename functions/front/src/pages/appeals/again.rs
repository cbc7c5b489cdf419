//! A repeated appeal, prefilled from an earlier one (SUB-12, BEY-01): a draft with what was written before.

use axum::response::{IntoResponse, Redirect, Response};
use zvarot_actions::appeals::Card;
use zvarot_actions::drafts;
use zvarot_domain::appeal::AppealForm;
use zvarot_domain::applicant::ApplicantProfile;
use zvarot_domain::{minsk, repeats};
use zvarot_store::accounts;
use zvarot_web::{PageError, ProtectedForm, Visit};

use super::Own;
use super::new::BEGINNINGS;

/// Whether an appeal of today can repeat this one (law, art. 1).
pub fn may_be_repeated(card: &Card, visit: &Visit) -> bool {
    let arrived = minsk::date(card.appeal.submitted_at);
    repeats::check(arrived, card.appeal.status, minsk::date(visit.now())).is_ok()
}

/// `POST /appeals/{number}/again`: begins the draft and goes there.
pub async fn begin(own: Own, ProtectedForm(_): ProtectedForm) -> Result<Response, PageError> {
    let card = own.card().await?;
    let Own { visit, applicant, actions, .. } = own;
    if !may_be_repeated(&card, &visit) {
        return Err(PageError::NotFound);
    }
    BEGINNINGS.take(&visit, &applicant.account.to_string()).await?;
    let mut connection = actions.store.pool().acquire().await?;
    let stored = accounts::applicant(&mut connection, applicant.account).await?;
    drop(connection);
    let profile = stored.ok_or(PageError::NotFound)?.profile;
    let profile: ApplicantProfile = serde_json::from_value(profile).map_err(anyhow::Error::from)?;
    let earlier = &card.appeal;
    let shown = earlier.number.to_string();
    // The clerk finds the earlier one by its number, besides being offered it.
    let words = zvarot_locale::Texts::of(earlier.locale).with("again-heading", &[("number", shown.as_str())]);
    let form = AppealForm {
        kind: earlier.kind.code().to_owned(),
        organisation_id: earlier.organisation_id.to_string(),
        topic_code: earlier.topic_code.clone(),
        subtopic_code: earlier.subtopic_code.clone().unwrap_or_default(),
        content: format!("{words}\n\n{}", earlier.content),
        address: profile.address().form(),
        answer_way: earlier.answer_way.code().to_owned(),
        collective: earlier.collective,
        participants_count: earlier.participants_count.map(|count| count.to_string()).unwrap_or_default(),
        against_employee: earlier.against_employee.clone().unwrap_or_default(),
        against_unp: earlier.against_unp.clone().unwrap_or_default(),
        ..AppealForm::default()
    };
    let id = drafts::begin(&actions, &visit.cause(), &applicant.actor, &form).await?;
    Ok(Redirect::to(&format!("/drafts/{id}")).into_response())
}
