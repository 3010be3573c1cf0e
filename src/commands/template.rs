//! `kubescan template`: list, check, test, import.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use crate::cli::{ListFormat, TemplateCommand};
use crate::exit::Exit;
use crate::model::Version;
use crate::report::talk;
use crate::template::{self, Template, example_failures};

use super::{output, trust};

pub(super) fn run(command: &TemplateCommand) -> Exit {
    match command {
        TemplateCommand::List { file, output } => list(file.as_deref(), *output),
        TemplateCommand::Check { file } => check(file),
        TemplateCommand::Test { file } => test(file.as_deref()),
        TemplateCommand::Import { file } => import(file),
    }
}

/// The template of a file, or the built-in one. On failure it has been said why.
pub(super) fn load(file: Option<&Path>, scanned: &[PathBuf]) -> Result<Cow<'static, Template>, Exit> {
    let Some(file) = file else {
        return Ok(Cow::Borrowed(template::builtin()));
    };
    trust::check("the template", file, scanned);
    let text = trust::read("the template", file)?;
    template::load(&file.to_string_lossy(), &text).map(Cow::Owned).map_err(|error| {
        talk::errors(&error.to_string());
        Exit::Usage
    })
}

fn list(file: Option<&Path>, format: ListFormat) -> Exit {
    let template = match load(file, &[]) {
        Ok(template) => template,
        Err(exit) => return exit,
    };
    output::deliver(Exit::Done, |out| {
        if format == ListFormat::Table {
            writeln!(out, "{:<44} {:<9} {:<10} TITLE", "ID", "SEVERITY", "CLUSTER")?;
        }
        template.entries.iter().try_for_each(|entry| match format {
            ListFormat::Name => writeln!(out, "{}", entry.id),
            ListFormat::Table => {
                writeln!(
                    out,
                    "{:<44} {:<9} {:<10} {}",
                    entry.id,
                    entry.floor,
                    entry.cluster.max(entry.floor),
                    entry.title
                )
            }
        })
    })
}

fn check(file: &Path) -> Exit {
    match load(Some(file), &[]) {
        Ok(template) => output::deliver(Exit::Done, |out| {
            writeln!(out, "{}: {} entries, valid", file.display(), template.entries.len())
        }),
        Err(exit) => exit,
    }
}

fn test(file: Option<&Path>) -> Exit {
    let template = match load(file, &[]) {
        Ok(template) => template,
        Err(exit) => return exit,
    };
    let failures = example_failures(&template, Version::NEWEST);
    for failure in &failures {
        talk::error(failure);
    }
    let (all, failed) = (template.entries.len(), failures.len());
    let exit = if failures.is_empty() { Exit::Done } else { Exit::Gate };
    output::deliver(exit, |out| writeln!(out, "{all} entries tested, {failed} wrong"))
}

fn import(file: &Path) -> Exit {
    let text = match trust::read("the template", file) {
        Ok(text) => text,
        Err(exit) => return exit,
    };
    match template::import_kubiscan(&text) {
        Ok(imported) => {
            for warning in &imported.warnings {
                talk::warning(warning);
            }
            output::deliver(Exit::Done, |out| out.write_all(imported.yaml.as_bytes()))
        }
        Err(error) => {
            talk::errors(&error.to_string());
            Exit::Usage
        }
    }
}
