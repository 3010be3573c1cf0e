//! Writes put to the judge: what admission says to each way of making a step.

use crate::graph::{Certainty, Remarks};
use crate::guards::admission::{Attempt, GroupVersionKind, Guard, Operation, Ruling, State, User};
use crate::guards::cel::Value;
use crate::model::{AdmissionPolicy, Name};

use super::Admitted;
use super::evasion::{computes_names, told_names};
use super::spelling::{FILLER, STRAY};
use super::who::Who;
use super::write::{Choice, Object, Write};

/// What admission says to a step, in the way that gets furthest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::escalation) struct Ruled {
    pub(in crate::escalation) state: State,
    /// Who refuses it, or may: the guard, and what it says.
    pub(in crate::escalation) by: Vec<(Guard, String)>,
    /// The way that gets through, where the plainest does not.
    pub(in crate::escalation) way: Option<String>,
}

impl Ruled {
    pub(in crate::escalation) fn open() -> Self {
        Ruled { state: State::Open, by: Vec::new(), way: None }
    }

    /// How bad it is for the attacker.
    pub(super) fn state_rank(&self) -> u8 {
        match self.state {
            State::Open => 0,
            State::Unknown => 1,
            State::Blocked => 2,
        }
    }

    /// Says it of an edge; how sure that can be taken.
    pub(in crate::escalation) fn tell(&self, remarks: &mut Remarks) -> Certainty {
        let told = self.by.iter().map(|(guard, said)| format!("{}: {said}", guard.id()));
        match self.state {
            State::Open => {}
            State::Unknown => remarks.unseen.extend(told),
            State::Blocked => remarks.blocked_by.extend(told),
        }
        if self.state != State::Blocked {
            remarks.facts.extend(self.way.iter().map(|way| format!("past admission: {way}")));
        }
        match self.state {
            State::Open => Certainty::ProvenRights,
            State::Unknown => Certainty::Unknown,
            State::Blocked => Certainty::Guarded,
        }
    }

    /// Who blocks it, or may.
    pub(in crate::escalation) fn guards(&self) -> Vec<Guard> {
        self.by.iter().map(|(guard, _)| guard.clone()).collect()
    }

    /// Whether it is surely refused.
    pub(in crate::escalation) fn is_blocked(&self) -> bool {
        self.state == State::Blocked
    }

    /// The better of two ways.
    pub(in crate::escalation) fn or(self, other: Self) -> Self {
        if other.state_rank() < self.state_rank() { other } else { self }
    }

    /// Both are needed.
    pub(super) fn and(mut self, other: Self) -> Self {
        if other.state_rank() > self.state_rank() {
            return Ruled { way: self.way.or(other.way), ..other };
        }
        if other.state_rank() == self.state_rank() {
            self.by.extend(other.by);
        }
        Ruled { way: self.way.or(other.way), ..self }
    }
}

