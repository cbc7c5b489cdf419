//! The names of objects. What a browser may write lies under `uploads/`; what is served lies under `files/` and
//! `previews/`, which no signed write ever names, so what was checked is what is served.

use uuid::Uuid;
use zvarot_domain::FileId;

/// Everything that browsers put and that is not checked yet.
pub const UPLOADS: &str = "uploads/";

/// The folder of one upload's parts.
pub fn upload(file: FileId) -> String {
    format!("{UPLOADS}{file}/")
}

/// One chunk of an upload, counted from 0; five digits keep the listing in order.
pub fn chunk(file: FileId, index: u32) -> String {
    format!("{UPLOADS}{file}/{index:05}")
}

/// The single object of an upload by a form, without scripts.
pub fn whole(file: FileId) -> String {
    format!("{UPLOADS}{file}/{WHOLE}")
}

/// The checked bytes; the digest in the name means that other bytes would have another name.
pub fn checked(file: FileId, sha256: &[u8; 32]) -> String {
    format!("{}{}", checked_folder(file), hex::encode(sha256))
}

/// The folder of a file's checked bytes.
pub fn checked_folder(file: FileId) -> String {
    format!("files/{file}/")
}

/// The small picture of a checked file, without metadata (BEY-12).
pub fn preview(file: FileId) -> String {
    format!("previews/{file}.jpg")
}

/// A document that the system formed; formed again with other bytes it gets another name.
pub fn document(document: Uuid, sha256: &[u8; 32]) -> String {
    format!("documents/{document}/{}", hex::encode(sha256))
}

/// Wrong records of a load, to be corrected; files counted from 1.
pub fn wrong_records(load: Uuid, part: i32) -> String {
    format!("loads/{load}/wrong-{part}.json")
}

/// A statistical report that was asked for.
pub fn report(report: Uuid, sha256: &[u8; 32]) -> String {
    format!("reports/{report}/{}", hex::encode(sha256))
}

/// What goes with a package to СМДО: its envelope, the text of its appeal.
pub fn exchange_out(package: Uuid, name: &str) -> String {
    format!("{}{name}", exchange_out_folder(package))
}

/// The folder of a package to СМДО.
pub fn exchange_out_folder(package: Uuid) -> String {
    format!("exchange/out/{package}/")
}

/// What came by СМДО, as it came: never served, its files are checked under another key.
pub fn exchange_in(incoming: Uuid, name: &str) -> String {
    format!("{}{name}", exchange_in_folder(incoming))
}

/// The folder of a message that came by СМДО.
pub fn exchange_in_folder(incoming: Uuid) -> String {
    format!("exchange/in/{incoming}/")
}

pub(crate) const WHOLE: &str = "whole";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_served_is_never_under_what_browsers_may_write() {
        let file = FileId(Uuid::from_u128(7));
        for key in [chunk(file, 29), whole(file)] {
            assert!(key.starts_with(&upload(file)), "{key}");
        }
        let formed = document(file.0, &[0xab; 32]);
        for key in [checked(file, &[0xab; 32]), preview(file), formed] {
            assert!(!key.starts_with(UPLOADS), "{key}");
        }
        assert!(chunk(file, 9) < chunk(file, 10));
    }
}
