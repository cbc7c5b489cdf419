//! Identifiers of stored things: one type each, so that an appeal's id cannot be given where a
//! file's is meant. The value is a UUID (version 7 where made by us: it sorts by time of making).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($( $(#[$attribute:meta])* $name:ident, )+) => { $(
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(value: Uuid) -> Self {
                Self(value)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+ };
}

/// An entry of an appeal's history: its place in the one log of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventId(pub i64);

id! {
    /// An account: who signs in.
    AccountId,
    /// An applicant (заявитель).
    ApplicantId,
    /// A program of an organisation that calls the API.
    ApiClientId,
    /// An organisation (организация).
    OrganisationId,
    /// An appeal (обращение) in one organisation.
    AppealId,
    /// A request, an order or a control (запрос, поручение, контроль).
    AssignmentId,
    /// A resolution (резолюция) on an appeal.
    ResolutionId,
    /// What a resolution gives to one executor (задача).
    TaskId,
    /// An unfinished appeal (черновик).
    DraftId,
    /// One upload of one file, before it was checked.
    UploadId,
    /// A checked file.
    FileId,
    /// A unit of background work.
    JobId,
    /// A message that is to leave by e-mail or SMS.
    DeliveryId,
    /// A notice in a cabinet.
    NoticeId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_its_uuid_in_text_and_json() {
        let text = "018f3b1e-7c1a-7000-8000-000000000001";
        let id: AppealId = text.parse().unwrap();
        assert_eq!(id.to_string(), text);
        assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{text}\""));
        assert_eq!(
            serde_json::from_str::<AppealId>(&format!("\"{text}\"")).unwrap(),
            id
        );
        assert!("not an id".parse::<AppealId>().is_err());
    }
}
