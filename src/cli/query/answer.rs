//! How an answer is given.

use clap::{Args, ValueEnum};

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
