//! An identity of AWS as whoever it is in the cluster.

use crate::authz::{Access, impersonated};
use crate::exit::Exit;
use crate::model::{MappingSource, Snapshot, Subject};
use crate::query::{aws_identity, identity_here, known_subjects};
use crate::report::talk;

/// Who an identity of AWS is in the cluster, in these groups besides; where nobody knows, it has been said.
pub(super) fn identity(snapshot: &Snapshot, name: &str, groups: &[Subject]) -> Result<Vec<Subject>, Exit> {
    let access = Access::new(snapshot);
    let own = aws_identity(snapshot, name).filter(|own| snapshot.mapping(own).is_some() || knows(&access, own));
    if let Some(own) = own {
        let mut identity = identity_here(snapshot, &own);
        tell(snapshot, &own, &identity);
        identity.extend(groups.iter().cloned());
        return Ok(identity);
    }
    // Access entries call users by their ARNs unless told otherwise, and so may bindings.
    if knows(&access, &Subject::user(name)) {
        talk::note(&format!("{name} is taken for the user of this name, whom a binding names"));
        let groups = groups.iter().filter_map(|group| group.id().strip_prefix("group:").map(str::to_owned));
        return Ok(impersonated(Some(name), &groups.collect::<Vec<_>>()));
    }
    talk::error(&format!(
        "--as: nothing says who {name} is in the cluster: no access entry that was exported (--cloud), and no entry of \
         aws-auth, is about it; --as takes the name of a user of the cluster"
    ));
    Err(Exit::Usage)
}

fn knows(access: &Access<'_>, subject: &Subject) -> bool {
    known_subjects(access).contains(subject)
}

/// Says as whom the question is answered.
fn tell(snapshot: &Snapshot, own: &Subject, identity: &[Subject]) {
    let names: Vec<String> = identity.iter().filter(|name| *name != own).map(Subject::id).collect();
    let mapping = snapshot.mapping(own);
    let by = mapping.map_or("an access policy", |mapping| match mapping.source {
        MappingSource::AccessEntry => "its access entry",
        MappingSource::AwsAuth => "aws-auth",
    });
    talk::note(&format!("{} is {} in the cluster, by {by}", own.id(), names.join(", ")));
    if mapping.is_some_and(|mapping| mapping.is_chosen()) {
        talk::note("whoever assumes the role chooses a part of its names: to ask about one of them, name it");
    }
}
