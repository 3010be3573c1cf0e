//! What kubescan says of the objects of a run.

use std::io::Write as _;

use kubescan::collect::files::{self, Input, Limits};
use kubescan::model::{Reason, Version};
use serde_json::{Value, json};

/// Whether the subject is said to hit the entry.
pub(super) fn lists(objects: &[Value], subject: &str, entry: &str) -> bool {
    let mut file = tempfile::Builder::new().suffix(".json").tempfile().unwrap();
    let list = json!({"apiVersion": "v1", "kind": "List", "items": objects});
    file.write_all(list.to_string().as_bytes()).unwrap();
    let input = Input::Path(file.path().to_owned());
    let snapshot = files::read(&[input], &Limits::default(), Version::NEWEST, None).unwrap();
    // A binding of a role that is missing is what some techniques are about.
    assert!(snapshot.gaps.iter().all(|gap| gap.reason == Reason::NotFound), "{:?}", snapshot.gaps);
    let template = kubescan::template::builtin();
    let findings = kubescan::scan(&snapshot, template, &kubescan::findings::Limits::default());
    let risky = findings.risky_subjects.iter().filter(|risky| risky.subject == subject);
    risky.flat_map(|risky| &risky.entries).any(|found| found.id == entry)
}
