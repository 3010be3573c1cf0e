//! The policy and its binding.

use crate::authz::Access;
use crate::model::{
    AdmissionBinding, AdmissionKind, AdmissionPolicy, AdmissionRule, LabelSelector, MatchResources, Name,
    NamedExpression, SelectorOperator, SelectorRequirement, Subject, Validation,
};

use super::denied::Denied;
use super::held::Held;

const RBAC: &str = "rbac.authorization.k8s.io";

/// The guard of this subject, who can become these others.
pub(super) fn policy(
    access: &Access<'_>,
    subject: &Subject,
    also: &[Subject],
    denied: &Denied,
) -> (AdmissionPolicy, AdmissionBinding) {
    let held = Held::of(access, subject, also);
    let name: Name = name(subject).as_str().into();
    let mut rules: Vec<AdmissionRule> = Vec::new();
    let (mut variables, mut validations) = (Vec::new(), Vec::new());
    if denied.grants {
        let kinds = ["roles", "clusterroles", "rolebindings", "clusterrolebindings"];
        rules.push(rule(RBAC, &kinds, &["CREATE", "UPDATE", "DELETE"]));
        variables.push(named("written", "request.operation == 'DELETE' ? oldObject : object"));
        validations.extend(grants(&held, subject));
    }
    for ((group, resource), operations) in &denied.writes {
        rules.push(rule(group, &[resource], &operations.iter().copied().collect::<Vec<_>>()));
        validations.push(forbidden(group, resource, subject));
    }
    let policy = AdmissionPolicy {
        kind: AdmissionKind::Validating,
        name: name.clone(),
        ignores_failure: false,
        param_kind: None,
        matches: MatchResources { rules, ..MatchResources::default() },
        conditions: vec![named("is-the-subject", &who(subject))],
        variables,
        validations,
        owners: Vec::new(),
        warnings: Vec::new(),
        location: None,
    };
    let binding = AdmissionBinding {
        kind: AdmissionKind::Validating,
        name: name.clone(),
        policy: name,
        params: None,
        matches: None,
        actions: vec!["Deny".into()],
        owners: Vec::new(),
        location: None,
    };
    (policy, binding)
}

/// What keeps it from granting to itself.
fn grants(held: &Held, subject: &Subject) -> Vec<Validation> {
    let id = subject.id();
    let of = |resource: &str, what: &str| format!("request.resource.resource != {} || {what}", text(resource));
    let mut all = vec![validation(
        &format!(
            "request.operation == 'DELETE' ||\n!request.resource.resource.endsWith('bindings') ||\n!has(object.subjects) ||\n\
             object.subjects.all(s,\n{})",
            others(held)
        ),
        &format!("{id} may not grant anything to itself"),
    )];
    let cluster_roles = held.cluster_roles.iter().map(Name::as_str);
    all.push(validation(
        &of("clusterroles", &format!("!(variables.written.metadata.name in {})", list(cluster_roles))),
        &format!("{id} may not write a ClusterRole that it holds"),
    ));
    if !held.roles.is_empty() {
        let place = "variables.written.metadata.namespace + '/' + variables.written.metadata.name";
        let roles = list(held.roles.iter().map(String::as_str));
        all.push(validation(
            &of("roles", &format!("!({place} in {roles})")),
            &format!("{id} may not write a Role that it holds"),
        ));
    }
    for selector in &held.aggregations {
        let labels = "has(object.metadata.labels)";
        let selected = selected(selector);
        all.push(validation(
            &of("clusterroles", &format!("request.operation == 'DELETE' || !{labels} || !({selected})")),
            &format!("{id} may not write a ClusterRole that one of its own takes over"),
        ));
    }
    all
}

/// That a subject of a binding is somebody else, a line for each kind of subject.
fn others(held: &Held) -> String {
    let users = list(held.users.iter().map(String::as_str));
    let groups = list(held.groups.iter().map(Name::as_str));
    let other = |(namespace, name): &(Name, Name)| {
        let elsewhere = format!("has(s.namespace) && s.namespace != '' && s.namespace != {}", text(namespace));
        format!("s.name != {} || ({elsewhere})", text(name))
    };
    let accounts: Vec<String> = held.accounts.iter().map(other).collect();
    let account = match accounts.as_slice() {
        [] => "true".to_owned(),
        [one] => one.clone(),
        all => format!("({})", all.join(") &&\n  (")),
    };
    format!("  s.kind == 'User' ? !(s.name in {users}) :\n  s.kind == 'Group' ? !(s.name in {groups}) :\n  {account}")
}

/// That labels are selected.
fn selected(selector: &LabelSelector) -> String {
    let labels = "object.metadata.labels";
    let one = |requirement: &SelectorRequirement| {
        let key = text(&requirement.key);
        let values = list(requirement.values.iter().map(Name::as_str));
        match requirement.operator {
            SelectorOperator::In => format!("{key} in {labels} && {labels}[{key}] in {values}"),
            SelectorOperator::NotIn => format!("!({key} in {labels} && {labels}[{key}] in {values})"),
            SelectorOperator::Exists => format!("{key} in {labels}"),
            SelectorOperator::DoesNotExist => format!("!({key} in {labels})"),
        }
    };
    match selector.requirements.as_slice() {
        [] => "true".to_owned(),
        requirements => requirements.iter().map(one).collect::<Vec<_>>().join(" && "),
    }
}

/// That a write is none of these.
fn forbidden(group: &str, resource: &str, subject: &Subject) -> Validation {
    let (plural, below) = resource.split_once('/').unwrap_or((resource, ""));
    let expression = format!(
        "request.resource.group != {} || request.resource.resource != {} || (has(request.subResource) ? \
         request.subResource : '') != {}",
        text(group),
        text(plural),
        text(below)
    );
    validation(&expression, &format!("{} may not write {resource}: that leads to more than it has", subject.id()))
}

/// Who is judged.
fn who(subject: &Subject) -> String {
    match subject {
        Subject::Group(name) => format!("{} in request.userInfo.groups", text(name)),
        subject => {
            let username = subject.username().unwrap_or_default();
            format!("request.userInfo.username == {}", text(&username))
        }
    }
}

/// `boundary-of-` and its name, in letters that a name may have.
fn name(subject: &Subject) -> String {
    let id = subject.id();
    let (_, rest) = id.split_once(':').unwrap_or(("", &id));
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    let name: String = format!("boundary-of-{rest}").chars().map(plain).take(200).collect();
    name.trim_end_matches('-').to_owned()
}

fn rule(group: &str, resources: &[&str], operations: &[&str]) -> AdmissionRule {
    let names = |texts: &[&str]| texts.iter().map(|text| Name::from(*text)).collect();
    AdmissionRule {
        operations: names(operations),
        api_groups: names(&[group]),
        api_versions: names(&["*"]),
        resources: names(resources),
        ..AdmissionRule::default()
    }
}

fn named(name: &str, expression: &str) -> NamedExpression {
    NamedExpression { name: name.into(), expression: expression.into() }
}

fn validation(expression: &str, message: &str) -> Validation {
    Validation { expression: expression.into(), message: Some(message.into()) }
}

fn list<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    format!("[{}]", texts.map(text).collect::<Vec<_>>().join(", "))
}

/// A string of CEL.
fn text(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n"))
}
