//! Flags of the queries: `who-can`, `can-i`, `permissions`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::authz::{RESOURCE_VERBS, SPECIAL_VERBS};
use crate::query::SubjectKind;
use crate::report::schema::Contract;

use super::source::{ConnectionArgs, InputArgs, SourceArgs};

/// What stands below the help of questions with a verb.
pub(super) const VERBS: &str = "\
Examples:
  kubescan who-can get secrets                     in any namespace
  kubescan who-can get secrets/db-password -n shop
  kubescan who-can create pods --subresource exec -n shop
  kubescan who-can get /metrics
  kubescan who-can bind clusterroles/admin
  kubescan who-can impersonate users
  kubescan who-can '*' '*'

Verbs: get list watch create update patch delete deletecollection, and the special ones:
  escalate, bind                  on roles, clusterroles
  impersonate                     on users, groups, serviceaccounts, uids, userextras/KEY
  impersonate:MODE                the same, constrained; MODE is user-info, serviceaccount, arbitrary-node,
                                  associated-node
  impersonate-on:MODE:VERB        what may be done while impersonating so
  approve, sign, attest           on signers/NAME
  use                             on resources of other makers
  associated-node:VERB            on resourceclaims/driver, and arbitrary-node:VERB
  request-serviceaccounts-token-audience  on the audience as a resource
A URL is asked with the HTTP method: get, post, put, patch, delete, head, options.";

/// What stands below the help of `can-i`.
pub(super) const CAN_I_HELP: &str = "\
Examples:
  kubescan can-i get secrets -n shop --sa shop/web
  kubescan can-i create pods --subresource exec --as alice --as-group dev -n shop
  kubescan can-i --list --sa shop/web
  kubescan can-i --reviews reviews.jsonl -f cluster.json -o json

Without -n the namespace is that of the kubeconfig context, or default; -A asks for all namespaces at once.
--reviews decides SubjectAccessReviews, one JSON object a line, and prints each with its status and evidence. Where a
line carries status.allowed, a difference is told and the exit code is 1.

Exit codes:
  0  yes
  1  no (with --reviews: a difference)
  2  the command line is wrong
  3  no, but something could not be read (--allow-gaps makes it 1)
  4  could not read, or could not deliver the answer";

/// What stands below the help of `permissions`.
pub(super) const PERMISSIONS_HELP: &str = "\
Examples:
  kubescan permissions sa:shop/web
  kubescan permissions user:alice -o wide                     verbs over resources
  kubescan permissions group:dev --effective                  merged, without what is contained in the rest
  kubescan permissions sa:shop/web --diff-with sa:shop/api    what only one of them may do
  kubescan permissions sa:shop/web --diff-with old.json       what changed since
  kubescan permissions clusterrole:edit                       its rules, and who is bound to it
  kubescan permissions --kind sa                              all service accounts, with totals";

/// Flags of `who-can`.
#[derive(Args, Debug)]
pub struct WhoCanArgs {
    /// The verb
    #[arg(value_parser = Verb, hide_possible_values = true)]
    pub verb: String,
    /// RESOURCE, RESOURCE/NAME, RESOURCE.GROUP, or a /url; short names and singulars will do
    #[arg(value_name = "RESOURCE[/NAME]")]
    pub target: String,
    /// The subresource, such as exec, log, scale, token
    #[arg(long, value_name = "NAME")]
    pub subresource: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub answer: AnswerArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub source: SourceArgs,
}

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
    #[arg(long, conflicts_with_all = ["filename", "list"])]
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

/// Flags of `permissions`.
#[derive(Args, Debug)]
pub struct PermissionsArgs {
    /// user:NAME, group:NAME, sa:NS/NAME, role:NS/NAME, clusterrole:NAME, rolebinding:NS/NAME, clusterrolebinding:NAME
    #[arg(required_unless_present = "kind", conflicts_with = "kind")]
    pub subject: Option<String>,
    /// List all subjects of this kind, with totals
    #[arg(long, value_enum)]
    pub kind: Option<SubjectKindArg>,
    /// Merge the rules, and leave out what others contain
    #[arg(long, conflicts_with = "kind")]
    pub effective: bool,
    /// Compare with another subject or role, or with the same one in a file or in another context (context:NAME)
    #[arg(long, value_name = "NAME|FILE|context:NAME", conflicts_with_all = ["kind", "effective"])]
    pub diff_with: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub answer: AnswerArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub source: SourceArgs,
}

/// How an answer is given.
#[derive(Args, Debug)]
pub struct AnswerArgs {
    /// The format
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t = QueryFormat::Table, help_heading = "Output")]
    pub output: QueryFormat,
    /// Do not exit with 3 when something could not be read
    #[arg(long, help_heading = "Output")]
    pub allow_gaps: bool,
    /// Treat warnings on the input as errors
    #[arg(long, help_heading = "Output")]
    pub strict: bool,
    /// No progress on stderr
    #[arg(short, long, help_heading = "Output")]
    pub quiet: bool,
}

/// The formats of answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum QueryFormat {
    /// What matters
    Table,
    /// The table with everything
    Wide,
    /// JSON
    Json,
    /// YAML
    Yaml,
    /// Names, one a line
    Name,
}

/// The kinds of subject, as `--kind` takes them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
#[expect(missing_docs, reason = "the values document themselves")]
pub enum SubjectKindArg {
    User,
    Group,
    #[value(alias = "serviceaccount", alias = "ServiceAccount")]
    Sa,
}

impl From<SubjectKindArg> for SubjectKind {
    fn from(kind: SubjectKindArg) -> Self {
        match kind {
            SubjectKindArg::User => SubjectKind::User,
            SubjectKindArg::Group => SubjectKind::Group,
            SubjectKindArg::Sa => SubjectKind::ServiceAccount,
        }
    }
}

/// The commands whose JSON has a schema.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
#[expect(missing_docs, reason = "the values document themselves")]
pub enum ContractArg {
    Scan,
    WhoCan,
    CanI,
    Permissions,
    Paths,
    BlastRadius,
    Graph,
}

impl From<ContractArg> for Contract {
    fn from(contract: ContractArg) -> Self {
        match contract {
            ContractArg::Scan => Contract::Report,
            ContractArg::WhoCan => Contract::WhoCan,
            ContractArg::CanI => Contract::CanI,
            ContractArg::Permissions => Contract::Permissions,
            ContractArg::Paths => Contract::Paths,
            ContractArg::BlastRadius => Contract::BlastRadius,
            ContractArg::Graph => Contract::Graph,
        }
    }
}

/// Any word, but completion offers those that Kubernetes knows.
#[derive(Clone)]
struct Verb;

impl TypedValueParser for Verb {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        // A verb that ends in a colon goes on.
        let special = SPECIAL_VERBS.iter().map(|special| special.verb).filter(|verb| !verb.ends_with(':'));
        Some(Box::new(RESOURCE_VERBS.iter().copied().chain(special).map(PossibleValue::new)))
    }
}

#[cfg(test)]
mod tests {
    use crate::authz::SPECIAL_VERBS;

    #[test]
    fn the_help_names_every_special_verb() {
        for special in SPECIAL_VERBS {
            let word = special.verb.trim_end_matches(':');
            let mode = word.strip_prefix("impersonate:").unwrap_or(word);
            assert!(super::VERBS.contains(mode), "{word}");
        }
    }
}
