//! The integration tests: a table of contents.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_types,
    reason = "a test that meets something unexpected has failed"
)]

mod browser; // a real browser
mod cluster; // a real control plane
mod run; // the binary, as a user runs it

mod account; // who reaches the administration of an AWS account
mod assertions; // what a team pins of its RBAC
mod authorizer; // every decision is the API server's
mod aws_auth; // who signs in from AWS
mod aws_identity; // questions about identities of AWS
mod aws_role; // a role of an export, for others
mod baseline; // what is new since
mod boundary; // whether the guards around a subject hold
mod boundary_answers; // what boundary prints and exits with
mod boundary_aws; // attacks on a role of AWS that hands out access
mod chain; // what the tests take for the API server's word
mod choke_points; // what removing a binding cuts
mod command_line; // exit codes, formats, hostile names
mod compliance; // findings by the controls of a framework
mod confirm; // what an API server says to the steps of paths
mod dangling_trust; // roles that wait for service accounts
mod defaults; // what the API server installs
mod diff; // what differs between two clusters
mod differential; // kubescan against Kubernetes, on random clusters
mod drawn; // pictures, drawn by other programs
mod eks; // a cluster and the account that it runs in
mod escalation; // what leads to cluster-admin, and what only looks like it
mod examples; // clusters worth scanning
mod first_steps; // what a new user sees
mod fixes; // what cuts paths, tried
mod formats; // reports for other programs, read back
mod forms; // protobuf and JSON give the same
mod gate; // what the gate counts
mod generated; // completions, man pages, schema
mod grants; // temporary access
mod guards; // what judges requests, live and from files
mod hostile; // clusters shaped to take forever
mod hygiene; // what should be put in order, and what only looks like it
mod layers; // the house rules
mod live; // a real API server
mod nightly; // the nightly audit, as it is shipped
mod no_cluster; // exports of an account alone
mod node_authorizer; // every decision about a node's credential too
mod node_role; // the role of the instance that a node is
mod page; // the report, in a real browser
mod pod_identity; // roles by associations of EKS
mod queries; // who-can, can-i, permissions
mod readme; // what the README shows
mod recipes; // what CI systems are told to run
mod replay; // every technique, played on a real control plane
mod replicas; // pods as a server stores them
mod resources; // what the API server serves
mod rule_order; // how rules are laid out changes nothing
mod suppressions; // what somebody accepted
mod ways; // paths, blast-radius, graph
mod workload_identity; // what tokens are exchanged for, without any export
