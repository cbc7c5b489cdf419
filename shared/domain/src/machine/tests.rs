use std::collections::BTreeSet;

use uuid::Uuid;

use super::*;
use crate::{AccountId, ApplicantId, OrganisationId, RoleSet};

fn statuses() -> impl Iterator<Item = Option<Status>> {
    std::iter::once(None).chain(Status::ALL.into_iter().map(Some))
}

fn parties() -> Vec<Party> {
    let officials = Role::ALL.into_iter().map(Party::Official);
    let others = [
        Party::Applicant,
        Party::Client,
        Party::Assignee,
        Party::Tasked,
        Party::Responsible,
        Party::OwnResponsible,
    ];
    others.into_iter().chain(officials).collect()
}

/// The machine once more, written the other way round: each allowed step in plain words. What is not here is refused.
const ALLOWED: &[(&str, &str, &str, &str)] = &[
    ("submit", "-", "applicant", "submitted"),
    ("submit_to_head", "-", "applicant", "in_moderation"),
    ("pass_to_head", "in_moderation", "authorised_person", "submitted"),
    ("take_into_processing", "in_moderation", "authorised_person", "submitted"),
    ("register", "submitted", "clerk", "registered"),
    ("correct_card", "registered", "clerk", "registered"),
    ("correct_card", "in_progress", "clerk", "in_progress"),
    ("change_term", "registered", "clerk", "registered"),
    ("change_term", "in_progress", "clerk", "in_progress"),
    ("complete", "registered", "clerk", "answered"),
    ("withdraw", "submitted", "applicant", "withdrawn"),
    ("withdraw", "in_moderation", "applicant", "withdrawn"),
    ("withdraw", "registered", "applicant", "withdrawn"),
    ("withdraw", "in_progress", "applicant", "withdrawn"),
    ("record_withdrawal", "submitted", "clerk", "withdrawn"),
    ("record_withdrawal", "registered", "clerk", "withdrawn"),
    ("record_withdrawal", "in_progress", "clerk", "withdrawn"),
    ("redirect", "in_progress", "own_responsible", "redirected"),
    ("redirect_part", "in_progress", "own_responsible", "in_progress"),
    ("enter", "-", "clerk", "submitted"),
    ("enter", "-", "client", "submitted"),
    ("register", "submitted", "client", "registered"),
    ("change_term", "registered", "client", "registered"),
    ("change_term", "in_progress", "client", "in_progress"),
    ("mark_repeat", "registered", "client", "registered"),
    ("mark_repeat", "in_progress", "client", "in_progress"),
    ("complete", "registered", "client", "answered"),
    ("complete", "in_progress", "client", "answered"),
    ("leave", "registered", "client", "left_without_consideration"),
    ("leave", "in_progress", "client", "left_without_consideration"),
    ("take_note", "registered", "client", "taken_note"),
    ("take_note", "in_progress", "client", "taken_note"),
    ("redirect", "registered", "client", "redirected"),
    ("redirect", "in_progress", "client", "redirected"),
    ("redirect", "-", "client", "submitted"),
    ("redirect", "-", "clerk", "submitted"),
    ("redirect", "-", "organisation_head", "submitted"),
    ("redirect", "registered", "clerk", "redirected"),
    ("redirect", "in_progress", "clerk", "redirected"),
    ("redirect", "registered", "organisation_head", "redirected"),
    ("redirect", "in_progress", "organisation_head", "redirected"),
    ("redirect", "-", "head", "submitted"),
    ("redirect", "registered", "head", "redirected"),
    ("redirect", "in_progress", "head", "redirected"),
    ("redirect_part", "-", "clerk", "submitted"),
    ("redirect_part", "-", "organisation_head", "submitted"),
    ("redirect_part", "-", "head", "submitted"),
    ("redirect_part", "registered", "clerk", "registered"),
    ("redirect_part", "registered", "organisation_head", "registered"),
    ("redirect_part", "registered", "head", "registered"),
    ("redirect_part", "in_progress", "clerk", "in_progress"),
    ("redirect_part", "in_progress", "organisation_head", "in_progress"),
    ("redirect_part", "in_progress", "head", "in_progress"),
    ("leave", "registered", "authorised_person", "left_without_consideration"),
    ("leave", "in_progress", "authorised_person", "left_without_consideration"),
    ("leave", "registered", "organisation_head", "left_without_consideration"),
    ("leave", "in_progress", "organisation_head", "left_without_consideration"),
    ("take_note", "registered", "clerk", "taken_note"),
    ("send_message", "registered", "clerk", "registered"),
    ("send_message", "registered", "authorised_person", "registered"),
    ("send_message", "registered", "organisation_head", "registered"),
    ("send_message", "in_progress", "clerk", "in_progress"),
    ("send_message", "in_progress", "authorised_person", "in_progress"),
    ("send_message", "in_progress", "organisation_head", "in_progress"),
    ("reply", "registered", "applicant", "registered"),
    ("reply", "in_progress", "applicant", "in_progress"),
    ("mark_repeat", "registered", "clerk", "registered"),
    ("mark_repeat", "in_progress", "clerk", "in_progress"),
    ("stop_correspondence", "left_without_consideration", "organisation_head", "left_without_consideration"),
    ("resume_correspondence", "left_without_consideration", "organisation_head", "left_without_consideration"),
    ("set_questions", "registered", "clerk", "registered"),
    ("set_questions", "in_progress", "clerk", "in_progress"),
    ("merge", "registered", "clerk", "registered"),
    ("merge", "in_progress", "clerk", "in_progress"),
    ("unmerge", "registered", "clerk", "registered"),
    ("unmerge", "in_progress", "clerk", "in_progress"),
    ("withdraw", "submitted", "client", "withdrawn"),
    ("withdraw", "in_moderation", "client", "withdrawn"),
    ("withdraw", "registered", "client", "withdrawn"),
    ("withdraw", "in_progress", "client", "withdrawn"),
    ("publish_answer", "answered", "clerk", "answered"),
    ("publish_answer", "answered", "authorised_person", "answered"),
    ("publish_answer", "answered", "organisation_head", "answered"),
    ("withdraw_publication", "answered", "clerk", "answered"),
    ("withdraw_publication", "answered", "authorised_person", "answered"),
    ("withdraw_publication", "answered", "organisation_head", "answered"),
    ("complete", "in_progress", "clerk", "answered"),
    ("complete", "in_progress", "own_responsible", "answered"),
    ("draft_resolution", "registered", "clerk", "registered"),
    ("draft_resolution", "in_progress", "clerk", "in_progress"),
    ("cancel_resolution", "registered", "clerk", "registered"),
    ("cancel_resolution", "in_progress", "clerk", "in_progress"),
    ("enter_result", "in_progress", "tasked", "in_progress"),
    ("accept_result", "in_progress", "responsible", "in_progress"),
    ("return_result", "in_progress", "responsible", "in_progress"),
    ("consolidate_results", "in_progress", "responsible", "in_progress"),
    ("confirm_result", "in_progress", "tasked", "in_progress"),
    ("finish_resolution", "in_progress", "responsible", "in_progress"),
];

