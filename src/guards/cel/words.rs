//! Which strings an expression may hold against a part of a request, told from its text: what it may be content with there.
//!
//! A string counts where it stands in one comparison with the part, or with what was taken from it: an element in a loop, a
//! variable of the policy. In `request.name == 'a' || object.kind == 'b'` only `a` is held against the name.

mod search;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use self::search::Search;
use super::Program;
use super::value::Value;

/// A part of a request, from the root: `["object", "metadata", "labels"]`.
pub type Path = &'static [&'static str];

/// A string of an expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Word {
    /// A constant, or a field that is selected.
    Plain(String),
    /// A pattern of `matches()`.
    Pattern(String),
    /// What something must begin with.
    Prefix(String),
    /// What something must end with.
    Suffix(String),
}

/// The expressions of a policy, as far as they were read.
#[derive(Debug, Default)]
pub struct Texts<'t> {
    programs: Vec<Program>,
    variables: BTreeMap<&'t str, Program>,
    params: Vec<Value>,
}

impl<'t> Texts<'t> {
    /// Reads expressions, and variables by their names. What is no CEL is left out.
    pub fn read(
        expressions: impl Iterator<Item = &'t str>,
        variables: impl Iterator<Item = (&'t str, &'t str)>,
    ) -> Self {
        let program = |text: &str| Program::compile(text).ok();
        Texts {
            programs: expressions.filter_map(program).collect(),
            variables: variables.filter_map(|(name, text)| Some((name, program(text)?))).collect(),
            params: Vec::new(),
        }
    }

    /// The same with what may be handed to them as `params`.
    #[must_use]
    pub fn with(self, params: Vec<Value>) -> Self {
        Texts { params, ..self }
    }

    /// Whether anything hangs on what is at one of these paths.
    #[must_use]
    pub fn speak_of(&self, paths: &[Path]) -> bool {
        let mut search = Search::new(self, paths);
        let mut all = self.programs.iter().chain(self.variables.values());
        all.any(|program| search.touches(&program.expression, &[]))
    }

    /// The strings that are held against what is at one of these paths, each once.
    #[must_use]
    pub fn words(&self, paths: &[Path]) -> Vec<Word> {
        self.search(paths).found
    }

    /// The strings of each comparison with what is at one of these paths: a field comes before what it is compared with.
    #[must_use]
    pub fn comparisons(&self, paths: &[Path]) -> Vec<Vec<Word>> {
        self.search(paths).comparisons
    }

    fn search<'p>(&'p self, paths: &'p [Path]) -> Search<'p> {
        let mut search = Search::new(self, paths);
        self.programs.iter().for_each(|program| search.collect(&program.expression, &mut Vec::new()));
        self.variables.values().for_each(|program| search.collect_value(&program.expression));
        search
    }
}
