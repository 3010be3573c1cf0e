//! From the account into the cluster: by access entries, identity providers, and the instances that are its nodes.
//!
//! Whoever administers the account is asked nothing: it makes itself an access entry.

mod associated;
mod machines;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::cloud::eks;
use crate::cloud::iam::{Context, ContextValue, Iam, PrincipalId, Standing, Target, Verdict};
use crate::graph::{Certainty, Edge, Graph, Node, NodeId, Objective, Remarks, Step};
use crate::model::cloud::{Account, EksCluster};
use crate::model::{Name, RoleId, Scope, Subject};
use crate::template::{Method, MethodGift, MethodNeed, MethodObject, Template};

use super::answer::{Answer, best};
use super::asking::Asking;
use super::node;
use crate::escalation::CLUSTER_ADMIN;
use crate::escalation::world::World;

const INTO: &[MethodGift] = &[
    MethodGift::ClusterAdmin,
    MethodGift::ClusterGroups,
    MethodGift::ClusterUsers,
    MethodGift::ClusterNodes,
    MethodGift::PodRole,
];

/// Draws who comes from an account into the cluster of EKS that was read, where the exports tell which that is; the roles
/// that access policies stand for, where somebody may have them.
pub(in crate::escalation) fn draw(
    world: &World<'_>,
    template: &Template,
    graph: &mut Graph,
) -> BTreeSet<(RoleId, Scope)> {
    let snapshot = world.snapshot;
    let cluster = eks::cluster(snapshot);
    let Some(cluster) = cluster.filter(|_| !snapshot.cloud.accounts.is_empty()) else { return BTreeSet::new() };
    let own = |account: &&Account| *account.id == *cluster.arn.account();
    let Some(account) = snapshot.cloud.accounts.iter().find(own) else { return BTreeSet::new() };
    let iam = Iam::of(&snapshot.cloud);
    let asking = Asking::new(&iam, &snapshot.cloud, account, &template.methods);
    let policies = eks::access_policies(snapshot).collect();
    let into = Into { asking: &asking, cluster: &cluster, world, policies };
    let principals: Vec<PrincipalId> = asking.principals().collect();
    let found: Vec<(PrincipalId, Vec<Found>)> =
        principals.into_par_iter().map(|principal| (principal, into.of(principal))).collect();
    let mut roles = BTreeSet::new();
    for (principal, found) in found {
        let from = graph.add(node(iam.principal(principal).arn()));
        for found in found {
            if let Node::Role(role, scope) = &found.to {
                roles.insert((*role, scope.clone()));
            }
            connect(graph, from, found);
        }
    }
    if let Some(objective) = Objective::aws_admin(&account.id) {
        let (from, to) = (graph.add(Node::Objective(objective)), graph.add(CLUSTER_ADMIN));
        let fact = format!("the cluster {} is of the account", cluster.name.as_str());
        let edge = Edge::identity("identity/aws-cluster").saying(Remarks { facts: vec![fact], ..Remarks::default() });
        graph.connect(from, to, edge);
    }
    roles
}

/// Something of the cluster that a principal reaches.
struct Found {
    to: Node,
    method: usize,
    answer: Answer,
}

fn connect(graph: &mut Graph, from: NodeId, found: Found) {
    let Found { to, method, answer } = found;
    let certainty = if answer.verdict == Verdict::Allow { Certainty::ProvenRights } else { Certainty::Unknown };
    let to = graph.add(to);
    let edge = Edge { step: Step::Method(method), certainty, remarks: None };
    graph.connect(from, to, edge.saying(Remarks { facts: answer.facts, ..Remarks::default() }));
}

struct Into<'a, 'c, 's> {
    asking: &'a Asking<'a, 'c>,
    cluster: &'a EksCluster,
    world: &'a World<'s>,
    /// The access policies, each with the role that stands for it.
    policies: Vec<(&'static str, RoleId)>,
}

impl<'c> Into<'_, 'c, '_> {
    fn of(&self, principal: PrincipalId) -> Vec<Found> {
        let standing = self.asking.as_is(principal);
        if self.asking.administers(&standing).verdict == Verdict::Allow {
            return Vec::new();
        }
        let methods = self.asking.giving(INTO);
        methods.flat_map(|(place, method)| self.by(&standing, place, method)).collect()
    }

