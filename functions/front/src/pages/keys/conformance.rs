//! The report of a check of a program in the technological environment (EDM-02): step by step, printable.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use uuid::Uuid;
use zvarot_actions::{Actions, conformance};
use zvarot_domain::conformance::Outcome;
use zvarot_store::conformance::Run;
use zvarot_web::{Official, Page, PageError, Visit, show};

#[derive(Template)]
#[template(path = "keys/conformance.html")]
struct ReportPage {
    page: Page,
    run: Run,
    steps: Vec<Outcome>,
    passed: usize,
}

impl ReportPage {
    fn name(&self, step: &Outcome) -> String {
        self.say(&format!("conformance-step-{}", step.step.code()))
    }

    fn expected(&self, step: &Outcome) -> String {
        self.say(&format!("conformance-step-{}-expected", step.step.code()))
    }

    /// What came of it so far.
    fn came(&self, step: &Outcome) -> String {
        let done = self.page.t.with("conformance-done", &[("done", step.done), ("wanted", step.wanted)]);
        match step.last_status {
            Some(status) => format!("{done}; {}", self.page.t.with("conformance-last", &[("status", status.to_string())])),
            None => done,
        }
    }

    fn say(&self, key: &str) -> String {
        self.page.t.get(&key.replace('_', "-")).into_owned()
    }
}

/// `GET /services/keys/checks/{id}`
pub async fn page(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id: Uuid = id.parse().map_err(|_| PageError::NotFound)?;
    let report = conformance::of_organisation(&actions, &official.actor, id).await?;
    let steps = report.facts.judge();
    let passed = steps.iter().filter(|step| step.passed).count();
    show(&ReportPage { page: Page::new(&visit), run: report.run, steps, passed })
}
