//! How people are called in lists to choose from and on cards: the name, then the job title, or the roles of whoever has none.

use zvarot_domain::signatory::Official;
use zvarot_domain::{JobTitle, Role};
use zvarot_locale::Texts;
use zvarot_web::Choice;

/// The name with the title, if there is one.
pub fn alone(name: &str, title: Option<&JobTitle>, texts: &Texts) -> String {
    title.map_or_else(|| name.to_owned(), |title| format!("{name}, {}", title.after_a_name(texts.locale())))
}

/// The name with the title or the roles.
pub fn named(name: &str, title: Option<&JobTitle>, roles: &[Role], texts: &Texts) -> String {
    if title.is_some() {
        return alone(name, title, texts);
    }
    let roles: Vec<String> = roles.iter().map(|role| texts.get(&format!("role-{}", role.code().replace('_', "-"))).to_lowercase()).collect();
    format!("{name}, {}", roles.join(", "))
}

/// An official to choose.
pub fn official(official: &Official, texts: &Texts) -> Choice {
    Choice::new(official.account.to_string(), named(&official.name, official.title.as_ref(), &[official.role], texts))
}
