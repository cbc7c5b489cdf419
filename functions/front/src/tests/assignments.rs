//! What organisations want of one another, as people of both do it on the pages.

use sqlx::PgPool;

use super::resolutions::Place;
use super::world::{Answer, Person, World, organisation};

async fn registered(world: &World) -> String {
    let number = world.person("ivan").await.hand_in("Прошу починить крышу и лифт.").await;
    assert_eq!(world.person("clerk").await.register(&number).await.status, 303);
    number
}

async fn hospital(world: &World) -> String {
    world.texts("SELECT id::text FROM organisations WHERE unp = '100000002'").await.remove(0)
}

/// Sends a form of the card as it was opened now.
async fn send(person: &Person<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let version = person.get(path).await.value("version");
    // Who finds no form sends one all the same.
    let version = if version.is_empty() { "1".to_owned() } else { version };
    let first = [("version", version.as_str()), ("send", "yes")];
    let own = first.iter().filter(|(name, _)| fields.iter().all(|(given, _)| given != name));
    let fields: Vec<_> = own.chain(fields).copied().collect();
    person.post(path, &fields).await
}

/// The page of the only assignment.
async fn page_of(world: &World) -> String {
    let id = world.texts("SELECT id::text FROM assignments").await.remove(0);
    format!("/work/assignments/{id}")
}

// REQ: CTL-01
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_request_shows_what_was_chosen_and_is_answered_there(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let (clerk, receiver) = (world.person("clerk").await, world.person("hospital-clerk").await);
    let (path, to) = (format!("/work/appeals/{number}/request"), hospital(&world).await);
    assert!(clerk.get(&path).await.body.contains("не позже срока обращения: вторник, 8 декабря 2026"));
    let before = world.state_of_appeals().await;
    for (fields, wrong) in [
        (vec![("receiver", ""), ("text", "Когда ремонт?"), ("due_on", "2026-12-01")], "receiver"),
        (vec![("receiver", to.as_str()), ("text", " "), ("due_on", "2026-12-01")], "text"),
        (vec![("receiver", to.as_str()), ("text", "Когда ремонт?"), ("due_on", "2026-11-22")], "due_on"),
        // A Saturday, and a day after the appeal's own term.
        (vec![("receiver", to.as_str()), ("text", "Когда ремонт?"), ("due_on", "2026-11-28")], "due_on"),
        (vec![("receiver", to.as_str()), ("text", "Когда ремонт?"), ("due_on", "2026-12-09")], "due_on"),
        (vec![("receiver", to.as_str()), ("outside", "ОАО «Лифт»"), ("text", "Когда ремонт?"), ("due_on", "2026-12-01")], "outside"),
    ] {
        let refused = send(&clerk, &path, &fields).await;
        assert!(refused.status == 422 && refused.blames(wrong), "{fields:?} {}", refused.body);
        assert_eq!(world.state_of_appeals().await, before, "{fields:?}");
    }
    let attach = "INSERT INTO files (id, owner_id, answer_to_appeal_id, purpose, name, content_type, size, state, sha256, created_at, updated_at)
                  SELECT gen_random_uuid(), accounts.id, appeals.id, 'request', 'план.pdf', 'application/pdf', 10, 'clean', decode(repeat('00', 32), 'hex'), submitted_at, submitted_at
                  FROM appeals, accounts WHERE login = 'clerk'";
    sqlx::query(attach).execute(&world.pool).await.expect("written");
    let fields = [("receiver", to.as_str()), ("text", "Когда ремонт?"), ("due_on", "2026-12-01"), ("shows_content", "yes")];
    let sent = send(&clerk, &path, &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let one = page_of(&world).await;
    let file = world.texts("SELECT '/files/' || id FROM files WHERE assignment_step_id IS NOT NULL").await.remove(0);
    // The receiver's clerk finds it in the list, with its term, and reads what was chosen.
    let list = receiver.get("/work/incoming").await;
    assert!(list.body.contains(&one) && list.body.contains("01.12.2026"), "{}", list.body);
    let page = receiver.get(&one).await;
    for shown in ["Когда ремонт?", "план.pdf", "Прошу починить крышу и лифт."] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    for hidden in ["Купава Мария</dd>", "г. Заречье", &format!("/work/appeals/{number}")] {
        assert!(!page.body.contains(hidden), "{hidden}: {}", page.body);
    }
    assert_eq!(receiver.get(&format!("/work/appeals/{number}")).await.status, 404);
    assert_eq!(receiver.get(&file).await.status, 303);
    // Nobody else knows of it; the applicant neither.
    for login in ["ivan", "maria", "executor", "external", "operator"] {
        let person = world.person(login).await;
        assert_eq!(person.get(&one).await.status, 404, "{login}");
        assert_eq!(person.get(&file).await.status, 404, "{login}");
        assert_eq!(send(&person, &one, &[("text", "Я"), ("send", "report")]).await.status, 404, "{login}");
    }
    let card = world.person("ivan").await.get(&format!("/appeals/{number}")).await;
    assert!(!card.body.contains("Когда ремонт?") && !card.body.contains("план.pdf"), "{}", card.body);
    let empty = send(&receiver, &one, &[("text", " "), ("send", "report")]).await;
    assert!(empty.status == 422 && empty.blames("text"), "{}", empty.body);
    // Two of them answer: the second is told and keeps the text.
    let answered = send(&receiver, &one, &[("text", "В мае."), ("send", "report")]).await;
    assert_eq!(answered.status, 303, "{}", answered.body);
    let late = receiver.post(&one, &[("version", "1"), ("text", "В июне."), ("send", "report")]).await;
    assert_eq!(late.status, 409, "{}", late.body);
    let card = clerk.get(&format!("/work/appeals/{number}")).await;
    for shown in ["В мае.", "Откуда: Заречненская больница", "завершено"] {
        assert!(card.body.contains(shown), "{shown}: {}", card.body);
    }
    let told = world.texts("SELECT appeal_events.kind FROM jobs JOIN appeal_events ON payload->>'event_id' = appeal_events.id::text").await;
    for kind in ["assignment_sent", "assignment_reported"] {
        assert!(told.contains(&kind.to_owned()), "{kind}: {told:?}");
    }
}

// REQ: SUB-10
// REQ: CTL-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_was_asked_about_a_withdrawn_appeal_is_called_off_without_the_applicants_name(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let clerk = world.person("clerk").await;
    let to = hospital(&world).await;
    let fields = [("receiver", to.as_str()), ("text", "Когда ремонт?"), ("due_on", "2026-12-01")];
    assert_eq!(send(&clerk, &format!("/work/appeals/{number}/request"), &fields).await.status, 303);
    assert_eq!(world.person("ivan").await.post(&format!("/appeals/{number}/withdraw"), &[]).await.status, 303);
    assert_eq!(world.texts("SELECT state FROM assignments").await, ["closed"]);
    let page = world.person("hospital-clerk").await.get(&page_of(&world).await).await;
    // Nobody stands beside the step: the receiver was not to know who the applicant is.
    let step = page.body.contains("<b>Запрос отозван</b> <span class=\"soft\"></span>");
    assert!(page.body.contains("Заявитель отозвал обращение.") && step, "{}", page.body);
}

