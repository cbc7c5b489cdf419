//! Counts from the summaries against direct counts, in a real database with appeals that nobody chose by hand.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use secrecy::SecretString;
use sqlx::{Connection, PgPool};
use std::sync::Arc;
use uuid::Uuid;
use zvarot_domain::report::Filter;
use zvarot_domain::{
    AccountId, Actor, Locale, OrganisationId, Role, RoleSet,
    report::{Counted, Grouping, Level, Period, Question, Region, ReportFormat, Rhythm},
};
use zvarot_store::{
    Cause, PgConnection, Store,
    accounts::{self, NewAccount},
    doorbell::SilentDoorbell,
    reports::{self, Count, Granted, Source, rights, summaries},
};

use super::*;

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.roll(choices.len())]
    }
}

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 9, 0, 0).unwrap()
}

fn today() -> NaiveDate {
    minsk::date(now())
}

fn period(from: &str, to: &str) -> Period {
    Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
}

fn cause() -> Cause {
    Cause { now: now(), trace_id: String::new() }
}

/// Two heads of regions, districts below them, organisations below those, and one that stands alone.
struct World {
    actions: Actions,
    organisations: Vec<OrganisationId>,
    chief: AccountId,
    dice: Dice,
    numbers: i64,
}

const HEADS: [usize; 2] = [0, 1];
const DISTRICT: usize = 2;

impl World {
    async fn new(pool: PgPool) -> Self {
        let organisations: Vec<OrganisationId> = (0..9_u128).map(|number| OrganisationId(Uuid::from_u128(0x1000 + number))).collect();
        // Of each its superior.
        let above = [None, None, Some(0), Some(0), Some(2), Some(2), Some(1), Some(1), None];
        let mut connection = pool.acquire().await.unwrap();
        for (place, superior) in above.into_iter().enumerate() {
            let region = if matches!(place, 1 | 6 | 7) { 3 } else if place == 8 { 1 } else { 2 };
            sqlx::query("INSERT INTO organisations (id, name_ru, name_be, unp, parent_id, address_ru) VALUES ($1, $2, $3, $4, $5, $6)")
                .bind(organisations[place].0)
                .bind(format!("Организация {place}"))
                .bind(format!("Арганізацыя {place}"))
                .bind(format!("{region}0000000{place}"))
                .bind(superior.map(|superior: usize| organisations[superior].0))
                .bind(["", "г. Полоцк, ул. Мира, 1", "Пинский район, аг. Молотковичи", "225710, г. Пинск, ул. Ленина, 1"][place % 4])
                .execute(&mut *connection)
                .await
                .unwrap();
        }
        sqlx::query(
            "INSERT INTO topics (code, parent_code, name_ru, name_be) VALUES ('01', NULL, 'Государство', 'Дзяржава'), ('02', NULL, 'Финансы', 'Фінансы'),
             ('01-01', '01', 'Права', 'Правы'), ('01-02', '01', 'Органы', 'Органы'), ('26', NULL, 'Прочее', 'Іншае')",
        )
        .execute(&mut *connection)
        .await
        .unwrap();
        let chief = account(&mut connection, "chief").await;
        accounts::grant(&mut connection, chief, Role::ChiefAdministrator, None).await.unwrap();
        drop(connection);
        let actions = Actions { store: Store::new(pool, Arc::new(SilentDoorbell)), secret: SecretString::from("key") };
        Self { actions, organisations, chief, dice: Dice(7), numbers: 0 }
    }

    async fn connection(&self) -> sqlx::pool::PoolConnection<sqlx::Postgres> {
        self.actions.store.pool().acquire().await.unwrap()
    }

