//! What an official is warned of before an answer goes out (BEY-08): shown once, obeyed or not, nothing typed is lost.

use sqlx::PgPool;
use zvarot_domain::Role;

use super::{
    resolutions::Place,
    world::{Answer, Person, World},
};

// REQ: BEY-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_with_warnings_goes_out_when_the_official_says_so(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Когда починят крышу? Куда обратиться за справкой о составе семьи?").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    let path = format!("/work/appeals/{number}/answer");
    let version = clerk.get(&path).await.value("version");
    let text = "У рамонце даха адмоўлена. Скардзіўся сусед Пятроў Іван Сяргеевіч, тэл. +375 44 765-43-21.";
    let typed = [("version", version.as_str()), ("text", text), ("outcome", "refused"), ("number", "5"), ("dated", "2026-11-23")];
    let before = world.state_of_appeals().await;
    for button in ["preview", "send"] {
        let kept = clerk.post(&path, &[typed.as_slice(), &[(button, "yes")]].concat()).await;
        assert_eq!(kept.location(), format!("{path}/preview"), "{button}: {}", kept.body);
        let look = clerk.get(kept.location()).await;
        assert_eq!(look.status, 200, "{button}: {}", look.body);
        for words in ["не на языке обращения", "порядок его обжалования", "за справкой", "+375 44 765-43-21", "Пятроў Іван Сяргеевіч", "Отправить все равно"] {
            assert!(look.body.contains(words), "{button} {words}: {}", look.body);
        }
        let kept = ["version", "text", "outcome", "number", "dated"].map(|name| look.value(name));
        assert_eq!(kept, [version.as_str(), text, "refused", "5", "2026-11-23"], "{button}");
        assert_eq!(look.value("warned"), "yes");
        assert_eq!(world.state_of_appeals().await, before, "{button}: nothing has gone out");
    }
    // Back to the form with everything typed; then it is sent as it is.
    let form = clerk.get(&path).await;
    assert!(form.status == 200 && form.body.contains(text) && form.value("number") == "5", "{}", form.body);
    assert!(form.value("warned").is_empty(), "the next look warns again");
    let sent = clerk.post(&path, &[typed.as_slice(), &[("warned", "yes"), ("send", "yes")]].concat()).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(world.count("SELECT count(*) FROM answers").await, 1);
}

// REQ: BEY-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_without_warnings_goes_out_at_once_and_faults_come_first(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    let path = format!("/work/appeals/{number}/answer");
    let version = clerk.get(&path).await.value("version");
    let wrong = [("version", version.as_str()), ("text", "В ремонте отказано."), ("outcome", ""), ("number", "5"), ("dated", "2026-11-23"), ("send", "yes")];
    let answer = clerk.post(&path, &wrong).await;
    assert!(answer.status == 422 && answer.blames("outcome"), "{}", answer.body);
    assert_eq!(clerk.answer(&number, "Крыша починена, комиссия приняла работы.").await.status, 303);
}

/// Sends a form as it was opened now.
async fn send(person: &Person<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let page = person.get(path).await;
    let hidden = ["version", "at", "seen"].map(|name| (name, page.value(name)));
    let hidden = hidden.iter().map(|(name, value)| (*name, value.as_str())).filter(|(_, value)| !value.is_empty());
    let all: Vec<(&str, &str)> = hidden.chain(fields.iter().copied()).chain([("send", "yes")]).collect();
    person.post(path, &all).await
}

