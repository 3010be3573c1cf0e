//! Which strings an expression may hold against a part of a request, told from its text: what it may be content with there.
//!
//! A string counts where it stands in one comparison with the part, or with what was taken from it: an element in a loop, a
//! variable of the policy. In `request.name == 'a' || object.kind == 'b'` only `a` is held against the name.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Program;
use super::expr::{Expr, Fold};
use super::value::{Key, Value};

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
        let mut search = self.search_for(paths);
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

    fn search_for<'p>(&'p self, paths: &'p [Path]) -> Search<'p> {
        Search {
            texts: self,
            paths,
            taken: HashMap::new(),
            gathered: HashSet::new(),
            found: Vec::new(),
            comparisons: Vec::new(),
        }
    }

    fn search<'p>(&'p self, paths: &'p [Path]) -> Search<'p> {
        let mut search = self.search_for(paths);
        self.programs.iter().for_each(|program| search.collect(&program.expression, &mut Vec::new()));
        self.variables.values().for_each(|program| search.collect_value(&program.expression));
        search
    }
}

struct Search<'p> {
    texts: &'p Texts<'p>,
    paths: &'p [Path],
    /// Whether a variable is taken from the part.
    taken: HashMap<&'p str, bool>,
    /// The variables whose strings are found already.
    gathered: HashSet<&'p str>,
    found: Vec<Word>,
    /// The strings of each comparison.
    comparisons: Vec<Vec<Word>>,
}

impl<'p> Search<'p> {
    /// Finds the strings of each comparison by itself. The loops around it go through `bound`, as far as that is taken from
    /// the part.
    fn collect(&mut self, expr: &'p Expr, bound: &mut Vec<&'p str>) {
        match expr {
            Expr::And(left, right) | Expr::Or(left, right) => {
                self.collect(left, bound);
                self.collect(right, bound);
            }
            Expr::NotFalse(inner) => self.collect(inner, bound),
            Expr::Conditional(parts) => parts.iter().for_each(|part| self.collect(part, bound)),
            Expr::Fold(fold) => self.collect_loop(fold, bound),
            Expr::Call { name, arguments, .. } if name == "!_" => {
                arguments.iter().for_each(|inner| self.collect(inner, bound));
            }
            _ if self.touches(expr, bound) => self.gather_comparison(expr),
            _ => {}
        }
    }

    /// All strings of this, and that they stand together.
    fn gather_comparison(&mut self, expr: &'p Expr) {
        let before = std::mem::take(&mut self.found);
        self.gather(expr);
        let here = std::mem::replace(&mut self.found, before);
        let new: Vec<Word> = here.iter().filter(|word| !self.found.contains(word)).cloned().collect();
        self.found.extend(new);
        self.comparisons.push(here);
    }

    /// The same of a variable, which need be no comparison: what it may be in place of the part counts.
    fn collect_value(&mut self, expr: &'p Expr) {
        match expr {
            Expr::Conditional(_) | Expr::Select { .. } | Expr::Index { .. } | Expr::Fallback { .. } => {
                if self.touches(expr, &[]) {
                    self.gather(expr);
                }
            }
            _ => self.collect(expr, &mut Vec::new()),
        }
    }

    fn collect_loop(&mut self, fold: &'p Fold, bound: &mut Vec<&'p str>) {
        let inner = [&fold.start, &fold.condition, &fold.step, &fold.result];
        let outer = bound.len();
        if self.touches(&fold.range, bound) {
            self.gather(&fold.range);
            bound.push(&fold.variable);
            bound.extend(fold.second.as_deref());
        } else if inner.iter().any(|part| self.touches(part, bound)) {
            // Its elements may be what is compared.
            self.gather(&fold.range);
        }
        inner.into_iter().for_each(|part| self.collect(part, bound));
        bound.truncate(outer);
    }

