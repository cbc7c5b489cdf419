//! Uploads of files for drafts and answers (SUB-04): by the pages' script in chunks straight to the storage,
//! or without scripts as part of a form, handed on to the storage as it arrives.

mod chunks;
pub mod form;
mod posted;

pub(crate) use chunks::of_storage;
pub use chunks::{declare, holder_text, next, remove, state};
pub use posted::{read_on, receive};

use serde_json::{Value, json};
use zvarot_domain::{FileFault, FileState, attachment::FileFormat};
use zvarot_locale::Texts;
use zvarot_store::files::File;

/// A file of a list on a page.
pub struct ShownFile {
    pub id: String,
    pub name: String,
    pub size: String,
    /// The code of its state.
    pub state: &'static str,
    pub state_text: String,
    /// The colour of the state's tag.
    pub tone: &'static str,
    /// Why it was refused, or how to go on.
    pub detail: String,
    pub fingerprint: String,
    pub participants_list: bool,
    pub downloadable: bool,
    pub has_preview: bool,
}

impl ShownFile {
    /// The file in the words of its reader.
    pub fn new(file: &File, texts: &Texts) -> Self {
        let state = file.state;
        let detail = match state {
            FileState::Uploading => texts.get("upload-interrupted").into_owned(),
            FileState::Infected => texts.get("file-infected").into_owned(),
            FileState::Broken => {
                let fault = file.fault.as_deref().and_then(FileFault::from_code);
                fault
                    .map(|fault| texts.get(&fault.locale_key()).into_owned())
                    .unwrap_or_default()
            }
            FileState::Checking | FileState::Clean => String::new(),
        };
        Self {
            id: file.id.to_string(),
            name: file.name.clone(),
            size: texts.size(file.size.unsigned_abs()),
            state: state.code(),
            state_text: texts
                .get(&format!("file-state-{}", state.code()))
                .into_owned(),
            tone: match state {
                FileState::Clean => "good",
                FileState::Checking => "calm",
                FileState::Uploading => "warn",
                FileState::Infected | FileState::Broken => "bad",
            },
            detail,
            fingerprint: file.fingerprint.clone(),
            participants_list: file.participants_list,
            downloadable: state.is_downloadable(),
            has_preview: file.has_preview,
        }
    }

    fn json(&self) -> Value {
        json!({
            "id": self.id, "name": self.name, "size": self.size, "state": self.state,
            "text": self.state_text, "tone": self.tone, "detail": self.detail,
        })
    }
}

/// What the script of uploads says; it has no texts of its own.
pub fn script_texts(texts: &Texts) -> String {
    let keys = [
        "waiting",
        "uploading",
        "offline",
        "cancel",
        "remove",
        "retry",
        "failed",
        "interrupted",
    ];
    let texts = keys.map(|key| {
        (
            key.to_owned(),
            Value::from(texts.get(&format!("upload-{key}"))),
        )
    });
    Value::Object(texts.into_iter().collect()).to_string()
}

/// The `accept` attribute of file fields.
pub fn accepted() -> String {
    let formats = FileFormat::ALL.into_iter().flat_map(FileFormat::extensions);
    formats
        .map(|extension| format!(".{extension}"))
        .collect::<Vec<_>>()
        .join(",")
}
