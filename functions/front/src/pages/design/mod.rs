//! `/design`: every part of the pages with sample data, on the local stack only. What is built from these
//! parts looks and reads alike.

use askama::Template;
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use zvarot_domain::{Fault, FaultCode, Kind, Status};
use zvarot_web::{Choice, FormState, FormValues, Page, PageError, Visit, show};

#[derive(Template)]
#[template(path = "design/page.html")]
struct DesignPage {
    page: Page,
    form: FormState,
    kinds: Vec<Choice>,
    topics: Vec<Choice>,
    statuses: [Status; Status::ALL.len()],
    steps: Vec<(DateTime<Utc>, String)>,
}

/// `GET /design`
pub async fn page(visit: Visit) -> Result<Response, PageError> {
    let texts = visit.texts();
    let kinds = Kind::ALL.map(|kind| {
        let text = texts.get(&format!("kind-{}", kind.code()));
        Choice::new(kind.code(), text).hint(texts.get(&format!("kind-{}-hint", kind.code())))
    });
    let sample = texts.get("design-sample-text").into_owned();
    let values = FormValues::default()
        .with("name", texts.get("design-sample-name"))
        .with("content", sample.clone())
        .with("kind", Kind::Proposal.code())
        .with("agree", "yes");
    let faults = vec![
        Fault::new("phone", FaultCode::NotAPhone),
        Fault::new("content", FaultCode::ForeignCharacters)
            .with("characters", "a, e")
            .with("count", 2_u64)
            .with("suggestion", sample),
    ];
    let form = FormState::failed(values, &faults, texts);
    let now = visit.now();
    let step = |hours: i64, key: &str| (now - TimeDelta::hours(hours), texts.get(key).into_owned());
    show(&DesignPage {
        form,
        kinds: kinds.to_vec(),
        topics: ["01", "02", "03"]
            .map(|code| Choice::new(code, texts.with("design-sample-topic", &[("code", code)])))
            .to_vec(),
        statuses: Status::ALL,
        steps: vec![
            step(1, "status-answered"),
            step(70, "status-registered"),
            step(90, "status-submitted"),
        ],
        page: Page::new(&visit),
    })
}
