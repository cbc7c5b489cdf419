//! The inbox page: what phones would have got, the newest first; renews itself.

use zvarot_locale::{Locale, Texts};

use super::inbox::Message;

const SHOWN: usize = 200;

/// The page in `language` (`be`, else Russian).
pub(super) fn page(messages: &[Message], language: Option<&str>) -> String {
    let (locale, other, other_name) = match language {
        Some("be") => (Locale::Be, "ru", "language-ru"),
        _ => (Locale::Ru, "be", "language-be"),
    };
    let texts = Texts::of(locale);
    let lang = if locale == Locale::Be { "be" } else { "ru" };
    let items: String = messages.iter().rev().take(SHOWN).map(|message| item(message, texts)).collect();
    let items = if items.is_empty() { format!("<p>{}</p>", escaped(&texts.get("sms-inbox-empty"))) } else { items };
    let title = escaped(&texts.get("sms-inbox-title"));
    format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta http-equiv=\"refresh\" content=\"5\">\
         <title>{title}</title><style>{STYLE}</style></head><body><main>\
         <p><a lang=\"{other}\" href=\"?language={other}\">{}</a></p>\
         <h1>{title}</h1><p>{}</p>{items}</main></body></html>",
        escaped(&texts.get(other_name)),
        escaped(&texts.get("sms-inbox-explanation")),
    )
}

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;margin:1rem auto;max-width:40rem;padding:0 1rem;\
color-scheme:light dark}article{border:1px solid #8888;border-radius:.5rem;margin:1rem 0;padding:.5rem 1rem}\
article p{margin:.25rem 0;overflow-wrap:anywhere;white-space:pre-wrap}";

fn item(message: &Message, texts: &Texts) -> String {
    format!(
        "<article><p><strong>{}</strong> · {} · <time>{}</time></p><p>{}</p></article>",
        escaped(&texts.phone(&message.to)),
        escaped(&message.sender),
        escaped(&texts.moment_short(message.at)),
        escaped(&message.text),
    )
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use uuid::Uuid;

    #[test]
    fn what_was_sent_is_shown_as_text_in_both_languages() {
        let message = Message {
            id: Uuid::nil(),
            at: DateTime::UNIX_EPOCH,
            way: "smpp".into(),
            to: "+375291234567".into(),
            sender: "Zvarot".into(),
            text: "<b>Ваш код</b>".into(),
            idempotency_key: None,
        };
        for language in [None, Some("be")] {
            let page = page(std::slice::from_ref(&message), language);
            assert!(page.contains("&lt;b&gt;Ваш код&lt;/b&gt;"));
            assert!(!page.contains('⟦'), "a text is missing: {page}");
            assert!(super::page(&[], language).contains("<h1>"));
        }
    }
}
