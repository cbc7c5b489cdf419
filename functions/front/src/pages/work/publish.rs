//! Publishing the answer of an appeal (BEY-01): the question and the answer written anew without anybody's personal data,
//! looked at as everybody will see them, and confirmed as read.

use askama::Template;
use axum::response::Response;
use zvarot_actions::appeals::{self, Card};
use zvarot_domain::Action;
use zvarot_domain::publication::{PublicationForm, Published};
use zvarot_store::publications::{self, Publication};
use zvarot_web::{FormValues, Page, PageError, ProtectedForm};

use super::desk::Desk;
use super::frame::{self, Frame};

#[derive(Template)]
#[template(path = "work/publish.html")]
struct PublishPage {
    page: Page,
    frame: Frame,
    /// What is published of it, shown now or not any more.
    published: Option<Publication>,
}

#[derive(Template)]
#[template(path = "work/publish_preview.html")]
struct PreviewPage {
    page: Page,
    frame: Frame,
    text: Published,
}

/// `GET /work/appeals/{number}/publish`: what is published, or else what was asked and answered, to be written anew.
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    let published = published(&desk).await?;
    let values = |card: &Card| match &published {
        Some(known) => values(&known.title, &known.question, &known.answer),
        None => {
            let topic = card.subtopic.as_ref().or(card.topic.as_ref());
            let title = topic.map(|topic| topic.name(card.appeal.locale)).unwrap_or_default();
            let answer = card.answers.last().map(|answer| answer.text.as_str()).unwrap_or_default();
            values(title, &card.appeal.content, answer)
        }
    };
    let frame = desk.open(Action::PublishAnswer, values).await?;
    show(&desk, frame).await
}

fn values(title: &str, question: &str, answer: &str) -> FormValues {
    FormValues::default().with("title", title).with("question", question).with("answer", answer)
}

/// `POST /work/appeals/{number}/publish`: the look, the way back from it, publishing, or taking it off the site.
pub async fn submit(desk: Desk, ProtectedForm(values): ProtectedForm) -> Result<Response, PageError> {
    let (actions, actor, cause, number) = (desk.actions(), desk.actor(), &desk.cause, desk.number);
    let done = if values.has("withdraw") {
        let version = frame::version(&values)?;
        desk.carry_out(values, "publication-withdrawn", appeals::withdraw_publication(actions, cause, actor, number, version)).await?
    } else if values.has("send") {
        let (version, form) = (frame::version(&values)?, read(&values));
        let reviewed = form.reviewed;
        match desk.carry_out(values, "published", appeals::publish(actions, cause, actor, number, version, &form)).await? {
            // The confirmation alone was forgotten: it stands on the look.
            Err(frame) if !reviewed && frame.form.is_wrong("reviewed") => return look(&desk, *frame, &form).await,
            done => done,
        }
    } else if values.has("edit") {
        Err(Box::new(desk.again(values).await?))
    } else {
        let form = read(&values);
        let checked = appeals::check_publication(actions, cause, actor, number, &form).await;
        match frame::readable(&values).and(checked) {
            Ok(_) => return look(&desk, desk.again(values).await?, &form).await,
            Err(error) => Err(Box::new(desk.reopen(values, frame::back(error)?).await?)),
        }
    };
    match done {
        Ok(done) => Ok(done),
        Err(frame) => show(&desk, *frame).await,
    }
}

fn read(values: &FormValues) -> PublicationForm {
    let text = |name: &str| values.get(name).to_owned();
    PublicationForm { title: text("title"), question: text("question"), answer: text("answer"), official: text("official"), reviewed: values.get("reviewed") == "yes" }
}

async fn published(desk: &Desk) -> Result<Option<Publication>, PageError> {
    let appeal = desk.card().await?.appeal.id;
    let mut connection = desk.front.store.pool().acquire().await?;
    Ok(publications::of_appeal(&mut connection, appeal).await?)
}

async fn look(desk: &Desk, frame: Frame, form: &PublicationForm) -> Result<Response, PageError> {
    let text = appeals::check_publication(desk.actions(), &desk.cause, desk.actor(), desk.number, form).await?;
    let status = frame.status();
    frame::show(status, &PreviewPage { page: frame.page(&desk.visit), text, frame })
}

async fn show(desk: &Desk, frame: Frame) -> Result<Response, PageError> {
    let published = published(desk).await?;
    let status = frame.status();
    frame::show(status, &PublishPage { page: frame.page(&desk.visit), published, frame })
}
