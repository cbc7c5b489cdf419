//! Uploads in a real database and a real storage, from chunks to verdict.

mod scanner;

use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering},
};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use futures_util::TryStreamExt;
use sqlx::PgPool;
use uuid::Uuid;
use zvarot_domain::{AccountId, DraftId, FileId, FileState, Locale, attachment::CHUNK_SIZE};
use zvarot_integrations::antivirus::Scanner;
use zvarot_locale::Texts;
use zvarot_objects::{Objects, ObjectsError, keys};
use zvarot_platform::{
    Clock, Environment, Platform,
    queue::{self, Worker},
};
use zvarot_store::{
    Store,
    accounts::{self, NewAccount},
    doorbell::SilentDoorbell,
    drafts,
    files::{self, File, Holder, NewFile},
    jobs::{self, Job},
    notices::{self, Notice},
};
use zvarot_testkit::storage::Storage;

use self::scanner::{TestScanner, VIRUS, scanner_at};
use crate::check::samples;

struct Place {
    storage: Storage,
    objects: Objects,
    scanner: TestScanner,
    platform: Platform,
    worker: Arc<dyn Worker>,
    owner: AccountId,
    draft: DraftId,
}

impl Place {
    async fn new(pool: PgPool) -> Self {
        let storage = Storage::start().await.unwrap();
        let objects = storage.objects().await;
        let scanner = TestScanner::start().await;
        let now = Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap();
        let store = Store::new(pool, Arc::new(SilentDoorbell));
        let mut connection = store.pool().acquire().await.unwrap();
        let account = NewAccount {
            login: "ivanov",
            password_hash: "",
            display_name: "Иванов",
            locale: Locale::Ru,
            phone: None,
            email: None,
        };
        let owner = accounts::insert(&mut connection, &account, now)
            .await
            .unwrap();
        let draft = DraftId(Uuid::now_v7());
        drafts::insert(&mut connection, draft, owner, &serde_json::json!({}), now)
            .await
            .unwrap();
        drop(connection);
        let environment = Environment::from_map(HashMap::new());
        Self {
            worker: crate::worker(objects.clone(), scanner.scanner()),
            platform: Platform::of_parts("files", environment, store, Clock::frozen(now)),
            storage,
            objects,
            scanner,
            owner,
            draft,
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.platform.clock.now()
    }

    /// Declares a file of `size` bytes, and uploads `bytes` in chunks.
    async fn upload(&self, name: &str, size: usize, bytes: &[u8]) -> FileId {
        let new = NewFile {
            owner: self.owner,
            holder: Holder::Draft(self.draft),
            participants_list: false,
            name,
            content_type: "application/octet-stream",
            size: i64::try_from(size).unwrap(),
            fingerprint: "",
        };
        let mut connection = self.platform.store.pool().acquire().await.unwrap();
        let id = files::insert(&mut connection, &new, self.now())
            .await
            .unwrap();
        for (index, chunk) in (0..).zip(bytes.chunks(usize::try_from(CHUNK_SIZE).unwrap())) {
            self.objects
                .put_chunk(id, index, Bytes::copy_from_slice(chunk))
                .await
                .unwrap();
        }
        id
    }

    /// Says that all chunks are there, as the action does.
    async fn ask(&self, id: FileId) {
        let mut work = self
            .platform
            .store
            .begin(&self.platform.cause())
            .await
            .unwrap();
        let now = self.now();
        assert!(
            files::begin_check(work.connection(), id, self.owner, now)
                .await
                .unwrap()
        );
        work.enqueue(Job::CheckFile { file_id: id }).await.unwrap();
        work.commit().await.unwrap();
    }

    async fn run(&self) -> usize {
        queue::run_waiting(&self.platform, &self.worker)
            .await
            .unwrap()
    }

    /// Uploads, asks for the check and lets the worker do it.
    async fn check(&self, name: &str, bytes: &[u8]) -> File {
        let id = self.upload(name, bytes.len(), bytes).await;
        self.ask(id).await;
        assert_eq!(self.run().await, 1);
        self.file(id).await
    }

    async fn file(&self, id: FileId) -> File {
        self.find(id).await.unwrap()
    }

    async fn find(&self, id: FileId) -> Option<File> {
        let mut connection = self.platform.store.pool().acquire().await.unwrap();
        files::get(&mut connection, id).await.unwrap()
    }

    async fn notices(&self) -> Vec<Notice> {
        let mut connection = self.platform.store.pool().acquire().await.unwrap();
        notices::list(&mut connection, self.owner, None, 100)
            .await
            .unwrap()
    }

    async fn waiting_jobs(&self) -> i64 {
        let mut connection = self.platform.store.pool().acquire().await.unwrap();
        let states = jobs::states(&mut connection).await.unwrap();
        states.iter().map(|state| state.jobs).sum()
    }

    async fn remove(&self, id: FileId, release: bool) {
        let mut work = self
            .platform
            .store
            .begin(&self.platform.cause())
            .await
            .unwrap();
        let now = self.now();
        if release {
            assert!(
                files::release(work.connection(), id, self.owner, now)
                    .await
                    .unwrap()
            );
        }
        work.enqueue(Job::RemoveFile { file_id: id }).await.unwrap();
        work.commit().await.unwrap();
    }

    async fn bytes(&self, key: &str) -> Result<Vec<u8>, ObjectsError> {
        let pieces: Vec<Bytes> = self.objects.get(key).await?.stream.try_collect().await?;
        Ok(pieces.concat())
    }

    /// Everything that the storage holds.
    async fn stored(&self) -> Vec<String> {
        let later = Utc::now() + TimeDelta::days(1);
        let all = self.objects.list_older_than("", later, 1000).await.unwrap();
        all.into_iter().map(|object| object.key).collect()
    }
}

fn checked_key(file: &File) -> String {
    let digest: [u8; 32] = file.sha256.as_deref().unwrap().try_into().unwrap();
    keys::checked(file.id, &digest)
}

// REQ: SUB-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_good_file_of_many_chunks_is_kept_as_it_was(pool: PgPool) {
    let place = Place::new(pool).await;
    let picture = samples::tiff(800, 600);
    assert!(picture.len() as u64 > 2 * CHUNK_SIZE, "several chunks");
    let file = place.check("скан.tif", &picture).await;
    assert_eq!(
        (file.state, file.has_preview, file.content_type.as_str()),
        (FileState::Clean, true, "image/tiff")
    );
    assert!(place.bytes(&checked_key(&file)).await.unwrap() == picture);
    assert!(
        place
            .bytes(&keys::preview(file.id))
            .await
            .unwrap()
            .starts_with(b"\xff\xd8\xff")
    );
    assert_eq!(place.stored().await.len(), 2, "the chunks are gone");
    assert_eq!(
        (place.waiting_jobs().await, place.notices().await.len()),
        (0, 0)
    );
    let flagged = place
        .check(
            "письмо.docx",
            &samples::docx_with(&[("word/vbaProject.bin", b"x")]),
        )
        .await;
    assert_eq!(
        (flagged.state, flagged.flags),
        (FileState::Clean, vec!["macros".to_owned()])
    );
}

