//! What a decision of IAM rests on, in words.

use crate::cloud::iam::{Choice, Decision, Doubt, PolicySource, Verdict, Witness, documented};

/// Which statements allow an action, and what that hangs on.
#[must_use]
pub fn told(action: &str, decision: &Decision) -> Vec<String> {
    if decision.verdict == Verdict::Deny {
        return Vec::new();
    }
    let by: Vec<String> = decision.allowed_by.iter().take(2).map(witness).collect();
    let by = if by.is_empty() { String::new() } else { format!(": {}", by.join("; ")) };
    let mut facts = vec![format!("{action}{by}")];
    facts.extend(decision.doubts.iter().map(doubt));
    facts.extend(decision.choices.iter().filter_map(|choice| chosen(action, choice)));
    facts
}

/// Where a statement stands.
#[must_use]
pub fn witness(witness: &Witness) -> String {
    let statement = match &witness.sid {
        Some(sid) => format!("statement {}", sid.as_str()),
        None => format!("statement {}", witness.statement + 1),
    };
    format!("{statement} of {}", policy(&witness.policy))
}

fn policy(source: &PolicySource) -> String {
    match source {
        PolicySource::Inline { identity, name } => format!("inline policy {} of {}", name.as_str(), identity.as_str()),
        PolicySource::Managed { arn, version } if version.is_empty() => format!("policy {}", arn.as_str()),
        PolicySource::Managed { arn, version } => format!("policy {} ({})", arn.as_str(), version.as_str()),
        PolicySource::Boundary { arn, .. } => format!("boundary {}", arn.as_str()),
        PolicySource::Session => "the session policy".to_owned(),
        PolicySource::Trust { role } => format!("the trust policy of {}", role.as_str()),
    }
}

/// What an answer hangs on.
pub(super) fn doubt(doubt: &Doubt) -> String {
    let unknown = |what: &str, name: &str| format!("unknown: {what} {name}");
    match doubt {
        Doubt::Mfa => "only with MFA".to_owned(),
        Doubt::ExternalId => "only with the external id, a secret".to_owned(),
        Doubt::SessionName => "unknown: how the session is named".to_owned(),
        Doubt::Key(key) => unknown("the value of", &documented(key)),
        Doubt::Variable(name) => unknown("the value of the variable", &documented(name)),
        Doubt::Operator(name) => unknown("what is meant by the operator", name),
        Doubt::Value(value) => unknown("what is meant by the value", value),
        Doubt::Time(time) => unknown("whether the request is made before or after", time),
        Doubt::SeveralValues(key) => unknown("which of several values counts of", &documented(key)),
        Doubt::ManagedPolicy(arn) => unknown("what is in the policy", arn),
        Doubt::Boundary(arn) => unknown("what is in the boundary", arn),
        Doubt::Group(name) => unknown("what is in the group", name),
        Doubt::Unreadable(source) => format!("unknown: what is in {}, which cannot be read", policy(source)),
        Doubt::OtherAccount(account) => unknown("what the policies allow of the account", account),
        Doubt::Everyone => "unknown: whether a trust in everyone suffices without a policy of its own".to_owned(),
        Doubt::NotPrincipal(name) => unknown("whom the exception is about:", name),
        Doubt::OtherProvider(name) => unknown("whether a provider of another account counts:", name),
        Doubt::Choice(key) => unknown("whether one value suits all patterns of", &documented(key)),
        Doubt::TooManyChoices => "unknown: there are too many values to try".to_owned(),
    }
}

/// What the caller has to choose, where that says something.
fn chosen(action: &str, choice: &Choice) -> Option<String> {
    let value = choice.value.as_ref()?;
    let told = value.len() < 100 && !value.contains("kubescan");
    told.then(|| format!("{action} with {} = {}", documented(&choice.key), value.as_str()))
}
