//! What one person may not see of another's, and one organisation of another's: it looks as if it were not there.

use sqlx::PgPool;
use uuid::Uuid;
use zvarot_domain::Role;

use super::world::{Answer, Person, World};

/// An appeal of Ivan's that went the whole way, a draft of his, and what belongs to both.
struct Ivans {
    number: String,
    draft: String,
    file: String,
    upload: String,
    receipt: String,
    answer: String,
    export: String,
}

async fn ivans(world: &World) -> Ivans {
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    assert_eq!(clerk.answer(&number, "Крыша починена.").await.status, 303);
    let path = format!("/work/appeals/{number}/export");
    assert_eq!(clerk.post(&path, &[]).await.status, 303);
    let draft = ivan.begin_draft().await;
    let holder = format!("draft:{}", draft.trim_start_matches("/drafts/"));
    let declared = [
        ("holder", holder.as_str()),
        ("name", "письмо.rtf"),
        ("type", "application/rtf"),
        ("size", "1000"),
        ("fingerprint", "1"),
    ];
    assert_eq!(ivan.post("/uploads", &declared).await.status, 200);
    let upload = id(world, "SELECT id FROM files").await;
    // A file of the appeal, checked and with a preview.
    let file = id(
        world,
        "INSERT INTO files (id, owner_id, appeal_id, name, content_type, size, state, sha256, has_preview, created_at, updated_at)
         SELECT gen_random_uuid(), account_id, id, 'крыша.png', 'image/png', 3, 'clean', decode(repeat('00', 32), 'hex'), true, now(), now() FROM appeals
         RETURNING id",
    )
    .await;
    Ivans {
        number,
        draft,
        file,
        upload,
        receipt: id(world, "SELECT id FROM documents WHERE kind = 'receipt_pdf'").await,
        answer: id(world, "SELECT id FROM documents WHERE kind = 'answer_pdf'").await,
        export: id(world, "SELECT id FROM documents WHERE kind = 'appeal_export'").await,
    }
}

async fn id(world: &World, sql: &'static str) -> String {
    let id: Uuid = sqlx::query_scalar(sql)
        .fetch_one(&world.pool)
        .await
        .expect("one");
    id.to_string()
}

impl Ivans {
    fn pages_of_applicant(&self) -> Vec<String> {
        let (number, draft) = (&self.number, &self.draft);
        vec![
            format!("/appeals/{number}"),
            format!("/appeals/{number}/receipt"),
            format!("/appeals/{number}/withdraw"),
            format!("/appeals/{number}/reply"),
            format!("/appeals/{number}/documents/{}", self.receipt),
            format!("/appeals/{number}/documents/{}", self.answer),
            draft.clone(),
            format!("{draft}/file"),
            format!("/files/{}", self.file),
            format!("/files/{}/preview", self.file),
            format!("/uploads/{}", self.upload),
            format!("/uploads/{}/form", self.upload),
            format!("/uploads/{}/posted", self.upload),
        ]
    }

    fn pages_of_official(&self) -> Vec<String> {
        let number = &self.number;
        let card = format!("/work/appeals/{number}");
        vec![
            format!("{card}/register"),
            format!("{card}/correct"),
            format!("{card}/details"),
            format!("{card}/term"),
            format!("{card}/answer"),
            format!("{card}/answer/preview"),
            format!("{card}/message"),
            format!("{card}/redirect"),
            format!("{card}/request"),
            format!("{card}/moderate"),
            format!("{card}/order"),
            format!("{card}/leave"),
            format!("{card}/take-note"),
            format!("{card}/withdraw"),
            format!("{card}/repeat"),
            format!("{card}/control"),
            format!("{card}/documents/{}", self.answer),
            format!("{card}/documents/{}", self.export),
            format!("/files/{}", self.file),
            format!("/files/{}/preview", self.file),
            card,
        ]
    }
}

