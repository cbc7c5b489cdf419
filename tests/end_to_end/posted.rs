//! Where requests to the front are too small for files (Lambda, `UPLOADS=storage`) and scripts are off: each file is
//! announced, then a signed form posts it straight to the storage, which leads back to the draft.

use zvarot_tests::{Appeal, Form, Function, PASSWORD, Page, Person, System, Upload, eicar, picture, rtf, wait_for};

const LARGEST: usize = 15 * 1024 * 1024;

/// A file field of the signed form.
fn file(bytes: Vec<u8>) -> Upload {
    Upload { field: "file".to_owned(), ..Upload::new("C:\\письмо.bin", "application/octet-stream", bytes) }
}

/// Announces a file for the draft and gives the page with the form to the storage.
async fn announce(person: &Person, draft: &str, name: &str, format: &str) -> Page {
    let page = person.open(&format!("{draft}/file")).await.good();
    let form = page.form(&format!("{draft}/file")).set("name", name).set("format", format);
    person.send(&form).await.good()
}

fn to_storage(page: &Page) -> Form {
    page.form("http://127.0.0.1")
}

/// The draft once nothing is being checked in it.
async fn checked(person: &Person, draft: &str) -> Page {
    wait_for("the files are checked", async || {
        let page = person.open(draft).await.good();
        (!page.attributes("data-state").iter().any(|state| state == "checking")).then_some(page)
    })
    .await
}

// REQ: SUB-04
// REQ: OPS-01
#[tokio::test]
async fn files_go_straight_to_the_storage_and_the_appeal_its_whole_way() {
    let system = System::builder().set("UPLOADS", "storage").start().await;
    let account = system.applicants(1, "ru").await.remove(0);
    let person = Person::new(&system);
    person.sign_in(&account.login, PASSWORD).await;
    let draft = person.begin_draft("application").await;
    let path = draft.path();
    assert!(!draft.html().contains("multipart/form-data"), "no file comes through the front");
    // The button saves what was typed and leads to the file's own page.
    let typed = draft.form(&path).set("content", "Прошу починить лифт.").press("add_file", "yes");
    let asked = person.send(&typed).await.good();
    assert_eq!(asked.path(), format!("{path}/file"));
    assert_eq!(person.open(&path).await.good().form(&path).value("content"), "Прошу починить лифт.");

    let (photo, letter) = (picture(8), rtf(9, LARGEST));
    let page = announce(&person, &path, "Лифт", "png").await;
    let back = person.send_with(&to_storage(&page), &[file(photo.clone())]).await.good();
    assert_eq!(back.path(), path, "the storage leads back to the draft");
    let page = announce(&person, &path, "Письмо", "rtf").await;
    person.send_with(&to_storage(&page), &[file(letter.clone())]).await.good();
    let page = checked(&person, &path).await;
    assert_eq!(page.attributes("data-state"), ["clean", "clean"], "{}", page.words());
    assert!(page.words().contains("Лифт.png") && page.words().contains("Письмо.rtf"));
    for (id, bytes) in page.attributes("data-file").iter().zip([photo, letter]) {
        assert!(person.open(&format!("/files/{id}")).await.good().body == bytes, "what was sent is what is served");
    }
    let (organisation, _) = system.organisation_of("clerk-zarechny").await;
    let appeal = Appeal { organisation, content: "Прошу починить лифт.".to_owned() };
    let receipt = person.hand_in_draft(page, &appeal, &[]).await;
    let clerk = Person::new(&system);
    clerk.sign_in("clerk-zarechny", "Kanceljaryja-rana-63").await;
    clerk.register(&receipt.number).await;
    clerk.answer(&receipt.number, "Лифт починен.", &[]).await;
    let card = person.open(&format!("/appeals/{}", receipt.number)).await.good();
    assert!(card.words().contains("Лифт починен.") && card.links_to("/files/").len() >= 2, "{}", card.words());
}

