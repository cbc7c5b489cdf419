//! Correcting what the card says of the appeal itself (REG-08): the topic and the mark of a prescription; of what officials
//! entered also how it came in, the kind, the applicant, the sheets, the summary, and a scan that was missing.

use askama::Template;
use axum::response::Response;
use zvarot_actions::appeals::{self, DetailsForm};
use zvarot_domain::entry::Correction;
use zvarot_domain::{Action, Form, Kind};
use zvarot_store::files::{self, Holder};
use zvarot_web::{Choice, FormValues, FormWithFiles, Page, PageError};

use super::desk::Desk;
use super::frame::{self, Back, Frame};
use super::letters::{self, Letters};
use super::paper;
use crate::pages::person;
use crate::pages::pickers::{self, Picker};
use crate::pages::uploads::ShownFile;

#[derive(Template)]
#[template(path = "work/details.html")]
struct DetailsPage {
    page: Page,
    frame: Frame,
    topic: Picker,
    kinds: Vec<Choice>,
    /// Whether officials entered it: there is more to correct.
    entered: bool,
    /// The forms that it may have come in; none: a program says that it was electronic.
    forms: Vec<Choice>,
    /// Another organisation of the system sent it on: when it came in is known.
    sent_on: bool,
    scans: Letters,
}

/// `GET /work/appeals/{number}/details`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    let card = desk.card().await?;
    let form = appeals::details_form(desk.actions(), &desk.cause, &card.appeal).await?;
    show(&desk, desk.open(Action::CorrectCard, |_| write(&form)).await?).await
}

/// `POST /work/appeals/{number}/details`
pub async fn submit(desk: Desk, mut posted: FormWithFiles) -> Result<Response, PageError> {
    let (visit, actor, front) = (&desk.visit, desk.actor(), &desk.front);
    let holder = Holder::ScanOf(desk.card().await?.appeal.id);
    let faults = letters::receive_as(visit, actor, front, holder, &mut posted).await?;
    let values = posted.into_values();
    letters::remove(visit, actor, front, &values).await?;
    if !faults.is_empty() || values.has("find") || values.has("remove") {
        return show(&desk, desk.reopen(values, Back::Faults(faults)).await?).await;
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
            form: text("form"),
            received_on: text("received_on"),
            reception_by: text("reception_by"),
            reception_on: text("reception_on"),
            cover_from: text("cover_from"),
            cover_on: text("cover_on"),
            cover_index: text("cover_index"),
            reason: text("reason"),
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
        .with("form", &*entered.form)
        .with("received_on", &*entered.received_on)
        .with("reception_by", &*entered.reception_by)
        .with("reception_on", &*entered.reception_on)
        .with("cover_from", &*entered.cover_from)
        .with("cover_on", &*entered.cover_on)
        .with("cover_index", &*entered.cover_index)
        .with("reason", &*entered.reason)
}

async fn show(desk: &Desk, mut frame: Frame) -> Result<Response, PageError> {
    let texts = desk.texts();
    frame.form = std::mem::take(&mut frame.form).labelled(person::LABELS, texts).labelled(paper::LABELS, texts);
    let classifier = pickers::classifier(&desk.visit, &desk.front.store).await?;
    let values = frame.form.values();
    let search = values.has("find").then(|| values.get("topic_query"));
    let status = frame.status();
    let appeal = &frame.card.appeal;
    let mut connection = desk.front.store.pool().acquire().await?;
    let scans = files::scans_for(&mut connection, appeal.id, desk.actor().account()).await?;
    drop(connection);
    let scans = scans.iter().map(|file| ShownFile::new(file, texts)).collect();
    let coded = |form: Form| Choice::new(form.code(), texts.get(&format!("form-{}", form.code())));
    let page = DetailsPage {
        page: frame.page(&desk.visit),
        topic: pickers::topic(&classifier, texts, values.get("topic"), search),
        kinds: Kind::ALL.map(|kind| Choice::new(kind.code(), texts.get(&format!("kind-{}", kind.code())))).into(),
        entered: appeal.account_id.is_none(),
        forms: if appeal.form == Form::Electronic { Vec::new() } else { [Form::Written, Form::Oral].map(coded).into() },
        sent_on: appeal.redirected_from.is_some(),
        scans: Letters::held(scans, Holder::ScanOf(appeal.id), texts),
        frame,
    };
    frame::show(status, &page)
}
