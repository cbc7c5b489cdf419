//! What people do at the same time with joined appeals, and what the end of the first does to all of them (BEY-02).

use std::time::Duration;

use tokio::{task::JoinHandle, time};
use zvarot_domain::FaultCode;
use zvarot_store::Work;

use super::*;

impl Place {
    async fn work(&self) -> Work {
        self.actions.store.begin(&cause()).await.unwrap()
    }

    /// Waits until so many transactions wait for a row.
    async fn until_waiting(&self, transactions: i64) {
        loop {
            let waiting: i64 = sqlx::query_scalar(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
                .fetch_one(&self.pool).await.unwrap();
            if waiting == transactions {
                return;
            }
            time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn merging(&self, number: AppealNumber, first: AppealNumber) -> JoinHandle<Result<()>> {
        let (actions, clerk) = (self.actions.clone(), self.clerk());
        tokio::spawn(async move {
            let form = MergeForm { first_number: first.to_string(), kind: "identical".to_owned() };
            merge(&actions, &cause(), &clerk, number, 1, &form).await
        })
    }
}

/// What would wait for ever otherwise.
async fn in_time<T>(done: impl Future<Output = T>) -> T {
    time::timeout(Duration::from_secs(60), done).await.expect("it waits for somebody who waits for it")
}

fn answer() -> AnswerForm {
    AnswerForm { text: "Сделано.".to_owned(), outcome: "satisfied".to_owned(), ..AnswerForm::default() }
}

// REQ: BEY-02
// REQ: REV-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_of_an_executor_is_of_all_that_are_joined_however_many(pool: PgPool) {
    let mut place = merging::place(pool.clone()).await;
    let first = place.appeal(Status::InProgress, now() - TimeDelta::days(9)).await;
    place.earlier = Some(first);
    for hours in 0..101 {
        let later = place.appeal(Status::Registered, now() - TimeDelta::hours(hours)).await;
        place.merge_by_hand(later).await;
    }
    place.finished(first).await;
    let executor = place.actor(Party::OwnResponsible);
    assert!(!Permission::SeeAppeals.is_given_to(&executor));
    complete(&place.actions, &cause(), &executor, first, 1, &answer()).await.unwrap();
    let counted: Vec<(String, i64)> = sqlx::query_as("SELECT status, count(*) FROM appeals GROUP BY status").fetch_all(&pool).await.unwrap();
    assert_eq!(counted, [("answered".to_owned(), 102)]);
    let told: i64 = sqlx::query_scalar("SELECT count(*) FROM appeal_events JOIN jobs ON payload ->> 'event_id' = appeal_events.id::text WHERE appeal_events.kind = 'completed'")
        .fetch_one(&pool).await.unwrap();
    assert_eq!(told, 102);
}

// REQ: BEY-02
// REQ: SUB-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn one_is_withdrawn_while_the_first_is_being_answered(pool: PgPool) {
    let mut place = merging::place(pool.clone()).await;
    let [first, second, third] = place.three().await;
    // Who answers holds the first and has not come to the others yet.
    let mut answering = place.work().await;
    let scope = crate::scope(&place.clerk()).unwrap();
    let held = appeals::lock(answering.connection(), first, scope).await.unwrap().unwrap();
    in_time(withdraw(&place.actions, &cause(), &place.actor(Party::Applicant), second)).await.unwrap();
    let rest = appeals::lock_merged(answering.connection(), held.id).await.unwrap();
    assert_eq!(rest.iter().map(|other| other.number).collect::<Vec<_>>(), [third]);
    drop(answering);
    // Who withdraws holds the third, and the answer comes meanwhile.
    let mut withdrawing = place.work().await;
    let held = appeals::lock(withdrawing.connection(), third, scope).await.unwrap().unwrap();
    let (actions, clerk, version) = (place.actions.clone(), place.clerk(), place.version(first).await);
    let answered = tokio::spawn(async move { complete(&actions, &cause(), &clerk, first, version, &answer()).await });
    in_time(place.until_waiting(1)).await;
    merge::part_withdrawn(&mut withdrawing, &place.actor(Party::Applicant), &held).await.unwrap();
    withdrawing.commit().await.unwrap();
    in_time(answered).await.unwrap().unwrap();
    let stand = [place.stands(first).await.0, place.stands(second).await.0, place.stands(third).await.0];
    assert_eq!(stand, ["answered", "withdrawn", "registered"]);
}

// REQ: BEY-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn two_clerks_who_join_the_same_two_to_each_other_do_not_wait_for_ever(pool: PgPool) {
    let mut place = merging::place(pool).await;
    let first = place.appeal(Status::Registered, now() - TimeDelta::days(2)).await;
    let later = place.appeal(Status::Registered, now() - TimeDelta::days(1)).await;
    let mut before = place.work().await;
    let scope = crate::scope(&place.clerk()).unwrap();
    appeals::lock(before.connection(), first, scope).await.unwrap().unwrap();
    let right = place.merging(later, first);
    in_time(place.until_waiting(1)).await;
    let wrong = place.merging(first, later);
    in_time(place.until_waiting(2)).await;
    drop(before);
    in_time(right).await.unwrap().unwrap();
    match in_time(wrong).await.unwrap() {
        Err(ActionError::Invalid(faults)) => assert_eq!(faults[0].code, FaultCode::NotAnEarlierAppeal),
        // The other one was quicker to end.
        Err(ActionError::Conflict) => {}
        other => panic!("{other:?}"),
    }
    assert_eq!(place.stands(later).await.2, Some(first.as_i64()));
}

