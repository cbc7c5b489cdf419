//! A resolution (резолюция) on an appeal: who executes it, how far each is, and what each may do next (REV-02 to REV-06).
//! [`Resolution::after`] is its whole machine: a step gives the resolution after it or names the obstacle. Once issued its
//! text, executors and terms do not change, nor does its result once it is finished: what is signed stays as it was.

mod form;

pub use form::{Assignment, Candidate, ExecutorForm, FormContext, NewResolution, ResolutionForm};

use crate::{AccountId, Action, coded::coded_enum};

/// Executors of one resolution at most.
pub const EXECUTORS_AT_MOST: usize = crate::completion::EXECUTORS;
/// Characters of a resolution's text, of a result, at most.
pub const TEXT_LENGTH: usize = crate::completion::TEXT_LENGTH;
/// Characters of a reason at most.
pub const REASON_LENGTH: usize = 1000;

coded_enum! {
    /// How far a resolution is.
    pub enum ResolutionState {
        /// Проект: prepared by others, waits for the head.
        Draft = "draft",
        /// Проект возвращен: to be prepared anew.
        Returned = "returned",
        /// Выдана: nobody has entered a result yet.
        Issued = "issued",
        /// Исполняется: results are being entered and accepted.
        Executing = "executing",
        /// Сводный результат внесен: the executors confirm it.
        Consolidated = "consolidated",
        /// Подтверждена всеми: it waits for the chosen head, or for the responsible executor to finish it.
        Confirmed = "confirmed",
        /// Исполнена.
        Finished = "finished",
        /// Снята.
        Cancelled = "cancelled",
    }
}

impl ResolutionState {
    /// Whether it is only prepared: the executors know nothing of it.
    #[must_use]
    pub const fn is_draft(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether nothing becomes of it any more.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Finished | Self::Cancelled)
    }

    /// Whether executors work on it.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        !self.is_draft() && !self.is_over()
    }
}

coded_enum! {
    /// How far one executor is.
    pub enum TaskState {
        /// Назначено.
        Assigned = "assigned",
        /// Результат внесен.
        Entered = "entered",
        /// Результат возвращен на доработку.
        Returned = "returned",
        /// Результат принят.
        Accepted = "accepted",
    }
}

impl TaskState {
    /// Whether the executor still has to enter a result: the own term runs.
    #[must_use]
    pub const fn runs(self) -> bool {
        matches!(self, Self::Assigned | Self::Returned)
    }
}

coded_enum! {
    /// To what of a resolution a file belongs.
    pub enum ResolutionPart {
        /// To its text.
        Text = "text",
        /// To the result of the executor who owns the file.
        Result = "result",
        /// To the consolidated result: the applicant gets it with the intermediate answer.
        Consolidated = "consolidated",
    }
}

coded_enum! {
    /// Why something cannot be done with a resolution. The text is the locale key `refusal-<code>` with dashes.
    pub enum Obstacle {
        /// It was issued already.
        AlreadyIssued = "resolution_already_issued",
        /// It is only a draft.
        NotIssued = "resolution_not_issued",
        /// It is finished or was taken back.
        Over = "resolution_over",
        /// A draft is being prepared anew, the head has nothing to return.
        DraftReturned = "resolution_draft_returned",
        /// Taking back what was issued is the heads' to do.
        HeadsOnly = "resolution_heads_only",
        /// Another executor's task, or nobody's.
        NotExecutor = "resolution_not_executor",
        /// The responsible executor does this.
        NotResponsible = "resolution_not_responsible",
        /// There is no result to accept or return.
        NoResult = "resolution_no_result",
        /// One's own result is not judged by oneself.
        OwnResult = "resolution_own_result",
        /// The result was accepted: it is changed only after it was returned.
        ResultAccepted = "resolution_result_accepted",
        /// Not every result is entered and accepted.
        ResultsMissing = "resolution_results_missing",
        /// The consolidated result is written: single results are not touched any more.
        Consolidated = "resolution_consolidated",
        /// There is no consolidated result to confirm.
        NotConsolidated = "resolution_not_consolidated",
        /// This executor has confirmed it.
        ConfirmedBefore = "resolution_confirmed_before",
        /// Not every executor has confirmed it.
        NotConfirmed = "resolution_not_confirmed",
        /// A head was chosen to sign it, and this is somebody else.
        NotSigner = "resolution_not_signer",
    }
}

/// What one executor has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    pub executor: AccountId,
    /// Of several executors exactly one.
    pub responsible: bool,
    pub state: TaskState,
    /// Whether the executor agreed to the consolidated result as it stands.
    pub confirmed: bool,
}

impl Task {
    /// A task that was just given.
    #[must_use]
    pub const fn new(executor: AccountId, responsible: bool) -> Self {
        Self { executor, responsible, state: TaskState::Assigned, confirmed: false }
    }
}

