//! Joining identical and clarifying appeals on the pages (BEY-02): who sees what of the other one, and what they are told.

use sqlx::PgPool;
use zvarot_domain::Role;

use super::world::{Answer, Person, World};

/// Sends a form as it was opened now.
async fn send(person: &Person<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let page = person.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    let hidden = ["version", "at", "seen"].map(|name| (name, page.value(name)));
    let all: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (*name, value.as_str())).chain(fields.iter().copied()).collect();
    person.post(path, &all).await
}

const FIRST: &str = "Прошу починить крышу школы.";
const LATER: &str = "Крышу школы прошу починить скорее: течёт над спортивным залом.";

struct Pair {
    world: World,
    first: String,
    later: String,
}

impl Pair {
    /// Two of Ivan's, both registered.
    async fn new(pool: PgPool) -> Self {
        let world = World::new(pool).await;
        let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
        let first = ivan.hand_in(FIRST).await;
        assert_eq!(clerk.register(&first).await.status, 303);
        // The clock stands: a later one has to have come later.
        sqlx::query("UPDATE appeals SET submitted_at = submitted_at - interval '1 hour'").execute(&world.pool).await.expect("written");
        let later = ivan.hand_in(LATER).await;
        assert_eq!(clerk.register(&later).await.status, 303);
        Self { world, first, later }
    }

    fn card(number: &str) -> String {
        format!("/work/appeals/{number}")
    }

    async fn join(&self, clerk: &Person<'_>) {
        let path = format!("{}/merge", Self::card(&self.later));
        let fields = [("proposed", self.first.as_str()), ("kind", "clarifying"), ("send", "yes")];
        let done = send(clerk, &path, &fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
    }
}

// REQ: BEY-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_clerk_looks_at_what_will_happen_and_each_card_and_its_applicant_say_what_did(pool: PgPool) {
    let pair = Pair::new(pool).await;
    let (world, clerk) = (&pair.world, pair.world.person("clerk").await);
    let (first, later) = (Pair::card(&pair.first), Pair::card(&pair.later));
    let path = format!("{later}/merge");
    let form = clerk.get(&path).await;
    assert!(form.body.contains(&format!("value=\"{}\"", pair.first)) && form.body.contains("похожий текст"), "{}", form.body);
    let before = world.state_of_appeals().await;
    for fields in [[("proposed", ""), ("kind", "identical")], [("proposed", pair.first.as_str()), ("kind", "strange")]] {
        assert_eq!(send(&clerk, &path, &fields).await.status, 422);
    }
    let look = send(&clerk, &path, &[("proposed", pair.first.as_str()), ("kind", "clarifying")]).await;
    for part in [FIRST, LATER, "Общий ответ нужно дать до 8 декабря 2026", "как одно обращение", "Уточняющее"] {
        assert!(look.body.contains(part), "{part}: {}", look.body);
    }
    assert!(world.state_of_appeals().await == before, "only looked at");
    pair.join(&clerk).await;
    let card = clerk.get(&later).await.body;
    for part in ["Это обращение объединено с обращением", &first, "Общий ответ – до 8 декабря 2026", "Объединено с первым обращением", &format!("{later}/unmerge")] {
        assert!(card.contains(part), "{part}: {card}");
    }
    assert!(!card.contains(&format!("{later}/answer")) && !card.contains(&format!("{later}/merge\"")), "{card}");
    let card = clerk.get(&first).await.body;
    for part in ["Объединенные обращения", &later, LATER, "К обращению присоединено другое"] {
        assert!(card.contains(part), "{part}: {card}");
    }
    let ivan = world.person("ivan").await;
    for (own, other) in [(&pair.first, &pair.later), (&pair.later, &pair.first)] {
        let page = ivan.get(&format!("/appeals/{own}")).await.body;
        assert!(page.contains(&format!("/appeals/{other}\"")), "{page}");
    }
    assert_eq!(clerk.answer(&pair.first, "Крыша починена.").await.status, 303);
    for number in [&pair.first, &pair.later] {
        let page = ivan.get(&format!("/appeals/{number}")).await.body;
        assert!(page.contains("Крыша починена.") && page.contains("Исполнено"), "{page}");
    }
    let card = clerk.get(&later).await.body;
    assert!(card.contains("Крыша починена.") && card.contains("Общее решение с первым обращением") && !card.contains("/unmerge"), "{card}");
}

