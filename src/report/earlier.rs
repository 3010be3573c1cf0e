//! An earlier report, read back: what it found, for a comparison.

use std::borrow::Cow;

use serde::Deserialize;

use crate::findings::{Baseline, Recorded, RecordedRows};

use super::contract::SCHEMA;

/// What every report of any version begins with.
const FAMILY: &str = "kubescan/report/";

/// An earlier report.
#[derive(Clone, PartialEq, Debug)]
pub struct Earlier {
    /// What it found.
    pub baseline: Baseline,
    /// Whether everything could be read then.
    pub complete: bool,
    /// Whether it holds less than was found, by `--severity` or `--only`.
    pub narrowed: bool,
}

#[derive(Deserialize)]
struct Head<'t> {
    #[serde(borrow, default)]
    schema: Cow<'t, str>,
}

#[derive(Deserialize)]
struct Body {
    complete: bool,
    summary: Counted,
    findings: Vec<Recorded>,
}

/// How many findings counted, however many of them the report holds.
#[derive(Deserialize)]
struct Counted {
    critical: usize,
    high: usize,
    medium: usize,
    low: usize,
    info: usize,
}

/// How much of a file tells whether it may be a report.
pub const START: u64 = 256;

/// Whether a file that starts like this may be a report: the name of the contract comes first.
#[must_use]
pub fn may_be(start: &[u8]) -> bool {
    String::from_utf8_lossy(start).contains(FAMILY)
}

/// Reads a text as a report; nothing where it is none, or why it cannot be read.
///
/// # Errors
/// One sentence, where it is a report and damaged, or of another version.
pub fn parse(text: &str) -> Option<Result<Earlier, String>> {
    let head: Head<'_> = match serde_json::from_str(text) {
        Ok(head) => head,
        Err(error) if may_be(text.as_bytes()) => return Some(Err(format!("it is a damaged report: {error}"))),
        Err(_) => return None,
    };
    if !head.schema.starts_with(FAMILY) {
        return None;
    }
    if head.schema != SCHEMA {
        return Some(Err(format!("it is a report by the contract {}, and this kubescan knows {SCHEMA}", head.schema)));
    }
    let body: Result<Body, _> = serde_json::from_str(text);
    let rows: Result<RecordedRows, _> = serde_json::from_str(text);
    let earlier = body.and_then(|body| Ok((body, rows?))).map(|(body, rows)| {
        let Counted { critical, high, medium, low, info } = body.summary;
        let narrowed =
            body.findings.iter().filter(|finding| finding.counted()).count() < critical + high + medium + low + info;
        Earlier { baseline: Baseline::recorded(body.findings, rows), complete: body.complete, narrowed }
    });
    Some(earlier.map_err(|error| format!("it is a damaged report: {error}")))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn only_a_whole_report_of_this_contract_is_read() {
        let report = r#"{"schema": "kubescan/report/v1", "complete": true,
            "summary": {"critical": 0, "high": 0, "medium": 0, "low": 0, "info": 0}, "findings": [
            {"id": "role x", "kind": "role", "severity": "high", "fingerprint": "0123456789abcdef0123456789abcdef",
             "builtIn": false, "suppressed": {"reason": "r"}, "later": 1}]}"#;
        assert!(parse(report).unwrap().unwrap().complete);
        assert!(parse(&report.replace("v1", "v2")).unwrap().unwrap_err().contains("v2"));
        assert!(parse(&report.replace("\"high\"", "\"loud\"")).unwrap().unwrap_err().contains("damaged"));
        assert!(parse(report.get(..150).unwrap()).unwrap().is_err());
        assert!(parse(r#"{"kind": "Role", "schema": "x"}"#).is_none());
        assert!(parse("").is_none());
    }
}
