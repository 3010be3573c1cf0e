//! Trust policies beside the service accounts of a cluster.

use std::collections::{BTreeMap, BTreeSet};

use crate::cloud::iam::{Iam, Principal, PrincipalId, WebIdentity};
use crate::model::Name;

use super::subject::subject;
use super::{IrsaFinding, IrsaFindingId, IrsaTrust, SubjectPattern};

/// A service account of a cluster, and the role that its annotation names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Annotated {
    /// Its namespace.
    pub namespace: Name,
    /// Its name.
    pub name: Name,
    /// `eks.amazonaws.com/role-arn`
    pub role: Option<Name>,
}

/// The audience of tokens for AWS, unless an annotation says otherwise.
const AUDIENCE: &str = "sts.amazonaws.com";

/// Service accounts by what patterns name of them.
struct Index<'a> {
    by_name: BTreeMap<(&'a Name, &'a Name), &'a Annotated>,
    by_role: BTreeMap<&'a Name, Vec<&'a Annotated>>,
    namespaces: BTreeSet<&'a Name>,
}

impl<'a> Index<'a> {
    fn new(accounts: &'a [Annotated]) -> Self {
        let mut by_role: BTreeMap<&Name, Vec<&Annotated>> = BTreeMap::new();
        for account in accounts {
            if let Some(role) = &account.role {
                by_role.entry(role).or_default().push(account);
            }
        }
        let by_name = accounts.iter().map(|account| ((&account.namespace, &account.name), account)).collect();
        Index { by_name, by_role, namespaces: accounts.iter().map(|account| &account.namespace).collect() }
    }

    /// The accounts that a trust policy names one by one, and those whose annotation names the role. Whom a wider pattern
    /// lets in, the finding about the pattern says.
    fn asked(&self, trust: &IrsaTrust, role: &Name) -> Vec<&'a Annotated> {
        let patterns = trust.admitted.iter().flat_map(|admitted| &admitted.subjects);
        let named = patterns.filter_map(|pattern| match pattern {
            SubjectPattern::ServiceAccount { namespace, name } => self.by_name.get(&(namespace, name)).copied(),
            _ => None,
        });
        let mut asked: Vec<&Annotated> = named.chain(self.by_role.get(role).into_iter().flatten().copied()).collect();
        asked.sort_by_key(|account| (&account.namespace, &account.name));
        asked.dedup_by_key(|account| (&account.namespace, &account.name));
        asked
    }
}

impl Iam<'_> {
    /// What is wrong between the service accounts of a cluster and all roles; sorted. Cost: for each role the accounts that
    /// its trust policy names, and those that name it.
    #[must_use]
    pub fn irsa_findings(&self, issuer: &str, accounts: &[Annotated]) -> Vec<IrsaFinding> {
        let index = Index::new(accounts);
        let mut findings: Vec<IrsaFinding> = accounts.iter().filter_map(|account| self.absent(account)).collect();
        for (id, principal) in self.principals() {
            let trust = self.irsa(id, issuer);
            let role = principal.arn().name();
            findings.extend(dangling(role, &trust, &index));
            let asked = index.asked(&trust, role).into_iter();
            findings.extend(asked.filter_map(|account| self.annotation(id, principal, issuer, account)));
            findings.extend(trust.findings);
        }
        findings.sort_unstable();
        findings.dedup();
        findings
    }

    /// A service account whose role is not in the export.
    fn absent(&self, account: &Annotated) -> Option<IrsaFinding> {
        let role = account.role.as_ref()?;
        self.find(role).is_none().then(|| about(IrsaFindingId::AnnotOnly, role, account))
    }

    /// Whether annotation and trust policy say the same.
    fn annotation(
        &self,
        id: PrincipalId,
        principal: Principal<'_>,
        issuer: &str,
        account: &Annotated,
    ) -> Option<IrsaFinding> {
        let role = principal.arn().name();
        let token = WebIdentity {
            issuer: issuer.into(),
            subject: subject(&account.namespace, &account.name),
            audience: AUDIENCE.into(),
        };
        match (account.role.as_ref() == Some(role), self.trusts(id, &token).is_possible()) {
            (true, false) => Some(about(IrsaFindingId::AnnotOnly, role, account)),
            (false, true) => Some(about(IrsaFindingId::Unannotated, role, account)),
            _ => None,
        }
    }
}

fn about(id: IrsaFindingId, role: &Name, account: &Annotated) -> IrsaFinding {
    let subject = Some(subject(&account.namespace, &account.name));
    IrsaFinding { id, role: role.clone(), statement: None, subject }
}

/// Subjects that name what the cluster lacks.
fn dangling(role: &Name, trust: &IrsaTrust, index: &Index<'_>) -> Vec<IrsaFinding> {
    let mut findings = Vec::new();
    for admitted in &trust.admitted {
        for pattern in &admitted.subjects {
            let is_there = match pattern {
                SubjectPattern::ServiceAccount { namespace, name } => index.by_name.contains_key(&(namespace, name)),
                SubjectPattern::Namespace(namespace) => index.namespaces.contains(namespace),
                _ => true,
            };
            let names_some = matches!(pattern, SubjectPattern::ServiceAccount { .. } | SubjectPattern::Namespace(_));
            if names_some && !is_there {
                findings.push(IrsaFinding {
                    id: IrsaFindingId::Dangling,
                    role: role.clone(),
                    statement: Some(admitted.statement.clone()),
                    subject: Some(pattern.text()),
                });
            }
        }
    }
    findings
}
