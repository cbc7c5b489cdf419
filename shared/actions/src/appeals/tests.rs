//! Every action on an appeal, from every status, by every role, the applicant and a program, against the machine's table:
//! what it allows succeeds, all else is refused with the table's own reason and changes no row (REV-13).

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use secrecy::SecretString;
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AppealId, AppealNumber, ApplicantId, ApplicantKind, CompletionResult, Locale,
    NationalCalendar, OrganisationId, Permission, ResolutionId, Role, Status,
    applicant::{AddressForm, ApplicantForm},
    completion::CompletionForm,
    machine::{Party, decide_for},
    questions::QuestionForm,
    publication::PublicationForm,
};
use zvarot_store::{
    Store,
    accounts::{self, NewAccount},
    calendars,
    doorbell::SilentDoorbell,
    organisations::{self, Organisation},
};

mod journal;

use super::*;
use crate::{Actions, Cause};

mod assignments;
mod mailing;
mod merging;
mod merging_together;
mod question_results;
mod stopping;
mod with_resolutions;
mod withdrawing;

/// Tuesday, 14 April 2026, noon in Minsk.
fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 4, 14, 9, 0, 0).unwrap()
}

fn cause() -> Cause {
    Cause { now: now(), trace_id: String::new() }
}

/// Two organisations, one person who is everybody in turn, and as many appeals as are asked for.
struct Place {
    pool: PgPool,
    actions: Actions,
    here: OrganisationId,
    there: OrganisationId,
    account: AccountId,
    /// An executor here, the responsible one here, and the responsible one of a subordinate organisation.
    tasked: [AccountId; 3],
    applicant: serde_json::Value,
    sequence: u64,
    /// An earlier appeal of the applicant's that is in work.
    earlier: Option<AppealNumber>,
}

impl Place {
    async fn new(pool: PgPool) -> Self {
        let store = Store::new(pool.clone(), Arc::new(SilentDoorbell));
        let actions = Actions { store, secret: SecretString::from("key") };
        let mut connection = pool.acquire().await.unwrap();
        let national = serde_json::from_str(NationalCalendar::SEED).unwrap();
        calendars::add_national(&mut connection, &national).await.unwrap();
        sqlx::query("INSERT INTO topics (code, name_ru, name_be) VALUES ('26', 'Прочее', 'Іншае')")
            .execute(&mut *connection)
            .await
            .unwrap();
        let here = organisation(&mut connection, "100000001").await;
        let there = organisation(&mut connection, "100000002").await;
        let mut people = Vec::new();
        for login in ["everybody", "executor", "leader", "outer"] {
            let account = NewAccount {
                login,
                password_hash: "",
                display_name: "Купава Мария",
                locale: Locale::Ru,
                phone: None,
                email: None,
            };
            people.push(accounts::insert(&mut connection, &account, now()).await.unwrap());
        }
        let account = people.remove(0);
        let tasked: [AccountId; 3] = people.try_into().unwrap();
        accounts::grant(&mut connection, account, Role::Head, Some(here)).await.unwrap();
        for (person, place) in tasked.iter().zip([here, here, there]) {
            accounts::grant(&mut connection, *person, Role::Executor, Some(place)).await.unwrap();
        }
        let form = ApplicantForm {
            surname: "Купава".to_owned(),
            name: "Мария".to_owned(),
            address: AddressForm {
                settlement: "г. Заречье".to_owned(),
                house: "7".to_owned(),
                ..AddressForm::default()
            },
            ..ApplicantForm::default()
        };
        let applicant = json!(form.validate(ApplicantKind::Person).unwrap());
        drop(connection);
        Self { pool, actions, here, there, account, tasked, applicant, sequence: 0, earlier: None }
    }

