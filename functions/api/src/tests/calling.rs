//! Calls themselves: keys, journal, limits, languages, shapes.

use chrono::TimeDelta;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use sqlx::PgPool;
use zvarot_actions::{
    ActionError, Client, api_access,
    api_keys::{self, By},
};
use zvarot_domain::{Actor, Role};
use zvarot_store::api_calls;

use super::place::Place;

// REQ: EDM-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_call_with_a_key_is_done_once(pool: PgPool) {
    let place = Place::new(pool).await;
    let number = place.submitted(&place.committee).await;
    let path = format!("/v1/appeals/{}/acknowledgement", number.digits());
    let send = async |body: &str, key: &str| {
        place
            .send(
                &place.committee,
                "POST",
                &path,
                &[("idempotency-key", key)],
                Some(body.to_owned()),
            )
            .await
    };
    let failed = send(r#"{"term":"9d"}"#, "k0").await;
    assert_eq!(failed.status, 422);
    let (one, two) = tokio::join!(send("{}", "k1"), send("{}", "k1"));
    assert_eq!(
        (one.status, two.status),
        (200, 200),
        "{} {}",
        one.json,
        two.json
    );
    assert_eq!(one.json, two.json);
    let replayed = [&one, &two]
        .into_iter()
        .filter(|answer| answer.headers.contains_key("idempotency-replayed"));
    assert_eq!(replayed.count(), 1);
    assert_eq!(
        place
            .count("SELECT count(*) FROM appeal_events WHERE kind = 'registered'")
            .await,
        1
    );
    let other = send(r#"{"term":"1m"}"#, "k1").await;
    assert_eq!(
        (other.status, &other.json["type"]),
        (422, &json!("urn:zvarot:problem:idempotency-key"))
    );
    assert_eq!(
        send("{}", "k2").await.status,
        409,
        "another key is another call"
    );
    assert_eq!(
        send(r#"{"term":"15d"}"#, "k0").await.status,
        409,
        "the key of a call that failed is free"
    );
    let long = "k".repeat(201);
    assert_eq!(send("{}", &long).await.status, 400);
    let upload = json!({ "name": "Ответ.pdf", "content": "JVBERi0xLjQK" }).to_string();
    let mut ids = Vec::new();
    for _ in 0..2 {
        let answer = place
            .send(
                &place.committee,
                "POST",
                "/v1/files",
                &[("idempotency-key", "f1")],
                Some(upload.clone()),
            )
            .await;
        assert_eq!(answer.status, 201, "{}", answer.json);
        ids.push(answer.json["id"].clone());
    }
    assert_eq!(ids[0], ids[1]);
    assert_eq!(place.count("SELECT count(*) FROM files").await, 1);
    let (headers, parted) = ([("idempotency-key", "f2")], json!({ "name": "Ответ.pdf", "size": 1000 }).to_string());
    let send = async || place.send(&place.committee, "POST", "/v1/files", &headers, Some(parted.clone())).await.json;
    let (first, again) = (send().await, send().await);
    assert_eq!((&first["id"], &first["parts"][0]["length"]), (&again["id"], &again["parts"][0]["length"]));
    let kept = "SELECT count(*) FROM api_idempotency_keys WHERE response::text LIKE '%http%'";
    assert_eq!(place.count(kept).await, 0, "what lets anybody upload is made anew, not kept");
}

// REQ: EDM-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn every_call_is_in_the_journal(pool: PgPool) {
    let place = Place::new(pool).await;
    let number = place.submitted(&place.committee).await;
    place.get(&place.committee, "/v1/appeals?limit=1").await;
    place
        .act(
            &place.committee,
            number,
            "acknowledgement",
            json!({ "term": "9d" }),
        )
        .await;
    place
        .get(&place.hospital, &format!("/v1/appeals/{number}"))
        .await;
    let stranger = super::place::Program {
        token: "0".repeat(64),
        ..place.hospital
    };
    assert_eq!(place.get(&stranger, "/v1/dictionaries").await.status, 401);
    let mut connection = place.actions.store.pool().acquire().await.unwrap();
    let calls = api_calls::list(&mut connection, None, None, 10)
        .await
        .unwrap();
    let told: Vec<_> = calls
        .iter()
        .rev()
        .map(|call| (call.client, call.method.as_str(), call.status))
        .collect();
    let committee = Some(place.committee.id);
    let expected = [
        (committee, "GET", 200),
        (committee, "POST", 422),
        (Some(stranger_id(&calls)), "GET", 404),
        (None, "GET", 401),
    ];
    assert_eq!(told, expected);
    assert!(
        calls
            .iter()
            .all(|call| !call.path.contains('?') && call.trace_id.len() == 32)
    );
}

fn stranger_id(calls: &[api_calls::Call]) -> zvarot_domain::ApiClientId {
    calls[1].client.unwrap()
}

// REQ: EDM-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn calls_are_limited_and_the_answers_say_how_many_are_left(pool: PgPool) {
    let place = Place::new(pool).await;
    let answer = place.get(&place.committee, "/v1/appeals").await;
    assert_eq!(answer.headers["ratelimit-policy"], "\"client\";q=1000;w=20");
    assert_eq!(answer.headers["ratelimit"], "\"client\";r=999;t=1");
    sqlx::query("UPDATE rate_limits SET tokens = 0")
        .execute(place.actions.store.pool())
        .await
        .unwrap();
    let refused = place.get(&place.committee, "/v1/appeals").await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.headers["retry-after"], "1");
    assert_eq!(
        place.get(&place.hospital, "/v1/appeals").await.status,
        200,
        "each client has its own"
    );
}

