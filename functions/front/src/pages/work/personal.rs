//! `/work/personal`: what is addressed to the head personally (SUB-07). The authorised representative finds here what is to be
//! moderated; the head what was, and nothing before.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use zvarot_domain::Role;
use zvarot_domain::appeal::PersonalState;
use zvarot_domain::permissions::Permission;
use zvarot_store::Store;
use zvarot_store::appeals::{self, AppealLine};
use zvarot_web::{After, Official, Page, PageError, Position, Visit, show};

use super::frame::card_path;

const PATH: &str = "/work/personal";
const SHOWN: usize = 50;

struct Row {
    line: AppealLine,
    path: String,
}

#[derive(Template)]
#[template(path = "work/personal.html")]
struct PersonalPage {
    page: Page,
    /// What is to be moderated: for the representative only, on the first page.
    to_moderate: Vec<Row>,
    moderates: bool,
    passed: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
}

/// `GET /work/personal?after=`
pub async fn page(
    visit: Visit,
    official: Official,
    State(store): State<Store>,
    Query(after): Query<After>,
) -> Result<Response, PageError> {
    let permission = Permission::SeePersonalAppeals.require(&official.actor);
    permission.map_err(|_| PageError::NotFound)?;
    let (organisation, limit) = (official.organisation, i64::try_from(SHOWN + 1).unwrap_or(i64::MAX));
    let moderates = official.actor.has(Role::AuthorisedPerson);
    let mut connection = store.pool().acquire().await?;
    let to_moderate = if moderates && after.pair().is_none() {
        let state = PersonalState::Addressed;
        appeals::personal(&mut connection, organisation, state, None, limit).await?
    } else {
        Vec::new()
    };
    let state = PersonalState::Passed;
    let mut passed =
        appeals::personal(&mut connection, organisation, state, after.pair(), limit).await?;
    let next = After::next(PATH, &mut passed, SHOWN, |line| Position {
        at: line.submitted_at,
        id: line.id.0,
    });
    show(&PersonalPage {
        page: Page::new(&visit),
        to_moderate: rows(to_moderate),
        moderates,
        passed: rows(passed),
        first: after.first(PATH),
        next,
    })
}

fn rows(lines: Vec<AppealLine>) -> Vec<Row> {
    lines.into_iter().map(|line| Row { path: card_path(line.number), line }).collect()
}
