//! No page is a dead end: a refusal leads back to what it is about, and of very many topics one can be found.

use sqlx::PgPool;

use super::world::World;

// REQ: REV-13
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_refusal_leads_to_the_appeal_and_says_what_was_done(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    let card = format!("/work/appeals/{number}");
    assert_eq!(clerk.register(&number).await.status, 303);
    let late = clerk.get(&format!("{card}/register")).await;
    assert_eq!(late.status, 409, "{}", late.body);
    assert!(late.body.contains(&format!("<a class=\"button\" href=\"{card}\">Открыть карточку обращения</a>")), "{}", late.body);
    assert!(late.body.contains("Последнее изменение: Зарегистрировано, Купава Мария, 23.11.2026, 10:00"), "{}", late.body);
    assert_eq!(clerk.answer(&number, "Сделано.").await.status, 303);
    let own = format!("/appeals/{number}");
    let late = ivan.get(&format!("{own}/withdraw")).await;
    assert_eq!(late.status, 409, "{}", late.body);
    assert!(late.body.contains(&format!("<a class=\"button\" href=\"{own}\">Открыть обращение</a>")), "{}", late.body);
    // A page that may not be known of leads nowhere.
    let stranger = world.person("hospital-clerk").await.get(&format!("{card}/register")).await;
    assert!(stranger.status == 404 && !stranger.body.contains(&card), "{}", stranger.body);
}

// REQ: SUB-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_topic_is_found_by_an_everyday_word_or_by_looking_through_the_sections(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let draft = ivan.begin_draft().await;
    let paper = clerk.post("/work/paper", &[]).await.location().to_owned();
    for (person, path) in [(&ivan, &draft), (&clerk, &paper)] {
        let version = person.get(path).await.value("version");
        let fields = |typed: &'static str, version: String| vec![("version", version), ("topic_query", typed.to_owned()), ("find", "topic".to_owned())];
        let mut version = version;
        for (typed, finds) in [("лифт", Some("07-06")), ("", None), ("абракадабра", None)] {
            let sent = fields(typed, version);
            let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let mut page = person.post(path, &sent).await;
            if page.status == 303 {
                page = person.get(page.location()).await;
            }
            assert_eq!(page.status, 200, "{path} {typed}: {}", page.body);
            let radio = |code: &str| page.body.contains(&format!("<input type=\"radio\" name=\"topic\" value=\"{code}\""));
            if let Some(code) = finds {
                assert!(radio(code), "{path} {typed}: {}", page.body);
            } else {
                let sections = page.body.matches("<summary>").count();
                assert!(sections >= 25 && radio("01-01") && radio("26") && radio("25-02"), "{path} {typed}: {}", page.body);
            }
            version = page.value("version");
        }
    }
    let sections = ivan.get("/suggest/topics/sections").await.body;
    assert!(sections.contains("\"of\":\"07\"") && sections.contains("\"value\":\"29\""), "{sections}");
    let within = ivan.get("/suggest/topics/sections?of=07").await.body;
    assert!(within.contains("\"value\":\"07-06\"") && !within.contains("08-01"), "{within}");
    assert!(ivan.get("/suggest/topics?q=%D0%BB%D0%B8%D1%84%D1%82").await.body.contains("07-06"));
    assert_ne!(world.visitor().get("/suggest/topics/sections").await.status, 200);
}