// REQ: EDM-02
// REQ: REF-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn problems_name_each_part_in_the_callers_language(pool: PgPool) {
    let place = Place::new(pool).await;
    let number = place.registered(&place.committee).await;
    let path = format!("/v1/appeals/{number}/completion");
    let body = json!({ "result": "answer_given", "answerDate": "вчера", "executors": ["А", " "] })
        .to_string();
    for (language, word) in [("ru", "Введите существующую дату"), ("be", "Увядзіце")]
    {
        let headers = [("accept-language", language)];
        let answer = place
            .send(
                &place.committee,
                "POST",
                &path,
                &headers,
                Some(body.clone()),
            )
            .await;
        assert_eq!(
            (
                answer.status,
                answer.headers["content-type"].to_str().unwrap()
            ),
            (422, "application/problem+json")
        );
        assert_eq!(answer.headers["content-language"], language);
        let errors = answer.json["errors"].as_array().unwrap();
        let date = errors
            .iter()
            .find(|error| error["pointer"] == "/answerDate")
            .unwrap();
        assert!(date["detail"].as_str().unwrap().starts_with(word), "{date}");
        assert!(
            errors
                .iter()
                .any(|error| error["pointer"] == "/executors/1")
        );
    }
    for (body, status) in [
        ("{", 400),
        ("[]", 400),
        (r#"{"result":"withdrawn","unknown":1}"#, 400),
        (r#"{"explanation":"\u0000"}"#, 422),
    ] {
        let answer = place
            .send(&place.committee, "POST", &path, &[], Some(body.to_owned()))
            .await;
        assert_eq!(answer.status, status, "{body}");
    }
    let form = [("content-type", "text/plain")];
    let path_of_text = place
        .send(&place.committee, "POST", &path, &form, None)
        .await;
    assert_eq!(path_of_text.status, 415);
    let long = format!(
        r#"{{"explanation":"{}"}}"#,
        "a".repeat(crate::body::BODY_AT_MOST)
    );
    assert_eq!(
        place
            .send(&place.committee, "POST", &path, &[], Some(long))
            .await
            .status,
        413
    );
    assert_eq!(
        place
            .get(&place.committee, "/v1/appeals?after=1")
            .await
            .errors()[0]
            .0,
        "/after"
    );
    for query in ["limit=abc", "limit=0"] {
        let answer = place.get(&place.committee, &format!("/v1/appeals?{query}")).await;
        assert_eq!((answer.status, answer.errors()[0].0.as_str()), (400, "/limit"), "{query}");
    }
    assert_eq!(
        place
            .get(&place.committee, "/v1/appeals/1234567890")
            .await
            .errors()[0]
            .0,
        "/number"
    );
}

// REQ: SUB-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_file_comes_in_parts_and_is_checked_when_all_are_there(pool: PgPool) {
    let place = Place::new(pool).await;
    let body = json!({ "name": "Скан.pdf", "size": 600_000 }).to_string();
    let upload = place
        .send(&place.committee, "POST", "/v1/files", &[], Some(body))
        .await;
    assert_eq!(upload.status, 201, "{}", upload.json);
    let parts = upload.json["parts"].as_array().unwrap();
    let lengths: Vec<_> = parts
        .iter()
        .map(|part| part["length"].as_u64().unwrap())
        .collect();
    assert_eq!(lengths, [524_288, 75_712]);
    let id: zvarot_domain::FileId = upload.json["id"].as_str().unwrap().parse().unwrap();
    let check = format!("/v1/files/{id}/check");
    let early = place
        .send(&place.committee, "POST", &check, &[], None)
        .await;
    assert_eq!(
        (early.status, &early.json["type"]),
        (409, &json!("urn:zvarot:problem:not-uploaded"))
    );
    for (index, length) in (0..).zip(lengths) {
        let bytes = vec![b'a'; usize::try_from(length).unwrap()];
        place
            .objects
            .put_chunk(id, index, bytes.into())
            .await
            .unwrap();
    }
    let path = format!("/v1/files/{id}");
    assert_eq!(
        place.get(&place.hospital, &path).await.status,
        404,
        "another program's"
    );
    assert_eq!(
        place.get(&place.committee, &path).await.json["parts"],
        json!([])
    );
    for _ in 0..2 {
        let checking = place
            .send(&place.committee, "POST", &check, &[], None)
            .await;
        assert_eq!(
            (checking.status, &checking.json["state"]["code"]),
            (200, &json!("checking"))
        );
    }
    assert_eq!(
        place
            .count("SELECT count(*) FROM jobs WHERE kind = 'check_file'")
            .await,
        1
    );
    assert_eq!(
        place
            .send(&place.committee, "DELETE", &path, &[], None)
            .await
            .status,
        204
    );
    assert_eq!(place.get(&place.committee, &path).await.status, 404);
    for (body, pointer) in [
        (json!({ "name": "вирус.exe", "size": 5 }), "/files"),
        (json!({ "name": "Скан.pdf" }), "/size"),
        (json!({ "name": "Скан.pdf", "content": "%%%" }), "/content"),
        (
            json!({ "name": "Скан.pdf", "size": 15 * 1024 * 1024 + 1 }),
            "/files",
        ),
    ] {
        let refused = place
            .send(
                &place.committee,
                "POST",
                "/v1/files",
                &[],
                Some(body.to_string()),
            )
            .await;
        assert_eq!(
            (refused.status, refused.errors()[0].0.as_str()),
            (422, pointer),
            "{}",
            refused.json
        );
    }
}

