//! Both gateways against real servers in this process, and the cost of texts.

mod http;
mod parts;
mod settings;
mod smpp;
mod smsc;

use uuid::Uuid;

use crate::SendError;

use super::{Sms, SmsReceipt};

fn sms(text: &str) -> Sms {
    Sms {
        to: "+375291234567".into(),
        text: text.into(),
        delivery_id: Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0042),
    }
}

fn outcome(result: &Result<SmsReceipt, SendError>) -> String {
    match result {
        Ok(receipt) => format!("accepted {}", receipt.reference.as_deref().unwrap_or("-")),
        Err(SendError::Retry(reason)) => format!("retry {reason}"),
        Err(SendError::Refused(reason)) => format!("refused {reason}"),
        Err(SendError::Unknown(reason)) => format!("unknown {reason}"),
        Err(SendError::NotRecorded(_)) => "not recorded".into(),
    }
}
