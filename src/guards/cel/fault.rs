//! Why an expression has no value.

/// What a step of an evaluation comes to.
pub(super) type Outcome<T> = Result<T, Fault>;

/// Why there is no value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    /// The server's evaluation fails too. `false && error` is false, as `error && false` is.
    Error(String),
    /// What the server would find is not known here. It is absorbed as an error is: whatever it were, the other side decides.
    Undecided(String),
    /// The server stops here with an error, and nothing absorbs it.
    Stopped(String),
    /// Whether the server stops here is not known.
    Lost(String),
}

impl Fault {
    pub(super) fn error(text: impl Into<String>) -> Self {
        Fault::Error(text.into())
    }

    pub(super) fn undecided(text: impl Into<String>) -> Self {
        Fault::Undecided(text.into())
    }

    /// A function that has no meaning for arguments of these types.
    pub(super) fn no_overload(function: &str) -> Self {
        Fault::Error(format!("no such overload: {function}"))
    }

    /// Whether the evaluation as a whole ends with it.
    pub(super) fn ends_all(&self) -> bool {
        matches!(self, Fault::Stopped(_) | Fault::Lost(_))
    }
}