/// What the heads who give resolutions do with them, in words as above but for the role.
const BY_HEADS: &[(&str, &str, &str)] = &[
    ("draft_resolution", "registered", "registered"),
    ("draft_resolution", "in_progress", "in_progress"),
    ("issue_resolution", "registered", "in_progress"),
    ("issue_resolution", "in_progress", "in_progress"),
    ("return_draft", "registered", "registered"),
    ("return_draft", "in_progress", "in_progress"),
    ("cancel_resolution", "registered", "registered"),
    ("cancel_resolution", "in_progress", "in_progress"),
    ("return_consolidated", "in_progress", "in_progress"),
    ("finish_resolution", "in_progress", "in_progress"),
];

// REQ: REV-13
// REQ: REG-01
// REQ: REV-01
// REQ: SUB-10
// REQ: EDM-05
// REQ: REV-02
// REQ: REV-03
// REQ: REV-05
#[test]
fn every_action_from_every_status_by_every_party_is_as_the_table_says() {
    let mut expected: BTreeSet<(String, String, String, String)> = ALLOWED
        .iter()
        .map(|(a, f, p, t)| ((*a).into(), (*f).into(), (*p).into(), (*t).into()))
        .collect();
    for status in Status::ALL
        .iter()
        .filter(|status| !status.is_before_registration())
    {
        for role in [
            "clerk",
            "authorised_person",
            "organisation_head",
            "organisation_deputy_head",
            "head",
            "unit_head",
        ] {
            expected.insert((
                "export".into(),
                status.code().into(),
                role.into(),
                status.code().into(),
            ));
        }
    }
    for status in Status::ALL.iter().filter(|status| !status.is_before_registration()) {
        let code = status.code().to_owned();
        expected.insert(("mark_control".into(), code.clone(), "clerk".into(), code));
    }
    let asks = ["clerk", "organisation_head", "organisation_deputy_head", "head"];
    for status in Status::ALL.iter().filter(|status| !status.is_before_registration()) {
        let code = status.code().to_owned();
        expected.insert(("report".into(), code.clone(), "assignee".into(), code.clone()));
        for role in asks {
            for action in ["record_answer", "accept_report", "order_again", "call_off"] {
                expected.insert((action.into(), code.clone(), role.into(), code.clone()));
            }
            for action in ["send_request", "send_order"].into_iter().filter(|_| !status.is_final()) {
                expected.insert((action.into(), code.clone(), role.into(), code.clone()));
            }
        }
    }
    for role in ["organisation_head", "organisation_deputy_head", "head"] {
        for (action, from, to) in BY_HEADS {
            expected.insert(((*action).into(), (*from).into(), role.into(), (*to).into()));
        }
    }
    let mut found = BTreeSet::new();
    for action in Action::ALL.into_iter() {
        for status in statuses() {
            for party in parties() {
                let Ok(transition) = decide_for(status, action, party) else {
                    continue;
                };
                let party = match party {
                    Party::Applicant => "applicant".to_owned(),
                    Party::Client => "client".to_owned(),
                    Party::Assignee => "assignee".to_owned(),
                    Party::Tasked => "tasked".to_owned(),
                    Party::Responsible => "responsible".to_owned(),
                    Party::OwnResponsible => "own_responsible".to_owned(),
                    Party::Official(role) => role.code().to_owned(),
                };
                let from = status.map_or("-", Status::code).to_owned();
                found.insert((
                    action.code().to_owned(),
                    from,
                    party,
                    transition.to().code().to_owned(),
                ));
            }
        }
    }
    assert_eq!(found, expected);
}

