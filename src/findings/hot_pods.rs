//! Hot pods: those whose token starts a path or holds a risky entry.
//!
//! Replicas are one finding: pods of one workload that carry the same account's token in the same way.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::escalation::{Credential, credentials};
use crate::graph::{Node, Objective};
use crate::model::{Name, Phase, Pod, Subject, WorkloadRef};
use crate::template::Severity;

use super::assess::{Assessment, worst_first};
use super::types::{HotPod, Path, SeverityWord, TokenKind, Workload};

type Key<'s> = (&'s Name, &'s WorkloadRef, Credential);

pub(super) fn find(assessment: &Assessment<'_>, paths: &[Path]) -> Vec<HotPod> {
    let mut groups: BTreeMap<Key<'_>, Vec<&Pod>> = BTreeMap::new();
    for pod in assessment.snapshot.pods.iter().filter(|pod| pod.phase != Phase::Finished) {
        for credential in credentials(&assessment.escalation.world, pod) {
            groups.entry((&pod.namespace, &pod.workload, credential)).or_default().push(pod);
        }
    }
    let by_source: HashMap<&str, &Path> = paths.iter().rev().map(|path| (path.from.as_str(), path)).collect();
    let mut judged = HashMap::new();
    let mut hot: Vec<HotPod> = Vec::new();
    for ((namespace, workload, credential), pods) in groups {
        let (subject, token) = match credential {
            Credential::Projected(subject) => (subject, TokenKind::Projected),
            Credential::LegacySecret(subject) => (subject, TokenKind::LegacySecret),
        };
        let heat: &Heat = judged.entry(subject).or_insert_with_key(|subject| Heat::of(assessment, subject));
        if heat.severity == Severity::Info {
            continue;
        }
        let node = Node::Workload(namespace.clone(), workload.clone());
        let source = node.id(assessment.snapshot).unwrap_or_default();
        hot.push(HotPod {
            severity: SeverityWord(heat.severity),
            namespace: namespace.as_str().to_owned(),
            workload: Workload { kind: workload.kind.as_str().to_owned(), name: workload.name.as_str().to_owned() },
            pods: sorted(pods.iter().map(|pod| &pod.name)),
            nodes: sorted(pods.iter().filter_map(|pod| pod.node.as_ref())),
            service_account: heat.account.clone(),
            token,
            entries: heat.entries.clone(),
            escapes: Vec::new(),
            reaches: heat.reaches.clone(),
            path: path_of(&by_source, &source, heat),
            // What the API server installs runs in no pod: whoever carries such a token was given it.
            built_in: false,
        });
    }
    worst_first(&mut hot, |pod| {
        (pod.severity, format!("{}/{}/{}", pod.namespace, pod.workload.kind, pod.workload.name))
    });
    hot
}

/// The path that starts in this pod by this token.
fn path_of(by_source: &HashMap<&str, &Path>, source: &str, heat: &Heat) -> Option<String> {
    let path = by_source.get(source)?;
    let by_this_token = path.hops.first().is_some_and(|hop| hop.to == heat.account);
    by_this_token.then(|| path.id.clone())
}

fn sorted<'n>(names: impl Iterator<Item = &'n Name>) -> Vec<String> {
    let names: BTreeSet<&str> = names.map(Name::as_str).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// What the token of an account is worth.
struct Heat {
    account: String,
    severity: Severity,
    entries: Vec<String>,
    reaches: Vec<String>,
}

impl Heat {
    fn of(assessment: &Assessment<'_>, subject: &Subject) -> Self {
        let entries = assessment.entries_of_token(subject);
        let worst = entries.values().max().copied();
        let node = assessment.escalation.graph.find(&Node::Subject(subject.clone()));
        let reached: Vec<Objective> = assessment
            .reaches
            .iter()
            .filter(|(_, reach)| node.and_then(|node| reach.certainty(node)).is_some())
            .map(|(objective, _)| *objective)
            .collect();
        // Who may do everything also reads every Secret.
        let admin = reached.contains(&Objective::ClusterAdmin);
        let reaches = Objective::ALL.into_iter().filter(|objective| admin || reached.contains(objective));
        Heat {
            account: subject.id(),
            severity: worst.unwrap_or(Severity::Info),
            entries: assessment.ids(entries.into_keys()),
            reaches: reaches.map(|objective| objective.id().to_owned()).collect(),
        }
    }
}