// REQ: EDM-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_key_is_renewed_with_an_overlap_and_revoked_at_once(pool: PgPool) {
    let place = Place::new(pool).await;
    let (id, cause) = (place.committee.id, place.cause());
    let token = async |secret: &SecretString| {
        let cause = place.cause();
        api_access::issue_token(&place.actions, &cause, &Client::default(), id, secret).await
    };
    let official = |role: Role, organisation| Actor::Official {
        account: place.applicant,
        organisation,
        roles: role.into(),
    };
    let client = Client::default();
    let administrator = official(Role::ExternalAdministrator, place.committee.organisation);
    let by = By {
        actor: &administrator,
        client: &client,
    };
    let overlap = TimeDelta::days(7);
    let first = api_keys::rotate(&place.actions, &cause, Some(by), id, overlap, uuid::Uuid::now_v7()).await.unwrap();
    let second = api_keys::rotate(&place.actions, &cause, Some(by), id, overlap, uuid::Uuid::now_v7()).await.unwrap();
    assert!(token(&first).await.is_ok() && token(&second).await.is_ok(), "both hold meanwhile");
    place.clock.advance(overlap);
    assert!(token(&first).await.is_err(), "the old one is over");
    let fresh = token(&second).await.unwrap();
    for stranger in [
        official(Role::ExternalAdministrator, place.hospital.organisation),
        official(Role::Clerk, place.committee.organisation),
    ] {
        let by = By {
            actor: &stranger,
            client: &client,
        };
        let refused = api_keys::revoke(&place.actions, &cause, Some(by), id).await;
        assert!(matches!(refused, Err(ActionError::NotFound)));
    }
    api_keys::revoke(&place.actions, &place.cause(), Some(by), id).await.unwrap();
    assert!(token(&second).await.is_err());
    let program = super::place::Program {
        token: fresh.secret.expose_secret().to_owned(),
        ..place.committee
    };
    assert_eq!(place.get(&program, "/v1/appeals").await.status, 401, "its tokens too");
    let kept = "SELECT count(*) FROM api_client_secrets WHERE encode(secret_hash, 'hex') ~ '^[0-9a-f]{64}$'";
    assert_eq!(place.count(kept).await, place.count("SELECT count(*) FROM api_client_secrets").await, "kept hashed");
    assert_eq!(place.count("SELECT count(*) FROM security_events WHERE kind LIKE 'api_client_%'").await, 5);
}

