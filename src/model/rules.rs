//! Lists of rules. A chart installs the same roles in a thousand namespaces, so equal lists share one copy.

use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{HashSet, Role, Rule};

/// The rules of a role, in their order. A clone costs nothing.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Rule>")]
pub struct Rules(Arc<[Rule]>);

impl Rules {
    /// To change single rules: of this role alone, whoever shares them.
    pub fn to_mut(&mut self) -> &mut [Rule] {
        Arc::make_mut(&mut self.0)
    }
}

impl Deref for Rules {
    type Target = [Rule];

    fn deref(&self) -> &[Rule] {
        &self.0
    }
}

impl From<Vec<Rule>> for Rules {
    fn from(rules: Vec<Rule>) -> Self {
        Rules(rules.into())
    }
}

impl FromIterator<Rule> for Rules {
    fn from_iter<I: IntoIterator<Item = Rule>>(rules: I) -> Self {
        Rules(rules.into_iter().collect())
    }
}

impl<'r> IntoIterator for &'r Rules {
    type Item = &'r Rule;
    type IntoIter = std::slice::Iter<'r, Rule>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The lists of rules that are known, each once.
#[derive(Default, Debug)]
pub struct RuleLists(HashSet<Rules>);

impl RuleLists {
    /// The one copy of this list.
    pub fn share(&mut self, rules: Rules) -> Rules {
        if let Some(known) = self.0.get(&rules) {
            return known.clone();
        }
        self.0.insert(rules.clone());
        rules
    }

    /// Lets roles with equal rules share them.
    pub fn share_in(&mut self, roles: &mut [Role]) {
        roles.iter_mut().for_each(|role| role.rules = self.share(std::mem::take(&mut role.rules)));
    }
}

#[cfg(test)]
mod tests {
    use std::ptr;

    use super::{RuleLists, Rules};
    use crate::model::{Pattern, Rule};

    #[test]
    fn equal_lists_are_one_and_others_are_not() {
        let rule = |verb: &str| Rule { verbs: vec![Pattern::from(crate::model::Name::from(verb))], ..Rule::default() };
        let list = |verbs: &[&str]| -> Rules { verbs.iter().map(|verb| rule(verb)).collect() };
        let mut lists = RuleLists::default();
        let one = lists.share(list(&["get", "list"]));
        assert!(ptr::eq(&*one, &*lists.share(list(&["get", "list"]))));
        for other in [list(&["list", "get"]), list(&["get"]), list(&[])] {
            assert!(!ptr::eq(&*one, &*lists.share(other.clone())) && lists.share(other.clone()) == other);
        }
    }
}
