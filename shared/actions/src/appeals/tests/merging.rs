//! What becomes of joined appeals, and what cannot be done with them (BEY-02; law, art. 13).

use zvarot_domain::FaultCode;
use zvarot_store::reports::summaries;

use super::*;

impl Place {
    pub(super) async fn try_to_merge(&self, action: Action, actor: &Actor, number: AppealNumber) -> Result<()> {
        let (actions, cause) = (&self.actions, &cause());
        if action == Action::Unmerge {
            return unmerge(actions, cause, actor, number, 1, "О другом.").await;
        }
        let first_number = self.earlier.map(|earlier| earlier.digits()).unwrap_or_default();
        let form = MergeForm { first_number, kind: "clarifying".to_owned() };
        merge(actions, cause, actor, number, 1, &form).await
    }

    /// Joins an appeal to the earlier one without an action, so that its version stays.
    pub(super) async fn merge_by_hand(&self, number: AppealNumber) {
        let earlier = self.earlier.unwrap().as_i64();
        for sql in [
            "INSERT INTO appeal_merges (appeal_id, first_id, kind, own_due_on, own_notice_due_on, merged_by, merged_at)
             SELECT appeals.id, first.id, 'identical', appeals.due_on, appeals.notice_due_on, first.account_id, now()
             FROM appeals, appeals AS first WHERE appeals.number = $1 AND first.number = $2",
            "UPDATE appeals SET merged_into = first.id, due_on = NULL, notice_due_on = NULL
             FROM appeals AS first WHERE appeals.number = $1 AND first.number = $2",
        ] {
            sqlx::query(sql).bind(number.as_i64()).bind(earlier).execute(&self.pool).await.unwrap();
        }
    }

    pub(super) async fn merged_to(&self, number: AppealNumber, first: AppealNumber) -> Result<()> {
        let form = MergeForm { first_number: first.to_string(), kind: "identical".to_owned() };
        merge(&self.actions, &cause(), &self.clerk(), number, self.version(number).await, &form).await
    }

    pub(super) fn clerk(&self) -> Actor {
        self.actor(Party::Official(Role::Clerk))
    }

    pub(super) async fn version(&self, number: AppealNumber) -> i32 {
        sqlx::query_scalar("SELECT version FROM appeals WHERE number = $1 AND organisation_id = $2")
            .bind(number.as_i64())
            .bind(self.here.0)
            .fetch_one(&self.pool)
            .await
            .unwrap()
    }

    /// Status, term, and the number of the one it is joined to.
    pub(super) async fn stands(&self, number: AppealNumber) -> (String, Option<String>, Option<i64>) {
        sqlx::query_as(
            "SELECT status, due_on::text, (SELECT number FROM appeals AS first WHERE first.id = appeals.merged_into)
             FROM appeals WHERE number = $1 AND organisation_id = $2",
        )
        .bind(number.as_i64())
        .bind(self.here.0)
        .fetch_one(&self.pool)
        .await
        .unwrap()
    }

    async fn counted(&self) -> i64 {
        let mut connection = self.pool.acquire().await.unwrap();
        summaries::fold(&mut connection, 1000, now()).await.unwrap();
        let check = summaries::check(&mut connection).await.unwrap();
        assert!(!check.stale && check.differences.is_empty(), "{check:?}");
        sqlx::query_scalar("SELECT count(*) FROM report_facts").fetch_one(&self.pool).await.unwrap()
    }

    /// The numbers that the applicant hears of by the last event of a kind besides its own, or by whose event he hears of it.
    pub(super) async fn hears(&self, number: AppealNumber, kind: &str) -> Vec<String> {
        let data: Value = sqlx::query_scalar(
            "SELECT data FROM appeal_events JOIN appeals ON appeals.id = appeal_id
             WHERE number = $1 AND appeals.organisation_id = $2 AND appeal_events.kind = $3 ORDER BY appeal_events.id DESC LIMIT 1",
        )
        .bind(number.as_i64())
        .bind(self.here.0)
        .bind(kind)
        .fetch_one(&self.pool)
        .await
        .unwrap();
        let with = data["told_with"].as_str().map(|teller| format!("with {teller}"));
        data["told_of"].as_array().into_iter().flatten().filter_map(|other| other.as_str().map(str::to_owned)).chain(with).collect()
    }

