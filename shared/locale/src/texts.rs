//! The messages of one language, ready to be asked by key.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use intl_memoizer::concurrent::IntlLangMemoizer;
use unic_langid::langid;
use zvarot_domain::Locale;

use crate::format;

pub(crate) mod resources {
    include!(concat!(env!("OUT_DIR"), "/resources.rs"));
}

static RUSSIAN: LazyLock<Texts> = LazyLock::new(|| Texts::parse(Locale::Ru));
static BELARUSIAN: LazyLock<Texts> = LazyLock::new(|| Texts::parse(Locale::Be));

/// The texts of one language. `&'static Texts` is the handle to pass around: it is `Copy`.
pub struct Texts {
    locale: Locale,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    /// The texts of `locale`, parsed once per process.
    pub fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::Ru => &RUSSIAN,
            Locale::Be => &BELARUSIAN,
        }
    }

    /// The language of these texts.
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// Whether there is a message `key`.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The message `key`, which takes no variables.
    /// A missing key gives `⟦key⟧`, which tests of pages look for.
    pub fn get(&self, key: &str) -> Cow<'_, str> {
        self.format(key, None)
    }

    /// The message `key` with its variables: strings and numbers. A number also chooses the
    /// plural form. Mixed kinds: `&[("name", Value::from("…")), ("count", Value::from(3))]`.
    pub fn with<'a, V>(&'a self, key: &str, variables: &[(&'a str, V)]) -> String
    where
        V: Clone + Into<FluentValue<'a>>,
    {
        let mut arguments = FluentArgs::with_capacity(variables.len());
        for (name, value) in variables {
            arguments.set(*name, value.clone());
        }
        self.format(key, Some(&arguments)).into_owned()
    }

    /// The one of a Russian and Belarusian pair (names in dictionaries) that fits these texts.
    pub fn choose<'a>(&self, russian: &'a str, belarusian: &'a str) -> &'a str {
        match self.locale {
            Locale::Be if !belarusian.is_empty() => belarusian,
            _ => russian,
        }
    }

    fn format<'a>(&'a self, key: &str, arguments: Option<&FluentArgs<'_>>) -> Cow<'a, str> {
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            return Cow::Owned(format!("⟦{key}⟧"));
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, arguments, &mut errors);
        if errors.is_empty() {
            text
        } else {
            Cow::Owned(format!("⟦{key}: {text}⟧"))
        }
    }

    fn parse(locale: Locale) -> Self {
        let (language, files) = match locale {
            Locale::Ru => (langid!("ru"), resources::RU),
            Locale::Be => (langid!("be"), resources::BE),
        };
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Both languages run left to right: isolation marks would only get into e-mails and SMS.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(format_value));
        for (name, source) in files {
            let resource = match FluentResource::try_new((*source).to_owned()) {
                Ok(resource) => resource,
                Err((_, errors)) => panic!("{locale:?}/{name} is not Fluent: {errors:?}"),
            };
            if let Err(errors) = bundle.add_resource(resource) {
                panic!("{locale:?}/{name} repeats a message: {errors:?}");
            }
        }
        Self { locale, bundle }
    }
}

/// Numbers in messages are written as people here write them: `12 500`, `2,4`.
fn format_value(value: &FluentValue<'_>, _: &IntlLangMemoizer) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(format::decimal(number.value)),
        _ => None,
    }
}
