//! Where in the files that were scanned one should look.

use std::collections::BTreeMap;

use crate::cli::{Format, InputArgs};
use crate::cloud::eks;
use crate::collect::cloud::{CloudPlace, CloudPlaces};
use crate::collect::files::ObjectPlaces;
use crate::findings::{Findings, Place, Thing};
use crate::model::{Snapshot, SourceKind};

use super::input;

/// What was scanned, as far as it was files.
struct Places {
    objects: ObjectPlaces,
    cloud: CloudPlaces,
}

/// Gives findings their places, and tells the first file that was scanned. In a large dump the places of roles and bindings
/// are known to the snapshot, and told only where a format cannot do without.
pub(super) fn locate(
    input: &InputArgs,
    snapshot: &Snapshot,
    formats: &[Format],
    findings: &mut Findings,
) -> Option<String> {
    let prints = |format: &Format| !matches!(format, Format::Table | Format::Name | Format::Prometheus);
    if (input.filename.is_empty() && input.cloud.is_empty()) || !formats.iter().any(prints) {
        return None;
    }
    let (paths, limits) = input::files(input);
    let objects = ObjectPlaces::find(&paths, &limits, input.namespace.as_deref());
    let places = Places { objects, cloud: CloudPlaces::find(&input::exports(input), &limits) };
    if places.objects.whole {
        findings.locate(|thing| written(&places, thing));
    } else if formats.contains(&Format::Sarif) {
        let known = known(snapshot);
        findings.locate(|thing| written(&places, thing).or_else(|| known.get(&key(thing)).cloned()));
    }
    let Places { objects, cloud } = places;
    // What a live cluster holds stands in no file, an export beside it included.
    objects.first.or_else(|| cloud.first.filter(|_| snapshot.source.kind == SourceKind::Files))
}

fn written(places: &Places, thing: &Thing<'_>) -> Option<Place> {
    match (thing.kind, eks::access_entry_named(thing.name)) {
        (Thing::OF_AWS, _) => exported(places, thing.name),
        (_, Some((_, principal))) => places.cloud.entry(principal).map(place),
        _ => declared(places, thing),
    }
}

/// Where an identity of AWS was exported, or else what says who it is in the cluster.
fn exported(places: &Places, arn: &str) -> Option<Place> {
    let exported = places.cloud.of(arn).map(place);
    exported.or_else(|| declared(places, &Thing::AWS_AUTH))
}

fn place(found: &CloudPlace) -> Place {
    let (line, column) = found.place;
    Place { file: found.file.clone(), line, column }
}

fn declared(places: &Places, thing: &Thing<'_>) -> Option<Place> {
    let object = places.objects.of(thing.kind, thing.namespace, thing.name)?;
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
