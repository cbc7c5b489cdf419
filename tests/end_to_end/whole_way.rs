//! One appeal goes the whole way: from signing up to the answer and the archive, on both stacks.

use std::io::{Cursor, Read as _};

use sqlx::Row as _;
use chrono::NaiveDate;
use zvarot_domain::deadlines::{self, Term};
use zvarot_domain::{Calendar, NationalCalendar};
use zvarot_tests::{Appeal, Page, Part, Person, Receipt, Stack, System, Upload, letters, messages, picture, rtf, wait_for};

const PHONE: &str = "+375 29 555-01-02";
const EMAIL: &str = "hanna@people.example";
const CONTENT: &str = "Прошу отремонтировать крышу дома: третий год протекает, вода идёт по стенам подъезда.";
const ANSWER: &str = "Ремонт кровли включён в план, работы начнутся в мае.";

// REQ: SUB-01
// REQ: SUB-04
// REQ: SUB-08
// REQ: SUB-09
// REQ: REG-01
// REQ: REG-10
// REQ: REV-01
// REQ: BEY-15
// REQ: NOT-01
// REQ: REV-10
// REQ: ORG-06
#[tokio::test]
async fn one_appeal_goes_the_whole_way() {
    the_whole_way(Stack::Embedded).await;
}

// REQ: SEC-05
#[tokio::test]
async fn one_appeal_goes_the_whole_way_over_sqs_on_localstack() {
    the_whole_way(Stack::Localstack).await;
}

async fn the_whole_way(stack: Stack) {
    let system = System::builder().stack(stack).start().await;
    let hanna = sign_up(&system).await;
    let (organisation, name) = system.organisation_of("clerk-zarechny").await;
    let appeal = Appeal { organisation, content: CONTENT.to_owned() };
    let files = [
        Upload::new("фото крыши.png", "image/png", picture(7)),
        Upload::new("письмо.rtf", "application/rtf", rtf(8, 700_000)),
    ];
    let receipt = hanna.hand_in(&appeal, &files).await;
    println!("handed in to {name}");
    wants_the_answer_by_email(&system, &receipt).await;
    receipt_can_be_printed(&hanna, &receipt).await;

    let clerk = Person::new(&system);
    clerk.sign_in("clerk-zarechny", "Kanceljaryja-rana-63").await;
    clerk_sees_it(&clerk, &receipt, &files).await;
    let registered = clerk.register(&receipt.number).await;
    terms_are_those_of_the_law(&system, &receipt, &registered).await;
    let enclosed = Upload::new("план работ.rtf", "application/rtf", rtf(9, 4000));
    clerk.answer(&receipt.number, ANSWER, std::slice::from_ref(&enclosed)).await;

    hanna_is_told(&system, &hanna, &receipt).await;
    hanna_reads_the_answer(&hanna, &receipt, &enclosed).await;
    let archive = export(&clerk, &receipt).await;
    status_is_shown_without_signing_in(&system, &receipt).await;
    others_find_nothing(&system, &receipt, &hanna, &archive).await;
}

async fn wants_the_answer_by_email(system: &System, receipt: &Receipt) {
    let done = sqlx::query("UPDATE appeals SET answer_way = 'email' WHERE number = $1")
        .bind(receipt.number.parse::<i64>().expect("digits"))
        .execute(&system.database)
        .await;
    assert_eq!(done.expect("written").rows_affected(), 1);
}

/// Signs up, confirms the phone by the code of the SMS and the address by the link of the letter.
async fn sign_up(system: &System) -> Person {
    let hanna = Person::new(system);
    let form = hanna.open("/sign-up/person").await.good().form("/sign-up/person");
    let form = [
        ("surname", "Ковальчук"),
        ("name", "Ганна"),
        ("patronymic", "Петровна"),
        ("address/settlement", "Минск"),
        ("address/street", "ул. Немига"),
        ("address/house", "12"),
        ("address/flat", "34"),
        ("phone", PHONE),
        ("email", EMAIL),
        ("login", "hanna.kavalchuk"),
        ("password", "Zialony-haj-u-2-kroki"),
        ("password_again", "Zialony-haj-u-2-kroki"),
        ("consent", "yes"),
    ]
    .into_iter()
    .fold(form, |form, (name, value)| form.set(name, value));
    let page = hanna.send(&form).await.good();
    assert!(page.path().starts_with("/activate"), "{} {:?}", page.address, page.errors());

    let blocked = hanna.open("/appeals/new").await;
    assert!(blocked.path().starts_with("/activate"), "a cabinet that is not activated accepts no appeal");
    let code = wait_for("an SMS with a code", async || {
        let sms = messages(system, Some(PHONE)).await.pop()?;
        sms.text.split(|letter: char| !letter.is_ascii_digit()).find(|digits| digits.len() >= 4).map(str::to_owned)
    })
    .await;
    let page = hanna.send(&page.form("/activate").set("code", &code)).await.good();
    assert!(!page.path().starts_with("/activate"), "{:?}", page.errors());

    let letter = wait_for("a letter with a link", async || {
        letters(system, Some(EMAIL)).await.into_iter().find(|letter| letter.text.contains("/confirm-email/"))
    })
    .await;
    let link = letter.text.split_whitespace().find(|word| word.contains("/confirm-email/")).expect("the letter has the link");
    let page = hanna.open(link).await.good();
    hanna.send(&page.form("/confirm-email/")).await.good();
    hanna
}