    /// Three of one applicant, of which the second and the third are joined to the first.
    pub(super) async fn three(&mut self) -> [AppealNumber; 3] {
        let mut numbers = Vec::new();
        for days in [4, 3, 2] {
            numbers.push(self.appeal(Status::Registered, now() - TimeDelta::days(days)).await);
        }
        let [first, second, third] = numbers.try_into().unwrap();
        for later in [second, third] {
            self.merged_to(later, first).await.unwrap();
        }
        [first, second, third]
    }
}

pub(super) async fn place(pool: PgPool) -> Place {
    let mut connection = pool.acquire().await.unwrap();
    summaries::rebuild(&mut connection, now()).await.unwrap();
    Place::new(pool).await
}

// REQ: BEY-02
// REQ: REV-13
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_is_done_on_the_first_one_is_refused_on_those_joined_to_it(pool: PgPool) {
    let mut place = place(pool).await;
    place.earlier = Some(place.appeal(Status::Registered, now() - TimeDelta::days(3)).await);
    let answered = place.appeal(Status::Answered, now() - TimeDelta::days(30)).await;
    for status in [Status::Registered, Status::InProgress] {
        let number = place.appeal(status, now() - TimeDelta::hours(20)).await;
        let tried_on = place.finished(number).await;
        place.merge_by_hand(number).await;
        let before = place.rows().await;
        let mut refused = 0;
        for action in Action::ALL {
            for party in parties().filter(|party| decide_for(Some(status), action, *party).is_ok()) {
                let joined = Standing::own(place.actor(party)).with_merged(true);
                let Err(Refusal::Merged { .. }) = machine::decide_in(Some(status), action, &joined) else { continue };
                if matches!(action, Action::OrderAgain) || place.actor(party).organisation() != Some(place.here) {
                    continue;
                }
                match place.try_it(action, party, number, answered, tried_on).await {
                    Err(ActionError::Refused(Refusal::Merged { action: told })) => {
                        let part = told == Action::RedirectPart && action == Action::RedirectPart;
                        assert!(told == action || part, "{action} {party:?}: {told}");
                    }
                    other => panic!("{action} of {status} by {party:?}: {other:?}"),
                }
                refused += 1;
                assert_eq!(place.rows().await, before, "{action} of {status} by {party:?}");
            }
        }
        assert!(refused > 25, "{refused}");
    }
}

// REQ: BEY-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn one_answer_in_the_term_of_the_first_is_for_all_and_they_count_as_one(pool: PgPool) {
    let mut place = place(pool).await;
    let [first, second, third] = place.three().await;
    assert_eq!(place.stands(first).await, ("registered".into(), Some("2026-04-28".into()), None));
    for later in [second, third] {
        assert_eq!(place.stands(later).await, ("registered".into(), None, Some(first.as_i64())));
    }
    assert_eq!(place.counted().await, 1);
    let form = AnswerForm { text: "Сделано.".to_owned(), outcome: "satisfied".to_owned(), ..AnswerForm::default() };
    complete(&place.actions, &cause(), &place.clerk(), first, place.version(first).await, &form).await.unwrap();
    for number in [first, second, third] {
        assert_eq!(place.status_of(number).await, ("answered".into(), Some("completed".into())));
        let card = card(&place.actions, &cause(), &place.actor(Party::Applicant), number).await.unwrap();
        let answers: Vec<&str> = card.answers.iter().map(|answer| answer.text.as_str()).collect();
        assert_eq!((answers, card.appeal.outcome), (vec!["Сделано."], Some(Outcome::Satisfied)), "{number}");
        assert_eq!(card.documents.len(), 1, "the letter");
    }
    assert_eq!(place.hears(first, "completed").await, [second, third].map(|number| number.to_string()));
    assert_eq!(place.hears(third, "completed").await, [format!("with {first}")]);
    assert_eq!(place.counted().await, 1);
    let undone = unmerge(&place.actions, &cause(), &place.clerk(), second, place.version(second).await, "Ошибка").await;
    assert!(matches!(undone, Err(ActionError::Refused(Refusal::AlreadyFinal { .. }))), "{undone:?}");
}

