//! The forgotten password and the changed one.

use chrono::TimeDelta;
use sqlx::PgPool;
use uuid::Uuid;
use zvarot_actions::{Actions, confirm};

use super::world::{PASSWORD, World};

const NEW: &str = "Лодка-семь-зонтов-и-чай";

/// Does what the worker does when the letter leaves: makes the link's token.
async fn token(world: &World) -> String {
    let actions = Actions {
        store: world.platform.store.clone(),
        secret: world.platform.environment.secret("SECRET_KEY").expect("set"),
    };
    let newest: Uuid = sqlx::query_scalar("SELECT id FROM confirmations WHERE purpose = 'password' ORDER BY id DESC LIMIT 1")
        .fetch_one(&world.pool)
        .await
        .expect("one was asked for");
    let mut work = actions.store.begin(&world.platform.cause()).await.expect("begun");
    let made = confirm::make_code(&actions, &mut work, newest).await.expect("made");
    work.commit().await.expect("committed");
    made.expect("it is wanted").1
}

fn twice(password: &str) -> [(&str, &str); 2] {
    [("password", password), ("password_again", password)]
}

// REQ: IDN-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn who_forgot_the_password_sets_another_by_the_link_of_a_letter_once(pool: PgPool) {
    let world = World::new(pool).await;
    let (signed_in, person) = (world.person("ivan").await, world.visitor());
    let asked = person.post("/forgotten-password", &[("who", " IVAN ")]).await;
    assert_eq!((asked.status, asked.location()), (303, "/forgotten-password?done=true"), "{}", asked.body);
    assert_eq!(world.texts("SELECT kind || ' ' || channel FROM deliveries").await, ["password_link email"]);
    let path = format!("/new-password/{}", token(&world).await);

    // Looking at it, as programs that read letters do, uses nothing up.
    for _ in 0..2 {
        let page = person.get(&path).await;
        assert!(page.status == 200 && page.body.contains("ivan"), "{}", page.body);
    }
    let weak = person.post(&path, &twice("1234567890")).await;
    assert!(weak.status == 422 && weak.blames("password"), "{}", weak.body);
    let differs = [("password", NEW), ("password_again", "другое")];
    let differs = person.post(&path, &differs).await;
    assert!(differs.status == 422 && differs.blames("password_again"), "{}", differs.body);
    assert!(!differs.body.contains(NEW), "a password is never shown");
    assert!(signed_in.is_in().await);

    let set = person.post(&path, &twice(NEW)).await;
    assert_eq!((set.status, set.location()), (303, "/sign-in?changed=true"), "{}", set.body);
    assert!(!signed_in.is_in().await, "every session has ended");
    assert_eq!(world.visitor().sign_in("ivan", PASSWORD).await.status, 422);
    assert_eq!(world.visitor().sign_in("ivan", NEW).await.status, 303);
    // Once.
    let again = person.post(&path, &twice("Совсем-другой-пароль-77")).await;
    assert_eq!(again.status, 409, "{}", again.body);
    assert_eq!(person.get(&path).await.status, 409);
    assert_eq!(world.visitor().sign_in("ivan", NEW).await.status, 303);
    // Its owner is told, and the journal knows.
    assert_eq!(world.texts("SELECT kind FROM notices").await, ["password_changed"]);
    assert_eq!(world.count("SELECT count(*) FROM deliveries WHERE kind = 'password_changed'").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM security_events WHERE kind = 'password_changed' AND succeeded").await, 1);
}

// REQ: IDN-01
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn whether_there_is_such_an_account_is_not_told(pool: PgPool) {
    let world = World::new(pool).await;
    sqlx::query("UPDATE accounts SET email_confirmed_at = NULL WHERE login = 'maria'")
        .execute(&world.pool)
        .await
        .expect("done");
    sqlx::query("UPDATE accounts SET blocked_at = now() WHERE login = 'head'")
        .execute(&world.pool)
        .await
        .expect("done");
    let person = world.visitor();
    for who in ["ivan@people.example", "maria", "maria@people.example", "head", "nobody", "nobody@people.example"] {
        let answer = person.post("/forgotten-password", &[("who", who)]).await;
        assert_eq!((answer.status, answer.location()), (303, "/forgotten-password?done=true"), "{who}");
    }
    let told = world.texts("SELECT login FROM deliveries JOIN accounts ON accounts.id = account_id").await;
    assert_eq!(told, ["ivan"], "only a confirmed address of somebody who may sign in gets a link");
    let nothing = person.post("/forgotten-password", &[("who", " ")]).await;
    assert!(nothing.status == 422 && nothing.blames("who"));
}

