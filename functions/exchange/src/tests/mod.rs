//! The whole exchange against the simulated router: a real database, a real storage, calls over HTTP.

mod broken;
mod world;

use serde_json::{Value, json};
use sqlx::PgPool;
use zvarot_actions::{Actions, exchange};
use zvarot_domain::{Actor, EventKind, IncomingState, PackageState, Role, Status, UploadPurpose};
use zvarot_router::{Answers, Behaviour};
use zvarot_store::smdo;
use zvarot_testkit::statements::counted;

use self::world::{CODE, OTHER, World};

fn answering(answers: Answers) -> Behaviour {
    Behaviour { answers, ..Behaviour::default() }
}

fn clerk(world: &World) -> Actor {
    Actor::Official { account: world.clerk, organisation: world.organisation, roles: Role::Clerk.into() }
}

fn actions(world: &World) -> Actions {
    Actions { store: world.platform.store.clone(), secret: "a key for tests".to_owned().into() }
}

// REQ: SMD-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_appeal_goes_out_within_a_minute_and_is_acknowledged_and_registered(pool: PgPool) {
    let world = World::new(pool, Behaviour::default()).await;
    let id = world.appeal(1).await;
    world.minute().await;
    let (appeal, package) = (world.get(id).await, world.package(id).await);
    assert_eq!(package.state, PackageState::Registered);
    let received = world.simulator.received();
    assert_eq!((received.len(), received[0].times), (1, 1));
    let envelope = &received[0].envelope;
    assert_eq!(envelope["msg_id"], package.msg_id.to_string());
    assert_eq!(envelope["body"]["document"]["regNumber"]["value"], appeal.number.to_string());
    assert_eq!(envelope["body"]["expansion"]["appealNumber"], json!(appeal.number));
    assert_eq!(envelope["body"]["expansion"]["content"], "Прошу отремонтировать подъезд.");
    assert_eq!(received[0].files[0].0, "attach1");
    // What a card of registration needs of a legal entity (fields 1 and 2).
    let applicant = &envelope["body"]["expansion"]["applicant"];
    let expected = json!({ "kind": "legal_entity", "name": "ООО «Ромашка»", "address": "г. Минск, ул. Мира, 1", "unp": "190000018",
        "headName": "Купава Мария", "phone": "+375291234567", "email": "office@romashka.example" });
    assert_eq!(applicant, &expected);
    let author = &envelope["body"]["document"]["author"][0]["organizationWithSign"];
    assert_eq!(author["organization_string"], "ООО «Ромашка»");
    assert_eq!(author["officialPersonWithSign"][0]["name"]["value"], "Купава Мария");
    let letter = world.simulator.attachment(&received[0].package, "attach1").unwrap();
    let letter = String::from_utf8(letter.to_vec()).unwrap();
    for text in ["УНП: 190000018", "Купава Мария", "+375291234567", "office@romashka.example", "Прошу отремонтировать подъезд."] {
        assert!(letter.contains(text), "{letter}");
    }
    // The organisation's number and date are the appeal's.
    assert_eq!(appeal.status, Status::Registered);
    assert_eq!(appeal.registration_index, package.reg_number);
    assert!(world.events(id).await.contains(&EventKind::Exchanged));
    assert_eq!(world.simulator.unconfirmed(), 0);
    assert_eq!(world.open_jobs().await, 0);
}

// REQ: SMD-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_package_takes_few_statements_from_its_job_to_its_acknowledgement(pool: PgPool) {
    let world = World::new(pool, Behaviour { registers: false, ..Behaviour::default() }).await;
    world.appeal(1).await;
    world.minute().await;
    // From now on what is kept for a minute is known.
    let id = world.appeal(2).await;
    world.tasks().await;
    let (jobs, sending) = counted(world.jobs()).await;
    assert_eq!((jobs, world.package(id).await.state), (1, PackageState::Sent));
    world.tasks().await;
    let (jobs, taking) = counted(world.jobs()).await;
    assert_eq!((jobs, world.package(id).await.state), (1, PackageState::Delivered));
    // Two of each look for jobs. A package is read by four and written by one transaction of four; a word is read by one and
    // written by one transaction of five.
    assert!((3..=10).contains(&sending) && (3..=8).contains(&taking), "{sending} {taking}");
}

