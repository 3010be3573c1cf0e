//! Exports of a cloud: what the AWS CLI wrote of IAM, EKS and EC2 becomes a [`Cloud`].
//!
//! Nothing is decided by the name of a file, only by the keys of what it holds (`shape` lists them). The pages of an
//! account may stand in any number of files. The result does not hang on the order of files, nor on that of lists in
//! them. What cannot be understood is an error, with two exceptions: a policy document is kept as unreadable, and files
//! of a directory that are no JSON are left out; both are noted.

mod account;
mod association;
mod document;
mod eks;
mod entry;
mod gathered;
mod identity;
mod instance;
mod merge;
mod notes;
mod places;
mod policy;
mod shape;
mod value;

use crate::model::cloud::Cloud;
use crate::model::{Note, Reason};

use super::files::{Fault, FileText, Input, Limits, texts};
use gathered::Gathered;
pub use places::{CloudPlace, CloudPlaces};
use shape::Shape;

/// Why there is no cloud. File names and keys in the message are untrusted.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CloudError {
    /// Something could not be read, or contradicts what was read before; this is the first such thing.
    #[error("{0}")]
    Unreadable(Box<Fault>),
    /// Everything was read, and there was nothing in it.
    #[error("nothing of a cloud in {0}; {commands}", commands = shape::COMMANDS)]
    Nothing(String),
    /// Everything was read, and it was a cluster.
    #[error(
        "{0} holds Kubernetes objects, and nothing of a cloud; name it with -f, and what the AWS CLI wrote with --cloud"
    )]
    Manifests(String),
}

/// What to do about manifests among exports.
const MANIFESTS: &str = "name it with -f: --cloud takes what the AWS CLI wrote";

/// What to do about a folder without exports.
const EMPTY: &str = "name the folder of what the AWS CLI wrote (docs/cloud.md has the commands)";

/// Reads exports, and says what is worth knowing about them.
///
/// # Errors
/// When any of them cannot be read or understood: see [`CloudError`].
pub fn read(inputs: &[Input], limits: &Limits) -> Result<(Cloud, Vec<Note>), CloudError> {
    let unreadable = |fault: Fault| CloudError::Unreadable(Box::new(fault));
    let mut notes = Vec::new();
    let told = |fault: Fault| unreadable(if fault.is_of_nothing() { fault.remedied(EMPTY) } else { fault });
    let files = texts(inputs, limits, &mut notes).map_err(told)?;
    let mut gathered = Gathered::default();
    for file in &files {
        read_file(file, &mut gathered).map_err(unreadable)?;
    }
    if gathered.is_empty() {
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        let manifest = files.iter().find(|file| is_manifest(&file.text));
        return Err(match manifest {
            Some(file) => CloudError::Manifests(file.name.clone()),
            None => CloudError::Nothing(names.join(", ")),
        });
    }
    let (cloud, more) = gathered.finish();
    notes.extend(more);
    notes.sort_unstable();
    Ok((cloud, notes))
}

/// Whether a text that is no JSON holds a Kubernetes object.
fn is_manifest(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("apiVersion:"))
}

fn read_file(file: &FileText, gathered: &mut Gathered) -> Result<(), Fault> {
    let is_json = file.text.trim_start().starts_with(['{', '[']);
    if !file.named && !is_json {
        gathered.other_files += 1;
        return Ok(());
    }
    if !is_json && is_manifest(&file.text) {
        let why = "it holds Kubernetes objects";
        return Err(Fault::of_file(&file.name, Reason::Malformed, why, MANIFESTS));
    }
    for value in value::values(&file.name, &file.text)? {
        let fields = value.fields()?;
        let shape = shape::of(&value, &fields)?;
        if let Some(list) = shape.list() {
            gathered.lists.entry(list).or_default().push(account::goes_on(&fields));
        }
        match shape {
            Shape::Account => account::read(&fields, gathered)?,
            Shape::Cluster(cluster) => eks::read_cluster(&cluster, gathered)?,
            Shape::Entries(entries) => entry::read_list(&entries, gathered)?,
            Shape::Entry(entry) => entry::read(&entry, gathered)?,
            Shape::AccessPolicies => entry::read_policies(&value, gathered)?,
            Shape::Associations(associations) => association::read_list(&associations, gathered)?,
            Shape::Association(association) => association::read(&association, gathered)?,
            Shape::Reservations(reservations) => instance::read_reservations(&reservations, gathered)?,
            Shape::Instances(instances) => instance::read_list(&instances, gathered)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