fn is_nowhere(answer: &Answer, who: &str, path: &str, nowhere: &Answer) {
    assert_eq!(answer.status, 404, "{who} {path}: {}", answer.body);
    let heading = |answer: &Answer| answer.body.split("<h1>").nth(1).map(str::to_owned);
    let own = |answer: &Answer| heading(answer).and_then(|rest| rest.split("</main>").next().map(str::to_owned));
    assert_eq!(own(answer), own(nowhere), "{who} {path}: like a page that never was");
}

// REQ: SEC-01
// REQ: ORG-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_is_anothers_looks_like_what_does_not_exist(pool: PgPool) {
    let world = World::new(pool).await;
    let ivans = ivans(&world).await;
    let everything: Vec<String> = [ivans.pages_of_applicant(), ivans.pages_of_official()].concat();
    let before = world.state_of_appeals().await;
    for login in ["maria", "hospital-clerk", "external", "operator"] {
        let person = world.person(login).await;
        let nowhere = person.get("/appeals/1234567890").await;
        for path in &everything {
            is_nowhere(&person.get(path).await, login, path, &nowhere);
        }
    }
    // Officials of the very organisation are no applicants, and the applicant is no official.
    let (clerk, ivan) = (world.person("clerk").await, world.person("ivan").await);
    let nowhere = clerk.get("/appeals/1234567890").await;
    let of_applicant_alone = ivans.pages_of_applicant();
    for path in of_applicant_alone.iter().filter(|path| {
        // The organisation's answer and what was attached are the clerk's to read.
        !path.contains("/files/") && !path.ends_with(&ivans.answer)
    }) {
        is_nowhere(&clerk.get(path).await, "clerk", path, &nowhere);
    }
    let nowhere = ivan.get("/work/appeals/1234567890").await;
    for path in ivans.pages_of_official().iter().filter(|path| {
        path.starts_with("/work") && !path.ends_with(&ivans.answer)
    }) {
        is_nowhere(&ivan.get(path).await, "ivan", path, &nowhere);
    }
    assert_eq!(world.state_of_appeals().await, before, "looking changes nothing");
    // All of it is there for those whose it is.
    opens(&ivan, &ivans.pages_of_applicant(), "/withdraw").await;
    opens(&clerk, &ivans.pages_of_official(), "/answer").await;
}

fn declared(holder: &str) -> Vec<(&str, &str)> {
    vec![
        ("holder", holder),
        ("name", "чужое.rtf"),
        ("type", "application/rtf"),
        ("size", "1000"),
    ]
}

async fn opens(person: &Person<'_>, paths: &[String], refused: &str) {
    for path in paths {
        let answer = person.get(path).await;
        let status = answer.status;
        // What is over can be neither withdrawn nor changed, which is said.
        // Whoever has a cabinet withdraws there: the clerk cannot record it.
        let is_over = path.ends_with(refused) || path.ends_with("/answer/preview") || path.ends_with("/withdraw") && path.starts_with("/work") || ["/register", "/correct", "/details", "/term", "/message", "/redirect", "/request", "/order", "/moderate", "/leave", "/take-note", "/repeat", "/reply"].iter().any(|end| path.ends_with(end));
        if is_over {
            assert_eq!(status, 409, "{path}: {}", answer.body);
        } else {
            assert!(status == 200 || status == 303, "{path}: {status} {}", answer.body);
        }
    }
}

