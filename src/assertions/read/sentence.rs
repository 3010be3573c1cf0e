//! An assertion as a sentence, in the words of the file.

use crate::assertions::assertion::{Claim, Rights, Spelled, Ways};
use crate::yaml::Node;

pub(super) fn says(item: &Node<'_>, claim: &Claim) -> String {
    match claim {
        Claim::Rights(rights) => of_rights(item, rights),
        Claim::Ways(ways) => of_ways(ways),
    }
}

/// `group:dev may not create, delete secrets, pods/exec in namespace prod`.
fn of_rights(item: &Node<'_>, rights: &Rights) -> String {
    let who: Vec<String> = rights.who.iter().map(ToString::to_string).collect();
    let may = if rights.allowed { "may" } else { "may not" };
    let words = |one: &str, many: &str| listed(item, one).or_else(|| listed(item, many)).unwrap_or_default();
    let objects = format!("{}{}", words("resource", "resources"), words("url", "urls"));
    let name = match words("name", "names") {
        names if names.is_empty() => names,
        names => format!(" {names}"),
    };
    let place = match (rights.namespaces.as_slice(), rights.allowed) {
        _ if objects.starts_with('/') => String::new(),
        ([], true) => " everywhere".to_owned(),
        ([], false) => " anywhere".to_owned(),
        ([one], _) => format!(" in namespace {one}"),
        (several, _) => format!(" in namespaces {}", several.join(", ")),
    };
    format!("{} {may} {} {objects}{name}{place}", who.join(", "), words("verb", "verbs"))
}

/// `no path from ns:dev to cluster-admin`.
fn of_ways(ways: &Ways) -> String {
    let names = |list: &[Spelled]| list.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(", ");
    let path = match (ways.there, ways.guarded) {
        (true, _) => "a path",
        (false, false) => "no path",
        (false, true) => "no path, blocked or not,",
    };
    format!("{path} from {} to {}", names(&ways.from), names(&ways.to))
}

/// The words under a key, with commas.
fn listed(item: &Node<'_>, key: &str) -> Option<String> {
    let node = item.get(key)?;
    let words: Vec<&str> = match node.as_sequence() {
        Some(items) => items.iter().filter_map(Node::as_str).collect(),
        None => node.as_str().into_iter().collect(),
    };
    Some(words.join(", "))
}