    /// An appeal with facts as the dice fall.
    async fn appeal(&mut self, connection: &mut PgConnection) {
        let dice = &mut self.dice;
        self.numbers += 1;
        let (topic, subtopic) = [("01", Some("01-01")), ("01", Some("01-02")), ("02", None), ("26", None)][dice.roll(4)];
        // At the border of days in Minsk, too.
        let submitted = Utc.with_ymd_and_hms(2025, 11, 28, 20, 30, 0).unwrap() + chrono::TimeDelta::hours(dice.roll(24 * 365) as i64);
        let registered = (dice.roll(4) > 0).then(|| minsk::date(submitted) + chrono::Days::new(dice.roll(5) as u64));
        let due = registered.map(|day| day + chrono::Days::new(15 + dice.roll(16) as u64));
        let completed = registered.filter(|_| dice.roll(3) > 0).map(|_| submitted + chrono::TimeDelta::hours(dice.roll(24 * 40) as i64));
        let status = match (registered, completed) {
            (None, _) => "submitted",
            (_, None) => "registered",
            _ => dice.one_of(&["answered", "answered", "withdrawn", "redirected"]),
        };
        let outcome = (status == "answered").then(|| dice.one_of(&["satisfied", "refused", "explained"]));
        sqlx::query(
            "INSERT INTO appeals (id, number, access_code, organisation_id, kind, form, status, topic_code, subtopic_code, content, locale, answer_way,
                 applicant_kind, applicant_name, applicant, address, submitted_at, registration_limit_at, registered_on, due_on, completed_at, outcome)
             VALUES ($1, $2, 'x', $3, $4, $5, $6, $7, $8, '', 'ru', 'cabinet', $9, '', '{}', '', $10, $10, $11, $12, $13, $14)",
        )
        .bind(Uuid::from_u128(u128::try_from(self.numbers).unwrap()))
        .bind(self.numbers)
        .bind(self.organisations[dice.roll(9)].0)
        .bind(dice.one_of(&["application", "proposal", "complaint"]))
        .bind(dice.one_of(&["electronic", "written", "oral"]))
        .bind(status)
        .bind(topic)
        .bind(subtopic)
        .bind(dice.one_of(&["person", "entrepreneur", "legal_entity"]))
        .bind(submitted)
        .bind(registered)
        .bind(due)
        .bind(completed)
        .bind(outcome)
        .execute(connection)
        .await
        .unwrap();
    }

    /// Appeals arrive, one by one and many at once, are registered, corrected, completed, removed.
    async fn some_life(&mut self) {
        let mut connection = self.connection().await;
        for _ in 0..60 {
            self.appeal(&mut connection).await;
        }
        let many = self.numbers * 1000;
        for statement in [
            format!(
                "INSERT INTO appeals (id, number, access_code, organisation_id, kind, form, status, topic_code, content, locale, answer_way, applicant_kind,
                     applicant_name, applicant, address, submitted_at, registration_limit_at)
                 SELECT gen_random_uuid(), {many} + place, 'x', '{}', 'complaint', 'written', 'submitted', '02', '', 'be', 'post', 'person', '', '{{}}', '',
                     timestamptz '2026-03-30 12:00Z' + place * interval '1 hour', now() FROM generate_series(1, 40) AS place",
                self.organisations[4].0
            ),
            "UPDATE appeals SET status = 'registered', registered_on = (submitted_at AT TIME ZONE 'Europe/Minsk')::date + 2,
                 due_on = (submitted_at AT TIME ZONE 'Europe/Minsk')::date + 17 WHERE status = 'submitted' AND number % 3 = 0".to_owned(),
            "UPDATE appeals SET status = 'answered', outcome = 'explained', completed_at = submitted_at + interval '20 days', version = version + 1
             WHERE status = 'registered' AND number % 2 = 0".to_owned(),
            "UPDATE appeals SET topic_code = '26', subtopic_code = NULL WHERE number % 7 = 0".to_owned(),
            "UPDATE appeals SET note = 'ничего не меняет' WHERE number % 5 = 0".to_owned(),
            format!("UPDATE appeals SET organisation_id = '{}' WHERE number % 11 = 0", self.organisations[6].0),
            "DELETE FROM appeals WHERE number % 13 = 0".to_owned(),
        ] {
            sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut *connection).await.unwrap();
        }
    }

    async fn granted(&self, level: Level) -> Granted {
        let mut connection = self.connection().await;
        rights::grant(&mut connection, self.chief, level).await.unwrap().expect("the chief sees everything")
    }

    async fn count(&self, question: &Question, period: Period, source: Source) -> Vec<Count> {
        let granted = self.granted(question.level).await;
        let mut connection = self.connection().await;
        let mut counts = reports::count(&mut connection, &granted, question, period, today(), source).await.unwrap();
        counts.sort();
        counts
    }

    async fn agree(&self, question: &Question, period: Period) -> i64 {
        let (kept, counted) = (self.count(question, period, Source::Summaries).await, self.count(question, period, Source::Appeals).await);
        assert_eq!(kept, counted, "{question:?} {period:?}");
        counted.iter().map(|count| count.amount).sum()
    }

    async fn fold(&self) {
        let mut connection = self.connection().await;
        loop {
            match summaries::fold(&mut connection, 25, now()).await.unwrap() {
                summaries::Folded::Changes(25) => {}
                summaries::Folded::Changes(_) => return,
                summaries::Folded::Stale => assert!(summaries::rebuild(&mut connection, now()).await.unwrap()),
                summaries::Folded::Busy => panic!("nobody else folds"),
            }
        }
    }

    async fn nothing_differs(&self) {
        let check = summaries::check(&mut *self.connection().await).await.unwrap();
        assert!(check.differences.is_empty() && !check.stale && check.sums > 0, "{check:?}");
    }
}

