//! An appeal that went the whole way, written by the store's own functions.

use bytes::Bytes;
use chrono::NaiveDate;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AnswerWay, AppealId, ApplicantKind, EventKind, FileId, Form, Kind, Locale,
    OrganisationId, Outcome, Signatory, Status, UploadPurpose,
};
use zvarot_objects::keys;
use zvarot_store::{
    PgConnection, accounts, appeals,
    files::{self, CheckResult, Holder, NewFile},
    organisations::{self, Organisation},
    topics::{self, Topic},
};

use super::{Place, now};

pub const PHOTO: &[u8] = b"checked bytes of a photo";

pub struct Sample {
    pub appeal: AppealId,
    pub answer: Uuid,
    pub photo: FileId,
    /// As shown.
    pub number: String,
    pub clerk: AccountId,
}

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

async fn account(connection: &mut PgConnection, login: &str, name: &str) -> AccountId {
    let account = accounts::NewAccount {
        login,
        password_hash: "",
        display_name: name,
        locale: Locale::Ru,
        phone: Some("+375291234567"),
        email: Some("ivan@example.by"),
    };
    accounts::insert(connection, &account, now()).await.unwrap()
}

async fn organisation(connection: &mut PgConnection) -> OrganisationId {
    let organisation = Organisation {
        id: OrganisationId(Uuid::now_v7()),
        name_ru: "Минский городской исполнительный комитет".into(),
        name_be: "Мінскі гарадскі выканаўчы камітэт".into(),
        unp: "100000001".into(),
        address_ru: "пр. Независимости, 8, 220030, г. Минск".into(),
        address_be: "пр. Незалежнасці, 8, 220030, г. Мінск".into(),
        phone: "+375172001122".into(),
        is_state: true,
        active: true,
        index_template: "{letter}-{number}".into(),
        collective_sign: "Кол".into(),
        anonymous_sign: "А".into(),
    };
    organisations::upsert(connection, &organisation)
        .await
        .unwrap()
}

async fn topic(connection: &mut PgConnection) {
    let topic = Topic {
        code: "07".into(),
        parent_code: None,
        name_ru: "Ремонт жилья".into(),
        name_be: "Рамонт жылля".into(),
    };
    topics::upsert(connection, &topic).await.unwrap();
}

impl Sample {
    /// Submitted, registered and answered, with a photo, an infected file and two files of the answer named alike.
    pub async fn answered(place: &Place, answer_way: AnswerWay) -> Self {
        let mut connection = place.platform.store.pool().acquire().await.unwrap();
        let connection = &mut *connection;
        topic(connection).await;
        let organisation_id = organisation(connection).await;
        let applicant = account(connection, "ivan", "Ковалёв Иван Петрович").await;
        let clerk = account(connection, "clerk", "Новик А. С.").await;
        let appeal = AppealId(Uuid::now_v7());
        let number = appeals::next_number(connection).await.unwrap();
        let row = appeals::NewAppealRow {
            id: appeal,
            number,
            access_code: "0123456789",
            draft_id: None,
            organisation_id,
            account_id: Some(applicant),
            kind: Kind::Complaint,
            form: Form::Electronic,
            status: Status::Submitted,
            topic_code: "07",
            subtopic_code: None,
            content: "Течет потолок.\n#panic()",
            locale: Locale::Ru,
            answer_way,
            collective: false,
            participants_count: None,
            against_employee: None,
            against_unp: Some("100000002"),
            applicant_kind: ApplicantKind::Person,
            applicant_name: "Ковалёв Иван Петрович",
            applicant: json!({ "kind": "person" }),
            address: "220000, г. Минск, ул. Мира, 5",
            registration_limit_at: now(),
        };
        appeals::insert(connection, &row, now()).await.unwrap();
        let mut sample = Self {
            appeal,
            answer: Uuid::nil(),
            photo: FileId(Uuid::nil()),
            number: number.to_string(),
            clerk,
        };
        sample.photo = sample.add_clean(place, connection, "Фото.jpg", PHOTO).await;
        sample.add(connection, "вирус.exe", 5, Some("Eicar")).await;
        sample.give(connection, None).await;
        sample.register(connection).await;
        sample.complete(place, connection).await;
        sample
    }