// REQ: IDN-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_link_lives_an_hour_and_only_the_newest_set_of_them_counts(pool: PgPool) {
    let world = World::new(pool).await;
    let person = world.visitor();
    let ask = async || person.post("/forgotten-password", &[("who", "ivan")]).await.status;
    assert_eq!(ask().await, 303);
    let first = format!("/new-password/{}", token(&world).await);
    world.platform.clock.advance(TimeDelta::seconds(3599));
    assert_eq!(person.get(&first).await.status, 200);
    world.platform.clock.advance(TimeDelta::seconds(2));
    assert_eq!(person.get(&first).await.status, 409);
    assert_eq!(person.post(&first, &twice(NEW)).await.status, 409);

    assert_eq!(ask().await, 303);
    let second = format!("/new-password/{}", token(&world).await);
    world.platform.clock.advance(TimeDelta::minutes(2));
    assert_eq!(ask().await, 303);
    let third = format!("/new-password/{}", token(&world).await);
    assert_eq!(person.post(&third, &twice(NEW)).await.status, 303);
    assert_eq!(person.post(&second, &twice("Совсем-другой-пароль-77")).await.status, 409, "the earlier one ended with it");
    // One for an address that is not the account's any more opens nothing.
    world.platform.clock.advance(TimeDelta::hours(2));
    assert_eq!(ask().await, 303);
    let fourth = format!("/new-password/{}", token(&world).await);
    sqlx::query("UPDATE accounts SET email = 'other@people.example' WHERE login = 'ivan'")
        .execute(&world.pool)
        .await
        .expect("done");
    assert_eq!(person.get(&fourth).await.status, 409);
    assert_eq!(person.get("/new-password/%F0%9F%92%A9").await.status, 409);
}

// REQ: IDN-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn letters_are_not_sent_at_a_strangers_will(pool: PgPool) {
    let world = World::new(pool).await;
    let mut answers = Vec::new();
    for place in 0..5 {
        let person = world.visitor().at(&format!("198.51.100.{place}"));
        answers.push(person.post("/forgotten-password", &[("who", "ivan")]).await.status);
    }
    assert_eq!(answers, [303, 303, 303, 429, 429]);
    assert_eq!(world.count("SELECT count(*) FROM deliveries").await, 1, "one a minute");
    let curious = world.visitor().at("203.0.113.9");
    let mut refused = 0;
    for number in 0..12 {
        let answer = curious.post("/forgotten-password", &[("who", &format!("nobody{number}"))]).await;
        refused += i32::from(answer.status == 429);
    }
    assert_eq!(refused, 2);
    let kept = world.texts("SELECT key FROM rate_limits WHERE key LIKE 'forgotten%'").await;
    assert!(kept.iter().all(|key| !key.contains("ivan")), "the limits name nobody: {kept:?}");
}

// REQ: IDN-01
// REQ: IDN-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_old_password_changes_it_and_other_sessions_end(pool: PgPool) {
    let world = World::new(pool).await;
    for login in ["ivan", "clerk", "operator"] {
        let (here, there) = (world.person(login).await, world.person(login).await);
        let page = here.get("/password").await;
        assert_eq!(page.status, 200);
        let wrong = [("password_old", "не тот"), ("password", NEW), ("password_again", NEW)];
        let answer = here.post("/password", &wrong).await;
        assert!(answer.status == 422 && answer.blames("password_old"), "{}", answer.body);
        assert!(there.is_in().await);
        let right = [("password_old", PASSWORD), ("password", NEW), ("password_again", NEW)];
        let answer = here.post("/password", &right).await;
        assert_eq!((answer.status, answer.location()), (303, "/password?done=true"), "{}", answer.body);
        assert!(here.is_in().await && !there.is_in().await, "{login}");
        assert_eq!(world.visitor().sign_in(login, PASSWORD).await.status, 422);
        assert_eq!(world.visitor().sign_in(login, NEW).await.status, 303);
    }
    assert_eq!(world.count("SELECT count(*) FROM notices WHERE kind = 'password_changed'").await, 3);
}

// REQ: IDN-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_open_session_is_no_place_to_try_passwords_out(pool: PgPool) {
    let world = World::new(pool).await;
    let ivan = world.person("ivan").await;
    let wrong = [("password_old", "не тот"), ("password", NEW), ("password_again", NEW)];
    let mut answers = Vec::new();
    for _ in 0..6 {
        answers.push(ivan.post("/password", &wrong).await.status);
    }
    assert_eq!(answers, [422, 422, 422, 422, 422, 429]);
    let right = [("password_old", PASSWORD), ("password", NEW), ("password_again", NEW)];
    assert_eq!(ivan.post("/password", &right).await.status, 429);
}
