//! Flags of `can-i`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::source::{ConnectionArgs, InputArgs};

use super::answer::AnswerArgs;
use super::verb::Verb;

/// What stands below the help of `can-i`.
pub(in crate::cli) const CAN_I_HELP: &str = "\
Examples:
  kubescan can-i get secrets -n shop --sa shop/web
  kubescan can-i create pods --subresource exec --as alice -n shop
  kubescan can-i --list --sa shop/web
  kubescan can-i --reviews reviews.jsonl -f cluster.json -o json

Without -n the namespace is that of the kubeconfig context, or default; -A asks
for all namespaces at once. --reviews decides SubjectAccessReviews, one JSON
object a line, and prints each with its status and evidence. Where a line
carries status.allowed, a difference is told and the exit code is 1.

Exit codes:
  0  yes
  1  no (with --reviews: a difference)
  2  the command line is wrong
  3  no, but something could not be read (--allow-gaps makes it 1)
  4  could not read, or could not deliver the answer";

/// Flags of `can-i`.
#[derive(Args, Debug)]
pub struct CanIArgs {
    /// The verb
    #[arg(value_parser = Verb, hide_possible_values = true, required_unless_present_any = ["list", "reviews"], conflicts_with_all = ["list", "reviews"])]
    pub verb: Option<String>,
    /// RESOURCE, RESOURCE/NAME, RESOURCE.GROUP, or a /url; short names and singulars will do
    #[arg(value_name = "RESOURCE[/NAME]", required_unless_present_any = ["list", "reviews"])]
    pub target: Option<String>,
    /// The subresource, such as exec, log, scale, token
    #[arg(long, value_name = "NAME", requires = "target")]
    pub subresource: Option<String>,
    /// Ask about this user
    #[arg(long = "as", value_name = "USER", conflicts_with_all = ["service_account", "reviews"], help_heading = "Who")]
    pub as_user: Option<String>,
    /// Ask about a member of this group; may be repeated
    #[arg(long = "as-group", value_name = "GROUP", conflicts_with = "reviews", help_heading = "Who")]
    pub as_groups: Vec<String>,
    /// Ask about this service account
    #[arg(long = "sa", value_name = "NAMESPACE/NAME", conflicts_with = "reviews", help_heading = "Who")]
    pub service_account: Option<String>,
    /// List everything that is granted
    #[arg(long, conflicts_with = "reviews")]
    pub list: bool,
    /// Decide the SubjectAccessReviews of this file (- for stdin), one JSON object a line
    #[arg(long, value_name = "FILE", conflicts_with_all = ["namespace", "all_namespaces"])]
    pub reviews: Option<PathBuf>,
    /// Ask the API server as well, and tell where it disagrees
    #[arg(long, conflicts_with = "list")]
    pub confirm: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub answer: AnswerArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub input: InputArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub connection: ConnectionArgs,
}
