//! From text to documents, one bad document not hiding the next.

use granit_parser::{ErrorKind, Event, Marker, Parser, ScanError, StrInput};

use super::build::Builder;
use super::{Limits, Node, YamlError};

/// One document of a text.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    number: usize,
    root: Node<'a>,
}

impl<'a> Document<'a> {
    /// Which document of the text it is, from 1.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    /// Its one value; null if it is empty.
    #[must_use]
    pub fn root(&self) -> &Node<'a> {
        &self.root
    }
}

/// The documents of a text, one after another; each bad one is an error in its place.
pub struct Documents<'a> {
    parser: Parser<'a, StrInput<'a>>,
    limits: Limits,
    nodes_left: usize,
    number: usize,
    /// An error met while looking for the next document.
    pending: Option<YamlError>,
    done: bool,
}

/// Reads the documents of a text. A text of comments and blanks has none.
#[must_use]
pub fn documents(text: &str, limits: Limits) -> Documents<'_> {
    let options = granit_parser::options! {
        emit_comments: false,
        simple_key_max_lookahead: 2048,
        flow_nesting_limit: limits.depth + 1,
        block_nesting_limit: limits.depth + 1,
    };
    Documents {
        parser: Parser::new_from_str_with_options(text, options),
        limits,
        nodes_left: limits.nodes,
        number: 0,
        pending: None,
        done: false,
    }
}

impl Documents<'_> {
    /// The number of the document read last, good or bad.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }
}

impl<'a> Iterator for Documents<'a> {
    type Item = Result<Document<'a>, YamlError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.pending.take() {
            self.number += 1;
            return Some(Err(error));
        }
        while !self.done {
            match self.parser.next_event()? {
                Ok((Event::DocumentStart(..), span)) => {
                    self.number += 1;
                    return Some(self.document(span.start));
                }
                Ok(_) => {}
                Err(error) => {
                    self.number += 1;
                    self.resume();
                    return Some(Err(scan_error(&error, self.limits)));
                }
            }
        }
        None
    }
}

impl<'a> Documents<'a> {
    fn document(&mut self, start: Marker) -> Result<Document<'a>, YamlError> {
        if self.number > self.limits.documents {
            self.done = true;
            let (line, column) = place(start);
            let message = format!("more than {} documents in a text of this size", self.limits.documents);
            return Err(YamlError::new(message, line, column));
        }
        let root = self.tree();
        if root.is_err() {
            self.resume();
        }
        let number = self.number;
        root.map(|root| Document { number, root })
    }

    fn tree(&mut self) -> Result<Node<'a>, YamlError> {
        let mut builder = Builder::new(self.limits, &mut self.nodes_left);
        while let Some(event) = self.parser.next_event() {
            let (event, span) = event.map_err(|error| scan_error(&error, self.limits))?;
            if matches!(event, Event::DocumentEnd) {
                break;
            }
            builder.event(event, place(span.start))?;
        }
        Ok(builder.finish())
    }

    /// Skips the rest of a bad document.
    fn resume(&mut self) {
        match self.parser.proceed_next_document() {
            Ok(more) => self.done |= !more || self.nodes_left == 0,
            Err(error) => {
                self.done = true;
                self.pending = Some(scan_error(&error, self.limits));
            }
        }
    }
}

fn scan_error(error: &ScanError, limits: Limits) -> YamlError {
    let (line, column) = place(*error.marker());
    let message = match error.kind() {
        ErrorKind::RecursionLimitExceeded => format!("nesting deeper than {}", limits.depth),
        kind => kind.to_string(),
    };
    YamlError::new(message, line, column)
}

fn place(marker: Marker) -> (u32, u32) {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    (number(marker.line()), number(marker.col().saturating_add(1)))
}
