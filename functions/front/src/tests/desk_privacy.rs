//! What stands on the desks of officials – resolutions and tasks, requests to other organisations, kept searches, lists as
//! files, templates, drafts of messages – is there for those whose it is and for nobody else.

use sqlx::PgPool;
use zvarot_domain::Role;

use super::world::{Answer, Person, World, organisation};

/// What the council has on an appeal that its clerk has registered; the hospital was asked something.
pub struct Desk {
    pub world: World,
    pub number: String,
    pub resolution: String,
    task: String,
    pub assignment: String,
    search: String,
    list: String,
    pub template: String,
    /// A file that the clerk has attached to a message not sent yet.
    file: String,
}

/// The first of some texts.
pub async fn one(world: &World, sql: &'static str) -> String {
    world.texts(sql).await.remove(0)
}

/// Sends a form with what it holds hidden when it is opened now.
async fn send(person: &Person<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let page = person.get(path).await;
    let hidden = ["version", "at", "seen"].map(|name| (name, page.value(name)));
    let all: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (*name, value.as_str())).chain(fields.iter().copied()).collect();
    person.post(path, &all).await
}

impl Desk {
    pub async fn new(pool: PgPool) -> Self {
        let world = World::new(pool).await;
        let mut connection = world.pool.acquire().await.expect("connected");
        let third = organisation(&mut connection, "Третья организация", "100000003").await;
        drop(connection);
        world.hire("third-clerk", Role::Clerk, third).await;
        world.hire("third-head", Role::OrganisationHead, third).await;
        world.hire("third-executor", Role::Executor, third).await;
        world.hire("idle-executor", Role::Executor, world.council).await;
        let number = world.person("ivan").await.hand_in("Прошу починить крышу.").await;
        let (clerk, head) = (world.person("clerk").await, world.person("head").await);
        assert_eq!(clerk.register(&number).await.status, 303);
        let executor = one(&world, "SELECT id::text FROM accounts WHERE login = 'executor'").await;
        let hospital = one(&world, "SELECT id::text FROM organisations WHERE unp = '100000002'").await;
        let card = format!("/work/appeals/{number}");
        let query = "shelf=all&find=%D0%BA%D1%80%D1%8B%D1%88%D0%B0";
        for (person, path, fields) in [
            (&clerk, format!("{card}/request"), vec![("receiver", hospital.as_str()), ("text", "Когда ремонт?"), ("due_on", "2026-12-01"), ("send", "yes")]),
            (&head, format!("{card}/resolutions/new"), vec![("text", "Разобраться."), ("executors/0/account", executor.as_str()), ("executors/0/due_on", "2026-12-01"), ("send", "issue")]),
            (&clerk, "/work/searches".to_owned(), vec![("query", query), ("name", "Крыши")]),
            (&clerk, "/work/list-files".to_owned(), vec![("query", query)]),
            (&clerk, "/templates/new".to_owned(), vec![("name", "Письмо"), ("locale", "ru"), ("text", "Текст")]),
        ] {
            let done = send(person, &path, &fields).await;
            assert_eq!(done.status, 303, "{path}: {}", done.body);
        }
        let attach = "INSERT INTO files (id, owner_id, answer_to_appeal_id, name, content_type, size, state, sha256, has_preview, created_at, updated_at)
                      SELECT gen_random_uuid(), accounts.id, appeals.id, 'план.png', 'image/png', 10, 'clean', decode(repeat('00', 32), 'hex'), true, submitted_at, submitted_at
                      FROM appeals, accounts WHERE login = 'clerk'";
        sqlx::query(attach).execute(&world.pool).await.expect("written");
        Self {
            resolution: format!("{card}/resolutions/{}", one(&world, "SELECT id::text FROM resolutions").await),
            task: one(&world, "SELECT id::text FROM resolution_tasks").await,
            assignment: one(&world, "SELECT '/work/assignments/' || id FROM assignments").await,
            search: one(&world, "SELECT '/work/searches/' || id FROM saved_searches").await,
            list: one(&world, "SELECT '/work/list-files/' || id FROM reports").await,
            template: one(&world, "SELECT '/templates/' || id FROM letter_templates").await,
            file: one(&world, "SELECT '/files/' || id FROM files").await,
            number,
            world,
        }
    }

    pub fn card(&self) -> String {
        format!("/work/appeals/{}", self.number)
    }

    /// The forms of the resolution and its task.
    fn of_resolution(&self) -> Vec<String> {
        let (resolution, task) = (&self.resolution, &self.task);
        let steps = ["edit", "result", "consolidated", "finish", "confirm", "cancel", "return-draft", "return-consolidated"].map(|end| format!("{resolution}/{end}"));
        let judged = ["accept", "return"].map(|end| format!("{resolution}/tasks/{task}/{end}"));
        steps.into_iter().chain(judged).chain([format!("{}/resolutions/new", self.card())]).collect()
    }

