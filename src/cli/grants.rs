//! Flags of `grants`.

use clap::Args;

use crate::grants::Declared;
use crate::model::{Lifetime, Time};
use crate::template::Severity;

use super::query::QueryFormat;
use super::scan::severity;
use super::ways::WaysArgs;

/// What stands below the help of `grants`.
pub(super) const GRANTS_HELP: &str = "\
Examples:
  kubescan grants                                        what is temporary
  kubescan grants --expired -o name | xargs -r -L1 kubectl delete
  kubescan grants --temporary prod --older-than 8h       a whole namespace
  kubescan grants --temporary 'clusterrolebinding:jit-*' or these bindings
  kubescan grants --temporary '*' --older-than 90d       all that nobody renewed
  kubescan grants --template ours.yaml                   with marks of one's own
  kubescan grants -f dump.yaml --now 2026-01-31T12:00:00Z

What is judged is the time of the API server. kubectl get shows who wrote what
only with --show-managed-fields.";

/// Flags of `grants`.
#[derive(Args, Debug)]
pub struct GrantsArgs {
    /// Show only what has expired
    #[arg(long, help_heading = "Output")]
    pub expired: bool,
    /// Report temporary bindings that are older: 8h, 30d
    #[arg(long, value_name = "AGE", value_parser = lifetime, help_heading = "Grants")]
    pub older_than: Option<Lifetime>,
    /// Take as temporary, marked or not: a NAMESPACE, a label KEY=VALUE of a binding or its namespace,
    /// rolebinding:NS/NAME, clusterrolebinding:NAME; * at the end; may be repeated
    #[arg(long, value_name = "WHAT", value_parser = declared, help_heading = "Grants")]
    pub temporary: Vec<Declared>,
    /// How long an expired binding may still be there
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = lifetime, help_heading = "Grants")]
    pub grace: Lifetime,
    /// The time at which is judged, or a date for its beginning by UTC [default: the API server's; for files, that of this
    /// machine]
    #[arg(long, value_name = "RFC3339", value_parser = time, help_heading = "Grants")]
    pub now: Option<Time>,
    /// Exit with 1 when there is a finding at least this bad
    #[arg(long, value_name = "SEVERITY", value_parser = severity, help_heading = "Grants")]
    pub fail_on: Option<Severity>,
    /// The format
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t = QueryFormat::Table, help_heading = "Output")]
    pub output: QueryFormat,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub ways_args: WaysArgs,
}

fn lifetime(text: &str) -> Result<Lifetime, String> {
    Lifetime::parse(text).ok_or_else(|| "write a length of time such as 30m, 8h or 30d".to_owned())
}

fn time(text: &str) -> Result<Time, String> {
    let time = Time::parse(text).or_else(|| Time::parse_start_of_date(text));
    time.ok_or_else(|| "write it as 2026-01-31T12:00:00Z, or as 2026-01-31".to_owned())
}

fn declared(text: &str) -> Result<Declared, String> {
    Declared::parse(text).ok_or_else(|| {
        "it is NAMESPACE, KEY=VALUE, rolebinding:NS/NAME or clusterrolebinding:NAME, with * at the end only".to_owned()
    })
}
