//! Parameters that are missing, or may go missing.

use crate::guards::admission::params::{Handed, Service};

use super::examined::{Examined, What};

/// What a binding refers to, in words.
fn meant(examined: &Examined<'_>) -> Option<(String, bool, bool)> {
    let What::Binding(binding, Some(policy)) = &examined.what else { return None };
    let (kind, reference) = (policy.param_kind.as_ref()?, binding.params.as_ref()?);
    let what = match &reference.name {
        Some(name) => format!("{} {}", kind.kind.as_str(), name.as_str()),
        None => format!("{} that the selector takes", kind.kind.as_str()),
    };
    // Without a namespace of its own it depends on the request; any request's answer is as good where there are none.
    let mut places: Vec<&str> = match &reference.namespace {
        Some(own) => vec![own.as_str()],
        None => examined.snapshot.namespaces.iter().map(|namespace| namespace.name.as_str()).collect(),
    };
    if places.is_empty() {
        places.push("default");
    }
    let missing =
        places.into_iter().all(|namespace| match examined.params.handed(Some(kind), Some(reference), namespace) {
            Handed::Values(values) => values.is_empty(),
            Handed::Fails(_) => true,
            Handed::Unknown(_) => false,
        });
    Some((what, missing, reference.allows_absence))
}

pub(super) fn absent_allows(examined: &Examined<'_>) -> Option<String> {
    let (what, missing, allows) = meant(examined)?;
    (allows && !missing)
        .then(|| format!("parameterNotFoundAction Allow: who deletes the {what} puts the policy out of work"))
}

pub(super) fn none_found(examined: &Examined<'_>) -> Option<String> {
    let (what, missing, allows) = meant(examined)?;
    let What::Binding(_, Some(policy)) = &examined.what else { return None };
    let open = allows || policy.ignores_failure;
    let outcome = if open { "all is let in" } else { "what it is asked about is refused" };
    missing.then(|| format!("there is no {what}: {outcome}"))
}

pub(super) fn unserved(examined: &Examined<'_>) -> Option<String> {
    let What::Policy(policy, true) = &examined.what else { return None };
    let kind = policy.param_kind.as_ref()?;
    let outcome = if policy.ignores_failure { "all is let in" } else { "what it is asked about is refused" };
    (examined.params.standing(kind) == Service::Unserved).then(|| {
        format!(
            "no server has the kind {} {} of its parameters: {outcome}",
            kind.api_version.as_str(),
            kind.kind.as_str()
        )
    })
}