// REQ: SEC-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn bytes_put_after_the_check_are_never_served(pool: PgPool) {
    let place = Place::new(pool).await;
    let file = place.check("a.pdf", &samples::pdf()).await;
    place
        .objects
        .put_chunk(file.id, 0, Bytes::from_static(VIRUS))
        .await
        .unwrap();
    assert_eq!(
        place.bytes(&checked_key(&file)).await.unwrap(),
        samples::pdf()
    );
    let mut work = place
        .platform
        .store
        .begin(&place.platform.cause())
        .await
        .unwrap();
    work.enqueue(Job::CheckFile { file_id: file.id })
        .await
        .unwrap();
    work.commit().await.unwrap();
    place.run().await;
    assert_eq!(
        place.file(file.id).await.sha256,
        file.sha256,
        "a second check changes nothing"
    );
    assert_eq!(
        place.bytes(&checked_key(&file)).await.unwrap(),
        samples::pdf()
    );
}

// REQ: SEC-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_infected_file_is_held_back_and_its_owner_told(pool: PgPool) {
    let place = Place::new(pool).await;
    let file = place
        .check(
            "a.docx",
            &samples::docx_with(&[("word/media/x.bin", VIRUS)]),
        )
        .await;
    assert_eq!(
        file.state,
        FileState::Clean,
        "packed, this scanner does not see it"
    );
    let infected = [b"{\\rtf1 ", VIRUS, b"}"].concat();
    let file = place.check("договор.rtf", &infected).await;
    assert_eq!(
        (file.state, file.fault.as_deref()),
        (FileState::Infected, Some("Test.Virus"))
    );
    assert!(file.sha256.is_none());
    assert!(
        place
            .stored()
            .await
            .iter()
            .all(|key| !key.contains(&file.id.to_string())),
        "nothing of it is kept"
    );
    let notices = place.notices().await;
    let text = |locale| Texts::of(locale).about("notice-file-refused", &notices[0].data);
    assert_eq!(
        (notices.len(), notices[0].kind.as_str()),
        (1, "file_refused")
    );
    assert_eq!(
        plain(&text(Locale::Ru)),
        "Файл «договор.rtf» не принят. В файле найден вирус. Проверьте компьютер антивирусом."
    );
    assert_eq!(
        plain(&text(Locale::Be)),
        "Файл «договор.rtf» не прыняты. У файле знойдзены вірус. Праверце камп’ютар антывірусам."
    );
}

