//! The form of a resolution (REV-02, REV-03): text, executors with terms, a new term of the appeal, files. A head issues it,
//! others prepare it for a head.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;
use zvarot_actions::appeals::Card;
use zvarot_actions::appeals::resolutions::{self, DraftForm, Target, check_resolution, draft_resolution, issue_resolution};
use zvarot_domain::resolution::{EXECUTORS_AT_MOST, ExecutorForm, ResolutionForm, Step};
use zvarot_domain::{AccountId, Action, ResolutionId, UploadPurpose, minsk};
use zvarot_store::resolutions::{Person, Resolution};
use zvarot_web::{Choice, FormValues, FormWithFiles, Page, PageError};

use super::{Parts, labelled, of_resolution, open, renew, resolution_of, seen, version_at};
use crate::pages::work::desk::Desk;
use crate::pages::work::frame::{self, Frame};
use crate::pages::work::letters::Letters;
use crate::pages::work::titled;

/// So many people are offered at once; more are found by searching.
const OFFERED: usize = 200;

/// An executor who was added.
struct Chosen {
    index: usize,
    account: String,
    name: String,
    /// With the title, if there is one.
    titled: String,
    organisation: String,
    responsible: bool,
    /// The name of the field of the term.
    due_field: String,
    account_faults: Vec<String>,
}

/// People of one organisation.
struct Group {
    name: String,
    people: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "work/resolutions/form.html")]
struct ResolutionPage {
    page: Page,
    frame: Frame,
    chosen: Vec<Chosen>,
    groups: Vec<Group>,
    /// Not all are offered, or some were searched for.
    searched: bool,
    heads: Vec<Choice>,
    may_issue: bool,
    /// Until when executors' terms may be, in words.
    limit: Option<String>,
    letters: Letters,
}

/// `GET /work/appeals/{number}/resolutions/new?question=`
pub async fn new(desk: Desk, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let texts = desk.texts();
    let values = |card: &Card| {
        let mut values = FormValues::default();
        if let Some(question) = card.questions.iter().find(|question| Some(question.position) == asked.question) {
            let named = [("number", question.position.to_string()), ("text", question.text.clone())];
            values.set("text", texts.with("question-of-resolution", &named));
        }
        seen(card, values)
    };
    show(&desk, desk.open(Action::DraftResolution, values).await?, None).await
}

/// What the link to the form proposes.
#[derive(Deserialize)]
pub struct Asked {
    /// The question that the resolution is on, from 1 (BEY-09).
    question: Option<i16>,
}

/// `GET /work/appeals/{number}/resolutions/{resolution}/edit`
pub async fn edit(desk: Desk, Path(parts): Parts) -> Result<Response, PageError> {
    let id = resolution_of(&parts)?;
    let frame = open(&desk, id, Step::Rework, |branch| values_of(&branch.resolution), of_resolution).await?;
    show(&desk, frame, Some(id)).await
}

/// `POST /work/appeals/{number}/resolutions/new`: every button of the form.
pub async fn submit_new(desk: Desk, posted: FormWithFiles) -> Result<Response, PageError> {
    submit(&desk, posted, None).await
}

/// `POST /work/appeals/{number}/resolutions/{resolution}/edit`
pub async fn submit_edit(desk: Desk, Path(parts): Parts, posted: FormWithFiles) -> Result<Response, PageError> {
    submit(&desk, posted, Some(resolution_of(&parts)?)).await
}

async fn submit(desk: &Desk, posted: FormWithFiles, draft: Option<ResolutionId>) -> Result<Response, PageError> {
    let due = desk.card().await?.appeal.due_on.filter(|due| *due >= minsk::date(desk.visit.now()));
    let due = due.map(|due| due.to_string()).unwrap_or_default();
    let values = match desk.receive(UploadPurpose::Resolution(draft), posted, |values| choose(values, &due)).await? {
        Ok(values) => values,
        Err(frame) => return show(desk, *frame, draft).await,
    };
    let target = match draft {
        None => Target::New { number: desk.number, version: frame::version(&values)? },
        Some(id) => Target::Draft { id, version: version_at(&values)? },
    };
    let (actions, cause, actor) = (desk.actions(), &desk.cause, desk.actor());
    let resolution = form_of(&values);
    let issuing = values.get("send") == "issue";
    let giver = if issuing { Some(actor.account()) } else { values.get("head").parse().ok() };
    let chosen = resolution.executors.iter().map(|one| one.account.clone()).chain(giver.map(|giver: AccountId| giver.to_string()));
    let chosen = chosen.collect::<Vec<_>>().join(" ");
    let check = check_resolution(actions, cause, actor, desk.number, &resolution, giver);
    let warnings = frame::unseen(&values, &chosen, check).await;
    if !warnings.is_empty() {
        return show(desk, desk.again(values).await?.warned_of(warnings, &chosen), draft).await;
    }
    let merge = |card: &_, values: &mut _| {
        if let Some(id) = draft {
            renew(desk, id, of_resolution)(card, values);
        }
    };
    let outcome = if issuing {
        let issued = issue_resolution(actions, cause, actor, target, &resolution);
        desk.carry_out_merged(values, "resolution-issued", issued, merge).await?
    } else {
        let form = DraftForm { resolution, head: values.get("head").to_owned() };
        let drafted = draft_resolution(actions, cause, actor, target, &form);
        desk.carry_out_merged(values, "resolution-drafted", drafted, merge).await?
    };
    match outcome {
        Ok(done) => Ok(done),
        Err(frame) => show(desk, *frame, draft).await,
    }
}