async fn account(connection: &mut PgConnection, login: &str) -> AccountId {
    let account = NewAccount { login, password_hash: "", display_name: login, locale: Locale::Ru, phone: None, email: None };
    accounts::insert(connection, &account, now()).await.unwrap()
}

fn question(level: Level, first: Grouping, second: Option<Grouping>) -> Question {
    Question { level, first, second, filters: Vec::new(), counted: Counted::Appeals }
}

/// Every pair of groupings, each level and sort of period among them.
async fn every_pair_agrees(world: &World) {
    let levels = [
        Level::Republic,
        Level::Region(Region::Vitebsk),
        Level::Branch(world.organisations[HEADS[0]]),
        Level::Branch(world.organisations[DISTRICT]),
        Level::Organisation(world.organisations[4]),
    ];
    let periods = [
        period("2026-01-01", "2026-12-31"),
        period("2025-11-20", "2026-11-20"),
        period("2026-03-01", "2026-03-31"),
        period("2026-02-10", "2026-05-02"),
        period("2026-04-03", "2026-04-05"),
    ];
    let mut turn = 0;
    let mut seen = 0;
    for first in Grouping::ALL {
        for second in Grouping::ALL.map(Some).into_iter().chain([None]) {
            let (level, period) = (levels[turn % 5], periods[turn / 5 % 5]);
            seen += world.agree(&question(level, first, second), period).await;
            turn += 1;
        }
    }
    assert!(seen > 1000, "the periods hold appeals: {seen}");
}

// REQ: REP-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_summaries_equal_a_direct_count_for_every_pair_of_groupings(pool: PgPool) {
    let mut world = World::new(pool).await;
    world.fold().await;
    world.some_life().await;
    world.fold().await;
    world.some_life().await;
    // Half of it folded, half still a change.
    every_pair_agrees(&world).await;
    world.fold().await;
    every_pair_agrees(&world).await;
    world.nothing_differs().await;
    let by = |by, value: &str| Filter { by, values: vec![value.to_owned()] };
    for filters in [
        vec![by(Grouping::Form, "written")],
        vec![by(Grouping::Keeping, "overdue"), by(Grouping::Kind, "complaint")],
        vec![by(Grouping::Region, "vitebsk")],
    ] {
        let question = Question { filters, ..question(Level::Republic, Grouping::Topic, Some(Grouping::Keeping)) };
        world.agree(&question, period("2025-12-10", "2026-11-15")).await;
        world.agree(&Question { second: None, first: Grouping::Status, ..question }, period("2026-01-01", "2026-12-31")).await;
    }
}

