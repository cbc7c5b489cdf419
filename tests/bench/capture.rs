//! The very statements of a request, taken from PostgreSQL's log and made into a script for pgbench: the ceiling is the
//! same SQL without our program. What differs between two runs of the same request becomes a variable.

use std::{collections::BTreeMap, path::Path};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use sqlx::PgPool;
use uuid::Uuid;

/// A statement with its parameters as they were logged.
#[derive(Clone, Debug)]
pub struct Statement {
    pub sql: String,
    /// None: NULL.
    pub parameters: Vec<Option<String>>,
}

/// Has every statement logged from now on, or no longer: by the cluster's own file, since the system's role may not.
pub async fn log_statements(data: &Path, on: bool) {
    let cluster = data.join("postgres/cluster");
    let setting = if on { "log_statement = 'all'\nlog_parameter_max_length = -1\n" } else { "" };
    std::fs::write(cluster.join("postgresql.auto.conf"), setting).expect("the cluster's settings can be written");
    let id = std::fs::read_to_string(cluster.join("postmaster.pid")).expect("the cluster runs");
    let id = id.lines().next().and_then(|line| line.trim().parse().ok()).expect("its process id");
    kill(Pid::from_raw(id), Signal::SIGHUP).expect("it takes signals");
    tokio::time::sleep(std::time::Duration::from_millis(1000)).await;
}

/// The statements in a part of the log, those of the pages' connections only (named by the driver).
pub fn statements(log: &str) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    let mut lines = log.lines().peekable();
    while let Some(line) = lines.next() {
        let named = line.split_once("LOG:  execute sqlx_s_").or_else(|| line.split_once("LOG:  execute <unnamed>"));
        let text = if let Some((_, rest)) = named {
            rest.split_once(": ").map(|(_, sql)| sql.to_owned())
        } else {
            line.split_once("LOG:  statement: ").map(|(_, sql)| sql.to_owned())
        };
        if let Some(mut sql) = text {
            while let Some(more) = lines.next_if(|line| line.starts_with('\t')) {
                sql.push('\n');
                sql.push_str(more);
            }
            found.push(Statement { sql, parameters: Vec::new() });
        } else if let Some((_, listed)) = line.split_once("DETAIL:  parameters: ") {
            let mut listed = listed.to_owned();
            while let Some(more) = lines.next_if(|line| line.starts_with('\t')) {
                listed.push('\n');
                listed.push_str(&more[1..]);
            }
            if let Some(last) = found.last_mut() {
                last.parameters = parameters(&listed);
            }
        }
    }
    found
}

/// `$1 = 'it''s', $2 = NULL`
fn parameters(listed: &str) -> Vec<Option<String>> {
    let mut values = Vec::new();
    let mut rest = listed;
    while let Some((_, after)) = rest.split_once(" = ") {
        if let Some(after) = after.strip_prefix("NULL") {
            values.push(None);
            rest = after;
            continue;
        }
        let mut value = String::new();
        let mut characters = after.char_indices().skip(1).peekable();
        let mut end = after.len();
        while let Some((place, character)) = characters.next() {
            if character != '\'' {
                value.push(character);
            } else if characters.next_if(|(_, next)| *next == '\'').is_some() {
                value.push('\'');
            } else {
                end = place + 1;
                break;
            }
        }
        values.push(Some(value));
        rest = &after[end..];
    }
    values
}

/// The sequence from which an account's drafts are taken.
pub fn place_of(account: Uuid) -> String {
    format!("bench_{}", account.simple())
}

/// The script: `one` and `other` are the statements of two equal requests. `draft` is the value that names the draft of
/// `one`; the script takes the account's next of the table `bench_drafts` in its place. Other UUIDs that differ are made
/// anew, and so is the number of the appeal.
pub async fn script(database: &PgPool, one: &[Statement], other: &[Statement], draft: &str, account: Uuid) -> String {
    let known = BTreeMap::from([(draft.to_owned(), "draft".to_owned())]);
    // The sequence stands in a query of its own: as a part of the condition it would be asked once for each row.
    let begin = format!(
        "SELECT id AS draft FROM bench_drafts WHERE account = '{account}' AND place = (SELECT nextval('{}')) \\gset\n\
         SELECT nextval('bench_number') AS number \\gset\n",
        place_of(account)
    );
    varied(database, &begin, one, names(one, other, known, true)).await
}

/// The same for requests whose varying values are all `known`, each with the variable that `begin` sets: other UUIDs that
/// differ are made anew.
pub async fn script_of(database: &PgPool, one: &[Statement], other: &[Statement], known: BTreeMap<String, String>, begin: &str) -> String {
    varied(database, begin, one, names(one, other, known, false)).await
}

/// The statements just as they were.
pub async fn literal(database: &PgPool, statements: &[Statement]) -> String {
    varied(database, "", statements, BTreeMap::new()).await
}

