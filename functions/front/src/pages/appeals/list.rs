//! The applicant's own appeals and drafts (SUB-09).

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use zvarot_domain::DraftId;
use zvarot_domain::appeal::AppealForm;
use zvarot_locale::Texts;
use zvarot_store::appeals::{self, AppealLine};
use zvarot_store::{Store, drafts};
use zvarot_web::{After, Applicant, Page, PageError, Position, Visit, show};

const PAGE_SIZE: usize = 25;

/// A draft as the list shows it.
struct ShownDraft {
    id: DraftId,
    beginning: String,
    updated_at: DateTime<Utc>,
}

#[derive(Template)]
#[template(path = "appeals/list.html")]
struct ListPage {
    page: Page,
    drafts: Vec<ShownDraft>,
    appeals: Vec<AppealLine>,
    first: Option<String>,
    next: Option<String>,
}

/// `GET /appeals?after=`
pub async fn page(
    visit: Visit,
    applicant: Applicant,
    State(store): State<Store>,
    Query(after): Query<After>,
) -> Result<Response, PageError> {
    let mut connection = store.pool().acquire().await?;
    let limit = i64::try_from(PAGE_SIZE + 1).unwrap_or(i64::MAX);
    let mut appeals =
        appeals::of_account(&mut connection, applicant.account, after.pair(), limit).await?;
    let first = after.first("/appeals");
    let drafts = match &first {
        None => drafts::list(&mut connection, applicant.account).await?,
        Some(_) => Vec::new(),
    };
    drop(connection);
    let next = After::next("/appeals", &mut appeals, PAGE_SIZE, |appeal| Position {
        at: appeal.submitted_at,
        id: appeal.id.0,
    });
    let texts = visit.texts();
    let drafts = drafts.into_iter().map(|draft| ShownDraft {
        id: draft.id,
        beginning: beginning(&draft.form, texts),
        updated_at: draft.updated_at,
    });
    show(&ListPage {
        page: Page::new(&visit),
        drafts: drafts.collect(),
        appeals,
        first,
        next,
    })
}

/// The first words of a draft, or that there are none yet.
fn beginning(form: &serde_json::Value, texts: &Texts) -> String {
    let form: AppealForm = serde_json::from_value(form.clone()).unwrap_or_default();
    let content = form.content.trim();
    if content.is_empty() {
        return texts.get("list-draft-empty").into_owned();
    }
    let mut beginning: String = content.chars().take(100).collect();
    if beginning.len() < content.len() {
        beginning.push('…');
    }
    beginning
}
