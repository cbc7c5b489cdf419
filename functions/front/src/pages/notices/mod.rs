//! The notices of a cabinet, applicant's or official's (NOT-01). Having been shown, they are read.

mod choices;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
pub use choices::{page as choices, submit as choose};
use zvarot_actions::{Actions, cabinet};
use zvarot_domain::{Actor, AppealNumber, MessageKind};
use zvarot_store::notices::{self, Notice};
use zvarot_web::{After, Page, PageError, Position, SignedIn, Visit, show};

const PAGE_SIZE: usize = 30;

/// A notice in words.
struct ShownNotice {
    at: DateTime<Utc>,
    text: String,
    unread: bool,
    link: Option<String>,
}

#[derive(Template)]
#[template(path = "notices/page.html")]
struct NoticesPage {
    page: Page,
    notices: Vec<ShownNotice>,
    /// Whether this is where the way to the choices is: applicants have theirs in the profile.
    official: bool,
    first: Option<String>,
    next: Option<String>,
}

/// `GET /notices?after=`
pub async fn page(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    Query(after): Query<After>,
) -> Result<Response, PageError> {
    let mut connection = actions.store.pool().acquire().await?;
    let limit = i64::try_from(PAGE_SIZE + 1).unwrap_or(i64::MAX);
    let mut found = notices::list(&mut connection, actor.account(), after.pair(), limit).await?;
    drop(connection);
    let first = after.first("/notices");
    let next = After::next("/notices", &mut found, PAGE_SIZE, |notice| Position {
        at: notice.created_at,
        id: notice.id.0,
    });
    if let Some(newest) = found
        .first()
        .filter(|_| found.iter().any(|notice| notice.read_at.is_none()))
    {
        cabinet::mark_notices_read(&actions, &visit.cause(), &actor, newest.created_at).await?;
    }
    let texts = visit.texts();
    let notices = found.iter().map(|notice| ShownNotice {
        at: notice.created_at,
        text: {
            let text = texts.about(&format!("notice-{}", notice.kind.replace('_', "-")), &notice.data);
            let more = [texts.also(&notice.data), texts.silent(&notice.data)];
            more.into_iter().flatten().fold(text, |text, more| format!("{text} {more}"))
        },
        unread: notice.read_at.is_none(),
        link: link(notice, &actor),
    });
    show(&NoticesPage {
        page: Page::new(&visit),
        notices: notices.collect(),
        official: actor.organisation().is_some(),
        first,
        next,
    })
}

/// Where a notice leads: to the appeal's card of whoever reads it.
fn link(notice: &Notice, actor: &Actor) -> Option<String> {
    let is = |kind: MessageKind| notice.kind == kind.code();
    if is(MessageKind::TaskCancelled) || is(MessageKind::DeadlineReminder) && notice.data["tasks"] == true {
        return Some("/work/tasks".to_owned());
    }
    if notice.kind == MessageKind::DeadlineReminder.code() {
        return Some(format!("/work/reminders?day={}", notice.data["day"].as_str()?));
    }
    // A file that was loaded has a page of its own.
    if let Some(load) = notice.data["load"].as_str() {
        return Some(format!("/loads/{load}"));
    }
    // What another organisation wants has a page of its own: its appeal is that organisation's.
    if let Some(assignment) = notice.data["assignment"].as_str() {
        return Some(format!("/work/assignments/{assignment}"));
    }
    if notice.kind == MessageKind::ReportReady.code() {
        return Some(format!("/reports/{}", notice.data["report"].as_str()?));
    }
    if notice.kind == MessageKind::ReportFailed.code() {
        return Some("/reports".to_owned());
    }
    let number = AppealNumber::from_i64(notice.appeal_number?).ok()?.digits();
    match actor {
        Actor::Applicant { .. } => Some(format!("/appeals/{number}")),
        Actor::Official { .. } => Some(format!("/work/appeals/{number}")),
        Actor::Operator { .. } | Actor::Client { .. } => None,
    }
}