async fn varied(database: &PgPool, begin: &str, statements: &[Statement], names: BTreeMap<String, String>) -> String {
    let made: Vec<String> = names.values().filter(|name| is_made(name)).map(|name| format!("gen_random_uuid() AS {name}")).collect();
    let mut text = begin.to_owned();
    if !made.is_empty() {
        text.push_str(&format!("SELECT {} \\gset\n", made.join(", ")));
    }
    for statement in statements {
        let types = types(database, statement).await;
        let mut sql = statement.sql.trim_end_matches(';').to_owned();
        for (index, value) in statement.parameters.iter().enumerate().rev() {
            let place = format!("${}", index + 1);
            let value = match value {
                None => "NULL".to_owned(),
                Some(value) => match (names.get(value), elements(value)) {
                    (Some(name), _) => format!(":{name}"),
                    (None, Some(all)) if all.iter().any(|one| names.contains_key(*one)) => {
                        let all = all.iter().map(|one| names.get(*one).map_or_else(|| quoted(one), |name| format!(":{name}")));
                        format!("ARRAY[{}]", all.collect::<Vec<_>>().join(", "))
                    }
                    _ => quoted(value),
                },
            };
            sql = replace_place(&sql, &place, &format!("CAST({value} AS {})", types[index]));
        }
        text.push_str(&sql.replace("\n\t", "\n"));
        text.push_str(";\n");
    }
    text
}

/// Whether a variable stands for an id that is made anew: `u1`, `u2` …
fn is_made(name: &str) -> bool {
    name.strip_prefix('u').is_some_and(|rest| rest.parse::<u32>().is_ok())
}

/// The values of `one` that are other ones in `other`, each with the name of the variable that stands for it, besides the
/// known ones; `numbered`: one of them is the number of an appeal.
fn names(one: &[Statement], other: &[Statement], known: BTreeMap<String, String>, numbered: bool) -> BTreeMap<String, String> {
    let mut names = known;
    let mut rest = other;
    for first in one {
        // A statement that only one of them has (the note of a session's activity) does not shift the others.
        let Some(at) = rest.iter().position(|second| second.sql == first.sql) else { continue };
        for (a, b) in first.parameters.iter().zip(&rest[at].parameters) {
            let (Some(a), Some(b)) = (a, b) else { continue };
            match (elements(a), elements(b)) {
                (Some(some), Some(others)) => some.iter().zip(others).for_each(|(a, b)| name(&mut names, a, b, numbered)),
                _ => name(&mut names, a, b, numbered),
            }
        }
        rest = &rest[at + 1..];
    }
    names
}

fn name(names: &mut BTreeMap<String, String>, a: &str, b: &str, numbered: bool) {
    if a == b || names.contains_key(a) {
        return;
    }
    if is_uuid(a) {
        names.insert(a.to_owned(), format!("u{}", names.len()));
    } else if numbered && a.len() >= 6 && a.bytes().all(|byte| byte.is_ascii_digit()) {
        names.insert(a.to_owned(), "number".to_owned());
    }
}

fn is_uuid(value: &str) -> bool {
    value.len() == 36 && value.matches('-').count() == 4
}

/// The elements of an array of UUIDs, as it stands in the log.
fn elements(value: &str) -> Option<Vec<&str>> {
    let all: Vec<&str> = value.strip_prefix('{')?.strip_suffix('}')?.split(',').collect();
    all.iter().all(|one| is_uuid(one)).then_some(all)
}

/// What PostgreSQL takes the parameters of a statement for.
async fn types(database: &PgPool, statement: &Statement) -> Vec<String> {
    if statement.parameters.is_empty() {
        return Vec::new();
    }
    let mut connection = database.acquire().await.expect("a connection");
    let prepare = format!("PREPARE bench_statement AS {}", statement.sql);
    sqlx::raw_sql(sqlx::AssertSqlSafe(prepare)).execute(&mut *connection).await.expect("what was executed can be prepared");
    let types = sqlx::query_scalar("SELECT parameter_types::text[] FROM pg_prepared_statements WHERE name = 'bench_statement'")
        .fetch_one(&mut *connection)
        .await
        .expect("it is prepared");
    sqlx::raw_sql("DEALLOCATE bench_statement").execute(&mut *connection).await.expect("it was prepared");
    types
}

/// A literal; a colon is written as a code, since it would name a variable of the script.
fn quoted(value: &str) -> String {
    format!("E'{}'", value.replace('\\', "\\\\").replace('\'', "''").replace('\n', "\\n").replace(':', "\\x3a"))
}

/// Puts `value` for `place`, not for the beginning of a longer one (`$1` in `$12`).
fn replace_place(sql: &str, place: &str, value: &str) -> String {
    let mut result = String::new();
    let mut rest = sql;
    while let Some(at) = rest.find(place) {
        let after = &rest[at + place.len()..];
        result.push_str(&rest[..at]);
        let longer = after.starts_with(|character: char| character.is_ascii_digit());
        result.push_str(if longer { place } else { value });
        rest = after;
    }
    result + rest
}

/// The log of the system's PostgreSQL from a byte on.
pub fn read_log(data: &Path, from: u64) -> String {
    let bytes = std::fs::read(data.join("log/postgres.log")).unwrap_or_default();
    String::from_utf8_lossy(&bytes[usize::try_from(from).unwrap_or(0).min(bytes.len())..]).into_owned()
}

/// How long that log is now.
pub fn log_length(data: &Path) -> u64 {
    std::fs::metadata(data.join("log/postgres.log")).map_or(0, |file| file.len())
}
