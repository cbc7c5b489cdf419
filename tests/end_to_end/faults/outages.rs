//! Servers that are away, slow, or cannot write: nothing is acknowledged that is not kept, and work goes on when
//! they are back.

use std::fs;
use std::time::Duration;

use zvarot_tests::{Part, Person, Receipt, System, Upload, eicar, filled, letters, messages, picture, rtf, set_sms_gateway, until, wait_for};

use super::{appeal, signed_in, until_all_is_done};

fn impatient(person: Person) -> Person {
    person.patient(Duration::ZERO)
}

// REQ: OPS-02
// REQ: SUB-04
#[tokio::test]
async fn with_the_storage_away_or_unable_to_write_no_appeal_with_files_is_acknowledged() {
    let system = System::builder().start().await;
    let account = system.applicants(1, "ru").await.remove(0);
    let person = signed_in(&system, &account).await;
    let about = appeal(&system, "склад закрыт").await;
    let files = [Upload::new("письмо.rtf", "application/rtf", rtf(5, 600_000)), Upload::new("фото.png", "image/png", picture(5))];
    let draft = person.begin_draft("application").await;
    let form = filled(&draft.form(&draft.path()), &about).press("submit", "yes");

    // A file handed in before stays as it is and is checked later.
    let person = impatient(person);
    let waiting = person.begin_draft("application").await;

    system.take_down(&[Part::Storage]);
    let page = person.send_with(&form, &files).await;
    assert_eq!(page.status, 503, "{}", page.words());
    assert!(page.words().contains("недоступн") || page.heading().chars().any(|letter| letter > 'Ѐ'), "{}", page.words());
    nothing_is_acknowledged(&system, &person).await;
    // What needs no storage goes on.
    let text_only = filled(&waiting.form(&waiting.path()), &about).press("submit", "yes");
    let receipt = Receipt::of(&person.send(&text_only).await.good()).expect("an appeal without files is accepted");
    system.bring_back(&[Part::Storage]).await;

    // The storage answers again, but its disk refuses: where the folder of uploads was there is a file.
    let uploads = system.data().join("storage/zvarot/uploads");
    let aside = system.data().join("uploads-aside");
    let had_uploads = uploads.exists();
    if had_uploads {
        fs::rename(&uploads, &aside).expect("the folder can be put aside");
    }
    fs::write(&uploads, b"in the way").expect("a file can be put in its place");
    let page = person.send_with(&form, &files).await;
    assert!(page.status >= 500, "{} {}", page.status, page.words());
    assert_eq!(system.count("SELECT count(*) FROM appeals").await, 1, "only the one without files");
    assert_eq!(system.count("SELECT count(*) FROM files WHERE state = 'clean'").await, 0);
    fs::remove_file(&uploads).expect("the file can be taken away");
    if had_uploads {
        fs::rename(&aside, &uploads).expect("the folder can be put back");
    }

    // The same form once more.
    let person = person.patient(Duration::from_secs(60));
    let page = person.send_with(&form, &files).await.good();
    let second = Receipt::of(&page).unwrap_or_else(|| panic!("{:?} {}", page.errors(), page.words()));
    assert_ne!(second.number, receipt.number);
    until("both files are clean", async || {
        system.count("SELECT count(*) FROM files WHERE state = 'clean' AND appeal_id IS NOT NULL").await == 2
    })
    .await;
    until_all_is_done(&system).await;
    assert_eq!(system.count("SELECT count(*) FROM documents WHERE state = 'ready'").await, 2, "both receipts are formed");
}

async fn nothing_is_acknowledged(system: &System, person: &Person) {
    assert_eq!(system.count("SELECT count(*) FROM appeals").await, 0);
    let list = person.open("/appeals").await.good();
    assert!(list.links_to("/drafts/").len() == 2, "what was typed is kept as drafts: {}", list.words());
}

