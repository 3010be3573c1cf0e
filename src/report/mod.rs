//! Layer 6, the report: what a person, a script or a gate gets to see. One file for each format.
//!
//! Every string that came from a cluster passes through one choke point before it leaves: [`visible`] for people,
//! [`json`] and what is built on it for programs.

pub mod answer;
pub mod compliance;
pub mod contract;
pub mod csv_table;
pub mod earlier;
mod evidence;
pub mod explain;
mod fields;
mod filter;
pub mod fixes;
pub mod graph;
pub mod grid;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod name;
pub mod prometheus;
pub mod sarif;
pub mod schema;
mod since;
pub mod table;
pub mod talk;
pub mod visible;
mod way;
mod words;
pub mod yaml;

pub use contract::Report;
pub use filter::Filter;
pub use since::BaselineInfo;
