//! Rubbish in the fields of every form but the draft's (which has its own test on real processes): a clear answer in
//! the reader's language, nothing is stored and nothing breaks.

use std::cell::Cell;
use std::collections::BTreeMap;

use sqlx::PgPool;
use zvarot_domain::Role;

use super::desk_privacy::{Desk, one};
use super::world::{PASSWORD, Person, World};

const TEN_MEGABYTES: usize = 10 * 1024 * 1024;

/// Names of kinds of rubbish, percent-encoded as a form sends them.
fn rubbish() -> Vec<(&'static str, String)> {
    let encoded = |bytes: &[u8]| bytes.iter().map(|byte| format!("%{byte:02X}")).collect();
    let markup = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    vec![
        ("10 MB of text", "a".repeat(TEN_MEGABYTES)),
        ("zero bytes", "%00".repeat(20)),
        ("zero bytes in words", encoded("до\0м \0но\0мер".as_bytes())),
        ("invalid UTF-8", encoded(b"\xd0\xff\xfe\x80 \xc3\x28 \xed\xa0\x80")),
        ("Arabic letters", encoded("أرجو إصلاح السقف".as_bytes())),
        ("emoji", encoded("😡🏚️ 👷‍♀️".as_bytes())),
        ("markup", encoded(markup.as_bytes())),
    ]
}

/// A form: who sends it, where to, all its fields with good values.
type Form<'a> = (&'a str, String, Vec<(&'a str, &'a str)>);

fn forms([registered, submitted, answered, merged, letter]: [&str; 5]) -> Vec<Form<'static>> {
    let address = [("address/settlement", "г. Заречье"), ("address/street", "ул. Садовая"), ("address/house", "7"),
        ("address/building", "1"), ("address/flat", "2"), ("address/postal_code", "220000"), ("address/district", "Минский"),
        ("address/region", "Минская")];
    let names = [("surname", "Купава"), ("name", "Мария"), ("patronymic", "Ивановна")];
    let access = [("phone", "+375291234568"), ("email", "new@people.example"), ("login", "new-one"),
        ("password", "Лодка-семь-зонтов"), ("password_again", "Лодка-семь-зонтов"), ("consent", "yes")];
    let work = |number: &str, form: &str| format!("/work/appeals/{number}/{form}");
    // REG-08: what officials entered themselves, and what came from a cabinet.
    let copied = [("topic", "07-08"), ("kind", "complaint"), ("phone", "+375291234567"), ("email", "viarba@people.example"), ("sheets", "3"),
        ("annex_sheets", "2"), ("summary", "О крыше"), ("prescription", "Предписание № 3"), ("form", "written"), ("received_on", "2026-11-20"),
        ("reception_by", "Кот П. С."), ("reception_on", "2026-11-20"), ("cover_from", "Администрация"), ("cover_on", "2026-11-18"), ("cover_index", "05/17"),
        ("reason", "Ошибка")];
    let week = [("mon", "09:00-18:00"), ("tue", "09:00-18:00"), ("wed", "09:00-18:00"), ("thu", "09:00-18:00"), ("fri", "09:00-18:00"), ("sat", ""), ("sun", "")];
    vec![
        ("", "/sign-in".to_owned(), vec![("login", "nobody"), ("password", PASSWORD)]),
        ("", "/forgotten-password".to_owned(), vec![("who", "ivan")]),
        ("", "/status".to_owned(), vec![("number", "1234567897"), ("code", "ABCDE12345")]),
        ("", "/sign-up/person".to_owned(), [&names[..], &address, &access].concat()),
        ("", "/sign-up/entrepreneur".to_owned(), [&names[..], &[("unp", "190000018")], &address, &access].concat()),
        ("", "/sign-up/legal_entity".to_owned(),
            [&[("organisation_name", "ООО «Ромашка»"), ("unp", "190000018"), ("head_name", "Купава Мария")][..], &address, &access].concat()),
        ("ivan", "/profile".to_owned(), [&names[..], &address].concat()),
        ("ivan", "/profile/contacts".to_owned(), vec![("phone", "+375291234567"), ("email", "ivan@people.example")]),
        ("ivan", "/password".to_owned(), vec![("password_old", PASSWORD), ("password", "Лодка-семь-зонтов"), ("password_again", "Лодка-семь-зонтов")]),
        ("chief", "/operator/calendar".to_owned(), vec![("kind", "add_transfer"), ("day", "2026-12-08"), ("working", "2026-12-19"), ("act", "№ 7"), ("send", "yes")]),
        ("clerk", "/organisation/hours".to_owned(), vec![("kind", "add_hours"), ("first", "2026-12-01"), ("last", "2026-12-02"), ("hours", "09:00-13:00")]),
        ("clerk", "/organisation/hours".to_owned(), [&[("kind", "set_week")][..], &week].concat()),
        ("operator", "/operator/settings".to_owned(), vec![("relax_content_alphabet", "yes"), ("allow_collective_of_legal_entity", "yes"), ("edms_withdrawal_limit", "yes")]),
        ("clerk", work(registered, "details"), vec![("topic", "07-07"), ("prescription", "Предписание № 3")]),
        ("clerk", work(letter, "details"), [&names[..], &address, &copied].concat()),
        ("clerk", work(submitted, "register"), vec![("registration_index", "Э-7"), ("registered_on", "2026-11-23"), ("term", "15d")]),
        ("clerk", work(registered, "correct"), vec![("registration_index", "Э-1"), ("case_number", "01-15"), ("note", "нет")]),
        ("clerk", work(registered, "term"), vec![("due_on", "2026-12-09"), ("reason", "нужен выезд")]),
        ("clerk", work(registered, "message"), vec![("message_kind", "question"), ("text", "Какой подъезд?"), ("send", "yes")]),
        ("clerk", work(registered, "request"), vec![("outside", "ОАО «Лифт»"), ("text", "Когда ремонт?"), ("due_on", "2026-12-01"), ("send", "yes")]),
        ("clerk", work(answered, "publish"), vec![("title", "Крыша"), ("question", "Когда?"), ("answer", "В мае."), ("reviewed", "yes"), ("send", "yes")]),
        ("clerk", work(registered, "take-note"), vec![("reason", "only_thanks"), ("explanation", "Спасибо")]),
        ("clerk", work(registered, "repeat"), vec![("first_number", "1234567890")]),
        ("clerk", work(registered, "questions"), vec![("questions/0/text", "О крыше"), ("questions/0/topic", "07-08"), ("questions/1/text", "О лифте"), ("questions/1/topic", "07-08")]),
        ("clerk", work(registered, "merge"), vec![("first_number", "1234567890"), ("kind", "identical")]),
        ("clerk", work(merged, "unmerge"), vec![("reason", "ошибка")]),
        ("clerk", work(registered, "control"), vec![("control_lifted_on", ""), ("announced_on", ""), ("case_number", "1"), ("case_volume", "2"), ("case_sheets", "3")]),
        ("clerk", work(registered, "answer"), vec![("text", "Ответ."), ("outcome", "explained"), ("number", "5"), ("dated", "2026-11-23"), ("signatory", ""), ("preview", "yes")]),
    ]
}

