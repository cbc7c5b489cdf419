//! Every message in both languages.

use serde_json::{Value, json};
use zvarot_domain::MessageKind;
use zvarot_integrations::sms::segments;
use zvarot_locale::{Locale, Texts};

use crate::letter::{Links, letter, sms};

fn facts() -> Value {
    json!({
        "number": "123-456-789-0",
        "other": "123-456-790-3",
        "organisation": { "ru": "Отдел «Жилье & быт»", "be": "Аддзел «Жыллё & быт»" },
        "index": "Э-15/2026-1234",
        "due_on": "2026-12-05",
        "register_by": "2026-11-23",
        "until": "2026-11-23T08:15:00Z",
        "name": "СЭД «Дело»",
        "since": "2026-11-20T08:15:00Z",
        "assignment": "0190a8f0-0000-7000-8000-000000000001",
        "sender": { "ru": "Министерство", "be": "Міністэрства" },
        "receiver": { "ru": "Больница", "be": "Бальніца" },
        "day": "2026-12-03",
        "overdue": 1,
        "today": 0,
        "soon": 1,
        "title": { "ru": "Обращения по темам & видам", "be": "Звароты па тэмах & відах" },
        "from": "2026-11-01",
        "to": "2026-11-30",
        "at": "2026-11-23T08:15:00Z",
        "login": "kupava",
        "what": "judge",
        "viewer": { "ru": "Министерство", "be": "Міністэрства" },
        "state": "open",
        "count": 3,
        "own_due_on": "2026-12-08",
        "own": "late",
        "carries": "answer",
        "cabinet": "yes",
    })
}

fn links() -> Links {
    Links::new("https://zvarot.example/").expect("it is an address")
}

/// The secret of the kinds that have one.
fn code(kind: MessageKind) -> Option<&'static str> {
    match kind {
        MessageKind::PhoneCode => Some("123456"),
        MessageKind::EmailLink | MessageKind::PasswordLink => Some("abc123"),
        _ => None,
    }
}

// REQ: BEY-02
// REQ: NOT-02
#[test]
fn what_is_told_of_several_joined_appeals_names_them_all() {
    for (locale, one, several) in [
        (Locale::Ru, "Это относится и к обращению 2-2, объединенному с ним.", "Это относится и к обращениям, объединенным с ним: 2-2, 3-3."),
        (Locale::Be, "Гэта датычыцца і звароту 2-2, аб’яднанага з ім.", "Гэта датычыцца і зваротаў, аб’яднаных з ім: 2-2, 3-3."),
    ] {
        for (also, count, said) in [("2-2", 1, one), ("2-2, 3-3", 2, several)] {
            let mut facts = facts();
            facts["also"] = json!(also);
            facts["also_count"] = json!(count);
            for kind in [MessageKind::Completed, MessageKind::LeftWithoutConsideration, MessageKind::Redirected, MessageKind::TermChanged] {
                let letter = letter(Texts::of(locale), kind, &facts, None, &links()).expect("it is whole");
                assert!(letter.text.contains(said) && letter.html.contains(said), "{kind}: {}", letter.text);
                let sms = sms(Texts::of(locale), kind, &facts, None).expect("it is whole");
                assert!(sms.contains(also), "{sms}");
            }
        }
    }
}

// REQ: REF-03
#[test]
fn every_letter_is_whole_in_both_languages() {
    for locale in Locale::ALL {
        for kind in MessageKind::ALL.into_iter().filter(|kind| kind.has_email()) {
            let letter = letter(Texts::of(locale), kind, &facts(), code(kind), &links())
                .expect("the kind has its text");
            for text in [&letter.subject, &letter.text, &letter.html] {
                assert!(
                    !text.contains('⟦') && !text.contains("{ $"),
                    "{kind}: {text}"
                );
            }
            assert!(letter.html.starts_with("<!DOCTYPE html>"));
            assert!(
                letter
                    .html
                    .contains(&format!("<html lang=\"{}\">", locale.code()))
            );
            // both parts lead to the same place
            let address = letter
                .text
                .lines()
                .find(|line| line.starts_with("https://"))
                .expect("the kind has its text");
            assert!(
                letter.html.contains(&format!("href=\"{address}\"")),
                "{kind}"
            );
            // nothing is fetched from outside when it is opened
            assert!(!letter.html.contains("<img") && !letter.html.contains("url("));
            assert!(
                letter.html.len() < 8 * 1024,
                "{kind}: {}",
                letter.html.len()
            );
        }
    }
}

