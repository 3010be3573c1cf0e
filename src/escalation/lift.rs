//! Who can take away a guard that blocks others, and what that opens.
//!
//! An admission policy falls with itself, its binding, the object that either belongs to (the garbage collector deletes it),
//! and whoever writes its parameter writes what it says. Writes of policies and bindings are put to no policy and to no
//! webhook (`IsExemptAdmissionConfigurationResource` upstream), so nothing but RBAC keeps anybody from them.
//!
//! A right that is blocked and the right to lift what blocks it are a join, whoever has which.
//!
//! Cost: for each guard that blocks something, the distinct rule lists of the cluster.

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::{Grant, Object, Request, known_resources, rule_allows};
use crate::graph::{Certainty, Edge, Hub, Node, NodeId, Remarks, Step};
use crate::guards::admission::Guard;
use crate::model::{
    AdmissionBinding, AdmissionKind, AdmissionPolicy, LabelSelector, Name, Owner, Param, ParamKind, Rule, Scope,
    Snapshot, Webhook,
};
use crate::template::{Effect, EntryScope};

use super::Whole;
use super::admitted::{Admitted, Ruled, Target, Who};
use super::drawing::{Blocked, actors};

/// The entry of the template that stands for it.
const ENTRY: &str = "admission/remove-guard";

const GROUP: &str = "admissionregistration.k8s.io";

/// Verbs that take an object away, or what it says: whoever changes one lets it belong to something that is not there.
const REMOVE: &[&str] = &["delete", "deletecollection", "patch", "update"];

/// Something that a guard stands on.
struct Prop {
    group: Name,
    resource: Name,
    namespace: Option<Name>,
    name: Name,
    kind: Name,
    /// One of each of these is needed.
    verbs: Vec<&'static [&'static str]>,
    /// What is done to it.
    told: String,
}

impl Prop {
    /// Whether nothing but RBAC is asked about it.
    fn is_exempt(&self) -> bool {
        self.group == GROUP && self.resource.contains("admissionpolic")
    }

    /// What admission says to whoever takes it away, or rewrites it.
    fn ruled(&self, guards: &Admitted<'_>, who: &Who) -> Ruled {
        let target = Target {
            group: self.group.clone(),
            resource: &self.resource,
            subresource: "",
            kind: &self.kind,
            version: "v1",
            namespace: self.namespace.as_ref(),
            name: &self.name,
            account: None,
            labels: None,
        };
        let deletes = self.verbs.iter().any(|verbs| verbs.contains(&"delete"));
        guards.removal(who, &target, deletes)
    }
}

/// Draws who can lift what blocks somebody, and what is open then.
pub(super) fn draw<'b>(whole: &mut Whole<'_, '_>, blocked: impl Iterator<Item = &'b Blocked> + Clone) {
    let Some(entry) = whole.template.entries.iter().position(|entry| entry.id == ENTRY) else { return };
    let guards: BTreeSet<&Guard> = blocked.clone().flat_map(|blocked| &blocked.guards).collect();
    let mut lifted: BTreeMap<Guard, NodeId> = BTreeMap::new();
    for guard in guards {
        if let Some(hub) = draw_lifters(whole, entry, guard) {
            lifted.insert(guard.clone(), hub);
        }
    }
    for blocked in blocked {
        elsewhere(whole, blocked);
        let Blocked { from, to, guards, step, .. } = blocked;
        let lift = |guard: &Guard| lifted.get(guard).copied().or_else(|| relabelled(whole, guard, blocked));
        let hubs: Option<Vec<NodeId>> = guards.iter().map(lift).collect();
        let Some(mut parts) = hubs else { continue };
        parts.push(*from);
        parts.sort_unstable();
        parts.dedup();
        let join = whole.graph.join(&parts);
        let edge = Edge { step: step.clone(), certainty: Certainty::ProvenRights, remarks: None };
        whole.graph.connect(join, *to, edge);
    }
}

