//! What is true without using a permission: the texts of the ids that stand in edges beside those of the template and of
//! the escapes.
//!
//! The edges themselves are drawn in `structure`; [`ALL`] says what each means and what stops it.

/// A step that asks for no permission.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    /// As it stands in a path; stable.
    pub id: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Why it holds.
    pub why: &'static str,
    /// What stops it.
    pub fix: &'static str,
    /// Ids of the frameworks that name it, as in the template.
    pub controls: &'static [&'static str],
}

/// Every such step, by id.
pub const ALL: &[Identity] = &[
    Identity {
        id: "identity/access-entry",
        title: "An access entry of EKS lets a cloud identity in",
        why: "The entry says which user and groups the IAM user or role is in the cluster, and which access policies it has \
              there. Whoever has the IAM identity is that user.",
        fix: "Give the entry the groups and access policies that its holder needs, in the namespaces where it needs them; \
              keep the role's trust policy as narrow.",
        controls: &["T1078.004", "MS-TA9020"],
    },
    Identity {
        id: "identity/aks-workload-identity",
        title: "Azure exchanges the token of a service account for an identity",
        why: "An annotation names an application or a managed identity. Microsoft Entra gives it to whoever has a token of \
              the account for api://AzureADTokenExchange, if a federated credential of the identity names the account: that \
              stands in Entra, not in the cluster. A pod gets such a token if it mounts one, or by the label \
              azure.workload.identity/use; who runs a pod as the account, or asks for a token of it, has one anyway.",
        fix: "Let each identity have one federated credential, for one account that nobody else runs pods as, and the Azure \
              roles that this account needs.",
        controls: &["T1078.004", "MS-TA9020"],
    },
    Identity {
        id: "identity/aws-account",
        title: "Whoever administers an account has every identity in it",
        why: "It rewrites the trust policy of any role, and makes keys for any user.",
        fix: "Nothing stops it: cut the way to the account.",
        controls: &["T1078.004"],
    },
    Identity {
        id: "identity/aws-admin",
        title: "Policies make it an administrator of the account",
        why: "They allow every action on every resource, or all but some; and what is denied or left out does not keep it \
              from giving itself the rest.",
        fix: "Allow what is in use, by action and resource; keep a role for emergencies that nobody has by day.",
        controls: &["T1078.004"],
    },
    Identity {
        id: "identity/aws-auth",
        title: "The ConfigMap aws-auth maps a cloud identity into the cluster",
        why: "It says which user and groups an IAM user or role is. Whoever has the IAM identity is that user.",
        fix: "Map roles to groups that hold what they need and not to system:masters; move to access entries, which are \
              kept outside of the cluster.",
        controls: &["T1078.004", "MS-TA9020"],
    },
    Identity {
        id: "identity/aws-cluster",
        title: "Whoever administers an account administers its clusters",
        why: "It makes itself an access entry with the access policy of administrators; where a cluster has no access entries \
              yet, it turns them on.",
        fix: "Nothing stops it: cut the way to the account.",
        controls: &["T1098"],
    },
    Identity {
        id: "identity/cluster-admin",
        title: "Whoever may do everything has everything",
        why: "Every namespace, node, kubelet, user and group, and every Secret: it may read, impersonate or become them.",
        fix: "Nothing stops it: cut the way to cluster-admin.",
        controls: &[],
    },
    Identity {
        id: "identity/control-plane",
        title: "A node of the control plane holds the keys of the cluster",
        why: "Root there reads etcd, the keys that sign certificates and tokens, and the kubeconfigs of the controllers. A \
              node is taken for one by its label, or because kube-apiserver or etcd runs on it.",
        fix: "Keep other pods off these nodes, by taints that they do not tolerate, and refuse pods that reach their node.",
        controls: &["T1552"],
    },
    Identity {
        id: "identity/daemonset",
        title: "A node runs every DaemonSet that its labels and taints let in",
        why: "Its pods come to the node with the tokens of their accounts, also to a node that joins today.",
        fix: "Give DaemonSets accounts that only read what they need, and a node selector that the node itself cannot set.",
        controls: &[],
    },
    Identity {
        id: "identity/gke-user",
        title: "A Google account is a user of the cluster",
        why: "GKE takes the e-mail address of a Google account for the name of the user, that of a Google service account too: \
              whoever has the account has what bindings grant to that name.",
        fix: "Grant less to the user of that name, or keep pods from the Google account.",
        controls: &["T1078.004"],
    },
    Identity {
        id: "identity/gke-workload-identity",
        title: "Google Cloud exchanges the token of a service account for a Google account",
        why: "An annotation names a Google account. Whoever has a token of the service account for the cluster's pool \
              (PROJECT.svc.id.goog) has the Google account, if that grants it roles/iam.workloadIdentityUser: this stands in \
              Google Cloud, not in the cluster, and holds for the same names in every cluster of the project. Pods on \
              nodes with GKE's metadata server, and not on the network of the node, need no token: the server asks for it.",
        fix: "Grant roles/iam.workloadIdentityUser on each Google account to one service account that nobody else runs pods \
              as, and give the Google account the roles that this one needs.",
        controls: &["T1078.004", "MS-TA9020"],
    },
    Identity {
        id: "identity/irsa",
        title: "A role trusts the token of a service account",
        why: "AWS exchanges the token for a session of every role whose trust policy lets the account in, whatever its \
              annotation says. Who runs a pod as the account, or asks for a token of it, says for whom the token is. Of a \
              role whose account was not exported only the annotation is known.",
        fix: "Let each trust policy name one account of one namespace, and the audience, by StringEquals.",
        controls: &["T1078.004", "MS-TA9020"],
    },
    Identity {
        id: "identity/kubelet-rights",
        title: "A kubelet reads what the pods on its node name",
        why: "The Node authorizer lets it read their Secrets and ask for tokens of their accounts; since 1.33 only where a \
              pod asks for one of that audience.",
        fix: "Run the Node authorizer and NodeRestriction, and keep strong pods on nodes of their own.",
        controls: &["T1078", "MS-TA9030"],
    },
    Identity {
        id: "identity/masters",
        title: "Members of system:masters may do everything",
        why: "The API server asks no authorizer for them: no binding shows it and nothing stops it. Membership stands in \
              a certificate, which cannot be revoked.",
        fix: "Issue no certificate with system:masters; keep one for emergencies, offline.",
        controls: &["MS-TA9019", "CIS-5.1.7", "C-0246", "KSV-0123"],
    },
    Identity {
        id: "identity/namespace-admin",
        title: "Whoever may do everything in a namespace has what is in it",
        why: "Its pods, its service accounts and its Secrets; and the Namespace object, whose labels say which pods are \
              let in.",
        fix: "Grant less than everything; keep strong accounts in namespaces that only administrators may write to.",
        controls: &[],
    },
    Identity {
        id: "identity/node-kubelet",
        title: "Root on a node is its kubelet",
        why: "The kubelet's certificate lies on the disk of the node.",
        fix: "Nothing stops it: keep pods from reaching their node.",
        controls: &["T1552"],
    },
    Identity {
        id: "identity/node-pods",
        title: "Root on a node has what its pods have",
        why: "It reads the memory and the files of every container there, tokens and Secrets among them. A sandbox keeps \
              the pod from the node, not the node from the pod.",
        fix: "Keep strong pods away from exposed ones, in node pools of their own.",
        controls: &["T1552"],
    },
    Identity {
        id: "identity/node-role",
        title: "The instance that a node is has a role of AWS",
        why: "The metadata service of the instance gives the credentials of the role to whoever asks from there: root on the \
              node, a pod in the network of the node, and any other pod where IMDSv1 is on or the hop limit is 2 or more. A \
              role of its own keeps no pod from it. Where the role is mapped as a node, its session is the kubelet.",
        fix: "Require IMDSv2 with a hop limit of 1 on the instances of the cluster, keep hostNetwork to pods that need it, and \
              allow the role of the nodes no more than the policies of EKS for nodes.",
        controls: &["T1552", "MS-TA9020"],
    },
    Identity {
        id: "identity/pod-identity",
        title: "EKS gives a role to the pods of a service account",
        why: "An association of EKS Pod Identity names the account and the role; the agent on the node exchanges the token of \
              any pod that runs as the account.",
        fix: "Narrow the trust policy by aws:RequestTag/kubernetes-namespace and kubernetes-service-account, and let nobody \
              else run pods as the account.",
        controls: &["T1078.004", "MS-TA9020"],
    },
    Identity {
        id: "identity/pod-legacy-token",
        title: "A container reads a token Secret",
        why: "Mounted, projected or in its environment; the token may be of another account than the pod's own, and is \
              valid until the Secret or the account is deleted.",
        fix: "Use projected tokens, and delete the Secret.",
        controls: &["T1528", "MS-TA9016"],
    },
    Identity {
        id: "identity/pod-role",
        title: "An agent on the node gives a role of AWS to a pod",
        why: "Where kube2iam or kiam runs, it takes the requests of pods for the metadata of their instance, and assumes the \
              role that the annotation of the pod names with the role of the node. What it lets a namespace have cannot be \
              seen for sure.",
        fix: "Replace these agents by IAM roles for service accounts or EKS Pod Identity. Until then limit the roles of each \
              namespace, and what the role of the nodes may assume.",
        controls: &["T1078.004"],
    },
    Identity {
        id: "identity/pod-secret",
        title: "A container reads a Secret of its namespace",
        why: "Mounted, projected or in its environment. A Secret that only pulls its image stays with the node.",
        fix: "Mount only what the container needs, into the container that needs it.",
        controls: &["T1552.007", "MS-TA9041"],
    },
    Identity {
        id: "identity/pod-token",
        title: "A container mounts a token of the pod's service account",
        why: "The API server accepts it: it is for no other audience, and whoever runs code in the pod can read it.",
        fix: "Set automountServiceAccountToken: false where the pod does not ask the API server; else grant its account less.",
        controls: &["T1528", "MS-TA9016", "CIS-5.1.6", "C-0034", "C-0261", "C-0267", "KSV-0036", "NSA"],
    },
    Identity {
        id: "identity/secret-other",
        title: "A bootstrap token lets a node join the cluster",
        why: "Whoever reads it is a member of system:bootstrappers, which kubeadm lets ask for the certificate of any \
              node. Whether the server takes such tokens cannot be seen in a snapshot.",
        fix: "Delete bootstrap tokens once the nodes have joined, and give each an end.",
        controls: &["T1552", "MS-TA9027"],
    },
    Identity {
        id: "identity/secret-token",
        title: "A Secret holds a token of a service account",
        why: "Whoever reads the Secret is the account, until one of them is deleted.",
        fix: "Delete the Secret; use tokens that expire.",
        controls: &["T1528"],
    },
    Identity {
        id: "nodes/self-label",
        title: "A kubelet labels its own node and draws pods to it",
        why: "NodeRestriction lets it set and remove any label but those it guards; pods that select a node by such a \
              label, or by its absence, come there, with their tokens.",
        fix: "Select nodes by labels with the prefix node-restriction.kubernetes.io/, which a kubelet may not set.",
        controls: &[],
    },
    Identity {
        id: "secrets/ephemeral",
        title: "Whoever adds a container to a pod gives it any Secret of its namespace",
        why: "The environment of the new container may be taken from any Secret whose name is known; the API server asks \
              for no permission on it, and the Node authorizer lets the kubelet read what the pod then names.",
        fix: "Grant pods/ephemeralcontainers only where all Secrets of the namespace may be read.",
        controls: &["T1552.007"],
    },
    Identity {
        id: "secrets/mount",
        title: "Whoever runs a pod mounts any Secret of its namespace",
        why: "The API server asks for no permission on the Secret, only for that to create the pod.",
        fix: "Grant the creation of pods and workloads only where all Secrets of the namespace may be read.",
        controls: &[],
    },
];

