//! The identities that annotations of service accounts name.
//!
//! An annotation grants nothing: the grant stands with the identity, which names the account, and no object of the cluster
//! tells of it. So each is unknown, and says what it hangs on. For a role of AWS the trust policy decides where its account
//! was exported; then the annotation adds nothing.
//!
//! A name that is none draws nothing: a placeholder of a template leads nowhere. Nor does the kind of the cluster count: a
//! cluster elsewhere, whose issuer the cloud was told of, has its tokens exchanged as well.

use crate::graph::{Certainty, Edge, Node, Remarks};
use crate::model::cloud::{Account, Arn, Cloud};
use crate::model::{CloudNames, Name, Provider, ServiceAccount, Subject};

use super::super::aws::STS;
use super::{Audience, Exchange, Giver};

const TRUST: &str =
    "unknown: whether the trust policy of the role, which was not exported, lets the service account in";
const GRANT: &str = "unknown: whether the Google account grants roles/iam.workloadIdentityUser to the service account";
const CREDENTIAL: &str = "unknown: whether the identity has a federated credential for the service account";

/// The audience of tokens for Microsoft Entra.
const ENTRA: &str = "api://AzureADTokenExchange";

/// What the annotations of an account name.
pub(super) fn exchanges(account: &ServiceAccount, cloud: &Cloud) -> impl Iterator<Item = Exchange> + use<> {
    let all = account.cloud.as_deref().map(|names| [aws(names, cloud), google(names), azure(names)]);
    all.into_iter().flatten().flatten()
}

fn aws(names: &CloudNames, cloud: &Cloud) -> Option<Exchange> {
    let arn = Arn::parse(names.aws_role.as_ref()?).filter(is_role)?;
    let own = (arn.partition(), arn.account());
    let holds = |known: &Account| known.roles.binary_search_by(|role| role.identity.arn.cmp(&arn)).is_ok();
    let is_own = |known: &&Account| own == (known.partition.as_str(), known.id.as_str());
    // Of an export that breaks off the role may be what is missing.
    let is_known = cloud.accounts.iter().filter(is_own).any(|known| !known.breaks_off || holds(known));
    let audience = Audience::Named(names.aws_audience.clone().unwrap_or_else(|| STS.into()));
    let edge = hint(Edge::identity("identity/irsa"), TRUST.to_owned());
    let identity = identity(Provider::Aws, arn.name().clone());
    (!is_known).then_some(Exchange { identity, audience, giver: Giver::EksWebhook, edge })
}

fn google(names: &CloudNames) -> Option<Exchange> {
    let account = names.gcp_account.as_ref().filter(|name| is_google_account(name))?;
    let edge = hint(Edge::identity("identity/gke-workload-identity"), GRANT.to_owned());
    let identity = identity(Provider::Gcp, account.clone());
    Some(Exchange { identity, audience: Audience::GooglePool, giver: Giver::GkeMetadata, edge })
}

fn azure(names: &CloudNames) -> Option<Exchange> {
    let client = names.azure_client.as_ref().filter(|name| is_guid(name))?;
    let tenant = names.azure_tenant.as_ref().map(|tenant| format!(", in the tenant {}", tenant.as_str()));
    let edge =
        hint(Edge::identity("identity/aks-workload-identity"), CREDENTIAL.to_owned() + &tenant.unwrap_or_default());
    // One identity, however its id is written.
    let identity = identity(Provider::Azure, client.to_ascii_lowercase().into());
    Some(Exchange { identity, audience: Audience::Named(ENTRA.into()), giver: Giver::AzureWebhook, edge })
}

fn identity(provider: Provider, name: Name) -> Node {
    Node::Subject(Subject::Cloud { provider, name })
}

fn hint(edge: Edge, unknown: String) -> Edge {
    edge.with(Certainty::Unknown).saying(Remarks { facts: vec![unknown], ..Remarks::default() })
}

/// Whether it names one role of one account.
fn is_role(arn: &Arn) -> bool {
    let account = arn.account();
    let is_account = account.len() == 12 && account.bytes().all(|digit| digit.is_ascii_digit());
    let is_one = |path: &str| path.bytes().all(|byte| byte.is_ascii_graphic() && !b"*?${}".contains(&byte));
    let role = arn.resource().strip_prefix("role/").filter(|role| !role.is_empty() && !role.ends_with('/'));
    is_account && arn.service() == "iam" && arn.region().is_empty() && role.is_some_and(is_one)
}

/// Whether it is the address of a service account, one of a person's making or one that Google makes with a project.
fn is_google_account(name: &str) -> bool {
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    let parts = name.split_once('@');
    parts.is_some_and(|(account, domain)| {
        let project = domain.strip_suffix(".gserviceaccount.com");
        !account.is_empty() && plain(account) && project.is_some_and(|project| !project.is_empty() && plain(project))
    })
}

/// Whether it is an id of Microsoft Entra.
fn is_guid(name: &str) -> bool {
    let lengths = name.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && name.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests;
