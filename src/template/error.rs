//! What is wrong with a template, or another file of a form of kubescan's own: every problem with its place.

use std::fmt;

/// How many problems are told; who has more mends these first.
const SHOWN: usize = 20;

/// Why a template was refused: its problems, first to last, each with what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TemplateError {
    /// The file, as the user named it.
    pub file: String,
    /// The first problems, by line and column; never none.
    pub problems: Vec<Problem>,
    /// How many more there are.
    pub more: usize,
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Problem {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong, and after a semicolon what to do.
    pub message: String,
}

impl TemplateError {
    pub(super) fn new(file: &str, mut problems: Vec<Problem>) -> Self {
        problems.sort();
        problems.dedup();
        let more = problems.len().saturating_sub(SHOWN);
        problems.truncate(SHOWN);
        TemplateError { file: file.to_owned(), problems, more }
    }

    /// Whether one more problem would still be told, if it stood last.
    pub(super) fn has_room(problems: &[Problem]) -> bool {
        problems.len() < SHOWN
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            let Problem { line, column, message } = problem;
            write!(formatter, "{end}{}:{line}:{column}: {message}", self.file)?;
        }
        match self.more {
            0 => Ok(()),
            1 => write!(formatter, "\n{}: 1 more problem; mend these first", self.file),
            more => write!(formatter, "\n{}: {more} more problems; mend these first", self.file),
        }
    }
}

impl std::error::Error for TemplateError {}
