//! A path as one line.

use crate::findings::Hop;

use super::visible::visible;
use super::words::node;

/// `workload:shop/Deployment/web -> sa:shop/deployer -> cluster-admin`: names as they may be asked about. Where a path needs
/// several things, each is told from its own start: `a -> b, a + b -> c`. With `entries`, what is done stands behind what it
/// gives: `(admission/relabel-namespace + pods/create)`.
pub(super) fn way<'h>(from: &str, hops: impl IntoIterator<Item = &'h Hop>, entries: bool) -> String {
    let mut text = visible(node(from));
    let (mut at, mut last) = (from, None);
    for hop in hops {
        let told = (hop.actors(), hop.to.as_str(), entries.then(|| hop.entries()));
        if last.as_ref() == Some(&told) {
            continue;
        }
        let actors = &told.0;
        if actors.as_slice() != [at] {
            let actors: Vec<String> = actors.iter().map(|actor| visible(node(actor))).collect();
            text.push_str(&format!(", {}", actors.join(" + ")));
        }
        text.push_str(&format!(" -> {}", visible(node(&hop.to))));
        if let Some(entries) = &told.2 {
            text.push_str(&format!(" ({entries})"));
        }
        at = &hop.to;
        last = Some(told);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::way;
    use crate::findings::Hop;

    fn hop(from: &str, to: &str, entry: &str) -> Hop {
        Hop { from: from.into(), to: to.into(), entry: entry.into(), ..Hop::default() }
    }

    #[test]
    fn parts_stand_together_and_a_new_start_is_told() {
        let parts = vec![hop("pod:a/p", "node:n", "escape/var-log"), hop("sa:a/s", "node:n", "pods/log")];
        let joint = Hop { parts, ..hop("pod:a/p", "user:system:node:n", "escape/var-log") };
        let hops = [hop("pod:a/p", "sa:a/s", "identity/pod-token"), joint];
        assert_eq!(way("pod:a/p", &hops, false), "pod:a/p -> sa:a/s, pod:a/p + sa:a/s -> user:system:node:n");
        assert_eq!(
            way("pod:a/p", &hops, true),
            "pod:a/p -> sa:a/s (identity/pod-token), pod:a/p + sa:a/s -> user:system:node:n (escape/var-log + pods/log)"
        );
    }

    #[test]
    fn one_identity_that_makes_all_requests_is_named_once() {
        let parts = vec![hop("sa:a/s", "ns:a", "admission/relabel-namespace"), hop("sa:a/s", "pod:a/*", "pods/create")];
        let hops = [Hop { parts, ..hop("sa:a/s", "node:n", "admission/relabel-namespace") }];
        assert_eq!(way("sa:a/s", &hops, true), "sa:a/s -> node:n (admission/relabel-namespace + pods/create)");
    }
}
