//! Whether a user or a role may do something.

use std::sync::OnceLock;

use crate::model::Name;
use crate::model::cloud::PolicyDocument;

use super::concern::Concern;
use super::document::compile;
use super::evaluate::{Case, Own};
use super::facts::{Facts, Place};
use super::held::{Bound, Held};
use super::layer::{Applied, Layer};
use super::statement::Compiled;
use super::who::Who;
use super::{Block, Decision, Doubt, Iam, PolicySource, PrincipalId, Request, Target, Verdict, choice};

impl Iam<'_> {
    /// Whether a user or a role may do something, by its own policies. Whether a role may be *assumed* hangs on its trust
    /// policy as well: ask [`Iam::may_assume`].
    #[must_use]
    pub fn decide(&self, principal: PrincipalId, request: &Request<'_>) -> Decision {
        self.decide_held(self.held(principal), request)
    }

    /// The same of whoever holds this.
    pub(super) fn decide_held(&self, held: &Held<'_>, request: &Request<'_>) -> Decision {
        let action = Name::from(request.action.to_ascii_lowercase());
        let concern = self.concerns.about(&action, &self.documents);
        let mut own = self.own(held, &concern);
        if own.identity.is_silent() {
            return not_allowed();
        }
        let session = OnceLock::new();
        own.session = request.session.map(|document| session_layer(document, &session, &action));
        let place = match &request.target {
            Target::Arn(arn) => Place::Text((*arn).to_owned()),
            Target::Fresh(prefix) => Place::Open(prefix.clone()),
            Target::All => Place::Text("*".to_owned()),
        };
        let on = match &request.target {
            Target::Arn(arn) => self.find(arn).map(|id| self.principal(id)),
            _ => None,
        };
        let (who, context) = (self.who(held), &request.context);
        let facts = Facts { who, action: &action, place, on, context, chosen: Vec::new(), now: self.now };
        choice::decide(&Case { own: Some(own), trust: None }, &facts)
    }

    /// Whether a user or a role may do everything to everything.
    #[must_use]
    pub fn administers(&self, principal: PrincipalId) -> Decision {
        self.decide(principal, &Request::new("*:*", Target::All))
    }

    pub(super) fn who<'a>(&self, held: &Held<'a>) -> Who<'a> {
        Who::Known { principal: held.principal, has_session_tags: held.has_session_tags }
    }

    /// The policies of a principal that concern an action.
    pub(super) fn own<'a>(&'a self, held: &'a Held<'_>, concern: &Concern) -> Own<'a> {
        let mut identity = Layer { doubts: held.doubts.clone(), ..Layer::default() };
        for policy in &held.policies {
            identity.add(policy, &self.documents, concern);
        }
        let boundary = match &held.boundary {
            Bound::Nothing => None,
            Bound::Policy(policy) => {
                let mut layer = Layer::default();
                layer.add(policy, &self.documents, concern);
                Some((boundary_arn(&policy.source), layer))
            }
            Bound::Unknown(arn, doubt) => {
                let doubts = [doubt.clone()].into();
                Some((arn.clone(), Layer { doubts, ..Layer::default() }))
            }
        };
        Own { identity, boundary, session: None }
    }
}

fn boundary_arn(source: &PolicySource) -> Name {
    match source {
        PolicySource::Boundary { arn, .. } => arn.clone(),
        _ => Name::default(),
    }
}

/// The statements of a session policy that concern an action.
fn session_layer<'a>(document: &PolicyDocument, compiled: &'a OnceLock<Vec<Compiled>>, action: &str) -> Layer<'a> {
    match document {
        PolicyDocument::Readable(document) => {
            let statements = compiled.get_or_init(|| compile(document)).iter();
            let concerned = statements.filter(|statement| statement.concerns(action));
            let applied = concerned.map(|statement| Applied { statement, source: &PolicySource::Session, about: None });
            Layer { applied: applied.collect(), ..Layer::default() }
        }
        PolicyDocument::Unreadable(_) => {
            let doubts = [Doubt::Unreadable(PolicySource::Session)].into();
            Layer { doubts, ..Layer::default() }
        }
    }
}

fn not_allowed() -> Decision {
    let (doubts, allowed_by, choices) = (Vec::new(), Vec::new(), Vec::new());
    Decision { verdict: Verdict::Deny, doubts, allowed_by, blocked_by: vec![Block::NotAllowed], choices }
}
