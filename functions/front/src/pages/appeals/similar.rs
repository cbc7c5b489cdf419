//! Before an appeal is submitted (BEY-01): published answers to similar questions, and what the applicant has written about
//! the same. In the form itself, renewed by the script while one writes; with scripts off on a page before submitting.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use zvarot_actions::drafts;
use zvarot_domain::{AccountId, DraftId, Status, appeal::AppealForm};
use zvarot_store::PgConnection;
use zvarot_store::appeals::{self, AppealLine};
use zvarot_store::publications;
use zvarot_web::{Applicant, FormValues, Page, PageError, Visit, show};

use super::draft_form;
use crate::context::Front;
use crate::pages::answers::ShownAnswer;

/// So many of each are shown.
const SHOWN: i64 = 3;
/// A text with fewer words says too little.
const FEWEST_WORDS: usize = 3;

/// What is shown of others' questions and of the own ones.
#[derive(Default)]
pub struct Similar {
    pub answers: Vec<ShownAnswer>,
    pub own: Vec<AppealLine>,
}

impl Similar {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.own.is_empty()
    }

    /// Whether one of the own is still considered.
    pub fn own_waits(&self) -> bool {
        self.own.iter().any(|line| !line.status.is_final())
    }

    /// Whether one of the own has its result.
    pub fn own_is_done(&self) -> bool {
        self.own.iter().any(|line| line.status.is_final() && line.status != Status::Withdrawn)
    }

    /// Of what is written so far.
    pub async fn of(
        visit: &Visit,
        connection: &mut PgConnection,
        account: AccountId,
        topic: &str,
        content: &str,
    ) -> Result<Self, PageError> {
        if content.split_whitespace().nth(FEWEST_WORDS - 1).is_none() {
            return Ok(Self::default());
        }
        let stems = publications::stems(&mut *connection, content).await?;
        let answers = publications::similar(&mut *connection, content, topic, SHOWN).await?;
        Ok(Self {
            answers: answers.iter().map(|answer| ShownAnswer::new(answer, visit.texts())).collect(),
            own: appeals::own_similar(connection, account, &stems, SHOWN).await?,
        })
    }
}

#[derive(Template)]
#[template(path = "appeals/similar_part.html")]
struct Part {
    page: Page,
    similar: Similar,
}

#[derive(Template)]
#[template(path = "appeals/before.html")]
struct BeforePage {
    page: Page,
    path: String,
    content: String,
    /// All that was typed: submitting sends it once more.
    fields: FormValues,
    similar: Similar,
}

/// The draft and what is similar to it.
async fn of_draft(visit: &Visit, applicant: &Applicant, front: &Front, id: DraftId) -> Result<(AppealForm, i32, Similar), PageError> {
    let (draft, form) = drafts::open(&front.actions, &visit.cause(), &applicant.actor, id).await?;
    let mut connection = front.store.pool().acquire().await?;
    let similar = Similar::of(visit, &mut connection, applicant.account, &form.topic_code, &form.content).await?;
    Ok((form, draft.version, similar))
}

/// `GET /drafts/{id}/similar`: the part of the form, for its script.
pub async fn part(visit: Visit, applicant: Applicant, State(front): State<Front>, Path(id): Path<DraftId>) -> Result<Response, PageError> {
    let (_, _, similar) = of_draft(&visit, &applicant, &front, id).await?;
    Ok(Html(Part { page: Page::new(&visit), similar }.render()?).into_response())
}

/// `GET /drafts/{id}/before`: the last look where scripts are off.
pub async fn before(visit: Visit, applicant: Applicant, State(front): State<Front>, Path(id): Path<DraftId>) -> Result<Response, PageError> {
    let (form, version, similar) = match of_draft(&visit, &applicant, &front, id).await {
        Err(PageError::NotFound) => return super::draft::submitted(&front, &applicant, id).await,
        found => found?,
    };
    show(&BeforePage {
        page: Page::new(&visit),
        path: format!("/drafts/{id}"),
        content: form.content.clone(),
        fields: draft_form::write(&form, version),
        similar,
    })
}
