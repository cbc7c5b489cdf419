//! What comes without a cabinet is withdrawn on paper; and what ends with a withdrawal, whoever withdraws.

use zvarot_domain::{AssignmentKind, AssignmentState, FaultCode};

use super::*;

impl Place {
    /// As if it had come without a cabinet, with the statement by which it is withdrawn.
    pub(super) async fn on_paper(&self, number: AppealNumber) {
        for statement in [
            "INSERT INTO files (id, owner_id, answer_to_appeal_id, purpose, name, content_type, size, state, sha256, created_at, updated_at)
             SELECT gen_random_uuid(), account_id, id, 'withdrawal', 'заявление.pdf', 'application/pdf', 10, 'clean', decode(repeat('00', 32), 'hex'), submitted_at, submitted_at
             FROM appeals WHERE number = $1",
            "UPDATE appeals SET account_id = NULL, form = 'written' WHERE number = $1",
        ] {
            let done = sqlx::query(statement).bind(number.as_i64()).execute(&self.pool).await;
            assert_eq!(done.unwrap().rows_affected(), 1);
        }
    }

    /// Records a withdrawal with input that nothing is wrong with.
    pub(super) async fn record_withdrawal(&self, actor: &Actor, number: AppealNumber) -> Result<()> {
        let withdrawn_on = Some("2026-04-14".to_owned());
        let form = CompletionForm { withdrawn_on, ..self.result(CompletionResult::Withdrawn) };
        conclude(&self.actions, &cause(), actor, number, 1, &form).await.map(drop)
    }
}

// REQ: SUB-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_came_from_a_cabinet_is_withdrawn_there_alone(pool: PgPool) {
    let mut place = Place::new(pool).await;
    let number = place.appeal(Status::Registered, now() - TimeDelta::hours(20)).await;
    let before = place.rows().await;
    let refused = place.record_withdrawal(&place.actor(Party::Official(Role::Clerk)), number).await;
    let Err(ActionError::Refused(refusal)) = refused else { panic!("{refused:?}") };
    assert_eq!(refusal.code(), "own_cabinet");
    assert_eq!(place.rows().await, before);
}

// REQ: SUB-10
// REQ: CTL-01
// REQ: CTL-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_withdrawal_calls_off_what_others_were_to_do(pool: PgPool) {
    let mut place = Place::new(pool).await;
    place.subordinate_there().await;
    let clerk = place.actor(Party::Official(Role::Clerk));
    for on_paper in [false, true] {
        let number = place.appeal(Status::Registered, now() - TimeDelta::hours(20)).await;
        let mut sent = Vec::new();
        for kind in [AssignmentKind::Request, AssignmentKind::Order, AssignmentKind::Request] {
            let form = place.request(kind);
            sent.push(send_assignment(&place.actions, &cause(), &clerk, number, 1, &form).await.unwrap());
        }
        // One is over already.
        place.step(&place.there(Role::Clerk), sent[2], 1, Action::Report).await.unwrap();
        if on_paper {
            place.on_paper(number).await;
            place.record_withdrawal(&clerk, number).await.unwrap();
        } else {
            withdraw(&place.actions, &cause(), &place.actor(Party::Applicant), number).await.unwrap();
        }
        for (row, id) in sent.into_iter().enumerate() {
            let thread = assignment(&place.actions, &cause(), &place.there(Role::Clerk), id).await.unwrap();
            assert_eq!(thread.assignment.state, AssignmentState::Closed, "{row}");
            let called_off = thread.steps.iter().any(|step| step.kind == zvarot_domain::AssignmentStep::CalledOff);
            assert_eq!(called_off, row < 2, "{row}");
            assert!(thread.may.is_empty(), "{row}");
        }
        // Each receiver is told by an event of its own.
        let told: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM appeal_events JOIN jobs ON (jobs.payload ->> 'event_id')::bigint = appeal_events.id
             WHERE appeal_events.kind = 'assignment_called_off' AND appeal_id = (SELECT id FROM appeals WHERE number = $1) AND data ->> 'receiver_id' = $2",
        )
        .bind(number.as_i64())
        .bind(place.there.to_string())
        .fetch_one(&place.pool)
        .await
        .unwrap();
        assert_eq!(told, 2);
    }
}

// REQ: SUB-12
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_repeat_is_of_the_same_applicant_in_the_same_organisation(pool: PgPool) {
    let mut place = Place::new(pool).await;
    let first = place.appeal(Status::Answered, now() - TimeDelta::days(30)).await;
    let number = place.appeal(Status::Registered, now() - TimeDelta::hours(20)).await;
    let clerk = place.actor(Party::Official(Role::Clerk));
    let marked = async |version| mark_repeat(&place.actions, &cause(), &clerk, number, version, &first.digits()).await;
    let change = async |what: &'static str| {
        sqlx::query(what).bind(first.as_i64()).execute(&place.pool).await.unwrap();
    };
    let code = |refused: Result<()>| match refused {
        Err(ActionError::Invalid(faults)) => faults[0].code,
        other => panic!("{other:?}"),
    };
    let before = place.rows().await;
    change("UPDATE appeals SET account_id = (SELECT id FROM accounts WHERE login = 'outer') WHERE number = $1").await;
    let changed = place.rows().await;
    assert_eq!(code(marked(1).await), FaultCode::AnotherApplicant);
    // Without a cabinet the names are compared.
    change("UPDATE appeals SET account_id = NULL, applicant_name = 'Ракита А.' WHERE number = $1").await;
    assert_eq!(code(marked(1).await), FaultCode::AnotherApplicant);
    assert_ne!(before, changed);
    change("UPDATE appeals SET applicant_name = 'Купава М.' WHERE number = $1").await;
    marked(1).await.unwrap();
    // A task shows the clerk an appeal of another organisation, which is no first one here.
    let second = place.appeal(Status::Registered, now() - TimeDelta::hours(10)).await;
    sqlx::query("UPDATE appeals SET organisation_id = $2 WHERE number = $1")
        .bind(first.as_i64())
        .bind(place.there.0)
        .execute(&place.pool)
        .await
        .unwrap();
    place.finished(first).await;
    sqlx::query("UPDATE resolution_tasks SET account_id = $1 WHERE id = (SELECT id FROM resolution_tasks LIMIT 1)").bind(place.account.0).execute(&place.pool).await.unwrap();
    let refused = mark_repeat(&place.actions, &cause(), &clerk, second, 1, &first.digits()).await;
    assert_eq!(code(refused), FaultCode::UnknownAppeal);
}
