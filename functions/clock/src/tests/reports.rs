//! Scheduled reports: on time, about the right period, once each, whatever clocks there are; files are not kept for ever.

use sqlx::PgPool;
use zvarot_domain::report::{Counted, Grouping, Level, Question, ReportFormat, Rhythm};
use zvarot_domain::Locale;
use zvarot_platform::schedule::Task as _;
use zvarot_store::reports::{NewSchedule, schedules};

use super::world::{World, at, scheduler};
use crate::reports::{Scheduled, Summaries};

impl World {
    async fn schedule(&self, rhythm: Rhythm, next_on: &str) {
        let question = Question {
            counted: Counted::Appeals,
            level: Level::Organisation(self.organisation),
            first: Grouping::Topic,
            second: Some(Grouping::Keeping),
            filters: Vec::new(),
        };
        let schedule = NewSchedule {
            account: self.head,
            question: &question,
            format: ReportFormat::Pdf,
            locale: Locale::Be,
            rhythm,
            next_on: next_on.parse().expect("a day"),
        };
        let mut connection = self.pool.acquire().await.expect("connected");
        schedules::insert(&mut connection, &schedule, at("2026-11-20T09:00:00Z")).await.expect("written");
    }

    async fn periods(&self) -> Vec<String> {
        sqlx::query_scalar("SELECT concat_ws(' ', from_day, to_day) FROM reports ORDER BY from_day, to_day")
            .fetch_all(&self.pool)
            .await
            .expect("read")
    }

    async fn jobs(&self, kind: &str) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM jobs WHERE kind = $1").bind(kind).fetch_one(&self.pool).await.expect("read")
    }
}

// REQ: REP-06
// REQ: OPS-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn each_scheduled_report_comes_once_however_many_clocks_there_are(pool: PgPool) {
    // Two in the morning of 30 November in Minsk, a Monday.
    let world = World::new(pool, "2026-11-29T23:00:00Z").await;
    world.schedule(Rhythm::Daily, "2026-11-30").await;
    world.schedule(Rhythm::Weekly, "2026-11-30").await;
    world.schedule(Rhythm::Monthly, "2026-12-01").await;
    let other = scheduler(&world.pool, "2026-11-29T23:00:00Z").await;
    let mut seen = Vec::new();
    for moment in ["2026-11-29T23:00:00Z", "2026-11-30T02:59:59Z", "2026-11-30T03:00:00Z", "2026-11-30T03:01:00Z", "2026-12-01T03:00:00Z"] {
        world.platform.clock.set(at(moment));
        other.clock.set(at(moment));
        for _ in 0..2 {
            let (one, two) = tokio::join!(Scheduled.run(&world.platform), Scheduled.run(&other));
            one.expect("ran");
            two.expect("ran");
        }
        seen.push(world.periods().await.len());
    }
    assert_eq!(seen, [0, 0, 2, 2, 4], "not before six in the morning, then at once, and once");
    assert_eq!(
        world.periods().await,
        ["2026-11-01 2026-11-30", "2026-11-23 2026-11-29", "2026-11-29 2026-11-29", "2026-11-30 2026-11-30"]
    );
    assert_eq!(world.jobs("form_report").await, 4);
    // A clock that went back asks for nothing twice: the period is the key.
    sqlx::query("UPDATE report_schedules SET next_on = '2026-11-30' WHERE rhythm = 'daily'").execute(&world.pool).await.expect("set back");
    Scheduled.run(&world.platform).await.expect("ran");
    Scheduled.run(&world.platform).await.expect("ran");
    assert_eq!(world.jobs("form_report").await, 4);
}

// REQ: REP-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn summaries_are_asked_for_once_while_anything_waits(pool: PgPool) {
    let mut world = World::new(pool, "2026-11-30T03:00:00Z").await;
    for _ in 0..3 {
        Summaries.run(&world.platform).await.expect("ran");
    }
    assert_eq!(world.jobs("fold_summaries").await, 1, "they have never been made");
    sqlx::raw_sql("DELETE FROM jobs; UPDATE report_state SET stale = false").execute(&world.pool).await.expect("made");
    Summaries.run(&world.platform).await.expect("ran");
    assert_eq!(world.jobs("fold_summaries").await, 0, "nothing has changed");
    world.appeal("2026-11-10T09:00:00Z", "2026-11-25", None).await;
    Summaries.run(&world.platform).await.expect("ran");
    assert_eq!(world.jobs("fold_summaries").await, 1);
}
