//! Who asks, and what the context keys about the caller are worth.

use crate::model::Name;
use crate::model::cloud::{Arn, Tags};

use super::context::ContextValue;
use super::{Doubt, Principal};

/// Whoever makes a request.
#[derive(Clone, Copy)]
pub(super) enum Who<'a> {
    /// A user or a role of an export; a role has sessions, whose tags may be added when it is assumed.
    Known { principal: Principal<'a>, has_session_tags: bool },
    /// An ARN of which there is no export.
    Stranger(&'a Arn),
    /// A service of AWS.
    Service(&'a str),
    /// Whoever shows a token of this provider.
    Federated,
}

const TAG: &str = "aws:principaltag/";

impl Who<'_> {
    /// The value of a key that is about the caller; nothing for a key that is not.
    pub(super) fn value(&self, key: &Name) -> Option<ContextValue> {
        if let Some(tag) = key.strip_prefix(TAG) {
            return Some(self.tag(tag, key));
        }
        Some(match key.as_str() {
            "aws:multifactorauthpresent" | "aws:multifactorauthage" => ContextValue::Unknown(Doubt::Mfa),
            "aws:principalisawsservice" => ContextValue::flag(matches!(self, Who::Service(_))),
            "aws:principalarn" => self.of_arn(key, Arn::as_str),
            "aws:principalaccount" => self.of_arn(key, Arn::account),
            "aws:principaltype" => self.principal_type(key),
            "aws:userid" => self.user_id(key),
            "aws:username" => self.username(key),
            _ => return None,
        })
    }

    /// A value that callers choose, unless this one cannot: a service sets names and tags itself, a token holds its tags.
    pub(super) fn chosen(&self, key: &Name, value: ContextValue) -> ContextValue {
        let is_choice = matches!(value, ContextValue::ChosenByCaller { .. });
        let is_set = match self {
            Who::Known { .. } | Who::Stranger(_) => false,
            Who::Service(_) => true,
            Who::Federated => *key != "sts:rolesessionname",
        };
        if is_choice && is_set { ContextValue::unknown(key) } else { value }
    }

    /// When a session that begins at this time was issued. A role has nothing but sessions; an access key of a user is
    /// none, and its password begins one.
    pub(super) fn issued(&self, key: &Name, now: &str) -> Option<ContextValue> {
        match self {
            Who::Known { principal: Principal::Role(_), .. } => Some(ContextValue::text(now)),
            Who::Known { principal: Principal::User(_), .. } => {
                Some(ContextValue::KnownOrAbsent(now.into(), Doubt::Key(key.clone())))
            }
            Who::Stranger(_) | Who::Service(_) | Who::Federated => None,
        }
    }

    /// Part of the ARN of the caller.
    fn of_arn(&self, key: &Name, part: fn(&Arn) -> &str) -> ContextValue {
        match self {
            Who::Known { principal, .. } => ContextValue::text(part(principal.arn())),
            Who::Stranger(arn) => ContextValue::text(part(arn)),
            Who::Service(_) => ContextValue::Absent,
            Who::Federated => ContextValue::unknown(key),
        }
    }

    fn principal_type(&self, key: &Name) -> ContextValue {
        match self {
            Who::Known { principal: Principal::User(_), .. } => ContextValue::text("User"),
            Who::Known { principal: Principal::Role(_), .. } => ContextValue::text("AssumedRole"),
            _ => ContextValue::unknown(key),
        }
    }

    fn user_id(&self, key: &Name) -> ContextValue {
        match self {
            Who::Known { principal: Principal::User(user), .. } => ContextValue::text(&user.identity.id),
            Who::Known { principal: Principal::Role(role), .. } => {
                ContextValue::BeginsWith(format!("{}:", role.identity.id.as_str()).into(), Doubt::SessionName)
            }
            _ => ContextValue::unknown(key),
        }
    }

    fn username(&self, key: &Name) -> ContextValue {
        match self {
            Who::Known { principal: Principal::User(user), .. } => ContextValue::text(&user.identity.name),
            Who::Known { principal: Principal::Role(_), .. } | Who::Service(_) | Who::Federated => ContextValue::Absent,
            Who::Stranger(_) => ContextValue::unknown(key),
        }
    }

    fn tag(&self, tag: &str, key: &Name) -> ContextValue {
        match self {
            // A tag of the session would win over one of the role.
            Who::Known { has_session_tags: true, .. } | Who::Stranger(_) | Who::Federated => ContextValue::unknown(key),
            Who::Known { principal, .. } => tagged(principal.tags(), tag),
            Who::Service(_) => ContextValue::Absent,
        }
    }
}

/// The tag of this key, which is compared without regard to case.
pub(super) fn tagged(tags: &Tags, key: &str) -> ContextValue {
    let found = tags.iter().find(|(known, _)| known.eq_ignore_ascii_case(key));
    found.map_or(ContextValue::Absent, |(_, value)| ContextValue::text(value))
}