// REQ: SMD-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn without_consent_nothing_leaves_and_only_the_external_administrator_gives_it(pool: PgPool) {
    let world = World::new(pool, Behaviour::default()).await;
    let (actions, cause, client) = (actions(&world), world.platform.cause(), Default::default());
    let off = exchange::SubscriptionForm { code: CODE.to_owned(), consent: false };
    let refused = exchange::subscribe(&actions, &cause, &client, &clerk(&world), &off).await;
    assert!(refused.is_err(), "a clerk does not consent for the organisation");
    let administrator = Actor::Official { account: world.clerk, organisation: world.organisation, roles: Role::ExternalAdministrator.into() };
    let taken = exchange::SubscriptionForm { code: OTHER.to_owned(), consent: true };
    assert!(exchange::subscribe(&actions, &cause, &client, &administrator, &taken).await.is_err(), "a code names one organisation");
    exchange::subscribe(&actions, &cause, &client, &administrator, &off).await.unwrap();
    world.appeal(1).await;
    world.minute().await;
    assert_eq!(world.count("SELECT count(*) FROM smdo_packages").await, 0);
    let on = exchange::SubscriptionForm { consent: true, ..off };
    exchange::subscribe(&actions, &world.platform.cause(), &client, &administrator, &on).await.unwrap();
    world.minute().await;
    assert_eq!(world.count("SELECT count(*) FROM smdo_packages").await, 0, "what came before the consent stays");
    let later = world.appeal(2).await;
    world.minute().await;
    assert_eq!(world.package(later).await.state, PackageState::Registered);
}

// REQ: SMD-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_is_kept_checked_and_offered_to_the_clerk(pool: PgPool) {
    let world = World::new(pool, answering(Answers::Plain)).await;
    let id = world.appeal(1).await;
    world.minute().await;
    world.minute().await;
    let appeal = world.get(id).await;
    assert_eq!(appeal.status, Status::Registered, "a clerk completes it");
    let answers = world.answers(id).await;
    assert_eq!((answers.len(), answers[0].state), (1, IncomingState::Offered));
    assert!(world.events(id).await.contains(&EventKind::AnswerReceived));
    let mut connection = world.platform.store.pool().acquire().await.unwrap();
    let offered = smdo::offered(&mut connection, id).await.unwrap();
    assert_eq!((offered.len(), offered[0].name.as_str()), (1, "Ответ.rtf"));
    let actions = actions(&world);
    exchange::take_offered(&actions, &world.platform.cause(), &clerk(&world), appeal.number, offered[0].id).await.unwrap();
    let own = zvarot_store::files::for_form(&mut connection, id, UploadPurpose::Answer, world.clerk).await.unwrap();
    assert_eq!(own.len(), 1, "it is a file of the answer that the clerk writes");
    let elsewhere = zvarot_store::files::for_form(&mut connection, id, UploadPurpose::Message, world.clerk).await.unwrap();
    assert!(elsewhere.is_empty(), "and of nothing else that the clerk writes");
    assert_eq!(world.simulator.received()[0].told, ["1 0 Документ доставлен в систему документооборота"]);
}

