//! What the questions share: who is asked about, who else there is, and who administers the account anyway.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use crate::cloud::iam::{Context, Decision, Doubt, Iam, PrincipalId, Request, Standing, Target, Verdict, Witness};
use crate::escalation::aws::{Reached, Reaching};
use crate::model::cloud::{Account, Cloud};
use crate::template::{Method, MethodGift, MethodObject};

use super::evidence::{Rows, graded};
use super::tags;
use super::view::{AttackRow, AttackVerdict};

/// The accounts, and the identity that is asked about.
pub(super) struct World<'a, 'c> {
    pub(super) iam: &'a Iam<'c>,
    pub(super) cloud: &'c Cloud,
    /// Its account.
    pub(super) account: &'c Account,
    pub(super) methods: &'a [Method],
    pub(super) reaching: Reaching<'a, 'c>,
    pub(super) own: PrincipalId,
    /// What it chooses about itself: tags, where it may set them.
    pub(super) chosen: Context,
    powers: RefCell<BTreeMap<PrincipalId, Power>>,
    edges: OnceCell<BTreeMap<PrincipalId, Vec<Reached<'a>>>>,
    /// Those that were left out, by ARN.
    pub(super) left_out: RefCell<BTreeSet<String>>,
}

/// How surely a principal administers the account.
#[derive(Clone, Copy)]
pub(super) struct Power {
    /// As it stands.
    pub(super) outright: Verdict,
    /// By raising itself.
    pub(super) raised: Verdict,
    /// By raising itself otherwise than by attaching a policy.
    pub(super) raised_otherwise: Verdict,
}

impl<'a, 'c> World<'a, 'c> {
    pub(super) fn new(
        iam: &'a Iam<'c>,
        cloud: &'c Cloud,
        account: &'c Account,
        methods: &'a [Method],
        own: PrincipalId,
    ) -> Self {
        let reaching = Reaching::new(iam, cloud, account, methods);
        let (powers, edges, left_out) = (RefCell::default(), OnceCell::new(), RefCell::default());
        let chosen = tags::chosen(iam, account, own);
        World { iam, cloud, account, methods, reaching, own, chosen, powers, edges, left_out }
    }

    /// Everybody else of all accounts.
    pub(super) fn others(&self) -> impl Iterator<Item = PrincipalId> + '_ {
        self.iam.principals().map(|(id, _)| id).filter(|id| *id != self.own)
    }

    /// Everybody else of the account.
    pub(super) fn neighbours(&self) -> impl Iterator<Item = PrincipalId> + '_ {
        self.others().filter(|id| self.is_here(*id))
    }

    fn is_here(&self, id: PrincipalId) -> bool {
        let arn = self.iam.principal(id).arn();
        (arn.partition(), arn.account()) == (self.account.partition.as_str(), self.account.id.as_str())
    }

    pub(super) fn arn(&self, id: PrincipalId) -> &'c str {
        self.iam.principal(id).arn().as_str()
    }

    pub(super) fn own_arn(&self) -> &'c str {
        self.arn(self.own)
    }

    pub(super) fn standing(&self, id: PrincipalId) -> Standing<'c> {
        self.iam.as_is(id)
    }

    pub(super) fn ask(&self, who: PrincipalId, action: &str, target: Target<'_>) -> Decision {
        let context = if who == self.own { self.chosen.clone() } else { Context::new() };
        self.iam.decide(who, &Request::new(action, target).with(context))
    }

    /// The statements that allow what a method needs.
    pub(super) fn witnesses(&self, who: PrincipalId, edge: &Reached<'_>) -> Vec<Witness> {
        let mut found = Vec::new();
        for need in &edge.method.needs {
            for action in &need.actions {
                let service = action.split(':').next().unwrap_or_default();
                let target = match (need.on, edge.to) {
                    (MethodObject::User | MethodObject::Role, Some(to)) => Target::Arn(self.arn(to)),
                    _ => Target::Fresh(format!("arn:{}:{service}:", self.account.partition.as_str())),
                };
                found.extend(self.ask(who, action, target).allowed_by);
            }
        }
        found
    }

    /// How surely a principal administers the account; nobody of another account does.
    pub(super) fn power(&self, id: PrincipalId) -> Power {
        if let Some(known) = self.powers.borrow().get(&id) {
            return *known;
        }
        let power = if self.is_here(id) { self.power_of(&self.standing(id)) } else { Power::NONE };
        self.powers.borrow_mut().insert(id, power);
        power
    }

    pub(super) fn power_of(&self, standing: &Standing<'c>) -> Power {
        let all = self.iam.administers_as(standing);
        let outright = if all.doubts.iter().any(is_about_documents) { Verdict::Deny } else { all.verdict };
        let outright = outright.min(self.reaching.administers(standing));
        if outright == Verdict::Allow {
            return Power { outright, raised: outright, raised_otherwise: outright };
        }
        // Only what is sure counts here: a doubt about oneself is none about the attack.
        let sure: Vec<Reached<'_>> =
            self.reaching.raised(standing).into_iter().filter(|one| one.verdict == Verdict::Allow).collect();
        let best = |is_meant: fn(MethodGift) -> bool| {
            let some = sure.iter().any(|one| is_meant(one.method.gives));
            if some { Verdict::Allow } else { outright }
        };
        let (raised, raised_otherwise) = (best(|_| true), best(|gift| gift != MethodGift::Policy));
        Power { outright, raised, raised_otherwise }
    }

    /// Counts what a principal does, unless it administers the account at least as surely: then it gains nothing.
    pub(super) fn file(&self, who: PrincipalId, power: Verdict, row: AttackRow, rows: &mut Rows) -> bool {
        let is_left_out = power != Verdict::Deny && graded(power) >= row.verdict;
        if row.verdict == AttackVerdict::Blocked {
            return false;
        }
        if is_left_out {
            self.left_out.borrow_mut().insert(self.arn(who).to_owned());
            return false;
        }
        rows.count(row);
        true
    }

    /// Whom each neighbour takes.
    pub(super) fn edges(&self) -> &BTreeMap<PrincipalId, Vec<Reached<'a>>> {
        self.edges.get_or_init(|| {
            let of = |id| (id, self.reaching.taken(id));
            self.neighbours().map(of).collect()
        })
    }
}

impl Power {
    const NONE: Power = Power { outright: Verdict::Deny, raised: Verdict::Deny, raised_otherwise: Verdict::Deny };
}

/// Whether a doubt is about a policy that nobody has seen: whoever holds that is no administrator for it.
fn is_about_documents(doubt: &Doubt) -> bool {
    matches!(doubt, Doubt::ManagedPolicy(_) | Doubt::Boundary(_) | Doubt::Group(_) | Doubt::Unreadable(_))
}
