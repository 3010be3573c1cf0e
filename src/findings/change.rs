//! Changes as commands: what a person pastes into a shell.

use crate::model::Binding;

/// The command that removes a binding.
pub(super) fn removal(binding: &Binding) -> String {
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
    use crate::model::{Binding, RoleKind, RoleRef};

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
            assert_eq!(removal(&binding), command);
        }
    }
}
