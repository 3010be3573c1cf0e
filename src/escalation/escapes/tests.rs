//! The table of escapes: every row with what it must see and what looks the same and is not.

mod build;
mod closing;
mod decisions;
mod rows;

use std::collections::BTreeSet;

use crate::model::PodSpec;

use super::{ALL, Escaped, LogRight, NodeVolumes, Site, escapes};
use build::{claims, version, volumes};

/// The escapes of a pod of the namespace shop.
fn found(spec: &PodSpec) -> Vec<Escaped> {
    let (volumes, claims) = (volumes(), claims());
    let namespace = "shop".into();
    let site = Site { namespace: &namespace, volumes: &NodeVolumes::new(&volumes, &claims), version: version() };
    escapes(spec, &site)
}

fn found_one(spec: &PodSpec, id: &str) -> Option<Escaped> {
    found(spec).into_iter().find(|escaped| escaped.escape.id == id)
}

#[test]
fn every_row_sees_its_hits_and_no_near_miss() {
    let cases = rows::cases();
    let tried: BTreeSet<&str> = cases.iter().map(|case| case.id).collect();
    let all: BTreeSet<&str> = ALL.iter().map(|escape| escape.id).collect();
    assert_eq!(tried, all, "every row has a case");
    assert_eq!(cases.len(), ALL.len());
    for case in cases {
        assert!(!case.hits.is_empty() && !case.misses.is_empty(), "{}", case.id);
        for spec in &case.hits {
            let escaped = found_one(spec, case.id);
            assert!(escaped.is_some_and(|escaped| !escaped.facts.is_empty()), "{} not seen in {spec:#?}", case.id);
        }
        for spec in &case.misses {
            assert!(found_one(spec, case.id).is_none(), "{} seen in {spec:#?}", case.id);
        }
    }
}

#[test]
fn every_row_says_what_a_person_needs() {
    for escape in ALL {
        assert!(escape.id.starts_with("escape/"), "{}", escape.id);
        for text in [escape.why, escape.fix] {
            assert!(text.ends_with('.') && !text.contains("  "), "{}: {text}", escape.id);
        }
        assert!(!escape.title.is_empty() && !escape.title.ends_with('.'), "{}", escape.id);
        assert_eq!(escape.needs, (escape.id == "escape/var-log").then_some(LogRight::OfPods), "{}", escape.id);
    }
}
