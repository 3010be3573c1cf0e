//! The boundary of an identity of IAM that hands out access: whether three attacks on it succeed.
//!
//! *assume*: anyone but the intended identity becomes the role. *policy*: somebody in the account gains by the policies of
//! the role. *stolen*: whoever has the identity raises it. Each question is asked of [`crate::cloud::iam`] and becomes a
//! row; the worst row is the verdict. Who administers the account anyway gains nothing by an attack and is left out; what
//! the identity may do for others is its purpose, and stands apart.
//!
//! Cost: for `assume` one question for each principal, and the methods of each; for `policy` the write permissions of the
//! policies for each who may have them; for `stolen` a few questions for each principal.

mod assume;
mod evidence;
mod policy;
mod stolen;
mod tags;
mod view;
mod world;

use crate::cloud::iam::Iam;
use crate::model::cloud::Cloud;
use crate::template::Method;
use crate::yaml::nearest;

pub use view::{Attack, AttackQuestion, AttackRow, AttackVerdict, Attacks, AwsBoundary, StatementRef};
use world::World;

/// Why an identity cannot be judged.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum UnknownIdentity {
    /// No export of IAM was read.
    #[error("no export of IAM was read: name what `aws iam get-account-authorization-details` printed with --cloud")]
    NoAccount,
    /// No user and no role has this ARN.
    #[error("no user or role of the exports is {0:?}{1}")]
    Absent(String, String),
}

/// The boundary of the user or role of this ARN.
///
/// # Errors
/// When there is no such identity.
pub fn aws_boundary(cloud: &Cloud, methods: &[Method], arn: &str) -> Result<AwsBoundary, UnknownIdentity> {
    let iam = Iam::of(cloud);
    let own = iam.find(arn).ok_or_else(|| unknown(cloud, &iam, arn))?;
    let of = iam.principal(own).arn();
    let is_its = |known: &&crate::model::cloud::Account| {
        (known.partition.as_str(), known.id.as_str()) == (of.partition(), of.account())
    };
    let account = cloud.accounts.iter().find(is_its).ok_or(UnknownIdentity::NoAccount)?;
    let world = World::new(&iam, cloud, account, methods, own);
    let attacks =
        Attacks { assume: assume::attack(&world), policy: policy::attack(&world), stolen: stolen::attack(&world) };
    let administrators = world.left_out.borrow().iter().cloned().collect();
    Ok(AwsBoundary { subject: format!("aws:{arn}"), attacks, administrators })
}

/// What is wrong with an ARN, and which come nearest.
fn unknown(cloud: &Cloud, iam: &Iam<'_>, arn: &str) -> UnknownIdentity {
    if cloud.accounts.is_empty() {
        return UnknownIdentity::NoAccount;
    }
    let known: Vec<&str> = iam.principals().map(|(_, principal)| principal.arn().as_str()).collect();
    let name = |arn: &str| arn.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let same = known.iter().find(|known| name(known) == name(arn)).copied();
    let near = same.or_else(|| nearest(arn, &known));
    let hint = near.map_or_else(String::new, |near| format!("; did you mean aws:{near}?"));
    UnknownIdentity::Absent(arn.to_owned(), hint)
}
