//! The applicant's profile: own data, contacts, which messages come by which way, sessions (SUB-01, ORG-06, NOT-01).

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use zvarot_actions::sign_up::{ContactsForm, change_contacts, change_profile};
use zvarot_actions::{ActionError, Actions, cabinet, confirm};
use zvarot_domain::applicant::ApplicantProfile;
use zvarot_domain::message::MessageKind;
use zvarot_domain::{ApplicantKind, Faults};
use zvarot_store::accounts::{self, Account};
use zvarot_store::deliveries::Channel;
use zvarot_store::notices;
use zvarot_web::{
    Applicant, FormState, FormValues, Page, PageError, ProtectedForm, Visit, show, show_failed,
};

use crate::pages::person;

/// A message that the applicant may want or not want by each way.
struct Wanted {
    kind: MessageKind,
    email: bool,
    sms: bool,
}

#[derive(Template)]
#[template(path = "profile/page.html")]
struct ProfilePage {
    page: Page,
    kind: ApplicantKind,
    account: Account,
    form: FormState,
    contacts: FormState,
    wanted: Vec<Wanted>,
    /// What was done just now: the key of its text.
    done: Option<&'static str>,
}

/// What the page says was done.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// A form that comes back with faults.
enum Failed {
    None,
    Data(FormValues, Faults),
    Contacts(FormValues, Faults),
}

async fn profile_page(
    visit: &Visit,
    actions: &Actions,
    applicant: &Applicant,
    failed: Failed,
    done: Option<&'static str>,
) -> Result<Response, PageError> {
    let mut connection = actions.store.pool().acquire().await?;
    let account = accounts::get(&mut connection, applicant.account).await?;
    let account = account.ok_or(PageError::NotFound)?;
    let stored = accounts::applicant(&mut connection, applicant.account).await?;
    let stored = stored.ok_or(PageError::NotFound)?;
    let choices = notices::choices(&mut connection, applicant.account).await?;
    drop(connection);
    let profile: ApplicantProfile =
        serde_json::from_value(stored.profile).map_err(anyhow::Error::from)?;
    let texts = visit.texts();
    let mut form = FormState::new(person::write(&profile.form()));
    let mut contacts = FormState::new(contacts_values(&account));
    match failed {
        Failed::None => {}
        Failed::Data(values, faults) => {
            form = FormState::failed(values, &faults, texts).labelled(person::LABELS, visit.texts())
        }
        Failed::Contacts(values, faults) => {
            contacts =
                FormState::failed(values, &faults, texts).labelled(person::LABELS, visit.texts())
        }
    }
    let wrong = form.has_faults() || contacts.has_faults();
    let page = ProfilePage {
        page: if wrong {
            Page::failed(visit)
        } else {
            Page::new(visit)
        },
        kind: stored.kind,
        account,
        form,
        contacts,
        wanted: wanted(&choices),
        done,
    };
    if wrong {
        show_failed(&page)
    } else {
        show(&page)
    }
}

fn contacts_values(account: &Account) -> FormValues {
    FormValues::default()
        .with("phone", account.phone.as_deref().unwrap_or(""))
        .with("email", account.email.as_deref().unwrap_or(""))
}

/// What an applicant is told of, with the choice made or else the default.
fn wanted(choices: &[(String, String, bool)]) -> Vec<Wanted> {
    let chosen = |kind: MessageKind, channel: Channel| {
        let mut choices = choices.iter();
        choices
            .find(|(of, by, _)| of == kind.code() && by == channel.code())
            .map(|choice| choice.2)
    };
    let wanted = TOLD.into_iter().map(|kind| Wanted {
        kind,
        email: chosen(kind, Channel::Email).unwrap_or(kind.email_unless_chosen()),
        sms: chosen(kind, Channel::Sms).unwrap_or(kind.sms_unless_chosen()),
    });
    wanted.collect()
}

/// What an applicant is told of and may choose the ways of.
const TOLD: [MessageKind; 15] = [
    MessageKind::Submitted,
    MessageKind::Registered,
    MessageKind::TermChanged,
    MessageKind::SentForExecution,
    MessageKind::IntermediateAnswer,
    MessageKind::Completed,
    MessageKind::LeftWithoutConsideration,
    MessageKind::Redirected,
    MessageKind::TakenNote,
    MessageKind::Merged,
    MessageKind::Unmerged,
    MessageKind::CorrespondenceStopped,
    MessageKind::CorrespondenceResumed,
    MessageKind::MessageReceived,
    MessageKind::Withdrawn,
];

/// `GET /profile`
pub async fn page(
    visit: Visit,
    applicant: Applicant,
    State(actions): State<Actions>,
    Query(query): Query<Done>,
) -> Result<Response, PageError> {
    let done = match query.done.as_str() {
        "data" => Some("profile-saved"),
        "contacts" => Some("profile-contacts-saved"),
        "messages" => Some("profile-messages-saved"),
        "link" => Some("profile-link-sent"),
        _ => None,
    };
    profile_page(&visit, &actions, &applicant, Failed::None, done).await
}

/// `POST /profile`: own data.
pub async fn change(
    visit: Visit,
    applicant: Applicant,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    let typed = person::read(&form);
    match change_profile(&actions, &visit.cause(), &applicant.actor, &typed).await {
        Ok(()) => Ok(Redirect::to("/profile?done=data").into_response()),
        Err(ActionError::Invalid(faults)) => {
            profile_page(
                &visit,
                &actions,
                &applicant,
                Failed::Data(form, faults),
                None,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /profile/contacts`: phone and e-mail; a new phone must be confirmed before anything else.
pub async fn contacts(
    visit: Visit,
    applicant: Applicant,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    let typed = ContactsForm {
        phone: form.get("phone").to_owned(),
        email: form.get("email").to_owned(),
    };
    match change_contacts(
        &actions,
        &visit.cause(),
        &visit.client(),
        &applicant.actor,
        &typed,
    )
    .await
    {
        Ok(()) => Ok(Redirect::to("/profile?done=contacts").into_response()),
        Err(ActionError::Invalid(faults)) => {
            profile_page(
                &visit,
                &actions,
                &applicant,
                Failed::Contacts(form, faults),
                None,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /profile/email-link`: another link for the e-mail address.
pub async fn email_link(
    visit: Visit,
    applicant: Applicant,
    State(actions): State<Actions>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Redirect, PageError> {
    confirm::ask_email_link(&actions, &visit.cause(), &applicant.actor).await?;
    Ok(Redirect::to("/profile?done=link"))
}

/// `POST /profile/messages`: which messages come by which way.
pub async fn messages(
    visit: Visit,
    applicant: Applicant,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Redirect, PageError> {
    let cause = visit.cause();
    for kind in TOLD {
        for channel in [Channel::Email, Channel::Sms] {
            let field = format!("{}-{}", channel.code(), kind.code());
            let wanted = form.has(&field);
            cabinet::choose(
                &actions,
                &cause,
                &applicant.actor,
                kind.code(),
                channel,
                wanted,
            )
            .await?;
        }
    }
    Ok(Redirect::to("/profile?done=messages"))
}
