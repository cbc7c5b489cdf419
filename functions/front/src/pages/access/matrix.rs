//! `/operator/access`: the access matrix of all organisations (CTL-06): every cell, and opening one by an act.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use zvarot_actions::access::OpenForm;
use zvarot_actions::{ActionError, Actions, access};
use zvarot_domain::permissions::Permission;
use zvarot_store::access as store;
use zvarot_web::{After, FormState, Operator, Page, PageError, Position, ProtectedForm, Visit, show, show_failed};

use super::ShownAccess;
use crate::pages::pickers::{self, Picker};

const PATH: &str = "/operator/access";
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "access/matrix.html")]
struct MatrixPage {
    page: Page,
    form: FormState,
    rows: Vec<ShownAccess>,
    viewer: Picker,
    owner: Picker,
    first: Option<String>,
    next: Option<String>,
}

/// `GET /operator/access?after=`
pub async fn page(
    visit: Visit,
    operator: Operator,
    State(actions): State<Actions>,
    Query(after): Query<After>,
) -> Result<Response, PageError> {
    show(&matrix(&visit, &operator, &actions, FormState::default(), &after).await?)
}

/// `POST /operator/access`: opens a cell, or decides on one.
pub async fn submit(
    visit: Visit,
    operator: Operator,
    State(actions): State<Actions>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    Permission::ManageAccessMatrix.require(&operator.actor).map_err(|_| PageError::NotFound)?;
    let after = After::default();
    if values.has("find") {
        return show(&matrix(&visit, &operator, &actions, FormState::new(values), &after).await?);
    }
    let done = if !values.unreadable().is_empty() {
        Err(ActionError::Invalid(values.unreadable()))
    } else if values.has("step") {
        super::decide(&visit, &actions, &operator.actor, &values).await
    } else {
        let text = |name: &str| values.get(name).to_owned();
        let form = OpenForm { viewer: text("viewer"), owner: text("owner"), reason: text("reason") };
        access::open(&actions, &visit.cause(), &visit.client(), &operator.actor, &form).await
    };
    match done {
        Ok(()) => Ok(Redirect::to(PATH).into_response()),
        Err(error) => {
            let form = super::failed(&visit, values, error)?;
            show_failed(&matrix(&visit, &operator, &actions, form, &after).await?)
        }
    }
}

async fn matrix(
    visit: &Visit,
    operator: &Operator,
    actions: &Actions,
    form: FormState,
    after: &After,
) -> Result<MatrixPage, PageError> {
    Permission::ManageAccessMatrix.require(&operator.actor).map_err(|_| PageError::NotFound)?;
    let texts = visit.texts();
    let mut connection = actions.store.pool().acquire().await?;
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    let mut found = store::list(&mut connection, after.pair(), limit).await?;
    let next = After::next(PATH, &mut found, SHOWN, |access| Position { at: access.asked_at, id: access.id });
    let values = form.values();
    let search = |field| super::searched(values, field);
    let (of_viewer, of_owner) = (search("viewer"), search("owner"));
    let viewer = pickers::organisation(&mut connection, texts, values.get("viewer"), of_viewer.as_deref()).await?;
    let owner = pickers::organisation(&mut connection, texts, values.get("owner"), of_owner.as_deref()).await?;
    Ok(MatrixPage {
        page: if form.has_faults() { Page::failed(visit) } else { Page::new(visit) },
        rows: ShownAccess::all(&found, texts),
        first: after.first(PATH),
        viewer,
        owner,
        next,
        form,
    })
}
