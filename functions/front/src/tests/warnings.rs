//! What an official is warned of before an answer goes out (BEY-08): shown once, obeyed or not, nothing typed is lost.

use sqlx::PgPool;

use super::world::World;

// REQ: BEY-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_with_warnings_goes_out_when_the_official_says_so(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Когда починят крышу? Куда обратиться за справкой о составе семьи?").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    let path = format!("/work/appeals/{number}/answer");
    let version = clerk.get(&path).await.value("version");
    let text = "У рамонце даха адмоўлена. Скардзіўся сусед Пятроў Іван Сяргеевіч, тэл. +375 44 765-43-21.";
    let typed = [("version", version.as_str()), ("text", text), ("outcome", "refused"), ("number", "5"), ("dated", "2026-11-23")];
    let before = world.state_of_appeals().await;
    for button in ["preview", "send"] {
        let look = clerk.post(&path, &[typed.as_slice(), &[(button, "yes")]].concat()).await;
        assert_eq!(look.status, 200, "{button}: {}", look.body);
        for words in ["не на языке обращения", "порядок его обжалования", "за справкой", "+375 44 765-43-21", "Пятроў Іван Сяргеевіч", "Отправить все равно"] {
            assert!(look.body.contains(words), "{button} {words}: {}", look.body);
        }
        let kept = ["version", "text", "outcome", "number", "dated"].map(|name| look.value(name));
        assert_eq!(kept, [version.as_str(), text, "refused", "5", "2026-11-23"], "{button}");
        assert_eq!(look.value("warned"), "yes");
        assert_eq!(world.state_of_appeals().await, before, "{button}: nothing has gone out");
    }
    // Back to the form with everything typed; then it is sent as it is.
    let form = clerk.post(&path, &[typed.as_slice(), &[("warned", "yes"), ("edit", "yes")]].concat()).await;
    assert!(form.status == 200 && form.body.contains(text) && form.value("number") == "5", "{}", form.body);
    assert!(form.value("warned").is_empty(), "the next look warns again");
    let sent = clerk.post(&path, &[typed.as_slice(), &[("warned", "yes"), ("send", "yes")]].concat()).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(world.count("SELECT count(*) FROM answers").await, 1);
}

// REQ: BEY-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_without_warnings_goes_out_at_once_and_faults_come_first(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    let path = format!("/work/appeals/{number}/answer");
    let version = clerk.get(&path).await.value("version");
    let wrong = [("version", version.as_str()), ("text", "В ремонте отказано."), ("outcome", ""), ("number", "5"), ("dated", "2026-11-23"), ("send", "yes")];
    let answer = clerk.post(&path, &wrong).await;
    assert!(answer.status == 422 && answer.blames("outcome"), "{}", answer.body);
    assert_eq!(clerk.answer(&number, "Крыша починена, комиссия приняла работы.").await.status, 303);
}
