//! `permissions` for people.

use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use crate::query::{BindingView, RoleRule, SubjectTotals};

use super::super::grid::{cell, names_cell};
use super::super::visible::inert;

use super::who_can::Options;

mod parts;
mod role;
mod subject;

use parts::table;

pub use role::{binding, role};
pub use subject::{difference, effective, subject, subject_head};

/// All subjects of a kind.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Subjects {
    /// Each with its totals, sorted.
    pub subjects: Vec<SubjectTotals>,
}

/// A binding with the rules that it grants.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BindingBody {
    /// The binding.
    #[serde(flatten)]
    pub binding: BindingView,
    /// The rules of its role; none when that does not exist.
    pub rules: Vec<RoleRule>,
}

/// All subjects of a kind.
///
/// # Errors
/// When writing fails.
pub fn subjects(out: &mut dyn io::Write, answer: &[SubjectTotals], options: &Options) -> io::Result<()> {
    let most = if options.wide { usize::MAX } else { 2 };
    let rows = answer.iter().map(|totals| {
        let mut places: Vec<String> = totals.cluster.then(|| "cluster".to_owned()).into_iter().collect();
        places.extend(totals.namespaces.iter().cloned());
        vec![
            cell(&totals.subject),
            cell(&totals.bindings.to_string()),
            cell(&totals.rules.to_string()),
            cell(&totals.rules_of_groups.to_string()),
            names_cell(&places, most),
            names_cell(&totals.pods, most),
        ]
    });
    table(out, options, &["SUBJECT", "BINDINGS", "RULES", "BY GROUPS", "WHERE", "RUNS AS IT"], rows.collect())
}

/// `-o name`: one name a line.
///
/// # Errors
/// When writing fails.
pub fn names(out: &mut dyn io::Write, names: &[&str]) -> io::Result<()> {
    names.iter().try_for_each(|name| writeln!(out, "{}", inert(name)))
}
