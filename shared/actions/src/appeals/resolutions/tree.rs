//! The resolutions of an appeal as its card shows them (CTL-08): how far each is, what the actor may do with it and what
//! stands in the way.

use zvarot_domain::{
    Action, Actor, Permission, Refusal, machine::{self, Standing},
    resolution::{Obstacle, Step},
    signatory::Official,
};
use zvarot_store::{
    PgConnection,
    appeals::{self, Appeal},
    files::{self, File},
    resolutions::{self, Person, Resolution},
};

use super::{HEADS, OWN_EXECUTORS, SUBORDINATE_EXECUTORS};
use crate::Result;

/// Something that may be done with a resolution, or why it may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Possible {
    pub step: Step,
    pub refusal: Option<Refusal>,
}

/// A resolution with its files.
#[derive(Clone, Debug)]
pub struct Branch {
    pub resolution: Resolution,
    pub files: Vec<File>,
    /// Every step that the actor's standing or task makes worth naming.
    pub steps: Vec<Possible>,
}

impl Branch {
    /// Whether the actor may take this step now.
    #[must_use]
    pub fn may(&self, step: Step) -> bool {
        self.steps.iter().any(|possible| possible.step == step && possible.refusal.is_none())
    }
}

/// All resolutions that the actor sees.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub branches: Vec<Branch>,
}

/// Whether the actor, who sees the appeal, sees this resolution: officials whose roles show the appeal all of them, those
/// who see it for a task the ones that give it.
#[must_use]
pub fn sees(actor: &Actor, appeal: &Appeal, resolution: &Resolution) -> bool {
    let home = actor.organisation() == Some(appeal.organisation_id);
    let task = resolution.task_of(actor.account()).is_some();
    home && (Permission::SeeAppeals.is_given_to(actor) || actor.is_client())
        || task && resolution.issued_at.is_some()
}

/// The resolutions of an appeal of the actor's, who stands so to it.
///
/// # Errors
/// The database's.
pub async fn tree(
    connection: &mut PgConnection,
    actor: &Actor,
    appeal: &Appeal,
    standing: &Standing,
) -> Result<Tree> {
    let all = resolutions::of_appeal(&mut *connection, appeal.id).await?;
    let seen: Vec<Resolution> = all.into_iter().filter(|one| sees(actor, appeal, one)).collect();
    if seen.is_empty() {
        return Ok(Tree::default());
    }
    let ids: Vec<_> = seen.iter().map(|resolution| resolution.id).collect();
    let mut given = files::of_resolutions(connection, &ids).await?;
    let branches = seen.into_iter().map(|resolution| {
        let id = resolution.id;
        let own = given.extract_if(.., |file| file.resolution.is_some_and(|(of, _)| of == id));
        Branch { files: own.collect(), steps: steps(actor, appeal, standing, &resolution), resolution }
    });
    Ok(Tree { branches: branches.collect() })
}

fn steps(actor: &Actor, appeal: &Appeal, standing: &Standing, resolution: &Resolution) -> Vec<Possible> {
    let by = actor.account();
    let by_head = standing.is_at_home() && HEADS.iter().any(|role| actor.has(*role));
    let rules = resolution.rules();
    let judged = resolution.tasks.iter().filter(|task| task.account_id != by);
    let judged = judged.flat_map(|task| [Step::Accept(task.account_id), Step::ReturnResult(task.account_id)]);
    let common = [
        Step::Issue,
        Step::Rework,
        Step::ReturnDraft,
        Step::EnterResult,
        Step::Consolidate,
        Step::Confirm,
        Step::Finish,
        Step::ReturnConsolidated,
        Step::Cancel { by_head },
    ];
    let all = common.into_iter().chain(judged);
    let tried = all.filter_map(|step| {
        let action = step.action();
        let allowed = machine::decide_in(Some(appeal.status), action, standing).err();
        let refusal = match allowed {
            // What is another role's or nobody's any more is not worth naming at each resolution.
            Some(_) => return None,
            None => rules.after(step, by).err().map(|why| Refusal::Resolution { action, why }),
        };
        Some(Possible { step, refusal })
    });
    tried.filter(is_worth_naming).collect()
}

/// What has not come yet is named; what is past, or somebody else's, is not.
fn is_worth_naming(possible: &Possible) -> bool {
    match possible.refusal {
        None => true,
        Some(Refusal::Resolution { why, .. }) => match possible.step.action() {
            Action::ConsolidateResults => why == Obstacle::ResultsMissing,
            Action::FinishResolution => why == Obstacle::NotConfirmed,
            Action::ConfirmResult => why == Obstacle::NotConsolidated,
            Action::EnterResult => matches!(why, Obstacle::ResultAccepted | Obstacle::Consolidated),
            _ => false,
        },
        Some(_) => false,
    }
}

/// Those to whom the organisation of an appeal can give a task, the own people first; `search` narrows them by name or
/// organisation.
///
/// # Errors
/// The database's.
pub async fn people(
    connection: &mut PgConnection,
    appeal: &Appeal,
    search: &str,
    limit: i64,
) -> Result<Vec<Person>> {
    let (own, below) = (&OWN_EXECUTORS, &SUBORDINATE_EXECUTORS);
    Ok(resolutions::people(connection, appeal.organisation_id, own, below, search, limit).await?)
}

/// The heads to whom a draft on the appeal can go, each with the first of [`HEADS`].
///
/// # Errors
/// The database's.
pub async fn heads(connection: &mut PgConnection, appeal: &Appeal) -> Result<Vec<Official>> {
    Ok(appeals::officials(connection, appeal.organisation_id, &HEADS).await?)
}
