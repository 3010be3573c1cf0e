//! Which roles tokens of the service accounts of the cluster are exchanged for, by the trust policies of the roles (IRSA).
//!
//! An annotation grants nothing; whoever has a token of an account for the audience that a role trusts has the role. Cost:
//! for each role that trusts the issuer the accounts whose names begin like its patterns.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::cloud::eks;
use crate::cloud::iam::{Decision, Iam, PrincipalId, SubjectPattern, Verdict, WebIdentity};
use crate::graph::{Certainty, Edge, Remarks};
use crate::model::cloud::PrincipalPattern;
use crate::model::{Name, Snapshot};

use super::super::exchange::{Account, Audience, Exchange, Exchanges, Giver};
use super::doors::patterns;
use super::node;
use super::pod_identity::associate;
use super::subjects::Subjects;
use super::told::told;

/// The audience of tokens for AWS, unless somebody asks for another.
pub(in crate::escalation) const STS: &str = "sts.amazonaws.com";
const EXCHANGED: &str = "sts:AssumeRoleWithWebIdentity";

/// Adds what the exports tell of this cluster.
pub(in crate::escalation) fn exchange_tokens(snapshot: &Snapshot, found: &mut Exchanges) {
    let cloud = &snapshot.cloud;
    if cloud.accounts.is_empty() && cloud.associations.is_empty() {
        return;
    }
    let (iam, subjects) = (Iam::of(cloud), Subjects::new(snapshot));
    match eks::cluster(snapshot).and_then(|cluster| cluster.issuer) {
        Some(issuer) => exchanged(&iam, &issuer, &subjects, found),
        None => guessed(&iam, snapshot, &subjects, found),
    }
    associate(&iam, snapshot, found);
}

fn exchanged(iam: &Iam<'_>, issuer: &Name, subjects: &Subjects, found: &mut Exchanges) {
    let roles: Vec<PrincipalId> = iam.principals().map(|(id, _)| id).collect();
    let of_roles = roles.par_iter().map(|role| of_role(iam, *role, issuer, subjects));
    for (everybody, some) in of_roles.collect::<Vec<_>>() {
        found.everybody.extend(everybody);
        some.into_iter().for_each(|(account, exchange)| found.add(account, exchange));
    }
}

/// Where nothing tells which issuer the tokens of the cluster have, it may be any that a role trusts.
fn guessed(iam: &Iam<'_>, snapshot: &Snapshot, subjects: &Subjects, found: &mut Exchanges) {
    for issuer in issuers(snapshot) {
        let mut of_issuer = Exchanges::default();
        exchanged(iam, &issuer, subjects, &mut of_issuer);
        let fact = format!(
            "unknown: whether {} issues the tokens of this cluster; `aws eks describe-cluster` tells",
            issuer.as_str()
        );
        // A provider that is none of EKS may have nothing to do with clusters, unless a role names service accounts.
        found.add_all(of_issuer, issuer.starts_with("oidc.eks."), |exchange| {
            let mut remarks = exchange.edge.remarks.as_deref().cloned().unwrap_or_default();
            remarks.facts.push(fact.clone());
            exchange.edge = exchange.edge.clone().with(Certainty::Unknown).saying(remarks);
        });
    }
}

/// The OIDC providers that roles of the exports trust.
fn issuers(snapshot: &Snapshot) -> BTreeSet<Name> {
    let roles = snapshot.cloud.accounts.iter().flat_map(|account| &account.roles);
    let trusted = roles.filter_map(|role| patterns(&role.trust)).flatten().flatten();
    let issuer = |pattern: &PrincipalPattern| match pattern {
        PrincipalPattern::Federated(provider) => {
            provider.split_once(":oidc-provider/").map(|(_, issuer)| issuer.into())
        }
        _ => None,
    };
    trusted.filter_map(issuer).collect()
}

/// What a role is exchanged for: by everybody, or by these.
type OfRole = (Option<Exchange>, Vec<(Account, Exchange)>);

fn of_role(iam: &Iam<'_>, role: PrincipalId, issuer: &Name, subjects: &Subjects) -> OfRole {
    let trust = iam.irsa(role, issuer);
    let patterns: Vec<&SubjectPattern> = trust.admitted.iter().flat_map(|admitted| &admitted.subjects).collect();
    let asked = |subject: &str| {
        let token = WebIdentity { issuer: issuer.clone(), subject: subject.into(), audience: STS.into() };
        let decision = iam.trusts(role, &token);
        exchange(iam, role, &decision)
    };
    let is_open =
        |pattern: &&SubjectPattern| matches!(pattern, SubjectPattern::Everyone(_) | SubjectPattern::Unconditional);
    if !patterns.is_empty() && patterns.iter().all(is_open) {
        return (asked("system:serviceaccount:any:any"), Vec::new());
    }
    // Whom a trust policy names counts also where it is not there: somebody may create it.
    let named: Vec<(String, Account)> = patterns.iter().filter_map(|pattern| named(pattern)).collect();
    let mut wanted: BTreeSet<&(String, Account)> = match trust.doubts.is_empty() {
        true => patterns.iter().flat_map(|pattern| subjects.meant(pattern)).collect(),
        false => subjects.all().collect(),
    };
    wanted.extend(&named);
    let admitted = wanted.into_iter().filter_map(|(subject, account)| Some((account.clone(), asked(subject)?)));
    (None, admitted.collect())
}

/// The one account that a pattern names; of a whole namespace the one that comes with it.
fn named(pattern: &SubjectPattern) -> Option<(String, Account)> {
    let (namespace, name) = match pattern {
        SubjectPattern::ServiceAccount { namespace, name } => (namespace.clone(), name.clone()),
        SubjectPattern::Namespace(namespace) => (namespace.clone(), "default".into()),
        _ => return None,
    };
    Some((format!("system:serviceaccount:{}:{}", namespace.as_str(), name.as_str()), (namespace, name)))
}

fn exchange(iam: &Iam<'_>, role: PrincipalId, decision: &Decision) -> Option<Exchange> {
    let certainty = match decision.verdict {
        Verdict::Allow => Certainty::ProvenRights,
        Verdict::Conditional => Certainty::Unknown,
        Verdict::Deny => return None,
    };
    let remarks = Remarks { facts: told(EXCHANGED, decision), ..Remarks::default() };
    let edge = Edge::identity("identity/irsa").with(certainty).saying(remarks);
    let audience = Audience::Named(STS.into());
    Some(Exchange { identity: node(iam.principal(role).arn()), audience, giver: Giver::EksWebhook, edge })
}