// REQ: CTL-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_order_is_for_subordinates(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let (head, to) = (world.person("head").await, hospital(&world).await);
    let path = format!("/work/appeals/{number}/order");
    let fields = [("receiver", to.as_str()), ("text", "Примите меры."), ("due_on", "2026-12-01")];
    let refused = send(&head, &path, &fields).await;
    assert!(refused.status == 422 && refused.body.contains("только подчиненной организации"), "{}", refused.body);
    let subordinate = "UPDATE organisations SET parent_id = (SELECT id FROM organisations WHERE unp = '100000001') WHERE unp = '100000002'";
    sqlx::query(subordinate).execute(&world.pool).await.expect("written");
    assert_eq!(send(&head, &path, &fields).await.status, 303);
    let (one, receiver) = (page_of(&world).await, world.person("hospital-clerk").await);
    let page = receiver.get(&one).await;
    assert!(page.body.contains("Примите меры.") && !page.body.contains("крышу"), "{}", page.body);
    assert_eq!(send(&receiver, &one, &[("text", "Приняты."), ("send", "report")]).await.status, 303);
    assert_eq!(send(&head, &one, &[("send", "accept_report")]).await.status, 303);
    let closed = head.get("/work/control?closed=true").await;
    assert!(closed.body.contains(&one) && closed.body.contains("Отчет принят"), "{}", closed.body);
}

