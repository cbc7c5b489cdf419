//! `/work/bulk`: one action on the appeals that were ticked in the list (BEY-14), looked at before it is done.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use zvarot_actions::appeals::{self, Bulk, BulkLine, TermForm};
use zvarot_actions::{ActionError, Actions};
use zvarot_domain::{Action, AppealNumber, Fault, FaultCode, Faults, Status, machine};
use zvarot_locale::Texts;
use zvarot_web::{FormState, FormValues, Official, Page, PageError, ProtectedForm, Visit, show, show_failed};

use super::frame::card_path;

/// What is typed, with the keys of its labels.
const LABELS: &[(&str, &str)] = &[
    ("case_number", "work-case"),
    ("due_on", "work-term-new"),
    ("reason", "work-reason"),
    ("controlled", "work-controlled"),
    ("control_lifted_on", "work-control-lifted"),
];

/// What the look asks for before it can say more.
const TYPED: &[&str] = &["case_number", "due_on", "reason"];

/// A line in words.
struct Row {
    path: String,
    number: String,
    index: Option<String>,
    applicant_name: String,
    /// What the form of the next step carries: number and version.
    item: String,
    fine: bool,
    /// What it needs is still to be typed.
    waits: bool,
    result: String,
    /// What it means for those that are joined to it (BEY-02).
    joined: Option<String>,
    /// That the law's month ends before the latest day that can be set (REG-06).
    law: Option<String>,
}

#[derive(Template)]
#[template(path = "work/bulk.html")]
struct BulkPage {
    page: Page,
    form: FormState,
    action: String,
    /// The key of the action's name.
    name: String,
    /// Whether it was done; else it is the look before.
    done: bool,
    /// Something can be done.
    possible: bool,
    rows: Vec<Row>,
}

/// `POST /work/bulk`: the look, again with other fields, and with the button `do` the action itself. Where nothing is ticked
/// or no action is chosen the list comes back.
pub async fn submit(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let actor = &official.actor;
    if machine::decide(Some(Status::Registered), Action::MarkControl, actor).is_err() {
        return Err(PageError::NotFound);
    }
    let chosen: Vec<(AppealNumber, Option<i32>)> = values.all("number").filter_map(item).collect();
    let unreadable = values.unreadable();
    let typed = unreadable.iter().all(|fault| LABELS.iter().any(|(field, _)| *field == fault.field));
    let action = read(&values);
    let mut missing = Faults::new();
    if chosen.is_empty() {
        missing.push(Fault::new("number", FaultCode::NothingTicked));
    }
    if action.is_none() {
        missing.push(Fault::new("action", FaultCode::UnknownChoice));
    }
    let Some(action) = action.filter(|_| missing.is_empty() && typed) else {
        return super::list::again(&visit, &official, &actions.store, values, &missing).await;
    };
    let mut done = values.has("do") && unreadable.is_empty();
    // The versions of the look hold for what is done then; a look begins with the cards as they are.
    let chosen: Vec<_> = chosen.into_iter().map(|(number, version)| (number, version.filter(|_| done))).collect();
    let lines = appeals::bulk(&actions, &visit.cause(), actor, &action, &chosen, !done).await?;
    let mut faults = if unreadable.is_empty() { faults_of_all(&lines) } else { unreadable };
    // The first look has nothing typed yet.
    faults.retain(|fault| values.has(&fault.field));
    done &= faults.is_empty();
    let texts = visit.texts();
    let rows: Vec<Row> = lines.into_iter().map(|line| row(line, done, &values, texts)).collect();
    let failed = !faults.is_empty();
    let page = BulkPage {
        page: if failed { Page::failed(&visit) } else { Page::new(&visit) },
        action: values.get("action").to_owned(),
        name: format!("bulk-{}", values.get("action")),
        form: FormState::failed(values, &faults, texts).labelled(LABELS, texts),
        done,
        possible: !failed && rows.iter().any(|row| row.fine),
        rows,
    };
    if failed { show_failed(&page) } else { show(&page) }
}

/// What is wrong with what was typed, where no appeal at all takes it: then nothing was done.
fn faults_of_all(lines: &[BulkLine]) -> Faults {
    let mut all = lines.iter().map(|line| match &line.result {
        Err(ActionError::Invalid(faults)) => Some(faults),
        _ => None,
    });
    let first = all.next().flatten();
    first.filter(|_| all.all(|faults| faults.is_some())).cloned().unwrap_or_default()
}

/// `1234567890` out of the list, `1234567890:3` out of the look.
fn item(text: &str) -> Option<(AppealNumber, Option<i32>)> {
    let (number, version) = text.split_once(':').unwrap_or((text, ""));
    Some((number.parse().ok()?, version.parse().ok()))
}

fn read(values: &FormValues) -> Option<Bulk> {
    let text = |name: &str| values.get(name).to_owned();
    match values.get("action") {
        "control" => Some(Bulk::TakeControl),
        "lift" => Some(Bulk::LiftControl),
        "file" => Some(Bulk::File { case_number: text("case_number") }),
        "term" => Some(Bulk::ChangeTerm(TermForm { due_on: text("due_on"), reason: text("reason") })),
        _ => None,
    }
}

fn row(line: BulkLine, done: bool, values: &FormValues, texts: &Texts) -> Row {
    let fine = line.result.is_ok();
    let waits = matches!(&line.result, Err(ActionError::Invalid(faults)) if faults.iter().all(|fault| TYPED.contains(&&*fault.field) && !values.has(&fault.field)));
    let key = if done { "bulk-joined-done" } else { "bulk-joined" };
    // Once a day is typed, only where it is after the month.
    let typed = values.get("due_on").parse::<NaiveDate>().ok();
    let law = line.law.filter(|(month, _)| !done && (fine || waits) && typed.is_none_or(|day| day > *month));
    Row {
        law: law.map(|(month, latest)| super::term::law_month(month, latest, texts)),
        joined: (fine && line.joined > 0).then(|| texts.with(key, &[("count", line.joined)])),
        path: card_path(line.number),
        number: line.number.to_string(),
        index: line.registration_index,
        applicant_name: line.applicant_name,
        item: format!("{}:{}", line.number.digits(), line.version),
        fine,
        waits,
        result: match line.result {
            Err(_) if waits => texts.get("bulk-waits").into_owned(),
            Ok(()) => texts.get(if done { "bulk-done" } else { "bulk-will" }).into_owned(),
            Err(error) => why(error, texts),
        },
    }
}

/// Why it is not done.
fn why(error: ActionError, texts: &Texts) -> String {
    match error {
        ActionError::Invalid(faults) => {
            let form = FormState::failed(FormValues::default(), &faults, texts).labelled(LABELS, texts);
            form.summary().map(|fault| format!("{}: {}", fault.label, fault.text)).collect::<Vec<_>>().join(" ")
        }
        ActionError::Refused(refusal) => texts.get(&format!("refusal-{}", refusal.code().replace('_', "-"))).into_owned(),
        _ => texts.get("work-conflict-title").into_owned(),
    }
}
