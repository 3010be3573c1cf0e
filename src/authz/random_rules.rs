//! Seeded random rules for tests: few words, so that they collide, and every odd form that a rule may have.

use fastrand::Rng;

use crate::model::{Name, Rule};

pub(super) const VERBS: &[&str] = &["get", "list", "bind", "*"];
pub(super) const API_GROUPS: &[&str] = &["", "apps", "*"];
const RESOURCES: &[&str] =
    &["pods", "pods/log", "jobs", "jobs/log", "*/log", "*", "pods/*", "*/*", "*/", "pods/", "/log", "a/b/c", "*/b/c"];
const NAMES: &[&str] = &["a", "b", "", "*"];
const URLS: &[&str] = &["/a", "/a*", "/a**", "/a/*", "/a/b", "/ab", "/*/b", "*", "**", ""];

/// A rule list of up to `most` rules.
pub(super) fn rules(random: &mut Rng, most: usize) -> Vec<Rule> {
    (0..random.usize(..=most)).map(|_| rule(random)).collect()
}

fn rule(random: &mut Rng) -> Rule {
    // One in sixteen is mixed, which the API server refuses and files may hold.
    let kind = random.u8(..16);
    let (resources, urls) = (kind < 12, kind >= 11);
    Rule {
        verbs: list(random, VERBS, true),
        api_groups: list(random, API_GROUPS, resources),
        resources: list(random, RESOURCES, resources),
        resource_names: {
            let named = random.u8(..3) == 0 && (resources || random.u8(..8) == 0);
            list(random, NAMES, named)
        },
        non_resource_urls: list(random, URLS, urls),
    }
}

/// Up to three words, seldom none; none at all when not wanted.
fn list<T: From<Name>>(random: &mut Rng, words: &[&str], wanted: bool) -> Vec<T> {
    let length = if wanted { [0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3][random.usize(..16)] } else { 0 };
    (0..length).map(|_| T::from(Name::from(words[random.usize(..words.len())]))).collect()
}
