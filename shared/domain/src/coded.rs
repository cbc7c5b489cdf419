//! One way to write a closed list whose values have stable codes: in the database, in JSON and in
//! the keys of texts. The code is the contract; the Rust name may change, the code may not.

/// Declares an enum with `ALL`, `code()`, `from_code()`, `Display` (the code) and serde as the code.
///
/// The codes are `snake_case` and never change once data carry them.
macro_rules! coded_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident {
            $( $(#[$variant_attribute:meta])* $variant:ident = $code:literal, )+
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $( $(#[$variant_attribute])* #[serde(rename = $code)] $variant, )+
        }

        impl $name {
            /// Every value, in the order in which people are shown them.
            pub const ALL: [Self; [$( $code, )+].len()] = [ $( Self::$variant, )+ ];

            /// The stable code: what the database, JSON and keys of texts hold.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $( Self::$variant => $code, )+ }
            }

            /// The value that has this code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $( $code => Some(Self::$variant), )+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.code())
            }
        }
    };
}

pub(crate) use coded_enum;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::{
        Action, AnswerWay, ApplicantKind, CompletionResult, EventKind, FaultCode, FileFault, FileFlag, FileFormat,
        FileState, Form, Kind, LeaveReason, Locale, NoteReason, Outcome, Permission, Role, Status, registration::Series,
    };

    fn check<
        T: Copy + PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned,
    >(
        all: &[T],
        code: fn(T) -> &'static str,
        from_code: fn(&str) -> Option<T>,
    ) {
        let mut seen = BTreeSet::new();
        for value in all.iter().copied() {
            let text = code(value);
            assert!(seen.insert(text), "{text} is used twice");
            assert!(
                text.bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'),
                "{text} is not snake_case"
            );
            assert_eq!(from_code(text), Some(value));
            let json = serde_json::to_string(&value).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<T>(&json).unwrap(), value);
        }
        assert_eq!(from_code("no_such_code"), None);
    }

    #[test]
    fn codes_are_distinct_and_read_back() {
        check(&Action::ALL, Action::code, Action::from_code);
        check(&AnswerWay::ALL, AnswerWay::code, AnswerWay::from_code);
        check(
            &ApplicantKind::ALL,
            ApplicantKind::code,
            ApplicantKind::from_code,
        );
        check(
            &CompletionResult::ALL,
            CompletionResult::code,
            CompletionResult::from_code,
        );
        check(&LeaveReason::ALL, LeaveReason::code, LeaveReason::from_code);
        check(&NoteReason::ALL, NoteReason::code, NoteReason::from_code);
        check(&EventKind::ALL, EventKind::code, EventKind::from_code);
        check(&FaultCode::ALL, FaultCode::code, FaultCode::from_code);
        check(&FileFault::ALL, FileFault::code, FileFault::from_code);
        check(&FileFlag::ALL, FileFlag::code, FileFlag::from_code);
        check(&FileFormat::ALL, FileFormat::code, FileFormat::from_code);
        check(&FileState::ALL, FileState::code, FileState::from_code);
        check(&Form::ALL, Form::code, Form::from_code);
        check(&Kind::ALL, Kind::code, Kind::from_code);
        check(&Locale::ALL, Locale::code, Locale::from_code);
        check(&Outcome::ALL, Outcome::code, Outcome::from_code);
        check(&Permission::ALL, Permission::code, Permission::from_code);
        check(&Role::ALL, Role::code, Role::from_code);
        check(&Series::ALL, Series::code, Series::from_code);
        check(&Status::ALL, Status::code, Status::from_code);
    }
}
