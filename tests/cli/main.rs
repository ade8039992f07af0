//! The command line's contract, checked on the real program: names, flags, exit codes, JSON keys.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod architecture;
mod contract;
mod real_data;
mod serving;
mod tiemap;
