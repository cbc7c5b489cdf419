//! Similar appeals (BEY-01) for officials, and appeals repeated by their applicants (SUB-12).

use sqlx::PgPool;

use super::world::{Answer, World};

/// The part of a card with similar appeals.
fn similar(card: &Answer) -> String {
    let part = card.body.split("id=\"similar-title\"").nth(1).and_then(|rest| rest.split("</section>").next());
    part.unwrap_or_default().to_owned()
}

// REQ: BEY-01
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_card_shows_similar_appeals_the_applicants_own_first(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, maria, clerk) = (world.person("ivan").await, world.person("maria").await, world.person("clerk").await);
    let own = ivan.hand_in("Крыша школы протекает, просим отремонтировать крышу до зимы.").await;
    let others = maria.hand_in("Отремонтируйте крышу школы: она протекает каждую зиму!").await;
    let different = maria.hand_in("Во дворе сломаны качели, дети остались без площадки.").await;
    let asked = ivan.hand_in("Крышу школы до сих пор не отремонтировали, она протекает, зима близко.").await;
    let part = similar(&clerk.get(&format!("/work/appeals/{asked}")).await);
    let place = |number: &str| part.find(&format!("/work/appeals/{number}\""));
    assert!(place(&own).is_some() && place(&own) < place(&others), "{part}");
    assert_eq!((place(&different), place(&asked)), (None, None), "{part}");
    assert_eq!(part.matches("того же заявителя").count(), 1, "{part}");
    assert!(similar(&clerk.get(&format!("/work/appeals/{different}")).await).is_empty());
    // To the head personally and not moderated, or another organisation's: not there.
    for (number, change) in [
        (&own, "UPDATE appeals SET to_head = 'addressed' WHERE number = $1"),
        (&others, "UPDATE appeals SET organisation_id = (SELECT id FROM organisations WHERE unp = '100000002') WHERE number = $1"),
    ] {
        let number: i64 = number.parse().expect("digits");
        sqlx::query(change).bind(number).execute(&world.pool).await.expect("written");
    }
    assert!(similar(&clerk.get(&format!("/work/appeals/{asked}")).await).is_empty());
}

// REQ: SUB-12
// REQ: BEY-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answered_appeal_is_repeated_with_what_was_written(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу школы.").await;
    let (card, path) = (format!("/appeals/{number}"), format!("/appeals/{number}/again"));
    assert!(!ivan.get(&card).await.body.contains(&path), "nothing was answered yet");
    assert_eq!(ivan.post(&path, &[]).await.status, 404);
    assert_eq!(clerk.register(&number).await.status, 303);
    assert_eq!(clerk.answer(&number, "Крыша будет починена.").await.status, 303);
    assert!(ivan.get(&card).await.body.contains(&path));
    for login in ["maria", "clerk", "hospital-clerk", "operator"] {
        assert_eq!(world.person(login).await.post(&path, &[]).await.status, 404, "{login}");
    }
    let begun = ivan.post(&path, &[]).await;
    assert!(begun.status == 303 && begun.location().starts_with("/drafts/"), "{}", begun.body);
    let draft = ivan.get(begun.location()).await;
    assert!(draft.body.contains("Прошу починить крышу школы.") && draft.body.contains("Повторно"), "{}", draft.body);
    assert!(draft.body.contains(&world.council.to_string()), "{}", draft.body);
    assert_eq!(world.count("SELECT count(*) FROM appeals").await, 1, "a draft is no appeal");
}
