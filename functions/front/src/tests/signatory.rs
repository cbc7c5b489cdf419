//! Who signs an answer (REV-10), the look at it before it is sent, and an answer that comes after the term.

use chrono::TimeDelta;
use sqlx::PgPool;
use zvarot_domain::Role;

use super::resolutions::{Place, send};
use super::world::{Answer, Person, World};

/// An appeal of Ivan's that the clerk has registered; gives its number and the address of the answer's form.
async fn registered(world: &World) -> (String, String) {
    let number = world.person("ivan").await.hand_in("Прошу починить крышу.").await;
    assert_eq!(world.person("clerk").await.register(&number).await.status, 303);
    let path = format!("/work/appeals/{number}/answer");
    (number, path)
}

async fn name(world: &World, login: &str, name: &str) -> String {
    let named = sqlx::query_scalar("UPDATE accounts SET display_name = $2 WHERE login = $1 RETURNING id::text");
    named.bind(login).bind(name).fetch_one(&world.pool).await.expect("written")
}

const TYPED: [(&str, &str); 4] = [("text", "Крышу починили."), ("outcome", "satisfied"), ("number", "5"), ("dated", "2026-11-23")];

/// Presses a button of the form as it is opened now.
async fn press(person: &Person<'_>, path: &str, signatory: &str, button: &str) -> Answer {
    let version = person.get(path).await.value("version");
    let own = [("version", version.as_str()), ("signatory", signatory), (button, "yes")];
    person.post(path, &[&TYPED[..], &own].concat()).await
}

fn chosen(page: &Answer) -> Option<&str> {
    let select = page.body.split("<select id=\"signatory\"").nth(1)?.split("</select>").next()?;
    let option = select.split("<option value=\"").find(|option| option.contains("\" selected"))?;
    option.split('"').next()
}

// REQ: REV-10
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_official_of_the_organisation_is_chosen_to_sign_and_stays_as_he_was(pool: PgPool) {
    let world = World::new(pool).await;
    let hospital = world.texts("SELECT id::text FROM organisations WHERE unp = '100000002'").await.remove(0).parse().expect("an id");
    let stranger = world.hire("hospital-head", Role::OrganisationHead, hospital).await.to_string();
    let executor = world.texts("SELECT id::text FROM accounts WHERE login = 'executor'").await.remove(0);
    let gone = world.hire("gone", Role::OrganisationDeputyHead, world.council).await.to_string();
    world.texts("UPDATE accounts SET blocked_at = now() WHERE login = 'gone' RETURNING login").await;
    world.hire("deputy", Role::OrganisationDeputyHead, world.council).await;
    let head = name(&world, "head", "Кравцов Пётр Ильич").await;
    let deputy = name(&world, "deputy", "Новик Анна Сергеевна").await;
    let (number, path) = registered(&world).await;
    let (clerk, ivan) = (world.person("clerk").await, world.person("ivan").await);

    let form = clerk.get(&path).await;
    assert_eq!(chosen(&form), Some(head.as_str()), "the head is proposed: {}", form.body);
    for option in ["Новик Анна Сергеевна, заместитель руководителя организации", "Купава Мария, уполномоченное лицо"] {
        assert!(form.body.contains(option), "{option}: {}", form.body);
    }
    let before = world.state_of_appeals().await;
    for wrong in [stranger.as_str(), &executor, &gone, "никто", "00000000-0000-0000-0000-000000000000"] {
        assert!(!form.body.contains(&format!("<option value=\"{wrong}\"")), "{wrong}");
        for button in ["preview", "send"] {
            let refused = press(&clerk, &path, wrong, button).await;
            assert!(refused.status == 422 && refused.blames("signatory"), "{wrong}: {} {}", refused.status, refused.body);
            assert!(refused.body.contains("Крышу починили.") && refused.value("number") == "5", "what was typed is there: {}", refused.body);
        }
    }
    assert_eq!(world.state_of_appeals().await, before);

    assert_eq!(press(&clerk, &path, &deputy, "preview").await.location(), format!("{path}/preview"));
    let look = clerk.get(&format!("{path}/preview")).await;
    assert!(look.body.contains("<span>Заместитель руководителя</span> <span>А. С. Новик</span>"), "{}", look.body);
    assert_eq!(look.value("signatory"), deputy);
    assert_eq!(chosen(&clerk.get(&path).await), Some(deputy.as_str()), "the choice is kept with the rest");
    let sent = press(&clerk, &path, &deputy, "send").await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    // What became of the deputy since is no matter.
    name(&world, "deputy", "Вярба Анна Сергеевна").await;
    sqlx::query("DELETE FROM account_roles WHERE account_id = $1::uuid").bind(&deputy).execute(&world.pool).await.expect("written");
    let kept = "SELECT concat_ws('|', signatory_id, signatory_position, signatory_name) FROM answers";
    assert_eq!(world.texts(kept).await, [format!("{deputy}|Заместитель руководителя|Новик Анна Сергеевна")]);
    let line = "За подписью: Заместитель руководителя, Новик Анна Сергеевна";
    let card = clerk.get(&format!("/work/appeals/{number}")).await.body;
    assert_eq!(card.matches(line).count(), 2, "with the answer and in the history: {card}");
    let own = ivan.get(&format!("/appeals/{number}")).await.body;
    assert!(own.contains(line) && !own.contains(&deputy), "{own}");
}

