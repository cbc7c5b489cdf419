//! What `infra/README.md` and the alarms say is what the programs do.

use std::collections::BTreeSet;

use regex::Regex;
use serde_yaml::Value;
use zvarot_checks::{files_below, read, variables_documented, variables_read};

// REQ: OPS-05
#[test]
fn the_table_lists_exactly_the_variables_that_are_read() {
    let (documented, read) = (variables_documented(), variables_read());
    let missing: Vec<_> = read.difference(&documented).collect();
    assert!(missing.is_empty(), "not in infra/README.md: {missing:?}");
    let stale: Vec<_> = documented.difference(&read).collect();
    assert!(
        stale.is_empty(),
        "in infra/README.md, but nothing reads them: {stale:?}"
    );
}

/// The metrics that the programs record.
fn recorded() -> BTreeSet<String> {
    let pattern =
        Regex::new(r#"(gauge|counter|histogram)!\(\s*"(\w+)""#).expect("a regular expression");
    let mut recorded = BTreeSet::new();
    for folder in ["functions", "shared"] {
        for path in files_below(folder, ".rs") {
            for found in pattern.captures_iter(&read(&path)) {
                recorded.insert(found[2].to_owned());
                if &found[1] == "histogram" {
                    let parts = ["bucket", "count", "sum"];
                    recorded.extend(parts.map(|part| format!("{}_{part}", &found[2])));
                }
            }
        }
    }
    recorded
}

// REQ: OPS-03
#[test]
fn alerts_ask_for_metrics_that_exist() {
    let rules: Value = serde_yaml::from_str(&read("infra/monitoring/alerts.yaml")).expect("YAML");
    let recorded = recorded();
    let name = Regex::new(r"\b([a-z]+(?:_[a-z]+)*)(?:\{|\[|\)| >)").expect("a regular expression");
    // What is inside of `by (…)` is a label.
    let labels = Regex::new(r"\bby \([a-z, ]+\)").expect("a regular expression");
    let mut used = BTreeSet::new();
    for group in rules["groups"].as_sequence().expect("groups") {
        for rule in group["rules"].as_sequence().expect("rules") {
            let alert = rule["alert"].as_str().expect("a name");
            let expression = rule["expr"].as_str().expect("an expression");
            assert!(rule["labels"]["severity"].is_string(), "{alert}");
            assert!(rule["annotations"]["summary"].is_string(), "{alert}");
            let expression = labels.replace_all(expression, "");
            let mut found = 0;
            for metric in name.captures_iter(&expression) {
                assert!(recorded.contains(&metric[1]), "{alert}: {}", &metric[1]);
                used.insert(metric[1].to_owned());
                found += 1;
            }
            assert!(found > 0, "{alert} asks for nothing");
        }
    }
    for wanted in ["jobs_overdue_seconds", "jobs_present", "deliveries_unknown"] {
        assert!(used.contains(wanted), "nobody is told of {wanted}");
    }
}

/// CloudWatch reads the log line, so its words and fields are a promise.
// REQ: OPS-03
#[test]
fn alarms_of_aws_read_a_line_that_is_written() {
    let alarms = read("infra/aws/alarms.yaml");
    let source = read("functions/clock/src/measure.rs");
    let line = Regex::new(r#"\$\.message = "([^"]+)""#).expect("a regular expression");
    let field = Regex::new(r"MetricValue: \$\.(\w+)").expect("a regular expression");
    let mut fields = 0;
    for found in line.captures_iter(&alarms) {
        assert!(source.contains(&format!("\"{}\"", &found[1])));
    }
    for found in field.captures_iter(&alarms) {
        assert!(
            Regex::new(&format!(r"\b{}\b( =|,)", &found[1]))
                .expect("a regular expression")
                .is_match(&source),
            "{}",
            &found[1]
        );
        fields += 1;
    }
    assert_eq!(fields, 3);
}
