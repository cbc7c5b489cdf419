//! The answer itself goes by e-mail, once, with its files; the history says what came of it.

use bytes::Bytes;
use chrono::TimeDelta;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use uuid::Uuid;
use zvarot_domain::{DeliveryId, EventKind, FileId, Locale, Outcome};
use zvarot_objects::keys;
use zvarot_store::{
    appeals::{self, NewAnswer},
    deliveries::{self, AnswerLetter, Carried, DeliveryState},
    documents::{self, DocumentKind, NewDocument},
    jobs::Job,
};
use zvarot_testkit::relay::{Act, Script};

use super::world::World;

const PDF: &[u8] = b"%PDF the answer as it was formed";
const ACT: &[u8] = b"%PDF the act of works";

/// Pieces of a whole answer.
struct Given {
    letter: DeliveryId,
    document: Uuid,
    answer: Uuid,
}

impl World {
    /// An answer whose document is still being formed, with the letter that waits for it.
    async fn answer(&self) -> Given {
        self.sql("UPDATE appeals SET answer_way = 'email'").await;
        let event = self.happen(EventKind::Completed).await;
        let now = self.now();
        let mut work = self.platform.store.begin(&self.cause()).await.expect("it begins");
        let connection = work.connection();
        let row = NewAnswer {
            appeal: self.appeal,
            text: "Зроблена.",
            outcome: Outcome::Satisfied,
            number: "5",
            dated: zvarot_domain::minsk::date(now),
            created_by: self.clerk,
            signatory: None,
        };
        let answer = appeals::insert_answer(connection, &row, now).await.expect("written");
        let new = NewDocument {
            appeal: self.appeal,
            answer: Some(answer),
            kind: DocumentKind::AnswerPdf,
            locale: Locale::Be,
            appeal_version: 0,
            requested_by: None,
        };
        let (document, _) = documents::ask(connection, &new, now).await.expect("written");
        let appeal = appeals::get(connection, self.appeal).await.expect("read").expect("it is there");
        let letter = AnswerLetter {
            event,
            appeal: self.appeal,
            account: appeal.account_id,
            carried: Carried::Answer(answer),
            document: Some(document),
        };
        let letter = deliveries::insert_answer_letter(connection, &letter, now).await.expect("written");
        work.commit().await.expect("committed");
        Given { letter, document, answer }
    }

    /// The document is formed: the letter may leave.
    async fn form(&self, given: &Given) {
        let digest: [u8; 32] = Sha256::digest(PDF).into();
        let key = keys::document(given.document, &digest);
        let objects = self.storage.objects().await;
        objects.put_bytes(&key, "application/pdf", Bytes::from_static(PDF)).await.expect("stored");
        let mut work = self.platform.store.begin(&self.cause()).await.expect("it begins");
        let (now, size) = (work.now(), i64::try_from(PDF.len()).expect("small"));
        documents::ready(work.connection(), given.document, &key, &digest, size, now).await.expect("written");
        work.enqueue(Job::SendAnswer { delivery_id: given.letter }).await.expect("written");
        work.commit().await.expect("committed");
    }

    /// A checked file of the answer, said to be so large.
    async fn attach(&self, given: &Given, name: &str, size: i64) {
        let file = FileId(Uuid::now_v7());
        let digest: [u8; 32] = Sha256::digest(ACT).into();
        let objects = self.storage.objects().await;
        objects.put_bytes(&keys::checked(file, &digest), "application/pdf", Bytes::from_static(ACT)).await.expect("stored");
        sqlx::query(
            "INSERT INTO files (id, owner_id, appeal_id, answer_id, participants_list, name, content_type, size, fingerprint, state, sha256, created_at, updated_at)
             VALUES ($1, $2, $3, $4, false, $5, 'application/pdf', $6, $5, 'clean', $7, $8, $8)",
        )
        .bind(file.0)
        .bind(self.clerk.0)
        .bind(self.appeal.0)
        .bind(given.answer)
        .bind(name)
        .bind(size)
        .bind(digest.to_vec())
        .bind(self.now())
        .execute(self.platform.store.pool())
        .await
        .expect("written");
    }

