//! The organisations of the demonstration: every district and region of Belarus with what there is in each, made
//! from the tables in `data/`, always the same. Names and places are real, numbers are not.

use std::collections::{BTreeMap, HashSet};

use anyhow::Context;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use zvarot_domain::{OrganisationId, Schedule, TaxpayerNumber, calendar::Hours};
use zvarot_store::{
    PgConnection, calendars,
    organisations::{self, ListedOrganisation, Territory},
};

use super::{table, words::Forms};

const REGIONS: &str = include_str!("../../data/regions.csv");
const CITIES: &str = include_str!("../../data/cities.csv");
const DISTRICTS: &str = include_str!("../../data/districts.csv");
const CITY_DISTRICTS: &str = include_str!("../../data/city_districts.csv");
const HEADS: &str = include_str!("../../data/heads.csv");
const KINDS: &str = include_str!("../../data/kinds.csv");
const REPUBLIC: &str = include_str!("../../data/republic.csv");
const STREETS: &str = include_str!("../../data/streets.csv");
/// Hours that organisations keep besides the usual ones, which need no schedule of their own.
const HOURS: [&str; 2] = ["08:00-17:00", "08:30-17:30"];
/// The district that does not exist: the demonstration's officials serve there, and its hours are the usual ones.
const MADE_UP: &str = "made-up";
const CAPITAL: &str = "minsk_city";
/// All that the result depends on, this program's own text too: telling whether it has changed must not cost making it.
pub const SOURCES: [&str; 10] = [
    REGIONS,
    CITIES,
    DISTRICTS,
    CITY_DISTRICTS,
    HEADS,
    KINDS,
    REPUBLIC,
    STREETS,
    include_str!("organisations.rs"),
    include_str!("words.rs"),
];

/// What is written: the organisations and, by УНП, which is subordinate to which.
#[derive(Debug, Default)]
pub struct Seeded {
    pub organisations: Vec<ListedOrganisation>,
    pub parents: Vec<(String, String)>,
    /// By УНП, the name of the territory; none: a whole region or the republic.
    pub territories: Vec<(String, Option<String>)>,
    /// Those that the country does not have.
    pub made_up: Vec<Territory>,
    /// By УНП, for those that do not keep the usual hours.
    pub schedules: Vec<(String, serde_json::Value)>,
}

/// A place that has organisations: a region, a district, a city, a district of a city.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Place {
    /// `region`, `city`, `district` or `city_district`: the table that it stands in.
    #[serde(skip)]
    sort: String,
    region: String,
    code: String,
    adjective_ru: String,
    adjective_be: String,
    genitive_ru: String,
    genitive_be: String,
    settlement: String,
    centre_ru: String,
    centre_be: String,
    postal_code: String,
    phone_code: String,
    schools: u32,
    polyclinics: u32,
    hospitals: u32,
    housing_services: u32,
}

/// A kind of organisation that every place of a sort has, once or as many times as the column `repeated` says.
#[derive(Debug, Deserialize)]
struct OfPlace {
    place: String,
    #[serde(default)]
    repeated: String,
    name_ru: String,
    name_be: String,
}

/// A name in both languages.
#[derive(Clone, Debug, Deserialize)]
struct Pair {
    name_ru: String,
    name_be: String,
}

/// Writes the organisations.
///
/// # Errors
/// The database's.
pub async fn load(connection: &mut PgConnection, seeded: &Seeded) -> anyhow::Result<()> {
    organisations::upsert_all(connection, &seeded.organisations).await?;
    organisations::set_parents(connection, &seeded.parents).await?;
    for territory in &seeded.made_up {
        organisations::add_territory(connection, territory).await?;
    }
    organisations::set_territories(connection, &seeded.territories).await?;
    calendars::add_first_schedules(connection, &seeded.schedules).await?;
    Ok(())
}