    /// An appeal that has this status.
    async fn appeal(&mut self, status: Status, submitted: DateTime<Utc>) -> AppealNumber {
        self.sequence += 1;
        let number = AppealNumber::from_sequence(self.sequence, &[7; 16]).unwrap();
        let registered = !matches!(status, Status::Submitted | Status::InModeration);
        sqlx::query(
            "INSERT INTO appeals (id, number, access_code, organisation_id, account_id, kind, form, status, topic_code, content, locale, answer_way,
                 applicant_kind, applicant_name, applicant, address, submitted_at, registration_limit_at, registered_at, registered_on, registration_index,
                 journal_year, term, due_on, notice_due_on, calendar_version, completed_at)
             VALUES ($1, $2, 'x', $3, $4, 'application', 'electronic', $5, '26', 'Прошу.', 'ru', 'cabinet', 'person', 'Купава М.', $6, 'г. Заречье', $7, $7,
                 CASE WHEN $8 THEN $7 END, CASE WHEN $8 THEN date '2026-04-13' END, CASE WHEN $8 THEN 'С-' || $9 END, CASE WHEN $8 THEN 2026 END,
                 CASE WHEN $8 THEN '15d' END, CASE WHEN $8 THEN date '2026-04-28' END, CASE WHEN $8 THEN date '2026-04-22' END, CASE WHEN $8 THEN 1 END,
                 CASE WHEN $10 THEN $7 END)",
        )
        .bind(AppealId(Uuid::now_v7()).0)
        .bind(number.as_i64())
        .bind(self.here.0)
        .bind(self.account.0)
        .bind(status.code())
        .bind(&self.applicant)
        .bind(submitted)
        .bind(registered)
        .bind(self.sequence.to_string())
        .bind(status.is_final())
        .execute(&self.pool)
        .await
        .unwrap();
        // Something was asked, so there is something to reply to.
        sqlx::query(
            "INSERT INTO appeal_messages (id, appeal_id, kind, text, author_id, created_at)
             SELECT gen_random_uuid(), id, 'question', 'Где?', account_id, submitted_at FROM appeals WHERE number = $1",
        )
        .bind(number.as_i64())
        .execute(&self.pool)
        .await
        .unwrap();
        // Of every answer something is published, so there is something to take off the site.
        sqlx::query(
            "INSERT INTO published_answers (id, organisation_id, appeal_id, topic_code, locale, title, question, answer, words, published_by, published_at)
             SELECT gen_random_uuid(), organisation_id, id, topic_code, locale, 'Крыша', 'Когда?', 'Весной.', '', account_id, submitted_at
             FROM appeals WHERE number = $1 AND status = 'answered'",
        )
        .bind(number.as_i64())
        .execute(&self.pool)
        .await
        .unwrap();
        number
    }

    fn actor(&self, party: Party) -> Actor {
        let (account, organisation) = (self.account, self.here);
        match party {
            Party::Applicant => Actor::Applicant { account, applicant: ApplicantId(account.0) },
            Party::Client => Actor::Client { account, organisation },
            Party::Assignee => self.there(Role::Clerk),
            Party::Tasked => self.executor(0, self.here),
            Party::OwnResponsible => self.executor(1, self.here),
            Party::Responsible => self.executor(2, self.there),
            Party::Official(role) if role.is_of_the_system() => {
                Actor::Operator { account, roles: role.into() }
            }
            Party::Official(role) => Actor::Official { account, organisation, roles: role.into() },
        }
    }

    /// Tries an action with input that nothing is wrong with.
    async fn try_it(
        &self,
        action: Action,
        party: Party,
        number: AppealNumber,
        first: AppealNumber,
        resolution: ResolutionId,
    ) -> Result<()> {
        let (actions, cause, actor, version) = (&self.actions, &cause(), &self.actor(party), 1);
        let result = |result: CompletionResult| self.result(result);
        let by_program = party == Party::Client;
        match action {
            // They begin an appeal: there is no status to begin from.
            Action::Submit | Action::SubmitToHead | Action::Enter => Ok(()),
            Action::PassToHead | Action::TakeIntoProcessing => {
                let form = ModerationForm {
                    decision: action.code().to_owned(),
                    remark: "Согласовано.".to_owned(),
                    agreed: true,
                };
                moderate(actions, cause, actor, number, version, &form).await.map(drop)
            }
            Action::Register if by_program => {
                let form = AcknowledgementForm::default();
                acknowledge(actions, cause, actor, number, &form).await.map(drop)
            }
            Action::Register => {
                let form = RegistrationForm::default();
                register(actions, cause, actor, number, version, &form).await.map(drop)
            }
            Action::CorrectCard => {
                let form = CardForm {
                    registration_index: format!("И-{}", number.digits()),
                    ..CardForm::default()
                };
                correct_card(actions, cause, actor, number, version, &form).await
            }
            Action::ChangeTerm => {
                let form =
                    TermForm { due_on: "2026-04-29".to_owned(), reason: "Запрос".to_owned() };
                change_term(actions, cause, actor, number, version, &form).await.map(drop)
            }
            Action::Complete if by_program => {
                let form = result(CompletionResult::AnswerGiven);
                complete_by_client(actions, cause, actor, number, &form).await.map(drop)
            }
            Action::Complete => {
                let form = AnswerForm {
                    text: "Сделано.".to_owned(),
                    outcome: "satisfied".to_owned(),
                    ..AnswerForm::default()
                };
                complete(actions, cause, actor, number, version, &form).await
            }
            Action::Withdraw if by_program => {
                let form = result(CompletionResult::Withdrawn);
                complete_by_client(actions, cause, actor, number, &form).await.map(drop)
            }
            Action::Withdraw => withdraw(actions, cause, actor, number).await,
            Action::RecordWithdrawal => self.record_withdrawal(actor, number).await,
            Action::Leave | Action::TakeNote | Action::Redirect => {
                let meant = CompletionResult::ALL.into_iter().find(|one| one.action() == action);
                let form = result(meant.unwrap());
                if by_program {
                    complete_by_client(actions, cause, actor, number, &form).await.map(drop)
                } else {
                    conclude(actions, cause, actor, number, version, &form).await.map(drop)
                }
            }
            Action::RedirectPart => {
                let questions = Some("О крыше".to_owned());
                let form = CompletionForm { questions, ..result(CompletionResult::Redirected) };
                conclude(actions, cause, actor, number, version, &form).await.map(drop)
            }
            Action::SendRequest
            | Action::SendOrder
            | Action::Report
            | Action::RecordAnswer
            | Action::AcceptReport
            | Action::OrderAgain
            | Action::CallOff => self.try_between(action, party, number).await,
            Action::Export => {
                export(actions, cause, actor, number, Locale::Ru).await.map(drop)
            }
            Action::MarkRepeat if by_program => {
                let mut work = actions.store.begin(cause).await?;
                mark_repeat_in(&mut work, actor, number, None, &first.digits()).await?;
                Ok(work.commit().await?)
            }
            Action::MarkRepeat => {
                mark_repeat(actions, cause, actor, number, version, &first.digits()).await
            }
            Action::SetQuestions => {
                let question = |text: &str| QuestionForm { text: text.to_owned(), topic_code: "26".to_owned() };
                set_questions(actions, cause, actor, number, version, &[question("Крыша"), question("Лифт")]).await
            }
            Action::Merge | Action::Unmerge => self.try_to_merge(action, actor, number).await,
            Action::StopCorrespondence | Action::ResumeCorrespondence => self.try_to_stop(action, actor, number).await,
            Action::SendMessage => {
                let form =
                    MessageForm { kind: "question".to_owned(), text: "Когда?".to_owned() };
                send_message(actions, cause, actor, number, &form).await
            }
            Action::Reply => {
                let instance = sqlx::query_scalar("SELECT id FROM appeals WHERE number = $1").bind(number.as_i64());
                let instance = AppealId(instance.fetch_one(&self.pool).await.unwrap());
                reply(actions, cause, actor, instance, "Вчера.").await
            }
            Action::MarkControl => {
                let form = ControlForm { controlled: true, ..ControlForm::default() };
                mark_control(actions, cause, actor, number, version, &form).await
            }
            Action::PublishAnswer => {
                let text = |text: &str| text.to_owned();
                let form = PublicationForm { title: text("Крыша"), question: text("Когда?"), answer: text("В мае."), reviewed: true, ..Default::default() };
                publish(actions, cause, actor, number, version, &form).await
            }
            Action::WithdrawPublication => withdraw_publication(actions, cause, actor, number, version).await,
            _ => self.try_with_resolution(action, actor, number, resolution).await,
        }
    }

    fn result(&self, result: CompletionResult) -> CompletionForm {
        let text = |text: &str| Some(text.to_owned());
        let empty = CompletionForm { result: text(result.code()), ..CompletionForm::default() };
        match result {
            CompletionResult::AnswerGiven => CompletionForm {
                outcome: text("satisfied"),
                answer_text: text("Сделано."),
                answer_number: text("5"),
                answer_date: text("2026-04-14"),
                case_number: text("02-15"),
                resolution: text("Исполнить"),
                executors: vec!["Кот П. С.".to_owned()],
                ..empty
            },
            CompletionResult::LeftWithoutConsideration => CompletionForm {
                reason: text("not_competent"),
                explanation: text("Обратитесь в суд."),
                ..empty
            },
            CompletionResult::Redirected => CompletionForm {
                redirected_to: vec![self.there.to_string()],
                redirect_date: text("2026-04-14"),
                explanation: text("Направляем."),
                ..empty
            },
            CompletionResult::TakenNote => {
                CompletionForm { reason: text("only_thanks"), ..empty }
            }
            CompletionResult::Withdrawn => empty,
        }
    }

    /// All that says how appeals stand, as one sum.
    async fn rows(&self) -> String {
        sqlx::query_scalar(
            "SELECT md5(string_agg(line, '' ORDER BY line)) FROM (
                 SELECT to_jsonb(appeals)::text AS line FROM appeals
                 UNION ALL SELECT to_jsonb(appeal_events)::text FROM appeal_events
                 UNION ALL SELECT to_jsonb(answers)::text FROM answers
                 UNION ALL SELECT to_jsonb(completions)::text FROM completions
                 UNION ALL SELECT to_jsonb(appeal_merges)::text FROM appeal_merges
                 UNION ALL SELECT to_jsonb(appeal_questions)::text FROM appeal_questions
                 UNION ALL SELECT to_jsonb(correspondence_stops)::text FROM correspondence_stops
                 UNION ALL SELECT to_jsonb(appeal_cards)::text FROM appeal_cards
                 UNION ALL SELECT to_jsonb(appeal_messages)::text FROM appeal_messages
                 UNION ALL SELECT to_jsonb(assignments)::text FROM assignments
                 UNION ALL SELECT to_jsonb(assignment_steps)::text FROM assignment_steps
                 UNION ALL SELECT to_jsonb(documents)::text FROM documents
                 UNION ALL SELECT to_jsonb(journals)::text FROM journals
                 UNION ALL SELECT to_jsonb(published_answers)::text FROM published_answers
                 UNION ALL SELECT to_jsonb(resolutions)::text FROM resolutions
                 UNION ALL SELECT to_jsonb(resolution_tasks)::text FROM resolution_tasks
                 UNION ALL SELECT to_jsonb(notices)::text FROM notices
                 UNION ALL SELECT to_jsonb(jobs)::text FROM jobs) AS lines",
        )
        .fetch_one(&self.pool)
        .await
        .unwrap()
    }

    async fn status_of(&self, number: AppealNumber) -> (String, Option<String>) {
        sqlx::query_as(
            "SELECT status, (SELECT kind FROM appeal_events WHERE appeal_id = appeals.id ORDER BY id DESC LIMIT 1)
             FROM appeals WHERE number = $1 AND organisation_id = $2",
        )
        .bind(number.as_i64())
        .bind(self.here.0)
        .fetch_one(&self.pool)
        .await
        .unwrap()
    }
}

