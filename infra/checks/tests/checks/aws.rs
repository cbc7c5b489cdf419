//! The templates for AWS: valid, complete, nothing public, no secret in them.

use std::{collections::BTreeSet, process::Command};

use regex::Regex;
use serde_yaml::{Mapping, Value};
use zvarot_checks::{FUNCTIONS, SECRETS, read, root, variables_documented};

/// Queues with their workers.
const QUEUES: [&str; 5] = ["Files", "Notify", "Reports", "Load", "Exchange"];

fn template(name: &str) -> Value {
    let text = read(&format!("infra/aws/{name}.yaml"));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn resources(template: &Value) -> &Mapping {
    template["Resources"].as_mapping().expect("resources")
}

fn function<'a>(template: &'a Value, name: &str) -> &'a Value {
    let title = title(name);
    &template["Resources"][format!("{title}Function").as_str()]["Properties"]
}

fn title(name: &str) -> String {
    name[..1].to_uppercase() + &name[1..]
}

/// Calls `see` with every value that has a tag (`!Ref`, `!Sub` …).
fn tagged(value: &Value, see: &mut dyn FnMut(&str, &Value)) {
    match value {
        Value::Tagged(tagged_value) => {
            see(&tagged_value.tag.to_string(), &tagged_value.value);
            tagged(&tagged_value.value, see);
        }
        Value::Sequence(items) => items.iter().for_each(|item| tagged(item, see)),
        Value::Mapping(items) => items.values().for_each(|item| tagged(item, see)),
        _ => {}
    }
}

fn text(value: &Value) -> &str {
    match value {
        Value::Tagged(tagged) => text(&tagged.value),
        value => value.as_str().unwrap_or_default(),
    }
}

// REQ: OPS-03
#[test]
fn the_linter_of_cloudformation_finds_nothing() {
    let linter = root().join("infra/aws/.venv/bin/cfn-lint");
    let output = Command::new(&linter)
        .args([
            "--non-zero-exit-code",
            "informational",
            "template.yaml",
            "alarms.yaml",
        ])
        .current_dir(root().join("infra/aws"))
        .output()
        .expect("cfn-lint starts: `cargo xtask test` installs it");
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{errors}");
}

/// The linter does not look into what SAM will make of events.
#[test]
fn every_name_that_is_referred_to_is_there() {
    let sub = Regex::new(r"\$\{([A-Za-z0-9:]+)").expect("a regular expression");
    for name in ["template", "alarms"] {
        let template = template(name);
        let mut known: BTreeSet<String> = ["Parameters", "Resources"]
            .iter()
            .filter_map(|section| template[*section].as_mapping())
            .flat_map(|section| section.keys().map(|key| text(key).to_owned()))
            .collect();
        // Made by SAM for each HttpApi.
        for gateway in ["FrontGateway", "ApiGateway"] {
            known.insert(format!("{gateway}ApiGatewayDefaultStage"));
        }
        let mut seen = 0;
        tagged(&template, &mut |tag, value| {
            let names: Vec<String> = match tag {
                "!Ref" => vec![text(value).to_owned()],
                "!GetAtt" => vec![text(value).split('.').next().unwrap_or_default().to_owned()],
                "!Sub" => sub
                    .captures_iter(text(value))
                    .map(|found| found[1].to_owned())
                    .collect(),
                other => panic!("{name}: {other} is not expected"),
            };
            for referred in names {
                seen += 1;
                assert!(
                    referred.starts_with("AWS::") || known.contains(&referred),
                    "{name}: {referred}"
                );
            }
        });
        assert!(seen > 20, "{name}: {seen}");
    }
}

// REQ: OPS-01
#[test]
fn every_function_is_there_with_what_calls_it() {
    let template = template("template");
    for name in FUNCTIONS {
        let function = function(&template, name);
        assert_eq!(
            text(&function["CodeUri"]),
            format!("../../target/lambda/zvarot-{name}/")
        );
        assert!(!function["Events"].is_null(), "{name}");
    }
    for name in ["front", "api"] {
        let event = &function(&template, name)["Events"]["All"];
        assert_eq!(event["Type"], "HttpApi");
        assert_eq!(event["Properties"]["PayloadFormatVersion"], "2.0");
        let timeout = &function(&template, name)["Timeout"];
        assert_eq!(timeout.as_u64(), Some(30), "as long as the gateway waits");
    }
    assert_eq!(
        function(&template, "front")["Environment"]["Variables"]["UPLOADS"],
        "storage"
    );
}

