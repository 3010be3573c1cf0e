//! A hop of several requests: each is explained by itself, with what the others say of where it is made.

use crate::findings::Hop;
use crate::template::rule_text;

use super::command::Actor;
use super::request::{ApiRequest, requests};
use super::thing::thing;
use super::{Explainer, HopView, audit, command};

/// Between what stops a hop by one of its parts and what stops it by another.
const OR: &str = "; or: ";

/// What there is to say of all parts.
pub(super) fn explain(explainer: &Explainer<'_>, hop: Hop, next: Option<&Hop>, actor: &Actor<'_>) -> HopView {
    let (mut titles, mut stops) = (Vec::new(), Vec::new());
    let (mut commands, mut expressions) = (Vec::new(), Vec::new());
    for part in &hop.parts {
        let (view, _) = explainer.explain_alone(part.clone(), next, actor);
        titles.push(view.title);
        let stop = view.stop.trim_end_matches('.').to_owned();
        if !stops.contains(&stop) {
            stops.push(stop);
        }
        let entry = explainer.template.entries.iter().find(|entry| entry.id == *part.entry);
        let Some(entry) = entry else {
            commands.extend(view.commands);
            continue;
        };
        // What a request is made for is where all of them lead.
        let meant = Hop { to: hop.to.clone(), ..part.clone() };
        for mut request in requests(entry, &explainer.rules(part), part) {
            complete(&mut request, &hop.parts);
            commands.push(command::command(&request, &meant, next, actor));
            expressions.push(audit::expression(&request, part, actor));
        }
    }
    HopView {
        title: titles.join(" + "),
        rules: explainer.rules(&hop).iter().map(|rule| rule_text(rule)).collect(),
        commands,
        audit: expressions,
        stop: stops.join(OR),
        hop,
    }
}

/// The pod that another part is made from is the one whose log is read.
fn complete(request: &mut ApiRequest, parts: &[Hop]) {
    if (request.resource.as_str(), request.subresource.as_str()) != ("pods", "log") || request.name.is_some() {
        return;
    }
    let pods = parts.iter().map(|part| thing(&part.from)).filter(|thing| thing.kind == "pod");
    let here = pods.filter(|pod| request.namespace.is_none() || pod.namespace == request.namespace.as_deref());
    if let Some(pod) = here.into_iter().next() {
        request.name = Some(pod.name.to_owned());
        request.namespace = pod.namespace.map(str::to_owned);
    }
}
