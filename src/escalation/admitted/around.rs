//! The way that gets furthest: as it is, and else around whoever objects.
//!
//! What a guard is content with stands in its text. So the choices that it objects to least are tried with whatever it may be
//! content with, one thing at a time; and where that leaves fewer who object, again from there.

use crate::guards::admission::{Guard, Operation, State};
use crate::model::AdmissionPolicy;

use super::Admitted;
use super::alike::expressions;
use super::literals::{computes_names, computes_text};
use super::ruled::Ruled;
use super::who::Who;
use super::words::{Part, speaks_of};
use super::write::Choice;

/// So many choices of a kind are tried with something else: those to which the fewest object.
const CHOICES: usize = 2;

/// So many in which the attacker is among others.
const FILLED: usize = 6;

/// So many things at once.
const DEPTH: usize = 3;

/// A choice, and what admission says to it.
#[derive(Clone)]
struct Tried {
    choice: Choice,
    ruled: Ruled,
    /// Whether that may depend on names and marks, and on whom a binding names beside the attacker or what a pod holds.
    by: Freedom,
}

#[derive(Clone, Copy)]
struct Freedom {
    marks: bool,
    content: bool,
}

impl Tried {
    /// How far it is from being let in.
    fn distance(&self) -> (u8, usize) {
        (self.ruled.state_rank(), self.ruled.by.all().len())
    }
}