// REQ: REP-01
// REQ: BEY-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_report_by_question_counts_each_with_its_own_topic_and_result(pool: PgPool) {
    let mut world = World::new(pool.clone()).await;
    world.fold().await;
    world.some_life().await;
    world.fold().await;
    world.some_life().await;
    for split in [
        "INSERT INTO appeal_questions (appeal_id, position, text, topic_code, outcome)
         SELECT id, position, '', (ARRAY['02', '01-01', '26'])[position], (ARRAY['refused', 'satisfied'])[position]
         FROM appeals, generate_series(1, 3) AS position WHERE appeals.number % 4 = 0",
        // What is joined to another one is no unit, split or not.
        "UPDATE appeals SET merged_into = first.id FROM (SELECT id FROM appeals ORDER BY id LIMIT 1) AS first
         WHERE appeals.id <> first.id AND appeals.number % 20 = 0",
    ] {
        assert!(sqlx::query(split).execute(&pool).await.unwrap().rows_affected() > 3);
    }
    let counted = Counted::Questions;
    let levels = [Level::Republic, Level::Branch(world.organisations[HEADS[0]]), Level::Organisation(world.organisations[4])];
    for (turn, first) in Grouping::ALL.into_iter().enumerate() {
        for second in [None, Some(Grouping::Topic), Some(Grouping::Outcome), Some(Grouping::Region)] {
            let question = Question { counted, ..question(levels[turn % 3], first, second) };
            world.agree(&question, period("2025-12-10", "2026-11-15")).await;
        }
    }
    let direct: Vec<(String, String, i64)> = sqlx::query_as(
        "SELECT coalesce(topics.parent_code, topics.code), CASE WHEN asked.text IS NULL THEN coalesce(appeals.outcome, 'none') ELSE coalesce(asked.outcome, 'none') END, count(*)
         FROM appeals LEFT JOIN appeal_questions AS asked ON asked.appeal_id = appeals.id JOIN topics ON topics.code = coalesce(asked.topic_code, appeals.topic_code)
         WHERE merged_into IS NULL AND report_day(registered_on, submitted_at) BETWEEN '2025-12-10' AND '2026-11-15' GROUP BY 1, 2 ORDER BY 1, 2",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let question = Question { counted, ..question(Level::Republic, Grouping::Topic, Some(Grouping::Outcome)) };
    let counts = world.count(&question, period("2025-12-10", "2026-11-15"), Source::Summaries).await;
    let counts: Vec<(String, String, i64)> = counts.into_iter().map(|count| (count.one, count.other, count.amount)).collect();
    assert!(counts.len() > 5);
    assert_eq!(counts, direct);
}

// REQ: REP-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_address_names_a_district_or_a_city_of_a_regions_subordination(pool: PgPool) {
    for (region, address, territory) in [
        ("brest", "225710, г. Пинск, ул. Ленина, 1", Some("brest-g-pinsk")),
        ("brest", "Пинский район, аг. Молотковичи", Some("brest-pinskiy")),
        ("brest", "Пинский р-н, г. Пинск, ул. Ленина, 1", Some("brest-pinskiy")),
        ("brest", "г. Береза, ул. Мира, 2", Some("brest-berezovskiy")),
        ("vitebsk", "211400, г. Полоцк, ул. Мира", Some("vitebsk-polotskiy")),
        ("minsk_city", "г. Минск, Заводской район г. Минска, ул. Мира", Some("minsk_city-zavodskoy")),
        ("minsk_city", "г. Минск, ул. Мира, 1", None),
        // The region of the taxpayer's registration decides where both are told.
        ("gomel", "г. Пинск, ул. Ленина, 1", None),
        ("brest", "", None),
    ] {
        let found: Option<String> = sqlx::query_scalar("SELECT territory_of($1, $2)").bind(region).bind(address).fetch_one(&pool).await.unwrap();
        assert_eq!(found.as_deref(), territory, "{address}");
    }
}

// REQ: REP-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_report_goes_down_to_districts(pool: PgPool) {
    let mut world = World::new(pool).await;
    world.some_life().await;
    world.fold().await;
    let question = question(Level::Republic, Grouping::Region, Some(Grouping::Territory));
    let year = period("2026-01-01", "2026-12-31");
    world.agree(&question, year).await;
    let counts = world.count(&question, year, Source::Summaries).await;
    let pairs: Vec<(&str, &str)> = counts.iter().map(|count| (count.one.as_str(), count.other.as_str())).collect();
    for pair in [("brest", "brest"), ("brest", "brest-pinskiy"), ("brest", "brest-g-pinsk"), ("vitebsk", "vitebsk-polotskiy")] {
        assert!(pairs.contains(&pair), "{pair:?} in {pairs:?}");
    }
}

// REQ: REP-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_moved_organisation_moves_its_numbers(pool: PgPool) {
    let mut world = World::new(pool).await;
    world.some_life().await;
    world.fold().await;
    let year = period("2026-01-01", "2026-12-31");
    let ask = |head: usize| question(Level::Branch(world.organisations[head]), Grouping::Topic, Some(Grouping::Status));
    let before = world.agree(&ask(1), year).await;
    sqlx::query("UPDATE organisations SET parent_id = $1, unp = '300000099' WHERE id = $2")
        .bind(world.organisations[1].0)
        .bind(world.organisations[DISTRICT].0)
        .execute(world.actions.store.pool())
        .await
        .unwrap();
    let moved = world.agree(&ask(1), year).await;
    assert!(moved > before, "the district's appeals count below its new head at once");
    every_pair_agrees(&world).await;
    world.fold().await;
    assert_eq!(world.agree(&ask(1), year).await, moved);
    every_pair_agrees(&world).await;
    world.nothing_differs().await;
}

