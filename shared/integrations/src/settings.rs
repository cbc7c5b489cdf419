//! Reading settings from named variables, wherever the names are looked up.
//! The caller's lookup also resolves the `_FILE` twin of a secret, so nothing here reads the environment or files.

use secrecy::SecretString;

/// Gives the value of a variable, `None` where it is not set.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A variable that is missing or wrong, said so that whoever starts the program knows what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{variable}: {problem}")]
pub struct SettingError {
    /// The variable's name.
    pub variable: &'static str,
    /// What is wrong and what would be right; never the value of a secret.
    pub problem: String,
}

impl SettingError {
    pub(crate) fn new(variable: &'static str, problem: impl Into<String>) -> Self {
        Self {
            variable,
            problem: problem.into(),
        }
    }
}

/// The value without the spaces around it; an empty one counts as not set.
pub(crate) fn optional(lookup: Lookup<'_>, variable: &'static str) -> Option<String> {
    lookup(variable)
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
}

pub(crate) fn required(
    lookup: Lookup<'_>,
    variable: &'static str,
    what: &str,
) -> Result<String, SettingError> {
    optional(lookup, variable)
        .ok_or_else(|| SettingError::new(variable, format!("is not set; give {what}")))
}

pub(crate) fn secret(lookup: Lookup<'_>, variable: &'static str) -> Option<SecretString> {
    optional(lookup, variable).map(SecretString::from)
}

/// `1`, `true`, `yes` or `0`, `false`, `no`; not set is `false`.
pub(crate) fn flag(lookup: Lookup<'_>, variable: &'static str) -> Result<bool, SettingError> {
    match optional(lookup, variable).as_deref() {
        None | Some("0" | "false" | "no") => Ok(false),
        Some("1" | "true" | "yes") => Ok(true),
        Some(_) => Err(SettingError::new(variable, "must be 1 or 0")),
    }
}
