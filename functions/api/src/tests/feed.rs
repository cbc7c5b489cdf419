//! The feed of changes.

use serde_json::{Value, json};
use sqlx::PgPool;
use zvarot_domain::{AppealNumber, EventKind};
use zvarot_store::appeals::{self, Scope};

use super::place::Place;

fn seen(page: &serde_json::Value) -> Vec<(String, String)> {
    let changes = page["changes"].as_array().unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    changes
        .iter()
        .map(|change| {
            (
                text(&change["appeal"]["number"]),
                text(&change["event"]["code"]),
            )
        })
        .collect()
}

// REQ: EDM-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn changes_come_once_in_order_page_by_page(pool: PgPool) {
    let place = Place::new(pool).await;
    let mut numbers = Vec::new();
    for _ in 0..5 {
        numbers.push(place.submitted(&place.committee).await.digits());
    }
    place.submitted(&place.hospital).await;
    let all = place.changes(&place.committee, "/v1/appeals", 5).await;
    let (mut path, mut found) = ("/v1/appeals?limit=2".to_owned(), Vec::new());
    loop {
        let page = place.get(&place.committee, &path).await;
        assert_eq!(page.status, 200, "{}", page.json);
        found.extend(seen(&page.json));
        path = format!(
            "/v1/appeals?limit=2&after={}",
            page.json["cursor"].as_str().unwrap()
        );
        if page.json["more"] == false {
            break;
        }
    }
    let expected: Vec<_> = numbers
        .into_iter()
        .map(|number| (number, "submitted".to_owned()))
        .collect();
    assert_eq!(found, expected, "nothing of the other organisation's");
    let again = place.get(&place.committee, &path).await;
    assert_eq!(seen(&again.json), [], "nothing comes twice");
    let appeal = &all["changes"][0]["appeal"];
    assert_eq!(
        (&appeal["content"], &appeal["applicant"]["phone"]),
        (&json!("Прашу адрамантаваць ліфт."), &json!("+375291234567"))
    );
}

// REQ: EDM-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_change_that_is_committed_late_is_not_skipped(pool: PgPool) {
    let place = Place::new(pool).await;
    let (late, early) = (
        place.submitted(&place.committee).await,
        place.submitted(&place.committee).await,
    );
    let begun = place.changes(&place.committee, "/v1/appeals", 2).await;
    let after = format!("/v1/appeals?after={}", begun["cursor"].as_str().unwrap());
    let scope = Scope::Organisation(place.committee.organisation);
    // The slow one writes its event first and commits last.
    let mut slow = place.actions.store.begin(&place.cause()).await.unwrap();
    let appeal = appeals::by_number(slow.connection(), late, scope)
        .await
        .unwrap()
        .unwrap();
    let (kind, now) = (EventKind::Exported, place.clock.now());
    appeals::append_event(slow.connection(), appeal.id, kind, None, json!({}), now)
        .await
        .unwrap();
    let done = place
        .act(&place.committee, early, "acknowledgement", json!({}))
        .await;
    assert_eq!(done.status, 200, "{}", done.json);
    let meanwhile = place.get(&place.committee, &after).await;
    assert_eq!(
        seen(&meanwhile.json),
        [],
        "what came after the slow one waits for it"
    );
    slow.commit().await.unwrap();
    let then = place.changes(&place.committee, &after, 2).await;
    let expected = [
        (late.digits(), "exported".to_owned()),
        (early.digits(), "registered".to_owned()),
    ];
    assert_eq!(seen(&then), expected);
}

// REQ: EDM-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn dictionaries_have_versions(pool: PgPool) {
    let place = Place::new(pool).await;
    let list = place.get(&place.committee, "/v1/dictionaries").await;
    let names = list.json["dictionaries"].as_array().unwrap().iter();
    for name in names.map(|dictionary| dictionary["name"].as_str().unwrap()) {
        let path = format!("/v1/dictionaries/{name}");
        let whole = place.get(&place.committee, &path).await;
        assert_eq!(whole.status, 200, "{name}");
        assert!(
            !whole.json["entries"].as_array().unwrap().is_empty(),
            "{name}"
        );
        let tag = whole.headers["etag"].to_str().unwrap();
        let same = place
            .send(
                &place.committee,
                "GET",
                &path,
                &[("if-none-match", tag)],
                None,
            )
            .await;
        assert_eq!(same.status, 304, "{name}");
    }
    let path = "/v1/dictionaries/organisations";
    let before = place.get(&place.committee, path).await.headers["etag"].clone();
    sqlx::query("UPDATE organisations SET name_ru = 'Новый исполком' WHERE unp = '100000007'")
        .execute(place.actions.store.pool())
        .await
        .unwrap();
    let tag = [("if-none-match", before.to_str().unwrap())];
    assert_eq!(
        place
            .send(&place.committee, "GET", path, &tag, None)
            .await
            .status,
        200
    );
    assert_eq!(
        place
            .get(&place.committee, "/v1/dictionaries/secrets")
            .await
            .status,
        404
    );
}

