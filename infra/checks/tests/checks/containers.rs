//! The container files: one for each function, small, without privileges, made of pinned parts.

use regex::Regex;
use zvarot_checks::{FUNCTIONS, files_below, packages, read};

fn file_of(name: &str) -> String {
    read(&format!("infra/containers/{name}.Containerfile"))
}

/// The instructions, with continued lines joined and comments left out.
fn instructions(text: &str) -> Vec<(String, String)> {
    let joined = text.replace("\\\n", " ");
    let lines = joined.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (word, rest) = line.split_once(' ').expect("an instruction and its words");
            (word.to_owned(), rest.trim().to_owned())
        })
        .collect()
}

fn all(instructions: &[(String, String)], word: &str) -> Vec<String> {
    let found = instructions.iter().filter(|(found, _)| found == word);
    found.map(|(_, rest)| rest.clone()).collect()
}

// REQ: OPS-01
#[test]
fn each_program_has_an_image_with_nothing_else_in_it_and_no_privileges() {
    let built = packages();
    let programs: Vec<&str> = built
        .iter()
        .filter_map(|package| package["name"].as_str())
        .collect();
    for name in FUNCTIONS.into_iter().chain(["admin"]) {
        let program = format!("zvarot-{name}");
        assert!(programs.contains(&program.as_str()), "{program}");
        let file = instructions(&file_of(name));
        let last = file.iter().rposition(|(word, _)| word == "FROM");
        let image = &file[last.expect("a base")..];
        assert!(
            image[0]
                .1
                .starts_with("gcr.io/distroless/cc-debian12:nonroot")
        );
        let copies = all(image, "COPY");
        assert_eq!(copies.len(), 1, "{name}: only the program");
        assert!(
            copies[0].ends_with(&format!("/{program} /{program}")),
            "{name}"
        );
        assert!(
            copies[0].contains("--from=programs --chown=0:0 --chmod=0555"),
            "{name}"
        );
        assert_eq!(all(image, "USER"), ["65532:65532"], "{name}");
        assert_eq!(all(image, "ENTRYPOINT"), [format!("[\"/{program}\"]")]);
        assert!(
            all(image, "RUN").is_empty(),
            "{name}: there is no shell to run it"
        );
        let health = all(image, "HEALTHCHECK");
        assert_eq!(health.len(), 1, "{name}");
        if name == "admin" {
            assert_eq!(health, ["NONE"]);
        } else {
            assert!(health[0].ends_with(&format!("CMD [\"/{program}\", \"health\"]")));
        }
    }
}

#[test]
fn every_base_is_pinned_and_nothing_is_fetched_by_hand() {
    let files = files_below("infra/containers", ".Containerfile");
    assert_eq!(files.len(), FUNCTIONS.len() + 2, "{files:?}");
    for path in files {
        let file = instructions(&read(&path));
        assert!(all(&file, "ADD").is_empty(), "{path}");
        for base in all(&file, "FROM") {
            let image = base.split(' ').next().unwrap_or_default();
            let local = image == "scratch" || image == "${PROGRAMS}";
            let tag = image.rsplit_once(':').map_or("", |(_, tag)| tag);
            assert!(
                local || (!tag.is_empty() && tag != "latest"),
                "{path}: {image}"
            );
        }
        for run in all(&file, "RUN") {
            assert!(!run.contains("curl") && !run.contains("wget"), "{path}");
        }
        for variable in all(&file, "ENV").iter().flat_map(|line| line.split(' ')) {
            let name = variable.split('=').next().unwrap_or_default();
            assert!(!zvarot_checks::SECRETS.contains(&name), "{path}: {name}");
        }
    }
}

#[test]
fn the_compiler_is_that_of_the_workspace_and_makes_every_program() {
    let text = file_of("programs");
    let wanted = read("Cargo.toml");
    let wanted = Regex::new("rust-version = \"([0-9.]+)\"")
        .expect("a regular expression")
        .captures(&wanted)
        .expect("the workspace names its compiler")[1]
        .to_owned();
    assert!(text.contains(&format!("/rust:{wanted}.")), "rust {wanted}");
    let bake = read("infra/containers/docker-bake.hcl");
    for name in FUNCTIONS.into_iter().chain(["admin"]) {
        assert!(text.contains(&format!("--package zvarot-{name}")), "{name}");
        assert!(bake.contains(&format!("\"{name}\"")), "{name}");
    }
}

/// What the compiler reads must not be kept from it.
#[test]
fn the_build_sees_every_member_of_the_workspace() {
    let ignore = read("infra/containers/programs.Containerfile.dockerignore");
    let root = zvarot_checks::root();
    for package in packages() {
        let manifest = package["manifest_path"].as_str().expect("a path");
        let path = manifest
            .strip_prefix(root.to_str().expect("UTF-8"))
            .expect("below the root");
        let seen = ignore
            .lines()
            .filter_map(|line| line.strip_prefix('!'))
            .any(|folder| path.starts_with(&format!("/{folder}/")));
        assert!(seen, "{path}");
    }
}
