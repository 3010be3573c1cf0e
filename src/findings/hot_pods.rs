//! Hot pods: those whose token or spec starts a path, or whose token holds a risky entry.
//!
//! Replicas are one finding: pods of one workload that carry the same account's token in the same way.

mod clouds;
mod via;

use std::collections::{BTreeMap, BTreeSet};

use crate::escalation::exposure::Exposed;
use crate::escalation::{Credential, credentials};
use crate::graph::{Certainty, Node, NodeId};
use crate::model::{HashMap, Name, Pod, Subject, WorkloadRef};
use crate::template::Severity;

use super::assess::{Assessment, worst_first};
use super::hot_escapes::escapes;
use super::judging::Rated;
use super::replicas::runs;
use super::types::{HotPod, Marks, Path, SeverityWord, TokenKind, Workload};
use super::worth::severity;

/// Pods that are one finding: nothing stands for those without a credential.
type Key<'s> = (&'s Name, &'s WorkloadRef, Option<Credential>);

pub(super) fn find(assessment: &Assessment<'_>, paths: &[Path]) -> Vec<HotPod> {
    let groups = groups(assessment);
    let by_source: HashMap<&str, &Path> = paths.iter().rev().map(|path| (path.from.as_str(), path)).collect();
    let mut tokens = HashMap::default();
    let mut hot: Vec<HotPod> = Vec::new();
    for (key, pods) in groups {
        hot.extend(judge(assessment, &by_source, &mut tokens, &key, &pods));
    }
    worst_first(&mut hot, |pod| {
        (pod.severity, [pod.namespace.as_str(), &pod.workload.kind, &pod.workload.name].join("/"))
    });
    hot
}

/// The pods that are one finding, sorted. What replicas carry is worked out once.
fn groups<'a>(assessment: &Assessment<'a>) -> Vec<(Key<'a>, Vec<&'a Pod>)> {
    let world = &assessment.escalation.world;
    let mut groups: BTreeMap<Key<'a>, Vec<&'a Pod>> = BTreeMap::new();
    for (first, pods) in runs(assessment.snapshot) {
        let mut found: Vec<Option<Credential>> = credentials(world, first).into_iter().map(Some).collect();
        if found.is_empty() && (!world.escapes(first).is_empty() || leads_on(assessment, pods)) {
            found.push(None);
        }
        for credential in found {
            groups.entry((&first.namespace, &first.workload, credential)).or_default().extend(pods);
        }
    }
    groups.into_iter().collect()
}

/// Whether any of these pods reaches an objective, by whatever it has.
fn leads_on(assessment: &Assessment<'_>, pods: &[Pod]) -> bool {
    let Some(first) = pods.first() else { return false };
    let places = places(assessment, &first.namespace, &first.workload, &pods.iter().collect::<Vec<_>>());
    places.into_iter().any(|place| assessment.leads_to(place).is_some())
}

/// What the token of an account is worth, and the entries that it hits.
type Heat = (Rated, Vec<Name>);

const COLD: Rated = Rated { severity: Severity::Info, guarded: false };

fn judge<'a>(
    assessment: &Assessment<'a>,
    by_source: &HashMap<&str, &Path>,
    tokens: &mut HashMap<Subject, Heat>,
    (namespace, workload, credential): &Key<'_>,
    pods: &[&'a Pod],
) -> Option<HotPod> {
    let (subject, token) = match credential {
        Some(Credential::Projected(subject)) => (Some(subject.clone()), TokenKind::Projected),
        Some(Credential::LegacySecret(subject)) => (Some(subject.clone()), TokenKind::LegacySecret),
        None => (None, TokenKind::None),
    };
    let cold = (COLD, Vec::new());
    let heat = subject
        .as_ref()
        .map_or(&cold, |subject| tokens.entry(subject.clone()).or_insert_with_key(|subject| heat(assessment, subject)));
    let (of_escapes, escapes) = escapes(assessment, pods);
    let (reached, reaches) = reached(assessment, namespace, workload, pods);
    // The token of a pod that waits for a node does not exist yet.
    let Rated { severity: of_token, guarded } = heat.0;
    let of_token = if pods.iter().all(|pod| pod.waits()) { severity(Certainty::Unknown, of_token) } else { of_token };
    let besides = of_escapes.max(reached);
    let worst = of_token.max(besides);
    if worst == Severity::Info && !guarded {
        return None;
    }
    let source = workload.id(namespace);
    let places = places(assessment, namespace, workload, pods);
    let via = via::nodes(assessment, subject.as_ref(), &places, pods);
    let account = subject.map_or_else(|| own_account(assessment, pods), |subject| subject.id());
    Some(HotPod {
        severity: SeverityWord(worst),
        namespace: (*namespace).clone(),
        workload: Workload { kind: workload.kind.clone(), name: workload.name.clone() },
        pods: sorted(pods.iter().map(|pod| &pod.name)),
        nodes: sorted(pods.iter().filter_map(|pod| pod.node.as_ref())),
        path: path_of(by_source, &source, credential.as_ref().map(|_| account.as_str())),
        service_account: account.into(),
        token,
        entries: heat.1.clone(),
        escapes,
        cloud: clouds::identities(assessment, &places),
        exposed: exposed(assessment, pods),
        reaches,
        via,
        guarded: guarded && besides == Severity::Info,
        // What the API server installs runs in no pod: whoever carries such a token was given it. But the control plane
        // is what it is.
        built_in: pods.iter().all(|pod| assessment.escalation.world.is_control_plane_pod(pod)),
        marks: Marks::default(),
    })
}

