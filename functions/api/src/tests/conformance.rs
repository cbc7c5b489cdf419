//! The technological environment: a program goes through its check, and nothing of it reaches what is real.

use std::collections::HashMap;

use serde_json::{Value, json};
use sqlx::PgPool;
use zvarot_domain::AppealNumber;
use zvarot_store::{conformance::ADDRESSEE, organisations};

use super::place::{Answer, Place, Program};

async fn begin(place: &Place, program: &Program) -> Answer {
    place.send(program, "POST", "/v1/conformance", &[], None).await
}

fn tasks(run: &Value) -> HashMap<String, AppealNumber> {
    let tasks = run["tasks"].as_array().unwrap().iter();
    let task = |task: &Value| (task["code"].as_str().unwrap().to_owned(), task["number"].as_str().unwrap().parse().unwrap());
    tasks.map(task).collect()
}

/// The steps that are passed by now.
async fn passed(place: &Place, program: &Program, run: &Value) -> Vec<String> {
    let report = place.get(program, &format!("/v1/conformance/{}", run["id"].as_str().unwrap())).await;
    assert_eq!(report.status, 200, "{}", report.json);
    let steps = report.json["steps"].as_array().unwrap().iter();
    steps.filter(|step| step["passed"] == true).map(|step| step["code"].as_str().unwrap().to_owned()).collect()
}

// REQ: EDM-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_server_counts_what_the_program_really_did(pool: PgPool) {
    let place = Place::new(pool).await;
    let tried = place.tried_out(&place.committee).await;
    let begun = begin(&place, &tried).await;
    assert_eq!(begun.status, 201, "{}", begun.json);
    assert_eq!(begun.json["passedSteps"], 0);
    let tasks = tasks(&begun.json);
    assert_eq!(tasks.len(), 9);
    assert_eq!(passed(&place, &tried, &begun.json).await, Vec::<String>::new());

    let topics = place.get(&tried, "/v1/dictionaries/topics").await;
    let tag = topics.headers["etag"].to_str().unwrap().to_owned();
    assert_eq!(place.send(&tried, "GET", "/v1/dictionaries/topics", &[("if-none-match", &tag)], None).await.status, 304);
    place.changes(&tried, "/v1/appeals", 9).await;
    let mut expected = vec!["dictionary", "changes"];
    assert_eq!(passed(&place, &tried, &begun.json).await, expected);

    for (code, number) in tasks.iter().filter(|(code, _)| *code != "forgery") {
        assert_eq!(place.get(&tried, &format!("/v1/appeals/{}", number.digits())).await.status, 200, "{code}");
        let answer = place.act(&tried, *number, "acknowledgement", json!({})).await;
        assert_eq!(answer.status, 200, "{code}: {}", answer.json);
    }
    expected.extend(["cards", "acknowledgement"]);
    assert_eq!(passed(&place, &tried, &begun.json).await, expected);

    let term = place.act(&tried, tasks["term"], "term", json!({ "dueOn": "2026-05-15", "reason": "Проверка" })).await;
    assert_eq!(term.status, 200, "{}", term.json);
    let file = place.clean_file(&tried).await;
    let answer = json!({ "result": "answer_given", "outcome": "satisfied", "answerNumber": "1", "answerDate": "2026-04-16", "files": [file],
        "executors": ["Новик А. С."], "resolution": "Ответить", "caseNumber": "07-12", "answerForm": "electronic" });
    let redirect = json!({ "result": "redirected", "redirectedTo": [ADDRESSEE], "redirectDate": "2026-04-16" });
    let note = json!({ "result": "taken_note", "reason": "only_thanks" });
    let leave = json!({ "result": "left_without_consideration", "reason": "not_competent", "explanation": "Проверка" });
    for (code, body) in [("answer", answer), ("redirect", redirect), ("leave", leave), ("note", note)] {
        let done = place.act(&tried, tasks[code], "completion", body).await;
        assert_eq!(done.status, 200, "{code}: {}", done.json);
    }
    let withdrawn = place.act(&tried, tasks["withdraw"], "withdrawal", json!({})).await;
    assert_eq!(withdrawn.status, 200, "{}", withdrawn.json);
    let repeat = place.act(&tried, tasks["repeat"], "repeat-of", json!({ "firstNumber": tasks["acknowledge"].digits() })).await;
    assert_eq!(repeat.status, 200, "{}", repeat.json);
    expected.extend(["term", "answer", "file", "redirect", "leave", "note", "withdraw", "repeat"]);
    assert_eq!(passed(&place, &tried, &begun.json).await, expected);

    let record = |content: &str| {
        json!({ "externalId": "1", "kind": "application", "form": "written", "topicCode": "07", "content": content,
            "applicants": [{ "kind": "person", "surname": "Вярба", "name": "Алёна", "address": { "line": "г. Минск, ул. Мира, 5" } }] })
        .to_string()
    };
    for (content, status) in [("", 422), ("Прошу", 201), ("Прошу", 200)] {
        let entered = place.send(&tried, "POST", "/v1/appeals", &[], Some(record(content))).await;
        assert_eq!(entered.status, status, "{}", entered.json);
    }
    expected.extend(["entry", "entry_again", "correction"]);
    assert_eq!(passed(&place, &tried, &begun.json).await, expected);
}

