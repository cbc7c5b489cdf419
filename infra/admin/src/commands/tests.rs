use clap::{CommandFactory, Parser};

use super::Cli;

fn run(arguments: &str) -> anyhow::Result<String> {
    let cli = Cli::try_parse_from(arguments.split_whitespace())?;
    let mut out = Vec::new();
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(cli.run(&mut out))?;
    Ok(String::from_utf8(out)?)
}

#[test]
fn the_command_line_is_well_formed() {
    Cli::command().debug_assert();
}

// REQ: BEY-06
// REQ: REG-06
#[test]
fn a_deadline_is_printed_alone_and_then_explained_day_by_day() {
    let out = run("zvarot-admin deadline --registered 2026-04-05 --term 15d").unwrap();
    assert_eq!(
        out.lines().collect::<Vec<_>>(),
        [
            "2026-04-22",
            "05.04.2026 (вс) – день регистрации, он не считается",
            "06.04.2026 (пн) – первый день срока",
            "20.04.2026 (пн) – последний из 15 календарных дней",
            "20.04.2026 (пн) – нерабочий день: рабочий день перенесен на 25.04.2026 (Постановление Совета Министров 22.07.2025 № 397)",
            "21.04.2026 (вт) – нерабочий день: праздник",
            "22.04.2026 (ср) – первый рабочий день после этого",
        ]
    );
    let out = run("zvarot-admin deadline --registered 2026-01-31 --term 1m --language be").unwrap();
    assert_eq!(
        out.lines().collect::<Vec<_>>(),
        [
            "2026-03-02",
            "31.01.2026 (сб) – дзень рэгістрацыі, ён не лічыцца",
            "01.02.2026 (нд) – першы дзень тэрміну",
            "28.02.2026 (сб) – апошні дзень месяца: 31-га чысла ў ім няма",
            "28.02.2026 (сб) – нерабочы дзень: выхадны",
            "01.03.2026 (нд) – нерабочы дзень: выхадны",
            "02.03.2026 (пн) – першы рабочы дзень пасля гэтага",
        ]
    );
}

// REQ: REG-06a
#[test]
fn working_days_are_counted_one_by_one_and_an_unpublished_year_is_told() {
    let out = run("zvarot-admin deadline --registered 2026-04-23 --term 2wd").unwrap();
    let lines: Vec<_> = out.lines().collect();
    assert_eq!(lines[0], "2026-04-25");
    assert_eq!(lines[3], "24.04.2026 (пт) – рабочий день 1");
    assert!(
        lines[4]
            .starts_with("25.04.2026 (сб) – рабочий день 2, работают за 20.04.2026 (Постановление")
    );
    let out = run("zvarot-admin deadline --registered 2028-06-01 --term 31d").unwrap();
    assert!(
        out.starts_with("2028-07-04\n")
            && out.contains("Переносы рабочих дней 2028 года еще не объявлены"),
        "{out}"
    );
    assert!(
        run("zvarot-admin deadline --registered 2026-04-10 --term 31d")
            .unwrap()
            .starts_with("2026-05-11\n")
    );
}

// REQ: REG-04
#[test]
fn a_registration_limit_is_printed_alone_and_then_explained() {
    let out =
        run("zvarot-admin registration-limit --submitted 2026-04-24T16:30 --hours 09:00-18:00")
            .unwrap();
    assert_eq!(
        out.lines().collect::<Vec<_>>(),
        [
            "2026-04-24T23:59:59.999",
            "24.04.2026, 16:30 – подано",
            "24.04.2026, 17:30 – прибавлен один час",
            "24.04.2026 (пт) – рабочий день 09:00-18:00, он еще не окончен",
            "25.04.2026, 00:59 – до этого времени регистрация еще не опоздала",
        ]
    );
    let out =
        run("zvarot-admin registration-limit --submitted 2026-04-17T17:30 --hours 09:00-18:00")
            .unwrap();
    assert!(out.starts_with("2026-04-22T23:59:59.999\n"), "{out}");
}