// REQ: SMD-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_proper_zone_completes_the_appeal_whether_it_was_registered_before_or_not(pool: PgPool) {
    for registers in [true, false] {
        let world = World::new(pool.clone(), Behaviour { registers, ..answering(Answers::Completing) }).await;
        let id = world.appeal(if registers { 1 } else { 2 }).await;
        world.minute().await;
        world.minute().await;
        let appeal = world.get(id).await;
        assert_eq!(appeal.status, Status::Answered, "{:?}", world.answers(id).await);
        assert_eq!(world.answers(id).await[0].state, IncomingState::Completed);
        assert!(appeal.registration_index.is_some_and(|index| index.starts_with("ЭД-")));
        let signed: Vec<String> =
            sqlx::query_scalar("SELECT signatory_position || ', ' || signatory_name FROM answers").fetch_all(&pool).await.unwrap();
        assert_eq!(signed, ["Председатель, И. П. Кравцов"]);
        let told = &world.simulator.received()[0].told;
        assert!(told.len() == 1 && told[0].starts_with("2 0 "), "{told:?}");
        sqlx::query("TRUNCATE organisations, topics, accounts, national_calendars CASCADE").execute(&pool).await.unwrap();
        let smdo = "INSERT INTO accounts (id, login, password_hash, display_name, created_at) VALUES ('00000000-0000-7000-8000-0000736d646f', 'system:smdo', '', 'СМДО', now())";
        sqlx::query(smdo).execute(&pool).await.unwrap();
    }
}

// REQ: SMD-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_that_overtakes_the_registration_waits_for_it_and_is_faulty_only_when_none_comes(pool: PgPool) {
    let world = World::new(pool, Behaviour { registers: false, ..answering(Answers::None) }).await;
    let id = world.appeal(1).await;
    world.minute().await;
    // From now on the organisation registers what it gets, so its answer says nothing of a registration.
    world.simulator.set(Behaviour { registers: true, ..answering(Answers::None) });
    assert!(world.simulator.answer(&world.simulator.received()[0].msg_id, Answers::Completing));
    for _ in 0..9 {
        world.minute().await;
        assert_eq!(world.get(id).await.status, Status::Submitted);
        assert_eq!(world.answers(id).await[0].state, IncomingState::Checking, "it is not faulty yet");
    }
    assert!(world.simulator.received()[0].told.is_empty(), "nobody is told of a fault yet");
    for _ in 0..5 {
        world.minute().await;
    }
    let answer = &world.answers(id).await[0];
    assert_eq!(answer.state, IncomingState::Faulty);
    let mut places: Vec<&str> = answer.faults.iter().map(|fault| fault.place.as_str()).collect();
    places.sort_unstable();
    assert_eq!(places, ["expansion/regDate", "expansion/regIndex"]);
}

// REQ: SMD-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_faulty_zone_completes_nothing_and_both_sides_are_told_every_fault(pool: PgPool) {
    let world = World::new(pool, answering(Answers::Faulty)).await;
    let id = world.appeal(1).await;
    world.minute().await;
    world.minute().await;
    assert_eq!(world.get(id).await.status, Status::Registered);
    let answer = &world.answers(id).await[0];
    assert_eq!(answer.state, IncomingState::Faulty);
    let mut places: Vec<&str> = answer.faults.iter().map(|fault| fault.place.as_str()).collect();
    places.sort_unstable();
    assert_eq!(places, ["expansion/answerDate", "expansion/executor", "expansion/outcome", "expansion/signatoryPosition"]);
    let told = &world.simulator.received()[0].told;
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told.iter().all(|told| told.starts_with("1 34 ") || told.starts_with("1 35 ")), "{told:?}");
    assert!(world.events(id).await.contains(&EventKind::ExchangeFaulted));
    let mut connection = world.platform.store.pool().acquire().await.unwrap();
    assert_eq!(smdo::offered(&mut connection, id).await.unwrap().len(), 1, "its file is offered all the same");
}

