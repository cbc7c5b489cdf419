//! What each role may do (ORG-02), as one table: permission by permission, the roles that have it. What may be
//! done *with an appeal* depends on its status too and stands in [`crate::machine`]; here is everything else.
//! Officials' permissions hold in their own organisation only (ORG-07): the caller scopes by [`Actor::organisation`].

use crate::{Actor, Role, coded::coded_enum};

coded_enum! {
    /// Something that a role may do.
    pub enum Permission {
        /// Opens the list and the cards of the organisation's appeals.
        SeeAppeals = "see_appeals",
        /// Sees appeals to the head personally before they are moderated (SUB-07).
        SeeUnmoderatedAppeals = "see_unmoderated_appeals",
        /// Opens the list of appeals to the head personally (SUB-07).
        SeePersonalAppeals = "see_personal_appeals",
        /// Answers what other organisations ask and order (CTL-01, CTL-02, CTL-04).
        AnswerAssignments = "answer_assignments",
        /// Opens «Задачи»: what resolutions give to the official and what the official gave (CTL-05).
        SeeTasks = "see_tasks",
        /// Sees there the tasks of all people of the organisation and those under its control (CTL-05, CTL-08).
        SeeAllTasks = "see_all_tasks",
        /// Looks at other organisations' appeals where access is open (CTL-06).
        LookAtOthers = "look_at_others",
        /// Grants access to the organisation's appeals and asks others for theirs (CTL-06).
        ManageAccess = "manage_access",
        /// Opens and closes the cells of the access matrix (CTL-06).
        ManageAccessMatrix = "manage_access_matrix",
        /// Loads appeals from files into the organisation (EDM-03).
        LoadAppeals = "load_appeals",
        /// Sets the organisation's hours and exceptions.
        ManageSchedule = "manage_schedule",
        /// Sets the hours and exceptions of any organisation.
        ManageAllSchedules = "manage_all_schedules",
        /// Sets when the organisation's officials are reminded of terms (CTL-09).
        ManageReminders = "manage_reminders",
        /// Sets how registration indexes are made and where a journal goes on (REG-03).
        ManageJournal = "manage_journal",
        /// Keeps the organisation's letter templates (REV-11).
        ManageTemplates = "manage_templates",
        /// Keeps letter templates for all organisations (REV-11).
        ManageSystemTemplates = "manage_system_templates",
        /// Names the addresses to which events are sent (EDM-07).
        ManageWebhooks = "manage_webhooks",
        /// Registers employees and gives them roles.
        ManageEmployees = "manage_employees",
        /// Registers organisations and their external administrators.
        ManageOrganisations = "manage_organisations",
        /// Changes dictionaries and the classifier.
        ManageDictionaries = "manage_dictionaries",
        /// Changes the national calendar.
        ManageNationalCalendar = "manage_national_calendar",
        /// Changes the system's settings, the strictness of the alphabet among them (SUB-03).
        ManageSettings = "manage_settings",
        /// Reads records of deliveries, without contents (NOT-03).
        SeeDeliveries = "see_deliveries",
        /// Reads the state of the system: failed work, whether the antivirus is on.
        SeeSystemState = "see_system_state",
        /// Has failed work tried again.
        RetryWork = "retry_work",
        /// Reads the journal of security events (SEC-02).
        SeeSecurityJournal = "see_security_journal",
        /// Unlocks accounts and addresses (IDN-04).
        Unlock = "unlock",
        /// Makes reports on the own organisation (REP-01).
        MakeReports = "make_reports",
        /// Makes reports on the own organisation with all subordinate ones.
        MakeBranchReports = "make_branch_reports",
        /// Makes reports on any organisation, region and on the republic.
        MakeRepublicReports = "make_republic_reports",
        /// Subscribes the organisation to the exchange by СМДО (SMD-01).
        ManageExchange = "manage_exchange",
        /// Sees the organisation's packages in СМДО and has them tried again (SMD-02).
        SeeExchange = "see_exchange",
        /// Sees the packages of all organisations (SMD-01).
        SeeAllExchange = "see_all_exchange",
        /// Gives programs of the organisation access to the API, renews their secrets, revokes them (EDM-01).
        ManageApiClients = "manage_api_clients",
    }
}

