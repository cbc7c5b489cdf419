//! Appeals entered by a program for somebody: what they bring, and what is too much of it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use sqlx::PgPool;

use super::place::{Answer, Place};

async fn enter(place: &Place, record: &Value) -> Answer {
    place.send(&place.committee, "POST", "/v1/appeals", &[], Some(record.to_string())).await
}

fn person(surname: &str) -> Value {
    json!({ "kind": "person", "surname": surname, "name": "Алёна", "address": { "line": "г. Минск, ул. Мира, 5-12" } })
}

fn record() -> Value {
    json!({ "externalId": "СЭД-1", "kind": "application", "form": "written", "topicCode": "07", "content": "Прошу отремонтировать лифт.",
        "applicants": [person("Вярба")] })
}

// REQ: EDM-03
// REQ: SUB-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_collective_appeal_keeps_all_the_applicants_that_it_names(pool: PgPool) {
    let place = Place::new(pool).await;
    let mut collective = record();
    let mut other = person("Новик");
    other["phone"] = json!("+375291234567");
    collective["applicants"] = json!([person("Вярба"), other]);
    collective["collective"] = json!(true);
    collective["participantsCount"] = json!(35);
    collective["files"] = json!([{ "name": "список.pdf", "content": "JVBERi0xLjQK", "participantsList": true }]);
    let entered = enter(&place, &collective).await;
    assert_eq!(entered.status, 201, "{}", entered.json);
    let path = format!("/v1/appeals/{}", entered.json["number"].as_str().unwrap());
    let card = place.get(&place.committee, &path).await.json;
    assert_eq!(card["applicant"]["name"], "Вярба Алёна");
    assert_eq!(card["coApplicants"].as_array().map(Vec::len), Some(1), "{card}");
    let other = &card["coApplicants"][0];
    assert_eq!((&other["name"], &other["address"], &other["phone"]), (&json!("Новик Алёна"), &json!("г. Минск, ул. Мира, 5-12"), &json!("+375291234567")));
    assert_eq!(other["kind"]["code"], "person");
    let alone = place.submitted(&place.committee).await;
    let card = place.get(&place.committee, &format!("/v1/appeals/{}", alone.digits())).await.json;
    assert_eq!(card["coApplicants"], json!([]));
}

// REQ: EDM-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn files_in_a_record_are_four_megabytes_in_all_at_most(pool: PgPool) {
    let place = Place::new(pool).await;
    let half = STANDARD.encode(vec![b' '; 2 * 1024 * 1024]);
    let file = |name: &str, content: &str| json!({ "name": name, "content": content });
    let mut record = record();
    record["files"] = json!([file("1.pdf", &half), file("2.pdf", &half), file("3.pdf", "IA==")]);
    let refused = enter(&place, &record).await;
    assert_eq!((refused.status, refused.errors()), (422, vec![("/files".to_owned(), "files_too_large".to_owned())]));
    assert_eq!(place.count("SELECT count(*) FROM appeals").await, 0);
    record["files"] = json!([file("1.pdf", &half), file("2.pdf", &half)]);
    let entered = enter(&place, &record).await;
    assert_eq!(entered.status, 201, "{}", entered.json);
}
