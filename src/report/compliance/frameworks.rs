//! The controls of frameworks, in our words. Which entries, escapes and checks belong to a control is said by these, in their
//! field `controls`.

/// A framework whose controls are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Framework {
    /// CIS Kubernetes Benchmark 1.12, section 5.
    Cis,
    /// The Kubernetes Hardening Guide of NSA and CISA, by topic.
    Nsa,
    /// MITRE ATT&CK for containers, by technique.
    Attack,
}

/// A control.
pub(super) struct Control {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// What stands in the field `controls` of what belongs to it.
    pub(super) marks: &'static [&'static str],
    /// Why nothing found is no pass: kubescan looks at a part of what it asks for.
    pub(super) part: Option<&'static str>,
}

impl Framework {
    /// All of them.
    pub const ALL: [Framework; 3] = [Framework::Cis, Framework::Nsa, Framework::Attack];

    /// Its name.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Framework::Cis => "CIS Kubernetes Benchmark 1.12",
            Framework::Nsa => "NSA and CISA Kubernetes Hardening Guide 1.2",
            Framework::Attack => "MITRE ATT&CK",
        }
    }

    pub(super) fn controls(self) -> &'static [Control] {
        match self {
            Framework::Cis => CIS,
            Framework::Nsa => NSA,
            Framework::Attack => ATTACK,
        }
    }
}

const fn row(id: &'static str, title: &'static str, marks: &'static [&'static str]) -> Control {
    Control { id, title, marks, part: None }
}

/// A control of which a part is looked at.
const fn part(id: &'static str, title: &'static str, marks: &'static [&'static str], part: &'static str) -> Control {
    Control { id, title, marks, part: Some(part) }
}

const PODS: &str = "no pod gets out that way; other uses, and what admission lets in, are not looked at";
const TOKENS: &str = "tokens of accounts that hold something were not judged by whether they are used";
const WAYS: &str = "no right to it was found; the technique has other ways too";
const DEFAULTS: &str = "bindings were looked at, not whether the accounts mount tokens";

const CIS: &[Control] = &[
    row("CIS-1 to CIS-4", "Files and flags of control plane, etcd and nodes", &[]),
    row("CIS-5.1.1", "cluster-admin is bound only where it is needed", &["CIS-5.1.1"]),
    row("CIS-5.1.2", "Few may read Secrets", &["CIS-5.1.2"]),
    row("CIS-5.1.3", "Roles name what they allow, without wildcards", &["CIS-5.1.3"]),
    row("CIS-5.1.4", "Few may create pods", &["CIS-5.1.4"]),
    part("CIS-5.1.5", "Default service accounts hold nothing", &["CIS-5.1.5"], DEFAULTS),
    part("CIS-5.1.6", "Tokens are mounted only where they are used", &["CIS-5.1.6"], TOKENS),
    row("CIS-5.1.7", "Nobody is in system:masters", &["CIS-5.1.7"]),
    row("CIS-5.1.8", "Few may bind, escalate or impersonate", &["CIS-5.1.8"]),
    row("CIS-5.1.9", "Few may create persistent volumes", &["CIS-5.1.9"]),
    row("CIS-5.1.10", "Few may use nodes/proxy", &["CIS-5.1.10"]),
    row("CIS-5.1.11", "Few may approve certificates", &["CIS-5.1.11"]),
    row("CIS-5.1.12", "Few may configure admission webhooks", &["CIS-5.1.12"]),
    row("CIS-5.1.13", "Few may create tokens of service accounts", &["CIS-5.1.13"]),
    row("CIS-5.2.1", "Every namespace has a policy for pods", &["CIS-5.2.1"]),
    part("CIS-5.2.2", "No privileged containers", &["CIS-5.2.2"], PODS),
    part("CIS-5.2.3", "No pods in the node's process namespace", &["CIS-5.2.3"], PODS),
    part("CIS-5.2.4", "No pods in the node's IPC namespace", &["CIS-5.2.4"], PODS),
    part("CIS-5.2.5", "No pods in the node's network namespace", &["CIS-5.2.5"], PODS),
    part("CIS-5.2.6", "No privilege escalation within containers", &["CIS-5.2.6"], PODS),
    part("CIS-5.2.7", "No containers as root", &["CIS-5.2.7"], PODS),
    part("CIS-5.2.8", "No containers with NET_RAW", &["CIS-5.2.8"], PODS),
    part("CIS-5.2.9", "No containers with added capabilities", &["CIS-5.2.9"], PODS),
    part("CIS-5.2.10", "Containers drop capabilities", &["CIS-5.2.10"], PODS),
    part("CIS-5.2.11", "No Windows host-process containers", &["CIS-5.2.11"], PODS),
    part("CIS-5.2.12", "No volumes of paths of the node", &["CIS-5.2.12"], PODS),
    part("CIS-5.2.13", "No ports of the node", &["CIS-5.2.13"], PODS),
    row("CIS-5.3", "Network policies", &[]),
    row("CIS-5.4", "How Secrets are stored and handed over", &[]),
    row("CIS-5.5", "Which images are let in", &[]),
    row("CIS-5.6", "Namespaces, seccomp and security contexts in general", &[]),
];

