//! Which writes a step takes: one for each need of its entry, each in the ways that an attacker may choose among.

use std::borrow::Cow;

use crate::authz::{Access, NameSet, Object, Request, known, rule_concerns};
use crate::graph::{Hub, Node};
use crate::guards::admission::Operation;
use crate::model::defaults;
use crate::model::{Binding, LabelSelector, Labels, Name, Role, RoleId, RoleKind, RoleRef, Rule, Scope, Subject};
use crate::template::{Effect, Entry, Hit, Need};

use super::super::role_rules::HELD_BY_ALL;
use super::super::world::World;
use super::bindings::{self, NEW};
use super::content::Target;
use super::roles;
use super::who::Who;
use super::write::{Choice, RBAC, Write};

/// Verbs that are asked for beside a request, or in another's name: admission sees nothing of them.
const CHECKS: &[&str] = &["approve", "attest", "bind", "escalate", "sign", "use", "get", "list", "watch"];

/// Subresources that are connections, whatever the verb.
const CONNECTIONS: &[&str] = &["attach", "exec", "portforward", "proxy"];

/// So many roles that one takes over are tried.
const TAKEN_OVER: usize = 8;

/// Verb, API group, and resource with its subresource.
pub(super) type ApiRequest = (Name, Name, Name);

/// A step that somebody takes.
pub(in crate::escalation) struct Taken<'a, 's> {
    pub(in crate::escalation) entry: &'a Entry,
    pub(in crate::escalation) hit: &'a Hit,
    /// Only the needs of this step, where they are taken one by one.
    pub(in crate::escalation) step: Option<u8>,
    pub(in crate::escalation) who: &'a Who,
    /// Whom its bindings name: mostly the same.
    pub(in crate::escalation) grantee: &'a Who,
    /// What it gives.
    pub(in crate::escalation) to: &'a Node,
    pub(in crate::escalation) world: &'a World<'s>,
    pub(in crate::escalation) access: &'a Access<'s>,
}

impl Taken<'_, '_> {
    /// The writes that this takes, in this namespace: of each list one must be let in.
    pub(super) fn cases(&self, namespace: Option<&Name>) -> Vec<Vec<Choice>> {
        let needs = self.needs();
        match replaced(&needs) {
            Some(kind) if !matches!(self.to, Node::Hub(Hub::PliableRole(_) | Hub::PliableClusterRole)) => {
                let namespace = namespace.filter(|_| kind == RoleKind::Role);
                let roles = self.written_roles(kind, namespace).into_iter();
                let mut choices: Vec<Choice> = roles.flat_map(|role| roles::replacements(&role)).collect();
                if self.may_delete_all(kind) {
                    let nameless: Vec<Choice> = choices.iter().map(Choice::deleting_all).collect();
                    choices.extend(nameless);
                }
                vec![choices]
            }
            _ => needs.into_iter().filter_map(|need| self.choices(need, namespace)).collect(),
        }
    }

    /// The plainest way alone: for each need its first write. Nothing where it takes more to say.
    pub(super) fn plainest(&self, namespace: Option<&Name>) -> Option<Vec<Choice>> {
        let needs = self.needs();
        if replaced(&needs).is_some() {
            return None;
        }
        let mut writes = Vec::new();
        for request in self.plain_requests() {
            if let Some(mut ways) = self.ways(&request, namespace) {
                writes.push(ways.next()?);
            }
        }
        Some(writes)
    }

    /// The requests of the plainest way.
    pub(super) fn plain_requests(&self) -> Vec<ApiRequest> {
        self.needs().into_iter().filter_map(|need| self.requests(need).next()).collect()
    }

    /// The plainest way of every request that there is for its needs, whether the rules allow it or not.
    pub(super) fn plain_ways(&self, namespace: Option<&Name>) -> Option<Vec<Choice>> {
        let requests = self.needs().into_iter().flat_map(all_requests);
        let writes = requests.filter_map(|request| Some(self.ways(&request, namespace)?.next()));
        writes.collect()
    }

