//! Which object a step writes that is no role and no binding, and what is known of its name.

use crate::authz::{NameSet, known};
use crate::graph::{Hub, Node};
use crate::guards::admission::Operation;
use crate::model::{Name, Scope, Subject};

use super::bindings::NEW;
use super::cases::Taken;
use super::content::Target;
use super::write::Choice;

impl Taken<'_, '_> {
    /// A write of anything else.
    pub(super) fn other(
        &self,
        operation: Operation,
        group: &Name,
        plural: &str,
        subresource: &str,
        namespace: Option<&Name>,
    ) -> Vec<Choice> {
        let resource = known(group, plural).map(|(resource, _)| resource);
        let namespaced = resource.is_none_or(|resource| resource.namespaced);
        let account = match self.to {
            Node::Subject(Subject::ServiceAccount { name, .. }) | Node::Hub(Hub::OnceThere(_, name)) => Some(name),
            _ => None,
        };
        // A namespace is itself in the one that it is.
        let own = namespace.filter(|_| plural == "namespaces").map(|name| name.as_str().to_owned());
        let known = self.name(plural).or(own);
        let is_there = operation != Operation::Create || !subresource.is_empty();
        let unnamed = is_there && (known.is_none() || self.is_one_of_several(plural));
        let name = known.unwrap_or_else(|| NEW.to_owned());
        let labels = self.world.namespaces.get(&Name::from(name.as_str())).copied();
        let target = Target {
            group: group.clone(),
            resource: plural,
            subresource,
            kind: resource.map_or("", |resource| resource.kind.as_str()),
            version: "v1",
            namespace: namespace.filter(|_| namespaced),
            name: &name,
            account,
            labels,
        };
        let writes = target.writes(operation).into_iter();
        writes.map(|choice| Choice { unnamed, ..choice }).collect()
    }

    /// Whether the rules name several objects, and the step does not say which of them it is about.
    fn is_one_of_several(&self, plural: &str) -> bool {
        self.named(plural).is_none() && matches!(&self.hit.targets, NameSet::Only(names) if names.len() > 1)
    }

    /// The name of the object that is written, where the step gives just that one.
    fn named(&self, plural: &str) -> Option<&Name> {
        match (self.to, plural) {
            (
                Node::Subject(Subject::ServiceAccount { name, .. })
                | Node::Hub(Hub::OnceThere(_, name) | Hub::MakeAccount(_, Some(name))),
                "serviceaccounts",
            ) => Some(name),
            (Node::Secret(_, name), "secrets") | (Node::Machine(name), "nodes") => Some(name),
            // The pods of a workload have names of their own.
            (Node::Workload(_, workload) | Node::Pod(_, workload, _), _)
                if plural != "pods" || workload.kind == "Pod" =>
            {
                Some(&workload.name)
            }
            (Node::Hub(Hub::ChangePod(_, _, name)), "pods") => Some(name),
            (Node::Hub(Hub::Relabel(Scope::Namespace(name))) | Node::Namespace(name), "namespaces") => Some(name),
            _ => None,
        }
    }

    /// The name of the object that is written, where the step or its rules say it.
    pub(super) fn name(&self, plural: &str) -> Option<String> {
        let named = self.named(plural);
        let named = named.cloned().or_else(|| match &self.hit.targets {
            NameSet::Only(names) => names.first().cloned(),
            NameSet::Any => None,
        });
        named.map(|name| name.as_str().to_owned())
    }
}
