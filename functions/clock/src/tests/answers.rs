//! Letters with answers that nobody would send.

use sqlx::PgPool;
use zvarot_domain::{AppealId, DeliveryId, EventId, Locale};
use zvarot_platform::schedule::Task as _;
use zvarot_store::{
    deliveries::{self, AnswerLetter, Carried},
    documents::{self, DocumentKind, NewDocument},
};

use super::world::{World, at};
use crate::letters::Letters;

impl World {
    /// A letter to an applicant without a cabinet that waits for a document, which is still being formed.
    async fn letter(&self, appeal: AppealId) -> DeliveryId {
        let now = self.platform.clock.now();
        let mut connection = self.pool.acquire().await.expect("connected");
        let new = NewDocument {
            appeal,
            answer: None,
            kind: DocumentKind::ReceiptPdf,
            locale: Locale::Be,
            appeal_version: 0,
            requested_by: None,
        };
        let (document, _) = documents::ask(&mut connection, &new, now).await.expect("written");
        let event: i64 = sqlx::query_scalar("SELECT max(id) FROM appeal_events").fetch_one(&self.pool).await.expect("read");
        let (event, document) = (EventId(event), Some(document));
        let letter = AnswerLetter { event, appeal, account: None, carried: Carried::Left, document };
        deliveries::insert_answer_letter(&mut connection, &letter, now).await.expect("written")
    }

    /// The letters that jobs were written for by a moment.
    async fn sent_at(&self, moment: &str) -> Vec<String> {
        self.platform.clock.set(at(moment));
        Letters.run(&self.platform).await.expect("it runs");
        sqlx::query_scalar("SELECT payload ->> 'delivery_id' FROM jobs WHERE queue = 'notify' AND kind = 'send_answer'")
            .fetch_all(&self.pool)
            .await
            .expect("read")
    }
}

// REQ: REV-10
// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_letter_that_waits_for_nothing_any_more_is_sent_once(pool: PgPool) {
    let mut world = World::new(pool, "2026-11-24T05:00:00Z").await;
    let appeal = world.appeal("2026-11-11T09:00:00Z", "2026-11-26", None).await;
    let letter = world.letter(appeal).await.to_string();
    assert!(world.sent_at("2026-11-24T05:30:00Z").await.is_empty(), "its document is being formed");
    world.sql("UPDATE documents SET state = 'failed'").await;
    world.sql("UPDATE deliveries SET created_at = '2026-11-24T05:30:00Z'").await;
    assert!(world.sent_at("2026-11-24T05:34:59Z").await.is_empty(), "whoever formed the document may be writing the job");
    assert_eq!(world.sent_at("2026-11-24T05:35:01Z").await, [letter.clone()]);
    assert_eq!(world.sent_at("2026-11-24T05:36:00Z").await, [letter], "no second job");
}
