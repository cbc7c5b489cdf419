//! Lists of appeals as files: asked for, formed by the worker by the right of that moment, read back.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use futures_util::TryStreamExt as _;
use uuid::Uuid;
use zvarot_actions::{Actions, Client, lists};
use zvarot_domain::{Actor, AnswerWay, Locale, OrganisationId, Outcome, Role, questions::QuestionForm, search::Filter};
use zvarot_store::{
    accounts, questions,
    reports::{ReportState, lists::ListFile},
    search,
};

use super::{PgPool, Place, Sample};

async fn official(place: &Place, sample: &Sample) -> Actor {
    let mut connection = place.platform.store.pool().acquire().await.unwrap();
    let organisation: Uuid = sqlx::query_scalar("SELECT organisation_id FROM appeals").fetch_one(&mut *connection).await.unwrap();
    let organisation = OrganisationId(organisation);
    accounts::grant(&mut connection, sample.clerk, Role::Clerk, Some(organisation)).await.unwrap();
    Actor::Official { account: sample.clerk, organisation, roles: Role::Clerk.into() }
}

/// Asks for a list by words, after the clock has made them findable.
async fn ask(place: &Place, actor: &Actor, find: &str) -> Uuid {
    let mut connection = place.platform.store.pool().acquire().await.unwrap();
    search::index_waiting(&mut connection, 100).await.unwrap();
    drop(connection);
    let actions = Actions { store: place.platform.store.clone(), secret: "x".to_owned().into() };
    let filter = Filter::read(|field| if field == "find" { find } else { "" }).unwrap();
    let client = Client::default();
    lists::ask_for_file(&actions, &place.platform.cause(), &client, actor, &filter, Locale::Ru).await.unwrap()
}

async fn file(place: &Place, actor: &Actor, id: Uuid) -> ListFile {
    let mut connection = place.platform.store.pool().acquire().await.unwrap();
    lists::file(&mut connection, actor, id).await.unwrap()
}

async fn cells(place: &Place, file: &ListFile) -> Vec<String> {
    let object = place.objects.get(file.object_key.as_ref().unwrap()).await.unwrap();
    let pieces: Vec<bytes::Bytes> = object.stream.try_collect().await.unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(pieces.concat())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().flatten().filter_map(|cell| if let Data::String(text) = cell { Some(text.clone()) } else { None }).collect()
}

// REQ: REG-11
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_file_holds_the_appeals_of_its_list(pool: PgPool) {
    let place = Place::new(pool.clone()).await;
    let sample = Sample::answered(&place, AnswerWay::Cabinet).await;
    let actor = official(&place, &sample).await;
    // As the clock does it soon.
    search::index_waiting(&mut pool.acquire().await.unwrap(), 100).await.unwrap();
    let (found, nothing) = (ask(&place, &actor, "потолки").await, ask(&place, &actor, "крыша").await);
    assert_eq!(place.run().await, 2);
    let list = file(&place, &actor, found).await;
    assert_eq!(list.state, ReportState::Ready, "{:?}", list.fault);
    let said = cells(&place, &list).await;
    for text in [sample.number.as_str(), "Ковалёв Иван Петрович", "Течет потолок. #panic()", "Номер"] {
        assert!(said.iter().any(|cell| cell == text), "{text}: {said:?}");
    }
    assert!(said.iter().any(|cell| cell.ends_with("потолки")), "the filter stands above: {said:?}");
    let list = file(&place, &actor, nothing).await;
    assert!(!cells(&place, &list).await.contains(&sample.number));
    let journal: Vec<serde_json::Value> =
        sqlx::query_scalar("SELECT data FROM security_events WHERE kind = 'list_exported'").fetch_all(&pool).await.unwrap();
    assert_eq!(journal.len(), 2);
    assert!(!journal[0].to_string().contains("потолки"), "what was searched for is not in the journal");
}

// REQ: REG-11
// REQ: BEY-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_file_tells_the_questions_of_each_appeal_with_their_topics_and_results(pool: PgPool) {
    let place = Place::new(pool.clone()).await;
    let sample = Sample::answered(&place, AnswerWay::Cabinet).await;
    let actor = official(&place, &sample).await;
    let question = |text: &str| QuestionForm { text: text.to_owned(), topic_code: "07".to_owned() };
    let mut connection = pool.acquire().await.unwrap();
    questions::set(&mut connection, sample.appeal, &[question("О потолке"), question("О лифте"), question("О дворе")]).await.unwrap();
    questions::answer(&mut connection, sample.appeal, &[(1, Outcome::PartlySatisfied)]).await.unwrap();
    questions::send_on(&mut connection, sample.appeal, &[2]).await.unwrap();
    drop(connection);
    let id = ask(&place, &actor, "потолки").await;
    assert_eq!(place.run().await, 1);
    let said = cells(&place, &file(&place, &actor, id).await).await;
    let texts = zvarot_locale::Texts::of(Locale::Ru);
    let (partly, sent_on) = (texts.get("outcome-partly-satisfied"), texts.get("question-sent-on"));
    let told = format!("1. О потолке. Ремонт жилья. {partly}\n2. О лифте. Ремонт жилья. {sent_on}\n3. О дворе. Ремонт жилья");
    assert!(said.contains(&told), "{told}: {said:?}");
}

// REQ: REG-11
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_right_that_was_taken_away_meanwhile_gives_no_list(pool: PgPool) {
    let place = Place::new(pool.clone()).await;
    let sample = Sample::answered(&place, AnswerWay::Cabinet).await;
    let actor = official(&place, &sample).await;
    let id = ask(&place, &actor, "потолки").await;
    sqlx::query("DELETE FROM account_roles").execute(&pool).await.unwrap();
    assert_eq!(place.run().await, 1);
    let state: String = sqlx::query_scalar("SELECT state || coalesce(fault, '') FROM reports WHERE id = $1").bind(id).fetch_one(&pool).await.unwrap();
    assert_eq!(state, "failedno_right");
    let mut connection = pool.acquire().await.unwrap();
    assert!(lists::file(&mut connection, &actor, id).await.is_err(), "nor is it shown any more");
}

// REQ: SUB-07
// REQ: REG-11
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_is_not_moderated_is_in_the_files_of_those_who_see_it_then(pool: PgPool) {
    let place = Place::new(pool.clone()).await;
    let sample = Sample::answered(&place, AnswerWay::Cabinet).await;
    sqlx::query("UPDATE appeals SET to_head = 'addressed'").execute(&pool).await.unwrap();
    let actor = official(&place, &sample).await;
    let by_clerk = ask(&place, &actor, "потолки").await;
    assert_eq!(place.run().await, 1);
    assert!(cells(&place, &file(&place, &actor, by_clerk).await).await.contains(&sample.number));
    // The right is that of the moment when the file is formed, not of the one when it was asked for.
    let by_head = ask(&place, &actor, "потолки").await;
    sqlx::query("UPDATE account_roles SET role = 'organisation_head' WHERE role = 'clerk'").execute(&pool).await.unwrap();
    assert_eq!(place.run().await, 1);
    assert!(!cells(&place, &file(&place, &actor, by_head).await).await.contains(&sample.number));
}
