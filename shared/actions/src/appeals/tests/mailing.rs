//! What answers an appeal makes the letter that carries it, where the applicant asked for that (REV-10, SUB-02).

use super::*;

impl Place {
    async fn by_email(&mut self) -> AppealNumber {
        let number = self.appeal(Status::Registered, now() - TimeDelta::days(2)).await;
        self.wants("email", number).await;
        number
    }

    async fn wants(&self, way: &str, number: AppealNumber) {
        sqlx::query("UPDATE appeals SET answer_way = $2 WHERE number = $1")
            .bind(number.as_i64())
            .bind(way)
            .execute(&self.pool)
            .await
            .unwrap();
    }

    /// What each letter carries, whether it waits for a document, and whether it goes to an account.
    async fn letters(&self) -> Vec<(String, bool, bool)> {
        sqlx::query_as(
            "SELECT data ->> 'carries', document_id IS NOT NULL, account_id IS NOT NULL FROM deliveries WHERE kind = 'answer_letter' ORDER BY created_at, id",
        )
        .fetch_all(&self.pool)
        .await
        .unwrap()
    }

    async fn jobs(&self) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM jobs WHERE kind = 'send_answer'").fetch_one(&self.pool).await.unwrap()
    }

    async fn answered_all(&self, first: AppealNumber) {
        let form = AnswerForm { text: "Сделано.".to_owned(), outcome: "satisfied".to_owned(), ..AnswerForm::default() };
        complete(&self.actions, &cause(), &self.clerk(), first, self.version(first).await, &form).await.unwrap();
    }

    async fn done(&self, action: Action, number: AppealNumber) {
        let party = if action == Action::Leave { Party::Official(Role::AuthorisedPerson) } else { Party::Official(Role::Clerk) };
        self.try_it(action, party, number, number, ResolutionId(Uuid::nil())).await.unwrap();
    }
}

fn carried(what: &str, waits: bool) -> (String, bool, bool) {
    (what.to_owned(), waits, true)
}

// REQ: REV-10
// REQ: SUB-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_goes_by_email_where_that_was_asked_for(pool: PgPool) {
    let mut place = merging::place(pool).await;
    let number = place.by_email().await;
    place.done(Action::Complete, number).await;
    assert_eq!(place.letters().await, [carried("answer", true)]);
    assert_eq!(place.jobs().await, 0, "whoever forms the document writes it");
    let other = place.appeal(Status::Registered, now() - TimeDelta::days(1)).await;
    place.done(Action::Complete, other).await;
    assert_eq!(place.letters().await.len(), 1, "this one wants the cabinet");
}

// REQ: REV-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_is_left_without_consideration_is_written_of(pool: PgPool) {
    let mut place = merging::place(pool).await;
    let number = place.by_email().await;
    place.done(Action::Leave, number).await;
    assert_eq!(place.letters().await, [carried("left", false)]);
    assert_eq!(place.jobs().await, 1);
    // law, art. 14: nobody is written to of what is taken note of
    let noted = place.by_email().await;
    place.done(Action::TakeNote, noted).await;
    assert_eq!(place.letters().await.len(), 1);
}

// REQ: REV-10
// REQ: REV-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn of_messages_those_that_answer_go_by_email(pool: PgPool) {
    let mut place = merging::place(pool).await;
    let number = place.by_email().await;
    sqlx::query("UPDATE appeals SET form = 'written'").execute(&place.pool).await.unwrap();
    for kind in ["question", "answer"] {
        let form = MessageForm { kind: kind.to_owned(), text: "Работы начнутся в мае.".to_owned() };
        send_message(&place.actions, &cause(), &place.clerk(), number, &form).await.unwrap();
    }
    assert_eq!(place.letters().await, [carried("message", false)]);
    assert_eq!(place.jobs().await, 1);
}

// REQ: REV-10
// REQ: BEY-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_common_answer_goes_once_to_each_address(pool: PgPool) {
    let mut place = merging::place(pool).await;
    let [first, second, _] = place.three().await;
    place.wants("email", second).await;
    place.answered_all(first).await;
    assert_eq!(place.letters().await, [carried("answer", true)], "the first one wants the cabinet, the second one a letter");
    // another three, of which all but the last want letters
    let [one, two, _] = place.three().await;
    for number in [one, two] {
        place.wants("email", number).await;
    }
    place.answered_all(one).await;
    assert_eq!(place.letters().await.len(), 2, "one letter goes to one address");
    // the first one wants the cabinet, both others letters; one of those came on paper with the address of the cabinet
    let [cabinet, one, two] = place.three().await;
    for number in [one, two] {
        place.wants("email", number).await;
    }
    for sql in [
        "UPDATE accounts SET email = 'one@example.by', email_confirmed_at = now() WHERE id = (SELECT account_id FROM appeals WHERE number = $1)",
        r#"UPDATE appeals SET account_id = NULL, applicant = applicant || '{"email": "One@example.by"}' WHERE number = $1"#,
    ] {
        sqlx::query(sql).bind(two.as_i64()).execute(&place.pool).await.unwrap();
    }
    place.answered_all(cabinet).await;
    assert_eq!(place.letters().await.len(), 3, "one letter goes to one mailbox");
}

// REQ: REV-10
// REQ: EDM-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_a_program_tries_out_is_mailed_to_nobody(pool: PgPool) {
    let mut place = merging::place(pool).await;
    let number = place.by_email().await;
    sqlx::query("UPDATE organisations SET is_test = true, active = false").execute(&place.pool).await.unwrap();
    place.done(Action::Complete, number).await;
    assert_eq!(place.letters().await, []);
}
