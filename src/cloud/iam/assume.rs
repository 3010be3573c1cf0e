//! Who may assume a role.
//!
//! A trust policy must always let the caller in. In one account, naming the caller itself suffices; naming the account
//! needs an Allow of the caller's own policies as well. Across accounts both sides must allow it. A role does not trust
//! itself unless its trust policy says so.

use crate::model::Name;
use crate::model::cloud::Arn;

use super::concern::Concern;
use super::evaluate::{Case, TrustSide};
use super::facts::{Facts, Place};
use super::held::{Held, HeldPolicy, Trust};
use super::layer::Layer;
use super::named::Seeker;
use super::truth::Doubts;
use super::who::Who;
use super::{Context, Decision, Doubt, Iam, PolicySource, Principal, PrincipalId, Standing, choice};

/// Whoever wants to assume a role.
#[derive(Clone, Copy)]
pub enum Caller<'a> {
    /// A user or a role of the export.
    Principal(PrincipalId),
    /// The same, as it could make itself.
    Standing(&'a Standing<'a>),
    /// A user or a role of which there is no export.
    Stranger(&'a Arn),
    /// A service of AWS: `pods.eks.amazonaws.com`.
    Service(&'a str),
    /// The same, for the tags that it gives the session.
    Tagging(&'a str),
    /// A user or a role of the export, for the tags that it hands on.
    HandingOn(PrincipalId),
    /// Whoever shows a token of an OIDC provider.
    WebIdentity(&'a WebIdentity),
    /// Whoever a SAML provider of this ARN vouches for.
    Saml(&'a Arn),
}

/// A token of an OIDC provider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WebIdentity {
    /// Who issued it, without `https://`.
    pub issuer: Name,
    /// `sub`: `system:serviceaccount:NAMESPACE:NAME`.
    pub subject: Name,
    /// `aud`: `sts.amazonaws.com`.
    pub audience: Name,
}

/// A provider, as trust policies name it.
#[derive(Clone, Copy)]
pub(super) enum Provider<'a> {
    Oidc(&'a str),
    Saml(&'a Arn),
}

impl Provider<'_> {
    /// Whether a trust policy means it by this name.
    pub(super) fn is(&self, name: &Name) -> bool {
        match self {
            Provider::Saml(arn) => name == arn.name(),
            // Providers that are built in have no ARN.
            Provider::Oidc(issuer) => {
                *name == *issuer
                    || Arn::parse(name).is_some_and(|arn| arn.resource().strip_prefix("oidc-provider/") == Some(issuer))
            }
        }
    }
}

impl WebIdentity {
    /// The keys of the token; what the context says of them wins.
    pub(super) fn context(&self, context: &Context) -> Context {
        let issuer = self.issuer.as_str();
        let keys = [(format!("{issuer}:sub"), &self.subject), (format!("{issuer}:aud"), &self.audience)];
        let missing = |key: &str| context.get(&key.to_ascii_lowercase().into()).is_none();
        keys.into_iter()
            .filter(|(key, _)| missing(key))
            .fold(context.clone(), |context, (key, value)| context.with_text(&key, value))
    }
}

impl Caller<'_> {
    fn action(&self) -> &'static str {
        match self {
            Caller::Principal(_) | Caller::Standing(_) | Caller::Stranger(_) | Caller::Service(_) => "sts:assumerole",
            Caller::Tagging(_) | Caller::HandingOn(_) => "sts:tagsession",
            Caller::WebIdentity(_) => "sts:assumerolewithwebidentity",
            Caller::Saml(_) => "sts:assumerolewithsaml",
        }
    }
}

impl Iam<'_> {
    /// Whether a user or a role may assume a role.
    #[must_use]
    pub fn may_assume(&self, caller: PrincipalId, role: PrincipalId) -> Decision {
        self.admits(role, Caller::Principal(caller), &Context::new())
    }

    /// Whether a role may be assumed with a token.
    #[must_use]
    pub fn trusts(&self, role: PrincipalId, token: &WebIdentity) -> Decision {
        self.admits(role, Caller::WebIdentity(token), &Context::new())
    }

    /// Whether a service of AWS may assume a role.
    #[must_use]
    pub fn service_trusted(&self, role: PrincipalId, service: &str) -> Decision {
        self.admits(role, Caller::Service(service), &Context::new())
    }

    /// Whether a caller may assume a role. A user is assumed by nobody.
    #[must_use]
    pub fn admits(&self, role: PrincipalId, caller: Caller<'_>, context: &Context) -> Decision {
        let held = self.held(role);
        let Principal::Role(wanted) = held.principal else { return nobody(held.principal) };
        let (who, provider) = self.seeker(caller);
        let action = Name::from(caller.action());
        let concern = self.concerns.about(&action, &self.documents);
        let policy = trust_policy(held);
        let layer = self.trust_layer(&policy, &concern);
        let own = match caller {
            Caller::Principal(id) | Caller::HandingOn(id) => Some(self.own(self.held(id), &concern)),
            Caller::Standing(standing) => Some(self.own(&standing.0, &concern)),
            _ => None,
        };
        let context = match caller {
            Caller::WebIdentity(token) => token.context(context),
            _ => context.clone(),
        };
        let arn = wanted.identity.arn.as_str();
        let place = Place::Text(arn.to_owned());
        let on = Some(held.principal);
        let facts = Facts { who, action: &action, place, on, context: &context, chosen: Vec::new(), now: self.now };
        let trust = Some(side(layer, Seeker { who, provider, role: wanted }));
        choice::decide(&Case { own, trust }, &facts)
    }

    /// Who that is, and the provider that vouches for it.
    fn seeker<'a>(&'a self, caller: Caller<'a>) -> (Who<'a>, Option<Provider<'a>>) {
        match caller {
            Caller::Principal(id) | Caller::HandingOn(id) => (self.who(self.held(id)), None),
            Caller::Standing(standing) => (self.who(&standing.0), None),
            Caller::Stranger(arn) => (Who::Stranger(arn), None),
            Caller::Service(name) | Caller::Tagging(name) => (Who::Service(name), None),
            Caller::WebIdentity(token) => (Who::Federated, Some(Provider::Oidc(&token.issuer))),
            Caller::Saml(arn) => (Who::Federated, Some(Provider::Saml(arn))),
        }
    }

    fn trust_layer<'a>(&'a self, policy: &'a Result<HeldPolicy, Doubt>, concern: &Concern) -> Layer<'a> {
        let mut layer = Layer::default();
        match policy {
            Ok(policy) => layer.add(policy, &self.documents, concern),
            Err(doubt) => layer.doubts = [doubt.clone()].into(),
        }
        layer
    }
}

/// The trust policy, if it could be read.
fn trust_policy(held: &Held<'_>) -> Result<HeldPolicy, Doubt> {
    let source = PolicySource::Trust { role: held.principal.arn().name().clone() };
    match &held.trust {
        Trust::Document(document) => Ok(HeldPolicy { source, document: *document, about: None }),
        Trust::Unreadable | Trust::Nobody => Err(Doubt::Unreadable(source)),
    }
}

fn side<'a>(layer: Layer<'a>, seeker: Seeker<'a>) -> TrustSide<'a> {
    let own = &seeker.role.identity.arn;
    let mut elsewhere = Doubts::new();
    let same_account = match seeker.who {
        Who::Known { principal, .. } => {
            let arn = principal.arn();
            (arn.partition(), arn.account()) == (own.partition(), own.account())
        }
        Who::Stranger(arn) => {
            elsewhere.insert(Doubt::OtherAccount(arn.account().into()));
            false
        }
        Who::Service(_) | Who::Federated => false,
    };
    TrustSide { layer, seeker, same_account, elsewhere }
}

fn nobody(user: Principal<'_>) -> Decision {
    Decision::untrusted(user.arn())
}