// REQ: BEY-02
// REQ: REV-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn other_results_of_the_first_are_of_all_and_what_is_sent_on_goes_with_all(pool: PgPool) {
    let mut place = place(pool.clone()).await;
    for (result, role, status) in [
        (CompletionResult::LeftWithoutConsideration, Role::AuthorisedPerson, "left_without_consideration"),
        (CompletionResult::TakenNote, Role::Clerk, "taken_note"),
        (CompletionResult::Redirected, Role::Clerk, "redirected"),
    ] {
        let [first, second, third] = place.three().await;
        let (form, actor) = (place.result(result), place.actor(Party::Official(role)));
        conclude(&place.actions, &cause(), &actor, first, place.version(first).await, &form).await.unwrap();
        for number in [first, second, third] {
            assert_eq!(place.stands(number).await.0, status, "{number}");
            let kept: i64 = sqlx::query_scalar(
                "SELECT count(*) FROM completions JOIN appeals ON id = appeal_id WHERE number = $1 AND result = $2")
                .bind(number.as_i64()).bind(result.code()).fetch_one(&pool).await.unwrap();
            assert_eq!(kept, 1, "{number} {status}");
            let expected = if number == first { vec![second.to_string(), third.to_string()] } else { vec![format!("with {first}")] };
            assert_eq!(place.hears(number, status).await, expected, "{number} {status}");
            let there: i64 = sqlx::query_scalar("SELECT count(*) FROM appeals WHERE number = $1 AND status = 'submitted' AND merged_into IS NULL")
                .bind(number.as_i64()).fetch_one(&pool).await.unwrap();
            assert_eq!(there, i64::from(result == CompletionResult::Redirected), "{number}");
        }
    }
    assert_eq!(place.counted().await, 3 + 3, "three times three that count as one, and three that begin anew elsewhere");
}

// REQ: BEY-02
// REQ: SUB-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_withdrawal_is_of_one_appeal_and_the_rest_goes_on_in_its_own_term(pool: PgPool) {
    let mut place = place(pool.clone()).await;
    let [first, second, third] = place.three().await;
    sqlx::query("UPDATE appeal_merges SET own_due_on = '2026-05-04'").execute(&pool).await.unwrap();
    let applicant = place.actor(Party::Applicant);
    withdraw(&place.actions, &cause(), &applicant, first).await.unwrap();
    assert_eq!(place.stands(first).await, ("withdrawn".into(), Some("2026-04-28".into()), None));
    assert_eq!(place.stands(second).await, ("registered".into(), Some("2026-05-04".into()), None));
    assert_eq!(place.stands(third).await, ("registered".into(), None, Some(second.as_i64())));
    assert_eq!(place.counted().await, 2);
    withdraw(&place.actions, &cause(), &applicant, third).await.unwrap();
    assert_eq!(place.stands(third).await, ("withdrawn".into(), Some("2026-05-04".into()), None));
    assert_eq!(place.status_of(second).await, ("registered".into(), Some("other_unmerged".into())));
    assert_eq!(place.counted().await, 3);
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM appeal_merges").fetch_one(&pool).await.unwrap();
    assert_eq!(left, 0);
}

// REQ: BEY-02
// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_goes_on_without_the_first_is_told_of_once(pool: PgPool) {
    let mut place = place(pool.clone()).await;
    let [first, second, third] = place.three().await;
    let fourth = place.appeal(Status::Registered, now() - TimeDelta::days(1)).await;
    place.merged_to(fourth, first).await.unwrap();
    withdraw(&place.actions, &cause(), &place.actor(Party::Applicant), first).await.unwrap();
    for number in [third, fourth] {
        assert_eq!(place.stands(number).await.2, Some(second.as_i64()));
    }
    assert_eq!(place.hears(third, "merged").await, [fourth.to_string()]);
    assert_eq!(place.hears(fourth, "merged").await, [format!("with {third}")]);
}

