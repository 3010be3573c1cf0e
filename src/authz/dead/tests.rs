use super::DeadReason::{
    ClusterScoped, GroupWithVersion, LiteralStar, NeverNamed, NoLongerServed, NoMethod, NoPath, NoPattern, NoVerb,
    NotAsked, NotPlural, ServedElsewhere, ServedNowhere, ServesNone, UrlInNamespace,
};
use super::GrantedIn::{Cluster, Namespace, Unbound};
use super::Part::{ApiGroup, NonResourceUrl, Resource, ResourceName, Verb};
use super::{DeadPart, DeadReason, GrantedIn, Part, Served, dead};
use crate::model::{Name, Resource as Kind, Rule, Version, defaults};

const RBAC: &str = "rbac.authorization.k8s.io";

/// Manifests of the newest version, which do not tell what is custom.
const NEWEST: Served<'static> = Served { version: Version::NEWEST, custom: &[], all_known: false };

fn list<T: From<Name>>(words: &str) -> Vec<T> {
    words.split(' ').map(|word| if word == "-" { "" } else { word }).map(|word| T::from(Name::from(word))).collect()
}

/// Verbs, groups, resources and, if any, names, separated by blanks; `-` is the empty string.
fn rule(words: &[&str]) -> Rule {
    Rule {
        verbs: list(words[0]),
        api_groups: list(words[1]),
        resources: list(words[2]),
        resource_names: words.get(3).map(|names| list(names)).unwrap_or_default(),
        non_resource_urls: Vec::new(),
    }
}

fn urls(verbs: &str, urls: &str) -> Rule {
    Rule { verbs: list(verbs), non_resource_urls: list(urls), ..Rule::default() }
}

#[track_caller]
fn check(rule: &Rule, granted: GrantedIn, expected: Vec<(Part, DeadReason)>, whole: bool) {
    let found = dead(rule, granted, NEWEST);
    let expected: Vec<DeadPart> = expected.into_iter().map(|(part, reason)| DeadPart { part, reason }).collect();
    assert_eq!((found.parts, found.whole), (expected, whole), "{rule:?} {granted:?}");
}

#[track_caller]
fn alive(words: &[&str], granted: GrantedIn) {
    check(&rule(words), granted, Vec::new(), false);
}

/// The one dead part kills the rule.
#[track_caller]
fn kills(words: &[&str], granted: GrantedIn, part: Part, reason: DeadReason) {
    check(&rule(words), granted, vec![(part, reason)], true);
}

/// The one dead part leaves the rest alive.
#[track_caller]
fn spares(words: &[&str], granted: GrantedIn, part: Part, reason: DeadReason) {
    check(&rule(words), granted, vec![(part, reason)], false);
}

fn plural(plural: &str) -> DeadReason {
    NotPlural { plural: plural.into() }
}

fn elsewhere(api_groups: &[&str]) -> DeadReason {
    ServedElsewhere { api_groups: api_groups.iter().map(|group| Name::from(*group)).collect() }
}

#[test]
fn groups_stand_without_version() {
    kills(&["get", "v1", "pods"], Cluster, ApiGroup(0), GroupWithVersion);
    kills(&["get", "core", "pods"], Cluster, ApiGroup(0), GroupWithVersion);
    kills(&["get", "core/v1", "pods"], Cluster, ApiGroup(0), GroupWithVersion);
    kills(&["*", "v1beta1", "*"], Cluster, ApiGroup(0), GroupWithVersion);
    spares(&["get", "apps apps/v1", "deployments"], Cluster, ApiGroup(1), GroupWithVersion);
    alive(&["get", "v1.example.com", "pods"], Cluster);
    alive(&["get", "core.example.com", "pods"], Cluster);
}

#[test]
fn what_is_served_no_more_is_dead_from_its_version_on() {
    kills(&["get", "extensions", "ingresses"], Cluster, ApiGroup(0), NoLongerServed);
    spares(&["get", "extensions networking.k8s.io", "ingresses"], Cluster, ApiGroup(0), NoLongerServed);
    kills(&["use", "policy", "podsecuritypolicies"], Cluster, Resource(0), NoLongerServed);
    spares(&["get", "policy", "podsecuritypolicies poddisruptionbudgets"], Cluster, Resource(0), NoLongerServed);
    alive(&["get", "extensions.example.com", "ingresses"], Cluster);
    alive(&["get", "resource.k8s.io", "podschedulingcontexts"], Cluster);
    let old = |words: &[&str], minor| {
        let served = Served { version: Version { major: 1, minor }, ..NEWEST };
        dead(&rule(words), Cluster, served).whole
    };
    assert!(!old(&["get", "extensions", "ingresses"], 21) && old(&["get", "extensions", "ingresses"], 22));
    let policies = ["use", "policy", "podsecuritypolicies"];
    assert!(!old(&policies, 24) && old(&policies, 25));
}

