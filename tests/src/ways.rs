//! The ways through the pages that several tests go: an appeal from its draft to its answer.

use uuid::Uuid;

use crate::form::{Form, Upload};
use crate::page::Page;
use crate::person::Person;
use crate::waiting::wait_for;

/// A sub-topic of the classifier that is always there.
const TOPIC: &str = "07-08";

/// What an appeal says.
#[derive(Debug, Clone)]
pub struct Appeal {
    /// Whom it goes to.
    pub organisation: Uuid,
    /// Its text.
    pub content: String,
}

impl Person {
    /// Begins a draft and gives its page.
    pub async fn begin_draft(&self, kind: &str) -> Page {
        let form = self.open("/appeals/new").await.good().form("/appeals/new").set("kind", kind);
        let page = self.send(&form).await.good();
        assert!(page.path().starts_with("/drafts/"), "{}", page.address);
        page
    }

    /// The receipt of an appeal: begins a draft, fills it in, attaches the files and hands it in, all with one form.
    ///
    /// # Panics
    /// When it is not accepted.
    pub async fn hand_in(&self, appeal: &Appeal, files: &[Upload]) -> Receipt {
        let draft = self.begin_draft("application").await;
        self.hand_in_draft(draft, appeal, files).await
    }

    /// The same for a draft that was begun. Where the page comes back because the first try got only half way, the
    /// person looks at it and presses the button again.
    ///
    /// # Panics
    /// When it is not accepted after some tries.
    pub async fn hand_in_draft(&self, draft: Page, appeal: &Appeal, files: &[Upload]) -> Receipt {
        let path = draft.path();
        let path = path.split('?').next().unwrap_or_default();
        let mut page = self.send_with(&filled(&draft.form(path), appeal).press("submit", "yes"), files).await;
        for _ in 0..5 {
            if let Some(receipt) = Receipt::of(&page) {
                return receipt;
            }
            assert!(page.status == 422 || page.status == 200, "{} {}: {}", page.status, page.address, page.words());
            // A file that is still being checked does not stand in the way; one that is missing is attached again.
            let form = page.form(path);
            let attached = page.attributes("data-file").len();
            let missing: &[Upload] = if attached == 0 { files } else { &[] };
            page = self.send_with(&filled(&form, appeal).press("submit", "yes"), missing).await;
        }
        panic!("the appeal is not accepted: {:?} {}", page.errors(), page.words());
    }

    /// A clerk registers an appeal with the term proposed; an appeal registered before stays as it is.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn register(&self, number: &str) -> Page {
        let path = format!("/work/appeals/{number}/register");
        wait_for("the appeal is registered", async || {
            let card = self.open(&format!("/work/appeals/{number}")).await;
            if card.status == 200 && card.links_to(&path).is_empty() {
                return Some(card);
            }
            let page = self.open(&path).await;
            if page.status == 200 {
                self.send(&page.form(&path)).await;
            }
            None
        })
        .await
    }

    /// A clerk answers an appeal; one answered before stays as it is.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn answer(&self, number: &str, text: &str, files: &[Upload]) -> Page {
        let path = format!("/work/appeals/{number}/answer");
        wait_for("the appeal is answered", async || {
            let card = self.open(&format!("/work/appeals/{number}")).await;
            if card.status == 200 && card.links_to(&path).is_empty() {
                return Some(card);
            }
            self.try_to_answer(&path, text, files).await;
            None
        })
        .await
    }

    /// One try: fills in the form, has the files checked, looks at the answer and sends it.
    async fn try_to_answer(&self, path: &str, text: &str, files: &[Upload]) -> Option<()> {
        let fill = |form: Form| form.set("text", text).set("outcome", "explained");
        let mut page = self.open(path).await;
        if page.status != 200 {
            return None;
        }
        if page.attributes("data-file").is_empty() && !files.is_empty() {
            page = self.send_with(&fill(page.form(path)).press("upload", "yes"), files).await;
        }
        // Only what has been checked is sent.
        let checking = |page: &Page| page.attributes("data-state").iter().any(|state| state == "checking");
        let page = match checking(&page) {
            false => page,
            true => {
                wait_for("the answer's files are checked", async || Some(self.open(path).await).filter(|page| !checking(page))).await
            }
        };
        let page = self.send(&fill(page.forms().into_iter().find(|form| form.action == path)?).press("preview", "yes")).await;
        let form = page.forms().into_iter().find(|form| form.action == path && form.buttons.iter().any(|(name, _)| name == "send"))?;
        self.send(&form.press("send", "yes")).await;
        Some(())
    }
}

/// What the applicant keeps of an appeal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Receipt {
    /// The number, digits alone.
    pub number: String,
    /// The code that opens the status page.
    pub code: String,
}

impl Receipt {
    /// The receipt, if the page is one.
    #[must_use]
    pub fn of(page: &Page) -> Option<Self> {
        if page.status != 200 || !page.path().ends_with("/receipt") {
            return None;
        }
        let mut shown = page.texts_of_class("big-number").into_iter();
        let number = shown.next()?.chars().filter(char::is_ascii_digit).collect();
        Some(Self { number, code: shown.next()? })
    }
}

/// A draft's form with everything filled in that must be.
#[must_use]
pub fn filled(form: &Form, appeal: &Appeal) -> Form {
    form.clone()
        .set("kind", "application")
        .set("organisation_id", appeal.organisation.to_string())
        .set("topic", TOPIC)
        .set("content", &appeal.content)
        .set("answer_way", "cabinet")
}
