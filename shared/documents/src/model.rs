//! What more than one document holds.

use serde::Serialize;
use zvarot_locale::Texts;

/// A file that goes with a document.
#[derive(Clone, Debug)]
pub struct AttachedFile {
    /// The name its sender gave it.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Its SHA-256 in lower-case hexadecimal; absent where the file was not kept.
    pub sha256: Option<String>,
    /// What a reader must know of it, e.g. that it was refused as infected.
    pub note: Option<String>,
}

/// An organisation as its letterhead shows it. An empty Belarusian name or address leaves the Russian alone.
#[derive(Clone, Debug, Default)]
pub struct Letterhead {
    /// Full name in Belarusian.
    pub name_be: String,
    /// Full name in Russian.
    pub name_ru: String,
    /// Postal address in Belarusian.
    pub address_be: String,
    /// Postal address in Russian.
    pub address_ru: String,
    /// Reception's phone.
    pub phone: Option<String>,
    /// Official e-mail address.
    pub email: Option<String>,
    /// Address of the site.
    pub site: Option<String>,
}

/// A file as the templates list it.
#[derive(Serialize)]
pub(crate) struct FileView<'a> {
    pub name: String,
    pub size: String,
    pub sha256: Option<&'a str>,
    pub note: Option<&'a str>,
}

pub(crate) fn file_views<'a>(files: &'a [AttachedFile], texts: &Texts) -> Vec<FileView<'a>> {
    let view = |file: &'a AttachedFile| FileView {
        name: file.name.clone(),
        size: texts.size(file.size),
        sha256: file.sha256.as_deref(),
        note: file.note.as_deref(),
    };
    files.iter().map(view).collect()
}
