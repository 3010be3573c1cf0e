//! How `gives` is written: one effect with its target, such as `{serviceAccount: named}`.

use super::reader::{Fields, Reader, advice};
use super::{
    AdmissionTarget, Effect, EntryScope, ExecTarget, KubeletTarget, NodeTarget, OperatorClass, RoleTarget, Signer,
    Target,
};
use crate::model::Name;
use crate::yaml::Node;

const EFFECTS: &[&str] = &[
    "serviceAccount",
    "subject",
    "kubelet",
    "certificate",
    "roleRules",
    "role",
    "secrets",
    "pod",
    "workload",
    "exec",
    "node",
    "admission",
    "guard",
    "traffic",
    "placement",
    "volume",
    "cloud",
    "controller",
    "denial",
];

const OBJECTS: &[(&str, Target)] = &[("namespace", Target::Namespace), ("named", Target::Named)];
const ACCOUNTS: &[(&str, Target)] =
    &[("namespace", Target::Namespace), ("named", Target::Named), ("dangling", Target::Dangling)];
const SUBJECTS: &[(&str, Target)] = &[("named", Target::Named), ("any", Target::Any)];
const KUBELETS: &[(&str, KubeletTarget)] =
    &[("named", KubeletTarget::Named), ("any", KubeletTarget::Any), ("own", KubeletTarget::Own)];
const SIGNERS: &[(&str, Signer)] = &[
    ("kube-apiserver-client", Signer::Client),
    ("kube-apiserver-client-kubelet", Signer::Kubelet),
    ("kubelet-serving", Signer::Serving),
    ("signer", Signer::Other),
];
const ROLES: &[(&str, RoleTarget)] = &[
    ("clusterrole", RoleTarget::ClusterRole),
    ("role", RoleTarget::Role),
    ("new", RoleTarget::New),
    ("dangling", RoleTarget::Dangling),
    ("made", RoleTarget::Made),
];
const PODS: &[(&str, ExecTarget)] =
    &[("named", ExecTarget::Named), ("namespace", ExecTarget::Namespace), ("node", ExecTarget::Node)];
const NODES: &[(&str, NodeTarget)] =
    &[("schedulable", NodeTarget::Schedulable), ("named", NodeTarget::Named), ("all", NodeTarget::All)];
const WRITES: &[(&str, AdmissionTarget)] = &[
    ("mutate", AdmissionTarget::Mutate),
    ("observe", AdmissionTarget::Observe),
    ("convert", AdmissionTarget::Convert),
];
const GUARDS: &[&str] = &["psa", "policy", "webhook", "params", "exception", "scc", "mountable", "device", "quota"];
const TRAFFIC: &[&str] = &["service", "dns", "ip", "kubelet", "apigroup", "trust"];
const PLACEMENTS: &[&str] = &["pod", "node"];
const CLOUDS: &[&str] = &["aws-auth", "annotation", "iam", "node-role", "agent"];
const DENIALS: &[&str] = &["delete", "block", "exhaust"];

/// Where a need or an effect holds.
pub(super) const SCOPES: &[(&str, EntryScope)] =
    &[("namespace", EntryScope::Namespace), ("cluster", EntryScope::Cluster)];

/// Reads the value of `gives`.
pub(super) fn read<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Option<Effect> {
    let Some([gift]) = node.as_mapping() else {
        reader.wrong(node, "`gives` must be one effect with its target; write it as `{serviceAccount: named}`");
        return None;
    };
    let (effect, target) = (gift.key.as_str().unwrap_or_default(), &gift.value);
    match effect {
        "serviceAccount" => word(reader, target, ACCOUNTS).map(Effect::ServiceAccount),
        "subject" => subject(reader, target),
        "kubelet" => word(reader, target, KUBELETS).map(Effect::Kubelet),
        "certificate" => word(reader, target, SIGNERS).map(Effect::Certificate),
        "roleRules" => word(reader, target, ROLES).map(Effect::RoleRules),
        "role" => role(reader, target),
        "secrets" => word(reader, target, OBJECTS).map(Effect::Secrets),
        "pod" => word(reader, target, &[("namespace", Effect::Pod)]),
        "workload" => word(reader, target, &[("named", Effect::Workload), ("dormant", Effect::Wake)]),
        "exec" => word(reader, target, PODS).map(Effect::Exec),
        "node" => word(reader, target, NODES).map(Effect::Node),
        "admission" => word(reader, target, WRITES).map(Effect::Admission),
        "guard" => named(reader, target, GUARDS).map(Effect::Guard),
        "traffic" => named(reader, target, TRAFFIC).map(Effect::Traffic),
        "placement" => named(reader, target, PLACEMENTS).map(Effect::Placement),
        "volume" => word(reader, target, OBJECTS).map(Effect::Volume),
        "cloud" => named(reader, target, CLOUDS).map(Effect::Cloud),
        "controller" => named(reader, target, &OperatorClass::ALL.map(OperatorClass::word)).map(Effect::Controller),
        "denial" => named(reader, target, DENIALS).map(Effect::Denial),
        _ => {
            let advice = advice(effect, EFFECTS);
            reader.wrong(&gift.key, format!("unknown effect `{}`; {advice}", effect.escape_debug()));
            None
        }
    }
}

fn word<T: Clone>(reader: &mut Reader<'_>, target: &Node<'_>, words: &[(&'static str, T)]) -> Option<T> {
    reader.word(target, "target", words)
}

fn named(reader: &mut Reader<'_>, target: &Node<'_>, words: &[&'static str]) -> Option<Name> {
    let words: Vec<(&str, &str)> = words.iter().map(|word| (*word, *word)).collect();
    let word = word(reader, target, &words)?;
    Some(reader.name(word))
}

/// `{users: any, groups: named, except: […]}`, either of the first two.
fn subject<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Option<Effect> {
    let fields = reader.fields(node, "the effect `subject`", &["users", "groups", "except"])?;
    let (users, groups) = (fields.get("users"), fields.get("groups"));
    if users.is_none() && groups.is_none() {
        reader.wrong(node, "the effect `subject` names nobody; add `users` or `groups`");
    }
    let needed = Some("leave the key out if there is no exception");
    let except = fields.get("except");
    Some(Effect::Subject {
        users: users.and_then(|users| word(reader, users, SUBJECTS)),
        groups: groups.and_then(|groups| word(reader, groups, SUBJECTS)),
        except: except.map_or_else(Vec::new, |except| reader.names(except, "except", needed)),
    })
}

/// `{in: cluster, name: cluster-admin}`, the name only if it is one role; `covered: true` where the actor must hold its rules.
fn role<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Option<Effect> {
    let fields: Fields<'n> = reader.fields(node, "the effect `role`", &["in", "name", "covered"])?;
    let place = reader.required(&fields, "in")?;
    let scope = word(reader, place, SCOPES)?;
    let name = fields.get("name").map(|name| reader.text(name, "name"));
    let name = name.map(|name| reader.name(&name));
    let covered = fields.get("covered").and_then(|node| reader.value(node, "covered")).unwrap_or(false);
    Some(Effect::Role { scope, name, covered })
}
