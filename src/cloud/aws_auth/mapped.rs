//! What entries say as [`Mapping`]s, which the graph takes.

use super::{KubernetesIdentity, Mappings, Part, Principal, Template};
use crate::model::{MappedName, Mapping, MappingSource, Name, Subject};

impl Mappings {
    /// Who the principal with this ARN is in the cluster, if anybody. The identity keeps the ARN as it is given, with its path.
    #[must_use]
    pub fn mapping(&self, arn: &str) -> Option<Mapping> {
        self.map(arn).map(|identity| mapping(Subject::aws(arn), &identity))
    }

    /// Who the identities are that entries name by their ARNs, sorted, each once: what the ConfigMap tells by itself. Who
    /// has a permission set or belongs to an account stands elsewhere; ask for each of them.
    #[must_use]
    pub fn named(&self) -> Vec<Mapping> {
        let alive = self.entries.iter().filter(|entry| !entry.is_dead());
        let arns = alive.filter_map(|entry| match &entry.principal {
            Principal::Arn(arn) => Some(tidied(arn)),
            Principal::PermissionSet { .. } | Principal::Account(_) => None,
        });
        let mut mappings: Vec<Mapping> = arns.filter_map(|arn| self.mapping(&arn)).collect();
        mappings.sort_unstable();
        mappings.dedup_by(|later, kept| later.subject == kept.subject);
        mappings
    }
}

fn mapping(subject: Subject, identity: &KubernetesIdentity) -> Mapping {
    Mapping {
        subject,
        source: MappingSource::AwsAuth,
        username: name(&identity.username),
        groups: identity.groups.iter().map(name).collect(),
    }
}

/// A name with placeholders, as an access entry has it too.
#[must_use]
pub fn mapped_name(text: &str) -> MappedName {
    name(&Template::read(text))
}

/// The ARN as AWS writes it. The authenticator does not care for its case; the name after the slash may have capitals.
fn tidied(arn: &str) -> String {
    let (start, name) = arn.split_at(arn.find('/').unwrap_or(arn.len()));
    start.to_ascii_lowercase() + name
}

/// Of several parts that are chosen, what stands between them is left open too.
fn name(template: &Template) -> MappedName {
    let parts = template.parts();
    let first = parts.iter().position(is_chosen);
    let last = parts.iter().rposition(is_chosen);
    match (first, last) {
        (Some(first), Some(last)) => {
            let (before, after) = (parts.get(..first), parts.get(last.saturating_add(1)..));
            MappedName::Chosen(text(before.unwrap_or_default()), text(after.unwrap_or_default()))
        }
        _ => MappedName::Fixed(text(parts)),
    }
}

fn is_chosen(part: &Part) -> bool {
    matches!(part, Part::SessionName | Part::SessionNameRaw | Part::PrivateDnsName)
}

/// The text of parts that nobody chooses. AWS makes the id of an access key, which no binding is likely to name: its
/// placeholder stays, which no binding names at all.
fn text(parts: &[Part]) -> Name {
    let of = |part: &Part| match part {
        Part::Text(text) => text.as_str().to_owned(),
        Part::AccessKeyId => "{{AccessKeyID}}".to_owned(),
        // What is known is filled in, and what is chosen does not come here.
        _ => String::new(),
    };
    parts.iter().map(of).collect::<String>().into()
}