/// The text of an id.
#[must_use]
pub fn identity(id: &str) -> Option<&'static Identity> {
    ALL.iter().find(|identity| identity.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::{ALL, identity};
    use crate::escalation::escapes;

    #[test]
    fn ids_are_unique_and_every_text_is_present() {
        assert!(ALL.is_sorted_by(|one, other| one.id < other.id));
        let texts = ALL.iter().flat_map(|row| [row.title, row.why, row.fix]);
        assert!(texts.into_iter().all(|text| text.len() > 10));
    }

    #[test]
    fn every_id_of_an_edge_has_a_text() {
        let mut drawn = BTreeSet::new();
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/escalation")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.ends_with("identity.rs") && !path.ends_with("elsewhere.rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let mut quoted = text.split('"').skip(1).step_by(2);
                    let ids = quoted.by_ref().filter(|word| word.starts_with("identity/"));
                    drawn.extend(ids.map(str::to_owned));
                    let edges = text.split("Edge::identity(\"").skip(1);
                    drawn.extend(edges.filter_map(|rest| Some(rest.split('"').next()?.to_owned())));
                }
            }
        }
        let escape = |id: &str| escapes::ALL.iter().any(|escape| escape.id == id);
        let silent: Vec<&String> = drawn.iter().filter(|id| identity(id).is_none() && !escape(id)).collect();
        assert!(silent.is_empty(), "no text for {silent:?}");
        let idle: Vec<&str> = ALL.iter().map(|row| row.id).filter(|id| !drawn.contains(*id)).collect();
        assert!(idle.is_empty(), "no edge is called {idle:?}");
    }
}
