//! The search through the expressions of a policy: what is taken from a part of a request, and what is held against it.

use std::collections::{HashMap, HashSet};

use super::super::expr::{Expr, Fold};
use super::super::value::{Key, Value};
use super::{Path, Texts, Word};

pub(super) struct Search<'p> {
    texts: &'p Texts<'p>,
    paths: &'p [Path],
    /// Whether a variable is taken from the part.
    taken: HashMap<&'p str, bool>,
    /// The variables whose strings are found already.
    gathered: HashSet<&'p str>,
    pub(super) found: Vec<Word>,
    /// The strings of each comparison.
    pub(super) comparisons: Vec<Vec<Word>>,
}

impl<'p> Search<'p> {
    pub(super) fn new(texts: &'p Texts<'p>, paths: &'p [Path]) -> Self {
        Search {
            texts,
            paths,
            taken: HashMap::new(),
            gathered: HashSet::new(),
            found: Vec::new(),
            comparisons: Vec::new(),
        }
    }

    /// Finds the strings of each comparison by itself. The loops around it go through `bound`, as far as that is taken from
    /// the part.
    pub(super) fn collect(&mut self, expr: &'p Expr, bound: &mut Vec<&'p str>) {
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
    pub(super) fn collect_value(&mut self, expr: &'p Expr) {
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
    pub(super) fn touches(&mut self, expr: &'p Expr, bound: &[&'p str]) -> bool {
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
