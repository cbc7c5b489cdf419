//! A page of packages that wait, read package by package: one that cannot be read, or is too large, spoils no other. Such a
//! one comes with what of it can be named, so that it is refused and confirmed like any.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};

use super::{Attached, Incoming, IncomingPage, RouterError, TOO_LARGE, envelope::is_name, skim::Skim};

/// A package is read up to so many bytes: an envelope with all that the router says beside it.
pub(super) const PACKAGE_LIMIT: usize = 2 * super::ENVELOPE_LIMIT;

#[derive(Deserialize)]
struct Listing<'a> {
    #[serde(borrow)]
    content: Vec<&'a RawValue>,
    #[serde(borrow, default, rename = "hasNext")]
    has_next: Option<&'a RawValue>,
}

/// Reads a page.
///
/// # Errors
/// [`RouterError::Unreadable`]: it is no list.
pub(super) fn page(bytes: Bytes) -> Result<IncomingPage, RouterError> {
    let bytes = match std::str::from_utf8(&bytes) {
        Ok(_) => bytes,
        Err(_) => Bytes::from(String::from_utf8_lossy(&bytes).into_owned()),
    };
    let listing: Listing<'_> = serde_json::from_slice(&bytes).map_err(|_| RouterError::Unreadable)?;
    let all = listing.content.len();
    let packages: Vec<Incoming> = listing.content.iter().filter_map(|item| package(bytes.slice_ref(item.get().as_bytes()))).collect();
    Ok(IncomingPage {
        unnamed: all - packages.len(),
        packages,
        has_next: listing.has_next.is_some_and(|next| next.get() == "true"),
    })
}

/// A page of one package that came in pieces, of any length: beyond the limit nothing is kept of it but its ids.
pub(super) struct OnePackage {
    whole: Vec<u8>,
    too_large: bool,
    skim: Skim,
}

impl OnePackage {
    pub(super) fn new() -> Self {
        Self { whole: Vec::new(), too_large: false, skim: Skim::default() }
    }

    pub(super) fn feed(&mut self, piece: &[u8]) {
        self.skim.feed(piece);
        self.too_large |= self.whole.len() + piece.len() > PACKAGE_LIMIT;
        if self.too_large {
            self.whole = Vec::new();
        } else {
            self.whole.extend_from_slice(piece);
        }
    }

    pub(super) fn page(self) -> IncomingPage {
        if !self.too_large
            && let Ok(page) = page(Bytes::from(self.whole))
        {
            return page;
        }
        let packages: Vec<Incoming> = incoming(&self.skim.package(), remains(&self.skim, self.too_large)).into_iter().collect();
        IncomingPage {
            unnamed: 1 - packages.len(),
            packages,
            has_next: self.skim.get("hasNext") == Some(&Value::Bool(true)),
        }
    }
}

fn package(raw: Bytes) -> Option<Incoming> {
    let too_large = raw.len() > PACKAGE_LIMIT;
    if !too_large && let Ok(value) = serde_json::from_slice(&raw) {
        return incoming(&value, raw);
    }
    let mut skim = Skim::default();
    skim.feed(&raw);
    let kept = if too_large { remains(&skim, true) } else { raw };
    incoming(&skim.package(), kept)
}

/// What is kept of a package that is not kept whole.
fn remains(skim: &Skim, too_large: bool) -> Bytes {
    let mut package = skim.package();
    package["body"] = Value::Null;
    package[TOO_LARGE] = json!(too_large);
    Bytes::from(package.to_string())
}

/// A package of the list. One without ids can be neither stored nor confirmed.
fn incoming(item: &Value, raw: Bytes) -> Option<Incoming> {
    let msg_id = item["body"]["envelop"]["msg_id"].as_str().map(str::to_owned);
    let text = |name: &str| {
        let written = item["from"][name].as_str().unwrap_or_default();
        written.chars().filter(|letter| !letter.is_control()).take(200).collect::<String>()
    };
    Some(Incoming {
        package: id_of(item, &["packageId", "id"]).filter(|id| segment(id).is_ok())?,
        confirm: id_of(item, &["confirmId"]).filter(|id| segment(id).is_ok())?,
        from: text("idAbonent"),
        from_name: text("name"),
        attachments: attachments(item),
        raw,
        msg_id: msg_id.filter(|id| is_name(id)),
    })
}