// REQ: SUB-07
// REQ: EDM-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_is_addressed_to_the_head_comes_after_moderation(pool: PgPool) {
    let place = Place::new(pool).await;
    let number = place.submitted(&place.committee).await.digits();
    let set = |state: &'static str| {
        let set = sqlx::query("UPDATE appeals SET to_head = $1").bind(state);
        set.execute(place.actions.store.pool())
    };
    set("addressed").await.unwrap();
    let page = place.get(&place.committee, "/v1/appeals").await;
    assert_eq!((page.status, seen(&page.json)), (200, Vec::new()));
    let card = format!("/v1/appeals/{number}");
    assert_eq!(place.get(&place.committee, &card).await.status, 404);
    set("passed").await.unwrap();
    assert_eq!(place.get(&place.committee, &card).await.status, 200);
}

/// Joins two appeals of an organisation.
async fn join(pool: &PgPool, later: AppealNumber, first: AppealNumber) {
    for sql in [
        "INSERT INTO appeal_merges (appeal_id, first_id, kind, own_due_on, own_notice_due_on, merged_by, merged_at)
         SELECT later.id, first.id, 'identical', later.due_on, later.notice_due_on, first.account_id, first.submitted_at
         FROM appeals AS later, appeals AS first WHERE later.number = $1 AND first.number = $2",
        "UPDATE appeals AS later SET merged_into = first.id, due_on = NULL, notice_due_on = NULL
         FROM appeals AS first WHERE later.number = $1 AND first.number = $2",
    ] {
        sqlx::query(sql).bind(later.as_i64()).bind(first.as_i64()).execute(pool).await.unwrap();
    }
}

// REQ: BEY-02
// REQ: EDM-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_program_sees_with_which_appeal_one_is_considered_and_with_which_it_came(pool: PgPool) {
    let place = Place::new(pool.clone()).await;
    let (first, later) = (place.registered(&place.committee).await, place.registered(&place.committee).await);
    join(&pool, later, first).await;
    let ties = |appeal: &Value| (appeal["mergedInto"].clone(), appeal["arrivedWith"].clone());
    let card = async |caller, number| ties(&place.get(caller, &format!("/v1/appeals/{number}")).await.json);
    let (digits, none) = (json!(first.digits()), Value::Null);
    assert_eq!(card(&place.committee, later).await, (digits.clone(), none.clone()));
    assert_eq!(card(&place.committee, first).await, (none.clone(), none.clone()));
    let redirected = json!({ "result": "redirected", "redirectedTo": ["100000015"], "redirectDate": "2026-04-16" });
    let done = place.act(&place.committee, first, "completion", redirected).await;
    assert_eq!(done.status, 200, "{}", done.json);
    // Both have arrived; neither is registered there.
    let page = place.changes(&place.hospital, "/v1/appeals", 2).await;
    let mut arrived: Vec<(String, (Value, Value))> = page["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| (change["appeal"]["number"].as_str().unwrap().to_owned(), ties(&change["appeal"])))
        .collect();
    arrived.sort_by_key(|(number, _)| *number != first.digits());
    let expected = [(first.digits(), (none.clone(), none.clone())), (later.digits(), (none.clone(), digits.clone()))];
    assert_eq!(arrived, expected, "{page}");
    for number in [first, later] {
        assert_eq!(place.act(&place.hospital, number, "acknowledgement", json!({})).await.status, 200);
    }
    // Registered by a program, they go each its own way, and it is still to be seen how they came.
    assert_eq!(card(&place.hospital, later).await, (none.clone(), digits.clone()));
    assert_eq!(card(&place.hospital, first).await, (none.clone(), none));
    let page = place.changes(&place.committee, "/v1/appeals", 6).await;
    let last = page["changes"].as_array().unwrap().iter().rfind(|change| change["appeal"]["number"] == later.digits()).unwrap();
    assert_eq!(ties(&last["appeal"]), (digits, Value::Null), "{page}");
}

// REQ: BEY-02
// REQ: EDM-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_term_of_a_joined_appeal_is_that_of_the_first(pool: PgPool) {
    let place = Place::new(pool.clone()).await;
    let (first, later) = (place.registered(&place.committee).await, place.registered(&place.committee).await);
    join(&pool, later, first).await;
    let card = async |number| place.get(&place.committee, &format!("/v1/appeals/{number}")).await.json;
    let (of_first, of_later) = (card(first).await, card(later).await);
    assert!(of_first["terms"]["dueOn"].is_string(), "{of_first}");
    assert_eq!(of_later["terms"]["dueOn"], of_first["terms"]["dueOn"]);
    assert_eq!((&of_later["terms"]["noticeDueOn"], &of_later["mergedInto"]), (&json!(null), &of_first["number"]));
    let term = json!({ "dueOn": "2026-05-15", "reason": "Нужна проверка на месте." });
    let own = place.act(&place.committee, later, "term", term.clone()).await;
    assert_eq!(own.status, 409, "it has none of its own: {}", own.json);
    assert_eq!(place.act(&place.committee, first, "term", term).await.status, 200);
    let of_later = card(later).await;
    assert_eq!(of_later["terms"]["dueOn"], json!("2026-05-15"));
    // The feed tells both of the new term.
    let page = place.changes(&place.committee, "/v1/appeals", 6).await;
    let told: Vec<String> = seen(&page).into_iter().filter(|(_, event)| event == "term_changed").map(|(number, _)| number).collect();
    assert_eq!(told, [first.digits(), later.digits()]);
    let listed = page["changes"].as_array().unwrap().iter().filter(|change| change["event"]["code"] == "term_changed");
    assert!(listed.map(|change| &change["appeal"]["terms"]["dueOn"]).all(|due| due == "2026-05-15"), "{page}");
}
