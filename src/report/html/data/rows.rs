//! Rows of the page: what was found, with names as numbers.

use std::sync::Arc;

use serde::Serialize;

use crate::findings::{
    Finding, HotPod, Path, RiskyBinding, RiskyEntry, RiskyRole, RiskySubject, SeverityWord, TokenKind,
};
use crate::graph::Certainty;
use crate::query::HopView;

use super::Builder;
use super::standing::Standing;
use super::texts::Text;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PathRow<'r> {
    id: &'r str,
    severity: SeverityWord,
    from: Text,
    to: Text,
    /// Nothing where it is proven, as most are.
    #[serde(skip_serializing_if = "Option::is_none")]
    certainty: Option<&'static str>,
    hops: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    continues: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    implied_by: Option<&'r str>,
    fix: Text,
    #[serde(flatten)]
    standing: Standing<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PodRow<'r> {
    severity: SeverityWord,
    id: String,
    namespace: Text,
    pods: &'r [crate::model::Name],
    nodes: Vec<Text>,
    service_account: Text,
    token: TokenKind,
    entries: Vec<Text>,
    escapes: Vec<Text>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    cloud: &'r [String],
    exposed: &'r [String],
    reaches: Vec<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'r str>,
    #[serde(flatten)]
    standing: Standing<'r>,
}

#[derive(Serialize)]
pub(super) struct EntryRow {
    id: Text,
    severity: SeverityWord,
    scope: Text,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    guarded: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    names: Option<Vec<Text>>,
    grants: Vec<usize>,
}

#[derive(Serialize)]
pub(super) struct SubjectRow<'r> {
    severity: SeverityWord,
    subject: Text,
    entries: Vec<EntryRow>,
    #[serde(flatten)]
    standing: Standing<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RoleRow<'r> {
    severity: SeverityWord,
    role: Text,
    entries: Vec<Text>,
    bound_by: Vec<Text>,
    #[serde(flatten)]
    standing: Standing<'r>,
}

#[derive(Serialize)]
pub(super) struct BindingRow<'r> {
    severity: SeverityWord,
    binding: Text,
    role: Text,
    subjects: Vec<Text>,
    entries: Vec<Text>,
    #[serde(flatten)]
    standing: Standing<'r>,
}

#[derive(Serialize)]
pub(super) struct CheckRow<'r> {
    severity: SeverityWord,
    kind: &'static str,
    id: &'r str,
    check: &'r str,
    message: &'r str,
    #[serde(flatten)]
    standing: Standing<'r>,
}

impl<'r> Builder<'r> {
    pub(super) fn path(
        &mut self,
        path: &'r Path,
        hops: &'r [Arc<HopView>],
        finding: Option<&&'r Finding>,
    ) -> PathRow<'r> {
        PathRow {
            id: &path.id,
            severity: path.severity,
            from: self.texts.add(&path.from),
            to: self.texts.add(&path.to),
            certainty: Some(path.certainty).filter(|word| *word != Certainty::ProvenRights.word()),
            hops: self.hops.add(hops, &mut self.texts),
            continues: path.continues.as_deref(),
            implied_by: path.implied_by.as_deref(),
            fix: self.texts.add(&path.fix),
            standing: Standing::new(&path.marks, path.is_guarded(), path.built_in, finding),
        }
    }

    pub(super) fn pod(&mut self, pod: &'r HotPod, finding: Option<&&'r Finding>) -> PodRow<'r> {
        PodRow {
            severity: pod.severity,
            id: pod.id(),
            namespace: self.texts.add(&pod.namespace),
            pods: &pod.pods,
            nodes: self.texts.add_all(&pod.nodes),
            service_account: self.texts.add(&pod.service_account),
            token: pod.token,
            entries: self.texts.add_all(&pod.entries),
            escapes: self.texts.add_all(&pod.escapes),
            cloud: &pod.cloud,
            exposed: &pod.exposed,
            reaches: self.texts.add_all(&pod.reaches),
            path: pod.path.as_deref(),
            standing: Standing::new(&pod.marks, pod.guarded, pod.built_in, finding),
        }
    }

    pub(super) fn subject(&mut self, subject: &'r RiskySubject, finding: Option<&&'r Finding>) -> SubjectRow<'r> {
        SubjectRow {
            severity: subject.severity,
            subject: self.texts.add(&subject.subject),
            entries: subject.entries.iter().map(|entry| self.entry(entry)).collect(),
            standing: Standing::new(&subject.marks, subject.guarded, subject.built_in, finding),
        }
    }

    fn entry(&mut self, entry: &'r RiskyEntry) -> EntryRow {
        let names = entry.names.as_deref();
        EntryRow {
            id: self.texts.add(&entry.id),
            severity: entry.severity,
            scope: self.texts.add(&entry.scope),
            guarded: entry.guarded,
            names: names.map(|names| names.iter().map(|name| self.texts.add(name.as_str())).collect()),
            grants: self.hops.add_grants(&entry.grants, &mut self.texts),
        }
    }

    pub(super) fn role(&mut self, role: &'r RiskyRole, finding: Option<&&'r Finding>) -> RoleRow<'r> {
        RoleRow {
            severity: role.severity,
            role: self.texts.add(&role.role),
            entries: self.texts.add_all(&role.entries),
            bound_by: self.texts.add_all(&role.bound_by),
            standing: Standing::new(&role.marks, role.guarded, role.built_in, finding),
        }
    }

    pub(super) fn binding(&mut self, binding: &'r RiskyBinding, finding: Option<&&'r Finding>) -> BindingRow<'r> {
        BindingRow {
            severity: binding.severity,
            binding: self.texts.add(&binding.binding),
            role: self.texts.add(&binding.role),
            subjects: self.texts.add_all(&binding.subjects),
            entries: self.texts.add_all(&binding.entries),
            standing: Standing::new(&binding.marks, binding.guarded, binding.built_in, finding),
        }
    }

    pub(super) fn check(&mut self, finding: &'r Finding) -> CheckRow<'r> {
        CheckRow {
            severity: finding.severity,
            kind: finding.kind.word(),
            id: &finding.id,
            check: finding.check.as_deref().unwrap_or_default(),
            message: &finding.message,
            standing: Standing::new(&finding.marks, finding.guarded, finding.built_in, Some(&finding)),
        }
    }
}
