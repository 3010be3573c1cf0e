//! How a finding stands, beside what it says.

use serde::Serialize;

use crate::findings::{Finding, Marks, Since};

/// What is known of a finding beside what it says; nothing of it stands where it is as usual.
#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct Standing<'r> {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    guarded: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    built_in: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<&'static str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    fingerprint: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<String>,
}

impl<'r> Standing<'r> {
    pub(super) fn new(marks: &'r Marks, guarded: bool, built_in: bool, finding: Option<&&'r Finding>) -> Self {
        let places = finding.into_iter().flat_map(|finding| &finding.locations);
        Standing {
            guarded,
            built_in,
            suppressed: marks.suppressed.as_ref().map(|suppressed| suppressed.reason.as_str()),
            since: marks.baseline.map(Since::word),
            fingerprint: finding.map(|finding| finding.fingerprint.to_string()).unwrap_or_default(),
            places: places.map(|place| format!("{}:{}", place.file, place.line)).collect(),
        }
    }
}
