//! A head makes the month's report by the pages alone: looked at, formed in three formats, told of in cabinet and letter.

use zvarot_tests::{Page, Person, System, wait_for};

const PERIOD: (&str, &str) = ("2026-10-01", "2026-10-31");

// REQ: REP-01
// REQ: REP-04
// REQ: REP-06
// REQ: SEC-01
#[tokio::test]
async fn a_head_makes_a_report_in_every_format() {
    let system = System::builder().start().await;
    let (organisation, _) = system.organisation_of("head-zarechny").await;
    appeals(&system, organisation).await;
    let head = Person::new(&system);
    head.sign_in("head-zarechny", "Sinija-chernila-74").await;

    let page = look(&head, &format!("organisation:{organisation}")).await.good();
    let words = page.words();
    assert!(words.contains("Обращения по видам и формам подачи"), "{words}");
    assert!(words.contains("Жалоба 0 12 12") || words.contains("Жалоба 12 12"), "{words}");

    for format in ["pdf", "xlsx", "csv"] {
        let page = look(&head, &format!("organisation:{organisation}")).await.good();
        let form = page.forms().into_iter().find(|form| form.action == "/reports" && !form.value("csrf").is_empty()).expect("the form of files");
        let answer = head.send(&form.set("format", format)).await.good();
        assert!(answer.words().contains("Отчет формируется"), "{}", answer.words());
    }
    let files = wait_for("three reports", async || {
        let links = head.open("/reports").await.good().links_to("/reports/");
        (links.len() == 3).then_some(links)
    })
    .await;
    let mut kinds = Vec::new();
    for file in &files {
        let file = head.open(file).await.good();
        kinds.push(String::from_utf8_lossy(&file.body[..4]).into_owned());
        if file.body.starts_with("\u{feff}".as_bytes()) {
            let text = String::from_utf8_lossy(&file.body).into_owned();
            assert!(text.contains("Жалоба;12;12\r\n"), "{text}");
        }
    }
    assert!(kinds.iter().any(|kind| kind == "%PDF") && kinds.iter().any(|kind| kind.starts_with("PK")), "{kinds:?}");
    wait_for("three notices", async || {
        let words = head.open("/notices").await.good().words();
        (words.matches("Отчет «Обращения по видам и формам подачи» готов").count() == 3).then_some(())
    })
    .await;

    // Others find neither the files nor the numbers.
    let other = Person::new(&system);
    other.sign_in("head-hospital", "Haluny-doktar-29").await;
    assert_eq!(other.open(&files[0]).await.status, 404);
    for level in [format!("organisation:{organisation}"), format!("branch:{organisation}"), "republic".to_owned()] {
        assert_eq!(look(&other, &level).await.status, 404, "{level}");
    }
    schedule(&head, organisation).await;
}

async fn look(person: &Person, level: &str) -> Page {
    person.open(&format!("/reports?level={level}&from={}&to={}&first=kind&second=form", PERIOD.0, PERIOD.1)).await
}

/// Makes a schedule and stops it.
async fn schedule(head: &Person, organisation: uuid::Uuid) {
    let page = look(head, &format!("organisation:{organisation}")).await.good();
    let form = page.forms().into_iter().find(|form| form.action == "/reports" && !form.value("csrf").is_empty()).expect("the form of files");
    let page = head.send(&form.set("format", "pdf").set("rhythm", "weekly").press("schedule", "yes")).await.good();
    assert!(page.words().contains("Каждый понедельник, за прошлую неделю Следующий"), "{}", page.words());
    let page = head.send(&page.form("/reports/schedules/")).await.good();
    assert!(page.words().contains("Расписаний нет"), "{}", page.words());
}

/// Twelve complaints of October.
async fn appeals(system: &System, organisation: uuid::Uuid) {
    let number = |place: u64| zvarot_domain::AppealNumber::from_sequence(700_000 + place, &[3; 16]).expect("a number");
    let numbers: Vec<i64> = (0..12).map(|place| number(place).digits().parse().expect("digits")).collect();
    sqlx::query(
        "INSERT INTO appeals (id, number, access_code, organisation_id, kind, form, status, topic_code, content, locale, answer_way, applicant_kind,
             applicant_name, applicant, address, submitted_at, registration_limit_at)
         SELECT gen_random_uuid(), number, 'x', $1, 'complaint', 'written', 'submitted', '26', '', 'ru', 'post', 'person', '', '{}', '',
             timestamptz '2026-10-05 12:00Z' + place * interval '1 day', now() FROM unnest($2::bigint[]) WITH ORDINALITY AS made (number, place)",
    )
    .bind(organisation)
    .bind(numbers)
    .execute(&system.database)
    .await
    .expect("appeals can be written");
}
