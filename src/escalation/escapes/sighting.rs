//! What a row of the table saw in a pod.

use super::confined::Confined;
use super::row::{Gives, LogRight};

/// One place of a pod where an escape was seen.
pub(super) struct Sighting<'a> {
    /// The container; nothing for what the whole pod has.
    pub container: Option<Confined<'a>>,
    /// What was seen.
    pub fact: String,
    /// What stands in its way.
    pub weaknesses: Vec<String>,
    /// What it gives, where that is not what the row says.
    pub gives: Option<Gives>,
    /// The right that it takes, where that is not what the row says.
    pub needs: Option<LogRight>,
}

impl<'a> Sighting<'a> {
    /// Something of the whole pod.
    pub(super) fn pod(fact: &str) -> Self {
        Sighting { container: None, fact: fact.to_owned(), weaknesses: Vec::new(), gives: None, needs: None }
    }

    /// Something of one container: "container web" and then this.
    pub(super) fn container(container: Confined<'a>, what: &str) -> Self {
        let fact = format!("{} {what}", container.words());
        Sighting { container: Some(container), fact, weaknesses: Vec::new(), gives: None, needs: None }
    }

    /// The same, with something in its way if there is.
    pub(super) fn weakened_by(mut self, weakness: Option<String>) -> Self {
        self.weaknesses.extend(weakness);
        self
    }

    /// What was seen, and what stands in its way.
    pub(super) fn into_facts(self) -> impl Iterator<Item = String> {
        std::iter::once(self.fact).chain(self.weaknesses)
    }
}