async fn organisation(connection: &mut zvarot_store::PgConnection, unp: &str) -> OrganisationId {
    let organisation = Organisation {
        id: OrganisationId(Uuid::now_v7()),
        name_ru: unp.to_owned(),
        name_be: unp.to_owned(),
        unp: unp.to_owned(),
        address_ru: String::new(),
        address_be: String::new(),
        phone: String::new(),
        is_state: true,
        active: true,
        index_template: "{letter}-{number}".to_owned(),
        collective_sign: "Кол".to_owned(),
        anonymous_sign: "А".to_owned(),
    };
    organisations::upsert(connection, &organisation).await.unwrap()
}

fn parties() -> impl Iterator<Item = Party> {
    let officials = Role::ALL.into_iter().map(Party::Official);
    let others = [
        Party::Applicant,
        Party::Client,
        Party::Assignee,
        Party::Tasked,
        Party::Responsible,
        Party::OwnResponsible,
    ];
    others.into_iter().chain(officials)
}

/// Whether it is done with a resolution that is there already.
fn of_a_resolution(action: Action) -> bool {
    matches!(
        action,
        Action::ReturnDraft
            | Action::CancelResolution
            | Action::EnterResult
            | Action::AcceptResult
            | Action::ReturnResult
            | Action::ConsolidateResults
            | Action::ConfirmResult
            | Action::ReturnConsolidated
            | Action::FinishResolution
    )
}

