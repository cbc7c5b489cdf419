//! `/answers`: answers that organisations have published (BEY-01), for everybody, without signing in.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use url::form_urlencoded;
use uuid::Uuid;
use zvarot_domain::Locale;
use zvarot_domain::search::Typed;
use zvarot_locale::Texts;
use zvarot_store::Store;
use zvarot_store::publications::{self, Publication};
use zvarot_web::{After, Choice, FormState, FormValues, Page, PageError, Position, Visit, show};

const PATH: &str = "/answers";
const SHOWN: usize = 20;
/// Characters of an answer in a list.
const BEGINNING: usize = 160;
/// Characters of what is searched for.
const LONGEST: usize = 200;

/// A published answer in a list.
pub struct ShownAnswer {
    pub id: Uuid,
    pub locale: Locale,
    pub title: String,
    pub organisation: String,
    pub topic: String,
    pub published_at: DateTime<Utc>,
    pub beginning: String,
}

impl ShownAnswer {
    /// As the reader of these texts sees it.
    pub fn new(answer: &Publication, texts: &Texts) -> Self {
        let named = |[ru, be]: &[String; 2]| texts.choose(ru, be).to_owned();
        let mut beginning: String = answer.answer.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(BEGINNING).collect();
        if beginning.chars().count() == BEGINNING {
            beginning.push('…');
        }
        Self {
            id: answer.id,
            locale: answer.locale,
            title: answer.title.clone(),
            organisation: named(&answer.organisation_name),
            topic: named(&answer.topic_name),
            published_at: answer.published_at,
            beginning,
        }
    }
}

#[derive(Template)]
#[template(path = "answers/list.html")]
struct ListPage {
    page: Page,
    form: FormState,
    topics: Vec<Choice>,
    answers: Vec<ShownAnswer>,
    first: Option<String>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "answers/one.html")]
struct OnePage {
    page: Page,
    answer: Publication,
    /// The list of the topic.
    topic: String,
}

/// What is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    find: String,
    topic: String,
}

/// `GET /answers?find=&topic=&after=`
pub async fn list(visit: Visit, State(store): State<Store>, Query(asked): Query<Asked>, Query(after): Query<After>) -> Result<Response, PageError> {
    let texts = visit.texts();
    let find: String = asked.find.replace('\0', " ").chars().take(LONGEST).collect();
    let topic = Some(asked.topic.as_str()).filter(|topic| !topic.is_empty() && !topic.contains('\0'));
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    let mut connection = store.pool().acquire().await?;
    let mut found = publications::list(&mut connection, topic, Typed::read(&find).as_ref(), after.pair(), limit).await?;
    drop(connection);
    let path = format!("{PATH}?{}", query(&find, &asked.topic));
    let next = After::next(&path, &mut found, SHOWN, |answer| Position { at: answer.published_at, id: answer.id });
    show(&ListPage {
        page: Page::new(&visit),
        form: FormState::new(FormValues::default().with("find", find).with("topic", asked.topic)),
        topics: topics(&store, texts).await?,
        answers: found.iter().map(|answer| ShownAnswer::new(answer, texts)).collect(),
        first: after.first(&path),
        next,
    })
}

fn query(find: &str, topic: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("find", find).append_pair("topic", topic).finish()
}

/// The sections of the classifier, any of them first.
async fn topics(store: &Store, texts: &Texts) -> Result<Vec<Choice>, PageError> {
    let sections = store.sections().await?;
    let named = sections.iter().map(|topic| Choice::new(topic.code.as_str(), topic.name(texts.locale())));
    Ok(std::iter::once(Choice::new("", texts.get("filter-any"))).chain(named).collect())
}

/// `GET /answers/{id}`
pub async fn one(visit: Visit, State(store): State<Store>, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let mut connection = store.pool().acquire().await?;
    let answer = publications::get(&mut connection, id).await?.ok_or(PageError::NotFound)?;
    let topic = format!("{PATH}?{}", query("", &answer.topic_code));
    show(&OnePage { page: Page::new(&visit), answer, topic })
}
