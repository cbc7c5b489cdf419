//! An appeal with several questions on the pages (BEY-09): split by the clerk, named by resolutions, answered one by one.

use sqlx::PgPool;

use super::world::{Answer, Person, World};

const SPLIT: [(&str, &str); 4] =
    [("questions/0/text", "Когда починят крышу"), ("questions/0/topic", "07-08"), ("questions/2/text", "Кто уберёт двор"), ("questions/2/topic", "26")];

/// Sends the form of an action as it was opened now.
async fn send(person: &Person<'_>, number: &str, what: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/work/appeals/{number}/{what}");
    let version = person.get(&path).await.value("version");
    let all: Vec<(&str, &str)> = [("version", version.as_str())].iter().chain(fields).copied().collect();
    person.post(&path, &all).await
}

async fn registered(world: &World) -> String {
    let number = world.person("ivan").await.hand_in("Прошу починить крышу и убрать двор.").await;
    assert_eq!(world.person("clerk").await.register(&number).await.status, 303);
    number
}

// REQ: BEY-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn each_question_has_its_topic_and_its_result_which_the_applicant_reads(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    assert_eq!(send(&clerk, &number, "questions", &SPLIT[..2]).await.status, 422, "one alone is no split");
    assert_eq!(send(&clerk, &number, "questions", &[SPLIT[0], ("questions/0/topic", "99-99"), SPLIT[2], SPLIT[3]]).await.status, 422);
    let more = send(&clerk, &number, "questions", &[SPLIT.as_slice(), &[("more", "yes")]].concat()).await;
    assert!(more.status == 200 && more.body.contains("questions/4/text"), "{}", more.body);
    assert_eq!(send(&clerk, &number, "questions", &SPLIT).await.status, 303);
    let card = clerk.get(&format!("/work/appeals/{number}")).await.body;
    for part in ["Вопросы обращения", "Когда починят крышу", "Кто уберёт двор", "resolutions/new?question=2", "Записаны вопросы обращения"] {
        assert!(card.contains(part), "{part}: {card}");
    }
    let resolution = world.person("head").await.get(&format!("/work/appeals/{number}/resolutions/new?question=2")).await;
    assert!(resolution.body.contains("По вопросу 2: Кто уберёт двор"), "{}", resolution.body);

    let answer = [("text", "Крышу починят, двор убран."), ("outcome", "partly_satisfied"), ("number", "5"), ("dated", "2026-11-23"), ("send", "yes")];
    let first = [("questions/0/outcome", "refused")];
    let unanswered = send(&clerk, &number, "answer", &[&answer[..], &first].concat()).await;
    assert_eq!(unanswered.status, 422, "every question is answered: {}", unanswered.body);
    assert!(unanswered.body.contains("questions/1/outcome-fault"), "{}", unanswered.body);
    let results = [("questions/0/outcome", "refused"), ("questions/1/outcome", "satisfied"), ("warned", "yes")];
    let preview = [&answer[..4], &results, &[("preview", "yes")]].concat();
    assert_eq!(send(&clerk, &number, "answer", &preview).await.status, 303);
    let preview = clerk.get(&format!("/work/appeals/{number}/answer/preview")).await;
    for part in ["name=\"questions/0/outcome\" value=\"refused\"", "name=\"questions/1/outcome\" value=\"satisfied\""] {
        assert!(preview.body.contains(part), "{part}: {}", preview.body);
    }
    let done = send(&clerk, &number, "answer", &[&answer[..], &results].concat()).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let card = clerk.get(&format!("/work/appeals/{number}")).await.body;
    for part in ["1. Когда починят крышу: Отказано", "2. Кто уберёт двор: Удовлетворено"] {
        assert!(card.contains(part), "{part}: {card}");
    }
    let read = ivan.get(&format!("/appeals/{number}")).await.body;
    let questions = read.split("questions-title").nth(2).and_then(|rest| rest.split("</section>").next()).unwrap_or_default();
    let place = |text: &str| questions.find(text);
    assert!(place("Когда починят крышу") < place("Отказано") && place("Отказано") < place("Кто уберёт двор"), "{read}");
    assert!(place("Кто уберёт двор") < place("Удовлетворено"), "{read}");
    assert_eq!(world.texts("SELECT topic_code || outcome FROM appeal_questions").await, ["07-08refused", "26satisfied"]);
}