/// What the table says of somebody who is all that the party is: whoever is responsible has a task too.
fn expected(status: Status, action: Action, party: Party) -> std::result::Result<Transition, Refusal> {
    let all: &[Party] = match party {
        Party::Responsible => &[Party::Tasked, Party::Responsible],
        Party::OwnResponsible => &[Party::Tasked, Party::Responsible, Party::OwnResponsible],
        _ => &[party],
    };
    let mut decided = all.iter().map(|party| decide_for(Some(status), action, *party));
    decided.clone().find(|one| one.is_ok()).unwrap_or_else(|| decided.next_back().unwrap())
}

/// Whether the party finds the appeal, or the resolution, at all: otherwise it looks like one that does not exist (SEC-01).
fn sees(party: Party, action: Action) -> bool {
    match party {
        Party::Applicant => !of_a_resolution(action),
        Party::Client => true,
        Party::Tasked | Party::Responsible | Party::OwnResponsible => true,
        // Only what was sent to it.
        Party::Assignee => false,
        Party::Official(role) => Permission::SeeAppeals.roles().contains(&role),
    }
}

async fn everything_from(pool: PgPool, status: Status) {
    let mut place = Place::new(pool).await;
    let first = place.appeal(Status::Answered, now() - TimeDelta::days(30)).await;
    let number = place.appeal(status, now() - TimeDelta::hours(20)).await;
    place.earlier = Some(place.appeal(Status::InProgress, now() - TimeDelta::days(3)).await);
    place.finished(first).await;
    let tried_on = place.finished(number).await;
    place.stop_by_hand(number).await;
    let mut before = place.rows().await;
    for action in Action::ALL {
        if matches!(action, Action::Submit | Action::SubmitToHead | Action::Enter) {
            continue;
        }
        for party in parties() {
            let about = format!("{action} of {status} by {party:?}");
            match expected(status, action, party) {
                Err(expected) => {
                    let refused = place.try_it(action, party, number, first, tried_on).await;
                    match refused.expect_err(&about) {
                        ActionError::Refused(refusal) => assert_eq!(refusal, expected, "{about}"),
                        ActionError::NotFound => assert!(!sees(party, action), "{about}"),
                        error => panic!("{about}: {error:?}"),
                    }
                    assert_eq!(place.rows().await, before, "{about}");
                }
                Ok(step) => {
                    let fresh = place.appeal(status, now() - TimeDelta::hours(20)).await;
                    place.finished(fresh).await;
                    if action == Action::RecordWithdrawal {
                        place.on_paper(fresh).await;
                    }
                    if action == Action::Unmerge {
                        place.merge_by_hand(fresh).await;
                    }
                    if action == Action::StopCorrespondence {
                        place.leave_as_unfounded(fresh, first).await;
                    }
                    if action == Action::ResumeCorrespondence {
                        place.stop_by_hand(fresh).await;
                    }
                    let fitting = if of_a_resolution(action) {
                        place.fitting(fresh, action, party).await
                    } else {
                        tried_on
                    };
                    let done = place.try_it(action, party, fresh, first, fitting).await;
                    assert!(done.is_ok(), "{about}: {done:?}");
                    let (now, event) = place.status_of(fresh).await;
                    assert_eq!(now, step.to().code(), "{about}");
                    assert_eq!(event.as_deref(), Some(step.event().code()), "{about}");
                    before = place.rows().await;
                }
            }
        }
    }
}

macro_rules! from_each_status {
    ($($name:ident: $status:ident,)*) => { $(
        // REQ: REV-13
        #[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
        async fn $name(pool: PgPool) {
            everything_from(pool, Status::$status).await;
        }
    )* };
}

from_each_status! {
    what_is_submitted: Submitted,
    what_is_in_moderation: InModeration,
    what_is_registered: Registered,
    what_is_in_progress: InProgress,
    what_is_answered: Answered,
    what_is_left_without_consideration: LeftWithoutConsideration,
    what_is_withdrawn: Withdrawn,
    what_is_redirected: Redirected,
    what_is_taken_note_of: TakenNote,
}
