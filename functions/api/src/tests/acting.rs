//! Acknowledgement, term, the five results, withdrawal from either side, repeats.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sqlx::PgPool;
use zvarot_actions::appeals as acts;
use zvarot_domain::{Actor, ApplicantId, LeaveReason, NoteReason, Status};
use zvarot_store::settings;

use super::place::Place;

fn answer(files: &[String]) -> Value {
    json!({ "result": "answer_given", "outcome": "partly_satisfied", "answerText": "Ліфт адрамантаваны.", "answerNumber": "07-12/В-1",
        "answerDate": "2026-04-16", "answerForm": "electronic", "executors": ["Новик А. С."], "resolution": "Исполнено.",
        "caseNumber": "07-12", "files": files })
}

// REQ: EDM-04
// REQ: REG-12
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn acknowledging_registers_with_the_edms_data(pool: PgPool) {
    let place = Place::new(pool).await;
    let number = place.submitted(&place.committee).await;
    let path = format!("/v1/appeals/{number}");
    let form = json!({ "registrationIndex": "В-25", "registeredOn": "2026-04-16", "term": "1m", "caseNumber": "07-12" });
    let wrong =
        json!({ "registrationIndex": "?", "registeredOn": "2026-04-15", "caseNumber": "1\u{7}" });
    let refused = place
        .act(&place.committee, number, "acknowledgement", wrong)
        .await;
    assert_eq!(refused.status, 422);
    let mut errors = refused.errors();
    errors.sort();
    let expected = [
        ("/caseNumber", "control_characters"),
        ("/registeredOn", "registration_before_submission"),
        ("/registrationIndex", "not_a_registration_index"),
    ];
    assert_eq!(
        errors,
        expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()))
    );
    assert_eq!(
        place.get(&place.committee, &path).await.json["status"]["code"],
        "submitted",
        "nothing half done"
    );
    let foreign = place
        .act(&place.hospital, number, "acknowledgement", form.clone())
        .await;
    assert_eq!(foreign.status, 404, "another organisation's");
    let done = place
        .act(&place.committee, number, "acknowledgement", form.clone())
        .await;
    assert_eq!(done.status, 200, "{}", done.json);
    let state = &done.json;
    assert_eq!(
        (&state["status"]["code"], &state["registrationIndex"]),
        (&json!("registered"), &json!("В-25"))
    );
    assert_eq!(
        (&state["dueOn"], &state["caseNumber"]),
        (&json!("2026-05-18"), &json!("07-12"))
    );
    let card = place.get(&place.committee, &path).await.json;
    assert_eq!(
        (&card["caseNumber"], &card["terms"]["term"]),
        (&json!("07-12"), &json!("1m"))
    );
    assert_eq!(
        place
            .act(&place.committee, number, "acknowledgement", form)
            .await
            .status,
        409,
        "once"
    );
}

// REQ: EDM-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_term_is_changed_with_a_reason_only(pool: PgPool) {
    let place = Place::new(pool).await;
    let number = place.registered(&place.committee).await;
    let no_reason = json!({ "dueOn": "2026-05-15", "reason": " " });
    let refused = place.act(&place.committee, number, "term", no_reason).await;
    assert_eq!(
        (refused.status, refused.errors()),
        (422, vec![("/reason".to_owned(), "required".to_owned())])
    );
    let shapeless = place
        .act(
            &place.committee,
            number,
            "term",
            json!({ "dueOn": 7, "reason": "x" }),
        )
        .await;
    assert_eq!(
        (shapeless.status, shapeless.errors()),
        (400, vec![("/dueOn".to_owned(), "wrong_shape".to_owned())])
    );
    let late = json!({ "dueOn": "2026-06-30", "reason": "Запрос" });
    assert_eq!(
        place
            .act(&place.committee, number, "term", late)
            .await
            .errors()[0]
            .1,
        "term_too_late"
    );
    let form = json!({ "dueOn": "2026-05-15", "reason": "Нужна проверка на месте." });
    let done = place.act(&place.committee, number, "term", form).await;
    assert_eq!(
        (done.status, &done.json["dueOn"]),
        (200, &json!("2026-05-15"))
    );
}

