//! `/organisation/employees`, «Сотрудники» of the external administrator (ORG-03): who holds which role, and what each is called
//! under letters, in both languages (REV-10).

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use zvarot_actions::employees::{self, EMPLOYEES_SHOWN};
use zvarot_actions::{ActionError, Actions};
use zvarot_domain::job_title::JobTitleForm;
use zvarot_domain::{AccountId, Locale};
use zvarot_locale::Texts;
use zvarot_store::employees::Employee;
use zvarot_web::{FormState, FormValues, Official, Page, PageError, ProtectedForm, Visit, show, show_failed};

const PATH: &str = "/organisation/employees";
const LABELS: &[(&str, &str)] = &[("title_ru", "employee-title-ru"), ("title_be", "employee-title-be")];
/// Characters of what is looked for.
const FIND_LENGTH: usize = 100;

/// An employee in words.
struct Row {
    path: String,
    name: String,
    login: String,
    /// In the reader's language, then in the other one, each with its code; as far as they are given.
    titles: Vec<(&'static str, String)>,
    roles: String,
    blocked: bool,
}

#[derive(Template)]
#[template(path = "employees/list.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
    find: String,
    /// There are more than are shown, in words.
    cut: Option<String>,
    changed: bool,
}

#[derive(Template)]
#[template(path = "employees/one.html")]
struct OnePage {
    page: Page,
    row: Row,
    form: FormState,
}

/// What is looked for, and what was just done.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    find: String,
    #[serde(default)]
    done: String,
}

/// `GET /organisation/employees?find=`
pub async fn list(visit: Visit, official: Official, State(actions): State<Actions>, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let find: String = asked.find.trim().chars().filter(|letter| !letter.is_control()).take(FIND_LENGTH).collect();
    let mut connection = actions.store.pool().acquire().await?;
    let mut found = employees::list(&mut connection, &official.actor, &find).await?;
    drop(connection);
    let texts = visit.texts();
    let cut = (found.len() > EMPLOYEES_SHOWN).then(|| texts.with("employees-first", &[("count", EMPLOYEES_SHOWN)]));
    found.truncate(EMPLOYEES_SHOWN);
    show(&ListPage {
        page: Page::new(&visit),
        rows: found.into_iter().map(|employee| row(employee, texts)).collect(),
        find,
        cut,
        changed: asked.done == "changed",
    })
}

/// `GET /organisation/employees/{id}`
pub async fn one(visit: Visit, official: Official, State(actions): State<Actions>, Path(account): Path<AccountId>) -> Result<Response, PageError> {
    let employee = read(&actions, &official, account).await?;
    let given = |locale| employee.title.as_ref().map_or("", |title| title.given_in(locale)).to_owned();
    let values = FormValues::default().with("version", employee.version.to_string());
    let values = values.with("title_ru", given(Locale::Ru)).with("title_be", given(Locale::Be));
    show(&OnePage { page: Page::new(&visit), row: row(employee, visit.texts()), form: FormState::new(values) })
}

/// `POST /organisation/employees/{id}`
pub async fn change(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Path(account): Path<AccountId>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let employee = read(&actions, &official, account).await?;
    let version = values.get("version").parse().map_err(|_| PageError::BadRequest)?;
    let form = JobTitleForm { title_ru: values.get("title_ru").to_owned(), title_be: values.get("title_be").to_owned() };
    let unreadable = values.unreadable();
    let done = if unreadable.is_empty() {
        employees::set_job_title(&actions, &visit.cause(), &visit.client(), &official.actor, account, version, &form).await
    } else {
        Err(ActionError::Invalid(unreadable))
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{PATH}?done=changed")).into_response()),
        Err(ActionError::Invalid(faults)) => {
            let form = FormState::failed(values, &faults, visit.texts()).labelled(LABELS, visit.texts());
            show_failed(&OnePage { page: Page::failed(&visit), row: row(employee, visit.texts()), form })
        }
        Err(error) => Err(error.into()),
    }
}

async fn read(actions: &Actions, official: &Official, account: AccountId) -> Result<Employee, PageError> {
    let mut connection = actions.store.pool().acquire().await?;
    Ok(employees::one(&mut connection, &official.actor, account).await?)
}

fn row(employee: Employee, texts: &Texts) -> Row {
    let roles: Vec<String> = employee.roles.iter().map(|role| texts.get(&format!("role-{}", role.code().replace('_', "-"))).into_owned()).collect();
    let locales = [texts.locale(), texts.locale().other()];
    let titles = employee.title.iter().flat_map(|title| locales.map(|locale| (locale.code(), title.given_in(locale).to_owned())));
    Row {
        path: format!("{PATH}/{}", employee.account),
        titles: titles.filter(|(_, title)| !title.is_empty()).collect(),
        name: employee.name,
        login: employee.login,
        roles: roles.join(", "),
        blocked: employee.blocked,
    }
}
