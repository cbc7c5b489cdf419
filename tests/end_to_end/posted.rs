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
