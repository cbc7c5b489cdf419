//! `/reports`: a statistical report is put together, looked at, formed as a file and scheduled (REP-01, REP-04, REP-06).

mod asked;
mod chart;
mod shown;

use std::time::Duration;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;
use zvarot_actions::reports::{self as actions_reports, Sheet};
use zvarot_actions::{ActionError, Actions, cabinet};
use zvarot_domain::report::{ReportFormat, Rhythm};
use zvarot_domain::{Actor, MessageKind};
use zvarot_locale::Texts;
use zvarot_objects::{Disposition, Objects};
use zvarot_store::deliveries::Channel;
use zvarot_store::reports::{Report, ReportState};
use zvarot_web::{Choice, FormState, Page, PageError, ProtectedForm, SignedIn, Visit, show};

use self::asked::{Asked, Wanted};
use self::chart::ChartBar;
use self::shown::{ShownReport, ShownSchedule};
use crate::pages::pickers::{self, Picker};
use crate::pages::uploads::of_storage;

/// Lines of the preview.
const LINES_SHOWN: usize = 30;
/// How long a link to a file lives.
const LINK_LIVES: Duration = Duration::from_secs(120);

#[derive(Template)]
#[template(path = "reports/page.html")]
struct ReportsPage {
    page: Page,
    form: FormState,
    levels: Vec<Choice>,
    /// Any organisation may be chosen.
    any_organisation: bool,
    picker: Picker,
    groupings: Vec<Choice>,
    seconds: Vec<Choice>,
    counted: Vec<Choice>,
    filters: Vec<asked::FilterField>,
    formats: Vec<Choice>,
    rhythms: Vec<Choice>,
    /// What is wrong with what was asked, in words.
    wrong: Option<String>,
    preview: Option<Preview>,
    /// The query of the preview, posted again with the format.
    hidden: Vec<(String, String)>,
    reports: Vec<ShownReport>,
    /// Any of them is still to come.
    waiting: bool,
    schedules: Vec<ShownSchedule>,
    by_email: bool,
    done: Option<String>,
}

/// The first lines of a report.
struct Preview {
    sheet: Sheet,
    bars: Vec<ChartBar>,
    /// Height of the chart, in pixels.
    height: usize,
    chart_title: String,
    more: Option<String>,
}

impl Preview {
    fn new(mut sheet: Sheet, texts: &Texts) -> Self {
        let all = sheet.lines.len();
        sheet.lines.truncate(LINES_SHOWN);
        let more = (all > LINES_SHOWN).then(|| {
            let counts = [("shown", texts.number(LINES_SHOWN as i64)), ("all", texts.number(all as i64))];
            texts.with("report-preview-part", &counts)
        });
        let (bars, height) = chart::bars(&sheet.bars, texts);
        Self {
            height,
            chart_title: texts.with("report-chart", &[("title", sheet.title.as_str())]),
            bars,
            sheet,
            more,
        }
    }
}

/// What stands in a cell of numbers.
impl ReportsPage {
    fn number(&self, number: &i64) -> String {
        self.page.amount(number)
    }
}

/// `GET /reports?level=&first=&…`
pub async fn page(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let asked = Asked::new(query);
    render(&visit, &actions, &actor, asked, None).await
}

async fn render(
    visit: &Visit,
    actions: &Actions,
    actor: &Actor,
    asked: Asked,
    wrong: Option<&str>,
) -> Result<Response, PageError> {
    let texts = visit.texts();
    let mut connection = actions.store.pool().acquire().await?;
    let reach = actions_reports::reach(&mut connection, actor).await?;
    let own = actions_reports::own(&mut connection, actor).await?;
    let levels = asked::levels(&mut connection, &reach, texts).await?;
    let asked = asked.or_usual(&levels, visit.now());
    let picker = pickers::organisation(&mut connection, texts, asked.get("organisation"), asked.search()).await?;
    let filters = asked::filters(&asked, texts);
    let mut reports = Vec::new();
    for report in &own.reports {
        reports.push(ShownReport::new(&mut connection, report, texts).await?);
    }
    let schedules = own.schedules.iter().map(|schedule| ShownSchedule::new(schedule, texts)).collect();
    drop(connection);

    let mut wrong = wrong.map(str::to_owned);
    let mut preview = None;
    match asked.read() {
        // Whoever asks for another's numbers is told nothing of them: there is no such page.
        Ok(Wanted { question, period }) => {
            let sheet = actions_reports::look(actions, &visit.cause(), actor, &question, period, visit.locale()).await?;
            preview = Some(Preview::new(sheet, texts));
        }
        Err(key) => wrong = wrong.or(Some(key.to_owned())),
    }
    let done = match asked.get("done") {
        done @ ("asked" | "scheduled" | "stopped" | "letters") => Some(texts.get(&format!("report-done-{done}")).into_owned()),
        _ => None,
    };
    let page = if wrong.is_some() { Page::failed(visit) } else { Page::new(visit) };
    show(&ReportsPage {
        page,
        any_organisation: reach.republic,
        levels,
        picker,
        groupings: asked::groupings(texts),
        seconds: asked::seconds(texts),
        counted: asked::counted(texts),
        filters,
        formats: asked::formats(texts),
        rhythms: asked::rhythms(texts),
        wrong: wrong.map(|key| texts.get(&key).into_owned()),
        preview,
        hidden: asked.hidden(),
        form: FormState::new(asked.values()),
        waiting: own.reports.iter().any(|report| report.state.is_open()),
        reports,
        schedules,
        by_email: own.by_email,
        done,
    })
}