const NSA: &[Control] = &[
    part("pods/privileged", "No privileged containers", &["CIS-5.2.2"], PODS),
    part("pods/host-namespaces", "No pods in namespaces of their node", &["CIS-5.2.3", "CIS-5.2.4", "CIS-5.2.5"], PODS),
    part("pods/host-paths", "No volumes of paths of the node", &["CIS-5.2.12", "CIS-5.1.9"], PODS),
    part("pods/capabilities", "No added capabilities", &["CIS-5.2.8", "CIS-5.2.9"], PODS),
    row("pods/standards", "Pod security is enforced in every namespace", &["CIS-5.2.1"]),
    part("pods/tokens", "Tokens are mounted only where they are used", &["CIS-5.1.6"], TOKENS),
    row("pods/images", "Images: built without root, scanned, signed", &[]),
    row("network/separation", "Network policies and separate namespaces", &[]),
    row("network/encryption", "TLS everywhere, Secrets encrypted at rest", &[]),
    row("rbac/administrators", "Full rights only for those who need them", &["CIS-5.1.1", "CIS-5.1.7"]),
    row("rbac/least-privilege", "Roles name what they allow", &["CIS-5.1.3"]),
    row("rbac/raising", "Nobody can give itself more", &["CIS-5.1.8", "CIS-5.1.11", "CIS-5.1.13"]),
    row("rbac/secrets", "Few may read Secrets", &["CIS-5.1.2"]),
    row("rbac/pods", "Few may create pods, or run commands in them", &["CIS-5.1.4", "T1609"]),
    row("logging", "Audit logs, monitoring, alerts", &[]),
    row("upgrading", "Versions and patches", &[]),
];

/// Those that entries name; what ATT&CK has besides is not about rights within a cluster.
const ATTACK: &[Control] = &[
    part("T1005", "Data from Local System", &["T1005"], WAYS),
    part("T1040", "Network Sniffing", &["T1040"], WAYS),
    part("T1057", "Process Discovery", &["T1057"], WAYS),
    part("T1069", "Permission Groups Discovery", &["T1069"], WAYS),
    part("T1070", "Indicator Removal", &["T1070"], WAYS),
    part("T1072", "Software Deployment Tools", &["T1072"], WAYS),
    part("T1078", "Valid Accounts", &["T1078"], WAYS),
    part("T1078.004", "Valid Accounts: Cloud Accounts", &["T1078.004"], WAYS),
    part("T1090", "Proxy", &["T1090"], WAYS),
    part("T1098", "Account Manipulation", &["T1098"], WAYS),
    part("T1098.006", "Account Manipulation: Additional Container Cluster Roles", &["T1098.006"], WAYS),
    part("T1136", "Create Account", &["T1136"], WAYS),
    part("T1485", "Data Destruction", &["T1485"], WAYS),
    part("T1489", "Service Stop", &["T1489"], WAYS),
    part("T1496", "Resource Hijacking", &["T1496"], WAYS),
    part("T1499", "Endpoint Denial of Service", &["T1499"], WAYS),
    part("T1528", "Steal Application Access Token", &["T1528"], WAYS),
    part("T1530", "Data from Cloud Storage", &["T1530"], WAYS),
    part("T1531", "Account Access Removal", &["T1531"], WAYS),
    part("T1546", "Event Triggered Execution", &["T1546"], WAYS),
    part("T1552", "Unsecured Credentials", &["T1552"], WAYS),
    part("T1552.001", "Unsecured Credentials: Credentials In Files", &["T1552.001"], WAYS),
    part("T1552.007", "Unsecured Credentials: Container API", &["T1552.007"], WAYS),
    part("T1553", "Subvert Trust Controls", &["T1553"], WAYS),
    part("T1556", "Modify Authentication Process", &["T1556"], WAYS),
    part("T1557", "Adversary-in-the-Middle", &["T1557"], WAYS),
    part("T1562", "Impair Defenses", &["T1562"], WAYS),
    part("T1565", "Data Manipulation", &["T1565"], WAYS),
    part("T1578", "Modify Cloud Compute Infrastructure", &["T1578"], WAYS),
    part("T1609", "Container Administration Command", &["T1609"], WAYS),
    part("T1610", "Deploy Container", &["T1610"], WAYS),
    part("T1611", "Escape to Host", &["T1611"], WAYS),
    part("T1613", "Container and Resource Discovery", &["T1613"], WAYS),
    part("T1649", "Steal or Forge Authentication Certificates", &["T1649"], WAYS),
];
