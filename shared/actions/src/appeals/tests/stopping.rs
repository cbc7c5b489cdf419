//! Stopping the correspondence (BEY-04; law, art. 21): by which appeals, and what it lets be done with later ones.

use zvarot_domain::FaultCode;

use super::*;
use crate::Client;

fn client() -> Client {
    Client { address: "192.0.2.1".parse().ok(), computer: String::new() }
}

impl Place {
    pub(super) async fn try_to_stop(&self, action: Action, actor: &Actor, number: AppealNumber) -> Result<()> {
        let (actions, cause, client) = (&self.actions, &cause(), &client());
        if action == Action::StopCorrespondence {
            return stop_correspondence(actions, cause, client, actor, number, 1, "Крыша").await;
        }
        resume_correspondence(actions, cause, client, actor, self.stop(number).await, "Ошибка").await
    }

    async fn stop(&self, number: AppealNumber) -> Uuid {
        let sql = "SELECT correspondence_stops.id FROM correspondence_stops JOIN appeals ON appeals.id = appeal_id WHERE number = $1";
        sqlx::query_scalar(sql).bind(number.as_i64()).fetch_one(&self.pool).await.unwrap()
    }

    /// A repeat of the first one that was left because there is nothing new in it.
    pub(super) async fn leave_as_unfounded(&self, number: AppealNumber, first: AppealNumber) {
        self.leave_by_hand(number, first, "repeat_without_new").await;
    }

    async fn leave_by_hand(&self, number: AppealNumber, first: AppealNumber, reason: &str) {
        let repeat = "UPDATE appeals SET repeat_of = first.id FROM appeals AS first WHERE appeals.number = $1 AND first.number = $2";
        sqlx::query(repeat).bind(number.as_i64()).bind(first.as_i64()).execute(&self.pool).await.unwrap();
        let left = "INSERT INTO completions (appeal_id, result, reason, explanation, resolution, executors, completed_by, created_at)
                    SELECT id, 'left_without_consideration', $2, '', '', '[]', account_id, now() FROM appeals WHERE number = $1";
        sqlx::query(left).bind(number.as_i64()).bind(reason).execute(&self.pool).await.unwrap();
    }

    pub(super) async fn stop_by_hand(&self, number: AppealNumber) {
        let sql = "INSERT INTO correspondence_stops (id, organisation_id, appeal_id, account_id, applicant_name, question, stopped_by, stopped_at)
                   SELECT gen_random_uuid(), organisation_id, id, account_id, applicant_name, 'Крыша', account_id, submitted_at FROM appeals WHERE number = $1";
        sqlx::query(sql).bind(number.as_i64()).execute(&self.pool).await.unwrap();
    }
}

fn fault(result: Result<()>) -> FaultCode {
    match result {
        Err(ActionError::Invalid(faults)) => faults[0].code,
        other => panic!("{other:?}"),
    }
}

// REQ: BEY-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_head_stops_the_correspondence_by_an_unfounded_repeat_and_annuls_it(pool: PgPool) {
    let mut place = Place::new(pool.clone()).await;
    let head = place.actor(Party::Official(Role::OrganisationHead));
    let first = place.appeal(Status::Answered, now() - TimeDelta::days(30)).await;
    let left = place.appeal(Status::LeftWithoutConsideration, now() - TimeDelta::days(3)).await;
    let stop = async |question: &str, version| {
        stop_correspondence(&place.actions, &cause(), &client(), &head, left, version, question).await
    };
    assert_eq!(fault(stop("Крыша", 1).await), FaultCode::NotAnUnfoundedRepeat, "no repeat");
    place.leave_by_hand(left, first, "threats_or_abuse").await;
    assert_eq!(fault(stop("Крыша", 1).await), FaultCode::NotAnUnfoundedRepeat, "another reason");
    sqlx::query("UPDATE completions SET reason = 'not_competent'").execute(&pool).await.unwrap();
    assert_eq!(fault(stop(" ", 1).await), FaultCode::Required);
    assert_eq!(fault(stop(&"а".repeat(501), 1).await), FaultCode::TooLong);
    stop("Крыша", 1).await.unwrap();
    assert_eq!(fault(stop("Крыша", 2).await), FaultCode::StoppedBefore);
    let id = place.stop(left).await;
    let resume = async |reason: &str| resume_correspondence(&place.actions, &cause(), &client(), &head, id, reason).await;
    assert_eq!(fault(resume("").await), FaultCode::Required);
    resume("Появились новые документы.").await.unwrap();
    assert!(matches!(resume("Ещё раз").await, Err(ActionError::Conflict)));
    let events: Vec<String> = sqlx::query_scalar("SELECT kind FROM appeal_events ORDER BY id").fetch_all(&pool).await.unwrap();
    assert_eq!(events, ["correspondence_stopped", "correspondence_resumed"]);
    let journal: Vec<String> = sqlx::query_scalar("SELECT kind FROM security_events ORDER BY id").fetch_all(&pool).await.unwrap();
    assert_eq!(journal, ["correspondence_stopped", "correspondence_resumed"]);
}

