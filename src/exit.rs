//! What the exit code says. It is an API: scripts and gates depend on it.

use std::process::ExitCode;

/// How a run ended. 4 beats 1 beats 3: RBAC only adds rights, so a finding on partial data stays true.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// Done, complete, below the gate.
    Done,
    /// The gate tripped (`--fail-on`).
    Gate,
    /// The command line, or a template, is wrong.
    Usage,
    /// Done, but something could not be read.
    Incomplete,
    /// Could not scan, or could not deliver the report.
    Failed,
    /// Stopped by Ctrl-C.
    Interrupted,
    /// Stopped by SIGTERM.
    Terminated,
}

impl Exit {
    /// The number.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Gate => 1,
            Exit::Usage => 2,
            Exit::Incomplete => 3,
            Exit::Failed => 4,
            Exit::Interrupted => 130,
            Exit::Terminated => 143,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}
