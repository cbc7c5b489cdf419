//! Who acts. Every action asks for an [`Actor`]: there is no way to call one without having said
//! in whose name, so authorisation cannot be forgotten.

use crate::{AccountId, ApplicantId, OrganisationId, Role, RoleSet};

/// The account of the exchange with СМДО: the migrations make it.
pub const SMDO: AccountId = AccountId(uuid::Uuid::from_u128(
    0x0000_0000_0000_7000_8000_0000_736d_646f,
));

/// Someone who has signed in, with all that deciding on rights needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// An applicant in the own cabinet.
    Applicant {
        /// Who signed in.
        account: AccountId,
        /// Whose cabinet it is.
        applicant: ApplicantId,
    },
    /// An official of one organisation; a person who serves in two has an account in each.
    Official {
        /// Who signed in.
        account: AccountId,
        /// The organisation in whose name the official acts: every list and action is scoped to it (ORG-07).
        organisation: OrganisationId,
        /// The roles held there.
        roles: RoleSet,
    },
    /// A program that acts for one organisation: an EDMS through the API, the exchange with СМДО (EDM-01, SMD-01).
    Client {
        /// The program's own account: the histories name it, nobody can sign in to it.
        account: AccountId,
        /// The organisation in whose name it acts.
        organisation: OrganisationId,
    },
    /// The operator or the chief administrator of the system.
    Operator {
        /// Who signed in.
        account: AccountId,
        /// The roles held.
        roles: RoleSet,
    },
}

impl Actor {
    /// The exchange with СМДО, in the name of an organisation.
    #[must_use]
    pub const fn smdo(organisation: OrganisationId) -> Self {
        Self::Client {
            account: SMDO,
            organisation,
        }
    }

    /// Who signed in.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        match self {
            Self::Applicant { account, .. }
            | Self::Official { account, .. }
            | Self::Client { account, .. }
            | Self::Operator { account, .. } => *account,
        }
    }

    /// The organisation in whose name the actor acts.
    #[must_use]
    pub const fn organisation(&self) -> Option<OrganisationId> {
        match self {
            Self::Official { organisation, .. } | Self::Client { organisation, .. } => {
                Some(*organisation)
            }
            Self::Applicant { .. } | Self::Operator { .. } => None,
        }
    }

    /// The applicant in whose name the actor acts.
    #[must_use]
    pub const fn applicant(&self) -> Option<ApplicantId> {
        match self {
            Self::Applicant { applicant, .. } => Some(*applicant),
            Self::Official { .. } | Self::Client { .. } | Self::Operator { .. } => None,
        }
    }

    /// Whether it is a program.
    #[must_use]
    pub const fn is_client(&self) -> bool {
        matches!(self, Self::Client { .. })
    }

    /// The roles that count for this actor: an organisation cannot give the system's own roles, nor the reverse.
    #[must_use]
    pub fn roles(&self) -> RoleSet {
        match self {
            Self::Applicant { .. } | Self::Client { .. } => RoleSet::EMPTY,
            Self::Official { roles, .. } => roles
                .iter()
                .filter(|role| !role.is_of_the_system())
                .collect(),
            Self::Operator { roles, .. } => roles
                .iter()
                .filter(|role| role.is_of_the_system())
                .collect(),
        }
    }

    /// Whether the actor holds the role.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles().contains(role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: SEC-01
    #[test]
    fn a_role_of_the_system_does_not_count_for_an_official() {
        let roles: RoleSet = [Role::Operator, Role::Clerk].into_iter().collect();
        let (account, organisation) = (
            AccountId(uuid::Uuid::nil()),
            OrganisationId(uuid::Uuid::nil()),
        );
        let official = Actor::Official {
            account,
            organisation,
            roles,
        };
        assert!(official.has(Role::Clerk) && !official.has(Role::Operator));
        let operator = Actor::Operator { account, roles };
        assert!(operator.has(Role::Operator) && !operator.has(Role::Clerk));
        assert_eq!(
            (official.organisation(), operator.organisation()),
            (Some(organisation), None)
        );
    }
}
