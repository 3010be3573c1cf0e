//! What somebody may do in whose name, as its rules say.

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::{NameSet, Request, any_pattern, name_matches, resource_matches, rule_allows};
use crate::model::{Name, Pattern, ResourcePattern, Rule, Scope};
use crate::template::Entry;

/// The modes of constrained impersonation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(in crate::escalation) enum Mode {
    /// The node on which the pod of the one who asks runs.
    AssociatedNode,
    /// Any node.
    ArbitraryNode,
    /// A service account.
    ServiceAccount,
    /// Any other user, in groups too.
    UserInfo,
}

impl Mode {
    /// All of them, in the order in which the server tries them.
    pub(super) const ALL: [Mode; 4] = [Mode::AssociatedNode, Mode::ArbitraryNode, Mode::ServiceAccount, Mode::UserInfo];

    pub(super) fn word(self) -> &'static str {
        match self {
            Mode::AssociatedNode => "associated-node",
            Mode::ArbitraryNode => "arbitrary-node",
            Mode::ServiceAccount => "serviceaccount",
            Mode::UserInfo => "user-info",
        }
    }

    /// The resources that stand for whom one may be, all in the group `authentication.k8s.io`.
    fn resources(self) -> &'static [&'static str] {
        match self {
            Mode::AssociatedNode | Mode::ArbitraryNode => &["nodes"],
            Mode::ServiceAccount => &["serviceaccounts"],
            Mode::UserInfo => &["users", "groups"],
        }
    }

    fn identity_verb(self) -> String {
        format!("impersonate:{}", self.word())
    }

    fn request_prefix(self) -> String {
        format!("impersonate-on:{}:", self.word())
    }
}

/// The mode of an entry of the template, if it is one of constrained impersonation.
pub(in crate::escalation) fn mode(entry: &Entry) -> Option<Mode> {
    let mut verbs =
        entry.needs.iter().flat_map(|need| &need.verbs).filter_map(|verb| verb.strip_prefix("impersonate:"));
    verbs.find_map(|word| Mode::ALL.into_iter().find(|mode| mode.word() == word))
}

/// What somebody may do in whose name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Power {
    pub(super) mode: Mode,
    /// In whose name: by resource and scope.
    pub(super) names: BTreeMap<(&'static str, Scope), NameSet>,
    /// What: the rules on requests, with their plain verbs.
    pub(super) on: BTreeMap<Scope, Vec<Rule>>,
    /// In the mode of the own node: which it is.
    pub(super) own_nodes: BTreeSet<Name>,
}

impl Power {
    pub(super) fn new(mode: Mode) -> Self {
        Power { mode, names: BTreeMap::new(), on: BTreeMap::new(), own_nodes: BTreeSet::new() }
    }

    /// Adds a rule that is granted in this scope; whether it counts.
    pub(super) fn add(&mut self, scope: &Scope, rule: &Rule) -> bool {
        let identity = self.add_names(scope, rule);
        let request = on(self.mode, rule).map(|rule| self.on.entry(scope.clone()).or_default().push(rule));
        identity || request.is_some()
    }

    fn add_names(&mut self, scope: &Scope, rule: &Rule) -> bool {
        let granted = any_pattern(&rule.verbs, &self.mode.identity_verb())
            && any_pattern(&rule.api_groups, "authentication.k8s.io")
            && (*scope == Scope::Cluster || self.mode == Mode::ServiceAccount);
        // The own node goes by the name `*`, whichever it is.
        let granted = granted && (self.mode != Mode::AssociatedNode || name_matches(&rule.resource_names, "*"));
        let named = match rule.resource_names.as_slice() {
            [] => NameSet::Any,
            names => NameSet::of(names.iter().cloned()),
        };
        let resources = self.mode.resources().iter().filter(|_| granted);
        let mut counts = false;
        for resource in
            resources.filter(|resource| rule.resources.iter().any(|own| resource_matches(own, resource, "")))
        {
            // Of four groups and more the server first asks for the name `*`, and then for none of theirs.
            let every = *resource == "groups" && named.contains("*");
            let names = if every { &NameSet::Any } else { &named };
            self.names.entry((resource, scope.clone())).or_insert_with(NameSet::empty).add(names);
            counts = true;
        }
        counts
    }

    /// Whether it is any: somebody to be, and something to do.
    pub(super) fn is_some(&self) -> bool {
        let first = self.mode.resources().first().copied().unwrap_or_default();
        !self.on.is_empty() && self.names.keys().any(|(resource, _)| *resource == first)
    }

    /// Orders and joins what it holds, so that equal powers are equal.
    pub(super) fn settle(&mut self) {
        for rules in self.on.values_mut() {
            rules.sort_unstable();
            rules.dedup();
        }
    }

    /// The same without groups; nothing if it has none.
    pub(super) fn without_groups(&self) -> Option<Self> {
        let mut power = self.clone();
        power.names.retain(|(resource, _), _| *resource != "groups");
        (power != *self).then_some(power)
    }

    /// The names of a resource, in any scope.
    pub(super) fn named(&self, resource: &str) -> NameSet {
        super::all_names(self.names.iter().filter(|((own, _), _)| *own == resource).map(|(_, names)| names))
    }

    /// In whose name, by scope.
    pub(super) fn whom(&self) -> impl Iterator<Item = (&Scope, &NameSet)> {
        self.names.iter().map(|((_, scope), names)| (scope, names))
    }

    /// Whether it may make this request in another's name.
    pub(super) fn allows(&self, request: &Request<'_>) -> bool {
        let counts = |scope: &Scope| scope.namespace().is_none_or(|only| request.namespace() == Some(only.as_str()));
        let mut rules = self.on.iter().filter(|(scope, _)| counts(scope)).flat_map(|(_, rules)| rules);
        rules.any(|rule| rule_allows(rule, request))
    }
}

/// The rule that allows the requests which this one lets somebody make in another's name.
fn on(mode: Mode, rule: &Rule) -> Option<Rule> {
    let prefix = mode.request_prefix();
    let verb = |verb: &Pattern| match verb {
        Pattern::Any => Some(Pattern::Any),
        Pattern::Exact(name) => Some(Pattern::Exact(name.strip_prefix(&prefix).filter(|verb| *verb != "*")?.into())),
    };
    let verbs: Vec<Pattern> = rule.verbs.iter().filter_map(verb).collect();
    // Whoever may do everything in a scope gains nothing there by another's name.
    (!verbs.is_empty() && !is_everything(rule)).then(|| Rule { verbs, ..rule.clone() })
}

/// Whether the rule says that its holder may make requests in another's name; one that allows everything does not say it.
pub(super) fn speaks_of_it(rule: &Rule) -> bool {
    let says = |verb: &Pattern| match verb {
        Pattern::Exact(name) => name.starts_with("impersonate:") || name.starts_with("impersonate-on:"),
        Pattern::Any => any_pattern(&rule.api_groups, "authentication.k8s.io"),
    };
    !is_everything(rule) && rule.verbs.iter().any(says)
}

fn is_everything(rule: &Rule) -> bool {
    rule.verbs.contains(&Pattern::Any)
        && rule.api_groups.contains(&Pattern::Any)
        && rule.resources.contains(&ResourcePattern::Any)
        && rule.resource_names.is_empty()
}
