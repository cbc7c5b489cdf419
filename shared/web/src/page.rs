//! What the layout shows around every page.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use chrono::{DateTime, NaiveDate, Utc};
use http::StatusCode;
use zvarot_domain::{Actor, Locale, Status};
use zvarot_locale::Texts;

use crate::session::IDLE_SECONDS;
use crate::{PageError, Visit, csrf};

/// A link of a cabinet's menu: its path and the key of its text.
#[derive(Clone, Copy, Debug)]
pub struct MenuLink {
    /// Where it leads.
    pub path: &'static str,
    /// The key of its text.
    pub text: &'static str,
}

/// Who has signed in, for the header.
pub struct Account {
    /// The name shown.
    pub name: String,
    /// The menu.
    pub links: Vec<MenuLink>,
    /// Whether somebody works here: all pages are broad then, and nothing jumps from one to the next.
    pub official: bool,
    /// Unread notices; nothing while the cabinet is not activated.
    pub unread: Option<i64>,
}

/// Goes into every template as `page`.
pub struct Page {
    /// The texts in the visitor's language.
    pub t: &'static Texts,
    /// Path and query.
    pub path: String,
    /// Who has signed in.
    pub account: Option<Account>,
    /// Whether a form came back with faults: the title says so.
    pub failed: bool,
    /// Whether this is a local stack, and where its inboxes are.
    pub local_stack: bool,
    /// The page of caught mails.
    pub mail_inbox: Option<String>,
    /// The page of caught SMS.
    pub sms_inbox: Option<String>,
    /// Seconds without activity after which the session is over.
    pub idle_seconds: i64,
    visit: Visit,
}

impl Page {
    /// The page of a visit.
    pub fn new(visit: &Visit) -> Self {
        let web = visit.web();
        let account = visit.session().map(|session| Account {
            name: session.name.clone(),
            links: if session.activated {
                web.menu(&session.actor)
            } else {
                Vec::new()
            },
            official: !matches!(session.actor, Actor::Applicant { .. }),
            unread: session.activated.then_some(session.unread),
        });
        let local_stack = web.local_stack();
        Self {
            t: visit.texts(),
            path: visit.path().to_owned(),
            account,
            failed: false,
            local_stack: local_stack.is_some(),
            mail_inbox: local_stack.and_then(|stack| stack.mail_inbox.clone()),
            sms_inbox: local_stack.and_then(|stack| stack.sms_inbox.clone()),
            idle_seconds: IDLE_SECONDS,
            visit: visit.clone(),
        }
    }

    /// The page of a form that came back with faults.
    pub fn failed(visit: &Visit) -> Self {
        Self {
            failed: true,
            ..Self::new(visit)
        }
    }

    /// The visit itself.
    pub fn visit(&self) -> &Visit {
        &self.visit
    }

    /// The hidden value that every form carries as `csrf`.
    pub fn csrf(&self) -> String {
        csrf::token(self.visit.web(), &self.visit)
    }

    /// The address of a static file.
    pub fn asset(&self, name: &str) -> &'static str {
        crate::asset(name)
    }

    /// The languages to switch to.
    pub fn other_locales(&self) -> impl Iterator<Item = Locale> {
        let own = self.t.locale();
        Locale::ALL.into_iter().filter(move |locale| *locale != own)
    }

    /// A language's name in itself.
    pub fn language_name(&self, locale: &Locale) -> String {
        self.t
            .get(&format!("language-{}", locale.code()))
            .into_owned()
    }

    /// `20 апреля 2026 г., 14:05`
    pub fn moment(&self, at: &DateTime<Utc>) -> String {
        self.t.moment(*at)
    }

    /// `14:05`
    pub fn clock(&self, at: &DateTime<Utc>) -> String {
        self.t.time(*at)
    }

    /// The day of a moment: `20 апреля 2026 г.`
    pub fn day_of(&self, at: &DateTime<Utc>) -> String {
        self.t.day_of(*at)
    }

    /// `20 апреля 2026 г.`
    pub fn date(&self, date: &NaiveDate) -> String {
        self.t.date(*date)
    }

    /// `20.04.2026, 14:05`
    pub fn moment_short(&self, at: &DateTime<Utc>) -> String {
        self.t.moment_short(*at)
    }

    /// The day of a moment: `20.04.2026`
    pub fn day_short(&self, at: &DateTime<Utc>) -> String {
        self.t.date_short(zvarot_domain::minsk::date(*at))
    }

    /// `20.04.2026`
    pub fn date_short(&self, date: &NaiveDate) -> String {
        self.t.date_short(*date)
    }

    /// `понедельника, 20 апреля 2026 г.`, after "until"
    pub fn until(&self, date: &NaiveDate) -> String {
        self.t.date_after_until(*date)
    }

    /// `12 500`
    pub fn amount(&self, number: &i64) -> String {
        self.t.number(*number)
    }

    /// `2,4 МБ`
    pub fn size(&self, bytes: &i64) -> String {
        self.t.size(bytes.unsigned_abs())
    }

    /// Whether this page is the one at `path`.
    pub fn is_at(&self, path: &str) -> bool {
        let own = self.path.split('?').next().unwrap_or("");
        own == path
    }

    /// The name of a value of one of the law's closed lists: `coded("kind", appeal.kind.code())`.
    pub fn coded(&self, list: &str, code: &str) -> String {
        self.t
            .get(&format!("{list}-{}", code.replace('_', "-")))
            .into_owned()
    }
}

/// The colour that the tag of a status has.
pub fn tone_of_status(status: &Status) -> &'static str {
    match status {
        Status::Submitted | Status::InModeration => "calm",
        Status::Registered | Status::InProgress => "",
        Status::Answered | Status::TakenNote => "good",
        Status::LeftWithoutConsideration | Status::Redirected => "warn",
        Status::Withdrawn => "calm",
    }
}

/// The page as an answer.
pub fn show(template: &impl Template) -> Result<Response, PageError> {
    Ok(Html(template.render()?).into_response())
}

/// The page of a form that came back with faults.
pub fn show_failed(template: &impl Template) -> Result<Response, PageError> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(template.render()?)).into_response())
}
