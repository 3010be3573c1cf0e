//! Hops and grants, each once: paths that come together share them from there on.

use std::sync::Arc;

use serde::Serialize;

use crate::findings::{GrantRef, Hop, Path};
use crate::model::HashMap;
use crate::query::{Explainer, HopView, Known};

use super::texts::{Text, Texts};

/// A grant as evidence.
#[derive(Serialize)]
pub(super) struct GrantRow {
    #[serde(skip_serializing_if = "Option::is_none")]
    binding: Option<Text>,
    role: Text,
    rule: usize,
}

/// One step.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HopRow {
    from: Text,
    to: Text,
    entry: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    grants: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facts: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    blocked_by: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    may_refuse: Vec<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<HopRow>,
    /// How it is taken, how it shows, and what stops it; parts have it together.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    told: Option<ToldRow>,
}

#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
struct ToldRow {
    title: Text,
    commands: Vec<Text>,
    audit: Vec<Text>,
    stop: Text,
}

/// The hops of paths, explained; what paths share is there once.
pub(super) fn explained(explainer: &Explainer<'_>, paths: &[Path]) -> Vec<Vec<Arc<HopView>>> {
    let mut known = Known::default();
    paths.iter().map(|path| explainer.explain_shared(&path.hops, &mut known)).collect()
}

/// The hops and grants that were met, by their numbers.
#[derive(Default)]
pub(super) struct Hops<'r> {
    pub(super) hops: Vec<HopRow>,
    pub(super) grants: Vec<GrantRow>,
    /// The grants that stand there, in the same order.
    pub(super) met: Vec<&'r GrantRef>,
    hop_numbers: HashMap<HopRow, usize>,
    /// The numbers of those that paths share in memory. Which do depends on the threads that found the paths, so it
    /// saves work and decides nothing.
    shared: HashMap<*const HopView, usize>,
    grant_numbers: HashMap<&'r GrantRef, usize>,
}

impl<'r> Hops<'r> {
    /// The numbers of these hops.
    pub(super) fn add(&mut self, hops: &'r [Arc<HopView>], texts: &mut Texts<'r>) -> Vec<usize> {
        hops.iter().map(|hop| self.hop(hop, texts)).collect()
    }

    fn hop(&mut self, view: &'r Arc<HopView>, texts: &mut Texts<'r>) -> usize {
        let address = Arc::as_ptr(view);
        if let Some(known) = self.shared.get(&address) {
            return *known;
        }
        let mut row = self.row(&view.hop, texts);
        row.told = Some(ToldRow {
            title: texts.add(&view.title),
            commands: texts.add_all(&view.commands),
            audit: texts.add_all(&view.audit),
            stop: texts.add(&view.stop),
        });
        let number = *self.hop_numbers.entry(row).or_insert_with_key(|row| {
            self.hops.push(row.clone());
            self.hops.len() - 1
        });
        self.shared.insert(address, number);
        number
    }

    fn row(&mut self, hop: &'r Hop, texts: &mut Texts<'r>) -> HopRow {
        HopRow {
            from: texts.add(&hop.from),
            to: texts.add(&hop.to),
            entry: texts.add(&hop.entry),
            grants: self.add_grants(&hop.grants, texts),
            about: hop.about.as_deref().map(|about| texts.add(about)),
            facts: texts.add_all(&hop.facts),
            also: hop.also.iter().map(|other| texts.add(&other.entry)).collect(),
            blocked_by: texts.add_all(&hop.blocked_by),
            may_refuse: texts.add_all(&hop.may_refuse),
            confirmed: hop.confirmed,
            parts: hop.parts.iter().map(|part| self.row(part, texts)).collect(),
            told: None,
        }
    }

    /// The numbers of these grants.
    pub(super) fn add_grants(&mut self, grants: &'r [GrantRef], texts: &mut Texts<'r>) -> Vec<usize> {
        grants.iter().map(|grant| self.grant(grant, texts)).collect()
    }

    fn grant(&mut self, grant: &'r GrantRef, texts: &mut Texts<'r>) -> usize {
        *self.grant_numbers.entry(grant).or_insert_with(|| {
            let binding = grant.binding.as_deref().map(|binding| texts.add(binding));
            self.grants.push(GrantRow { binding, role: texts.add(&grant.role), rule: grant.rule });
            self.met.push(grant);
            self.grants.len() - 1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(from: &str) -> Arc<HopView> {
        let hop = Hop { from: from.into(), to: "objective:cluster-admin".into(), ..Hop::default() };
        let (title, stop) = (String::new(), String::new());
        Arc::new(HopView { hop, title, rules: Vec::new(), commands: Vec::new(), audit: Vec::new(), stop })
    }

    #[test]
    fn equal_hops_have_one_number_wherever_they_are_kept() {
        let views = [view("user:olga"), view("user:eve"), view("user:olga")];
        let (mut hops, mut texts) = (Hops::default(), Texts::default());
        assert_eq!(hops.add(&views, &mut texts), [0, 1, 0]);
        assert_eq!(hops.hops.len(), 2);
    }
}