/// Whoever may make a namespace makes one that the guard does not go by, is its admin, and runs a pod there.
fn elsewhere(whole: &mut Whole<'_, '_>, blocked: &Blocked) {
    let Some(hit) = &blocked.hit else { return };
    let entry = whole.template.entries.get(hit.entry);
    let binds = entry.is_some_and(|entry| {
        hit.scope == Scope::Cluster
            && entry.scope == EntryScope::Namespace
            && matches!(entry.gives, Some(Effect::Role { .. }))
    });
    let left = |guard: &Guard| selectors(whole.world.snapshot, guard).any(can_be_left);
    if !binds || !blocked.guards.iter().all(left) {
        return;
    }
    if let Some(maker) = whole.graph.find(&Node::Hub(Hub::MakeNamespace(None))) {
        let join = whole.graph.join(&[blocked.from, maker]);
        let run = whole.graph.add(Node::Hub(Hub::RunInNew));
        let edge = Edge { step: blocked.step.clone(), certainty: Certainty::ProvenRights, remarks: None };
        whole.graph.connect(join, run, edge);
        let machines = whole.graph.add(Node::Hub(Hub::Machines));
        if !whole.world.machines.is_empty() {
            whole.graph.connect(run, machines, Edge::identity("escape/privileged"));
        }
    }
}

/// Who may relabel the namespace of a step, where the guard goes by its labels.
fn relabelled(whole: &Whole<'_, '_>, guard: &Guard, blocked: &Blocked) -> Option<NodeId> {
    let place = blocked.hit.as_ref().map(|hit| &hit.scope);
    let entry = blocked.hit.as_ref().and_then(|hit| whole.template.entries.get(hit.entry));
    // What is not in a namespace is judged whatever its labels.
    let in_namespace = entry.is_none_or(|entry| entry.scope == EntryScope::Namespace);
    if !in_namespace || !selectors(whole.world.snapshot, guard).any(can_be_left) {
        return None;
    }
    let scopes = [place.cloned(), Some(Scope::Cluster)].into_iter().flatten();
    scopes.into_iter().find_map(|scope| whole.graph.find(&Node::Hub(Hub::Relabel(scope))))
}

/// The selectors by which a guard tells namespaces apart.
fn selectors<'s>(snapshot: &'s Snapshot, guard: &Guard) -> impl Iterator<Item = &'s LabelSelector> {
    let (mut policy, mut binding, mut webhook) = (None, None, None);
    match guard {
        Guard::Policy { kind, policy: name, binding: bound } => {
            let mut policies = snapshot.admission_policies.iter();
            policy = policies.find(|known| known.kind == *kind && known.name == *name).map(|known| &known.matches);
            let mut bindings = snapshot.admission_bindings.iter();
            let known = bindings.find(|known| known.kind == *kind && Some(&known.name) == bound.as_ref());
            binding = known.and_then(|known| known.matches.as_ref());
        }
        Guard::Webhook { kind, configuration, name } => {
            let mut webhooks = snapshot.webhooks.iter().filter(|known| known.kind == *kind);
            let known = webhooks.find(|known| known.configuration == *configuration && known.name == *name);
            webhook = known.map(|known| &known.matches);
        }
    }
    [policy, binding, webhook].into_iter().flatten().map(|matches| &matches.namespaces)
}

/// Whether whoever writes the labels of a namespace takes it out: the label of its name cannot be written.
fn can_be_left(selector: &LabelSelector) -> bool {
    selector.requirements.iter().any(|requirement| requirement.key != "kubernetes.io/metadata.name")
}

/// Draws who can lift this guard; its hub, if anybody can.
fn draw_lifters(whole: &mut Whole<'_, '_>, entry: usize, guard: &Guard) -> Option<NodeId> {
    let hub = Node::Hub(match guard {
        Guard::Policy { policy, binding, .. } => Hub::Lift(policy.clone(), binding.clone()),
        Guard::Webhook { configuration, name, .. } => Hub::Lift(configuration.clone(), Some(name.clone())),
    });
    let mut edges: Vec<(NodeId, Edge)> = Vec::new();
    for prop in props_of(whole.world.snapshot, guard) {
        for (from, grant) in writers(whole, &prop) {
            let step = Step::Entry { entry, grants: vec![grant] };
            edges.extend(judged(whole, from, &prop, &step));
        }
    }
    if edges.is_empty() {
        return None;
    }
    let hub = whole.graph.add(hub);
    edges.into_iter().for_each(|(from, edge)| whole.graph.connect(from, hub, edge));
    Some(hub)
}

