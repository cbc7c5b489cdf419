//! The full cycle with resolutions (REV-02 to REV-06, CTL-05, CTL-08), by the pages: two executors of the organisation and
//! one of a subordinate one, a draft and a result that are returned, confirmation, finishing, completion.

use sqlx::PgPool;
use zvarot_domain::{OrganisationId, Role};
use zvarot_store::organisations;

use super::world::{Answer, Person, World};

/// People and an appeal of Ivan's that the clerk has registered.
pub(super) struct Place {
    pub(super) world: World,
    pub(super) number: String,
    /// Ids of `executor` (responsible), `specialist` and, in the subordinate organisation, `doctor`.
    pub(super) people: [String; 3],
}

impl Place {
    pub(super) async fn new(pool: PgPool) -> Self {
        let world = World::new(pool).await;
        let hospital = world.texts("SELECT id::text FROM organisations WHERE unp = '100000002'").await.remove(0);
        let hospital: OrganisationId = hospital.parse().expect("an id");
        let mut connection = world.pool.acquire().await.expect("connected");
        let link = [("100000002".to_owned(), "100000001".to_owned())];
        organisations::set_parents(&mut connection, &link).await.expect("written");
        drop(connection);
        let specialist = world.hire("specialist", Role::Executor, world.council).await;
        let doctor = world.hire("doctor", Role::Executor, hospital).await;
        world.hire("stranger", Role::Executor, hospital).await;
        let executor = world.texts("SELECT id::text FROM accounts WHERE login = 'executor'").await.remove(0);
        let number = world.person("ivan").await.hand_in("Прошу починить крышу.").await;
        assert_eq!(world.person("clerk").await.register(&number).await.status, 303);
        Self { people: [executor, specialist.to_string(), doctor.to_string()], world, number }
    }

    pub(super) fn card(&self) -> String {
        format!("/work/appeals/{}", self.number)
    }

    pub(super) async fn account(&self, login: &str) -> String {
        let all = self.world.texts("SELECT login || ' ' || id FROM accounts").await;
        let line = all.iter().find_map(|line| line.strip_prefix(&format!("{login} ")));
        line.expect("there").to_owned()
    }

    pub(super) async fn resolution(&self) -> String {
        let all = self.world.texts("SELECT id::text FROM resolutions ORDER BY number DESC LIMIT 1").await;
        format!("{}/resolutions/{}", self.card(), all[0])
    }

    /// The address of a task's form.
    pub(super) async fn task(&self, person: usize, end: &str) -> String {
        let all = self.world.texts("SELECT account_id || ' ' || id FROM resolution_tasks").await;
        let line = all.iter().find_map(|line| line.strip_prefix(&format!("{} ", self.people[person])));
        format!("{}/tasks/{}/{end}", self.resolution().await, line.expect("there"))
    }

