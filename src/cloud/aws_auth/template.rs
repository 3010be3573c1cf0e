//! Names with places for what is known of a caller only when it signs in.

use crate::model::Name;

use super::principal::{Caller, Session};

/// What a name is put together from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// This text.
    Text(Name),
    /// `{{AccountID}}`: the account of the caller.
    AccountId,
    /// `{{SessionName}}`: the name of its session, which whoever assumes a role chooses, with `-` for `@`.
    SessionName,
    /// `{{SessionNameRaw}}`: the same as it is.
    SessionNameRaw,
    /// `{{EC2PrivateDNSName}}`: the name of the instance whose id is the name of the session. Of an instance that gets
    /// its role from its profile that is its own; who assumes the role otherwise chooses among all instances.
    PrivateDnsName,
    /// `{{AccessKeyID}}`: the id of its access key.
    AccessKeyId,
    /// Its ARN, as which everybody of a mapped account signs in. No text has a placeholder for it.
    Arn,
}

/// A name with placeholders, maybe none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Template(Vec<Part>);

const PLACEHOLDERS: [(&str, Part); 5] = [
    ("{{AccountID}}", Part::AccountId),
    ("{{SessionName}}", Part::SessionName),
    ("{{SessionNameRaw}}", Part::SessionNameRaw),
    ("{{EC2PrivateDNSName}}", Part::PrivateDnsName),
    ("{{AccessKeyID}}", Part::AccessKeyId),
];

impl Template {
    /// Reads a text; what is no placeholder stays as it is.
    pub(super) fn read(text: &str) -> Self {
        let mut template = Template::default();
        let mut rest = text;
        while let Some(start) = rest.find("{{") {
            let (before, here) = rest.split_at(start);
            template.add_text(before);
            let known = PLACEHOLDERS.iter().find(|(mark, _)| here.starts_with(mark));
            // Of three braces the first is text.
            let length = known.map_or(1, |(mark, _)| mark.len());
            let (mark, after) = here.split_at(length);
            match known {
                Some((_, part)) => template.0.push(part.clone()),
                None => template.add_text(mark),
            }
            rest = after;
        }
        template.add_text(rest);
        template
    }

    /// The name that the ARN itself is.
    pub(super) fn of_arn() -> Self {
        Template(vec![Part::Arn])
    }

    fn add_text(&mut self, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::Text(before)) => *before = Name::from(format!("{}{text}", before.as_str())),
            _ => self.0.push(Part::Text(text.into())),
        }
    }

    /// What it is put together from; nothing for the empty name.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// The name, where there is no placeholder in it.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        match self.0.as_slice() {
            [] => Some(Name::default()),
            [Part::Text(name)] => Some(name.clone()),
            _ => None,
        }
    }

    /// The same with what is known of a caller; nothing where the authenticator would refuse it.
    pub(super) fn filled_in(&self, caller: &Caller<'_>) -> Option<Self> {
        let mut filled = Template::default();
        for part in &self.0 {
            match (part, caller.session) {
                (Part::Text(text), _) => filled.add_text(text),
                (Part::AccountId, _) => filled.add_text(caller.account),
                (Part::Arn, _) => filled.add_text(&caller.arn),
                (Part::SessionName, Session::Is(session)) => filled.add_text(&session.replace('@', "-")),
                (Part::SessionNameRaw, Session::Is(session)) => filled.add_text(session),
                (Part::PrivateDnsName, Session::Is(session)) if !is_instance(session) => return None,
                (open, _) => filled.0.push(open.clone()),
            }
        }
        Some(filled)
    }

    /// Whether this name can come out, whatever stands for the placeholders.
    #[must_use]
    pub fn can_be(&self, name: &str) -> bool {
        // The places of the name that what was read so far can end at.
        let mut ends = vec![0];
        for part in &self.0 {
            let mut next: Vec<usize> = ends.iter().flat_map(|start| part.ends(name, *start)).collect();
            next.sort_unstable();
            next.dedup();
            ends = next;
        }
        ends.contains(&name.len())
    }
}

impl Part {
    /// Where the part can end in a name if it starts here.
    fn ends(&self, name: &str, start: usize) -> Vec<usize> {
        let rest = name.get(start..).unwrap_or_default();
        if let Part::Text(text) = self {
            return rest.starts_with(text.as_str()).then_some(start.saturating_add(text.len())).into_iter().collect();
        }
        let (fewest, most) = self.lengths();
        // All that they hold is ASCII, of which each character is a byte.
        let fitting = rest.bytes().take(most).take_while(|byte| self.holds(*byte)).count();
        (fewest..=fitting).map(|length| start.saturating_add(length)).collect()
    }

    /// The least and the greatest length of what stands for it.
    fn lengths(&self) -> (usize, usize) {
        match self {
            Part::AccountId => (12, 12),
            // `RoleSessionName` of the request AssumeRole.
            Part::SessionName | Part::SessionNameRaw => (2, 64),
            Part::AccessKeyId => (16, 128),
            Part::PrivateDnsName => (1, 253),
            Part::Text(_) | Part::Arn => (1, usize::MAX),
        }
    }

    fn holds(&self, byte: u8) -> bool {
        let word = byte.is_ascii_alphanumeric() || byte == b'_';
        match self {
            Part::AccountId => byte.is_ascii_digit(),
            Part::SessionName => word || b"+=,.-".contains(&byte),
            Part::SessionNameRaw => word || b"+=,.@-".contains(&byte),
            Part::AccessKeyId => word,
            Part::PrivateDnsName => word || b".-".contains(&byte),
            Part::Text(_) | Part::Arn => byte.is_ascii_graphic(),
        }
    }
}

/// Whether a session is called as an instance calls its own: `instanceIDPattern` upstream.
fn is_instance(session: &str) -> bool {
    let id = session.strip_prefix("i-");
    id.is_some_and(|id| {
        matches!(id.len(), 8 | 17) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    })
}
