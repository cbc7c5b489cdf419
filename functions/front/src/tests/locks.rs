//! Sign-in: locks after failures, sessions that end, and limits.

use chrono::TimeDelta;
use sqlx::PgPool;

use super::world::{PASSWORD, Person, World};

const WRONG: &str = "не тот пароль";

async fn fails(person: &Person<'_>, login: &str, times: usize) {
    for _ in 0..times {
        let answer = person.sign_in(login, WRONG).await;
        assert_eq!(answer.status, 422);
        assert!(!person.is_in().await);
    }
}

// REQ: IDN-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn five_failures_are_forgiven_and_the_sixth_locks_account_and_address_for_a_quarter_of_an_hour(pool: PgPool) {
    let world = World::new(pool).await;
    let person = world.visitor();
    fails(&person, "ivan", 5).await;
    assert_eq!(person.sign_in("ivan", PASSWORD).await.status, 303, "five are not more than five");

    // After a good one they count from nothing.
    let person = world.visitor();
    fails(&person, "ivan", 6).await;
    let answer = person.sign_in("ivan", PASSWORD).await;
    assert_eq!(answer.status, 422, "the right password opens nothing now");
    assert!(answer.body.contains("через 15 минут"), "{}", answer.body);
    // The account from everywhere, the address for everyone, and nobody else anywhere.
    let elsewhere = world.visitor().at("198.51.100.7");
    assert_eq!(elsewhere.sign_in("ivan", PASSWORD).await.status, 422, "the account is locked");
    assert_eq!(world.visitor().sign_in("maria", PASSWORD).await.status, 422, "the address is locked");
    assert_eq!(world.visitor().at("198.51.100.7").sign_in("maria", PASSWORD).await.status, 303);

    world.platform.clock.advance(TimeDelta::seconds(15 * 60 - 1));
    assert_eq!(world.visitor().at("198.51.100.7").sign_in("ivan", PASSWORD).await.status, 422);
    assert_eq!(world.visitor().sign_in("maria", PASSWORD).await.status, 422);
    world.platform.clock.advance(TimeDelta::seconds(2));
    assert_eq!(world.visitor().sign_in("maria", PASSWORD).await.status, 303);
    assert_eq!(world.visitor().sign_in("ivan", PASSWORD).await.status, 303);
    // The owner is told once, in the cabinet and by letter.
    assert_eq!(world.count("SELECT count(*) FROM notices WHERE kind = 'sign_in_locked'").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM deliveries WHERE kind = 'sign_in_locked' AND channel = 'email'").await, 1);
}

// REQ: IDN-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn failures_count_by_address_whatever_the_login_and_by_account_whatever_the_address(pool: PgPool) {
    let world = World::new(pool).await;
    let person = world.visitor();
    for login in ["ivan", "maria", "nobody", "clerk", "no one", "operator"] {
        fails(&person, login, 1).await;
    }
    assert_eq!(person.sign_in("head", PASSWORD).await.status, 422, "the address is locked");
    assert_eq!(world.visitor().at("198.51.100.1").sign_in("ivan", PASSWORD).await.status, 303);

    for number in 10..16 {
        fails(&world.visitor().at(&format!("198.51.100.{number}")), "maria", 1).await;
    }
    assert_eq!(world.visitor().at("198.51.100.20").sign_in("maria", PASSWORD).await.status, 422, "the account is locked");
}

#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_whole_office_signs_in_from_one_address_at_once(pool: PgPool) {
    let world = World::new(pool).await;
    for number in 0..33 {
        let answer = world.visitor().sign_in(["clerk", "head", "executor"][number % 3], PASSWORD).await;
        assert_eq!(answer.status, 303, "sign-in {number}");
    }
}

#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn one_account_that_signs_in_without_end_is_stopped(pool: PgPool) {
    let world = World::new(pool).await;
    let mut good = 0;
    while world.visitor().sign_in("ivan", PASSWORD).await.status == 303 {
        good += 1;
        assert!(good < 100, "a password is hashed each time");
    }
    assert_eq!(good, 15 + 30);
    assert_eq!(world.visitor().at("198.51.100.7").sign_in("maria", PASSWORD).await.status, 303, "others elsewhere are not");
}