pub(super) fn attachments(package: &Value) -> Vec<Attached> {
    let listed = package["attachments"].as_array().map_or(&[][..], Vec::as_slice);
    let attached = listed.iter().take(100).filter_map(|item| {
        let reference = item["name"].as_str().or_else(|| item["fileName"].as_str())?;
        Some(Attached { id: id_of(item, &["id", "attachId"])?, reference: reference.to_owned() })
    });
    attached.collect()
}

/// An id, which some answers give as a number.
pub(super) fn id_of(value: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match &value[*name] {
        Value::String(id) if !id.is_empty() => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    })
}

/// An id as a part of a path: one that could lead elsewhere is not one of the router's.
pub(super) fn segment(id: &str) -> Result<&str, RouterError> {
    let harmless = |letter: char| letter.is_ascii_alphanumeric() || "-_.:~".contains(letter);
    if !id.is_empty() && id.len() <= 200 && id.chars().all(harmless) && !id.starts_with('.') {
        Ok(id)
    } else {
        Err(RouterError::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, envelope: &str) -> String {
        format!(r#"{{"packageId":"{id}","confirmId":"c{id}","from":{{"idAbonent":"Org1","name":"И\u0000мя"}},"body":{{"envelop":{envelope}}}}}"#)
    }

    fn page_of(items: &[String]) -> Bytes {
        Bytes::from(format!(r#"{{"content":[{}],"hasNext":true}}"#, items.join(",")))
    }

    // REQ: SMD-03
    // REQ: SEC-05
    #[test]
    fn a_package_that_cannot_be_read_spoils_no_other() {
        let nested = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        let items = [
            item("1", r#"{"msg_id":"good"}"#),
            item("2", &format!(r#"{{"msg_id":"deep","x":{nested}}}"#)),
            item("3", r#"{"msg_id":"lone","x":"\ud800"}"#),
            item("4", r#"{"msg_id":"nul\u0000"}"#),
            item("5", &format!(r#"{{"msg_id":"large","x":"{}"}}"#, "A".repeat(PACKAGE_LIMIT))),
            item("../6", r#"{"msg_id":"elsewhere"}"#),
            "17".to_owned(),
        ];
        let read = page(page_of(&items)).unwrap();
        let named: Vec<_> = read.packages.iter().map(|one| (one.package.as_str(), one.msg_id.as_deref(), one.from_name.as_str())).collect();
        let expected = [("1", Some("good")), ("2", Some("deep")), ("3", Some("lone")), ("4", None), ("5", Some("large"))];
        assert_eq!(named, expected.map(|(id, message)| (id, message, "Имя")));
        assert_eq!((read.unnamed, read.has_next), (2, true));
        assert_eq!(read.packages[1].raw, items[1].as_bytes(), "it is kept as it came");
        assert!(read.packages[4].raw.len() < 1000 && read.packages[4].raw.windows(8).any(|some| some == TOO_LARGE.as_bytes()));
        assert_eq!(page(Bytes::from_static(b"<html>")).err(), Some(RouterError::Unreadable));
        let bytes = page_of(&[item("1", "{\"msg_id\":\"a\",\"x\":\"?\"}")]);
        let wrong: Vec<u8> = bytes.iter().map(|byte| if *byte == b'?' { 0xff } else { *byte }).collect();
        assert_eq!(page(Bytes::from(wrong)).unwrap().packages.len(), 1, "not UTF-8");
    }

    // REQ: SMD-03
    #[test]
    fn a_package_of_any_length_alone_on_its_page_is_named() {
        let read = |bytes: &[u8]| {
            let mut one = OnePackage::new();
            for piece in bytes.chunks(64 * 1024) {
                one.feed(piece);
            }
            one.page()
        };
        let large = page_of(&[item("1", &format!(r#"{{"msg_id":"large","x":"{}"}}"#, "A".repeat(3 * PACKAGE_LIMIT)))]);
        let found = read(&large);
        assert_eq!((found.packages[0].package.as_str(), found.packages[0].confirm.as_str(), found.has_next), ("1", "c1", true));
        assert!(found.packages[0].raw.len() < 1000);
        let small = read(&page_of(&[item("2", r#"{"msg_id":"small"}"#)]));
        assert_eq!((small.packages.len(), small.packages[0].msg_id.as_deref()), (1, Some("small")));
        let none = read(br#"{"content":[],"hasNext":false}"#);
        assert_eq!((none.packages.len(), none.unnamed), (0, 0));
    }
}
