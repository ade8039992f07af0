//! The project's own chores, so that a fresh machine needs two commands: `cargo xtask run` and
//! `cargo xtask test`. Each installs what it needs first.

mod bench;
mod bundle;
mod licences;
mod run;
mod setup;
mod steps;
mod test;

use clap::Parser;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own chores")]
enum Chore {
    /// Installs what is missing, builds, and opens the app on the sample map; without a display it serves the same
    /// app to a browser and prints the address
    Run(run::Options),
    /// Checks everything: format, lints, Rust, UI, browser, real window
    Test(test::Options),
    /// Measures how fast it is, as ratios to other programs doing the same
    Bench(bench::Options),
    /// Builds the installers (.deb and .rpm)
    Bundle,
}

fn main() -> anyhow::Result<()> {
    match Chore::parse() {
        Chore::Run(options) => run::run(&options),
        Chore::Test(options) => test::run(&options),
        Chore::Bench(options) => bench::run(&options),
        Chore::Bundle => bundle::run(),
    }
}