    /// The fields of a resolution for the three.
    fn fields<'a>(&'a self, text: &'a str, head: &'a str, send: &'a str) -> Vec<(&'a str, &'a str)> {
        let [executor, specialist, doctor] = &self.people;
        vec![
            ("text", text),
            ("executors/0/account", executor),
            ("executors/0/due_on", "2026-12-08"),
            ("executors/1/account", specialist),
            ("executors/1/due_on", "2026-12-01"),
            ("executors/2/account", doctor),
            ("executors/2/due_on", "2026-12-03"),
            ("responsible", executor),
            ("head", head),
            ("send", send),
        ]
    }

    /// The head's resolution for the three is issued.
    pub(super) async fn issued(&self) {
        let head = self.world.person("head").await;
        let fields = self.fields("Прошу разобраться и ответить.", "", "issue");
        let done = send(&head, &format!("{}/resolutions/new", self.card()), &fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
    }

    /// A resolution for the executor alone is issued; gives its address.
    pub(super) async fn issued_to_one(&self) -> String {
        let head = self.world.person("head").await;
        let executor = &self.people[0];
        let fields = [
            ("text", "Прошу разобраться."),
            ("executors/0/account", executor),
            ("executors/0/due_on", "2026-12-01"),
            ("responsible", executor),
            ("send", "issue"),
        ];
        let done = send(&head, &format!("{}/resolutions/new", self.card()), &fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
        self.resolution().await
    }

    pub(super) async fn state(&self) -> String {
        self.world.texts("SELECT state FROM resolutions").await.join(" ")
    }

    /// Who has notices of a kind.
    pub(super) async fn notices(&self, kind: &str) -> Vec<String> {
        let all = self.world.texts("SELECT notices.kind || ' ' || login FROM notices JOIN accounts ON accounts.id = account_id").await;
        let prefix = format!("{kind} ");
        let mut logins: Vec<String> =
            all.iter().filter_map(|line| line.strip_prefix(&prefix)).map(str::to_owned).collect();
        logins.dedup();
        logins
    }
}

/// Sends a form as it was opened now, with what it holds hidden.
pub(super) async fn send(person: &Person<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let page = person.get(path).await;
    send_opened(person, path, &page, fields).await
}

pub(super) async fn send_opened(person: &Person<'_>, path: &str, page: &Answer, fields: &[(&str, &str)]) -> Answer {
    // A form that was not opened is sent all the same.
    let or_one = |value: String| if value.is_empty() { "1".to_owned() } else { value };
    let hidden = ["version", "at", "seen"].map(|name| (name, or_one(page.value(name))));
    let all: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (*name, value.as_str())).chain(fields.iter().copied()).collect();
    person.post(path, &all).await
}

/// The status with which an answer is taken or refused.
async fn answer(person: &Person<'_>, place: &Place) -> u16 {
    let fields = [("text", "Готово."), ("outcome", "explained"), ("number", "1"), ("dated", "2026-11-23"), ("send", "yes")];
    send(person, &format!("{}/answer", place.card()), &fields).await.status
}

