//! Trust between the cluster and its cloud: trust policies that let in more service accounts than one, or none; entries of
//! the ConfigMap `aws-auth` that match nobody, or whose names their holder chooses.
//!
//! `cloud` finds them; [`ALL`] says of each how bad it is, why, and what to do. What somebody gets by them is told by the
//! paths. Cost: linear in roles, service accounts and entries.

mod associations;
mod rows;

use crate::cloud::aws_auth::{self, Mappings};
use crate::cloud::eks;
use crate::cloud::iam::{Annotated, Iam, IrsaFinding};
use crate::model::cloud::Arn;
use crate::model::{Name, Snapshot, Subject};
use crate::template::Severity;

use super::fingerprint::finding;
use super::types::{Finding, FindingKind, SeverityWord};

pub use rows::ALL;

/// Something wrong with a trust.
#[derive(Clone, Copy, Debug)]
pub struct Trust {
    /// Stable.
    pub id: &'static str,
    /// What is wrong, in a few words and the plural.
    pub title: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Why it matters.
    pub why: &'static str,
    /// What to do instead.
    pub fix: &'static str,
}

/// Ids of the frameworks that name such trust, as in the template.
pub const CONTROLS: &[&str] = &["T1078.004", "MS-TA9020"];

/// The row with this id.
#[must_use]
pub fn row(id: &str) -> Option<&'static Trust> {
    ALL.iter().find(|row| row.id == id)
}

/// One finding for each role and pattern, and for each entry.
pub(super) fn find(snapshot: &Snapshot) -> Vec<Finding> {
    let irsa = irsa(snapshot).into_iter().filter_map(|found| of_irsa(&found));
    irsa.chain(associations::find(snapshot)).chain(of_aws_auth(snapshot)).collect()
}

fn irsa(snapshot: &Snapshot) -> Vec<IrsaFinding> {
    let cluster = eks::cluster(snapshot).filter(|_| !snapshot.cloud.accounts.is_empty());
    let Some(issuer) = cluster.and_then(|cluster| cluster.issuer) else { return Vec::new() };
    let iam = Iam::of(&snapshot.cloud);
    let accounts = snapshot.service_accounts.iter().map(|account| Annotated {
        namespace: account.namespace.clone(),
        name: account.name.clone(),
        role: account.cloud.as_ref().and_then(|cloud| cloud.aws_role.clone()),
    });
    // A role that an export may hide is not known to be missing.
    let is_hidden = |role: &Name| Arn::parse(role).is_some_and(|arn| snapshot.cloud.may_hide(&arn));
    let mut found = iam.irsa_findings(&issuer, &accounts.collect::<Vec<_>>());
    found.retain(|found| iam.find(&found.role).is_some() || !is_hidden(&found.role));
    found
}

fn of_irsa(found: &IrsaFinding) -> Option<Finding> {
    let row = row(found.id.id())?;
    let role = format!("aws:{}", found.role.as_str());
    let subject = found.subject.as_ref().map(|subject| subject.as_str());
    let about = subject.map_or(String::new(), |subject| format!(" ({subject})"));
    let statement = found.statement.as_ref().map_or(String::new(), |statement| match &statement.sid {
        Some(sid) => format!(", statement {}", sid.as_str()),
        None => format!(", statement {}", statement.statement + 1),
    });
    let message = format!("{role}{statement}: {}{about}", lower(row.title));
    Some(told(row, &[&role, subject.unwrap_or_default()], message))
}

fn of_aws_auth(snapshot: &Snapshot) -> Vec<Finding> {
    let map = snapshot.aws_auth.as_ref().filter(|_| eks::takes_config_map(eks::cluster(snapshot).as_ref()));
    let Some(map) = map else { return Vec::new() };
    let mut findings = Vec::new();
    for entry in &Mappings::parse(map).entries {
        let (place, who) = (format!("entry {} of {}", entry.index + 1, entry.list.key()), entry.principal.text());
        if entry.findings.is_empty() && eks::is_missing(snapshot, &Subject::aws(&who)) {
            findings.extend(row("awsauth-dangling").map(|row| of_entry(row, &place, &who)));
        }
        for found in &entry.findings {
            let id = match found {
                aws_auth::Finding::SessionGroup => "awsauth-session-group",
                other => other.id(),
            };
            let Some(row) = row(id) else { continue };
            findings.push(of_entry(row, &place, &who));
        }
    }
    findings
}

fn of_entry(row: &'static Trust, place: &str, who: &str) -> Finding {
    told(row, &[who], format!("{place} in the ConfigMap aws-auth ({who}): {}", lower(row.title)))
}

fn told(row: &'static Trust, about: &[&str], message: String) -> Finding {
    let names: Vec<&str> =
        std::iter::once(row.id).chain(about.iter().copied().filter(|name| !name.is_empty())).collect();
    let finding = finding(FindingKind::Hygiene, SeverityWord(row.severity), false, &names, message);
    Finding { check: Some(row.id.to_owned()), ..finding }
}

/// A title in the middle of a sentence; names stay as they are.
fn lower(title: &str) -> String {
    let mut chars = title.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().collect::<String>() + chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::{ALL, row};
    use crate::cloud::iam::IrsaFindingId;

    #[test]
    fn every_finding_has_a_row_and_a_text() {
        for id in IrsaFindingId::ALL {
            assert!(row(id.id()).is_some(), "{}", id.id());
        }
        for row in ALL {
            assert!([row.title, row.why, row.fix].into_iter().all(|text| text.len() > 10), "{}", row.id);
        }
    }
}