// REQ: BEY-02
// REQ: NOT-02
// REQ: REV-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_letter_with_the_answer_to_a_joined_one_stands_for_the_notice_of_the_first(pool: PgPool) {
    let mut place = place(pool.clone()).await;
    let [first, second, third] = place.three().await;
    // Who applied for the later ones asked for the answer by e-mail; the third came on paper, of somebody else's mailbox.
    sqlx::query("UPDATE appeals SET answer_way = 'email' WHERE number = ANY ($1)")
        .bind([second.as_i64(), third.as_i64()].as_slice()).execute(&pool).await.unwrap();
    sqlx::query("UPDATE appeals SET account_id = NULL, applicant = applicant || '{\"email\": \"other@people.example\"}' WHERE number = $1")
        .bind(third.as_i64()).execute(&pool).await.unwrap();
    let form = AnswerForm { text: "Сделано.".to_owned(), outcome: "satisfied".to_owned(), ..AnswerForm::default() };
    complete(&place.actions, &cause(), &place.clerk(), first, place.version(first).await, &form).await.unwrap();
    let letters: Vec<(i64, i64, bool)> = sqlx::query_as(
        "SELECT appeals.number, told.number, deliveries.account_id IS NOT NULL FROM deliveries JOIN appeals ON appeals.id = appeal_id
         JOIN appeal_events ON appeal_events.id = event_id JOIN appeals AS told ON told.id = appeal_events.appeal_id ORDER BY deliveries.id")
        .fetch_all(&pool).await.unwrap();
    assert_eq!(letters, [(second.as_i64(), first.as_i64(), true), (third.as_i64(), third.as_i64(), false)]);
    assert_eq!(place.hears(first, "completed").await, [second.to_string()]);
    assert!(place.hears(third, "completed").await.is_empty(), "whoever has no cabinet hears of the own one");
}

// REQ: BEY-02
// REQ: REG-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_new_term_of_the_first_is_told_to_each_history_and_each_applicant(pool: PgPool) {
    let mut place = place(pool.clone()).await;
    let [first, second, third] = place.three().await;
    let versions = [place.version(second).await, place.version(third).await];
    let form = TermForm { due_on: "2026-05-06".to_owned(), reason: "Запрошены сведения.".to_owned() };
    change_term(&place.actions, &cause(), &place.clerk(), first, place.version(first).await, &form).await.unwrap();
    for (number, version) in [second, third].into_iter().zip(versions) {
        assert_eq!(place.stands(number).await, ("registered".into(), None, Some(first.as_i64())), "no term of its own");
        assert_eq!(place.version(number).await, version + 1, "a change of the card for whoever has it open");
        let card = card(&place.actions, &cause(), &place.clerk(), number).await.unwrap();
        assert_eq!(card.appeal.common_due_on.map(|date| date.to_string()).as_deref(), Some("2026-05-06"));
        let event = card.history.last().unwrap();
        assert_eq!(event.kind, EventKind::TermChanged);
        let told = json!({
            "from": "2026-04-28", "due_on": "2026-05-06", "reason": "Запрошены сведения.", "first": first.to_string(), "told_with": first.to_string(),
        });
        assert_eq!(event.data, told);
    }
    assert_eq!(place.hears(first, "term_changed").await, [second, third].map(|number| number.to_string()));
    let told: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM appeal_events JOIN jobs ON payload ->> 'event_id' = appeal_events.id::text WHERE appeal_events.kind = 'term_changed'")
        .fetch_one(&pool).await.unwrap();
    assert_eq!(told, 3);
    // A new day off moves the common term for all of them.
    let mut connection = pool.acquire().await.unwrap();
    let mut national: Value = serde_json::from_str(NationalCalendar::SEED).unwrap();
    let transfer = json!({ "day_off": "2026-05-06", "working_saturday": "2026-05-16", "act": "№ 1" });
    national["transfers"].as_array_mut().unwrap().push(transfer);
    calendars::add_national(&mut connection, &national).await.unwrap();
    drop(connection);
    recompute_terms(&place.actions.store, &cause()).await.unwrap();
    for number in [first, second, third] {
        let card = card(&place.actions, &cause(), &place.clerk(), number).await.unwrap();
        let event = card.history.last().unwrap();
        assert_eq!((event.kind, &event.data["due_on"], event.data["first"].is_string()), (EventKind::TermChanged, &json!("2026-05-07"), number != first), "{number}");
        assert_eq!(event.data["told_with"].is_string(), number != first, "the applicant hears of all by the first: {number}");
    }
    assert_eq!(place.hears(first, "term_changed").await, [second, third].map(|number| number.to_string()));
}