// REQ: REV-02
// REQ: REV-03
// REQ: REV-04
// REQ: REV-05
// REQ: REV-06
// REQ: CTL-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_full_cycle(pool: PgPool) {
    let place = Place::new(pool).await;
    let world = &place.world;
    let (clerk, head, ivan) = (world.person("clerk").await, world.person("head").await, world.person("ivan").await);
    let [executor, specialist, doctor] =
        [world.person("executor").await, world.person("specialist").await, world.person("doctor").await];
    let card = place.card();

    // The clerk prepares a draft; nobody but the head is told, nobody but the officials sees anything.
    let head_id = place.account("head").await;
    let fields = place.fields("Проект: разобраться.", &head_id, "draft");
    let drafted = send(&clerk, &format!("{card}/resolutions/new"), &fields).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    assert_eq!(place.state().await, "draft");
    assert_eq!(place.notices("resolution_waits").await, ["head"]);
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["registered"]);
    assert_eq!(doctor.get(&card).await.status, 404);
    assert_eq!(executor.get(&card).await.status, 404);
    // REV-01: the simplified way is closed by a draft.
    assert_eq!(answer(&clerk, &place).await, 409);
    assert!(clerk.get(&card).await.body.contains("сначала нужно завершить резолюции"));

    // The head returns it, the clerk prepares it anew, the head approves.
    let tasks = head.get("/work/tasks").await;
    assert!(tasks.body.contains("Резолюции ждут вас"), "{}", tasks.body);
    let returning = format!("{}/return-draft", place.resolution().await);
    let empty = send(&head, &returning, &[("reason", "")]).await;
    assert!(empty.status == 422 && empty.blames("reason"), "{}", empty.body);
    assert_eq!(send(&head, &returning, &[("reason", "Назовите сроки.")]).await.status, 303);
    assert_eq!(place.notices("resolution_waits").await, ["clerk", "head"]);
    assert!(clerk.get(&card).await.body.contains("Назовите сроки."));
    let editing = format!("{}/edit", place.resolution().await);
    let fields = place.fields("Прошу разобраться и ответить.", &head_id, "draft");
    assert_eq!(send(&clerk, &editing, &fields).await.status, 303);
    let fields = place.fields("Прошу разобраться и ответить.", &head_id, "issue");
    assert_eq!(send(&clerk, &editing, &fields).await.status, 409, "a clerk issues nothing");
    let approving = head.get(&editing).await;
    assert!(approving.body.contains("Прошу разобраться и ответить."), "{}", approving.body);
    let issued = send_opened(&head, &editing, &approving, &fields).await;
    assert_eq!(issued.status, 303, "{}", issued.body);
    assert_eq!(place.state().await, "issued");
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["in_progress"]);
    assert_eq!(place.notices("task_assigned").await, ["doctor", "executor", "specialist"]);
    assert!(ivan.get(&format!("/appeals/{}", place.number)).await.body.contains("Обращение передано на исполнение"));
    for person in [&executor, &specialist, &doctor] {
        let seen = person.get(&card).await;
        assert!(seen.status == 200 && seen.body.contains("Прошу разобраться и ответить."), "{}", seen.body);
    }

    // Results: one is returned and entered anew, then accepted; what was read is what is accepted.
    let entering = format!("{}/result", place.resolution().await);
    assert_eq!(send(&specialist, &entering, &[("text", "Смотрел."), ("send", "yes")]).await.status, 303);
    assert_eq!(place.notices("resolution_waits").await, ["clerk", "executor", "head"]);
    let (accepting, returning) = (place.task(1, "accept").await, place.task(1, "return").await);
    let read = executor.get(&accepting).await;
    assert!(read.body.contains("Смотрел."), "{}", read.body);
    assert_eq!(send(&specialist, &returning, &[("reason", "Мало.")]).await.status, 409, "one's own is not judged");
    assert_eq!(send(&executor, &returning, &[("reason", "Нужен акт осмотра.")]).await.status, 303);
    assert!(specialist.get(&entering).await.body.contains("Нужен акт осмотра."));
    assert_eq!(place.notices("task_returned").await, ["specialist"]);
    assert_eq!(send(&specialist, &entering, &[("text", "Осмотрено, акт составлен."), ("send", "yes")]).await.status, 303);
    let conflict = send_opened(&executor, &accepting, &read, &[]).await;
    assert!(conflict.status == 409 && conflict.body.contains("акт составлен"), "{}", conflict.body);
    assert_eq!(send(&executor, &accepting, &[]).await.status, 303);
    let consolidating = format!("{}/consolidated", place.resolution().await);
    assert_eq!(executor.get(&consolidating).await.status, 409, "results are missing");
    assert_eq!(send(&doctor, &entering, &[("text", "Пострадавших нет."), ("send", "yes")]).await.status, 303);
    assert_eq!(send(&executor, &place.task(2, "accept").await, &[]).await.status, 303);
    assert_eq!(send(&executor, &entering, &[("text", "Бригада выезжала."), ("send", "yes")]).await.status, 303);
    assert_eq!(specialist.get(&entering).await.status, 409, "accepted");

    // The consolidated result, confirmed by all, then finished; an edit asks anew.
    let shown = executor.get(&consolidating).await;
    assert!(shown.body.contains("Пострадавших нет.") && shown.body.contains("акт составлен"), "{}", shown.body);
    assert_eq!(send(&executor, &consolidating, &[("text", "Крыша осмотрена."), ("send", "yes")]).await.status, 303);
    let (confirming, finishing) = (format!("{}/confirm", place.resolution().await), format!("{}/finish", place.resolution().await));
    let opened = specialist.get(&confirming).await;
    assert_eq!(send(&doctor, &confirming, &[]).await.status, 303);
    assert_eq!(executor.get(&finishing).await.status, 409);
    let edited = [("text", "Крыша осмотрена, починят 10 декабря."), ("send", "yes")];
    assert_eq!(send(&executor, &consolidating, &edited).await.status, 303);
    assert_eq!(send_opened(&specialist, &confirming, &opened, &[]).await.status, 409, "it is another result now");
    for person in [&specialist, &doctor] {
        assert_eq!(send(person, &confirming, &[]).await.status, 303);
    }
    assert_eq!(place.state().await, "confirmed");
    let applicants = format!("/appeals/{}", place.number);
    assert!(!ivan.get(&applicants).await.body.contains("починят 10 декабря"), "not before the end");
    assert_eq!(send(&doctor, &finishing, &[]).await.status, 409);
    assert_eq!(send(&executor, &finishing, &[]).await.status, 303);
    assert_eq!(place.state().await, "finished");
    let read = ivan.get(&applicants).await;
    assert!(read.body.contains("Промежуточный ответ") && read.body.contains("починят 10 декабря"), "{}", read.body);
    for inner in ["Бригада выезжала", "Пострадавших нет", "Нужен акт осмотра", "Прошу разобраться"] {
        assert!(!read.body.contains(inner), "{inner}");
    }
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["in_progress"]);

    // The appeal itself ends only now; the responsible executor may end it, the others may not.
    assert!(clerk.get(&card).await.body.contains("Осталось завершить рассмотрение обращения"));
    assert_eq!(answer(&specialist, &place).await, 409);
    assert_eq!(answer(&doctor, &place).await, 409);
    let done = executor.answer(&place.number, "Крыша починена.").await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["answered"]);
    let told = clerk.get(&card).await.body;
    for line in ["Подготовлен проект резолюции", "Назовите сроки.", "Выдана резолюция", "doctor, Заречненская больница, до 03.12.2026",
        "Нужен акт осмотра.", "Внесен сводный результат", "Резолюция исполнена"] {
        assert!(told.contains(line), "{line}: {told}");
    }
}

