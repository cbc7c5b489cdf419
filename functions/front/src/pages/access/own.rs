//! `/organisation/access`: who looks at the organisation's appeals, who asks to, what the organisation asks of others, and
//! every look (CTL-06). The external administrator's.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use zvarot_actions::{Actions, access};
use zvarot_domain::access::AccessState;
use zvarot_domain::permissions::Permission;
use zvarot_store::access::{self as store, Look};
use zvarot_web::{FormState, FormValues, Official, Page, PageError, ProtectedForm, Visit, show, show_failed};

use super::ShownAccess;
use crate::pages::pickers::{self, Picker};

const PATH: &str = "/organisation/access";
/// Looks on the page.
const LOOKS: i64 = 50;

struct ShownLook {
    look: Look,
    viewer: String,
}

#[derive(Template)]
#[template(path = "access/own.html")]
struct OwnPage {
    page: Page,
    form: FormState,
    asked: Vec<ShownAccess>,
    open: Vec<ShownAccess>,
    /// What the organisation itself has or asked for.
    ours: Vec<ShownAccess>,
    looks: Vec<ShownLook>,
    picker: Picker,
}

/// `GET /organisation/access`
pub async fn page(visit: Visit, official: Official, State(actions): State<Actions>) -> Result<Response, PageError> {
    show(&own(&visit, &official, &actions, FormState::default()).await?)
}

/// `POST /organisation/access`: a decision, or a request to another organisation.
pub async fn submit(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    Permission::ManageAccess.require(&official.actor).map_err(|_| PageError::NotFound)?;
    if values.has("find") {
        return show(&own(&visit, &official, &actions, FormState::new(values)).await?);
    }
    let done = if !values.unreadable().is_empty() {
        Err(zvarot_actions::ActionError::Invalid(values.unreadable()))
    } else if values.has("step") {
        super::decide(&visit, &actions, &official.actor, &values).await
    } else {
        let (owner, reason) = (values.get("owner"), values.get("reason"));
        access::ask(&actions, &visit.cause(), &visit.client(), &official.actor, owner, reason).await
    };
    match done {
        Ok(()) => Ok(Redirect::to(PATH).into_response()),
        Err(error) => show_failed(&own(&visit, &official, &actions, super::failed(&visit, values, error)?).await?),
    }
}

async fn own(visit: &Visit, official: &Official, actions: &Actions, form: FormState) -> Result<OwnPage, PageError> {
    Permission::ManageAccess.require(&official.actor).map_err(|_| PageError::NotFound)?;
    let (texts, organisation) = (visit.texts(), official.organisation);
    let mut connection = actions.store.pool().acquire().await?;
    let all = store::of_owner(&mut connection, organisation).await?;
    let of = |state: AccessState| {
        let found = all.iter().filter(|access| access.state == state);
        found.map(|access| ShownAccess::of(access, texts)).collect()
    };
    let ours = store::of_viewer(&mut connection, organisation).await?;
    let looks = store::looks(&mut connection, organisation, LOOKS).await?;
    let values: &FormValues = form.values();
    let search = super::searched(values, "owner");
    let picker = pickers::organisation(&mut connection, texts, values.get("owner"), search.as_deref()).await?;
    Ok(OwnPage {
        page: if form.has_faults() { Page::failed(visit) } else { Page::new(visit) },
        asked: of(AccessState::Requested),
        open: of(AccessState::Open),
        ours: ShownAccess::all(&ours, texts),
        looks: looks
            .into_iter()
            .map(|look| ShownLook { viewer: look.viewer_in(texts.locale()).to_owned(), look })
            .collect(),
        picker,
        form,
    })
}