/// The form warns once of this text; sent again as it is it goes out, and another text is looked over anew.
async fn warns_once(world: &World, person: &Person<'_>, path: &str, field: &str, fields: &[(&str, &str)], words: &[&str]) {
    let before = world.state_of_appeals().await;
    let look = send(person, path, fields).await;
    assert_eq!(look.status, 200, "{path}: {}", look.body);
    for words in words.iter().copied().chain(["Проверьте перед отправкой", "все равно"]) {
        assert!(look.body.contains(words), "{path} {words}: {}", look.body);
    }
    let typed = fields.iter().find(|(name, _)| *name == field).expect("it is typed").1;
    assert!(look.body.contains(typed), "nothing typed is lost: {}", look.body);
    let warned = look.value("warned");
    let changed: Vec<(&str, String)> = fields
        .iter()
        .map(|(name, value)| (*name, if *name == field { format!("{value} И звонила Петрова Анна Ивановна.") } else { (*value).to_owned() }))
        .chain([("warned", warned.clone())])
        .collect();
    let changed: Vec<(&str, &str)> = changed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let again = send(person, path, &changed).await;
    assert!(again.status == 200 && again.body.contains("Петрова Анна Ивановна"), "{path}: {}", again.body);
    assert_eq!(world.state_of_appeals().await, before, "{path}: nothing has gone out");
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("warned", warned.as_str())]).collect();
    let sent = send(person, path, &fields).await;
    assert_eq!(sent.status, 303, "{path}: {}", sent.body);
}

// REQ: BEY-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn messages_and_notices_are_looked_over_before_they_go_out(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk, head) = (world.person("ivan").await, world.person("clerk").await, world.person("head").await);
    let number = ivan.hand_in("Прошу починить крышу. Когда починят лифт в подъезде?").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    let card = format!("/work/appeals/{number}");
    // Faults come first.
    let faulty = send(&clerk, &format!("{card}/message"), &[("message_kind", ""), ("text", "Які пад'езд?")]).await;
    assert!(faulty.status == 422 && faulty.blames("message_kind"), "{}", faulty.body);
    let fields = [("message_kind", "question"), ("text", "Дах дзіравы? Якая кватэра і паверх?")];
    warns_once(&world, &clerk, &format!("{card}/message"), "text", &fields, &["не на языке обращения"]).await;
    assert_eq!(world.count("SELECT count(*) FROM appeal_messages").await, 1);
    let faulty = send(&head, &format!("{card}/leave"), &[("reason", "not_competent"), ("explanation", "")]).await;
    assert!(faulty.status == 422 && faulty.blames("explanation"), "{}", faulty.body);
    let fields = [("reason", "not_competent"), ("explanation", "Обратитесь в суд района.")];
    warns_once(&world, &head, &format!("{card}/leave"), "explanation", &fields, &["как обжаловать оставление обращения"]).await;
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["left_without_consideration"]);
}

// REQ: BEY-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_intermediate_answer_is_looked_over_when_it_is_written_and_when_it_goes_out(pool: PgPool) {
    let place = Place::new(pool).await;
    let world = &place.world;
    let executor = world.person("executor").await;
    let resolution = place.issued_to_one().await;
    let fields = [("text", "В замене труб отказано.")];
    warns_once(world, &executor, &format!("{resolution}/result"), "text", &fields, &["порядок его обжалования"]).await;
    let finishing = format!("{resolution}/finish");
    let page = executor.get(&finishing).await;
    assert!(page.body.contains("порядок его обжалования"), "{}", page.body);
    let at = page.value("at");
    let unseen = executor.post(&finishing, &[("version", "1"), ("at", &at)]).await;
    assert!(unseen.status == 200 && unseen.body.contains("порядок его обжалования"), "{}", unseen.body);
    let seen = [("version", page.value("version")), ("at", at), ("seen", page.value("seen")), ("warned", page.value("warned"))];
    let seen: Vec<(&str, &str)> = seen.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = executor.post(&finishing, &seen).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(world.texts("SELECT state FROM resolutions").await, ["finished"]);
}

