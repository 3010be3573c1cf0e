//! Nodes of the cluster by their instances, and roles that EKS gives to pods.

use super::Into;
use crate::cloud::eks::POD_IDENTITY;
use crate::cloud::iam::{Context, Standing, Target, Verdict};
use crate::escalation::aws::answer::Answer;
use crate::escalation::aws::node;
use crate::graph::Node;
use crate::model::{Name, Snapshot};
use crate::template::{Method, MethodObject};

impl<'c> Into<'_, 'c, '_> {
    /// The nodes whose instances are known.
    pub(super) fn instances(&self, standing: &Standing<'c>, method: &Method) -> Vec<(Node, Answer)> {
        let arn = &self.cluster.arn;
        let snapshot: &Snapshot = self.world.snapshot;
        let known =
            snapshot.nodes.iter().filter_map(|node| Some((node, node.provider_id.as_ref()?.rsplit('/').next()?)));
        let known = known.filter(|(_, id)| id.starts_with("i-"));
        let asked = known.map(|(node, id)| {
            let instance = format!("arn:{}:ec2:{}:{}:instance/{id}", arn.partition(), arn.region(), arn.account());
            let answers = method
                .needs
                .iter()
                .map(|need| self.asking.ask(standing, need, &Target::Arn(&instance), &Context::new()));
            (Node::Machine(node.name.clone()), answers.fold(Answer::nothing(), Answer::and))
        });
        asked.collect()
    }

    /// Roles that EKS may give to pods, for whoever controls an account of the cluster.
    pub(super) fn roles_for_pods(&self, standing: &Standing<'c>, method: &Method) -> Vec<(Node, Answer)> {
        let free = self.ask_all(standing, method, &Context::new());
        let trusting = self.asking.doors.of_services(&[Name::from(POD_IDENTITY)]).into_iter();
        let passes = method.on(MethodObject::Role).next();
        let (Some(passes), true) = (passes, free.is_possible()) else { return Vec::new() };
        let context = Context::new().with_text("iam:PassedToService", POD_IDENTITY);
        let roles = trusting.map(|(role, trusted)| {
            let arn = self.asking.iam.principal(role).arn();
            let passed = self.asking.ask(standing, passes, &Target::Arn(arn.as_str()), &context);
            let answer = free.clone().and(passed).at_most(trusted).at_most(Verdict::Conditional);
            (node(arn), answer.saying("unknown: whether it controls a service account of the cluster"))
        });
        roles.collect()
    }
}
