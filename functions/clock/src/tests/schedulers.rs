//! Two schedulers, a midnight and a holiday: one reminder.

use sqlx::PgPool;
use zvarot_platform::schedule::Task as _;

use super::world::{World, at, scheduler};
use crate::remind::Remind;

// REQ: CTL-09 OPS-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn two_schedulers_a_midnight_and_a_holiday_lead_to_one_reminder(pool: PgPool) {
    let mut world = World::new(pool, "2026-12-23T05:00:00Z").await;
    // Friday 25 December is a holiday: "two days before" the Monday falls on Thursday 24
    for _ in 0..20 {
        world.appeal("2026-12-10T09:00:00Z", "2026-12-28", None).await;
    }
    let others = [scheduler(&world.pool, "2026-12-23T05:00:00Z").await, scheduler(&world.pool, "2026-12-23T05:00:00Z").await];
    for moment in [
        "2026-12-23T05:00:00Z",
        "2026-12-23T20:59:00Z", // around midnight in Minsk
        "2026-12-23T21:00:00Z",
        "2026-12-24T04:59:30Z",
        "2026-12-24T05:00:00Z",
        "2026-12-24T05:01:00Z",
        "2026-12-24T20:58:30Z", // around midnight before the holiday
        "2026-12-24T20:59:59Z",
        "2026-12-24T21:00:00Z",
        "2026-12-25T05:00:00Z", // the holiday
        "2026-12-26T05:00:00Z",
        "2026-12-28T05:00:00Z",
    ] {
        // Their clocks differ by a minute and a half, and one is behind the other two.
        world.platform.clock.set(at(moment));
        others[0].clock.set(at(moment) + chrono::TimeDelta::seconds(90));
        others[1].clock.set(at(moment) - chrono::TimeDelta::seconds(1));
        let runs = tokio::join!(
            Remind.run(&world.platform),
            Remind.run(&others[0]),
            Remind.run(&others[1]),
            Remind.run(&world.platform),
        );
        for run in [runs.0, runs.1, runs.2, runs.3] {
            run.expect("it runs");
        }
    }
    let mut days = world.said().await;
    assert_eq!(days.len(), 60, "twenty appeals, three steps");
    days.dedup();
    assert_eq!(days, ["2026-12-23 review -5", "2026-12-24 review -2", "2026-12-28 review 0"]);
    for account in [world.clerk, world.head] {
        assert_eq!(world.letters(account).await.len(), 3);
    }
    assert_eq!(world.count("SELECT count(*) FROM deliveries").await, 6);
    assert_eq!(world.count("SELECT count(*) FROM jobs").await, 6);
    assert_eq!(world.count("SELECT count(*) FROM notices").await, 6);
}
