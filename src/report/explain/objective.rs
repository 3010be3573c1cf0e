//! The text of an objective.

use std::fmt::Write as _;

use crate::graph::Objective;

use super::paragraph::section;

/// What it is to reach it, and how to see who does.
#[must_use]
pub fn objective(objective: Objective) -> String {
    let id = match objective {
        Objective::AwsAdmin(0) => "objective:aws-admin/ACCOUNT".into(),
        _ => objective.id(),
    };
    let mut text = format!("{id}\n  whoever reaches it {}\n", objective.title());
    section(
        &mut text,
        "Why",
        "An objective is where a path ends: what an attacker wants of a cluster, or of the account that it runs in, whatever \
         the way.",
    );
    let name = id.trim_start_matches("objective:");
    let _ = writeln!(text, "\nkubescan paths --to {name} shows who reaches it, and how");
    text
}
