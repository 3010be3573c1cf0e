//! `kubescan explain`: the text of one id, or the list of a family.

use std::collections::BTreeSet;
use std::path::Path;

use crate::escalation::{elsewhere, escapes, identity};
use crate::exit::Exit;
use crate::findings::{guards, hygiene, trust};
use crate::grants;
use crate::graph::Objective;
use crate::report::{explain, talk};
use crate::template::Template;
use crate::yaml::nearest;

use super::{output, template};

pub(super) fn run(id: &str, file: Option<&Path>) -> Exit {
    let template = match template::load(file, &[]) {
        Ok(template) => template,
        Err(exit) => return exit,
    };
    if let Some(text) = text(&template, id) {
        return output::deliver(Exit::Done, |out| out.write_all(text.as_bytes()));
    }
    let all = ids(&template);
    let family = family(&all, id.trim_end_matches(['/', '-']));
    if family.is_empty() {
        return unknown(id, &all);
    }
    output::deliver(Exit::Done, |out| family.iter().try_for_each(|(id, title)| writeln!(out, "{id:<40} {title}")))
}

/// The text of an id, of whatever family.
fn text(template: &Template, id: &str) -> Option<String> {
    let entry = template.entries.iter().find(|entry| entry.id == id).map(explain::entry);
    let escape = || escapes::ALL.iter().find(|escape| escape.id == id).map(explain::escape);
    let hygiene = || hygiene::row(id).map(explain::hygiene);
    let guard = || guards::row(id).map(explain::guard);
    let trust = || trust::row(id).map(explain::trust);
    let identity = || identity::identity(id).map(explain::identity);
    let elsewhere = || elsewhere::elsewhere(id).map(explain::elsewhere);
    let undecided = || hygiene::NOT_DECIDED.iter().find(|(known, _)| *known == id);
    let undecided = || undecided().map(|(id, reason)| format!("{id}\n  not decided: {reason}\n"));
    let grant = || grants::CHECKS.iter().find(|check| check.id == id).map(explain::grant);
    // SARIF calls a path by where it ends.
    let end = id.strip_prefix("path/").unwrap_or(id);
    let end = end.strip_prefix("objective:").unwrap_or(end);
    let of_kind = || Objective::KINDS.into_iter().find(|objective| objective.kind() == end);
    let objective = || Objective::of_id(&format!("objective:{end}")).or_else(of_kind).map(explain::objective);
    let method = || template.methods.iter().find(|method| method.id == id).map(explain::method);
    let known = entry
        .or_else(method)
        .or_else(escape)
        .or_else(hygiene)
        .or_else(guard)
        .or_else(trust)
        .or_else(grant)
        .or_else(identity);
    known.or_else(elsewhere).or_else(undecided).or_else(objective)
}

/// The ids of a family; else those that begin so, and those of any family whose own name does: `irsa` stands for `irsa-sub-ns` and
/// `identity/irsa`.
fn family<'i>(all: &'i [(&'i str, &'i str)], wanted: &str) -> Vec<&'i (&'i str, &'i str)> {
    let in_family = |id: &str| id.split_once(['/', ':']).is_some_and(|(family, _)| family == wanted);
    let begins = |id: &str| id.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '/']));
    let own = |id: &str| begins(id) || id.split_once('/').is_some_and(|(_, name)| begins(name));
    let whole: Vec<_> = all.iter().filter(|(id, _)| in_family(id)).collect();
    match whole.is_empty() && !wanted.is_empty() {
        true => all.iter().filter(|(id, _)| own(id)).collect(),
        false => whole,
    }
}

/// Every id with its title.
fn ids(template: &Template) -> Vec<(&str, &str)> {
    let mut all: Vec<(&str, &str)> =
        template.entries.iter().map(|entry| (entry.id.as_str(), entry.title.as_str())).collect();
    let known: BTreeSet<&str> = all.iter().map(|(id, _)| *id).collect();
    all.extend(template.methods.iter().map(|method| (method.id.as_str(), method.title.as_str())));
    // A template may say more of such a step than the table.
    all.extend(identity::ALL.iter().filter(|row| !known.contains(row.id)).map(|row| (row.id, row.title)));
    all.extend(escapes::ALL.iter().map(|row| (row.id, row.title)));
    all.extend(elsewhere::ALL.iter().map(|row| (row.id, row.title)));
    all.extend(guards::ALL.iter().map(|row| (row.id, row.title)));
    all.extend(trust::ALL.iter().map(|row| (row.id, row.title)));
    all.extend(hygiene::ALL.iter().map(|row| (row.id, row.title)));
    all.extend(grants::CHECKS.iter().map(|check| (check.id, check.title)));
    all.extend(Objective::KINDS.into_iter().map(|objective| (objective.kind_id(), objective.title())));
    all
}

fn unknown(id: &str, all: &[(&str, &str)]) -> Exit {
    let ids: Vec<&str> = all.iter().map(|(id, _)| *id).collect();
    let hint = nearest(id, &ids).map_or_else(String::new, |near| format!("did you mean {near}? "));
    talk::error(&format!(
        "no entry is called {id}; {hint}kubescan template list shows all, explain escape, grant, guard, hygiene, identity and objective the rest"
    ));
    Exit::Usage
}