fn own_account(assessment: &Assessment<'_>, pods: &[&Pod]) -> String {
    let account = |pod: &&Pod| Subject::ServiceAccount {
        namespace: pod.namespace.clone(),
        name: assessment.snapshot.pod_spec(pod.spec).service_account.clone(),
    };
    pods.first().map_or_else(String::new, |pod| account(pod).id())
}

/// The path that starts in these pods: by this token, or without one.
fn path_of(by_source: &HashMap<&str, &Path>, source: &str, account: Option<&str>) -> Option<String> {
    let path = by_source.get(source)?;
    let hop = path.hops.first()?;
    // What is no service account's is open to whoever is in the pod, with whatever token.
    let is_open = !hop.to.starts_with("sa:");
    (is_open || account.is_some_and(|account| hop.to == account)).then(|| path.id.clone())
}

fn sorted<'n>(names: impl Iterator<Item = &'n Name>) -> Vec<Name> {
    let names: BTreeSet<&Name> = names.collect();
    names.into_iter().cloned().collect()
}

fn heat(assessment: &Assessment<'_>, subject: &Subject) -> Heat {
    let entries = assessment.entries_of_token(subject);
    let all = Rated::together(entries.values().copied());
    (all.unwrap_or(COLD), assessment.entry_ids(entries.into_iter().map(|(entry, rated)| (entry, rated.severity))))
}

/// How any of these pods faces outside.
fn exposed<'a>(assessment: &Assessment<'a>, pods: &[&'a Pod]) -> Vec<String> {
    let ways: BTreeSet<String> = pods.iter().flat_map(|pod| assessment.exposures.of(pod)).map(Exposed::words).collect();
    ways.into_iter().collect()
}

/// The nodes of the graph that these pods are.
fn places(assessment: &Assessment<'_>, namespace: &Name, workload: &WorkloadRef, pods: &[&Pod]) -> Vec<NodeId> {
    let machines: BTreeSet<&Name> = pods.iter().filter_map(|pod| pod.node.as_ref()).collect();
    let placed = machines.into_iter().map(|name| Node::Pod(namespace.clone(), workload.clone(), name.clone()));
    let nodes = placed.chain([Node::Workload(namespace.clone(), workload.clone())]);
    nodes.filter_map(|node| assessment.escalation.graph.find(&node)).collect()
}

/// The objectives that any of these pods reaches, and how bad that is.
fn reached(
    assessment: &Assessment<'_>,
    namespace: &Name,
    workload: &WorkloadRef,
    pods: &[&Pod],
) -> (Severity, Vec<Name>) {
    let nodes = places(assessment, namespace, workload, pods);
    let mut worst = Severity::Info;
    let mut ids = Vec::new();
    for goal in &assessment.goals {
        let certainty: Option<Certainty> = nodes.iter().filter_map(|&node| goal.reach.certainty(node)).min();
        // What a guard blocks is not reached.
        if let Some(certainty) = certainty.filter(|certainty| *certainty != Certainty::Guarded) {
            worst = worst.max(severity(certainty, goal.worth));
            ids.push(goal.id.clone());
        }
    }
    (worst, ids)
}