// REQ: SUB-04
// REQ: SEC-04
#[tokio::test]
async fn a_signed_form_takes_one_file_of_the_right_size_and_nothing_else() {
    let system = System::builder().functions(&[Function::Front, Function::Files, Function::Clock]).set("UPLOADS", "storage").start().await;
    let account = system.applicants(1, "be").await.remove(0);
    let person = Person::new(&system).reading("be");
    person.sign_in(&account.login, PASSWORD).await;
    let path = person.begin_draft("application").await.path();

    // No file chosen: the form comes back and says so.
    let page = announce(&person, &path, "Ліст", "rtf").await;
    let upload = page.path();
    let back = person.send_with(&to_storage(&page), &[file(Vec::new())]).await;
    assert!(back.status >= 400 || back.path().starts_with(&upload), "{} {}", back.status, back.address);
    let back = person.open(&upload.replace("/form", "/posted")).await.good();
    assert_eq!(back.path(), format!("{upload}?empty=true"));
    assert!(back.words().contains("Файл не дайшоў"), "{}", back.words());
    // One byte too many, another place, a forged policy: the storage takes none of them.
    let form = to_storage(&page);
    let other_key = form.clone().set("key", form.value("key").replacen("uploads/", "files/", 1));
    let forged = form.clone().set("policy", form.value("policy").replacen('e', "f", 1));
    for (what, form, bytes) in [
        ("one byte too many", form.clone(), rtf(1, LARGEST + 1)),
        ("another place", other_key, rtf(1, 1000)),
        ("a forged policy", forged, rtf(1, 1000)),
    ] {
        let refused = person.send_with(&form, &[file(bytes)]).await;
        assert!((400..500).contains(&refused.status), "{what}: {}", refused.status);
    }
    assert_eq!(system.count("SELECT count(*) FROM files WHERE state <> 'uploading'").await, 0);
    // The same form still takes what it was signed for; a virus is found there too.
    let back = person.send_with(&form, &[file(eicar())]).await.good();
    assert_eq!(back.path(), path);
    let page = checked(&person, &path).await;
    assert_eq!(page.attributes("data-state"), ["infected"], "{}", page.words());
    let id = page.attributes("data-file").remove(0);
    assert_eq!(person.open(&format!("/files/{id}")).await.status, 404);
    // The form lives on for an hour: what it brings now is never looked at again.
    person.send_with(&form, &[file(rtf(3, 1000))]).await;
    let page = checked(&person, &path).await;
    assert_eq!(page.attributes("data-state"), ["infected"]);
    assert_eq!(person.open(&format!("/files/{id}")).await.status, 404);
}

// REQ: REV-12
// REQ: OPS-01
#[tokio::test]
async fn files_of_an_answer_go_straight_to_the_storage_and_nothing_typed_is_lost() {
    let system = System::builder().set("UPLOADS", "storage").start().await;
    let account = system.applicants(1, "ru").await.remove(0);
    let person = Person::new(&system);
    person.sign_in(&account.login, PASSWORD).await;
    let (organisation, _) = system.organisation_of("clerk-zarechny").await;
    let appeal = Appeal { organisation, content: "Прошу осветить двор.".to_owned() };
    let receipt = person.hand_in(&appeal, &[]).await;
    let clerk = Person::new(&system);
    clerk.sign_in("clerk-zarechny", "Kanceljaryja-rana-63").await;
    clerk.register(&receipt.number).await;
    let card = format!("/work/appeals/{}", receipt.number);
    let path = format!("{card}/answer");

    let page = clerk.open(&path).await.good();
    assert!(!page.html().contains("multipart/form-data"), "no file comes through the front");
    let typed = "Освещение восстановлено.\nАкт прилагается.";
    let form = page.form(&path).set("text", typed).set("outcome", "satisfied").set("number", "07-1/15").press("add_file", "file");
    let asked = clerk.send(&form).await.good();
    assert_eq!(asked.path(), format!("{card}/file"));
    let named = asked.form(&format!("{card}/file")).set("name", "Акт").set("format", "rtf");
    let act = rtf(17, LARGEST);
    let page = clerk.send(&named).await.good();
    let back = clerk.send_with(&to_storage(&page), &[file(act.clone())]).await.good();
    assert_eq!(back.path(), path, "the storage leads back to the answer");

    // A colleague sees neither the text nor the file; another organisation's clerk not even the page.
    let head = Person::new(&system);
    head.sign_in("head-zarechny", "Sinija-chernila-74").await;
    let colleague = head.open(&path).await;
    assert!(!colleague.html().contains("Акт прилагается") && colleague.attributes("data-file").is_empty());
    let other = Person::new(&system);
    other.sign_in("clerk-hospital", "Rehistratura-svetlaja-18").await;
    assert_eq!(other.open(&format!("{card}/file")).await.status, 404);

    let page = checked(&clerk, &path).await;
    assert_eq!(page.attributes("data-state"), ["clean"], "{}", page.words());
    let form = page.form(&path);
    assert_eq!((form.value("text"), form.value("outcome"), form.value("number")), (typed.to_owned(), "satisfied".to_owned(), "07-1/15".to_owned()));
    let page = clerk.send(&form.press("preview", "yes")).await.good();
    let sent = page.forms().into_iter().find(|form| form.action == path).expect("the button that sends");
    clerk.send(&sent.press("send", "yes")).await.good();

    let page = person.open(&format!("/appeals/{}", receipt.number)).await.good();
    assert!(page.words().contains("Акт прилагается."), "{}", page.words());
    let mut found = false;
    for link in page.links_to("/files/") {
        found |= person.open(&link).await.good().body == act;
    }
    assert!(found, "the answer's file is served as it was sent");
    assert_eq!(system.count("SELECT count(*) FROM answer_drafts").await, 0, "what was typed is kept no longer than needed");
}
