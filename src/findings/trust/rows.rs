//! The rows, the worst of each kind first.

use crate::template::Severity::{Critical, High, Low, Medium};

use super::Trust;

const EXACT: &str =
    "Name one account of one namespace by StringEquals on the subject, and sts.amazonaws.com as the audience.";

/// Everything that is found wrong.
pub const ALL: &[Trust] = &[
    Trust {
        id: "irsa-no-sub",
        title: "Trust policies without a condition on the subject",
        severity: High,
        why: "Every service account of the cluster has the role: whoever may run a pod anywhere has it.",
        fix: EXACT,
    },
    Trust {
        id: "irsa-sub-star",
        title: "Trust policies whose subject every account matches",
        severity: High,
        why: "A pattern that all accounts match is no condition: whoever may run a pod anywhere has the role.",
        fix: EXACT,
    },
    Trust {
        id: "irsa-sub-anyns",
        title: "Trust policies for a name in whichever namespace",
        severity: High,
        why: "Whoever may create a service account of that name in any namespace, or a namespace, has the role.",
        fix: EXACT,
    },
    Trust {
        id: "irsa-negated",
        title: "Trust policies for all accounts but some",
        severity: High,
        why: "Whoever is not named has the role, accounts to come included.",
        fix: EXACT,
    },
    Trust {
        id: "irsa-sub-ns",
        title: "Trust policies for a whole namespace",
        severity: Medium,
        why: "Every service account of the namespace has the role, existing or to come: who runs a pod there has it.",
        fix: EXACT,
    },
    Trust {
        id: "irsa-sub-prefix",
        title: "Trust policies for a pattern of subjects",
        severity: Medium,
        why: "Namespaces to come may match as well, and * matches : too: team-* means team-a:x and team-evil:y.",
        fix: EXACT,
    },
    Trust {
        id: "irsa-weak-op",
        title: "Trust policies whose operator passes without the key",
        severity: Medium,
        why: "ForAllValues and …IfExists hold where the token lacks the key, so the condition may be none.",
        fix: "Use StringEquals, which fails where the key is missing.",
    },
    Trust {
        id: "irsa-dangling",
        title: "Trust policies for accounts that are not there",
        severity: Medium,
        why: "Whoever may create the account, or the namespace, has the role.",
        fix: "Remove the role or the statement, or create the account where only administrators write.",
    },
    Trust {
        id: "irsa-no-aud",
        title: "Trust policies without a condition on the audience",
        severity: Low,
        why: "Tokens for any audience that the provider knows are taken, also such as were made for others.",
        fix: "Add StringEquals on the audience: sts.amazonaws.com.",
    },
    Trust {
        id: "irsa-unannotated",
        title: "Accounts that a role trusts and that do not name it",
        severity: Low,
        why: "The annotation grants nothing: whoever has a token of the account has the role, though nothing in the cluster \
              shows it.",
        fix: "Annotate the account, or take it out of the trust policy.",
    },
    Trust {
        id: "irsa-annot-only",
        title: "Annotations that name a role that does not trust the account",
        severity: Low,
        why: "Nobody gets the role: it is set wrongly, or the role is of an account that was not exported.",
        fix: "Correct the annotation or the trust policy, or export that account too.",
    },
    Trust {
        id: "pod-identity-dangling",
        title: "Pod Identity associations for accounts that are not there",
        severity: Medium,
        why: "Whoever may create the account, or the namespace, and run a pod as it has the role.",
        fix: "Delete the association, or create the account where only administrators write.",
    },
    Trust {
        id: "pod-identity-dead",
        title: "Pod Identity associations whose role does not let EKS in",
        severity: Low,
        why: "Nobody gets the role: its trust policy does not name pods.eks.amazonaws.com, or not for this account; or the \
              role, or the one that is assumed from there, is not there.",
        fix: "Let the trust policy allow sts:AssumeRole and sts:TagSession to pods.eks.amazonaws.com, or delete the association.",
    },
    Trust {
        id: "irsa-literal-star",
        title: "Trust policies with a star that stands for itself",
        severity: Low,
        why: "StringEquals knows no wildcards: nobody has the role by this statement.",
        fix: "Name the account that is meant; do not widen the condition to StringLike without need.",
    },
    Trust {
        id: "awsauth-session-group",
        title: "Groups that whoever assumes the role chooses",
        severity: Critical,
        why: "The name of the session stands in the group: whoever may assume the role is in any group that fits.",
        fix: "Write groups that do not depend on the session.",
    },
    Trust {
        id: "awsauth-session-template",
        title: "User names that whoever assumes the role chooses",
        severity: Medium,
        why: "The name of the session is the user name, or a part of it: whoever may assume the role is any user that fits.",
        fix: "Begin the user name with something that no binding begins with: aws:ROLE:{{SessionName}}.",
    },
    Trust {
        id: "awsauth-path-dead",
        title: "Roles with a path, which match nobody",
        severity: Low,
        why: "The authenticator compares ARNs without path: nobody gets in by the entry.",
        fix: "Write the ARN of the role without its path, or remove the entry.",
    },
    Trust {
        id: "awsauth-session-dead",
        title: "Sessions instead of roles, which match nobody",
        severity: Low,
        why: "The authenticator turns the ARN of a session into that of its role before it compares.",
        fix: "Write the ARN of the role, or remove the entry.",
    },
    Trust {
        id: "awsauth-wildcard-dead",
        title: "Wildcards, which match nobody",
        severity: Low,
        why: "The authenticator compares the ARN as it stands. A later version may not: then everybody comes in who fits.",
        fix: "Name each role, or remove the entry.",
    },
    Trust {
        id: "awsauth-foreign-dead",
        title: "Entries that name no principal of IAM",
        severity: Low,
        why: "Nobody gets in by the entry.",
        fix: "Write the ARN of a user or role, or remove the entry.",
    },
    Trust {
        id: "awsauth-partition-dead",
        title: "Permission sets with a partition, which match nobody",
        severity: Low,
        why: "The authenticator loses the partition and so matches nobody.",
        fix: "Write the ARN of the role that Identity Center made, without its path.",
    },
    Trust {
        id: "awsauth-dangling",
        title: "Entries for identities that are not there",
        severity: Low,
        why: "The export of the account holds no such user or role: a name that is misspelt, a user whose path is missing, or one \
              that was deleted. Whoever makes one of that name comes in.",
        fix: "Delete the entry, or write the name as it is.",
    },
    Trust {
        id: "awsauth-sso-gate",
        title: "Permission sets, which count only behind a feature gate",
        severity: Low,
        why: "Unless the authenticator runs with SSORoleMatch, nobody gets in by the entry.",
        fix: "Write the ARN of the role that Identity Center made, without its path.",
    },
];
