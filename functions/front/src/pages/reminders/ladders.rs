//! `/organisation/reminders`: when the organisation's officials are reminded, by its external administrator or clerk.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use zvarot_actions::reminders::{LadderForm, ladders, set_ladders, version_of};
use zvarot_actions::{ActionError, Actions};
use zvarot_domain::permissions::Permission;
use zvarot_domain::reminders::{Ladder, TermClock};
use zvarot_web::{FormState, FormValues, Official, Page, PageError, ProtectedForm, Visit, show, show_failed};

const PATH: &str = "/organisation/reminders";

/// The fields with the keys of their labels: the summary of faults names them.
const LABELS: &[(&str, &str)] = &[
    ("review_before", "ladder-review"),
    ("review_after", "ladder-review"),
    ("notice_before", "ladder-notice"),
    ("notice_after", "ladder-notice"),
    ("registration_after", "ladder-registration"),
    ("execution_before", "ladder-execution"),
    ("execution_after", "ladder-execution"),
    ("assignment_before", "ladder-assignment"),
    ("assignment_after", "ladder-assignment"),
    ("control_before", "ladder-control"),
    ("control_after", "ladder-control"),
    ("silence_after", "ladder-silence"),
];

/// The fields of one clock.
struct Part {
    title: String,
    /// None: nothing can be said before this term.
    before: Option<String>,
    after: String,
    after_label: &'static str,
    after_hint: &'static str,
}

#[derive(Template)]
#[template(path = "reminders/ladders.html")]
struct LaddersPage {
    page: Page,
    form: FormState,
    parts: Vec<Part>,
    saved: bool,
    may_see: bool,
}

/// What was done just now.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// `GET /organisation/reminders`
pub async fn page(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Query(query): Query<Done>,
) -> Result<Response, PageError> {
    let ladders = ladders(&actions, &visit.cause(), &official.actor).await?;
    let form = FormState::new(values(&ladders));
    show(&ladders_page(Page::new(&visit), &official, form, !query.done.is_empty()))
}

/// `POST /organisation/reminders`
pub async fn submit(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let forms = TermClock::ALL.map(|clock| {
        let value = |what: &str| values.get(&format!("{clock}_{what}")).to_owned();
        let before = match clock {
            TermClock::Registration | TermClock::Silence => String::new(),
            _ => value("before"),
        };
        let after = value("after");
        (clock, LadderForm { before, after })
    });
    match set_ladders(&actions, &visit.cause(), &official.actor, values.get("version"), &forms).await {
        Ok(()) => Ok(Redirect::to(&format!("{PATH}?done=saved")).into_response()),
        Err(ActionError::Invalid(faults)) => {
            let texts = visit.texts();
            let form = FormState::failed(values, &faults, texts).labelled(LABELS, texts);
            show_failed(&ladders_page(Page::failed(&visit), &official, form, false))
        }
        Err(error) => Err(error.into()),
    }
}

fn ladders_page(page: Page, official: &Official, form: FormState, saved: bool) -> LaddersPage {
    let parts = TermClock::ALL.map(|clock| Part {
        title: format!("ladder-{clock}"),
        before: (!matches!(clock, TermClock::Registration | TermClock::Silence)).then(|| format!("{clock}_before")),
        after: format!("{clock}_after"),
        after_label: if clock == TermClock::Silence { "ladder-silence-days" } else { "ladder-after" },
        after_hint: match clock {
            TermClock::Silence => "ladder-silence-hint",
            TermClock::Registration => "ladder-after-registration-hint",
            _ => "ladder-after-hint",
        },
    });
    LaddersPage {
        page,
        form,
        parts: parts.into(),
        saved,
        may_see: Permission::SeeAppeals.is_given_to(&official.actor),
    }
}

fn values(ladders: &[(TermClock, Ladder)]) -> FormValues {
    let first = FormValues::default().with("version", version_of(ladders));
    ladders.iter().fold(first, |values, (clock, ladder)| {
        let before: Vec<String> = ladder.before().iter().map(ToString::to_string).collect();
        let after = ladder.every_after().map_or(String::new(), |days| days.to_string());
        values
            .with(&format!("{clock}_before"), before.join(", "))
            .with(&format!("{clock}_after"), after)
    })
}