    /// Whether the value of this may depend on the part.
    fn touches(&mut self, expr: &'p Expr, bound: &[&'p str]) -> bool {
        match expr {
            Expr::Name(_) | Expr::Variable(_) | Expr::Select { .. } | Expr::Has { .. } | Expr::Index { .. } => {
                self.selects(expr, bound)
            }
            _ => expr.children().into_iter().any(|child| self.touches(child, bound)),
        }
    }

    fn selects(&mut self, expr: &'p Expr, bound: &[&'p str]) -> bool {
        let (mut keys, mut root) = (Vec::new(), expr);
        loop {
            root = match root {
                Expr::Select { operand, field, .. } | Expr::Has { operand, field } => {
                    keys.push(text(field));
                    operand
                }
                Expr::Index { operand, key, .. } => {
                    if self.touches(key, bound) {
                        return true;
                    }
                    keys.push(if let Expr::Literal(key) = key.as_ref() { text(key) } else { None });
                    operand
                }
                _ => break,
            };
        }
        match root {
            Expr::Name(name) if bound.contains(&name.as_str()) => true,
            Expr::Name(name) => {
                let chain: Vec<Option<&str>> =
                    std::iter::once(Some(name.as_str())).chain(keys.into_iter().rev()).collect();
                let same = |path: &Path| path.iter().zip(&chain).all(|(part, key)| key.is_none_or(|key| key == *part));
                self.paths.iter().any(same)
            }
            Expr::Variable(name) => self.is_taken(name),
            other => self.touches(other, bound),
        }
    }

    /// Whether the value of a variable is taken from the part.
    fn is_taken(&mut self, name: &str) -> bool {
        let Some((name, program)) = self.texts.variables.get_key_value(name) else { return false };
        if let Some(known) = self.taken.get(name) {
            return *known;
        }
        // One that is made of itself is refused by the server.
        self.taken.insert(name, false);
        let taken = self.touches(&program.expression, &[]);
        self.taken.insert(name, taken);
        taken
    }

    /// All strings of this, and those of the variables in it that are not taken from the part themselves.
    fn gather(&mut self, expr: &'p Expr) {
        match expr {
            Expr::Literal(value) => self.keep(value, Word::Plain),
            Expr::Name(name) if name == "params" => {
                self.texts.params.iter().for_each(|params| self.keep_params(params));
            }
            Expr::Select { field, .. } | Expr::Has { field, .. } if !self.is_on_a_path(field) => {
                self.keep(field, Word::Plain);
            }
            Expr::Call { name, arguments, .. } => {
                let word = match name.as_str() {
                    "matches" => Word::Pattern,
                    "startsWith" => Word::Prefix,
                    "endsWith" => Word::Suffix,
                    _ => Word::Plain,
                };
                for (place, argument) in arguments.iter().enumerate() {
                    match argument {
                        Expr::Literal(text) if place > 0 => self.keep(text, word),
                        _ => self.gather(argument),
                    }
                }
                return;
            }
            Expr::Variable(name) if !self.is_taken(name) => {
                if let Some((name, program)) = self.texts.variables.get_key_value(name.as_str())
                    && self.gathered.insert(name)
                {
                    self.gather(&program.expression);
                }
            }
            _ => {}
        }
        expr.children().into_iter().for_each(|child| self.gather(child));
    }

    fn is_on_a_path(&self, field: &Value) -> bool {
        text(field).is_some_and(|field| self.paths.iter().any(|path| path.contains(&field)))
    }

    /// What an object says beside its metadata: whole strings, and the parts of lists that are written as one string.
    fn keep_params(&mut self, params: &Value) {
        match params {
            Value::Text(text) => {
                self.keep(params, Word::Plain);
                let parts = text.split([',', ';', ' ', '\n']).map(str::trim).filter(|part| part.len() < text.len());
                parts.for_each(|part| self.keep(&Value::Text(part.into()), Word::Plain));
            }
            Value::List(list) => list.iter().for_each(|value| self.keep_params(value)),
            Value::Map(map) => map.iter().for_each(|(key, value)| match key {
                Key::Text(key) if matches!(&**key, "metadata" | "kind" | "apiVersion") => {}
                Key::Text(key) => {
                    self.keep(&Value::Text(key.clone()), Word::Plain);
                    self.keep_params(value);
                }
                _ => self.keep_params(value),
            }),
            _ => {}
        }
    }

    fn keep(&mut self, value: &Value, word: fn(String) -> Word) {
        match value {
            Value::Text(text) => {
                let word = word(text.to_string());
                if !text.is_empty() && !self.found.contains(&word) {
                    self.found.push(word);
                }
            }
            Value::List(list) => list.iter().for_each(|value| self.keep(value, word)),
            Value::Map(map) => map.iter().for_each(|(key, value)| {
                if let Key::Text(key) = key {
                    self.keep(&Value::Text(key.clone()), word);
                }
                self.keep(value, word);
            }),
            _ => {}
        }
    }
}

