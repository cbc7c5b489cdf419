//! The roles that an official or an operator can hold (ORG-02); one person may hold several.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::coded::coded_enum;

coded_enum! {
    /// A role. What each may do is the table in `permissions`.
    pub enum Role {
        /// Главный администратор.
        ChiefAdministrator = "chief_administrator",
        /// Оператор.
        Operator = "operator",
        /// Внешний администратор of an organisation or of a separate unit.
        ExternalAdministrator = "external_administrator",
        /// Делопроизводитель.
        Clerk = "clerk",
        /// Руководитель организации.
        OrganisationHead = "organisation_head",
        /// Заместитель руководителя организации.
        OrganisationDeputyHead = "organisation_deputy_head",
        /// Руководитель.
        Head = "head",
        /// Руководитель структурного подразделения.
        UnitHead = "unit_head",
        /// Исполнитель.
        Executor = "executor",
        /// Уполномоченное лицо.
        AuthorisedPerson = "authorised_person",
        /// Создатель отчетов.
        ReportCreator = "report_creator",
        /// Для служебного пользования.
        OfficialUse = "official_use",
    }
}

impl Role {
    /// Whether the role belongs to the system's owner or operator and not to an organisation.
    #[must_use]
    pub const fn is_of_the_system(self) -> bool {
        matches!(self, Self::ChiefAdministrator | Self::Operator)
    }

    const fn bit(self) -> u16 {
        1 << (self as u16)
    }
}

/// The roles that one person holds. In JSON: the list of codes.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct RoleSet(u16);

impl RoleSet {
    /// No role at all.
    pub const EMPTY: Self = Self(0);

    /// The same set with one role more.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | role.bit())
    }

    /// Whether the role is held.
    #[must_use]
    pub const fn contains(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// Whether no role is held.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles held, in the order of [`Role::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL
            .iter()
            .copied()
            .filter(move |role| self.contains(*role))
    }
}

impl FromIterator<Role> for RoleSet {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl From<Role> for RoleSet {
    fn from(role: Role) -> Self {
        Self::EMPTY.with(role)
    }
}

impl fmt::Debug for RoleSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for RoleSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for RoleSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Role>::deserialize(deserializer)?
            .into_iter()
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: ORG-02
    #[test]
    fn one_person_may_hold_several_roles() {
        let roles: RoleSet = [Role::Executor, Role::Clerk, Role::Clerk]
            .into_iter()
            .collect();
        assert!(
            roles.contains(Role::Clerk)
                && roles.contains(Role::Executor)
                && !roles.contains(Role::Head)
        );
        assert_eq!(
            roles.iter().collect::<Vec<_>>(),
            [Role::Clerk, Role::Executor]
        );
        let json = serde_json::to_string(&roles).unwrap();
        assert_eq!(json, r#"["clerk","executor"]"#);
        assert_eq!(serde_json::from_str::<RoleSet>(&json).unwrap(), roles);
        assert_eq!(
            Role::ALL
                .iter()
                .copied()
                .collect::<RoleSet>()
                .iter()
                .count(),
            12
        );
        assert!(RoleSet::EMPTY.is_empty() && !roles.is_empty());
    }
}
