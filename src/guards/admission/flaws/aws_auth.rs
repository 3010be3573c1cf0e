//! On EKS the ConfigMap `aws-auth` grants as much as any binding, and is none.

use crate::model::{MatchResources, Snapshot};

use super::coverage::{RBAC, covers, criteria};
use super::examined::{Examined, What};

/// Who may grant nothing by RBAC writes the map, and is who it likes.
pub(super) fn left_out(examined: &Examined<'_>) -> Option<String> {
    if !examined.asks_aws_auth || matches!(examined.what, What::Binding(..)) {
        return None;
    }
    let about = |matches: &MatchResources, group: &str, resource: &str| {
        matches.rules.iter().any(|rule| covers(rule, group, resource, ""))
    };
    let own = criteria(examined)?;
    let grants = ["rolebindings", "clusterrolebindings"].iter().any(|kind| about(own, RBAC, kind));
    let policies = examined.snapshot.admission_policies.iter().map(|policy| &policy.matches);
    let mut guards = policies.chain(examined.snapshot.webhooks.iter().map(|webhook| &webhook.matches));
    (grants && !guards.any(|matches| about(matches, "", "configmaps")))
        .then(|| "ConfigMap kube-system/aws-auth is not judged, which maps IAM identities to groups".to_owned())
}

/// Whether the cluster may ask the map: an export says so, or the map is there, or somebody may write it by its name.
pub(super) fn is_asked(snapshot: &Snapshot) -> bool {
    let clusters = &snapshot.cloud.clusters;
    if !clusters.is_empty() {
        return clusters.iter().any(|cluster| cluster.authentication_mode.as_deref() != Some("API"));
    }
    let mut rules = snapshot.roles.iter().flat_map(|role| role.rules.iter());
    snapshot.aws_auth.is_some() || rules.any(|rule| rule.resource_names.iter().any(|name| *name == "aws-auth"))
}
