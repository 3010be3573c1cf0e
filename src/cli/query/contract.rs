//! The argument of `schema`.

use clap::ValueEnum;

use crate::report::schema::Contract;

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
    Grants,
    Boundary,
    Diff,
    Test,
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
            ContractArg::Grants => Contract::Grants,
            ContractArg::Boundary => Contract::Boundary,
            ContractArg::Diff => Contract::Diff,
            ContractArg::Test => Contract::Test,
        }
    }
}