// REQ: SEC-01
// REQ: ORG-07
// REQ: REV-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_executor_of_a_subordinate_organisation_sees_the_card_and_does_the_own_task_only(pool: PgPool) {
    let place = Place::new(pool).await;
    place.issued().await;
    let world = &place.world;
    let card = place.card();
    let resolution = place.resolution().await;
    let before = world.state_of_appeals().await;
    let doctor = world.person("doctor").await;
    let seen = doctor.get(&card).await;
    assert!(seen.body.contains("Прошу починить крышу.") && seen.body.contains("вы исполнитель резолюции"), "{}", seen.body);
    for end in ["register", "correct", "term", "answer", "redirect", "leave", "take-note", "repeat", "control", "message"] {
        let path = format!("{card}/{end}");
        assert_eq!(doctor.get(&path).await.status, 409, "{path}");
    }
    assert_eq!(doctor.post(&format!("{card}/export"), &[]).await.status, 409);
    let another = doctor.get(&format!("{card}/resolutions/new")).await;
    assert_eq!(another.status, 409);
    for end in ["edit", "return-draft", "cancel", "consolidated", "finish"] {
        assert_eq!(doctor.get(&format!("{resolution}/{end}")).await.status, 409, "{end}");
    }
    // The way back leads to the list that there is.
    assert!(seen.body.contains("class=\"back\" href=\"/work/tasks\""), "{}", seen.body);
    assert_eq!(doctor.get("/work").await.status, 404);
    // The colleagues, their clerk and strangers see nothing of it.
    for login in ["stranger", "hospital-clerk", "external", "operator", "maria", "ivan"] {
        let person = world.person(login).await;
        for path in [card.clone(), format!("{resolution}/result"), format!("{resolution}/confirm"), format!("{card}/resolutions/new")] {
            assert_eq!(person.get(&path).await.status, 404, "{login} {path}");
            let fields = [("version", "1"), ("at", "1"), ("text", "чужое"), ("send", "yes")];
            assert_eq!(person.post(&path, &fields).await.status, if path == card { 405 } else { 404 }, "{login} {path}");
        }
    }
    assert_eq!(world.state_of_appeals().await, before);
    // What is taken back is not seen any more.
    let head = world.person("head").await;
    assert_eq!(send(&head, &format!("{resolution}/cancel"), &[("reason", "Ошибка.")]).await.status, 303);
    assert_eq!(doctor.get(&card).await.status, 404);
    assert_eq!(place.notices("task_cancelled").await, ["doctor", "executor", "specialist"]);
}