// REQ: CTL-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_an_organisation_outside_of_the_system_answers_is_recorded(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let clerk = world.person("clerk").await;
    let path = format!("/work/appeals/{number}/request");
    let fields = [("outside", "ОАО «Лифт»"), ("text", "Когда ремонт?"), ("due_on", "2026-12-01")];
    assert_eq!(send(&clerk, &path, &fields).await.status, 303);
    let one = page_of(&world).await;
    let page = clerk.get(&one).await;
    assert!(page.body.contains("ОАО «Лифт»") && page.body.contains("Записать ответ"), "{}", page.body);
    let done = send(&clerk, &one, &[("text", "Письмо № 5: в мае."), ("send", "record_answer")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(clerk.get(&one).await.body.contains("Письмо № 5: в мае."));
}

/// The form of a question that is sent on to `to`.
fn in_part(to: &str) -> [(&str, &str); 5] {
    [
        ("receivers", to),
        ("extent", "part"),
        ("questions", "О лифте"),
        ("explanation", "Лифт в вашем ведении."),
        ("redirect_date", "2026-11-23"),
    ]
}

// REQ: CTL-03
// REQ: CTL-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_part_is_sent_on_under_control_and_its_report_is_rejected_once(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let (clerk, receiver) = (world.person("clerk").await, world.person("hospital-clerk").await);
    let (path, to) = (format!("/work/appeals/{number}/redirect"), hospital(&world).await);
    let controlled = [("under_control", "yes"), ("control_until", "2026-12-07")];
    let part = [in_part(&to).as_slice(), &controlled].concat();
    let mut resting = part.clone();
    resting[6].1 = "2026-12-06";
    let refused = send(&clerk, &path, &resting).await;
    assert!(refused.status == 422 && refused.blames("control_until"), "{}", refused.body);
    let mut unnamed = part.clone();
    unnamed[2].1 = "";
    let refused = send(&clerk, &path, &unnamed).await;
    assert!(refused.status == 422 && refused.blames("questions"), "{}", refused.body);
    let done = send(&clerk, &path, &part).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["registered", "submitted"]);
    let card = receiver.get(&format!("/work/appeals/{number}")).await;
    for shown in ["О лифте", "Лифт в вашем ведении.", "Контроль перенаправленного обращения", "07.12.2026"] {
        assert!(card.body.contains(shown), "{shown}: {}", card.body);
    }
    // A → B → A: it is there already, and the page says where it was.
    assert_eq!(receiver.register(&number).await.status, 303);
    let back = [("receivers", world.council.to_string()), ("explanation", "Обратно.".into()), ("redirect_date", "2026-11-23".into())];
    let back: Vec<(&str, &str)> = back.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let refused = send(&receiver, &path, &back).await;
    assert!(refused.status == 422 && refused.body.contains("уже направлялось в эту организацию"), "{}", refused.body);
    assert!(refused.body.contains("В каких организациях обращение"), "{}", refused.body);
    // Reported, ordered again with a new term, reported, accepted.
    let one = page_of(&world).await;
    assert_eq!(send(&receiver, &one, &[("text", "Рассмотрели."), ("send", "report")]).await.status, 303);
    let termless = send(&clerk, &one, &[("text", "А срок ремонта?"), ("send", "order_again")]).await;
    assert!(termless.status == 422 && termless.blames("due_on"), "{}", termless.body);
    let again = send(&clerk, &one, &[("text", "А срок ремонта?"), ("due_on", "2026-12-14"), ("send", "order_again")]).await;
    assert_eq!(again.status, 303, "{}", again.body);
    assert!(receiver.get("/work/incoming").await.body.contains("14.12.2026"));
    assert_eq!(send(&receiver, &one, &[("text", "В мае."), ("send", "report")]).await.status, 303);
    assert_eq!(clerk.answer(&number, "Крыша будет починена.").await.status, 303);
    assert_eq!(send(&clerk, &one, &[("send", "accept_report")]).await.status, 303);
    let list = clerk.get("/work/control?closed=true").await;
    for shown in ["Обращение перенаправлено под контролем", "Рассмотрели.", "А срок ремонта?", "В мае.", "Отчет принят, контроль снят"] {
        assert!(list.body.contains(shown), "{shown}: {}", list.body);
    }
    let card = clerk.get(&format!("/work/appeals/{number}")).await;
    for shown in ["Часть вопросов перенаправлена", "Вопросы: О лифте", "На контроле, отчет до 07.12.2026", "Отчет отклонен, дано поручение"] {
        assert!(card.body.contains(shown), "{shown}: {}", card.body);
    }
    let own = world.person("ivan").await.get(&format!("/appeals/{number}")).await;
    assert!(own.body.contains("Часть вопросов перенаправлена: Заречненская больница"), "{}", own.body);
    assert!(!own.body.contains("А срок ремонта?"), "the organisations' own business");
}

