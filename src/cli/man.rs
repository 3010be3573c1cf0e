//! Manual pages: one for the program, one for each subcommand, each with its options, examples and exit codes.

use std::io;

use clap::{Command, CommandFactory};

use super::{Cli, EXIT_CODES};

/// Every command that has a page, the program itself first, with its name in full (`kubescan-template-check`).
#[must_use]
pub fn pages() -> Vec<Command> {
    let mut root = Cli::command();
    root.build();
    let mut found = vec![root];
    let mut next = 0;
    while let Some(command) = found.get(next) {
        let below: Vec<Command> =
            command.get_subcommands().filter(|command| command.get_name() != "help").cloned().collect();
        found.extend(below);
        next += 1;
    }
    found
}

/// The page of a subcommand, by its words; of the program itself without any. Nothing when there is no such subcommand.
///
/// # Errors
/// Never in practice: it is written to memory.
pub fn man(words: &[String]) -> io::Result<Option<Vec<u8>>> {
    let name = std::iter::once("kubescan").chain(words.iter().map(String::as_str)).collect::<Vec<_>>().join("-");
    let found = pages().into_iter().find(|command| display_name(command) == name);
    found.map(|command| page(&command)).transpose()
}

fn display_name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

fn page(command: &Command) -> io::Result<Vec<u8>> {
    let below = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(command.clone().after_help(""));
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    if command.get_arguments().next().is_some() {
        man.render_options_section(&mut page)?;
    }
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    let exit_codes = if below.contains("Exit codes:") { "" } else { EXIT_CODES };
    for part in below.split("\n\n").chain([exit_codes]).filter(|part| !part.is_empty()) {
        section(&mut page, part);
    }
    Ok(page)
}

/// A part of what stands below the help: with a first line that ends in a colon it is a section, else a paragraph.
fn section(page: &mut Vec<u8>, part: &str) {
    let (title, body) = match part.split_once('\n') {
        Some((title, body)) if title.ends_with(':') => (title.trim_end_matches(':'), body),
        _ => ("Notes", part),
    };
    let title = if title == "Exit codes" { "EXIT STATUS".to_owned() } else { title.to_uppercase() };
    // Lines are kept as they are: they are examples and tables.
    let mut text = format!(".SH \"{title}\"\n.nf\n");
    for line in body.lines() {
        let line = line.replace('\\', "\\e").replace('-', "\\-");
        let guard = if line.starts_with(['.', '\'']) { "\\&" } else { "" };
        text.push_str(&format!("{guard}{line}\n"));
    }
    text.push_str(".fi\n");
    page.extend(text.into_bytes());
}