/// What kinds of applicants have alike is tried with one of them.
fn is_tried(path: &str, field: &str) -> bool {
    let own = ["organisation_name", "head_name", "unp"];
    match path {
        "/sign-up/entrepreneur" | "/sign-up/legal_entity" => own.contains(&field),
        _ => !["consent", "preview", "send", "do", "at", "reviewed", "access", "step"].contains(&field),
    }
}

/// The officials' own words, in which any letter is allowed: only what is no text at all is refused there.
fn takes_any_text(path: &str, field: &str) -> bool {
    let words = ["name", "new_due_reason", "note", "case_number", "case_volume", "case_sheets", "reason", "explanation", "text", "title", "question", "answer", "number", "outside"];
    let copied = path.ends_with("/details") && (["surname", "name", "patronymic", "summary", "prescription", "reception_by", "cover_from", "cover_index"].contains(&field) || field.starts_with("address/"));
    let access = path.ends_with("/access") && ["reason", "answer"].contains(&field);
    copied || access || field == "act" || (path.starts_with("/work") || path.starts_with("/templates")) && (words.contains(&field) || field.ends_with("/text")) && !(path.ends_with("/take-note") && field == "reason") && !(path.ends_with("/bulk") && field == "number")
}

/// What each field of the forms gets wrong: an answer that is not clear, or that loses what else was typed.
async fn unclear(world: &World, people: &BTreeMap<&str, Person<'_>>, forms: Vec<Form<'_>>, version_of: impl Fn(&str) -> String) -> Vec<String> {
    let addresses = Cell::new(0_u32);
    let visitor = world.visitor();
    let mut unclear = Vec::new();
    for (login, path, fields) in forms {
        for (field, good) in fields.iter().filter(|(name, _)| is_tried(&path, name)) {
            let any_text = takes_any_text(&path, field);
            let foreign = good.parse::<uuid::Uuid>().is_ok().then(|| ("a foreign id", uuid::Uuid::nil().to_string()));
            for (what, value) in rubbish().into_iter().chain(foreign) {
                if any_text && !matches!(what, "10 MB of text" | "zero bytes" | "zero bytes in words" | "invalid UTF-8") {
                    continue;
                }
                // Every try from an address of its own: this is not about limits.
                addresses.set(addresses.get() + 1);
                let person = people.get(login).unwrap_or(&visitor);
                let answer = person.post_encoded(&path, &body(&fields, field, &value, &version_of(&path)), addresses.get()).await;
                let about = format!("{path} {field}, {what}: {}", answer.status);
                let fine = match answer.status {
                    422 => true,
                    // What no page of ours sends: a list that nothing is found by.
                    409 => *field == "query",
                    429 => path == "/password",
                    303 => path == "/forgotten-password",
                    _ => false,
                };
                let cyrillic = answer.body.chars().filter(|letter| ('а'..='я').contains(letter)).count();
                let markup = answer.body.contains("<script>alert(1)") || answer.body.contains("<img src=x");
                if !fine || markup || (answer.status != 303 && (cyrillic < 50 || !answer.body.contains("<html lang=\"ru\""))) {
                    unclear.push(about.clone());
                }
                let lost = fields.iter().filter(|(name, value)| answer.status == 422 && name != field && comes_back(name) && !answer.body.contains(value));
                unclear.extend(lost.map(|(name, _)| format!("{about}, {name} is lost")));
            }
        }
    }
    unclear
}

