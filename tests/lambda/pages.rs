//! The pages behind API Gateway.

use secrecy::SecretString;
use sqlx::PgPool;
use zvarot_actions::passwords;
use zvarot_domain::{Locale, Role};
use zvarot_store::accounts::{self, NewAccount};

use crate::gateway::{PEER, Request};
use crate::runtime::Function;

/// As much as Lambda hands over at once.
const SIX_MEGABYTES: usize = 6 * 1024 * 1024;

// REQ: OPS-01 OPS-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn health_home_and_static_files_come_through_the_gateway(pool: PgPool) {
    let mut front = Function::start("front", &pool, &[]).await;
    let health = Request::get("/health/ready").send(&mut front).await;
    assert_eq!(
        (health.status, &health.json()["ready"]),
        (200, &true.into()),
        "{:?}",
        health.text()
    );

    let home = Request::get("/").send(&mut front).await;
    assert_eq!(home.status, 200);
    assert!(!home.was_base64, "plain text is handed over as such");
    assert!(home.header("content-type").starts_with("text/html"));
    assert!(
        home.text().contains("lang=\"be\""),
        "in the language that the browser asks for"
    );
    assert_eq!(home.header("x-trace-id").len(), 32);

    let path = regex::Regex::new("/static/[a-z-]+[0-9a-f]{12}\\.[a-z]+").expect("a pattern");
    let text = home.text().to_owned();
    let paths: std::collections::BTreeSet<&str> =
        path.find_iter(&text).map(|found| found.as_str()).collect();
    assert!(paths.len() >= 2, "{paths:?}");
    for path in paths {
        let plain = Request::get(path).send(&mut front).await;
        assert_eq!(plain.status, 200, "{path}");
        assert!(plain.header("cache-control").contains("immutable"));
        // Compressed bytes are no text: only base64 brings them through whole.
        let packed = Request::get(path)
            .with("accept-encoding", "br, gzip")
            .send(&mut front)
            .await;
        assert_eq!(packed.header("content-encoding"), "br", "{path}");
        assert!(
            packed.was_base64 && packed.body.len() < plain.body.len(),
            "{path}"
        );
    }
    let packed = Request::get("/")
        .with("accept-encoding", "gzip")
        .send(&mut front)
        .await;
    assert!(packed.was_base64 && packed.body.starts_with(&[0x1f, 0x8b]));

    let missing = Request::get("/no-such-page?x=1").send(&mut front).await;
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("Такой старонкі няма"));
}

/// An operator, who needs nothing but a role.
async fn operator(pool: &PgPool, login: &str, password: &str) {
    let hash = passwords::hash(SecretString::from(password))
        .await
        .expect("hashed");
    let mut connection = pool.acquire().await.expect("a connection");
    let now = zvarot_platform::Clock::system().now();
    let account = NewAccount {
        login,
        password_hash: &hash,
        display_name: "Аператар",
        locale: Locale::Be,
        phone: None,
        email: None,
    };
    let id = accounts::insert(&mut connection, &account, now)
        .await
        .expect("inserted");
    accounts::grant(&mut connection, id, Role::Operator, None)
        .await
        .expect("granted");
}

// REQ: OPS-01 IDN-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn signing_in_goes_by_cookies_and_forms_in_base64(pool: PgPool) {
    operator(&pool, "aperatar", "Berezina-tihaya-17").await;
    let mut front = Function::start("front", &pool, &[]).await;
    let page = Request::get("/sign-in").send(&mut front).await;
    assert_eq!(page.status, 200);
    let token = page.form_token();
    assert!(
        page.cookies()
            .iter()
            .all(|cookie| cookie.contains("Secure") && cookie.contains("HttpOnly"))
    );

    let form = |password: &str| {
        let fields = [
            ("csrf", token.as_str()),
            ("back", ""),
            ("login", "aperatar"),
            ("password", password),
        ];
        Request::form("/sign-in", &fields)
            .after(&page)
            .with("origin", "https://zvarot.example")
    };
    let wrong = form("не той").send(&mut front).await;
    assert_eq!(wrong.status, 422);
    let right = form("Berezina-tihaya-17").send(&mut front).await;
    assert_eq!(
        (right.status, right.header("location")),
        (303, "/operator"),
        "{}",
        right.text()
    );
    // Text that the gateway took for text.
    let again = form("Berezina-tihaya-17").send_as_text(&mut front).await;
    assert_eq!(again.status, 303);

    let inside = Request::get("/operator/system")
        .after(&right)
        .send(&mut front)
        .await;
    assert_eq!(inside.status, 200);
    let outside = Request::get("/operator/system").send(&mut front).await;
    assert_eq!(outside.status, 303, "only with the session's cookie");
    assert!(outside.header("location").starts_with("/sign-in"));

    // Whom the locks of IDN-04 are for: the one that the gateway names, not the gateway.
    let addresses: Vec<String> =
        sqlx::query_scalar("SELECT DISTINCT host(address) FROM security_events")
            .fetch_all(&pool)
            .await
            .expect("the journal");
    assert_eq!(addresses, [PEER]);
}

// REQ: SUB-02 OPS-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_body_longer_than_lambda_takes_is_refused_in_the_readers_language(pool: PgPool) {
    let mut front = Function::start("front", &pool, &[]).await;
    let page = Request::get("/sign-in").send(&mut front).await;
    let mut body = format!("csrf={}&login=", page.form_token()).into_bytes();
    body.resize(SIX_MEGABYTES + 1, b'a');
    let form = "application/x-www-form-urlencoded";
    let refused = Request::post("/sign-in", form, body.clone())
        .after(&page)
        .send(&mut front)
        .await;
    assert_eq!(refused.status, 413);
    assert!(refused.text().contains("lang=\"be\"") && refused.text().contains("Занадта вялікі"));
    let refused = Request::post("/sign-in", form, body)
        .after(&page)
        .send_as_text(&mut front)
        .await;
    assert_eq!(refused.status, 413);
    // The same program goes on.
    assert_eq!(Request::get("/").send(&mut front).await.status, 200);
}
