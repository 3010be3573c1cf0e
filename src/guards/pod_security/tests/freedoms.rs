use crate::guards::pod_security::{Freedom, Level, Policy, forbids};
use crate::model::Version;

/// The checks that forbid it.
fn by(level: Level, minor: u16, freedoms: &[Freedom]) -> Vec<&'static str> {
    let policy = Policy { level, version: Version { major: 1, minor } };
    forbids(&policy, freedoms).into_iter().map(|violation| violation.check).collect()
}

#[test]
fn what_leads_to_the_node_needs_a_privileged_namespace() {
    for (freedom, checks) in [
        (Freedom::Privileged, &["privileged"][..]),
        (Freedom::HostPath, &["hostPathVolumes"]),
        (Freedom::HostNetwork, &["hostNamespaces"]),
        (Freedom::HostPid, &["hostNamespaces"]),
        (Freedom::HostIpc, &["hostNamespaces"]),
        (Freedom::HostPort, &["hostPorts"]),
        (Freedom::HostProcess, &["hostNamespaces", "windowsHostProcess"]),
        (Freedom::Capability("SYS_ADMIN".into()), &["capabilities_baseline"]),
    ] {
        let wanted = [freedom];
        assert!(by(Level::Privileged, 36, &wanted).is_empty(), "{wanted:?}");
        assert_eq!(by(Level::Baseline, 36, &wanted), checks, "{wanted:?}");
        assert!(!by(Level::Restricted, 0, &wanted).is_empty(), "{wanted:?}");
    }
}

#[test]
fn baseline_lets_in_what_restricted_does_not() {
    for (freedom, checks) in [
        (Freedom::Root, &["runAsNonRoot", "runAsUser"][..]),
        (Freedom::Capability("CHOWN".into()), &["capabilities_restricted"]),
        (Freedom::UnmaskedProc, &["procMount_restricted"]),
    ] {
        let wanted = [freedom];
        assert!(by(Level::Baseline, 36, &wanted).is_empty(), "{wanted:?}");
        assert_eq!(by(Level::Restricted, 36, &wanted), checks, "{wanted:?}");
    }
    assert_eq!(by(Level::Baseline, 34, &[Freedom::UnmaskedProc]), ["procMount"]);
}

#[test]
fn one_pod_takes_all_of_them() {
    let both = [Freedom::HostPid, Freedom::Capability("SYS_PTRACE".into())];
    assert_eq!(by(Level::Baseline, 36, &both), ["capabilities_baseline", "hostNamespaces"]);
    // Root in a user namespace of its own is nobody on the node.
    assert!(by(Level::Restricted, 36, &[Freedom::Root, Freedom::UnmaskedProc]) == ["procMount_restricted"]);
    assert!(by(Level::Restricted, 36, &[]).is_empty());
}
