use std::sync::LazyLock;

use super::*;
use crate::{NationalCalendar, Schedule};

static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Calendar::new(NationalCalendar::seed(), Schedule::usual()));

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn context(files: &[Option<(String, FileState)>]) -> CompletionContext<'_> {
    CompletionContext {
        kind: Kind::Application,
        form: Form::Electronic,
        submitted_on: "2026-04-10".parse().unwrap(),
        registered_on: Some(day("2026-04-10")),
        today: day("2026-04-20"),
        calendar: Some(&CALENDAR),
        answer_way: AnswerWay::Cabinet,
        files,
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn answer() -> CompletionForm {
    CompletionForm {
        result: some("answer_given"),
        outcome: some("satisfied"),
        answer_text: some("Лифт отремонтирован."),
        answer_number: some("07-12/К-25"),
        answer_date: some("2026-04-20"),
        executors: vec!["Вярба А. П.".to_owned()],
        resolution: some("Рассмотреть и ответить. Исполнено."),
        case_number: some("07-12"),
        ..CompletionForm::default()
    }
}

fn form(result: &str) -> CompletionForm {
    CompletionForm {
        result: some(result),
        ..CompletionForm::default()
    }
}

fn faults(form: &CompletionForm) -> Vec<(String, &'static str)> {
    let faults = form.validate(&context(&[])).unwrap_err();
    let mut faults: Vec<_> = faults
        .into_iter()
        .map(|fault| (fault.field, fault.code.code()))
        .collect();
    faults.sort();
    faults
}

fn named(pairs: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
    pairs
        .iter()
        .map(|(field, code)| ((*field).to_owned(), *code))
        .collect()
}

// REQ: REV-07
#[test]
fn each_result_has_its_mandatory_fields() {
    assert_eq!(
        faults(&CompletionForm::default()),
        named(&[("result", "required")])
    );
    assert_eq!(
        faults(&form("done")),
        named(&[("result", "unknown_choice")])
    );
    let answer_needs = [
        ("answer_date", "required"),
        ("answer_number", "required"),
        ("answer_text", "required"),
        ("case_number", "required"),
        ("executors", "required"),
        ("outcome", "required"),
        ("resolution", "required"),
    ];
    assert_eq!(faults(&form("answer_given")), named(&answer_needs));
    assert_eq!(
        faults(&form("left_without_consideration")),
        named(&[("explanation", "required"), ("reason", "required")])
    );
    assert_eq!(
        faults(&form("redirected")),
        named(&[("redirect_date", "required"), ("redirected_to", "required")])
    );
    assert_eq!(
        faults(&form("taken_note")),
        named(&[("reason", "required")])
    );
    let withdrawn = form("withdrawn").validate(&context(&[])).unwrap();
    assert_eq!(
        (withdrawn.details.clone(), withdrawn.result()),
        (Details::Withdrawn(None), CompletionResult::Withdrawn)
    );
}

// REQ: REV-07
#[test]
fn an_answer_keeps_its_outcome_beside_the_status() {
    for outcome in Outcome::ALL {
        let form = CompletionForm {
            outcome: some(outcome.code()),
            ..answer()
        };
        let completion = form.validate(&context(&[])).unwrap();
        assert_eq!(completion.result().action(), Action::Complete);
        assert_eq!(completion.case_number.as_deref(), Some("07-12"));
        assert!(
            matches!(completion.details, Details::AnswerGiven { outcome: kept, .. } if kept == outcome)
        );
    }
}

// REQ: REV-10
// REQ: EDM-05
#[test]
fn an_answer_may_name_its_signatory_by_position_and_name() {
    let signed = |position: &str, name: &str| CompletionForm {
        signatory: Some(SignatoryForm { position: some(position), name: some(name) }),
        ..answer()
    };
    let read = signed(" Председатель ", "И. П. Кравцов").validate(&context(&[])).unwrap();
    let expected = Signatory { account: None, position: "Председатель".to_owned(), name: "И. П. Кравцов".to_owned() };
    assert!(matches!(read.details, Details::AnswerGiven { signatory: Some(signatory), .. } if signatory == expected));
    let read = answer().validate(&context(&[])).unwrap();
    assert!(matches!(read.details, Details::AnswerGiven { signatory: None, .. }));
    assert_eq!(faults(&signed(" ", "\u{7}")), named(&[("signatory/name", "control_characters"), ("signatory/position", "required")]));
    assert_eq!(faults(&signed(&"я".repeat(201), "")), named(&[("signatory/name", "required"), ("signatory/position", "too_long")]));
    let of_other = CompletionForm { reason: some("only_thanks"), signatory: signed("", "").signatory, ..form("taken_note") };
    assert_eq!(faults(&of_other), named(&[("signatory", "not_of_this_result")]));
}

// REQ: REV-07
#[test]
fn reasons_are_the_laws_and_of_their_result_only() {
    for reason in LeaveReason::ALL {
        let left = CompletionForm {
            reason: some(reason.code()),
            explanation: some("По закону."),
            ..form("left_without_consideration")
        };
        let decided = left.validate(&context(&[]));
        assert_eq!(
            decided.is_ok(),
            reason != LeaveReason::ComplaintLate,
            "{reason}"
        );
        let complaint = CompletionContext {
            kind: Kind::Complaint,
            ..context(&[])
        };
        assert_eq!(
            left.validate(&complaint).unwrap().reason(),
            Some(reason.code())
        );
        let noted = CompletionForm {
            reason: some(reason.code()),
            ..form("taken_note")
        };
        assert_eq!(faults(&noted), named(&[("reason", "unknown_choice")]));
    }
    for reason in NoteReason::ALL {
        let noted = CompletionForm {
            reason: some(reason.code()),
            ..form("taken_note")
        };
        assert_eq!(
            noted.validate(&context(&[])).unwrap().reason(),
            Some(reason.code())
        );
    }
    assert!(!LeaveReason::Anonymous.must_be_told() && LeaveReason::NotCompetent.must_be_told());
}

// REQ: REV-07
#[test]
fn a_field_of_another_result_is_refused() {
    let mixed = CompletionForm {
        reason: some("only_thanks"),
        redirected_to: vec!["100000007".to_owned()],
        ..answer()
    };
    assert_eq!(
        faults(&mixed),
        named(&[
            ("reason", "not_of_this_result"),
            ("redirected_to", "not_of_this_result")
        ])
    );
}

#[test]
fn days_lie_between_the_registration_and_today() {
    for (typed, code) in [
        ("2026-04-09", "day_before_registration"),
        ("2026-04-21", "date_in_future"),
        ("20.04.2026", "not_a_date"),
        ("2026-02-30", "not_a_date"),
    ] {
        let form = CompletionForm {
            answer_date: some(typed),
            ..answer()
        };
        assert_eq!(faults(&form), named(&[("answer_date", code)]), "{typed}");
    }
}

// REQ: REV-12
// REQ: EDM-05
#[test]
fn at_most_five_checked_files_each_once() {
    let clean = || Some(("a.pdf".to_owned(), FileState::Clean));
    let ids = |count: usize| (0..count).map(|id| id.to_string()).collect::<Vec<_>>();
    let with = |files: Vec<String>| CompletionForm {
        files,
        answer_text: None,
        ..answer()
    };
    let states: Vec<_> = (0..6).map(|_| clean()).collect();
    assert!(
        with(ids(5)).validate(&context(&states)).is_ok(),
        "an answer may be in its files alone"
    );
    let six = with(ids(6)).validate(&context(&states)).unwrap_err();
    assert_eq!((six.len(), six[0].code), (1, FaultCode::TooManyFiles));
    let states = [
        clean(),
        None,
        Some(("b.pdf".to_owned(), FileState::Checking)),
        Some(("c.pdf".to_owned(), FileState::Infected)),
        clean(),
    ];
    let mut files = ids(4);
    files.push("0".to_owned());
    let faults = with(files).validate(&context(&states)).unwrap_err();
    let found: Vec<_> = faults
        .iter()
        .map(|fault| (fault.field.as_str(), fault.code.code()))
        .collect();
    assert_eq!(
        found,
        [
            ("files/1", "file_unknown"),
            ("files/2", "file_being_checked"),
            ("files/3", "file_refused"),
            ("files/4", "file_unknown")
        ]
    );
}

#[test]
fn hostile_texts_are_faults_of_their_fields() {
    let long = "ы".repeat(TEXT_LENGTH + 1);
    let bad = CompletionForm {
        explanation: Some(long),
        case_number: some("1\u{0}2"),
        executors: vec!["А".to_owned(), " ".to_owned(), "Б\u{7}".to_owned()],
        ..answer()
    };
    assert_eq!(
        faults(&bad),
        named(&[
            ("case_number", "control_characters"),
            ("executors/1", "required"),
            ("executors/2", "control_characters"),
            ("explanation", "too_long"),
        ])
    );
    let many = CompletionForm {
        executors: vec!["А".to_owned(); EXECUTORS + 1],
        ..answer()
    };
    assert_eq!(faults(&many), named(&[("executors", "too_many_items")]));
}

// REQ: REV-08
#[test]
fn an_answer_that_goes_by_post_has_its_electronic_version() {
    let by_post = CompletionContext { answer_way: AnswerWay::Post, ..context(&[]) };
    let faults = answer().validate(&by_post).unwrap_err();
    assert_eq!((faults[0].field.as_str(), faults[0].code), ("files", FaultCode::PaperAnswerNeedsFile));
    let states = [Some(("ответ.pdf".to_owned(), FileState::Clean))];
    let with_file = CompletionForm { files: vec!["1".to_owned()], ..answer() };
    let by_post = CompletionContext { answer_way: AnswerWay::Post, ..context(&states) };
    assert!(with_file.validate(&by_post).is_ok());
    assert!(form("withdrawn").validate(&CompletionContext { answer_way: AnswerWay::Post, ..context(&[]) }).is_ok());
}

fn redirection() -> CompletionForm {
    CompletionForm {
        redirected_to: vec!["100000002".to_owned()],
        redirect_date: some("2026-04-20"),
        ..form("redirected")
    }
}

fn faults_in(form: &CompletionForm, context: &CompletionContext<'_>) -> Vec<(String, FaultCode)> {
    let faults = form.validate(context).unwrap_err();
    faults.into_iter().map(|fault| (fault.field, fault.code)).collect()
}

// REQ: CTL-03
#[test]
fn only_a_written_appeal_leaves_the_system_and_with_a_letter() {
    let outside = CompletionForm { outside: some("ОАО «Лифт»"), redirected_to: Vec::new(), ..redirection() };
    let letter = [Some(("письмо.pdf".to_owned(), FileState::Clean))];
    let with_letter = CompletionForm { files: vec!["1".to_owned()], ..outside.clone() };
    let electronic = faults_in(&with_letter, &context(&letter));
    assert_eq!(electronic, [("outside".to_owned(), FaultCode::OutsideForWrittenOnly)]);
    let written = |files| CompletionContext { form: Form::Written, ..context(files) };
    assert_eq!(faults_in(&outside, &written(&[])), [("files".to_owned(), FaultCode::Required)]);
    let read = with_letter.validate(&written(&letter)).unwrap();
    assert!(matches!(read.details, Details::Redirected { outside: Some(_), .. }));
    // Nobody of the system is there to report.
    let controlled = CompletionForm { control_until: some("2026-05-04"), ..with_letter };
    let faults = faults_in(&controlled, &written(&letter));
    assert_eq!(faults, [("control_until".to_owned(), FaultCode::ControlNeedsReceiver)]);
}

// REQ: CTL-03
// REQ: CTL-04
#[test]
fn a_part_names_its_questions_and_control_has_a_term_to_come() {
    let read = redirection().validate(&context(&[])).unwrap();
    assert!(matches!(read.details, Details::Redirected { questions: None, control_until: None, .. }));
    let part = CompletionForm { questions: some(" "), control_until: some("2026-04-19"), ..redirection() };
    let faults = faults_in(&part, &context(&[]));
    assert_eq!(faults, [("control_until".to_owned(), FaultCode::TermPast), ("questions".to_owned(), FaultCode::Required)]);
    let resting = CompletionForm { control_until: some("2026-05-03"), ..redirection() };
    assert_eq!(faults_in(&resting, &context(&[])), [("control_until".to_owned(), FaultCode::TermOnNonWorkingDay)]);
    let part = CompletionForm { questions: some("О лифте"), control_until: some("2026-05-04"), ..redirection() };
    assert!(part.validate(&context(&[])).is_ok());
}
