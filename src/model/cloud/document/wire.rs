//! The policy language as JSON spells it.

use serde::{Deserialize, Serialize};

use super::entries::Entries;
use super::many::{Many, Scalar};
use super::principals::Principals;
use super::{Document, Effect, PolicyVersion, Selection, Statement};
use crate::model::Name;
use crate::model::cloud::{Condition, Operator};

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DocumentWire {
    #[serde(default)]
    version: PolicyVersion,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<Name>,
    statement: Many<Statement>,
}

type Conditions = Entries<Entries<Many<Scalar>>>;

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
pub(super) struct StatementWire {
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    effect: Option<Effect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<Principals>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_principal: Option<Principals>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<Many<Name>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_action: Option<Many<Name>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<Many<Name>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_resource: Option<Many<Name>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Conditions>,
}

impl From<Document> for DocumentWire {
    fn from(document: Document) -> Self {
        DocumentWire { version: document.version, id: document.id, statement: Many(document.statements) }
    }
}

impl From<DocumentWire> for Document {
    fn from(wire: DocumentWire) -> Self {
        Document { version: wire.version, id: wire.id, statements: wire.statement.0 }
    }
}

impl TryFrom<StatementWire> for Statement {
    type Error = &'static str;

    fn try_from(wire: StatementWire) -> Result<Self, Self::Error> {
        let many = |many: Option<Many<Name>>| many.map(|Many(names)| names);
        let principals = |principals: Option<Principals>| principals.map(|Principals(patterns)| patterns);
        let actions = selection(many(wire.action), many(wire.not_action), "a statement with `Action` and `NotAction`")?;
        Ok(Statement {
            sid: wire.sid.filter(|sid| !sid.is_empty()),
            effect: wire.effect.ok_or("a statement without `Effect`")?,
            actions: actions.ok_or("a statement without `Action`")?,
            resources: selection(
                many(wire.resource),
                many(wire.not_resource),
                "a statement with `Resource` and `NotResource`",
            )?,
            principals: selection(
                principals(wire.principal),
                principals(wire.not_principal),
                "a statement with `Principal` and `NotPrincipal`",
            )?,
            conditions: wire.condition.map(conditions).unwrap_or_default(),
        })
    }
}

/// The element or its `Not…` twin; the error is for both at once.
fn selection<T>(
    only: Option<Vec<T>>,
    all_but: Option<Vec<T>>,
    both: &'static str,
) -> Result<Option<Selection<T>>, &'static str> {
    match (only, all_but) {
        (Some(_), Some(_)) => Err(both),
        (Some(listed), None) => Ok(Some(Selection::Only(listed))),
        (None, Some(listed)) => Ok(Some(Selection::AllBut(listed))),
        (None, None) => Ok(None),
    }
}

fn conditions(Entries(operators): Conditions) -> Vec<Condition> {
    let mut conditions = Vec::new();
    for (operator, Entries(keys)) in operators {
        let operator = Operator::parse(&operator);
        conditions.extend(keys.into_iter().map(|(key, Many(values))| Condition {
            operator: operator.clone(),
            key,
            values: values.into_iter().map(|Scalar(value)| value).collect(),
        }));
    }
    conditions.sort_unstable();
    conditions
}

impl From<Statement> for StatementWire {
    fn from(statement: Statement) -> Self {
        let (action, not_action) = elements(Some(statement.actions), Many);
        let (resource, not_resource) = elements(statement.resources, Many);
        let (principal, not_principal) = elements(statement.principals, Principals);
        StatementWire {
            sid: statement.sid,
            effect: Some(statement.effect),
            principal,
            not_principal,
            action,
            not_action,
            resource,
            not_resource,
            condition: (!statement.conditions.is_empty()).then(|| written(statement.conditions)),
        }
    }
}

fn elements<T, W>(selection: Option<Selection<T>>, wire: fn(Vec<T>) -> W) -> (Option<W>, Option<W>) {
    match selection {
        Some(Selection::Only(listed)) => (Some(wire(listed)), None),
        Some(Selection::AllBut(listed)) => (None, Some(wire(listed))),
        None => (None, None),
    }
}

fn written(conditions: Vec<Condition>) -> Conditions {
    let mut operators: Vec<(Name, Entries<Many<Scalar>>)> = Vec::new();
    for condition in conditions {
        let name = Name::from(condition.operator.name());
        let entry = (condition.key, Many(condition.values.into_iter().map(Scalar).collect()));
        match operators.iter_mut().find(|(known, _)| *known == name) {
            Some((_, Entries(keys))) => keys.push(entry),
            None => operators.push((name, Entries(vec![entry]))),
        }
    }
    Entries(operators)
}
