//! Rubbish in every field and every kind of bad file: each gets a clear answer in the reader's language that names
//! the field, and nothing typed is lost.

use zvarot_tests::{
    Account, Appeal, Form, Function, PASSWORD, Page, Person, System, Upload, eicar, filled, picture, pixel_bomb, rtf, until, wait_for,
    zip_bomb,
};

const TEN_MEGABYTES: usize = 10 * 1024 * 1024;
const LARGEST: usize = 15 * 1024 * 1024;
/// What the front may hold at most while eight people send five of the largest files each.
const MEMORY: u64 = 150 * 1024 * 1024;

/// The card's fields of text, all of which are checked for an ordinary complaint.
const TEXTS: [&str; 11] = [
    "content",
    "against_employee",
    "against_unp",
    "address/settlement",
    "address/street",
    "address/house",
    "address/building",
    "address/flat",
    "address/postal_code",
    "address/district",
    "address/region",
];
/// Those that hold one of what is offered.
const CHOICES: [&str; 4] = ["kind", "organisation_id", "topic", "answer_way"];

struct World {
    system: System,
    account: Account,
    appeal: Appeal,
}

async fn world(functions: &[Function]) -> World {
    let system = System::builder().functions(functions).start().await;
    let account = system.applicants(1, "ru").await.remove(0);
    let (organisation, _) = system.organisation_of("clerk-zarechny").await;
    let appeal = Appeal { organisation, content: "Прошу починить лифт в нашем подъезде.".to_owned() };
    World { system, account, appeal }
}

async fn signed_in(world: &World) -> Person {
    let person = Person::new(&world.system);
    person.sign_in(&world.account.login, PASSWORD).await;
    person
}

/// An applicant of their own who reads this language.
async fn reader(world: &World, language: &str) -> Person {
    let account = world.system.applicants(1, language).await.remove(0);
    let person = Person::new(&world.system).reading(language);
    person.sign_in(&account.login, PASSWORD).await;
    person
}

fn rubbish() -> Vec<(&'static str, Vec<u8>)> {
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        ("10 MB of text", "Я".repeat(TEN_MEGABYTES / 2).into_bytes()),
        ("zero bytes", vec![0; 20]),
        ("zero bytes in words", text("до\0м \0но\0мер")),
        ("invalid UTF-8", b"\xd0\xff\xfe\x80 \xc3\x28 \xed\xa0\x80".to_vec()),
        ("Arabic letters", text("أرجو إصلاح السقف")),
        ("Chinese letters", text("请修理我们家的屋顶")),
        ("emoji", text("😡🏚️ 👷‍♀️")),
        ("markup", text("<script>alert(1)</script>\"'><img src=x onerror=alert(1)>")),
    ]
}

// REQ: SUB-03
// REQ: SUB-02
#[tokio::test]
async fn rubbish_in_any_field_is_named_at_the_field_and_what_was_typed_comes_back() {
    let world = world(&[Function::Front]).await;
    let person = signed_in(&world).await;
    let draft = person.begin_draft("complaint").await;
    let path = draft.path();
    let mut answers = 0;
    for field in TEXTS.into_iter().chain(CHOICES) {
        for (what, value) in rubbish() {
            let clean = filled(&person.open(&path).await.good().form(&path), &world.appeal).set("kind", "complaint");
            let page = person.send(&clean.set(field, &value).press("submit", "yes")).await;
            is_named(&page, field, what, &value);
            if TEXTS.contains(&field) {
                comes_back(&page.form(&path), field, what, &value);
            }
            answers += 1;
        }
    }
    println!("{answers} answers, the front's memory at most {} MB", world.system.peak_memory("front") / 1024 / 1024);
    assert!(world.system.peak_memory("front") < MEMORY);
    assert_eq!(world.system.count("SELECT count(*) FROM appeals").await, 0);
}

fn is_named(page: &Page, field: &str, what: &str, value: &[u8]) {
    let about = format!("{field}, {what}: {} {:?}", page.status, page.errors());
    assert_eq!(page.status, 422, "{about} {}", page.words());
    assert!(page.html().contains("<html lang=\"ru\">"), "{about}");
    assert!(page.blames(field), "{about}");
    // A reader of Russian gets words, not codes.
    for (_, text) in page.errors() {
        assert!(text.chars().filter(|letter| ('а'..='я').contains(letter)).count() > 8, "{about}");
    }
    if value.starts_with(b"<script>") {
        assert!(!page.html().contains("<script>alert(1)") && !page.html().contains("<img src=x"), "{about}");
    }
}

