//! `/exchange/subscription`: the organisation's consent to the exchange by СМДО, by its external administrator (SMD-01).

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use zvarot_actions::exchange::{self, SubscriptionForm};
use zvarot_actions::{ActionError, Actions};
use zvarot_domain::permissions::Permission;
use zvarot_store::Store;
use zvarot_store::smdo::{self, Subscription};
use zvarot_web::{
    Choice, FormState, FormValues, Official, Page, PageError, ProtectedForm, Visit, show, show_failed,
};

#[derive(Template)]
#[template(path = "exchange/subscription.html")]
struct SubscriptionPage {
    page: Page,
    form: FormState,
    consents: Vec<Choice>,
    subscription: Option<Subscription>,
}

/// `GET /exchange/subscription`
pub async fn page(
    visit: Visit,
    official: Official,
    State(store): State<Store>,
) -> Result<Response, PageError> {
    let subscription = find(&official, &store).await?;
    let active = subscription.as_ref().is_some_and(|subscription| subscription.active);
    let code = subscription.as_ref().map_or("", |subscription| subscription.code.as_str());
    let values = FormValues::default()
        .with("code", code)
        .with("consent", if active { "yes" } else { "no" });
    show(&SubscriptionPage {
        page: Page::new(&visit),
        form: FormState::new(values),
        consents: consents(&visit),
        subscription,
    })
}

/// `POST /exchange/subscription`
pub async fn submit(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let form = SubscriptionForm {
        code: values.get("code").to_owned(),
        consent: values.get("consent") == "yes",
    };
    match exchange::subscribe(&actions, &visit.cause(), &visit.client(), &official.actor, &form).await {
        Ok(()) => Ok(Redirect::to("/exchange?done=saved").into_response()),
        Err(ActionError::Invalid(faults)) => show_failed(&SubscriptionPage {
            page: Page::failed(&visit),
            form: FormState::failed(values, &faults, visit.texts())
                .labelled(&[("code", "exchange-code")], visit.texts()),
            consents: consents(&visit),
            subscription: find(&official, &actions.store).await?,
        }),
        Err(error) => Err(error.into()),
    }
}

async fn find(official: &Official, store: &Store) -> Result<Option<Subscription>, PageError> {
    let permitted = Permission::ManageExchange.is_given_to(&official.actor);
    let organisation = official.actor.organisation().filter(|_| permitted);
    let organisation = organisation.ok_or(PageError::NotFound)?;
    let mut connection = store.pool().acquire().await?;
    Ok(smdo::subscription(&mut connection, organisation).await?)
}

fn consents(visit: &Visit) -> Vec<Choice> {
    let choice = |value: &str| Choice::new(value, visit.texts().get(&format!("exchange-consent-{value}")));
    vec![choice("yes"), choice("no")]
}
