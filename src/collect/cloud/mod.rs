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

use crate::model::Note;
use crate::model::cloud::Cloud;

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
}

/// Reads exports, and says what is worth knowing about them.
///
/// # Errors
/// When any of them cannot be read or understood: see [`CloudError`].
pub fn read(inputs: &[Input], limits: &Limits) -> Result<(Cloud, Vec<Note>), CloudError> {
    let unreadable = |fault: Fault| CloudError::Unreadable(Box::new(fault));
    let mut notes = Vec::new();
    let files = texts(inputs, limits, &mut notes).map_err(unreadable)?;
    let mut gathered = Gathered::default();
    for file in &files {
        read_file(file, &mut gathered).map_err(unreadable)?;
    }
    if gathered.is_empty() {
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        return Err(CloudError::Nothing(names.join(", ")));
    }
    let (cloud, more) = gathered.finish();
    notes.extend(more);
    notes.sort_unstable();
    Ok((cloud, notes))
}

fn read_file(file: &FileText, gathered: &mut Gathered) -> Result<(), Fault> {
    if !file.named && !file.text.trim_start().starts_with(['{', '[']) {
        gathered.other_files += 1;
        return Ok(());
    }
    for value in value::values(&file.name, &file.text)? {
        let fields = value.fields()?;
        match shape::of(&value, &fields)? {
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
