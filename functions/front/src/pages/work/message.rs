//! Writing to the applicant while an appeal is considered (REV-09): asking for details, or an answer before the last one.

use askama::Template;
use axum::response::Response;
use zvarot_actions::appeals::{self, MessageForm};
use zvarot_domain::{Action, UploadPurpose};
use zvarot_domain::appeal::CorrespondenceKind;
use zvarot_web::{Choice, FormValues, FormWithFiles, Page, PageError};

use super::desk::Desk;
use super::frame::{self, Frame};
use super::letter_picker;
use super::letters::{self, Letters};
use crate::pages::messages::{self, ShownMessage};

#[derive(Template)]
#[template(path = "work/message.html")]
struct MessagePage {
    page: Page,
    frame: Frame,
    kinds: Vec<Choice>,
    letters: Letters,
    before: Vec<ShownMessage>,
    /// How it gets to whoever does not read it in the cabinet.
    told: Option<String>,
    /// Letter templates of the appeal's language (REV-11).
    templates: Vec<Choice>,
}

/// `GET /work/appeals/{number}/message`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    let question = CorrespondenceKind::Question.code();
    let values = |_: &_| FormValues::default().with("message_kind", question);
    show(&desk, desk.open(Action::SendMessage, values).await?).await
}

/// `POST /work/appeals/{number}/message`
pub async fn submit(desk: Desk, posted: FormWithFiles) -> Result<Response, PageError> {
    let values = match desk.receive(UploadPurpose::Message, posted, |_| {}).await? {
        Ok(values) => values,
        Err(frame) => return show(&desk, letter_picker::again(&desk, *frame, "text").await?).await,
    };
    let form = MessageForm {
        kind: values.get("message_kind").to_owned(),
        text: values.get("text").to_owned(),
    };
    let (actions, cause, actor) = (desk.actions(), &desk.cause, desk.actor());
    let text = format!("{}\n{}", form.kind, form.text);
    let warnings = frame::unseen(&values, &text, appeals::check_message(actions, cause, actor, desk.number, &form)).await;
    if !warnings.is_empty() {
        return show(&desk, desk.again(values).await?.warned_of(warnings, &text)).await;
    }
    let sent = appeals::send_message(actions, cause, actor, desk.number, &form);
    match desk.carry_out(values, "message", sent).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(&desk, *frame).await,
    }
}

async fn show(desk: &Desk, frame: Frame) -> Result<Response, PageError> {
    let texts = desk.texts();
    let without_cabinet = frame.card.appeal.account_id.is_none();
    let kinds = [CorrespondenceKind::Question, CorrespondenceKind::Answer].map(|kind| {
        let (name, hint) = (format!("message-kind-{}", kind.code()), format!("message-kind-{}-hint", kind.code()));
        let hint = if without_cabinet && kind == CorrespondenceKind::Question { hint + "-no-cabinet" } else { hint };
        Choice::new(kind.code(), texts.get(&name)).hint(texts.get(&hint))
    });
    let status = frame.status();
    let page = MessagePage {
        page: frame.page(&desk.visit),
        kinds: kinds.into(),
        letters: desk.letters(&frame, UploadPurpose::Message).await?,
        before: messages::shown(&frame.card, texts),
        templates: letter_picker::choices(desk, &frame).await?,
        told: letters::note(&frame, "work-message", texts),
        frame,
    };
    frame::show(status, &page)
}
