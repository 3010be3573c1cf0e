//! Hops: a way through the graph as a person reads it.
//!
//! Structure between named nodes is folded into the hop that it belongs to, so that a hop reads *who does what to get
//! what*. Where several requests lead to one thing together, they are one hop with parts.

use crate::authz::Grant;
use crate::graph::{Edge, EdgeId, Hub, Move, Node, NodeId, Step};
use crate::model::{BindingId, HashMap, HashSet, Name, RoleKind, Scope, Subject};

use super::assess::Assessment;
use super::closing;
use super::joint::{Open, joint, ordered};
use super::said::Said;
use super::types::{GrantRef, Hop};

/// Where a way stands: who got there, and through which binding.
#[derive(Clone, Default)]
struct Standing {
    from: Option<Name>,
    binding: Option<BindingId>,
    said: Said,
    /// The hops whose end has no name yet.
    open: Vec<Open>,
}

/// A way being told.
struct Telling<'a> {
    assessment: &'a Assessment<'a>,
    /// Where the way stood, if it comes back: it does where several requests lead to one thing together.
    standings: Option<HashMap<NodeId, Standing>>,
    walked: HashSet<EdgeId>,
    now: Standing,
    hops: Vec<Hop>,
    built_in: bool,
}

/// The hops of these moves from here on, perhaps by this binding, and whether every grant of them is built in.
pub(super) fn hops(
    assessment: &Assessment<'_>,
    (from, binding): (NodeId, Option<BindingId>),
    moves: &[Move],
) -> (Vec<Hop>, bool) {
    let mut telling = Telling {
        assessment,
        standings: moves.iter().any(|step| !matches!(step, Move::Edge(_))).then(HashMap::default),
        walked: HashSet::default(),
        now: Standing { from: assessment.ids.node(from), binding, ..Standing::default() },
        hops: Vec::new(),
        built_in: true,
    };
    telling.note_standing(from);
    for step in moves {
        telling.tell(*step);
    }
    // What is only a part has no end of its own, and who gets what it is has taken no step.
    telling.hops.retain(|hop| !hop.to.is_empty() && hop.from != hop.to);
    (telling.hops, telling.built_in)
}

impl Telling<'_> {
    fn tell(&mut self, step: Move) {
        let graph = &self.assessment.escalation.graph;
        match step {
            Move::Back(node) => self.now = self.standing(node),
            Move::Join(join) => {
                let standings = self.standings.iter();
                let parts = graph.parts(join).flat_map(|part| {
                    let standings = standings.clone();
                    standings.filter_map(move |known| Some((graph.node(part)?, known.get(&part)?)))
                });
                let mut all = Standing::default();
                for (part, standing) in parts {
                    all.from = all.from.or_else(|| standing.from.clone());
                    all.open.extend(
                        standing.open.iter().map(|open| open.as_part(part, &|role| self.assessment.ids.role(role))),
                    );
                }
                all.open = ordered(all.open);
                self.stand(join, all);
            }
            Move::Edge(id) => {
                let Some((from, to, edge)) = graph.edge(id) else { return };
                if self.standings.is_none() || self.walked.insert(id) {
                    self.walk(from, to, edge);
                } else {
                    self.now = self.standing(to);
                }
            }
        }
    }

    fn stand(&mut self, at: NodeId, standing: Standing) {
        self.now = standing;
        self.note_standing(at);
    }

    fn note_standing(&mut self, at: NodeId) {
        if let Some(standings) = &mut self.standings {
            standings.insert(at, self.now.clone());
        }
    }

    fn standing(&self, at: NodeId) -> Standing {
        self.standings.as_ref().and_then(|known| known.get(&at)).cloned().unwrap_or_default()
    }

    fn walk(&mut self, from: NodeId, to: NodeId, edge: &Edge) {
        let mut now = std::mem::take(&mut self.now);
        if edge.step.is_hop() {
            self.start_from_kind(from, &mut now);
            now.open.push(Open::new(self.hops.len()));
            self.hop((from, to), edge, &mut now);
        } else {
            match self.assessment.escalation.graph.node(to) {
                Some(Node::Binding(binding)) => now.binding = Some(*binding),
                // As a member of a group: what the group holds is the evidence.
                Some(Node::Subject(group @ Subject::Group(_))) => {
                    now.said.facts.push(format!("member of {}", group.id()))
                }
                _ => {}
            }
            self.note(edge, &mut now);
        }
        self.say_about(to, &now);
        // What is named is what the hops before it gave.
        let reached = self.assessment.ids.node(to).filter(|_| !now.open.is_empty());
        if let Some(reached) = reached {
            self.close(&std::mem::take(&mut now.open), &reached);
            now = Standing { from: Some(reached), ..Standing::default() };
        }
        self.stand(to, now);
    }

    /// What is to be said of structure belongs to the hops that it is part of.
    fn note(&mut self, edge: &Edge, now: &mut Standing) {
        let Some(remarks) = &edge.remarks else { return };
        if now.open.is_empty() {
            now.said.add(remarks);
        }
        for open in &now.open {
            let Some(hop) = self.hops.get_mut(open.place) else { continue };
            Said::add_to(hop, remarks);
        }
    }

    /// A step that starts from any of what a hub stands for: that is what the hop before gave.
    fn start_from_kind(&mut self, hub: NodeId, now: &mut Standing) {
        let kind = self.assessment.escalation.graph.node(hub).and_then(Node::kind_id).map(Name::from);
        if let Some(kind) = kind.filter(|_| !now.open.is_empty()) {
            self.close(&std::mem::take(&mut now.open), &kind);
            now.from = Some(kind);
        }
    }

    /// Says which role the hops before are about.
    fn say_about(&mut self, at: NodeId, now: &Standing) {
        let Some(Node::Hub(hub)) = self.assessment.escalation.graph.node(at) else { return };
        let Some((role, fact)) = about(self.assessment, hub) else { return };
        for open in &now.open {
            if let Some(hop) = self.hops.get_mut(open.place) {
                hop.facts.extend(fact.clone());
                hop.about = Some(role.clone());
            }
        }
    }

    /// Says what a hop gave, or several together. What led to several things, through a hub, is told once for each.
    fn close(&mut self, open: &[Open], reached: &Name) {
        if let [Open { place, .. }] = open {
            let Some(hop) = self.hops.get_mut(*place) else { return };
            if hop.to.is_empty() {
                hop.to = reached.clone();
                return;
            }
        }
        let part = |open: &Open| {
            let to = open.aim.as_ref().unwrap_or(reached).clone();
            self.hops.get(open.place).map(|hop| Hop { to, ..hop.clone() })
        };
        let parts: Vec<Hop> = open.iter().filter_map(part).collect();
        let told = match parts.as_slice() {
            [one] => Some(Hop { to: reached.clone(), ..one.clone() }),
            _ => joint(parts, reached),
        };
        if let Some(told) = told.filter(|told| !self.hops.contains(told)) {
            self.hops.push(told);
        }
    }

    fn hop(&mut self, (at, to): (NodeId, NodeId), edge: &Edge, now: &mut Standing) {
        let assessment = self.assessment;
        let (entry, grants) = evidence(assessment, &edge.step, now.binding);
        self.built_in &= is_builtin(assessment, &edge.step, now.binding);
        let also = closing::others(&assessment.escalation.graph, at, edge);
        let mut said = std::mem::take(&mut now.said);
        said.facts.extend(which_step(assessment, to));
        if let Some(remarks) = &edge.remarks {
            said.add(remarks);
        }
        let from = now.from.clone().unwrap_or_default();
        now.binding = None;
        let Said { facts, blocked_by, may_refuse } = said;
        self.hops.push(Hop { from, entry, grants, facts, also, blocked_by, may_refuse, ..Hop::default() });
    }
}

