//! `cargo xtask bench`: how fast it is, beside other programs doing the same in the same run.

use clap::Args;

use crate::steps::{cargo, must};

#[derive(Args)]
pub struct Options {
    /// Only these benches
    names: Vec<String>,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    must(cargo().args(["run", "--release", "-p", "bench", "--"]).args(&options.names))
}