fn executors(values: &FormValues) -> Vec<ExecutorForm> {
    let all = (0..EXECUTORS_AT_MOST).map(|index| ExecutorForm {
        account: values.trimmed(&format!("executors/{index}/account")).to_owned(),
        due_on: values.trimmed(&format!("executors/{index}/due_on")).to_owned(),
    });
    all.filter(|executor| !executor.account.is_empty()).collect()
}

fn set_executors(values: &mut FormValues, executors: &[ExecutorForm]) {
    for index in 0..EXECUTORS_AT_MOST {
        let field = |name: &str| format!("executors/{index}/{name}");
        let known = values.has(&field("account"));
        match executors.get(index) {
            Some(executor) => {
                values.set(&field("account"), executor.account.as_str());
                values.set(&field("due_on"), executor.due_on.as_str());
            }
            None if known => values.set(&field("account"), ""),
            None => {}
        }
    }
}

/// Whoever is picked joins the executors, except by the button that only searches; the one whose button was pressed leaves.
fn choose(values: &mut FormValues, due_on: &str) {
    let mut chosen = executors(values);
    let picked = values.trimmed("executor").to_owned();
    if picked.parse::<AccountId>().is_ok() && !values.has("find") {
        if chosen.len() < EXECUTORS_AT_MOST && chosen.iter().all(|executor| executor.account != picked) {
            chosen.push(ExecutorForm { account: picked, due_on: due_on.to_owned() });
        }
        values.set("executor", "");
    }
    let dropped = values.get("drop").to_owned();
    chosen.retain(|executor| executor.account != dropped);
    set_executors(values, &chosen);
}

fn form_of(values: &FormValues) -> ResolutionForm {
    ResolutionForm {
        text: values.get("text").to_owned(),
        executors: executors(values),
        responsible: values.get("responsible").to_owned(),
        new_due_on: values.get("new_due_on").to_owned(),
        new_due_reason: values.get("new_due_reason").to_owned(),
    }
}

fn values_of(resolution: &Resolution) -> FormValues {
    let responsible = resolution.tasks.iter().find(|task| task.responsible);
    let mut values = FormValues::default()
        .with("text", resolution.text.as_str())
        .with("responsible", responsible.map_or(String::new(), |task| task.account_id.to_string()))
        .with("new_due_on", resolution.new_due_on.map(|date| date.to_string()).unwrap_or_default())
        .with("new_due_reason", resolution.new_due_reason.as_str())
        .with("head", resolution.head_id.to_string());
    let executors: Vec<ExecutorForm> = resolution
        .tasks
        .iter()
        .map(|task| ExecutorForm { account: task.account_id.to_string(), due_on: task.due_on.to_string() })
        .collect();
    set_executors(&mut values, &executors);
    values
}