/// `POST /reports`: forms a file, or schedules it (the button says which).
pub async fn make(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    let asked = Asked::of_form(&form);
    let Wanted { question, period } = match asked.read() {
        Ok(wanted) => wanted,
        Err(key) => return render(&visit, &actions, &actor, asked, Some(key)).await,
    };
    let format = ReportFormat::from_code(form.get("format")).ok_or(PageError::BadRequest)?;
    let (cause, locale) = (visit.cause(), visit.locale());
    let done = if form.has("schedule") {
        let rhythm = Rhythm::from_code(form.get("rhythm")).ok_or(PageError::BadRequest)?;
        actions_reports::schedule(&actions, &cause, &actor, &question, format, rhythm, locale).await.map(|_| "scheduled")
    } else {
        actions_reports::ask(&actions, &cause, &actor, &question, period, format, locale).await.map(|_| "asked")
    };
    match done {
        Ok(done) => Ok(Redirect::to(&format!("/reports?done={done}#own")).into_response()),
        Err(ActionError::Conflict) => render(&visit, &actions, &actor, asked, Some("report-too-many")).await,
        Err(error) => Err(error.into()),
    }
}

/// `POST /reports/schedules/{id}/stop`
pub async fn stop(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    Path(id): Path<Uuid>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Redirect, PageError> {
    actions_reports::stop(&actions, &visit.cause(), &actor, id).await?;
    Ok(Redirect::to("/reports?done=stopped#schedules"))
}

/// `POST /reports/letters`: whether e-mails tell of reports.
pub async fn letters(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Redirect, PageError> {
    if !actions_reports::may_report(&actor) {
        return Err(PageError::NotFound);
    }
    let wanted = form.get("wanted") == "yes";
    for kind in [MessageKind::ReportReady, MessageKind::ReportFailed] {
        cabinet::choose(&actions, &visit.cause(), &actor, kind.code(), Channel::Email, wanted).await?;
    }
    Ok(Redirect::to("/reports?done=letters#letters"))
}

#[derive(Template)]
#[template(path = "reports/forming.html")]
struct FormingPage {
    page: Page,
    title: String,
    progress: i16,
    open: bool,
    text: String,
    back: (&'static str, &'static str),
}

/// `GET /reports/{id}`: goes on to the file, or says how far it is.
pub async fn open(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    State(objects): State<Objects>,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let mut connection = actions.store.pool().acquire().await?;
    let report = actions_reports::one(&mut connection, &actor, id).await?;
    drop(connection);
    let file = FormedFile {
        title: actions_reports::question_title(&report.question, visit.texts()),
        file_name: file_name(&report),
        format: report.format,
        state: report.state,
        progress: report.progress,
        fault: report.fault,
        object_key: report.object_key,
        back: ("/reports", "nav-reports"),
    };
    file.open(&visit, &objects).await
}

/// A file that is formed by itself, wherever it was asked for.
pub struct FormedFile {
    pub title: String,
    pub file_name: String,
    pub format: ReportFormat,
    pub state: ReportState,
    /// Percent.
    pub progress: i16,
    pub fault: Option<String>,
    pub object_key: Option<String>,
    /// Where one came from, and the key of its name.
    pub back: (&'static str, &'static str),
}

impl FormedFile {
    /// Goes on to the file, or says how far it is.
    pub async fn open(self, visit: &Visit, objects: &Objects) -> Result<Response, PageError> {
        let texts = visit.texts();
        match (self.state, &self.object_key) {
            (ReportState::Ready, Some(key)) => {
                let (kind, disposition) = match self.format {
                    ReportFormat::Pdf => ("application/pdf", Disposition::Inline),
                    ReportFormat::Xlsx => {
                        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Disposition::Attachment)
                    }
                    ReportFormat::Csv => ("text/csv; charset=utf-8", Disposition::Attachment),
                };
                let link = objects.presign_download(key, &self.file_name, kind, disposition, LINK_LIVES).await;
                Ok(Redirect::to(&link.map_err(of_storage)?).into_response())
            }
            (state, _) => {
                let text = match (state, self.fault.as_deref()) {
                    (ReportState::Failed, fault) => shown::fault(fault, texts),
                    (ReportState::Removed, _) => texts.get("report-removed-text").into_owned(),
                    _ => texts.get("report-forming-text").into_owned(),
                };
                show(&FormingPage {
                    page: Page::new(visit),
                    title: self.title,
                    progress: self.progress,
                    open: state.is_open(),
                    text,
                    back: self.back,
                })
            }
        }
    }
}

/// `Обращения по темам 2026-11-01 2026-11-30.xlsx`
fn file_name(report: &Report) -> String {
    let title = actions_reports::question_title(&report.question, Texts::of(report.locale));
    format!("{title} {} {}.{}", report.period.from(), report.period.to(), report.format.code())
}
