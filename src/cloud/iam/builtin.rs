//! Policies of AWS that are known by their name, for exports that leave out what AWS maintains.

use std::sync::Arc;

use crate::model::cloud::{Arn, Document};

/// A policy that AWS maintains.
pub(super) struct Builtin {
    pub(super) document: Arc<Document>,
    /// Whether the document says only about what the policy says: whatever it allows, the policy may.
    pub(super) is_about: bool,
}

/// Name, document, and whether that is only about what the policy says.
const POLICIES: &[(&str, &str, bool)] = &[
    (
        "AdministratorAccess",
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#,
        false,
    ),
    (
        "PowerUserAccess",
        r#"{"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "NotAction": ["account:*", "iam:*", "organizations:*"], "Resource": "*"},
            {"Effect": "Allow", "Resource": "*", "Action": ["account:GetAccountInformation",
                "account:GetPrimaryEmail", "account:ListRegions", "iam:CreateServiceLinkedRole",
                "iam:DeleteServiceLinkedRole", "iam:ListRoles", "organizations:DescribeEffectivePolicy",
                "organizations:DescribeOrganization"]}]}"#,
        false,
    ),
    (
        "IAMFullAccess",
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", "Action": ["iam:*",
            "organizations:DescribeAccount", "organizations:DescribeOrganization",
            "organizations:DescribeOrganizationalUnit", "organizations:DescribePolicy",
            "organizations:ListChildren", "organizations:ListParents", "organizations:ListPolicies",
            "organizations:ListPoliciesForTarget", "organizations:ListRoots",
            "organizations:ListTargetsForPolicy"]}]}"#,
        false,
    ),
    // It names a thousand actions, and AWS adds to them: these words begin nearly all of them.
    (
        "ReadOnlyAccess",
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", "Action": ["*:BatchGet*",
            "*:Check*", "*:Describe*", "*:Download*", "*:Get*", "*:List*", "*:Lookup*", "*:Query*", "*:Read*",
            "*:Scan*", "*:Search*", "*:Select*", "*:Simulate*", "*:View*"]}]}"#,
        true,
    ),
];

/// What allows everything.
pub(super) fn everything() -> Arc<Document> {
    #[expect(clippy::expect_used, reason = "the text is part of the program; a test reads it")]
    let text = POLICIES.first().map(|(_, text, _)| serde_json::from_str(text)).expect("policies").expect("a policy");
    Arc::new(text)
}

/// All of them.
pub(super) fn documents() -> impl Iterator<Item = Arc<Document>> {
    POLICIES.iter().filter_map(|(_, text, _)| serde_json::from_str(text).ok()).map(Arc::new)
}

/// The policy of this ARN, if AWS maintains it and kubescan knows it.
pub(super) fn policy(arn: &Arn) -> Option<Builtin> {
    let name = arn.resource().strip_prefix("policy/").filter(|_| arn.service() == "iam" && arn.account() == "aws")?;
    let (_, text, is_about) = POLICIES.iter().find(|(known, ..)| *known == name)?;
    let document = serde_json::from_str(text).ok()?;
    Some(Builtin { document: Arc::new(document), is_about: *is_about })
}

#[cfg(test)]
mod tests {
    use super::{Arn, POLICIES, policy};
    use crate::model::cloud::KNOWN_OF_AWS;

    #[test]
    fn the_policies_that_are_known_are_those_that_notes_leave_out() {
        assert!(POLICIES.iter().map(|(name, ..)| name).eq(KNOWN_OF_AWS));
    }

    #[test]
    fn every_policy_can_be_read_in_every_partition() {
        for (name, ..) in POLICIES {
            for partition in ["aws", "aws-cn", "aws-us-gov"] {
                let arn = Arn::parse(&format!("arn:{partition}:iam::aws:policy/{name}")).unwrap();
                assert!(policy(&arn).is_some(), "{name}");
            }
            let own = Arn::parse(&format!("arn:aws:iam::111122223333:policy/{name}")).unwrap();
            assert!(policy(&own).is_none(), "a policy of an account may have any name");
        }
    }
}
