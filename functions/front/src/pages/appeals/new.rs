//! Beginning an appeal: what it takes, and its kind. The draft is made by the button, not by opening a link.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use zvarot_actions::{Actions, drafts};
use zvarot_domain::appeal::AppealForm;
use zvarot_domain::applicant::ApplicantProfile;
use zvarot_domain::{Fault, FaultCode, Kind};
use zvarot_store::accounts;
use zvarot_web::{
    Applicant, Choice, FormState, FormValues, Limit, Page, PageError, ProtectedForm, Visit, show,
    show_failed,
};

use crate::pages::person;

/// A person begins a few appeals a day.
pub(super) const BEGINNINGS: Limit = Limit {
    name: "draft",
    burst: 30,
    per_hour: 60,
};

#[derive(Template)]
#[template(path = "appeals/new.html")]
struct NewPage {
    page: Page,
    form: FormState,
    kinds: Vec<Choice>,
}

/// The kinds of appeals to choose from.
pub fn kinds(visit: &Visit) -> Vec<Choice> {
    let texts = visit.texts();
    let kinds = Kind::ALL.iter().map(|kind| {
        let hint = texts.get(&format!("kind-{}-hint", kind.code()));
        Choice::new(kind.code(), texts.get(&format!("kind-{}", kind.code()))).hint(hint)
    });
    kinds.collect()
}

/// `GET /appeals/new`
pub async fn page(visit: Visit, _: Applicant) -> Result<Response, PageError> {
    let form = FormState::default();
    show(&NewPage {
        page: Page::new(&visit),
        form,
        kinds: kinds(&visit),
    })
}

/// `POST /appeals/new`: begins a draft, with the address of the profile.
pub async fn begin(
    visit: Visit,
    applicant: Applicant,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    if Kind::from_code(form.get("kind")).is_none() {
        return failed(&visit, form);
    }
    BEGINNINGS
        .take(&visit, &applicant.account.to_string())
        .await?;
    let mut connection = actions.store.pool().acquire().await?;
    let stored = accounts::applicant(&mut connection, applicant.account).await?;
    drop(connection);
    let profile = stored.ok_or(PageError::NotFound)?.profile;
    let profile: ApplicantProfile = serde_json::from_value(profile).map_err(anyhow::Error::from)?;
    let card = AppealForm {
        kind: form.get("kind").to_owned(),
        address: profile.address().form(),
        ..AppealForm::default()
    };
    let id = drafts::begin(&actions, &visit.cause(), &applicant.actor, &card).await?;
    Ok(Redirect::to(&format!("/drafts/{id}")).into_response())
}

fn failed(visit: &Visit, form: FormValues) -> Result<Response, PageError> {
    let faults = vec![Fault::new("kind", FaultCode::UnknownChoice)];
    let form =
        FormState::failed(form, &faults, visit.texts()).labelled(person::LABELS, visit.texts());
    show_failed(&NewPage {
        page: Page::failed(visit),
        form,
        kinds: kinds(visit),
    })
}