// REQ: NOT-02
// REQ: NOT-01
#[tokio::test]
async fn with_the_mail_server_away_and_then_slow_each_letter_arrives_once() {
    let system = System::builder().start().await;
    let accounts = [system.applicants(1, "ru").await.remove(0), system.applicants(1, "be").await.remove(0)];
    system.take_down(&[Part::Mail]);
    let mut receipts = Vec::new();
    let mut people = Vec::new();
    for account in &accounts {
        let person = signed_in(&system, account).await;
        receipts.push(person.hand_in(&appeal(&system, "почта закрыта").await, &[]).await);
        people.push(person);
    }
    until("the first tries have failed", async || {
        system.count("SELECT count(DISTINCT delivery_id) FROM delivery_attempts WHERE result = 'retry'").await >= 2
    })
    .await;
    for person in &people {
        until("the cabinet has the notice", async || !person.open("/notices").await.good().texts_of_class("unread").is_empty()).await;
    }
    // Up again, but it does not get on for a while.
    system.bring_back(&[Part::Mail]).await;
    system.freeze_part(Part::Mail);
    tokio::time::sleep(Duration::from_secs(4)).await;
    system.thaw_part(Part::Mail);
    until_all_is_done(&system).await;
    for (account, words) in accounts.iter().zip(["подано", "пададзен"]) {
        let letters = wait_for("the letter", async || Some(letters(&system, Some(&account.email)).await).filter(|all| !all.is_empty())).await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert!(letters[0].subject.contains(words), "{}", letters[0].subject);
    }
    assert_eq!(system.count("SELECT count(*) FROM deliveries WHERE channel = 'email' AND state <> 'sent'").await, 0);
}

// REQ: NOT-02
#[tokio::test]
async fn an_sms_gateway_that_fails_or_breaks_off_gets_no_message_twice() {
    let system = System::builder().start().await;
    let account = system.applicants(1, "ru").await.remove(0);
    let (person, clerk) = (signed_in(&system, &account).await, super::clerk(&system).await);
    let mut receipts = Vec::new();
    for number in 0..3 {
        receipts.push(person.hand_in(&appeal(&system, &format!("номер {number}")).await, &[]).await);
    }
    let modes = [
        serde_json::json!({ "mode": "fail", "count": 2 }),
        serde_json::json!({ "mode": "silent", "count": 1 }),
        serde_json::json!({ "mode": "slow", "delay": 3000, "count": 1 }),
    ];
    for (receipt, mode) in receipts.iter().zip(modes) {
        set_sms_gateway(&system, &mode).await;
        clerk.register(&receipt.number).await;
        until("the message has its end", async || {
            system.count("SELECT count(*) FROM deliveries WHERE channel = 'sms' AND state NOT IN ('sent', 'unknown', 'failed')").await == 0
                && system.count("SELECT count(*) FROM jobs WHERE kind = 'announce'").await == 0
        })
        .await;
    }
    let arrived = messages(&system, Some(&account.phone)).await;
    assert_eq!(arrived.len(), 3, "each of the three once, also the one whose answer broke off: {arrived:?}");
    assert_eq!(system.count("SELECT count(*) FROM deliveries WHERE channel = 'sms' AND state = 'failed'").await, 0);
}

// REQ: SEC-04
// REQ: OPS-02
#[tokio::test]
async fn without_the_scanner_no_file_becomes_clean_or_can_be_opened_and_later_all_are_checked() {
    let system = System::builder().start().await;
    let account = system.applicants(1, "ru").await.remove(0);
    let (person, clerk) = (signed_in(&system, &account).await, super::clerk(&system).await);
    system.take_down(&[Part::Antivirus]);
    let files = [Upload::new("фото.png", "image/png", picture(9)), Upload::new("вирус.rtf", "application/rtf", eicar())];
    let receipt = person.hand_in(&appeal(&system, "сканер закрыт").await, &files).await;
    until("the check was tried", async || {
        system.count("SELECT count(*) FROM jobs WHERE kind = 'check_file' AND attempts > 1").await == 2
    })
    .await;
    assert_eq!(system.count("SELECT count(*) FROM files WHERE state = 'checking'").await, 2);
    let ids: Vec<String> = sqlx::query_scalar("SELECT id::text FROM files").fetch_all(&system.database).await.expect("files");
    for id in &ids {
        for (who, reader) in [("the applicant", &person), ("the clerk", &clerk)] {
            for path in [format!("/files/{id}"), format!("/files/{id}/preview")] {
                assert_eq!(reader.open(&path).await.status, 404, "{who} {path}");
            }
        }
    }
    assert!(person.open(&format!("/appeals/{}", receipt.number)).await.good().links_to("/files/").is_empty());
    system.bring_back(&[Part::Antivirus]).await;
    until("both are checked", async || system.count("SELECT count(*) FROM files WHERE state = 'checking'").await == 0).await;
    let card = clerk.open(&format!("/work/appeals/{}", receipt.number)).await.good();
    let links = card.links_to("/files/");
    assert_eq!(links.len(), 1, "only the clean one: {}", card.words());
    assert_eq!(clerk.open(&links[0]).await.good().body, files[0].bytes);
    assert_eq!(system.count("SELECT count(*) FROM files WHERE state = 'infected'").await, 1);
    for id in ids.iter().filter(|id| !links[0].contains(*id)) {
        assert_eq!(clerk.open(&format!("/files/{id}")).await.status, 404);
    }
}
