//! The half of a rule that is about resources: its groups, and its resources in them.

use crate::authz::resources::{Standing, find, is_version, known, known_resources};
use crate::model::{Name, Pattern, ResourcePattern, Version};

use super::{DeadPart, DeadReason, Fate, Half, Judge, Pair, Part};

/// From here on `extensions` serves nothing.
const EXTENSIONS_GONE: Version = Version { major: 1, minor: 22 };

/// From here on there are no pod security policies.
const POD_SECURITY_POLICIES_GONE: Version = Version { major: 1, minor: 25 };

impl<'r> Judge<'r> {
    pub(super) fn resources(&self) -> Half {
        let mut parts = Vec::new();
        let groups = self.groups(&mut parts);
        let pairs = self.pairs(&groups, &mut parts);
        let verbs: Vec<Fate> = self.rule.verbs.iter().map(|verb| self.verb_on(verb, pairs.iter().flatten())).collect();
        let verb_alive = verbs.contains(&Fate::Alive);
        if verb_alive {
            parts.extend(self.without_verbs(&pairs));
        }
        let (names, name_alive) = self.names(&pairs);
        parts.extend(names);
        Half { alive: verb_alive && name_alive, verbs, parts }
    }

    /// The groups that are not dead by themselves, with their places.
    fn groups(&self, parts: &mut Vec<DeadPart>) -> Vec<(usize, &'r Pattern)> {
        let mut alive = Vec::new();
        for (place, group) in self.rule.api_groups.iter().enumerate() {
            match self.group(group) {
                Some(reason) => parts.push(DeadPart { part: Part::ApiGroup(place), reason }),
                None => alive.push((place, group)),
            }
        }
        alive
    }

    fn group(&self, group: &Pattern) -> Option<DeadReason> {
        let Pattern::Exact(name) = group else {
            return None;
        };
        if name == "core" || name.contains('/') || is_version(name) {
            return Some(DeadReason::GroupWithVersion);
        }
        (name == "extensions" && self.served.version >= EXTENSIONS_GONE).then_some(DeadReason::NoLongerServed)
    }

    /// For each resource, the pairs with these groups that are not dead by themselves. Groups and resources without one
    /// are dead.
    fn pairs(&self, groups: &[(usize, &'r Pattern)], parts: &mut Vec<DeadPart>) -> Vec<Vec<Pair<'r>>> {
        let mut used = vec![false; groups.len()];
        let mut all = Vec::new();
        for (place, resource) in self.rule.resources.iter().enumerate() {
            let mut alive = Vec::new();
            let mut reason = None;
            for ((_, group), used) in groups.iter().zip(&mut used) {
                let pair = Pair { group, resource };
                match self.pair(pair) {
                    Some(dead) => reason = reason.or(Some(dead)),
                    None => {
                        *used = true;
                        alive.push(pair);
                    }
                }
            }
            if let Some(reason) = reason.filter(|_| alive.is_empty()) {
                parts.push(DeadPart { part: Part::Resource(place), reason });
            }
            all.push(alive);
        }
        if used.contains(&true) {
            let unused = groups.iter().zip(&used).filter(|(_, used)| !**used);
            let dead = |place| DeadPart { part: Part::ApiGroup(place), reason: DeadReason::ServesNone };
            parts.extend(unused.map(|((place, _), _)| dead(*place)));
        }
        all
    }

    /// Why this resource is nothing in this group.
    fn pair(&self, pair: Pair<'_>) -> Option<DeadReason> {
        let text = Name::from(pair.resource.clone());
        if *pair.resource != ResourcePattern::Any && text.ends_with("/*") {
            return Some(DeadReason::NoPattern);
        }
        let (plural, _) = pair.resource()?;
        // The resource of this question is an audience, which may have any name.
        let audience = "request-serviceaccounts-token-audience";
        if self.rule.verbs.iter().any(|verb| matches!(verb, Pattern::Exact(name) if name == audience)) {
            return None;
        }
        if *pair.group == Pattern::Any {
            return self.pair_of_any_group(pair, plural);
        }
        let group = pair.built_in()?;
        match known(group, plural) {
            Some(_) if plural == "podsecuritypolicies" && self.served.version >= POD_SECURITY_POLICIES_GONE => {
                Some(DeadReason::NoLongerServed)
            }
            Some(_) => self.out_of_reach(pair),
            None => misplaced(plural).or_else(|| miswritten(plural, group)),
        }
    }

    /// The same for the group `*`, which has whatever any group serves.
    fn pair_of_any_group(&self, pair: Pair<'_>, plural: &str) -> Option<DeadReason> {
        if known_resources().any(|(resource, _)| resource.name == plural) {
            return self.out_of_reach(pair);
        }
        if self.served.knows_custom(plural) {
            return None;
        }
        miswritten(plural, "*").or_else(|| self.served.all_known.then_some(DeadReason::ServedNowhere))
    }

    /// Whether none of the verbs reaches the resource where the rule is granted.
    fn out_of_reach(&self, pair: Pair<'_>) -> Option<DeadReason> {
        let verbs = &self.rule.verbs;
        let inert = !verbs.is_empty() && !verbs.iter().any(|verb| self.reached(verb, pair));
        inert.then_some(DeadReason::ClusterScoped)
    }

    /// The resources on which no verb that is left is asked.
    fn without_verbs(&self, pairs: &[Vec<Pair<'_>>]) -> Vec<DeadPart> {
        let mut dead = Vec::new();
        for (place, pairs) in pairs.iter().enumerate() {
            let fates: Vec<Fate> = self.rule.verbs.iter().map(|verb| self.verb_on(verb, pairs)).collect();
            let first = fates.iter().find_map(|fate| match fate {
                Fate::Dead(reason) => Some(reason.clone()),
                _ => None,
            });
            if let Some(reason) = first.filter(|_| !fates.contains(&Fate::Alive)) {
                dead.push(DeadPart { part: Part::Resource(place), reason });
            }
        }
        dead
    }
}

/// A plural that Kubernetes has in other groups.
fn misplaced(plural: &str) -> Option<DeadReason> {
    let present = known_resources().filter(|(_, standing)| *standing != Standing::Former).map(|(resource, _)| resource);
    let groups: Vec<Name> =
        present.filter(|resource| resource.name == plural).map(|resource| resource.api_group.clone()).collect();
    (!groups.is_empty()).then_some(DeadReason::ServedElsewhere { api_groups: groups })
}

/// What people type for a resource, which rules do not know.
fn miswritten(typed: &str, group: &str) -> Option<DeadReason> {
    let found = find(typed, &[]);
    let meant = found.iter().find(|known| known.api_group == group).or(found.first())?;
    Some(DeadReason::NotPlural { plural: meant.name.clone() })
}
