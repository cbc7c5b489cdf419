//! The links of a cabinet, by who has signed in.

use zvarot_domain::{Actor, Role};
use zvarot_domain::permissions::Permission;
use zvarot_web::MenuLink;

const APPLICANT: &[MenuLink] = &[
    MenuLink {
        path: "/appeals",
        text: "nav-appeals",
    },
    MenuLink {
        path: "/appeals/new",
        text: "nav-new-appeal",
    },
    MenuLink {
        path: "/notices",
        text: "nav-notices",
    },
    MenuLink {
        path: "/profile",
        text: "nav-profile",
    },
];

const OFFICIAL: &[MenuLink] = &[
    MenuLink {
        path: "/work",
        text: "nav-work",
    },
    MenuLink {
        path: "/work/reminders",
        text: "nav-reminders",
    },
    MenuLink {
        path: "/notices",
        text: "nav-notices",
    },
];

/// Of the external administrator, who sets things up and reads no appeals.
const EXTERNAL_ADMINISTRATOR: &[MenuLink] = &[
    MenuLink {
        path: "/organisation/reminders",
        text: "nav-reminders",
    },
    MenuLink {
        path: "/notices",
        text: "nav-notices",
    },
];

/// Of officials whose roles open no appeals.
const OFFICIAL_WITHOUT_APPEALS: &[MenuLink] = &[MenuLink {
    path: "/notices",
    text: "nav-notices",
}];

const OPERATOR: &[MenuLink] = &[
    MenuLink {
        path: "/operator/system",
        text: "nav-system",
    },
    MenuLink {
        path: "/operator/deliveries",
        text: "nav-deliveries",
    },
];

/// The menu of an actor.
pub fn of(actor: &Actor) -> &'static [MenuLink] {
    match actor {
        Actor::Applicant { .. } => APPLICANT,
        Actor::Official { .. } if Permission::SeeAppeals.is_given_to(actor) => OFFICIAL,
        Actor::Official { .. } if actor.has(Role::ExternalAdministrator) => EXTERNAL_ADMINISTRATOR,
        // A program never signs in.
        Actor::Official { .. } | Actor::Client { .. } => OFFICIAL_WITHOUT_APPEALS,
        Actor::Operator { .. } => OPERATOR,
    }
}

/// Where an actor's own pages begin.
pub fn start(actor: &Actor) -> &'static str {
    match actor {
        Actor::Applicant { .. } => "/appeals",
        Actor::Official { .. } if Permission::SeeAppeals.is_given_to(actor) => "/work",
        Actor::Official { .. } | Actor::Client { .. } => "/notices",
        Actor::Operator { .. } => "/operator",
    }
}