// REQ: BEY-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_was_parted_has_its_own_term_and_is_told_of(pool: PgPool) {
    let mut place = place(pool.clone()).await;
    let [first, second, _] = place.three().await;
    let version = place.version(second).await;
    let wrong = unmerge(&place.actions, &cause(), &place.clerk(), second, version, " ").await;
    assert!(matches!(wrong, Err(ActionError::Invalid(_))), "{wrong:?}");
    unmerge(&place.actions, &cause(), &place.clerk(), second, version, "О другом доме.").await.unwrap();
    assert_eq!(place.stands(second).await, ("registered".into(), Some("2026-04-28".into()), None));
    let kinds: Vec<String> = sqlx::query_scalar(
        "SELECT appeal_events.kind FROM appeal_events JOIN jobs ON jobs.payload ->> 'event_id' = appeal_events.id::text ORDER BY appeal_events.id")
        .fetch_all(&pool).await.unwrap();
    assert_eq!(kinds, ["merged", "other_merged", "merged", "other_merged", "unmerged", "other_unmerged"]);
    assert_eq!(place.counted().await, 2);
    let again = unmerge(&place.actions, &cause(), &place.clerk(), first, place.version(first).await, "Ошибка").await;
    assert!(matches!(again, Err(ActionError::Refused(Refusal::NotMerged { .. }))), "{again:?}");
}

// REQ: BEY-02
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn only_appeals_of_one_applicant_in_one_organisation_are_joined(pool: PgPool) {
    let mut place = place(pool.clone()).await;
    let [first, second, third] = place.three().await;
    let other = place.appeal(Status::Registered, now() - TimeDelta::days(1)).await;
    let answered = place.appeal(Status::Answered, now() - TimeDelta::days(9)).await;
    let elsewhere = place.appeal(Status::Registered, now() - TimeDelta::days(8)).await;
    let strangers = place.appeal(Status::Registered, now() - TimeDelta::days(7)).await;
    for (number, sql) in [
        (elsewhere, "UPDATE appeals SET organisation_id = $2 WHERE number = $1"),
        (strangers, "UPDATE appeals SET account_id = NULL, applicant_name = 'Кот П.' WHERE number = $1 AND organisation_id <> $2"),
    ] {
        sqlx::query(sql).bind(number.as_i64()).bind(place.there.0).execute(&pool).await.unwrap();
    }
    let before = place.rows().await;
    for (later, first, code) in [
        (other, answered, FaultCode::FirstNotInWork),
        (other, elsewhere, FaultCode::UnknownAppeal),
        (other, strangers, FaultCode::AnotherApplicant),
        (other, second, FaultCode::FirstIsMerged),
        (other, other, FaultCode::NotAnEarlierAppeal),
        (first, strangers, FaultCode::AnotherApplicant),
    ] {
        match place.merged_to(later, first).await {
            Err(ActionError::Invalid(faults)) => assert_eq!(faults[0].code, code, "{later} {first}"),
            done => panic!("{later} {first}: {done:?}"),
        }
    }
    let stale = MergeForm { first_number: first.to_string(), kind: "identical".to_owned() };
    let stale = merge(&place.actions, &cause(), &place.clerk(), other, 7, &stale).await;
    assert!(matches!(stale, Err(ActionError::Conflict)), "{stale:?}");
    assert_eq!(place.rows().await, before);
    let again = place.merged_to(third, first).await;
    assert!(matches!(again, Err(ActionError::Refused(Refusal::Merged { .. }))), "{again:?}");
}
