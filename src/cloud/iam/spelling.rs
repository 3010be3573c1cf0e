//! How AWS writes the context keys that are compared without regard to case.
//!
//! From the documentation of global condition keys and the Service Authorization Reference, for the services that ways up
//! and into a cluster go through. A key that is not here stays as it is compared.

use std::borrow::Cow;

/// Keys; those that end with a slash go on with the name of a tag.
const KEYS: &[&str] = &[
    "aws:AssumedRoot",
    "aws:CalledVia",
    "aws:CalledViaFirst",
    "aws:CalledViaLast",
    "aws:CurrentTime",
    "aws:Ec2InstanceSourcePrivateIPv4",
    "aws:Ec2InstanceSourceVpc",
    "aws:EpochTime",
    "aws:FederatedProvider",
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:PrincipalTag/",
    "aws:PrincipalType",
    "aws:RequestTag/",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    "aws:ResourceTag/",
    "aws:SecureTransport",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIdentity",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:TagKeys",
    "aws:TokenIssueTime",
    "aws:UserAgent",
    "aws:ViaAWSService",
    "aws:VpcSourceIp",
    "ec2:RoleDelivery",
    "ec2:SourceInstanceARN",
    "eks:accessEntryType",
    "eks:accessScope",
    "eks:kubernetesGroups",
    "eks:policyArn",
    "eks:principalArn",
    "iam:AWSServiceName",
    "iam:AssociatedResourceArn",
    "iam:PassedToService",
    "iam:PermissionsBoundary",
    "iam:PolicyARN",
    "iam:ResourceTag/",
    "sts:AWSServiceName",
    "sts:DurationSeconds",
    "sts:ExternalId",
    "sts:RoleSessionName",
    "sts:SourceIdentity",
    "sts:TransitiveTagKeys",
];

/// A key as AWS documents it.
#[must_use]
pub fn documented(key: &str) -> Cow<'_, str> {
    let known = KEYS.iter().find_map(|known| {
        let (start, tag) = key.split_at_checked(known.len())?;
        let fits = start.eq_ignore_ascii_case(known) && (tag.is_empty() || known.ends_with('/'));
        fits.then(|| format!("{known}{tag}"))
    });
    known.map_or(Cow::Borrowed(key), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::documented;

    #[test]
    fn known_keys_are_written_as_documented() {
        let rows = [
            ("aws:tokenissuetime", "aws:TokenIssueTime"),
            ("AWS:SourceIP", "aws:SourceIp"),
            ("aws:sourcevpce", "aws:SourceVpce"),
            ("aws:principaltag/team", "aws:PrincipalTag/team"),
            ("eks:policyarn", "eks:policyArn"),
            ("iam:policyarn", "iam:PolicyARN"),
            // Others stay.
            ("aws:username", "aws:username"),
            ("aws:sourcevpcendpoint", "aws:sourcevpcendpoint"),
            ("acme:tokenissuetime", "acme:tokenissuetime"),
            ("oidc.example.com/id/AB:sub", "oidc.example.com/id/AB:sub"),
            ("", ""),
        ];
        for (key, expected) in rows {
            assert_eq!(documented(key), expected, "{key}");
        }
    }
}
