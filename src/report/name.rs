//! `-o name`: one name a line, for pipes: each may be given to another command. Pods, subjects, roles and bindings go to
//! `permissions`, `paths` and `blast-radius`, ids of paths to `paths` and `graph`, checks of guards and of hygiene to
//! `explain`.

use std::collections::BTreeSet;
use std::io;

use crate::findings::{FindingKind, HotPod, Standing};

use super::Report;
use super::visible::inert;

/// Writes the name of everything that somebody should look at, worst first, each once.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, report: &Report) -> io::Result<()> {
    let pods = report.hot_pods.iter().filter(|pod| pod.is_loud()).map(HotPod::id);
    let paths = report.paths.iter().filter(|path| path.is_loud() && path.implied_by.is_none());
    let subjects = report.risky_subjects.iter().filter(|subject| subject.is_loud());
    let roles = report.risky_roles.iter().filter(|role| role.is_loud());
    let bindings = report.risky_bindings.iter().filter(|binding| binding.is_loud());
    let of_check = [FindingKind::Guard, FindingKind::Hygiene];
    let checked = report.findings.iter().filter(|found| of_check.contains(&found.kind) && found.is_loud());
    let names = pods
        .chain(paths.map(|path| path.id.clone()))
        .chain(subjects.map(|subject| subject.subject.as_str().to_owned()))
        .chain(roles.map(|role| role.role.as_str().to_owned()))
        .chain(bindings.map(|binding| binding.binding.as_str().to_owned()))
        .chain(checked.filter_map(|finding| finding.check.clone()));
    let mut seen = BTreeSet::new();
    names.filter(|name| seen.insert(name.clone())).try_for_each(|name| writeln!(out, "{}", inert(&name)))
}

/// Writes the names of the nodes of the cluster, worst first, for `--by node`.
///
/// # Errors
/// When writing fails.
pub fn nodes(out: &mut dyn io::Write, report: &Report) -> io::Result<()> {
    report.nodes.iter().try_for_each(|node| writeln!(out, "{}", inert(&node.node)))
}
