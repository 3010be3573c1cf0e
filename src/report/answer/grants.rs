//! `grants` for people: what is temporary, when it ends, what is wrong with it; and as arguments of kubectl.

use std::io;

use anstyle::Style;
use schemars::JsonSchema;
use serde::Serialize;

use crate::findings::{Finding, Summary, quoted};
use crate::grants::{Audit, GrantView};

use super::super::grid::{self, cell, names_cell};
use super::super::visible::sentence;
use super::super::words::plural;
use super::who_can::Options;

/// What `grants` adds to an answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Body {
    /// The time at which is judged.
    pub now: String,
    /// Whose clock that is: `server`, `machine`, or `given` by `--now`.
    pub clock: &'static str,
    /// How many bindings were looked at, without those that the API server itself installs.
    pub bindings: usize,
    /// How many findings of each severity there are, shown or not.
    pub summary: Summary,
    /// The bindings that are temporary, and those with a finding, worst first.
    pub grants: Vec<GrantView>,
    /// What is wrong with them.
    pub findings: Vec<Finding>,
}

impl Body {
    /// What was found, or of it what has expired.
    #[must_use]
    pub fn new(audit: Audit, now: String, clock: &'static str, only_expired: bool) -> Self {
        let Audit { mut grants, mut findings, summary, bindings } = audit;
        if only_expired {
            grants.retain(|grant| grant.expiry.state == "expired");
            findings.retain(|finding| finding.check.as_deref() == Some("grant/expired"));
        }
        Body { now, clock, bindings, summary, grants, findings }
    }
}

/// Writes the answer.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, body: &Body, options: &Options) -> io::Result<()> {
    let bold = Style::new().bold();
    let marked = body.grants.iter().filter(|grant| !grant.temporary.is_empty()).count();
    let expired = body.grants.iter().filter(|grant| grant.expiry.state == "expired").count();
    let total = plural(body.bindings, "binding");
    writeln!(out, "{bold}{total}, {marked} of them temporary, {expired} expired{bold:#}  (at {})", body.now)?;
    if body.grants.is_empty() {
        return Ok(());
    }
    let rows = body.grants.iter().map(|grant| row(grant, options.wide)).collect();
    let header: &[&str] = if options.wide { &[COLUMNS.as_slice(), &MORE].concat() } else { &COLUMNS };
    grid::lines(options.width, header, rows).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    if options.wide && !body.findings.is_empty() {
        writeln!(out)?;
        body.findings.iter().try_for_each(|finding| writeln!(out, "{}", sentence(&finding.message)))?;
    }
    hints(out, body, expired, options.wide)
}

const COLUMNS: [&str; 5] = ["SEVERITY", "BINDING", "ROLE", "EXPIRES", "FOUND"];
const MORE: [&str; 4] = ["SUBJECTS", "TEMPORARY BY", "AGE", "MADE BY"];

fn row(grant: &GrantView, wide: bool) -> Vec<grid::Cell> {
    let found: Vec<&str> = grant.findings.iter().map(|id| id.strip_prefix("grant/").unwrap_or(id)).collect();
    let ends = if wide { &grant.expiry.words } else { grant.expiry.words.split(':').next().unwrap_or_default() };
    let mut cells = vec![
        cell(grant.severity.0.word()),
        cell(&grant.binding),
        cell(&grant.role),
        cell(ends),
        cell(&found.join(", ")),
    ];
    if wide {
        cells.push(names_cell(&grant.subjects, 3));
        cells.push(cell(&grant.temporary.join(", ")));
        cells.push(cell(&grant.age.map_or_else(String::new, |age| age.to_string())));
        cells.push(cell(grant.made_by.as_deref().unwrap_or_default()));
    }
    cells
}

fn hints(out: &mut dyn io::Write, body: &Body, expired: usize, wide: bool) -> io::Result<()> {
    if let Some(check) = body.findings.first().and_then(|finding| finding.check.as_deref()) {
        let more = if wide { "" } else { "-o wide says more of each, and " };
        writeln!(out, "\n{more}kubescan explain {check} says what it means")?;
    }
    if expired > 0 {
        // The whole command is not told: it would be wider than this one without its flags.
        writeln!(out, "to remove what has expired, add to this command:")?;
        writeln!(out, "  --expired -o name | xargs -r -L1 kubectl delete")?;
    }
    Ok(())
}

/// `-o name`: the arguments by which kubectl finds each binding, one binding a line, quoted for `xargs -L1`.
///
/// # Errors
/// When writing fails.
pub fn names(out: &mut dyn io::Write, body: &Body) -> io::Result<()> {
    body.grants.iter().try_for_each(|grant| match arguments(&grant.binding) {
        Some(arguments) => writeln!(out, "{}", sentence(&arguments)),
        None => Ok(()),
    })
}

/// `-n shop rolebinding.rbac.authorization.k8s.io/web` for `rolebinding:shop/web`.
fn arguments(binding: &str) -> Option<String> {
    const GROUP: &str = "rbac.authorization.k8s.io";
    if let Some(name) = binding.strip_prefix("clusterrolebinding:") {
        return Some(quoted(&format!("clusterrolebinding.{GROUP}/{name}")));
    }
    let (namespace, name) = binding.strip_prefix("rolebinding:")?.split_once('/')?;
    Some(format!("-n {} {}", quoted(namespace), quoted(&format!("rolebinding.{GROUP}/{name}"))))
}

#[cfg(test)]
mod tests {
    use super::arguments;

    #[test]
    fn a_binding_stays_one_argument() {
        let rolebinding = "rolebinding.rbac.authorization.k8s.io";
        let table = [
            ("rolebinding:shop/web", format!("-n shop {rolebinding}/web")),
            ("clusterrolebinding:a:b", "clusterrolebinding.rbac.authorization.k8s.io/a:b".to_owned()),
            ("rolebinding:shop/a --all", format!("-n shop '{rolebinding}/a --all'")),
            ("rolebinding:shop/it's", format!(r"-n shop '{rolebinding}/it'\''s'")),
            ("rolebinding:shop/-x", format!("-n shop {rolebinding}/-x")),
            ("rolebinding:sh op/x", format!("-n 'sh op' {rolebinding}/x")),
        ];
        for (binding, expected) in table {
            assert_eq!(arguments(binding), Some(expected));
        }
    }
}