impl Admitted<'_> {
    /// What admission says to a step that takes one of each of these lists.
    pub(super) fn weigh(&self, who: &Who, cases: &[Vec<Choice>]) -> Ruled {
        cases.iter().fold(Ruled::open(), |whole, choices| whole.and(self.best(who, choices)))
    }

    /// Whether all of these are let in.
    pub(super) fn lets_each(&self, who: &Who, writes: &[Choice]) -> bool {
        writes.iter().all(|choice| self.try_out(who, choice).state == State::Open)
    }

    /// The way that gets furthest: as it is, and then around whoever refuses it.
    fn best(&self, who: &Who, choices: &[Choice]) -> Ruled {
        let mut best: Option<Ruled> = None;
        for (place, choice) in choices.iter().enumerate() {
            let mut ruled = self.try_out(who, choice);
            ruled.way = (place > 0).then(|| choice.told.clone());
            best = Some(best.map_or(ruled.clone(), |best| best.or(ruled)));
            if best.as_ref().is_some_and(|best| best.state == State::Open) {
                break;
            }
        }
        let plain = best.unwrap_or_else(Ruled::open);
        if plain.state != State::Blocked {
            return plain;
        }
        let free: Vec<&Choice> = choices.iter().filter(|choice| !self.refuses_all(who, choice)).collect();
        let evaded =
            self.evaded(who, choices.first().into_iter(), plain, |choice, guard| self.lengthenings(choice, guard));
        let evaded =
            self.evaded(who, free.iter().copied().take(1), evaded, |choice, guard| self.evasions(choice, guard));
        let evaded = self.evaded(who, free.iter().copied(), evaded, |choice, guard| self.renamings(choice, guard));
        // One of each will do: there are as many strings as for names, for each guard.
        let filled =
            [FILLER, STRAY].into_iter().filter_map(|word| choices.iter().find(|choice| choice.has_subject(word)));
        let filled: Vec<&Choice> = filled.collect();
        let evaded = self.evaded(who, filled.into_iter(), evaded, |choice, guard| self.refillings(choice, guard));
        if evaded.state != State::Blocked { evaded } else { self.doubted(who, &free, evaded) }
    }

    /// Whether this is surely refused, whatever the attacker names its objects or marks them with.
    fn refuses_all(&self, who: &Who, choice: &Choice) -> bool {
        self.try_out(who, &choice.clone().blurred(true)).state == State::Blocked
    }

    /// A refusal that hangs on what the attacker may choose is not sure: not every mark was tried. Nor every name; but those that
    /// were tried are all that a guard tells apart, unless it computes with them.
    fn doubted(&self, who: &Who, free: &[&Choice], refused: Ruled) -> Ruled {
        let names = refused.guards().iter().filter_map(|guard| self.policy(guard)).any(computes_names);
        let free = free.iter().filter(|choice| !choice.labels);
        let blurred = free.map(|choice| self.try_out(who, &(*choice).clone().blurred(names)));
        let mut open = blurred.filter(|ruled| ruled.state != State::Blocked);
        open.next().map_or(refused, |ruled| Ruled { state: State::Unknown, ..ruled })
    }

    /// The best way, or one around a guard that refuses it.
    fn evaded<'c>(
        &self,
        who: &Who,
        choices: impl Iterator<Item = &'c Choice> + Clone,
        mut best: Ruled,
        around: impl Fn(&Choice, &Guard) -> Vec<Choice>,
    ) -> Ruled {
        if best.state == State::Open {
            return best;
        }
        for guard in best.guards() {
            let others = choices.clone().flat_map(|choice| around(choice, &guard));
            // One's own token is nothing new.
            for other in others.filter(|other| !other.writes.iter().any(|write| who.is_account(write))) {
                let ruled = Ruled { way: Some(other.told.clone()), ..self.try_out(who, &other) };
                best = best.or(ruled);
                if best.state == State::Open {
                    return best;
                }
            }
        }
        best
    }

    /// What admission says to this very way.
    fn try_out(&self, who: &Who, choice: &Choice) -> Ruled {
        let ruled = choice.writes.iter().fold(Ruled::open(), |whole, write| whole.and(self.put(who, write)));
        if choice.unnamed { self.unless_named(who, choice, ruled) } else { ruled }
    }

    /// What is said to one of several objects is not known where a guard tells them apart.
    fn unless_named(&self, who: &Who, choice: &Choice, ruled: Ruled) -> Ruled {
        let doubt = |by: Vec<(Guard, String)>| {
            let by = by.into_iter().map(|(guard, _)| (guard, "it depends on which object it is".to_owned()));
            Ruled { state: State::Unknown, by: by.collect(), way: None }
        };
        let computing = self.judging(choice).find(|policy| computes_names(policy));
        if let Some(AdmissionPolicy { kind, name, .. }) = computing {
            return doubt(vec![(Guard::Policy { kind: *kind, policy: name.clone(), binding: None }, String::new())]);
        }
        for name in self.judging(choice).flat_map(told_names) {
            let other = self.try_out(who, &choice.about(&name));
            if other.state != ruled.state {
                return doubt(if other.by.is_empty() { ruled.by } else { other.by });
            }
        }
        ruled
    }

    fn put(&self, who: &Who, write: &Write) -> Ruled {
        let Ruling { denials, unknown, .. } = self.judge.rule(&attempt(who, write));
        if !denials.is_empty() {
            let by = denials.into_iter().map(|denial| (denial.guard, denial.message)).collect();
            return Ruled { state: State::Blocked, by, way: None };
        }
        let state = if unknown.is_empty() { State::Open } else { State::Unknown };
        Ruled { state, by: unknown.into_iter().map(|doubt| (doubt.guard, doubt.reason)).collect(), way: None }
    }
}

/// A write of this identity as admission sees it.
pub(super) fn attempt(who: &Who, write: &Write) -> Attempt {
    let version: Name = "v1".into();
    let (group, kind_version) = match write.kind.as_str() {
        "TokenRequest" => ("authentication.k8s.io".into(), "v1".into()),
        _ => (write.group.clone(), version.clone()),
    };
    let value = |object: &Option<Object>| object.as_ref().map_or(Value::Null, |object| read(object, write.whole));
    Attempt {
        operation: write.operation,
        group: write.group.clone(),
        version,
        resource: write.resource.clone(),
        subresource: write.subresource.clone(),
        kind: GroupVersionKind { group, version: kind_version, kind: write.kind.clone() },
        namespace: write.namespace.clone().unwrap_or_default(),
        name: write.name.as_str().into(),
        object: if write.operation == Operation::Delete { Value::Null } else { value(&write.object) },
        old_object: value(&write.old),
        options: Value::Null,
        dry_run: false,
        user: User::of(&who.identity),
    }
}

/// An object as policies see it; one that is known in part has other fields, and its metadata has.
fn read(object: &Object, whole: bool) -> Value {
    let value = |json: &Object| serde_json::from_value(json.clone()).unwrap_or_default();
    if object.is_null() {
        return Value::partial_object([]);
    }
    let Some(fields) = object.as_object().filter(|_| !whole) else { return value(object) };
    Value::partial_object(fields.iter().map(|(key, json)| {
        let metadata = json.as_object().filter(|_| key == "metadata");
        let partly = |known: &serde_json::Map<String, Object>| {
            Value::partial_object(known.iter().map(|(key, json)| (key.as_str(), value(json))))
        };
        (key.as_str(), metadata.map_or_else(|| value(json), partly))
    }))
}
