//! The pages of packages of СМДО: who has what went wrong tried again, and what the pages say of it.

use sqlx::PgPool;

use super::world::World;

const MADE: &str = "INSERT INTO smdo_incoming (id, sender_code, msg_id, router_package_id, object_key, state, organisation_id, faults, received_at, handled_at)
    SELECT gen_random_uuid(), 'Org1', organisation_id::text, 'p', 'exchange/in/none', 'failed', organisation_id,
        '[{\"code\": 900, \"place\": \"a file of the answer is still being checked\"}]', now(), now()
    FROM account_roles JOIN accounts ON accounts.id = account_id WHERE login IN ('clerk', 'hospital-clerk')";

// REQ: SMD-02
// REQ: SMD-03
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_message_that_could_not_be_handled_is_tried_again_by_its_organisation_or_the_chief_administrator(pool: PgPool) {
    let world = World::new(pool).await;
    sqlx::query(MADE).execute(&world.pool).await.expect("written");
    let of = async |login: &'static str| {
        let page = "SELECT '/exchange/incoming/' || smdo_incoming.id FROM smdo_incoming JOIN account_roles USING (organisation_id)
            JOIN accounts ON accounts.id = account_id WHERE login = $1";
        sqlx::query_scalar::<_, String>(page).bind(login).fetch_one(&world.pool).await.expect("read")
    };
    let pages = [of("clerk").await, of("hospital-clerk").await];
    let open = "SELECT count(*) FROM smdo_incoming JOIN jobs ON payload ->> 'incoming_id' = smdo_incoming.id::text
        WHERE smdo_incoming.state = 'stored' AND jobs.kind = 'handle_incoming'";
    for login in ["hospital-clerk", "ivan", "executor", "operator"] {
        let person = world.person(login).await;
        assert_eq!(person.get(&pages[0]).await.status, 404, "{login}");
        assert_eq!(person.post(&format!("{}/retry", pages[0]), &[]).await.status, 404, "{login}");
    }
    assert_eq!(world.count(open).await, 0);
    for (login, page, after) in [("clerk", &pages[0], 1), ("chief", &pages[1], 2)] {
        let person = world.person(login).await;
        let shown = person.get(page).await.body;
        assert!(shown.contains("Проверка файлов ответа так и не закончилась") && shown.contains("Обработать еще раз"), "{shown}");
        let path = format!("{page}/retry");
        let answer = person.post(&path, &[]).await;
        assert_eq!((answer.status, answer.location()), (303, format!("{page}?done=retry").as_str()));
        assert_eq!(person.post(&path, &[]).await.status, 303, "pressed twice");
        assert_eq!(world.count(open).await, after);
        assert!(!person.get(page).await.body.contains("Обработать еще раз"));
    }
    assert_eq!(world.count("SELECT count(*) FROM security_events WHERE kind = 'smdo_looked_anew'").await, 2);
}

// REQ: SMD-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_silent_package_says_that_it_may_arrive_twice(pool: PgPool) {
    let world = World::new(pool).await;
    world.person("ivan").await.hand_in("Прошу починить крышу.").await;
    sqlx::query("INSERT INTO smdo_packages (id, kind, organisation_id, appeal_id, receiver_code, receiver_name, msg_id, state, created_at, sent_at)
        SELECT gen_random_uuid(), 'appeal', organisation_id, id, 'Org1', 'Исполком', gen_random_uuid(), 'silent', now(), now() FROM appeals")
        .execute(&world.pool).await.expect("written");
    let page = world.texts("SELECT '/exchange/packages/' || id FROM smdo_packages").await.remove(0);
    let clerk = world.person("clerk").await;
    assert!(clerk.get("/exchange?state=silent").await.body.contains(&page));
    let shown = clerk.get(&page).await.body;
    assert!(shown.contains("Нет ответа получателя") && shown.contains("увидит обращение дважды"), "{shown}");
    assert_eq!(clerk.post(&format!("{page}/retry"), &[]).await.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM smdo_packages WHERE state = 'forming' AND repeats = 1").await, 1);
}
