//! Flags of `test`.

use std::path::PathBuf;

use clap::{Arg, Args, ValueEnum};

use super::output::{Output, OutputParser};
use super::ways::WaysArgs;

/// What stands below the help of `test`.
pub(super) const TEST_HELP: &str = "\
Examples:
  kubescan test rbac-tests.yaml                    # against the cluster
  kubescan test rbac-tests.yaml -f manifests/      # before it is applied
  kubescan test team-*.yaml -f cluster.json -o wide

The file:
  version: 1
  allow:                 # each subject may do all of it
    - {subject: sa:shop/web, verb: get, resource: configmaps, namespace: shop}
  deny:                  # no subject may do any of it
    - subjects: [group:dev, user:alice]
      verbs: [create, delete]
      resources: [secrets, deployments.apps/scale, pods/exec]
      namespace: prod
      because: only the operator touches Secrets
  reach:                 # a path leads from each to each
    - {from: sa:ci/deployer, to: ns:prod}
  noReach:               # no path leads from any to any
    - {from: ns:dev, to: cluster-admin}

  Each key takes one value or a list: subject(s), verb(s), resource(s) or
  url(s), name(s), namespace(s), from, to. Without a namespace, allow means
  every namespace and deny none; without a name, deny means none by name either.
  groups: [..] are further groups of a user; guarded: true of a noReach counts
  paths too that a guard blocks; from: exposed is whatever faces outside.

Exit codes:
  0  all assertions hold
  1  one fails
  2  a file or the command line is wrong
  3  none fails, but one is not sure: something could not be read
     (--allow-gaps takes what was read for all there is)
  4  could not read, could not deliver the report, or a warning with --strict";

/// Assertions say their own namespaces: the flag is for manifests that do not.
pub(super) fn namespace(flag: Arg) -> Arg {
    flag.help("With -f: the namespace of manifests that name none")
}

/// Flags of `test`.
#[derive(Args, Debug)]
pub struct TestArgs {
    /// Files of assertions; - for stdin
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The format, to stdout or to a file; may be repeated, for a table on the terminal and files beside it
    #[arg(
        short,
        long,
        value_name = "FORMAT[=FILE]",
        value_parser = OutputParser::<TestFormat>::new(),
        default_value = "table",
        help_heading = "Output"
    )]
    pub output: Vec<Output<TestFormat>>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub ways_args: WaysArgs,
}

/// The formats of `test`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum TestFormat {
    /// What does not hold, and why
    Table,
    /// Every assertion, with every reason
    Wide,
    /// JSON
    Json,
    /// YAML
    Yaml,
    /// The places of what does not hold, one a line
    Name,
    /// JUnit XML, for the test reports of CI systems
    Junit,
}
