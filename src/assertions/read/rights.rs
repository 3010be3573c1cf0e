//! An item of `allow` or `deny`.

use crate::assertions::assertion::{Rights, Who, Words};
use crate::model::Subject;
use crate::query::{Context, canonical};
use crate::template::{Fields, Reader};
use crate::yaml::{Node, nearest};

use super::several::{Texts, needed, one_or_more, several};

const KEYS: &[&str] = &[
    "subject",
    "subjects",
    "groups",
    "verb",
    "verbs",
    "resource",
    "resources",
    "url",
    "urls",
    "name",
    "names",
    "namespace",
    "namespaces",
    "because",
];

/// More questions than this nobody means.
const MOST: usize = 100_000;

pub(super) fn rights<'n>(reader: &mut Reader<'_>, item: &'n Node<'n>, allowed: bool) -> Option<Rights> {
    let fields = reader.fields(item, if allowed { "an item of `allow`" } else { "an item of `deny`" }, KEYS)?;
    let who = who(reader, &fields);
    let asked = asked(reader, item, &fields);
    let namespaces = several(reader, &fields, ["namespace", "namespaces"]);
    let everywhere = namespaces.iter().any(|(_, text)| *text == "*");
    let namespaces: Vec<String> =
        namespaces.into_iter().filter(|_| !everywhere).map(|(_, text)| text.to_owned()).collect();
    let count = who.len().saturating_mul(asked.len()).saturating_mul(namespaces.len().max(1));
    if count > MOST {
        reader.wrong(item, format!("this stands for {count} questions; split it, {MOST} are the most"));
        return None;
    }
    Some(Rights { allowed, who, asked, namespaces })
}

fn who(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Vec<Who> {
    let mut groups = Vec::new();
    for (_, text) in one_or_more(reader, fields, "groups") {
        groups.push(Subject::group(text.strip_prefix("group:").unwrap_or(text)));
    }
    let mut who = Vec::new();
    for (node, text) in needed(reader, fields, ["subject", "subjects"]) {
        let Some(subject) = subject(reader, node, text) else { continue };
        if !groups.is_empty() && !matches!(subject, Subject::User(_)) {
            reader.wrong(node, format!("`groups` are those of a user, and {} is none", subject.id().escape_debug()));
        }
        who.push(Who { subject, groups: groups.clone() });
    }
    who
}

/// A subject by its name; on a mistake it has been said.
fn subject(reader: &mut Reader<'_>, node: &Node<'_>, text: &str) -> Option<Subject> {
    const FORMS: &str = "write sa:NS/NAME, user:NAME or group:NAME";
    let shown = text.escape_debug();
    let Some(id) = canonical(text, &Context::default()) else {
        let kind = text.split_once(':').map(|(kind, _)| kind);
        let near = kind.and_then(|kind| nearest(kind, &["sa", "user", "group"]));
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        reader.wrong(node, format!("`{shown}` is the name of no subject; {FORMS}{near}"));
        return None;
    };
    let subject = Subject::of_id(&id);
    match (&subject, id.split_once(':')) {
        (Some(_), _) => {}
        (None, Some(("sa", _))) => reader.wrong(node, format!("`{shown}` says no namespace; write sa:NS/NAME")),
        (None, _) => reader.wrong(node, format!("`{shown}` is no subject; {FORMS}")),
    }
    subject
}

/// Each verb on each resource or URL, by each name.
fn asked(reader: &mut Reader<'_>, item: &Node<'_>, fields: &Fields<'_>) -> Vec<Words> {
    let verbs = needed(reader, fields, ["verb", "verbs"]);
    let resources = several(reader, fields, ["resource", "resources"]);
    let urls = several(reader, fields, ["url", "urls"]);
    let names = several(reader, fields, ["name", "names"]);
    match (is_there(fields, "resource"), is_there(fields, "url")) {
        (true, false) => return of_resources(reader, &verbs, &resources, &names),
        (false, true) => return of_urls(reader, fields, &verbs, &urls),
        (true, true) => reader.wrong(item, "`resource` and `url` are both there; make two items of them"),
        (false, false) => reader.wrong(item, "it says no `resource` and no `url`; add one of them"),
    }
    Vec::new()
}

/// Whether one of a key and its plural is there.
fn is_there(fields: &Fields<'_>, key: &str) -> bool {
    fields.get(key).or(fields.get(&format!("{key}s"))).is_some()
}

fn of_urls(reader: &mut Reader<'_>, fields: &Fields<'_>, verbs: &Texts<'_>, urls: &Texts<'_>) -> Vec<Words> {
    for key in ["name", "names", "namespace", "namespaces"] {
        if let Some(node) = fields.get(key) {
            reader.wrong(node, format!("a URL has no `{key}`; leave it out"));
        }
    }
    for (node, url) in urls.iter().filter(|(_, url)| !url.starts_with('/')) {
        reader.wrong(node, format!("`{}` is no path of a URL: it begins with a slash", url.escape_debug()));
    }
    let paired = verbs.iter().flat_map(|verb| urls.iter().map(move |url| (verb, url)));
    let words = paired.filter(|(_, (_, url))| url.starts_with('/')).map(|((_, verb), (node, url))| {
        (*node, Words { verb: (*verb).to_owned(), target: (*url).to_owned(), subresource: None })
    });
    words.filter_map(|(node, words)| meant(reader, node, words)).collect()
}

fn of_resources(reader: &mut Reader<'_>, verbs: &Texts<'_>, resources: &Texts<'_>, names: &Texts<'_>) -> Vec<Words> {
    for (node, _) in names.iter().filter(|(_, name)| *name == "*") {
        reader.wrong(node, "`*` is the name of nothing; leave `name` out for any object");
    }
    let mut found = Vec::new();
    for &(node, text) in resources {
        let Some((resource, subresource)) = parts(reader, node, text) else { continue };
        let named = names.iter().map(|(_, name)| format!("{resource}/{name}"));
        let targets: Vec<String> = if names.is_empty() { vec![resource.to_owned()] } else { named.collect() };
        for (target, (_, verb)) in targets.iter().flat_map(|target| verbs.iter().map(move |verb| (target, verb))) {
            let words = Words { verb: (*verb).to_owned(), target: target.clone(), subresource: subresource.clone() };
            found.extend(meant(reader, node, words));
        }
    }
    found
}

/// A resource, and what stands behind its slash; on a mistake it has been said.
fn parts<'t>(reader: &mut Reader<'_>, node: &Node<'_>, text: &'t str) -> Option<(&'t str, Option<String>)> {
    match text.split_once('/') {
        _ if text.starts_with('/') => {
            reader.wrong(node, "a resource begins with no slash; a path is asked for with `url`");
            None
        }
        Some((_, "")) => {
            reader.wrong(node, format!("`{}` ends where a subresource should stand", text.escape_debug()));
            None
        }
        Some((resource, subresource)) => Some((resource, Some(subresource.to_owned()))),
        None => Some((text, None)),
    }
}

/// The words, if there is a question in them; on a mistake it has been said.
fn meant(reader: &mut Reader<'_>, node: &Node<'_>, words: Words) -> Option<Words> {
    match words.understood(&[]) {
        Ok(_) => Some(words),
        Err(error) => {
            reader.wrong(node, error.to_string());
            None
        }
    }
}
