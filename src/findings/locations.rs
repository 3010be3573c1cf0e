//! Where to look: the places in files of what findings rest on.

use std::collections::{BTreeMap, BTreeSet};

use super::about::About;
use super::types::{Finding, GrantRef, HotPod, Path, Place, RiskySubject};
use super::{Findings, Rows};

/// An object of a cluster, or a rule of one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Thing<'n> {
    /// Its kind.
    pub kind: &'n str,
    /// Its namespace.
    pub namespace: Option<&'n str>,
    /// Its name.
    pub name: &'n str,
    /// Which of its rules, from 0.
    pub rule: Option<usize>,
}

/// How many places a finding has at most: the first says where to start.
const MOST: usize = 4;

impl Findings {
    /// Gives findings the places of what they rest on: of a role its rules, of a binding itself, of anything else the
    /// bindings and rules that it needs, or the workload. What the API server installs has none: nobody edits it.
    pub fn locate(&mut self, place: impl Fn(&Thing<'_>) -> Option<Place>) {
        let rows = self.rows();
        let subjects = rows.risky_subjects.iter().map(|subject| (subject.subject.as_str(), subject)).collect();
        let located = self.all.iter().map(|finding| {
            if finding.built_in || !finding.locations.is_empty() {
                return finding.locations.clone();
            }
            let mut seen = BTreeSet::new();
            let places = things(finding, &rows, &subjects).into_iter().filter_map(|thing| place(&thing));
            places.filter(|place| seen.insert((place.file.clone(), place.line, place.column))).take(MOST).collect()
        });
        let located: Vec<Vec<Place>> = located.collect();
        for (finding, locations) in self.all.iter_mut().zip(located) {
            finding.locations = locations;
        }
    }
}

/// Subjects by name.
type Subjects<'f> = BTreeMap<&'f str, &'f RiskySubject>;

/// What a finding rests on, the most telling first.
fn things<'f>(finding: &'f Finding, rows: &Rows<'f>, subjects: &Subjects<'f>) -> Vec<Thing<'f>> {
    match About::of(finding, rows) {
        About::Role(role) => {
            let own = Thing::named(&role.role);
            let rules = role.rules.iter().filter_map(|&rule| Some(Thing { rule: Some(rule), ..own? }));
            rules.chain(own.filter(|_| role.rules.is_empty())).collect()
        }
        About::Binding(binding) => Thing::named(&binding.binding).into_iter().collect(),
        About::Subject(subject) => subject.entries.iter().flat_map(|entry| of_grants(&entry.grants)).collect(),
        About::Path(path) => of_path(path),
        About::Pod(pod) => of_pod(pod, subjects),
        About::Check => {
            let map = finding.check.iter().filter(|check| check.starts_with("awsauth-")).map(|_| Thing::AWS_AUTH);
            // The id of a check is its kind, itself and the names of what it found.
            map.chain(finding.id.split(' ').filter_map(Thing::named)).collect()
        }
    }
}

/// What the steps rest on and whoever starts, then the identities of the cloud on the way.
fn of_path(path: &Path) -> Vec<Thing<'_>> {
    let requests = path.hops.iter().flat_map(|hop| hop.requests());
    let identities = path.hops.iter().filter_map(|hop| Thing::named(&hop.to)).filter(Thing::is_of_aws);
    requests.flat_map(|hop| of_grants(&hop.grants)).chain(Thing::named(&path.from)).chain(identities).collect()
}

fn of_grants(grants: &[GrantRef]) -> Vec<Thing<'_>> {
    let bindings = grants.iter().filter_map(|grant| Thing::named(grant.binding.as_deref()?));
    let rules = grants.iter().filter_map(|grant| Some(Thing { rule: Some(grant.rule), ..Thing::named(&grant.role)? }));
    bindings.chain(rules).collect()
}

/// The workload, and what its account holds.
fn of_pod<'f>(pod: &'f HotPod, subjects: &Subjects<'f>) -> Vec<Thing<'f>> {
    let own = Thing { kind: &pod.workload.kind, namespace: Some(&pod.namespace), name: &pod.workload.name, rule: None };
    let account = subjects.get(pod.service_account.as_str());
    let grants = account.into_iter().flat_map(|subject| &subject.entries).flat_map(|entry| of_grants(&entry.grants));
    std::iter::once(own).chain(grants).collect()
}

impl<'n> Thing<'n> {
    /// The kind of identities of AWS, which are no objects of the cluster; their name is their ARN.
    pub const OF_AWS: &'static str = "aws";

    /// The map of identities of AWS to those of the cluster.
    pub const AWS_AUTH: Thing<'static> =
        Thing { kind: "ConfigMap", namespace: Some("kube-system"), name: "aws-auth", rule: None };

    fn is_of_aws(&self) -> bool {
        self.kind == Self::OF_AWS
    }

    /// The object of this name of a node: `clusterrole:NAME`, `rolebinding:NS/NAME`, `workload:NS/KIND/NAME`; the identity
    /// of `aws:ARN`; the account that a token for `system:serviceaccount:NS:NAME` is of.
    #[must_use]
    pub fn named(id: &'n str) -> Option<Self> {
        let (word, rest) = id.split_once(':')?;
        let cluster = |kind| Some(Thing { kind, namespace: None, name: rest, rule: None });
        let namespaced = |kind| {
            let (namespace, name) = rest.split_once('/')?;
            Some(Thing { kind, namespace: Some(namespace), name, rule: None })
        };
        match word {
            "clusterrole" => cluster("ClusterRole"),
            "clusterrolebinding" => cluster("ClusterRoleBinding"),
            "ns" => cluster("Namespace"),
            "role" => namespaced("Role"),
            "rolebinding" => namespaced("RoleBinding"),
            "sa" => namespaced("ServiceAccount"),
            "pod" => namespaced("Pod"),
            "secret" => namespaced("Secret"),
            "node" => cluster("Node"),
            "aws" => cluster(Self::OF_AWS),
            "system" => {
                let (namespace, name) = rest.strip_prefix("serviceaccount:")?.split_once(':')?;
                Some(Thing { kind: "ServiceAccount", namespace: Some(namespace), name, rule: None })
            }
            "workload" => {
                let (namespace, rest) = rest.split_once('/')?;
                let (kind, name) = rest.split_once('/')?;
                Some(Thing { kind, namespace: Some(namespace), name, rule: None })
            }
            _ => None,
        }
    }
}
