//! Flags of `who-can`.

use clap::Args;

use crate::cli::source::SourceArgs;

use super::answer::AnswerArgs;
use super::verb::Verb;

/// What stands below the help of questions with a verb.
pub(in crate::cli) const VERBS: &str = "\
Examples:
  kubescan who-can get secrets                  # in any namespace
  kubescan who-can get secrets/db-password -n shop
  kubescan who-can create pods --subresource exec -n shop
  kubescan who-can get /metrics
  kubescan who-can bind clusterroles/admin
  kubescan who-can impersonate users
  kubescan who-can '*' '*'

Verbs:
  get list watch create update patch delete deletecollection, and these:
  escalate, bind            on roles, clusterroles
  impersonate               on users, groups, serviceaccounts, uids,
                            userextras/KEY
  impersonate:MODE          the same, constrained; MODE is user-info,
                            serviceaccount, arbitrary-node, associated-node
  impersonate-on:MODE:VERB  what may be done while impersonating so
  approve, sign, attest     on signers/NAME
  use                       on resources of other makers
  associated-node:VERB      on resourceclaims/driver, and arbitrary-node:VERB
  request-serviceaccounts-token-audience
                            on the audience as a resource
  For a URL the verb is the HTTP method: get, post, put, patch, delete, head,
  options.";

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
