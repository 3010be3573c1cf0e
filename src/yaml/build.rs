//! From events to a tree.
//!
//! A stack of open lists and objects, never recursion: the depth of the text costs memory, not stack. Sizes are counted
//! as nodes close, so that an alias knows at once how many nodes it stands for and how deep they go.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, ScalarStyle, Tag};

use super::map::OpenMapping;
use super::node::{Content, Node};
use super::{Limits, YamlError};

type Place = (u32, u32);

/// A finished node and what it costs to walk it.
#[derive(Clone)]
pub(super) struct Built<'a> {
    pub(super) node: Node<'a>,
    size: usize,
    height: usize,
}

enum Open<'a> {
    Sequence(Vec<Node<'a>>),
    Mapping(OpenMapping<'a>),
}

struct Frame<'a> {
    open: Open<'a>,
    place: Place,
    anchor: usize,
    size: usize,
    height: usize,
}

pub(super) struct Builder<'a, 'l> {
    limits: Limits,
    nodes_left: &'l mut usize,
    aliases: usize,
    replayed: usize,
    stack: Vec<Frame<'a>>,
    anchors: HashMap<usize, Built<'a>>,
    root: Option<Node<'a>>,
}

impl<'a, 'l> Builder<'a, 'l> {
    pub(super) fn new(limits: Limits, nodes_left: &'l mut usize) -> Self {
        Builder { limits, nodes_left, aliases: 0, replayed: 0, stack: Vec::new(), anchors: HashMap::new(), root: None }
    }

    pub(super) fn event(&mut self, event: Event<'a>, place: Place) -> Result<(), YamlError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => self.scalar(text, style, anchor, tag.as_deref(), place),
            Event::SequenceStart(_, anchor, tag) => {
                self.open(Open::Sequence(Vec::new()), "seq", anchor, tag.as_deref(), place)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.open(Open::Mapping(OpenMapping::default()), "map", anchor, tag.as_deref(), place)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => self.alias(anchor, place),
            _ => Ok(()),
        }
    }

    /// The value of the document; null if there was none.
    pub(super) fn finish(self) -> Node<'a> {
        self.root.unwrap_or(Node {
            content: Content::Scalar { text: Cow::Borrowed("~"), plain: true },
            line: 1,
            column: 1,
        })
    }

    fn scalar(
        &mut self,
        text: Cow<'a, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        place: Place,
    ) -> Result<(), YamlError> {
        self.spend(place)?;
        let forced = match tag.map(|tag| tag.core_suffix()) {
            None => false,
            Some(Some("str")) => true,
            Some(Some("null" | "bool" | "int" | "float")) if style == ScalarStyle::Plain => false,
            Some(_) => return Err(refused_tag(place)),
        };
        let plain = style == ScalarStyle::Plain && !forced;
        let content = Content::Scalar { text, plain };
        self.put(built(content, place, 1, 0), anchor)
    }

    fn open(
        &mut self,
        open: Open<'a>,
        core: &str,
        anchor: usize,
        tag: Option<&Tag>,
        place: Place,
    ) -> Result<(), YamlError> {
        self.spend(place)?;
        if tag.is_some_and(|tag| tag.core_suffix() != Some(core)) {
            return Err(refused_tag(place));
        }
        self.check_depth(1, place)?;
        self.stack.push(Frame { open, place, anchor, size: 1, height: 1 });
        Ok(())
    }

    fn close(&mut self) -> Result<(), YamlError> {
        let Some(frame) = self.stack.pop() else {
            return Ok(());
        };
        let content = match frame.open {
            Open::Sequence(items) => Content::Sequence(items.into()),
            Open::Mapping(mapping) => Content::Mapping(mapping.close(self.limits.repeated_keys)?.into()),
        };
        self.put(built(content, frame.place, frame.size, frame.height), frame.anchor)
    }

    fn alias(&mut self, anchor: usize, place: Place) -> Result<(), YamlError> {
        self.aliases += 1;
        if self.aliases > self.limits.aliases {
            return Err(at(place, format!("more than {} aliases", self.limits.aliases)));
        }
        let Some(target) = self.anchors.get(&anchor).cloned() else {
            return Err(at(place, "an alias inside the value that it stands for"));
        };
        self.replayed = self.replayed.saturating_add(target.size);
        if self.replayed > self.limits.replayed {
            return Err(at(place, format!("aliases that stand for more than {} values", self.limits.replayed)));
        }
        self.check_depth(target.height, place)?;
        self.put(target, 0)
    }

    /// Puts a finished node where it belongs: into the open list or object, or at the root.
    fn put(&mut self, built: Built<'a>, anchor: usize) -> Result<(), YamlError> {
        if anchor != 0 {
            self.anchors.insert(anchor, built.clone());
        }
        let Some(frame) = self.stack.last_mut() else {
            self.root.get_or_insert(built.node);
            return Ok(());
        };
        frame.size = frame.size.saturating_add(built.size);
        frame.height = frame.height.max(built.height + 1);
        match &mut frame.open {
            Open::Sequence(items) => {
                items.push(built.node);
                Ok(())
            }
            Open::Mapping(mapping) => mapping.put(built.node, self.limits.merge_keys),
        }
    }

    fn spend(&mut self, place: Place) -> Result<(), YamlError> {
        match self.nodes_left.checked_sub(1) {
            Some(left) => {
                *self.nodes_left = left;
                Ok(())
            }
            None => Err(at(place, format!("more than {} values", self.limits.nodes))),
        }
    }

    fn check_depth(&self, more: usize, place: Place) -> Result<(), YamlError> {
        if self.stack.len() + more > self.limits.depth {
            return Err(at(place, format!("nesting deeper than {}", self.limits.depth)));
        }
        Ok(())
    }
}

fn built(content: Content<'_>, (line, column): Place, size: usize, height: usize) -> Built<'_> {
    Built { node: Node { content, line, column }, size, height }
}

fn at((line, column): Place, message: impl Into<String>) -> YamlError {
    YamlError::new(message, line, column)
}

fn refused_tag(place: Place) -> YamlError {
    at(place, "a tag (`!…`), which would change what the value means; remove it")
}
