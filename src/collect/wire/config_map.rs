//! The one ConfigMap whose content is read: `aws-auth` of kube-system. Of every other one the name is looked at.

use serde::Deserialize;

use crate::model::AwsAuth;

use super::keep::Refused;
use super::written::Written;

#[derive(Deserialize)]
struct NamedWire {
    metadata: NameWire,
}

#[derive(Deserialize)]
struct NameWire {
    name: Option<String>,
    namespace: Option<String>,
}

#[derive(Deserialize)]
struct ConfigMapWire {
    data: Option<DataWire>,
}

/// Other keys are skipped: the authenticator does not look at them.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct DataWire {
    map_roles: Option<String>,
    map_users: Option<String>,
    map_accounts: Option<String>,
}

/// The content of a ConfigMap, if it is `aws-auth`. `default_namespace` is that of objects that name none.
pub(in crate::collect) fn aws_auth(written: Written<'_>, default_namespace: &str) -> Result<Option<AwsAuth>, Refused> {
    if !is_aws_auth(written, default_namespace) {
        return Ok(None);
    }
    let data = written.decode::<ConfigMapWire>()?.data.unwrap_or_default();
    Ok(Some(AwsAuth {
        map_roles: data.map_roles.unwrap_or_default(),
        map_users: data.map_users.unwrap_or_default(),
        map_accounts: data.map_accounts.unwrap_or_default(),
    }))
}

fn is_aws_auth(written: Written<'_>, default_namespace: &str) -> bool {
    // What names itself in no way that can be read is not it: no server would take it.
    let Ok(NamedWire { metadata: NameWire { name, namespace } }) = written.decode() else { return false };
    let namespace = namespace.filter(|namespace| !namespace.is_empty());
    name.as_deref() == Some(AwsAuth::NAME) && namespace.as_deref().unwrap_or(default_namespace) == AwsAuth::NAMESPACE
}
