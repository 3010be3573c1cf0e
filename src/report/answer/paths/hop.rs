//! A hop: who does what, because of which grant, by which command, what would stop it, and what the audit log shows.

use std::io;

use crate::query::HopView;

use crate::report::grid::fold;
use crate::report::visible::{sentence, visible};
use crate::report::words::{node, object};

pub(super) fn hop(out: &mut dyn io::Write, number: usize, view: &HopView, width: Option<u16>) -> io::Result<()> {
    let hop = &view.hop;
    let actors: Vec<String> = hop.actors().into_iter().map(|actor| visible(node(actor))).collect();
    writeln!(out, "  {number}. {} -> {}", actors.join(" + "), visible(node(&hop.to)))?;
    let title = if view.title.is_empty() { String::new() } else { format!(": {}", view.title) };
    let mut row = |word: &str, text: &str| row(out, word, text, width);
    row("does", &format!("{}{title}", hop.entries()))?;
    for (place, grant) in hop.grants.iter().enumerate() {
        let binding = grant.binding.as_deref().unwrap_or("a binding of its own");
        let rule = view.rules.get(place).map_or_else(String::new, |rule| format!(": {rule}"));
        row("because", &format!("{} -> {} rule {}{rule}", object(binding), object(&grant.role), grant.rule))?;
    }
    hop.facts.iter().try_for_each(|fact| row("and", fact))?;
    hop.blocked_by.iter().try_for_each(|by| row("blocked", by))?;
    view.commands.iter().try_for_each(|command| row("command", command))?;
    if !view.stop.is_empty() {
        row("stop", &view.stop)?;
    }
    if view.audit.is_empty() {
        return row("detect", "no request is made: the audit log does not see it");
    }
    view.audit.iter().try_for_each(|expression| row("detect", expression))
}

fn row(out: &mut dyn io::Write, word: &str, text: &str, width: Option<u16>) -> io::Result<()> {
    // What one copies whole stays on one line.
    let width = width.filter(|_| !matches!(word, "command" | "detect"));
    let label = format!("     {word:<8} ");
    fold(width, &label, &sentence(text)).iter().try_for_each(|line| writeln!(out, "{line}"))
}