// REQ: BEY-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_was_joined_by_mistake_goes_its_own_way_again(pool: PgPool) {
    let pair = Pair::new(pool).await;
    let clerk = pair.world.person("clerk").await;
    let path = format!("{}/unmerge", Pair::card(&pair.later));
    assert_eq!(clerk.get(&path).await.status, 409, "nothing is joined");
    pair.join(&clerk).await;
    assert_eq!(send(&clerk, &path, &[("reason", "")]).await.status, 422);
    assert_eq!(send(&clerk, &path, &[("reason", "О другом здании.")]).await.status, 303);
    let card = clerk.get(&Pair::card(&pair.later)).await.body;
    for part in ["Объединение отменено", "О другом здании.", "/answer\""] {
        assert!(card.contains(part), "{part}: {card}");
    }
    assert!(!card.contains("Это обращение объединено"), "{card}");
}

// REQ: BEY-02
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn who_works_on_the_first_reads_the_later_one_there_and_nobody_else_does(pool: PgPool) {
    let pair = Pair::new(pool).await;
    let world = &pair.world;
    world.hire("idle", Role::Executor, world.council).await;
    let attach = "INSERT INTO files (id, owner_id, appeal_id, name, content_type, size, state, sha256, created_at, updated_at)
                  SELECT gen_random_uuid(), account_id, id, 'план.png', 'image/png', 10, 'clean', decode(repeat('00', 32), 'hex'), submitted_at, submitted_at
                  FROM appeals ORDER BY submitted_at DESC LIMIT 1";
    sqlx::query(attach).execute(&world.pool).await.expect("written");
    let file = world.texts("SELECT '/files/' || id FROM files").await.remove(0);
    let executor = world.texts("SELECT id::text FROM accounts WHERE login = 'executor'").await.remove(0);
    let fields = [("text", "Разобраться."), ("executors/0/account", executor.as_str()), ("executors/0/due_on", "2026-12-01"), ("send", "issue")];
    let issued = send(&world.person("head").await, &format!("{}/resolutions/new", Pair::card(&pair.first)), &fields).await;
    assert_eq!(issued.status, 303, "{}", issued.body);
    let executor = world.person("executor").await;
    assert_eq!(executor.get(&file).await.status, 404);
    pair.join(&world.person("clerk").await).await;
    let card = executor.get(&Pair::card(&pair.first)).await.body;
    assert!(card.contains(LATER) && card.contains("план.png"), "{card}");
    assert!(!card.contains(&format!("{}\"", Pair::card(&pair.later))), "its own card is not the executor's");
    assert_eq!(executor.get(&file).await.status, 303);
    assert_eq!(executor.get(&Pair::card(&pair.later)).await.status, 404);
    for login in ["idle", "maria", "hospital-clerk", "operator"] {
        assert_eq!(world.person(login).await.get(&file).await.status, 404, "{login}");
    }
}

// REQ: BEY-02
// REQ: BEY-09
// REQ: REV-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn who_answers_reads_all_that_is_answered_and_sees_how_it_goes_out(pool: PgPool) {
    let pair = Pair::new(pool).await;
    let (world, clerk) = (&pair.world, pair.world.person("clerk").await);
    let (first, later) = (Pair::card(&pair.first), Pair::card(&pair.later));
    let split = [("questions/0/text", "Когда починят крышу"), ("questions/0/topic", "07-08"), ("questions/1/text", "Кто уберёт двор"), ("questions/1/topic", "26")];
    assert_eq!(send(&clerk, &format!("{later}/questions"), &split).await.status, 303);
    sqlx::query("UPDATE appeals SET answer_way = 'post' WHERE content = $1").bind(LATER).execute(&world.pool).await.expect("written");
    sqlx::query("UPDATE appeals SET locale = 'be' WHERE content = $1").bind(LATER).execute(&world.pool).await.expect("written");
    let look = send(&clerk, &format!("{later}/merge"), &[("proposed", pair.first.as_str()), ("kind", "clarifying")]).await.body;
    for part in ["Кто уберёт двор", "разделено на вопросы", "Общий ответ будет на языке первого – на русском"] {
        assert!(look.contains(part), "{part}: {look}");
    }
    let form = clerk.get(&format!("{first}/answer")).await.body;
    assert!(!form.contains(LATER) && !form.contains("почтой"), "{form}");
    pair.join(&clerk).await;
    let form = clerk.get(&format!("{first}/answer")).await.body;
    assert!(form.contains(LATER) && form.contains("почт"), "{form}");
    for (path, whose) in [(&first, "under the later one's text"), (&later, "under its own text")] {
        let card = clerk.get(path).await.body;
        assert!(card.contains("Вопросы этого обращения") && card.contains("Кто уберёт двор"), "{whose}: {card}");
    }
    let list = clerk.get("/work?shelf=all").await.body;
    assert_eq!(list.matches("Объединено").count(), 1, "{list}");
    let back = clerk.get(&format!("{later}/unmerge")).await.body;
    assert!(back.contains("Отвечать на него нужно будет до 8 декабря 2026"), "{back}");
}