// REQ: IDN-04
// REQ: SEC-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_operator_lifts_locks_and_it_is_written_down(pool: PgPool) {
    let world = World::new(pool).await;
    fails(&world.visitor(), "ivan", 6).await;
    let operator = world.visitor().at("203.0.113.5");
    assert_eq!(operator.sign_in("operator", PASSWORD).await.status, 303);
    let page = operator.get("/operator/system").await;
    assert!(page.body.contains("ivan") && page.body.contains("192.0.2.1"));
    let account = page.value("account");
    // Nobody else can.
    for login in ["maria", "clerk", "external"] {
        let other = world.visitor().at("203.0.113.6");
        other.sign_in(login, PASSWORD).await;
        let answer = other.post("/operator/system/unlock-account", &[("account", &account)]).await;
        assert_eq!(answer.status, 404, "{login}");
        let answer = other.post("/operator/system/unlock-address", &[("address", "192.0.2.1/32")]).await;
        assert_eq!(answer.status, 404, "{login}");
    }
    assert_eq!(world.visitor().at("198.51.100.7").sign_in("ivan", PASSWORD).await.status, 422);

    let answer = operator.post("/operator/system/unlock-account", &[("account", &account)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(world.visitor().at("198.51.100.7").sign_in("ivan", PASSWORD).await.status, 303);
    assert_eq!(world.visitor().sign_in("maria", PASSWORD).await.status, 422, "the address still");
    let address = page.value("address");
    let answer = operator.post("/operator/system/unlock-address", &[("address", &address)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(world.visitor().sign_in("maria", PASSWORD).await.status, 303);
    let written = world
        .texts("SELECT kind FROM security_events JOIN accounts ON accounts.id = account_id WHERE login = 'operator' AND kind LIKE '%unlocked'")
        .await;
    assert_eq!(written, ["account_unlocked", "address_unlocked"]);
}

// REQ: IDN-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_session_ends_after_a_quarter_of_an_hour_in_which_its_reader_does_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let ivan = world.person("ivan").await;
    for _ in 0..3 {
        world.platform.clock.advance(TimeDelta::minutes(14));
        assert!(ivan.is_in().await, "activity keeps it alive");
    }
    // What a page asks by itself is no activity.
    world.platform.clock.advance(TimeDelta::minutes(14));
    assert_eq!(ivan.get_passively("/session").await.status, 200);
    world.platform.clock.advance(TimeDelta::minutes(2));
    let answer = ivan.get("/appeals").await;
    assert_eq!((answer.status, answer.location()), (303, "/sign-in?back=%2Fappeals"));
    assert!(ivan.get("/sign-in").await.body.contains("Сеанс завершен"));
}

// REQ: IDN-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn signing_out_ends_one_session_or_all(pool: PgPool) {
    let world = World::new(pool).await;
    let (one, two, three) = (world.person("ivan").await, world.person("ivan").await, world.person("ivan").await);
    let other = world.person("maria").await;
    assert_eq!(one.post("/sign-out", &[]).await.status, 303);
    assert!(!one.is_in().await && two.is_in().await);
    assert_eq!(two.post("/sign-out", &[("everywhere", "yes")]).await.status, 303);
    assert!(!two.is_in().await && !three.is_in().await && other.is_in().await);
    // A cookie that was kept opens nothing.
    assert_eq!(world.count("SELECT count(*) FROM sessions").await, 1);
}

// REQ: IDN-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_wrong_password_and_a_login_that_nobody_has_are_answered_alike(pool: PgPool) {
    let world = World::new(pool).await;
    let person = world.visitor();
    let known = person.sign_in("ivan", WRONG).await;
    let unknown = person.sign_in("nobody", PASSWORD).await;
    let said = |body: &str| body.split("id=\"errors\"").nth(1).and_then(|rest| rest.split("</div>").next()).map(str::to_owned);
    assert!(said(&known.body).is_some());
    assert_eq!(said(&known.body), said(&unknown.body));
}

// REQ: BEY-15
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn numbers_and_codes_cannot_be_tried_out(pool: PgPool) {
    let world = World::new(pool).await;
    let number = world.person("ivan").await.hand_in("Прошу починить крышу.").await;
    let code = world.texts("SELECT access_code FROM appeals").await.remove(0);
    let right = [("number", number.as_str()), ("code", code.as_str())];
    assert_eq!(world.visitor().post("/status", &right).await.status, 200);
    // One number, from wherever it is tried.
    let wrong = [("number", number.as_str()), ("code", "0000000000")];
    let mut answers = Vec::new();
    for place in 0..12 {
        let person = world.visitor().at(&format!("198.51.100.{place}"));
        answers.push(person.post("/status", &wrong).await.status);
    }
    assert_eq!(answers.iter().filter(|status| **status == 422).count(), 9, "{answers:?}");
    assert_eq!(answers.last(), Some(&429));
    let answer = world.visitor().at("203.0.113.1").post("/status", &right).await;
    assert_eq!(answer.status, 429, "also with the right code, for a while");
    assert!(answer.headers.contains_key("retry-after"));
    world.platform.clock.advance(TimeDelta::minutes(4));
    assert_eq!(world.visitor().at("203.0.113.1").post("/status", &right).await.status, 200);
    // One address, whatever it tries.
    let curious = world.visitor().at("203.0.113.9");
    let mut refused = 0;
    for _ in 0..25 {
        let answer = curious.post("/status", &[("number", "1"), ("code", "2")]).await;
        refused += i32::from(answer.status == 429);
    }
    assert_eq!(refused, 5);
}
