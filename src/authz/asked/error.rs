//! Why the words of a command line ask for nothing.

/// What is wrong with a question. Each message begins with the argument that it is about.
#[derive(thiserror::Error, Clone, PartialEq, Eq, Debug)]
pub enum AskedError {
    /// No verb.
    #[error("VERB is empty; write one such as get, create or `*`")]
    NoVerb,
    /// Nothing to do it with.
    #[error("RESOURCE is empty; write a resource such as pods, a URL such as /metrics, or `*`")]
    NoTarget,
    /// A group without a resource, or a name without one.
    #[error("RESOURCE {0:?} names no resource before its first dot or slash; for a whole API group write `*.GROUP`")]
    NoResource(String),
    /// A slash with nothing behind it.
    #[error("RESOURCE {0:?} ends where a name should stand; leave the slash out to ask without a name")]
    NoName(String),
    /// A URL has no subresources.
    #[error("--subresource does not go with the URL {0:?}; write the whole path, or a resource in its place")]
    SubresourceOfUrl(String),
    /// No subresource.
    #[error("--subresource is empty; write one such as log, or leave the option out")]
    NoSubresource,
    /// More than a subresource.
    #[error("--subresource {0:?} holds a slash; write the subresource alone, as in `pods --subresource log`")]
    NotOneSubresource(String),
    /// Several at once.
    #[error("{0:?} holds a comma; ask about one verb and one resource at a time")]
    Several(String),
    /// Two keys of one extra field.
    #[error("--subresource and RESOURCE both name a key of userextras; write one of them")]
    TwoKeys,
}