// REQ: REV-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn who_has_signed_the_result_is_proposed_and_who_answers_if_he_may_sign(pool: PgPool) {
    let place = Place::new(pool).await;
    let world = &place.world;
    let deputy_id = world.hire("deputy", Role::OrganisationDeputyHead, world.council).await.to_string();
    let resolution = place.issued_to_one().await;
    let (executor, deputy) = (world.person("executor").await, world.person("deputy").await);
    let result = [("text", "Сделано."), ("signer", deputy_id.as_str()), ("send", "yes")];
    assert_eq!(send(&executor, &format!("{resolution}/result"), &result).await.status, 303);
    assert_eq!(send(&deputy, &format!("{resolution}/finish"), &[]).await.status, 303);
    let path = format!("{}/answer", place.card());
    for login in ["executor", "clerk"] {
        assert_eq!(chosen(&world.person(login).await.get(&path).await), Some(deputy_id.as_str()), "{login}");
    }
    let granted = "INSERT INTO account_roles (account_id, role, organisation_id)
        SELECT account_id, 'authorised_person', organisation_id FROM account_roles WHERE role = 'executor' AND organisation_id = $1 RETURNING account_id::text";
    let own: Vec<String> = sqlx::query_scalar(granted).bind(world.council.0).fetch_all(&world.pool).await.expect("written");
    assert!(own.contains(&place.people[0]));
    let executor = world.person("executor").await;
    assert_eq!(chosen(&executor.get(&path).await), Some(place.people[0].as_str()));
    // Whoever leaves it to the system has the same.
    assert_eq!(press(&executor, &path, "", "send").await.status, 303);
    assert_eq!(world.texts("SELECT signatory_id || signatory_position FROM answers").await, [format!("{}Уполномоченное лицо", place.people[0])]);
}

// REQ: REV-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn where_nobody_may_sign_the_form_says_so_and_the_answer_goes_out(pool: PgPool) {
    let world = World::new(pool).await;
    let roles = "DELETE FROM account_roles WHERE role IN ('organisation_head', 'authorised_person')";
    sqlx::query(roles).execute(&world.pool).await.expect("written");
    let (number, path) = registered(&world).await;
    let clerk = world.person("clerk").await;
    let form = clerk.get(&path).await;
    assert!(form.body.contains("никто не записан руководителем") && chosen(&form).is_none(), "{}", form.body);
    let head = world.texts("SELECT id::text FROM accounts WHERE login = 'head'").await.remove(0);
    let refused = press(&clerk, &path, &head, "send").await;
    assert!(refused.status == 422 && refused.blames("signatory"), "{}", refused.body);
    assert_eq!(press(&clerk, &path, "", "preview").await.status, 303);
    assert!(!clerk.get(&format!("{path}/preview")).await.body.contains("class=\"signed\""));
    assert_eq!(press(&clerk, &path, "", "send").await.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM answers WHERE signatory_id IS NULL AND signatory_name IS NULL").await, 1);
    assert!(!clerk.get(&format!("/work/appeals/{number}")).await.body.contains("За подписью"));
}

