//! What organisations want of one another, tried like every other action; and the whole way of each kind.

use uuid::Uuid;
use zvarot_domain::{AssignmentId, AssignmentKind, assignment::AssignmentForm};

use super::*;

impl Place {
    /// An assignment about an appeal of this organisation, to the other one or to one outside of the system.
    async fn assignment(&self, number: AppealNumber, state: &str, outside: bool) -> AssignmentId {
        let id = Uuid::now_v7();
        sqlx::query(
            "INSERT INTO assignments (id, kind, appeal_id, sender_id, receiver_id, outside, state, due_on, created_at)
             SELECT $1, CASE WHEN $5 THEN 'request' ELSE 'order' END, id, organisation_id, CASE WHEN NOT $5 THEN $3 END, CASE WHEN $5 THEN 'ОАО «Лифт»' END,
                 $4, date '2026-04-24', submitted_at FROM appeals WHERE number = $2 AND organisation_id = $6",
        )
        .bind(id)
        .bind(number.as_i64())
        .bind(self.there.0)
        .bind(state)
        .bind(outside)
        .bind(self.here.0)
        .execute(&self.pool)
        .await
        .unwrap();
        AssignmentId(id)
    }

    pub(super) async fn subordinate_there(&self) {
        sqlx::query("UPDATE organisations SET parent_id = $1 WHERE id = $2")
            .bind(self.here.0)
            .bind(self.there.0)
            .execute(&self.pool)
            .await
            .unwrap();
    }

    pub(super) fn request(&self, kind: AssignmentKind) -> RequestForm {
        RequestForm {
            kind,
            receiver: self.there.to_string(),
            typed: AssignmentForm {
                text: "Сообщите о ремонте.".to_owned(),
                due_on: "2026-04-24".to_owned(),
                outside: String::new(),
            },
            shows_content: false,
            shows_applicant: false,
        }
    }

    /// Tries an action on what stands between two organisations, with input that nothing is wrong with.
    pub(super) async fn try_between(
        &self,
        action: Action,
        party: Party,
        number: AppealNumber,
    ) -> Result<()> {
        let (actions, cause) = (&self.actions, &cause());
        let actor = &self.actor(party);
        let (state, outside) = match action {
            Action::SendRequest | Action::SendOrder => {
                self.subordinate_there().await;
                let kind = match action {
                    Action::SendRequest => AssignmentKind::Request,
                    _ => AssignmentKind::Order,
                };
                let form = self.request(kind);
                return send_assignment(actions, cause, actor, number, 1, &form).await.map(drop);
            }
            Action::AcceptReport | Action::OrderAgain => ("reported", false),
            Action::RecordAnswer => ("open", true),
            _ => ("open", false),
        };
        let id = self.assignment(number, state, outside).await;
        let form = StepForm {
            action,
            text: "Так надо.".to_owned(),
            due_on: "2026-04-27".to_owned(),
        };
        let done = take_step(actions, cause, actor, id, 1, &form).await;
        if done.is_err() {
            // Nothing else was written: what was begun for the attempt is all.
            let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM assignment_steps WHERE assignment_id = $1")
                .bind(id.0)
                .fetch_one(&self.pool)
                .await
                .unwrap();
            assert_eq!(kept, 0, "{action}");
            sqlx::query("DELETE FROM assignments WHERE id = $1 AND state = $2 AND version = 1")
                .bind(id.0)
                .bind(state)
                .execute(&self.pool)
                .await
                .unwrap();
        }
        done
    }

    pub(super) fn there(&self, role: Role) -> Actor {
        Actor::Official { account: self.account, organisation: self.there, roles: role.into() }
    }

    pub(super) async fn step(&self, actor: &Actor, id: AssignmentId, version: i32, action: Action) -> Result<()> {
        let form = StepForm {
            action,
            text: "Крыша отремонтирована.".to_owned(),
            due_on: "2026-04-27".to_owned(),
        };
        take_step(&self.actions, &cause(), actor, id, version, &form).await
    }
}

// REQ: CTL-01
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_request_is_seen_by_its_two_sides_and_answered_once(pool: PgPool) {
    let mut place = Place::new(pool).await;
    let number = place.appeal(Status::Registered, now() - TimeDelta::hours(20)).await;
    let clerk = place.actor(Party::Official(Role::Clerk));
    let form = place.request(AssignmentKind::Request);
    let id = send_assignment(&place.actions, &cause(), &clerk, number, 1, &form).await.unwrap();
    let there = place.there(Role::Clerk);
    let thread = assignment(&place.actions, &cause(), &there, id).await.unwrap();
    assert_eq!(thread.may, [Action::Report]);
    assert!(thread.shown.content.is_none() && thread.shown.applicant.is_none() && !thread.has_appeal);
    // The card itself stays as hidden as it was.
    let card = card(&place.actions, &cause(), &there, number).await;
    assert!(matches!(card, Err(ActionError::NotFound)));
    for role in [Role::Executor, Role::ExternalAdministrator] {
        let hidden = assignment(&place.actions, &cause(), &place.there(role), id).await;
        assert!(matches!(hidden, Err(ActionError::NotFound)), "{role}");
        assert!(place.step(&place.there(role), id, 1, Action::Report).await.is_err(), "{role}");
    }
    let third = Actor::Official {
        account: place.account,
        organisation: OrganisationId(Uuid::now_v7()),
        roles: Role::Clerk.into(),
    };
    assert!(matches!(place.step(&third, id, 1, Action::Report).await, Err(ActionError::NotFound)));
    // Only the sender judges, only the receiver answers.
    let wrong_side = place.step(&there, id, 1, Action::CallOff).await;
    assert!(matches!(wrong_side, Err(ActionError::Refused(_))), "{wrong_side:?}");
    place.step(&there, id, 1, Action::Report).await.unwrap();
    let again = place.step(&there, id, 1, Action::Report).await;
    assert!(matches!(again, Err(ActionError::Conflict)), "{again:?}");
    let thread = assignment(&place.actions, &cause(), &clerk, id).await.unwrap();
    assert!(thread.may.is_empty(), "a request is over with its answer: {:?}", thread.may);
    assert_eq!(thread.steps.len(), 2);
}

