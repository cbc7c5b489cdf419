//! Splitting an appeal into its questions (BEY-09; law, art. 14), and their results in the answer.

use askama::Template;
use axum::response::Response;
use zvarot_actions::appeals::{self, Card};
use zvarot_domain::questions::{QUESTIONS_AT_MOST, QuestionForm};
use zvarot_domain::{Action, EventKind, minsk};
use zvarot_store::topics;
use zvarot_web::{Choice, FormValues, Page, PageError, ProtectedForm};

use super::desk::Desk;
use super::frame::{self, Frame};

/// So many empty rows wait for more questions.
const EMPTY_ROWS: usize = 2;

/// The names of a row's fields.
pub struct Row {
    pub number: usize,
    pub text: String,
    pub topic: String,
}

#[derive(Template)]
#[template(path = "work/questions.html")]
struct QuestionsPage {
    page: Page,
    frame: Frame,
    rows: Vec<Row>,
    topics: Vec<Choice>,
}

/// `GET /work/appeals/{number}/questions`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    show(&desk, desk.open(Action::SetQuestions, values_of).await?).await
}

fn values_of(card: &Card) -> FormValues {
    let mut values = FormValues::default();
    for (row, question) in card.questions.iter().enumerate() {
        values.set(&format!("questions/{row}/text"), question.text.as_str());
        values.set(&format!("questions/{row}/topic"), question.topic_code.as_str());
    }
    if card.questions.is_empty() {
        let topic = card.appeal.subtopic_code.as_ref().unwrap_or(&card.appeal.topic_code);
        values.set("questions/0/topic", topic.as_str());
    }
    values
}

/// `POST /work/appeals/{number}/questions`: more rows, or the questions.
pub async fn submit(desk: Desk, ProtectedForm(values): ProtectedForm) -> Result<Response, PageError> {
    if values.has("more") && frame::readable(&values).is_ok() {
        return show(&desk, desk.again(values).await?).await;
    }
    let (actions, cause, actor, version) = (desk.actions(), &desk.cause, desk.actor(), frame::version(&values)?);
    let forms = forms(&values);
    let set = appeals::set_questions(actions, cause, actor, desk.number, version, &forms);
    match desk.carry_out(values, "questions", set).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(&desk, *frame).await,
    }
}

fn forms(values: &FormValues) -> Vec<QuestionForm> {
    let field = |row: usize, name: &str| values.get(&format!("questions/{row}/{name}")).to_owned();
    // One more than allowed, so that too many are told of.
    (0..=QUESTIONS_AT_MOST).map(|row| QuestionForm { text: field(row, "text"), topic_code: field(row, "topic") }).collect()
}

async fn show(desk: &Desk, frame: Frame) -> Result<Response, PageError> {
    let texts = desk.texts();
    let mut connection = desk.front.store.pool().acquire().await?;
    let known = topics::valid_on(&mut connection, minsk::date(desk.visit.now())).await?;
    drop(connection);
    let chosen = known.iter().map(|topic| Choice::new(topic.code.as_str(), format!("{} {}", topic.code, topic.name(texts.locale()))));
    let values = frame.form.values();
    let filled = (0..=QUESTIONS_AT_MOST).rev().find(|row| !values.get(&format!("questions/{row}/text")).is_empty());
    let count = (filled.map_or(0, |last| last + 1) + EMPTY_ROWS).clamp(EMPTY_ROWS + 1, QUESTIONS_AT_MOST);
    let rows = (0..count).map(|row| Row {
        number: row + 1,
        text: format!("questions/{row}/text"),
        topic: format!("questions/{row}/topic"),
    });
    let page = QuestionsPage {
        page: frame.page(&desk.visit),
        rows: rows.collect(),
        topics: [Choice::new("", texts.get("question-topic-none"))].into_iter().chain(chosen).collect(),
        frame,
    };
    frame::show(page.frame.status(), &page)
}

/// The hidden field that says of which questions the results are.
pub const ASKED: &str = "asked";

/// The name of the field with the result of a question.
pub fn result_field(row: usize) -> String {
    format!("questions/{row}/outcome")
}

/// The names of the fields with the results of a card's questions, in their order.
pub fn result_fields(card: &Card) -> Vec<String> {
    (0..card.questions.len()).map(result_field).collect()
}

/// The names of the boxes of the questions that may be sent on (CTL-03), in their order.
pub fn sent_fields(card: &Card) -> Vec<String> {
    card.questions.iter().map(|question| sent_field(question.position)).collect()
}

fn sent_field(position: i16) -> String {
    format!("sent/{position}")
}

/// The positions of the questions whose boxes are ticked.
pub fn sent(values: &FormValues) -> Vec<i16> {
    (1..).take(QUESTIONS_AT_MOST).filter(|position| values.has(&sent_field(*position))).collect()
}

/// When the questions of a card were set last: the number of the event, or nothing.
pub fn asked(card: &Card) -> String {
    let set = card.history.iter().rfind(|event| event.kind == EventKind::QuestionsSet);
    set.map(|event| event.id.0.to_string()).unwrap_or_default()
}

/// Results that were chosen for other questions than there are now do not jump to these.
pub fn forget_others(card: &Card, values: &mut FormValues) {
    let now = asked(card);
    if values.get(ASKED) != now {
        for row in 0..QUESTIONS_AT_MOST {
            values.set(&result_field(row), "");
        }
        values.set(ASKED, now);
    }
}
