//! «Сервисы / Информационное взаимодействие / Загрузить обращение»: files of appeals, what became of them and of each of
//! their records (EDM-03). For officials who may load.

mod one;
mod upload;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::header;
use zvarot_actions::loads;
use zvarot_domain::{Actor, Faults, Permission, entry};
use zvarot_locale::{Texts, Value};
use zvarot_store::loads::{Load, LoadState};
use zvarot_web::{
    After, FormState, FormValues, Official, Page, PageError, Position, Visit, show, show_failed,
};

pub use one::{page as one, wrong};
pub use upload::{chosen, declare, form, next, posted, receive, remove, state};

use super::uploads;
use crate::context::Front;

const PATH: &str = "/loads";
const SHOWN: usize = 30;

/// A load in words.
struct ShownLoad {
    load: Load,
    state: String,
    tone: &'static str,
    /// Why it was refused.
    fault: String,
    /// How many were entered, were there, are wrong; empty before that is known.
    counts: String,
    /// How far it is, while it runs.
    progress: String,
}

impl ShownLoad {
    fn new(load: Load, texts: &Texts) -> Self {
        let fault = load.fault.clone().map(|fault| text_of(vec![fault], texts)).unwrap_or_default();
        let begun = load.done > 0 || load.state == LoadState::Done;
        let counts = [
            ("entered", Value::from(load.entered)),
            ("repeated", Value::from(load.repeated)),
            ("wrong", Value::from(load.wrong)),
        ];
        let progress = match (load.state, load.total) {
            (LoadState::Entering, Some(total)) => texts.with(
                "load-progress",
                &[("done", Value::from(load.done)), ("total", Value::from(total))],
            ),
            (LoadState::Checking, _) => texts.get("load-progress-checking").into_owned(),
            _ => String::new(),
        };
        Self {
            state: match load.state {
                LoadState::Done if load.wrong > 0 => texts.get("load-state-done-wrong"),
                state => texts.get(&format!("load-state-{}", state.code())),
            }
            .into_owned(),
            tone: match load.state {
                LoadState::Done if load.wrong == 0 => "good",
                LoadState::Done | LoadState::Uploading => "warn",
                LoadState::Checking | LoadState::Entering => "calm",
                LoadState::Refused => "bad",
            },
            counts: if begun { texts.with("load-counts", &counts) } else { String::new() },
            fault,
            progress,
            load,
        }
    }

    fn path(&self) -> String {
        format!("{PATH}/{}", self.load.id)
    }
}

/// Faults in words, without their fields.
fn text_of(faults: Faults, texts: &Texts) -> String {
    let form = FormState::failed(FormValues::default(), &faults, texts);
    let texts: Vec<&str> = form.summary().map(|fault| fault.text.as_str()).collect();
    texts.join(" ")
}

#[derive(Template)]
#[template(path = "loads/list.html")]
struct ListPage {
    page: Page,
    form: FormState,
    upload_texts: String,
    files_by_form: bool,
    entries: Vec<ShownLoad>,
    first: Option<String>,
    next: Option<String>,
}

/// `GET /loads?after=`
pub async fn list(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Query(after): Query<After>,
) -> Result<Response, PageError> {
    allow(&official.actor)?;
    let page = Page::new(&visit);
    show(&list_page(page, &visit, &official.actor, &front, &after, &Faults::new()).await?)
}

/// The same page after a file that was not taken.
async fn failed(
    visit: &Visit,
    actor: &Actor,
    front: &Front,
    faults: &Faults,
) -> Result<Response, PageError> {
    let page = Page::failed(visit);
    show_failed(&list_page(page, visit, actor, front, &After::default(), faults).await?)
}

async fn list_page(
    page: Page,
    visit: &Visit,
    actor: &Actor,
    front: &Front,
    after: &After,
    faults: &Faults,
) -> Result<ListPage, PageError> {
    let texts = visit.texts();
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    let mut found = loads::list(&front.actions, actor, after.pair(), limit).await?;
    let next = After::next(PATH, &mut found, SHOWN, |load| Position {
        at: load.created_at,
        id: load.id,
    });
    Ok(ListPage {
        page,
        form: FormState::failed(FormValues::default(), faults, texts)
            .labelled(&[("file", "load-file")], texts),
        upload_texts: uploads::script_texts(texts),
        files_by_form: front.files_by_form,
        entries: found.into_iter().map(|load| ShownLoad::new(load, texts)).collect(),
        first: after.first(PATH),
        next,
    })
}

/// `GET /loads/schema.json`
pub async fn schema(official: Official) -> Result<Response, PageError> {
    allow(&official.actor)?;
    Ok(attachment("appeal-record.schema.json", entry::SCHEMA))
}

/// `GET /loads/sample.json`
pub async fn sample(official: Official) -> Result<Response, PageError> {
    allow(&official.actor)?;
    Ok(attachment("appeal-records.sample.json", entry::SAMPLE))
}

fn attachment(name: &str, text: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, text).into_response()
}

fn allow(actor: &Actor) -> Result<(), PageError> {
    if Permission::LoadAppeals.is_given_to(actor) { Ok(()) } else { Err(PageError::NotFound) }
}
