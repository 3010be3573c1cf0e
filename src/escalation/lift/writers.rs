//! Who may write an object, by the roles that are bound.

use std::collections::BTreeSet;

use crate::authz::{Access, Grant, Object, Request, rule_allows, rule_concerns};
use crate::model::{HashMap, Name, RoleId, Rule, Scope};

use super::props::Prop;

/// A kind of object and what is done to it: of two hundred policies all are one.
type Kind = (Name, Name, Vec<&'static [&'static str]>);

/// The rule lists of a cluster, by the kind of object that they are about.
pub(super) struct Writers<'a, 's> {
    access: &'a Access<'s>,
    known: HashMap<Kind, Vec<&'a [RoleId]>>,
}

impl<'a, 's> Writers<'a, 's> {
    pub(super) fn of(access: &'a Access<'s>) -> Self {
        Writers { access, known: HashMap::default() }
    }

    /// Who may write this one: the roles where they hold, and the grants.
    pub(super) fn of_object(&mut self, prop: &Prop) -> Vec<(RoleId, Scope, Grant)> {
        let (access, snapshot) = (self.access, self.access.snapshot());
        let mut found = Vec::new();
        for list in self.lists(prop) {
            let Some(rule) = first(rules(access, list), prop, rule_allows) else { continue };
            for &role in *list {
                let bindings = access.bindings_of(role).iter();
                let scopes: BTreeSet<Scope> = bindings.map(|binding| snapshot.binding(*binding).scope()).collect();
                let here = |scope: &Scope| *scope == Scope::Cluster || scope.namespace() == prop.namespace.as_ref();
                let grant = Grant { binding: None, role, rule };
                found.extend(scopes.into_iter().filter(here).map(|scope| (role, scope, grant)));
            }
        }
        found
    }

    /// The lists that let somebody write an object of this kind, of whatever name.
    fn lists(&mut self, prop: &Prop) -> &[&'a [RoleId]] {
        let access = self.access;
        let kind = (prop.group.clone(), prop.resource.clone(), prop.verbs.clone());
        self.known.entry(kind).or_insert_with(|| {
            let lists = access.rule_lists().iter().map(Vec::as_slice);
            lists.filter(|list| first(rules(access, list), prop, rule_concerns).is_some()).collect()
        })
    }
}

fn rules<'s>(access: &Access<'s>, list: &[RoleId]) -> &'s [Rule] {
    list.first().map_or(&[], |role| &*access.snapshot().role(*role).rules)
}

/// The first rule that is used by whoever has one for each thing to be done.
fn first(rules: &[Rule], prop: &Prop, allows: fn(&Rule, &Request<'_>) -> bool) -> Option<usize> {
    let namespace = prop.namespace.as_ref().map_or("", Name::as_str);
    let allows_any = |rule: &Rule, verbs: &[&str]| {
        verbs.iter().any(|verb| {
            let object = Object::Resource {
                api_group: &prop.group,
                resource: &prop.resource,
                subresource: "",
                namespace,
                name: if *verb == "create" { "" } else { &prop.name },
            };
            allows(rule, &Request { verb, object })
        })
    };
    let used: Option<Vec<usize>> =
        prop.verbs.iter().map(|verbs| rules.iter().position(|rule| allows_any(rule, verbs))).collect();
    used?.into_iter().next()
}