/// A step of a resolution's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The draft is prepared anew.
    Rework,
    /// The draft is approved.
    Issue,
    /// The draft goes back to whoever prepared it.
    ReturnDraft,
    /// Taken back; `by_head`: what was issued is the heads' alone.
    Cancel { by_head: bool },
    /// An executor enters the own result, or another one in its place.
    EnterResult,
    /// The result of this executor is accepted.
    Accept(AccountId),
    /// The result of this executor goes back.
    ReturnResult(AccountId),
    /// The consolidated result is written or edited.
    Consolidate,
    /// The consolidated result is confirmed.
    Confirm,
    /// The chosen head returns the consolidated result, which is written and confirmed anew.
    ReturnConsolidated,
    /// The resolution is executed: the chosen head signs the consolidated result, or the responsible executor ends it where
    /// no head was chosen.
    Finish,
}

impl Step {
    /// The action of the appeal's machine that it is part of.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Rework => Action::DraftResolution,
            Self::Issue => Action::IssueResolution,
            Self::ReturnDraft => Action::ReturnDraft,
            Self::Cancel { .. } => Action::CancelResolution,
            Self::EnterResult => Action::EnterResult,
            Self::Accept(_) => Action::AcceptResult,
            Self::ReturnResult(_) => Action::ReturnResult,
            Self::Consolidate => Action::ConsolidateResults,
            Self::Confirm => Action::ConfirmResult,
            Self::ReturnConsolidated => Action::ReturnConsolidated,
            Self::Finish => Action::FinishResolution,
        }
    }
}

/// What a resolution waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// The head approves the draft or returns it.
    Approval,
    /// Whoever prepared the draft prepares it anew.
    Rework,
    /// This executor enters a result.
    Result(AccountId),
    /// The responsible executor accepts this executor's result or returns it.
    Judgement(AccountId),
    /// The responsible executor writes the consolidated result.
    Consolidation,
    /// This executor confirms the consolidated result.
    Confirmation(AccountId),
    /// This head signs the consolidated result or returns it.
    Signature(AccountId),
    /// The responsible executor finishes it.
    Finish,
}

/// A resolution as far as its rules ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    pub state: ResolutionState,
    /// The head whom the responsible executor chose to sign the consolidated result; nobody: the responsible executor finishes
    /// the resolution.
    pub signer: Option<AccountId>,
    /// At least one.
    pub tasks: Vec<Task>,
}

impl Resolution {
    /// The executor who answers for it: the responsible or the only one.
    #[must_use]
    pub fn responsible(&self) -> Option<AccountId> {
        let only = if let [only] = self.tasks.as_slice() { Some(only) } else { None };
        let found = only.or_else(|| self.tasks.iter().find(|task| task.responsible));
        found.map(|task| task.executor)
    }

    /// What must be done next, and by whom.
    #[must_use]
    pub fn awaits(&self) -> Vec<Awaited> {
        let each = |wanted: fn(&Task) -> bool, awaited: fn(AccountId) -> Awaited| {
            let tasks = self.tasks.iter().filter(move |task| wanted(task));
            tasks.map(move |task| awaited(task.executor))
        };
        match self.state {
            ResolutionState::Draft => vec![Awaited::Approval],
            ResolutionState::Returned => vec![Awaited::Rework],
            ResolutionState::Issued | ResolutionState::Executing => {
                let results = each(|task| task.state.runs(), Awaited::Result);
                let judged = each(|task| task.state == TaskState::Entered, Awaited::Judgement);
                let all: Vec<_> = results.chain(judged).collect();
                if all.is_empty() { vec![Awaited::Consolidation] } else { all }
            }
            ResolutionState::Consolidated => each(|task| !task.confirmed, Awaited::Confirmation).collect(),
            ResolutionState::Confirmed => vec![self.signer.map_or(Awaited::Finish, Awaited::Signature)],
            ResolutionState::Finished | ResolutionState::Cancelled => Vec::new(),
        }
    }