// REQ: CTL-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn tasks_are_listed_by_role(pool: PgPool) {
    let place = Place::new(pool).await;
    place.issued().await;
    let world = &place.world;
    let number = &place.number;
    let shown = format!("{}-{}-{}-{}", &number[..3], &number[3..6], &number[6..9], &number[9..]);
    // Who, which list, how many tasks of the three.
    for (login, list, tasks) in [
        ("executor", "mine", 1),
        ("specialist", "mine", 1),
        ("doctor", "mine", 1),
        ("executor", "given", 0),
        ("head", "mine", 0),
        ("head", "given", 3),
        ("head", "organisation", 2),
        ("head", "controlled", 1),
        ("clerk", "organisation", 2),
        ("clerk", "controlled", 1),
        ("hospital-clerk", "organisation", 1),
        ("hospital-clerk", "controlled", 0),
        ("stranger", "mine", 0),
    ] {
        let person = world.person(login).await;
        let page = person.get(&format!("/work/tasks?list={list}")).await;
        assert_eq!(page.status, 200, "{login} {list}");
        assert_eq!(page.body.matches(&shown).count(), tasks, "{login} {list}: {}", page.body);
        let finished = person.get(&format!("/work/tasks?list={list}&done=yes")).await;
        assert!(finished.status == 200 && !finished.body.contains(&shown), "{login} {list}");
    }
    // What waits to be registered is a task of the organisation too, and what is to be answered to others.
    world.person("ivan").await.hand_in("Прошу вывезти снег.").await;
    let clerk = world.person("clerk").await;
    let hospital = world.texts("SELECT id::text FROM organisations WHERE unp = '100000002'").await.remove(0);
    let ask = format!("/work/appeals/{number}/request");
    let version = clerk.get(&ask).await.value("version");
    let fields = [("version", version.as_str()), ("receiver", hospital.as_str()), ("text", "Когда?"), ("due_on", "2026-12-01"), ("send", "yes")];
    assert_eq!(clerk.post(&ask, &fields).await.status, 303);
    for (login, list, link) in [
        ("clerk", "organisation", "/work?shelf=new\">Ждут регистрации: 1<"),
        ("clerk", "controlled", "/work/control\">Ждем ответа других организаций: 1<"),
        ("hospital-clerk", "organisation", "/work/incoming\">Запросы и поручения вашей организации: 1<"),
    ] {
        let page = world.person(login).await.get(&format!("/work/tasks?list={list}")).await;
        assert!(page.body.contains(link), "{login} {list}: {}", page.body);
    }
    for (login, list) in [("executor", "organisation"), ("doctor", "controlled"), ("external", "mine"), ("clerk", "all")] {
        let page = world.person(login).await.get(&format!("/work/tasks?list={list}")).await;
        assert_eq!(page.status, 404, "{login} {list}");
    }
    // The subordinate organisation's clerk knows of the task and of nothing in it.
    let list = world.person("hospital-clerk").await.get("/work/tasks?list=organisation").await;
    assert!(!list.body.contains("Прошу разобраться") && !list.body.contains(&place.card()), "{}", list.body);
    // The earliest term first, in words.
    let given = world.person("head").await.get("/work/tasks?list=given").await;
    let at = |name: &str| given.body.find(&format!("<b>{name}")).unwrap_or_else(|| panic!("{name}: {}", given.body));
    assert!(at("specialist") < at("doctor"));
    assert!(given.body.contains("Внести результат"));
}

