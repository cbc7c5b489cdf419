//! `GET /v1/appeals`: what changed, in the order in which it can be read for ever; nothing is skipped that is committed
//! late (EDM-04). A page takes six queries, however many appeals it has.

use std::collections::{BTreeSet, HashMap};

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zvarot_domain::{AppealId, EventKind};
use zvarot_locale::{Locale, Texts};
use zvarot_store::{
    appeals::{self, FeedPosition, Ties},
    files,
};

use crate::{
    access::Caller,
    appeals::{Appeal, example_appeal, grouped},
    applicants::contacts,
    body::Asked,
    context::Api,
    names::EventName,
    problem::{self, ApiError, Refusals},
};

/// Changes on a page at most.
const PAGE_AT_MOST: i64 = 1000;
/// Changes on a page where the call does not say.
const PAGE: i64 = 100;

/// Where to go on, and how far.
#[derive(Default, Deserialize)]
pub struct Wanted {
    after: Option<String>,
    limit: Option<i64>,
}

/// A page of changes, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Changes {
    changes: Vec<Change>,
    /// To be given as `after` next time. The same as given where nothing has changed since.
    cursor: String,
    /// Whether there are more at once.
    more: bool,
}

/// A change of an appeal, with the appeal as it is now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Change {
    /// The place after this change.
    cursor: String,
    at: DateTime<Utc>,
    event: EventName,
    appeal: Appeal,
}

/// Read changes
///
/// What happened with the appeals of the client's organisation since a cursor: new ones, terms, results, withdrawals.
/// An appeal to the head personally begins with the event of its moderation.
/// Keep the last `cursor` together with what was read, and give it as `after`: then each change comes exactly once.
/// Without `after` it begins at the beginning. A change appears when everything before it is final, mostly at once.
/// Links to files are had by `GET /v1/appeals/{number}`.
#[utoipa::path(
    get,
    path = "/v1/appeals",
    operation_id = "listChanges",
    tag = "Appeals",
    params(
        ("after" = Option<String>, Query, description = "The cursor of an earlier page.", pattern = "^[0-9a-f]{16}[0-7][0-9a-f]{15}$"),
        ("limit" = Option<i64>, Query, description = "Changes on the page at most.", minimum = 1, maximum = 1000, example = 100),
        ("Accept-Language" = Option<String>, Header, description = "`ru` or `be`: the language of names and problems.", example = "be"),
    ),
    responses(
        (status = 200, description = "A page of changes.", body = Changes, example = json!(example())),
        Refusals,
    ),
    security(("oauth" = [])),
)]
pub async fn list(
    caller: Caller,
    State(api): State<Api>,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, ApiError> {
    let Caller { actor, visit } = caller;
    let texts = visit.texts();
    let limit = wanted.limit.unwrap_or(PAGE);
    if !(1..=PAGE_AT_MOST).contains(&limit) {
        return Err(ApiError::Wrong("limit".to_owned(), "api-not-a-limit"));
    }
    let after = match wanted.after.as_deref() {
        None => FeedPosition::default(),
        Some(cursor) => {
            read(cursor).ok_or_else(|| ApiError::Wrong("after".to_owned(), "api-not-a-cursor"))?
        }
    };
    let mut connection = api.web.store().pool().acquire().await?;
    let events = appeals::feed(&mut connection, actor.organisation(), after, limit).await?;
    let ids: BTreeSet<AppealId> = events.iter().map(|event| event.appeal).collect();
    let ids: Vec<AppealId> = ids.into_iter().collect();
    let rows = appeals::by_ids(&mut connection, &ids, actor.scope()).await?;
    let mut files = grouped(files::of_appeals(&mut connection, &ids).await?, texts);
    let contacts = contacts(&mut connection, &rows).await?;
    let mut ties: HashMap<AppealId, Ties> = appeals::ties(&mut connection, &ids).await?.into_iter().collect();
    drop(connection);
    let appeals: HashMap<AppealId, Appeal> = rows
        .into_iter()
        .map(|row| {
            let id = row.id;
            let files = files.remove(&id).unwrap_or_default();
            let ties = ties.remove(&id).unwrap_or_default();
            (id, Appeal::new(row, &ties, files, &contacts, texts))
        })
        .collect();
    let last = events.last().map_or(after, |event| event.position);
    let more = events.len() == usize::try_from(limit).unwrap_or_default();
    let changes = events.into_iter().filter_map(|event| {
        Some(Change {
            cursor: write(event.position),
            at: event.at,
            event: EventName::new(event.kind, texts),
            appeal: appeals.get(&event.appeal)?.clone(),
        })
    });
    let page = Changes {
        changes: changes.collect(),
        cursor: write(last),
        more,
    };
    let mut response = Json(page).into_response();
    problem::speak(response.headers_mut(), &visit);
    Ok(response)
}

fn write(position: FeedPosition) -> String {
    format!("{:016x}{:016x}", position.transaction, position.event)
}

fn read(cursor: &str) -> Option<FeedPosition> {
    let plain = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if cursor.len() != 32 || !cursor.bytes().all(plain) {
        return None;
    }
    let (transaction, event) = cursor.split_at(16);
    Some(FeedPosition {
        transaction: u64::from_str_radix(transaction, 16).ok()?,
        event: i64::from_str_radix(event, 16).ok()?,
    })
}

fn example() -> Changes {
    let position = FeedPosition {
        transaction: 81_423,
        event: 5_120,
    };
    let change = Change {
        cursor: write(position),
        at: "2026-04-16T12:30:00Z"
            .parse()
            .expect("a moment written here"),
        event: EventName::new(EventKind::Registered, Texts::of(Locale::Ru)),
        appeal: example_appeal(),
    };
    Changes {
        changes: vec![change],
        cursor: write(position),
        more: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_nothing_else_is() {
        for (transaction, event) in [(0, 0), (81_423, 5_120), (u64::MAX, i64::MAX)] {
            let position = FeedPosition { transaction, event };
            assert_eq!(read(&write(position)), Some(position));
        }
        let negative = format!("{}{}", "0".repeat(16), "f".repeat(16));
        for wrong in [
            "",
            "1",
            "é",
            "+0000000000000000000000000000000",
            &"F".repeat(32),
            &negative,
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