/// The edges of those who may write it, as far as admission lets each of them.
fn judged(whole: &mut Whole<'_, '_>, from: NodeId, prop: &Prop, step: &Step) -> Vec<(NodeId, Edge)> {
    let edge = |ruled: Ruled| {
        let mut remarks = Remarks { facts: vec![prop.told.clone()], ..Remarks::default() };
        let certainty = ruled.tell(&mut remarks);
        Edge { step: step.clone(), certainty, remarks: None }.saying(remarks)
    };
    if prop.is_exempt() {
        return vec![(from, edge(Ruled::open()))];
    }
    let guards = whole.guards;
    let actors = actors(whole.graph, whole.access, from);
    let rules: Vec<Ruled> = actors.iter().map(|(actor, _)| prop.ruled(guards, &Who::new(actor))).collect();
    if rules.iter().all(|ruled| *ruled == Ruled::open()) {
        return vec![(from, edge(Ruled::open()))];
    }
    let own = actors.iter().map(|(actor, _)| whole.graph.add(Node::Subject(actor.clone())));
    own.zip(rules.into_iter().map(edge)).collect()
}

/// What a guard stands on.
fn props_of(snapshot: &Snapshot, guard: &Guard) -> Vec<Prop> {
    match guard {
        Guard::Policy { kind, policy, binding } => {
            let mut policies = snapshot.admission_policies.iter();
            let policy = policies.find(|known| known.kind == *kind && known.name == *policy);
            let mut bindings = snapshot.admission_bindings.iter();
            let binding = bindings.find(|known| known.kind == *kind && Some(&known.name) == binding.as_ref());
            policy.map_or_else(Vec::new, |policy| props(snapshot, policy, binding))
        }
        Guard::Webhook { kind, configuration, name } => {
            let own = |known: &&Webhook| known.configuration == *configuration && known.name == *name;
            let webhook = snapshot.webhooks.iter().filter(|known| known.kind == *kind).find(own);
            webhook.map_or_else(Vec::new, props_of_webhook)
        }
    }
}

/// A webhook falls with its configuration; and with its Service where the request is let in when it does not answer.
fn props_of_webhook(webhook: &Webhook) -> Vec<Prop> {
    let kind = match webhook.kind {
        AdmissionKind::Validating => "ValidatingWebhookConfiguration",
        AdmissionKind::Mutating => "MutatingWebhookConfiguration",
    };
    let mut props = vec![Prop {
        kind: kind.into(),
        ..own(format!("{}s", kind.to_lowercase()), &webhook.configuration, "webhook configuration")
    }];
    props.extend(webhook.owners.iter().filter_map(|owner| owned(owner, &webhook.configuration)));
    let service = webhook.service.as_ref().filter(|_| webhook.ignores_failure);
    props.extend(service.map(|(namespace, name)| Prop {
        group: Name::default(),
        resource: "services".into(),
        namespace: Some(namespace.clone()),
        name: name.clone(),
        kind: "Service".into(),
        verbs: vec![REMOVE],
        told: format!("takes away the Service {}, without which the webhook is not asked", name.as_str()),
    }));
    props
}

fn props(snapshot: &Snapshot, policy: &AdmissionPolicy, binding: Option<&AdmissionBinding>) -> Vec<Prop> {
    let plural = match policy.kind {
        AdmissionKind::Validating => "validatingadmissionpolic",
        AdmissionKind::Mutating => "mutatingadmissionpolic",
    };
    let mut props = vec![own(format!("{plural}ies"), &policy.name, "policy")];
    props.extend(policy.owners.iter().filter_map(|owner| owned(owner, &policy.name)));
    if let Some(binding) = binding {
        props.push(own(format!("{plural}ybindings"), &binding.name, "binding"));
        props.extend(binding.owners.iter().filter_map(|owner| owned(owner, &binding.name)));
        props.extend(params(snapshot, policy, binding));
    }
    props
}

/// An object of admission itself.
fn own(resource: String, name: &Name, what: &str) -> Prop {
    Prop {
        group: GROUP.into(),
        resource: resource.as_str().into(),
        namespace: None,
        name: name.clone(),
        kind: Name::default(),
        verbs: vec![REMOVE],
        told: format!("takes away or rewrites the {what} {}", name.as_str()),
    }
}

/// The object that a guard belongs to.
fn owned(owner: &Owner, of: &Name) -> Option<Prop> {
    let mut known = known_resources().map(|(resource, _)| resource);
    let resource = known.find(|resource| resource.api_group == owner.api_group && resource.kind == owner.kind)?;
    // A guard is of the cluster, and so is what it belongs to.
    (!resource.namespaced).then(|| Prop {
        group: owner.api_group.clone(),
        resource: resource.name.clone(),
        namespace: None,
        name: owner.name.clone(),
        kind: owner.kind.clone(),
        verbs: vec![REMOVE],
        told: format!("deletes the {} {}, with which {} goes", owner.kind.as_str(), owner.name.as_str(), of.as_str()),
    })
}

