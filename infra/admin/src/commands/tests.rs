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
