//! What is known of one request while it is judged.

use std::collections::BTreeSet;

use crate::model::{Name, Time};

use super::context::{Context, ContextValue};
use super::keys::{self, BoundaryKey};
use super::region;
use super::who::{Who, tagged};
use super::{Doubt, Principal};

/// What a request is done to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Place {
    Text(String),
    /// Something new, of which only the beginning of its ARN is known.
    Open(String),
    /// Something new, of which is known how its ARN begins and which patterns with wildcards it matches: those of which
    /// this is an instance.
    Matching(String, BTreeSet<String>),
}

/// What the caller chose for a key.
#[derive(Clone)]
pub(super) enum Pick {
    Value(ContextValue),
    /// A value of which is only known which patterns with wildcards it matches.
    Matching(BTreeSet<Atom>),
}

/// A pattern with wildcards, and whether it is compared as ARNs are.
pub(super) type Atom = (bool, Name);

/// One request, with the choices of its caller made.
#[derive(Clone)]
pub(super) struct Facts<'a> {
    pub(super) who: Who<'a>,
    /// In lower case.
    pub(super) action: &'a str,
    pub(super) place: Place,
    /// Whom the request is done to, if it is a user or a role of an export.
    pub(super) on: Option<Principal<'a>>,
    pub(super) context: &'a Context,
    /// Keys of which the caller chose the value.
    pub(super) chosen: Vec<(Name, Pick)>,
    pub(super) now: Time,
}

impl Facts<'_> {
    /// The value of a context key in lower case.
    pub(super) fn value(&self, key: &Name) -> ContextValue {
        match self.pick(key) {
            Some(Pick::Value(value)) => return value.clone(),
            Some(Pick::Matching(_)) => return ContextValue::Unknown(Doubt::Choice(key.clone())),
            None => {}
        }
        if let Some(value) = self.context.get(key) {
            return value.clone();
        }
        self.who.value(key).or_else(|| self.of_request(key)).unwrap_or_else(|| ContextValue::unknown(key))
    }

    /// What the caller chose for a key.
    pub(super) fn pick(&self, key: &Name) -> Option<&Pick> {
        self.chosen.iter().find(|(known, _)| known == key).map(|(_, pick)| pick)
    }

    fn of_request(&self, key: &Name) -> Option<ContextValue> {
        if *key == ISSUED {
            return self.who.issued(key, &self.now.to_string());
        }
        if is_clock(key) {
            return Some(ContextValue::text(&self.now.to_string()));
        }
        if let Some(tag) = key.strip_prefix("iam:resourcetag/").or_else(|| key.strip_prefix("aws:resourcetag/")) {
            return self.on.map(|principal| tagged(principal.tags(), tag));
        }
        match key.as_str() {
            "iam:permissionsboundary" => self.boundary(),
            "sts:externalid" if self.action == "sts:assumerole" => Some(ContextValue::Unknown(Doubt::ExternalId)),
            "aws:resourceaccount" => self.part_of_arn(4, |part| part.len() == 12),
            // What has no region is asked for in this one.
            "aws:requestedregion" if self.action.starts_with("iam:") => Some(ContextValue::text(region::OF_GLOBAL)),
            "aws:requestedregion" => self.part_of_arn(3, |part| !part.is_empty() && !part.contains('*')),
            _ => keys::of_action(key, self.action).map(|value| self.who.chosen(key, value)),
        }
    }

    /// The boundary that a request asks for, or that of whom it is done to.
    fn boundary(&self) -> Option<ContextValue> {
        match keys::boundary_of(self.action) {
            BoundaryKey::Asked { optional } => Some(ContextValue::ChosenByCaller { optional }),
            BoundaryKey::Absent => Some(ContextValue::Absent),
            BoundaryKey::Unknown => None,
            BoundaryKey::OfTarget => {
                let boundary = self.on?.boundary();
                Some(boundary.map_or(ContextValue::Absent, |arn| ContextValue::text(arn.as_str())))
            }
        }
    }

    fn part_of_arn(&self, index: usize, is_meant: fn(&str) -> bool) -> Option<ContextValue> {
        let (Place::Text(text) | Place::Open(text) | Place::Matching(text, _)) = &self.place;
        let part = text.strip_prefix("arn:").and(text.splitn(6, ':').nth(index))?;
        is_meant(part).then(|| ContextValue::text(part))
    }
}

/// When the credentials of a session were issued.
const ISSUED: &str = "aws:tokenissuetime";

/// Whether a key tells when the request is made, or when its session began: whoever may begin one begins a new one.
pub(super) fn is_clock(key: &Name) -> bool {
    *key == "aws:currenttime" || *key == "aws:epochtime" || *key == ISSUED
}