/// The role that a hub stands for writing or binding, and what there is to say of it.
fn about(assessment: &Assessment<'_>, hub: &Hub) -> Option<(Name, Option<String>)> {
    let id = |kind: &RoleKind, scope: &Scope, name: &Name| match (kind, scope.namespace()) {
        (RoleKind::ClusterRole, _) => format!("clusterrole:{}", name.as_str()),
        (RoleKind::Role, namespace) => format!("role:{}/{}", namespace.map_or("*", Name::as_str), name.as_str()),
    };
    match hub {
        Hub::Rewrite(role) | Hub::BindCovered(role) => Some((assessment.ids.role(*role), None)),
        Hub::Claim(kind, scope, name) => {
            let role = id(kind, scope, name);
            Some((role.as_str().into(), Some(format!("makes {role}, which does not exist"))))
        }
        Hub::BindAbsent(kind, scope, name) => {
            let role = id(kind, scope, name);
            Some((role.as_str().into(), Some(format!("binds {role} before it is there"))))
        }
        _ => None,
    }
}

/// Which of the steps of its entry this is, where they are taken one by one.
fn which_step(assessment: &Assessment<'_>, to: NodeId) -> Option<String> {
    let Some(Node::Hub(Hub::Step(entry, step, ..))) = assessment.escalation.graph.node(to) else {
        return None;
    };
    let needs = &assessment.template.entries.get(*entry)?.needs;
    let last = needs.iter().map(|need| need.step).max()?;
    Some(format!("step {step} of {last}"))
}

fn evidence(assessment: &Assessment<'_>, step: &Step, through: Option<BindingId>) -> (Name, Vec<GrantRef>) {
    match step {
        Step::Entry { entry, grants } => (assessment.ids.entry(*entry), assessment.grants(grants, through)),
        Step::Identity(id) => ((*id).into(), Vec::new()),
        Step::Method(method) => (assessment.ids.method(*method), Vec::new()),
        Step::Structure => (Name::default(), Vec::new()),
    }
}

fn is_builtin(assessment: &Assessment<'_>, step: &Step, through: Option<BindingId>) -> bool {
    let Step::Entry { grants, .. } = step else { return true };
    let binding = |grant: &Grant| grant.binding.or(through);
    grants.iter().all(|grant| binding(grant).is_some_and(|id| assessment.builtin.binding(id)))
}