/// What was typed stands in the field again, as far as it is text; of too much of it the beginning.
fn comes_back(form: &Form, field: &str, what: &str, value: &[u8]) {
    let typed = String::from_utf8_lossy(value).replace(['\0', '\u{fffd}'], "");
    let shown = form.value(field).replace(['\0', '\u{fffd}'], "");
    let beginning: String = typed.chars().take(1000).collect();
    assert!(
        shown.trim().starts_with(beginning.trim()),
        "{field}, {what}: {:?} came back as {:?}",
        beginning.chars().take(60).collect::<String>(),
        shown.chars().take(60).collect::<String>()
    );
}

// REQ: SUB-03
#[tokio::test]
async fn letters_of_a_foreign_keyboard_in_the_content_are_named_in_both_languages() {
    let world = world(&[Function::Front]).await;
    for (language, words) in [
        ("ru", "Есть знаки не из русского и белорусского алфавитов"),
        ("be", "Ёсць знакі не з рускага і беларускага алфавітаў"),
    ] {
        let person = reader(&world, language).await;
        let draft = person.begin_draft("application").await;
        for typed in ["Ghjie gjxbybnm kban d gjl]tplt", "أرجو إصلاح السقف", "请修理我们家的屋顶"] {
            let form = filled(&draft.form(&draft.path()), &world.appeal).set("content", typed).press("submit", "yes");
            let page = person.send(&form.set("version", current(&person, &draft).await)).await;
            assert_eq!(page.status, 422);
            let error = page.errors().into_iter().find(|(field, _)| field == "content").expect("the field is named");
            assert!(error.1.contains(words), "{language}: {}", error.1);
            assert!(page.html().contains(&format!("<html lang=\"{language}\">")));
        }
    }
}

async fn current(person: &Person, draft: &Page) -> String {
    person.open(&draft.path()).await.good().form(&draft.path()).value("version")
}

// REQ: SUB-04
// REQ: SEC-04
#[tokio::test]
async fn every_bad_file_is_refused_by_name_and_can_never_be_opened() {
    let world = world(&[Function::Front, Function::Files, Function::Clock]).await;
    for (language, place) in [("ru", 0), ("be", 1)] {
        let person = reader(&world, language).await;
        refused_at_once(&world, &person, place).await;
        refused_by_the_check(&world, &person, place).await;
    }
    names_lose_their_paths(&world, &signed_in(&world).await).await;
}

/// `place` is that of the reader's language in the words of each case.
async fn refused_at_once(world: &World, person: &Person, place: usize) {
    let six: Vec<Upload> =
        (0..6).map(|number| Upload::new(&format!("файл {number}.rtf"), "application/rtf", rtf(number, 1000))).collect();
    let cases: [(&str, Vec<Upload>, [&str; 2]); 5] = [
        ("one byte too many", vec![Upload::new("большой.rtf", "application/rtf", rtf(1, LARGEST + 1))], ["«большой.rtf» больше", "«большой.rtf» большы"]),
        ("no bytes", vec![Upload::new("пустой.rtf", "application/rtf", Vec::new())], ["«пустой.rtf» пустой", "«пустой.rtf» пусты"]),
        ("a program", vec![Upload::new("игра.exe", "application/octet-stream", rtf(2, 1000))], ["«игра.exe» не принимается", "«игра.exe» не прымаецца"]),
        ("a declared type that lies", vec![Upload::new("фото.png", "text/html", picture(1))], ["«фото.png» не соответствует", "«фото.png» не адпавядае"]),
        ("six files", six, ["не больше 5", "не больш за 5"]),
    ];
    for (what, files, words) in cases {
        let draft = person.begin_draft("application").await;
        let form = filled(&draft.form(&draft.path()), &world.appeal).press("submit", "yes");
        let page = person.send_with(&form, &files).await;
        assert_eq!(page.status, 422, "{what}: {}", page.words());
        let errors = page.errors();
        assert!(errors.iter().any(|(field, text)| field == "files" && text.contains(words[place])), "{what}: {errors:?}");
        assert_eq!(page.form(&draft.path()).value("content"), world.appeal.content, "{what}: what was typed is kept");
    }
    assert_eq!(world.system.count("SELECT count(*) FROM appeals").await, 0);
}