#[test]
fn only_the_star_and_subresources_of_all_are_patterns() {
    kills(&["get", "-", "pods/*"], Cluster, Resource(0), NoPattern);
    kills(&["get", "*", "*/*"], Cluster, Resource(0), NoPattern);
    kills(&["get", "example.com", "widgets/*"], Cluster, Resource(0), NoPattern);
    spares(&["get", "-", "pods pods/*"], Cluster, Resource(1), NoPattern);
    alive(&["get", "-", "*/log"], Cluster);
    alive(&["get", "-", "*"], Cluster);
}

#[test]
fn rules_know_plural_names_only() {
    kills(&["get", "-", "pod"], Cluster, Resource(0), plural("pods"));
    kills(&["get", "-", "Pods"], Cluster, Resource(0), plural("pods"));
    kills(&["get", "-", "pod/log"], Cluster, Resource(0), plural("pods"));
    kills(&["get", "- apps", "deploy"], Cluster, Resource(0), plural("deployments"));
    kills(&["get", "apps", "deployments.apps"], Cluster, Resource(0), plural("deployments"));
    spares(&["get", "-", "pods svc"], Cluster, Resource(1), plural("services"));
    kills(&["get", "*", "pod"], Cluster, Resource(0), plural("pods"));
    spares(&["get", "*", "pods deploy"], Cluster, Resource(1), plural("deployments"));
    alive(&["get", "*", "newthings"], Cluster);
    alive(&["get", "example.com", "deploy"], Cluster);
    alive(&["get", "apps", "newthings"], Cluster);
}

#[test]
fn resources_are_served_in_their_groups() {
    kills(&["get", "-", "deployments"], Cluster, Resource(0), elsewhere(&["apps"]));
    kills(&["update", "-", "deployments/scale"], Cluster, Resource(0), elsewhere(&["apps"]));
    kills(&["impersonate", "-", "uids"], Cluster, Resource(0), elsewhere(&["authentication.k8s.io"]));
    spares(&["get", "-", "pods deployments"], Cluster, Resource(1), elsewhere(&["apps"]));
    spares(&["get", "- apps", "pods"], Cluster, ApiGroup(1), ServesNone);
    alive(&["get", "- apps", "pods deployments"], Cluster);
    alive(&["get", "metrics.k8s.io", "pods nodes"], Cluster);
    alive(&["get", "- metrics.k8s.io", "pods"], Cluster);
    alive(&["get", "events.k8s.io", "events"], Cluster);
    alive(&["get", "apps", "*"], Cluster);
    alive(&["request-serviceaccounts-token-audience", "-", "deployments"], Cluster);
}

#[test]
fn verbs_are_those_of_requests_and_checks() {
    for verb in ["Get", "get*", "read", "write", "log", "exec", "post", "GET", "head"] {
        kills(&[verb, "-", "pods"], Cluster, Verb(0), NoVerb);
        kills(&[verb, "apps", "*"], Cluster, Verb(0), NoVerb);
        spares(&[&format!("get {verb}"), "-", "pods"], Cluster, Verb(1), NoVerb);
        alive(&[verb, "example.com", "widgets"], Cluster);
        alive(&[verb, "*", "*"], Cluster);
        alive(&[verb, "- example.com", "pods widgets"], Cluster);
    }
    for verb in ["*", "-", "proxy", "use", "impersonate-on:user-info:get"] {
        alive(&[verb, "-", "pods"], Cluster);
    }
}

