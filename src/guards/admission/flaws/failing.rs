//! Guards that let in what they cannot judge, that nothing puts to work, or that fall with something else.

use crate::guards::cel::{CompileError, Program};
use crate::model::AdmissionKind;

use super::examined::{Examined, What};

pub(super) fn fails_open(examined: &Examined<'_>) -> Option<String> {
    match &examined.what {
        What::Policy(policy, _) if policy.ignores_failure => Some(
            "failurePolicy Ignore: a request that makes an expression fail, or cost too much, is let in".to_owned(),
        ),
        What::Webhook(webhook) if webhook.ignores_failure => {
            Some("failurePolicy Ignore: while the webhook cannot be reached, all is let in".to_owned())
        }
        _ => None,
    }
}

pub(super) fn never_denies(examined: &Examined<'_>) -> Option<String> {
    let What::Binding(binding, _) = &examined.what else { return None };
    let denies = binding.kind == AdmissionKind::Mutating || binding.actions.iter().any(|action| action == "Deny");
    (!denies).then(|| "validationActions without Deny: what fails the policy is let in".to_owned())
}

pub(super) fn unbound(examined: &Examined<'_>) -> Option<String> {
    let What::Policy(_, bound) = &examined.what else { return None };
    (!bound).then(|| "no binding names it: it judges nothing".to_owned())
}

pub(super) fn no_policy(examined: &Examined<'_>) -> Option<String> {
    let What::Binding(binding, None) = &examined.what else { return None };
    Some(format!("there is no policy {}: it judges nothing", binding.policy.as_str()))
}

pub(super) fn no_service(examined: &Examined<'_>) -> Option<String> {
    let What::Webhook(webhook) = &examined.what else { return None };
    let (namespace, name) = webhook.service.as_ref()?;
    let snapshot = examined.snapshot;
    let unread = snapshot.source.namespace.is_some() || snapshot.gaps.iter().any(|gap| gap.resource == "services");
    let there = snapshot.services.iter().any(|service| service.namespace == *namespace && service.name == *name);
    let outcome = if webhook.ignores_failure { "all is let in" } else { "what it is asked about is refused" };
    (!unread && !there).then(|| format!("there is no Service {}/{}: {outcome}", namespace.as_str(), name.as_str()))
}

pub(super) fn owned(examined: &Examined<'_>) -> Option<String> {
    let owner = examined.owners.first()?;
    Some(format!("it belongs to {} {}: who deletes that deletes it, too", owner.kind.as_str(), owner.name.as_str()))
}

pub(super) fn does_not_compile(examined: &Examined<'_>) -> Option<String> {
    let refused = |text: &str| match Program::compile(text) {
        Err(CompileError::Refused(why)) => Some(why),
        _ => None,
    };
    let (expression, why) =
        examined.expressions().into_iter().find_map(|text| Some((text.as_str(), refused(text)?)))?;
    let why = why.lines().next().unwrap_or_default().to_owned();
    Some(format!("no server reads the expression {}: {why}", quoted(expression)))
}

pub(super) fn type_warnings(examined: &Examined<'_>) -> Option<String> {
    let What::Policy(policy, _) = &examined.what else { return None };
    let warning = policy.warnings.first()?;
    let first = warning.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    Some(format!("the server's type checker warns, so an expression may fail: {}", first.trim()))
}

/// Enough of an expression to find it by.
fn quoted(expression: &str) -> String {
    const MOST: usize = 60;
    let first = expression.trim().lines().next().unwrap_or_default();
    let whole = first.len() == expression.trim().len() && first.chars().count() <= MOST;
    if whole { first.to_owned() } else { format!("{}…", first.chars().take(MOST).collect::<String>()) }
}
