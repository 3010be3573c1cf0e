//! Agents that give a pod the role of AWS which its annotation names: kube2iam and kiam.
//!
//! One is taken to run where a pod has a container whose image is called so, in whatever registry. It takes the requests of
//! pods for the metadata of their instance and assumes the role with that of the node. So whoever writes pods chooses
//! among all that the roles of nodes may assume, as far as the agent lets the namespace: kube2iam asks its annotation only
//! with `--namespace-restrictions`, which cannot be seen; kiam lets a namespace without one have nothing. Nothing of this
//! is ever sure.

use std::collections::{BTreeMap, BTreeSet};

use crate::cloud::iam::{Iam, Principal, PrincipalId, Verdict};
use crate::graph::{Certainty, Edge, Remarks};
use crate::model::{Name, Phase, PodSpecId, Scope, Snapshot};

use super::aws::told;
use super::instances::Instances;

const KUBE2IAM: &str = "kube2iam";
const KIAM: &str = "kiam";

/// What agents give.
#[derive(Default)]
pub(super) struct Agents {
    /// Whether any namespace may be given something.
    any_namespace: bool,
    /// Those that kiam may give something.
    permitted: BTreeSet<Name>,
    /// The roles that they may assume, by their ARNs.
    roles: BTreeMap<Name, Edge>,
}

impl Agents {
    /// Nothing where there is none, or no export of IAM.
    pub(super) fn new(snapshot: &Snapshot, instances: &Instances) -> Self {
        let running = running(snapshot);
        if running.is_empty() || instances.is_empty() {
            return Agents::default();
        }
        let permits = snapshot.namespaces.iter().filter(|namespace| {
            let roles = namespace.allowed_roles.as_ref();
            running.contains(KIAM) && roles.is_some_and(|roles| roles.kiam.is_some())
        });
        Agents {
            any_namespace: running.contains(KUBE2IAM),
            permitted: permits.map(|namespace| namespace.name.clone()).collect(),
            roles: assumed(snapshot, instances, &running),
        }
    }

    /// The roles that pods of a scope may be given.
    pub(super) fn lets(&self, scope: &Scope) -> bool {
        let lets = match scope {
            Scope::Cluster => !self.permitted.is_empty(),
            Scope::Namespace(namespace) => self.permitted.contains(namespace),
        };
        !self.roles.is_empty() && (self.any_namespace || lets)
    }

    /// All roles that are given, each with the step to it.
    pub(super) fn roles(&self) -> &BTreeMap<Name, Edge> {
        &self.roles
    }

    /// The role that an annotation names: by its ARN, or by its name with the path or without.
    pub(super) fn named(&self, annotation: &str) -> impl Iterator<Item = (&Name, &Edge)> {
        let end = format!(":role/{}", annotation.trim_start_matches('/'));
        let last = format!("/{annotation}");
        let is = move |arn: &str| arn == annotation || arn.ends_with(&end) || arn.ends_with(&last);
        self.roles.iter().filter(move |(arn, _)| is(arn))
    }
}

/// The agents that run in the cluster.
pub(super) fn running(snapshot: &Snapshot) -> BTreeSet<&'static str> {
    let alive = snapshot.pods.iter().filter(|pod| !matches!(pod.phase, Phase::Finished | Phase::Dormant));
    let specs: BTreeSet<PodSpecId> = alive.map(|pod| pod.spec).collect();
    let containers = specs.into_iter().flat_map(|spec| &snapshot.pod_spec(spec).containers);
    let names = containers.map(|container| repository(&container.image));
    names.filter_map(|name| [KUBE2IAM, KIAM].into_iter().find(|agent| *agent == name)).collect()
}

/// The last part of the name of an image, without tag and digest.
fn repository(image: &str) -> &str {
    let last = image.rsplit('/').find(|part| !part.starts_with("sha256:")).unwrap_or_default();
    last.split([':', '@']).next().unwrap_or_default()
}

/// What the roles of nodes may assume.
fn assumed(snapshot: &Snapshot, instances: &Instances, running: &BTreeSet<&'static str>) -> BTreeMap<Name, Edge> {
    let iam = Iam::of(&snapshot.cloud);
    let own: Vec<PrincipalId> = instances.roles().iter().filter_map(|arn| iam.find(arn)).collect();
    let mut found = BTreeMap::new();
    for (role, principal) in iam.principals().filter(|(_, principal)| matches!(principal, Principal::Role(_))) {
        let decisions = own.iter().map(|own| iam.may_assume(*own, role));
        let best = decisions.max_by_key(|decision| decision.verdict).filter(|best| best.verdict != Verdict::Deny);
        if let Some(best) = best {
            let mut facts = told("sts:AssumeRole", &best);
            facts.push(format!("{} runs in the cluster", Vec::from_iter(running.iter().copied()).join(" and ")));
            facts.push("unknown: what the agent, and the annotation of the namespace, lets the pod have".to_owned());
            let edge = Edge::identity("identity/pod-role").with(Certainty::Unknown);
            found.insert(principal.arn().name().clone(), edge.saying(Remarks { facts, ..Remarks::default() }));
        }
    }
    found
}

#[cfg(test)]
mod tests;
