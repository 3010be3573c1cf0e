//! What access policies give that somebody may associate with an access entry.

use super::Into;
use crate::cloud::eks::ADMINISTRATORS;
use crate::cloud::iam::Context;
use crate::escalation::CLUSTER_ADMIN;
use crate::escalation::aws::answer::Answer;
use crate::graph::Node;
use crate::model::Scope;

impl Into<'_, '_, '_> {
    /// The roles that access policies stand for, everywhere or in namespaces, as far as they may be associated. Who gets
    /// that of administrators everywhere is asked about no other. Cost: a question for each policy and, where it may be
    /// associated in some namespace only, for each of these.
    pub(super) fn associated(&self, ask: &dyn Fn(&Context) -> Answer) -> Vec<(Node, Answer)> {
        let mut found = Vec::new();
        for (policy, role) in &self.policies {
            let arn = format!("arn:{}:eks::aws:cluster-access-policy/{policy}", self.cluster.arn.partition());
            let context =
                |scope: &str| Context::new().with_text("eks:policyArn", &arn).with_text("eks:accessScope", scope);
            let everywhere = ask(&context("cluster"));
            let is_sure = everywhere.is_sure();
            let is_all = *policy == ADMINISTRATORS;
            let node = if is_all { CLUSTER_ADMIN } else { Node::Role(*role, Scope::Cluster) };
            found.push((node, everywhere.saying(format!("associates {policy}"))));
            if is_sure && is_all {
                break;
            }
            if is_sure || !ask(&context("namespace")).is_possible() {
                continue;
            }
            found.extend(self.world.snapshot.namespaces.iter().map(|namespace| {
                let answer = ask(&context("namespace").with_text("eks:namespaces", &namespace.name));
                let said = format!("associates {policy} in namespace {}", namespace.name.as_str());
                (Node::Role(*role, Scope::Namespace(namespace.name.clone())), answer.saying(said))
            }));
        }
        found
    }
}
