//! Whom a trust policy is about.
//!
//! Naming a principal itself lets it in without a policy of its own; naming its account only passes the decision on to
//! the policies of that account. There are no partial wildcards here: `*` is everyone, and `arn:aws:iam::1:role/a*` nobody.

use crate::model::Name;
use crate::model::cloud::{Arn, PrincipalPattern, Role, Selection};

use super::assume::Provider;
use super::truth::Truth;
use super::who::Who;
use super::{Doubt, PolicySource, Principal};

/// How a trust policy is about a caller.
pub(super) struct Named {
    /// Whether it covers the caller, in whichever way.
    pub(super) covered: Truth,
    /// Whether it names the caller itself, so that no policy of its own is needed.
    pub(super) directly: Truth,
}

/// The caller, as trust policies look at it.
#[derive(Clone, Copy)]
pub(super) struct Seeker<'a> {
    pub(super) who: Who<'a>,
    /// The provider of a federated caller.
    pub(super) provider: Option<Provider<'a>>,
    /// Whom it wants to become.
    pub(super) role: &'a Role,
}

impl Named {
    fn as_itself(truth: Truth) -> Self {
        Named { covered: truth.clone(), directly: truth }
    }

    fn through_account(truth: Truth) -> Self {
        Named { covered: truth, directly: Truth::No }
    }

    fn or(self, other: Named) -> Self {
        Named { covered: self.covered.or(other.covered), directly: self.directly.or(other.directly) }
    }
}

impl Seeker<'_> {
    /// Whether the principals of a statement cover the caller.
    pub(super) fn is_named(&self, principals: Option<&Selection<PrincipalPattern>>) -> Named {
        match principals {
            // AWS stores no trust policy with a statement about nobody.
            None => Named::as_itself(Truth::maybe(Doubt::Unreadable(PolicySource::Trust {
                role: self.role.identity.arn.name().clone(),
            }))),
            Some(Selection::Only(patterns)) => self.any_of(patterns),
            Some(Selection::AllBut(patterns)) => self.all_but(patterns),
        }
    }

    fn any_of(&self, patterns: &[PrincipalPattern]) -> Named {
        let each = patterns.iter().map(|pattern| self.is(pattern));
        each.fold(Named::through_account(Truth::No), Named::or)
    }

    /// Everyone but those listed. Whether an account that is listed stands for all its identities is not clear.
    fn all_but(&self, patterns: &[PrincipalPattern]) -> Named {
        let listed = self.any_of(patterns);
        if listed.directly == Truth::No && listed.covered == Truth::Yes {
            return Named::as_itself(Truth::maybe(Doubt::NotPrincipal(self.account().into())));
        }
        let covered = listed.covered.negate();
        let directly = covered.clone().and(self.everyone().directly);
        Named { covered, directly }
    }

    fn is(&self, pattern: &PrincipalPattern) -> Named {
        match pattern {
            PrincipalPattern::Anyone => self.everyone(),
            PrincipalPattern::Aws(name) => self.is_aws(name),
            PrincipalPattern::Service(name) => {
                Named::as_itself(Truth::of(matches!(self.who, Who::Service(service) if *name == service)))
            }
            PrincipalPattern::Federated(name) => Named::as_itself(self.is_provider(name)),
            PrincipalPattern::CanonicalUser(_) => Named::through_account(Truth::No),
        }
    }

    fn everyone(&self) -> Named {
        match self.who {
            Who::Known { .. } | Who::Stranger(_) => {
                Named { covered: Truth::Yes, directly: Truth::maybe(Doubt::Everyone) }
            }
            Who::Service(_) | Who::Federated => Named::as_itself(Truth::Yes),
        }
    }

    fn is_aws(&self, name: &Name) -> Named {
        let Some(arn) = self.arn() else {
            // `{"AWS": "*"}` is said to mean the same as `*`, which covers services and providers too.
            let covered = if *name == "*" { Truth::maybe(Doubt::Everyone) } else { Truth::No };
            return Named::as_itself(covered);
        };
        if *name == "*" {
            return self.everyone();
        }
        if *name == arn.account() || is_root(name, arn) {
            return Named::through_account(Truth::Yes);
        }
        Named::as_itself(self.is_itself(name, arn))
    }

    fn is_itself(&self, name: &Name, arn: &Arn) -> Truth {
        if name == arn.name() {
            return Truth::Yes;
        }
        match self.who {
            // An id stands where a principal was deleted; that of a living one is its own.
            Who::Known { principal, .. } if *name == principal.identity().id => Truth::Yes,
            Who::Known { principal: Principal::Role(role), .. } if is_session(name, role) => {
                Truth::maybe(Doubt::SessionName)
            }
            _ => Truth::No,
        }
    }

    fn is_provider(&self, name: &Name) -> Truth {
        let Some(provider) = self.provider else { return Truth::No };
        if !provider.is(name) {
            return Truth::No;
        }
        match Arn::parse(name) {
            Some(arn) if arn.account() != self.role.identity.arn.account() => {
                Truth::maybe(Doubt::OtherProvider(name.clone()))
            }
            _ => Truth::Yes,
        }
    }

    fn arn(&self) -> Option<&Arn> {
        match &self.who {
            Who::Known { principal, .. } => Some(principal.arn()),
            Who::Stranger(arn) => Some(arn),
            Who::Service(_) | Who::Federated => None,
        }
    }

    fn account(&self) -> &str {
        self.arn().map_or("", Arn::account)
    }
}

/// Whether a name is the account of an ARN.
fn is_root(name: &str, of: &Arn) -> bool {
    Arn::parse(name).is_some_and(|arn| {
        let same = (arn.partition(), arn.account()) == (of.partition(), of.account());
        same && arn.service() == "iam" && arn.resource() == "root"
    })
}

/// Whether a name is that of a session of a role; sessions know no paths.
fn is_session(name: &str, role: &Role) -> bool {
    Arn::parse(name).is_some_and(|arn| {
        let of = &role.identity.arn;
        let mut parts = arn.resource().split('/');
        (arn.partition(), arn.account(), arn.service()) == (of.partition(), of.account(), "sts")
            && parts.next() == Some("assumed-role")
            && parts.next() == Some(role.identity.name.as_str())
            && parts.next().is_some()
    })
}