/// Without the marks that keep a variable's direction.
fn plain(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

// REQ: SEC-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_broken_file_is_held_back_with_its_reason(pool: PgPool) {
    let place = Place::new(pool).await;
    let png = samples::png(8, 8);
    let wrong = place.check("a.jpg", &png).await;
    assert_eq!(
        (wrong.state, wrong.fault.as_deref()),
        (FileState::Broken, Some("wrong_type"))
    );
    for (declared, stored) in [
        (png.len() + 1, png.as_slice()),
        (png.len() - 1, &png),
        (png.len(), &[]),
    ] {
        let id = place.upload("a.png", declared, stored).await;
        place.ask(id).await;
        place.run().await;
        let file = place.file(id).await;
        assert_eq!(
            (file.state, file.fault.as_deref()),
            (FileState::Broken, Some("wrong_size")),
            "{declared}"
        );
    }
    let id = place.upload("a.png", 3 * 524_288, &[0; 524_288]).await;
    place
        .objects
        .put_chunk(id, 2, Bytes::from(vec![0; 524_288]))
        .await
        .unwrap();
    place.ask(id).await;
    place.run().await;
    assert_eq!(
        place.file(id).await.fault.as_deref(),
        Some("wrong_size"),
        "a chunk in the middle is missing"
    );
    assert_eq!(place.stored().await, Vec::<String>::new());
    assert_eq!(place.notices().await.len(), 5);
    assert_eq!(
        place.scanner.seen.load(Ordering::SeqCst),
        0,
        "bombs and rubbish never reach the scanner"
    );
}