#[test]
fn verbs_are_asked_on_their_resources() {
    kills(&["bind", RBAC, "clusterrolebindings"], Cluster, Verb(0), NotAsked);
    kills(&["escalate", "-", "*"], Cluster, Verb(0), NotAsked);
    kills(&["impersonate:user-info", "-", "users"], Cluster, Verb(0), NotAsked);
    kills(&["get", "authentication.k8s.io", "userextras/scopes"], Cluster, Verb(0), NotAsked);
    kills(&["list", "-", "pods/exec"], Cluster, Verb(0), NotAsked);
    spares(&["get deletecollection", "-", "namespaces"], Cluster, Verb(1), NotAsked);
    spares(&["get", "- authentication.k8s.io", "pods tokenreviews"], Cluster, Resource(1), NotAsked);
    alive(&["bind escalate", RBAC, "clusterroles roles"], Cluster);
    alive(&["escalate", RBAC, "*"], Cluster);
    alive(&["escalate", "*", "*"], Cluster);
    alive(&["impersonate", "-", "users groups serviceaccounts"], Cluster);
    alive(&["impersonate", "authentication.k8s.io", "userextras/scopes uids"], Cluster);
    alive(&["impersonate:user-info", "authentication.k8s.io", "users"], Cluster);
    alive(&["approve sign attest", "certificates.k8s.io", "signers"], Cluster);
    alive(&["arbitrary-node:update", "resource.k8s.io", "resourceclaims/driver"], Cluster);
    alive(&["create get", "-", "pods/exec"], Cluster);
    alive(&["get", "-", "nodes/metrics"], Cluster);
    alive(&["update", "apps", "deployments/finalizers"], Cluster);
}

#[test]
fn urls_have_methods_paths_and_no_namespace() {
    check(&urls("list", "/metrics"), Cluster, vec![(Verb(0), NoMethod)], true);
    check(&urls("get create", "/metrics"), Cluster, vec![(Verb(1), NoMethod)], false);
    check(&urls("get", "metrics"), Cluster, vec![(NonResourceUrl(0), NoPath)], true);
    check(&urls("get", "/metrics -"), Cluster, vec![(NonResourceUrl(1), NoPath)], false);
    check(&urls("get", "/metrics"), Namespace, vec![(NonResourceUrl(0), UrlInNamespace)], true);
    for urls in [urls("get head", "/metrics"), urls("*", "*"), urls("options", "**"), urls("trace", "/api*")] {
        check(&urls, Cluster, Vec::new(), false);
        check(&urls, Unbound, Vec::new(), false);
    }
}

#[test]
fn a_verb_may_serve_urls_and_resources() {
    let both = |verbs| Rule { non_resource_urls: list("/metrics"), ..rule(&[verbs, "-", "pods"]) };
    check(&both("list post"), Cluster, Vec::new(), false);
    check(&both("list read"), Cluster, vec![(Verb(1), NoVerb)], false);
    check(&both("list post"), Namespace, vec![(Verb(1), NoVerb), (NonResourceUrl(0), UrlInNamespace)], false);
}

#[test]
fn a_role_binding_reaches_no_cluster_scoped_resource() {
    kills(&["get list", "-", "nodes"], Namespace, Resource(0), ClusterScoped);
    kills(&["*", "storage.k8s.io", "storageclasses"], Namespace, Resource(0), ClusterScoped);
    kills(&["update", "resource.k8s.io", "resourceclaims/binding"], Namespace, Resource(0), ClusterScoped);
    spares(&["get", "-", "pods nodes"], Namespace, Resource(1), ClusterScoped);
    spares(&["get list", "-", "namespaces"], Namespace, Verb(1), ClusterScoped);
    spares(&["bind get", RBAC, "clusterroles"], Namespace, Verb(1), ClusterScoped);
    alive(&["*", RBAC, "clusterroles"], Namespace);
    alive(&["*", "-", "namespaces"], Namespace);
    alive(&["get", "*", "nodes"], Namespace);
    alive(&["get", "example.com", "nodes"], Namespace);
    alive(&["get", "-", "nodes"], Cluster);
    alive(&["get", "-", "nodes"], Unbound);
}

#[test]
fn the_group_of_all_has_what_some_group_serves() {
    let custom = |name: &str, namespaced| Kind { name: name.into(), namespaced, ..Kind::default() };
    let kinds = [custom("widgets", true), custom("pod", true), custom("nodes", true), custom("volumes", false)];
    let of = |words: &[&str], granted, all_known| {
        let served = Served { custom: &kinds, all_known, ..NEWEST };
        dead(&rule(words), granted, served).parts.into_iter().map(|part| part.reason).next()
    };
    for (words, granted, known, perhaps) in [
        (["get", "*", "widgets"], Cluster, None, None),
        (["get", "*", "pod"], Cluster, None, None),
        (["get", "*", "gadgets"], Cluster, Some(ServedNowhere), None),
        (["get", "*", "svc"], Cluster, Some(plural("services")), Some(plural("services"))),
        (["get", "*", "nodes"], Namespace, None, None),
        (["get", "*", "storageclasses"], Namespace, Some(ClusterScoped), None),
        (["get", "*", "storageclasses"], Cluster, None, None),
        (["impersonate", "*", "users"], Namespace, Some(ClusterScoped), Some(ClusterScoped)),
        (["impersonate", "*", "serviceaccounts"], Namespace, None, None),
        (["impersonate", "*", "users"], Cluster, None, None),
        (["bind", "*", "clusterroles"], Namespace, None, None),
        (["*", "*", "users"], Namespace, Some(ClusterScoped), None),
        (["get", "*", "*"], Namespace, None, None),
    ] {
        assert_eq!(of(&words, granted, true), known, "{words:?} where all is known");
        assert_eq!(of(&words, granted, false), perhaps, "{words:?} where more may be");
    }
}