async fn show(desk: &Desk, mut frame: Frame, draft: Option<ResolutionId>) -> Result<Response, PageError> {
    let texts = desk.texts();
    labelled(&mut frame, texts);
    let appeal = frame.card.appeal.clone();
    let search = frame.form.values().trimmed("search").to_owned();
    let mut connection = desk.front.store.pool().acquire().await?;
    let limit = i64::try_from(OFFERED).unwrap_or(i64::MAX);
    let all = resolutions::people(&mut connection, &appeal, "", limit).await?;
    let found = if search.is_empty() {
        all.clone()
    } else {
        resolutions::people(&mut connection, &appeal, &search, limit).await?
    };
    let heads = resolutions::heads(&mut connection, &appeal).await?;
    let chosen = chosen(desk, &frame, &all, &mut connection).await?;
    drop(connection);
    let name_of = |field: &str| {
        let (row, part) = field.strip_prefix("executors/")?.split_once('/')?;
        let one = chosen.iter().find(|one| row.parse() == Ok(one.index))?;
        Some(match part {
            "due_on" => texts.with("resolution-executor-due-of", &[("name", one.name.as_str())]),
            _ => one.name.clone(),
        })
    };
    frame.form = std::mem::take(&mut frame.form).named(name_of);
    let taken = |person: &&Person| chosen.iter().all(|one| one.account != person.account.to_string());
    let mut groups: Vec<Group> = Vec::new();
    for person in found.iter().filter(taken) {
        let name = if person.organisation == appeal.organisation_id {
            texts.get("resolution-executors-own").into_owned()
        } else {
            texts.choose(&person.organisation_name_ru, &person.organisation_name_be).to_owned()
        };
        let text = titled::named(&person.name, person.title.as_ref(), &person.roles, texts);
        let choice = Choice::new(person.account.to_string(), text);
        match groups.last_mut() {
            Some(group) if group.name == name => group.people.push(choice),
            _ => groups.push(Group { name, people: vec![choice] }),
        }
    }
    let today = minsk::date(desk.visit.now());
    let status = frame.status();
    let page = ResolutionPage {
        page: frame.page(&desk.visit),
        searched: all.len() >= OFFERED || !search.is_empty(),
        limit: appeal.due_on.map(|due| texts.date_with_weekday(due.max(today))),
        may_issue: frame.card.allowed.contains(&Action::IssueResolution),
        letters: desk.letters(&frame, UploadPurpose::Resolution(draft)).await?,
        heads: heads.iter().map(|head| titled::official(head, texts)).collect(),
        groups,
        chosen,
        frame,
    };
    frame::show(status, &page)
}

/// The executors added so far, by the names of those offered; one who is not among them keeps the place with the fault.
async fn chosen(
    desk: &Desk,
    frame: &Frame,
    offered: &[Person],
    connection: &mut zvarot_store::PgConnection,
) -> Result<Vec<Chosen>, PageError> {
    let texts = desk.texts();
    let values = frame.form.values();
    let responsible = values.trimmed("responsible").to_owned();
    let mut chosen = Vec::new();
    for (index, executor) in executors(values).into_iter().enumerate() {
        let known = offered.iter().find(|person| person.account.to_string() == executor.account);
        let title = known.and_then(|person| person.title.as_ref());
        let (name, organisation) = match known {
            Some(person) => {
                let outside = person.organisation != frame.card.appeal.organisation_id;
                let organisation = texts.choose(&person.organisation_name_ru, &person.organisation_name_be);
                (person.name.clone(), if outside { organisation.to_owned() } else { String::new() })
            }
            None => {
                let account = executor.account.parse::<AccountId>().ok();
                let found = match account {
                    Some(account) => zvarot_store::accounts::get(&mut *connection, account).await?,
                    None => None,
                };
                (found.map(|account| account.display_name).unwrap_or_default(), String::new())
            }
        };
        let faults = frame.form.faults_of(&format!("executors/{index}/account"));
        chosen.push(Chosen {
            index,
            responsible: responsible == executor.account,
            due_field: format!("executors/{index}/due_on"),
            account_faults: faults.iter().map(|fault| fault.text.clone()).collect(),
            account: executor.account,
            titled: titled::alone(&name, title, texts),
            name,
            organisation,
        });
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    // REQ: REV-02
    #[test]
    fn executors_are_added_once_with_the_appeals_term_and_can_be_taken_back() {
        let ids = [1_u128, 2].map(|id| AccountId(Uuid::from_u128(id)).to_string());
        let mut values = FormValues::default().with("executor", ids[0].as_str());
        choose(&mut values, "2026-12-08");
        values.set("executors/0/due_on", "2026-12-01");
        for _ in 0..2 {
            values.set("executor", ids[1].as_str());
            choose(&mut values, "2026-12-08");
        }
        let added = executors(&values);
        let terms: Vec<&str> = added.iter().map(|executor| executor.due_on.as_str()).collect();
        assert_eq!(terms, ["2026-12-01", "2026-12-08"]);
        let mut values = values.with("drop", ids[0].as_str());
        choose(&mut values, "");
        let left = executors(&values);
        assert_eq!(left.len(), 1);
        assert_eq!((left[0].account.as_str(), left[0].due_on.as_str()), (ids[1].as_str(), "2026-12-08"));
    }
}
