//! Flags of `permissions`.

use clap::{Args, ValueEnum};

use crate::cli::source::SourceArgs;
use crate::query::SubjectKind;

use super::answer::AnswerArgs;

/// What stands below the help of `permissions`.
pub(in crate::cli) const PERMISSIONS_HELP: &str = "\
Examples:
  kubescan permissions sa:shop/web
  kubescan permissions user:alice -o wide        # verbs over resources
  kubescan permissions group:dev --effective     # merged, nothing said twice
  kubescan permissions sa:shop/web --diff-with sa:shop/api
  kubescan permissions sa:shop/web --diff-with old.json
  kubescan permissions clusterrole:edit          # its rules, and who has them
  kubescan permissions --kind sa                 # all of them, with totals";

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
