//! Loads through the router: announced, uploaded by the presigned request, started, followed.

use bytes::Bytes;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;
use zvarot_domain::{Fault, FaultCode, FileId};
use zvarot_objects::keys;
use zvarot_store::loads::{self, RecordResult};

use super::place::{Place, Program};

async fn announce(place: &Place, program: &Program, body: Value) -> super::place::Answer {
    place.send(program, "POST", "/v1/loads", &[("idempotency-key", "first")], Some(body.to_string())).await
}

const LINKS: &str = "SELECT count(*) FROM api_idempotency_keys WHERE response::text LIKE '%http%'";

fn record(at: i32, fault: Option<FaultCode>) -> RecordResult {
    RecordResult {
        place: at,
        begins: 0,
        length: 10,
        external_id: format!("77/{at}"),
        number: fault.is_none().then(|| "1234567894".parse().unwrap()),
        repeated: false,
        faults: fault.into_iter().map(|code| Fault::new("topicCode", code)).collect(),
    }
}

// REQ: EDM-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_load_is_announced_uploaded_started_and_followed(pool: PgPool) {
    let place = Place::new(pool).await;
    let wanted = json!({ "name": "апрель.json", "size": 10 });
    let answer = announce(&place, &place.committee, wanted.clone()).await;
    assert_eq!((answer.status, answer.json["state"]["code"].as_str()), (201, Some("uploading")), "{}", answer.json);
    assert_eq!(answer.json["upload"]["method"], "PUT");
    let again = announce(&place, &place.committee, wanted).await;
    assert_eq!(again.json["id"], answer.json["id"], "the key makes it one load");
    assert_eq!((again.status, &again.json["upload"]["method"]), (201, &json!("PUT")));
    assert_eq!(place.count(LINKS).await, 0, "what lets anybody upload is made anew, not kept");
    let id: Uuid = answer.json["id"].as_str().unwrap().parse().unwrap();
    let path = format!("/v1/loads/{id}");
    let start = format!("{path}/start");
    let early = place.send(&place.committee, "POST", &start, &[], None).await;
    assert_eq!(early.status, 409, "{}", early.json);
    let whole = keys::whole(FileId(id));
    place.objects.put_bytes(&whole, "application/octet-stream", Bytes::from_static(b"[{},{},{}]")).await.unwrap();
    for _ in 0..2 {
        let started = place.send(&place.committee, "POST", &start, &[], None).await;
        assert_eq!((started.status, started.json["state"]["code"].as_str()), (202, Some("checking")), "{}", started.json);
    }
    assert_eq!(place.count("SELECT count(*) FROM jobs WHERE queue = 'load'").await, 1);
    let late = announce(&place, &place.committee, json!({ "name": "апрель.json", "size": 10 })).await;
    assert_eq!((late.status, &late.json["state"]["code"], &late.json["upload"]), (201, &json!("checking"), &json!(null)), "nobody changes its file now");
    // What the worker writes.
    let mut work = place.actions.store.begin(&place.cause()).await.unwrap();
    assert!(loads::begin_entering(work.connection(), id, "array", 3).await.unwrap());
    let results = [record(1, None), record(2, Some(FaultCode::UnknownTopic)), record(3, None)];
    assert!(loads::record_batch(work.connection(), id, 0, 9, &results).await.unwrap());
    work.commit().await.unwrap();
    let load = place.get(&place.committee, &path).await.json;
    assert_eq!((&load["total"], &load["done"], &load["entered"], &load["wrong"]), (&json!(3), &json!(3), &json!(2), &json!(1)));
    let page = place.get(&place.committee, &format!("{path}/records?limit=2")).await.json;
    assert_eq!((page["records"][0]["number"].as_str(), &page["next"]), (Some("1234567894"), &json!(2)));
    let wrong = place.get(&place.committee, &format!("{path}/records?wrong=true")).await.json;
    assert_eq!(wrong["records"].as_array().unwrap().len(), 1);
    assert_eq!(wrong["records"][0]["faults"][0]["pointer"], "/topicCode");
    assert_eq!(wrong["records"][0]["faults"][0]["code"], "unknown_topic");
}

// REQ: SEC-01
// REQ: EDM-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_is_wrong_with_a_load_is_told_and_anothers_does_not_exist(pool: PgPool) {
    let place = Place::new(pool).await;
    for size in [0_u64, 209_715_201, u64::MAX] {
        let answer = announce(&place, &place.committee, json!({ "name": "а.json", "size": size })).await;
        assert_eq!((answer.status, answer.errors()[0].0.as_str()), (422, "/size"), "{}", answer.json);
    }
    let answer = announce(&place, &place.committee, json!({ "name": "а.json", "size": 10 })).await;
    let path = format!("/v1/loads/{}", answer.json["id"].as_str().unwrap());
    for path in [path.clone(), format!("{path}/records"), "/v1/loads/7".to_owned()] {
        assert_eq!(place.get(&place.hospital, &path).await.status, 404);
    }
    assert_eq!(place.send(&place.hospital, "POST", &format!("{path}/start"), &[], None).await.status, 404);
    for (query, pointer) in [("limit=0", "/limit"), ("limit=1001", "/limit"), ("after=-1", "/after"), ("after=x", "/after"), ("wrong=7", "/wrong")] {
        let answer = place.get(&place.committee, &format!("{path}/records?{query}")).await;
        assert_eq!((answer.status, answer.errors()[0].0.as_str()), (400, pointer), "{query}");
    }
}
