//! What a message says, in its reader's language: a letter as text and as HTML from the same words, or a short SMS.

use anyhow::bail;
use askama::Template;
use serde_json::Value;
use zvarot_domain::{AppealNumber, MessageKind};
use zvarot_locale::Texts;

/// Where links in messages lead.
#[derive(Clone)]
pub struct Links {
    public: String,
}

impl Links {
    /// `public` is the address that people type: `https://zvarot.example`.
    ///
    /// # Errors
    /// It is no such address.
    pub fn new(public: &str) -> anyhow::Result<Self> {
        let public = public.trim_end_matches('/');
        if !public.starts_with("https://") && !public.starts_with("http://") {
            bail!("must begin with https:// (or http:// on a local stack)");
        }
        Ok(Self {
            public: public.to_owned(),
        })
    }

    /// What the button of a message of this kind opens. `code` is the secret of a link.
    fn button(&self, kind: MessageKind, facts: &Value, code: Option<&str>) -> String {
        let code = code.unwrap_or_default();
        let path = match kind {
            MessageKind::EmailLink => format!("/confirm-email/{code}"),
            MessageKind::PasswordLink => format!("/new-password/{code}"),
            MessageKind::PasswordChanged | MessageKind::SignInLocked => "/sign-in".to_owned(),
            MessageKind::AppealArrived
            | MessageKind::AppealWithdrawn
            | MessageKind::ReplyReceived
            | MessageKind::AppealToModerate
            | MessageKind::AppealToHead
            | MessageKind::AnswerNotMailed => {
                format!("/work/appeals/{}", digits(facts))
            }
            MessageKind::AssignmentArrived | MessageKind::AssignmentCalledOff | MessageKind::AssignmentReported => {
                let assignment = facts["assignment"].as_str().unwrap_or_default();
                format!("/work/assignments/{assignment}")
            }
            MessageKind::AccessAsked => "/organisation/access".to_owned(),
            MessageKind::AccessDecided => "/notices".to_owned(),
            MessageKind::AppealsArrived => "/work?shelf=new".to_owned(),
            MessageKind::WebhookDisabled => "/organisation/webhooks".to_owned(),
            MessageKind::TaskAssigned | MessageKind::TaskReturned | MessageKind::TaskTermMoved | MessageKind::ResolutionWaits => {
                format!("/work/appeals/{}", digits(facts))
            }
            MessageKind::TaskCancelled => "/work/tasks".to_owned(),
            // An executor reads the own terms among the tasks.
            MessageKind::DeadlineReminder if facts["tasks"] == true => "/work/tasks".to_owned(),
            MessageKind::DeadlineReminder => {
                format!("/work/reminders?day={}", facts["day"].as_str().unwrap_or_default())
            }
            MessageKind::ReportReady => match facts["report"].as_str() {
                Some(report) => format!("/reports/{report}"),
                None => "/reports".to_owned(),
            },
            MessageKind::ReportFailed => "/reports".to_owned(),
            _ => format!("/appeals/{}", digits(facts)),
        };
        format!("{}{path}", self.public)
    }

    /// Where the reader of an answer goes on: to the own card, or to the way of the appeal by its number and code.
    pub fn answer(&self, number: AppealNumber, code: Option<&str>) -> String {
        let number = number.digits();
        match code {
            None => format!("{}/appeals/{number}", self.public),
            Some(code) => format!("{}/status?number={number}&code={code}", self.public),
        }
    }

    /// The card of a term that a reminder lists.
    fn card(&self, term: &Value) -> String {
        match term["assignment"].as_str() {
            Some(assignment) => format!("{}/work/assignments/{assignment}", self.public),
            None => format!("{}/work/appeals/{}", self.public, digits(term)),
        }
    }

    /// The page where a person chooses what comes by which channel.
    fn choices(&self, kind: MessageKind) -> Option<String> {
        match kind {
            // Nobody chooses these: a secret was asked for, a lock and a disabled address are warnings.
            MessageKind::PhoneCode
            | MessageKind::EmailLink
            | MessageKind::PasswordLink
            | MessageKind::PasswordChanged
            | MessageKind::SignInLocked
            | MessageKind::WebhookDisabled
            // The applicant chose it in the appeal.
            | MessageKind::AnswerLetter => None,
            MessageKind::ReportReady | MessageKind::ReportFailed => Some(format!("{}/reports#letters", self.public)),
            MessageKind::AppealsArrived => Some(format!("{}/notices/choices", self.public)),
            _ if kind.is_for_officials() => Some(format!("{}/notices/choices", self.public)),
            _ => Some(format!("{}/profile", self.public)),
        }
    }
}

fn digits(facts: &Value) -> String {
    let number = facts["number"].as_str().unwrap_or_default();
    number.chars().filter(char::is_ascii_digit).collect()
}

/// A letter, ready to be sent.
pub struct Letter {
    pub subject: String,
    pub text: String,
    pub html: String,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Page<'a> {
    t: &'a Texts,
    subject: &'a str,
    paragraphs: Vec<&'a str>,
    terms: &'a [Term],
    button: &'a str,
    link: &'a str,
    choices: Option<&'a str>,
}