// REQ: BEY-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_head_who_is_complained_about_is_named_before_giving_a_resolution_and_before_signing(pool: PgPool) {
    let place = Place::new(pool).await;
    let (world, card) = (&place.world, place.card());
    let deputy = world.hire("deputy", Role::OrganisationDeputyHead, world.council).await.to_string();
    let head = place.account("head").await;
    for sql in [
        "UPDATE accounts SET display_name = 'Дрозд Анна Ильинична' WHERE login = 'head'",
        "UPDATE accounts SET display_name = 'Соловей Иван Петрович' WHERE login = 'executor'",
        "UPDATE appeals SET kind = 'complaint', against_employee = 'на председателя Дрозд А. И.'",
    ] {
        sqlx::query(sql).execute(&world.pool).await.expect("written");
    }
    let (head_in_person, executor) = (world.person("head").await, world.person("executor").await);
    let (new, account) = (format!("{card}/resolutions/new"), place.account("executor").await);
    let resolution = |head: &'static str, send| [("text", "Разобраться."), ("executors/0/account", account.as_str()), ("executors/0/due_on", "2026-12-01"), ("head", head), ("button", send)];
    let post = async |person: &Person<'_>, path: &str, fields: &[(&str, &str)]| {
        let page = person.get(path).await;
        let hidden = ["version", "at", "seen"].map(|name| (name, page.value(name)));
        let hidden = hidden.iter().map(|(name, value)| (*name, value.as_str())).filter(|(_, value)| !value.is_empty());
        let named = fields.iter().map(|(name, value)| (if *name == "button" { "send" } else { *name }, *value));
        person.post(path, &hidden.chain(named).collect::<Vec<_>>()).await
    };
    let before = world.state_of_appeals().await;
    let heads: &'static str = head.clone().leak();
    let deputies: &'static str = deputy.clone().leak();
    // Prepared for the head or given by the head: warned; prepared for the deputy: not.
    for (head, button) in [(heads, "draft"), (deputies, "issue")] {
        let look = post(&head_in_person, &new, &resolution(head, button)).await;
        assert!(look.status == 200 && look.body.contains("подана на того, кто выдает резолюцию") && look.body.contains("<li>Дрозд Анна Ильинична"), "{button}: {}", look.body);
        assert!(!look.body.contains("подана на этого исполнителя"));
    }
    assert_eq!(world.state_of_appeals().await, before);
    let drafted = post(&head_in_person, &new, &resolution(deputies, "draft")).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    // The warning is obeyed or not.
    let look = post(&head_in_person, &new, &resolution(heads, "issue")).await;
    let warned = look.value("warned");
    let issued = post(&head_in_person, &new, &[resolution(heads, "issue").as_slice(), &[("warned", &warned)]].concat()).await;
    assert_eq!(issued.status, 303, "{}", issued.body);
    let id = world.texts("SELECT id::text FROM resolutions WHERE state = 'issued'").await.remove(0);
    let result = format!("{card}/resolutions/{id}/result");
    let entered = [("text", "Меры приняты."), ("signer", heads), ("button", "yes")];
    let look = post(&executor, &result, &entered).await;
    assert!(look.status == 200 && look.body.contains("подана на того, кто подписывает"), "{}", look.body);
    // Another signer is looked at anew.
    let anothers = [("text", "Меры приняты."), ("signer", deputies), ("button", "yes"), ("warned", &look.value("warned"))];
    assert_eq!(post(&executor, &result, &anothers).await.status, 303);
    // Who signs the answer.
    let clerk = world.person("clerk").await;
    let answer = |signatory: &'static str| [("text", "Меры приняты."), ("outcome", "explained"), ("number", "5"), ("dated", "2026-11-23"), ("signatory", signatory), ("button", "yes")];
    let path = format!("{card}/answer");
    sqlx::query("UPDATE resolutions SET state = 'cancelled'").execute(&world.pool).await.expect("written");
    let looked = post(&clerk, &path, &answer(heads)).await;
    assert_eq!(looked.location(), format!("{path}/preview"), "{} {}", looked.status, looked.body);
    let look = clerk.get(looked.location()).await;
    assert!(look.body.contains("подана на того, кто подписывает") && look.body.contains("Дрозд Анна Ильинична"), "{}", look.body);
    assert_eq!(world.count("SELECT count(*) FROM answers").await, 0);
    let sent = post(&clerk, &path, &answer(deputies)).await;
    assert!(sent.status == 303 && !sent.location().contains("preview"), "{}", sent.body);
    assert_eq!(world.texts("SELECT signatory_name FROM answers").await, ["deputy"]);
}