/// The whole table.
#[rustfmt::skip]
const TABLE: &[(Permission, &[Role])] = &[
    // Regulation 3.3: who registers, decides, controls or looks on. An executor sees what a resolution assigns.
    (Permission::SeeAppeals, &[Role::Clerk, Role::AuthorisedPerson, Role::OrganisationHead, Role::OrganisationDeputyHead,
                               Role::Head, Role::UnitHead]),
    // Regulation 4.3 and 6.1: the representative moderates, the clerk keeps the limit of registration in sight; nobody else.
    (Permission::SeeUnmoderatedAppeals, &[Role::Clerk, Role::AuthorisedPerson]),
    // Regulation 4.3: the head and the representative, nobody else.
    (Permission::SeePersonalAppeals, &[Role::AuthorisedPerson, Role::OrganisationHead]),
    // Regulation 4.6 and 4.7.
    (Permission::AnswerAssignments, &[Role::Clerk, Role::OrganisationHead, Role::OrganisationDeputyHead, Role::Head]),
    // Regulation 4.9: the clerk sees all lists, an executor the own ones; heads control.
    (Permission::SeeTasks, &[Role::Clerk, Role::AuthorisedPerson, Role::OrganisationHead, Role::OrganisationDeputyHead, Role::Head,
                             Role::UnitHead, Role::Executor]),
    (Permission::SeeAllTasks, &[Role::Clerk, Role::OrganisationHead, Role::OrganisationDeputyHead, Role::Head, Role::UnitHead]),
    // Regulation 3.3 and 4.9: who looks, who grants, who keeps the matrix; 4.2: a special mode is the chief administrator's.
    (Permission::LookAtOthers, &[Role::OfficialUse]),
    (Permission::ManageAccess, &[Role::ExternalAdministrator]),
    (Permission::ManageAccessMatrix, &[Role::Operator, Role::ChiefAdministrator]),
    // Regulation 4.3 and 6.1: the clerk enters what came on paper, the external administrator looks after the exchange.
    (Permission::LoadAppeals, &[Role::Clerk, Role::ExternalAdministrator]),
    // Regulation 3.3 and 6.1; the clerk answers for the limit of registration, which the hours tell (REG-04).
    (Permission::ManageSchedule, &[Role::ExternalAdministrator, Role::Clerk]),
    // Where an organisation cannot do it itself.
    (Permission::ManageAllSchedules, &[Role::ChiefAdministrator]),
    (Permission::ManageReminders, &[Role::ExternalAdministrator, Role::Clerk]),
    // The clerk keeps the journal; the external administrator sets up the organisation.
    (Permission::ManageJournal, &[Role::ExternalAdministrator, Role::Clerk]),
    // Regulation 3.3, 4.2 and 6.1.
    (Permission::ManageTemplates, &[Role::ExternalAdministrator, Role::Clerk]),
    (Permission::ManageSystemTemplates, &[Role::Operator]),
    (Permission::ManageWebhooks, &[Role::ExternalAdministrator]),
    (Permission::ManageEmployees, &[Role::ExternalAdministrator]),
    // Regulation 6.2: the operator registers organisations and their external administrators.
    (Permission::ManageOrganisations, &[Role::Operator]),
    // Regulation 4.2: calendar and dictionaries of the system are the chief administrator's.
    (Permission::ManageDictionaries, &[Role::ChiefAdministrator]),
    (Permission::ManageNationalCalendar, &[Role::ChiefAdministrator]),
    // SUB-03: an operator's; what is lawful in a channel is the owner's to say.
    (Permission::ManageSettings, &[Role::Operator, Role::ChiefAdministrator]),
    (Permission::SeeDeliveries, &[Role::Operator, Role::ChiefAdministrator]),
    (Permission::SeeSystemState, &[Role::Operator, Role::ChiefAdministrator]),
    (Permission::RetryWork, &[Role::Operator, Role::ChiefAdministrator]),
    // SEC-02: administrators only.
    (Permission::SeeSecurityJournal, &[Role::ChiefAdministrator]),
    (Permission::Unlock, &[Role::Operator, Role::ChiefAdministrator]),
    // Regulation 4.10: the operator and the creator of reports; heads and clerks see the numbers of what they answer for.
    (Permission::MakeReports, &[Role::ReportCreator, Role::OrganisationHead, Role::OrganisationDeputyHead, Role::Head, Role::UnitHead,
                                Role::Clerk]),
    (Permission::MakeBranchReports, &[Role::ReportCreator, Role::OrganisationHead, Role::OrganisationDeputyHead]),
    (Permission::MakeRepublicReports, &[Role::Operator, Role::ChiefAdministrator]),
    // Regulation 4.12: the consent is the external administrator's, the view over all the chief administrator's.
    (Permission::ManageExchange, &[Role::ExternalAdministrator]),
    (Permission::SeeExchange, &[Role::ExternalAdministrator, Role::Clerk]),
    (Permission::SeeAllExchange, &[Role::ChiefAdministrator]),
    // Regulation 4.14: the external administrator connects the organisation's systems.
    (Permission::ManageApiClients, &[Role::ExternalAdministrator]),
];

