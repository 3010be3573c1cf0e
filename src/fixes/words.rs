//! What fixes are called, and what to look at before they are applied.

use crate::authz::subtract;
use crate::model::{Binding, Rule, Subject};
use crate::query::RuleText;

use super::FixKind;
use super::change::Change;
use super::plan::Plan;

/// How many things a title names.
const NAMED: usize = 3;

/// A binding whose role says less.
pub(super) fn reduced(plan: &Plan<'_>) -> String {
    let kept: Vec<Rule> = plan.rest.iter().filter(|rule| is_new(rule, plan)).cloned().collect();
    let any = |rule: &Rule| Rule { resource_names: Vec::new(), ..rule.clone() };
    let lost = subtract(&plan.base, &plan.rest);
    // What stays for some names is told with these alone.
    let gone = subtract(&lost, &kept.iter().map(any).collect::<Vec<_>>());
    let gone = Some(rights(&gone)).filter(|told| !told.is_empty());
    let role = plan.role.id();
    let who = subjects(&plan.binding.subjects);
    let told = match (&gone, plan.in_place) {
        (Some(gone), true) => format!("{role} no longer allows {gone}"),
        (Some(gone), false) => format!("{who} may no longer {gone} by {role}"),
        (None, true) => format!("{role} allows {}", named(&kept)),
        (None, false) => format!("{who} may {} by {role}", named(&kept)),
    };
    let but = if gone.is_some() && !kept.is_empty() { format!(", and {}", named(&kept)) } else { String::new() };
    let instead = if plan.in_place { "" } else { ": a role of their own takes its place" };
    format!("{told}{but}{instead}")
}

/// `create serviceaccounts/token only for those named builder, cache`.
fn named(rules: &[Rule]) -> String {
    let one = |rule: &Rule| {
        let names: Vec<String> = rule.resource_names.iter().map(|name| name.as_str().to_owned()).collect();
        let all = Rule { resource_names: Vec::new(), ..rule.clone() };
        format!("{} only for those named {}", rights(&[all]), some(&sorted(names)))
    };
    some(&rules.iter().map(one).collect::<Vec<_>>())
}

/// Whether a rule is limited to names and was not before.
fn is_new(rule: &Rule, plan: &Plan<'_>) -> bool {
    !rule.resource_names.is_empty()
        && !plan.role.rules.contains(rule)
        && plan.base.iter().all(|old| old.resource_names != rule.resource_names)
}

/// Rights of the whole cluster that become rights in some namespaces.
pub(super) fn spread(changes: &[Change]) -> String {
    let (mut places, mut who, mut role, mut rules) = (Vec::new(), String::new(), String::new(), Vec::new());
    for change in changes {
        match change {
            Change::NewBinding(binding) if binding.namespace.is_some() => {
                places.extend(binding.namespace.iter().map(|namespace| namespace.as_str().to_owned()));
                (who, role) = (subjects(&binding.subjects), binding.role_id());
            }
            Change::NewRole(role) if rules.is_empty() => rules = role.rules.to_vec(),
            _ => {}
        }
    }
    let what = if rules.is_empty() { format!("what {role} allows") } else { rights(&rules) };
    format!("{who} may {what} in {} only", some(&places))
}

/// Bindings that lose their subjects.
pub(super) fn unbound(bindings: &[&Binding]) -> String {
    let told = bindings.iter().map(|binding| {
        format!("{} no longer grants {} to {}", binding.id(), binding.role_id(), subjects(&binding.subjects))
    });
    told.collect::<Vec<_>>().join("; ")
}

/// A workload or a namespace that changes.
pub(super) fn of_change(change: &Change) -> String {
    let object = change.object();
    match change {
        Change::NoToken(_) => format!("{object} runs without the token of its account"),
        Change::Place(_, home) => format!("{object} gets node:{} for itself", home.node.as_str()),
        Change::Close(_) => format!("{object} no longer gets out to its node"),
        Change::Level(_, level) => format!("{object} takes only pods of the level {}", level.as_str()),
        _ => object,
    }
}

/// The verbs and objects of rules.
pub(super) fn rights(rules: &[Rule]) -> String {
    let one = |rule: &Rule| {
        let text = RuleText::from(rule);
        let names = if text.resource_names.is_empty() {
            String::new()
        } else {
            format!(" named {}", some(&text.resource_names))
        };
        format!("{} {}{names}", text.verbs.join("/"), some(&text.things()))
    };
    some(&rules.iter().map(one).collect::<Vec<_>>())
}

fn subjects(subjects: &[Subject]) -> String {
    some(&subjects.iter().map(Subject::id).collect::<Vec<_>>())
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort_unstable();
    names.dedup();
    names
}

/// The first of these, and how many more there are.
pub(super) fn some(names: &[String]) -> String {
    let first: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    match names.len().saturating_sub(NAMED) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// What to look at before a fix of this kind is applied.
pub(super) fn checks(kind: FixKind, spelled: bool, loses: bool) -> Vec<String> {
    let used = "whether anybody uses the rights that go: the audit log of the API server tells by user and verb";
    let own = match kind {
        FixKind::NarrowToNames => {
            Some("whether objects of other names are used, or made later: they are not on the list")
        }
        FixKind::BindInNamespaces => Some("whether other namespaces are used, or made later: they are not on the list"),
        FixKind::NoAutomount => Some("whether the workload calls the API server: without the token it cannot"),
        FixKind::MoveWorkload => Some("whether the node has room for it, and what else may be scheduled there"),
        FixKind::NamespaceLevel => {
            Some("whether anybody still has to make pods there that the level refuses; those that run stay")
        }
        FixKind::CloseEscapes => Some(
            "whether the workload does without: a network plugin, a storage driver or an agent of the node may be of no use \
             then, and wants a node pool of its own instead",
        ),
        FixKind::Unbind => {
            Some("whether anything else can be done: this takes all rights of the binding, as no less was found to do")
        }
        FixKind::ReduceRole | FixKind::SplitBinding => None,
    };
    let wildcard =
        spelled.then_some("the wildcards, which are spelled out: what Kubernetes does not know of goes with them");
    own.into_iter().chain(wildcard).chain(loses.then_some(used)).map(str::to_owned).collect()
}
