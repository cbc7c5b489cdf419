//! Letter templates: kept by those whose they are, put into an answer with scripts off.

use sqlx::PgPool;

use super::world::{Person, World};

async fn add(person: &Person<'_>, name: &str, locale: &str, text: &str) -> u16 {
    person.post("/templates/new", &[("name", name), ("locale", locale), ("text", text)]).await.status
}

// REQ: REV-11
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_template_is_put_behind_what_is_typed_with_its_fields_filled(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk, operator, stranger) =
        (world.person("ivan").await, world.person("clerk").await, world.person("operator").await, world.person("hospital-clerk").await);
    assert_eq!(add(&clerk, "Свой", "ru", "Уважаемый(ая) {applicant}! <b>Срок</b> {due}, номер {number}, {today}.").await, 303);
    assert_eq!(add(&operator, "Для всех", "ru", "С уважением, {official}, {organisation}").await, 303);
    assert_eq!(add(&clerk, "Беларускі", "be", "Паважаны!").await, 303);
    assert_eq!(add(&stranger, "Чужой", "ru", "Чужое").await, 303);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    let path = format!("/work/appeals/{number}/answer");
    let form = clerk.get(&path).await;
    assert!(form.body.contains(">Свой<") && form.body.contains(">Для всех (общий)<"), "{}", form.body);
    assert!(!form.body.contains("Чужой") && !form.body.contains("Беларускі"), "of this organisation and language only");
    let version = form.value("version");
    let id = |name: &'static str| {
        let options = form.body.split("<option value=\"");
        let found = options.filter(|option| option.contains(name)).filter_map(|option| option.split('"').next());
        found.last().expect("it is there").to_owned()
    };
    let fields = [("version", version.as_str()), ("text", "Уже набрано."), ("number", "5"), ("template", &id("Свой")), ("insert", "yes")];
    let inserted = clerk.post(&path, &fields).await;
    assert_eq!(inserted.status, 200, "{}", inserted.body);
    let text = inserted.body.split("<textarea id=\"text\"").nth(1).and_then(|rest| rest.split("</textarea>").next()).expect("a field");
    let text = text.replace("&#40;", "(").replace("&#41;", ")");
    assert!(text.contains("Уже набрано.\n\nУважаемый(ая) Купава Мария! &#60;b&#62;Срок"), "{text}");
    assert!(text.contains("8 декабря 2026") && !text.contains('{'), "{text}");
    assert_eq!(inserted.value("number"), "5", "nothing typed is lost");
    assert_eq!(world.count("SELECT count(*) FROM answers").await, 0);
    // So it is in a message to the applicant.
    let write = format!("/work/appeals/{number}/message");
    let fields = [("version", version.as_str()), ("message_kind", "answer"), ("text", "Добрый день."), ("template", &id("Свой")), ("insert", "yes")];
    assert!(clerk.get(&write).await.body.contains(">Свой<"));
    let inserted = clerk.post(&write, &fields).await;
    assert!(inserted.status == 200 && inserted.body.contains("Добрый день.\n\nУважаемый"), "{}", inserted.body);
    assert!(inserted.body.contains("value=\"answer\" checked"), "nothing chosen is lost: {}", inserted.body);
    assert_eq!(world.count("SELECT count(*) FROM appeal_messages").await, 0);
    // So it is in a covering letter and in a notice of leaving; nothing is sent by it.
    let head = world.person("head").await;
    for (who, what) in [(&clerk, "redirect"), (&head, "leave")] {
        let write = format!("/work/appeals/{number}/{what}");
        assert!(who.get(&write).await.body.contains(">Свой<"), "{what}");
        let fields = [("version", version.as_str()), ("explanation", "Добрый день."), ("template", &id("Свой")), ("insert", "yes")];
        let inserted = who.post(&write, &fields).await;
        assert!(inserted.status == 200 && inserted.body.contains("Добрый день.\n\nУважаемый"), "{what}: {}", inserted.body);
    }
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["registered"]);
    // Another organisation's cannot be had by its id.
    let foreign = world.texts("SELECT id::text FROM letter_templates WHERE name = 'Чужой'").await.remove(0);
    let fields = [("version", version.as_str()), ("text", ""), ("template", &foreign), ("insert", "yes")];
    assert_eq!(clerk.post(&path, &fields).await.status, 404);
}

// REQ: REV-11
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn templates_are_kept_by_those_whose_they_are(pool: PgPool) {
    let world = World::new(pool).await;
    let (clerk, stranger, operator) = (world.person("clerk").await, world.person("hospital-clerk").await, world.person("operator").await);
    let wrong = clerk.post("/templates/new", &[("name", "Письмо"), ("locale", "ru"), ("text", "Уважаемый {surname}!")]).await;
    assert!(wrong.status == 422 && wrong.blames("text") && wrong.body.contains("Уважаемый"), "{}", wrong.body);
    assert_eq!(add(&clerk, "Письмо", "ru", "Текст").await, 303);
    assert_eq!(add(&clerk, "Письмо", "ru", "Другой").await, 422, "the name is taken");
    assert_eq!(add(&stranger, "Письмо", "ru", "Чужой").await, 303, "not by another organisation's");
    let id = world.texts("SELECT id::text FROM letter_templates WHERE text = 'Текст'").await.remove(0);
    let path = format!("/templates/{id}");
    let fields = [("name", "Письмо"), ("locale", "ru"), ("text", "Взломано")];
    for person in [&stranger, &operator] {
        assert_eq!(person.get(&path).await.status, 404);
        assert_eq!(person.post(&path, &fields).await.status, 404);
        assert_eq!(person.post(&format!("{path}/remove"), &[]).await.status, 404);
    }
    for login in ["ivan", "head", "executor", "authorised"] {
        let person = world.person(login).await;
        assert_eq!(person.get("/templates").await.status, 404, "{login}");
        assert_eq!(person.post("/templates/new", &fields).await.status, 404, "{login}");
    }
    assert_eq!(clerk.post(&path, &[("name", "Письмо"), ("locale", "be"), ("text", "Тэкст {index}")]).await.status, 303);
    assert!(clerk.get(&path).await.body.contains("Тэкст {index}"));
    assert_eq!(world.person("external").await.post(&format!("{path}/remove"), &[]).await.status, 303);
    assert_eq!(world.texts("SELECT text FROM letter_templates").await, ["Чужой"]);
}
