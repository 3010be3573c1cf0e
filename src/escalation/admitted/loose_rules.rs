//! Roles whose rules say more than is tried: with other names, of other groups besides. A guard that surely refuses a right refuses
//! it whatever stands beside it; of one that does not it is not known whether it lets the right in. Nor is it known what is gained
//! by a right that counts only where there is something to use it on.

use crate::guards::admission::State;

use super::Admitted;
use super::ruled::Ruled;
use super::strong::perhaps_strong;
use super::who::Who;
use super::write::{Choice, Object, put};

impl Admitted<'_> {
    /// What is said of rights in roles where all that were tried are refused, but not surely with whatever stands beside them.
    pub(super) fn doubted_rules<'c>(
        &self,
        who: &Who,
        choices: impl Iterator<Item = &'c Choice>,
        refused: Ruled,
    ) -> Ruled {
        let mut kinds: Vec<(Choice, bool)> = Vec::new();
        for choice in choices.filter(|choice| choice.has_rules()) {
            let any = choice.clone().with_any_rules();
            let known = kinds.iter().find(|(known, _)| *known == any).map(|(_, may)| *may);
            let more = known.is_none().then(|| perhaps_strong().map(|rule| choice.clone().with_rule(rule)));
            let may = known.unwrap_or_else(|| {
                let may = !self.try_out(who, &any).is_blocked();
                kinds.push((any, may));
                may
            });
            let mut more = more.into_iter().flatten().chain([choice.clone().with_more_rules()]).filter(|_| may);
            if let Some(let_in) = more.find(|choice| !self.try_out(who, choice).is_blocked()) {
                return Self::in_doubt(refused, &let_in);
            }
        }
        refused
    }

    fn in_doubt(refused: Ruled, let_in: &Choice) -> Ruled {
        let why = format!("{} is not surely refused", let_in.told);
        let by = refused.guards().into_iter().map(|guard| (guard, why.clone())).collect();
        Ruled { state: State::Unknown, by, way: None }
    }
}

impl Choice {
    fn has_rules(&self) -> bool {
        let has = |object: &Object| object.get("rules").is_some() && object.get("aggregationRule").is_none();
        self.writes.iter().any(|write| write.object.as_ref().is_some_and(has))
    }

    /// The same of which nothing is known of the rules.
    fn with_any_rules(mut self) -> Self {
        self.told.clear();
        for write in &mut self.writes {
            write.whole = false;
            let fields = write.object.as_mut().and_then(Object::as_object_mut);
            fields.into_iter().for_each(|fields| fields.retain(|field, _| field != "rules"));
        }
        self
    }

    /// The same with this rule and no other.
    fn with_rule(mut self, rule: Object) -> Self {
        self.told = format!("a role with {}", told(&rule));
        let objects = self.writes.iter_mut().filter_map(|write| write.object.as_mut());
        objects.for_each(|object| put(object, &["rules"], Object::Array(vec![rule.clone()])));
        self
    }

    /// The same with rules of which only a part is known.
    fn with_more_rules(mut self) -> Self {
        self.writes.iter_mut().for_each(|write| (write.whole, write.loose) = (false, true));
        self.told.push_str(" and more beside it");
        self
    }
}

/// The right that a rule of one verb gives: `get pods/exec`.
fn told(rule: &Object) -> String {
    let word = |field: &str| rule.pointer(&format!("/{field}/0")).and_then(Object::as_str).unwrap_or_default();
    format!("{} {}", word("verbs"), word("resources"))
}