// REQ: REG-07
#[test]
fn another_calendar_is_read_from_a_file_and_a_wrong_one_is_refused_with_the_place() {
    let folder = std::env::temp_dir().join(format!("zvarot-admin-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, holidays: &str| {
        let path = folder.join(name);
        let text = format!(
            r#"{{"time_zone": "Europe/Minsk", "weekend": ["Sat", "Sun"], "holidays": {{"2026": [{holidays}]}},
               "transfers": [{{"day_off": "2026-04-24", "working_saturday": "2026-05-02"}}]}}"#
        );
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let good = file("good.json", r#""04-27""#);
    let out = run(&format!(
        "zvarot-admin deadline --registered 2026-04-09 --term 15d --calendar {good}"
    ))
    .unwrap();
    assert!(
        out.starts_with("2026-04-28\n") && out.contains("рабочий день перенесен на 02.05.2026\n"),
        "{out}"
    );
    let wrong = file("wrong.json", r#""04-31""#);
    let error = run(&format!(
        "zvarot-admin deadline --registered 2026-04-09 --term 15d --calendar {wrong}"
    ))
    .unwrap_err();
    assert!(
        format!("{error:#}").contains("holidays of 2026: «04-31» is not a date"),
        "{error:#}"
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

// REQ: REG-04
// REQ: REG-07
#[test]
fn an_organisations_own_hours_and_exceptions_stand_in_the_same_file() {
    let path = std::env::temp_dir().join(format!("zvarot-own-{}.json", std::process::id()));
    let text = r#"{"holidays": {"2026": ["05-01", "05-09"]},
        "exceptions": {"2026-05-08": {"hours": "09:00-13:00"}, "2026-05-11": "day_off", "2026-05-16": {"hours": "10:00-14:00"}}}"#;
    std::fs::write(&path, text).unwrap();
    let file = path.display();
    for (command, first) in [
        // A short day by the organisation's own decision.
        ("registration-limit --submitted 2026-05-08T12:00", "2026-05-08T23:59:59.999"),
        ("registration-limit --submitted 2026-05-08T12:00:01", "2026-05-12T23:59:59.999"),
        ("registration-limit --submitted 2026-05-10T23:30", "2026-05-12T23:59:59.999"),
        // A Saturday that is worked.
        ("registration-limit --submitted 2026-05-15T17:30", "2026-05-16T23:59:59.999"),
        ("registration-limit --submitted 2026-05-16T13:30", "2026-05-18T23:59:59.999"),
        ("deadline --registered 2026-04-26 --term 15d", "2026-05-12"),
        ("deadline --registered 2026-05-01 --term 15d", "2026-05-16"),
        ("deadline --registered 2026-05-08 --term 5wd", "2026-05-16"),
    ] {
        let out = run(&format!("zvarot-admin {command} --calendar {file}")).unwrap();
        assert_eq!(out.lines().next(), Some(first), "{command}: {out}");
    }
    std::fs::remove_file(&path).unwrap();
}

// REQ: REG-04
#[test]
fn limits_at_the_edges_of_days_and_years() {
    for (submitted, hours, until) in [
        ("2026-04-24T23:30", "09:00-18:00", "2026-04-25"), // the hour leads into a working Saturday, before its beginning
        ("2026-04-25T17:00", "09:00-18:00", "2026-04-25"),
        ("2026-04-25T17:01", "09:00-18:00", "2026-04-27"),
        ("2026-04-19T23:30", "09:00-18:00", "2026-04-22"), // a transferred day off, then Радуница
        ("2026-04-22T05:00", "08:00-17:00", "2026-04-22"),
        ("2026-04-22T16:00", "08:00-17:00", "2026-04-22"),
        ("2026-04-22T16:00:00.001", "08:00-17:00", "2026-04-23"),
        ("2026-07-02T16:00", "09:00-18:00", "2026-07-02"), // the day before a holiday ends an hour earlier
        ("2026-07-02T16:01", "09:00-18:00", "2026-07-06"),
        ("2025-12-31T16:00", "09:00-18:00", "2025-12-31"),
        ("2025-12-31T23:30", "09:00-18:00", "2026-01-05"),
        ("2026-01-01T00:00", "09:00-18:00", "2026-01-05"),
        ("2028-02-28T23:30", "09:00-18:00", "2028-02-29"),
        ("2028-02-29T17:30", "09:00-18:00", "2028-03-01"),
    ] {
        let out = run(&format!("zvarot-admin registration-limit --submitted {submitted} --hours {hours}"));
        let out = out.unwrap();
        assert_eq!(out.lines().next(), Some(&*format!("{until}T23:59:59.999")), "{submitted}");
    }
}

#[test]
fn what_is_mistyped_is_told() {
    for (arguments, message) in [
        (
            "deadline --registered 2026-02-30 --term 15d",
            "a date is written as",
        ),
        (
            "deadline --registered 9999-12-31 --term 15d",
            "from 1990 to 2099",
        ),
        (
            "deadline --registered 2026-04-10 --term 15",
            "a term is written as",
        ),
        (
            "registration-limit --submitted 2026-04-24",
            "in the time of Minsk",
        ),
        (
            "registration-limit --submitted 2026-04-24T16:30 --hours 18:00-09:00",
            "hours are written as",
        ),
    ] {
        let error = run(&format!("zvarot-admin {arguments}"))
            .unwrap_err()
            .to_string();
        assert!(error.contains(message), "{error}");
    }
}
