//! The person's own reports and schedules in words.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;
use zvarot_actions::reports;
use zvarot_locale::Texts;
use zvarot_store::PgConnection;
use zvarot_store::reports::{Report, ReportState, Schedule};
use zvarot_web::PageError;

/// A report of the list.
pub struct ShownReport {
    pub id: Uuid,
    pub title: String,
    pub facts: String,
    pub state: String,
    pub tone: &'static str,
    pub ready: bool,
    pub open: bool,
    pub progress: i16,
    /// Format and size.
    pub file: String,
    pub fault: Option<String>,
    pub created_at: DateTime<Utc>,
}

impl ShownReport {
    pub async fn new(connection: &mut PgConnection, report: &Report, texts: &Texts) -> Result<Self, PageError> {
        let facts = reports::question_words(connection, &report.question, report.period, texts).await?;
        let format = texts.get(&format!("report-format-{}", report.format.code())).into_owned();
        Ok(Self {
            id: report.id,
            title: reports::question_title(&report.question, texts),
            facts: facts.join(". "),
            state: texts.get(&format!("report-state-{}", report.state.code())).into_owned(),
            tone: match report.state {
                ReportState::Ready => "good",
                ReportState::Failed => "bad",
                ReportState::Removed => "calm",
                ReportState::Waiting | ReportState::Forming => "",
            },
            ready: report.state == ReportState::Ready,
            open: report.state.is_open(),
            progress: report.progress,
            file: match report.size {
                Some(size) => format!("{format}, {}", texts.size(size.unsigned_abs())),
                None => format,
            },
            fault: (report.state == ReportState::Failed).then(|| fault(report.fault.as_deref(), texts)),
            created_at: report.created_at,
        })
    }
}

/// Why a report could not be made.
pub fn fault(code: Option<&str>, texts: &Texts) -> String {
    let key = match code {
        Some("too_large") => "report-fault-too-large",
        Some("no_right") => "report-fault-no-right",
        _ => "report-fault-internal",
    };
    texts.get(key).into_owned()
}

/// A schedule of the list.
pub struct ShownSchedule {
    pub id: Uuid,
    pub title: String,
    pub rhythm: String,
    pub format: String,
    pub next_on: NaiveDate,
}

impl ShownSchedule {
    pub fn new(schedule: &Schedule, texts: &Texts) -> Self {
        Self {
            id: schedule.id,
            title: reports::question_title(&schedule.question, texts),
            rhythm: texts.get(&format!("report-rhythm-{}", schedule.rhythm.code())).into_owned(),
            format: texts.get(&format!("report-format-{}", schedule.format.code())).into_owned(),
            next_on: schedule.next_on,
        }
    }
}