fn text(value: &Value) -> Option<&str> {
    if let Value::Text(text) = value { Some(text) } else { None }
}

#[cfg(test)]
mod tests {
    use super::{Path, Texts, Value, Word};

    const LABELS: &[Path] = &[&["object", "metadata", "labels"]];

    fn words(expression: &str, variables: &[(&str, &str)], paths: &[Path]) -> Vec<String> {
        let texts = Texts::read([expression].into_iter(), variables.iter().copied());
        let text = |word| match word {
            Word::Plain(text) | Word::Prefix(text) | Word::Suffix(text) => text,
            Word::Pattern(text) => format!("/{text}/"),
        };
        texts.words(paths).into_iter().map(text).collect()
    }

    #[test]
    fn strings_that_are_held_against_labels() {
        for (expression, expected) in [
            ("object.metadata.labels['a'] == 'b'", &["a", "b"][..]),
            ("object.metadata.?labels.team.orValue('x') == 'b' || request.name == 'c'", &["x", "team"][..]),
            ("'a' in object['metadata']['labels']", &["a"]),
            ("object.metadata.name == 'a' && object.kind in ['b', 'c']", &[]),
            ("object.metadata == oldObject.metadata || 'a' == request.name", &[]),
            ("object.metadata.labels.all(k, k.startsWith('a') && request.name != 'b')", &["a"]),
            ("['a', 'b'].exists(k, k in object.metadata.labels)", &["a", "b"]),
            ("['a', 'b'].exists(k, k == request.name)", &[]),
            ("object.metadata.labels.exists(k, k.matches('^a+$'))", &["/^a+$/"]),
            ("object.metadata.?labels.orValue({'d': 'e'})[request.name] == 'a'", &["a"]),
        ] {
            let found = words(expression, &[], LABELS);
            for word in expected {
                assert!(found.contains(&(*word).to_owned()), "{word} of {expression}: {found:?}");
            }
            assert_eq!(found.is_empty(), expected.is_empty(), "{expression}: {found:?}");
        }
    }

    #[test]
    fn each_comparison_is_by_itself() {
        let expression = "!(request.name != 'x' && object.metadata.?labels.a.orValue('') == 'b' && \
            object.metadata.?labels['c'].orValue('').startsWith('d'))";
        let texts = Texts::read([expression].into_iter(), std::iter::empty());
        let plain = |text: &str| Word::Plain(text.to_owned());
        let expected = [vec![plain("a"), plain("b")], vec![plain("c"), Word::Prefix("d".to_owned())]];
        assert_eq!(texts.comparisons(LABELS), expected);
    }

    #[test]
    fn parameters_are_read_whole_and_in_parts() {
        let data: Value = serde_json::from_str(r#"{"metadata": {"name": "p"}, "data": {"names": "a, b"}}"#).unwrap();
        let expression = "object.metadata.labels.exists(k, k in params.data.names.split(','))";
        let texts = Texts::read([expression].into_iter(), std::iter::empty()).with(vec![data]);
        let found = texts.words(LABELS);
        for word in ["a, b", "a", "b"] {
            assert!(found.contains(&Word::Plain(word.to_owned())), "{word}: {found:?}");
        }
        assert!(!found.contains(&Word::Plain("p".to_owned())));
    }

    #[test]
    fn variables_lead_there_and_back() {
        let all = [
            ("labels", "object.metadata.?labels.orValue({})"),
            ("meta", "object.metadata"),
            ("known", "['a', 'b']"),
            ("other", "['c']"),
            ("loop", "variables.loop"),
        ];
        let found = |expression| words(expression, &all, LABELS);
        assert!(found("variables.known.exists(k, k in variables.labels)").contains(&"b".to_owned()));
        assert!(found("variables.labels['x'] in variables.known").contains(&"a".to_owned()));
        assert!(found("variables.meta.labels.team == 'x'").contains(&"team".to_owned()));
        let other = found("request.name in variables.other || variables.loop == 'd'");
        assert!(!other.contains(&"c".to_owned()) && !other.contains(&"d".to_owned()), "{other:?}");
    }
}
