//! The links of a cabinet, by who has signed in.

use uuid::Uuid;
use zvarot_domain::{Actor, AppealNumber, Role};
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

/// Who sees a link.
type Opens = fn(&Actor) -> bool;

const SEES_APPEALS: Opens = |actor| Permission::SeeAppeals.is_given_to(actor);
const READS_PERSONAL: Opens = |actor| Permission::SeePersonalAppeals.is_given_to(actor);
const SEES_TASKS: Opens = |actor| Permission::SeeTasks.is_given_to(actor);
const SEES_ALL_TASKS: Opens = |actor| Permission::SeeAllTasks.is_given_to(actor);
const MAKES_REPORTS: Opens = |actor| Permission::MakeReports.is_given_to(actor);
const LOADS_APPEALS: Opens = |actor| Permission::LoadAppeals.is_given_to(actor);
const SEES_EXCHANGE: Opens = |actor| Permission::SeeExchange.is_given_to(actor);
const MANAGES_API_CLIENTS: Opens = |actor| Permission::ManageApiClients.is_given_to(actor);
const MANAGES_TEMPLATES: Opens = |actor| Permission::ManageTemplates.is_given_to(actor);
const MANAGES_JOURNAL: Opens = |actor| Permission::ManageJournal.is_given_to(actor);
const LOOKS_AT_OTHERS: Opens = |actor| Permission::LookAtOthers.is_given_to(actor);
const MANAGES_SCHEDULE: Opens = |actor| Permission::ManageSchedule.is_given_to(actor);
const MANAGES_EMPLOYEES: Opens = |actor| Permission::ManageEmployees.is_given_to(actor);
const EXTERNAL_ADMINISTRATOR: Opens = |actor| actor.has(Role::ExternalAdministrator);

/// What officials' roles open, in the order of the menu.
#[rustfmt::skip]
const OFFICIAL: &[(Opens, MenuLink)] = &[
    (SEES_APPEALS, MenuLink { path: "/work", text: "nav-work" }),
    (READS_PERSONAL, MenuLink { path: "/work/personal", text: "nav-personal" }),
    (SEES_TASKS, MenuLink { path: "/work/tasks", text: "nav-tasks" }),
    (SEES_ALL_TASKS, MenuLink { path: "/work/workload", text: "nav-workload" }),
    (SEES_APPEALS, MenuLink { path: "/work/incoming", text: "nav-assignments" }),
    (SEES_APPEALS, MenuLink { path: "/work/stopped", text: "nav-stopped" }),
    (MAKES_REPORTS, MenuLink { path: "/reports", text: "nav-reports" }),
    (LOOKS_AT_OTHERS, MenuLink { path: "/work/others", text: "nav-others" }),
    (LOADS_APPEALS, MenuLink { path: "/loads", text: "load-menu" }),
    (SEES_APPEALS, MenuLink { path: "/work/reminders", text: "nav-reminders" }),
    (SEES_EXCHANGE, EXCHANGE),
    (MANAGES_TEMPLATES, TEMPLATES),
    (MANAGES_JOURNAL, MenuLink { path: "/organisation/journal", text: "nav-journal" }),
    (MANAGES_SCHEDULE, HOURS),
    (MANAGES_EMPLOYEES, MenuLink { path: "/organisation/employees", text: "nav-employees" }),
    (MANAGES_API_CLIENTS, MenuLink { path: "/services/keys", text: "nav-keys" }),
    (EXTERNAL_ADMINISTRATOR, MenuLink { path: "/organisation/access", text: "nav-access" }),
    (EXTERNAL_ADMINISTRATOR, MenuLink { path: "/organisation/reminders", text: "nav-reminders" }),
    (EXTERNAL_ADMINISTRATOR, MenuLink { path: "/organisation/webhooks", text: "nav-webhooks" }),
];

const EXCHANGE: MenuLink = MenuLink {
    path: "/exchange",
    text: "nav-exchange",
};

const TEMPLATES: MenuLink = MenuLink {
    path: "/templates",
    text: "nav-templates",
};

const HOURS: MenuLink = MenuLink {
    path: "/organisation/hours",
    text: "nav-hours",
};

const CALENDAR: MenuLink = MenuLink {
    path: "/operator/calendar",
    text: "nav-calendar",
};

const ACCESS: MenuLink = MenuLink {
    path: "/operator/access",
    text: "access-matrix",
};

const SETTINGS: MenuLink = MenuLink {
    path: "/operator/settings",
    text: "nav-settings",
};

const NOTICES: MenuLink = MenuLink {
    path: "/notices",
    text: "nav-notices",
};

const PASSWORD: MenuLink = MenuLink {
    path: "/password",
    text: "nav-password",
};

const OPERATOR: &[MenuLink] = &[
    MenuLink {
        path: "/reports",
        text: "nav-reports",
    },
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
pub fn of(actor: &Actor) -> Vec<MenuLink> {
    match actor {
        Actor::Applicant { .. } => APPLICANT.to_vec(),
        Actor::Official { .. } => {
            let opened = OFFICIAL.iter().filter(|(opens, _)| opens(actor));
            opened.map(|(_, link)| *link).chain([NOTICES, PASSWORD]).collect()
        }
        Actor::Operator { .. } => {
            let all = Permission::SeeAllExchange.is_given_to(actor);
            let exchange = all.then_some(EXCHANGE);
            let templates = Permission::ManageSystemTemplates.is_given_to(actor).then_some(TEMPLATES);
            let calendar = Permission::ManageNationalCalendar.is_given_to(actor).then_some([CALENDAR, HOURS]).into_iter().flatten();
            OPERATOR.iter().copied().chain(exchange).chain(templates).chain(calendar).chain([ACCESS, SETTINGS, PASSWORD]).collect()
        }
        // A program never signs in.
        Actor::Client { .. } => Vec::new(),
    }
}

/// Where an actor's own pages begin.
pub fn start(actor: &Actor) -> &'static str {
    match actor {
        Actor::Applicant { .. } => "/appeals",
        Actor::Official { .. } if Permission::SeeAppeals.is_given_to(actor) => "/work",
        Actor::Official { .. } if Permission::SeeTasks.is_given_to(actor) => "/work/tasks",
        Actor::Official { .. } if Permission::LookAtOthers.is_given_to(actor) => "/work/others",
        Actor::Official { .. } if Permission::MakeReports.is_given_to(actor) => "/reports",
        Actor::Official { .. } | Actor::Client { .. } => "/notices",
        Actor::Operator { .. } => "/operator",
    }
}

/// What a page is about: of an appeal its card, for an applicant the appeal; of an assignment the assignment.
pub fn subject(path: &str) -> Option<(String, &'static str)> {
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let number = |part: &str| part.parse::<AppealNumber>().ok().map(AppealNumber::digits);
    match parts.as_slice() {
        ["work", "appeals", part, ..] => Some((format!("/work/appeals/{}", number(part)?), "problem-to-card")),
        ["appeals", part, ..] => Some((format!("/appeals/{}", number(part)?), "problem-to-appeal")),
        ["work", "assignments", part] => Some((format!("/work/assignments/{}", part.parse::<Uuid>().ok()?), "problem-to-assignment")),
        _ => None,
    }
}

/// The page from which an actor comes to change the password.
pub fn own_page(actor: &Actor) -> &'static str {
    match actor {
        Actor::Applicant { .. } => "/profile",
        _ => start(actor),
    }
}
