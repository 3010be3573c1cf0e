//! `docs/techniques.md`: every entry of the template, with how it is proven.

use std::fmt::Write as _;

use kubescan::report::explain::{effect_text, need_text, proof_text};
use kubescan::template::{Entry, builtin};

use super::fixture::{FOLDER, Fixture};

const HEAD: &str = "# Techniques\n\n\
    Every entry of `risky-roles.yaml`: what it needs, what it gives, and what shows that it works. Those with a fixture\n\
    are played by `tests/integration/replay` on a real control plane, near misses included. This page is generated.\n\n\
    `kubescan explain ID` tells more: why it matters, and what to do.\n";

/// The whole page.
pub(super) fn page(fixtures: &[Fixture]) -> String {
    let mut text = HEAD.to_owned();
    let mut family = "";
    for entry in &builtin().entries {
        if entry.family() != family {
            family = entry.family();
            let _ = write!(text, "\n## {family}\n");
        }
        let fixture = fixtures.iter().find(|fixture| fixture.id == entry.id);
        text.push_str(&technique(entry, fixture));
    }
    text
}

fn technique(entry: &Entry, fixture: Option<&Fixture>) -> String {
    let mut text = format!("\n### {}\n\n{}.\n\n", entry.id, entry.title);
    let needs: Vec<String> = entry.needs.iter().map(|need| format!("`{}`", need_text(need))).collect();
    let _ = writeln!(text, "* needs {}", needs.join(" and "));
    let gives = entry.gives.as_ref().map_or("nothing further: it is a risk in itself", effect_text);
    let _ = writeln!(text, "* gives {gives}");
    let Some(fixture) = fixture else {
        let _ = writeln!(text, "* {}", proof_text(entry));
        return text;
    };
    let (_, _, replay) = fixture.of_run(0);
    let file = format!("{FOLDER}/{}.yaml", entry.id);
    let proof = proof_text(entry).replace(&file, &format!("[{file}](../{file})"));
    let _ = writeln!(text, "* {proof}: {}", replay.effect);
    for way in &replay.also {
        let _ = writeln!(text, "* also: {}", way.what);
    }
    for miss in &replay.misses {
        let _ = writeln!(text, "* near miss: {}", miss.what);
    }
    text
}
