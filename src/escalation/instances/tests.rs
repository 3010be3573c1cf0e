use super::{Instances, instance_of};
use crate::escalation::test_cluster::{empty, node};
use crate::graph::Certainty;
use crate::model::cloud::{
    Account, Arn, Identity, Instance, InstanceProfile, MetadataOptions, PolicyDocument, Role, Tags,
};
use crate::model::{MappedName, Mapping, MappingSource, Snapshot, Subject};

fn arn(rest: &str) -> Arn {
    Arn::parse(&format!("arn:aws:iam::111122223333:{rest}")).unwrap()
}

/// A role with an instance profile of the same name.
fn role(name: &str) -> Role {
    let profile = arn(&format!("instance-profile/{name}"));
    Role {
        identity: Identity {
            arn: arn(&format!("role/{name}")),
            name: name.into(),
            path: "/".into(),
            id: format!("AROA{name}").into(),
            inline: Vec::new(),
            attached: Vec::new(),
        },
        trust: PolicyDocument::Unreadable("not asked".into()),
        boundary: None,
        tags: Tags::new(),
        instance_profiles: vec![InstanceProfile { arn: profile, name: name.into() }],
        last_used: None,
    }
}

/// `aws-auth` maps a role so.
fn mapping(name: &str, groups: &[&str]) -> Mapping {
    Mapping {
        subject: Subject::aws(arn(&format!("role/{name}")).as_str()),
        source: MappingSource::AwsAuth,
        username: MappedName::Chosen("system:node:".into(), "".into()),
        groups: groups.iter().map(|group| MappedName::Fixed((*group).into())).collect(),
    }
}

/// The node `worker` of an account with the roles `blue` and `green`; `blue` is mapped as a node.
fn cluster() -> Snapshot {
    let mut snapshot = empty();
    let mut worker = node("x");
    worker.provider_id = Some("aws:///eu-west-1a/i-0a".into());
    snapshot.nodes = vec![worker];
    snapshot.cloud.accounts = vec![Account {
        partition: "aws".into(),
        id: "111122223333".into(),
        users: Vec::new(),
        groups: Vec::new(),
        roles: vec![role("blue"), role("green")],
        policies: Vec::new(),
        breaks_off: false,
    }];
    snapshot.mappings = vec![mapping("blue", &["system:bootstrappers", "system:nodes"])];
    snapshot
}

fn instance(profile: Option<&str>, metadata: Option<MetadataOptions>) -> Instance {
    let profile = profile.map(|name| arn(&format!("instance-profile/{name}")));
    Instance { id: "i-0a".into(), account: None, profile, metadata }
}

fn options(endpoint: &str, tokens: &str, hop_limit: u32) -> MetadataOptions {
    let unless_empty = |text: &str| (!text.is_empty()).then(|| text.into());
    MetadataOptions {
        endpoint: unless_empty(endpoint),
        tokens: unless_empty(tokens),
        hop_limit: (hop_limit > 0).then_some(hop_limit),
    }
}

/// How surely the node, and a pod with a network of its own, get to the credentials.
fn reached(snapshot: &Snapshot) -> (&'static str, &'static str) {
    let found = Instances::new(snapshot);
    let name = "worker".into();
    let Some(metadata) = found.of(&name) else {
        assert!(found.is_empty() && !found.lets(&name, true) && !found.lets(&name, false));
        return ("no", "no");
    };
    let given = metadata.given.certainty;
    let from_pods = metadata.from_pods.as_ref().map(|edge| edge.certainty.max(given));
    assert_eq!((found.let_pods(), found.lets(&name, false)), (from_pods.is_some(), from_pods.is_some()));
    (word(Some(given)), word(from_pods))
}

fn word(certainty: Option<Certainty>) -> &'static str {
    match certainty {
        None => "no",
        Some(Certainty::ProvenRights) => "sure",
        Some(_) => "unknown",
    }
}

#[test]
fn the_options_of_the_metadata_say_who_gets_to_them() {
    let table = [
        (Some(options("enabled", "optional", 1)), ("sure", "sure")),
        (Some(options("enabled", "optional", 2)), ("sure", "sure")),
        (Some(options("enabled", "required", 1)), ("sure", "no")),
        (Some(options("enabled", "required", 2)), ("sure", "sure")),
        (Some(options("enabled", "required", 64)), ("sure", "sure")),
        (Some(options("disabled", "optional", 2)), ("no", "no")),
        (Some(options("disabled", "required", 1)), ("no", "no")),
        (Some(options("", "required", 1)), ("sure", "no")),
        (Some(options("enabled", "", 1)), ("sure", "unknown")),
        (Some(options("enabled", "", 2)), ("sure", "sure")),
        (Some(options("enabled", "required", 0)), ("sure", "unknown")),
        (None, ("unknown", "unknown")),
    ];
    for (metadata, expected) in table {
        let mut snapshot = cluster();
        snapshot.cloud.instances = vec![instance(Some("blue"), metadata.clone())];
        assert_eq!(reached(&snapshot), expected, "{metadata:?}");
    }
}

