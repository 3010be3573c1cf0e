//! Layer 2, the template: which grants matter, and what they give.
//!
//! `risky-roles.yaml` is the catalogue of API techniques. It is embedded in the binary and can be replaced or extended.
//! Adding a technique is adding an entry there; no Rust.
//!
//! [`builtin()`] reads what a test made of it (`shipped`). [`load()`] reads a text in three steps: the checked tree of [`crate::yaml`], then each entry (`definition`, with one
//! file for each part of it that has a form of its own), then what it changes in its base (`extension`). [`Needs`]
//! matches rules against what entries need; [`hits()`] joins what one actor holds. [`operators()`] is the table of custom
//! resources that entries may need, and a [`Mark`] tells a binding that was made for a time.

mod definition;
mod effect;
mod entry;
mod error;
mod example;
mod examples;
mod extension;
mod group;
mod hits;
mod import;
mod load;
mod marks;
mod matching;
mod methods;
mod need;
mod operators;
mod reader;
mod repair;
mod replay;
mod request;
mod satisfied;
mod shipped;

#[cfg(test)]
mod tests;

pub use entry::{
    AdmissionTarget, Effect, Entry, EntryScope, Example, ExecTarget, KubeletTarget, Need, NodeTarget, Proof,
    RoleTarget, Severity, Signer, Target, Template, rule_text,
};
pub use error::{Problem, TemplateError};
pub use examples::example_failures;
pub use hits::{HeldRole, Hit, Hits, hits, hits_of_parts};
pub use import::{Imported, import_kubiscan};
pub use load::{builtin, load};
pub(crate) use load::{check_version, with_root};
pub use marks::{End, ExpiryField, Keys, Mark, NamePattern, Place, Reads, Said, SaidIn, Traits};
pub use matching::{Held, NeedId, Needs};
pub use methods::{Method, MethodGift, MethodNeed, MethodObject};
pub use operators::{ControllerTraits, CustomKinds, GroupPattern, Operator, OperatorClass, OperatorGift, operators};
pub(crate) use reader::{Fields, Reader};
pub use replay::{REASONED, reason_against, replay_of};
