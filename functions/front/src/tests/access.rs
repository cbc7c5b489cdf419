//! Others' appeals (CTL-06): nobody reads them before access is open, whoever then reads is journaled, and nothing can be done.

use sqlx::PgPool;
use zvarot_domain::{OrganisationId, Role};

use super::world::{Person, World};

/// The hospital stands under the ministry of the clerk; each has who looks and who administers. Gives both ids.
async fn with_people(world: &World) -> (String, String) {
    let [above, below] = ["100000001", "100000002"].map(|unp| unp.to_owned());
    let done = sqlx::query("UPDATE organisations SET parent_id = (SELECT id FROM organisations WHERE unp = $1) WHERE unp = $2");
    done.bind(&above).bind(&below).execute(&world.pool).await.expect("written");
    let id = async |unp: &str| {
        let found = sqlx::query_scalar::<_, uuid::Uuid>("SELECT id FROM organisations WHERE unp = $1").bind(unp);
        OrganisationId(found.fetch_one(&world.pool).await.expect("one"))
    };
    let (above, below) = (id(&above).await, id(&below).await);
    world.hire("looker", Role::OfficialUse, above).await;
    world.hire("hospital-looker", Role::OfficialUse, below).await;
    world.hire("hospital-external", Role::ExternalAdministrator, below).await;
    (above.to_string(), below.to_string())
}

/// An appeal of the hospital, which got it from the ministry, with a file that came along.
async fn of_the_hospital(world: &World, hospital: &str) -> (String, String) {
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    let file = "INSERT INTO files (id, owner_id, appeal_id, name, content_type, size, state, sha256, created_at, updated_at)
                SELECT gen_random_uuid(), account_id, id, 'крыша.pdf', 'application/pdf', 5, 'clean', sha256('x'), submitted_at, submitted_at
                FROM appeals RETURNING id::text";
    let file: String = sqlx::query_scalar(file).fetch_one(&world.pool).await.expect("written");
    let path = format!("/work/appeals/{number}/redirect");
    let version = clerk.get(&path).await.value("version");
    let fields = [
        ("version", version.as_str()),
        ("receivers", hospital),
        ("redirect_date", "2026-11-23"),
        ("explanation", "Направляем."),
        ("send", "yes"),
    ];
    assert_eq!(clerk.post(&path, &fields).await.status, 303);
    (number, format!("/files/{file}"))
}

async fn only_access(world: &World) -> String {
    world.texts("SELECT id::text FROM appeal_access WHERE state IN ('requested', 'open')").await.remove(0)
}

async fn sees_nothing(person: &Person<'_>, paths: &[&str]) {
    for path in paths {
        assert_eq!(person.get(path).await.status, 404, "{path}");
    }
}

// REQ: CTL-06
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn others_appeals_are_read_while_access_is_open_and_each_look_is_journaled(pool: PgPool) {
    let world = World::new(pool).await;
    let (above, below) = with_people(&world).await;
    let (number, file) = of_the_hospital(&world, &below).await;
    let looker = world.person("looker").await;
    let (list, card) = (format!("/work/others/{below}"), format!("/work/others/{below}/{number}"));
    let all = [list.as_str(), card.as_str(), file.as_str()];
    sees_nothing(&looker, &all).await;
    // It is asked for: not of an organisation above, once, with a reason.
    let ask = async |person: &Person<'_>, path: &str, owner: &str, reason: &str| person.post(path, &[("owner", owner), ("reason", reason)]).await;
    let hospital_looker = world.person("hospital-looker").await;
    let refused = ask(&hospital_looker, "/work/others", &above, "Для справки").await;
    assert!(refused.status == 422 && refused.blames("owner"), "{}", refused.body);
    let refused = ask(&looker, "/work/others", &below, " ").await;
    assert!(refused.status == 422 && refused.blames("reason"), "{}", refused.body);
    assert_eq!(ask(&looker, "/work/others", &below, "Контроль ответов").await.status, 303);
    let again = ask(&looker, "/work/others", &below, "Контроль ответов").await;
    assert!(again.status == 422 && again.blames("owner"), "{}", again.body);
    sees_nothing(&looker, &all).await;
    // The one asked grants it, nobody else.
    let access = only_access(&world).await;
    let decide = async |person: &Person<'_>, path: &str, step: &str| person.post(path, &[("access", access.as_str()), ("step", step)]).await;
    for login in ["looker", "external", "clerk", "hospital-clerk"] {
        let person = world.person(login).await;
        assert_eq!(decide(&person, "/organisation/access", "grant").await.status, 404, "{login}");
    }
    let external = world.person("hospital-external").await;
    assert!(external.get("/organisation/access").await.body.contains("Контроль ответов"));
    let refused = decide(&external, "/organisation/access", "refuse").await;
    assert!(refused.status == 422 && refused.blames("answer"), "{}", refused.body);
    assert_eq!(world.count("SELECT count(*) FROM appeal_looks").await, 0);
    assert_eq!(decide(&external, "/organisation/access", "grant").await.status, 303);
    assert_eq!(world.texts("SELECT kind FROM notices WHERE kind LIKE 'access%'").await, ["access_asked", "access_decided"]);
    // Read, found, journaled; nothing is done.
    let before = world.state_of_appeals().await;
    assert!(looker.get("/work/others").await.body.contains(&list));
    assert!(looker.get(&list).await.body.contains(&card));
    assert!(looker.get(&format!("{list}?find={number}")).await.body.contains(&card));
    assert!(!looker.get(&format!("{list}?shelf=done")).await.body.contains(&card));
    let page = looker.get(&card).await;
    for shown in ["Прошу починить крышу.", "крыша.pdf", "Направляем."] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    assert_ne!(looker.get(&file).await.status, 404);
    assert_eq!(world.count("SELECT count(*) FROM appeal_looks WHERE appeal_id IS NULL").await, 3);
    assert_eq!(world.count("SELECT count(*) FROM appeal_looks WHERE appeal_id IS NOT NULL").await, 2);
    for what in ["register", "correct", "answer", "redirect", "withdraw", "export"] {
        assert_eq!(looker.post(&format!("/work/appeals/{number}/{what}"), &[("version", "1"), ("send", "yes")]).await.status, 404, "{what}");
    }
    sees_nothing(&looker, &["/work", &format!("/work/appeals/{number}"), &format!("/work/others/{above}")]).await;
    assert_eq!(world.state_of_appeals().await, before);
    let own = external.get("/organisation/access").await;
    assert!(own.body.contains("looker") && own.body.contains("Список обращений"), "{}", own.body);
    // A role, not an organisation, opens them.
    let clerk = world.person("clerk").await;
    sees_nothing(&clerk, &[&list, &card, "/work/others", "/organisation/access", "/operator/access"]).await;
    // Closed again.
    assert_eq!(decide(&external, "/organisation/access", "close").await.status, 303);
    sees_nothing(&looker, &all).await;
    assert_eq!(decide(&external, "/organisation/access", "grant").await.status, 409);
}

