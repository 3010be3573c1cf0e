//! The node view: what the compromise of each node gives, and who should not share it.

use std::io;

use crate::findings::NodeView;

use super::super::Report;
use super::super::grid::{cell, fold, names_cell};
use super::super::visible::sentence;
use super::super::words;
use super::{Options, section};

pub(super) fn write(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    if report.nodes.is_empty() {
        return writeln!(out, "no nodes known; add them with: kubectl get nodes,pods -A -o json");
    }
    let most = if options.wide { usize::MAX } else { 2 };
    let rows = report.nodes.iter().map(|node| {
        let reaches: Vec<String> = node.reaches.iter().map(|id| words::node(id).to_owned()).collect();
        vec![
            cell(node.severity.0.word()),
            cell(&node.node),
            cell(if node.control_plane { "control plane" } else { "" }),
            cell(&node.pods.to_string()),
            names_cell(&reaches, most),
            names_cell(&node.service_accounts, most),
            names_cell(&node.strong, most),
            names_cell(&node.untrusted, most),
        ]
    });
    let header = ["SEVERITY", "NODE", "ROLE", "PODS", "REACHES", "TOKENS OF", "STRONG PODS", "UNTRUSTED PODS"];
    section(out, options, "Nodes", &header, rows.collect())?;
    advice(out, &report.nodes, options)
}

/// What to separate, each thing once.
fn advice(out: &mut dyn io::Write, nodes: &[NodeView], options: &Options) -> io::Result<()> {
    let mut said: Vec<&str> = nodes.iter().map(|node| node.advice.as_str()).filter(|text| !text.is_empty()).collect();
    said.sort_unstable();
    said.dedup();
    let most = if options.wide { usize::MAX } else { 5 };
    if !said.is_empty() {
        writeln!(out)?;
    }
    let lines = said.iter().take(most).flat_map(|text| fold(options.width, "", &sentence(text)));
    lines.into_iter().try_for_each(|line| writeln!(out, "{line}"))?;
    match said.len().saturating_sub(most) {
        0 => Ok(()),
        more => writeln!(out, "{more} more to separate; -o wide shows all"),
    }
}
