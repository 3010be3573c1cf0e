//! Bindings: every key is known, so that a misspelt one is seen.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::model::{Binding, Name, Note, RoleKind, RoleRef, Subject};

use super::Object;
use super::history::BindingMeta;
use super::keep::{Keep, Refused};
use super::text::{List, Text};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "keys that are known and not needed")]
pub(super) struct BindingWire<'a> {
    api_version: Option<IgnoredAny>,
    kind: Option<IgnoredAny>,
    #[serde(borrow, default)]
    metadata: Option<BindingMeta<'a>>,
    #[serde(default)]
    subjects: List<SubjectWire<'a>>,
    role_ref: Option<RoleRefWire<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "keys that are known and not needed")]
struct SubjectWire<'a> {
    #[serde(borrow)]
    kind: Option<Text<'a>>,
    name: Option<Text<'a>>,
    namespace: Option<Text<'a>>,
    api_group: Option<IgnoredAny>,
    api_version: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "keys that are known and not needed")]
struct RoleRefWire<'a> {
    #[serde(borrow)]
    kind: Option<Text<'a>>,
    name: Option<Text<'a>>,
    api_group: Option<IgnoredAny>,
}

impl Object for BindingWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let role_ref = self.role_ref.ok_or_else(|| Refused::new("roleRef is missing"))?;
        let role_ref = role_ref.role_ref(keep)?;
        for (index, subject) in self.subjects.0.iter().enumerate() {
            if subject.name.as_ref().is_none_or(|name| name.is_empty()) {
                return Err(Refused::new(format!("subjects[{index}].name is missing or empty")));
            }
        }
        let meta = self.metadata.unwrap_or_default();
        let (namespace, name) = keep.scoped(&meta)?;
        let history = meta.history(keep);
        let location = keep.location.take();
        let mut binding = Binding { namespace, name, role_ref, subjects: Vec::new(), history, location };
        for wire in self.subjects {
            match wire.subject(binding.namespace.as_ref()) {
                Ok(subject) => binding.subjects.push(subject),
                Err(why) => {
                    let text = format!("{} names a subject that can match nobody: {why}", binding.id());
                    keep.found.notes.push(Note { warning: true, text });
                }
            }
        }
        keep.found.bindings.push(binding);
        Ok(())
    }
}

impl RoleRefWire<'_> {
    fn role_ref(self, keep: &mut Keep<'_>) -> Result<RoleRef, Refused> {
        // The API group is not looked at, as upstream (`GetRoleReferenceRules`).
        let kind = match self.kind.as_deref() {
            Some("Role") => Some(RoleKind::Role),
            Some("ClusterRole") => Some(RoleKind::ClusterRole),
            _ => None,
        };
        let name = keep.optional(self.name);
        let name = name.ok_or_else(|| Refused::new("roleRef.name is missing or empty"))?;
        Ok(RoleRef { kind, name })
    }
}

impl SubjectWire<'_> {
    /// The subject, or why it can match nobody. The name is known to be there.
    fn subject(self, namespace: Option<&Name>) -> Result<Subject, String> {
        let name = self.name.as_deref().unwrap_or_default();
        match self.kind.as_deref() {
            Some("User") => Ok(Subject::user(name)),
            Some("Group") => Ok(Subject::group(name)),
            Some("ServiceAccount") => {
                let own = self.namespace.as_deref().filter(|namespace| !namespace.is_empty());
                match own.or(namespace.map(Name::as_str)) {
                    Some(namespace) => Ok(Subject::service_account(namespace, name)),
                    None => Err(format!("the service account `{name}` has no namespace")),
                }
            }
            Some(kind) => Err(format!("`{kind}` is no kind of subject")),
            None => Err(format!("`{name}` has no kind")),
        }
    }
}