// REQ: REV-13
#[test]
fn no_action_leaves_a_final_status_and_none_returns_before_registration() {
    for action in Action::ALL.into_iter() {
        for status in Status::ALL.into_iter() {
            for party in parties() {
                let Ok(step) = decide_for(Some(status), action, party) else {
                    continue;
                };
                assert!(
                    !status.is_final() || step.to() == status,
                    "{action} leaves {status}"
                );
                assert!(
                    status.is_before_registration() || !step.to().is_before_registration(),
                    "{action}"
                );
                assert_eq!(step.from(), Some(status));
            }
        }
    }
}

// REQ: REV-13
#[test]
fn a_refusal_names_its_reason() {
    let (register, clerk) = (Action::Register, Party::Official(Role::Clerk));
    let cases = [
        (
            decide_for(Some(Status::Answered), register, clerk),
            "already_final",
        ),
        (
            decide_for(Some(Status::InProgress), register, clerk),
            "wrong_status",
        ),
        (decide_for(None, register, clerk), "wrong_status"),
        (
            decide_for(
                Some(Status::Submitted),
                register,
                Party::Official(Role::Executor),
            ),
            "wrong_role",
        ),
        (
            decide_for(Some(Status::Submitted), register, Party::Applicant),
            "wrong_role",
        ),
        (
            decide_for(Some(Status::Withdrawn), Action::Withdraw, Party::Applicant),
            "already_final",
        ),
    ];
    for (decision, code) in cases {
        assert_eq!(decision.unwrap_err().code(), code);
    }
}

