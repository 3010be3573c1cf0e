//! `kubescan collect`: a snapshot to keep, to send, to scan later.

use crate::authz;
use crate::cli::CollectArgs;
use crate::collect::live::{Errand, Known};
use crate::collect::snapshot_file;
use crate::exit::Exit;
use crate::model::{Gap, Note, Resource, Snapshot};
use crate::report::talk;

use super::input::{self, Read, Source};

pub(super) fn run(args: &CollectArgs) -> Exit {
    // Before the work: a target that cannot be written should not cost a collection.
    if let Err(error) = snapshot_file::check_target(&args.output, args.force) {
        talk::error(&error.to_string());
        return Exit::Failed;
    }
    // Nobody knows yet what will be asked of the snapshot, so it has to know every resource.
    let errand = Errand { discover: true, ..Errand::NONE };
    let Read { mut snapshot, interrupted, known, .. } =
        match input::read(&Source::of(&args.source, args.quiet, args.strict), &errand) {
            Ok(read) => read,
            Err(exit) => return exit,
        };
    for gap in snapshot.gaps.iter().chain(&known.gaps) {
        talk::warning(&unread(gap));
    }
    learn(&mut snapshot, known);
    if let Err(error) = snapshot_file::write(&snapshot, &args.output, args.force) {
        talk::error(&error.to_string());
        return Exit::Failed;
    }
    match interrupted {
        Some(exit) => exit,
        None if snapshot.complete() || args.allow_gaps => Exit::Done,
        None => Exit::Incomplete,
    }
}

fn unread(gap: &Gap) -> String {
    format!("not read: {} in {} ({}): {}", gap.resource, gap.scope, gap.reason.word(), gap.effect)
}

/// Keeps what discovery told beyond what kubescan knows by itself. What it could not tell changes no grant, so that is a
/// note and no gap.
fn learn(snapshot: &mut Snapshot, known: Known) {
    let told = known.resources.into_iter();
    let custom = told.filter(|resource| authz::known(&resource.api_group, &resource.name).is_none());
    snapshot.custom_resources.extend(custom);
    snapshot.custom_resources = Resource::merged(std::mem::take(&mut snapshot.custom_resources));
    snapshot.notes.extend(known.gaps.iter().map(|gap| Note { warning: false, text: unread(gap) }));
    snapshot.notes.sort_unstable();
}

#[cfg(test)]
mod tests {
    use crate::collect::files::{self, Input, Limits};
    use crate::collect::live::Known;
    use crate::model::{Gap, Reason, Resource, Version};

    fn resource(api_group: &str, name: &str) -> Resource {
        Resource { api_group: api_group.into(), name: name.into(), ..Resource::default() }
    }

    #[test]
    fn what_is_built_in_is_not_kept_and_what_discovery_lacks_is_no_gap() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/queries/cluster.yaml");
        let mut snapshot = files::read(&[Input::Path(file.into())], &Limits::default(), Version::NEWEST, None).unwrap();
        let before = snapshot.clone();
        let stale = Gap {
            resource: "/apis/metrics.k8s.io/v1beta1".into(),
            scope: "cluster".into(),
            reason: Reason::ServerError,
            effect: "Short names are unknown.".into(),
        };
        let told = [("", "pods"), ("b.io", "x"), ("apps", "deployments"), ("a.io", "pods"), ("b.io", "x")];
        let resources = told.map(|(group, name)| resource(group, name)).to_vec();
        super::learn(&mut snapshot, Known { namespace: String::new(), resources, gaps: vec![stale] });
        assert_eq!(snapshot.custom_resources, [resource("a.io", "pods"), resource("b.io", "x")]);
        assert_eq!(snapshot.gaps, before.gaps);
        assert_eq!(snapshot.notes.len(), before.notes.len() + 1);
        assert!(snapshot.notes.iter().any(|note| !note.warning && note.text.contains("metrics.k8s.io/v1beta1")));
    }
}
