//! Joining an appeal to an earlier one of the same applicant (BEY-02; law, art. 13): the earlier ones are proposed, then the
//! clerk looks at what will happen, then it is done; and the way back until the answer.

use askama::Template;
use axum::response::Response;
use zvarot_actions::appeals::{self, CheckedMerge, MergeForm};
use zvarot_domain::merging::{self, Compared, MergeKind};
use zvarot_domain::{Action, minsk};
use zvarot_store::appeals::{Earlier, own_term};
use zvarot_web::{Choice, FormValues, Page, PageError, ProtectedForm, show};

use super::desk::Desk;
use super::earlier::{self, Proposed};
use super::frame::{self, Frame};
use super::repeat::chosen;

#[derive(Template)]
#[template(path = "work/merge.html")]
struct MergePage {
    page: Page,
    frame: Frame,
    proposed: Vec<Proposed>,
    kinds: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "work/merge_preview.html")]
struct PreviewPage {
    page: Page,
    frame: Frame,
    checked: CheckedMerge,
    /// When each of them came, in Minsk: the first, the later.
    came: [chrono::NaiveDate; 2],
    /// One of them came without a cabinet: that the names mean one person is the clerk's to compare.
    by_name: bool,
    /// They are in different languages: the common answer is in that of the first (law, art. 18).
    other_language: bool,
}

#[derive(Template)]
#[template(path = "work/unmerge.html")]
struct UnmergePage {
    page: Page,
    frame: Frame,
    /// The own term that it gets back.
    own_due_on: Option<chrono::NaiveDate>,
}

/// `GET /work/appeals/{number}/merge`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    let values = FormValues::default().with("kind", MergeKind::Identical.code());
    show_form(&desk, desk.open(Action::Merge, |_| values).await?).await
}

/// `POST /work/appeals/{number}/merge`: the look at it before, then the joining itself.
pub async fn submit(desk: Desk, ProtectedForm(values): ProtectedForm) -> Result<Response, PageError> {
    let (actions, cause, actor, number) = (desk.actions(), &desk.cause, desk.actor(), desk.number);
    let version = frame::version(&values)?;
    let form = MergeForm { first_number: chosen(&values), kind: values.get("kind").to_owned() };
    if values.has("edit") {
        return show_form(&desk, desk.again(values).await?).await;
    }
    if values.has("send") || frame::readable(&values).is_err() {
        let merged = appeals::merge(actions, cause, actor, number, version, &form);
        return match desk.carry_out(values, "merged", merged).await? {
            Ok(done) => Ok(done),
            Err(frame) => show_form(&desk, *frame).await,
        };
    }
    match appeals::check_merge(actions, cause, actor, number, version, &form).await {
        Ok(checked) => show_preview(&desk, values, checked).await,
        Err(error) => show_form(&desk, desk.reopen(values, frame::back(error)?).await?).await,
    }
}

async fn show_form(desk: &Desk, frame: Frame) -> Result<Response, PageError> {
    let appeal = &frame.card.appeal;
    let later = Compared {
        id: appeal.id,
        account: None,
        applicant: "-",
        submitted_at: appeal.submitted_at,
        status: appeal.status,
        merged: false,
        holds_others: frame.card.merged.iter().any(|link| !link.is_first),
    };
    let check = |first: &Earlier| {
        let Earlier { id, submitted_at, status, merged, .. } = *first;
        let first = Compared { id, submitted_at, status, merged, holds_others: false, ..later };
        merging::compare(&first, &later)
    };
    let texts = desk.texts();
    let kinds = MergeKind::ALL.map(|kind| {
        let key = format!("merge-kind-{}", kind.code());
        Choice::new(kind.code(), texts.get(&key)).hint(texts.get(&format!("{key}-hint")))
    });
    let proposed = earlier::proposed(desk, &frame, check).await?;
    let status = frame.status();
    frame::show(status, &MergePage { page: frame.page(&desk.visit), proposed, kinds: kinds.into(), frame })
}

async fn show_preview(desk: &Desk, mut values: FormValues, checked: CheckedMerge) -> Result<Response, PageError> {
    values.set("first_number", checked.first.number.digits());
    let frame = desk.again(values).await?;
    let appeal = &frame.card.appeal;
    show(&PreviewPage {
        page: frame.page(&desk.visit),
        came: [&checked.first, appeal].map(|one| minsk::date(one.submitted_at)),
        by_name: appeal.account_id.is_none() || checked.first.account_id.is_none(),
        other_language: appeal.locale != checked.first.locale,
        checked,
        frame,
    })
}

/// `GET /work/appeals/{number}/unmerge`
pub async fn back(desk: Desk) -> Result<Response, PageError> {
    show_back(&desk, desk.open(Action::Unmerge, |_| FormValues::default()).await?).await
}

/// `POST /work/appeals/{number}/unmerge`
pub async fn submit_back(desk: Desk, ProtectedForm(values): ProtectedForm) -> Result<Response, PageError> {
    let (actions, actor, version) = (desk.actions(), desk.actor(), frame::version(&values)?);
    let reason = values.get("reason").to_owned();
    let done = appeals::unmerge(actions, &desk.cause, actor, desk.number, version, &reason);
    match desk.carry_out(values, "unmerged", done).await? {
        Ok(done) => Ok(done),
        Err(frame) => show_back(&desk, *frame).await,
    }
}

async fn show_back(desk: &Desk, frame: Frame) -> Result<Response, PageError> {
    let status = frame.status();
    let mut connection = desk.front.store.pool().acquire().await?;
    let own_due_on = own_term(&mut connection, frame.card.appeal.id).await?;
    frame::show(status, &UnmergePage { page: frame.page(&desk.visit), own_due_on, frame })
}
