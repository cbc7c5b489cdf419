//! Requests signed for a browser's chunks: they do exactly what they were signed for, and what was checked is what is
//! served.

use serde_json::Value;
use zvarot_tests::{Form, Function, Page, Person, System, rtf, until};

use super::signed_in;

const SIZE: usize = 700_000;

/// A signed request as the page's script gets it.
#[derive(Clone)]
struct Chunk {
    start: usize,
    length: usize,
    url: String,
    headers: Vec<(String, String)>,
}

/// A form that scripts send: the token of the page and what belongs to the request.
fn scripted(page: &Page, path: &str, fields: &[(&str, &str)]) -> Form {
    let token = page.form("/drafts/").value("csrf");
    let mut form = page.forms().into_iter().find(|form| form.action.ends_with("/remove")).expect("an urlencoded form");
    path.clone_into(&mut form.action);
    form.fields = vec![("csrf".to_owned(), token.into_bytes())];
    fields.iter().fold(form, |form, (name, value)| form.set(name, value))
}

async fn asked(person: &Person, form: &Form) -> Value {
    let page = person.send(form).await.good();
    serde_json::from_slice(&page.body).expect("JSON")
}

fn chunks(answer: &Value) -> Vec<Chunk> {
    let pair = |pair: &Value| Some((pair[0].as_str()?.to_owned(), pair[1].as_str()?.to_owned()));
    let headers = |headers: &Value| match headers {
        Value::Array(pairs) => pairs.iter().filter_map(pair).collect(),
        Value::Object(pairs) => {
            pairs.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
        }
        _ => Vec::new(),
    };
    let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("a size");
    let list = answer["chunks"].as_array().unwrap_or_else(|| panic!("chunks: {answer}"));
    let one = |chunk: &Value| Chunk {
        start: number(&chunk["start"]),
        length: number(&chunk["length"]),
        url: chunk["url"].as_str().expect("an address").to_owned(),
        headers: headers(&chunk["headers"]),
    };
    list.iter().map(one).collect()
}

async fn put(chunk: &Chunk, bytes: &[u8]) -> u16 {
    let mut request = reqwest::Client::new().put(&chunk.url).body(bytes.to_vec());
    for (name, value) in chunk.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("content-length")) {
        request = request.header(name, value);
    }
    request.send().await.expect("the storage answers").status().as_u16()
}

// REQ: SEC-04
// REQ: SUB-04
#[tokio::test]
async fn a_signed_request_altered_or_used_after_the_check_changes_nothing_that_is_served() {
    let system = System::builder().functions(&[Function::Front, Function::Files, Function::Clock]).start().await;
    let account = system.applicants(1, "ru").await.remove(0);
    let person = signed_in(&system, &account).await;
    let draft = person.begin_draft("application").await;
    let bytes = rtf(77, SIZE);
    let id = draft.path().trim_start_matches("/drafts/").to_owned();
    let (holder, size) = (format!("draft:{id}"), SIZE.to_string());
    let fields = [("holder", holder.as_str()), ("name", "письмо.rtf"), ("type", "application/rtf"), ("size", size.as_str()), ("fingerprint", "a")];
    let declared = asked(&person, &scripted(&draft, "/uploads", &fields)).await;
    let file = declared["id"].as_str().expect("an id").to_owned();
    let next = scripted(&draft, &format!("/uploads/{file}/next"), &[]);
    let chunks = chunks(&asked(&person, &next).await);
    assert_eq!(chunks.iter().map(|chunk| chunk.length).sum::<usize>(), SIZE, "two requests for the whole");
    let first = &chunks[0];
    let part = &bytes[first.start..first.start + first.length];

    for (what, altered) in altered(first) {
        let status = put(&altered, part).await;
        assert!((400..500).contains(&status), "{what}: {status}");
    }
    for (what, body) in [("shorter", &part[1..]), ("longer", &[part, b"x"].concat()[..]), ("empty", &[][..])] {
        let status = put(first, body).await;
        assert!((400..500).contains(&status), "{what}: {status}");
    }
    let read = reqwest::get(&first.url).await.expect("the storage answers").status().as_u16();
    assert!((400..500).contains(&read), "a request to write does not read: {read}");
    let still = asked(&person, &next).await;
    assert_eq!(still["done"], 0, "nothing of all that is there: {still}");

    for chunk in &chunks {
        assert_eq!(put(chunk, &bytes[chunk.start..chunk.start + chunk.length]).await, 200);
    }
    asked(&person, &next).await;
    until("the file is clean", async || system.count("SELECT count(*) FROM files WHERE state = 'clean'").await == 1).await;
    // The requests live on for some minutes: other bytes of the same length.
    let other = rtf(78, SIZE);
    for chunk in &chunks {
        put(chunk, &other[chunk.start..chunk.start + chunk.length]).await;
    }
    asked(&person, &next).await;
    let served = person.open(&format!("/files/{file}")).await.good();
    assert_eq!(served.body, bytes, "what was checked is what is served");
    assert_eq!(system.count("SELECT count(*) FROM files WHERE state = 'clean'").await, 1);
}

/// The request changed in one thing each.
fn altered(chunk: &Chunk) -> Vec<(&'static str, Chunk)> {
    let with = |url: String| Chunk { url, ..chunk.clone() };
    let signature = chunk.url.find("X-Amz-Signature=").expect("a signature") + "X-Amz-Signature=".len();
    let digit = if chunk.url[signature..].starts_with('0') { "1" } else { "0" };
    let forged = format!("{}{digit}{}", &chunk.url[..signature], &chunk.url[signature + 1..]);
    let mut other_type = chunk.clone();
    for (name, value) in &mut other_type.headers {
        if name.eq_ignore_ascii_case("content-type") {
            "text/html".clone_into(value);
        }
    }
    let path_end = chunk.url.find('?').expect("a query");
    vec![
        ("another chunk", with(chunk.url.replacen("/00000?", "/00099?", 1))),
        ("another place", with(chunk.url.replacen("/uploads/", "/files/", 1))),
        ("a forged signature", with(forged)),
        ("no signature", with(chunk.url[..path_end].to_owned())),
        ("a longer life", with(chunk.url.replacen("X-Amz-Expires=", "X-Amz-Expires=9", 1))),
        ("another type", other_type),
    ]
}
