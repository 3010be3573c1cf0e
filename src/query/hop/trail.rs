//! What CloudTrail shows of a step that a cloud is asked for, and not the API server: conditions on the fields of an event.

use crate::template::Method;

/// What is asked of AWS by steps that are no method.
const EXCHANGES: &[(&str, &str)] = &[
    ("identity/aws-cluster", "eks:CreateAccessEntry"),
    ("identity/irsa", "sts:AssumeRoleWithWebIdentity"),
    ("identity/pod-identity", "eks-auth:AssumeRoleForPodIdentity"),
];

/// The conditions, one text for each event; `from` is the name of who does it.
pub(super) fn of_method(method: &Method, from: &str) -> Vec<String> {
    let asked = method.needs.iter().filter_map(|need| need.actions.first());
    // That a role may be passed is asked when something is made with it: it is no request of its own.
    asked.filter(|action| *action != "iam:PassRole").map(|action| event(action, from)).collect()
}

/// The same of a step that is no method.
pub(super) fn of_exchange(id: &str, from: &str) -> Option<String> {
    EXCHANGES.iter().find(|(known, _)| *known == id).map(|(_, action)| event(action, from))
}

fn event(action: &str, from: &str) -> String {
    let (service, name) = action.split_once(':').unwrap_or_default();
    // Lambda puts the date of its API behind.
    let open = if service == "lambda" { "*" } else { "" };
    let who = from.strip_prefix("aws:").map_or_else(String::new, |arn| match arn.split_once(":role/") {
        // Who acts is a session of the role.
        Some(_) => format!(" userIdentity.sessionContext.sessionIssuer.arn={arn}"),
        None => format!(" userIdentity.arn={arn}"),
    });
    format!("CloudTrail eventSource={service}.amazonaws.com eventName={name}{open}{who}")
}

#[cfg(test)]
mod tests {
    use super::{of_exchange, of_method};
    use crate::template::builtin;

    #[test]
    fn each_request_is_an_event() {
        let told = |id: &str, from: &str| {
            let method = builtin().methods.iter().find(|method| method.id == id).unwrap();
            of_method(method, from)
        };
        let user = "aws:arn:aws:iam::111122223333:user/ann";
        let by = "userIdentity.arn=arn:aws:iam::111122223333:user/ann";
        assert_eq!(
            told("iam-001", user),
            [format!("CloudTrail eventSource=iam.amazonaws.com eventName=CreatePolicyVersion {by}")]
        );
        // To pass a role is no request, and Lambda names its events by the date of the API.
        assert_eq!(
            told("lambda-001", user),
            [
                format!("CloudTrail eventSource=lambda.amazonaws.com eventName=CreateFunction* {by}"),
                format!("CloudTrail eventSource=lambda.amazonaws.com eventName=InvokeFunction* {by}")
            ]
        );
        let role = "aws:arn:aws:iam::111122223333:role/ops/deployer";
        assert_eq!(
            told("sts-001", role),
            ["CloudTrail eventSource=sts.amazonaws.com eventName=AssumeRole \
              userIdentity.sessionContext.sessionIssuer.arn=arn:aws:iam::111122223333:role/ops/deployer"]
        );
    }

    #[test]
    fn a_token_is_exchanged_by_whoever_has_it() {
        assert_eq!(
            of_exchange("identity/irsa", "sa:shop/web").unwrap(),
            "CloudTrail eventSource=sts.amazonaws.com eventName=AssumeRoleWithWebIdentity"
        );
        let entry = "CloudTrail eventSource=eks.amazonaws.com eventName=CreateAccessEntry";
        assert_eq!(of_exchange("identity/aws-cluster", "objective:aws-admin/111122223333").unwrap(), entry);
        assert_eq!(of_exchange("identity/masters", "sa:shop/web"), None);
    }
}
