//! A binding as the audit reports it. These are fields of a contract: they may grow, but none is renamed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::findings::SeverityWord;
use crate::model::{Lifetime, Presence, Subject, Time};

use super::case::{Case, Temporary};
use super::expiry::{Expiry, place};

/// A binding that is temporary, or has a finding.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GrantView {
    /// How bad what it grants is.
    pub severity: SeverityWord,
    /// The binding.
    pub binding: String,
    /// Its role.
    pub role: String,
    /// Who gets it.
    pub subjects: Vec<String>,
    /// Why it is temporary: marks by their id, and what was declared. Empty for one that is not, and has a finding.
    pub temporary: Vec<String>,
    /// When it ends.
    pub expiry: ExpiryView,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// The program that made it, by its own word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_by: Option<String>,
    /// When it was deleted; it grants until its finalizers are gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<String>,
    /// What must happen before it is gone.
    pub finalizers: Vec<String>,
    /// What it belongs to.
    pub owners: Vec<OwnerView>,
    /// The entries of the template that it grants.
    pub entries: Vec<String>,
    /// The checks that found something.
    pub findings: Vec<String>,
    /// How old it is.
    #[serde(skip)]
    pub age: Option<Lifetime>,
}

/// When a binding ends.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct ExpiryView {
    /// `expired`, `due`, `never`, `none`, `unparseable` or `unknown`.
    pub state: &'static str,
    /// The instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Where that stands: `annotation janitor/ttl`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The value there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Why it is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// `expired 3d ago`, `in 2h`, …
    #[serde(skip)]
    pub words: String,
}

/// An object that a binding belongs to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnerView {
    /// Its API group.
    pub api_group: String,
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// `present`, `absent`, or `unknown` where its kind was not read.
    pub presence: &'static str,
}

impl GrantView {
    pub(super) fn new(case: &Case<'_>, findings: impl Iterator<Item = &'static str>) -> Self {
        let history = case.history();
        GrantView {
            severity: SeverityWord(case.severity),
            binding: case.binding.id(),
            role: case.binding.role_id(),
            subjects: case.binding.subjects.iter().map(Subject::id).collect(),
            temporary: case.temporary.iter().map(Temporary::text).collect(),
            expiry: ExpiryView::new(case),
            created: case.created().map(|time| time.to_string()),
            made_by: case.maker().map(|writer| writer.manager.as_str().to_owned()),
            deleted: history.and_then(|history| history.deleted).map(|time| time.to_string()),
            finalizers: history
                .into_iter()
                .flat_map(|it| &it.finalizers)
                .map(|name| name.as_str().to_owned())
                .collect(),
            owners: owners(case),
            entries: case.entries.clone(),
            findings: findings.map(str::to_owned).collect(),
            age: case.created().and_then(|created| case.rules.now.since(created)),
        }
    }
}

fn owners(case: &Case<'_>) -> Vec<OwnerView> {
    let owners = case.history().into_iter().flat_map(|history| &history.owners);
    let views = owners.map(|owner| OwnerView {
        api_group: owner.api_group.as_str().to_owned(),
        kind: owner.kind.as_str().to_owned(),
        name: owner.name.as_str().to_owned(),
        presence: match owner.presence {
            _ if case.world.gone(owner).is_some() => "absent",
            Presence::Present => "present",
            _ => "unknown",
        },
    });
    views.collect()
}

impl ExpiryView {
    fn new(case: &Case<'_>) -> Self {
        let empty = |state: &'static str, words: String| ExpiryView {
            state,
            at: None,
            place: None,
            value: None,
            why: None,
            words,
        };
        let (mut view, said) = match &case.expiry {
            Expiry::At(time, said) => (at(case, *time, empty), Some(said)),
            Expiry::After(lifetime, said) => {
                let why = format!("{lifetime} after a creation that is not known");
                (ExpiryView { why: Some(why.clone()), ..empty("unknown", why) }, Some(said))
            }
            Expiry::Never(said) => (empty("never", "never".to_owned()), Some(said)),
            Expiry::Elsewhere(why) => {
                (ExpiryView { why: Some(why.clone()), ..empty("unknown", format!("unknown: {why}")) }, None)
            }
            Expiry::Unparseable => (empty("unparseable", "unparseable".to_owned()), None),
            Expiry::None => (empty("none", "none".to_owned()), None),
        };
        view.place = said.map(|said| place(&said.place));
        view.value = said.map(|said| said.value.as_str().to_owned());
        if let (Expiry::Unparseable, Some(first)) = (&case.expiry, case.unparseable.first()) {
            (view.place, view.value) = (Some(first.place.clone()), Some(first.value.clone()));
        }
        view
    }
}

fn at(case: &Case<'_>, time: Time, empty: impl Fn(&'static str, String) -> ExpiryView) -> ExpiryView {
    let view = match case.rules.now.since(time) {
        Some(late) if late > case.rules.grace => empty("expired", format!("expired {late} ago")),
        Some(late) => empty("due", format!("{late} ago")),
        None => {
            let left = time.since(case.rules.now).unwrap_or_default();
            empty("due", format!("in {left}"))
        }
    };
    ExpiryView { at: Some(time.to_string()), ..view }
}
