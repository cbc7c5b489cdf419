//! What is done with a list as a whole: kept as a search under a name (BEY-14), made a file of (REG-11).

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;
use zvarot_actions::{ActionError, Actions, lists};
use zvarot_domain::Faults;
use zvarot_domain::search::Filter;
use zvarot_domain::report::ReportFormat;
use zvarot_locale::Texts;
use zvarot_objects::Objects;
use zvarot_store::searches;
use zvarot_web::{FormState, FormValues, Official, Page, PageError, ProtectedForm, Visit, show, show_failed};

use super::filter::{self, Asked, PATH};
use crate::pages::reports::FormedFile;

const SEARCHES: &str = "/work/searches";
const LABELS: &[(&str, &str)] = &[("name", "search-name")];

/// A kept search.
struct Kept {
    id: Uuid,
    name: String,
    path: String,
    words: String,
}

#[derive(Template)]
#[template(path = "work/searches.html")]
struct SearchesPage {
    page: Page,
    form: FormState,
    /// What is to be kept: its query and what it asks, in words.
    new: Option<(String, Vec<String>)>,
    kept: Vec<Kept>,
}

/// `GET /work/searches?…`: the kept searches; with a filter's query, the form to keep it.
pub async fn page(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let query = Asked::new(fields).read().ok().filter(|filter| !filter.is_plain()).map(|filter| filter::query(&filter));
    show(&searches_page(&visit, &official, &actions, query, FormState::default()).await?)
}

async fn searches_page(
    visit: &Visit,
    official: &Official,
    actions: &Actions,
    query: Option<String>,
    form: FormState,
) -> Result<SearchesPage, PageError> {
    lists::view(&official.actor)?;
    let texts: &Texts = visit.texts();
    let mut connection = actions.store.pool().acquire().await?;
    let saved = searches::saved(&mut connection, official.actor.account()).await?;
    // A query that cannot be read any more is kept all the same.
    let readable = saved.iter().map(|search| filter::of_query(&search.query).unwrap_or_default());
    let asked = query.and_then(|query| Some((filter::of_query(&query)?, query)));
    let filters: Vec<Filter> = readable.chain(asked.iter().map(|(filter, _)| filter.clone())).collect();
    let mut words = lists::filters_words(&mut connection, official.organisation, &filters, texts).await?.into_iter();
    let kept = saved.into_iter().zip(&mut words).map(|(search, words)| Kept {
        id: search.id,
        name: search.name,
        path: format!("{PATH}?{}", search.query),
        words: words.join("; "),
    });
    let kept = kept.collect();
    let new = asked.and_then(|(_, query)| Some((query, words.next()?)));
    let page = if form.has_faults() { Page::failed(visit) } else { Page::new(visit) };
    Ok(SearchesPage { page, form, new, kept })
}

/// `POST /work/searches`
pub async fn save(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    // What is kept is what would be read again: nothing else of the posted query.
    let asked = filter::of_query(values.get("query")).filter(|filter| !filter.is_plain());
    let query = filter::query(&asked.ok_or(PageError::Refused("search-not-understood".into()))?);
    let unreadable = values.unreadable();
    let saved = if unreadable.is_empty() {
        lists::save_search(&actions, &visit.cause(), &official.actor, values.get("name"), &query).await
    } else {
        Err(ActionError::Invalid(unreadable))
    };
    match saved {
        Ok(()) => Ok(Redirect::to(SEARCHES).into_response()),
        Err(ActionError::Invalid(faults)) => {
            let form = failed(values, &faults, visit.texts());
            show_failed(&searches_page(&visit, &official, &actions, Some(query), form).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn failed(values: FormValues, faults: &Faults, texts: &Texts) -> FormState {
    FormState::failed(values, faults, texts).labelled(LABELS, texts)
}

/// `POST /work/searches/{id}/remove`
pub async fn remove(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Path(id): Path<Uuid>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Redirect, PageError> {
    lists::remove_search(&actions, &visit.cause(), &official.actor, id).await?;
    Ok(Redirect::to(SEARCHES))
}

/// `POST /work/list-files`: the list of a query as a file.
pub async fn make_file(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Redirect, PageError> {
    let filter = filter::of_query(values.get("query")).ok_or(PageError::BadRequest)?;
    let asked = lists::ask_for_file(&actions, &visit.cause(), &visit.client(), &official.actor, &filter, visit.locale()).await;
    match asked {
        Ok(id) => Ok(Redirect::to(&format!("/work/list-files/{id}"))),
        Err(ActionError::Conflict) => Err(PageError::Refused("report-too-many".into())),
        Err(error) => Err(error.into()),
    }
}

/// `GET /work/list-files/{id}`
pub async fn open_file(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    State(objects): State<Objects>,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let mut connection = actions.store.pool().acquire().await?;
    let list = lists::file(&mut connection, &official.actor, id).await?;
    drop(connection);
    let title = Texts::of(list.locale).get("list-file-title");
    let day = zvarot_domain::minsk::date(list.created_at);
    let file = FormedFile {
        title: visit.texts().get("list-file-title").into_owned(),
        file_name: format!("{title} {day}.xlsx"),
        format: ReportFormat::Xlsx,
        state: list.state,
        progress: list.progress,
        fault: list.fault,
        object_key: list.object_key,
        back: (PATH, "work-to-list"),
    };
    file.open(&visit, &objects).await
}
