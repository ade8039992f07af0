//! The command line's contract, checked on the real program: names, flags, exit codes, JSON keys.

mod architecture;
mod contract;
mod real_data;
mod serving;
mod tiemap;
