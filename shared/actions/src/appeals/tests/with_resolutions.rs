//! Resolutions of the place, in whichever state an action needs.

use zvarot_domain::{
    TaskId,
    resolution::{ExecutorForm, ResolutionForm, ResolutionState, TaskState},
};

use super::{
    super::resolutions::{
        DraftForm, Target, WorkForm, accept_result, cancel_resolution, confirm_result, consolidate_results,
        draft_resolution, enter_result, finish_resolution, issue_resolution, return_consolidated, return_draft, return_result,
    },
    *,
};

impl Place {
    pub(super) fn executor(&self, index: usize, organisation: OrganisationId) -> Actor {
        Actor::Official { account: self.tasked[index], organisation, roles: Role::Executor.into() }
    }

    /// A resolution in this state; of its executors the first is responsible, and stands so.
    pub(super) async fn resolution(
        &self,
        number: AppealNumber,
        state: ResolutionState,
        executors: &[(AccountId, TaskState, bool)],
    ) -> ResolutionId {
        let id = ResolutionId(Uuid::now_v7());
        sqlx::query(
            "INSERT INTO resolutions (id, appeal_id, number, state, text, author_id, head_id, created_at, issued_at)
             SELECT $1, id, (SELECT count(*) + 1 FROM resolutions WHERE appeal_id = appeals.id), $2, 'Исполнить.', $3, $3, $4, CASE WHEN $5 THEN NULL ELSE $4 END
             FROM appeals WHERE number = $6 AND organisation_id = $7",
        )
        .bind(id.0)
        .bind(state.code())
        .bind(self.account.0)
        .bind(now())
        .bind(state.is_draft())
        .bind(number.as_i64())
        .bind(self.here.0)
        .execute(&self.pool)
        .await
        .unwrap();
        for (index, (executor, task, confirmed)) in executors.iter().enumerate() {
            let place = if *executor == self.tasked[2] { self.there } else { self.here };
            sqlx::query(
                "INSERT INTO resolution_tasks (id, resolution_id, appeal_id, home_id, account_id, organisation_id, position, responsible, due_on, state, confirmed, visible, active)
                 SELECT gen_random_uuid(), id, appeal_id, $2, $3, $4, $5, $5 = 0, '2026-04-24', $6, $7, NOT $8, $9 FROM resolutions WHERE id = $1",
            )
            .bind(id.0)
            .bind(self.here.0)
            .bind(executor.0)
            .bind(place.0)
            .bind(i32::try_from(index).unwrap())
            .bind(task.code())
            .bind(confirmed)
            .bind(state.is_draft())
            .bind(state.is_under_way())
            .execute(&self.pool)
            .await
            .unwrap();
        }
        id
    }

    /// One that is over, with everybody in it: there is something to try on, and nothing waits for it.
    pub(super) async fn finished(&self, number: AppealNumber) -> ResolutionId {
        let [executor, leader, outer] = self.tasked;
        let done = |account| (account, TaskState::Accepted, true);
        self.resolution(number, ResolutionState::Finished, &[done(outer)]).await;
        let id = self.resolution(number, ResolutionState::Finished, &[done(leader), done(executor), done(outer)]).await;
        sqlx::query("UPDATE resolution_tasks SET responsible = false WHERE resolution_id = $1 AND account_id = $2")
            .bind(id.0)
            .bind(outer.0)
            .execute(&self.pool)
            .await
            .unwrap();
        id
    }

    /// One with which the party can do this.
    pub(super) async fn fitting(&self, number: AppealNumber, action: Action, party: Party) -> ResolutionId {
        let [executor, leader, outer] = self.tasked;
        let (own, other) = match party {
            Party::Tasked => (executor, leader),
            Party::Responsible => (outer, executor),
            _ => (leader, executor),
        };
        use ResolutionState::{Confirmed, Consolidated, Draft, Executing, Issued};
        use TaskState::{Accepted, Assigned, Entered};
        let (state, one, two) = match action {
            Action::EnterResult => (Issued, (Assigned, false), (Assigned, false)),
            Action::AcceptResult | Action::ReturnResult => (Executing, (Assigned, false), (Entered, false)),
            Action::ConsolidateResults => (Executing, (Accepted, false), (Accepted, false)),
            Action::ConfirmResult => (Consolidated, (Accepted, false), (Accepted, true)),
            Action::FinishResolution | Action::ReturnConsolidated => (Confirmed, (Accepted, true), (Accepted, true)),
            _ => (Draft, (Assigned, false), (Assigned, false)),
        };
        let id = self.resolution(number, state, &[(own, one.0, one.1), (other, two.0, two.1)]).await;
        if matches!(action, Action::FinishResolution | Action::ReturnConsolidated) && matches!(party, Party::Official(_)) {
            self.choose_signer(id, self.account).await;
        }
        id
    }

    async fn choose_signer(&self, id: ResolutionId, head: AccountId) {
        let chosen = sqlx::query("UPDATE resolutions SET signer_id = $2 WHERE id = $1").bind(id.0).bind(head.0);
        chosen.execute(&self.pool).await.unwrap();
    }

    fn new_resolution(&self) -> ResolutionForm {
        let executor = ExecutorForm { account: self.tasked[0].to_string(), due_on: "2026-04-24".to_owned() };
        ResolutionForm { text: "Исполнить.".to_owned(), executors: vec![executor], ..ResolutionForm::default() }
    }

    /// The task of the executor who stands second.
    async fn second(&self, id: ResolutionId) -> TaskId {
        let task: Uuid = sqlx::query_scalar("SELECT id FROM resolution_tasks WHERE resolution_id = $1 AND position = 1")
            .bind(id.0)
            .fetch_one(&self.pool)
            .await
            .unwrap();
        TaskId(task)
    }

    pub(super) async fn try_with_resolution(
        &self,
        action: Action,
        actor: &Actor,
        number: AppealNumber,
        id: ResolutionId,
    ) -> Result<()> {
        let (actions, cause, version) = (&self.actions, &cause(), 1);
        let form = WorkForm { text: "Сделано.".to_owned(), ..WorkForm::default() };
        let target = Target::New { number, version };
        match action {
            Action::DraftResolution => {
                let form = DraftForm { resolution: self.new_resolution(), head: self.account.to_string() };
                draft_resolution(actions, cause, actor, target, &form).await.map(drop)
            }
            Action::IssueResolution => {
                issue_resolution(actions, cause, actor, target, &self.new_resolution()).await.map(drop)
            }
            Action::ReturnDraft => return_draft(actions, cause, actor, id, version, "Дополнить").await,
            Action::CancelResolution => cancel_resolution(actions, cause, actor, id, version, "Не нужно").await,
            Action::EnterResult => enter_result(actions, cause, actor, id, version, &form).await,
            Action::AcceptResult => {
                accept_result(actions, cause, actor, id, self.second(id).await, version).await
            }
            Action::ReturnResult => {
                return_result(actions, cause, actor, id, self.second(id).await, version, "Неполно").await
            }
            Action::ConsolidateResults => consolidate_results(actions, cause, actor, id, version, &form).await,
            Action::ConfirmResult => confirm_result(actions, cause, actor, id, version).await,
            Action::ReturnConsolidated => return_consolidated(actions, cause, actor, id, version, "Неполно").await,
            _ => finish_resolution(actions, cause, actor, id, version).await,
        }
    }
}