    /// The last event of the appeal.
    async fn last_event(&self) -> (EventKind, Value) {
        let mut connection = self.platform.store.pool().acquire().await.expect("connected");
        let mut history = appeals::history(&mut connection, self.appeal).await.expect("read");
        let event = history.pop().expect("there is one");
        (event.kind, event.data)
    }

    /// What the relay got with a PDF in it.
    fn answers(&self) -> Vec<String> {
        self.relay.letters().into_iter().filter(|letter| letter.contains("application/pdf")).collect()
    }
}

fn act() -> i64 {
    i64::try_from(ACT.len()).expect("small")
}

// REQ: REV-10
// REQ: SUB-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_goes_by_email_once_with_its_document_and_files(pool: PgPool) {
    let world = World::new(pool).await;
    let given = world.answer().await;
    world.attach(&given, "Акт.pdf", act()).await;
    world.run().await;
    assert!(world.relay.texts().is_empty(), "it waits for its document, and no other letter tells of the answer");
    world.form(&given).await;
    world.run().await;
    let letters = world.relay.letters();
    assert_eq!(letters.len(), 1, "{letters:?}");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(letters[0].contains(&text(PDF)) && letters[0].contains(&text(ACT)), "{}", letters[0]);
    assert!(letters[0].contains("дадзены адказ"), "in the language of the cabinet: {}", letters[0]);
    assert!(letters[0].contains("Да ліста прыкладзены файлы: Адказ"), "{}", letters[0]);
    let (kind, data) = world.last_event().await;
    assert_eq!(kind, EventKind::AnswerMailed);
    assert_eq!((data["mailed_to"].as_str(), data["attached"].as_i64()), (Some("a***@example.by"), Some(2)));
    // the notice of the cabinet is there all the same
    assert_eq!(world.count("SELECT count(*) FROM notices WHERE kind = 'completed'").await, 1);
    let mut work = world.platform.store.begin(&world.cause()).await.expect("it begins");
    work.enqueue(Job::SendAnswer { delivery_id: given.letter }).await.expect("written");
    work.commit().await.expect("committed");
    world.run().await;
    assert_eq!(world.relay.texts().len(), 1, "twice changes nothing");
    assert_eq!(world.count("SELECT count(*) FROM appeal_events WHERE kind = 'answer_mailed'").await, 1);
}

// REQ: REV-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_is_too_large_for_a_letter_is_named_in_it(pool: PgPool) {
    let world = World::new(pool).await;
    let given = world.answer().await;
    world.attach(&given, "План.pdf", 11 * 1024 * 1024).await;
    world.attach(&given, "Акт.pdf", act()).await;
    world.form(&given).await;
    world.run().await;
    let letter = world.answers().remove(0);
    assert!(letter.contains("Да ліста не прыкладзены файлы: План.pdf."), "{letter}");
    assert!(letter.contains(&String::from_utf8_lossy(ACT).into_owned()), "{letter}");
    assert_eq!(world.last_event().await.1["left_out"], 1);
}

// REQ: REV-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_letter_says_the_answer_whose_document_could_not_be_formed(pool: PgPool) {
    let world = World::new(pool).await;
    let given = world.answer().await;
    let mut work = world.platform.store.begin(&world.cause()).await.expect("it begins");
    documents::failed(work.connection(), given.document).await.expect("written");
    work.enqueue(Job::SendAnswer { delivery_id: given.letter }).await.expect("written");
    work.commit().await.expect("committed");
    world.run().await;
    let letters = world.relay.letters();
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert!(letters[0].contains("Зроблена.") && letters[0].contains("не прыкладзены файлы: Адказ"), "{}", letters[0]);
    assert_eq!(world.last_event().await.0, EventKind::AnswerMailed);
}

