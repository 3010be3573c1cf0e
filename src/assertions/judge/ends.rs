//! Where paths start and end: from the names of a file to nodes of the graph.

use std::collections::BTreeMap;

use crate::assertions::assertion::{Place, Spelled};
use crate::authz::implied_groups;
use crate::findings::Teller;
use crate::graph::Node;
use crate::query::{NameError, Named, exposed, known_subjects, named, subject_spelled};

use super::{Said, strangers};

/// What `from` says for whatever faces outside.
pub(super) const EXPOSED: &str = "exposed";

/// The nodes of each end that is named.
#[derive(Default)]
pub(super) struct Ends {
    /// By the name as it is written, and whether paths start there.
    nodes: BTreeMap<(String, bool), Vec<Named>>,
}

impl Ends {
    /// The nodes of an end that was looked up.
    pub(super) fn of(&self, spelled: &Spelled, from: bool) -> &[Named] {
        self.nodes.get(&(spelled.text.clone(), from)).map_or(&[], Vec::as_slice)
    }

    /// Looks an end up. The error is a name that nothing has; where something was not read, it may be there.
    pub(super) fn look_up(
        &mut self,
        teller: &Teller<'_>,
        (spelled, from): (&Spelled, bool),
        said: &mut Vec<Said>,
    ) -> Result<(), (Place, String)> {
        let end = (spelled.text.clone(), from);
        if self.nodes.contains_key(&end) {
            return Ok(());
        }
        let mut tell = |text: String, warning| said.push(Said { place: spelled.place.clone(), text, warning });
        let nodes = match (from, spelled.text.as_str()) {
            (true, EXPOSED) => exposed(teller.snapshot(), &teller.escalation().graph),
            _ => vec![one(teller, (spelled, from), &mut tell)?],
        };
        if nodes.is_empty() {
            tell("nothing is exposed: no path starts there".to_owned(), false);
        }
        self.nodes.insert(end, nodes);
        Ok(())
    }
}

/// The nodes of a name; what is worth knowing of it is told.
fn one(
    teller: &Teller<'_>,
    (spelled, from): (&Spelled, bool),
    tell: &mut dyn FnMut(String, bool),
) -> Result<Named, (Place, String)> {
    match named(teller.snapshot(), &teller.escalation().graph, &spelled.text) {
        Ok(named) => {
            if named.ended {
                tell(format!("{} has ended: nothing runs in it any more", named.name), false);
            }
            Ok(named)
        }
        Err(NameError::Unknown(name, hint)) => {
            let (named, remark) = stranger(teller, &name, from)
                .or_else(|| unread(teller, &name))
                .ok_or_else(|| (spelled.place.clone(), format!("there is no {name}{hint}")))?;
            tell(remark, true);
            Ok(named)
        }
        Err(error) => Err((spelled.place.clone(), error.to_string())),
    }
}

/// A subject that nothing names starts where everybody of its kind does.
fn stranger(teller: &Teller<'_>, name: &str, from: bool) -> Option<(Named, String)> {
    let subject = subject_spelled(teller.snapshot(), name).filter(|_| from)?;
    let graph = &teller.escalation().graph;
    let groups = implied_groups(&subject);
    let nodes = groups.iter().filter_map(|group| graph.find(&Node::Subject(group.clone()))).collect();
    let remark = strangers::sentence(&subject, &known_subjects(teller.access()), teller.snapshot());
    Some((Named { name: name.to_owned(), nodes, exposed: Vec::new(), ended: false }, remark))
}

/// What may have this name among what was not read.
fn unread(teller: &Teller<'_>, name: &str) -> Option<(Named, String)> {
    let named = Named { name: name.to_owned(), nodes: Vec::new(), exposed: Vec::new(), ended: false };
    (!teller.snapshot().complete()).then(|| (named, format!("there is no {name} in what was read")))
}
