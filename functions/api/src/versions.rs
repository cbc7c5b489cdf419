//! The versions of the API (EDM-02): which there are, which are old and until when they are kept. Each answer of an old
//! one says so: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), `Link` to the one that follows it.

use axum::{
    Json,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::Serialize;
use utoipa::ToSchema;
use zvarot_web::Visit;

use crate::{context::Api, problem::ApiError};

/// A version. Its calls begin with `/{name}/`.
#[derive(Clone, Copy, Debug)]
pub struct Version {
    pub name: &'static str,
    pub since: NaiveDate,
    /// None: it is the current one.
    pub retirement: Option<Retirement>,
}

/// When an old version goes.
#[derive(Clone, Copy, Debug)]
pub struct Retirement {
    /// From then on the successor should be used.
    pub deprecated_on: NaiveDate,
    /// The first day on which it does not answer any more (midnight, UTC): a year after the successor began at the earliest.
    pub ends_on: NaiveDate,
    pub successor: &'static str,
}

/// All versions, oldest first. An old one stays in the table when its handlers go: its calls then end with 410.
pub const VERSIONS: &[Version] = &[Version {
    name: "v1",
    since: day(2026, 11, 22),
    retirement: None,
}];

/// # Panics
/// There is no such day: the compiler shows it.
pub const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => panic!("there is no such day"),
    }
}

/// The versions of the API.
#[derive(Debug, Serialize, ToSchema)]
pub struct Versions {
    versions: Vec<VersionShown>,
}

/// A version of the API.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionShown {
    /// The first part of the path of its calls.
    pub name: &'static str,
    pub state: VersionState,
    pub since: NaiveDate,
    /// From then on the successor should be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated_on: Option<NaiveDate>,
    /// The first day on which it does not answer any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// The version that follows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successor: Option<&'static str>,
}

/// The state of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VersionState {
    Current,
    Deprecated,
    Ended,
}

impl VersionState {
    /// The key of its name.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Current => "docs-version-current",
            Self::Deprecated => "docs-version-deprecated-state",
            Self::Ended => "docs-version-ended",
        }
    }
}

impl Version {
    fn state(&self, now: DateTime<Utc>) -> VersionState {
        match self.retirement {
            Some(end) if now >= midnight(end.ends_on) => VersionState::Ended,
            Some(end) if now >= midnight(end.deprecated_on) => VersionState::Deprecated,
            _ => VersionState::Current,
        }
    }

    /// As it is told to people and programs.
    pub fn shown(&self, now: DateTime<Utc>) -> VersionShown {
        VersionShown {
            name: self.name,
            state: self.state(now),
            since: self.since,
            deprecated_on: self.retirement.map(|end| end.deprecated_on),
            ends_on: self.retirement.map(|end| end.ends_on),
            successor: self.retirement.map(|end| end.successor),
        }
    }

    /// Of whose path this is one.
    fn has(&self, path: &str) -> bool {
        let rest = path.strip_prefix('/').and_then(|path| path.strip_prefix(self.name));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl Retirement {
    fn write(&self, headers: &mut HeaderMap) {
        let deprecated = format!("@{}", midnight(self.deprecated_on).timestamp());
        let ends = midnight(self.ends_on).format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let link = format!(
            "</{}>; rel=\"successor-version\", </versions>; rel=\"deprecation\"; type=\"application/json\"",
            self.successor
        );
        for (name, value) in [("deprecation", deprecated), ("sunset", ends)] {
            let value = HeaderValue::from_str(&value).expect("digits and names of days are ASCII");
            headers.insert(HeaderName::from_static(name), value);
        }
        let link = HeaderValue::from_str(&link).expect("names of versions are ASCII");
        headers.append(header::LINK, link);
    }
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// Says in each answer of an old version that it is one; of one that has ended nothing else is left.
pub async fn layer(State(api): State<Api>, visit: Visit, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let version = api.versions.iter().find(|version| version.has(path));
    let (Some(version), Some(retirement)) = (version, version.and_then(|version| version.retirement)) else {
        return next.run(request).await;
    };
    let mut response = match version.state(visit.now()) {
        VersionState::Ended => ApiError::Ended.into_response(),
        _ => next.run(request).await,
    };
    retirement.write(response.headers_mut());
    response
}

/// List the versions
///
/// Which versions of the API there are and until when each is kept; needs no token. Answers of an old version have the
/// headers `Deprecation`, `Sunset` and `Link` with `rel="successor-version"`.
#[utoipa::path(
    get,
    path = "/versions",
    operation_id = "listVersions",
    tag = "Access",
    responses((status = 200, description = "All versions, oldest first.", body = Versions)),
)]
pub async fn list(visit: Visit, State(api): State<Api>) -> Json<Versions> {
    let versions = api.versions.iter().map(|version| version.shown(visit.now()));
    Json(Versions { versions: versions.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days for which an old version is kept after the start of the one that follows it.
    const KEPT_DAYS: i64 = 366;

    // REQ: EDM-02
    #[test]
    fn an_old_version_is_kept_for_a_year_and_has_a_successor() {
        for version in VERSIONS {
            let Some(end) = version.retirement else { continue };
            let successor = VERSIONS.iter().find(|other| other.name == end.successor).expect("it is in the table");
            assert!((end.ends_on - successor.since).num_days() >= KEPT_DAYS, "{}", version.name);
            assert!(end.deprecated_on <= end.ends_on, "{}", version.name);
        }
        assert!(VERSIONS.last().is_some_and(|last| last.retirement.is_none()));
    }

    #[test]
    fn a_path_is_of_one_version_only() {
        let version = VERSIONS[0];
        assert!(version.has("/v1/appeals") && version.has("/v1"));
        assert!(!version.has("/v10/appeals") && !version.has("/versions") && !version.has("/"));
    }
}
