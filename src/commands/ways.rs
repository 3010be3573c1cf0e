//! What `paths` and `graph` are asked for by path ids and the names of ends, resolved in one cluster.

use crate::exit::Exit;
use crate::findings::Teller;
use crate::graph::Objective;
use crate::query::{self, Asked, MANY, PathId};
use crate::report::talk;

use super::analysis;

/// What the command line asks for, as names: they mean the same in the cluster with a change.
pub(super) struct Ends {
    /// Nothing for every source.
    pub(super) from: Option<Vec<String>>,
    pub(super) to: Vec<String>,
    pub(super) ids: Vec<PathId>,
    /// How many ways from a source to a target.
    pub(super) ways: usize,
}

impl Ends {
    /// The ends that are named, or those of the paths with these ids; on a mistake it has been said.
    pub(super) fn of(
        teller: &Teller<'_>,
        ids: &[String],
        (from, to): (&[String], &[String]),
        ways: usize,
    ) -> Result<Self, Exit> {
        let mut targets: Vec<String> = objectives(teller).collect();
        require_account(to, &targets)?;
        let to = &of_all_accounts(to, &targets);
        let mut ends = Ends { from: None, to: to.clone(), ids: Vec::new(), ways };
        if !ids.is_empty() || from.iter().any(|name| PathId::parse(name).is_some()) {
            targets.extend(
                analysis::all_named(teller.snapshot(), teller.escalation(), "--to", to)?.into_iter().map(|to| to.name),
            );
        }
        if ids.is_empty() {
            let sources: Result<Vec<String>, Exit> = from.iter().map(|name| source(teller, name, &targets)).collect();
            ends.from = (!from.is_empty()).then_some(sources?);
            if to.is_empty() {
                ends.to = worst(teller, &targets);
            }
            return Ok(ends);
        }
        let mut both = (Vec::new(), Vec::new());
        for id in ids {
            let id = parse(id)?;
            let (from, to) = query::ends(teller, &id, &targets).ok_or_else(|| unknown(&id))?;
            both.0.push(from);
            both.1.push(to);
            if id.is_of_a_way() {
                ends.ways = ends.ways.max(MANY);
            }
            ends.ids.push(id);
        }
        (ends.from, ends.to) = (Some(both.0), both.1);
        Ok(ends)
    }

    /// The question in a cluster; on a mistake it has been said.
    pub(super) fn asked(&self, teller: &Teller<'_>, blocked: bool, include_builtin: bool) -> Result<Asked, Exit> {
        let named = |flag, names: &[String]| analysis::all_named(teller.snapshot(), teller.escalation(), flag, names);
        let from = self.from.as_ref().map(|from| named("--from", from)).transpose()?;
        let to = named("--to", &self.to)?;
        Ok(self.question(from, to, blocked, include_builtin))
    }

    /// The same in a cluster from which something was taken. A name that meant something before may mean nothing now: then no
    /// path starts or ends there.
    pub(super) fn asked_again(&self, teller: &Teller<'_>, blocked: bool, include_builtin: bool) -> Asked {
        let (snapshot, graph) = (teller.snapshot(), &teller.escalation().graph);
        let all = |names: &[String]| {
            let one = |name: &String| match name.as_str() {
                "exposed" => query::exposed(snapshot, graph),
                name => query::named(snapshot, graph, name).into_iter().collect(),
            };
            names.iter().flat_map(one).collect::<Vec<_>>()
        };
        self.question(self.from.as_deref().map(all), all(&self.to), blocked, include_builtin)
    }

    fn question(
        &self,
        from: Option<Vec<query::Named>>,
        to: Vec<query::Named>,
        blocked: bool,
        include_builtin: bool,
    ) -> Asked {
        // Who names a path wants to see it, also where a guard blocks it.
        let blocked = blocked || !self.ids.is_empty();
        Asked { from, to, ways: self.ways, blocked, include_builtin, ids: self.ids.clone() }
    }
}

/// What somebody asks about who names no target: cluster-admin, or where accounts of a cloud were read and no cluster, those.
fn worst(teller: &Teller<'_>, objectives: &[String]) -> Vec<String> {
    let snapshot = teller.snapshot();
    let is_account = !snapshot.cloud.accounts.is_empty() && snapshot.roles.is_empty() && snapshot.pods.is_empty();
    let kind = if is_account { Objective::AwsAdmin(0) } else { Objective::ClusterAdmin };
    of_all_accounts(&[kind.kind_id().to_owned()], objectives)
}

/// The names, where `aws-admin` without an account stands for every account.
fn of_all_accounts(names: &[String], objectives: &[String]) -> Vec<String> {
    let kind = Objective::AwsAdmin(0);
    let all: Vec<String> = objectives.iter().filter(|id| id.starts_with(kind.kind_id())).cloned().collect();
    let is_kind = |name: &str| name == kind.kind() || name == kind.kind_id();
    let each = |name: &String| if is_kind(name) && !all.is_empty() { all.clone() } else { vec![name.clone()] };
    names.iter().flat_map(each).collect()
}

/// Refuses to ask about the administration of an account where none was read; it has been said.
fn require_account(names: &[String], objectives: &[String]) -> Result<(), Exit> {
    let is_of_one =
        |id: &str| id.strip_prefix("objective:").unwrap_or(id).split('/').next() == Some(Objective::AwsAdmin(0).kind());
    match names.iter().find(|name| is_of_one(name)) {
        Some(name) if !objectives.iter().any(|id| is_of_one(id)) => {
            talk::error(&format!(
                "--to {name}: no account of AWS was read; name what `aws iam get-account-authorization-details` wrote with --cloud"
            ));
            Err(Exit::Usage)
        }
        _ => Ok(()),
    }
}

fn objectives(teller: &Teller<'_>) -> impl Iterator<Item = String> {
    teller.escalation().graph.objectives().map(|(objective, _)| objective.id().into_owned())
}

/// The name of a source, which may be given as a path that starts there.
fn source(teller: &Teller<'_>, name: &str, targets: &[String]) -> Result<String, Exit> {
    match PathId::parse(name) {
        None => Ok(name.to_owned()),
        Some(id) => query::ends(teller, &id, targets).map(|(from, _)| from).ok_or_else(|| unknown(&id)),
    }
}

fn parse(text: &str) -> Result<PathId, Exit> {
    PathId::parse(text).ok_or_else(|| {
        talk::error(&format!("{text:?} is no id of a path (path-…); a node is named with --from or --to"));
        Exit::Usage
    })
}

fn unknown(id: &PathId) -> Exit {
    talk::error(&format!(
        "no path has the id {}: an id is that of a source and a target; where the target is no objective, name it with --to",
        id.as_str()
    ));
    Exit::Usage
}
