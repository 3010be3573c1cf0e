//! Delivering pictures to programs that draw, with a warning where one is too large for them or for people.

use crate::exit::Exit;
use crate::query::Picture;
use crate::report::graph::{complaint, dot, graphml, mermaid};
use crate::report::talk;

use super::output;

/// The languages of programs that draw.
#[derive(Clone, Copy)]
pub(super) enum Language {
    Dot,
    Mermaid,
    Graphml,
}

pub(super) fn deliver(exit: Exit, language: Language, picture: &Picture) -> Exit {
    let text = match language {
        Language::Mermaid => Some(mermaid::text(picture)),
        Language::Dot | Language::Graphml => None,
    };
    // Programs that read GraphML are made for large graphs.
    if !matches!(language, Language::Graphml)
        && let Some(complaint) = complaint(picture, text.as_deref())
    {
        talk::warning(&complaint);
    }
    match (language, text) {
        (_, Some(text)) => output::deliver(exit, |out| out.write_all(text.as_bytes())),
        (Language::Graphml, _) => output::deliver(exit, |out| graphml::write(out, picture)),
        _ => output::deliver(exit, |out| dot::write(out, picture)),
    }
}
