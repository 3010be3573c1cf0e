//! Clusters of EKS.

use serde::Deserialize;

use crate::collect::files::Fault;
use crate::model::Name;
use crate::model::cloud::{Arn, EksCluster};

use super::gathered::Gathered;
use super::merge;
use super::value::Value;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClusterWire {
    arn: Arn,
    name: Name,
    identity: Option<IdentityWire>,
    access_config: Option<AccessConfigWire>,
}

#[derive(Deserialize)]
struct IdentityWire {
    oidc: Option<OidcWire>,
}

#[derive(Deserialize)]
struct OidcWire {
    issuer: Option<Name>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AccessConfigWire {
    authentication_mode: Option<Name>,
}

pub(super) fn read_cluster(value: &Value<'_>, gathered: &mut Gathered) -> Result<(), Fault> {
    let wire: ClusterWire = value.decode()?;
    let issuer = wire.identity.and_then(|identity| identity.oidc).and_then(|oidc| oidc.issuer);
    let cluster = EksCluster {
        arn: wire.arn,
        name: wire.name,
        issuer: issuer.map(|issuer| issuer.strip_prefix("https://").unwrap_or(&issuer).into()),
        authentication_mode: wire.access_config.and_then(|config| config.authentication_mode),
    };
    merge::add(&mut gathered.clusters, cluster.arn.clone(), cluster, value)
}
