use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{Calendar, FaultCode, NationalCalendar, OrganisationId, Schedule};

fn person(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

/// Of so many executors; the first is responsible.
fn resolution(executors: u128) -> Resolution {
    let tasks = (1..=executors).map(|number| Task::new(person(number), number == 1));
    Resolution { state: ResolutionState::Issued, signer: None, tasks: tasks.collect() }
}

/// Steps by number of person, after which the resolution stands so.
fn play(start: &Resolution, steps: &[(u128, Step)]) -> Result<Resolution, Obstacle> {
    let mut now = start.clone();
    for (by, step) in steps {
        now = now.after(*step, person(*by))?;
    }
    Ok(now)
}

const FINISH: Step = Step::Finish;

// REQ: REV-05
// REQ: REV-06
#[test]
fn two_executors_go_the_whole_way_with_a_result_that_was_returned() {
    let second = person(2);
    let way = [
        (2, Step::EnterResult),
        (1, Step::ReturnResult(second)),
        (2, Step::EnterResult),
        (1, Step::EnterResult),
        (1, Step::Accept(second)),
        (1, Step::Consolidate),
        (2, Step::Confirm),
        (1, FINISH),
    ];
    use ResolutionState::{Confirmed, Consolidated, Executing, Finished};
    let states = [Executing, Executing, Executing, Executing, Executing, Consolidated, Confirmed, Finished];
    for (index, state) in states.into_iter().enumerate() {
        let now = play(&resolution(2), &way[..=index]).unwrap();
        assert_eq!(now.state, state, "after {:?}", way[index]);
    }
    // The first two steps of which depend on the one before cannot be taken without it.
    for left_out in [0, 3, 4, 5, 6] {
        let mut without = way.to_vec();
        without.remove(left_out);
        assert!(play(&resolution(2), &without).is_err(), "without {:?}", way[left_out]);
    }
}

// REQ: REV-05
#[test]
fn an_only_executor_enters_one_result_and_finishes() {
    let entered = play(&resolution(1), &[(1, Step::EnterResult)]).unwrap();
    assert_eq!(entered.state, ResolutionState::Confirmed);
    assert_eq!(entered.awaits(), [Awaited::Finish]);
    assert_eq!(play(&entered, &[(1, FINISH)]).unwrap().state, ResolutionState::Finished);
    // REV-06: until then it can be edited.
    assert_eq!(play(&entered, &[(1, Step::Consolidate)]).unwrap().state, ResolutionState::Confirmed);
}

// REQ: REV-06
#[test]
fn an_edited_result_is_confirmed_anew() {
    let second = person(2);
    let confirmed = play(
        &resolution(3),
        &[
            (1, Step::EnterResult),
            (2, Step::EnterResult),
            (3, Step::EnterResult),
            (1, Step::Accept(second)),
            (1, Step::Accept(person(3))),
            (1, Step::Consolidate),
            (2, Step::Confirm),
            (3, Step::Confirm),
        ],
    )
    .unwrap();
    assert_eq!(confirmed.state, ResolutionState::Confirmed);
    let edited = confirmed.after(Step::Consolidate, person(1)).unwrap();
    assert_eq!(edited.awaits(), [Awaited::Confirmation(second), Awaited::Confirmation(person(3))]);
    assert_eq!(edited.after(FINISH, person(1)), Err(Obstacle::NotConfirmed));
}

// REQ: REV-06
#[test]
fn a_chosen_head_alone_signs_the_result_which_is_edited_until_then() {
    let (lead, head) = (person(1), person(9));
    let mut entered = play(&resolution(1), &[(1, Step::EnterResult)]).unwrap();
    entered.signer = Some(head);
    assert_eq!(entered.awaits(), [Awaited::Signature(head)]);
    for (other, named) in [(lead, "the responsible executor"), (person(8), "another head")] {
        assert_eq!(entered.after(FINISH, other), Err(Obstacle::NotSigner), "{named}");
    }
    let mut edited = entered.after(Step::Consolidate, lead).unwrap();
    assert_eq!(edited.after(Step::Consolidate, head), Err(Obstacle::NotResponsible));
    // The head may return it: it is written anew.
    assert_eq!(edited.after(Step::ReturnConsolidated, lead), Err(Obstacle::NotSigner));
    let returned = edited.after(Step::ReturnConsolidated, head).unwrap();
    assert_eq!(returned.awaits(), [Awaited::Consolidation]);
    assert_eq!(returned.after(FINISH, head), Err(Obstacle::NotConfirmed));
    assert_eq!(returned.after(Step::Consolidate, lead).unwrap().awaits(), [Awaited::Signature(head)]);
    let signed = edited.after(FINISH, head).unwrap();
    assert_eq!(signed.state, ResolutionState::Finished);
    assert_eq!(signed.after(Step::Consolidate, lead), Err(Obstacle::Over));
    // The responsible executor may choose nobody after all; then no head signs.
    edited.signer = None;
    assert_eq!(edited.after(FINISH, head), Err(Obstacle::NotResponsible));
    assert_eq!(edited.after(FINISH, lead).unwrap().state, ResolutionState::Finished);
    // Of two executors the other one confirms first.
    let mut two = play(&resolution(2), &[(2, Step::EnterResult), (1, Step::EnterResult), (1, Step::Accept(person(2)))]).unwrap();
    two = two.after(Step::Consolidate, lead).unwrap();
    two.signer = Some(head);
    assert_eq!(two.after(FINISH, head), Err(Obstacle::NotConfirmed));
}

// REQ: REV-03
// REQ: REV-05
#[test]
fn what_is_in_the_way_is_named() {
    let issued = resolution(2);
    let second = person(2);
    let draft = Resolution { state: ResolutionState::Draft, ..issued.clone() };
    let returned = draft.after(Step::ReturnDraft, person(9)).unwrap();
    let entered = play(&issued, &[(1, Step::EnterResult), (2, Step::EnterResult)]).unwrap();
    let accepted = entered.after(Step::Accept(second), person(1)).unwrap();
    let consolidated = accepted.after(Step::Consolidate, person(1)).unwrap();
    let cancelled = issued.after(Step::Cancel { by_head: true }, person(9)).unwrap();
    let cases = [
        (&draft, 1, Step::EnterResult, Obstacle::NotIssued),
        (&returned, 9, Step::ReturnDraft, Obstacle::DraftReturned),
        (&issued, 9, Step::Issue, Obstacle::AlreadyIssued),
        (&issued, 9, Step::Rework, Obstacle::AlreadyIssued),
        (&issued, 9, Step::Cancel { by_head: false }, Obstacle::HeadsOnly),
        (&issued, 9, Step::EnterResult, Obstacle::NotExecutor),
        (&issued, 1, Step::Accept(second), Obstacle::NoResult),
        (&entered, 1, Step::Consolidate, Obstacle::ResultsMissing),
        (&entered, 2, Step::Accept(second), Obstacle::NotResponsible),
        (&entered, 1, Step::ReturnResult(person(1)), Obstacle::OwnResult),
        (&accepted, 2, Step::EnterResult, Obstacle::ResultAccepted),
        (&accepted, 1, Step::Accept(second), Obstacle::ResultAccepted),
        (&accepted, 2, Step::Consolidate, Obstacle::NotResponsible),
        (&accepted, 2, Step::Confirm, Obstacle::NotConsolidated),
        (&consolidated, 1, Step::ReturnResult(second), Obstacle::Consolidated),
        (&consolidated, 1, Step::Confirm, Obstacle::ConfirmedBefore),
        (&consolidated, 1, FINISH, Obstacle::NotConfirmed),
        (&consolidated, 2, FINISH, Obstacle::NotResponsible),
        (&cancelled, 1, Step::EnterResult, Obstacle::Over),
    ];
    for (from, by, step, expected) in cases {
        assert_eq!(from.after(step, person(by)), Err(expected), "{step:?} of {:?}", from.state);
    }
    assert_eq!(returned.after(Step::Rework, person(9)).unwrap().state, ResolutionState::Draft);
    assert_eq!(returned.after(Step::Issue, person(9)).unwrap().state, ResolutionState::Issued);
    assert_eq!(draft.after(Step::Cancel { by_head: false }, person(9)).unwrap().state, ResolutionState::Cancelled);
}

fn any_step() -> impl Strategy<Value = (u128, Step)> {
    let step = prop_oneof![
        Just(Step::Rework),
        Just(Step::Issue),
        Just(Step::ReturnDraft),
        any::<bool>().prop_map(|by_head| Step::Cancel { by_head }),
        Just(Step::EnterResult),
        (1..5_u128).prop_map(|whose| Step::Accept(person(whose))),
        (1..5_u128).prop_map(|whose| Step::ReturnResult(person(whose))),
        Just(Step::Consolidate),
        Just(Step::Confirm),
        Just(Step::Finish),
        Just(Step::ReturnConsolidated),
    ];
    (1..5_u128, step)
}

proptest! {
    // REQ: REV-05
    // REQ: REV-06
    #[test]
    fn whatever_is_tried_a_finished_resolution_was_confirmed_by_all_and_stays_so(
        executors in 1..4_u128,
        draft in any::<bool>(),
        signed in any::<bool>(),
        steps in prop::collection::vec(any_step(), 0..60),
    ) {
        let mut now = resolution(executors);
        if draft {
            now.state = ResolutionState::Draft;
        }
        now.signer = signed.then(|| person(9));
        for (by, step) in steps {
            let before = now.clone();
            let Ok(next) = now.after(step, person(by)) else { continue };
            prop_assert!(!before.state.is_over(), "{step:?} changed what was over");
            prop_assert_eq!(next.tasks.len(), before.tasks.len());
            prop_assert!(!next.state.is_draft() || before.state.is_draft(), "issued once and for all");
            if matches!(next.state, ResolutionState::Confirmed | ResolutionState::Finished) {
                prop_assert!(next.tasks.iter().all(|task| task.confirmed && task.state == TaskState::Accepted));
            }
            // What waits for somebody can be done by that person.
            for awaited in next.awaits() {
                let lead = next.responsible().unwrap();
                let (by, step) = match awaited {
                    Awaited::Approval => (person(9), Step::Issue),
                    Awaited::Rework => (person(9), Step::Rework),
                    Awaited::Result(executor) => (executor, Step::EnterResult),
                    Awaited::Judgement(executor) => (lead, Step::Accept(executor)),
                    Awaited::Consolidation => (lead, Step::Consolidate),
                    Awaited::Confirmation(executor) => (executor, Step::Confirm),
                    Awaited::Signature(head) => (head, FINISH),
                    Awaited::Finish => (lead, FINISH),
                };
                prop_assert!(next.after(step, by).is_ok(), "{awaited:?}");
            }
            prop_assert_eq!(next.awaits().is_empty(), next.state.is_over());
            now = next;
        }
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn faults(form: &ResolutionForm) -> Vec<(String, FaultCode)> {
    let national = NationalCalendar::from_json(NationalCalendar::SEED).unwrap();
    let calendar = Calendar::new(national, Schedule::usual());
    let candidates = [1, 2].map(|number| Candidate {
        account: person(number),
        organisation: OrganisationId(Uuid::from_u128(number)),
    });
    // Tuesday; the appeal's term is the Tuesday two weeks later.
    let context = FormContext {
        candidates: &candidates,
        due_on: Some(day("2026-04-28")),
        today: day("2026-04-14"),
        calendar: &calendar,
    };
    match form.validate(&context) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.into_iter().map(|fault| (fault.field, fault.code)).collect(),
    }
}

// REQ: REV-02
// REQ: REG-06
#[test]
fn a_resolution_names_executors_with_terms_within_the_appeals() {
    let executor = |number: u128, due_on: &str| ExecutorForm {
        account: person(number).to_string(),
        due_on: due_on.to_owned(),
    };
    let whole = ResolutionForm {
        text: "Прошу рассмотреть.".to_owned(),
        executors: vec![executor(1, "2026-04-24"), executor(2, "2026-04-28")],
        responsible: person(1).to_string(),
        ..ResolutionForm::default()
    };
    assert_eq!(faults(&whole), []);
    let with = |change: fn(&mut ResolutionForm)| {
        let mut form = whole.clone();
        change(&mut form);
        faults(&form)
    };
    let one = |field: &str, code| vec![(field.to_owned(), code)];
    assert_eq!(with(|form| form.text.clear()), one("text", FaultCode::Required));
    assert_eq!(with(|form| form.text = "до\u{0}м".to_owned()), one("text", FaultCode::ControlCharacters));
    assert_eq!(with(|form| form.responsible.clear()), one("responsible", FaultCode::ResponsibleRequired));
    assert_eq!(with(|form| form.executors.clear()), one("executors", FaultCode::Required));
    assert_eq!(with(|form| form.executors.truncate(1)), []);
    assert_eq!(
        with(|form| form.executors[1].account = person(3).to_string()),
        one("executors/1/account", FaultCode::UnknownExecutor)
    );
    assert_eq!(
        with(|form| form.executors[1].account = person(1).to_string()),
        one("executors/1/account", FaultCode::ExecutorTwice)
    );
    let term = |due_on: &'static str| {
        let mut form = whole.clone();
        form.executors[1].due_on = due_on.to_owned();
        faults(&form)
    };
    let field = "executors/1/due_on";
    assert_eq!(term("2026-04-29"), one(field, FaultCode::TermAfterAppeals));
    assert_eq!(term("2026-04-13"), one(field, FaultCode::TermInPast));
    // A day off by the week; a working Saturday is none.
    assert_eq!(term("2026-04-19"), one(field, FaultCode::TermOnNonWorkingDay));
    assert_eq!(term("2026-04-25"), []);
    assert_eq!(term("завтра"), one(field, FaultCode::NotADate));
    assert_eq!(term(""), one(field, FaultCode::Required));
    // Beyond 31 days only so (REG-06), with a reason, and the executors' terms follow.
    let longer = |new_due_on: &'static str, reason: &'static str| {
        let mut form = whole.clone();
        form.executors[1].due_on = "2026-05-29".to_owned();
        form.new_due_on = new_due_on.to_owned();
        form.new_due_reason = reason.to_owned();
        faults(&form)
    };
    assert_eq!(longer("2026-06-01", "Нужна экспертиза."), []);
    assert_eq!(longer("2026-06-01", ""), one("new_due_reason", FaultCode::Required));
    assert_eq!(longer("2026-05-28", "Нужна экспертиза."), one(field, FaultCode::TermAfterAppeals));
    assert_eq!(longer("2030-06-03", "Нужна экспертиза."), one("new_due_on", FaultCode::TermTooLate));
}
