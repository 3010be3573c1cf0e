//! Runs the binary as a user would, with an environment that says nothing.

use std::ffi::OsStr;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

/// What a run left behind.
pub(crate) struct Run {
    /// The exit code.
    pub(crate) code: i32,
    /// What it printed as data.
    pub(crate) stdout: String,
    /// What it said.
    pub(crate) stderr: String,
}

impl Run {
    /// The report, when the output was JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {}\n{}", self.stdout, self.stderr))
    }
}

impl Run {
    /// The report without the places of its findings, which only files have.
    pub(crate) fn report_without_places(&self) -> Value {
        let mut report = self.json();
        let findings = report["findings"].as_array_mut().unwrap().iter_mut();
        findings.for_each(|finding| drop(finding.as_object_mut().unwrap().remove("locations")));
        report
    }
}

/// Runs `kubescan` with these arguments.
pub(crate) fn kubescan<A: AsRef<OsStr>>(arguments: &[A]) -> Run {
    kubescan_with_input(arguments, b"")
}

/// The same with something on stdin.
pub(crate) fn kubescan_with_input<A: AsRef<OsStr>>(arguments: &[A], input: &[u8]) -> Run {
    run(arguments, input, None)
}

/// The same on a terminal of so many columns.
pub(crate) fn kubescan_in<A: AsRef<OsStr>>(columns: u16, arguments: &[A]) -> Run {
    run(arguments, b"", Some(columns))
}

fn run<A: AsRef<OsStr>>(arguments: &[A], input: &[u8], columns: Option<u16>) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kubescan"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("KUBECONFIG")
        .env_remove("COLUMNS")
        .envs(columns.map(|columns| ("COLUMNS", columns.to_string())))
        .env("HOME", "/nonexistent")
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // The program may end without reading all of it.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Whether generated files are to be written rather than compared.
pub(crate) fn regenerate() -> bool {
    std::env::var_os("KUBESCAN_REGENERATE").is_some()
}

/// Compares a generated file with what it should be, or writes it.
pub(crate) fn assert_current(path: &str, expected: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if regenerate() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, expected).unwrap();
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(found == expected, "{path} is not current: run KUBESCAN_REGENERATE=1 cargo test");
}