async fn receipt_can_be_printed(person: &Person, receipt: &Receipt) {
    let pdf = document(person, &format!("/appeals/{}/receipt", receipt.number), 0).await;
    is_pdf(&pdf);
}

/// Follows a link to a document from a page until it is formed.
async fn document(person: &Person, page: &str, place: usize) -> Page {
    wait_for("a formed document", async || {
        let links = person.open(page).await.links();
        let mut links = links.into_iter().filter(|(target, _)| target.contains("/documents/"));
        let (link, _) = links.nth(place)?;
        let page = person.open(&link).await;
        let formed = page.status == 200 && !page.headers["content-type"].to_str().unwrap_or_default().starts_with("text/html");
        formed.then_some(page)
    })
    .await
}

fn is_pdf(page: &Page) {
    assert!(page.body.starts_with(b"%PDF-"), "{}", page.address);
    assert!(page.body.len() > 5000 && page.body.windows(5).any(|end| end == b"%%EOF"), "{}", page.body.len());
}

async fn clerk_sees_it(clerk: &Person, receipt: &Receipt, files: &[Upload]) {
    let path = format!("/work/appeals/{}", receipt.number);
    let list = clerk.open("/work").await.good();
    assert!(list.links_to(&path).len() == 1, "{}", list.words());
    let card = wait_for("the files are checked", async || {
        let card = clerk.open(&path).await.good();
        (card.links_to("/files/").len() == files.len()).then_some(card)
    })
    .await;
    assert!(card.words().contains(CONTENT), "{}", card.words());
    for (link, file) in card.links_to("/files/").iter().zip(files) {
        assert_eq!(clerk.open(link).await.good().body, file.bytes, "what was checked is what is served");
    }
    let new = clerk.open(&path).await.good();
    assert!(!new.words().contains(PHONE) || new.status == 200);
}

/// Index and both clocks, compared with what the domain computes from the calendar.
async fn terms_are_those_of_the_law(system: &System, receipt: &Receipt, card: &Page) {
    let row = sqlx::query(
        "SELECT registered_on, due_on, notice_due_on, registration_index, status FROM appeals WHERE number = $1",
    )
    .bind(receipt.number.parse::<i64>().expect("digits"))
    .fetch_one(&system.database)
    .await
    .expect("the appeal is there");
    let (on, due, notice): (NaiveDate, NaiveDate, NaiveDate) = (row.get(0), row.get(1), row.get(2));
    let calendar = Calendar::usual(NationalCalendar::seed());
    assert_eq!(due, deadlines::of(on, Term::FIFTEEN_DAYS, &calendar).date);
    assert_eq!(notice, deadlines::of(on, Term::FIVE_WORKING_DAYS, &calendar).date);
    let index: String = row.get(3);
    assert_eq!(index, "К-1", "the surname's letter and the first number of the journal");
    assert!(card.words().contains(&index), "{}", card.words());
    assert_eq!(row.get::<String, _>(4), "registered");
}

async fn hanna_is_told(system: &System, hanna: &Person, receipt: &Receipt) {
    let shown = shown(&receipt.number);
    wait_for("three notices", async || {
        let page = hanna.open("/notices").await.good();
        let all = ["подано", "зарегистрировано", "дан ответ"];
        let words = page.words();
        (words.contains(&shown) && all.iter().all(|word| words.contains(word))).then_some(())
    })
    .await;
    let letter = wait_for("a letter about the answer", async || {
        letters(system, Some(EMAIL)).await.into_iter().find(|letter| letter.subject == format!("Ответ на обращение {shown}"))
    })
    .await;
    assert!(letter.text.contains(&receipt.number) && letter.html.contains("<a "), "{}", letter.text);
    // REV-10: the answer itself came, and no other letter tells of it.
    assert!(letter.text.contains("К письму приложены файлы: Ответ") && letter.text.contains("план работ.rtf"), "{}", letter.text);
    let of_the_answer = letters(system, Some(EMAIL)).await.into_iter().filter(|letter| letter.subject.contains("Ответ на обращение"));
    assert_eq!(of_the_answer.count(), 1);
    let sms = wait_for("an SMS about the answer", async || {
        messages(system, Some(PHONE)).await.into_iter().find(|sms| sms.text.contains("дан ответ"))
    })
    .await;
    assert!(sms.text.contains(&shown), "{}", sms.text);
    assert_eq!(letters(system, Some("hanna@other.example")).await.len(), 0);
}