// REQ: BEY-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn those_of_one_moment_are_joined_whichever_is_the_first(pool: PgPool) {
    let mut place = merging::place(pool.clone()).await;
    let one = place.appeal(Status::Registered, now() - TimeDelta::days(2)).await;
    let two = place.appeal(Status::Registered, now() - TimeDelta::days(2)).await;
    for (later, first) in [(one, two), (two, one)] {
        let mut work = place.work().await;
        let scope = crate::scope(&place.clerk()).unwrap();
        let appeal = appeals::by_number(work.connection(), later, scope).await.unwrap().unwrap();
        let offered = appeals::earlier(work.connection(), &appeal, appeal.submitted_at - TimeDelta::days(9), 9).await.unwrap();
        assert_eq!(offered.iter().map(|other| other.number).collect::<Vec<_>>(), [first]);
        place.merged_to(later, first).await.unwrap();
        assert_eq!(place.stands(later).await.2, Some(first.as_i64()));
        let version = place.version(later).await;
        unmerge(&place.actions, &cause(), &place.clerk(), later, version, "Другое.").await.unwrap();
    }
}

// REQ: BEY-02
// REQ: REV-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_reason_has_to_fit_all_that_are_joined(pool: PgPool) {
    let mut place = merging::place(pool.clone()).await;
    let [first, second, third] = place.three().await;
    sqlx::query("UPDATE appeals SET kind = 'complaint' WHERE number <> $1").bind(third.as_i64()).execute(&pool).await.unwrap();
    let form = CompletionForm { reason: Some("complaint_late".to_owned()), ..place.result(CompletionResult::LeftWithoutConsideration) };
    let actor = place.actor(Party::Official(Role::AuthorisedPerson));
    let version = place.version(first).await;
    for by_program in [false, true] {
        let left = if by_program {
            complete_by_client(&place.actions, &cause(), &place.actor(Party::Client), first, &form).await
        } else {
            conclude(&place.actions, &cause(), &actor, first, version, &form).await
        };
        let Err(ActionError::Invalid(faults)) = left else { panic!("{left:?}") };
        assert_eq!((faults[0].field.as_str(), faults[0].code), ("reason", FaultCode::ReasonNotOfMerged));
        assert_eq!(json!(faults[0].params["number"]), json!(third.to_string()));
    }
    assert_eq!(place.stands(second).await.0, "registered");
    sqlx::query("UPDATE appeals SET kind = 'complaint'").execute(&pool).await.unwrap();
    conclude(&place.actions, &cause(), &actor, first, version, &form).await.unwrap();
    assert_eq!(place.stands(third).await.0, "left_without_consideration");
}

// REQ: BEY-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_withdrawal_is_told_to_whoever_else_has_one_and_each_change_of_a_card_is_a_version(pool: PgPool) {
    let mut place = merging::place(pool.clone()).await;
    let first = place.appeal(Status::Registered, now() - TimeDelta::days(9)).await;
    place.earlier = Some(first);
    let mut joined = Vec::new();
    for days in [4, 3, 2] {
        let later = place.appeal(Status::Registered, now() - TimeDelta::days(days)).await;
        place.merge_by_hand(later).await;
        joined.push(later);
    }
    let other: AccountId = place.tasked[0];
    sqlx::query("UPDATE appeals SET account_id = $1 WHERE number = $2").bind(other.0).bind(joined[0].as_i64()).execute(&pool).await.unwrap();
    withdraw(&place.actions, &cause(), &place.actor(Party::Applicant), first).await.unwrap();
    // One that is parted from the first, and two that are joined to it instead.
    assert_eq!(place.version(joined[0]).await, 1 + 1 + 2);
    withdraw(&place.actions, &cause(), &place.actor(Party::Applicant), joined[2]).await.unwrap();
    assert_eq!(place.version(joined[0]).await, 1 + 1 + 2, "a withdrawal leaves the first as it was");
    let same: Vec<(String, bool)> = sqlx::query_as(
        "SELECT kind, (data ->> 'same_applicant')::boolean FROM appeal_events WHERE (data ->> 'withdrawn')::boolean ORDER BY id")
        .fetch_all(&pool).await.unwrap();
    assert_eq!(same, [("unmerged".to_owned(), false), ("other_unmerged".to_owned(), false)]);
}
