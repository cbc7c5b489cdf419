//! The page of the local stack: what organisations' systems have got by СМДО, and a way to answer by hand.

use axum::extract::{Form, Query, State as Shared};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::Json;
use serde::Deserialize;
use zvarot_locale::{Locale, Texts};

use crate::{Answers, Behaviour, Received, Simulator};

const SHOWN: usize = 100;

#[derive(Deserialize)]
pub(crate) struct Filter {
    language: Option<String>,
}

pub(crate) async fn packages(Shared(simulator): Shared<Simulator>) -> Json<Vec<Received>> {
    Json(simulator.received())
}

pub(crate) async fn control(Shared(simulator): Shared<Simulator>, Json(behaviour): Json<Behaviour>) -> StatusCode {
    simulator.set(behaviour);
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
pub(crate) struct ByHand {
    msg_id: String,
    how: String,
    #[serde(default)]
    language: String,
}

pub(crate) async fn answer(Shared(simulator): Shared<Simulator>, Form(by_hand): Form<ByHand>) -> Response {
    let done = match by_hand.how.as_str() {
        "plain" => simulator.answer(&by_hand.msg_id, Answers::Plain),
        "completing" => simulator.answer(&by_hand.msg_id, Answers::Completing),
        "faulty" => simulator.answer(&by_hand.msg_id, Answers::Faulty),
        "register" => simulator.register(&by_hand.msg_id),
        "refuse" => simulator.refuse(&by_hand.msg_id),
        _ => false,
    };
    if !done {
        return StatusCode::NOT_FOUND.into_response();
    }
    let language = if by_hand.language == "be" { "be" } else { "ru" };
    Redirect::to(&format!("/?language={language}")).into_response()
}

pub(crate) async fn show(Shared(simulator): Shared<Simulator>, Query(filter): Query<Filter>) -> Html<String> {
    Html(page(&simulator.received(), filter.language.as_deref()))
}

/// The page in `language` (`be`, else Russian).
fn page(received: &[Received], language: Option<&str>) -> String {
    let (locale, other, other_name) = match language {
        Some("be") => (Locale::Be, "ru", "language-ru"),
        _ => (Locale::Ru, "be", "language-be"),
    };
    let texts = Texts::of(locale);
    let lang = if locale == Locale::Be { "be" } else { "ru" };
    let items: String = received.iter().rev().take(SHOWN).map(|received| item(received, texts, lang)).collect();
    let items = if items.is_empty() { format!("<p>{}</p>", escaped(&texts.get("smdo-router-empty"))) } else { items };
    let title = escaped(&texts.get("smdo-router-title"));
    format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head><body><main>\
         <p><a lang=\"{other}\" href=\"?language={other}\">{}</a> · <a href=\"?language={lang}\">{}</a></p>\
         <h1>{title}</h1><p>{}</p>{items}</main></body></html>",
        escaped(&texts.get(other_name)),
        escaped(&texts.get("smdo-router-renew")),
        escaped(&texts.get("smdo-router-explanation")),
    )
}

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;margin:1rem auto;max-width:48rem;padding:0 1rem;\
color-scheme:light dark}article{border:1px solid #8888;border-radius:.5rem;margin:1rem 0;padding:.5rem 1rem}\
article p{margin:.25rem 0;overflow-wrap:anywhere}button{font:inherit;margin:.25rem .5rem .25rem 0;padding:.5rem .75rem;min-height:44px}\
pre{overflow:auto;max-height:24rem}";

fn item(received: &Received, texts: &Texts, lang: &str) -> String {
    let document = &received.envelope["body"]["document"];
    let line = |value: &serde_json::Value| escaped(value.as_str().unwrap_or_default());
    let files: Vec<String> = received.files.iter().map(|(name, size)| format!("{} ({})", escaped(name), escaped(&texts.size(*size as u64)))).collect();
    let told: String = received.told.iter().map(|told| format!("<p><strong>{}</strong></p>", escaped(told))).collect();
    let button = |how: &str| {
        format!("<button name=\"how\" value=\"{how}\">{}</button>", escaped(&texts.get(&format!("smdo-router-{how}"))))
    };
    let envelope = serde_json::to_string_pretty(&received.envelope).unwrap_or_default();
    format!(
        "<article><p><strong>{}</strong> → {}</p><p>{}</p><p>{}</p>{told}\
         <form method=\"post\" action=\"/answer\"><input type=\"hidden\" name=\"msg_id\" value=\"{}\">\
         <input type=\"hidden\" name=\"language\" value=\"{lang}\">{}{}{}{}{}</form>\
         <details><summary>{}</summary><pre>{}</pre></details></article>",
        line(&document["regNumber"]["value"]),
        escaped(&received.to),
        line(&document["title"]),
        files.join(", "),
        escaped(&received.msg_id),
        button("register"),
        button("plain"),
        button("completing"),
        button("faulty"),
        button("refuse"),
        escaped(&texts.get("smdo-router-envelope")),
        escaped(&envelope),
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

    #[test]
    fn what_came_is_shown_as_text_in_both_languages() {
        let received = Received {
            msg_id: "1".to_owned(),
            to: "GOV-1".to_owned(),
            envelope: serde_json::json!({ "body": { "document": { "title": "<b>Обращение</b>" } } }),
            package: "p".to_owned(),
            files: vec![("attach1".to_owned(), 12)],
            times: 1,
            told: Vec::new(),
            answers: Vec::new(),
            refused: false,
        };
        for language in [None, Some("be")] {
            let page = page(std::slice::from_ref(&received), language);
            assert!(page.contains("&lt;b&gt;Обращение&lt;/b&gt;") && !page.contains('⟦'), "{page}");
        }
    }
}
