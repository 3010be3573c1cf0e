//! What may have been meant by a name that nothing has: names of the same kind first, and only near ones.

use crate::yaml::distance;

/// So many are told.
const MOST: usize = 3;

/// A longer name is not compared letter by letter.
const LONGEST: usize = 128;

/// How a known name is like the one that was written. Ordered: the likest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// The same kind and name, in another namespace or in one that was left out.
    Elsewhere,
    /// The same kind, and few letters changed.
    Letters(usize),
    /// The same namespace and name, or the same name of a workload, of another kind.
    Kind,
    /// The same name, of another kind, where none was written.
    Name,
}

/// The known names that are likest to this one, if any is near: none that is less like it than another.
pub(super) fn likest<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> Vec<&'k str> {
    let mut found: Vec<(Likeness, &str)> =
        known.into_iter().filter_map(|known| Some((likeness(written, known)?, known))).collect();
    found.sort_unstable();
    found.dedup();
    let best = found.first().map(|(likeness, _)| *likeness);
    found.into_iter().filter(|(likeness, _)| Some(*likeness) == best).map(|(_, known)| known).take(MOST).collect()
}

fn likeness(written: &str, known: &str) -> Option<Likeness> {
    let (kind, rest) = parts(known);
    let Some((own_kind, own_rest)) = written.split_once(':') else {
        // Only a name, or a namespace and a name.
        let same = rest == written || last(rest) == written;
        return same.then_some(Likeness::Name);
    };
    if kind != own_kind {
        return (rest == own_rest).then_some(Likeness::Kind);
    }
    if last(rest) == last(own_rest) && rest != own_rest && same_kind_of_workload(rest, own_rest) {
        return Some(Likeness::Elsewhere);
    }
    if kind == "workload" && last(rest) == last(own_rest) && rest != own_rest {
        return Some(Likeness::Kind);
    }
    let near = near(own_rest, rest)?;
    Some(Likeness::Letters(near))
}

/// How many letters are changed, if these are few for names so long.
fn near(written: &str, known: &str) -> Option<usize> {
    if written.len() > LONGEST || known.len() > LONGEST {
        return None;
    }
    let distance = distance(&written.to_lowercase(), &known.to_lowercase());
    let shorter = last(written).len().min(last(known).len());
    (distance <= (shorter / 3).max(1)).then_some(distance)
}

/// Whether both are no workloads, or ones of the same kind.
fn same_kind_of_workload(one: &str, other: &str) -> bool {
    let kind = |rest: &str| -> Option<String> {
        let mut parts = rest.rsplit('/').skip(1);
        parts.next().filter(|kind| kind.starts_with(|letter: char| letter.is_ascii_uppercase())).map(str::to_owned)
    };
    kind(one) == kind(other)
}

fn parts(id: &str) -> (&str, &str) {
    id.split_once(':').unwrap_or(("", id))
}

/// The name behind the namespace.
fn last(rest: &str) -> &str {
    rest.rsplit('/').next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::likest;

    const KNOWN: &[&str] = &[
        "sa:shop/web",
        "sa:ops/deployer",
        "pod:shop/web",
        "pod:blog/web",
        "workload:shop/Deployment/web",
        "workload:shop/StatefulSet/store",
        "user:ann",
        "node:worker",
        "clusterrole:rewrite",
        "clusterrolebinding:deployer",
        "rolebinding:ops/web",
    ];

    #[test]
    fn what_was_meant_is_found_and_nothing_else() {
        let rows: &[(&str, &[&str])] = &[
            ("sa:shop/wep", &["sa:shop/web"]),
            ("sa:deployer", &["sa:ops/deployer"]),
            ("pod:web", &["pod:blog/web", "pod:shop/web"]),
            ("workload:Deployment/web", &["workload:shop/Deployment/web"]),
            ("workload:shop/Deployment/store", &["workload:shop/StatefulSet/store"]),
            ("workload:Deployment/store", &["workload:shop/StatefulSet/store"]),
            ("node:workr", &["node:worker"]),
            ("role:ops/web", &["rolebinding:ops/web"]),
            ("clusterrole:deployer", &["clusterrolebinding:deployer"]),
            ("web", &["pod:blog/web", "pod:shop/web", "rolebinding:ops/web"]),
            ("ops/deployer", &["sa:ops/deployer"]),
            ("user:bob", &[]),
            ("clusterrole:edit", &[]),
            ("nothing", &[]),
        ];
        for (written, expected) in rows {
            assert_eq!(likest(written, KNOWN.iter().copied()), *expected, "{written}");
        }
    }
}