    async fn register(&self, connection: &mut PgConnection) {
        let registration = appeals::Registration {
            registered_on: date(3, 10),
            registered_by: self.clerk,
            registration_index: "К-25",
            journal_year: 2026,
            term: "15d",
            due_on: date(3, 25),
            notice_due_on: date(3, 17),
            calendar_version: 1,
        };
        let registered = appeals::register(
            connection,
            self.appeal,
            1,
            Status::Registered,
            &registration,
            now(),
        );
        assert!(registered.await.unwrap());
        let facts = json!({ "index": "К-25" });
        let event = appeals::append_event(
            connection,
            self.appeal,
            EventKind::Registered,
            Some(self.clerk),
            facts,
            now(),
        );
        event.await.unwrap();
    }

    async fn complete(&mut self, place: &Place, connection: &mut PgConnection) {
        let signatory = Signatory {
            account: Some(self.clerk),
            position: "Старшыня выканаўчага камітэта".to_owned(),
            name: "Кравцов Пётр Ильич".to_owned(),
        };
        let answer = appeals::NewAnswer {
            appeal: self.appeal,
            text: "Кровля отремонтирована.",
            outcome: Outcome::Satisfied,
            number: "5-14/К-25",
            dated: date(3, 19),
            created_by: self.clerk,
            signatory: Some(&signatory),
        };
        self.answer = appeals::insert_answer(connection, &answer, now())
            .await
            .unwrap();
        self.add_clean(place, connection, "Акт.pdf", b"one").await;
        self.add_clean(place, connection, "акт.pdf", b"another")
            .await;
        self.give(connection, Some(self.answer)).await;
    }

    /// A file still being checked, as one of the appeal's.
    pub async fn add_unchecked(&self, place: &Place) {
        let mut connection = place.platform.store.pool().acquire().await.unwrap();
        let file = self.add(&mut connection, "план.pdf", 10, None).await;
        assert!(
            files::begin_check(&mut connection, file, self.clerk, now())
                .await
                .unwrap()
        );
        self.give(&mut connection, None).await;
    }

    async fn add_clean(
        &self,
        place: &Place,
        connection: &mut PgConnection,
        name: &str,
        content: &'static [u8],
    ) -> FileId {
        let size = i64::try_from(content.len()).unwrap();
        let file = self.add(connection, name, size, None).await;
        assert!(
            files::begin_check(connection, file, self.clerk, now())
                .await
                .unwrap()
        );
        let sha256: [u8; 32] = Sha256::digest(content).into();
        let clean = CheckResult::Clean {
            content_type: "application/octet-stream",
            sha256: &sha256,
            flags: &[],
            has_preview: false,
        };
        assert!(
            files::record_check(connection, file, clean, now())
                .await
                .unwrap()
        );
        let key = keys::checked(file, &sha256);
        place
            .objects
            .put_bytes(
                &key,
                "application/octet-stream",
                Bytes::from_static(content),
            )
            .await
            .unwrap();
        file
    }

    async fn add(
        &self,
        connection: &mut PgConnection,
        name: &str,
        size: i64,
        signature: Option<&str>,
    ) -> FileId {
        let file = NewFile {
            owner: self.clerk,
            holder: Holder::Form(self.appeal, UploadPurpose::Answer),
            participants_list: false,
            name,
            content_type: "application/octet-stream",
            size,
            fingerprint: "",
        };
        let id = files::insert(connection, &file, now()).await.unwrap();
        if let Some(signature) = signature {
            assert!(
                files::begin_check(connection, id, self.clerk, now())
                    .await
                    .unwrap()
            );
            let infected = CheckResult::Infected { signature };
            assert!(
                files::record_check(connection, id, infected, now())
                    .await
                    .unwrap()
            );
        }
        id
    }

    /// Gives the files added since to the answer, or to the appeal itself.
    async fn give(&self, connection: &mut PgConnection, answer: Option<Uuid>) {
        match answer {
            Some(answer) => {
                let given =
                    files::give_to_answer(connection, self.appeal, self.clerk, answer, now());
                given.await.unwrap();
            }
            None => {
                let give = "UPDATE files SET appeal_id = $1, answer_to_appeal_id = NULL WHERE answer_id IS NULL";
                sqlx::query(give)
                    .bind(self.appeal.0)
                    .execute(connection)
                    .await
                    .unwrap();
            }
        }
    }
}