// REQ: BEY-04
// REQ: REV-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_comes_after_from_the_same_applicant_can_be_left_for_that_reason(pool: PgPool) {
    let mut place = Place::new(pool.clone()).await;
    let left = place.appeal(Status::LeftWithoutConsideration, now() - TimeDelta::days(3)).await;
    let (next, others) = (place.appeal(Status::Registered, now()).await, place.appeal(Status::Registered, now()).await);
    let (paper, annulled) = (place.appeal(Status::Registered, now()).await, place.appeal(Status::Registered, now()).await);
    sqlx::query("UPDATE appeals SET account_id = NULL, applicant_name = 'Кот П.' WHERE number = $1")
        .bind(others.as_i64()).execute(&pool).await.unwrap();
    let head = place.actor(Party::Official(Role::OrganisationHead));
    let form = CompletionForm { reason: Some("correspondence_stopped".to_owned()), ..place.result(CompletionResult::LeftWithoutConsideration) };
    let leave = async |number| conclude(&place.actions, &cause(), &head, number, 1, &form).await.map(drop);
    assert_eq!(fault(leave(next).await), FaultCode::CorrespondenceNotStopped);
    place.stop_by_hand(left).await;
    assert_eq!(fault(leave(others).await), FaultCode::CorrespondenceNotStopped);
    leave(next).await.unwrap();
    // On paper it is the name that tells.
    sqlx::query("UPDATE appeals SET account_id = NULL WHERE number = $1").bind(paper.as_i64()).execute(&pool).await.unwrap();
    leave(paper).await.unwrap();
    sqlx::query("UPDATE correspondence_stops SET ended_at = now()").execute(&pool).await.unwrap();
    assert_eq!(fault(leave(annulled).await), FaultCode::CorrespondenceNotStopped);
}

// REQ: BEY-04
// REQ: SUB-12
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn on_paper_a_name_is_the_same_whatever_its_spaces_and_letters_and_the_day_counts(pool: PgPool) {
    let mut place = Place::new(pool.clone()).await;
    let (early, stopped, late) = (now() - TimeDelta::hours(9), now(), now() + TimeDelta::days(1));
    let left = place.appeal(Status::LeftWithoutConsideration, early).await;
    let same_day = place.appeal(Status::Registered, early).await;
    let later = place.appeal(Status::Registered, late).await;
    let by_cabinet = place.appeal(Status::Registered, early).await;
    let names = [(left, "Котёнок  Пётр"), (same_day, " КОТЕНОК Петр"), (later, "котёнок петр"), (by_cabinet, "Котенок Петр")];
    for (number, name) in names {
        let on_paper = "UPDATE appeals SET applicant_name = $2, form = 'written', account_id = NULL WHERE number = $1";
        let by_cabinet = "UPDATE appeals SET applicant_name = $2 WHERE number = $1";
        let sql = if number == names[3].0 { by_cabinet } else { on_paper };
        sqlx::query(sql).bind(number.as_i64()).bind(name).execute(&pool).await.unwrap();
        let key: String = sqlx::query_scalar("SELECT applicant_key($1)").bind(name).fetch_one(&pool).await.unwrap();
        assert_eq!(key, zvarot_domain::merging::name_key(name), "one key in both");
    }
    sqlx::query(
        "INSERT INTO correspondence_stops (id, organisation_id, appeal_id, account_id, applicant_name, question, stopped_by, stopped_at)
         SELECT gen_random_uuid(), organisation_id, id, NULL, applicant_name, 'Крыша', $2, $3 FROM appeals WHERE number = $1")
        .bind(left.as_i64()).bind(place.account.0).bind(stopped).execute(&pool).await.unwrap();
    let mut work = place.actions.store.begin(&cause()).await.unwrap();
    let scope = crate::scope(&place.actor(Party::Official(Role::Clerk))).unwrap();
    let mut concerned = Vec::new();
    for number in [same_day, later, by_cabinet] {
        let appeal = appeals::by_number(work.connection(), number, scope).await.unwrap().unwrap();
        concerned.push(zvarot_store::stops::concerning(work.connection(), &appeal).await.unwrap().len());
    }
    assert_eq!(concerned, [1, 1, 0], "an electronic one has its moment, and came before");
    let appeal = appeals::by_number(work.connection(), later, scope).await.unwrap().unwrap();
    let earlier = appeals::earlier(work.connection(), &appeal, early - TimeDelta::days(9), 9).await.unwrap();
    let mut earlier: Vec<_> = earlier.iter().map(|one| one.number).collect();
    earlier.sort();
    let mut expected = vec![left, same_day];
    expected.sort();
    assert_eq!(earlier, expected);
}
