//! The boundary of an identity of IAM as it is reported.

use schemars::JsonSchema;
use serde::Serialize;

/// Whether three attacks on an identity that hands out access succeed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AwsBoundary {
    /// Whose: `aws:ARN`.
    pub subject: String,
    /// The attacks.
    pub attacks: Attacks,
    /// Who would succeed and administers the account anyway, by ARN: the attacks leave them out.
    pub administrators: Vec<String>,
}

/// The three attacks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Attacks {
    /// Anyone but the intended identity assumes the role.
    pub assume: Attack,
    /// Somebody in the account gains by the policies of the role.
    pub policy: Attack,
    /// Whoever stole the identity raises it.
    pub stolen: Attack,
}

/// What an attack comes to.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Attack {
    /// Whether it succeeds.
    pub verdict: AttackVerdict,
    /// The statements by which it does, or may.
    pub witness: Vec<StatementRef>,
    /// What stands in the way of what does not succeed.
    pub blocked_by: Vec<String>,
    /// What was asked and decides, worst first.
    pub rows: Vec<AttackRow>,
    /// What is worth knowing and does not decide: what is done for others by design, and who administers anyway.
    pub apart: Vec<AttackRow>,
}

/// Whether an attack succeeds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AttackVerdict {
    /// It does not.
    #[default]
    Blocked,
    /// That hangs on what the exports do not tell.
    Conditional,
    /// It does.
    Possible,
}

/// One question, and its answer.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttackRow {
    /// What was asked.
    pub question: AttackQuestion,
    /// Who does it, or what it is done to.
    pub who: String,
    /// The answer.
    pub verdict: AttackVerdict,
    /// What that rests on, in words.
    pub facts: Vec<String>,
    /// The statements that allow it, surely or perhaps.
    pub witness: Vec<StatementRef>,
    /// What blocks it.
    pub blocked_by: Vec<String>,
}

/// A statement of a policy.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StatementRef {
    /// The policy, in words; with the ARN of a managed one, the name of an inline one, the role of a trust policy.
    pub policy: String,
    /// Its `Sid`, or else its place in the policy, from 1.
    pub statement: String,
}

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AttackQuestion {
    /// Does the trust policy let in a user, a role, an account, everyone?
    TrustPrincipal,
    /// Does it let in another token of an identity provider?
    TrustToken,
    /// Does it let in a service, and who may hand the role to that?
    TrustService,
    /// Who may rewrite the trust policy?
    TrustEdit,
    /// Who may change a provider that it trusts?
    ProviderEdit,
    /// Who becomes the role by another method?
    Take,
    /// Who becomes somebody that is let in?
    Through,
    /// Who holds a policy of the role too, or may attach it to what it holds?
    Attach,
    /// Who may rewrite a policy of the role?
    Rewrite,
    /// May it become another identity?
    Hop,
    /// May it give itself more?
    SelfGrant,
    /// May it let others in?
    SelfTrust,
    /// May it let itself into a cluster?
    Cluster,
    /// Which other roles trust the same token?
    SameToken,
    /// May it do what its limits should not let it?
    Outside,
    /// What may it do for others by design?
    ByDesign,
}
