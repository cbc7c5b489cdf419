//! What a document is about, read in one go.

use uuid::Uuid;
use zvarot_documents::AttachedFile;
use zvarot_domain::{AnswerWay, FileState};
use zvarot_locale::Texts;
use zvarot_store::{
    PgConnection, Result,
    accounts::{self, Account},
    appeals::{self, Answer, Appeal, Event, MergedAppeal},
    cards::{self, CardDetails},
    documents::{self, Document, DocumentState},
    entries::{self, Details},
    files::{self, File},
    organisations::{self, Organisation},
    questions::{self, Question},
    topics::{self, Topic},
};

use crate::error::FormError;

/// All that the three kinds of documents show.
pub(crate) struct Subject {
    pub document: Document,
    pub appeal: Appeal,
    /// The applicant's; none where a clerk entered the appeal.
    pub account: Option<Account>,
    pub organisation: Organisation,
    /// Topic, then sub-topic if there is one.
    pub topics: Vec<Topic>,
    /// The appeal's files and those of its answers.
    pub files: Vec<File>,
    /// Newest first.
    pub answers: Vec<Answer>,
    /// Oldest first.
    pub history: Vec<Event>,
    /// How the answer goes out: the way that all asked for who get it (REV-08).
    pub answer_way: AnswerWay,
    /// The questions that it was split into, and where it is joined to another one those of that one (BEY-09).
    pub questions: Vec<Question>,
    /// What it is joined to and what is joined to it (BEY-02).
    pub merged: Vec<MergedAppeal>,
    /// What the card holds besides (REG-08).
    pub card: CardDetails,
    /// What officials entered; none: it came from a cabinet.
    pub entered: Option<Details>,
}

/// Reads the subject of a document that is still to be formed; `None` where nothing is to be done (any more).
pub(crate) async fn read(connection: &mut PgConnection, id: Uuid) -> Result<Option<Subject>> {
    let document = documents::get(connection, id).await?;
    let Some(document) = document.filter(|document| document.state == DocumentState::Forming)
    else {
        return Ok(None);
    };
    let Some(appeal) = appeals::get(connection, document.appeal_id).await? else {
        return Ok(None);
    };
    let Some(organisation) = organisations::get(connection, appeal.organisation_id).await? else {
        return Ok(None);
    };
    let account = match appeal.account_id {
        Some(id) => accounts::get(connection, id).await?,
        None => None,
    };
    let mut topics = Vec::new();
    for code in [Some(&appeal.topic_code), appeal.subtopic_code.as_ref()]
        .into_iter()
        .flatten()
    {
        topics.extend(topics::get(connection, code).await?);
    }
    let mut files = files::of_appeal(connection, appeal.id).await?;
    let mut answers = appeals::answers(connection, appeal.id).await?;
    // The common answer is the first one's.
    if let Some(first) = appeal.ended_with() {
        answers.extend(appeals::answers(connection, first).await?);
        files.extend(files::of_answer(connection, first).await?);
    }
    Ok(Some(Subject {
        account,
        topics,
        organisation,
        files,
        answers,
        questions: questions::of_appeals(connection, &[appeal.considered_as(), appeal.id]).await?,
        answer_way: appeals::answer_way(connection, &appeal).await?,
        merged: appeals::merged_with(connection, appeal.id).await?,
        history: appeals::history(connection, appeal.id).await?,
        card: cards::get(connection, appeal.id).await?,
        entered: entries::details(connection, appeal.id).await?,
        appeal,
        document,
    }))
}

impl Subject {
    /// The words of the document's language.
    pub fn texts(&self) -> &'static Texts {
        Texts::of(self.document.locale)
    }

    /// The appeal's own files (`None`) or those of an answer, as a document lists them.
    ///
    /// # Errors
    /// [`FormError::NotYet`] while one of them is being checked: a document is final, so it waits.
    pub fn listed(
        &self,
        answer: Option<Uuid>,
    ) -> std::result::Result<Vec<AttachedFile>, FormError> {
        let files = self.files.iter().filter(|file| file.answer_id == answer);
        files.map(|file| listed(file, self.texts())).collect()
    }
}

fn listed(file: &File, texts: &Texts) -> std::result::Result<AttachedFile, FormError> {
    if matches!(file.state, FileState::Uploading | FileState::Checking) {
        return Err(FormError::NotYet);
    }
    let state = format!("file-state-{}", file.state.code());
    Ok(AttachedFile {
        name: file.name.clone(),
        size: file.size.unsigned_abs(),
        sha256: file.sha256.as_ref().map(hex::encode),
        note: (file.state != FileState::Clean).then(|| texts.get(&state).into_owned()),
    })
}
