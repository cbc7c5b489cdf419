//! The small section on an appeal's card: where its package stands, and the answers that came for it (SMD-02, SMD-03).

use chrono::{DateTime, Utc};
use zvarot_actions::exchange::may_see;
use zvarot_domain::{Actor, AppealId};
use zvarot_locale::Texts;
use zvarot_store::{PgConnection, smdo};
use zvarot_web::PageError;

use super::{incoming_text, incoming_tone, state_text, tone, trouble_text};

/// What the card shows.
pub struct Summary {
    pub state: Option<Line>,
    pub registered: String,
    pub error: String,
    pub answers: Vec<Line>,
}

/// A state in words, with the page that says more (for those who may open it).
pub struct Line {
    pub at: DateTime<Utc>,
    pub text: String,
    pub tone: &'static str,
    pub path: Option<String>,
}

/// The section of an appeal that the caller has authorised; none: nothing was exchanged about it.
pub async fn summary(
    connection: &mut PgConnection,
    actor: &Actor,
    appeal: AppealId,
    texts: &Texts,
) -> Result<Option<Summary>, PageError> {
    let package = smdo::package_of_appeal(connection, appeal).await?;
    let answers = smdo::incoming_of_appeal(connection, appeal).await?;
    if package.is_none() && answers.is_empty() {
        return Ok(None);
    }
    let opens = may_see(actor, actor.organisation()).is_ok();
    let path = |kind: &str, id: uuid::Uuid| opens.then(|| format!("/exchange/{kind}/{id}"));
    let number = package.as_ref().and_then(|package| package.reg_number.clone());
    let date = package.as_ref().and_then(|package| package.reg_date.clone());
    let date = date.map(|date| date.parse().map_or(date, |date| texts.date_short(date)));
    Ok(Some(Summary {
        registered: number.map_or_else(String::new, |number| {
            let variables = [("number", number), ("date", date.unwrap_or_default())];
            texts.with("exchange-event-registered", &variables)
        }),
        error: package
            .as_ref()
            .and_then(|package| package.last_error.as_deref())
            .map(|error| trouble_text(error, texts))
            .unwrap_or_default(),
        state: package.map(|package| Line {
            at: package.finished_at.or(package.delivered_at).or(package.sent_at).unwrap_or(package.created_at),
            text: state_text(package.state, texts),
            tone: tone(package.state),
            path: path("packages", package.id),
        }),
        answers: answers
            .into_iter()
            .map(|answer| Line {
                at: answer.received_at,
                text: incoming_text(answer.state, texts),
                tone: incoming_tone(answer.state),
                path: path("incoming", answer.id),
            })
            .collect(),
    }))
}