/// The parameters that a binding hands over, by name or by selector, and what can be done to each.
fn params(snapshot: &Snapshot, policy: &AdmissionPolicy, binding: &AdmissionBinding) -> Vec<Prop> {
    let (Some(kind), Some(handed)) = (&policy.param_kind, &binding.params) else { return Vec::new() };
    let here = |param: &&Param| {
        param.kind == *kind && handed.namespace.as_ref().is_none_or(|place| param.namespace.as_ref() == Some(place))
    };
    let known = snapshot.params.iter().filter(here);
    let mut props = Vec::new();
    match (&handed.name, &handed.selector) {
        (Some(name), _) => {
            let there = known.clone().any(|param| param.name == *name);
            props.extend(ways(kind, handed.namespace.as_ref(), name, handed.allows_absence, there));
        }
        (None, Some(selector)) => {
            for param in known.filter(|param| selector.selects(&param.labels)) {
                props.extend(ways(kind, param.namespace.as_ref(), &param.name, handed.allows_absence, true));
            }
        }
        (None, None) => {}
    }
    props
}

/// What lifts a guard that goes by this parameter: another content, or none where that lets everybody in.
fn ways(kind: &ParamKind, namespace: Option<&Name>, name: &Name, allows_absence: bool, there: bool) -> Vec<Prop> {
    let (group, _) = kind.api_version.split_once('/').unwrap_or(("", ""));
    let mut known = known_resources().map(|(resource, _)| resource);
    let built_in = known.find(|resource| resource.api_group == *group && resource.kind == kind.kind);
    // Of a custom resource the plural is what it almost always is.
    let plural = built_in.map_or_else(
        || Name::from(format!("{}s", kind.kind.to_lowercase()).as_str()),
        |resource| resource.name.clone(),
    );
    let way = |verbs: Vec<&'static [&'static str]>| Prop {
        group: group.into(),
        resource: plural.clone(),
        namespace: namespace.cloned(),
        name: name.clone(),
        kind: kind.kind.clone(),
        verbs,
        told: format!("rewrites the {} {}, by which the policy goes", kind.kind.as_str(), name.as_str()),
    };
    let delete: &[&str] = &["delete", "deletecollection"];
    let create: &[&str] = &["create"];
    let mut all = Vec::new();
    if there {
        all.extend([way(vec![&["patch", "update"]]), way(vec![delete, create])]);
    } else {
        all.push(way(vec![create]));
    }
    if there && allows_absence {
        all.push(way(vec![delete]));
        all.extend(namespace.map(|namespace| Prop {
            group: Name::default(),
            resource: "namespaces".into(),
            namespace: None,
            name: namespace.clone(),
            kind: "Namespace".into(),
            verbs: vec![delete],
            told: format!("deletes the namespace {} with the parameter of the policy", namespace.as_str()),
        }));
    }
    all
}

/// Who may write it, by roles where they hold, and the grant.
fn writers(whole: &mut Whole<'_, '_>, prop: &Prop) -> Vec<(NodeId, Grant)> {
    let namespace = prop.namespace.as_ref().map_or("", Name::as_str);
    let allows = |rule: &Rule, verbs: &[&str]| {
        verbs.iter().any(|verb| {
            let object = Object::Resource {
                api_group: &prop.group,
                resource: &prop.resource,
                subresource: "",
                namespace,
                name: if *verb == "create" { "" } else { &prop.name },
            };
            rule_allows(rule, &Request { verb, object })
        })
    };
    let access = whole.access;
    let snapshot = access.snapshot();
    let mut found = Vec::new();
    for list in access.rule_lists() {
        let rules = list.first().map_or(&[][..], |role| snapshot.role(*role).rules.as_slice());
        let by = |verbs: &&[&str]| rules.iter().position(|rule| allows(rule, verbs));
        let used: Option<Vec<usize>> = prop.verbs.iter().map(by).collect();
        let Some(rule) = used.and_then(|used| used.into_iter().next()) else { continue };
        for &role in list {
            let scopes: BTreeSet<Scope> =
                access.bindings_of(role).iter().map(|binding| snapshot.binding(*binding).scope()).collect();
            let here = |scope: &Scope| *scope == Scope::Cluster || scope.namespace() == prop.namespace.as_ref();
            for scope in scopes.into_iter().filter(here) {
                let grant = Grant { binding: None, role, rule };
                found.push((whole.graph.add(Node::Role(role, scope)), grant));
            }
        }
    }
    found
}
