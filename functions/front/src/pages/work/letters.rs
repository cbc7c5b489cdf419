//! Files that are uploaded for what is being written about an appeal: an answer, a covering letter, a notice, a message.

use zvarot_actions::appeals;
use zvarot_actions::files as file_actions;
use zvarot_domain::{Actor, AnswerWay, AppealNumber, Faults, UploadPurpose};
use zvarot_locale::Texts;
use zvarot_store::files::{self, Holder};
use zvarot_web::{FormValues, FormWithFiles, Official, PageError, Visit};

use super::frame::Frame;
use crate::context::Front;
use crate::pages::uploads::{self, ShownFile};

/// What a page with such files shows.
pub struct Letters {
    pub files: Vec<ShownFile>,
    /// Who holds the files, for the script.
    pub holder: String,
    pub accepted: String,
    pub upload_texts: String,
}

impl Letters {
    /// Those of this official for a form about the appeal of the frame.
    pub async fn of(
        visit: &Visit,
        front: &Front,
        official: &Official,
        frame: &Frame,
        purpose: UploadPurpose,
    ) -> Result<Self, PageError> {
        let files = own(visit, front, official, frame, purpose).await?;
        Ok(Self::held(files, Holder::Form(frame.card.appeal.id, purpose), visit.texts()))
    }

    /// Those of a holder.
    pub fn held(files: Vec<ShownFile>, holder: Holder, texts: &Texts) -> Self {
        Self {
            files,
            holder: uploads::holder_text(holder),
            accepted: uploads::accepted(),
            upload_texts: uploads::script_texts(texts),
        }
    }
}

/// What this official has uploaded for a form about the appeal so far.
pub async fn own(
    visit: &Visit,
    front: &Front,
    official: &Official,
    frame: &Frame,
    purpose: UploadPurpose,
) -> Result<Vec<ShownFile>, PageError> {
    let mut connection = front.store.pool().acquire().await?;
    let owner = official.actor.account();
    let files = files::for_form(&mut connection, frame.card.appeal.id, purpose, owner).await?;
    let files = files.iter();
    Ok(files
        .map(|file| ShownFile::new(file, visit.texts()))
        .collect())
}

/// Takes the files that came with the form; gives their faults.
pub async fn receive(
    visit: &Visit,
    actor: &Actor,
    front: &Front,
    (number, purpose): (AppealNumber, UploadPurpose),
    posted: &mut FormWithFiles,
) -> Result<Faults, PageError> {
    let (actions, objects) = (&front.actions, &front.objects);
    let cause = visit.cause();
    let mut holder = None;
    let mut faults = Faults::new();
    while let Some(file) = posted.next_file().await? {
        let to = match holder {
            Some(holder) => holder,
            None => {
                let card = appeals::card(actions, &cause, actor, number).await?;
                *holder.insert(Holder::Form(card.appeal.id, purpose))
            }
        };
        faults.extend(uploads::receive(actions, objects, &cause, actor, to, file).await?);
    }
    Ok(faults)
}

/// The same for a holder that is known.
pub async fn receive_as(
    visit: &Visit,
    actor: &Actor,
    front: &Front,
    holder: Holder,
    posted: &mut FormWithFiles,
) -> Result<Faults, PageError> {
    let (actions, objects, cause) = (&front.actions, &front.objects, visit.cause());
    let mut faults = Faults::new();
    while let Some(file) = posted.next_file().await? {
        faults.extend(uploads::receive(actions, objects, &cause, actor, holder, file).await?);
    }
    Ok(faults)
}

/// Removes the file whose button was pressed, if one was.
pub async fn remove(
    visit: &Visit,
    actor: &Actor,
    front: &Front,
    values: &FormValues,
) -> Result<(), PageError> {
    if values.has("remove") {
        let file = values.get("remove").parse();
        let file = file.map_err(|_| PageError::BadRequest)?;
        let actions = &front.actions;
        file_actions::remove(actions, &visit.cause(), actor, file).await?;
    }
    Ok(())
}

/// How what an official writes gets to an applicant who does not read it in the cabinet: on paper, or for want of one by a letter.
/// `form` begins the keys of its texts.
pub fn note(frame: &Frame, form: &str, texts: &Texts) -> Option<String> {
    let appeal = &frame.card.appeal;
    let way = match (appeal.answer_way, appeal.account_id) {
        (AnswerWay::Email, None) => "no-cabinet",
        (AnswerWay::Post, _) | (_, None) => "by-post",
        _ => return None,
    };
    Some(texts.get(&format!("{form}-{way}")).into_owned())
}
