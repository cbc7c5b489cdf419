//! `/operator/settings`: the switches of the whole system (SUB-03, SUB-05, SUB-10).

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use zvarot_actions::{Actions, switches};
use zvarot_domain::permissions::Permission;
use zvarot_domain::{Fault, FaultCode, Faults, Switch};
use zvarot_web::{FormState, FormValues, Operator, Page, PageError, ProtectedForm, Visit, show, show_failed};

const PATH: &str = "/operator/settings";

/// A switch with the keys of its words.
struct ShownSwitch {
    name: &'static str,
    label: String,
    hint: String,
}

#[derive(Template)]
#[template(path = "operator/settings.html")]
struct SettingsPage {
    page: Page,
    form: FormState,
    switches: Vec<ShownSwitch>,
    changed: bool,
}

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// `GET /operator/settings`
pub async fn page(visit: Visit, operator: Operator, State(actions): State<Actions>, Query(done): Query<Done>) -> Result<Response, PageError> {
    let mut connection = actions.store.pool().acquire().await?;
    let on = switches::on(&mut connection, &operator.actor).await?;
    let values = on.into_iter().fold(FormValues::default(), |values, switch| values.with(switch.code(), "yes"));
    show(&SettingsPage { page: Page::new(&visit), form: FormState::new(values), switches: shown(), changed: done.done == "changed" })
}

fn label(switch: Switch) -> String {
    format!("switch-{}", switch.code().replace('_', "-"))
}

fn shown() -> Vec<ShownSwitch> {
    let shown = Switch::ALL.map(|switch| ShownSwitch { name: switch.code(), hint: format!("{}-hint", label(switch)), label: label(switch) });
    shown.into()
}

/// `POST /operator/settings`
pub async fn submit(
    visit: Visit,
    operator: Operator,
    State(actions): State<Actions>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    Permission::ManageSettings.require(&operator.actor).map_err(|_| PageError::NotFound)?;
    // A value that no page of ours sends switches nothing, neither on nor off.
    let strange = Switch::ALL.into_iter().filter(|switch| !matches!(values.get(switch.code()), "" | "yes"));
    let faults: Faults = strange.map(|switch| Fault::new(switch.code(), FaultCode::UnknownChoice)).collect();
    if !faults.is_empty() {
        let labels = Switch::ALL.map(|switch| (switch.code(), label(switch)));
        let labels: Vec<(&str, &str)> = labels.iter().map(|(name, label)| (*name, label.as_str())).collect();
        let form = FormState::failed(values, &faults, visit.texts()).labelled(&labels, visit.texts());
        return show_failed(&SettingsPage { page: Page::failed(&visit), form, switches: shown(), changed: false });
    }
    let on: Vec<Switch> = Switch::ALL.into_iter().filter(|switch| values.get(switch.code()) == "yes").collect();
    switches::set(&actions, &visit.cause(), &visit.client(), &operator.actor, &on).await?;
    Ok(Redirect::to(&format!("{PATH}?done=changed")).into_response())
}

#[cfg(test)]
mod tests {
    use zvarot_domain::Locale;
    use zvarot_locale::Texts;

    use super::*;

    // REQ: SUB-05
    #[test]
    fn every_switch_has_words() {
        for locale in Locale::ALL {
            for switch in Switch::ALL {
                let key = label(switch);
                assert!(Texts::of(locale).has(&key) && Texts::of(locale).has(&format!("{key}-hint")), "{key}");
            }
        }
    }
}
