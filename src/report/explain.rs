//! The text of an entry: what it is, why it matters, what to do.

use std::fmt::Write as _;

use crate::template::{Effect, Entry, EntryScope, Need, Operator, Proof, reason_against, replay_of, rule_text};

mod operators;

/// Everything that the template says of an entry.
#[must_use]
pub fn entry(entry: &Entry) -> String {
    let mut text = format!("{}\n  {}\n\n", entry.id, entry.title);
    let severity = if entry.floor == entry.cluster {
        entry.floor.word().to_owned()
    } else {
        format!(
            "{}; at least {} when granted cluster-wide; critical where it leads to cluster-admin",
            entry.floor, entry.cluster
        )
    };
    let _ = writeln!(text, "severity   {severity}");
    let scope = match entry.scope {
        EntryScope::Cluster => "holds only when granted cluster-wide",
        EntryScope::Namespace => "a RoleBinding suffices, for its namespace",
    };
    let _ = writeln!(text, "scope      {scope}");
    for (place, need) in entry.needs.iter().enumerate() {
        let label = if place == 0 { "needs" } else { "and" };
        let _ = writeln!(text, "{label:<11}{}", need_text(need));
    }
    let _ = writeln!(
        text,
        "gives      {}",
        entry.gives.as_ref().map_or("nothing further: it is a risk in itself", effect_text)
    );
    let _ = writeln!(text, "proof      {}", proof_text(entry));
    if let Some(since) = entry.since {
        let _ = writeln!(text, "since      Kubernetes {since}");
    }
    if let Some(until) = entry.until {
        let _ = writeln!(text, "until      Kubernetes {until}");
    }
    section(&mut text, "Why", &entry.why);
    section(&mut text, "Fix", &entry.fix);
    let operators: Vec<&Operator> = entry.needs.iter().flat_map(|need| need.operators.iter().copied()).collect();
    if !operators.is_empty() {
        let _ = write!(text, "\nOperators\n{}", operators::list(&operators));
    }
    let rules = |list: &[crate::template::Example]| {
        let lines = list.iter().map(|example| {
            let place = example.namespace.as_ref().map_or_else(String::new, |name| format!(" (in {})", name.as_str()));
            format!("  {}{place}", rule_text(&example.rule))
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    let _ = writeln!(text, "\nA hit\n{}\nA near miss\n{}", rules(&entry.hit), rules(&entry.miss));
    if !entry.controls.is_empty() {
        let _ = writeln!(text, "\nControls\n  {}", entry.controls.join(", "));
    }
    if !entry.references.is_empty() {
        let _ = writeln!(text, "\nReferences\n  {}", entry.references.join("\n  "));
    }
    text
}

/// What is true without using a permission, by the ids that stand in paths.
const IDENTITIES: &[(&str, &str)] = &[
    ("identity/masters", "Members of system:masters may do everything; no binding shows it and nothing stops it."),
    (
        "identity/namespace-admin",
        "Whoever may do everything in a namespace has its Secrets, its pods and its accounts.",
    ),
    ("identity/pod-legacy-token", "A container reads a token Secret, perhaps of another account than the pod's own."),
    ("identity/pod-token", "A container mounts a token of the pod's service account that the API server accepts."),
    ("identity/secret-token", "The Secret holds a token of a service account, valid until one of them is deleted."),
    ("secrets/mount", "Whoever runs a pod may mount any Secret of its namespace; no permission is asked for."),
];

/// The text of an id that is no entry of the template.
#[must_use]
pub fn identity(id: &str) -> Option<&'static str> {
    IDENTITIES.iter().find(|(known, _)| *known == id).map(|(_, text)| *text)
}

fn section(text: &mut String, title: &str, body: &str) {
    let _ = writeln!(text, "\n{title}");
    for line in wrap(body, 96) {
        let _ = writeln!(text, "  {line}");
    }
}

/// Breaks a paragraph between words.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// What a need asks for.
#[must_use]
pub fn need_text(need: &Need) -> String {
    let join = |names: &[crate::model::Name]| {
        names.iter().map(|name| if name.is_empty() { "\"\"" } else { name.as_str() }).collect::<Vec<_>>().join(",")
    };
    let mut text = if !need.operators.is_empty() {
        format!("{} a custom resource of an operator below", join(&need.verbs))
    } else if need.is_non_resource() {
        format!("{} {}", join(&need.verbs), join(&need.non_resource_urls))
    } else {
        format!("{} {}", join(&need.verbs), join(&need.resources))
    };
    if need.api_groups.iter().any(|group| !group.is_empty()) {
        let _ = write!(text, " in {}", join(&need.api_groups));
    }
    if !need.resource_names.is_empty() {
        let _ = write!(text, " named {}", join(&need.resource_names));
    }
    if !need.namespaces.is_empty() {
        let _ = write!(text, ", in namespace {}", join(&need.namespaces));
    }
    if need.scope == EntryScope::Cluster {
        text.push_str(", cluster-wide");
    }
    if need.step > 1 {
        let _ = write!(text, " (step {})", need.step);
    }
    text
}

/// What shows that an entry works.
#[must_use]
pub fn proof_text(entry: &Entry) -> String {
    let replayed = replay_of(entry).map(|file| format!("replayed against a real API server in {file}"));
    let (rest, why) = match entry.proof {
        Proof::ApiServer => ("", "the API server alone decides it"),
        Proof::Controllers => ("", "it takes the controller manager too"),
        Proof::Kubelet => ("; the kubelet's part is reasoned", "it takes a kubelet"),
        Proof::External => (
            "; what follows takes something outside, or a victim to act: shown as unknown",
            "it takes something outside, or a victim to act: shown as unknown",
        ),
        Proof::Unproven => ("; what follows is unproven: shown as unknown", "shown as unknown"),
    };
    match replayed {
        Some(replayed) => format!("{replayed}{rest}"),
        None => format!("reasoned: {}", reason_against(entry).unwrap_or(why)),
    }
}

/// What an effect means.
#[must_use]
pub fn effect_text(effect: &Effect) -> &'static str {
    match effect {
        Effect::ServiceAccount(_) => "the rights of service accounts",
        Effect::Subject { .. } => "the rights of users or groups",
        Effect::Kubelet(_) => "the identity of a node's kubelet: Secrets and tokens of the pods there",
        Effect::Certificate(_) => "a certificate that the API server trusts",
        Effect::RoleRules(_) => "any right, by writing the rules of a role",
        Effect::Role { .. } => "the rights of a role, by binding it",
        Effect::Secrets(_) => "the content of Secrets",
        Effect::Pod => "a pod with any service account and Secret of the namespace",
        Effect::Workload => "the pods of a workload, as any service account of its namespace",
        Effect::Exec(_) => "code in running pods",
        Effect::Node(_) => "root on nodes",
        Effect::Admission(_) => "what others write",
        Effect::Guard(_) => "a guard less: what it blocked is open (followed for pod security levels)",
        Effect::Traffic(_) => "traffic meant for others (followed for groups of the API only)",
        Effect::Placement(_) => "where pods run: their tokens, once the attacker has a node",
        Effect::Volume(_) => "the data of volumes (followed where that is a path of a node)",
        Effect::Cloud(_) => "a cloud identity (followed back into the cluster for aws-auth)",
        Effect::Controller(_) => "what the controller of a custom resource does for its writer",
        Effect::Denial(_) => "the power to make something unavailable",
    }
}