/// Passwords do not come back, and buttons are pressed anew.
fn comes_back(field: &str) -> bool {
    !field.starts_with("password") && !["consent", "preview", "send", "code", "do", "query"].contains(&field)
}

// REQ: SUB-02
// REQ: SUB-03
// REQ: REG-07
// REQ: REG-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn rubbish_in_any_field_gets_a_clear_answer_and_is_stored_nowhere(pool: PgPool) {
    let world = World::new(pool).await;
    let people = BTreeMap::from([
        ("ivan", world.person("ivan").await),
        ("clerk", world.person("clerk").await),
        ("chief", world.person("chief").await),
        ("operator", world.person("operator").await),
    ]);
    let (ivan, clerk) = (&people["ivan"], &people["clerk"]);
    let (registered, submitted) = (ivan.hand_in("Прошу одно.").await, ivan.hand_in("Прошу другое.").await);
    assert_eq!(clerk.register(&registered).await.status, 303);
    let answered = ivan.hand_in("Прошу третье.").await;
    assert_eq!(clerk.register(&answered).await.status, 303);
    assert_eq!(clerk.answer(&answered, "Сделано.").await.status, 303);
    sqlx::query("UPDATE appeals SET submitted_at = submitted_at - interval '1 hour'").execute(&world.pool).await.expect("written");
    let merged = ivan.hand_in("Прошу то же.").await;
    assert_eq!(clerk.register(&merged).await.status, 303);
    let fields = [("version", "2"), ("first_number", registered.as_str()), ("kind", "identical"), ("send", "yes")];
    assert_eq!(clerk.post(&format!("/work/appeals/{merged}/merge"), &fields).await.status, 303);
    let letter = super::paper::collective_letter(&world, clerk).await;
    let numbers = [registered.as_str(), &submitted, &answered, &merged, &letter];
    let versions = world.texts("SELECT lpad(number::text, 10, '0') || ' ' || version FROM appeals").await;
    let before = (world.state_of_appeals().await, accounts(&world).await);
    let version_of = |path: &str| {
        let found = versions.iter().filter_map(|line| line.split_once(' ')).find(|(number, _)| path.contains(number));
        found.map_or("1", |(_, version)| version).to_owned()
    };
    let unclear = unclear(&world, &people, forms(numbers), version_of).await;
    assert!(unclear.is_empty(), "{unclear:#?}");
    assert!(before == (world.state_of_appeals().await, accounts(&world).await), "something was stored");
}