/// The actor has no role with this permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("none of the actor's roles has the permission {0}")]
pub struct Denied(pub Permission);

impl Permission {
    /// The roles that have it.
    #[must_use]
    pub fn roles(self) -> &'static [Role] {
        TABLE
            .iter()
            .find(|(permission, _)| *permission == self)
            .map_or(&[], |(_, roles)| roles)
    }

    /// Whether the actor has it.
    #[must_use]
    pub fn is_given_to(self, actor: &Actor) -> bool {
        self.roles().iter().any(|role| actor.has(*role))
    }

    /// Goes on only if the actor has it.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn require(self, actor: &Actor) -> Result<(), Denied> {
        if self.is_given_to(actor) {
            Ok(())
        } else {
            Err(Denied(self))
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        AccountId, Action, ApplicantId, OrganisationId, Status,
        machine::{Party, decide_for},
    };

    fn official(role: Role) -> Actor {
        let (account, organisation) = (AccountId(Uuid::nil()), OrganisationId(Uuid::nil()));
        Actor::Official {
            account,
            organisation,
            roles: role.into(),
        }
    }

    // REQ: ORG-02
    // REQ: SEC-01
    #[test]
    fn every_permission_is_of_the_system_or_of_an_organisation_never_of_both() {
        for permission in Permission::ALL {
            let roles = permission.roles();
            assert!(!roles.is_empty(), "{permission} is nobody's");
            let of_the_system = roles.iter().filter(|role| role.is_of_the_system()).count();
            assert!(
                of_the_system == 0 || of_the_system == roles.len(),
                "{permission}"
            );
            assert_eq!(
                TABLE
                    .iter()
                    .filter(|(other, _)| *other == permission)
                    .count(),
                1,
                "{permission}"
            );
        }
    }

    // REQ: ORG-02
    // REQ: SEC-01
    #[test]
    fn a_permission_is_the_roles_and_nobody_elses() {
        let account = AccountId(Uuid::nil());
        let operator = Actor::Operator {
            account,
            roles: Role::Operator.into(),
        };
        let applicant = Actor::Applicant {
            account,
            applicant: ApplicantId(Uuid::nil()),
        };
        assert!(Permission::SeeAppeals.is_given_to(&official(Role::Clerk)));
        assert!(!Permission::SeeAppeals.is_given_to(&official(Role::ExternalAdministrator)));
        assert!(
            !Permission::SeeAppeals.is_given_to(&operator),
            "the operator reads nobody's appeals"
        );
        assert!(Permission::SeeDeliveries.is_given_to(&operator));
        assert!(
            !Permission::SeeDeliveries.is_given_to(&official(Role::Operator)),
            "no organisation gives that role"
        );
        assert!(
            Permission::ALL
                .iter()
                .all(|permission| !permission.is_given_to(&applicant))
        );
        assert_eq!(
            Permission::Unlock.require(&applicant),
            Err(Denied(Permission::Unlock))
        );
    }

    // REQ: ORG-02
    #[test]
    fn whoever_may_act_on_an_appeal_may_see_it() {
        for role in Role::ALL {
            let acts = Action::ALL.iter().any(|action| {
                Status::ALL
                    .iter()
                    .any(|status| decide_for(Some(*status), *action, Party::Official(role)).is_ok())
            });
            assert!(
                !acts || Permission::SeeAppeals.roles().contains(&role),
                "{role}"
            );
        }
    }
}
