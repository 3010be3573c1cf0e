//! Flags of `collect`.

use std::path::PathBuf;

use clap::Args;

use super::source::SourceArgs;

/// Flags of `collect`.
#[derive(Args, Debug)]
pub struct CollectArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub source: SourceArgs,
    /// The file to write (zstd); kubescan's own file is replaced whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Replace a file that is not kubescan's own
    #[arg(long)]
    pub force: bool,
    /// Do not exit with 3 when something could not be read
    #[arg(long)]
    pub allow_gaps: bool,
    /// Treat warnings on the input as errors
    #[arg(long)]
    pub strict: bool,
    /// No progress on stderr
    #[arg(short, long)]
    pub quiet: bool,
}