    /// The resolution after a step that somebody takes. Who may take steps of drafts and of heads at all is the appeal's
    /// machine's to say; whose task is whose is said here.
    ///
    /// # Errors
    /// The [`Obstacle`]; nothing is changed.
    pub fn after(&self, step: Step, by: AccountId) -> Result<Self, Obstacle> {
        let mut next = self.clone();
        if self.state.is_over() {
            return Err(Obstacle::Over);
        }
        match step {
            Step::Rework => {
                self.is_prepared()?;
                next.state = ResolutionState::Draft;
            }
            Step::Issue => {
                self.is_prepared()?;
                next.state = ResolutionState::Issued;
            }
            Step::ReturnDraft => {
                self.is_prepared()?;
                if self.state == ResolutionState::Returned {
                    return Err(Obstacle::DraftReturned);
                }
                next.state = ResolutionState::Returned;
            }
            Step::Cancel { by_head } => {
                if !by_head && !self.state.is_draft() {
                    return Err(Obstacle::HeadsOnly);
                }
                next.state = ResolutionState::Cancelled;
            }
            Step::EnterResult => next.enter(by)?,
            Step::Accept(whose) => next.judge(by, whose, TaskState::Accepted)?,
            Step::ReturnResult(whose) => next.judge(by, whose, TaskState::Returned)?,
            Step::Consolidate => next.consolidate(by)?,
            Step::Confirm => next.confirm(by)?,
            Step::ReturnConsolidated => {
                self.is_issued()?;
                if self.signer != Some(by) {
                    return Err(Obstacle::NotSigner);
                }
                if self.state != ResolutionState::Confirmed {
                    return Err(Obstacle::NotConfirmed);
                }
                for task in &mut next.tasks {
                    task.confirmed = false;
                }
                next.state = ResolutionState::Executing;
            }
            Step::Finish => {
                self.is_issued()?;
                match self.signer {
                    Some(signer) if signer != by => return Err(Obstacle::NotSigner),
                    Some(_) => {}
                    None => self.is_led_by(by)?,
                }
                if self.state != ResolutionState::Confirmed {
                    return Err(Obstacle::NotConfirmed);
                }
                next.state = ResolutionState::Finished;
            }
        }
        Ok(next)
    }

    fn is_prepared(&self) -> Result<(), Obstacle> {
        if self.state.is_draft() { Ok(()) } else { Err(Obstacle::AlreadyIssued) }
    }

    fn is_issued(&self) -> Result<(), Obstacle> {
        if self.state.is_draft() { Err(Obstacle::NotIssued) } else { Ok(()) }
    }

    fn is_before_consolidation(&self) -> Result<(), Obstacle> {
        self.is_issued()?;
        match self.state {
            ResolutionState::Issued | ResolutionState::Executing => Ok(()),
            _ => Err(Obstacle::Consolidated),
        }
    }

    fn is_led_by(&self, by: AccountId) -> Result<(), Obstacle> {
        if self.responsible() == Some(by) { Ok(()) } else { Err(Obstacle::NotResponsible) }
    }

    fn task(&mut self, of: AccountId) -> Result<&mut Task, Obstacle> {
        self.tasks.iter_mut().find(|task| task.executor == of).ok_or(Obstacle::NotExecutor)
    }

    /// Nobody judges the responsible executor's own result. The only executor's result is the consolidated one too.
    fn enter(&mut self, by: AccountId) -> Result<(), Obstacle> {
        let (leads, alone) = (self.responsible() == Some(by), self.tasks.len() == 1);
        let issued = self.is_before_consolidation();
        let task = self.task(by)?;
        issued?;
        if task.state == TaskState::Accepted && !leads {
            return Err(Obstacle::ResultAccepted);
        }
        task.state = if leads { TaskState::Accepted } else { TaskState::Entered };
        task.confirmed = alone;
        self.state = if alone { ResolutionState::Confirmed } else { ResolutionState::Executing };
        Ok(())
    }

    fn judge(&mut self, by: AccountId, whose: AccountId, verdict: TaskState) -> Result<(), Obstacle> {
        self.is_led_by(by)?;
        self.is_before_consolidation()?;
        let task = self.task(whose)?;
        if task.executor == by {
            return Err(Obstacle::OwnResult);
        }
        match (task.state, verdict) {
            (TaskState::Entered, _) | (TaskState::Accepted, TaskState::Returned) => {
                task.state = verdict;
                Ok(())
            }
            (TaskState::Accepted, _) => Err(Obstacle::ResultAccepted),
            (TaskState::Assigned | TaskState::Returned, _) => Err(Obstacle::NoResult),
        }
    }

    /// Whoever writes it stands by it; the others confirm it anew after each change (REV-06).
    fn consolidate(&mut self, by: AccountId) -> Result<(), Obstacle> {
        self.is_led_by(by)?;
        self.is_issued()?;
        if self.tasks.iter().any(|task| task.state != TaskState::Accepted) {
            return Err(Obstacle::ResultsMissing);
        }
        for task in &mut self.tasks {
            task.confirmed = task.executor == by;
        }
        self.settle();
        Ok(())
    }

    fn confirm(&mut self, by: AccountId) -> Result<(), Obstacle> {
        let state = self.state;
        let issued = self.is_issued();
        let task = self.task(by)?;
        issued?;
        match state {
            ResolutionState::Consolidated | ResolutionState::Confirmed if task.confirmed => {
                return Err(Obstacle::ConfirmedBefore);
            }
            ResolutionState::Consolidated => task.confirmed = true,
            _ => return Err(Obstacle::NotConsolidated),
        }
        self.settle();
        Ok(())
    }

    fn settle(&mut self) {
        self.state = if self.tasks.iter().all(|task| task.confirmed) {
            ResolutionState::Confirmed
        } else {
            ResolutionState::Consolidated
        };
    }
}

#[cfg(test)]
mod tests;
