//! One journal under load, and terms after the calendar has changed.

use std::collections::BTreeSet;

use super::*;

// REQ: REG-03
// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn two_hundred_registrations_at_once_get_consecutive_numbers(pool: PgPool) {
    const COUNT: usize = 200;
    let mut place = Place::new(pool.clone()).await;
    let mut numbers = Vec::new();
    for _ in 0..COUNT {
        numbers.push(place.appeal(Status::Submitted, now() - TimeDelta::days(1)).await);
    }
    let actor = place.actor(Party::Official(Role::Clerk));
    let form = RegistrationForm { registered_on: "2026-04-14".into(), term: "15d".into(), ..RegistrationForm::default() };
    let mut running = tokio::task::JoinSet::new();
    for number in numbers {
        let (actions, cause, actor, form) = (place.actions.clone(), cause(), actor, form.clone());
        running.spawn(async move { register(&actions, &cause, &actor, number, 1, &form).await });
    }
    let mut given = Vec::new();
    for index in running.join_all().await {
        let index = index.unwrap();
        let digits: String = index.chars().filter(char::is_ascii_digit).collect();
        given.push(digits.parse::<usize>().unwrap());
    }
    let distinct: BTreeSet<usize> = given.iter().copied().collect();
    assert_eq!(distinct, (1..=COUNT).collect(), "consecutive, none twice: {given:?}");
    let last: i32 = sqlx::query_scalar("SELECT max(last_number) FROM journals").fetch_one(&pool).await.unwrap();
    assert_eq!(usize::try_from(last), Ok(COUNT));
}

// REQ: REG-07
// REQ: REG-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_new_holiday_moves_the_open_terms_it_falls_on_and_says_so_in_each_history(pool: PgPool) {
    let mut place = Place::new(pool.clone()).await;
    let mut of = async |status| place.appeal(status, now() - TimeDelta::days(2)).await;
    let (open, by_hand, done) =
        (of(Status::Registered).await, of(Status::InProgress).await, of(Status::Answered).await);
    sqlx::query("UPDATE appeals SET term = 'changed' WHERE number = $1").bind(by_hand.as_i64()).execute(&pool).await.unwrap();
    let (store, cause) = (place.actions.store.clone(), cause());
    assert_eq!(recompute_terms(&store, &cause).await.unwrap(), 0, "nothing has changed");

    // 28 April 2026, a Tuesday on which the terms of all three end, becomes a holiday.
    let mut connection = pool.acquire().await.unwrap();
    let mut national: serde_json::Value = serde_json::from_str(NationalCalendar::SEED).unwrap();
    national["holidays"]["2026"].as_array_mut().unwrap().push(json!("04-28"));
    calendars::add_national(&mut connection, &national).await.unwrap();
    assert_eq!(recompute_terms(&store, &cause).await.unwrap(), 2);
    assert_eq!(recompute_terms(&store, &cause).await.unwrap(), 0, "twice changes nothing");
    let due = async |number: AppealNumber| -> String {
        sqlx::query_scalar("SELECT due_on::text FROM appeals WHERE number = $1").bind(number.as_i64()).fetch_one(&pool).await.unwrap()
    };
    assert_eq!([due(open).await, due(by_hand).await, due(done).await], ["2026-04-29", "2026-04-29", "2026-04-28"]);
    let events: Vec<serde_json::Value> =
        sqlx::query_scalar("SELECT data FROM appeal_events WHERE kind = 'term_changed' AND account_id IS NULL").fetch_all(&pool).await.unwrap();
    assert_eq!(events.len(), 2);
    for event in events {
        assert_eq!([&event["from"], &event["due_on"]], ["2026-04-28", "2026-04-29"]);
        assert!(!event["reason"].as_str().unwrap().is_empty());
    }
    let told: i64 = sqlx::query_scalar("SELECT count(*) FROM jobs WHERE kind = 'announce'").fetch_one(&pool).await.unwrap();
    assert_eq!(told, 2, "the applicants are told");
}
