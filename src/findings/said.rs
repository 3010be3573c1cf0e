//! What the edges of a hop say: facts, who blocks it, and who may.

use crate::graph::Remarks;

use super::types::Hop;

/// What is said of a hop, each thing once.
#[derive(Clone, Default, Debug)]
pub(super) struct Said {
    pub(super) facts: Vec<String>,
    pub(super) blocked_by: Vec<String>,
    pub(super) may_refuse: Vec<String>,
}

impl Said {
    /// Adds what an edge says.
    pub(super) fn add(&mut self, remarks: &Remarks) {
        add(&mut self.facts, remarks.facts.iter().cloned());
        add(&mut self.blocked_by, remarks.blocked_by.iter().cloned());
        add(&mut self.facts, remarks.unseen.iter().map(|doubt| sentence(doubt)));
        add(&mut self.may_refuse, remarks.unseen.iter().map(|doubt| split(doubt).0.to_owned()));
    }

    /// Adds it to a hop that stands already.
    pub(super) fn add_to(hop: &mut Hop, remarks: &Remarks) {
        let (facts, blocked_by) = (std::mem::take(&mut hop.facts), std::mem::take(&mut hop.blocked_by));
        let mut said = Said { facts, blocked_by, may_refuse: std::mem::take(&mut hop.may_refuse) };
        said.add(remarks);
        (hop.facts, hop.blocked_by, hop.may_refuse) = (said.facts, said.blocked_by, said.may_refuse);
    }
}

fn add(said: &mut Vec<String>, more: impl Iterator<Item = String>) {
    for text in more {
        if !said.contains(&text) {
            said.push(text);
        }
    }
}

/// `validatingwebhook:hooks/pods may refuse it: what a webhook answers cannot be seen`.
fn sentence(doubt: &str) -> String {
    match split(doubt) {
        (guard, "") => format!("{guard} may refuse it"),
        (guard, why) => format!("{guard} may refuse it: {why}"),
    }
}

/// A doubt is the guard and why its answer is not known.
fn split(doubt: &str) -> (&str, &str) {
    doubt.split_once(": ").unwrap_or((doubt, ""))
}

#[cfg(test)]
mod tests {
    use super::Said;
    use crate::findings::Hop;
    use crate::graph::Remarks;

    #[test]
    fn a_doubt_is_a_fact_and_names_its_guard_once() {
        let unseen = vec!["validatingwebhook:w/h: its logic cannot be seen".to_owned()];
        let remarks = Remarks { facts: vec!["a fact".to_owned()], unseen, ..Remarks::default() };
        let mut hop = Hop { facts: vec!["a fact".to_owned()], ..Hop::default() };
        Said::add_to(&mut hop, &remarks);
        Said::add_to(&mut hop, &remarks);
        assert_eq!(hop.facts, ["a fact", "validatingwebhook:w/h may refuse it: its logic cannot be seen"]);
        assert_eq!(hop.may_refuse, ["validatingwebhook:w/h"]);
        assert!(hop.blocked_by.is_empty());
    }
}