// REQ: BEY-02
// REQ: BEY-15
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_status_of_a_joined_appeal_names_the_common_term(pool: PgPool) {
    let pair = Pair::new(pool).await;
    pair.join(&pair.world.person("clerk").await).await;
    let code = pair.world.texts("SELECT access_code FROM appeals WHERE merged_into IS NOT NULL").await.remove(0);
    let found = pair.world.person("ivan").await.post("/status", &[("number", &pair.later), ("code", &code)]).await;
    assert_eq!(found.status, 200, "{}", found.body);
    assert!(found.body.contains("8 декабря 2026") && !found.body.contains("Зарегистрируют до"), "{}", found.body);
}

// REQ: BEY-02
// REQ: BEY-14
// REQ: REG-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_term_set_for_several_says_what_is_joined_and_reaches_it(pool: PgPool) {
    let pair = Pair::new(pool).await;
    let (world, clerk) = (&pair.world, pair.world.person("clerk").await);
    pair.join(&clerk).await;
    let fields = [("number", pair.first.as_str()), ("number", &pair.later), ("action", "term"), ("due_on", "2026-12-09"), ("reason", "Нужна проверка.")];
    let before = world.state_of_appeals().await;
    let look = clerk.post("/work/bulk", &fields).await.body;
    assert!(look.contains("он изменится и у присоединенных обращений (1)"), "{look}");
    assert_eq!((look.matches("tag good").count(), look.matches("tag bad").count()), (1, 1), "the joined one has no term of its own: {look}");
    assert_eq!(world.state_of_appeals().await, before);
    let done = clerk.post("/work/bulk", &[&fields[..], &[("do", "yes")]].concat()).await.body;
    assert!(done.contains("он изменился и у присоединенных обращений (1)"), "{done}");
    let card = clerk.get(&Pair::card(&pair.later)).await.body;
    for part in ["Общий ответ – до 9 декабря 2026", "Срок изменен", "Общий срок с первым обращением", "Нужна проверка."] {
        assert!(card.contains(part), "{part}: {card}");
    }
    let own = world.person("ivan").await.get(&format!("/appeals/{}", pair.later)).await.body;
    assert!(own.contains("Срок изменен, новый срок: 9 декабря 2026"), "{own}");
}

// REQ: BEY-02
// REQ: CTL-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_is_sent_on_joined_is_joined_where_it_arrives(pool: PgPool) {
    let pair = Pair::new(pool).await;
    let (world, clerk) = (&pair.world, pair.world.person("clerk").await);
    pair.join(&clerk).await;
    let hospital = world.texts("SELECT id::text FROM organisations WHERE unp = '100000002'").await.remove(0);
    let fields = [("receivers", hospital.as_str()), ("explanation", "В вашем ведении."), ("redirect_date", "2026-11-23"), ("send", "yes")];
    let sent = send(&clerk, &format!("{}/redirect", Pair::card(&pair.first)), &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let receiver = world.person("hospital-clerk").await;
    let joined = "SELECT first.number::text FROM appeals AS later JOIN appeals AS first ON first.id = later.merged_into
                  JOIN organisations ON organisations.id = later.organisation_id WHERE unp = '100000002'";
    let card = receiver.get(&Pair::card(&pair.later)).await.body;
    assert!(card.contains("У отправителя объединено с обращением"), "{card}");
    // The later one is registered first: nothing is joined to what is not registered.
    assert_eq!(receiver.register(&pair.later).await.status, 303);
    assert!(world.texts(joined).await.is_empty());
    assert_eq!(receiver.register(&pair.first).await.status, 303);
    assert_eq!(world.texts(joined).await, [pair.first.clone()]);
    let card = receiver.get(&Pair::card(&pair.later)).await.body;
    for part in ["Это обращение объединено с обращением", "Общий ответ – до 8 декабря 2026", "Объединено с первым обращением", "Уточняющее"] {
        assert!(card.contains(part), "{part}: {card}");
    }
    assert!(receiver.get(&Pair::card(&pair.first)).await.body.contains("К обращению присоединено другое"));
    assert_eq!(world.count("SELECT count(*) FROM appeal_merges_to_come").await, 0);
    let parted = send(&receiver, &format!("{}/unmerge", Pair::card(&pair.later)), &[("reason", "О другом здании.")]).await;
    assert_eq!(parted.status, 303, "{}", parted.body);
    assert!(world.texts(joined).await.is_empty());
    assert!(receiver.get(&Pair::card(&pair.later)).await.body.contains("О другом здании."));
}
