//! What `--without` names: whatever a "fix first" line does. That is a binding, a role, one rule of a role, or a workload
//! whose pods get out.

use crate::model::{BindingId, RoleId, Snapshot};
use crate::query::meant;
use crate::query::named::{of_grants, of_pods, spelled, unmarked};

/// A grant, a part of what grants, or what runs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Removal {
    /// A binding.
    Binding(BindingId),
    /// A role.
    Role(RoleId),
    /// A rule of a role, from 0.
    Rule(RoleId, usize),
    /// A workload with its pods, by its name.
    Workload(String),
}

/// What this names.
///
/// # Errors
/// When nothing that can be left out has the name, as a sentence.
pub fn removal(snapshot: &Snapshot, text: &str) -> Result<Removal, String> {
    let found = as_written(snapshot, text);
    // It may be written as people see it.
    let as_seen = |error: String| unmarked(text).and_then(|read| as_written(snapshot, &read).ok()).ok_or(error);
    found.or_else(as_seen)
}

fn as_written(snapshot: &Snapshot, text: &str) -> Result<Removal, String> {
    let (written, rule) = text.rsplit_once('#').map_or((text, None), |(name, rule)| (name, Some(rule)));
    let Some(name) = spelled(snapshot, written) else { return Err(malformed(snapshot, written)) };
    match name.split(':').next().unwrap_or_default() {
        "rolebinding" | "clusterrolebinding" => binding(snapshot, &name, rule),
        "role" | "clusterrole" => role(snapshot, &name, rule),
        "pod" | "workload" => workload(snapshot, &name),
        kind => Err(refused(kind, &name)),
    }
}

fn binding(snapshot: &Snapshot, name: &str, rule: Option<&str>) -> Result<Removal, String> {
    let found = snapshot.binding_ids().find(|(_, binding)| binding.id() == name);
    let (id, binding) = found.ok_or_else(|| unknown(name, of_grants(snapshot)))?;
    match rule {
        None => Ok(Removal::Binding(id)),
        Some(rule) => Err(format!("a binding has no rules; write {}#{rule}, which it grants", binding.role_id())),
    }
}

fn role(snapshot: &Snapshot, name: &str, rule: Option<&str>) -> Result<Removal, String> {
    let found = snapshot.role_ids().find(|(_, role)| role.id() == name);
    let (id, role) = found.ok_or_else(|| unknown(name, of_grants(snapshot)))?;
    let Some(rule) = rule else { return Ok(Removal::Role(id)) };
    let place = rule.parse().ok().filter(|place| *place < role.rules.len());
    place
        .map(|place| Removal::Rule(id, place))
        .ok_or_else(|| format!("{name} has {} rules, numbered from 0; there is no rule {rule}", role.rules.len()))
}

/// A pod stands for its workload: another replica would do the same.
fn workload(snapshot: &Snapshot, name: &str) -> Result<Removal, String> {
    let is = |id: &str| id == name;
    let of_pod = snapshot.pods.iter().find(|pod| {
        let own = [&pod.name, &pod.workload.name].map(|own| format!("pod:{}/{}", pod.namespace.as_str(), own.as_str()));
        own.iter().any(|id| is(id)) || is(&pod.workload.id(&pod.namespace))
    });
    let own = || snapshot.workloads.iter().find(|own| is(&own.workload.id(&own.namespace)));
    let id = of_pod.map(|pod| pod.workload.id(&pod.namespace));
    let id = id.or_else(|| own().map(|own| own.workload.id(&own.namespace)));
    id.map(Removal::Workload).ok_or_else(|| unknown(name, of_pods(snapshot)))
}

fn unknown(name: &str, known: impl IntoIterator<Item = String>) -> String {
    format!("there is no {name}{}", meant(name, known))
}

/// What is neither a grant nor runs.
fn refused(kind: &str, name: &str) -> String {
    let instead = match kind {
        "node" => "name the workload that reaches it",
        "sa" | "user" | "group" => "name the binding that gives it something",
        "secret" | "ns" | "objective" => "name what gives access to it",
        _ => "name a binding, a role or a workload",
    };
    format!("{name} cannot be left out: it is no grant, and nothing that runs; {instead}")
}

fn malformed(snapshot: &Snapshot, written: &str) -> String {
    let known = of_grants(snapshot).chain(of_pods(snapshot));
    format!(
        "{written:?} is no grant and no workload{}; write rolebinding:NS/NAME, clusterrolebinding:NAME, role:NS/NAME or \
         clusterrole:NAME, with #RULE for one rule of a role, or deploy/NS/NAME for a workload",
        meant(written, known)
    )
}
