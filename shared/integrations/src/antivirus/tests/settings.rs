//! `ANTIVIRUS`, and the version line.

use std::io::Cursor;

use chrono::{TimeDelta, TimeZone, Utc};

use crate::antivirus::{Scanner, Verdict, version};

fn read(value: Option<&str>) -> Result<Scanner, String> {
    Scanner::from_env(&|name| {
        assert_eq!(name, "ANTIVIRUS");
        value.map(str::to_owned)
    })
    .map_err(|error| error.to_string())
}

// REQ: SEC-04
#[tokio::test]
async fn nobody_runs_without_an_antivirus_by_mistake() {
    for value in [None, Some(""), Some("  ")] {
        let error = read(value).expect_err("it must be decided");
        assert!(
            error.contains("clamd://host:port") && error.contains("off"),
            "{error}"
        );
    }
    for wrong in [
        "on",
        "no",
        "clamd",
        "clamd://",
        "clamd://host",
        "clamd://:3310",
        "clamd://host:0",
        "http://host:3310",
    ] {
        assert!(read(Some(wrong)).is_err(), "{wrong}");
    }
    for right in [
        "clamd://127.0.0.1:3310",
        "clamd://[::1]:3310/",
        " clamd://scanner.local:3310 ",
    ] {
        assert!(read(Some(right)).expect(right).is_on());
    }
    let off = read(Some("off")).expect("it was decided");
    assert!(!off.is_on());
    // and even then nothing is called clean
    let verdict = off.scan(Cursor::new(vec![1])).await.expect("it answers");
    assert_eq!(verdict, Verdict::NotChecked);
}

#[test]
fn the_version_line_is_understood() {
    let version = version::parse("ClamAV 1.4.3/27823/Sat Nov 21 09:26:31 2026").expect("it is one");
    assert_eq!(version.engine, "ClamAV 1.4.3");
    let database = version.database.expect("it has one");
    assert_eq!(database.number, 27823);
    let now = Utc
        .with_ymd_and_hms(2026, 11, 23, 9, 26, 31)
        .single()
        .expect("it exists");
    assert_eq!(database.age(now), TimeDelta::days(2));
    assert!(version::parse("ClamAV 1.4.3/27823/Sun Nov  1 09:26:31 2026").is_some());
    for none in [
        "",
        "PONG",
        "UNKNOWN COMMAND",
        "ClamAV 1.4.3/x/Sat Nov 21 09:26:31 2026",
        "ClamAV 1.4.3/1/yesterday",
    ] {
        assert_eq!(version::parse(none), None, "{none}");
    }
}