// REQ: SEC-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn without_a_scanner_nothing_becomes_clean(pool: PgPool) {
    let mut place = Place::new(pool).await;
    place.worker = crate::worker(place.objects.clone(), scanner_at("127.0.0.1:1"));
    let id = place
        .upload("a.pdf", samples::pdf().len(), &samples::pdf())
        .await;
    place.ask(id).await;
    for _ in 0..20 {
        assert_eq!(place.run().await, 1);
        assert_eq!(place.file(id).await.state, FileState::Checking);
        place.platform.clock.advance(TimeDelta::minutes(11));
    }
    assert!(
        place
            .stored()
            .await
            .iter()
            .all(|key| key.starts_with(keys::UPLOADS))
    );
    place.worker = crate::worker(place.objects.clone(), place.scanner.scanner());
    place.run().await;
    assert_eq!(place.file(id).await.state, FileState::Clean);

    place.worker = crate::worker(place.objects.clone(), Scanner::Off);
    assert_eq!(
        place.check("a.pdf", &samples::pdf()).await.state,
        FileState::Clean,
        "the operator wished it so"
    );
}

// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_storage_that_is_away_is_waited_for(pool: PgPool) {
    let mut place = Place::new(pool).await;
    let id = place
        .upload("a.pdf", samples::pdf().len(), &samples::pdf())
        .await;
    place.ask(id).await;
    place.storage.stop().await;
    place.run().await;
    assert_eq!(place.file(id).await.state, FileState::Checking);
    place.storage.resume().await.unwrap();
    place.platform.clock.advance(TimeDelta::minutes(1));
    place.run().await;
    let file = place.file(id).await;
    assert_eq!(
        place.bytes(&checked_key(&file)).await.unwrap(),
        samples::pdf()
    );
}

// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_worker_that_lost_its_lease_changes_nothing(pool: PgPool) {
    let place = Place::new(pool).await;
    let infected = [b"{\\rtf1 ", VIRUS, b"}"].concat();
    let id = place.upload("a.rtf", infected.len(), &infected).await;
    place.ask(id).await;
    place.scanner.answers.send_replace(false);
    let (platform, worker) = (place.platform.clone(), place.worker.clone());
    let stopped =
        tokio::spawn(async move { queue::run_waiting(&platform, &worker).await.unwrap() });
    while place.scanner.seen.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    place.platform.clock.advance(TimeDelta::hours(1));
    let mut connection = place.platform.store.pool().acquire().await.unwrap();
    assert_eq!(
        jobs::free_expired(&mut connection, place.now())
            .await
            .unwrap(),
        1
    );
    drop(connection);

    place.scanner.answers.send_replace(true);
    let (first, second) = tokio::join!(stopped, place.run());
    assert!(first.unwrap() + second >= 1);
    assert_eq!(place.file(id).await.state, FileState::Infected);
    assert_eq!(
        (place.notices().await.len(), place.waiting_jobs().await),
        (1, 0)
    );
}

#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_removed_file_leaves_nothing_and_a_held_one_stays(pool: PgPool) {
    let place = Place::new(pool).await;
    let file = place.check("a.png", &samples::png(8, 8)).await;
    place.remove(file.id, false).await;
    place.run().await;
    assert!(
        place.bytes(&checked_key(&file)).await.is_ok(),
        "a draft has it"
    );

    place.remove(file.id, true).await;
    place.run().await;
    assert!(place.find(file.id).await.is_none());
    assert_eq!(place.stored().await, Vec::<String>::new());
    place.remove(file.id, false).await;
    place.run().await;
    assert_eq!(place.waiting_jobs().await, 0, "twice is harmless");
}

#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_file_removed_before_its_check_is_not_kept(pool: PgPool) {
    let place = Place::new(pool).await;
    let id = place.upload("a.png", 3, b"abc").await;
    place.ask(id).await;
    let mut connection = place.platform.store.pool().acquire().await.unwrap();
    assert!(
        files::release(&mut connection, id, place.owner, place.now())
            .await
            .unwrap()
    );
    assert!(files::remove(&mut connection, id).await.unwrap());
    drop(connection);
    place.run().await;
    assert_eq!(place.stored().await, Vec::<String>::new());
    assert_eq!(
        (place.waiting_jobs().await, place.notices().await.len()),
        (0, 0)
    );
}
