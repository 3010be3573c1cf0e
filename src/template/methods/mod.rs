//! Methods: the ways up within an AWS account.
//!
//! What IAM allows is asked in `cloud`; `aws-methods.yaml` lists as data which permissions together lead from one principal
//! to another, or up, and a template may add others.

mod read;
#[cfg(test)]
mod tests;
mod texts;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

#[cfg(test)]
pub(super) use read::file as read_file;
pub(super) use read::methods as read_methods;

use super::shipped;
use crate::model::Name;

/// What a principal of IAM may do so that it becomes more.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Method {
    /// Its name; stable.
    pub id: String,
    /// The move, in a few words.
    pub title: String,
    /// All of these are needed, of one principal.
    pub needs: Vec<MethodNeed>,
    /// What comes of it.
    pub gives: MethodGift,
    /// The services of which the target role must trust one; whichever where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub service: Vec<Name>,
    /// The authentication modes of a cluster in which it works; all where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modes: Vec<Name>,
}

/// A permission.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MethodNeed {
    /// Any of these: `iam:PassRole`.
    pub actions: Vec<Name>,
    /// On what.
    pub on: MethodObject,
}

macro_rules! words {
    ($(#[$attribute:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// The words that stand in templates.
            pub(super) const WORDS: &[(&'static str, $name)] = &[$(($word, $name::$variant),)*];

            /// The word that stands in templates.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }
        }
    };
}

words! {
    /// What a permission of a method is asked on.
    MethodObject {
        /// The caller, where it is a user.
        OwnUser "ownUser",
        /// The caller, where it is a role.
        OwnRole "ownRole",
        /// A group that the caller is in.
        OwnGroup "ownGroup",
        /// A customer managed policy that the caller has, by itself or by a group.
        OwnPolicy "ownPolicy",
        /// The target, a user.
        User "user",
        /// The target, a role.
        Role "role",
        /// A customer managed policy that the target role has.
        RolePolicy "rolePolicy",
        /// Any group of the account.
        Group "group",
        /// A user that is not there yet.
        NewUser "newUser",
        /// A role that is not there yet.
        NewRole "newRole",
        /// An identity provider that the target role trusts.
        Provider "provider",
        /// The cluster of EKS.
        Cluster "cluster",
        /// The caller's access entry of the cluster.
        OwnEntry "ownEntry",
        /// An instance that is a node of the cluster.
        Node "node",
        /// Whatever the caller likes.
        Any "any",
    }
}

words! {
    /// What comes of a method.
    MethodGift {
        /// The caller has a policy of its own making.
        Everything "everything",
        /// The caller has any policy that it may attach.
        Policy "policy",
        /// The caller is in the group.
        Group "group",
        /// The caller's policy is another of its versions.
        Version "version",
        /// The caller has no permissions boundary, or another.
        NoBoundary "noBoundary",
        /// The caller has not the policy that denies.
        NoDeny "noDeny",
        /// A user of the caller's making.
        NewUser "newUser",
        /// A role of the caller's making.
        NewRole "newRole",
        /// The target.
        User "user",
        /// The target.
        Role "role",
        /// The target, with a policy of the caller's making.
        RaisedUser "raisedUser",
        /// The target, with a policy of the caller's making.
        RaisedRole "raisedRole",
        /// The target, where it is a role of Identity Center.
        SsoRole "ssoRole",
        /// The target, where something already runs with it.
        RunningRole "runningRole",
        /// The target, for a service account of the cluster.
        PodRole "podRole",
        /// Every right in the cluster.
        ClusterAdmin "clusterAdmin",
        /// Every group of the cluster, but those of the system.
        ClusterGroups "clusterGroups",
        /// Every user of the cluster, but those of the system.
        ClusterUsers "clusterUsers",
        /// Root on the nodes of the cluster.
        ClusterNodes "clusterNodes",
    }
}

impl Method {
    /// The permissions that are asked on this.
    pub fn on(&self, object: MethodObject) -> impl Iterator<Item = &MethodNeed> {
        self.needs.iter().filter(move |need| need.on == object)
    }
}

/// The methods that are built in.
pub(super) fn builtin() -> &'static [Method] {
    static METHODS: OnceLock<Vec<Method>> = OnceLock::new();
    METHODS.get_or_init(|| shipped::items(shipped::METHODS))
}

/// The base with these: those with an id of the base in its place, then the others; without those that are disabled.
pub(super) fn over(base: &[Method], own: Vec<Method>, is_disabled: impl Fn(&str) -> bool) -> Vec<Method> {
    let is_new = |method: &Method| base.iter().all(|known| known.id != method.id);
    let (added, replacing): (Vec<Method>, Vec<Method>) = own.into_iter().partition(is_new);
    let left = base.iter().filter(|known| !is_disabled(&known.id));
    let left = left.map(|known| replacing.iter().find(|method| method.id == known.id).unwrap_or(known).clone());
    left.chain(added).collect()
}
