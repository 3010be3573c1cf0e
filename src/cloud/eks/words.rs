//! What EKS grants beside RBAC, as people call it. In the snapshot it has the name of a binding or of a role.

use super::policies::{access_entry_named, access_policy_named};

/// What this id of a binding or role stands for, if it is no object of the cluster.
#[must_use]
pub fn in_words(id: &str) -> Option<String> {
    let (kind, name) = id.split_once(':')?;
    let (place, name) = match kind {
        "clusterrole" => return access_policy_named(name).map(|policy| format!("access policy {policy}")),
        "clusterrolebinding" => (String::new(), name),
        "rolebinding" => name.split_once('/').map(|(namespace, name)| (format!(" in {namespace}"), name))?,
        _ => return None,
    };
    let (policy, principal) = access_entry_named(name)?;
    Some(format!("access entry of {principal} ({policy}{place})"))
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn what_eks_grants_is_told_as_what_it_is() {
        let principal = "arn:aws:iam::111122223333:role/ops/admin";
        let entry = format!("eks:access-entry:AmazonEKSViewPolicy:{principal}");
        let rows = [
            (format!("clusterrolebinding:{entry}"), format!("access entry of {principal} (AmazonEKSViewPolicy)")),
            (format!("rolebinding:shop/{entry}"), format!("access entry of {principal} (AmazonEKSViewPolicy in shop)")),
            ("clusterrole:eks:access-policy:AmazonEKSViewPolicy".into(), "access policy AmazonEKSViewPolicy".into()),
        ];
        for (id, expected) in rows {
            assert_eq!(in_words(&id).as_deref(), Some(expected.as_str()));
        }
        // What only looks like it is an object.
        let others = [
            "clusterrolebinding:eks:access-entry:admins",
            "clusterrolebinding:eks:addon-manager",
            "rolebinding:eks:access-entry:a:arn:aws:iam::1:role/r",
            "role:shop/eks:access-policy:AmazonEKSViewPolicy",
            "clusterrole:view",
            "aws:arn:aws:iam::1:role/r",
            "",
        ];
        for id in others {
            assert_eq!(in_words(id), None, "{id}");
        }
    }
}
