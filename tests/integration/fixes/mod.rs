//! Fixes: what each cuts and what it costs, on paper and on a real control plane.

mod asked;
mod folder;
mod kinds;
mod random;
mod real;
mod together;
