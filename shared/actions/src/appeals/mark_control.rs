//! Marks of control and filing on the card (REG-12, REG-13): taken under control, off control, filed in a case, and for an
//! oral appeal that the answer was announced at the reception. They are set after the end too: that is when files are closed.

use serde_json::json;
use zvarot_domain::{
    Action, Actor, AppealNumber, Fault, FaultCode, Faults, Form,
    completion::NUMBER_LENGTH,
    entry::{past_day, short},
};
use zvarot_store::{
    Work,
    cards::{self, CardDetails, Marks},
};

use super::{lock_for, record, terms, written};
use crate::{ActionError, Actions, Cause, Result};

/// What is typed; days are `yyyy-mm-dd` or empty.
#[derive(Clone, Debug, Default)]
pub struct ControlForm {
    pub controlled: bool,
    pub control_lifted_on: String,
    pub case_number: String,
    pub case_volume: String,
    pub case_sheets: String,
    pub announced_on: String,
}

/// Sets the marks; the history keeps what was and what is.
///
/// # Errors
/// Faults by field; refusals; a conflict.
pub async fn mark_control(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    form: &ControlForm,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    mark_in(&mut work, actor, number, version, |_| form.clone()).await?;
    Ok(work.commit().await?)
}

/// The same in a transaction of the caller's, who makes the form of what the card says now.
///
/// # Errors
/// As [`mark_control`].
pub(super) async fn mark_in(
    work: &mut Work,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    form: impl FnOnce(ControlForm) -> ControlForm,
) -> Result<()> {
    let (appeal, transition) = lock_for(work, actor, number, Some(version), Action::MarkControl).await?;
    let was = cards::get(work.connection(), appeal.id).await?;
    let form = form(form_of(&was, appeal.case_number.as_deref()));
    let today = terms::minsk_date(work.now());
    let mut faults = Faults::new();
    let case_number = short("case_number", &form.case_number, NUMBER_LENGTH, &mut faults);
    let marks = Marks {
        controlled_since: form.controlled.then(|| was.controlled_since.unwrap_or(today)),
        control_lifted_on: past_day(
            "control_lifted_on",
            &form.control_lifted_on,
            today,
            &mut faults,
        ),
        case_volume: short("case_volume", &form.case_volume, NUMBER_LENGTH, &mut faults),
        case_sheets: short("case_sheets", &form.case_sheets, NUMBER_LENGTH, &mut faults),
        announced_on: past_day("announced_on", &form.announced_on, today, &mut faults),
    };
    check(&marks, appeal.form, appeal.registered_on, &mut faults);
    if !faults.is_empty() {
        return Err(ActionError::Invalid(faults));
    }
    let (id, case) = (appeal.id, case_number.as_deref());
    written(cards::set_marks(work.connection(), id, version, case, &marks).await?)?;
    let data = json!({
        "was": facts(&of_details(&was), appeal.case_number.as_deref()),
        "is": facts(&marks, case),
    });
    record(work, actor, &appeal, &transition, data).await?;
    Ok(())
}

/// The form as the card would fill it in.
fn form_of(details: &CardDetails, case_number: Option<&str>) -> ControlForm {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    ControlForm {
        controlled: details.controlled_since.is_some(),
        control_lifted_on: day(details.control_lifted_on),
        case_number: text(case_number),
        case_volume: text(details.case_volume.as_deref()),
        case_sheets: text(details.case_sheets.as_deref()),
        announced_on: day(details.announced_on),
    }
}

fn check(
    marks: &Marks,
    form: Form,
    registered_on: Option<chrono::NaiveDate>,
    faults: &mut Faults,
) {
    if let Some(lifted) = marks.control_lifted_on {
        match marks.controlled_since {
            None => faults.push(Fault::new("controlled", FaultCode::NotControlled)),
            Some(since) if lifted < since => {
                faults.push(Fault::new("control_lifted_on", FaultCode::DayBeforeControl));
            }
            Some(_) => {}
        }
    }
    if let Some(announced) = marks.announced_on {
        if form != Form::Oral {
            faults.push(Fault::new("announced_on", FaultCode::OnlyForOral));
        } else if registered_on.is_some_and(|registered| announced < registered) {
            faults.push(Fault::new("announced_on", FaultCode::DayBeforeRegistration));
        }
    }
}

fn of_details(details: &CardDetails) -> Marks {
    Marks {
        controlled_since: details.controlled_since,
        control_lifted_on: details.control_lifted_on,
        case_volume: details.case_volume.clone(),
        case_sheets: details.case_sheets.clone(),
        announced_on: details.announced_on,
    }
}

fn facts(marks: &Marks, case_number: Option<&str>) -> serde_json::Value {
    json!({
        "controlled_since": marks.controlled_since, "control_lifted_on": marks.control_lifted_on, "case_number": case_number,
        "case_volume": marks.case_volume, "case_sheets": marks.case_sheets, "announced_on": marks.announced_on,
    })
}
