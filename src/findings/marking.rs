//! Marking what was found: what somebody accepted, and what was there before.

use super::Findings;
use super::about::{About, Rows};
use super::baseline::{Baseline, Gone};
use super::parts::{Parts, parts};
use super::suppressions::Suppressions;
use super::types::{Finding, FindingKind, Marks};

impl Findings {
    /// Marks what these suppress. Gives for each of them, in order, whether it was of use.
    pub fn suppress(&mut self, suppressions: &Suppressions) -> Vec<bool> {
        let mut used = vec![false; suppressions.len()];
        let bound = self.risky_bindings.iter().map(|binding| (&binding.binding, binding.subjects.as_slice())).collect();
        let marks = self.all.iter().map(|finding| {
            let suppressed = suppressions.on(&bound, finding, &self.about(finding), &mut used);
            Marks { suppressed, ..finding.marks.clone() }
        });
        let marks = marks.collect();
        self.mark(marks);
        used
    }

    /// Marks what is new or worse since a baseline, and gives what is there no more.
    pub fn compare(&mut self, baseline: &Baseline) -> Vec<Gone> {
        let (since, gone) = baseline.compare(self);
        let marks = self.all.iter().zip(since);
        let marks = marks.map(|(finding, since)| Marks { baseline: Some(since), ..finding.marks.clone() }).collect();
        self.mark(marks);
        gone
    }

    fn about(&self, finding: &Finding) -> About<'_> {
        About::of(finding, &self.rows())
    }

    /// What one of these findings consists of.
    #[must_use]
    pub fn parts_of(&self, finding: &Finding) -> Parts {
        parts(&self.about(finding))
    }

    /// The lists that findings are about.
    #[must_use]
    pub fn rows(&self) -> Rows<'_> {
        Rows {
            hot_pods: &self.hot_pods,
            paths: &self.paths,
            risky_subjects: &self.risky_subjects,
            risky_roles: &self.risky_roles,
            risky_bindings: &self.risky_bindings,
        }
    }

    /// Gives these marks to the findings, in order, and to what they are about.
    fn mark(&mut self, marks: Vec<Marks>) {
        for (finding, marks) in self.all.iter_mut().zip(marks) {
            let row = finding.row.unwrap_or(usize::MAX);
            let place = match finding.kind {
                FindingKind::HotPod => self.hot_pods.get_mut(row).map(|pod| &mut pod.marks),
                FindingKind::Path => self.paths.get_mut(row).map(|path| &mut path.marks),
                FindingKind::Subject => self.risky_subjects.get_mut(row).map(|subject| &mut subject.marks),
                FindingKind::Role => self.risky_roles.get_mut(row).map(|role| &mut role.marks),
                FindingKind::Binding => self.risky_bindings.get_mut(row).map(|binding| &mut binding.marks),
                FindingKind::Guard | FindingKind::Hygiene | FindingKind::Grant => None,
            };
            if let Some(place) = place {
                *place = marks.clone();
            }
            finding.marks = marks;
        }
        self.mark_implied();
    }

    /// A path that follows from another one stands and falls with it.
    fn mark_implied(&mut self) {
        let marked = self.paths.iter().filter(|path| path.marks != Marks::default());
        let marks: std::collections::BTreeMap<String, Marks> =
            marked.map(|path| (path.id.clone(), path.marks.clone())).collect();
        for path in self.paths.iter_mut() {
            if let Some(marks) = path.implied_by.as_ref().and_then(|id| marks.get(id)) {
                path.marks = marks.clone();
            }
        }
    }
}
