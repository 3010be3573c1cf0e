//! A path as one line.

use crate::query::PathView;

use crate::report::visible::visible;
use crate::report::words::node;

/// `workload:shop/Deployment/web -> sa:shop/deployer -> cluster-admin`: names as they may be asked about. Where a path needs
/// several parts, each is told from its own start: `a -> b, a -> c, b + c -> d`.
#[must_use]
pub fn line(path: &PathView) -> String {
    let mut text = visible(node(&path.from));
    let (mut at, mut last) = (path.from.as_str(), ("", ""));
    for hop in path.hops.iter().map(|view| &view.hop) {
        let ends = (hop.from.as_str(), hop.to.as_str());
        if ends == last {
            continue;
        }
        if hop.from != at {
            text.push_str(", ");
            text.push_str(&visible(node(&hop.from)));
        }
        text.push_str(" -> ");
        text.push_str(&visible(node(&hop.to)));
        (at, last) = (&hop.to, ends);
    }
    if path.certainty != "proven-rights" {
        text.push_str(&format!(" [{}]", path.certainty));
    }
    text
}