// REQ: REP-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn whoever_commits_late_is_not_forgotten_and_waits_for_nobody(pool: PgPool) {
    let mut world = World::new(pool.clone()).await;
    world.fold().await;
    let mut late = pool.acquire().await.unwrap();
    let mut transaction = late.begin().await.unwrap();
    world.appeal(&mut transaction).await;
    world.some_life().await;
    world.fold().await;
    world.nothing_differs().await;
    transaction.commit().await.unwrap();
    every_pair_agrees(&world).await;
    world.fold().await;
    world.nothing_differs().await;
    // While somebody folds, others submit: a fold holds no lock that they need.
    let mut folding = pool.acquire().await.unwrap();
    let mut open = folding.begin().await.unwrap();
    sqlx::query("SELECT pg_advisory_xact_lock(x'7265706f7274'::bigint)").execute(&mut *open).await.unwrap();
    sqlx::query("DELETE FROM report_changes").execute(&mut *open).await.unwrap();
    let mut submitter = pool.acquire().await.unwrap();
    world.appeal(&mut submitter).await;
    let busy = summaries::fold(&mut submitter, 10, now()).await.unwrap();
    assert_eq!(busy, summaries::Folded::Busy);
    open.rollback().await.unwrap();
}

// REQ: REP-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_wrong_sum_is_found_and_mended(pool: PgPool) {
    let mut world = World::new(pool).await;
    world.some_life().await;
    world.fold().await;
    let mut connection = world.connection().await;
    for spoil in [
        "UPDATE report_pairs SET amount = amount + 1 WHERE (level, pair, span, begins, one, other) = (SELECT level, pair, span, begins, one, other FROM report_pairs LIMIT 1)",
        "DELETE FROM report_organisations WHERE (fact, span, begins, organisation_id, value) = (SELECT fact, span, begins, organisation_id, value FROM report_organisations WHERE amount > 0 LIMIT 1)",
    ] {
        sqlx::raw_sql(spoil).execute(&mut *connection).await.unwrap();
        let check = summaries::check(&mut connection).await.unwrap();
        assert_eq!(check.differences.len(), 1, "{check:?}");
        assert!(summaries::rebuild(&mut connection, now()).await.unwrap());
        world.nothing_differs().await;
    }
}

// REQ: REP-01
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn nobody_sees_numbers_beyond_the_own_right(pool: PgPool) {
    let mut world = World::new(pool).await;
    world.some_life().await;
    let mut connection = world.connection().await;
    let [head, clerk, executor, inspector] = {
        let mut made = [AccountId(Uuid::nil()); 4];
        for (place, login) in ["head", "clerk", "executor", "inspector"].into_iter().enumerate() {
            made[place] = account(&mut connection, login).await;
        }
        made
    };
    let of = |place: usize| world.organisations[place];
    for (account, role, place) in [
        (head, Role::OrganisationHead, DISTRICT),
        (clerk, Role::Clerk, DISTRICT),
        (executor, Role::Executor, DISTRICT),
        (inspector, Role::Executor, 8),
    ] {
        accounts::grant(&mut connection, account, role, Some(of(place))).await.unwrap();
    }
    rights::give(&mut connection, inspector, Some(Region::Vitebsk), now()).await.unwrap();
    let everything = [
        Level::Republic,
        Level::Region(Region::Vitebsk),
        Level::Region(Region::Gomel),
        Level::Branch(of(0)),
        Level::Branch(of(DISTRICT)),
        Level::Branch(of(4)),
        Level::Organisation(of(0)),
        Level::Organisation(of(DISTRICT)),
        Level::Organisation(of(4)),
        Level::Organisation(of(6)),
    ];
    for (who, account, allowed) in [
        ("head", head, [false, false, false, false, true, true, false, true, true, false]),
        ("clerk", clerk, [false, false, false, false, false, false, false, true, false, false]),
        ("executor", executor, [false; 10]),
        ("inspector", inspector, [false, true, false, false, false, false, false, false, false, true]),
        ("chief", world.chief, [true; 10]),
    ] {
        for (level, allowed) in everything.into_iter().zip(allowed) {
            let granted = rights::grant(&mut connection, account, level).await.unwrap();
            assert_eq!(granted.is_some(), allowed, "{who} {level:?}");
        }
    }
    // What a branch shows are its organisations and no other.
    let question = question(Level::Branch(of(DISTRICT)), Grouping::Organisation, None);
    let seen = world.count(&question, period("2025-11-01", "2026-12-31"), Source::Summaries).await;
    let own: Vec<String> = [DISTRICT, 4, 5].map(|place| of(place).to_string()).into();
    assert!(!seen.is_empty() && seen.iter().all(|count| own.contains(&count.one)), "{seen:?}");
    // A right that is taken away ends at once, for what is asked later too.
    assert!(rights::take(&mut connection, inspector, Some(Region::Vitebsk)).await.unwrap());
    assert!(rights::grant(&mut connection, inspector, Level::Region(Region::Vitebsk)).await.unwrap().is_none());
}