// REQ: EDM-05
// REQ: REV-07
// REQ: REG-12
// REQ: REV-12
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_comes_with_its_files_and_all_its_data(pool: PgPool) {
    let place = Place::new(pool).await;
    let number = place.registered(&place.committee).await;
    let path = format!("/v1/appeals/{}", number.digits());
    let file = place.clean_file(&place.committee).await.to_string();
    let foreign = place.clean_file(&place.hospital).await.to_string();
    let refused = place
        .act(&place.committee, number, "completion", answer(&[foreign]))
        .await;
    assert_eq!(
        refused.errors(),
        [("/files/0".to_owned(), "file_unknown".to_owned())]
    );
    let six = vec![file.clone(); 6];
    let refused = place
        .act(&place.committee, number, "completion", answer(&six))
        .await;
    assert_eq!(
        refused.errors(),
        [("/files".to_owned(), "too_many_files".to_owned())]
    );
    let done = place
        .act(
            &place.committee,
            number,
            "completion",
            answer(std::slice::from_ref(&file)),
        )
        .await;
    assert_eq!(
        (done.status, &done.json["status"]["code"]),
        (200, &json!("answered")),
        "{}",
        done.json
    );
    let card = place.get(&place.committee, &path).await.json;
    assert_eq!(
        (&card["outcome"]["code"], &card["caseNumber"]),
        (&json!("partly_satisfied"), &json!("07-12"))
    );
    let completion = &card["completion"];
    assert_eq!(completion["executors"], json!(["Новик А. С."]));
    assert_eq!(
        (&completion["resolution"], &completion["answerForm"]["code"]),
        (&json!("Исполнено."), &json!("electronic"))
    );
    let given = &card["answers"][0];
    assert_eq!(
        (&given["number"], &given["dated"]),
        (&json!("07-12/В-1"), &json!("2026-04-16"))
    );
    assert_eq!(given["files"][0]["id"], json!(file));
    assert!(
        given["files"][0]["link"]
            .as_str()
            .unwrap()
            .starts_with("http")
    );
    let again = place
        .act(&place.committee, number, "completion", answer(&[]))
        .await;
    assert_eq!(again.status, 409);
    assert_eq!(
        place
            .count("SELECT count(*) FROM jobs WHERE kind = 'form_document'")
            .await,
        1,
        "the answer becomes a PDF"
    );
}

// REQ: EDM-05
// REQ: REV-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_names_its_signatory_or_nobody(pool: PgPool) {
    let place = Place::new(pool).await;
    let number = place.registered(&place.committee).await;
    let mut form = answer(&[]);
    for (signatory, errors) in [
        (json!({ "position": "Старшыня" }), vec![("/signatory/name".to_owned(), "required".to_owned())]),
        (json!({ "position": "\u{7}", "name": "А. П. Вярба" }), vec![("/signatory/position".to_owned(), "control_characters".to_owned())]),
    ] {
        form["signatory"] = signatory;
        let refused = place.act(&place.committee, number, "completion", form.clone()).await;
        assert_eq!((refused.status, refused.errors()), (422, errors), "{}", refused.json);
    }
    for shapeless in [json!({ "position": "Старшыня", "name": "А. П. Вярба", "id": 7 }), json!("А. П. Вярба")] {
        form["signatory"] = shapeless;
        let refused = place.act(&place.committee, number, "completion", form.clone()).await;
        assert_eq!(refused.status, 400, "{}", refused.json);
    }
    form["signatory"] = json!({ "position": " Старшыня ", "name": "А. П. Вярба" });
    let done = place.act(&place.committee, number, "completion", form).await;
    assert_eq!(done.status, 200, "{}", done.json);
    let card = place.get(&place.committee, &format!("/v1/appeals/{number}")).await.json;
    assert_eq!(card["answers"][0]["signatory"], json!({ "position": "Старшыня", "name": "А. П. Вярба" }));
    // The program may leave it out, as it did before.
    let other = place.registered(&place.committee).await;
    assert_eq!(place.act(&place.committee, other, "completion", answer(&[])).await.status, 200);
    let card = place.get(&place.committee, &format!("/v1/appeals/{other}")).await.json;
    assert_eq!(card["answers"][0]["signatory"], Value::Null);
}