// REQ: CTL-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_operator_keeps_the_matrix(pool: PgPool) {
    let world = World::new(pool).await;
    let (above, below) = with_people(&world).await;
    let operator = world.person("operator").await;
    let open = async |viewer: &str, owner: &str, reason: &str| {
        operator.post("/operator/access", &[("viewer", viewer), ("owner", owner), ("reason", reason)]).await
    };
    for (viewer, owner, reason, wrong) in [
        (below.as_str(), "", "Закон", "owner"),
        (below.as_str(), above.as_str(), "", "reason"),
        (below.as_str(), below.as_str(), "Закон", "owner"),
    ] {
        let refused = open(viewer, owner, reason).await;
        assert!(refused.status == 422 && refused.blames(wrong), "{wrong}: {}", refused.body);
    }
    assert_eq!(open(&below, &above, "Распоряжение № 5").await.status, 303);
    let page = operator.get("/operator/access").await;
    assert!(page.body.contains("Распоряжение № 5"), "{}", page.body);
    let looker = world.person("hospital-looker").await;
    let list = format!("/work/others/{above}");
    assert_eq!(looker.get(&list).await.status, 200);
    let access = only_access(&world).await;
    assert_eq!(operator.post("/operator/access", &[("access", &access), ("step", "close")]).await.status, 303);
    assert_eq!(looker.get(&list).await.status, 404);
    assert_eq!(world.count("SELECT count(*) FROM security_events WHERE kind LIKE 'access_%'").await, 2);
}

// REQ: SUB-05
// REQ: SUB-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_switches_are_set_by_administrators_and_journaled(pool: PgPool) {
    let world = World::new(pool).await;
    let path = "/operator/settings";
    for login in ["ivan", "clerk", "external", "head"] {
        let person = world.person(login).await;
        assert_ne!(person.get(path).await.status, 200, "{login}");
        assert_ne!(person.post(path, &[("relax_content_alphabet", "yes")]).await.status, 303, "{login}");
    }
    let on = async || world.texts("SELECT name FROM settings WHERE value = 'true'::jsonb").await;
    let chief = world.person("chief").await;
    assert_eq!(chief.post(path, &[("allow_collective_of_legal_entity", "yes"), ("edms_withdrawal_limit", "yes")]).await.status, 303);
    assert_eq!(on().await, ["allow_collective_of_legal_entity", "edms_withdrawal_limit"]);
    let page = chief.get(path).await;
    assert_eq!(page.body.matches(" checked").count(), 2, "{}", page.body);
    // Saved again as it is: nothing new to tell.
    assert_eq!(chief.post(path, &[("allow_collective_of_legal_entity", "yes"), ("edms_withdrawal_limit", "yes")]).await.status, 303);
    assert_eq!(chief.post(path, &[]).await.status, 303);
    assert!(on().await.is_empty());
    assert_eq!(world.count("SELECT count(*) FROM security_events WHERE kind = 'settings_changed'").await, 2);
}
