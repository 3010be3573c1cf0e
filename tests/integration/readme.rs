//! What the README shows is what happens.

use std::process::Command;

use crate::run::kubescan;

fn readme() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap()
}

#[test]
fn the_first_command_prints_what_the_readme_says() {
    let readme = readme();
    let (_, block) = readme.split_once("$ cargo run --release -- scan -f examples/shop\n").unwrap();
    let (shown, _) = block.split_once("\n…\n").unwrap();
    assert!(shown.lines().count() >= 10);
    let run = kubescan(&["scan", "-f", "examples/shop"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with(shown), "the README shows\n{shown}\nand the command prints\n{}", run.stdout);
}

#[test]
fn every_command_of_the_readme_and_of_the_page_on_ci_is_known() {
    let ci = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/ci.md")).unwrap();
    let texts = format!("{}{ci}", readme());
    let lines = texts.lines().filter_map(|line| line.strip_prefix("$ kubescan "));
    let mut tried = 0;
    for line in lines {
        let words = line.split_whitespace().take_while(|word| !word.starts_with('#') && *word != ">");
        let command: Vec<&str> = words.collect();
        let (name, flags) = command.split_first().unwrap();
        let help = kubescan(&[name, "--help"]);
        assert_eq!(help.code, 0, "{line}");
        for flag in flags.iter().filter(|word| word.starts_with('-')) {
            let flag = flag.split('=').next().unwrap();
            assert!(help.stdout.contains(flag), "{line}: {flag} is not in the help");
        }
        tried += 1;
    }
    assert!(tried > 5);
}

#[test]
fn nothing_in_the_repository_names_a_place_outside() {
    let files = Command::new("git").args(["ls-files"]).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    let files = String::from_utf8(files.stdout).unwrap();
    let parts = ["..", "/shared", "/work", "/main"];
    let forbidden = [format!("{}{}", parts[0], parts[1]), format!("{}{}", parts[2], parts[3])];
    for file in files.lines() {
        let Ok(text) = std::fs::read_to_string(file) else {
            continue;
        };
        for word in &forbidden {
            assert!(!text.contains(word), "{file} names {word}");
        }
    }
}