// REQ: EDM-05
// REQ: REV-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn leaving_and_taking_note_need_a_reason_of_the_law(pool: PgPool) {
    let place = Place::new(pool).await;
    for reason in LeaveReason::ALL {
        let number = place.registered(&place.committee).await;
        let mut form = json!({ "result": "left_without_consideration", "reason": reason.code() });
        let refused = place
            .act(&place.committee, number, "completion", form.clone())
            .await;
        assert_eq!(
            refused.errors(),
            [("/explanation".to_owned(), "required".to_owned())]
        );
        form["explanation"] = json!("Обратитесь в суд.");
        let done = place
            .act(&place.committee, number, "completion", form)
            .await;
        assert_eq!(
            done.json["status"]["code"], "left_without_consideration",
            "{}",
            done.json
        );
        let card = place
            .get(&place.committee, &format!("/v1/appeals/{number}"))
            .await
            .json;
        assert_eq!(card["completion"]["reason"]["code"], reason.code());
    }
    for reason in NoteReason::ALL {
        let number = place.registered(&place.committee).await;
        let form = json!({ "result": "taken_note", "reason": reason.code() });
        let done = place
            .act(&place.committee, number, "completion", form)
            .await;
        assert_eq!(done.json["status"]["code"], "taken_note", "{}", done.json);
    }
}

// REQ: EDM-05
// REQ: REV-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_redirected_appeal_begins_anew_under_its_number(pool: PgPool) {
    let place = Place::new(pool).await;
    let number = place.registered(&place.committee).await;
    let committee = place.committee.organisation.to_string();
    let form = |to: Value| json!({ "result": "redirected", "redirectedTo": to, "redirectDate": "2026-04-16" });
    for (to, code) in [
        (json!([committee]), "redirected_to_itself"),
        (json!(["999999999"]), "unknown_organisation"),
    ] {
        let refused = place
            .act(&place.committee, number, "completion", form(to))
            .await;
        assert_eq!(
            refused.errors(),
            [("/redirectedTo/0".to_owned(), code.to_owned())]
        );
    }
    let done = place
        .act(
            &place.committee,
            number,
            "completion",
            form(json!(["100000015"])),
        )
        .await;
    assert_eq!(done.json["status"]["code"], "redirected", "{}", done.json);
    let path = format!("/v1/appeals/{number}");
    let sent = place.get(&place.committee, &path).await.json;
    assert_eq!(sent["completion"]["redirectedTo"][0]["name"], "Больница");
    let arrived = place.get(&place.hospital, &path).await.json;
    assert_eq!(
        (&arrived["status"]["code"], &arrived["redirectedHere"]),
        (&json!("submitted"), &json!(true))
    );
    assert_eq!(arrived["content"], sent["content"]);
    let change = &place.changes(&place.hospital, "/v1/appeals", 1).await["changes"][0];
    assert_eq!(change["event"]["code"], "arrived");
    let own = place
        .act(&place.hospital, number, "acknowledgement", json!({}))
        .await;
    assert_eq!(own.status, 200, "{}", own.json);
    let back = place
        .act(
            &place.hospital,
            number,
            "completion",
            form(json!([committee])),
        )
        .await;
    assert_eq!(
        back.errors()[0].1,
        "redirected_before",
        "it does not go in circles"
    );
    let done = place
        .act(&place.hospital, number, "completion", answer(&[]))
        .await;
    assert_eq!(done.status, 200, "{}", done.json);
    let applicant = Actor::Applicant {
        account: place.applicant,
        applicant: ApplicantId(uuid::Uuid::nil()),
    };
    let card = acts::card(&place.actions, &place.cause(), &applicant, number)
        .await
        .unwrap();
    assert_eq!(
        (card.appeal.status, card.answers.len()),
        (Status::Answered, 1),
        "the applicant reads the answer under the one number"
    );
}

