//! Mends the indentation of KubiScan templates, which are often written by hand and are then no YAML.
//!
//! The format is shallow and its words are known, so a line says by itself where it belongs: an item, a key of it, its
//! metadata, a rule, a key of the rule, a value. Every line is set to the column of its level. A line counts as
//! repaired if it stood elsewhere than most lines of its level do, or was indented with tabs. Lines keep their numbers.

use std::collections::BTreeMap;

/// A text with sound indentation.
pub(super) struct Repaired {
    pub(super) text: String,
    /// The lines that stood wrong.
    pub(super) lines: Vec<usize>,
}

/// What a line is, from the outside in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Top,
    Item,
    ItemKey,
    MetadataKey,
    Rule,
    RuleKey,
    Value,
    Continued,
}

impl Level {
    fn column(self) -> usize {
        match self {
            Level::Top | Level::Item => 0,
            Level::ItemKey | Level::Rule => 2,
            Level::MetadataKey | Level::RuleKey => 4,
            Level::Value => 6,
            Level::Continued => 8,
        }
    }
}

struct Line<'t> {
    number: usize,
    level: Level,
    column: usize,
    tab: bool,
    content: &'t str,
}

/// Sets every line to the column of its level.
pub(super) fn repair(text: &str) -> Repaired {
    let lines = read(text);
    let usual = usual_columns(&lines);
    let mut repaired = Repaired { text: String::with_capacity(text.len()), lines: Vec::new() };
    for line in &lines {
        let is_continued = line.level == Level::Continued || line.content.is_empty();
        let is_astray = !is_continued && usual.get(&line.level).is_some_and(|usual| *usual != line.column);
        if is_astray || (line.tab && !line.content.is_empty()) {
            repaired.lines.push(line.number);
        }
        repaired.text.push_str(&" ".repeat(line.level.column()));
        repaired.text.push_str(line.content);
        repaired.text.push('\n');
    }
    repaired
}

fn read(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut level = Level::Top;
    let mut open_brackets = 0_usize;
    for (index, line) in text.lines().enumerate() {
        let content = line.trim();
        let indentation = line.len() - line.trim_start().len();
        let blank = content.is_empty() || content.starts_with('#');
        if !blank {
            level = if open_brackets > 0 { Level::Continued } else { level_of(content, level) };
            open_brackets = brackets(content, open_brackets);
        }
        lines.push(Line {
            number: index + 1,
            level: if blank { Level::Continued } else { level },
            column: indentation,
            tab: line.get(..indentation).is_some_and(|space| space.contains('\t')),
            content,
        });
    }
    lines
}

/// The level of a line, from its first word; `before` is the level of the line before it.
fn level_of(content: &str, before: Level) -> Level {
    let (dash, inner) = match content.strip_prefix('-') {
        Some(inner) if inner.is_empty() || inner.starts_with([' ', '\t']) => (true, inner.trim_start()),
        _ => (false, content),
    };
    let key = inner.split_once(':').map(|(key, _)| key.trim().trim_matches(['"', '\'']));
    match (key, dash) {
        (Some("items"), false) => Level::Top,
        (Some("kind" | "metadata" | "rules" | "apiVersion"), true) => Level::Item,
        (Some("kind" | "apiVersion"), false) if before == Level::Top => Level::Top,
        (Some("kind" | "metadata" | "rules" | "apiVersion"), false) => Level::ItemKey,
        (Some("name" | "namespace" | "priority"), false) => Level::MetadataKey,
        (Some("apiGroups" | "resources" | "verbs" | "resourceNames" | "nonResourceURLs"), true) => Level::Rule,
        (Some("apiGroups" | "resources" | "verbs" | "resourceNames" | "nonResourceURLs"), false) => Level::RuleKey,
        (_, true) => Level::Value,
        (Some(_), false) => key_after(before),
        (None, false) => Level::Continued,
    }
}

/// The level of a key that is not of the format: it belongs to what the line before belongs to.
fn key_after(before: Level) -> Level {
    match before {
        Level::Top => Level::Top,
        Level::Item | Level::ItemKey => Level::ItemKey,
        Level::MetadataKey => Level::MetadataKey,
        Level::Rule | Level::RuleKey | Level::Value | Level::Continued => Level::RuleKey,
    }
}

/// How many brackets are open after a line.
fn brackets(content: &str, before: usize) -> usize {
    let mut open = before;
    let mut quote = None;
    let mut last = ' ';
    for letter in content.chars() {
        match (quote, letter) {
            (Some(mark), _) if mark == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '#') if last.is_whitespace() => break,
            (None, '[' | '{') => open += 1,
            (None, ']' | '}') => open = open.saturating_sub(1),
            (None, _) => {}
        }
        last = letter;
    }
    open
}

/// The column at which most lines of a level stand; of equally frequent ones the first.
fn usual_columns(lines: &[Line<'_>]) -> BTreeMap<Level, usize> {
    let mut counts: BTreeMap<Level, BTreeMap<usize, usize>> = BTreeMap::new();
    let mut count = |level, column| {
        *counts.entry(level).or_default().entry(column).or_default() += 1;
    };
    for line in lines.iter().filter(|line| !line.content.is_empty() && !line.tab) {
        count(line.level, line.column);
        let dash = line.content.len() - line.content.trim_start_matches('-').trim_start().len();
        match line.level {
            Level::Item => count(Level::ItemKey, line.column + dash),
            Level::Rule => count(Level::RuleKey, line.column + dash),
            _ => {}
        }
    }
    let most = |columns: BTreeMap<usize, usize>| {
        let best = columns.into_iter().max_by_key(|(column, count)| (*count, std::cmp::Reverse(*column)));
        best.map_or(0, |(column, _)| column)
    };
    counts.into_iter().map(|(level, columns)| (level, most(columns))).collect()
}