// REQ: REV-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn whoever_has_no_cabinet_is_written_at_the_address_of_the_appeal(pool: PgPool) {
    let world = World::new(pool).await;
    world.sql(r#"UPDATE appeals SET account_id = NULL, applicant = '{"email": "paper@example.by"}'"#).await;
    let given = world.answer().await;
    world.form(&given).await;
    world.run().await;
    assert!(world.relay.commands().iter().any(|command| command.contains("paper@example.by")), "{:?}", world.relay.commands());
    let letter = world.answers().remove(0);
    assert!(letter.contains("https://zvarot.example/status?number="), "{letter}");
    assert_eq!(world.last_event().await.1["mailed_to"], "p***@example.by");
}

// REQ: REV-10
// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_that_does_not_arrive_is_told_to_the_clerks(pool: PgPool) {
    let world = World::new(pool).await;
    let given = world.answer().await;
    world.form(&given).await;
    world.relay.follow(Script { dot: Act::Say("452 4.3.1 disk full"), ..Script::default() });
    world.run().await;
    assert!(world.states().await.contains(&DeliveryState::Waiting), "later it may be taken");
    world.relay.follow(Script { rcpt: Act::Say("550 5.1.1 no such mailbox"), ..Script::default() });
    world.pass(TimeDelta::minutes(10)).await;
    let mut connection = world.platform.store.pool().acquire().await.expect("connected");
    let letter = deliveries::get(&mut connection, given.letter).await.expect("read").expect("it is there");
    assert_eq!(letter.state, DeliveryState::Failed);
    let (kind, data) = world.last_event().await;
    assert_eq!((kind, data["state"].as_str()), (EventKind::AnswerNotMailed, Some("failed")));
    assert!(data.get("attached").is_none(), "nothing went with what did not leave: {data}");
    assert_eq!(world.count("SELECT count(*) FROM notices WHERE kind = 'answer_not_mailed'").await, 1);
}

// REQ: REV-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn nothing_goes_to_an_address_that_nobody_confirmed(pool: PgPool) {
    let world = World::new(pool).await;
    let given = world.answer().await;
    world.sql("UPDATE accounts SET email_confirmed_at = NULL WHERE login = 'applicant'").await;
    world.form(&given).await;
    world.run().await;
    assert!(world.answers().is_empty());
    let (kind, data) = world.last_event().await;
    assert_eq!((kind, data["state"].as_str()), (EventKind::AnswerNotMailed, Some("cancelled")));
}

// REQ: REV-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_message_that_answers_is_in_the_letter_itself(pool: PgPool) {
    let world = World::new(pool).await;
    let event = world.happen(EventKind::MessageSent).await;
    let mut work = world.platform.store.begin(&world.cause()).await.expect("it begins");
    let (now, connection) = (work.now(), work.connection());
    let kind = zvarot_domain::appeal::CorrespondenceKind::Answer;
    let message = appeals::insert_message(connection, world.appeal, kind, "Работы начнутся в мае.\n\n⟦1⟧ <b>Ждите.", world.clerk, now);
    let message = message.await.expect("written");
    let letter = AnswerLetter {
        event,
        appeal: world.appeal,
        account: Some(world.applicant),
        carried: Carried::Message(message),
        document: None,
    };
    let delivery_id = deliveries::insert_answer_letter(work.connection(), &letter, now).await.expect("written");
    work.enqueue(Job::SendAnswer { delivery_id }).await.expect("written");
    work.commit().await.expect("committed");
    world.run().await;
    let letters = world.relay.letters();
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert!(letters[0].contains("Работы начнутся в мае.") && letters[0].contains("⟦1⟧ <b>Ждите."), "{}", letters[0]);
    assert!(!letters[0].contains("<p style=\"margin:0 0 16px\">⟦1⟧ <b>"), "it cannot break out of the page");
}
