//! Values of closed lists as the API shows them: a stable code for programs and a name for people.

use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::schema::{Object, ObjectBuilder, Type},
};
use zvarot_domain::{
    AnswerWay, ApplicantKind, CompletionResult, EventKind, FileState, Form, Kind, Outcome, Status,
};
use zvarot_locale::Texts;

macro_rules! named {
    ($( $(#[$attribute:meta])* $name:ident of $type:ty, $prefix:literal; )+) => { $(
        $(#[$attribute])*
        #[derive(Clone, Debug, Serialize, ToSchema)]
        pub struct $name {
            #[schema(schema_with = $name::codes)]
            code: &'static str,
            /// In the language asked for by `Accept-Language`.
            name: String,
        }

        impl $name {
            pub fn new(value: $type, texts: &Texts) -> Self {
                let code = value.code();
                Self { code, name: named($prefix, code, texts) }
            }

            pub fn codes() -> Object {
                let codes = <$type>::ALL.map(<$type>::code);
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes)).build()
            }
        }
    )+ };
}

named! {
    /// A status (статус).
    StatusName of Status, "status-";
    /// A kind of appeal (вид).
    KindName of Kind, "kind-";
    /// A form of submission (форма подачи).
    FormName of Form, "form-";
    /// A kind of applicant (вид заявителя).
    ApplicantKindName of ApplicantKind, "applicant-kind-";
    /// How the answer is wanted (способ получения ответа).
    AnswerWayName of AnswerWay, "answer-way-";
    /// An outcome of an answered appeal (удовлетворено и т. д.).
    OutcomeName of Outcome, "outcome-";
    /// A result of consideration (результат рассмотрения).
    ResultName of CompletionResult, "result-";
    /// An event of the history (ход рассмотрения).
    EventName of EventKind, "document-event-";
    /// How far a file is.
    FileStateName of FileState, "file-state-";
}

/// The name of a code.
pub fn named(prefix: &str, code: &str, texts: &Texts) -> String {
    texts
        .get(&format!("{prefix}{}", code.replace('_', "-")))
        .into_owned()
}

/// A reason of the law's lists.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReasonName {
    code: String,
    /// In the language asked for by `Accept-Language`.
    name: String,
}

impl ReasonName {
    pub fn new(result: CompletionResult, code: String, texts: &Texts) -> Self {
        let prefix = match result {
            CompletionResult::TakenNote => "note-reason-",
            _ => "leave-reason-",
        };
        let name = named(prefix, &code, texts);
        Self { code, name }
    }
}