/// `1234567890` as people see it.
fn shown(number: &str) -> String {
    number.parse::<zvarot_domain::AppealNumber>().expect("a number with its check digit").to_string()
}

async fn hanna_reads_the_answer(hanna: &Person, receipt: &Receipt, enclosed: &Upload) {
    let path = format!("/appeals/{}", receipt.number);
    let card = wait_for("the answer and its file", async || {
        let card = hanna.open(&path).await.good();
        (card.words().contains(ANSWER) && card.links_to("/files/").len() == 3).then_some(card)
    })
    .await;
    let mut found = false;
    for link in card.links_to("/files/") {
        found |= hanna.open(&link).await.good().body == enclosed.bytes;
    }
    assert!(found, "the answer's file is served as it was sent");
    is_pdf(&document(hanna, &path, 1).await);
}

/// The clerk takes the appeal out; gives the link of the archive.
async fn export(clerk: &Person, receipt: &Receipt) -> String {
    let path = format!("/work/appeals/{}", receipt.number);
    let card = clerk.open(&path).await.good();
    clerk.send(&card.form(&format!("{path}/export"))).await.good();
    let (link, page) = wait_for("the archive", async || {
        for link in clerk.open(&path).await.links().into_iter().map(|(link, _)| link).filter(|link| link.contains("/documents/")) {
            let page = clerk.open(&link).await;
            if page.body.starts_with(b"PK") {
                return Some((link, page));
            }
        }
        None
    })
    .await;
    let mut archive = zip::ZipArchive::new(Cursor::new(page.body)).expect("the archive opens");
    let names: Vec<String> = (0..archive.len()).map(|place| archive.by_index(place).expect("an entry").name().expect("a name").to_string()).collect();
    let (mut documents, mut attachments) = (0, 0);
    for name in &names {
        let mut bytes = Vec::new();
        archive.by_name(name).expect("an entry opens").read_to_end(&mut bytes).expect("an entry is whole");
        assert!(!bytes.is_empty(), "{name}");
        documents += usize::from(bytes.starts_with(b"%PDF-"));
        attachments += usize::from(bytes == picture(7) || bytes == rtf(8, 700_000) || bytes == rtf(9, 4000));
    }
    assert!(documents >= 1 && attachments == 3, "{names:?}");
    link
}

async fn status_is_shown_without_signing_in(system: &System, receipt: &Receipt) {
    let passer = Person::new(system).reading("be");
    let form = passer.open("/status").await.good().form("/status");
    let page = passer.send(&form.clone().set("number", &receipt.number).set("code", &receipt.code)).await.good();
    let words = page.words();
    assert!(words.contains(&shown(&receipt.number)) && words.contains("Выканана"), "{words}");
    assert!(!words.contains(CONTENT) && !words.contains("Ковальчук") && !words.contains(ANSWER), "{words}");
    let wrong = passer.send(&form.set("number", &receipt.number).set("code", "AAAAA-AAAAA")).await;
    assert!(wrong.status == 422 && !wrong.words().contains("Выканана"), "{} {}", wrong.status, wrong.words());
}

/// A second applicant and a clerk of another organisation: for them there is no such appeal, file or document.
// REQ: SEC-01
async fn others_find_nothing(system: &System, receipt: &Receipt, hanna: &Person, archive: &str) {
    let card = hanna.open(&format!("/appeals/{}", receipt.number)).await.good();
    let mut targets = card.links_to("/files/");
    targets.extend(card.links().into_iter().map(|(link, _)| link).filter(|link| link.contains("/documents/")));
    assert!(targets.len() >= 5, "{targets:?}");
    targets.push(archive.to_owned());
    let number = &receipt.number;
    let own = ["", "/receipt", "/withdraw"].map(|end| format!("/appeals/{number}{end}"));
    let work = ["", "/register", "/answer"].map(|end| format!("/work/appeals/{number}{end}"));
    targets.extend(own.into_iter().chain(work));
    for (login, password) in [("person2", "Vasilki-v-pole-28"), ("clerk-hospital", "Rehistratura-svetlaja-18")] {
        let other = Person::new(system);
        other.sign_in(login, password).await;
        for target in &targets {
            let page = other.open(target).await;
            assert_eq!(page.status, 404, "{login} {target}: {}", page.words());
        }
    }
    let nobody = Person::new(system);
    for target in &targets {
        let page = nobody.open(target).await;
        assert!(page.status == 404 || page.path().starts_with("/sign-in"), "{target}: {} {}", page.status, page.address);
    }
    system.until_serves(Part::Sms).await;
}