// REQ: REP-04
// REQ: REP-06
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn reports_and_schedules_are_ones_own(pool: PgPool) {
    let mut world = World::new(pool).await;
    world.some_life().await;
    let mut connection = world.connection().await;
    let (clerk, other) = (account(&mut connection, "clerk").await, account(&mut connection, "other").await);
    let organisation = world.organisations[DISTRICT];
    let official = |account| Actor::Official { account, organisation, roles: RoleSet::from(Role::Clerk) };
    for account in [clerk, other] {
        accounts::grant(&mut connection, account, Role::Clerk, Some(organisation)).await.unwrap();
    }
    let (actions, actor) = (&world.actions, official(clerk));
    let asked = question(Level::Organisation(organisation), Grouping::Kind, Some(Grouping::Form));
    let (year, locale) = (period("2026-01-01", "2026-12-31"), Locale::Be);
    let id = ask(actions, &cause(), &actor, &asked, year, ReportFormat::Csv, locale).await.unwrap();
    let scheduled = schedule(actions, &cause(), &actor, &asked, ReportFormat::Pdf, Rhythm::Monthly, locale).await.unwrap();
    let own = own(&mut connection, &actor).await.unwrap();
    assert_eq!((own.reports.len(), own.schedules.len(), own.by_email), (1, 1, true));
    assert_eq!(own.schedules[0].next_on, "2026-12-01".parse().unwrap());
    assert!(matches!(one(&mut connection, &official(other), id).await, Err(ActionError::NotFound)));
    assert!(matches!(stop(actions, &cause(), &official(other), scheduled).await, Err(ActionError::NotFound)));
    stop(actions, &cause(), &actor, scheduled).await.unwrap();
    let far = question(Level::Republic, Grouping::Kind, None);
    for refused in [
        ask(actions, &cause(), &actor, &far, year, ReportFormat::Csv, locale).await,
        schedule(actions, &cause(), &actor, &far, ReportFormat::Csv, Rhythm::Daily, locale).await,
    ] {
        assert!(matches!(refused, Err(ActionError::NotFound)));
    }
    assert!(matches!(look(actions, &cause(), &actor, &far, year, locale).await, Err(ActionError::NotFound)));
}

// REQ: REP-01
// REQ: REF-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_sheet_has_words_for_every_value_and_its_sums_are_right(pool: PgPool) {
    let mut world = World::new(pool).await;
    world.some_life().await;
    world.fold().await;
    let actor = Actor::Operator { account: world.chief, roles: RoleSet::from(Role::ChiefAdministrator) };
    let everything = period("2025-11-01", "2026-12-31");
    for locale in Locale::ALL {
        for first in Grouping::ALL {
            for second in [None, Some(Grouping::Keeping), Some(Grouping::Outcome), Some(Grouping::Subtopic)] {
                let question = question(Level::Republic, first, second);
                let sheet = look(&world.actions, &cause(), &actor, &question, everything, locale).await.unwrap();
                let all: i64 = world.count(&question, everything, Source::Appeals).await.iter().map(|count| count.amount).sum();
                assert_eq!(sheet.totals.last(), Some(&all), "{question:?}");
                let words = sheet.columns.iter().chain(&sheet.heads).chain(&sheet.facts).chain([&sheet.title]).map(String::as_str);
                for word in words.chain(sheet.lines.iter().flat_map(|line| &line.names).map(|name| &**name)) {
                    assert!(!word.contains('⟦') && !word.is_empty() && !word.contains('_'), "{word} in {question:?}");
                }
                for line in &sheet.lines {
                    assert_eq!(line.numbers.len(), sheet.columns.len());
                    assert_eq!(line.names.len(), sheet.heads.len());
                }
                assert_eq!(sheet.bars.iter().map(|bar| bar.amount).sum::<i64>(), all);
            }
        }
    }
}
