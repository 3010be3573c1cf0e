//! Where decoded objects go, and what they are told on the way: names, places, the default namespace.

use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::model::{Labels, Location, Name, Note};
use crate::yaml::UnknownKey;

use super::meta::Metadata;
use super::text::{List, Text, TextMap};

/// Why an object was refused, and where in its text.
pub(in crate::collect) struct Refused {
    pub(in crate::collect) message: String,
    /// Line and column, where they are known.
    pub(in crate::collect) place: Option<(u32, u32)>,
}

impl Refused {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Refused { message: message.into(), place: None }
    }
}

/// What an object needs to become part of a [`Found`].
pub(in crate::collect) struct Keep<'k> {
    pub(in crate::collect) found: &'k mut Found,
    /// The kind of the object at hand.
    pub(in crate::collect) kind: Kind,
    /// The namespace of objects that name none.
    pub(in crate::collect) default_namespace: &'k str,
    /// Where the object stands, if it came from a file.
    pub(in crate::collect) location: Option<Location>,
    /// Where the text starts whose places are known; line 1, column 1 if it is a whole file.
    pub(super) origin: (u32, u32),
}

impl<'k> Keep<'k> {
    pub(in crate::collect) fn new(found: &'k mut Found, kind: Kind, default_namespace: &'k str) -> Self {
        Keep { found, kind, default_namespace, location: None, origin: (1, 1) }
    }
}

impl Keep<'_> {
    pub(super) fn name(&mut self, text: &str) -> Name {
        Name::from(text)
    }

    pub(super) fn optional(&mut self, text: Option<Text<'_>>) -> Option<Name> {
        let text = text.filter(|text| !text.is_empty())?;
        Some(Name::from(&*text))
    }

    pub(super) fn list(&mut self, texts: List<Text<'_>>) -> Vec<Name> {
        texts.into_iter().map(|text| Name::from(&*text)).collect()
    }

    pub(super) fn patterns<P: From<Name>>(&mut self, texts: List<Text<'_>>) -> Vec<P> {
        texts.into_iter().map(|text| Name::from(&*text).into()).collect()
    }

    pub(super) fn labels(&mut self, map: TextMap<'_>) -> Labels {
        let entries = map.0.into_iter();
        entries.map(|(key, value)| (Name::from(&*key), Name::from(&*value))).collect()
    }

    /// Namespace and name of a namespaced object.
    pub(super) fn namespaced(&mut self, meta: &impl Metadata) -> Result<(Name, Name), Refused> {
        let name = self.named(meta)?;
        let namespace = match meta.namespace() {
            Some(namespace) => Name::from(namespace),
            None => {
                self.found.without_namespace += 1;
                Name::from(self.default_namespace)
            }
        };
        Ok((namespace, name))
    }

    /// Namespace, if its kind has one, and name of an object.
    pub(super) fn scoped(&mut self, meta: &impl Metadata) -> Result<(Option<Name>, Name), Refused> {
        if self.kind.namespaced() {
            let (namespace, name) = self.namespaced(meta)?;
            Ok((Some(namespace), name))
        } else {
            Ok((None, self.named(meta)?))
        }
    }

    /// The name of an object, and whether a server stored it.
    pub(super) fn named(&mut self, meta: &impl Metadata) -> Result<Name, Refused> {
        let name = meta.name().ok_or_else(|| Refused::new("metadata.name is missing or empty"))?;
        self.found.saw(self.kind, meta.uid());
        Ok(Name::from(name))
    }

    /// Warns of keys that the kind does not have.
    pub(super) fn unknown_keys(&mut self, keys: &[UnknownKey]) {
        for key in keys {
            let meant = match key.nearest() {
                Some(nearest) => format!("did you mean `{nearest}`? "),
                None => String::new(),
            };
            let text = format!(
                "unknown key `{}` in a {}{}; {meant}it is ignored",
                key.key,
                self.kind.name(),
                self.at(key.line, key.column),
            );
            self.found.notes.push(Note { warning: true, text });
        }
    }

    /// ` at FILE:LINE:COLUMN`, if there is a file.
    fn at(&self, line: u32, column: u32) -> String {
        let (line, column) = shifted(self.origin, (line, column));
        match &self.location {
            Some(location) => format!(" at {}:{line}:{column}", location.file.as_str()),
            None => String::new(),
        }
    }
}

/// A place in a text, as a place in the file where that text starts at `origin`.
pub(in crate::collect) fn shifted(origin: (u32, u32), (line, column): (u32, u32)) -> (u32, u32) {
    if line <= 1 {
        (origin.0, origin.1.saturating_add(column).saturating_sub(1))
    } else {
        (origin.0.saturating_add(line).saturating_sub(1), column)
    }
}