// REQ: BEY-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn questions_are_put_together_again_where_all_rows_are_empty(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let clerk = world.person("clerk").await;
    assert_eq!(send(&clerk, &number, "questions", &SPLIT).await.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM appeal_questions").await, 2);
    assert_eq!(send(&clerk, &number, "questions", &[("questions/0/text", ""), ("questions/0/topic", "")]).await.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM appeal_questions").await, 0);
    assert_eq!(clerk.answer(&number, "Сделано.").await.status, 303);
}

const ANSWER: [(&str, &str); 4] = [("text", "Крышу починят."), ("outcome", "partly_satisfied"), ("number", "5"), ("dated", "2026-11-23")];

// REQ: BEY-09
// REQ: REV-12
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn results_are_kept_with_the_answer_and_never_jump_to_another_question(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let clerk = world.person("clerk").await;
    assert_eq!(send(&clerk, &number, "questions", &SPLIT).await.status, 303);
    let path = format!("/work/appeals/{number}/answer");
    let opened = clerk.get(&path).await;
    let hidden = ["version", "asked"].map(|name| (name, opened.value(name)));
    let hidden: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let refused = [("questions/0/outcome", "refused")];
    let away = clerk.post(&path, &[&hidden[..], &ANSWER, &refused, &[("add_file", "yes")]].concat()).await;
    assert_eq!(away.status, 303, "{}", away.body);
    let chosen = |body: &str| {
        let radios = body.split("<label").filter(|label| label.contains("questions/") && label.contains("checked"));
        radios.map(|label| (label.contains("questions/0/outcome"), label.contains("value=\"refused\""))).collect::<Vec<_>>()
    };
    assert_eq!(chosen(&clerk.get(&path).await.body), [(true, true)]);
    // Another one puts the questions in another order meanwhile.
    let turned = [("questions/0/text", "Кто уберёт двор"), ("questions/0/topic", "26"), ("questions/1/text", "Когда починят крышу"), ("questions/1/topic", "07-08")];
    assert_eq!(send(&clerk, &number, "questions", &turned).await.status, 303);
    let again = clerk.post(&path, &[&hidden[..], &ANSWER, &refused, &[("questions/1/outcome", "satisfied"), ("preview", "yes")]].concat()).await;
    assert_eq!((again.status, chosen(&again.body)), (409, vec![]), "{}", again.body);
    assert!(again.body.contains("Крышу починят."), "the rest stays: {}", again.body);
    assert_eq!(chosen(&clerk.get(&path).await.body), [], "kept results are of the questions as they were");
}

// REQ: CTL-03
// REQ: BEY-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_question_that_was_sent_on_has_its_result_elsewhere(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let clerk = world.person("clerk").await;
    assert_eq!(send(&clerk, &number, "questions", &SPLIT).await.status, 303);
    let hospital = world.texts("SELECT id::text FROM organisations WHERE id <> (SELECT organisation_id FROM appeals LIMIT 1) ORDER BY name_ru LIMIT 1").await.remove(0);
    let part = |sent: &'static [(&'static str, &'static str)], typed: &'static str| {
        let fixed = [("extent", "part"), ("questions", typed), ("explanation", "Направляем."), ("redirect_date", "2026-11-23"), ("send", "yes")];
        [&fixed[..], sent].concat()
    };
    let form = clerk.get(&format!("/work/appeals/{number}/redirect")).await.body;
    assert!(form.contains("name=\"sent/1\"") && form.contains("name=\"sent/2\""), "{form}");
    let to = [("receivers", hospital.as_str())];
    let all = send(&clerk, &number, "redirect", &[part(&[("sent/1", "yes"), ("sent/2", "yes")], "").as_slice(), &to].concat()).await;
    assert!(all.status == 422 && all.body.contains("выберите обращение целиком"), "{}", all.body);
    let done = send(&clerk, &number, "redirect", &[part(&[("sent/2", "yes")], "И о заборе.").as_slice(), &to].concat()).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(world.texts("SELECT data ->> 'questions' FROM appeal_events WHERE kind = 'redirected_part'").await, ["Кто уберёт двор\nИ о заборе."]);
    let card = clerk.get(&format!("/work/appeals/{number}")).await.body;
    assert!(card.contains("Направлен в другую организацию"), "{card}");
    let form = clerk.get(&format!("/work/appeals/{number}/answer")).await.body;
    assert!(form.contains("name=\"questions/0/outcome\"") && !form.contains("name=\"questions/1/outcome\""), "{form}");
    let done = send(&clerk, &number, "answer", &[&ANSWER[..], &[("questions/0/outcome", "refused"), ("warned", "yes"), ("send", "yes")]].concat()).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(world.texts("SELECT topic_code || coalesce(outcome, '-') FROM appeal_questions ORDER BY position").await, ["07-08refused", "26-"]);
}

// REQ: BEY-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_fault_says_which_question_it_is_about(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let clerk = world.person("clerk").await;
    let fields = [("questions/0/text", "Когда починят крышу"), ("questions/0/topic", "07-08"), ("questions/1/text", "Кто уберёт двор"), ("questions/1/topic", "")];
    let refused = send(&clerk, &number, "questions", &fields).await;
    assert!(refused.status == 422 && refused.blames("questions/1/topic"), "{}", refused.body);
    assert!(refused.body.contains("Вопрос 2, тема: Заполните это поле."), "{}", refused.body);
    assert_eq!(refused.body.matches("class=\"fault\"").count(), 1, "{}", refused.body);
    assert_eq!(send(&clerk, &number, "questions", &SPLIT).await.status, 303);
    let refused = send(&clerk, &number, "answer", &[&ANSWER[..], &[("questions/0/outcome", "refused"), ("send", "yes")]].concat()).await;
    assert!(refused.body.contains("Вопрос 2, результат: "), "{}", refused.body);
}