// REQ: CTL-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_long_list_of_tasks_is_turned_page_by_page_and_nothing_is_left_out(pool: PgPool) {
    let place = Place::new(pool).await;
    place.issued().await;
    let world = &place.world;
    // 120 more tasks of the doctor's, several a day.
    sqlx::query(
        "WITH more AS (
             INSERT INTO resolutions (id, appeal_id, number, state, text, author_id, head_id, created_at, issued_at)
             SELECT gen_random_uuid(), appeal_id, 100 + n, 'issued', 'Ещё', author_id, head_id, now(), now() FROM resolutions, generate_series(1, 120) AS n
             RETURNING id, number)
         INSERT INTO resolution_tasks (id, resolution_id, appeal_id, home_id, account_id, organisation_id, position, responsible, due_on, assigned_by, assigned_at, visible, active)
         SELECT gen_random_uuid(), more.id, appeal_id, home_id, account_id, organisation_id, 0, true, date '2026-12-01' + more.number % 7, assigned_by, now(), true, true
         FROM more, (SELECT * FROM resolution_tasks WHERE position = 3) AS task",
    )
    .execute(&world.pool)
    .await
    .expect("written");
    let doctor = world.person("doctor").await;
    let (mut path, mut seen) = ("/work/tasks?list=mine".to_owned(), 0);
    for _ in 0..10 {
        let page = doctor.get(&path).await;
        assert_eq!(page.status, 200);
        let rows = page.body.matches("<th scope=\"row\">").count();
        assert!(rows <= 50, "{rows}");
        seen += rows;
        let next = page.body.split("href=\"").find(|link| link.starts_with("/work/tasks?list=mine&#38;after=") || link.starts_with("/work/tasks?list=mine&amp;after=") || link.starts_with("/work/tasks?list=mine&after="));
        let Some(next) = next else { break };
        path = next.split('"').next().expect("a link").replace("&#38;", "&").replace("&amp;", "&");
    }
    assert_eq!(seen, 121);
}

// REQ: REV-02
// REQ: REG-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_resolution_is_checked_and_alone_lets_the_term_grow_beyond_31_days(pool: PgPool) {
    let place = Place::new(pool).await;
    let world = &place.world;
    let head = world.person("head").await;
    let path = format!("{}/resolutions/new", place.card());
    let before = world.state_of_appeals().await;
    let stranger = place.account("external").await;
    let own = place.people[1].as_str();
    let base = |account: &'static str| -> Vec<(&'static str, &'static str)> { vec![("text", "Ответить."), ("executors/0/due_on", account), ("send", "issue")] };
    for (extra, wrong) in [
        (vec![("executors/0/account", stranger.as_str())], "executors/0/account"),
        (vec![], "executors"),
    ] {
        let fields = [base("2026-12-01"), extra].concat();
        let refused = send(&head, &path, &fields).await;
        assert!(refused.status == 422 && refused.blames(wrong), "{wrong}: {}", refused.body);
        assert_eq!(world.state_of_appeals().await, before);
    }
    // After the appeal's term of 8 December, in the past, on a Sunday.
    for due_on in ["2026-12-09", "2026-11-20", "2026-11-29"] {
        let fields = [("text", "Ответить."), ("executors/0/account", own), ("executors/0/due_on", due_on), ("send", "issue")];
        let refused = send(&head, &path, &fields).await;
        assert!(refused.status == 422 && refused.blames("executors/0/due_on"), "{due_on}: {}", refused.body);
        // The summary says whose term it is, the page says it once at the field, and nothing else is called wrong.
        assert!(refused.body.contains("specialist, срок: "), "{due_on}: {}", refused.body);
        assert_eq!(refused.body.matches("class=\"fault\"").count(), 1, "{due_on}: {}", refused.body);
        assert!(!refused.body.contains("id=\"executors\" class=\"wrong\""), "{due_on}");
    }
    assert_eq!(world.state_of_appeals().await, before);
    // The clerk cannot go beyond 31 days; the head's resolution can, with a reason that the history keeps.
    let clerk = world.person("clerk").await;
    let term = [("due_on", "2027-02-01"), ("reason", "Нужна экспертиза.")];
    assert_eq!(send(&clerk, &format!("{}/term", place.card()), &term).await.status, 422);
    let longer = [("text", "Провести экспертизу."), ("executors/0/account", own), ("executors/0/due_on", "2027-01-29"),
        ("new_due_on", "2027-02-01"), ("new_due_reason", "Нужна экспертиза."), ("send", "issue")];
    let done = send(&head, &path, &longer).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(world.texts("SELECT due_on::text FROM appeals").await, ["2027-02-01"]);
    let card = clerk.get(&place.card()).await;
    assert!(card.body.contains("Нужна экспертиза.") && card.body.contains("01.02.2027"), "{}", card.body);
    // An only executor: the result is the consolidated one.
    let specialist = world.person("specialist").await;
    let resolution = place.resolution().await;
    let head_id = place.account("head").await;
    let entered = [("text", "Сделано."), ("signer", head_id.as_str()), ("send", "yes")];
    assert_eq!(send(&specialist, &format!("{resolution}/result"), &entered).await.status, 303);
    assert_eq!(place.state().await, "confirmed");
    // The head whom the executor chose signs it.
    assert_eq!(send(&head, &format!("{resolution}/finish"), &[]).await.status, 303);
    assert_eq!(place.state().await, "finished");
}