    /// Each request that there is for its needs, with objects of which nothing is known.
    pub(super) fn blind_ways(&self, namespace: Option<&Name>) -> Vec<Choice> {
        let requests = self.needs().into_iter().flat_map(all_requests);
        let writes = requests.filter_map(|(verb, group, resource)| {
            let (plural, subresource) = resource.split_once('/').unwrap_or((&resource, ""));
            let operation = operation(&verb, subresource)?;
            let known = known(&group, plural).map(|(resource, _)| resource);
            let namespace = namespace.filter(|_| known.is_none_or(|resource| resource.namespaced));
            let kind = known.map_or("", |resource| resource.kind.as_str());
            Some(Choice::one(Write::blind(operation, &group, plural, kind, namespace).on(subresource, kind), ""))
        });
        writes.collect()
    }

    fn needs(&self) -> Vec<&Need> {
        self.entry.needs.iter().filter(|need| self.step.is_none_or(|step| need.step == step)).collect()
    }

    /// All requests that it may be made of.
    pub(super) fn requests_of_step(&self) -> Vec<ApiRequest> {
        self.needs().into_iter().flat_map(|need| self.requests(need)).collect()
    }

    /// Whether it makes bindings, and none that is there already counts.
    pub(super) fn is_new_binding(&self) -> bool {
        matches!(self.entry.gives, Some(Effect::Role { .. })) && self.requests_of_step().iter().all(is_new)
    }

    /// Whether the rules allow a `deletecollection`, whose requests bear no name.
    fn may_delete_all(&self, kind: RoleKind) -> bool {
        let resource = if kind == RoleKind::Role { "roles" } else { "clusterroles" };
        let object = Object::Resource { api_group: RBAC, resource, subresource: "", namespace: "", name: "" };
        let request = Request { verb: "deletecollection", object };
        self.hit.rules(self.world.snapshot).any(|rule| rule_concerns(rule, &request))
    }

    /// The ways to meet a need; nothing where one of them is no write.
    fn choices(&self, need: &Need, namespace: Option<&Name>) -> Option<Vec<Choice>> {
        let mut choices = Vec::new();
        for request in self.requests(need) {
            choices.extend(self.ways(&request, namespace)?);
        }
        (!choices.is_empty()).then_some(choices)
    }

    /// What of a need the rules allow; of everything in the group of RBAC, what gives most.
    fn requests<'n>(&'n self, need: &'n Need) -> impl Iterator<Item = ApiRequest> + 'n {
        let rules: Vec<&Rule> = self.hit.rules(self.world.snapshot).collect();
        let allowed = move |(verb, group, resource): &ApiRequest| {
            let (plural, subresource) = resource.split_once('/').unwrap_or((resource, ""));
            let object = Object::Resource { api_group: group, resource: plural, subresource, namespace: "", name: "" };
            let request = Request { verb, object };
            rules.is_empty() || rules.iter().any(|rule| rule_concerns(rule, &request))
        };
        let whole = is_all_of_rbac(need);
        all_requests(need).filter(move |request| whole || allowed(request))
    }

