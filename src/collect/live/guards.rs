//! What is read once policies and bindings are known: the parameters that they name, and what policy engines hold.
//!
//! Both are of kinds that only some servers have. Parameters are lists too, narrowed to the name or the labels that a
//! binding gives: authorization takes a list with `metadata.name` for a request of that name, so a right to list may be
//! given for this name alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::task::JoinSet;

use super::errand::{Discovery, Known};
use super::fault::Fault;
use super::list::{Listing, list_at};
use super::served::{escaped, kinds_of_group, kinds_of_version, list_path};
use super::session::Session;
use super::verdict;
use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::collect::listed::{ENGINE_POLICIES, Listed, ObjectKind};
use crate::collect::settle::params::{self, wanted};
use crate::collect::wire::{ENGINE_GROUPS, is_of_engine, is_read_as_param};
use crate::model::{Gap, LabelSelector, ParamKind, ParamRef, SelectorOperator, SelectorRequirement};

/// What can be missing where it is not even known what a policy engine has.
const ENGINE_EFFECT: &str = "What policy engines refuse is unknown: a path that they block is reported as open.";

/// Reads both, with the gaps that they leave.
pub(super) async fn read(session: &Arc<Session>, found: &Found, asked: Discovery, known: &Known) -> Found {
    let mut all = Found::default();
    if !session.connection.breadth.holds(Kind::ValidatingAdmissionPolicy) {
        return all;
    }
    let mut questions = params_to_ask(session, found, &mut all.gaps).await;
    questions.extend(engines_to_ask(session, asked, known, &mut all.gaps).await);
    let mut running = JoinSet::new();
    for (listed, path) in questions {
        let session = Arc::clone(session);
        running.spawn(async move {
            let listing = list_at(&session, listed.clone(), &path).await;
            (listed, listing)
        });
    }
    // Settling sorts what comes in any order.
    for (listed, listing) in running.join_all().await {
        all.gaps.extend(gaps(&listed, &listing));
        all.append(listing.found);
    }
    all
}

fn gaps(listed: &Listed, listing: &Listing) -> Vec<Gap> {
    let effect = match listed {
        Listed::Params(of) => params::effect(&of.kind, UNREAD),
        _ => format!("What a {} refuses is unknown: a path that it blocks is reported as open.", listed.name()),
    };
    verdict::gaps_of(listing, listed.resource(), "cluster", &effect)
}

const UNREAD: &str = "they could not be read";

/// A list for each way in which bindings refer to parameters.
async fn params_to_ask(session: &Session, found: &Found, gaps: &mut Vec<Gap>) -> Vec<(Listed, String)> {
    let mut questions = Vec::new();
    for (kind, references) in wanted(found) {
        // What is not read as a parameter is a gap already.
        if !is_read_as_param(&kind.api_version, &kind.kind) {
            continue;
        }
        match served(session, &kind).await {
            Ok(Some(of)) => {
                let paths: BTreeSet<String> = references.iter().filter_map(|params| path(&of, params)).collect();
                questions.extend(paths.into_iter().map(|path| (Listed::Params(of.clone()), path)));
            }
            Ok(None) => {}
            Err(fault) => gaps.push(params::gap(&kind.kind, fault.reason(), UNREAD)),
        }
    }
    questions
}

async fn served(session: &Session, kind: &ParamKind) -> Result<Option<ObjectKind>, Fault> {
    let kinds = kinds_of_version(session, &kind.api_version).await?;
    Ok(kinds.into_iter().find(|of| of.kind == kind.kind))
}

/// The list that brings what a binding refers to: by name, or by labels.
fn path(of: &ObjectKind, params: &ParamRef) -> Option<String> {
    let path = list_path(of, params.namespace.as_ref().map(|namespace| namespace.as_str()));
    match (&params.name, &params.selector) {
        (Some(name), _) => {
            Some(format!("{path}?fieldSelector={}", escaped(&format!("metadata.name={}", name.as_str()))))
        }
        (None, Some(selector)) if selector.requirements.is_empty() => Some(path),
        (None, Some(selector)) => Some(format!("{path}?labelSelector={}", escaped(&written(selector)))),
        (None, None) => None,
    }
}

/// A selector as a query has it: `labels.Selector.String` of `k8s.io/apimachinery/pkg/labels`.
fn written(selector: &LabelSelector) -> String {
    let written = |requirement: &SelectorRequirement| {
        let key = requirement.key.as_str();
        let values: Vec<&str> = requirement.values.iter().map(|value| value.as_str()).collect();
        match requirement.operator {
            SelectorOperator::In => format!("{key} in ({})", values.join(",")),
            SelectorOperator::NotIn => format!("{key} notin ({})", values.join(",")),
            SelectorOperator::Exists => key.to_owned(),
            SelectorOperator::DoesNotExist => format!("!{key}"),
        }
    };
    selector.requirements.iter().map(written).collect::<Vec<_>>().join(",")
}

/// A list for each kind of policy engines that the server has.
async fn engines_to_ask(
    session: &Session,
    asked: Discovery,
    known: &Known,
    gaps: &mut Vec<Gap>,
) -> Vec<(Listed, String)> {
    // Where discovery told all, it told which groups there are.
    let told = asked != Discovery::None && known.gaps.is_empty();
    let may_be = |group: &&&str| !told || known.resources.iter().any(|resource| resource.api_group == ***group);
    let mut questions = Vec::new();
    for group in ENGINE_GROUPS.iter().filter(may_be) {
        match kinds_of_group(session, group).await {
            Ok(kinds) => {
                let read = kinds.into_iter().filter(|of| is_of_engine(of.group(), &of.kind));
                questions.extend(read.map(|of| {
                    let path = list_path(&of, None);
                    (Listed::Engine(of), path)
                }));
            }
            Err(fault) => {
                let listing = Listing { fault: Some(fault), ..Listing::default() };
                gaps.extend(verdict::gaps_of(&listing, ENGINE_POLICIES, "cluster", ENGINE_EFFECT));
            }
        }
    }
    questions
}
