//! Who ends a resolution (REV-06): the head whom the responsible executor has chosen signs the consolidated result, which that
//! executor edits until then.

use sqlx::PgPool;
use zvarot_domain::Role;

use super::resolutions::{Place, send, send_opened};
use super::world::Person;

/// All three have entered results, which are accepted.
async fn with_results(place: &Place, [executor, specialist, doctor]: [&Person<'_>; 3]) {
    place.issued().await;
    let entering = format!("{}/result", place.resolution().await);
    for (person, whose) in [(specialist, Some(1)), (doctor, Some(2)), (executor, None)] {
        let entered = send(person, &entering, &[("text", "Осмотрено."), ("send", "yes")]).await;
        assert_eq!(entered.status, 303, "{}", entered.body);
        if let Some(whose) = whose {
            assert_eq!(send(executor, &place.task(whose, "accept").await, &[]).await.status, 303);
        }
    }
}

// REQ: REV-06
// REQ: CTL-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_chosen_head_signs_the_consolidated_result_which_is_edited_until_then(pool: PgPool) {
    let place = Place::new(pool).await;
    let world = &place.world;
    let deputy_id = world.hire("deputy", Role::OrganisationDeputyHead, world.council).await.to_string();
    let unit_head_id = world.hire("unit-head", Role::UnitHead, world.council).await.to_string();
    let (head, deputy) = (world.person("head").await, world.person("deputy").await);
    let [executor, specialist, doctor] =
        [world.person("executor").await, world.person("specialist").await, world.person("doctor").await];
    let ivan = world.person("ivan").await;
    with_results(&place, [&executor, &specialist, &doctor]).await;
    let resolution = place.resolution().await;
    let at = |end: &str| format!("{resolution}/{end}");

    // The head whose resolution it is is proposed; only heads of the appeal's organisation can be chosen.
    let head_id = place.account("head").await;
    let opened = executor.get(&at("consolidated")).await;
    assert!(opened.body.contains(&format!("<option value=\"{head_id}\" selected>")), "{}", opened.body);
    assert!(opened.body.contains(&format!("<option value=\"{deputy_id}\">")), "{}", opened.body);
    let clerk_id = place.account("clerk").await;
    for wrong in [place.people[0].as_str(), &place.people[2], &unit_head_id, &clerk_id, "никто"] {
        let fields = [("text", "Крыша осмотрена."), ("signer", wrong), ("send", "yes")];
        let refused = send(&executor, &at("consolidated"), &fields).await;
        assert!(refused.status == 422 && refused.blames("signer"), "{wrong}: {}", refused.body);
        assert!(refused.body.contains("Крыша осмотрена."), "what was typed comes back: {}", refused.body);
    }
    assert_eq!(place.state().await, "executing");
    let written = [("text", "Крыша осмотрена."), ("signer", head_id.as_str()), ("send", "yes")];
    assert_eq!(send(&executor, &at("consolidated"), &written).await.status, 303);
    assert_eq!(send(&head, &at("finish"), &[]).await.status, 409, "not confirmed by all");
    assert!(!head.get("/work/tasks").await.body.contains(&at("finish")));
    assert_eq!(place.notices("resolution_waits").await.iter().filter(|login| *login == "head").count(), 0);
    for person in [&specialist, &doctor] {
        assert_eq!(send(person, &at("confirm"), &[]).await.status, 303);
    }

    // The head is told and has it in «Задачи»; the others are refused with the reason.
    assert!(place.notices("resolution_waits").await.contains(&"head".to_owned()));
    assert!(head.get("/notices").await.body.contains("ждет вашего утверждения"));
    let tasks = head.get("/work/tasks").await.body;
    assert!(tasks.contains(&at("finish")) && tasks.contains("Утвердить сводный результат. Внес(ла)"), "{tasks}");
    assert!(executor.get("/work/tasks").await.body.contains("у руководителя на утверждении"));
    let before = world.state_of_appeals().await;
    for (person, who) in [(&executor, "the responsible executor"), (&deputy, "another head")] {
        let refused = send(person, &at("finish"), &[]).await;
        assert!(refused.status == 409 && refused.body.contains("которого выбрал ответственный исполнитель"), "{who}: {}", refused.body);
        assert!(!person.get(&place.card()).await.body.contains(&at("finish")), "{who}");
    }
    for login in ["clerk", "specialist", "doctor", "unit-head"] {
        assert_eq!(send(&world.person(login).await, &at("finish"), &[]).await.status, 409, "{login}");
    }
    assert_eq!(world.state_of_appeals().await, before);

    // The head may return it with a reason; it is written and confirmed anew.
    let returning = at("return-consolidated");
    assert_eq!(send(&deputy, &returning, &[("reason", "Мало.")]).await.status, 409, "not this head's");
    let empty = send(&head, &returning, &[("reason", " ")]).await;
    assert!(empty.status == 422 && empty.blames("reason"), "{}", empty.body);
    assert_eq!(world.state_of_appeals().await, before);
    assert_eq!(send(&head, &returning, &[("reason", "Назовите срок.")]).await.status, 303);
    assert_eq!(place.state().await, "executing");
    assert!(executor.get("/notices").await.body.contains("возвращен вам на доработку"));
    assert!(executor.get(&place.card()).await.body.contains("Сводный результат возвращен: Назовите срок."));
    assert!(!head.get("/work/tasks").await.body.contains(&at("finish")));
    assert_eq!(send(&head, &at("finish"), &[]).await.status, 409);
    assert_eq!(send(&executor, &at("consolidated"), &written).await.status, 303);
    assert!(!executor.get(&place.card()).await.body.contains("Сводный результат возвращен: "));
    for person in [&specialist, &doctor] {
        assert_eq!(send(person, &at("confirm"), &[]).await.status, 303);
    }

    // Until it is signed it is edited, by the responsible executor alone, and another head is chosen: what the first one had
    // open is signed no more.
    let read = head.get(&at("finish")).await;
    assert!(read.body.contains("Крыша осмотрена."), "{}", read.body);
    let edited = [("text", "Крыша осмотрена, починят 10 декабря."), ("signer", deputy_id.as_str()), ("send", "yes")];
    assert_eq!(send(&head, &at("consolidated"), &edited).await.status, 409);
    assert_eq!(send(&specialist, &at("consolidated"), &edited).await.status, 409);
    assert_eq!(send(&executor, &at("consolidated"), &edited).await.status, 303);
    assert_eq!(send_opened(&head, &at("finish"), &read, &[]).await.status, 409);
    for person in [&specialist, &doctor] {
        assert_eq!(send(person, &at("confirm"), &[]).await.status, 303);
    }
    assert!(!head.get("/work/tasks").await.body.contains(&at("finish")));
    assert!(deputy.get("/work/tasks").await.body.contains(&at("finish")));
    assert!(executor.get(&at("consolidated")).await.body.contains(&format!("<option value=\"{deputy_id}\" selected>")));
    let applicants = format!("/appeals/{}", place.number);
    assert!(!ivan.get(&applicants).await.body.contains("починят 10 декабря"), "not before it is signed");

    // The deputy signs: the resolution is executed, the applicant reads the result, nobody edits it any more, the appeal goes on.
    assert_eq!(send(&deputy, &at("finish"), &[]).await.status, 303);
    assert_eq!(place.state().await, "finished");
    assert_eq!(world.texts("SELECT finished_by::text FROM resolutions").await, [deputy_id.as_str()]);
    assert!(ivan.get(&applicants).await.body.contains("починят 10 декабря"));
    assert!(executor.get("/notices").await.body.contains("сводный результат утвержден"));
    let late = send(&executor, &at("consolidated"), &edited).await;
    assert!(late.status == 409 && late.body.contains("Резолюция уже исполнена или снята."), "{}", late.body);
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["in_progress"]);
    let told = head.get(&place.card()).await.body;
    for line in ["Кто утверждает: deputy", "Утвердил(а): deputy", "Сводный результат утвержден руководителем"] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert!(!ivan.get(&applicants).await.body.contains("deputy"), "who signs is the organisation's own business");
}

