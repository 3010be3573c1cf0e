//! What kubescan decides against what Kubernetes decides, on clusters that nobody thought of.
//!
//! A seeded generator makes small clusters with few words and many collisions, and questions made of the same words. Each
//! question is put to kubescan and to Kubernetes: to a real API server for the truth, to its authorizers alone for volume
//! and for objects that no server stores. There must be no difference; one that was ever found is a row of `table`.
//!
//! The seeds are the same in every run. `KUBESCAN_NIGHTLY=1` takes others and asks a million questions of servers and ten
//! million of the authorizers; `KUBESCAN_SEED` says where the seeds begin, to see a run again. A failure prints its seed.

mod effort; // how much is asked, and from which seed
mod random; // choices
mod words; // what names are made of

mod cluster; // a cluster: its objects, and what is looked up in them
mod generate; // random clusters
mod nodes; // pods, nodes and what pods refer to
mod questions; // random questions about a cluster
mod rules; // random rules
mod subjects; // random subjects and identities

mod attempts; // random writes of roles and bindings
mod counter_example; // what a failure prints
mod evidence; // whether a grant is true
mod loaded; // random clusters in a real control plane
mod ours; // kubescan's answers
mod rows; // the rows of the table

mod admission; // what policies refuse
mod cel; // what the expressions of policies come to
mod pod_security; // which pods a namespace lets in

mod changes; // what is gained and lost between two clusters
mod coverage; // what may be handed on, by the comparison alone
mod decisions; // one identity, one request
mod table; // decisions with a name
mod who_can; // everybody who may
mod writes; // what may be handed on, by a real API server
