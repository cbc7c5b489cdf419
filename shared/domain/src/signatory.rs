//! Who signs an answer (REV-10; law, art. 18): the head of the organisation or an official authorised to do so.

use serde::Serialize;

use crate::{AccountId, JobTitle, Role};

/// The roles whose holders sign answers, in the order in which they are proposed.
pub const SIGNATORIES: [Role; 4] = [Role::OrganisationHead, Role::OrganisationDeputyHead, Role::Head, Role::AuthorisedPerson];
/// Characters of a position or a name at most.
pub const SIGNATORY_LENGTH: usize = 200;

/// An official who may sign answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Official {
    pub account: AccountId,
    pub name: String,
    /// The first of the roles that were asked for that the official holds.
    pub role: Role,
    /// None: the role's name stands for it.
    pub title: Option<JobTitle>,
}

/// Who signed an answer, in the words that stood under it when it was given. In JSON: position and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signatory {
    /// None: a program named the signatory.
    #[serde(skip)]
    pub account: Option<AccountId>,
    pub position: String,
    pub name: String,
}

impl Signatory {
    /// The name as it stands under a letter.
    #[must_use]
    pub fn signature(&self) -> String {
        initials(&self.name)
    }
}

/// Who is proposed to sign: the official who answers, if he may; else the head who signed the result of the last resolution or
/// gave it; else the first. `people` stand in the order of [`SIGNATORIES`].
#[must_use]
pub fn proposed(people: &[Official], answering: AccountId, resolved: Option<AccountId>) -> Option<&Official> {
    let known = |account: AccountId| people.iter().find(|official| official.account == account);
    known(answering).or_else(|| resolved.and_then(known)).or_else(|| people.first())
}

/// «Иванов Иван Петрович» as «И. П. Иванов». What is no surname with names after it stays as it is.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let Some(surname) = words.next() else { return String::new() };
    let given: Vec<&str> = words.collect();
    let is_name = |word: &&str| word.starts_with(char::is_uppercase);
    if given.is_empty() || given.len() > 2 || surname.ends_with('.') || !is_name(&surname) || !given.iter().all(is_name) {
        return name.to_owned();
    }
    let initials = given.iter().filter_map(|word| word.chars().next()).map(|letter| format!("{letter}. "));
    initials.chain([surname.to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    // REQ: REV-10
    #[test]
    fn under_a_letter_initials_stand_before_the_surname() {
        for (name, written) in [
            ("Иванов Иван Петрович", "И. П. Иванов"),
            ("Вярба Алеся", "А. Вярба"),
            ("Новик А. С.", "А. С. Новик"),
            ("А. С. Новик", "А. С. Новик"),
            ("Салтыков-Щедрин Михаил Евграфович", "М. Е. Салтыков-Щедрин"),
            ("Мамедов Али Гасан оглы", "Мамедов Али Гасан оглы"),
            ("head", "head"),
            ("Купала", "Купала"),
        ] {
            assert_eq!(initials(name), written, "{name}");
        }
    }

    // REQ: REV-10
    #[test]
    fn who_answers_signs_if_he_may_then_who_resolved_then_the_head() {
        let account = |number: u128| AccountId(Uuid::from_u128(number));
        let official = |number, role| Official { account: account(number), name: format!("{number}"), role, title: None };
        let people = [
            official(1, Role::OrganisationHead),
            official(2, Role::OrganisationDeputyHead),
            official(3, Role::AuthorisedPerson),
        ];
        let chosen = |by, resolved: Option<u128>| proposed(&people, account(by), resolved.map(account)).map(|official| official.account);
        assert_eq!(chosen(9, None), Some(account(1)));
        assert_eq!(chosen(9, Some(2)), Some(account(2)));
        assert_eq!(chosen(9, Some(8)), Some(account(1)), "who resolved does not serve here any more");
        assert_eq!(chosen(3, Some(2)), Some(account(3)));
        assert_eq!(proposed(&[], account(9), Some(account(2))), None);
    }
}