// REQ: ORG-02
#[test]
fn one_of_several_roles_is_enough_and_none_is_not() {
    let (account, organisation) = (AccountId(Uuid::nil()), OrganisationId(Uuid::nil()));
    let both: RoleSet = [Role::Executor, Role::Clerk].into_iter().collect();
    let official = |roles| Actor::Official {
        account,
        organisation,
        roles,
    };
    let submitted = Some(Status::Submitted);
    let step = decide(submitted, Action::Register, &official(both)).unwrap();
    assert_eq!(
        (step.to(), step.event()),
        (Status::Registered, EventKind::Registered)
    );
    assert!(
        decide(
            submitted,
            Action::Register,
            &official(Role::Executor.into())
        )
        .is_err()
    );
    assert!(decide(submitted, Action::Register, &official(RoleSet::EMPTY)).is_err());
    assert!(
        decide(
            submitted,
            Action::Register,
            &Actor::Operator {
                account,
                roles: both
            }
        )
        .is_err()
    );
    let applicant = Actor::Applicant {
        account,
        applicant: ApplicantId(Uuid::nil()),
    };
    assert_eq!(possible(Status::Registered, &applicant), [Action::Withdraw, Action::Reply]);
    let client = Actor::Client {
        account,
        organisation,
    };
    assert_eq!(
        possible(Status::Submitted, &client),
        [Action::Register, Action::Withdraw]
    );
    assert_eq!(
        possible(Status::Registered, &official(both)),
        [
            Action::CorrectCard,
            Action::ChangeTerm,
            Action::SetQuestions,
            Action::Complete,
            Action::Export,
            Action::RecordWithdrawal,
            Action::Redirect,
            Action::RedirectPart,
            Action::SendRequest,
            Action::SendOrder,
            Action::RecordAnswer,
            Action::AcceptReport,
            Action::OrderAgain,
            Action::CallOff,
            Action::TakeNote,
            Action::MarkRepeat,
            Action::Merge,
            Action::SendMessage,
            Action::MarkControl,
            Action::DraftResolution,
            Action::CancelResolution,
        ]
    );
}

// REQ: SUB-10
#[test]
fn nobody_withdraws_what_is_anonymous() {
    let clerk = Actor::Official { account: AccountId(Uuid::nil()), organisation: OrganisationId(Uuid::nil()), roles: Role::Clerk.into() };
    let record = |standing: Standing| decide_in(Some(Status::Registered), Action::RecordWithdrawal, &standing).map(|_| ()).map_err(Refusal::code);
    assert_eq!(record(Standing::own(clerk)), Ok(()));
    assert_eq!(record(Standing::own(clerk).with_anonymous(true)), Err("anonymous"));
    assert_eq!(record(Standing::own(clerk).with_cabinet(true)), Err("own_cabinet"));
}

// REQ: ORG-07
// REQ: REV-02
#[test]
fn roles_count_at_home_only_and_a_task_gives_its_own_actions_anywhere() {
    let (home, elsewhere) = (OrganisationId(Uuid::nil()), OrganisationId(Uuid::from_u128(1)));
    let roles: RoleSet = [Role::Clerk, Role::OrganisationHead].into_iter().collect();
    let official = |organisation| Actor::Official { account: AccountId(Uuid::nil()), organisation, roles };
    let client = Actor::Client { account: AccountId(Uuid::nil()), organisation: elsewhere };
    let allowed = |standing: Standing| {
        let can = |action: &Action| decide_in(Some(Status::InProgress), *action, &standing).is_ok();
        Action::ALL.into_iter().filter(can).collect::<Vec<_>>()
    };
    assert!(allowed(Standing::to_appeal_in(official(elsewhere), home)).is_empty());
    assert!(allowed(Standing::to_appeal_in(client, home)).is_empty());
    let tasked = [Action::EnterResult, Action::ConfirmResult];
    assert_eq!(allowed(Standing::to_appeal_in(official(elsewhere), home).with_task(Some(false))), tasked);
    let led = allowed(Standing::to_appeal_in(official(elsewhere), home).with_task(Some(true)));
    assert!(led.contains(&Action::ConsolidateResults) && !led.contains(&Action::Complete), "{led:?}");
    let executor = Actor::Official { account: AccountId(Uuid::nil()), organisation: home, roles: Role::Executor.into() };
    assert!(allowed(Standing::own(executor).with_task(Some(true))).contains(&Action::Complete));
    assert!(allowed(Standing::own(executor)).is_empty());
}
