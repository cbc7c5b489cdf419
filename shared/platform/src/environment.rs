//! Configuration by environment (OPS-05): each variable may have a `_FILE` twin naming a file that holds the value.

use std::{collections::HashMap, sync::Arc};

use anyhow::Context as _;
use secrecy::SecretString;

/// The variables, read once. Cheap to clone; never printed.
#[derive(Clone)]
pub struct Environment(Arc<HashMap<String, String>>);

impl Environment {
    /// The process's own variables. A `NAME_FILE` that cannot be read counts as absent and is reported by whoever needs `NAME`.
    pub fn from_process() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place where the environment is read"
        )]
        let variables: HashMap<String, String> = std::env::vars().collect();
        Self::from_map(variables)
    }

    /// Given variables: for tests and for the local stack, which hands each function its own.
    pub fn from_map(mut variables: HashMap<String, String>) -> Self {
        let files: Vec<(String, String)> = variables
            .iter()
            .filter_map(|(name, path)| Some((name.strip_suffix("_FILE")?.to_owned(), path.clone())))
            .collect();
        for (name, path) in files {
            if let Ok(value) = std::fs::read_to_string(&path) {
                variables
                    .entry(name)
                    .or_insert_with(|| value.trim_end().to_owned());
            }
        }
        Self(Arc::new(variables))
    }

    /// The same with some variables set anew.
    pub fn with(&self, changes: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        let mut variables = (*self.0).clone();
        variables.extend(
            changes
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value)),
        );
        Self(Arc::new(variables))
    }

    /// The value, if it is set and not empty.
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.get(name).filter(|value| !value.is_empty()).cloned()
    }

    /// The value, or an error that names the variable.
    pub fn required(&self, name: &'static str) -> anyhow::Result<String> {
        self.get(name)
            .with_context(|| format!("the variable {name} (or {name}_FILE) is not set"))
    }

    /// A secret value.
    pub fn secret(&self, name: &'static str) -> anyhow::Result<SecretString> {
        self.required(name).map(SecretString::from)
    }

    /// A parsed value or the default.
    pub fn parsed<T: std::str::FromStr>(
        &self,
        name: &'static str,
        default: T,
    ) -> anyhow::Result<T> {
        match self.get(name) {
            None => Ok(default),
            Some(text) => text.parse().map_err(|_| {
                anyhow::anyhow!("the variable {name} has a value that cannot be read")
            }),
        }
    }

    /// A switch: `1`, `true`, `on`, `yes` turn it on.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.get(name).as_deref(), Some("1" | "true" | "on" | "yes"))
    }

    /// A look-up for the configuration of crates that do not know this one.
    pub fn lookup(&self) -> impl Fn(&str) -> Option<String> + '_ {
        |name| self.get(name)
    }
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Environment(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: OPS-05
    #[test]
    fn a_value_may_come_from_a_file_and_is_never_printed() {
        let file = std::env::temp_dir().join(format!("zvarot-secret-{}", std::process::id()));
        std::fs::write(&file, "hidden\n").expect("written");
        let environment = Environment::from_map(
            [("SECRET_KEY_FILE".to_owned(), file.display().to_string())].into(),
        );
        assert_eq!(environment.required("SECRET_KEY").expect("read"), "hidden");
        assert!(!format!("{environment:?}").contains("hidden"));
        assert!(
            environment
                .required("SMTP_URL")
                .expect_err("not set")
                .to_string()
                .contains("SMTP_URL")
        );
        std::fs::remove_file(file).expect("removed");
    }
}
