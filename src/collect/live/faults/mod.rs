//! The collector against a fake API server: one test for each way in which a server or a kubeconfig can be wrong.
//!
//! Test names begin with the row of the list of faults that they stand for: d for servers, e for kubeconfigs.

mod aws_auth;
mod credentials;
mod discovery;
mod every_answer;
mod first_contact;
mod guards;
mod paging;
mod protobuf;
mod refusals;
mod retries;
mod server;
mod trial;
mod world;
