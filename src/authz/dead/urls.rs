//! The half of a rule that is about URLs.

use crate::authz::verbs::URL_VERBS;
use crate::model::{Pattern, UrlPattern};

use super::{DeadPart, DeadReason, Fate, GrantedIn, Half, Judge, Part};

/// Methods that a client may send although no path of Kubernetes answers them.
const ODD_METHODS: &[&str] = &["connect", "trace"];

impl Judge<'_> {
    pub(super) fn urls(&self) -> Half {
        let urls = &self.rule.non_resource_urls;
        let mut parts = Vec::new();
        for (place, url) in urls.iter().enumerate() {
            if let Some(reason) = self.url(url) {
                parts.push(DeadPart { part: Part::NonResourceUrl(place), reason });
            }
        }
        let some = parts.len() < urls.len();
        let verbs: Vec<Fate> =
            self.rule.verbs.iter().map(|verb| if some { method(verb) } else { Fate::Unasked }).collect();
        Half { alive: verbs.contains(&Fate::Alive), verbs, parts }
    }

    fn url(&self, url: &UrlPattern) -> Option<DeadReason> {
        let path = match url {
            UrlPattern::Any => true,
            UrlPattern::Prefix(prefix, _) => prefix.is_empty() || prefix.starts_with('/'),
            UrlPattern::Exact(whole) => whole.starts_with('/'),
        };
        if !path {
            return Some(DeadReason::NoPath);
        }
        (self.granted == GrantedIn::Namespace).then_some(DeadReason::UrlInNamespace)
    }
}

fn method(verb: &Pattern) -> Fate {
    match verb {
        Pattern::Exact(verb) if !URL_VERBS.contains(&verb.as_str()) && !ODD_METHODS.contains(&verb.as_str()) => {
            Fate::Dead(DeadReason::NoMethod)
        }
        _ => Fate::Alive,
    }
}