// REQ: CTL-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_written_appeal_leaves_the_system_with_its_letter(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let clerk = world.person("clerk").await;
    let path = format!("/work/appeals/{number}/redirect");
    let fields = [("outside", "ОАО «Лифт»"), ("explanation", "Направляем."), ("redirect_date", "2026-11-23")];
    let electronic = send(&clerk, &path, &fields).await;
    assert!(electronic.status == 422 && electronic.blames("outside"), "{}", electronic.body);
    sqlx::query("UPDATE appeals SET form = 'written'").execute(&world.pool).await.expect("written");
    let letterless = send(&clerk, &path, &fields).await;
    assert!(letterless.status == 422 && letterless.blames("files"), "{}", letterless.body);
    let attach = "INSERT INTO files (id, owner_id, answer_to_appeal_id, purpose, name, content_type, size, state, sha256, created_at, updated_at)
                  SELECT gen_random_uuid(), accounts.id, appeals.id, 'redirection', 'письмо.pdf', 'application/pdf', 10, 'clean', '\\x00', submitted_at, submitted_at
                  FROM appeals, accounts WHERE login = 'clerk'";
    sqlx::query(attach).execute(&world.pool).await.expect("written");
    let done = send(&clerk, &path, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["redirected"]);
    let card = clerk.get(&format!("/work/appeals/{number}")).await;
    assert!(card.body.contains("ОАО «Лифт»") && card.body.contains("письмо.pdf"), "{}", card.body);
}

// REQ: SUB-09
// REQ: CTL-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_applicant_reads_which_organisation_did_what(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let way = |card: Answer| card.body.split("class=\"timeline\"").last().and_then(|rest| rest.split("</ol>").next()).unwrap_or_default().to_owned();
    let alone = way(ivan.get(&format!("/appeals/{number}")).await);
    assert!(alone.contains("Зарегистрировано") && !alone.contains("Заречненский райисполком"), "{alone}");
    let to = hospital(&world).await;
    let sent = send(&clerk, &format!("/work/appeals/{number}/redirect"), &in_part(&to)).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(world.person("hospital-clerk").await.register(&number).await.status, 303);
    let steps = way(ivan.get(&format!("/appeals/{number}")).await);
    let registrations: Vec<&str> = steps.split("<li>").filter(|step| step.contains("Зарегистрировано")).collect();
    assert_eq!(registrations.len(), 2, "{steps}");
    for (step, organisation) in registrations.iter().zip(["Заречненский райисполком", "Заречненская больница"]) {
        assert!(step.contains(organisation), "{organisation}: {step}");
    }
}

// REQ: CTL-03
// REQ: ORG-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_responsible_executor_sends_an_appeal_on_and_no_other_executor_does(pool: PgPool) {
    let place = Place::new(pool).await;
    place.issued().await;
    let world = &place.world;
    let mut connection = world.pool.acquire().await.expect("connected");
    let school = organisation(&mut connection, "Заречненская школа", "100000003").await.to_string();
    drop(connection);
    let (path, to) = (format!("{}/redirect", place.card()), hospital(world).await);
    let part = in_part(&to);
    let before = world.state_of_appeals().await;
    // Another executor here, and one of a subordinate organisation.
    for login in ["specialist", "doctor"] {
        let person = world.person(login).await;
        assert_eq!(person.get(&path).await.status, 409, "{login}");
        assert_eq!(send(&person, &path, &part).await.status, 409, "{login}");
        assert!(!person.get(&place.card()).await.body.contains(&path), "{login}");
    }
    assert_eq!(world.state_of_appeals().await, before);
    let executor = world.person("executor").await;
    assert!(executor.get(&place.card()).await.body.contains(&path));
    let sent = send(&executor, &path, &part).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["in_progress", "submitted"], "the rest stays in work");
    assert_eq!(place.state().await, "issued");
    // As a whole it ends the work of all.
    let whole = [("receivers", school.as_str()), ("explanation", "Это ваше дело."), ("redirect_date", "2026-11-23")];
    let sent = send(&executor, &path, &whole).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["redirected", "submitted", "submitted"]);
    assert_eq!(place.state().await, "cancelled");
    assert_eq!(place.notices("task_cancelled").await, ["doctor", "specialist"]);
    let told = world.person("clerk").await.get(&place.card()).await.body;
    assert!(told.contains("Это ваше дело.") && told.contains("Заречненская школа"), "{told}");
}
