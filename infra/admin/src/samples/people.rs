//! Applicants and officials that do not exist: names made of parts, so that there are thousands of surnames and few are
//! frequent.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use serde::Deserialize;
use uuid::Uuid;
use zvarot_domain::{
    ApplicantKind, Locale, TaxpayerNumber,
    applicant::{AddressForm, ApplicantForm},
};

use super::{
    chance::{Skewed, happens, id_at, one_of},
    words::Words,
};
use crate::seed::table;

/// A part of surnames, of a man and of a woman.
#[derive(Debug, Deserialize)]
struct SurnamePart {
    part: String,
    he: String,
    she: String,
}

#[derive(Debug, Deserialize)]
struct Name {
    he: String,
    patronymic_he: String,
    she: String,
    patronymic_she: String,
}

/// All that names are made of.
pub struct Names {
    roots: Vec<SurnamePart>,
    ends: Vec<SurnamePart>,
    names: Vec<Name>,
    root: Skewed,
    end: Skewed,
    name: Skewed,
}

/// Somebody who applies.
pub struct Person {
    pub account: Uuid,
    pub applicant: Uuid,
    pub kind: ApplicantKind,
    pub locale: Locale,
    /// As lists show it.
    pub name: String,
    /// Whose first letter the registration index begins with.
    pub surname: String,
    /// The domain's `ApplicantProfile` as JSON.
    pub profile: String,
    pub address: String,
}

impl Names {
    /// Reads the parts.
    ///
    /// # Errors
    /// A table beside this crate that does not fit.
    pub fn read() -> anyhow::Result<Self> {
        let parts: Vec<SurnamePart> = table(include_str!("../../data/samples/surnames.csv"))?;
        let (roots, ends): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.part == "root");
        let names: Vec<Name> = table(include_str!("../../data/samples/names.csv"))?;
        let (root, end, name) = (Skewed::new(roots.len()), Skewed::new(ends.len()), Skewed::new(names.len()));
        Ok(Self { roots, ends, names, root, end, name })
    }

    /// Surname, name, patronymic.
    pub fn draw(&self, lot: &mut StdRng) -> (String, &str, &str) {
        let (root, end) = (&self.roots[self.root.pick(lot)], &self.ends[self.end.pick(lot)]);
        let (name, father) = (&self.names[self.name.pick(lot)], &self.names[self.name.pick(lot)]);
        if happens(lot, 45) {
            (format!("{}{}", root.he, end.he), &name.he, &father.patronymic_he)
        } else {
            (format!("{}{}", root.she, end.she), &name.she, &father.patronymic_she)
        }
    }

    /// The applicant of a place: always the same one.
    ///
    /// # Errors
    /// The parts do not make a valid profile.
    pub fn person(&self, words: &Words, seed: u64, place: u64, since: DateTime<Utc>) -> anyhow::Result<Person> {
        let mut lot = StdRng::seed_from_u64(seed ^ place.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let lot = &mut lot;
        let locale = if happens(lot, 25) { Locale::Be } else { Locale::Ru };
        let kind = match lot.random_range(0..100) {
            0..4 => ApplicantKind::LegalEntity,
            4..6 => ApplicantKind::Entrepreneur,
            _ => ApplicantKind::Person,
        };
        let (surname, name, patronymic) = self.draw(lot);
        let mut form = ApplicantForm { address: address(words, lot), ..ApplicantForm::default() };
        if kind == ApplicantKind::LegalEntity {
            form.organisation_name = words.name_of_company(lot);
            form.head_name = format!("{surname} {name} {patronymic}");
        } else {
            (form.surname, form.name, form.patronymic) = (surname.clone(), name.to_owned(), patronymic.to_owned());
        }
        if kind != ApplicantKind::Person {
            form.unp = taxpayer_number(lot);
        }
        let profile = form.validate(kind).map_err(|faults| anyhow::anyhow!("{faults:?}"))?;
        Ok(Person {
            account: id_at(lot, since),
            applicant: id_at(lot, since),
            kind,
            locale,
            name: profile.display_name(),
            surname,
            address: profile.address().line(),
            profile: serde_json::to_string(&profile).context("a profile is JSON")?,
        })
    }
}

fn address(words: &Words, lot: &mut StdRng) -> AddressForm {
    let text = &words.languages[0];
    let (village, street) = (one_of(lot, &text.villages), one_of(lot, &text.streets));
    let house = lot.random_range(1..200).to_string();
    let flat = if happens(lot, 60) { lot.random_range(1..160).to_string() } else { String::new() };
    let (settlement, street) = (words.phrase_with("village", village), words.phrase_with("street", street));
    AddressForm { settlement, street, house, flat, ..AddressForm::default() }
}

fn taxpayer_number(lot: &mut StdRng) -> String {
    loop {
        let (region, number) = (lot.random_range(1..8), lot.random_range(0..10_000_000));
        if let Some(unp) = TaxpayerNumber::completing(&format!("{region}{number:07}")) {
            return unp.as_str().to_owned();
        }
    }
}
