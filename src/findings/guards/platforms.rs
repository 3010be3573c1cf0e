//! Webhooks that policy engines and cloud providers install so that they fail open.
//!
//! That is their choice, told in their documentation, and not a mistake of whoever runs the cluster.

/// Configurations, by name: Gatekeeper, KEDA, EKS.
const NAMES: &[&str] =
    &["gatekeeper-validating-webhook-configuration", "keda-admission", "vpc-resource-validating-webhook"];

/// Ends of the names of configurations: GKE.
const ENDS: &[&str] = &[".common-webhooks.networking.gke.io"];

/// Ends of the names of webhooks: Kyverno has one for policies that ignore failure and one for the others.
const WEBHOOK_ENDS: &[&str] = &[".kyverno.svc-ignore"];

/// Whether a webhook is known to be installed so.
pub(super) fn fails_open_by_default(configuration: &str, webhook: &str) -> bool {
    NAMES.contains(&configuration)
        || ENDS.iter().any(|end| configuration.ends_with(end))
        || WEBHOOK_ENDS.iter().any(|end| webhook.ends_with(end))
}
