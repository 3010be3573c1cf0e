//! Techniques that have no step of their own: where kubescan answers for them instead, or why it does not.
//!
//! Each id has its text in `explain` and its row in `docs/techniques.md`, so that nobody takes silence for safety.

/// A technique without a step of its own.
#[derive(Clone, Copy, Debug)]
pub struct Elsewhere {
    /// Its id; stable.
    pub id: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Where it is answered, or why it is not.
    pub answer: &'static str,
}

/// Every such technique, by id.
pub const ALL: &[Elsewhere] = &[
    Elsewhere {
        id: "admission/change-params",
        title: "Write the parameters that an admission policy reads",
        answer: "Part of the right to take a guard away: whoever may rewrite the parameter that a binding names, or \
                 delete it where its absence lets all in, gets past the policy (admission/remove-guard).",
    },
    Elsewhere {
        id: "admission/engine-exception",
        title: "Write an exception of a policy engine",
        answer: "What a policy engine decides cannot be seen: a step that its webhook is asked about is unknown and never \
                 taken for blocked. Rights to write exceptions are entries: admission/engine-exception-kyverno and others.",
    },
    Elsewhere {
        id: "cloud/access-entry",
        title: "A principal of the cloud is a user of the cluster",
        answer: "The steps identity/access-entry and identity/aws-auth, by exports (--cloud) and by the ConfigMap aws-auth.",
    },
    Elsewhere {
        id: "cloud/aks-workload",
        title: "An account stands for an Azure identity",
        answer: "A step without a permission: identity/aks-workload-identity, as far as the annotation tells.",
    },
    Elsewhere {
        id: "cloud/gke-workload",
        title: "An account stands for a Google identity",
        answer: "A step without a permission: identity/gke-workload-identity, as far as the annotation tells.",
    },
    Elsewhere {
        id: "cloud/irsa",
        title: "A token of an account is exchanged for an IAM role",
        answer: "A step without a permission: identity/irsa, by the trust policies of an export or by the annotation.",
    },
    Elsewhere {
        id: "cloud/node-agent",
        title: "Run commands on a node through the cloud's agent",
        answer: "The methods ks-ssm-node and ks-ec2-connect-node, where exports of the account are given with --cloud.",
    },
    Elsewhere {
        id: "cloud/node-role",
        title: "A pod asks the metadata service for the node's role",
        answer: "The step identity/node-role, where exports of the account are given with --cloud.",
    },
    Elsewhere {
        id: "cloud/pod-identity",
        title: "An association gives a pod an IAM role",
        answer: "The step identity/pod-identity, where exports of the account are given with --cloud.",
    },
    Elsewhere {
        id: "cloud/principal-step",
        title: "A principal of the cloud becomes another",
        answer: "The methods of aws-methods.yaml, where exports of the account are given with --cloud.",
    },
    Elsewhere {
        id: "escape/control-plane-reach",
        title: "A pod with an escape runs on the control plane",
        answer: "A path through the escape: a pod leads to the nodes that its tolerations, nodeName and selectors let it \
                 run on, and a node of the control plane to cluster-admin (identity/control-plane).",
    },
    Elsewhere {
        id: "identity/authenticated",
        title: "Everybody with an identity is a member of system:authenticated",
        answer: "Part of every decision: who is not anonymous holds what this group is granted.",
    },
    Elsewhere {
        id: "identity/binding",
        title: "A binding gives its subjects the rules of its role",
        answer: "The evidence of a hop: its grants name binding, role and rule. A binding to a role that does not exist \
                 gives nothing.",
    },
    Elsewhere {
        id: "identity/exposed",
        title: "A pod is reached from outside the cluster",
        answer: "An attribute of a hot pod and the source `exposed` of kubescan paths; it is no right.",
    },
    Elsewhere {
        id: "identity/sa-groups",
        title: "A service account is a member of the groups of service accounts",
        answer: "Part of every decision: system:serviceaccounts, that of its namespace, and system:authenticated.",
    },
    Elsewhere {
        id: "identity/sa-spelling",
        title: "A user system:serviceaccount:NS:NAME is that service account",
        answer: "Part of every decision. A service account without a namespace in a RoleBinding is one of the binding's.",
    },
    Elsewhere {
        id: "nodes/mark-unready",
        title: "Make a node look dead",
        answer: "Two entries, one for each kind of request: nodes/mark-unready-lease and nodes/mark-unready-csinode.",
    },
    Elsewhere {
        id: "nodes/mirror-pod",
        title: "A kubelet creates mirror pods that a Service selects",
        answer: "Not decided: traffic between pods is not followed. Such a pod has no Secrets, account or token.",
    },
    Elsewhere {
        id: "nodes/steal-pods",
        title: "Drive a pod to a node that the attacker controls",
        answer: "Three entries, one for each kind of request: nodes/steal-pods-delete, -evict and -change.",
    },
    Elsewhere {
        id: "storage/mount-claim",
        title: "Run a pod with a claim of its namespace",
        answer: "Part of the right to run pods there: a claim on a path of a node leads to that node.",
    },
];

/// The text of an id.
#[must_use]
pub fn elsewhere(id: &str) -> Option<&'static Elsewhere> {
    ALL.iter().find(|row| row.id == id)
}

#[cfg(test)]
mod tests {
    use super::{ALL, elsewhere};
    use crate::escalation::{escapes, identity};
    use crate::template::builtin;

    #[test]
    fn ids_are_those_of_nothing_else() {
        assert!(ALL.is_sorted_by(|one, other| one.id < other.id));
        for row in ALL {
            let taken = builtin().entries.iter().any(|entry| entry.id == row.id)
                || escapes::ALL.iter().any(|escape| escape.id == row.id)
                || identity::identity(row.id).is_some();
            assert!(!taken, "{} has a step", row.id);
        }
    }

    #[test]
    fn entries_that_an_answer_names_exist() {
        let ids = [
            "admission/engine-exception-kyverno",
            "admission/remove-guard",
            "nodes/mark-unready-csinode",
            "nodes/mark-unready-lease",
            "nodes/steal-pods-delete",
        ];
        for id in ids {
            assert!(builtin().entries.iter().any(|entry| entry.id == id), "{id}");
        }
        assert!(elsewhere("nodes/steal-pods").is_some_and(|row| row.answer.contains("nodes/steal-pods-delete")));
    }
}