// REQ: EDM-01
// REQ: SEC-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_secret_in_other_hands_ends_at_once_with_the_tokens_given_for_it(pool: PgPool) {
    let place = Place::new(pool).await;
    assert_eq!(place.get(&place.committee, "/v1/appeals").await.status, 200);
    let (actions, cause) = (&place.actions, place.cause());
    let token = async |secret: &SecretString| api_access::issue_token(actions, &cause, &Client::default(), place.committee.id, secret).await;
    let first = api_keys::rotate(actions, &cause, None, place.committee.id, TimeDelta::days(7), uuid::Uuid::now_v7()).await.unwrap();
    assert_eq!(place.get(&place.committee, "/v1/appeals").await.status, 200, "while both hold nothing stops");
    let second = api_keys::rotate(actions, &cause, None, place.committee.id, TimeDelta::zero(), uuid::Uuid::now_v7()).await.unwrap();
    assert_eq!(place.get(&place.committee, "/v1/appeals").await.status, 401);
    assert!(token(&first).await.is_err() && token(&second).await.is_ok());
}

// REQ: EDM-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_appeal_is_entered_once_with_its_files(pool: PgPool) {
    let place = Place::new(pool).await;
    let file = place.clean_file(&place.committee).await;
    let record = json!({
        "externalId": "СЭД-1", "kind": "application", "form": "written", "topicCode": "07", "content": "Прошу отремонтировать лифт.",
        "applicants": [{ "kind": "person", "surname": "Вярба", "name": "Алёна", "address": { "line": "г. Минск" } }],
        "files": [{ "id": file.to_string() }, { "name": "Скан.pdf", "content": "JVBERi0xLjQK" }],
    });
    let enter = async |record: &serde_json::Value| {
        place.send(&place.committee, "POST", "/v1/appeals", &[], Some(record.to_string())).await
    };
    let entered = enter(&record).await;
    assert_eq!(entered.status, 201, "{}", entered.json);
    let again = enter(&record).await;
    assert_eq!((again.status, &again.json["repeated"]), (200, &json!(true)), "{}", again.json);
    assert_eq!(again.json["number"], entered.json["number"]);
    let mut other = record.clone();
    other["content"] = json!("Другое.");
    assert_eq!(enter(&other).await.errors(), [("/externalId".to_owned(), "external_id_taken".to_owned())]);
    let wrong = json!({ "externalId": "СЭД-2", "kind": "letter", "form": "written", "content": "", "applicants": [{ "kind": "person" }] });
    let refused = enter(&wrong).await;
    let pointers: Vec<_> = refused.errors().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(refused.status, 422);
    for pointer in ["/kind", "/content"] {
        assert!(pointers.contains(&pointer.to_owned()), "{pointers:?}");
    }
    let path = format!("/v1/appeals/{}", entered.json["number"].as_str().unwrap());
    let card = place.get(&place.committee, &path).await.json;
    assert_eq!(card["files"].as_array().unwrap().len(), 2, "{card}");
    assert_eq!(place.get(&place.hospital, &path).await.status, 404);
}
