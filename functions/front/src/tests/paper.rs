//! What came on paper or was said at a reception: the card, its scans, its way into the list; control and filing.

use sqlx::PgPool;

use super::world::{Answer, Person, World};

/// Begins a card and gives its path.
pub(super) async fn begin(clerk: &Person<'_>) -> String {
    let answer = clerk.post("/work/paper", &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location().to_owned()
}

/// Sends the card as it was opened now, with these fields instead of the usual ones.
pub(super) async fn send(clerk: &Person<'_>, path: &str, other: &[(&str, &str)]) -> Answer {
    let version = clerk.get(path).await.value("version");
    let usual = [
        ("version", version.as_str()),
        ("form", "oral"),
        ("received_on", "2026-11-20"),
        ("kind", "application"),
        ("topic", "07-08"),
        ("content", "Просит починить крышу."),
        ("applicant_kind", "person"),
        ("surname", "Вярба"),
        ("name", "А."),
        ("address/settlement", "д. Заречье"),
        ("answer_way", "post"),
        ("sheets", "3"),
        ("cover_from", "Администрация района"),
        ("cover_on", "2026-11-18"),
        ("cover_index", "05/17"),
        ("reception_by", "Кот П. С."),
        ("note", "Лично"),
        ("submit", "yes"),
    ];
    let kept = usual.iter().filter(|(name, _)| other.iter().all(|(given, _)| given != name));
    let fields: Vec<_> = kept.chain(other).copied().collect();
    clerk.post(path, &fields).await
}

/// Puts a checked scan into the draft of a path.
async fn attach(world: &World, path: &str, participants_list: bool) {
    let draft: uuid::Uuid = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    let done = sqlx::query(
        "INSERT INTO files (id, owner_id, draft_id, participants_list, name, content_type, size, state, sha256, created_at, updated_at)
         SELECT gen_random_uuid(), account_id, id, $2, 'скан.pdf', 'application/pdf', 10, 'clean', '\\x00', created_at, created_at FROM drafts WHERE id = $1",
    );
    let done = done.bind(draft).bind(participants_list).execute(&world.pool).await;
    assert_eq!(done.expect("written").rows_affected(), 1);
}

// REQ: REG-02
// REQ: SUB-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_oral_appeal_is_entered_once_and_goes_the_way_of_all(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("clerk").await;
    let path = begin(&clerk).await;
    let done = send(&clerk, &path, &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let card = done.location().to_owned();
    // The reply was lost and the form is sent again.
    let again = clerk.post(&path, &[("version", "2"), ("submit", "yes")]).await;
    assert_eq!(again.location(), card, "{}", again.body);
    // So does the page that is open elsewhere, and whatever else is pressed on it; nobody else is led anywhere.
    let entered = card.split('?').next().expect("a path").to_owned();
    assert_eq!(clerk.get(&path).await.location(), entered);
    assert_eq!(clerk.post(&path, &[("version", "2"), ("save", "yes")]).await.location(), entered);
    assert_eq!(world.person("hospital-clerk").await.get(&path).await.status, 404);
    assert_eq!(world.count("SELECT count(*) FROM appeals").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM drafts").await, 0);
    let page = clerk.get(&card).await;
    for shown in ["Вярба А.", "Администрация района", "05/17", "Кот П. С.", "Лично", "Просит починить крышу.", "Устное"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    assert!(!page.body.contains("card:"), "the draft's id is nobody's business");
    // Of paper the day is known and no hour.
    let list = clerk.get("/work?shelf=new").await;
    assert!(list.body.contains("20.11.2026</span>") && !list.body.contains("20.11.2026, "), "{}", list.body);
    // Received on Friday: Friday is the last day to register, it was never too late to enter it.
    let number = card.split(['/', '?']).nth(3).expect("a number").to_owned();
    let register = clerk.get(&format!("/work/appeals/{number}/register")).await;
    assert!(register.body.contains("20 ноября 2026"), "{}", register.body);
    let registered = clerk.register(&number).await;
    assert_eq!(registered.status, 303);
    // There is no cabinet in which the applicant would read of it: nobody is said to be told.
    let mut shown = vec![clerk.get(registered.location()).await];
    for done in ["term", "redirected", "redirected-part", "left", "answered", "merged", "unmerged", "finish", "stopped"] {
        shown.push(clerk.get(&format!("/work/appeals/{number}?done={done}")).await);
    }
    for page in shown {
        assert!(page.body.contains("Кабинета у заявителя нет") && !page.body.contains("заявителю сообщено"), "{}", page.body);
    }
}

// REQ: REG-02
// REQ: SUB-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_collective_letter_of_35_people_has_its_scans_and_needs_a_visit(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("clerk").await;
    let path = begin(&clerk).await;
    let collective = [("form", "written"), ("collective", "yes"), ("participants_count", "35")];
    let refused = send(&clerk, &path, &collective).await;
    assert_eq!(refused.status, 422);
    assert!(refused.blames("files"), "{}", refused.body);
    attach(&world, &path, false).await;
    let refused = send(&clerk, &path, &collective).await;
    assert!(refused.status == 422 && refused.blames("files"), "no list: {}", refused.body);
    attach(&world, &path, true).await;
    let done = send(&clerk, &path, &collective).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(world.count("SELECT count(*) FROM files WHERE appeal_id IS NOT NULL AND draft_id IS NULL").await, 2);
    let page = clerk.get(done.location()).await;
    assert!(page.body.contains("рассматривается с выездом на место"), "{}", page.body);
    let number = done.location().split(['/', '?']).nth(3).expect("a number").to_owned();
    assert_eq!(clerk.register(&number).await.status, 303);
    // The office's sign for collective appeals.
    assert_eq!(world.texts("SELECT registration_index FROM appeals").await, ["К-1"]);
}

// REQ: REG-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_card_with_faults_keeps_what_was_typed_and_enters_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("clerk").await;
    let path = begin(&clerk).await;
    let wrong = [("surname", ""), ("received_on", "2026-12-01"), ("topic", ""), ("sheets", "много"), ("answer_way", "cabinet"), ("form", "electronic")];
    let answer = send(&clerk, &path, &wrong).await;
    assert_eq!(answer.status, 422);
    for (field, _) in wrong {
        assert!(answer.blames(field), "{field}: {}", answer.body);
    }
    assert!(answer.body.contains("value=\"много\"") && answer.body.contains("Просит починить крышу."));
    assert_eq!(world.count("SELECT count(*) FROM appeals").await, 0);
    // Resumed elsewhere.
    let elsewhere = world.person("clerk").await;
    assert!(elsewhere.get("/work/paper").await.body.contains(&path));
    assert_eq!(elsewhere.get(&path).await.value("sheets"), "много");
    // An old page overwrites nothing.
    let conflict = clerk.post(&path, &[("version", "1"), ("surname", "Другой"), ("submit", "yes")]).await;
    assert_eq!(conflict.status, 409);
    assert_eq!(elsewhere.get(&path).await.value("surname"), "");
    for login in ["head", "executor", "external", "hospital-clerk", "ivan", "operator"] {
        let status = world.person(login).await.get(&path).await.status;
        assert!(matches!(status, 404 | 409 | 303), "{login}: {status}");
    }
}

// REQ: REG-12
// REQ: REG-13
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answered_appeal_comes_off_control_and_into_its_case(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    let path = format!("/work/appeals/{number}/control");
    let mark = async |fields: &[(&str, &str)]| {
        let version = clerk.get(&path).await.value("version");
        let fields: Vec<_> = [("version", version.as_str())].iter().chain(fields).copied().collect();
        clerk.post(&path, &fields).await
    };
    assert_eq!(mark(&[("controlled", "yes")]).await.status, 303);
    assert_eq!(clerk.answer(&number, "Крыша будет починена.").await.status, 303);
    let before = world.state_of_appeals().await;
    for (fields, wrong) in [
        (vec![("controlled", "yes"), ("control_lifted_on", "2026-11-01")], "control_lifted_on"),
        (vec![("controlled", "yes"), ("control_lifted_on", "2026-12-01")], "control_lifted_on"),
        (vec![("control_lifted_on", "2026-11-23")], "controlled"),
        (vec![("announced_on", "2026-11-23")], "announced_on"),
    ] {
        let refused = mark(&fields).await;
        assert!(refused.status == 422 && refused.blames(wrong), "{fields:?}: {}", refused.body);
        assert_eq!(world.state_of_appeals().await, before);
    }
    let filed = [("controlled", "yes"), ("control_lifted_on", "2026-11-23"), ("case_number", "02-15"), ("case_volume", "2"), ("case_sheets", "3–7")];
    assert_eq!(mark(&filed).await.status, 303);
    let card = clerk.get(&format!("/work/appeals/{number}")).await;
    for shown in ["02-15, том 2, листы 3–7", "Снято с контроля 23.11.2026", "Снято с контроля: было"] {
        assert!(card.body.contains(shown), "{shown}: {}", card.body);
    }
    assert!(!ivan.get(&format!("/appeals/{number}")).await.body.contains("контрол"), "the office's own business");
}

/// Enters a letter of two people with a phone and a summary, registers it; gives its number.
pub(super) async fn collective_letter(world: &World, clerk: &Person<'_>) -> String {
    let path = begin(clerk).await;
    attach(world, &path, false).await;
    attach(world, &path, true).await;
    let fields = [
        ("form", "written"),
        ("collective", "yes"),
        ("participants_count", "2"),
        ("email", "viarba@people.example"),
        ("cover_from", "Администрация района"),
    ];
    let done = send(clerk, &path, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let number = done.location().split(['/', '?']).nth(3).expect("a number").to_owned();
    // What the form of the pages does not ask comes by API.
    let others = "UPDATE appeals SET summary = 'О крыше', applicant = jsonb_set(applicant, '{phone}', '\"+375291234567\"'),
                      co_applicants = jsonb_build_array(jsonb_set(applicant, '{surname}', '\"Ракита\"'))";
    sqlx::query(others).execute(&world.pool).await.expect("written");
    assert_eq!(clerk.register(&number).await.status, 303);
    number
}

// REQ: CTL-03
// REQ: REG-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_receiver_of_a_letter_reads_all_that_was_entered_of_it(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("clerk").await;
    let number = collective_letter(&world, &clerk).await;
    let card = format!("/work/appeals/{number}");
    let here = clerk.get(&card).await;
    let hospital = world.texts("SELECT id::text FROM organisations WHERE unp = '100000002'").await.remove(0);
    let path = format!("{card}/redirect");
    let version = clerk.get(&path).await.value("version");
    let fields = [
        ("version", version.as_str()),
        ("receivers", hospital.as_str()),
        ("redirect_date", "2026-11-23"),
        ("explanation", "Направляем."),
        ("send", "yes"),
    ];
    let done = clerk.post(&path, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let there = world.person("hospital-clerk").await.get(&card).await;
    for shown in ["Вярба А.", "Ракита А.", "О крыше", "123\u{2011}45\u{2011}67", "Администрация района", "Кот П. С."] {
        assert!(here.body.contains(shown), "here {shown}: {}", here.body);
        assert!(there.body.contains(shown), "there {shown}: {}", there.body);
    }
    // Control and filing are each organisation's own.
    assert_eq!(world.count("SELECT count(*) FROM appeal_cards WHERE controlled_since IS NOT NULL").await, 0);
    assert_eq!(world.count("SELECT count(*) FROM appeal_cards WHERE sheets = 3").await, 2);
}

// REQ: REV-07
// REQ: SUB-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_letter_is_withdrawn_by_a_statement_that_the_clerk_records(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("clerk").await;
    let number = collective_letter(&world, &clerk).await;
    let (card, path) = (format!("/work/appeals/{number}"), format!("/work/appeals/{number}/withdraw"));
    assert!(clerk.get(&card).await.body.contains(&path));
    let send = async |fields: &[(&str, &str)]| {
        let version = clerk.get(&path).await.value("version");
        clerk.post(&path, &[&[("version", version.as_str()), ("send", "yes")], fields].concat()).await
    };
    let refused = send(&[("withdrawn_on", "")]).await;
    assert!(refused.status == 422 && refused.blames("withdrawn_on") && refused.blames("files"), "{}", refused.body);
    let attach = "INSERT INTO files (id, owner_id, answer_to_appeal_id, purpose, name, content_type, size, state, sha256, created_at, updated_at)
                  SELECT gen_random_uuid(), accounts.id, appeals.id, 'withdrawal', 'заявление.pdf', 'application/pdf', 10, 'clean', decode(repeat('00', 32), 'hex'), submitted_at, submitted_at
                  FROM appeals, accounts WHERE login = 'clerk'";
    sqlx::query(attach).execute(&world.pool).await.expect("written");
    let before = world.state_of_appeals().await;
    for (on, about) in [("2026-11-19", "before the letter came"), ("2026-11-24", "tomorrow")] {
        let refused = send(&[("withdrawn_on", on)]).await;
        assert!(refused.status == 422 && refused.blames("withdrawn_on"), "{about}: {}", refused.body);
    }
    assert_eq!(world.state_of_appeals().await, before);
    let done = send(&[("withdrawn_on", "2026-11-22"), ("explanation", "Принесла сама.")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["withdrawn"]);
    let page = clerk.get(&card).await;
    for shown in ["заявление.pdf", "Заявление от 22.11.2026", "Принесла сама.", "Отозвано"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    assert!(!page.body.contains(&path), "once");
}

// REQ: SUB-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn who_has_a_cabinet_withdraws_there(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    let card = format!("/work/appeals/{number}");
    assert!(!clerk.get(&card).await.body.contains("/withdraw"));
    assert_eq!(clerk.get(&format!("{card}/withdraw")).await.status, 409);
    let tried = clerk.post(&format!("{card}/withdraw"), &[("version", "2"), ("withdrawn_on", "2026-11-23"), ("send", "yes")]).await;
    assert_eq!(tried.status, 409, "{}", tried.body);
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["registered"]);
}

// REQ: SUB-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_collective_letter_of_a_legal_entity_is_accepted_whatever_other_channels_do(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("clerk").await;
    let path = begin(&clerk).await;
    attach(&world, &path, false).await;
    attach(&world, &path, true).await;
    let fields = [
        ("form", "written"),
        ("applicant_kind", "legal_entity"),
        ("organisation_name", "ООО «Ромашка»"),
        ("unp", "200988541"),
        ("head_name", "Кот П. С."),
        ("collective", "yes"),
        ("participants_count", "3"),
    ];
    let done = send(&clerk, &path, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

// REQ: REG-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_was_copied_wrong_is_corrected_and_the_history_keeps_both(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("clerk").await;
    let number = collective_letter(&world, &clerk).await;
    let (card, path) = (format!("/work/appeals/{number}"), format!("/work/appeals/{number}/details"));
    let page = clerk.get(&path).await;
    let fields = [
        "version", "topic", "kind", "surname", "name", "patronymic", "address/settlement", "address/street", "address/house", "address/building",
        "address/flat", "address/postal_code", "address/district", "address/region", "phone", "email", "sheets", "annex_sheets", "summary", "prescription",
        "received_on", "cover_from", "cover_on", "cover_index", "reception_by", "reception_on",
    ];
    let mut present: Vec<(&str, String)> = fields.iter().map(|name| (*name, page.value(name))).collect();
    present.push(("form", "written".to_owned()));
    let send = async |typed: &[(&str, &str)]| {
        let own = present.iter().map(|(name, value)| (*name, value.as_str()));
        let all: Vec<_> = own.filter(|(name, _)| typed.iter().all(|(given, _)| given != name)).chain(typed.iter().copied()).collect();
        clerk.post(&path, &all).await
    };
    let before = world.state_of_appeals().await;
    for (typed, wrong) in [(("surname", " "), "surname"), (("sheets", "много"), "sheets"), (("topic", "99"), "topic"), (("kind", "просьба"), "kind")] {
        let refused = send(&[typed]).await;
        assert!(refused.status == 422 && refused.blames(wrong), "{wrong}: {}", refused.body);
    }
    assert_eq!(world.state_of_appeals().await, before);
    let typed = [
        ("topic", "07-07"),
        ("kind", "complaint"),
        ("surname", "Вербіна"),
        ("address/settlement", "г. Заречье"),
        ("sheets", "5"),
        ("summary", "О крыше дома"),
        ("prescription", "Предписание № 3 исполнено"),
    ];
    let done = send(&typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = clerk.get(&card).await;
    for shown in ["Вербіна А.", "г. Заречье", "О крыше дома", "Предписание № 3 исполнено", "Жалоба", "было Вярба А., стало Вербіна А.", "123\u{2011}45\u{2011}67"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    assert_eq!(world.texts("SELECT subtopic_code FROM appeals").await, ["07-07"]);
    assert_eq!(world.count("SELECT count(*) FROM appeal_cards WHERE sheets = 5 AND cover_from IS NOT NULL").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM appeal_search_waiting").await, 1);
    // Somebody else's page from before.
    assert_eq!(send(&typed).await.status, 409);
    assert_eq!(clerk.get(&format!("/work?find={}&shelf=all", "%D0%92%D0%B5%D1%80%D0%B1%D1%96%D0%BD%D0%B0")).await.status, 200);
}

// REQ: REG-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_an_applicant_typed_in_a_cabinet_is_not_corrected(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    let path = format!("/work/appeals/{number}/details");
    let page = clerk.get(&path).await;
    assert!(!page.body.contains("name=\"surname\""), "{}", page.body);
    let version = page.value("version");
    let fields = [("version", version.as_str()), ("topic", "07-07"), ("surname", "Чужая"), ("kind", "complaint"), ("address/settlement", "д. Чужое")];
    assert_eq!(clerk.post(&path, &fields).await.status, 303);
    let rows = world.texts("SELECT applicant_name || kind || subtopic_code || address FROM appeals").await;
    assert!(rows[0].contains("application07-07") && !rows[0].contains("Чуж"), "{rows:?}");
}

// REQ: REG-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_day_within_31_can_be_set_at_registration_with_its_reason(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    let path = format!("/work/appeals/{number}/register");
    let page = clerk.get(&path).await;
    assert!(page.body.contains("value=\"own\""), "{}", page.body);
    let send = async |due_on: &str, reason: &str| {
        let fields = [("version", "1"), ("registered_on", "2026-11-23"), ("term", "own"), ("due_on", due_on), ("reason", reason)];
        clerk.post(&path, &fields).await
    };
    for (due_on, reason, wrong) in [
        ("", "Проверка", "due_on"),
        ("2026-12-10", " ", "reason"),
        ("2026-12-12", "Проверка", "due_on"),
        ("2026-11-20", "Проверка", "due_on"),
        ("2027-01-11", "Проверка", "due_on"),
    ] {
        let refused = send(due_on, reason).await;
        assert!(refused.status == 422 && refused.blames(wrong), "{due_on} {reason}: {}", refused.body);
    }
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["submitted"]);
    assert_eq!(send("2026-12-10", "Нужен запрос").await.status, 303);
    assert_eq!(world.texts("SELECT due_on::text FROM appeals").await, ["2026-12-10"]);
    assert!(clerk.get(&format!("/work/appeals/{number}")).await.body.contains("Нужен запрос"));
}

// REQ: REG-02
// REQ: SUB-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_anonymous_appeal_is_called_so_and_asks_nothing_of_nobody(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("clerk").await;
    let path = begin(&clerk).await;
    let nobody = [("applicant_kind", "anonymous"), ("surname", ""), ("name", ""), ("address/settlement", ""), ("answer_way", "")];
    let done = send(&clerk, &path, &nobody).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let number = done.location().split(['/', '?']).nth(3).expect("a number").to_owned();
    assert_eq!(clerk.register(&number).await.status, 303);
    let at = |page: &str| format!("/work/appeals/{number}{page}");
    let card = clerk.get(&at("")).await.body;
    assert!(card.contains("<dt>Заявитель</dt><dd>Анонимно</dd>") && !card.contains("<dt>Гражданин</dt>"), "{card}");
    assert!(!card.contains("Как получить ответ") && !card.contains("/withdraw\""), "{card}");
    for page in ["/correct", "/details", "/term", "/redirect"] {
        let form = clerk.get(&at(page)).await.body;
        assert!(form.contains("<dd>Анонимно</dd>") && form.contains("<dt>Дата поступления</dt>") && !form.contains("<dt>Подано</dt>"), "{page}: {form}");
    }
    let before = world.state_of_appeals().await;
    let form = clerk.get(&at("/withdraw")).await;
    assert!(form.status == 409 && form.body.contains("Обращение анонимное"), "{}", form.body);
    let fields = [("version", "2"), ("withdrawn_on", "2026-11-23"), ("send", "yes")];
    let sent = clerk.post(&at("/withdraw"), &fields).await;
    assert!(sent.status == 409 && sent.body.contains("Обращение анонимное"), "{}", sent.body);
    assert_eq!(world.state_of_appeals().await, before);
}