async fn refused_by_the_check(world: &World, person: &Person, place: usize) {
    let docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let cases: [(&str, Upload, &str, [&str; 2]); 6] = [
        ("a text called a PDF", Upload::new("план.pdf", "application/pdf", rtf(3, 2000)), "broken", ["не соответствует", "не адпавядае"]),
        ("a picture called a document", Upload::new("план.docx", docx, picture(4)), "broken", ["не соответствует", "не адпавядае"]),
        ("a virus", Upload::new("вирус.rtf", "application/rtf", eicar()), "infected", ["вирус", "вірус"]),
        ("a zip bomb", Upload::new("бомба.docx", docx, zip_bomb()), "broken", ["распаковывается", "распакоўваецца"]),
        ("a pixel bomb", Upload::new("бомба.png", "image/png", pixel_bomb()), "broken", ["слишком велико", "занадта вялікая"]),
        ("half a picture", Upload::new("обрывок.png", "image/png", picture(5)[..500].to_vec()), "broken", ["поврежден", "пашкоджаны"]),
    ];
    for (what, file, state, words) in cases {
        let draft = person.begin_draft("application").await;
        let path = draft.path();
        let form = filled(&draft.form(&path), &world.appeal).press("upload", "yes");
        person.send_with(&form, &[file]).await.good();
        let page = wait_for(what, async || {
            let page = person.open(&path).await.good();
            (page.attributes("data-state") != ["checking"]).then_some(page)
        })
        .await;
        assert_eq!(page.attributes("data-state"), [state], "{what}: {}", page.words());
        assert!(page.words().contains(words[place]), "{what}: {}", page.words());
        let id = page.attributes("data-file").remove(0);
        assert_eq!(person.open(&format!("/files/{id}")).await.status, 404, "{what}");
        let sent = person.send(&filled(&page.form(&path), &world.appeal).press("submit", "yes")).await;
        assert!(sent.status == 422 && sent.blames("files"), "{what}: {:?}", sent.errors());
    }
}

async fn names_lose_their_paths(world: &World, person: &Person) {
    let draft = person.begin_draft("application").await;
    let names = ["../../../etc/письмо.rtf", "C:\\Users\\x\\отчёт.rtf", "a/b\u{202e}fdp.rtf"];
    let files: Vec<Upload> =
        names.iter().zip(0..).map(|(name, number)| Upload::new(name, "application/rtf", rtf(number, 1500))).collect();
    let form = filled(&draft.form(&draft.path()), &world.appeal).press("upload", "yes");
    person.send_with(&form, &files).await.good();
    let kept: Vec<String> = sqlx::query_scalar("SELECT name FROM files WHERE draft_id::text = $1 ORDER BY created_at, id")
        .bind(draft.path().trim_start_matches("/drafts/"))
        .fetch_all(&world.system.database)
        .await
        .expect("names");
    assert_eq!(kept.len(), 3, "{kept:?}");
    for name in &kept {
        assert!(!name.contains(['/', '\\', '\u{202e}', '\0']) && !name.contains(".."), "{name:?}");
    }
    assert_eq!(&kept[..2], ["письмо.rtf", "отчёт.rtf"]);
    until("they are checked", async || world.system.count("SELECT count(*) FROM files WHERE state = 'checking'").await == 0).await;
}

// REQ: SUB-04
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_people_sending_five_of_the_largest_files_each_leave_the_front_small() {
    let world = world(&[Function::Front]).await;
    let accounts = world.system.applicants(8, "be").await;
    let file = bytes::Bytes::from(rtf(1, LARGEST));
    let mut sending = Vec::new();
    for account in accounts {
        let person = Person::new(&world.system);
        person.sign_in(&account.login, PASSWORD).await;
        let (appeal, file) = (world.appeal.clone(), file.clone());
        sending.push(tokio::spawn(async move {
            let draft = person.begin_draft("application").await;
            let files: Vec<Upload> =
                (0..5).map(|number| Upload::new(&format!("файл {number}.rtf"), "application/rtf", file.clone())).collect();
            let page = person.send_with(&filled(&draft.form(&draft.path()), &appeal).press("submit", "yes"), &files).await;
            assert!(page.good().path().ends_with("/receipt"));
        }));
    }
    for sent in sending {
        sent.await.expect("a person's files are taken");
    }
    let peak = world.system.peak_memory("front");
    println!("600 MB through the front, its memory at most {} MB", peak / 1024 / 1024);
    assert!(peak < MEMORY, "{peak}");
    assert_eq!(world.system.count("SELECT count(*) FROM files WHERE appeal_id IS NOT NULL AND size = 15728640").await, 40);
}
