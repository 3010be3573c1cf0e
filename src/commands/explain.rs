//! `kubescan explain`: the text of one entry, or the list of a family.

use std::path::Path;

use crate::exit::Exit;
use crate::report::{explain, talk};
use crate::yaml::nearest;

use super::{output, template};

pub(super) fn run(id: &str, file: Option<&Path>) -> Exit {
    let template = match template::load(file, &[]) {
        Ok(template) => template,
        Err(exit) => return exit,
    };
    if let Some(entry) = template.entries.iter().find(|entry| entry.id == id) {
        return output::deliver(Exit::Done, |out| out.write_all(explain::entry(entry).as_bytes()));
    }
    if let Some(text) = explain::identity(id) {
        return output::deliver(Exit::Done, |out| writeln!(out, "{id}\n  {text}"));
    }
    let family: Vec<_> = template.entries.iter().filter(|entry| entry.family() == id.trim_end_matches('/')).collect();
    if family.is_empty() {
        let ids: Vec<&str> = template.entries.iter().map(|entry| entry.id.as_str()).collect();
        let hint = nearest(id, &ids).map_or_else(String::new, |near| format!("did you mean {near}? "));
        talk::error(&format!("no entry is called {id}; {hint}kubescan template list shows all"));
        return Exit::Usage;
    }
    output::deliver(Exit::Done, |out| {
        family.iter().try_for_each(|entry| writeln!(out, "{:<40} {}", entry.id, entry.title))
    })
}
