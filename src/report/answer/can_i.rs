//! `can-i` for people: yes or no first, as kubectl says it, then why.

use std::io;

use anstyle::{AnsiColor, Style};
use schemars::JsonSchema;
use serde::Serialize;

use crate::query::{Decision, EvidenceInfo, RequestInfo, Reviewed};

use super::super::visible::sentence;
use super::who_can::through_source;

/// The answer's own fields.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Body {
    /// What was asked.
    pub request: RequestInfo,
    /// About whom.
    pub subject: String,
    /// The groups that it was taken to be in.
    pub groups: Vec<String>,
    /// The decision.
    #[serde(flatten)]
    pub decision: Decision,
    /// What the API server itself says, if it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmed>,
}

/// What the API server itself decided.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Confirmed {
    /// Its decision.
    pub allowed: bool,
    /// Whether that is what its RBAC says.
    pub agrees: bool,
    /// Its reason.
    pub reason: String,
}

impl Confirmed {
    /// For people; `complete` says whether all was read that decides.
    #[must_use]
    pub fn sentence(&self, complete: bool) -> String {
        if self.agrees {
            return "the API server says the same".to_owned();
        }
        let word = if self.allowed { "yes" } else { "no" };
        let reason = if self.reason.is_empty() { String::new() } else { format!(" ({})", self.reason) };
        if self.allowed && !complete {
            return sentence(&format!("the API server says {word}{reason}: what lets it could not be read"));
        }
        sentence(&format!(
            "FINDING  the API server says {word}{reason}: something other than the RBAC that was read decides, such as a \
             webhook authorizer, another --authorization-mode, or a change a moment ago"
        ))
    }
}

/// Writes the decision about `who` and `what` (`get secrets in namespace shop`).
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, decision: &Decision, who: &str, what: &str) -> io::Result<()> {
    let (word, color, may) = match decision.allowed {
        true => ("yes", AnsiColor::Green, "may"),
        false => ("no", AnsiColor::Red, "may not"),
    };
    let style = Style::new().fg_color(Some(color.into())).bold();
    writeln!(out, "{style}{word}{style:#} - {} {may} {}", sentence(who), sentence(what))?;
    for evidence in &decision.evidence {
        writeln!(out, "  {}", sentence(&because(evidence)))?;
    }
    if !decision.nearest.is_empty() {
        writeln!(out, "nearest:")?;
    }
    for near in &decision.nearest {
        let lacks: Vec<&str> = near.lacks.iter().map(|lack| lack.detail.as_str()).collect();
        let line = format!("{} to {}: {}", through_source(&near.grant), near.subject, lacks.join("; "));
        writeln!(out, "  {}", sentence(&line))?;
    }
    if decision.more > 0 {
        writeln!(out, "  and {} more", decision.more)?;
    }
    decision.dangling.iter().try_for_each(|text| writeln!(out, "  {}", sentence(text)))
}

/// Why it is allowed, as one line.
#[must_use]
pub fn because(evidence: &EvidenceInfo) -> String {
    match evidence {
        EvidenceInfo::Grant { grant, subject } => format!("{} to {subject}", through_source(grant)),
        EvidenceInfo::Authorizer { authorizer, reason } => format!("{authorizer}: {reason}"),
    }
}

/// One review as a line: `yes sa:shop/web get secrets in namespace shop: because`.
#[must_use]
pub fn review_line(reviewed: &Reviewed<'_>) -> String {
    let word = if reviewed.status.allowed { "yes" } else { "no " };
    let why = reviewed.evidence.first().map_or_else(String::new, |evidence| format!(": {}", because(evidence)));
    sentence(&format!("{word} {}{why}", reviewed.asked()))
}
