//! «Ключи API» as the external administrator uses it (EDM-01).

use sqlx::PgPool;

use super::world::World;

// REQ: EDM-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_new_key_is_given_beside_the_old_one_or_in_its_place_at_once(pool: PgPool) {
    let world = World::new(pool).await;
    let administrator = world.person("external").await;
    let made = administrator.post("/services/keys", &[("name", "СЭД")]).await;
    assert!(made.status == 200 && made.body.contains("Secret Access Key"), "{}", made.body);
    let client = world.texts("SELECT id::text FROM api_clients WHERE name = 'СЭД'").await.remove(0);
    // The world's clock stands.
    let valid = "SELECT count(*) FROM api_client_secrets JOIN api_clients ON api_clients.id = client_id
        WHERE name = 'СЭД' AND (expires_at IS NULL OR expires_at > api_client_secrets.created_at)";
    let rotate = async |old: &str| administrator.post("/services/keys/rotate", &[("client", &client), ("old", old)]).await;
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
