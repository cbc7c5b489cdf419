//! The results of questions that a program tells (BEY-09, REV-07).

use zvarot_domain::FaultCode;

use super::*;

// REQ: BEY-09
// REQ: REV-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_program_gives_each_question_its_result_or_one_for_all(pool: PgPool) {
    let mut place = Place::new(pool.clone()).await;
    let client = place.actor(Party::Client);
    for (codes, expected) in [
        (&["refused", "explained"][..], Ok("refused explained")),
        (&[], Ok("satisfied satisfied")),
        (&["refused"], Err(FaultCode::NotOneForEachQuestion)),
        (&["refused", "strange"], Err(FaultCode::UnknownChoice)),
        (&["refused"; 21], Err(FaultCode::TooManyItems)),
    ] {
        let number = place.appeal(Status::Registered, now() - TimeDelta::days(1)).await;
        sqlx::query(
            "INSERT INTO appeal_questions (appeal_id, position, text, topic_code, sent_on)
             SELECT id, position, 'Вопрос ' || position, '26', position = 2 FROM appeals, generate_series(1, 3) AS position WHERE number = $1")
            .bind(number.as_i64()).execute(&pool).await.unwrap();
        let question_outcomes = codes.iter().map(|code| (*code).to_owned()).collect();
        let form = CompletionForm { question_outcomes, ..place.result(CompletionResult::AnswerGiven) };
        let done = complete_by_client(&place.actions, &cause(), &client, number, &form).await;
        match (done, expected) {
            (Ok(_), Ok(results)) => {
                let told: String = sqlx::query_scalar(
                    "SELECT string_agg(appeal_questions.outcome, ' ' ORDER BY position) FROM appeal_questions JOIN appeals ON id = appeal_id WHERE number = $1")
                    .bind(number.as_i64()).fetch_one(&pool).await.unwrap();
                assert_eq!(told, results);
                let event: serde_json::Value = sqlx::query_scalar("SELECT data -> 'questions' FROM appeal_events WHERE kind = 'completed' ORDER BY id DESC LIMIT 1")
                    .fetch_one(&pool).await.unwrap();
                let outcomes: Vec<&str> = results.split(' ').collect();
                assert_eq!(event, json!([{ "text": "Вопрос 1", "outcome": outcomes[0] }, { "text": "Вопрос 3", "outcome": outcomes[1] }]));
            }
            (Err(ActionError::Invalid(faults)), Err(code)) => {
                assert!(faults[0].field.starts_with("question_outcomes"), "{faults:?}");
                assert_eq!(faults[0].code, code);
            }
            other => panic!("{other:?}"),
        }
    }
    let unsplit = place.appeal(Status::Registered, now() - TimeDelta::days(1)).await;
    let form = CompletionForm { question_outcomes: vec!["refused".to_owned()], ..place.result(CompletionResult::AnswerGiven) };
    let done = complete_by_client(&place.actions, &cause(), &client, unsplit, &form).await;
    assert!(matches!(&done, Err(ActionError::Invalid(faults)) if faults[0].code == FaultCode::NotOneForEachQuestion), "{done:?}");
}
