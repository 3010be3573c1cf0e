//! Instances of EC2.

use serde::Deserialize;

use crate::collect::files::Fault;
use crate::model::Name;
use crate::model::cloud::{Arn, Instance, MetadataOptions};

use super::gathered::Gathered;
use super::merge;
use super::value::Value;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct InstanceWire {
    instance_id: Name,
    iam_instance_profile: Option<ProfileWire>,
    metadata_options: Option<MetadataWire>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ProfileWire {
    arn: Arn,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MetadataWire {
    http_endpoint: Option<Name>,
    http_tokens: Option<Name>,
    http_put_response_hop_limit: Option<u32>,
}

/// `describe-instances`: instances by reservation, which says whose they are.
pub(super) fn read_reservations(value: &Value<'_>, gathered: &mut Gathered) -> Result<(), Fault> {
    for reservation in value.items()? {
        let fields = reservation.fields()?;
        let owner = fields.get("OwnerId").map(Value::decode).transpose()?;
        if let Some(instances) = fields.get("Instances") {
            read_all(instances, owner.as_ref(), gathered)?;
        }
    }
    Ok(())
}

/// Instances alone, as `--query` leaves them.
pub(super) fn read_list(value: &Value<'_>, gathered: &mut Gathered) -> Result<(), Fault> {
    read_all(value, None, gathered)
}

fn read_all(value: &Value<'_>, owner: Option<&Name>, gathered: &mut Gathered) -> Result<(), Fault> {
    for item in value.items()? {
        let instance = instance(item.decode()?, owner);
        merge::add(&mut gathered.instances, instance.id.clone(), instance, &item)?;
    }
    Ok(())
}

fn instance(wire: InstanceWire, owner: Option<&Name>) -> Instance {
    let profile = wire.iam_instance_profile.map(|profile| profile.arn);
    // The role that an instance has is of its own account.
    let account = profile.as_ref().map(|profile| Name::from(profile.account())).or_else(|| owner.cloned());
    let metadata = wire.metadata_options.map(|options| MetadataOptions {
        endpoint: options.http_endpoint,
        tokens: options.http_tokens,
        hop_limit: options.http_put_response_hop_limit,
    });
    Instance { id: wire.instance_id, account, profile, metadata }
}
