//! Trust policies beside the service accounts of a cluster.

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

impl Iam<'_> {
    /// What is wrong between the service accounts of a cluster and all roles; sorted. Each role that trusts the issuer is
    /// asked about each service account, the others only about those whose annotation names them.
    #[must_use]
    pub fn irsa_findings(&self, issuer: &str, accounts: &[Annotated]) -> Vec<IrsaFinding> {
        let mut findings: Vec<IrsaFinding> = accounts.iter().filter_map(|account| self.absent(account)).collect();
        for (id, principal) in self.principals() {
            let trust = self.irsa(id, issuer);
            findings.extend(dangling(principal.arn().name(), &trust, accounts));
            let is_open = !trust.admitted.is_empty() || !trust.doubts.is_empty();
            let asked =
                accounts.iter().filter(|account| is_open || account.role.as_ref() == Some(principal.arn().name()));
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
fn dangling(role: &Name, trust: &IrsaTrust, accounts: &[Annotated]) -> Vec<IrsaFinding> {
    let mut findings = Vec::new();
    for admitted in &trust.admitted {
        for pattern in &admitted.subjects {
            let is_there = accounts.iter().any(|account| match pattern {
                SubjectPattern::ServiceAccount { namespace, name } => {
                    (namespace, name) == (&account.namespace, &account.name)
                }
                SubjectPattern::Namespace(namespace) => *namespace == account.namespace,
                _ => true,
            });
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
