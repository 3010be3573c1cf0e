//! Flags of `boundary`.

use clap::{Args, ValueEnum};

use super::query::QueryFormat;
use super::ways::WaysArgs;
use crate::boundary::{AttackVerdict, Verdict};

/// What stands below the help of `boundary`.
pub(super) const BOUNDARY_HELP: &str = "\
Examples:
  kubescan boundary sa:access/controller
  kubescan boundary sa:ci/deployer -o wide               every route
  kubescan boundary sa:access/controller --generate | kubectl apply -f -
  kubescan boundary user:jane -f dump.yaml -o json
  kubescan boundary sa:access/controller --fail-on broken,no-guard,unknown
  kubescan boundary aws:arn:aws:iam::111122223333:role/access --cloud iam.json

Verdicts:
  harmless  no step of it leads to more than it has
  no-guard  a step does, and no guard covers any
  broken    guards stand, and a step gets past them
  unknown   what is not blocked is covered by a webhook, whose logic is unseen
  holds     every step is blocked

Of a user or role of AWS, whether three attacks on it succeed; no cluster is
read but one in files (-f):
  assume    anyone but the intended identity becomes it
  policy    somebody in the account gains by its policies
  stolen    whoever has it raises it
each of which is blocked, possible, or conditional: that hangs on what the
exports do not tell.

--fail-on makes a gate of it: 1 where the verdict is one of those named, also
where something could not be read, which is 3 otherwise. Without it a verdict
does not change the exit code.

--generate exits with 1 where a policy cannot close every open route; comments
in the YAML say which.";

/// Flags of `boundary`.
#[derive(Args, Debug)]
pub struct BoundaryArgs {
    /// Whose boundary: sa:NS/NAME, user:NAME, group:NAME; with --cloud aws:ARN of a user or role
    pub subject: String,
    /// Print the ValidatingAdmissionPolicy with its binding that closes the open routes and leaves the rest alone
    #[arg(long, conflicts_with = "output")]
    pub generate: bool,
    /// Exit with 1 when the verdict is one of these; may be repeated, or several with commas
    #[arg(long, value_name = "VERDICT", value_enum, value_delimiter = ',', conflicts_with = "generate")]
    pub fail_on: Vec<FailOn>,
    /// The format
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t = QueryFormat::Table, help_heading = "Output")]
    pub output: QueryFormat,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub ways_args: WaysArgs,
}

/// The verdicts, as `--fail-on` takes them and JSON writes them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum FailOn {
    /// Guards stand, and a step gets past them
    Broken,
    /// A step leads to more, and no guard covers any
    NoGuard,
    /// It cannot be known
    Unknown,
    /// Every step is blocked
    Holds,
    /// No step leads to more than it has
    Harmless,
    /// Of aws:ARN: an attack succeeds
    Possible,
    /// Of aws:ARN: whether an attack succeeds hangs on what the exports do not tell
    Conditional,
}

impl FailOn {
    /// Whether it names this verdict.
    #[must_use]
    pub fn is(self, verdict: Verdict) -> bool {
        let named = match self {
            FailOn::Broken => Verdict::Broken,
            FailOn::NoGuard => Verdict::NoGuard,
            FailOn::Unknown => Verdict::Unknown,
            FailOn::Holds => Verdict::Holds,
            FailOn::Harmless => Verdict::Harmless,
            FailOn::Possible | FailOn::Conditional => return false,
        };
        named == verdict
    }

    /// Whether it is about attacks on identities of AWS.
    #[must_use]
    pub fn is_of_attacks(self) -> bool {
        matches!(self, FailOn::Possible | FailOn::Conditional)
    }

    /// Whether it names what this attack comes to.
    #[must_use]
    pub fn is_attack(self, verdict: AttackVerdict) -> bool {
        match self {
            FailOn::Possible => verdict == AttackVerdict::Possible,
            FailOn::Conditional => verdict == AttackVerdict::Conditional,
            _ => false,
        }
    }
}
