//! Correcting what the card says of the appeal itself (REG-08): the topic and the mark of a prescription; of what officials
//! entered also the kind, the applicant, the sheets and the summary.

use askama::Template;
use axum::response::Response;
use zvarot_actions::appeals::{self, DetailsForm};
use zvarot_domain::entry::Correction;
use zvarot_domain::{Action, Kind};
use zvarot_web::{Choice, FormValues, Page, PageError, ProtectedForm};

use super::desk::Desk;
use super::frame::{self, Frame};
use crate::pages::person;
use crate::pages::pickers::{self, Picker};

#[derive(Template)]
#[template(path = "work/details.html")]
struct DetailsPage {
    page: Page,
    frame: Frame,
    topic: Picker,
    kinds: Vec<Choice>,
    /// Whether officials entered it: there is more to correct.
    entered: bool,
}

/// `GET /work/appeals/{number}/details`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    let card = desk.card().await?;
    let form = appeals::details_form(desk.actions(), &desk.cause, &card.appeal).await?;
    show(&desk, desk.open(Action::CorrectCard, |_| write(&form)).await?).await
}

/// `POST /work/appeals/{number}/details`
pub async fn submit(desk: Desk, ProtectedForm(values): ProtectedForm) -> Result<Response, PageError> {
    if values.has("find") {
        return show(&desk, desk.again(values).await?).await;
    }
    let form = read(&values);
    let (actions, actor, version) = (desk.actions(), desk.actor(), frame::version(&values)?);
    let corrected = appeals::correct_details(actions, &desk.cause, actor, desk.number, version, &form);
    match desk.carry_out(values, "corrected", corrected).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(&desk, *frame).await,
    }
}

fn read(values: &FormValues) -> DetailsForm {
    let text = |name: &str| values.get(name).to_owned();
    DetailsForm {
        topic: text("topic"),
        prescription: text("prescription"),
        entered: Correction {
            kind: text("kind"),
            applicant: person::read(values),
            phone: text("phone"),
            email: text("email"),
            sheets: text("sheets"),
            annex_sheets: text("annex_sheets"),
            summary: text("summary"),
        },
    }
}

fn write(form: &DetailsForm) -> FormValues {
    let entered = &form.entered;
    person::write(&entered.applicant)
        .with("topic", &*form.topic)
        .with("prescription", &*form.prescription)
        .with("kind", &*entered.kind)
        .with("phone", &*entered.phone)
        .with("email", &*entered.email)
        .with("sheets", &*entered.sheets)
        .with("annex_sheets", &*entered.annex_sheets)
        .with("summary", &*entered.summary)
}

async fn show(desk: &Desk, mut frame: Frame) -> Result<Response, PageError> {
    let texts = desk.texts();
    frame.form = std::mem::take(&mut frame.form).labelled(person::LABELS, texts);
    let classifier = pickers::classifier(&desk.visit, &desk.front.store).await?;
    let values = frame.form.values();
    let search = values.has("find").then(|| values.get("topic_query"));
    let status = frame.status();
    let page = DetailsPage {
        page: frame.page(&desk.visit),
        topic: pickers::topic(&classifier, texts, values.get("topic"), search),
        kinds: Kind::ALL.map(|kind| Choice::new(kind.code(), texts.get(&format!("kind-{}", kind.code())))).into(),
        entered: frame.card.appeal.account_id.is_none(),
        frame,
    };
    frame::show(status, &page)
}