/// Makes them all.
///
/// # Errors
/// A table in `data/` that does not fit together.
pub fn generate() -> anyhow::Result<Seeded> {
    let mut maker = Maker {
        streets: table(STREETS)?,
        seeded: Seeded::default(),
        taken: HashSet::new(),
    };
    let kinds: Vec<OfPlace> = table(KINDS)?;
    let heads: Vec<OfPlace> = table(HEADS)?;
    let cities: Vec<Place> = table(CITIES)?;
    let capital = cities
        .iter()
        .find(|city| city.region == CAPITAL)
        .context("the capital")?;
    for name in table::<Pair>(REPUBLIC)? {
        maker.make(capital, name, None)?;
    }
    let mut heads_of_regions: BTreeMap<String, String> = BTreeMap::new();
    for (sort, text) in [
        ("region", REGIONS),
        ("city", CITIES),
        ("district", DISTRICTS),
        ("city_district", CITY_DISTRICTS),
    ] {
        let head = heads
            .iter()
            .find(|head| head.place == sort)
            .context("a head of each sort of place")?;
        for mut place in table::<Place>(text)? {
            sort.clone_into(&mut place.sort);
            if place.region.is_empty() {
                place.region.clone_from(&place.code);
            }
            if place.code == MADE_UP {
                maker.seeded.made_up.push(Territory {
                    code: MADE_UP.to_owned(),
                    region: place.region.clone(),
                    name_ru: place.territory().context("a district")?,
                    name_be: format!("{} раён", place.adjective_be),
                });
            }
            let above = heads_of_regions.get(&place.region).cloned();
            let committee = maker.make(&place, place.named(head, 1), above)?;
            if sort == "region" || place.region == CAPITAL && sort == "city" {
                heads_of_regions.insert(place.region.clone(), committee.clone());
            }
            for kind in kinds.iter().filter(|kind| kind.place == sort) {
                for number in 1..=place.count(&kind.repeated)? {
                    maker.make(&place, place.named(kind, number), Some(committee.clone()))?;
                }
            }
        }
    }
    Ok(maker.seeded)
}

impl Place {
    /// The name of the territory that its organisations are in; none: they serve a whole region or the republic.
    fn territory(&self) -> Option<String> {
        match self.sort.as_str() {
            "district" => Some(format!("{} район", self.adjective_ru)),
            "city_district" if self.region == CAPITAL => {
                let stem = self.genitive_ru.strip_suffix("ого")?;
                let ending = match stem {
                    "Центральн" => "ый",
                    "Заводск" => "ой",
                    _ => "ий",
                };
                Some(format!("{stem}{ending} район г. Минска"))
            }
            "city_district" | "city" if self.region != CAPITAL => Some(format!("{} {}", self.settlement, self.centre_ru)),
            _ => None,
        }
    }

    fn count(&self, column: &str) -> anyhow::Result<u32> {
        Ok(match column {
            "" => 1,
            "schools" => self.schools,
            "polyclinics" => self.polyclinics,
            "hospitals" => self.hospitals,
            "housing_services" => self.housing_services,
            other => anyhow::bail!("no column {other} tells how many there are"),
        })
    }

    fn named(&self, kind: &OfPlace, number: u32) -> Pair {
        let fill = |template: &str, adjective: &str, genitive: &str, centre: &str| {
            Forms::new(adjective, genitive)
                .fill(template)
                .replace("{place}", &format!("{} {centre}", self.settlement))
                .replace("{number}", &number.to_string())
        };
        Pair {
            name_ru: fill(
                &kind.name_ru,
                &self.adjective_ru,
                &self.genitive_ru,
                &self.centre_ru,
            ),
            name_be: fill(
                &kind.name_be,
                &self.adjective_be,
                &self.genitive_be,
                &self.centre_be,
            ),
        }
    }
}

struct Maker {
    streets: Vec<Pair>,
    seeded: Seeded,
    taken: HashSet<String>,
}

impl Maker {
    /// Adds an organisation of this name and gives its УНП. All that is not in the tables follows from the name alone,
    /// so it does not change when others are added before.
    fn make(
        &mut self,
        place: &Place,
        name: Pair,
        parent: Option<String>,
    ) -> anyhow::Result<String> {
        let mark = Sha256::digest(name.name_ru.as_bytes());
        let chosen = |from: usize, among: usize| {
            usize::from(u16::from_be_bytes([mark[from], mark[from + 1]])) % among
        };
        let street = self.streets[chosen(16, self.streets.len())].clone();
        let house = 1 + chosen(18, 90);
        let address = |centre: &str, street: &str| {
            format!(
                "{}, {} {centre}, {street}, {house}",
                place.postal_code, place.settlement
            )
        };
        let unp = self.taxpayer_number(
            &place.region,
            u32::from_be_bytes([0, mark[20], mark[21], mark[22]]),
        )?;
        let id = uuid::Builder::from_custom_bytes(
            mark[..16].try_into().context("a digest of 32 bytes")?,
        )
        .into_uuid();
        self.seeded.organisations.push(ListedOrganisation {
            id: OrganisationId(id),
            address_ru: address(&place.centre_ru, &street.name_ru),
            address_be: address(&place.centre_be, &street.name_be),
            name_ru: name.name_ru,
            name_be: name.name_be,
            unp: unp.clone(),
            phone: telephone(&place.phone_code, chosen(24, 10_000)),
        });
        let hours: Option<Hours> = HOURS
            .get(chosen(26, HOURS.len() + 1))
            .map(|hours| hours.parse())
            .transpose()
            .context("hours")?;
        if let Some(hours) = hours.filter(|_| place.code != MADE_UP) {
            self.seeded.schedules.push((
                unp.clone(),
                serde_json::to_value(Schedule::five_days(hours))?,
            ));
        }
        self.seeded.territories.push((unp.clone(), place.territory()));
        if let Some(parent) = parent {
            self.seeded.parents.push((unp.clone(), parent));
        }
        Ok(unp)
    }

