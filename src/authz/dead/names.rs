//! Names of a rule: none is a pattern, and `*` is the name of almost nothing.

use crate::model::{Name, Pattern};

use super::{DeadPart, DeadReason, Fate, GrantedIn, Judge, Pair, Part};

/// Groups of Kubernetes in which `*` can be a name: roles and bindings may be called anything that fits into a path
/// (`ValidateRBACName` upstream), and impersonation asks for the name `*` (`impersonation/mode.go`).
const STARRED: &[&str] = &["authentication.k8s.io", "rbac.authorization.k8s.io"];

impl Judge<'_> {
    /// The dead names, and whether any is alive or none is needed.
    pub(super) fn names(&self, pairs: &[Vec<Pair<'_>>]) -> (Vec<DeadPart>, bool) {
        let names = &self.rule.resource_names;
        let alive = pairs.iter().flatten().any(|pair| self.star_is_a_name(*pair));
        if names.is_empty() || alive || pairs.iter().all(Vec::is_empty) {
            return (Vec::new(), true);
        }
        let dead = |place| DeadPart { part: Part::ResourceName(place), reason: DeadReason::LiteralStar };
        let stars = names.iter().enumerate().filter(|(_, name)| **name == "*").map(|(place, _)| dead(place));
        (stars.collect(), names.iter().any(|name: &Name| *name != "*"))
    }

    /// Whether something called `*` can be asked for there.
    fn star_is_a_name(&self, pair: Pair<'_>) -> bool {
        if pair.built_in().is_none_or(|group| STARRED.contains(&group)) {
            return true;
        }
        // Who makes an admission policy with parameters must be allowed to get all of them, asked as the name `*` in the
        // namespace `*` (`admissionregistration/validatingadmissionpolicy/authz.go` upstream).
        let get = |verb: &&Pattern| matches!(verb, Pattern::Any) || **verb == Pattern::Exact("get".into());
        self.granted != GrantedIn::Namespace
            && self.rule.verbs.iter().filter(get).any(|verb| self.verb_on(verb, [&pair]) == Fate::Alive)
    }
}
