//! Pod Identity associations of EKS.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::collect::files::Fault;
use crate::model::Name;
use crate::model::cloud::{Arn, PodIdentityAssociation};

use super::document;
use super::gathered::Gathered;
use super::merge::contradiction;
use super::value::Value;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AssociationWire<'t> {
    cluster_name: Name,
    namespace: Name,
    service_account: Name,
    association_id: Name,
    role_arn: Option<Arn>,
    target_role_arn: Option<Arn>,
    #[serde(borrow)]
    policy: Option<&'t RawValue>,
    disable_session_tags: Option<bool>,
}

/// A list of associations, which does not name their roles.
pub(super) fn read_list(value: &Value<'_>, gathered: &mut Gathered) -> Result<(), Fault> {
    value.items()?.iter().try_for_each(|item| add(item, gathered))
}

/// An association, described.
pub(super) fn read(value: &Value<'_>, gathered: &mut Gathered) -> Result<(), Fault> {
    let wire: AssociationWire<'_> = value.decode()?;
    if wire.role_arn.is_none() {
        return Err(value.fault("missing field `roleArn`"));
    }
    add(value, gathered)
}

fn add(value: &Value<'_>, gathered: &mut Gathered) -> Result<(), Fault> {
    let association = association(value.decode()?);
    let key = (association.cluster.clone(), association.id.clone());
    let fresh = || (association.clone(), value.file().to_owned());
    let (known, file) = gathered.associations.entry(key).or_insert_with(fresh);
    if (&known.namespace, &known.service_account) != (&association.namespace, &association.service_account) {
        return Err(contradiction(file, value));
    }
    match (&known.role_arn, &association.role_arn) {
        (_, None) => {}
        (None, Some(_)) => *known = association,
        (Some(_), Some(_)) if *known == association => {}
        (Some(_), Some(_)) => return Err(contradiction(file, value)),
    }
    Ok(())
}

fn association(wire: AssociationWire<'_>) -> PodIdentityAssociation {
    PodIdentityAssociation {
        cluster: wire.cluster_name,
        namespace: wire.namespace,
        service_account: wire.service_account,
        id: wire.association_id,
        role_arn: wire.role_arn,
        target_role_arn: wire.target_role_arn,
        policy: wire.policy.map(document::read),
        disable_session_tags: wire.disable_session_tags.unwrap_or(false),
    }
}