    /// The first free УНП of the region from a number on: one in eleven has no check digit.
    fn taxpayer_number(&mut self, region: &str, from: u32) -> anyhow::Result<String> {
        let first = match region {
            "minsk_city" => 1,
            "brest" => 2,
            "vitebsk" => 3,
            "gomel" => 4,
            "grodno" => 5,
            "minsk" => 6,
            "mogilev" => 7,
            other => anyhow::bail!("no region {other}"),
        };
        for number in (from % 10_000_000)..10_000_000 {
            if let Some(unp) = TaxpayerNumber::completing(&format!("{first}{number:07}"))
                && self.taken.insert(unp.as_str().to_owned())
            {
                return Ok(unp.as_str().to_owned());
            }
        }
        anyhow::bail!("no УНП is left in {region}")
    }
}

/// A number in the form of the place that nobody has: subscribers' numbers do not begin with zero.
fn telephone(code: &str, number: usize) -> String {
    let local = format!("{number:0width$}", width = 9 - code.len());
    let (local, last) = local.split_at(local.len() - 2);
    let (first, middle) = local.split_at(local.len() - 2);
    format!("8 (0{code}) {first}-{middle}-{last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: SUB-02
    #[test]
    fn there_are_five_thousand_addressees_with_names_in_both_languages() {
        let seeded = generate().unwrap();
        assert!(
            seeded.organisations.len() >= 5_000,
            "{}",
            seeded.organisations.len()
        );
        let mut names = HashSet::new();
        for organisation in &seeded.organisations {
            for text in [
                &organisation.name_ru,
                &organisation.name_be,
                &organisation.address_ru,
                &organisation.address_be,
            ] {
                assert!(!text.contains(['{', '}']) && !text.contains("  "), "{text}");
            }
            // Belarusian has neither of these letters.
            assert!(
                !organisation.name_be.contains(['и', 'щ', 'ъ']),
                "{}",
                organisation.name_be
            );
            assert!(
                !organisation.name_ru.contains(['і', 'ў', '’']),
                "{}",
                organisation.name_ru
            );
            assert!(
                names.insert(&organisation.name_ru),
                "{} stands twice",
                organisation.name_ru
            );
            assert_eq!(
                TaxpayerNumber::parse(&organisation.unp)
                    .map(|unp| unp.as_str().to_owned())
                    .as_ref(),
                Ok(&organisation.unp)
            );
        }
        let name = |ru: &str| {
            seeded
                .organisations
                .iter()
                .find(|one| one.name_ru == ru)
                .map(|one| one.name_be.as_str())
        };
        assert_eq!(
            name("Берёзовский районный исполнительный комитет"),
            Some("Бярозаўскі раённы выканаўчы камітэт")
        );
        assert_eq!(
            name(
                "Инспекция Министерства по налогам и сборам Республики Беларусь по Лидскому району"
            ),
            Some(
                "Інспекцыя Міністэрства па падатках і зборах Рэспублікі Беларусь па Лідскім раёне"
            )
        );
        assert_eq!(
            name("Заречненская центральная районная больница"),
            Some("Зарэчненская цэнтральная раённая бальніца")
        );
    }

    #[test]
    fn each_generation_is_the_same() {
        assert_eq!(
            format!("{:?}", generate().unwrap()),
            format!("{:?}", generate().unwrap())
        );
    }

    #[test]
    fn telephones_are_grouped_as_people_write_them() {
        assert_eq!(telephone("17", 1234), "8 (017) 000-12-34");
        assert_eq!(telephone("1643", 77), "8 (01643) 0-00-77");
    }

    // REQ: REP-01
    #[test]
    fn every_organisation_of_a_district_is_in_a_territory_that_there_is() {
        let seeded = generate().unwrap();
        let known = include_str!("../../../../migrations/20261122000070_territories.sql");
        let placed: Vec<&String> = seeded.territories.iter().filter_map(|(_, name)| name.as_ref()).collect();
        assert!(placed.len() > 4_000, "{}", placed.len());
        for name in placed {
            let made_up = seeded.made_up.iter().any(|territory| territory.name_ru == *name);
            assert!(made_up || known.contains(&format!("'{name}'")), "{name}");
        }
    }
}
