//! How bad a hit is: the severity of its entry, raised by where its edges lead, lowered by what guards keep from it.

use crate::authz::NameSet;
use crate::escalation::{Drawn, hits_of};
use crate::graph::{Certainty, Hub, Node, NodeId};
use crate::model::{HashMap, RoleId, Scope, Subject};
use crate::template::{Effect, Entry, Hit, Severity};

use super::assess::Assessment;
use super::worth::severity;

/// How bad a hit is to most who have it, and to those whom guards keep from all that it could lead to.
#[derive(Clone, Copy)]
pub(super) struct Judged {
    open: Severity,
    kept: Severity,
}

/// How bad something is, and whether guards block all of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Rated {
    pub(super) severity: Severity,
    pub(super) guarded: bool,
}

impl Rated {
    /// Of two ways to the same: guards block it only if they block both.
    pub(super) fn or(self, other: Rated) -> Rated {
        Rated { severity: self.severity.max(other.severity), guarded: self.guarded && other.guarded }
    }

    /// Of several things together: guarded where guards block some and nothing else is worth more than a remark.
    pub(super) fn together(all: impl IntoIterator<Item = Rated>) -> Option<Rated> {
        let all: Vec<Rated> = all.into_iter().collect();
        let severity = all.iter().map(|rated| rated.severity).max()?;
        let open = all.iter().any(|rated| !rated.guarded && rated.severity > Severity::Info);
        Some(Rated { severity, guarded: !open && all.iter().any(|rated| rated.guarded) })
    }
}

impl Assessment<'_> {
    /// The severity of a hit, whoever has it: its entry's for the scope, or that of what its edges reach if that is worse.
    pub(super) fn severity(&self, drawn: &Drawn) -> Severity {
        self.judged(drawn).open
    }

    /// How bad a hit is that all of these have; to nobody in particular where there are none.
    pub(super) fn rated<'s>(&self, drawn: &Drawn, who: impl IntoIterator<Item = &'s Subject>) -> Rated {
        let judged = self.judged(drawn);
        let is_kept = |subject: &Subject| self.kept.get(subject).is_some_and(|kept| kept.contains(&drawn.hit.entry));
        let mut who = who.into_iter().peekable();
        if who.peek().is_some() && who.all(is_kept) {
            return Rated { severity: judged.kept, guarded: true };
        }
        Rated { severity: judged.open, guarded: drawn.refused }
    }

    fn judged(&self, drawn: &Drawn) -> Judged {
        self.judged.get(&address(drawn)).copied().unwrap_or_else(|| self.judge(drawn))
    }

    pub(super) fn judge_all(&self) -> HashMap<usize, Judged> {
        let of_roles = self.escalation.roles.iter().flat_map(|(_, _, hits)| hits);
        let all = of_roles.chain(self.escalation.subjects.iter().flat_map(|(_, hits)| hits));
        all.map(|drawn| (address(drawn), self.judge(drawn))).collect()
    }

    fn judge(&self, drawn: &Drawn) -> Judged {
        let Some(entry) = self.entry(&drawn.hit) else {
            return Judged { open: Severity::Info, kept: Severity::Info };
        };
        let own = self.of_bindable(entry, drawn).unwrap_or_else(|| base_severity(entry, &drawn.hit));
        let own = own.max(self.of_unseen_nodes(drawn).unwrap_or(own));
        let best = if entry.proof.is_sure() { Certainty::ProvenRights } else { Certainty::Unknown };
        let (mut open, mut kept) = (own, severity(Certainty::Guarded, own));
        for (certainty, worth) in drawn.targets.iter().flat_map(|&(to, step)| self.led_to(to, step.max(best))) {
            // It would, but for the guard.
            kept = kept.max(severity(Certainty::Guarded, worth));
            if certainty != Certainty::Guarded {
                open = open.max(severity(certainty, worth));
            }
        }
        Judged { open: if drawn.refused { kept } else { open }, kept }
    }

    /// Who may bind some roles only is as dangerous as these roles, where it may bind them; those that do not exist give
    /// nothing.
    fn of_bindable(&self, entry: &Entry, drawn: &Drawn) -> Option<Severity> {
        let Some(Effect::Role { name: None, .. }) = entry.gives else {
            return None;
        };
        let NameSet::Only(_) = drawn.hit.targets else {
            return None;
        };
        let nodes = drawn.targets.iter().map(|&(target, _)| self.escalation.graph.node(target));
        let severities = nodes.map(|node| match node {
            Some(Node::Role(role, scope) | Node::Hub(Hub::Bound(role, scope))) => self.of_role(*role, scope),
            Some(Node::Hub(Hub::BindAbsent(..))) => Severity::Low,
            _ => entry.floor,
        });
        Some(severities.max().unwrap_or(Severity::Low))
    }

    /// Where no node was read, as in manifests, whoever runs a pod still gets out to the one that it runs on, unless the
    /// namespace keeps privileged pods away.
    fn of_unseen_nodes(&self, drawn: &Drawn) -> Option<Severity> {
        let open = drawn.targets.iter().filter(|(_, certainty)| *certainty != Certainty::Guarded);
        open.into_iter().any(|(target, _)| self.escalation.leads_to_unseen_node(*target)).then_some(Severity::High)
    }

    /// What a role is worth by its own entries, wherever they lead.
    fn of_role(&self, role: RoleId, scope: &Scope) -> Severity {
        let hits = hits_of(&self.escalation.roles, role, scope).iter();
        let own = hits.filter_map(|drawn| Some(base_severity(self.entry(&drawn.hit)?, &drawn.hit)));
        own.max().unwrap_or(Severity::Low).max(Severity::Low)
    }

    /// How surely a step that is so sure leads to each objective by way of a node, and what that is worth.
    fn led_to(&self, node: NodeId, step: Certainty) -> impl Iterator<Item = (Certainty, Severity)> {
        self.goals.iter().filter_map(move |goal| Some((step.max(goal.reach.certainty(node)?), goal.worth)))
    }
}

/// The severity of an entry when it reaches nothing worse: its least for the whole cluster counts only where no names
/// narrow it.
pub(super) fn base_severity(entry: &Entry, hit: &Hit) -> Severity {
    match (&hit.scope, &hit.targets) {
        (Scope::Cluster, NameSet::Any) => entry.floor.max(entry.cluster),
        _ => entry.floor,
    }
}

/// Where a hit stands: it does not move while it is judged.
fn address(drawn: &Drawn) -> usize {
    std::ptr::from_ref(drawn).addr()
}

#[cfg(test)]
mod tests {
    use super::Rated;
    use crate::template::Severity::{self, Info, Low, Medium};

    #[test]
    fn what_is_open_beside_a_guard_counts() {
        let rated = |severity: Severity, guarded: bool| Rated { severity, guarded };
        assert_eq!(rated(Medium, true).or(rated(Low, true)), rated(Medium, true));
        assert_eq!(rated(Medium, true).or(rated(Low, false)), rated(Medium, false));
        assert_eq!(Rated::together([rated(Medium, true), rated(Low, false)]), Some(rated(Medium, false)));
        assert_eq!(Rated::together([rated(Medium, true), rated(Info, false)]), Some(rated(Medium, true)));
        assert_eq!(Rated::together([rated(Info, false)]), Some(rated(Info, false)));
        assert_eq!(Rated::together([]), None);
    }
}
