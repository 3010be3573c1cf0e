//! Associations of EKS Pod Identity: whose credentials the pods of a service account are given.

use crate::cloud::iam::{Caller, Context, ContextValue, Decision, Iam, PrincipalId};
use crate::model::cloud::{Arn, EksCluster, PodIdentityAssociation};
use crate::model::{Name, Snapshot};

/// The service that assumes the role, and the audience of tokens for its agent.
pub const POD_IDENTITY: &str = "pods.eks.amazonaws.com";

/// An association that was described.
pub struct Associated<'s> {
    /// What EKS says of it.
    pub association: &'s PodIdentityAssociation,
    /// Its role.
    pub role: &'s Arn,
    /// Whether the trust policy of the role lets EKS in; nothing where its account was not exported.
    pub admitted: Option<Decision>,
    /// The role that is assumed from there, whose credentials the pods get then, and whether it can be; nothing decided
    /// where its account was not exported.
    pub target: Option<(&'s Arn, Option<Decision>)>,
}

/// The associations of this cluster. Cost: one question or two for each.
#[must_use]
pub fn associations<'s>(iam: &Iam<'s>, snapshot: &'s Snapshot) -> Vec<Associated<'s>> {
    let cluster = super::cluster(snapshot);
    let here = |name: &Name| cluster.as_ref().is_none_or(|cluster| cluster.name == *name);
    let own = snapshot.cloud.associations.iter().filter(|association| here(&association.cluster));
    own.filter_map(|association| associated(iam, snapshot, cluster.as_ref(), association)).collect()
}

fn associated<'s>(
    iam: &Iam<'s>,
    snapshot: &'s Snapshot,
    cluster: Option<&EksCluster>,
    association: &'s PodIdentityAssociation,
) -> Option<Associated<'s>> {
    let role = association.role_arn.as_ref()?;
    let ask = |arn: &Arn, decide: &dyn Fn(PrincipalId) -> Decision| match iam.find(arn.as_str()) {
        Some(id) => Some(decide(id)),
        // Whether it is there is not known of an export that breaks off.
        None if is_exported(snapshot, arn) && !snapshot.cloud.may_hide(arn) => Some(Decision::untrusted(arn)),
        None => None,
    };
    let context = context(cluster, association);
    // The session has tags, which are a permission of their own: the less sure answer counts. They are transitive, so whoever
    // goes on from there hands them on.
    let with_tags = |id: PrincipalId, assuming: Caller<'_>, tagging: Caller<'_>| {
        let assumed = iam.admits(id, assuming, &context);
        if association.disable_session_tags {
            return assumed;
        }
        let tagged = iam.admits(id, tagging, &context);
        if tagged.verdict < assumed.verdict { tagged } else { assumed }
    };
    let admitted = ask(role, &|id| with_tags(id, Caller::Service(POD_IDENTITY), Caller::Tagging(POD_IDENTITY)));
    let caller = iam.find(role.as_str());
    let target = association.target_role_arn.as_ref().map(|target| {
        let goes_on = |caller| ask(target, &|id| with_tags(id, Caller::Principal(caller), Caller::HandingOn(caller)));
        (target, caller.and_then(goes_on))
    });
    Some(Associated { association, role, admitted, target })
}

/// What EKS says of the pod when it assumes the role.
fn context(cluster: Option<&EksCluster>, association: &PodIdentityAssociation) -> Context {
    let tags = [
        ("kubernetes-namespace", Some(&association.namespace)),
        ("kubernetes-service-account", Some(&association.service_account)),
        ("eks-cluster-name", Some(&association.cluster)),
        ("eks-cluster-arn", cluster.map(|cluster| cluster.arn.name())),
    ];
    tags.into_iter().fold(Context::new(), |context, (tag, value)| {
        let key = format!("aws:RequestTag/{tag}");
        match value {
            _ if association.disable_session_tags => context.with(&key, ContextValue::Absent),
            Some(value) => context.with_text(&key, value),
            None => context,
        }
    })
}

fn is_exported(snapshot: &Snapshot, arn: &Arn) -> bool {
    let own = (arn.partition(), arn.account());
    snapshot.cloud.accounts.iter().any(|known| own == (known.partition.as_str(), known.id.as_str()))
}
