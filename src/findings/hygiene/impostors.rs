//! What looks like the API server's and is not.

use crate::model::label;
use crate::template::Severity;

use super::context::Context;
use super::row::{Found, Hygiene};
use super::vendors;

pub(super) const IMPOSTOR_NAME: Hygiene = Hygiene {
    id: "hygiene/impostor-name",
    title: "Objects that are named like the API server's own",
    severity: Severity::Low,
    why: "The prefix system: and the label rbac-defaults are for what Kubernetes installs; whoever reviews grants skips \
          such names. Names that kubeadm, addons and cloud providers are known to use do not count.",
    fix: "Rename it, and remove the label.",
    controls: &[],
    find: impostor_name,
};

/// The label of what the API server installs; upstream `rbac.AuthorizationBootstrapLabel`.
const LABEL: (&str, &str) = ("kubernetes.io/bootstrapping", "rbac-defaults");

fn impostor_name(context: &Context<'_>) -> Vec<Found> {
    let shipped = &context.shipped;
    let roles = context.snapshot.roles.iter().filter(|role| !shipped.has_role(role) && !vendors::is_known(&role.name));
    let roles = roles.filter_map(|role| {
        let labelled = label(&role.labels, LABEL.0).is_some_and(|value| value == LABEL.1);
        let message = match (role.name.starts_with("system:"), labelled) {
            // Every API server labels what it installs; with the label it may be another version's.
            (true, false) => format!("{} has a name of the API server's kind and is not one of its own", role.id()),
            (_, true) if shipped.certain => format!("{} is labelled as the API server's and is not", role.id()),
            _ => return None,
        };
        Some(Found::new([role.id()], message))
    });
    let bindings = context.snapshot.bindings.iter().filter(|binding| {
        let foreign = binding.name.starts_with("system:") && shipped.binding(binding).is_none();
        shipped.certain && foreign && !vendors::is_known(&binding.name)
    });
    let bindings = bindings.map(|binding| {
        let message = format!("{} has a name of the API server's kind and is not one of its own", binding.id());
        Found::new([binding.id()], message)
    });
    roles.chain(bindings).collect()
}
