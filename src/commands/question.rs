//! What the words of a query mean, and the answer in the format that was asked for.

use std::io;

use serde::Serialize;

use crate::authz::asked;
use crate::cli::{AnswerArgs, QueryFormat};
use crate::collect::live::Known;
use crate::exit::Exit;
use crate::model::{Gap, Resource};
use crate::query::Question;
use crate::report::answer::Answer;
use crate::report::{json, talk, yaml};

use super::output;

/// A question, and what is odd about it.
pub(super) struct Understood {
    pub(super) question: Question,
    pub(super) notes: Vec<String>,
    /// Whether the resource is known by name.
    pub(super) known: bool,
}

/// Reads a question; on failure it has been said why.
pub(super) fn understand(
    verb: &str,
    target: &str,
    subresource: Option<&str>,
    extra: &[Resource],
) -> Result<Understood, Exit> {
    let asked = asked(verb, target, subresource, extra).map_err(|error| {
        talk::error(&error.to_string());
        Exit::Usage
    })?;
    let (question, notes) = Question::of(asked);
    let known = question.is_known();
    Ok(Understood { question, notes, known })
}

/// What of discovery could not be read, where a name depends on it.
pub(super) fn gaps_of_name(question: &Question, known: &Known) -> Vec<Gap> {
    if question.is_known() { Vec::new() } else { known.gaps.clone() }
}

/// Says what is odd about a question.
pub(super) fn tell(notes: &[String]) {
    for note in notes {
        talk::note(note);
    }
}

/// Delivers an answer: as data, or as `people` writes it.
pub(super) fn deliver<T: Serialize + Sync>(
    args: &AnswerArgs,
    exit: Exit,
    answer: &Answer<T>,
    people: impl FnOnce(&mut dyn io::Write, QueryFormat) -> io::Result<()>,
) -> Exit {
    match args.output {
        QueryFormat::Json => output::deliver(exit, |out| json::write(out, answer)),
        QueryFormat::Yaml => output::deliver(exit, |out| yaml::write(out, answer)),
        format => output::deliver_styled(exit, |out| people(out, format)),
    }
}

/// The exit code of an answer that is as good as the data.
pub(super) fn verdict(args: &AnswerArgs, interrupted: Option<Exit>, gaps: &[Gap]) -> Exit {
    match interrupted {
        Some(exit) => exit,
        None if gaps.is_empty() || args.allow_gaps => Exit::Done,
        None => Exit::Incomplete,
    }
}