impl Admitted<'_> {
    /// The way that gets furthest.
    pub(super) fn best(&self, who: &Who, choices: &[Choice]) -> Ruled {
        self.answers.or(&("choices", &who.identity, choices), || self.find_best(who, choices))
    }

    fn find_best(&self, who: &Who, choices: &[Choice]) -> Ruled {
        let mut plain: Option<Ruled> = None;
        let mut all = Vec::new();
        for choice in choices {
            let way = plain.is_some().then(|| choice.told.clone());
            let ruled = Ruled { way, ..self.try_out(who, choice) };
            plain = Some(plain.map_or(ruled.clone(), |best| best.or(ruled.clone())));
            if ruled.state == State::Open {
                break;
            }
            all.push((choice, ruled));
        }
        let plain = plain.unwrap_or_else(Ruled::open);
        // Nothing that is sent says who of a group sends it, or what is there.
        let made = choices.iter().any(|choice| choice.writes.iter().all(|write| write.operation == Operation::Create));
        let hopeless = plain.state == State::Unknown && !(made && who.is_somebody());
        if plain.state == State::Open || hopeless || !plain.guards().iter().any(|guard| self.policy(guard).is_some()) {
            return plain;
        }
        self.around(who, plain, all.into_iter().map(|(choice, ruled)| self.tried(who, choice, ruled)).collect())
    }

    fn around(&self, who: &Who, plain: Ruled, mut all: Vec<Tried>) -> Ruled {
        all.sort_by_key(Tried::distance);
        let evaded = self.evaded(who, plain, all.iter().take(1), |choice, guard| self.lengthenings(choice, guard));
        let refused: Vec<Choice> = all.iter().map(|tried| tried.choice.clone()).collect();
        let free: Vec<Tried> = all.iter().filter(|tried| tried.by.marks).cloned().collect();
        // The attacker among others is mostly not the first choice.
        let filled: Vec<Tried> =
            all.into_iter().filter(|tried| tried.by.content && !tried.by.marks).take(FILLED).collect();
        let doubtful = free.iter().chain(&filled).cloned().collect::<Vec<Tried>>();
        let from = nearest_of_each(&free).chain(filled).collect();
        let evaded = self.climb(who, evaded, from);
        if evaded.state != State::Blocked {
            return evaded;
        }
        let doubted = self.doubted(who, &doubtful, evaded);
        if doubted.state == State::Blocked { self.doubted_rules(who, refused.iter(), doubted) } else { doubted }
    }

    fn tried(&self, who: &Who, choice: &Choice, ruled: Ruled) -> Tried {
        let may = |blurred: Choice| !self.try_out(who, &blurred).is_blocked();
        let marks = may(choice.clone().blurred(true));
        let content = choice.is_fillable() && may(choice.clone().emptied());
        Tried { choice: choice.clone(), ruled, by: Freedom { marks, content } }
    }

    /// A refusal that hangs on what the attacker may choose is not sure: not every mark was tried. Nor every name; but those that
    /// were tried are all that a guard tells apart, unless it computes with them.
    fn doubted(&self, who: &Who, free: &[Tried], refused: Ruled) -> Ruled {
        let loose = free.iter().filter(|tried| tried.by.content).map(|tried| tried.choice.clone().loosened());
        let mut loose = loose.map(|choice| self.try_out(who, &choice)).filter(|ruled| ruled.state != State::Blocked);
        if let Some(ruled) = loose.next() {
            return Ruled { state: State::Unknown, ..ruled };
        }
        let computing = |policy: &&AdmissionPolicy| {
            expressions(policy).any(|text| computes_text(text)) && speaks_of(policy, Part::Subjects)
        };
        let beside = free.iter().any(|tried| tried.by.content && tried.choice.has_fillers());
        if beside && refused.guards().iter().filter_map(|guard| self.policy(guard)).any(|policy| computing(&policy)) {
            return Ruled { state: State::Unknown, ..refused };
        }
        let names = refused.guards().iter().filter_map(|guard| self.policy(guard)).any(computes_names);
        let free =
            free.iter().filter(|tried| tried.by.marks).map(|tried| &tried.choice).filter(|choice| !choice.labels);
        let blurred = free.map(|choice| self.try_out(who, &choice.clone().blurred(names)));
        let mut open = blurred.filter(|ruled| ruled.state != State::Blocked);
        open.next().map_or(refused, |ruled| Ruled { state: State::Unknown, ..ruled })
    }

    /// The best of these ways and of those around whoever objects, from what gets nearer each time.
    fn climb(&self, who: &Who, mut best: Ruled, mut from: Vec<Tried>) -> Ruled {
        for _ in 0..DEPTH {
            let Some(distance) = from.iter().map(Tried::distance).min() else { break };
            let mut nearest: Option<Tried> = None;
            for next in from.iter().flat_map(|tried| self.moved(who, tried)) {
                if next.ruled.state == State::Open {
                    return next.ruled;
                }
                if next.distance() < nearest.as_ref().map_or(distance, Tried::distance) {
                    nearest = Some(next);
                }
            }
            let Some(next) = nearest else { break };
            best = best.or(next.ruled.clone());
            from = vec![self.tried(who, &next.choice, next.ruled)];
        }
        best
    }

    /// The choice with one thing more that whoever objects may be content with.
    fn moved<'t>(&'t self, who: &'t Who, tried: &'t Tried) -> impl Iterator<Item = Tried> + 't {
        let guards = tried.ruled.guards().into_iter();
        let others = guards.flat_map(move |guard| {
            let marks = [Self::evasions, Self::renamings].into_iter().filter(|_| tried.by.marks);
            let content = [Self::refillings, Self::imaged, Self::dressed].into_iter().filter(|_| tried.by.content);
            marks.chain(content).flat_map(|kind| kind(self, &tried.choice, &guard)).collect::<Vec<_>>()
        });
        // One's own token is nothing new.
        let others = others.filter(move |other| !other.writes.iter().any(|write| who.is_account(write)));
        others.map(move |choice| {
            let ruled = Ruled { way: Some(choice.told.clone()), ..self.try_out(who, &choice) };
            Tried { choice, ruled, by: tried.by }
        })
    }

    /// The best way, or one around a guard that objects to these.
    fn evaded<'t>(
        &self,
        who: &Who,
        mut best: Ruled,
        tried: impl Iterator<Item = &'t Tried>,
        around: impl Fn(&Choice, &Guard) -> Vec<Choice>,
    ) -> Ruled {
        for Tried { choice, ruled, .. } in tried {
            for other in ruled.guards().iter().flat_map(|guard| around(choice, guard)) {
                best = best.or(Ruled { way: Some(other.told.clone()), ..self.try_out(who, &other) });
                if best.state == State::Open {
                    return best;
                }
            }
        }
        best
    }
}

/// Of those that create, that change and that do both the nearest few each.
fn nearest_of_each(tried: &[Tried]) -> impl Iterator<Item = Tried> {
    let mut kinds: Vec<(Vec<Operation>, usize)> = Vec::new();
    let mut near = Vec::new();
    for tried in tried {
        let operations: Vec<Operation> = tried.choice.writes.iter().map(|write| write.operation).collect();
        let place = kinds.iter().position(|(known, _)| *known == operations);
        let taken = place.and_then(|place| kinds.get_mut(place));
        match taken {
            Some((_, count)) if *count >= CHOICES => continue,
            Some((_, count)) => *count += 1,
            None => kinds.push((operations, 1)),
        }
        near.push(tried.clone());
    }
    near.into_iter()
}
