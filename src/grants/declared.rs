//! What somebody says is temporary, whether it is marked or not.

use std::fmt;

use crate::model::{Binding, Gap, Labels, Name, Snapshot};
use crate::template::NamePattern;
use crate::yaml::nearest;

/// What is temporary: a namespace, a label, bindings by name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Declared {
    text: String,
    what: What,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum What {
    /// Every RoleBinding of these namespaces.
    Namespace(NamePattern),
    /// Every binding with this label, and every RoleBinding of a namespace with it.
    Label(Name, Name),
    /// Bindings by their node name.
    Binding(NamePattern),
    /// Everything.
    All,
}

impl Declared {
    /// Reads `NAMESPACE`, `KEY=VALUE`, `rolebinding:NS/NAME` or `clusterrolebinding:NAME`; all but a label may end in `*`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_binding = text.starts_with("rolebinding:") || text.starts_with("clusterrolebinding:");
        let what = match text.split_once('=') {
            _ if text == "*" => What::All,
            _ if is_binding => What::Binding(NamePattern::parse(text)?),
            Some((key, value)) if !key.is_empty() => What::Label(key.into(), value.into()),
            Some(_) => return None,
            None if text.is_empty() || text.contains([':', '/']) => return None,
            None => What::Namespace(NamePattern::parse(text)?),
        };
        Some(Declared { text: text.to_owned(), what })
    }

    /// Why this means nothing in a snapshot: there is no such namespace, label or binding. Nothing where there is, or where
    /// not all of them were read.
    #[must_use]
    pub fn unmet(&self, snapshot: &Snapshot) -> Option<String> {
        let unread = |gap: &Gap| ["namespaces", "rolebindings", "clusterrolebindings"].contains(&gap.resource.as_str());
        if snapshot.gaps.iter().any(unread) || snapshot.bindings.iter().any(|binding| self.holds(binding, snapshot)) {
            return None;
        }
        let said = match &self.what {
            What::All => return None,
            What::Namespace(pattern) => no_namespace(pattern, &self.text, snapshot)?,
            What::Label(..) => "no binding bears this label, nor does its namespace".to_owned(),
            What::Binding(_) => "no binding has this name".to_owned(),
        };
        Some(format!("--temporary {}: {said}", self.text))
    }

    /// Whether a binding is meant.
    pub(super) fn holds(&self, binding: &Binding, snapshot: &Snapshot) -> bool {
        let namespace = binding.namespace.as_ref();
        match &self.what {
            What::All => true,
            What::Namespace(pattern) => namespace.is_some_and(|name| pattern.matches(name)),
            What::Binding(pattern) => pattern.matches(&binding.id()),
            What::Label(key, value) => {
                let bears = |labels: &Labels| labels.get(key) == Some(value);
                let own = binding.history.as_deref().is_some_and(|history| bears(&history.labels));
                let place = |name: &Name| snapshot.namespaces.binary_search_by(|known| known.name.cmp(name)).ok();
                let of_namespace = || snapshot.namespaces.get(place(namespace?)?);
                own || of_namespace().is_some_and(|namespace| bears(&namespace.labels))
            }
        }
    }
}

/// Why no namespace is meant; nothing where one is, without bindings as it may be.
fn no_namespace(pattern: &NamePattern, text: &str, snapshot: &Snapshot) -> Option<String> {
    if snapshot.source.namespace.as_ref().is_some_and(|only| !pattern.matches(only)) {
        return Some("-n leaves nothing of it".to_owned());
    }
    let names: Vec<&str> = snapshot.namespaces.iter().map(|namespace| namespace.name.as_str()).collect();
    if snapshot.namespaces.iter().any(|namespace| pattern.matches(&namespace.name)) {
        return None;
    }
    let near = nearest(text, &names).map(|name| format!("; did you mean {name}?"));
    Some(format!("no namespace has this name{}", near.unwrap_or_default()))
}

impl fmt::Display for Declared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::{Declared, What};

    #[test]
    fn what_is_declared_is_told_by_its_form() {
        let what = |text: &str| Declared::parse(text).map(|declared| declared.what);
        assert!(matches!(what("prod"), Some(What::Namespace(_))));
        assert!(matches!(what("prod-*"), Some(What::Namespace(_))));
        assert!(matches!(what("access=temporary"), Some(What::Label(..))));
        assert!(matches!(what("clusterrolebinding:p0-*"), Some(What::Binding(_))));
        assert!(matches!(what("rolebinding:shop/a=b"), Some(What::Binding(_))), "a name may hold anything");
        assert!(matches!(what("*"), Some(What::All)));
        for text in ["", "=x", "a*b", "clusterrole:edit", "shop/web"] {
            assert_eq!(what(text), None, "{text}");
        }
    }
}
