//! How many things differ, in a line: `grants: 2 gained, 1 lost; paths: 1 opened`.

use crate::diff::Diff;

use super::Comparison;

/// The line; without any difference it says so.
pub(super) fn counts(comparison: &Comparison) -> String {
    let Diff { grants, paths, findings, .. } = &comparison.diff;
    let parts = [
        part("grants", &[(grants.gained.len(), "gained"), (grants.lost.len(), "lost")]),
        part(
            "paths",
            &[
                (paths.opened.len(), "opened"),
                (paths.worse.len(), "worse"),
                (paths.better.len(), "better"),
                (paths.closed.len(), "closed"),
            ],
        ),
        part(
            "findings",
            &[
                (findings.new.len(), "new"),
                (findings.worse.len(), "worse"),
                (findings.better.len(), "better"),
                (findings.gone.len(), "gone"),
            ],
        ),
    ];
    let told: Vec<String> = parts.into_iter().flatten().collect();
    match (told.is_empty(), comparison.complete) {
        (false, _) => told.join("; "),
        (true, true) => "no difference in effect".to_owned(),
        (true, false) => "no difference in what could be read".to_owned(),
    }
}

/// Nothing where all counts are zero.
fn part(what: &str, counts: &[(usize, &str)]) -> Option<String> {
    let told = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| format!("{what}: {}", told.join(", ")))
}