// REQ: REV-10
// REQ: REV-13
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_look_at_an_answer_has_an_address_and_two_of_them_send_it_once(pool: PgPool) {
    let world = World::new(pool).await;
    let (number, path) = registered(&world).await;
    let (clerk, other) = (world.person("clerk").await, world.person("head").await);
    let look = format!("{path}/preview");
    let before = world.state_of_appeals().await;
    // Nothing was typed: there is nothing to look at, and whoever may not answer is refused.
    assert_eq!(clerk.get(&look).await.location(), path);
    assert_eq!(other.get(&look).await.status, other.get(&path).await.status);
    assert_eq!(world.person("hospital-clerk").await.get(&look).await.status, 404);
    assert_eq!(press(&clerk, &path, "", "preview").await.location(), look);
    let (one, two) = (clerk.get(&look).await, clerk.get(&look).await);
    for page in [&one, &two] {
        assert!(page.status == 200 && page.body.contains("Крышу починили."), "{}", page.body);
        let hidden = ["text", "outcome", "number", "dated"].map(|name| (name, page.value(name)));
        assert_eq!(hidden, TYPED.map(|(name, value)| (name, value.to_owned())));
    }
    assert_eq!(world.state_of_appeals().await, before, "looking sends nothing");
    // A card that was changed meanwhile is shown with the form, not sent.
    let version: i32 = one.value("version").parse().expect("a number");
    sqlx::query("UPDATE appeals SET version = version + 1").execute(&world.pool).await.expect("written");
    let changed = clerk.get(&look).await;
    assert!(changed.status == 409 && changed.body.contains("Крышу починили."), "{}", changed.body);
    assert!(changed.body.contains(&format!("action=\"{path}\"")), "it is the answer's form: {}", changed.body);
    sqlx::query("UPDATE appeals SET version = $1").bind(version).execute(&world.pool).await.expect("written");

    let send = async |page: &Answer| {
        let fields = ["version", "asked", "text", "outcome", "number", "dated", "signatory"].map(|name| (name, page.value(name)));
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).chain([("send", "yes")]).collect();
        clerk.post(&path, &fields).await
    };
    let sent = send(&one).await;
    assert_eq!(sent.location(), format!("/work/appeals/{number}?done=answered"), "{}", sent.body);
    let again = send(&two).await;
    let to_card = format!("<a href=\"/work/appeals/{number}\"");
    for part in ["Дан ответ", "Купава Мария", "Крышу починили.", &to_card] {
        assert!(again.status == 409 && again.body.contains(part), "{part}: {}", again.body);
    }
    assert_eq!(world.count("SELECT count(*) FROM answers").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM appeal_events WHERE kind = 'completed'").await, 1);
    // The browser's way back leads to what was done.
    for address in [&look, &path] {
        let back = clerk.get(address).await;
        assert_eq!(back.status, 409, "{}", back.body);
        for part in ["Ответ уже отправлен", "Дан ответ", "Купава Мария", &format!("href=\"/work/appeals/{number}\"")] {
            assert!(back.body.contains(part), "{address} {part}: {}", back.body);
        }
        assert!(!back.body.contains("name=\"send\""), "{}", back.body);
    }
    assert_eq!(world.person("hospital-clerk").await.get(&look).await.status, 404);
}

// REQ: REG-06
// REQ: REG-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_after_the_term_is_said_to_be_late(pool: PgPool) {
    let world = World::new(pool).await;
    for (days, late) in [(15, false), (16, true)] {
        let (number, path) = registered(&world).await;
        let start = world.now();
        world.platform.clock.advance(TimeDelta::days(days));
        let clerk = world.person("clerk").await;
        assert_eq!(press(&clerk, &path, "", "send").await.status, 303);
        world.platform.clock.set(start);
        let clerk = world.person("clerk").await;
        let card = clerk.get(&format!("/work/appeals/{number}")).await.body;
        assert_eq!(card.contains("Ответ дан с опозданием"), late, "the history: {card}");
        assert_eq!(card.contains("<span class=\"tag bad\">С опозданием</span>"), late, "the answer: {card}");
    }
}
