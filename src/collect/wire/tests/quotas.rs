//! Quotas: which of them let no pod in.

use crate::collect::kind::Kind;

use super::object;

#[test]
fn a_quota_lets_no_pod_in_when_it_counts_every_pod_and_allows_none() {
    for (what, rest, expected) in [
        ("none by spec", r#""spec":{"hard":{"pods":"0"}}"#, true),
        ("none by count", r#""spec":{"hard":{"count/pods":"0","cpu":"9"}}"#, true),
        ("a number", r#""spec":{"hard":{"pods":0}}"#, true),
        ("another unit", r#""spec":{"hard":{"pods":"0k"}}"#, true),
        (
            "the status decides",
            r#""spec":{"hard":{"pods":"9"}},"status":{"hard":{"pods":"0"},"used":{"pods":"0"}}"#,
            true,
        ),
        ("the status allows", r#""spec":{"hard":{"pods":"0"}},"status":{"hard":{"pods":"9"}}"#, false),
        ("a status without limits", r#""spec":{"hard":{"pods":"0"}},"status":{}"#, true),
        ("ten", r#""spec":{"hard":{"pods":"10"}}"#, false),
        ("a tenth", r#""spec":{"hard":{"pods":"100m"}}"#, false),
        ("of other things", r#""spec":{"hard":{"services":"0","count/deployments.apps":"0"}}"#, false),
        ("of some pods", r#""spec":{"hard":{"pods":"0"},"scopes":["BestEffort"]}"#, false),
        ("of a class of pods", r#""spec":{"hard":{"pods":"0"},"scopeSelector":{"matchExpressions":[]}}"#, false),
        ("nothing", r#""spec":{}"#, false),
    ] {
        let body = format!(r#"{{"metadata":{{"name":"q","namespace":"shop"}},{rest}}}"#);
        let found = object(Kind::ResourceQuota, &body);
        assert_eq!(found.resource_quotas[0].no_pods, expected, "{what}");
        assert_eq!(found.resource_quotas[0].namespace, "shop");
    }
}