    fn by(&self, standing: &Standing<'c>, place: usize, method: &Method) -> Vec<Found> {
        let works = self.works(method);
        if !works.is_possible() {
            return Vec::new();
        }
        let possible = |(to, answer): (Node, Answer)| {
            let answer = answer.and(works.clone());
            answer.is_possible().then_some(Found { to, method: place, answer })
        };
        self.reached(standing, method).into_iter().filter_map(possible).collect()
    }

    /// Whether a method works in the authentication mode of the cluster.
    fn works(&self, method: &Method) -> Answer {
        let verdict = match &self.cluster.authentication_mode {
            Some(mode) if !method.modes.is_empty() && !method.modes.contains(mode) => Verdict::Deny,
            None if !method.modes.is_empty() => Verdict::Conditional,
            _ => Verdict::Allow,
        };
        let works = Answer::nothing().at_most(verdict);
        if verdict == Verdict::Conditional {
            works.saying("unknown: the authentication mode of the cluster")
        } else {
            works
        }
    }

    fn reached(&self, standing: &Standing<'c>, method: &Method) -> Vec<(Node, Answer)> {
        let with = |context: &Context| self.ask_all(standing, method, context);
        match method.gives {
            MethodGift::ClusterAdmin => self.associated(&with),
            MethodGift::ClusterGroups => self.bound(&self.world.groups, |name| {
                with(&Context::new().with("eks:kubernetesGroups", ContextValue::text(name)))
            }),
            MethodGift::ClusterUsers => {
                self.bound(&self.world.users, |name| with(&Context::new().with_text("eks:username", name)))
            }
            MethodGift::ClusterNodes => self.instances(standing, method),
            MethodGift::PodRole => self.roles_for_pods(standing, method),
            _ => Vec::new(),
        }
    }

    /// What bindings name, but for names that EKS reserves.
    fn bound<'n>(
        &self,
        subjects: impl IntoIterator<Item = &'n &'n Subject>,
        ask: impl Fn(&str) -> Answer,
    ) -> Vec<(Node, Answer)> {
        let reserved =
            |name: &str| ["system:", "eks:", "aws:", "amazon:", "iam:"].iter().any(|prefix| name.starts_with(prefix));
        let named = subjects.into_iter().filter_map(|subject| match subject {
            Subject::User(name) | Subject::Group(name) => Some((Node::Subject((**subject).clone()), name)),
            _ => None,
        });
        named.filter(|(_, name)| !reserved(name)).map(|(node, name)| (node, ask(name))).collect()
    }

    fn ask_all(&self, standing: &Standing<'c>, method: &Method, context: &Context) -> Answer {
        let answers = method
            .needs
            .iter()
            .filter(|need| need.on != MethodObject::Role)
            .map(|need| self.ask(standing, need, context));
        answers.fold(Answer::nothing(), Answer::and)
    }

    fn ask(&self, standing: &Standing<'c>, need: &MethodNeed, context: &Context) -> Answer {
        let own = standing.principal().arn();
        let entries = self.cluster.arn.as_str().replacen(":cluster/", ":access-entry/", 1);
        let of_own = format!("{entries}/{}/{}/{}/", own.kind(), own.account(), own.short());
        let context = context.clone().with_text("eks:principalArn", own.as_str());
        best(need.actions.iter().map(|action| {
            let target = match need.on {
                MethodObject::OwnEntry if !self.has_entry(own.name()) => return best([]),
                MethodObject::OwnEntry => Target::Fresh(of_own.clone()),
                _ if *action == "eks:AssociateAccessPolicy" => Target::Fresh(format!("{entries}/")),
                _ => Target::Arn(self.cluster.arn.as_str()),
            };
            let need = MethodNeed { actions: vec![action.clone()], on: need.on };
            self.asking.ask(standing, &need, &target, &context)
        }))
    }

    fn has_entry(&self, arn: &Name) -> bool {
        let entries = &self.world.snapshot.cloud.access_entries;
        entries.iter().any(|entry| entry.cluster == self.cluster.name && entry.principal_arn.name() == arn)
    }
}
