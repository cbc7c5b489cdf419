//! «Ключи API» as the external administrator uses it (EDM-01).

use sqlx::PgPool;
use uuid::Uuid;

use super::world::World;

fn mark() -> String {
    Uuid::now_v7().to_string()
}

// REQ: EDM-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_new_key_is_given_beside_the_old_one_or_in_its_place_at_once(pool: PgPool) {
    let world = World::new(pool).await;
    let administrator = world.person("external").await;
    let made = administrator.post("/services/keys", &[("name", "СЭД"), ("mark", &mark())]).await;
    assert!(made.status == 200 && made.body.contains("Secret Access Key"), "{}", made.body);
    let client = world.texts("SELECT id::text FROM api_clients WHERE name = 'СЭД'").await.remove(0);
    // The world's clock stands.
    let valid = "SELECT count(*) FROM api_client_secrets JOIN api_clients ON api_clients.id = client_id
        WHERE name = 'СЭД' AND (expires_at IS NULL OR expires_at > api_client_secrets.created_at)";
    let rotate = async |old: &str| administrator.post("/services/keys/rotate", &[("client", &client), ("old", old), ("mark", &mark())]).await;
    let page = administrator.get("/services/keys").await;
    assert!(page.body.contains("value=\"holds\" checked") && page.body.contains("value=\"ends\""), "{}", page.body);
    assert_eq!(rotate("holds").await.status, 200);
    assert_eq!(world.count(valid).await, 2, "both hold");
    assert_eq!(rotate("for ever").await.status, 400);
    assert_eq!(world.count(valid).await, 2);
    let given = rotate("ends").await;
    assert!(given.status == 200 && given.body.contains("Secret Access Key"), "{}", given.body);
    assert_eq!(world.count(valid).await, 1, "it got into other hands: only the new one holds");
}

// REQ: EDM-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_form_that_comes_again_gives_no_second_key(pool: PgPool) {
    let world = World::new(pool).await;
    let administrator = world.person("external").await;
    let mark = administrator.get("/services/keys").await.value("mark");
    let create = async || administrator.post("/services/keys", &[("name", "СЭД"), ("mark", &mark)]).await;
    // A button pressed twice.
    let (one, other) = tokio::join!(create(), create());
    let again = create().await;
    let mut answers = [&one, &other, &again];
    answers.sort_by_key(|answer| answer.status);
    assert_eq!(answers.map(|answer| answer.status), [200, 409, 409], "{}", again.body);
    assert_eq!(answers.map(|answer| answer.body.contains("Secret Access Key")), [true, false, false]);
    assert!(again.body.contains("Ключ программе «СЭД» уже выдан"), "{}", again.body);
    assert_eq!(world.count("SELECT count(*) FROM api_clients").await, 1);
    let secrets = "SELECT count(*) FROM api_client_secrets WHERE expires_at IS NULL";
    assert_eq!(world.count(secrets).await, 1);

    let client = world.texts("SELECT id::text FROM api_clients").await.remove(0);
    let page = administrator.get("/services/keys").await;
    let mark = page.value("mark");
    let rotate = async || administrator.post("/services/keys/rotate", &[("client", &client), ("old", "ends"), ("mark", &mark)]).await;
    assert!(rotate().await.body.contains("Secret Access Key"));
    let given = world.texts("SELECT encode(secret_hash, 'hex') FROM api_client_secrets WHERE expires_at IS NULL").await;
    let again = rotate().await;
    assert_eq!(again.status, 409);
    assert!(again.body.contains("Ключ программе «СЭД» уже выдан") && !again.body.contains("Secret Access Key"), "{}", again.body);
    let stays = world.texts("SELECT encode(secret_hash, 'hex') FROM api_client_secrets WHERE expires_at IS NULL").await;
    assert_eq!(stays, given, "the secret that was shown holds");
    assert_eq!(world.count("SELECT count(*) FROM api_client_secrets").await, 2);
    assert_eq!(administrator.post("/services/keys", &[("name", "Без метки")]).await.status, 400);
}