// REQ: SMD-02
// REQ: SMD-03
// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn lost_repeated_late_and_refused_calls_have_each_effect_once(pool: PgPool) {
    let behaviour = Behaviour { seed: 20_261_122, lose: 0.1, repeat: 0.1, delay: 0.1, delay_milliseconds: 20, refuse: 0.05, ..answering(Answers::Completing) };
    let world = World::new(pool, behaviour).await;
    let mut appeals = Vec::new();
    for sequence in 1..=24 {
        appeals.push(world.appeal(sequence).await);
    }
    for _ in 0..60 {
        world.minute().await;
        if world.count("SELECT count(*) FROM appeals WHERE status <> 'answered'").await == 0 && world.open_jobs().await == 0 && world.simulator.unconfirmed() == 0 {
            break;
        }
    }
    let received = world.simulator.received();
    assert_eq!(received.len(), appeals.len(), "each appeal is known to its organisation by one message");
    for id in &appeals {
        assert_eq!(world.get(*id).await.status, Status::Answered);
        assert_eq!(world.package(*id).await.state, PackageState::Registered);
        let completed = world.answers(*id).await;
        assert_eq!((completed.len(), completed[0].state), (1, IncomingState::Completed));
    }
    assert_eq!(world.count("SELECT count(*) FROM answers").await, 24);
    assert_eq!(world.count("SELECT count(*) FROM smdo_attempts WHERE result = 'retry'").await > 0, true, "something was spoilt");
    for received in received {
        assert_eq!(received.files.iter().filter(|(name, _)| name == "attach1").count() >= 1, true);
        assert_eq!(received.told.len(), 1, "the sender was told once: {:?}", received.told);
    }
}

// REQ: SMD-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn another_organisation_neither_answers_nor_speaks_of_an_appeal(pool: PgPool) {
    let world = World::new(pool, Behaviour { registers: false, ..Behaviour::default() }).await;
    let id = world.appeal(1).await;
    world.minute().await;
    let (appeal, package) = (world.get(id).await, world.package(id).await);
    let message = |sender: &str, msg_id: &str, kind: i64, body: Value| {
        json!({ "type": "SDIP-2.1.1", "msg_id": msg_id, "header": { "sender": { "id": sender }, "msg_type": kind, "msg_acknow": 2 }, "body": body })
    };
    let answer = json!({ "document": { "docParent": { "parmsg_id": package.msg_id, "regNumber": { "value": appeal.number.to_string() } } },
        "expansion": { "schema": "obr.expansion/1", "appealNumber": appeal.number, "result": "withdrawn" } });
    let word = json!({ "acknowledgement": { "msg_id": package.msg_id, "ack_type": 2, "ackResult": [{ "errorcode": 2, "value": "нет" }] } });
    world.simulator.put(OTHER, message(OTHER, "a", 3, answer.clone()), &[]);
    world.simulator.put(OTHER, message(OTHER, "b", 0, word.clone()), &[]);
    // The envelope claims another sender than the router vouches for.
    world.simulator.put(OTHER, message(CODE, "c", 3, answer), &[]);
    world.simulator.put(OTHER, message(CODE, "d", 0, word), &[]);
    world.simulator.put(CODE, json!("<!DOCTYPE x [<!ENTITY a 'b'>]><Envelop>&a;</Envelop>"), &[]);
    world.minute().await;
    world.minute().await;
    assert_eq!(world.get(id).await.status, Status::Submitted);
    assert_eq!(world.package(id).await.state, PackageState::Delivered);
    assert!(world.answers(id).await.is_empty());
    assert_eq!(world.count("SELECT count(*) FROM smdo_incoming WHERE state = 'refused'").await, 5);
    assert_eq!(world.open_jobs().await, 0);
}

// REQ: SMD-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_refused_package_is_shown_and_sent_anew_by_hand(pool: PgPool) {
    let world = World::new(pool, Behaviour { registers: false, ..Behaviour::default() }).await;
    let id = world.appeal(1).await;
    world.minute().await;
    let first = world.package(id).await;
    assert!(world.simulator.refuse(&first.msg_id.to_string()));
    world.minute().await;
    let refused = world.package(id).await;
    assert_eq!((refused.state, refused.error_code), (PackageState::Refused, Some(2)));
    assert!(world.events(id).await.contains(&EventKind::ExchangeFaulted));
    let (actions, cause) = (actions(&world), world.platform.cause());
    exchange::send_anew(&actions, &cause, &Default::default(), &clerk(&world), refused.id).await.unwrap();
    world.minute().await;
    let again = world.package(id).await;
    assert_eq!((again.state, again.repeats), (PackageState::Delivered, 1));
    assert_ne!(again.msg_id, first.msg_id, "another message: the first one is known there");
    assert_eq!(world.simulator.received().len(), 2);
}
