//! Paths by their ids.
//!
//! An id is a hash of what it names, so it is found by trying: `path-…` of the ends, with a second part for one of several ways
//! between them. Cost: a hash for each pair of a source and a target.

use crate::findings::Teller;
use crate::graph::Node;

/// Another way is looked for among so many, unless more are asked for.
pub const MANY: usize = 32;

/// The id of a path: of its ends, or of one way between them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct PathId(String);

impl PathId {
    /// The id that a text is: `path-` and twelve hex digits, and six more for one way of several.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (ends, way) = match text.strip_prefix("path-")?.split_once('-') {
            Some((ends, way)) => (ends, Some(way)),
            None => (text.strip_prefix("path-")?, None),
        };
        let hex = |digits: &str, count| digits.len() == count && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        (hex(ends, 12) && way.is_none_or(|way| hex(way, 6))).then(|| PathId(text.to_owned()))
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is this one.
    #[must_use]
    pub fn is(&self, id: &str) -> bool {
        self.0 == id
    }

    /// Whether it names one way, rather than the best between its ends.
    #[must_use]
    pub fn is_of_a_way(&self) -> bool {
        self.ends().len() < self.0.len()
    }

    /// The id of its ends.
    fn ends(&self) -> &str {
        self.0.rfind('-').filter(|place| *place > 4).and_then(|place| self.0.get(..place)).unwrap_or(&self.0)
    }
}

/// The names of the source and the target of a path; the target is one of these.
#[must_use]
pub fn ends(teller: &Teller<'_>, id: &PathId, targets: &[String]) -> Option<(String, String)> {
    let source = |node: &Node| if teller.is_source(node) { node.id(teller.snapshot()) } else { None };
    teller.escalation().graph.nodes().filter_map(|(_, node)| source(node)).find_map(|from| {
        let to = targets.iter().find(|to| Teller::path_id(&from, to) == id.ends())?;
        Some((from, to.clone()))
    })
}

#[cfg(test)]
mod tests {
    use super::PathId;

    #[test]
    fn an_id_is_of_ends_or_of_a_way_between_them() {
        let of_ends = PathId::parse("path-c63a60a794f1").unwrap();
        let of_way = PathId::parse("path-c63a60a794f1-0a1b2c").unwrap();
        assert!(!of_ends.is_of_a_way() && of_way.is_of_a_way());
        assert_eq!(of_way.ends(), of_ends.as_str());
        for text in ["path-c63a", "path-c63a60a794f1-2", "c63a60a794f1", "path-c63a60a794fz", "sa:shop/web"] {
            assert_eq!(PathId::parse(text), None, "{text}");
        }
    }
}
