//! What of a table by namespace and name lies in a scope and bears one of some names.
//!
//! A grant of ten thousand names may hold in ten thousand namespaces: nothing here looks at both for each. Cost: the
//! namespaces of the scope, and in each the fewer of the names and of what is there.

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::NameSet;
use crate::model::{Name, Scope};

/// The namespaces of a scope that the table has.
pub(super) fn within<'m, 's, T>(
    table: &'m BTreeMap<&'s Name, T>,
    scope: &Scope,
) -> impl Iterator<Item = (&'s Name, &'m T)> {
    let one = scope.namespace().and_then(|namespace| table.get_key_value(namespace));
    let all = scope.namespace().is_none().then_some(table);
    one.into_iter().chain(all.into_iter().flatten()).map(|(namespace, there)| (*namespace, there))
}

/// What is there with one of these names, in order.
pub(super) fn bearing<'m, 's, T>(there: &'m BTreeMap<&'s Name, T>, names: &NameSet) -> Vec<(&'s Name, &'m T)> {
    match names {
        NameSet::Only(names) if names.len() < there.len() => {
            names.iter().filter_map(|name| there.get_key_value(name)).map(|(name, what)| (*name, what)).collect()
        }
        names => there.iter().filter(|(name, _)| names.contains(name)).map(|(name, what)| (*name, what)).collect(),
    }
}

/// Those of these names, in order.
pub(super) fn borne<'s>(there: &BTreeSet<&'s Name>, names: &NameSet) -> Vec<&'s Name> {
    match names {
        NameSet::Only(names) if names.len() < there.len() => {
            names.iter().filter_map(|name| there.get(name)).copied().collect()
        }
        names => there.iter().filter(|name| names.contains(name)).copied().collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{bearing, borne, within};
    use crate::authz::NameSet;
    use crate::model::{Name, Scope};

    #[test]
    fn few_names_and_many_are_the_same() {
        let known: Vec<Name> = ["a", "b", "c"].map(Name::from).to_vec();
        let table: BTreeMap<&Name, usize> = known.iter().enumerate().map(|(place, name)| (name, place)).collect();
        let few = NameSet::of(["b".into(), "x".into()]);
        let many = NameSet::of(["b", "x", "y", "z", "0"].map(Name::from));
        for names in [&few, &many] {
            assert_eq!(bearing(&table, names), [(&known[1], &1)]);
            assert_eq!(borne(&table.keys().copied().collect(), names), [&known[1]]);
        }
        assert_eq!(bearing(&table, &NameSet::Any).len(), 3);
        let of = |scope| within(&table, &scope).map(|(_, place)| *place).collect::<Vec<_>>();
        assert_eq!(of(Scope::Cluster), [0, 1, 2]);
        assert_eq!(of(Scope::Namespace("c".into())), [2]);
        assert!(of(Scope::Namespace("x".into())).is_empty());
    }
}