// REQ: OPS-01
#[test]
fn a_worker_reports_single_failures_and_a_queue_has_dead_letters_and_alarms() {
    let template = template("template");
    let alarms = template_alarms();
    for queue in QUEUES {
        let worker = function(&template, &queue.to_lowercase());
        let rings = &worker["Events"]["Rings"];
        assert_eq!(rings["Type"], "SQS");
        let properties = rings["Properties"].as_mapping().expect("properties");
        let names: Vec<&str> = properties.keys().map(text).collect();
        // Nobody else would notice a slip of the pen here.
        assert_eq!(
            names,
            [
                "Queue",
                "BatchSize",
                "FunctionResponseTypes",
                "ScalingConfig"
            ]
        );
        assert_eq!(text(&properties["Queue"]), format!("{queue}Queue.Arn"));
        assert_eq!(
            text(&properties["FunctionResponseTypes"][0]),
            "ReportBatchItemFailures"
        );
        let resource = &template["Resources"][format!("{queue}Queue").as_str()]["Properties"];
        let name = text(&resource["QueueName"]);
        assert_eq!(name, format!("${{QueuePrefix}}{}", queue.to_lowercase()));
        assert!(resource["VisibilityTimeout"].as_u64() >= worker["Timeout"].as_u64());
        let dead = text(&resource["RedrivePolicy"]["deadLetterTargetArn"]);
        assert_eq!(dead, format!("{queue}DeadLetters.Arn"));
        for alarm in ["DeadLettersAlarm", "AgeAlarm"] {
            assert!(resources(&alarms).contains_key(format!("{queue}{alarm}").as_str()));
        }
    }
}

fn template_alarms() -> Value {
    template("alarms")
}

// REQ: OPS-01
#[test]
fn each_task_of_the_clock_has_a_schedule() {
    let template = template("template");
    let events = function(&template, "clock")["Events"]
        .as_mapping()
        .expect("events");
    let mut scheduled = BTreeSet::new();
    for event in events.values() {
        assert_eq!(event["Type"], "ScheduleV2");
        let names: Vec<&str> = event["Properties"]
            .as_mapping()
            .expect("properties")
            .keys()
            .map(text)
            .collect();
        assert_eq!(names, ["ScheduleExpression", "Input", "RetryPolicy"]);
        assert!(text(&event["Properties"]["ScheduleExpression"]).starts_with("rate("));
        let input: serde_json::Value =
            serde_json::from_str(text(&event["Properties"]["Input"])).expect("JSON");
        scheduled.insert(input["task"].as_str().expect("a task").to_owned());
    }
    let name = Regex::new("fn name\\(&self\\) -> &'static str \\{\\s*\"(\\w+)\"")
        .expect("a regular expression");
    let tasks: BTreeSet<String> = zvarot_checks::files_below("functions/clock/src", ".rs")
        .iter()
        .flat_map(|path| {
            let source = read(path);
            name.captures_iter(&source)
                .map(|found| found[1].to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(!tasks.is_empty());
    assert_eq!(scheduled, tasks);
}

// REQ: OPS-05
#[test]
fn variables_are_known_and_secrets_come_from_the_secrets_manager() {
    let template = template("template");
    let documented = variables_documented();
    let common = &template["Globals"]["Function"]["Environment"]["Variables"];
    let own = FUNCTIONS.map(|name| &function(&template, name)["Environment"]["Variables"]);
    for variables in own
        .into_iter()
        .chain([common])
        .filter_map(Value::as_mapping)
    {
        for (name, value) in variables {
            let name = text(name);
            assert!(
                documented.contains(name),
                "{name} is not in infra/README.md"
            );
            let resolved = text(value).starts_with("{{resolve:secretsmanager:");
            assert_eq!(resolved, SECRETS.contains(&name), "{name}");
        }
    }
}

// REQ: OPS-05
#[test]
fn the_bucket_is_closed_and_encrypted() {
    let template = template("template");
    let bucket = &template["Resources"]["Bucket"]["Properties"];
    for part in [
        "BlockPublicAcls",
        "BlockPublicPolicy",
        "IgnorePublicAcls",
        "RestrictPublicBuckets",
    ] {
        assert_eq!(
            bucket["PublicAccessBlockConfiguration"][part].as_bool(),
            Some(true),
            "{part}"
        );
    }
    assert!(!bucket["BucketEncryption"].is_null());
    let cors = &bucket["CorsConfiguration"]["CorsRules"][0];
    assert_eq!(text(&cors["AllowedOrigins"][0]), "PublicUrl");
    assert_eq!(template["Resources"]["Bucket"]["DeletionPolicy"], "Retain");
}
