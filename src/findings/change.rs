//! Changes as commands: what a person pastes into a shell.

use crate::cloud::eks;
use crate::model::Binding;

/// The command that removes a binding, or what it stands for.
pub(super) fn removal(binding: &Binding, cluster: Option<&str>) -> String {
    if let Some((principal, policy)) = eks::access_policy_of(binding) {
        return format!(
            "aws eks disassociate-access-policy --cluster-name {} --principal-arn {} --policy-arn {}",
            cluster.map_or("CLUSTER".to_owned(), quoted),
            quoted(principal.as_str()),
            quoted(&policy)
        );
    }
    let (kind, namespace) = match &binding.namespace {
        None => ("clusterrolebinding", String::new()),
        Some(namespace) => ("rolebinding", format!(" --namespace={}", quoted(namespace.as_str()))),
    };
    // A name may begin like a flag.
    let end = if binding.name.as_str().starts_with('-') { " --" } else { "" };
    format!("kubectl delete {kind}{namespace}{end} {}", quoted(binding.name.as_str()))
}

/// A word for a POSIX shell, and for xargs. The API server lets almost every character into the name of a binding.
#[must_use]
pub fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.:@/".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::removal;
    use crate::model::{Binding, RoleKind, RoleRef, Subject};

    #[test]
    fn a_name_stays_one_word_of_the_shell() {
        let table = [
            (None, "root", "kubectl delete clusterrolebinding root"),
            (None, "system:node", "kubectl delete clusterrolebinding system:node"),
            (None, "-root", "kubectl delete clusterrolebinding -- -root"),
            (Some("shop"), "a b", "kubectl delete rolebinding --namespace=shop 'a b'"),
            (Some("shop"), "$(id)", "kubectl delete rolebinding --namespace=shop '$(id)'"),
            (Some("shop"), "it's;id", r"kubectl delete rolebinding --namespace=shop 'it'\''s;id'"),
        ];
        for (namespace, name, command) in table {
            let role_ref = RoleRef { kind: Some(RoleKind::ClusterRole), name: "view".into() };
            let namespace = namespace.map(Into::into);
            let binding =
                Binding { namespace, name: name.into(), role_ref, subjects: Vec::new(), history: None, location: None };
            assert_eq!(removal(&binding, None), command);
        }
    }
    #[test]
    fn an_access_policy_is_no_binding_of_the_cluster() {
        let principal = "arn:aws:iam::111122223333:role/ops";
        let binding = Binding {
            namespace: None,
            name: "eks:access-entry:AmazonEKSViewPolicy:x".into(),
            role_ref: RoleRef {
                kind: Some(RoleKind::ClusterRole),
                name: "eks:access-policy:AmazonEKSViewPolicy".into(),
            },
            subjects: vec![Subject::aws(principal)],
            history: None,
            location: None,
        };
        let command = format!(
            "aws eks disassociate-access-policy --cluster-name CLUSTER --principal-arn {principal} \
             --policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
        );
        assert_eq!(removal(&binding, None), command);
        assert_eq!(removal(&binding, Some("prod")), command.replace("CLUSTER", "prod"));
        assert_eq!(removal(&binding, Some("a b")), command.replace("CLUSTER", "'a b'"));
    }
}