// REQ: SUB-02
// REQ: REV-02
// REQ: CTL-01
// REQ: CTL-06
// REQ: BEY-14
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn rubbish_on_the_officials_desk_gets_a_clear_answer_and_is_stored_nowhere(pool: PgPool) {
    let desk = Desk::new(pool).await;
    let world = &desk.world;
    let mut people = BTreeMap::new();
    let hospital = one(world, "SELECT id::text FROM organisations WHERE unp = '100000002'").await;
    world.hire("hospital-external", Role::ExternalAdministrator, hospital.parse().expect("an id")).await;
    for login in ["clerk", "head", "executor", "hospital-clerk", "external", "hospital-external", "operator"] {
        people.insert(login, world.person(login).await);
    }
    let third = one(world, "SELECT id::text FROM organisations WHERE unp = '100000003'").await;
    let council = world.council.to_string();
    let asked = people["external"].post("/organisation/access", &[("owner", hospital.as_str()), ("reason", "Контроль")]).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let access = one(world, "SELECT id::text FROM appeal_access").await;
    let executor = one(world, "SELECT id::text FROM accounts WHERE login = 'executor'").await;
    let head = one(world, "SELECT id::text FROM accounts WHERE login = 'head'").await;
    let at = one(world, "SELECT version::text FROM resolutions").await;
    let new = format!("{}/resolutions/new", desk.card());
    let resolution = vec![("text", "Разобраться."), ("executors/0/account", executor.as_str()), ("executors/0/due_on", "2026-12-01"), ("new_due_on", "2026-12-30"), ("new_due_reason", "нужен выезд")];
    let with = |more: &[(&'static str, &'static str)]| [resolution.as_slice(), more].concat();
    let forms = vec![
        ("head", new.clone(), with(&[("send", "issue")])),
        ("clerk", new, [with(&[("send", "draft")]), vec![("head", head.as_str())]].concat()),
        ("executor", format!("{}/result", desk.resolution), vec![("at", "1"), ("text", "Готово."), ("signer", head.as_str()), ("send", "yes")]),
        ("head", format!("{}/cancel", desk.resolution), vec![("at", at.as_str()), ("reason", "Не нужно")]),
        ("hospital-clerk", desk.assignment.clone(), vec![("text", "В мае."), ("send", "report")]),
        ("clerk", "/work/searches".to_owned(), vec![("query", "shelf=all&status=registered"), ("name", "Все")]),
        ("clerk", "/templates/new".to_owned(), vec![("name", "Новое"), ("locale", "ru"), ("text", "Текст письма")]),
        ("clerk", desk.template.clone(), vec![("name", "Новое"), ("locale", "ru"), ("text", "Текст письма")]),
        ("clerk", "/work/bulk".to_owned(), vec![("number", desk.number.as_str()), ("action", "term"), ("due_on", "2026-12-09"), ("reason", "нужен выезд"), ("do", "yes")]),
        ("external", format!("/organisation/employees/{executor}"), vec![("title_ru", "Начальник отдела"), ("title_be", "Начальнік аддзела")]),
        // CTL-06
        ("external", "/organisation/access".to_owned(), vec![("owner", third.as_str()), ("reason", "Контроль ответов")]),
        ("hospital-external", "/organisation/access".to_owned(), vec![("access", access.as_str()), ("step", "refuse"), ("answer", "Не подчинены")]),
        ("operator", "/operator/access".to_owned(), vec![("viewer", third.as_str()), ("owner", council.as_str()), ("reason", "Распоряжение № 5")]),
        ("clerk", "/work/bulk".to_owned(), vec![("number", desk.number.as_str()), ("action", "file"), ("case_number", "01-15"), ("do", "yes")]),
    ];
    let version: i32 = sqlx::query_scalar("SELECT max(version) FROM appeals").fetch_one(&world.pool).await.expect("read");
    let before = (world.state_of_appeals().await, accounts(world).await);
    let version_of = |path: &str| if path == desk.assignment { "1".to_owned() } else { version.to_string() };
    let unclear = unclear(world, &people, forms, version_of).await;
    assert!(unclear.is_empty(), "{unclear:#?}");
    assert!(before == (world.state_of_appeals().await, accounts(world).await), "something was stored");
}

fn body(fields: &[(&str, &str)], field: &str, value: &str, version: &str) -> String {
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    body.append_pair("version", version);
    body.extend_pairs(fields.iter().filter(|(name, _)| *name != field));
    format!("{}&{}={value}", body.finish(), url::form_urlencoded::byte_serialize(field.as_bytes()).collect::<String>())
}

async fn accounts(world: &World) -> Vec<String> {
    world
        .texts(
            "SELECT login || display_name || password_hash || coalesce(phone, '') || coalesce(email, '') FROM accounts
             UNION ALL SELECT to_jsonb(applicants)::text FROM applicants
             UNION ALL SELECT to_jsonb(deliveries)::text FROM deliveries
             UNION ALL SELECT to_jsonb(appeal_access)::text FROM appeal_access
             UNION ALL SELECT to_jsonb(job_titles)::text FROM job_titles
             UNION ALL SELECT to_jsonb(organisation_schedules)::text FROM organisation_schedules
             UNION ALL SELECT to_jsonb(national_calendars)::text FROM national_calendars
             UNION ALL SELECT to_jsonb(settings)::text FROM settings",
        )
        .await
}

impl Person<'_> {
    /// Sends a body that is encoded already, from one of very many addresses.
    async fn post_encoded(&self, path: &str, body: &str, address: u32) -> super::world::Answer {
        let token = self.token().await;
        let body = format!("csrf={token}&{body}");
        let [_, a, b, c] = address.to_be_bytes();
        self.post_body(path, &format!("10.{a}.{b}.{c}"), body).await
    }
}