// REQ: REV-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_only_executor_chooses_who_signs_with_the_result_or_finishes_alone(pool: PgPool) {
    let place = Place::new(pool).await;
    let world = &place.world;
    let (head, specialist) = (world.person("head").await, world.person("specialist").await);
    let head_id = place.account("head").await;
    let fields = [("text", "Ответить."), ("executors/0/account", place.people[1].as_str()), ("executors/0/due_on", "2026-12-01"), ("send", "issue")];
    let new = format!("{}/resolutions/new", place.card());
    assert_eq!(send(&head, &new, &fields).await.status, 303);
    let resolution = place.resolution().await;
    let at = |end: &str| format!("{resolution}/{end}");
    let opened = specialist.get(&at("result")).await;
    assert!(opened.body.contains(&format!("<option value=\"{head_id}\" selected>")), "{}", opened.body);
    let own = [("text", "Сделано."), ("signer", place.people[1].as_str()), ("send", "yes")];
    let refused = send(&specialist, &at("result"), &own).await;
    assert!(refused.status == 422 && refused.blames("signer"), "{}", refused.body);
    let chosen = [("text", "Сделано."), ("signer", head_id.as_str()), ("send", "yes")];
    assert_eq!(send(&specialist, &at("result"), &chosen).await.status, 303);
    assert_eq!(place.state().await, "confirmed");
    assert_eq!(send(&specialist, &at("finish"), &[]).await.status, 409);
    // Nobody is to sign after all: the head cannot, the executor ends it.
    let alone = [("text", "Сделано."), ("signer", ""), ("send", "yes")];
    assert_eq!(send(&specialist, &at("consolidated"), &alone).await.status, 303);
    assert!(!head.get("/work/tasks").await.body.contains(&at("finish")));
    let refused = send(&head, &at("finish"), &[]).await;
    assert!(refused.status == 409 && refused.body.contains("Это делает ответственный исполнитель."), "{}", refused.body);
    assert_eq!(send(&specialist, &at("finish"), &[]).await.status, 303);
    assert_eq!(place.state().await, "finished");
}
