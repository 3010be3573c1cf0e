//! Tokens of identity providers that the trust policy lets in.
//!
//! Tokens are made up and shown: one with each value that the policy names exactly, ones that only match its patterns, ones
//! that match nothing, ones without the key. A token is *exact* where it carries a subject that is named in full; of Google
//! a numeric audience names a service account, so that is exact as well. One identity may be let in by exact tokens: that
//! is the intended one.

use std::collections::{BTreeMap, BTreeSet};

use crate::cloud::iam::{Caller, Context, ContextValue, Decision, PrincipalId, Verdict, WebIdentity};
use crate::model::Name;
use crate::model::cloud::Arn;

use super::super::evidence::Rows;
use super::super::view::{AttackQuestion, AttackRow};
use super::super::world::World;
use super::trust::{FILLER, Trust};

const GOOGLE: &str = "accounts.google.com";

/// The audience of every answer of a SAML provider.
const SIGN_IN: &str = "https://signin.aws.amazon.com/saml";

/// A provider, and what the trust policy compares its tokens with.
struct Provider {
    name: Name,
    saml: Option<Arn>,
    issuer: Name,
    subjects: Vec<Value>,
    audiences: Vec<Value>,
}

/// A value of a token.
#[derive(Clone)]
struct Value {
    /// Nothing where the token lacks it.
    text: Option<Name>,
    /// Whether it names one identity in full.
    is_exact: bool,
}

/// Which identities a role lets in by tokens that name them in full, and how surely.
pub(in crate::boundary::aws) fn identities(
    world: &World<'_, '_>,
    role: PrincipalId,
    trust: &Trust<'_>,
) -> BTreeMap<String, Decision> {
    let mut found: BTreeMap<String, Decision> = BTreeMap::new();
    for provider in providers(trust) {
        for (label, _, decision) in provider.shown(world, role) {
            let Some(label) = label.filter(|_| decision.is_possible()) else { continue };
            let known = found.entry(label).or_insert_with(|| decision.clone());
            if decision.verdict > known.verdict {
                *known = decision;
            }
        }
    }
    found
}

pub(super) fn ask(world: &World<'_, '_>, trust: &Trust<'_>, rows: &mut Rows, reasons: &mut Vec<String>) {
    for provider in providers(trust) {
        let others = provider.shown(world, world.own).into_iter().filter(|(label, ..)| label.is_none());
        let surest = others.max_by_key(|(_, lacks, decision)| (decision.verdict, !lacks));
        let Some((_, lacks, mut decision)) = surest.filter(|(.., decision)| decision.is_possible()) else { continue };
        if lacks {
            decision.verdict = Verdict::Conditional;
        }
        let who = format!("other tokens of {}", provider.name.as_str());
        let row = AttackRow::decided(AttackQuestion::TrustToken, who, provider.action(), &decision);
        rows.count(if lacks { row.saying("only if a token lacks the key that is asked for") } else { row });
    }
    several(identities(world, world.own, trust), rows, reasons);
}

/// Of several identities only one can be the intended one: the others are as sure as the second of them.
fn several(identities: BTreeMap<String, Decision>, rows: &mut Rows, reasons: &mut Vec<String>) {
    let mut surest: Vec<&Decision> = identities.values().collect();
    surest.sort_by_key(|decision| std::cmp::Reverse(decision.verdict));
    let names: Vec<&str> = identities.keys().map(String::as_str).collect();
    match surest.get(1) {
        Some(second) => {
            let who = format!("several identities: {}", names.join(", "));
            let row =
                AttackRow::new(AttackQuestion::TrustToken, who, second.verdict).saying("only one can be intended");
            rows.count(row.witnessed(surest.iter().flat_map(|decision| &decision.allowed_by)));
        }
        None => reasons.extend(names.iter().map(|name| format!("the trust policy pins {name}"))),
    }
}

fn providers(trust: &Trust<'_>) -> Vec<Provider> {
    let mut names: BTreeSet<Name> = trust.providers().into_iter().cloned().collect();
    if trust.everyone {
        // Whoever lets in everyone lets in tokens of whichever provider, if those may be shown at all.
        names.insert(GOOGLE.into());
    }
    names.into_iter().map(|name| Provider::new(name, trust)).collect()
}

impl Provider {
    fn new(name: Name, trust: &Trust<'_>) -> Self {
        let arn = Arn::parse(&name);
        let saml = arn.clone().filter(|arn| arn.resource().starts_with("saml-provider/"));
        let issuer = match (&saml, &arn) {
            (Some(_), _) => "SAML".into(),
            (None, Some(arn)) => arn.resource().strip_prefix("oidc-provider/").unwrap_or(arn.resource()).into(),
            (None, None) => name.clone(),
        };
        let is_google = *issuer == *GOOGLE;
        let key = |claim: &str| trust.compared(&format!("{}:{claim}", issuer.as_str()));
        let subjects = values(key("sub"), |_| true);
        let mut audiences = values(key("aud"), |value| is_google && is_number(value));
        if saml.is_some() {
            audiences.push(Value { text: Some(SIGN_IN.into()), is_exact: false });
        }
        Provider { name, saml, issuer, subjects, audiences }
    }

    fn action(&self) -> &'static str {
        if self.saml.is_some() { "sts:AssumeRoleWithSAML" } else { "sts:AssumeRoleWithWebIdentity" }
    }

    /// What becomes of each token: whom it names in full, whether it lacks a key, and the decision.
    fn shown(&self, world: &World<'_, '_>, role: PrincipalId) -> Vec<(Option<String>, bool, Decision)> {
        let mut shown = Vec::new();
        for subject in &self.subjects {
            for audience in &self.audiences {
                let lacks = subject.text.is_none() || audience.text.is_none();
                shown.push((self.label(subject, audience), lacks, self.admitted(world, role, subject, audience)));
            }
        }
        shown
    }

    fn label(&self, subject: &Value, audience: &Value) -> Option<String> {
        let exact = |claim: &str, value: &Value| {
            let text = value.text.as_ref().filter(|_| value.is_exact)?;
            Some(format!("{claim} {} of {}", text.as_str(), self.name.as_str()))
        };
        exact("subject", subject).or_else(|| exact("audience", audience))
    }

    fn admitted(&self, world: &World<'_, '_>, role: PrincipalId, subject: &Value, audience: &Value) -> Decision {
        let value = |value: &Value| match &value.text {
            Some(text) => ContextValue::text(text),
            None => ContextValue::Absent,
        };
        let issuer = self.issuer.as_str();
        let context = Context::new().with(&format!("{issuer}:sub"), value(subject));
        let context = context.with(&format!("{issuer}:aud"), value(audience));
        match &self.saml {
            Some(arn) => world.iam.admits(role, Caller::Saml(arn), &context),
            None => {
                let token =
                    WebIdentity { issuer: self.issuer.clone(), subject: FILLER.into(), audience: FILLER.into() };
                world.iam.admits(role, Caller::WebIdentity(&token), &context)
            }
        }
    }
}

/// The values to try, from those that the policy names.
fn values(compared: super::trust::Compared, names_one: impl Fn(&str) -> bool) -> Vec<Value> {
    let exact = compared.exact.into_iter().map(|text| Value { is_exact: names_one(&text), text: Some(text) });
    let other = |text| Value { text: Some(text), is_exact: false };
    let made_up = compared.examples.into_iter().chain([FILLER.into()]).map(other);
    exact.chain(made_up).chain([Value { text: None, is_exact: false }]).collect()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
