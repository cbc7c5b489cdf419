//! A report is ready, or could not be made: whoever asked for it is told, in the cabinet and by e-mail if so chosen.
//! The job ends in the transaction that makes notice and message, so each is made once.

use serde_json::json;
use uuid::Uuid;
use zvarot_actions::{
    messages::{self, Told},
    reports::question_title,
};
use zvarot_domain::{Locale, MessageKind};
use zvarot_locale::Texts;
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::reports::{ReportState, files};

// REQ: REP-04
// REQ: REP-06
pub(crate) async fn announce(held: &Held, id: Uuid) -> Result<Finished, JobError> {
    let mut work = held.begin().await?;
    if let Some(report) = files::get(work.connection(), id).await? {
        let kind = match report.state {
            ReportState::Failed => MessageKind::ReportFailed,
            _ => MessageKind::ReportReady,
        };
        let title = |locale| question_title(&report.question, Texts::of(locale));
        let facts = json!({
            "report": id,
            "title": { "ru": title(Locale::Ru), "be": title(Locale::Be) },
            "from": report.period.from(),
            "to": report.period.to(),
        });
        let told = Told { kind, event: None, appeal: None, notice: &facts, message: &facts, trace_id: None };
        messages::tell(&mut work, report.account_id, &told).await?;
    }
    held.finish(work).await
}
