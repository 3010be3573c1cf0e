//! `kubescan explain`: what an id means, why it matters, what to do. One function for each family of ids.

mod catalogue;
mod elsewhere;
mod escape;
mod grant;
mod guard;
mod hygiene;
mod identity;
mod method;
mod objective;
mod operators;
mod paragraph;
mod proof;
mod trust;

use std::fmt::Write as _;

use crate::template::{Effect, Entry, EntryScope, Need, Operator, rule_text};

pub use catalogue::{Catalogued, all, catalogued};
pub use elsewhere::elsewhere;
pub use escape::escape;
pub use grant::grant;
pub use guard::guard;
pub use hygiene::hygiene;
pub use identity::identity;
pub use method::method;
pub use objective::objective;
pub use proof::proof_text;
pub use trust::trust;

use paragraph::{controls, section};

/// Everything that the template says of an entry.
#[must_use]
pub fn entry(entry: &Entry) -> String {
    let mut text = format!("{}\n  {}\n\n", entry.id, entry.title);
    let _ = writeln!(text, "severity   {}", severity_text(entry));
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
    controls(&mut text, &entry.controls);
    if !entry.references.is_empty() {
        let _ = writeln!(text, "\nReferences\n  {}", entry.references.join("\n  "));
    }
    text
}

/// How bad it is, and what makes it worse.
fn severity_text(entry: &Entry) -> String {
    use crate::template::Severity::Critical;
    let wide = entry.cluster.max(entry.floor);
    match (entry.floor, wide) {
        (Critical, _) => Critical.word().to_owned(),
        (floor, wide) if !leads_on(entry) => match floor == wide {
            true => floor.word().to_owned(),
            false => format!("{floor}; {wide} when granted cluster-wide"),
        },
        (floor, Critical) => format!("{floor}; critical when granted cluster-wide or where it leads to cluster-admin"),
        (floor, wide) if floor == wide => format!("{floor}; critical where it leads to cluster-admin"),
        (floor, wide) => {
            format!("{floor}; {wide} when granted cluster-wide; critical where it leads to cluster-admin")
        }
    }
}

/// Whether what an entry gives is followed further.
fn leads_on(entry: &Entry) -> bool {
    match &entry.gives {
        None => false,
        Some(Effect::Cloud(target)) => *target == "aws-auth",
        Some(_) => true,
    }
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

/// What an effect means.
#[must_use]
pub fn effect_text(effect: &Effect) -> &'static str {
    match effect {
        Effect::ServiceAccount(_) => "the rights of service accounts",
        Effect::Subject { .. } => "the rights of users or groups",
        Effect::Kubelet(_) => "the identity of a node's kubelet: Secrets and tokens of the pods there",
        Effect::Certificate(_) => "a certificate that the API server trusts",
        Effect::RoleRules(_) => "any right, by writing the rules of a role",
        Effect::Role { name: Some(_), .. } => "everything there, as cluster-admin would",
        Effect::Role { covered: true, .. } => "a role whose rights are held already, by binding it",
        Effect::Role { .. } => "the rights of a role, by binding it",
        Effect::Secrets(_) => "the content of Secrets",
        Effect::Pod => "a pod with any service account and Secret of the namespace",
        Effect::Workload => "the pods of a workload, as any service account of its namespace",
        Effect::Wake => "the pods of a workload that has none now, to whoever may run code in them",
        Effect::Exec(_) => "code in running pods",
        Effect::Node(_) => "root on nodes",
        Effect::Admission(_) => "what others write",
        Effect::Guard(_) => {
            "a guard less: what it blocked is open (followed for pod security levels, quotas and admission policies)"
        }
        Effect::Traffic(_) => "traffic meant for others (followed for groups of the API only)",
        Effect::Placement(_) => "where pods run: their tokens, once the attacker has a node",
        Effect::Volume(_) => "the data of volumes (followed where that is a path of a node)",
        Effect::Cloud(target) if *target == "aws-auth" => {
            "users and groups of the cluster for an AWS identity, system:masters among them (followed where it is EKS)"
        }
        Effect::Cloud(_) => {
            "a cloud identity; what that may do in the cloud is not in a snapshot, so it is not followed"
        }
        Effect::Controller(_) => "what the controller of a custom resource does for its writer",
        Effect::Denial(_) => "the power to make something unavailable",
    }
}
