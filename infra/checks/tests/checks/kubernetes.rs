//! The manifests for Kubernetes: every function, hardened, watched, configured by variables that exist.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize as _;
use serde_yaml::Value;
use zvarot_checks::{FUNCTIONS, SECRETS, files_below, read, variables_documented};

const BASE: &str = "infra/kubernetes/base";

fn documents() -> Vec<Value> {
    let kustomization: Value =
        serde_yaml::from_str(&read(&format!("{BASE}/kustomization.yaml"))).expect("YAML");
    let named: BTreeSet<String> = kustomization["resources"]
        .as_sequence()
        .expect("resources")
        .iter()
        .map(|name| format!("{BASE}/{}", text(name)))
        .collect();
    let mut there: BTreeSet<String> = files_below(BASE, ".yaml").into_iter().collect();
    there.remove(&format!("{BASE}/kustomization.yaml"));
    assert_eq!(named, there, "kustomization.yaml names every file");
    let mut documents = Vec::new();
    for path in named {
        for document in serde_yaml::Deserializer::from_str(&read(&path)) {
            let document =
                Value::deserialize(document).unwrap_or_else(|error| panic!("{path}: {error}"));
            for field in ["apiVersion", "kind"] {
                assert!(document[field].is_string(), "{path}: {field}");
            }
            assert!(document["metadata"]["name"].is_string(), "{path}");
            documents.push(document);
        }
    }
    documents
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn of_kind<'a>(documents: &'a [Value], kind: &str) -> BTreeMap<&'a str, &'a Value> {
    let found = documents.iter().filter(|document| document["kind"] == kind);
    found
        .map(|document| (text(&document["metadata"]["name"]), document))
        .collect()
}

/// The pods of the functions and of the migration.
fn pods(documents: &[Value]) -> BTreeMap<&str, &Value> {
    let mut pods = of_kind(documents, "Deployment");
    pods.extend(of_kind(documents, "Job"));
    pods.into_iter()
        .map(|(name, document)| (name, &document["spec"]["template"]["spec"]))
        .collect()
}

fn container(pod: &Value) -> &Value {
    assert_eq!(pod["containers"].as_sequence().map(Vec::len), Some(1));
    &pod["containers"][0]
}

// REQ: OPS-01
#[test]
fn every_function_is_deployed_and_can_be_renewed_without_a_gap() {
    let documents = documents();
    let deployments = of_kind(&documents, "Deployment");
    let names: BTreeSet<&str> = deployments.keys().copied().collect();
    assert_eq!(names, FUNCTIONS.into());
    let budgets = of_kind(&documents, "PodDisruptionBudget");
    for (name, deployment) in deployments {
        let spec = &deployment["spec"];
        assert!(spec["replicas"].as_u64() >= Some(2), "{name}: one may fall");
        assert_eq!(
            spec["strategy"]["rollingUpdate"]["maxUnavailable"].as_u64(),
            Some(0),
            "{name}"
        );
        let labels = &spec["template"]["metadata"]["labels"];
        assert_eq!(labels["app.kubernetes.io/name"], name);
        assert_eq!(
            spec["selector"]["matchLabels"]["app.kubernetes.io/name"],
            name
        );
        let budget = &budgets[name]["spec"];
        assert_eq!(
            budget["selector"]["matchLabels"]["app.kubernetes.io/name"],
            name
        );
        let container = container(&spec["template"]["spec"]);
        assert_eq!(container["image"], format!("zvarot-{name}").as_str());
        let ports: Vec<&str> = container["ports"]
            .as_sequence()
            .expect("ports")
            .iter()
            .map(|port| text(&port["name"]))
            .collect();
        assert!(ports.contains(&"metrics"), "{name}");
        for (probe, path) in [
            ("startupProbe", "live"),
            ("livenessProbe", "live"),
            ("readinessProbe", "ready"),
        ] {
            let get = &container[probe]["httpGet"];
            assert_eq!(
                get["path"],
                format!("/health/{path}").as_str(),
                "{name}: {probe}"
            );
            assert!(ports.contains(&text(&get["port"])), "{name}: {probe}");
        }
        // Longer than a worker is given to end its jobs, and than a request may take.
        let grace = spec["template"]["spec"]["terminationGracePeriodSeconds"].as_u64();
        assert!(grace > Some(30), "{name}");
    }
}

// REQ: OPS-03
#[test]
fn pods_have_no_privileges_and_bounds() {
    let documents = documents();
    let pods = pods(&documents);
    assert_eq!(pods.len(), FUNCTIONS.len() + 1);
    for (name, pod) in pods {
        assert_eq!(
            pod["automountServiceAccountToken"].as_bool(),
            Some(false),
            "{name}"
        );
        let security = &pod["securityContext"];
        assert_eq!(security["runAsNonRoot"].as_bool(), Some(true), "{name}");
        assert_eq!(security["runAsUser"].as_u64(), Some(65532), "{name}");
        assert_eq!(
            security["seccompProfile"]["type"], "RuntimeDefault",
            "{name}"
        );
        let container = container(pod);
        let security = &container["securityContext"];
        assert_eq!(
            security["allowPrivilegeEscalation"].as_bool(),
            Some(false),
            "{name}"
        );
        assert_eq!(
            security["readOnlyRootFilesystem"].as_bool(),
            Some(true),
            "{name}"
        );
        assert_eq!(security["capabilities"]["drop"][0], "ALL", "{name}");
        let resources = &container["resources"];
        assert!(resources["requests"]["cpu"].is_string(), "{name}");
        assert!(resources["requests"]["memory"].is_string(), "{name}");
        assert!(resources["limits"]["memory"].is_string(), "{name}");
    }
}

