//! Why a decision is conditional.

use serde::Serialize;

use crate::model::Name;

use super::PolicySource;

/// What an export does not tell, and a decision hangs on.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// Whether the caller signed in with a second factor.
    Mfa,
    /// A secret between two parties that whoever assumes the role must know.
    ExternalId,
    /// How the session of a role is named.
    SessionName,
    /// The value of this context key.
    Key(Name),
    /// The value of this variable of a pattern.
    Variable(Name),
    /// An operator that kubescan does not know.
    Operator(Name),
    /// A value of a condition that is not what its operator compares.
    Value(Name),
    /// Whether it is before or after this instant when the request is made.
    Time(Name),
    /// A key of several values without `ForAllValues` or `ForAnyValue`.
    SeveralValues(Name),
    /// A managed policy that is attached and not in the export.
    ManagedPolicy(Name),
    /// A boundary that is not in the export.
    Boundary(Name),
    /// A group that is not in the export.
    Group(Name),
    /// A policy that could not be understood.
    Unreadable(PolicySource),
    /// What the policies of another account allow.
    OtherAccount(Name),
    /// A trust policy that names no caller but everyone: whether that suffices without a policy of the caller's own.
    Everyone,
    /// Whether an exception for an account is one for this identity of it.
    NotPrincipal(Name),
    /// Whether a provider of another account counts.
    OtherProvider(Name),
    /// Whether one value of this key satisfies all patterns at once.
    Choice(Name),
    /// There are more values to choose from than are tried.
    TooManyChoices,
}
