//! The controls of a framework, each with how it stands and what stands against it.

use std::io;

use super::super::compliance::{Compliance, ControlView, Status};
use super::super::grid::{Cell, cell, names_cell, prose_cell};
use super::super::words::plural;
use super::{Options, section};

pub(super) fn write(out: &mut dyn io::Write, compliance: &Compliance, options: &Options) -> io::Result<()> {
    let most = if options.wide { usize::MAX } else { 1 };
    let rows: Vec<Vec<Cell>> = compliance.controls.iter().map(|control| row(control, most)).collect();
    section(out, options, compliance.framework, &["CONTROL", "STATUS", "ASKS FOR", "FINDINGS", "SUCH AS"], rows)?;
    let count = |status: Status| compliance.controls.iter().filter(|control| control.status == status).count();
    let (pass, fail, accepted) = (count(Status::Pass), count(Status::Fail), count(Status::Accepted));
    let all = plural(compliance.controls.len(), "control");
    let unchecked = count(Status::NotChecked);
    writeln!(out, "{all}: {pass} pass, {fail} fail, {accepted} accepted, {unchecked} not checked")
}

fn row(control: &ControlView, most: usize) -> Vec<Cell> {
    let count = control.findings.len();
    vec![
        cell(control.id),
        cell(control.status.word()),
        prose_cell(control.title),
        cell(&if count == 0 { String::new() } else { count.to_string() }),
        control
            .why
            .map_or_else(|| names_cell(control.findings.get(..most).unwrap_or(&control.findings), most), prose_cell),
    ]
}
