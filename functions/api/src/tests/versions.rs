//! An old version of the API, the page of its documentation, the list of versions.

use chrono::TimeDelta;
use serde_json::json;
use sqlx::PgPool;

use super::place::Place;
use crate::versions::{Retirement, Version, day};

/// A table in which the version of today is an old one.
const OLD: &[Version] = &[
    Version {
        name: "v1",
        since: day(2025, 1, 1),
        retirement: Some(Retirement {
            deprecated_on: day(2026, 4, 1),
            ends_on: day(2027, 4, 2),
            successor: "v2",
        }),
    },
    Version {
        name: "v2",
        since: day(2026, 4, 1),
        retirement: None,
    },
];

// REQ: EDM-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn each_answer_of_an_old_version_says_until_when_it_is_kept(pool: PgPool) {
    let place = Place::with_versions(pool, OLD).await;
    let number = place.submitted(&place.committee).await.digits();
    let (known, unknown) = (format!("/v1/appeals/{number}"), "/v1/appeals/1234567890".to_owned());
    for (path, status) in [(known.as_str(), 200), (unknown.as_str(), 404), ("/v1/nothing", 404)] {
        let answer = place.get(&place.committee, path).await;
        assert_eq!(answer.status, status, "{path}");
        let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
        // Midnight of 1 April 2026, and of 2 April 2027, a Friday.
        assert_eq!(header("deprecation"), "@1775001600", "{path}");
        assert_eq!(header("sunset"), "Fri, 02 Apr 2027 00:00:00 GMT", "{path}");
        assert!(header("link").contains("</v2>; rel=\"successor-version\""), "{path}");
    }
    let versions = place.get(&place.committee, "/versions").await;
    assert!(!versions.headers.contains_key("deprecation"));
    let old = json!({ "name": "v1", "state": "deprecated", "since": "2025-01-01", "deprecatedOn": "2026-04-01", "endsOn": "2027-04-02", "successor": "v2" });
    let new = json!({ "name": "v2", "state": "current", "since": "2026-04-01" });
    assert_eq!(versions.json, json!({ "versions": [old, new] }));

    place.clock.advance(TimeDelta::days(351));
    let ended = place.get(&place.committee, &known).await;
    assert_eq!((ended.status, &ended.json["type"]), (410, &json!("urn:zvarot:problem:ended")));
    assert!(ended.headers.contains_key("link") && ended.headers.contains_key("sunset"));
    let versions = place.get(&place.committee, "/versions").await;
    assert_eq!(versions.json["versions"][0]["state"], "ended");
}

// REQ: EDM-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_current_version_says_nothing_of_an_end(pool: PgPool) {
    let place = Place::new(pool).await;
    let answer = place.get(&place.committee, "/v1/dictionaries").await;
    assert_eq!(answer.status, 200);
    for name in ["deprecation", "sunset", "link"] {
        assert!(!answer.headers.contains_key(name), "{name}");
    }
}

// REQ: EDM-02
// REQ: REF-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_documentation_is_whole_without_scripts_and_from_this_server_alone(pool: PgPool) {
    let place = Place::with_versions(pool, OLD).await;
    for (language, own, foreign) in [("ru", "Документация API", "Дакументацыя"), ("be", "Дакументацыя API", "Документация")] {
        let page = place.page("/", language).await;
        assert!(page.contains(own) && !page.contains(foreign) && !page.contains('⟦'), "{language}");
        for expected in ["/v1/appeals/{number}/completion", "id=\"ProblemDocument\"", "<code>/v2</code>", "02.04.2027", "grant_type=client_credentials"] {
            assert!(page.contains(expected), "{expected} in {language}");
        }
        let sources = page.split(['"', '\'']).filter(|text| text.starts_with("http"));
        let foreign: Vec<&str> = sources.filter(|text| page.contains(&format!("src=\"{text}")) || page.contains(&format!("href=\"{text}"))).collect();
        assert!(foreign.is_empty(), "{foreign:?}");
        assert!(!page.contains("<style") && !page.contains(" style=") && !page.contains("onclick"), "{language}");
        let document = place.page(&format!("/docs/openapi.{language}.json"), language).await;
        assert!(serde_json::from_str::<serde_json::Value>(&document).is_ok());
    }
}