/// The role of the node, or those that it may have; `kubelet` where a session of it is that.
fn roles(snapshot: &Snapshot) -> String {
    let found = Instances::new(snapshot);
    let Some(metadata) = found.of(&"worker".into()) else { return String::new() };
    let own: Vec<&str> = metadata.role.iter().map(|arn| arn.rsplit('/').next().unwrap()).collect();
    let all: Vec<&str> = found.roles().iter().map(|arn| arn.rsplit('/').next().unwrap()).collect();
    let which = if own.is_empty() { format!("maybe {}", all.join(" ")) } else { own.join(" ") };
    let kubelet = if found.is_kubelet(metadata) { " kubelet" } else { "" };
    let certainty = word(Some(metadata.given.certainty));
    let facts = metadata.given.remarks.as_ref().unwrap().facts.join("; ");
    format!("{certainty} {which}{kubelet}: {facts}")
}

type Change = fn(&mut Snapshot);

#[test]
fn the_profile_of_the_instance_says_which_role_a_node_has() {
    let described = |snapshot: &mut Snapshot, profile: Option<&str>| {
        snapshot.cloud.instances = vec![instance(profile, Some(options("enabled", "required", 1)))];
    };
    let not_described = "unknown: which role the instance i-0a has; `aws ec2 describe-instances` tells";
    let no_role = "unknown: which role the instance profile arn:aws:iam::111122223333:instance-profile/red has; \
                   `aws iam get-account-authorization-details` tells";
    let table = [
        (Some("blue"), "sure blue kubelet: the instance i-0a has the instance profile blue".to_owned()),
        (Some("green"), "sure green: the instance i-0a has the instance profile green".to_owned()),
        (Some("red"), format!("unknown maybe blue kubelet: {no_role}")),
        (None, String::new()),
    ];
    for (profile, expected) in table {
        let mut snapshot = cluster();
        described(&mut snapshot, profile);
        assert_eq!(roles(&snapshot), expected, "{profile:?}");
        // Another instance says nothing of this one.
        snapshot.cloud.instances[0].id = "i-0b".into();
        assert_eq!(roles(&snapshot), format!("unknown maybe blue kubelet: {not_described}"), "{profile:?}");
    }
}

#[test]
fn without_descriptions_a_node_has_any_role_that_is_mapped_as_one() {
    let fact = "unknown: which role the instance i-0a has; `aws ec2 describe-instances` tells";
    let table: [(Change, String); 7] = [
        (|_| {}, format!("unknown maybe blue kubelet: {fact}")),
        (
            |snapshot| snapshot.mappings.push(mapping("green", &["system:nodes"])),
            format!("unknown maybe blue green kubelet: {fact}"),
        ),
        (
            |snapshot| snapshot.mappings.push(mapping("fargate", &["system:node-proxier", "system:nodes"])),
            format!("unknown maybe blue kubelet: {fact}"),
        ),
        (|snapshot| snapshot.mappings = vec![mapping("blue", &["system:masters"])], String::new()),
        (|snapshot| snapshot.mappings.clear(), String::new()),
        (|snapshot| snapshot.cloud.accounts.clear(), String::new()),
        (|snapshot| snapshot.nodes[0].provider_id = None, String::new()),
    ];
    for (place, (change, expected)) in table.into_iter().enumerate() {
        let mut snapshot = cluster();
        change(&mut snapshot);
        assert_eq!(roles(&snapshot), expected, "{place}");
    }
}

#[test]
fn a_node_names_its_instance_unless_it_is_none() {
    let table = [
        ("aws:///eu-west-1a/i-0a", Some("i-0a")),
        ("aws:///eu-west-1a/1a2b-3c/fargate-ip-10-0-0-1.eu-west-1.compute.internal", None),
        ("gce://project/europe-west1-b/i-0a", None),
        ("eks-hybrid:///eu-west-1/prod/mi-0a", None),
        ("", None),
    ];
    for (text, expected) in table {
        let mut node = node("x");
        node.provider_id = Some(text.into());
        assert_eq!(instance_of(&node), expected, "{text}");
    }
}