    /// The ways to send a request; nothing where it is no write.
    fn ways<'n>(
        &'n self,
        (verb, group, resource): &ApiRequest,
        namespace: Option<&Name>,
    ) -> Option<Box<dyn Iterator<Item = Choice> + 'n>> {
        let (plural, subresource) = resource.split_once('/').unwrap_or((resource, ""));
        let operation = operation(verb, subresource)?;
        let all = match (group.as_str(), plural, subresource, operation) {
            (RBAC, "clusterrolebindings", "", Operation::Create | Operation::Update) => {
                return Some(self.binds(operation, Scope::Cluster));
            }
            (RBAC, "rolebindings", "", Operation::Create | Operation::Update) => {
                return Some(match namespace {
                    Some(namespace) => self.binds(operation, Scope::Namespace(namespace.clone())),
                    None => Box::new(std::iter::empty()),
                });
            }
            (RBAC, "clusterroles", "", _) => self.role_writes(operation, RoleKind::ClusterRole, None),
            (RBAC, "roles", "", _) => self.role_writes(operation, RoleKind::Role, namespace),
            _ => self.other(operation, group, plural, subresource, namespace),
        };
        Some(Box::new(all.into_iter()))
    }

    /// Bindings of the role that the step is about.
    fn binds(&self, operation: Operation, scope: Scope) -> Box<dyn Iterator<Item = Choice> + '_> {
        let role = self.bound();
        let all = match scope {
            Scope::Cluster => self.world.cluster_bindings(),
            Scope::Namespace(_) => self.world.bindings_in(&scope),
        };
        match operation {
            Operation::Create => Box::new(bindings::grants(&self.grantee.identity, scope, role)),
            _ => Box::new(bindings::additions(&self.grantee.identity, &scope, &role, all.iter()).into_iter()),
        }
    }

    /// The role that is bound.
    pub(super) fn bound(&self) -> RoleRef {
        let of_role = |role: &RoleId| {
            let role = self.world.snapshot.role(*role);
            RoleRef { kind: Some(role.kind()), name: role.name.clone() }
        };
        match self.to {
            Node::Role(role, _) | Node::Hub(Hub::Bound(role, _) | Hub::BindCovered(role) | Hub::Rewrite(role)) => {
                of_role(role)
            }
            Node::Hub(Hub::BindAbsent(kind, _, name)) => RoleRef { kind: Some(*kind), name: name.clone() },
            Node::Hub(Hub::DelegateCluster | Hub::Delegate(_)) => {
                RoleRef { kind: Some(RoleKind::ClusterRole), name: NEW.into() }
            }
            _ => RoleRef { kind: Some(RoleKind::ClusterRole), name: "cluster-admin".into() },
        }
    }

    fn role_writes(&self, operation: Operation, kind: RoleKind, namespace: Option<&Name>) -> Vec<Choice> {
        match operation {
            Operation::Create => self.creations(kind, namespace),
            Operation::Update if *self.to == Node::Hub(Hub::Contribute) => self.contributions(),
            Operation::Update => {
                self.written_roles(kind, namespace).iter().flat_map(|role| roles::rewrites(role)).collect()
            }
            _ => self.written_roles(kind, namespace).iter().map(|role| roles::deletion(role)).collect(),
        }
    }

    /// The roles that the step is about: the one that is to be rewritten, else those that the attacker holds.
    fn written_roles(&self, kind: RoleKind, namespace: Option<&Name>) -> Vec<Cow<'_, Role>> {
        if let Node::Hub(Hub::Rewrite(role)) = self.to {
            return vec![Cow::Borrowed(self.world.snapshot.role(*role))];
        }
        let held = self.who.roles(self.access).map(|(role, _)| self.world.snapshot.role(role));
        let everybodys = self.everybodys();
        let all = held.chain(everybodys).map(Cow::Borrowed).chain(self.awaited().map(Cow::Owned));
        let mut roles: Vec<Cow<'_, Role>> = all
            .filter(|role| role.kind() == kind && self.hit.targets.contains(&role.name))
            .filter(|role| role.namespace.as_ref() == namespace)
            .collect();
        roles.sort_by(|left, right| left.name.cmp(&right.name));
        roles.dedup_by(|left, right| left.name == right.name);
        roles
    }

    /// The roles that its bindings wait for: whoever may write any role makes them.
    fn awaited(&self) -> impl Iterator<Item = Role> {
        let waiting = self.world.dangling.iter().map(|(_, binding)| *binding);
        let own = waiting.filter(|binding| binding.subjects.iter().any(|subject| self.who.identity.contains(subject)));
        own.filter_map(|binding| {
            let namespace = match binding.role_ref.kind? {
                RoleKind::Role => Some(binding.namespace.clone()?),
                RoleKind::ClusterRole => None,
            };
            Some(roles::unwritten(namespace, binding.role_ref.name.clone()))
        })
    }

    /// Writes of a role of others, with labels by which one that the attacker holds takes it over.
    fn contributions(&self) -> Vec<Choice> {
        let held: Vec<RoleId> = self.who.roles(self.access).map(|(role, _)| role).collect();
        let other = |(name, role): &(&&Name, &RoleId)| self.hit.targets.contains(name) && !held.contains(role);
        let Some((_, role)) = self.world.cluster_roles.iter().find(other) else { return Vec::new() };
        let role = self.world.snapshot.role(*role);
        let labels = self.aggregated();
        if labels.is_empty() {
            return roles::rewrites(role);
        }
        // What is taken over already need only be rewritten.
        let taken = self.world.cluster_roles.iter().filter(|(name, _)| self.hit.targets.contains(name));
        let taken = taken.map(|(_, role)| self.world.snapshot.role(*role));
        let taken = taken.filter(|role| self.selectors().iter().any(|selector| selector.selects(&role.labels)));
        let labelled = labels.iter().map(|labels| roles::labelled(role, labels));
        labelled.chain(taken.take(TAKEN_OVER).flat_map(roles::rewrites)).collect()
    }

    /// The roles that the API server binds to everybody who is like this, whether they were read or not.
    fn everybodys(&self) -> impl Iterator<Item = &Role> {
        let version = self.world.snapshot.source.server_version;
        let bindings = defaults::defaults(version).into_iter().flat_map(|defaults| &defaults.bindings);
        let of_who = |binding: &&Binding| {
            binding.namespace.is_none() && binding.subjects.iter().any(|subject| self.who.identity.contains(subject))
        };
        bindings.filter(of_who).filter_map(move |binding| {
            let name = &binding.role_ref.name;
            match self.world.cluster_roles.get(name) {
                Some(role) => Some(self.world.snapshot.role(*role)).filter(|_| HELD_BY_ALL.contains(&name.as_str())),
                None => defaults::roles(version).iter().find(|role| role.name == *name),
            }
        })
    }

    /// New roles: of the name that somebody waits for, or with labels by which a role that is held takes them over.
    fn creations(&self, kind: RoleKind, namespace: Option<&Name>) -> Vec<Choice> {
        let name = match self.to {
            Node::Hub(Hub::Claim(_, _, name)) => name.as_str(),
            Node::Hub(Hub::Rewrite(role)) => self.world.snapshot.role(*role).name.as_str(),
            _ => NEW,
        };
        if matches!(self.to, Node::Hub(Hub::PliableClusterRole | Hub::PliableRole(_))) {
            return vec![roles::empty(kind, namespace, name)];
        }
        let labels = match self.to {
            Node::Hub(Hub::Contribute) => self.aggregated(),
            _ => Vec::new(),
        };
        if labels.is_empty() {
            return roles::creations(kind, namespace, name, &Labels::new());
        }
        labels.iter().flat_map(|labels| roles::creations(kind, namespace, name, labels)).collect()
    }

    /// Labels by which the roles that the attacker holds take others over.
    fn aggregated(&self) -> Vec<Labels> {
        self.selectors().into_iter().filter_map(roles::selected).collect()
    }

    /// By which labels the roles that the attacker holds take others over.
    fn selectors(&self) -> Vec<&LabelSelector> {
        let held = self.who.roles(self.access).map(|(role, _)| self.world.snapshot.role(role));
        held.flat_map(|role| &role.aggregation).collect()
    }

    /// A write of anything else.
    fn other(
        &self,
        operation: Operation,
        group: &Name,
        plural: &str,
        subresource: &str,
        namespace: Option<&Name>,
    ) -> Vec<Choice> {
        let resource = known(group, plural).map(|(resource, _)| resource);
        let namespaced = resource.is_none_or(|resource| resource.namespaced);
        let account = match self.to {
            Node::Subject(Subject::ServiceAccount { name, .. }) => Some(name),
            _ => None,
        };
        // A namespace is itself in the one that it is.
        let own = namespace.filter(|_| plural == "namespaces").map(|name| name.as_str().to_owned());
        let known = self.name(plural).or(own);
        let is_there = operation != Operation::Create || !subresource.is_empty();
        let unnamed = is_there && (known.is_none() || self.is_one_of_several(plural));
        let name = known.unwrap_or_else(|| NEW.to_owned());
        let labels = self.world.namespaces.get(&Name::from(name.as_str())).copied();
        let target = Target {
            group: group.clone(),
            resource: plural,
            subresource,
            kind: resource.map_or("", |resource| resource.kind.as_str()),
            version: "v1",
            namespace: namespace.filter(|_| namespaced),
            name: &name,
            account,
            labels,
        };
        let writes = target.writes(operation).into_iter();
        writes.map(|choice| Choice { unnamed, ..choice }).collect()
    }

    /// Whether the rules name several objects, and the step does not say which of them it is about.
    fn is_one_of_several(&self, plural: &str) -> bool {
        self.named(plural).is_none() && matches!(&self.hit.targets, NameSet::Only(names) if names.len() > 1)
    }

    /// The name of the object that is written, where the step gives just that one.
    fn named(&self, plural: &str) -> Option<&Name> {
        match (self.to, plural) {
            (Node::Subject(Subject::ServiceAccount { name, .. }), "serviceaccounts") => Some(name),
            (Node::Secret(_, name), "secrets") | (Node::Machine(name), "nodes") => Some(name),
            // The pods of a workload have names of their own.
            (Node::Workload(_, workload) | Node::Pod(_, workload, _), _)
                if plural != "pods" || workload.kind == "Pod" =>
            {
                Some(&workload.name)
            }
            (Node::Hub(Hub::ChangePod(_, _, name)), "pods") => Some(name),
            (Node::Hub(Hub::Relabel(Scope::Namespace(name))) | Node::Namespace(name), "namespaces") => Some(name),
            _ => None,
        }
    }

    /// The name of the object that is written, where the step or its rules say it.
    pub(super) fn name(&self, plural: &str) -> Option<String> {
        let named = self.named(plural);
        let named = named.cloned().or_else(|| match &self.hit.targets {
            NameSet::Only(names) => names.first().cloned(),
            NameSet::Any => None,
        });
        named.map(|name| name.as_str().to_owned())
    }
}