#[test]
fn some_requests_name_nothing() {
    kills(&["deletecollection", "-", "pods", "a"], Cluster, Verb(0), NeverNamed);
    kills(&["create", "authentication.k8s.io", "tokenreviews", "a"], Cluster, Verb(0), NeverNamed);
    spares(&["get deletecollection", "-", "pods", "a"], Cluster, Verb(1), NeverNamed);
    alive(&["deletecollection", "-", "pods", "a -"], Cluster);
    alive(&["deletecollection", "-", "pods"], Cluster);
    alive(&["create", "-", "pods", "a"], Cluster);
    alive(&["create", "-", "pods/exec serviceaccounts/token", "a"], Cluster);
    alive(&["create", "authentication.k8s.io", "tokenreviews"], Cluster);
    alive(&["create", "example.com", "widgets", "a"], Cluster);
    alive(&["list watch", "-", "secrets", "a"], Cluster);
}

#[test]
fn the_star_is_no_pattern_of_names() {
    kills(&["delete", "-", "secrets", "*"], Cluster, ResourceName(0), LiteralStar);
    kills(&["get", "-", "secrets", "*"], Namespace, ResourceName(0), LiteralStar);
    spares(&["delete", "-", "secrets", "a *"], Cluster, ResourceName(1), LiteralStar);
    spares(&["list", "-", "secrets", "* -"], Cluster, ResourceName(0), LiteralStar);
    alive(&["get", "-", "secrets", "*"], Cluster);
    alive(&["delete", "-", "secrets", "a*"], Cluster);
    alive(&["impersonate:associated-node", "authentication.k8s.io", "nodes", "*"], Cluster);
    alive(&["delete", RBAC, "roles", "*"], Namespace);
    alive(&["get", "custom.metrics.k8s.io", "pods/requests", "*"], Namespace);
}

#[test]
fn a_part_is_blamed_for_itself_alone() {
    check(
        &rule(&["get read", "v1 -", "pod pods"]),
        Cluster,
        vec![(Verb(1), NoVerb), (ApiGroup(0), GroupWithVersion), (Resource(0), plural("pods"))],
        false,
    );
    kills(&["read", "core", "pod"], Cluster, ApiGroup(0), GroupWithVersion);
}

#[test]
fn nothing_is_said_of_rules_that_nobody_writes() {
    let many = (0..200).map(|number| format!("pod{number}")).collect::<Vec<_>>().join(" ");
    let long = rule(&[&many, "v1", &many]);
    assert_eq!(dead(&long, Cluster, NEWEST), super::Dead::default());
    check(&Rule::default(), Cluster, Vec::new(), true);
}

#[test]
fn what_a_rule_leaves_out_is_said() {
    let whole = rule(&["get", "-", "pods"]);
    let without = |change: fn(&mut Rule)| {
        let mut rule = whole.clone();
        change(&mut rule);
        dead(&rule, Cluster, NEWEST).sentences(&rule).concat()
    };
    assert_eq!(without(|_| {}), "");
    assert_eq!(without(|rule| rule.verbs.clear()), "it has no verbs");
    assert_eq!(without(|rule| rule.api_groups.clear()), "it has no apiGroups; the core group is \"\"");
    assert_eq!(without(|rule| rule.resources.clear()), "it has neither resources nor nonResourceURLs");
}

#[test]
fn kubernetes_installs_no_dead_rule_of_its_own() {
    let mut rules = 0;
    for role in defaults::roles(Version::NEWEST) {
        let granted = if role.namespace.is_some() { Namespace } else { Unbound };
        for rule in &role.rules {
            let found = dead(rule, granted, NEWEST);
            let extensions = rule.api_groups == list("extensions");
            assert_eq!(found.whole, extensions, "{} {rule:?} {found:?}", role.id());
            rules += 1;
        }
    }
    assert!(rules > 300, "{rules}");
}