// REQ: CTL-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_order_goes_to_subordinates_only_and_is_ordered_again_until_it_satisfies(pool: PgPool) {
    let mut place = Place::new(pool).await;
    let number = place.appeal(Status::Registered, now() - TimeDelta::hours(20)).await;
    let clerk = place.actor(Party::Official(Role::Clerk));
    let form = place.request(AssignmentKind::Order);
    let before = place.rows().await;
    let refused = send_assignment(&place.actions, &cause(), &clerk, number, 1, &form).await;
    let Err(ActionError::Invalid(faults)) = refused else { panic!("{refused:?}") };
    assert_eq!(faults[0].code, zvarot_domain::FaultCode::NotSubordinate);
    assert_eq!(place.rows().await, before);
    place.subordinate_there().await;
    let id = send_assignment(&place.actions, &cause(), &clerk, number, 1, &form).await.unwrap();
    let there = place.there(Role::Clerk);
    for version in [1, 3] {
        place.step(&there, id, version, Action::Report).await.unwrap();
        place.step(&clerk, id, version + 1, Action::OrderAgain).await.unwrap();
    }
    let thread = assignment(&place.actions, &cause(), &there, id).await.unwrap();
    assert_eq!(thread.assignment.due_on.to_string(), "2026-04-27");
    place.step(&there, id, 5, Action::Report).await.unwrap();
    place.step(&clerk, id, 6, Action::AcceptReport).await.unwrap();
    let late = place.step(&there, id, 7, Action::Report).await;
    assert!(matches!(late, Err(ActionError::Refused(_))), "{late:?}");
}

// REQ: CTL-03
// REQ: CTL-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_part_goes_on_under_control_and_the_rest_stays_in_work(pool: PgPool) {
    let mut place = Place::new(pool).await;
    let number = place.appeal(Status::Registered, now() - TimeDelta::hours(20)).await;
    let clerk = place.actor(Party::Official(Role::Clerk));
    let form = CompletionForm {
        questions: Some("О лифте".to_owned()),
        control_until: Some("2026-05-04".to_owned()),
        ..place.result(CompletionResult::Redirected)
    };
    conclude(&place.actions, &cause(), &clerk, number, 1, &form).await.unwrap();
    assert_eq!(place.status_of(number).await.0, "registered");
    let there = place.there(Role::Clerk);
    let received = card(&place.actions, &cause(), &there, number).await.unwrap();
    assert_eq!(received.appeal.status, Status::Submitted);
    let of_it = assignments_of(&place.actions, &cause(), received.appeal.id).await.unwrap();
    let (control, steps) = &of_it[0];
    assert_eq!((control.kind, control.due_on.to_string().as_str()), (AssignmentKind::Control, "2026-05-04"));
    assert_eq!(steps[0].text, "О лифте");
    // A → B → A is not possible: it is there already.
    let page = AssignmentPage::Waiting(None);
    let side = zvarot_store::assignments::Side::Sent;
    let waits = assignments_list(&place.actions, &cause(), &clerk, side, page, 10).await.unwrap();
    assert_eq!(waits.len(), 1);
    // Two who had the card open: the second is told.
    let stale = conclude(&place.actions, &cause(), &clerk, number, 1, &form).await;
    assert!(matches!(stale, Err(ActionError::Conflict)), "{stale:?}");
    let twice = conclude(&place.actions, &cause(), &clerk, number, 2, &form).await;
    let Err(ActionError::Invalid(faults)) = twice else { panic!("{twice:?}") };
    assert_eq!(faults[0].code, zvarot_domain::FaultCode::RedirectedBefore);
    // The report is judged after the rest was answered.
    let answer = AnswerForm {
        text: "Крыша отремонтирована.".to_owned(),
        outcome: "satisfied".to_owned(),
        ..AnswerForm::default()
    };
    complete(&place.actions, &cause(), &clerk, number, 2, &answer).await.unwrap();
    place.step(&there, control.id, 1, Action::Report).await.unwrap();
    place.step(&clerk, control.id, 2, Action::AcceptReport).await.unwrap();
}