// REQ: SUB-10
// REQ: REV-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn whoever_works_on_a_withdrawn_appeal_is_told_and_stops(pool: PgPool) {
    let place = Place::new(pool).await;
    place.issued().await;
    let world = &place.world;
    let ivan = world.person("ivan").await;
    assert_eq!(ivan.post(&format!("/appeals/{}/withdraw", place.number), &[]).await.status, 303);
    assert_eq!(place.state().await, "cancelled");
    assert_eq!(place.notices("task_cancelled").await, ["doctor", "executor", "specialist"]);
    let doctor = world.person("doctor").await;
    let path = format!("{}/result", place.resolution().await);
    let late = send(&doctor, &path, &[("text", "Поздно."), ("send", "yes")]).await;
    assert_eq!(late.status, 409, "{}", late.body);
}

// REQ: SUB-10
// REQ: REV-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_head_who_was_to_sign_is_told_that_there_is_nothing_to_sign_any_more(pool: PgPool) {
    let place = Place::new(pool).await;
    let world = &place.world;
    let (head, executor, ivan) = (world.person("head").await, world.person("executor").await, world.person("ivan").await);
    let deputy = world.hire("deputy", Role::OrganisationDeputyHead, world.council).await.to_string();
    let told = "SELECT count(*) FROM notices JOIN accounts ON accounts.id = account_id WHERE notices.kind = 'task_cancelled' AND login = 'deputy'";
    // Taken back by the head: one that the deputy was to sign, one that nobody was; then ended with the appeal.
    for signer in [deputy.as_str(), ""] {
        let resolution = place.issued_to_one().await;
        let entered = [("text", "Сделано."), ("signer", signer), ("send", "yes")];
        assert_eq!(send(&executor, &format!("{resolution}/result"), &entered).await.status, 303);
        let done = send(&head, &format!("{resolution}/cancel"), &[("reason", "Выдана по ошибке.")]).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(world.count(told).await, 1, "{signer}");
    }
    let resolution = place.issued_to_one().await;
    let entered = [("text", "Сделано."), ("signer", deputy.as_str()), ("send", "yes")];
    assert_eq!(send(&executor, &format!("{resolution}/result"), &entered).await.status, 303);
    assert_eq!(ivan.post(&format!("/appeals/{}/withdraw", place.number), &[]).await.status, 303);
    assert_eq!(world.count(told).await, 2);
}

// REQ: REV-13
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn of_two_heads_at_one_draft_the_second_gets_a_conflict(pool: PgPool) {
    let place = Place::new(pool).await;
    let world = &place.world;
    world.hire("deputy", Role::OrganisationDeputyHead, world.council).await;
    let (head, deputy) = (world.person("head").await, world.person("deputy").await);
    let head_id = place.account("head").await;
    let clerk = world.person("clerk").await;
    let fields = place.fields("Проект.", &head_id, "draft");
    assert_eq!(send(&clerk, &format!("{}/resolutions/new", place.card()), &fields).await.status, 303);
    let path = format!("{}/edit", place.resolution().await);
    let (one, other) = (head.get(&path).await, deputy.get(&path).await);
    assert_eq!(send_opened(&head, &path, &one, &place.fields("Первая.", &head_id, "draft")).await.status, 303);
    let before = world.state_of_appeals().await;
    let fields = place.fields("Вторая.", &head_id, "issue");
    let conflict = send_opened(&deputy, &path, &other, &fields).await;
    assert!(conflict.status == 409 && conflict.body.contains("Вторая."), "{}", conflict.body);
    assert_eq!(world.state_of_appeals().await, before);
    // What the conflict's page offers can be sent again, knowingly.
    assert_eq!(send_opened(&deputy, &path, &conflict, &fields).await.status, 303);
    assert_eq!(place.state().await, "issued");
}
