//! Pictures of the graph for other programs: one file for each format, each with one function through which every name
//! passes.

pub mod dot;
pub mod graphml;
mod lines;
pub mod mermaid;
mod size;

use crate::query::{Arrow, Picture};

pub use size::complaint;

/// Entries named on one arrow.
const NAMED: usize = 3;

/// What a figure is, and by that its colour.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    /// What an attacker wants.
    Goal,
    /// Whoever acts: users, groups, service accounts.
    Identity,
    /// A machine.
    Machine,
    /// A right: roles and bindings.
    Right,
    /// What runs.
    Running,
    /// What is read.
    Secret,
    /// A set, or a half of a step.
    Set,
}

impl Class {
    fn of(kind: &str) -> Self {
        match kind {
            "objective" => Class::Goal,
            "hub" | "join" => Class::Set,
            "node" => Class::Machine,
            "pod" | "workload" => Class::Running,
            "role" | "clusterrole" | "rolebinding" | "clusterrolebinding" => Class::Right,
            "secret" => Class::Secret,
            _ => Class::Identity,
        }
    }

    /// Its word in formats that have classes.
    fn word(self) -> &'static str {
        match self {
            Class::Goal => "goal",
            Class::Identity => "identity",
            Class::Machine => "machine",
            Class::Right => "right",
            Class::Running => "running",
            Class::Secret => "secret",
            Class::Set => "set",
        }
    }

    /// A colour that stands out from white and from black.
    fn color(self) -> &'static str {
        match self {
            Class::Goal => "#cf222e",
            Class::Identity => "#1f6feb",
            Class::Machine => "#8250df",
            Class::Right => "#6e7781",
            Class::Running => "#1a7f37",
            Class::Secret => "#bf8700",
            Class::Set => "#9a6700",
        }
    }
}

/// What stands at an arrow: its first entries, and how many more there are.
fn label(arrow: &Arrow) -> String {
    super::words::shortened(&arrow.entries, NAMED)
}

/// What the picture means by its lines, as far as that is no matter of course.
fn legend(picture: &Picture) -> Option<String> {
    let certain = |word: &str| picture.edges.iter().any(|arrow| arrow.certainty == word);
    let meanings = [
        (certain("unknown"), "dashed: not sure"),
        (certain("guarded"), "dotted: blocked"),
        (picture.nodes.iter().any(|node| node.kind == "join"), "diamond: only by all that leads to it, together"),
    ];
    let told: Vec<&str> = meanings.iter().filter(|(is_there, _)| *is_there).map(|(_, meaning)| *meaning).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// Whether a guard blocks all of an arrow.
fn is_blocked(arrow: &Arrow) -> bool {
    arrow.certainty == "guarded"
}