/// Whether a request is about nothing that is there already.
pub(super) fn is_new((verb, _, _): &ApiRequest) -> bool {
    !matches!(verb.as_str(), "update" | "patch" | "delete" | "deletecollection")
}

/// Whether it needs everything in the group of RBAC.
fn is_all_of_rbac(need: &Need) -> bool {
    need.api_groups.iter().any(|group| *group == RBAC) && need.verbs.iter().any(|verb| *verb == "*")
}

/// What meets a need: each verb on each resource; of everything in the group of RBAC, what gives most.
fn all_requests(need: &Need) -> impl Iterator<Item = ApiRequest> {
    const MOST: [(&str, &str); 3] =
        [("create", "clusterrolebindings"), ("update", "clusterrolebindings"), ("update", "clusterroles")];
    let whole = is_all_of_rbac(need);
    let most = MOST.iter().filter(move |_| whole);
    let most = most.map(|(verb, resource)| ((*verb).into(), RBAC.into(), (*resource).into()));
    let groups = need.api_groups.iter().filter(move |_| !whole);
    let each = groups.flat_map(move |group| {
        need.resources.iter().flat_map(move |resource| {
            need.verbs.iter().map(move |verb| (verb.clone(), group.clone(), resource.clone()))
        })
    });
    most.chain(each)
}

/// The kind of role that these needs delete to make it anew.
fn replaced(needs: &[&Need]) -> Option<RoleKind> {
    let about = |verb: &str, resource: &str| {
        let has = |need: &&&Need| {
            need.verbs.iter().any(|known| *known == verb) && need.resources.iter().any(|known| *known == resource)
        };
        needs.iter().any(|need| has(&need))
    };
    let both = |resource: &str| about("delete", resource) && about("create", resource);
    let kinds = [("clusterroles", RoleKind::ClusterRole), ("roles", RoleKind::Role)];
    kinds.into_iter().find(|(resource, _)| both(resource)).map(|(_, kind)| kind)
}

/// What a request with this verb is to admission; nothing where it is not asked.
fn operation(verb: &str, subresource: &str) -> Option<Operation> {
    if CONNECTIONS.contains(&subresource) {
        return Some(Operation::Connect);
    }
    match verb {
        "create" => Some(Operation::Create),
        "update" | "patch" => Some(Operation::Update),
        "delete" | "deletecollection" => Some(Operation::Delete),
        verb if CHECKS.contains(&verb) => None,
        _ => None,
    }
}