// REQ: EDM-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_check_that_is_begun_twice_under_one_key_is_one(pool: PgPool) {
    let place = Place::new(pool).await;
    let tried = place.tried_out(&place.committee).await;
    let begin = async |key: &str| place.send(&tried, "POST", "/v1/conformance", &[("idempotency-key", key)], None).await;
    let (first, again, other) = (begin("1").await, begin("1").await, begin("2").await);
    assert_eq!((first.status, again.status, other.status), (201, 201, 201), "{}", again.json);
    assert_eq!((&first.json, &first.headers["location"]), (&again.json, &again.headers["location"]));
    assert!(again.headers.contains_key("idempotency-replayed"));
    assert_ne!(first.json["id"], other.json["id"]);
    assert_eq!(place.count("SELECT count(*) FROM conformance_runs").await, 2);
}

// REQ: EDM-02
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn nothing_of_the_technological_environment_reaches_what_is_real(pool: PgPool) {
    let place = Place::new(pool).await;
    let refused = begin(&place, &place.committee).await;
    assert_eq!((refused.status, &refused.json["type"]), (403, &json!("urn:zvarot:problem:not-test")));
    let real = place.registered(&place.committee).await;
    let facts = "SELECT count(*) FROM report_facts";
    let changes = "SELECT count(*) FROM report_changes";
    let (counted, changed) = (place.count(facts).await, place.count(changes).await);
    assert_eq!(counted, 1);

    let tried = place.tried_out(&place.committee).await;
    assert_eq!(tried.organisation, place.tried_out(&place.committee).await.organisation);
    let run = begin(&place, &tried).await.json;
    let tasks = tasks(&run);
    let number = tasks["redirect"];
    assert_eq!(place.act(&tried, number, "acknowledgement", json!({})).await.status, 200);
    // Neither counted, nor seen, nor addressed.
    assert_eq!((place.count(facts).await, place.count(changes).await), (counted, changed));
    let feed = place.changes(&place.committee, "/v1/appeals", 2).await;
    let numbers: Vec<&str> = feed["changes"].as_array().unwrap().iter().map(|change| change["appeal"]["number"].as_str().unwrap()).collect();
    assert!(numbers.iter().all(|seen| *seen == real.digits()), "{numbers:?}");
    assert_eq!(place.get(&place.committee, &format!("/v1/appeals/{}", number.digits())).await.status, 404);
    assert_eq!(place.get(&tried, &format!("/v1/appeals/{}", real.digits())).await.status, 404);
    let id = run["id"].as_str().unwrap();
    assert_eq!(place.get(&place.committee, &format!("/v1/conformance/{id}")).await.status, 404);
    let mut connection = place.actions.store.pool().acquire().await.unwrap();
    let listed = organisations::active(&mut connection, 100).await.unwrap();
    assert!(listed.iter().all(|one| one.id != tried.organisation && one.id != ADDRESSEE));
    drop(connection);
    let known = place.get(&tried, "/v1/dictionaries/organisations").await;
    assert_eq!(known.json["entries"].as_array().unwrap().len(), 2, "{}", known.json);
    let send_on = async |program: &Program, number, to: Value| {
        let body = json!({ "result": "redirected", "redirectedTo": [to], "redirectDate": "2026-04-16" });
        place.act(program, number, "completion", body).await
    };
    let out = send_on(&tried, number, json!(place.hospital.organisation)).await;
    assert_eq!(out.errors(), [("/redirectedTo/0".to_owned(), "unknown_organisation".to_owned())]);
    let into = send_on(&place.committee, real, json!(tried.organisation)).await;
    assert_eq!(into.errors(), [("/redirectedTo/0".to_owned(), "unknown_organisation".to_owned())]);
    assert_eq!(place.count("SELECT count(*) FROM notices").await, 0);
}
