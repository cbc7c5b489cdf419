//! Bodies that no program means to send: each has a problem that says what is wrong, and nothing of it is kept.

use serde_json::json;
use sqlx::PgPool;

use super::place::Place;

// REQ: EDM-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_record_of_rubbish_is_refused_with_a_clear_problem_and_enters_nothing(pool: PgPool) {
    let place = Place::new(pool).await;
    let right = json!({
        "externalId": "СЭД-1", "kind": "application", "form": "written", "topicCode": "07", "content": "Прошу отремонтировать лифт.",
        "applicants": [{ "kind": "person", "surname": "Вярба", "name": "Алёна", "address": { "line": "г. Минск" } }],
    })
    .to_string();
    let before = place.count("SELECT count(*) FROM appeals").await;
    let cut = right.chars().take(right.chars().count() - 20).collect();
    // Without its mark UTF-16 of such letters is a text of zero bytes.
    let utf16: String = "{\"externalId\":\"x\"}".chars().flat_map(|letter| [letter, '\0']).collect();
    let deep = format!("{{\"content\":{}{}}}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    let doubled = right.replacen('{', "{\"kind\":\"proposal\",", 1);
    let zero = right.replace("лифт", "ли\\u0000фт");
    let zero_id = right.replace("СЭД-1", "СЭД\\u0000-1");
    let zero_name = right.replacen('{', "{\"prio\\u0000rity\":1,", 1);
    let own_name = right.replacen('{', "{\"my_field/x\":1,", 1);
    let own_name_twice = right.replace("\"surname\"", "\"my_field\":1,\"my_field\":2,\"surname\"");
    let long = right.replace("лифт", &"л".repeat(2_000_000));
    let giant = right.replace("лифт", &"л".repeat(4_000_000));
    for (what, body, status, pointer) in [
        ("cut", cut, 400, None),
        ("UTF-16", utf16, 400, None),
        ("a million deep", deep, 400, None),
        ("a list", format!("[{right}]"), 422, Some("")),
        ("a name twice", doubled, 422, Some("/kind")),
        ("a zero byte", zero, 422, Some("/content")),
        ("a zero byte in the id", zero_id, 422, Some("/externalId")),
        ("a zero byte in a name", zero_name, 422, Some("/priority")),
        ("a name of the client's own", own_name, 422, Some("/my_field~1x")),
        ("a name of the client's own twice", own_name_twice, 422, Some("/applicants/0/my_field")),
        ("a long text", long, 422, Some("/content")),
        ("more than is taken", giant, 413, None),
    ] {
        let answer = place.send(&place.committee, "POST", "/v1/appeals", &[], Some(body)).await;
        assert_eq!((answer.status, answer.headers["content-type"].as_bytes()), (status, &b"application/problem+json"[..]), "{what}: {}", answer.json);
        assert!(answer.json["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{what}: {}", answer.json);
        if let Some(pointer) = pointer {
            let pointers: Vec<_> = answer.errors().into_iter().map(|(pointer, _)| pointer).collect();
            assert!(pointers.iter().any(|found| found == pointer), "{what}: {pointers:?}");
        }
    }
    assert_eq!(place.count("SELECT count(*) FROM appeals").await, before, "nothing was entered");
}
