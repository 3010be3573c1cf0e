//! The rows of the operator table, as the text of an entry lists them.

use std::fmt::Write as _;

use crate::model::ResourcePattern;
use crate::template::{CustomKinds, EntryScope, GroupPattern, Operator};

use super::paragraph::wrap;

/// One paragraph for each operator: what must be written, what that gives, what settles it.
pub(super) fn list(operators: &[&Operator]) -> String {
    let mut text = String::new();
    for operator in operators {
        let _ = writeln!(text, "  {}", operator.id.as_str());
        for kinds in &operator.kinds {
            paragraph(&mut text, &kinds_text(kinds));
        }
        paragraph(&mut text, &operator.what);
        if let Some(settles) = &operator.settles {
            paragraph(&mut text, settles);
        }
    }
    text
}

fn paragraph(text: &mut String, body: &str) {
    for line in wrap(body, 92) {
        let _ = writeln!(text, "      {line}");
    }
}

fn kinds_text(kinds: &CustomKinds) -> String {
    let resources = kinds.resources.iter().map(|resource| match resource {
        ResourcePattern::Any => "everything".to_owned(),
        ResourcePattern::Exact(name) | ResourcePattern::Subresource(name) => name.as_str().to_owned(),
    });
    let groups = kinds.api_groups.iter().map(|group| match group {
        GroupPattern::Exact(name) => name.as_str().to_owned(),
        GroupPattern::Suffix(end) => format!("*{}", end.as_str()),
    });
    let everywhere = if kinds.scope == EntryScope::Cluster { ", cluster-wide" } else { "" };
    format!("{} in {}{everywhere}", join(resources), join(groups))
}

fn join(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use crate::report::explain;
    use crate::template::{builtin, operators};

    #[test]
    fn an_operator_is_a_paragraph_under_its_entry() {
        let rancher = operators().iter().find(|operator| operator.id == "rancher").unwrap();
        assert_eq!(
            super::list(&[rancher]),
            "  rancher\n      \
             projects, projectroletemplatebindings, clusterroletemplatebindings in management.cattle.io\n      \
             everything in management.cattle.io, cluster-wide\n      \
             Rancher's own roles, bindings, users and clusters become roles and bindings of Kubernetes,\n      \
             as cluster-admin.\n      \
             Rancher's webhook refuses to hand out more than the writer has.\n"
        );
    }

    #[test]
    fn an_entry_lists_the_operators_of_its_class_and_no_others() {
        let entry = builtin().entries.iter().find(|entry| entry.id == "operators/install").unwrap();
        let text = explain::entry(entry);
        assert!(text.contains("needs      create,update,patch a custom resource of an operator below\n"), "{text}");
        assert!(text.contains("\nOperators\n  operator-lifecycle-manager\n"), "{text}");
        assert!(text.contains("\n  rancher\n") && !text.contains("\n  velero\n"), "{text}");
    }
}
