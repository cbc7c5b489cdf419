//! Drafts: saved as one types, resumed on another device, never overwritten by a page that is older.

use sqlx::PgPool;

use super::world::World;

// REQ: SUB-11
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_old_page_does_not_overwrite_what_was_saved_on_another_device(pool: PgPool) {
    let world = World::new(pool).await;
    let (telephone, desk) = (world.person("ivan").await, world.person("ivan").await);
    let draft = telephone.begin_draft().await;
    let old = telephone.get(&draft).await.value("version");
    let autosave = format!("{draft}/autosave");
    let saved = desk.save_draft(&autosave, &old, "Написано за столом.", "autosave").await;
    assert_eq!(saved.status, 200, "{}", saved.body);

    // The script of the old page is told and saves nothing.
    let refused = telephone.save_draft(&autosave, &old, "Написано в дороге.", "autosave").await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert_eq!(content(&world).await, "Написано за столом.");
    // So is its reader without scripts, who finds again what was typed, by every button.
    for button in ["save", "submit", "find", "add_file"] {
        let page = telephone.save_draft(&draft, &old, "Написано в дороге.", button).await;
        assert_eq!(page.status, 422, "{button}: {}", page.body);
        assert!(page.body.contains("Написано в дороге.") && page.body.contains("изменен в другом окне"), "{button}");
        assert_eq!(content(&world).await, "Написано за столом.", "{button}");
        assert_eq!(world.count("SELECT count(*) FROM appeals").await, 0);
    }
    // Saved once more after that, it is a decision.
    let page = telephone.save_draft(&draft, &old, "Написано в дороге.", "save").await;
    let newer = page.value("version");
    let saved = telephone.save_draft(&draft, &newer, "Написано в дороге.", "save").await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    assert_eq!(content(&world).await, "Написано в дороге.");
}

// REQ: SUB-11
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_draft_goes_on_elsewhere_and_the_same_saved_twice_is_no_conflict(pool: PgPool) {
    let world = World::new(pool).await;
    let (telephone, desk) = (world.person("ivan").await, world.person("ivan").await);
    let draft = telephone.begin_draft().await;
    let version = telephone.get(&draft).await.value("version");
    let text = "Прошу починить крышу: течет с марта.";
    for _ in 0..2 {
        let saved = telephone.save_draft(&draft, &version, text, "save").await;
        assert_eq!(saved.status, 303, "the reply to the first was lost: {}", saved.body);
    }
    let list = desk.get("/appeals").await;
    assert!(list.body.contains(&draft) && list.body.contains(text));
    let page = desk.get(&draft).await;
    assert!(page.body.contains(text));
    let submitted = desk.save_draft(&draft, &page.value("version"), text, "submit").await;
    assert!(submitted.location().ends_with("/receipt"), "{}", submitted.body);
    assert!(!telephone.get("/appeals").await.body.contains(&draft), "it is a draft no more");
    // The page left open on the other device leads to what became of it, and saves nothing; nobody else is led there.
    let number = submitted.location().trim_start_matches("/appeals/").trim_end_matches("/receipt").to_owned();
    let became = format!("/appeals/{number}");
    let late = telephone.save_draft(&draft, &version, "другое", "save").await;
    assert_eq!((late.status, late.location()), (303, became.as_str()), "{}", late.body);
    for address in [draft.clone(), format!("{draft}/before")] {
        let old = telephone.get(&address).await;
        assert_eq!((old.status, old.location()), (303, became.as_str()), "{address}");
        assert_eq!(world.person("maria").await.get(&address).await.status, 404, "{address}");
    }
    assert_eq!(world.texts("SELECT content FROM appeals").await, [text]);
}

async fn content(world: &World) -> String {
    world.texts("SELECT form->>'content' FROM drafts").await.join("|")
}
