//! `-o name`: one name a line, for pipes. The names are those of subjects, pods, roles and bindings in reports.

use std::io;

use super::Report;
use super::visible::inert;

/// Writes the name of everything that was found, worst first, each once.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, report: &Report) -> io::Result<()> {
    let pods = report.hot_pods.iter().filter(|pod| !pod.built_in).map(|pod| {
        if pod.workload.kind == "Pod" {
            format!("pod:{}/{}", pod.namespace, pod.workload.name)
        } else {
            format!("workload:{}/{}/{}", pod.namespace, pod.workload.kind, pod.workload.name)
        }
    });
    let subjects = report.risky_subjects.iter().filter(|subject| !subject.built_in);
    let roles = report.risky_roles.iter().filter(|role| !role.built_in);
    let bindings = report.risky_bindings.iter().filter(|binding| !binding.built_in);
    let names = pods
        .chain(subjects.map(|subject| subject.subject.clone()))
        .chain(roles.map(|role| role.role.clone()))
        .chain(bindings.map(|binding| binding.binding.clone()));
    names.into_iter().try_for_each(|name| writeln!(out, "{}", inert(&name)))
}
