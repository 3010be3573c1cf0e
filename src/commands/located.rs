//! Where in the files that were scanned one should look.

use std::collections::BTreeMap;

use crate::cli::{Format, InputArgs};
use crate::collect::files::ObjectPlaces;
use crate::findings::{Findings, Place, Thing};
use crate::model::Snapshot;

use super::input;

/// Gives findings their places. In a large dump those of roles and bindings are known to the snapshot, and told only where
/// a format cannot do without.
pub(super) fn locate(input: &InputArgs, snapshot: &Snapshot, formats: &[Format], findings: &mut Findings) {
    let prints = |format: &Format| !matches!(format, Format::Table | Format::Name | Format::Prometheus);
    if input.filename.is_empty() || !formats.iter().any(prints) {
        return;
    }
    let (paths, limits) = input::files(input);
    let places = ObjectPlaces::find(&paths, &limits, input.namespace.as_deref());
    if places.whole {
        findings.locate(|thing| written(&places, thing));
    } else if formats.contains(&Format::Sarif) {
        let known = known(snapshot);
        findings.locate(|thing| written(&places, thing).or_else(|| known.get(&key(thing)).cloned()));
    }
}

fn written(places: &ObjectPlaces, thing: &Thing<'_>) -> Option<Place> {
    let object = places.of(thing.kind, thing.namespace, thing.name)?;
    let (line, column) = thing.rule.and_then(|rule| object.rules.get(rule)).unwrap_or(&object.place);
    Some(Place { file: object.file.clone(), line: *line, column: *column })
}

/// Kind, namespace and name.
type Key<'n> = (&'n str, Option<&'n str>, &'n str);

fn key<'n>(thing: &Thing<'n>) -> Key<'n> {
    (thing.kind, thing.namespace, thing.name)
}

/// Where the snapshot says that roles and bindings stand.
fn known(snapshot: &Snapshot) -> BTreeMap<Key<'_>, Place> {
    let roles = snapshot.roles.iter().map(|role| {
        let kind = if role.namespace.is_some() { "Role" } else { "ClusterRole" };
        ((kind, role.namespace.as_deref(), role.name.as_str()), &role.location)
    });
    let bindings = snapshot.bindings.iter().map(|binding| {
        let kind = if binding.namespace.is_some() { "RoleBinding" } else { "ClusterRoleBinding" };
        ((kind, binding.namespace.as_deref(), binding.name.as_str()), &binding.location)
    });
    roles.chain(bindings).filter_map(|(key, location)| Some((key, Place::from(location.as_ref()?)))).collect()
}
