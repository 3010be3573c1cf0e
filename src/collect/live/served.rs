//! Kinds that only some servers have: which of them this one serves, and where it lists them.
//!
//! Two small documents for each API group, and only where the group is asked for: discovery as a whole is the business of
//! [`super::discover()`].

use percent_encoding::utf8_percent_encode;
use serde::Deserialize;

use super::discovery::Plain;
use super::fault::Fault;
use super::list::ESCAPED;
use super::session::Session;
use crate::collect::listed::ObjectKind;
use crate::model::Resource;

/// `APIGroup` of `k8s.io/apimachinery/pkg/apis/meta/v1`.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Group {
    versions: Vec<GroupVersion>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct GroupVersion {
    group_version: String,
}

/// The kinds of an API group, each in the first version that has it; none where the group is not served.
pub(super) async fn kinds_of_group(session: &Session, group: &str) -> Result<Vec<ObjectKind>, Fault> {
    let Some(body) = served(session, &format!("/apis/{}", escaped(group))).await? else { return Ok(Vec::new()) };
    let found: Group = serde_json::from_slice(&body).map_err(|_| no_discovery())?;
    let mut kinds: Vec<ObjectKind> = Vec::new();
    // The server lists the preferred version first (`convertToDiscoveryAPIGroup` of kube-aggregator).
    for version in found.versions {
        let here = kinds_of_version(session, &version.group_version).await?;
        let fresh = here.into_iter().filter(|kind| kinds.iter().all(|known| known.kind != kind.kind));
        kinds.extend(fresh.collect::<Vec<_>>());
    }
    Ok(kinds)
}

/// The kinds of one version of an API group that can be listed; none where it is not served.
pub(super) async fn kinds_of_version(session: &Session, api_version: &str) -> Result<Vec<ObjectKind>, Fault> {
    let Some(body) = served(session, &base(api_version)).await? else { return Ok(Vec::new()) };
    let plain: Plain = serde_json::from_slice(&body).map_err(|_| no_discovery())?;
    let mut resources: Vec<Resource> = Vec::new();
    plain.add_to(&mut resources, "");
    let listed = resources.into_iter().filter(|resource| resource.verbs.iter().any(|verb| verb == "list"));
    let kind = |resource: Resource| ObjectKind {
        api_version: api_version.into(),
        kind: resource.kind,
        resource: resource.name,
        namespaced: resource.namespaced,
    };
    Ok(listed.map(kind).collect())
}

/// Where a server lists the objects of a kind: all of them, or those of one namespace.
pub(super) fn list_path(of: &ObjectKind, namespace: Option<&str>) -> String {
    let base = base(&of.api_version);
    let resource = escaped(&of.resource);
    match namespace.filter(|_| of.namespaced) {
        Some(namespace) => format!("{base}/namespaces/{}/{resource}", escaped(namespace)),
        None => format!("{base}/{resource}"),
    }
}

fn base(api_version: &str) -> String {
    match api_version.split_once('/') {
        Some((group, version)) => format!("/apis/{}/{}", escaped(group), escaped(version)),
        None => format!("/api/{}", escaped(api_version)),
    }
}

/// Text that may stand in a path or in the value of a query.
pub(super) fn escaped(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

async fn served(session: &Session, path: &str) -> Result<Option<Vec<u8>>, Fault> {
    match session.get(path).await {
        Ok(body) => Ok(Some(body)),
        Err(Fault::NotFound) => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn no_discovery() -> Fault {
    Fault::Malformed("the server does not answer with a discovery document".to_owned())
}