#[test]
fn facts_cannot_break_out_of_the_page() {
    let mut facts = facts();
    facts["index"] = "<script>alert(1)</script>".into();
    let letter = letter(
        Texts::of(Locale::Ru),
        MessageKind::Registered,
        &facts,
        None,
        &links(),
    );
    let html = letter.expect("it renders").html;
    assert!(!html.contains("<script>") && html.contains("alert(1)"));
    assert!(html.contains("Отдел «Жилье &#38; быт»"), "{html}");
}

#[test]
fn links_lead_to_the_right_page() {
    let cases = [
        (
            MessageKind::Registered,
            None,
            "https://zvarot.example/appeals/1234567890",
        ),
        (
            MessageKind::AppealArrived,
            None,
            "https://zvarot.example/work/appeals/1234567890",
        ),
        (
            MessageKind::EmailLink,
            Some("abc123"),
            "https://zvarot.example/confirm-email/abc123",
        ),
        (
            MessageKind::SignInLocked,
            None,
            "https://zvarot.example/sign-in",
        ),
    ];
    for (kind, code, expected) in cases {
        let letter = letter(Texts::of(Locale::Be), kind, &facts(), code, &links())
            .expect("the kind has its text");
        assert!(
            letter.text.contains(&format!(":\n{expected}\n")),
            "{}",
            letter.text
        );
    }
    assert!(Links::new("zvarot.example").is_err());
}

// REQ: CTL-09
#[test]
fn a_reminder_lists_the_terms_and_leads_to_their_cards() {
    let mut facts = facts();
    let term = |number: &str, index: Option<&str>, clock: &str, due_on: &str, days: i64| json!({"number": number, "index": index, "clock": clock, "due_on": due_on, "days": days});
    facts["terms"] = json!([
        term("123-456-789-0", None, "registration", "2026-12-01", -2),
        term("223-456-789-0", Some("2-15/7"), "review", "2026-12-03", 0),
        term("323-456-789-0", Some("<b>"), "notice", "2026-12-08", 5),
    ]);
    facts["more"] = 12.into();
    for (locale, words) in [
        (Locale::Ru, ["зарегистрировать до 01.12.2026. Просрочено на 2 дня", "рассмотреть до 03.12.2026. Срок сегодня", "Через 5 дней"]),
        (Locale::Be, ["зарэгістраваць да 01.12.2026. Пратэрмінавана на 2 дні", "разгледзець да 03.12.2026. Тэрмін сёння", "Праз 5 дзён"]),
    ] {
        let letter = letter(Texts::of(locale), MessageKind::DeadlineReminder, &facts, None, &links()).expect("it renders");
        for part in [&letter.text, &letter.html] {
            assert!(words.iter().all(|words| part.contains(words)), "{part}");
            assert!(!part.contains('⟦') && part.contains("12"), "{part}");
        }
        assert!(letter.text.contains("- 223-456-789-0 (2-15/7): "), "{}", letter.text);
        assert!(letter.text.contains("https://zvarot.example/work/reminders?day=2026-12-03\n"), "{}", letter.text);
        assert!(letter.text.contains("https://zvarot.example/notices/choices"), "{}", letter.text);
        assert!(letter.html.contains("href=\"https://zvarot.example/work/appeals/2234567890\""), "{}", letter.html);
        assert!(!letter.html.contains("<b>)"), "{}", letter.html);
    }
}

// REQ: REF-03
#[test]
fn every_sms_is_short_in_both_languages() {
    for locale in Locale::ALL {
        let texts = Texts::of(locale);
        for kind in MessageKind::ALL.into_iter().filter(|kind| kind.has_sms()) {
            let text = sms(texts, kind, &facts(), code(kind)).expect("the kind has its text");
            assert!(!text.contains('⟦'), "{text}");
            let most = if kind == MessageKind::PhoneCode { 1 } else { 2 };
            assert!(segments(&text).parts <= most, "{text}");
        }
    }
}

#[test]
fn a_text_with_a_hole_never_leaves() {
    let texts = Texts::of(Locale::Ru);
    assert!(letter(texts, MessageKind::Registered, &json!({}), None, &links()).is_err());
    assert!(letter(texts, MessageKind::PhoneCode, &facts(), None, &links()).is_err());
    // a code that was not made
    assert!(sms(texts, MessageKind::PhoneCode, &json!({}), None).is_err());
}

// REQ: NOT-01
#[test]
fn every_kind_has_its_line_in_the_cabinet() {
    for locale in Locale::ALL {
        for kind in MessageKind::ALL
            .into_iter()
            .filter(|kind| !kind.is_secret())
        {
            let line = Texts::of(locale).about(&format!("notice-{}", kind.key()), &facts());
            assert!(!line.contains('⟦'), "{line}");
        }
    }
}
