//! Sending an appeal on to the organisations that are competent (CTL-03; law, art. 10): one or several, with a covering
//! letter, never to the organisation complained about (BEY-05) and never back where it was already.

use askama::Template;
use axum::response::Response;
use zvarot_domain::{Action, CompletionResult, Form, OrganisationId, UploadPurpose, completion::CompletionForm, minsk};
use zvarot_store::appeals::{Station, way};
use zvarot_store::organisations::{self, Organisation};
use zvarot_web::{Choice, FormValues, FormWithFiles, Page, PageError};

use super::clocks::ShownTerm;
use super::desk::Desk;
use super::frame::{self, Frame};
use super::letter_picker;
use super::letters::{self, Letters};
use super::questions;
use crate::pages::pickers::{self, Picker};

/// The field of the receiver that is being picked; those picked before stand in [`RECEIVERS`].
const PICKED: &str = "redirected_to";
/// Ids of the receivers picked, separated by spaces.
const RECEIVERS: &str = "receivers";

/// How much of the appeal is sent on.
const WHOLE: &str = "whole";
const PART: &str = "part";

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
    /// The boxes of the appeal's questions.
    sent: Vec<String>,
    /// The whole or a part.
    extents: Vec<Choice>,
    /// What came on paper can leave the system.
    may_leave: bool,
    letters: Letters,
    notice: Option<ShownTerm>,
    /// How that day was found (BEY-06).
    how: Vec<String>,
    /// Where the appeal was already.
    way: Vec<Station>,
    /// How it gets to whoever does not read it in the cabinet.
    told: Option<String>,
    /// Letter templates of the appeal's language (REV-11).
    templates: Vec<Choice>,
}

/// `GET /work/appeals/{number}/redirect`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    let today = minsk::date(desk.visit.now()).to_string();
    let values = |_: &_| FormValues::default().with("redirect_date", today).with("extent", WHOLE);
    show(&desk, desk.open(Action::Redirect, values).await?).await
}

/// `POST /work/appeals/{number}/redirect`: every button of the form.
pub async fn submit(desk: Desk, posted: FormWithFiles) -> Result<Response, PageError> {
    let values = match desk.receive(UploadPurpose::Redirection, posted, choose).await? {
        Ok(values) => values,
        Err(frame) => return show(&desk, letter_picker::again(&desk, *frame, "explanation").await?).await,
    };
    let typed = |switch: &str, on: &str, field: &str| {
        (values.get(switch) == on).then(|| values.get(field).to_owned())
    };
    let form = CompletionForm {
        redirected_to: receivers(&values).iter().map(OrganisationId::to_string).collect(),
        redirect_date: values.filled("redirect_date"),
        outside: values.filled("outside"),
        questions: typed("extent", PART, "questions"),
        sent: questions::sent(&values),
        control_until: typed("under_control", "yes", "control_until"),
        ..CompletionForm::of(CompletionResult::Redirected)
    };
    let done = if form.questions.is_some() { "redirected-part" } else { "redirected" };
    match desk.conclude(values, done, form).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(&desk, *frame).await,
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

async fn show(desk: &Desk, frame: Frame) -> Result<Response, PageError> {
    let (visit, texts) = (&desk.visit, desk.texts());
    let mut connection = desk.front.store.pool().acquire().await?;
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
    let extents = [WHOLE, PART].map(|extent| {
        let name = texts.get(&format!("work-redirect-{extent}"));
        Choice::new(extent, name).hint(texts.get(&format!("work-redirect-{extent}-hint")))
    });
    let status = frame.status();
    let notice = frame.card.appeal.notice_due_on;
    let page = RedirectPage {
        page: frame.page(visit),
        chosen: values.get(RECEIVERS).to_owned(),
        receivers: shown,
        picker,
        sent: questions::sent_fields(&frame.card),
        extents: extents.into(),
        may_leave: frame.card.appeal.form != Form::Electronic,
        letters: desk.letters(&frame, UploadPurpose::Redirection).await?,
        notice: notice.map(|due| ShownTerm::of_notice(due, visit.now(), texts)),
        how: desk.notice_how(&frame).await?,
        way,
        told: letters::note(&frame, "work-redirect", texts),
        templates: letter_picker::choices(desk, &frame).await?,
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
