//! Progress on stderr, for a person who waits.
//!
//! Only kinds and counts: no string from a cluster ever stands here.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A line that says how much has been read so far, or nothing at all.
#[derive(Clone)]
pub struct Progress(Option<Arc<Line>>);

struct Line {
    bar: ProgressBar,
    counts: Mutex<BTreeMap<&'static str, usize>>,
}

impl Progress {
    /// No line.
    #[must_use]
    pub fn none() -> Self {
        Progress(None)
    }

    /// A line if stderr is a terminal, so that nothing of it ends up in a log.
    #[must_use]
    pub fn on_terminal() -> Self {
        if !std::io::stderr().is_terminal() {
            return Progress::none();
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} reading {elapsed}: {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        let counts = Mutex::default();
        Progress(Some(Arc::new(Line { bar, counts })))
    }

    /// So many more objects of a kind were read.
    pub(super) fn read(&self, resource: &'static str, objects: usize) {
        let Some(line) = &self.0 else { return };
        let Ok(mut counts) = line.counts.lock() else { return };
        *counts.entry(resource).or_default() += objects;
        line.bar.set_message(sentence(&counts));
    }

    /// Takes the line away.
    pub fn finish(&self) {
        if let Some(line) = &self.0 {
            line.bar.finish_and_clear();
        }
    }
}

fn sentence(counts: &BTreeMap<&'static str, usize>) -> String {
    let parts: Vec<_> =
        counts.iter().filter(|(_, count)| **count > 0).map(|(resource, count)| format!("{count} {resource}")).collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn kinds_without_objects_are_left_out() {
        let counts = [("pods", 12), ("nodes", 0), ("clusterroles", 70)].into();
        assert_eq!(super::sentence(&counts), "70 clusterroles, 12 pods");
    }
}
