//! Sending an appeal on to the organisations that are competent (CTL-03; law, art. 10): one or several, with a covering
//! letter, never to the organisation complained about (BEY-05) and never back where it was already.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use zvarot_actions::appeals;
use zvarot_domain::{Action, AppealNumber, CompletionResult, OrganisationId, completion::CompletionForm, minsk};
use zvarot_store::appeals::{Station, way};
use zvarot_store::organisations::{self, Organisation};
use zvarot_web::{FormValues, FormWithFiles, Official, Page, PageError, Visit};

use super::clocks::ShownTerm;
use super::frame::{self, Back, Frame};
use super::letters::{self, Letters};
use crate::context::Front;
use crate::pages::pickers::{self, Picker};

/// The field of the receiver that is being picked; those picked before stand in [`RECEIVERS`].
const PICKED: &str = "redirected_to";
/// Ids of the receivers picked, separated by spaces.
const RECEIVERS: &str = "receivers";

/// A receiver, with what speaks against it.
struct Receiver {
    organisation: Organisation,
    faults: Vec<String>,
}

#[derive(Template)]
#[template(path = "work/redirect.html")]
struct RedirectPage {
    page: Page,
    frame: Frame,
    receivers: Vec<Receiver>,
    /// Ids of the receivers, for the form.
    chosen: String,
    picker: Picker,
    letters: Letters,
    notice: Option<ShownTerm>,
    /// Where the appeal was already.
    way: Vec<Station>,
    by_post: bool,
}

/// `GET /work/appeals/{number}/redirect`
pub async fn page(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(path): Path<String>,
) -> Result<Response, PageError> {
    let (number, actor) = (frame::number(&path)?, &official.actor);
    let today = minsk::date(visit.now()).to_string();
    let values = |_: &_| FormValues::default().with("redirect_date", today);
    let frame = frame::open(&visit, &front.actions, actor, number, Action::Redirect, values).await?;
    show(&visit, &front, &official, frame).await
}

/// `POST /work/appeals/{number}/redirect`: every button of the form.
pub async fn submit(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(path): Path<String>,
    mut posted: FormWithFiles,
) -> Result<Response, PageError> {
    let (number, actor) = (frame::number(&path)?, &official.actor);
    let faults = letters::receive(&visit, actor, &front, number, &mut posted).await?;
    let mut values = posted.into_values();
    letters::remove(&visit, actor, &front, &values).await?;
    choose(&mut values);
    if !faults.is_empty() || !values.has("send") || frame::readable(&values).is_err() {
        return reopen(&visit, &front, &official, number, values, Back::Faults(faults)).await;
    }
    let form = CompletionForm {
        result: Some(CompletionResult::Redirected.code().to_owned()),
        redirected_to: receivers(&values).iter().map(OrganisationId::to_string).collect(),
        redirect_date: values.filled("redirect_date"),
        explanation: values.filled("explanation"),
        ..CompletionForm::default()
    };
    let (cause, version) = (visit.cause(), frame::version(&values)?);
    match appeals::conclude(&front.actions, &cause, actor, number, version, &form).await {
        Ok(_) => Ok(frame::done(number, "redirected")),
        Err(error) => {
            let back = frame::back(error)?;
            reopen(&visit, &front, &official, number, values, back).await
        }
    }
}

fn receivers(values: &FormValues) -> Vec<OrganisationId> {
    values.get(RECEIVERS).split_whitespace().filter_map(|id| id.parse().ok()).collect()
}

/// What is picked joins the receivers, except by the button that only searches; the one whose button was pressed leaves them.
fn choose(values: &mut FormValues) {
    let mut chosen = receivers(values);
    if let Ok(picked) = values.trimmed(PICKED).parse::<OrganisationId>()
        && !values.has("find")
    {
        if !chosen.contains(&picked) {
            chosen.push(picked);
        }
        values.set(PICKED, "");
        values.set(&format!("{PICKED}_query"), "");
    }
    if let Ok(dropped) = values.get("drop").parse::<OrganisationId>() {
        chosen.retain(|id| *id != dropped);
    }
    let chosen: Vec<String> = chosen.iter().map(OrganisationId::to_string).collect();
    values.set(RECEIVERS, chosen.join(" "));
}

async fn reopen(
    visit: &Visit,
    front: &Front,
    official: &Official,
    number: AppealNumber,
    values: FormValues,
    back: Back,
) -> Result<Response, PageError> {
    let (actions, actor) = (&front.actions, &official.actor);
    let frame = frame::reopen(visit, actions, actor, number, values, back).await?;
    show(visit, front, official, frame).await
}

async fn show(
    visit: &Visit,
    front: &Front,
    official: &Official,
    frame: Frame,
) -> Result<Response, PageError> {
    let texts = visit.texts();
    let mut connection = front.store.pool().acquire().await?;
    let values = frame.form.values();
    let mut shown = Vec::new();
    for (index, id) in receivers(values).into_iter().enumerate() {
        let Some(organisation) = organisations::get(&mut connection, id).await? else { continue };
        let faults = frame.form.faults_of(&format!("{PICKED}/{index}"));
        let faults = faults.iter().map(|fault| fault.text.clone()).collect();
        shown.push(Receiver { organisation, faults });
    }
    let search = values.filled(&format!("{PICKED}_query"));
    let search = search.filter(|_| values.trimmed(PICKED).is_empty() || values.has("find"));
    let picked = values.get(PICKED);
    let picker = pickers::organisation(&mut connection, texts, picked, search.as_deref()).await?;
    let way = way(&mut connection, frame.card.appeal.number).await?;
    drop(connection);
    let status = frame.status();
    let notice = frame.card.appeal.notice_due_on;
    let page = RedirectPage {
        page: frame.page(visit),
        chosen: values.get(RECEIVERS).to_owned(),
        receivers: shown,
        picker,
        letters: Letters::of(visit, front, official, &frame).await?,
        notice: notice.map(|due| ShownTerm::of_notice(due, visit.now(), texts)),
        way,
        by_post: letters::by_post(&frame),
        frame,
    };
    frame::show(status, &page)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    // REQ: CTL-03
    #[test]
    fn what_is_picked_joins_the_receivers_once_and_can_be_taken_back() {
        let ids = [1_u128, 2].map(|id| OrganisationId(Uuid::from_u128(id)).to_string());
        let mut values = FormValues::default().with(PICKED, &*ids[0]);
        choose(&mut values);
        values.set(PICKED, &*ids[1]);
        choose(&mut values);
        values.set(PICKED, &*ids[1]);
        choose(&mut values);
        assert_eq!(values.get(RECEIVERS), ids.join(" "));
        assert_eq!(values.get(PICKED), "");
        let mut values = values.with("drop", &*ids[0]);
        choose(&mut values);
        assert_eq!(values.get(RECEIVERS), ids[1]);
        let mut searching = FormValues::default().with(PICKED, &*ids[0]).with("find", PICKED);
        choose(&mut searching);
        assert_eq!(searching.get(RECEIVERS), "");
    }
}
