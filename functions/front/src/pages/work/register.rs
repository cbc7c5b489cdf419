//! Registering an appeal (REG-01, REG-03 to REG-06a): the index of the journal, the day and the term, each with what
//! comes of it before the clerk says yes.

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use zvarot_actions::appeals::{self, OWN_TERM, RegistrationForm, RegistrationProposal};
use zvarot_domain::{Action, Term};
use zvarot_locale::Texts;
use zvarot_web::{Choice, FormValues, Page, PageError, ProtectedForm};

use super::clocks::{self, ShownTerm};
use super::desk::Desk;
use super::frame::{self, Frame};

#[derive(Template)]
#[template(path = "work/register.html")]
struct RegisterPage {
    page: Page,
    frame: Frame,
    proposal: RegistrationProposal,
    limit: ShownTerm,
    terms: Vec<Choice>,
    /// How each of the dates was found: its name and the steps.
    explained: Vec<(String, Vec<String>)>,
}

/// `GET /work/appeals/{number}/register`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    let proposal = propose(&desk, None).await?;
    let values = |_: &_| {
        FormValues::default()
            .with("registered_on", proposal.registered_on.to_string())
            .with("registration_index", &*proposal.registration_index)
            .with("proposed_index", &*proposal.registration_index)
            .with("term", Term::FIFTEEN_DAYS.to_string())
    };
    let frame = desk.open(Action::Register, values).await?;
    show(&desk, frame, proposal)
}

/// What registering on this day would give.
async fn propose(desk: &Desk, on: Option<NaiveDate>) -> Result<RegistrationProposal, PageError> {
    Ok(appeals::propose(desk.actions(), &desk.cause, desk.actor(), desk.number, on).await?)
}

/// `POST /work/appeals/{number}/register`: registers, or with `recount` shows what another day would give.
pub async fn submit(
    desk: Desk,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    if values.has("recount") {
        return recount(&desk, values).await;
    }
    let form = read(&values);
    let (actions, actor, version) = (desk.actions(), desk.actor(), frame::version(&values)?);
    let registered = appeals::register(actions, &desk.cause, actor, desk.number, version, &form);
    match desk.carry_out(values, "registered", registered).await? {
        Ok(done) => Ok(done),
        Err(frame) => {
            let proposal = propose(&desk, form.registered_on.parse().ok()).await?;
            show(&desk, *frame, proposal)
        }
    }
}

/// An index left as it was proposed is drawn from the journal, so that two clerks at once do not both get it.
fn read(values: &FormValues) -> RegistrationForm {
    let typed = values.trimmed("registration_index");
    let proposed = typed == values.trimmed("proposed_index");
    RegistrationForm {
        registered_on: values.get("registered_on").to_owned(),
        registration_index: if proposed { "" } else { typed }.to_owned(),
        term: values.get("term").to_owned(),
        due_on: values.get("due_on").to_owned(),
        reason: values.get("reason").to_owned(),
    }
}

async fn recount(desk: &Desk, mut values: FormValues) -> Result<Response, PageError> {
    let proposal = propose(desk, values.trimmed("registered_on").parse().ok()).await?;
    // The index may hold the year; one that the clerk typed stays.
    if values.trimmed("registration_index") == values.trimmed("proposed_index") {
        values.set("registration_index", &*proposal.registration_index);
    }
    values.set("proposed_index", &*proposal.registration_index);
    values.set("registered_on", proposal.registered_on.to_string());
    show(desk, desk.again(values).await?, proposal)
}

fn show(
    desk: &Desk,
    frame: Frame,
    proposal: RegistrationProposal,
) -> Result<Response, PageError> {
    let (visit, texts) = (&desk.visit, desk.texts());
    let appeal = &frame.card.appeal;
    let (limit, registered_at) = (appeal.registration_limit_at, appeal.registered_at);
    let status = frame.status();
    let page = RegisterPage {
        page: frame.page(visit),
        limit: ShownTerm::of_registration(limit, registered_at, visit.now(), texts),
        terms: terms(&proposal, texts),
        explained: explained(&proposal, texts),
        frame,
        proposal,
    };
    frame::show(status, &page)
}

fn terms(proposal: &RegistrationProposal, texts: &Texts) -> Vec<Choice> {
    let until = |date: NaiveDate| {
        let date = texts.date_with_weekday(date);
        texts.with("work-until", &[("date", date)])
    };
    [
        (Term::FIFTEEN_DAYS, &proposal.due_15d),
        (Term::ONE_MONTH, &proposal.due_1m),
    ]
    .map(|(term, due)| {
        let name = texts.get(&format!("work-term-{term}")).into_owned();
        Choice::new(term.to_string(), name).hint(until(due.date))
    })
    .into_iter()
    .chain([Choice::new(OWN_TERM, texts.get("work-term-own")).hint(own_hint(proposal, texts))])
    .collect()
}

/// Until when the clerk can set the day, and where that is after the law's month, until when the law wants it.
fn own_hint(proposal: &RegistrationProposal, texts: &Texts) -> String {
    let hint = texts.get("work-term-own-hint").into_owned();
    let (latest, month) = (proposal.latest.date, proposal.due_1m.date);
    if latest <= month {
        return hint;
    }
    let law = texts.with("work-term-law-month", &[("month", texts.date(month)), ("latest", texts.date(latest))]);
    format!("{hint}. {law}")
}

fn explained(proposal: &RegistrationProposal, texts: &Texts) -> Vec<(String, Vec<String>)> {
    [
        ("work-term-15d", &proposal.due_15d),
        ("work-term-1m", &proposal.due_1m),
        ("work-clock-notice", &proposal.notice_due_on),
    ]
    .map(|(key, due)| (texts.get(key).into_owned(), clocks::words(due, texts)))
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: REG-03
    #[test]
    fn an_index_left_as_proposed_is_left_to_the_journal() {
        let values = FormValues::default()
            .with("proposed_index", "К-12")
            .with("registration_index", " К-12 ");
        assert_eq!(read(&values).registration_index, "");
        let values = values.with("registration_index", "К-12а");
        assert_eq!(read(&values).registration_index, "К-12а");
    }
}
