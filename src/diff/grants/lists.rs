//! The rule lists of both sides, numbered by content: equal lists have one number, wherever they stand.

use std::cell::RefCell;
use std::rc::Rc;

use crate::authz::{Access, GrantedIn, Served, alive, representative};
use crate::model::{HashMap, HashSet, Resource, RoleId, Rule, Version};

/// A list of rules, as it is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) struct ListId(usize);

/// A list of rules where it is granted.
pub(super) type Granted = (ListId, GrantedIn);

/// The rules of a list that can match a request, each with its place in the list.
pub(super) type Living = Rc<Vec<(usize, Rule)>>;

/// The numbers of one side's lists, by the first of the roles that have the list.
pub(super) type Numbers = HashMap<RoleId, ListId>;

/// All lists.
pub(super) struct Lists<'s> {
    rules: Vec<&'s [Rule]>,
    numbers: [Numbers; 2],
    served: Common,
    living: RefCell<HashMap<Granted, Living>>,
}

/// What both sides are judged by: what may be served on either counts as served.
struct Common {
    version: Version,
    custom: Vec<Resource>,
    all_known: bool,
}

impl<'s> Lists<'s> {
    /// Numbers the distinct lists of both sides, in an order of their own: which side has one says nothing of it.
    pub(super) fn new(old: &Access<'s>, new: &Access<'s>) -> Self {
        let [of_old, of_new] = [old, new].map(distinct);
        let all: HashSet<&'s [Rule]> = of_old.iter().chain(&of_new).map(|(_, rules)| *rules).collect();
        let mut rules: Vec<&'s [Rule]> = all.into_iter().collect();
        rules.sort_unstable();
        let known: HashMap<&[Rule], ListId> =
            rules.iter().enumerate().map(|(id, rules)| (*rules, ListId(id))).collect();
        let numbers = [of_old, of_new].map(|lists| {
            lists.into_iter().filter_map(|(first, rules)| Some((first, *known.get(rules)?))).collect::<Numbers>()
        });
        let [old, new] = [old, new].map(|access| access.snapshot());
        let custom = old.custom_resources.iter().chain(&new.custom_resources).cloned().collect();
        let served = Common {
            version: new.source.server_version,
            custom: Resource::merged(custom),
            all_known: old.resources_known && new.resources_known,
        };
        Lists { rules, numbers, served, living: RefCell::default() }
    }

    /// Those of the old side.
    pub(super) fn old(&self) -> &Numbers {
        let [old, _] = &self.numbers;
        old
    }

    /// Those of the new side.
    pub(super) fn new_side(&self) -> &Numbers {
        let [_, new] = &self.numbers;
        new
    }

    /// What of a list can match a request where it is granted. Looked for once.
    pub(super) fn living(&self, granted: Granted) -> Living {
        let known = self.living.borrow().get(&granted).cloned();
        known.unwrap_or_else(|| {
            let living = Rc::new(self.look(granted));
            self.living.borrow_mut().insert(granted, Rc::clone(&living));
            living
        })
    }

    fn look(&self, (ListId(list), granted): Granted) -> Vec<(usize, Rule)> {
        let Common { version, custom, all_known } = &self.served;
        let served = Served { version: *version, custom, all_known: *all_known };
        let rules = self.rules.get(list).copied().unwrap_or_default();
        let living = rules.iter().enumerate().filter_map(|(place, rule)| Some((place, alive(rule, granted, served)?)));
        living.flat_map(|(place, rule)| halves(rule).map(move |half| (place, half))).collect()
    }
}

/// The lists of one side, each with the first of the roles that have it.
fn distinct<'s>(access: &Access<'s>) -> Vec<(RoleId, &'s [Rule])> {
    let lists = access.rule_lists().iter();
    let distinct = lists.filter_map(|list| Some((*list.first()?, representative(access.snapshot(), list)?)));
    distinct.map(|(first, role)| (first, &*role.rules)).collect()
}

/// Names limit what a rule says of resources, never what it says of URLs. Only files hold rules with both.
fn halves(rule: Rule) -> impl Iterator<Item = Rule> {
    let urls = Rule { verbs: rule.verbs.clone(), non_resource_urls: rule.non_resource_urls.clone(), ..Rule::default() };
    let resources = Rule { non_resource_urls: Vec::new(), ..rule };
    let says = |half: &Rule| !half.resources.is_empty() || !half.non_resource_urls.is_empty();
    [resources, urls].into_iter().filter(says)
}