// REQ: SUB-10
// REQ: EDM-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_withdrawal_is_seen_from_either_side(pool: PgPool) {
    let place = Place::new(pool).await;
    let applicant = Actor::Applicant {
        account: place.applicant,
        applicant: ApplicantId(uuid::Uuid::nil()),
    };
    let by_applicant = place.registered(&place.committee).await;
    acts::withdraw(&place.actions, &place.cause(), &applicant, by_applicant)
        .await
        .unwrap();
    let changes = place.changes(&place.committee, "/v1/appeals", 3).await;
    let last = changes["changes"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(
        (&last["event"]["code"], &last["appeal"]["number"]),
        (&json!("withdrawn"), &json!(by_applicant.digits()))
    );
    let on_paper = place.registered(&place.committee).await;
    let limit = |on: bool| json!(on);
    let mut connection = place.actions.store.pool().acquire().await.unwrap();
    settings::set(&mut connection, "edms_withdrawal_limit", &limit(true))
        .await
        .unwrap();
    let refused = place
        .act(&place.committee, on_paper, "withdrawal", json!({}))
        .await;
    assert_eq!(refused.status, 409, "the channel's limit, where it is on");
    settings::set(&mut connection, "edms_withdrawal_limit", &limit(false))
        .await
        .unwrap();
    let done = place
        .act(
            &place.committee,
            on_paper,
            "withdrawal",
            json!({ "explanation": "Заявление от 16.04.2026." }),
        )
        .await;
    assert_eq!(done.json["status"]["code"], "withdrawn", "{}", done.json);
    let card = acts::card(&place.actions, &place.cause(), &applicant, on_paper)
        .await
        .unwrap();
    assert_eq!(card.appeal.status, Status::Withdrawn);
}

// REQ: SUB-12
// REQ: EDM-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_repeat_is_linked_with_the_first_number(pool: PgPool) {
    let place = Place::new(pool).await;
    let first = place.registered(&place.committee).await;
    let foreign = place.registered(&place.hospital).await;
    place.clock.advance(TimeDelta::minutes(1));
    let repeat = place.registered(&place.committee).await;
    let form = |number: String| json!({ "firstNumber": number });
    for (number, of, code) in [
        (repeat, foreign, "unknown_appeal"),
        (repeat, repeat, "not_an_earlier_appeal"),
        (first, repeat, "not_an_earlier_appeal"),
    ] {
        let refused = place
            .act(&place.committee, number, "repeat-of", form(of.digits()))
            .await;
        assert_eq!(
            refused.errors(),
            [("/firstNumber".to_owned(), code.to_owned())]
        );
    }
    for _ in 0..2 {
        let done = place
            .act(&place.committee, repeat, "repeat-of", form(first.digits()))
            .await;
        assert_eq!(done.status, 200, "{}", done.json);
    }
    let card = place
        .get(&place.committee, &format!("/v1/appeals/{repeat}"))
        .await
        .json;
    assert_eq!(card["repeatOf"], json!(first.digits()));
    assert_eq!(
        place
            .count("SELECT count(*) FROM appeal_events WHERE kind = 'repeat_marked'")
            .await,
        1
    );
}

// REQ: BEY-08
// REQ: EDM-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_is_accepted_and_what_may_be_wrong_with_it_is_named(pool: PgPool) {
    let place = Place::new(pool).await;
    let number = place.registered(&place.committee).await;
    let mut form = answer(&[]);
    form["outcome"] = json!("refused");
    form["answerText"] = json!("Вам отказано. Позвоните Иванову Петру Сергеевичу, +375 29 765-43-21.");
    let done = place.act(&place.committee, number, "completion", form).await;
    assert_eq!((done.status, &done.json["status"]["code"]), (200, &json!("answered")), "{}", done.json);
    let warnings = done.json["warnings"].as_array().expect("a list");
    for (code, found) in [("no_order_of_appealing", None), ("foreign_phone", Some("+375 29 765-43-21")), ("foreign_name", Some("Иванову Петру Сергеевичу"))] {
        let warning = warnings.iter().find(|warning| warning["code"] == code).unwrap_or_else(|| panic!("{code}: {}", done.json));
        assert_eq!(warning["found"][0].as_str(), found, "{code}");
        let text = warning["text"].as_str().unwrap_or_default();
        assert!(text.chars().count() > 20 && !text.contains('⟦'), "{text}");
    }
    // What is no answer has none, and neither has a good answer.
    let other = place.registered(&place.committee).await;
    let term = place.act(&place.committee, other, "term", json!({ "dueOn": "2026-05-15", "reason": "Нужна проверка на месте." })).await;
    assert_eq!((term.status, &term.json["warnings"]), (200, &json!([])), "{}", term.json);
}
