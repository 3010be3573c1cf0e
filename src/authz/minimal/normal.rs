//! A rule in normal form: about resources or URLs, its lists sorted, nothing in them that another item covers.

use crate::authz::coverage::{of_every_resource, of_one_resource, parts};
use crate::model::{HashSet, Name, Pattern, ResourcePattern, Rule, UrlPattern};

/// The normal rules that together say what this one does: two of a mixed one, none of one that allows nothing.
pub(super) fn normal(rule: &Rule) -> impl Iterator<Item = Rule> {
    parts(rule).map(|part| {
        let mut normal = part.rule();
        // Names change no answer about a URL, but such a rule covers nothing. The API server stores none.
        normal.resource_names.clone_from(&rule.resource_names);
        tidy(&mut normal);
        normal
    })
}

/// Brings the lists of a rule into normal form.
pub(super) fn tidy(rule: &mut Rule) {
    tidy_patterns(&mut rule.verbs);
    tidy_patterns(&mut rule.api_groups);
    tidy_resources(&mut rule.resources);
    rule.resource_names.sort_unstable();
    rule.resource_names.dedup();
    tidy_urls(&mut rule.non_resource_urls);
}

fn tidy_patterns(patterns: &mut Vec<Pattern>) {
    if patterns.contains(&Pattern::Any) {
        *patterns = vec![Pattern::Any];
    }
    patterns.sort_unstable();
    patterns.dedup();
}

fn tidy_resources(patterns: &mut Vec<ResourcePattern>) {
    if patterns.contains(&ResourcePattern::Any) {
        *patterns = vec![ResourcePattern::Any];
    }
    let every: HashSet<String> = patterns.iter().filter_map(of_every_resource).map(str::to_owned).collect();
    patterns.retain(|pattern| {
        // The odd `*/` is both.
        of_every_resource(pattern).is_some() || !of_one_resource(pattern).is_some_and(|one| every.contains(one))
    });
    patterns.sort_unstable();
    patterns.dedup();
}

/// Sorted by the part before the stars, all that starts with a prefix follows it directly.
fn tidy_urls(urls: &mut Vec<UrlPattern>) {
    let mut starts: Vec<(Name, bool)> = urls.drain(..).map(start).collect();
    starts.sort_unstable();
    let mut last: Option<Name> = None;
    for (text, exact) in starts {
        if last.as_ref().is_some_and(|prefix| text.starts_with(prefix.as_str())) {
            continue;
        }
        let url = if exact { text.clone() } else { Name::from(format!("{}*", text.as_str())) };
        urls.push(UrlPattern::from(url));
        if !exact {
            last = Some(text);
        }
    }
    urls.sort_unstable();
    urls.dedup();
}

/// The part before the stars, and whether there are none. However many there are, they mean the same.
fn start(url: UrlPattern) -> (Name, bool) {
    match url {
        UrlPattern::Any => ("".into(), false),
        UrlPattern::Prefix(prefix, _) => (prefix, false),
        UrlPattern::Exact(path) => (path, true),
    }
}