    /// Pages that are the council's and its people's.
    fn pages(&self) -> Vec<String> {
        let own = [&self.assignment, &self.list, &self.template, &self.file].map(ToString::to_string);
        let more = [format!("{}/merge", self.card()), format!("{}/unmerge", self.card()), format!("{}/stop", self.card()), format!("{}/questions", self.card()), format!("{}/preview", self.file), format!("{}/publish", self.card()), format!("{}/message", self.card()), format!("{}/file", self.card()), self.card()];
        self.of_resolution().into_iter().chain(own).chain(more).collect()
    }
}

const EVERY_FIELD: &[(&str, &str)] = &[
    ("version", "1"),
    ("at", "1"),
    ("seen", "1"),
    ("text", "Чужое"),
    ("reason", "Чужое"),
    ("name", "Чужое"),
    ("title", "Чужое"),
    ("question", "Чужое"),
    ("answer", "Чужое"),
    ("reviewed", "yes"),
    ("locale", "ru"),
    ("due_on", "2026-12-01"),
    ("message_kind", "question"),
    ("send", "yes"),
];

// REQ: SEC-01
// REQ: ORG-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_desk_is_there_for_those_whose_it_is(pool: PgPool) {
    let desk = Desk::new(pool).await;
    let before = desk.world.state_of_appeals().await;
    for login in ["ivan", "maria", "third-clerk", "third-head", "third-executor", "operator", "idle-executor"] {
        let person = desk.world.person(login).await;
        for path in desk.pages() {
            let answer = person.get(&path).await;
            assert_eq!(answer.status, 404, "{login} {path}: {}", answer.body);
            if path == desk.list || path.ends_with("/preview") || path == desk.file || path == desk.card() {
                continue;
            }
            for button in ["yes", "issue", "draft", "report", "accept_report", "order_again", "call_off"] {
                let fields: Vec<_> = EVERY_FIELD.iter().copied().filter(|(name, _)| *name != "send").chain([("send", button)]).collect();
                let answer = person.post(&path, &fields).await;
                assert_eq!(answer.status, 404, "{login} {path} {button}: {}", answer.body);
            }
        }
        for path in [format!("{}/remove", desk.search), format!("{}/remove", desk.template)] {
            assert_eq!(person.post(&path, &[]).await.status, 404, "{login} {path}");
        }
        assert!(desk.world.state_of_appeals().await == before, "{login} changed something");
    }
}

// REQ: SEC-01
// REQ: ORG-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn lists_of_a_desk_hold_nothing_of_anothers(pool: PgPool) {
    let desk = Desk::new(pool).await;
    let lists = ["/work/incoming", "/work/incoming?closed=true", "/work/control", "/work/control?closed=true", "/work/searches", "/templates", "/work/tasks", "/work/tasks?done=yes"];
    let number = &desk.number;
    let shown = format!("{}-{}-{}-{}", &number[..3], &number[3..6], &number[6..9], &number[9..]);
    for (login, allowed) in [
        ("third-clerk", true),
        ("third-head", true),
        ("third-executor", false),
        ("operator", false),
        ("external", false),
        ("ivan", false),
        ("maria", false),
    ] {
        let person = desk.world.person(login).await;
        for path in lists {
            let answer = person.get(path).await;
            assert!(matches!(answer.status, 200 | 404), "{login} {path}: {}", answer.status);
            assert!(allowed || answer.status == 404 || path.starts_with("/templates") || path.starts_with("/work/tasks"), "{login} {path}: {}", answer.status);
            for text in [shown.as_str(), "Крыши", "Письмо", "крышу", &desk.search, &desk.assignment] {
                // An external administrator keeps the templates of the own organisation.
                let own = login == "external" && path == "/templates";
                assert!(own || !answer.body.contains(text), "{login} {path} shows {text}");
            }
        }
    }
    // Nor does the hospital, which was asked, find more than what it was asked.
    let asked = desk.world.person("hospital-clerk").await;
    assert_eq!(asked.get(&desk.assignment).await.status, 200);
    for path in desk.pages().iter().filter(|path| **path != desk.assignment) {
        assert_eq!(asked.get(path).await.status, 404, "{path}");
    }
}

// REQ: BEY-14
// REQ: ORG-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_action_on_several_does_nothing_to_anothers(pool: PgPool) {
    let desk = Desk::new(pool).await;
    let before = desk.world.state_of_appeals().await;
    let item = format!("{}:2", desk.number);
    for login in ["ivan", "third-clerk", "third-head", "hospital-clerk", "executor", "operator"] {
        let person = desk.world.person(login).await;
        for action in ["control", "lift", "file", "term"] {
            for number in [desk.number.as_str(), &item] {
                let fields = [("number", number), ("action", action), ("case_number", "1"), ("due_on", "2026-12-09"), ("reason", "так"), ("do", "yes")];
                let answer = person.post("/work/bulk", &fields).await;
                assert!(matches!(answer.status, 200 | 404 | 409), "{login} {action}: {} {}", answer.status, answer.body);
                // Everybody here has the same name: it stands above each one's own page.
                let shown = answer.body.split("<main").nth(1).expect("a page");
                assert!(!shown.contains("Купава Мария") && !shown.contains(&desk.number), "{login} {action}: {shown}");
            }
        }
        assert!(desk.world.state_of_appeals().await == before, "{login} changed something");
    }
}
