//! `allow` and `deny`: each combination is a question, put to the authorizer that decides `can-i`.

use std::collections::BTreeSet;

use crate::assertions::assertion::{Place, Rights, Understood, Who, Words};
use crate::model::{Gap, Name, Scope, Subject};
use crate::query::{Question, decide, gaps_of_refusal, is_node, meant};

use super::{Found, Judge, Said};

/// The verbs and the targets that real requests have with others of an assertion: lists stand for every combination, also
/// for those that nobody meant.
struct Sound<'w> {
    verbs: BTreeSet<&'w str>,
    targets: BTreeSet<(&'w str, Option<&'w str>)>,
}

impl<'w> Sound<'w> {
    fn of(understood: &[(&'w Words, Understood)]) -> Self {
        let sound = || understood.iter().filter(|(_, understood)| understood.odd.is_empty()).map(|(words, _)| *words);
        Sound { verbs: sound().map(|words| words.verb.as_str()).collect(), targets: sound().map(target).collect() }
    }

    /// Whether both parts of these words mean something, be it not together.
    fn hold(&self, words: &'w Words) -> bool {
        self.verbs.contains(words.verb.as_str()) && self.targets.contains(&target(words))
    }
}

fn target(words: &Words) -> (&str, Option<&str>) {
    (&words.target, words.subresource.as_deref())
}

/// One combination.
pub(super) struct Asked<'q> {
    pub(super) who: &'q Who,
    pub(super) identity: &'q [Subject],
    pub(super) question: &'q Question,
    /// Nothing for all of them.
    pub(super) namespace: Option<&'q str>,
}

impl Asked<'_> {
    /// Who may or may not do this there, as a sentence.
    pub(super) fn sentence(&self, may: &str, question: &Question, scope: &Scope) -> String {
        format!("{} {may} {}", self.who, question.placed(scope))
    }
}

impl Judge<'_, '_, '_> {
    pub(super) fn rights(&mut self, place: &Place, rights: &Rights) -> Found {
        let questions = self.questions(place, rights);
        let namespaces: Vec<Option<&str>> = match rights.namespaces.as_slice() {
            [] => vec![None],
            some => some.iter().map(|name| Some(name.as_str())).collect(),
        };
        self.tell_of_namespaces(place, &namespaces);
        // What is refused to some, or denied to all, may be so only because something was not read.
        let mut found = Found { proven: rights.allowed, ..Found::default() };
        for who in &rights.who {
            let identity = who.identity();
            for question in &questions {
                for &namespace in &namespaces {
                    let asked = Asked { who, identity: &identity, question, namespace };
                    if rights.allowed { self.allow(&asked, &mut found) } else { self.deny(&asked, &mut found) }
                }
            }
        }
        found.proven |= !rights.allowed && !found.reasons.is_empty();
        found
    }

    /// The questions of an assertion; what is odd about them is told.
    fn questions(&mut self, place: &Place, rights: &Rights) -> Vec<Question> {
        let understood = |words| Some((words, Words::understood(words, self.basis.resources).ok()?));
        let understood: Vec<(&Words, Understood)> = rights.asked.iter().filter_map(understood).collect();
        let sound = Sound::of(&understood);
        for (words, Understood { odd, notes, question }) in &understood {
            let odd = odd.iter().filter(|_| !sound.hold(words)).map(|text| (text.clone(), true));
            let beside = (!question.has_namespace() && !rights.namespaces.is_empty())
                .then(|| format!("`{question}` is a request without a namespace: `namespace` says nothing of it"));
            let told = odd.chain(notes.iter().cloned().chain(beside).map(|text| (text, false)));
            self.said.extend(told.map(|(text, warning)| Said { place: place.clone(), text, warning }));
        }
        understood.into_iter().map(|(_, understood)| understood.question).collect()
    }

    fn tell_of_namespaces(&mut self, place: &Place, namespaces: &[Option<&str>]) {
        let snapshot = self.basis.authorizer.access().snapshot();
        for name in namespaces.iter().flatten().filter(|name| !snapshot.knows_namespace(name)) {
            let known = snapshot.namespaces.iter().map(|known| known.name.as_str().to_owned());
            let hint = meant(name, known);
            let text = format!("nothing is in the namespace {name:?}{hint}");
            self.said.push(Said { place: place.clone(), text, warning: true });
        }
    }

    /// What was not read and could turn this no into a yes.
    pub(super) fn unread(&self, asked: &Asked<'_>, scope: &Scope) -> Vec<Gap> {
        let snapshot = self.basis.authorizer.access().snapshot();
        let may_matter = !snapshot.gaps.is_empty() || is_node(asked.identity);
        let mut gaps = Vec::new();
        if may_matter {
            let decision = decide(self.basis.authorizer, asked.identity, asked.question, scope);
            let namespace = asked.namespace.or(scope.namespace().map(Name::as_str));
            gaps = gaps_of_refusal(snapshot, asked.identity, &decision, namespace);
        }
        if !asked.question.is_known() {
            gaps.extend_from_slice(self.basis.unnamed);
        }
        gaps
    }
}