/// The letter of a kind about these facts.
///
/// # Errors
/// There is no text for it: a kind that does not go by e-mail.
pub fn letter(
    texts: &Texts,
    kind: MessageKind,
    facts: &Value,
    code: Option<&str>,
    links: &Links,
) -> anyhow::Result<Letter> {
    let name = format!("mail-{}", kind.key());
    let subject = texts.about(&format!("{name}-subject"), facts);
    let mut body = texts.about(&format!("{name}-text"), facts);
    for more in [texts.also(facts), texts.silent(facts)].into_iter().flatten() {
        body.push_str("\n\n");
        body.push_str(&more);
    }
    let button = texts.about(&format!("{name}-button"), facts);
    whole([&subject, &body, &button], kind)?;
    let link = links.button(kind, facts, code);
    let terms = terms(texts, facts, links, &link);
    let choices = links.choices(kind);
    let page = Page {
        t: texts,
        subject: &subject,
        paragraphs: body.split("\n\n").collect(),
        terms: &terms,
        button: &button,
        link: &link,
        choices: choices.as_deref(),
    };
    page.letter()
}

impl Page<'_> {
    /// The letter as HTML and as text.
    fn letter(&self) -> anyhow::Result<Letter> {
        let t = self.t;
        let listed: String = self.terms.iter().map(|term| format!("- {}: {}\n", term.appeal, term.words)).collect();
        let listed = if listed.is_empty() { listed } else { format!("{listed}\n") };
        let mut text = format!(
            "{}\n\n{}\n\n{listed}{}:\n{}\n\n-- \n{}\n",
            t.get("mail-greeting"),
            self.paragraphs.join("\n\n"),
            self.button,
            self.link,
            t.get("mail-automatic"),
        );
        if let Some(choices) = self.choices {
            text.push_str(&format!("{}:\n{choices}\n", t.get("mail-choices")));
        }
        Ok(Letter { subject: self.subject.to_owned(), text, html: self.render()? })
    }
}

/// What a letter with an answer says.
pub struct AnswerWords {
    /// What its texts name.
    pub facts: Value,
    /// The organisation's own words, in paragraphs.
    pub said: Vec<String>,
    /// The names of the files that go along.
    pub attached: Vec<String>,
    /// Of those that do not.
    pub left_out: Vec<String>,
}

/// The letter that carries an answer (REV-10).
///
/// # Errors
/// A text of ours lacks something.
pub fn answer(texts: &Texts, words: &AnswerWords, link: &str) -> anyhow::Result<Letter> {
    let subject = texts.about("mail-answer-letter-subject", &words.facts);
    let body = texts.about("mail-answer-letter-text", &words.facts);
    let button = texts.about("mail-answer-letter-button", &words.facts);
    whole([&subject, &body, &button], MessageKind::AnswerLetter)?;
    let listed = |key: &str, names: &[String]| {
        let mut facts = words.facts.clone();
        facts["names"] = names.join(", ").into();
        (!names.is_empty()).then(|| texts.about(key, &facts))
    };
    let attached = listed("mail-answer-letter-attached", &words.attached);
    let left_out = listed("mail-answer-letter-left-out", &words.left_out);
    let said = words.said.iter().map(String::as_str);
    let also = texts.also(&words.facts);
    let page = Page {
        t: texts,
        subject: &subject,
        paragraphs: body.split("\n\n").chain(also.as_deref()).chain(said).chain(attached.as_deref()).chain(left_out.as_deref()).collect(),
        terms: &[],
        button: &button,
        link,
        choices: None,
    };
    page.letter()
}

/// A term in a reminder's list.
struct Term {
    /// The number of the appeal, with its index.
    appeal: String,
    link: String,
    /// What is to be done until when, and how it stands.
    words: String,
}

/// The terms that a letter lists, and what more there are behind its button; most kinds have none.
fn terms(texts: &Texts, facts: &Value, links: &Links, button: &str) -> Vec<Term> {
    let listed = facts["terms"].as_array().into_iter().flatten();
    let mut terms: Vec<Term> = listed
        .map(|term| {
            let number = term["number"].as_str().unwrap_or_default();
            let days = term["days"].as_i64().unwrap_or_default();
            let clock = term["clock"].as_str().unwrap_or_default();
            let state = match days {
                0 => texts.get("term-today").into_owned(),
                1.. => texts.with("term-soon", &[("days", days)]),
                _ => texts.with("term-overdue", &[("days", -days)]),
            };
            Term {
                appeal: match term["index"].as_str() {
                    Some(index) => format!("{number} ({index})"),
                    None => number.to_owned(),
                },
                link: links.card(term),
                words: match (clock, texts.about(&format!("reminder-until-{clock}"), term)) {
                    ("silence", words) => words,
                    (_, words) => format!("{words}. {state}"),
                },
            }
        })
        .collect();
    if let Some(more) = facts["more"].as_i64().filter(|more| *more > 0) {
        terms.push(Term {
            appeal: texts.with("reminder-more", &[("count", more)]),
            link: button.to_owned(),
            words: texts.get("reminder-more-where").into_owned(),
        });
    }
    terms
}

/// The SMS of a kind about these facts; `code` is the six digits of [`MessageKind::PhoneCode`].
///
/// # Errors
/// There is no text for it: a kind that does not go by SMS.
pub fn sms(
    texts: &Texts,
    kind: MessageKind,
    facts: &Value,
    code: Option<&str>,
) -> anyhow::Result<String> {
    let mut facts = facts.clone();
    if let (Some(code), Some(members)) = (code, facts.as_object_mut()) {
        members.insert("code".to_owned(), code.into());
    }
    let mut text = texts.about(&format!("sms-{}", kind.key()), &facts);
    if facts["also"].is_string() {
        text.push(' ');
        text.push_str(&texts.about("sms-also", &facts));
    }
    whole([&text], kind)?;
    Ok(text)
}

/// A text with a hole (a missing message or fact is marked by `⟦`) must not reach anybody.
fn whole<const COUNT: usize>(texts: [&str; COUNT], kind: MessageKind) -> anyhow::Result<()> {
    if texts.iter().any(|text| text.contains('⟦')) {
        bail!("the texts of {kind} lack something");
    }
    Ok(())
}
