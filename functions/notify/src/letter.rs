//! What a message says, in its reader's language: a letter as text and as HTML from the same words, or a short SMS.

use anyhow::bail;
use askama::Template;
use serde_json::Value;
use zvarot_domain::MessageKind;
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
            MessageKind::SignInLocked => "/sign-in".to_owned(),
            MessageKind::AppealArrived | MessageKind::AppealWithdrawn => {
                format!("/work/appeals/{}", digits(facts))
            }
            _ => format!("/appeals/{}", digits(facts)),
        };
        format!("{}{path}", self.public)
    }

    /// The page where an applicant chooses what comes by which channel.
    fn choices(&self, kind: MessageKind) -> Option<String> {
        match kind {
            // Nobody chooses these: a secret was asked for, a lock is a warning, an official's work is not a choice.
            MessageKind::PhoneCode
            | MessageKind::EmailLink
            | MessageKind::PasswordLink
            | MessageKind::SignInLocked
            | MessageKind::AppealArrived
            | MessageKind::AppealWithdrawn => None,
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
    let body = texts.about(&format!("{name}-text"), facts);
    let button = texts.about(&format!("{name}-button"), facts);
    whole([&subject, &body, &button], kind)?;
    let link = links.button(kind, facts, code);
    let choices = links.choices(kind);
    let html = Page {
        t: texts,
        subject: &subject,
        paragraphs: body.split("\n\n").collect(),
        button: &button,
        link: &link,
        choices: choices.as_deref(),
    }
    .render()?;
    let mut text = format!(
        "{}\n\n{body}\n\n{button}:\n{link}\n\n-- \n{}\n",
        texts.get("mail-greeting"),
        texts.get("mail-automatic"),
    );
    if let Some(choices) = choices {
        text.push_str(&format!("{}:\n{choices}\n", texts.get("mail-choices")));
    }
    Ok(Letter {
        subject,
        text,
        html,
    })
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
    let text = texts.about(&format!("sms-{}", kind.key()), &facts);
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
