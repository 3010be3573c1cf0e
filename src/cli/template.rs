//! The subcommands of `template`.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

/// What can be done with a template.
#[derive(Subcommand, Debug)]
pub enum TemplateCommand {
    /// List the entries
    List {
        /// A template instead of the built-in one
        file: Option<PathBuf>,
        /// The format
        #[arg(short, long, value_enum, default_value_t = ListFormat::Table)]
        output: ListFormat,
    },
    /// Say whether a template is valid, with every mistake and its place
    Check {
        /// The template
        file: PathBuf,
    },
    /// Run the examples of every entry: hits must hit, near misses must not
    Test {
        /// A template instead of the built-in one
        file: Option<PathBuf>,
    },
    /// Turn a KubiScan template into one of kubescan's, on stdout
    Import {
        /// The template to read
        file: PathBuf,
    },
}

/// The formats of lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
#[expect(missing_docs, reason = "the values document themselves")]
pub enum ListFormat {
    Table,
    Name,
}
