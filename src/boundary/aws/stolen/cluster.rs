//! Letting itself into a cluster: an access entry of its own, or more to the one that it has.
//!
//! Only clusters of the exports are asked about; whom else it may let in is its purpose.

use crate::cloud::iam::{Context, Decision, Request, Target};
use crate::model::cloud::EksCluster;

use super::super::evidence::Rows;
use super::super::view::{AttackQuestion, AttackRow};
use super::super::world::World;

const CREATE: &str = "eks:CreateAccessEntry";

pub(super) fn ask(world: &World<'_, '_>, rows: &mut Rows) {
    let account = world.account.id.as_str();
    for cluster in world.cloud.clusters.iter().filter(|cluster| cluster.arn.account() == account) {
        of_cluster(world, cluster, rows);
    }
    if !world.cloud.clusters.is_empty() {
        return;
    }
    let partition = world.account.partition.as_str();
    let any = Target::Fresh(format!("arn:{partition}:eks:"));
    let decision = entered(world, CREATE, any);
    if decision.is_possible() {
        let row = AttackRow::decided(AttackQuestion::Cluster, "clusters", CREATE, &decision);
        rows.set_apart(row.saying("no cluster is in the exports: name what `aws eks` printed to have it judged"));
    }
}

fn of_cluster(world: &World<'_, '_>, cluster: &EksCluster, rows: &mut Rows) {
    if cluster.authentication_mode.as_ref().is_some_and(|mode| *mode == "CONFIG_MAP") {
        return;
    }
    let own = world.own_arn();
    let has_entry =
        world.cloud.access_entries.iter().any(|one| one.cluster == cluster.name && one.principal_arn.as_str() == own);
    let entry = cluster.arn.as_str().replacen(":cluster/", ":access-entry/", 1);
    let more = ["eks:UpdateAccessEntry", "eks:AssociateAccessPolicy"];
    let more = more.into_iter().filter(|_| has_entry).map(|action| (action, Target::Fresh(format!("{entry}/"))));
    for (action, target) in std::iter::once((CREATE, Target::Arn(cluster.arn.as_str()))).chain(more) {
        let decision = entered(world, action, target);
        rows.count(AttackRow::decided(AttackQuestion::Cluster, cluster.arn.as_str(), action, &decision));
    }
}

/// Whether it may do something to an access entry of its own.
fn entered(world: &World<'_, '_>, action: &str, target: Target<'_>) -> Decision {
    let context = Context::new().with_text("eks:principalArn", world.own_arn());
    world.iam.decide(world.own, &Request::new(action, target).with(context))
}
