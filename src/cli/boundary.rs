//! Flags of `boundary`.

use clap::Args;

use super::query::QueryFormat;
use super::ways::WaysArgs;

/// What stands below the help of `boundary`.
pub(super) const BOUNDARY_HELP: &str = "\
Examples:
  kubescan boundary sa:access/controller
  kubescan boundary sa:ci/deployer -o wide               every route
  kubescan boundary sa:access/controller --generate | kubectl apply -f -
  kubescan boundary user:jane -f dump.yaml -o json

Verdicts:
  harmless  no step of it leads to more than it has
  no-guard  a step does, and no guard covers any
  broken    guards stand, and a step gets past them
  unknown   what is not blocked is covered by a webhook, whose logic is unseen
  holds     every step is blocked

--generate exits with 1 where a policy cannot close every open route; comments
in the YAML say which.";

/// Flags of `boundary`.
#[derive(Args, Debug)]
pub struct BoundaryArgs {
    /// Whose boundary: sa:NS/NAME, user:NAME, group:NAME
    pub subject: String,
    /// Print the ValidatingAdmissionPolicy with its binding that closes the open routes and leaves the rest alone
    #[arg(long, conflicts_with = "output")]
    pub generate: bool,
    /// The format
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t = QueryFormat::Table, help_heading = "Output")]
    pub output: QueryFormat,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub ways_args: WaysArgs,
}