// REQ: SEC-01
// REQ: ORG-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_is_anothers_is_not_changed(pool: PgPool) {
    let world = World::new(pool).await;
    let ivans = ivans(&world).await;
    let (number, draft, upload) = (&ivans.number, &ivans.draft, &ivans.upload);
    let holder = format!("draft:{}", draft.trim_start_matches("/drafts/"));
    let appeal = id(&world, "SELECT id FROM appeals").await;
    let holder_of_answer = format!("answer:{appeal}");
    let posts: Vec<(String, Vec<(&str, &str)>)> = vec![
        (draft.clone(), vec![("version", "1"), ("content", "чужое")]),
        (draft.clone(), vec![("version", "1"), ("submit", "yes")]),
        (format!("{draft}/autosave"), vec![("version", "1"), ("content", "чужое")]),
        (format!("{draft}/remove"), vec![]),
        (format!("{draft}/file"), vec![("name", "чужое"), ("format", "rtf")]),
        (format!("/uploads/{upload}/next"), vec![]),
        (format!("/uploads/{upload}/remove"), vec![]),
        (format!("/appeals/{number}/withdraw"), vec![]),
        (format!("/work/appeals/{number}/register"), vec![("version", "1"), ("term", "15d")]),
        (format!("/work/appeals/{number}/correct"), vec![("version", "1"), ("note", "чужое")]),
        (format!("/work/appeals/{number}/details"), vec![("version", "1"), ("topic", "07-07"), ("prescription", "чужое")]),
        (format!("/work/appeals/{number}/term"), vec![("version", "1"), ("due_on", "2026-12-10"), ("reason", "чужое")]),
        (format!("/work/appeals/{number}/answer"), vec![("version", "1"), ("text", "чужое"), ("send", "yes")]),
        (format!("/work/appeals/{number}/answer"), vec![("version", "1"), ("text", "чужое"), ("preview", "yes")]),
        (format!("/work/appeals/{number}/export"), vec![]),
        (format!("/work/appeals/{number}/control"), vec![("version", "1"), ("controlled", "yes")]),
        (format!("/work/appeals/{number}/message"), vec![("version", "1"), ("message_kind", "question"), ("text", "чужое"), ("send", "yes")]),
        (format!("/work/appeals/{number}/leave"), vec![("version", "1"), ("reason", "anonymous"), ("explanation", "чужое"), ("send", "yes")]),
        (format!("/work/appeals/{number}/request"), vec![("version", "1"), ("outside", "чужое"), ("text", "чужое"), ("due_on", "2026-12-10"), ("send", "yes")]),
        (format!("/work/appeals/{number}/order"), vec![("version", "1"), ("text", "чужое"), ("due_on", "2026-12-10"), ("send", "yes")]),
        (format!("/work/appeals/{number}/take-note"), vec![("version", "1"), ("reason", "only_thanks")]),
        (format!("/work/appeals/{number}/withdraw"), vec![("version", "1"), ("withdrawn_on", "2026-11-23"), ("send", "yes")]),
        (format!("/appeals/{number}/reply"), vec![("text", "чужое"), ("send", "yes")]),
        ("/uploads".to_owned(), declared(&holder)),
        ("/uploads".to_owned(), declared(&holder_of_answer)),
    ];
    let before = world.state_of_appeals().await;
    for login in ["maria", "hospital-clerk", "external", "operator"] {
        let person = world.person(login).await;
        for (path, fields) in &posts {
            let answer = person.post(path, fields).await;
            assert_eq!(answer.status, 404, "{login} {path}: {}", answer.body);
        }
    }
    assert_eq!(world.state_of_appeals().await, before);
}

// REQ: SEC-01
// REQ: ORG-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn lists_hold_ones_own_and_nothing_else(pool: PgPool) {
    let world = World::new(pool).await;
    let ivans = ivans(&world).await;
    let number = &ivans.number;
    let shown = format!("{}-{}-{}-{}", &number[..3], &number[3..6], &number[6..9], &number[9..]);
    for (login, paths, sees) in [
        ("ivan", vec!["/appeals"], true),
        ("maria", vec!["/appeals", "/notices"], false),
        ("clerk", vec!["/work?shelf=all", "/work?shelf=done"], true),
        ("hospital-clerk", vec!["/work", "/work?shelf=all", "/work?shelf=done", "/notices"], false),
    ] {
        let person = world.person(login).await;
        for path in paths {
            let answer = person.get(path).await;
            assert_eq!(answer.status, 200, "{login} {path}");
            assert_eq!(answer.body.contains(&shown), sees, "{login} {path}");
        }
    }
    // Nor by searching for it.
    let stranger = world.person("hospital-clerk").await;
    let found = stranger.get(&format!("/work?find={number}")).await;
    assert!(!found.body.contains(&format!("/work/appeals/{number}")), "{}", found.status);
    let clerk = world.person("clerk").await;
    let found = clerk.get(&format!("/work?find={number}")).await;
    assert!(found.location().contains(number.as_str()) || found.body.contains(&shown));
}

// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn without_signing_in_every_page_of_a_cabinet_leads_to_the_sign_in(pool: PgPool) {
    let world = World::new(pool).await;
    let ivans = ivans(&world).await;
    let visitor = world.visitor();
    let mut paths = [ivans.pages_of_applicant(), ivans.pages_of_official()].concat();
    for path in ["/appeals", "/appeals/new", "/profile", "/notices", "/work", "/operator", "/operator/system", "/operator/deliveries", "/operator/calendar", "/operator/settings", "/operator/access", "/organisation/access", "/organisation/hours", "/organisation/employees", "/work/others", "/work/tasks", "/password"] {
        paths.push(path.to_owned());
    }
    for path in paths {
        let answer = visitor.get(&path).await;
        assert_eq!(answer.status, 303, "{path}");
        assert!(answer.location().starts_with("/sign-in?back="), "{path}: {}", answer.location());
    }
}

// REQ: SEC-01
// REQ: CTL-06
// REQ: REG-07
// REQ: SUB-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn pages_that_set_something_up_are_nowhere_for_those_who_do_not(pool: PgPool) {
    let world = World::new(pool).await;
    world.hire("looker", Role::OfficialUse, world.council).await;
    let hospital = id(&world, "SELECT id FROM organisations WHERE unp = '100000002'").await;
    let council = world.council.to_string();
    let fields = [
        ("version", "0"),
        ("kind", "add_days_off"),
        ("first", "2026-12-01"),
        ("viewer", hospital.as_str()),
        ("owner", council.as_str()),
        ("reason", "чужое"),
        ("relax_content_alphabet", "yes"),
        ("title_ru", "Чужая"),
        ("send", "yes"),
    ];
    let head = id(&world, "SELECT id FROM accounts WHERE login = 'head'").await;
    let employee = format!("/organisation/employees/{head}");
    let pages: [(&str, &[&str]); 6] = [
        ("/operator/settings", &["operator", "chief"]),
        ("/operator/access", &["operator", "chief"]),
        ("/organisation/access", &["external"]),
        ("/organisation/hours", &["external", "clerk", "hospital-clerk", "chief"]),
        (&employee, &["external"]),
        ("/work/others", &["looker"]),
    ];
    let set = "SELECT to_jsonb(appeal_access)::text FROM appeal_access UNION ALL SELECT to_jsonb(organisation_schedules)::text FROM organisation_schedules
               UNION ALL SELECT to_jsonb(settings)::text FROM settings UNION ALL SELECT to_jsonb(job_titles)::text FROM job_titles";
    let before = world.texts(set).await;
    for login in ["ivan", "clerk", "head", "executor", "authorised", "external", "hospital-clerk", "operator", "chief", "looker"] {
        let person = world.person(login).await;
        let nowhere = person.get("/appeals/1234567890").await;
        for (path, whose) in pages {
            let page = person.get(path).await;
            if whose.contains(&login) {
                assert_eq!(page.status, 200, "{login} {path}");
                continue;
            }
            is_nowhere(&page, login, path, &nowhere);
            let answer = person.post(path, &fields).await;
            assert_eq!(answer.status, 404, "{login} {path}: {}", answer.body);
        }
    }
    assert_eq!(world.texts(set).await, before);
}
