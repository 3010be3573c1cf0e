//! What is refused whatever is written: nobody need try all ways.
//!
//! A policy that is surely content with nothing, of whatever name and content, refuses every way to meet a need. So what
//! keeps somebody from all writes of roles is one question, not some hundred for each role that is there.

use crate::guards::admission::{Guard, NamespaceLabels, Ruling};
use crate::model::Name;
use crate::template::Need;

use super::Admitted;
use super::ask::attempt;
use super::cases::Taken;
use super::memo::Memo;
use super::objections::Objections;
use super::ruled::Ruled;
use super::said::Anywhere;
use super::write::RBAC;

/// Who refuses a step by an entry whatever is written: by the place, the step, and the requests that the rules allow.
pub(super) type Blindly = Memo<(Anywhere, Option<u8>, usize), Option<Ruled>>;

impl Admitted<'_> {
    /// Who refuses all that meets a need of this step, whatever it is.
    pub(super) fn refused_blindly(&self, taken: &Taken<'_, '_>, namespace: Option<&Name>) -> Option<Ruled> {
        let place = namespace.map(|namespace| self.stand_in_for(taken, namespace));
        let asked = (self.anywhere(taken, place), taken.step, self.requests(taken));
        self.said.blindly.get(&asked).unwrap_or_else(|| {
            let needs = taken.needs().into_iter();
            let refused = needs.filter_map(|need| self.refuses_need(taken, need, namespace)).next();
            self.said.blindly.keep(asked, refused.clone());
            refused
        })
    }

    /// Who refuses every write of RBAC that meets this need.
    fn refuses_need(&self, taken: &Taken<'_, '_>, need: &Need, namespace: Option<&Name>) -> Option<Ruled> {
        let requests: Vec<_> = taken.requests(need).collect();
        if requests.iter().any(|(_, group, _)| *group != RBAC) {
            return None;
        }
        let writes = Taken::blindly(requests.iter().cloned(), namespace);
        if writes.len() < requests.len() {
            return None;
        }
        let mut refused = writes.into_iter().flat_map(|choice| choice.writes).map(|mut write| {
            write.namespace_labels = NamespaceLabels::Any;
            self.surely(&self.judge.rule(&attempt(taken.who, &write)))
        });
        let first = refused.next()??;
        refused.all(|ruled| ruled.is_some()).then_some(first)
    }

    /// Who refuses a request, where nobody else may, and none of them lets in what it cannot evaluate.
    fn surely(&self, ruling: &Ruling) -> Option<Ruled> {
        let fails = |guard: &Guard| self.policy(guard).is_some_and(|policy| !policy.ignores_failure);
        let sure = ruling.unknown.is_empty() && ruling.denials.iter().all(|denial| fails(&denial.guard));
        let by: Objections =
            ruling.denials.iter().map(|denial| (denial.guard.clone(), denial.message.clone())).collect();
        (sure && !by.all().is_empty()).then(|| Ruled::blocked(by))
    }
}
