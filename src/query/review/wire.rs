//! A SubjectAccessReview as JSON has it, and the request in it.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::authz::{Object, Request, Selectors};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a SubjectAccessReview")]
pub(super) struct ReviewWire<'l> {
    #[serde(borrow)]
    pub(super) api_version: Option<Cow<'l, str>>,
    #[serde(borrow)]
    pub(super) kind: Option<Cow<'l, str>>,
    #[serde(borrow)]
    pub(super) metadata: Option<&'l RawValue>,
    #[serde(borrow)]
    pub(super) spec: Option<&'l RawValue>,
    pub(super) status: Option<StatusWire>,
}

#[derive(Deserialize)]
pub(super) struct StatusWire {
    pub(super) allowed: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SpecWire<'l> {
    #[serde(borrow)]
    pub(super) user: Option<Cow<'l, str>>,
    #[serde(borrow)]
    pub(super) groups: Option<Vec<Cow<'l, str>>>,
    #[serde(borrow)]
    pub(super) resource_attributes: Option<ResourceWire<'l>>,
    #[serde(borrow)]
    pub(super) non_resource_attributes: Option<UrlWire<'l>>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ResourceWire<'l> {
    #[serde(borrow)]
    verb: Option<Cow<'l, str>>,
    #[serde(borrow)]
    group: Option<Cow<'l, str>>,
    #[serde(borrow)]
    resource: Option<Cow<'l, str>>,
    #[serde(borrow)]
    subresource: Option<Cow<'l, str>>,
    #[serde(borrow)]
    namespace: Option<Cow<'l, str>>,
    #[serde(borrow)]
    name: Option<Cow<'l, str>>,
    #[serde(borrow)]
    field_selector: Option<SelectorWire<'l>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SelectorWire<'l> {
    #[serde(borrow)]
    raw_selector: Option<Cow<'l, str>>,
    #[serde(borrow)]
    requirements: Option<Vec<RequirementWire<'l>>>,
}

#[derive(Deserialize)]
pub(super) struct RequirementWire<'l> {
    #[serde(borrow)]
    key: Option<Cow<'l, str>>,
    #[serde(borrow)]
    operator: Option<Cow<'l, str>>,
    #[serde(borrow)]
    values: Option<Vec<Cow<'l, str>>>,
}

#[derive(Deserialize)]
pub(super) struct UrlWire<'l> {
    #[serde(borrow)]
    verb: Option<Cow<'l, str>>,
    #[serde(borrow)]
    path: Option<Cow<'l, str>>,
}

/// The request that is asked about.
pub(super) fn request<'r>(spec: &'r SpecWire<'_>) -> Result<Request<'r>, String> {
    let text = |field: &'r Option<Cow<'_, str>>| field.as_deref().unwrap_or_default();
    match (&spec.resource_attributes, &spec.non_resource_attributes) {
        (Some(asked), None) => Ok(Request {
            verb: text(&asked.verb),
            object: Object::Resource {
                api_group: text(&asked.group),
                resource: text(&asked.resource),
                subresource: text(&asked.subresource),
                namespace: text(&asked.namespace),
                name: text(&asked.name),
            },
        }),
        (None, Some(asked)) => Ok(Request { verb: text(&asked.verb), object: Object::Url(text(&asked.path)) }),
        (Some(_), Some(_)) => Err("spec has both resourceAttributes and nonResourceAttributes".to_owned()),
        (None, None) => Err("spec has neither resourceAttributes nor nonResourceAttributes".to_owned()),
    }
}

/// The field selector, as the API server takes it: requirements win over a raw selector, and of both at once it wants to
/// know nothing.
pub(super) fn selectors<'r>(spec: &'r SpecWire<'_>) -> Result<Selectors<'r>, String> {
    let Some(wire) = spec.resource_attributes.as_ref().and_then(|asked| asked.field_selector.as_ref()) else {
        return Ok(Selectors::default());
    };
    let raw = wire.raw_selector.as_deref().unwrap_or_default();
    let requirements = wire.requirements.as_deref().unwrap_or_default();
    match (raw.is_empty(), requirements.is_empty()) {
        (false, false) => Err("fieldSelector has both rawSelector and requirements".to_owned()),
        (true, true) => Err("fieldSelector has neither rawSelector nor requirements".to_owned()),
        (false, true) => Ok(Selectors::parse(raw).unwrap_or_default()),
        (true, false) => Ok(requirements.iter().fold(Selectors::default(), |selectors, requirement| {
            let values = requirement.values.as_deref().unwrap_or_default();
            selectors.and(
                requirement.key.as_deref().unwrap_or_default(),
                requirement.operator.as_deref().unwrap_or_default(),
                values,
            )
        })),
    }
}