// REQ: OPS-05
#[test]
fn variables_are_known_and_secrets_are_only_referred_to() {
    let documents = documents();
    assert!(of_kind(&documents, "Secret").is_empty());
    let documented = variables_documented();
    let settings = of_kind(&documents, "ConfigMap")["zvarot"]["data"]
        .as_mapping()
        .expect("data");
    for (name, value) in settings {
        let name = text(name);
        assert!(
            documented.contains(name),
            "{name} is not in infra/README.md"
        );
        assert!(!SECRETS.contains(&name), "{name} is a secret");
        assert!(value.is_string(), "{name}: Kubernetes wants text");
    }
    for (pod_name, pod) in pods(&documents) {
        for variable in container(pod)["env"].as_sequence().expect("variables") {
            let name = text(&variable["name"]);
            assert!(
                SECRETS.contains(&name),
                "{pod_name}: {name} belongs to the ConfigMap"
            );
            assert!(
                variable["value"].is_null(),
                "{pod_name}: {name} is written out"
            );
            let key = &variable["valueFrom"]["secretKeyRef"];
            assert_eq!(
                (text(&key["name"]), text(&key["key"])),
                ("zvarot", name),
                "{pod_name}"
            );
        }
    }
}

/// Each variable without which a program does not start.
// REQ: OPS-01
#[test]
fn every_function_has_what_it_requires() {
    let documents = documents();
    let settings = &of_kind(&documents, "ConfigMap")["zvarot"]["data"];
    let storage = ["STORAGE_ACCESS_KEY_ID", "STORAGE_SECRET_ACCESS_KEY"].as_slice();
    let required: [(&str, &[&[&str]]); 9] = [
        (
            "front",
            &[&["DATABASE_URL", "SECRET_KEY", "PUBLIC_URL"], storage],
        ),
        (
            "api",
            &[&["DATABASE_URL", "SECRET_KEY", "PUBLIC_URL"], storage],
        ),
        ("files", &[&["DATABASE_URL", "ANTIVIRUS"], storage]),
        (
            "notify",
            &[&[
                "DATABASE_URL",
                "SECRET_KEY",
                "PUBLIC_URL",
                "SMTP_URL",
                "MAIL_FROM",
                "SMS",
                "SMS_HTTP_URL",
            ], storage],
        ),
        ("reports", &[&["DATABASE_URL", "PUBLIC_URL"], storage]),
        ("load", &[&["DATABASE_URL", "SECRET_KEY"], storage]),
        (
            "exchange",
            &[&["DATABASE_URL", "SMDO_URL", "SMDO_KEY", "SMDO_SECRET", "SMDO_CODE"], storage],
        ),
        ("clock", &[&["DATABASE_URL"], storage]),
        ("migrate", &[&["DATABASE_URL"]]),
    ];
    let pods = pods(&documents);
    for (name, variables) in required {
        let container = container(pods[name]);
        let own: Vec<&str> = container["env"]
            .as_sequence()
            .expect("variables")
            .iter()
            .map(|variable| text(&variable["name"]))
            .collect();
        let common = !container["envFrom"].is_null();
        for variable in variables.iter().flat_map(|some| some.iter()) {
            let given = own.contains(variable) || common && settings[*variable].is_string();
            assert!(given, "{name}: {variable}");
        }
    }
}

// REQ: OPS-04
#[test]
fn the_migration_runs_before_the_functions() {
    let documents = documents();
    let job = of_kind(&documents, "Job")["migrate"];
    let container = container(&job["spec"]["template"]["spec"]);
    assert_eq!(container["image"], "zvarot-admin");
    assert_eq!(container["args"][0], "migrate");
    assert_eq!(
        job["metadata"]["annotations"]["argocd.argoproj.io/hook"],
        "PreSync"
    );
}

#[test]
fn only_the_balancer_and_prometheus_come_in() {
    let documents = documents();
    let policies = of_kind(&documents, "NetworkPolicy");
    let closed = &policies["nobody-in"]["spec"];
    assert!(
        closed["podSelector"]
            .as_mapping()
            .is_some_and(|labels| labels.is_empty())
    );
    assert!(closed["ingress"].is_null());
    for (name, policy) in &policies {
        for rule in policy["spec"]["ingress"]
            .as_sequence()
            .into_iter()
            .flatten()
        {
            assert!(
                rule["from"].is_sequence() && rule["ports"].is_sequence(),
                "{name} is open"
            );
        }
        for rule in policy["spec"]["egress"].as_sequence().into_iter().flatten() {
            assert!(rule["ports"].is_sequence(), "{name} is open");
        }
    }
    let services = of_kind(&documents, "Service");
    let names: Vec<&str> = services.keys().copied().collect();
    assert_eq!(names, ["api", "front"]);
    let ingress = of_kind(&documents, "Ingress")["zvarot"];
    for rule in ingress["spec"]["rules"].as_sequence().expect("rules") {
        let service = &rule["http"]["paths"][0]["backend"]["service"];
        assert!(services.contains_key(text(&service["name"])));
    }
}

#[test]
fn the_example_overlay_names_every_image() {
    let overlay: Value =
        serde_yaml::from_str(&read("infra/kubernetes/example/kustomization.yaml")).expect("YAML");
    let images: BTreeSet<String> = overlay["images"]
        .as_sequence()
        .expect("images")
        .iter()
        .map(|image| text(&image["name"]).to_owned())
        .collect();
    let wanted = FUNCTIONS
        .into_iter()
        .chain(["admin"])
        .map(|name| format!("zvarot-{name}"))
        .collect();
    assert_eq!(images, wanted);
}
