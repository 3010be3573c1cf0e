//! Access entries as mappings.

use crate::cloud::aws_auth::mapped_name;
use crate::model::cloud::AccessEntry;
use crate::model::{Gap, MappedName, Mapping, MappingSource, Reason, Subject};

/// Who the principal of an entry is in the cluster, if the entry was described.
pub(super) fn mapping(entry: &AccessEntry) -> Option<Mapping> {
    let details = entry.details.as_ref()?;
    Some(Mapping {
        subject: Subject::aws(entry.principal_arn.as_str()),
        source: MappingSource::AccessEntry,
        username: mapped_name(&details.username),
        groups: details.groups.iter().cloned().map(MappedName::Fixed).collect(),
    })
}

/// What was listed and not described is not known.
pub(super) fn gap(entry: &AccessEntry) -> Option<Gap> {
    let missing = match (&entry.details, &entry.policies) {
        (Some(_), Some(_)) => return None,
        (None, _) => "the access entry was listed and not described: its user and groups are not known",
        (_, None) => "the access policies of the access entry were not listed",
    };
    Some(Gap {
        resource: "accessentries.eks".into(),
        scope: entry.principal_arn.as_str().to_owned(),
        reason: Reason::NotFound,
        effect: missing.into(),
    })
}
