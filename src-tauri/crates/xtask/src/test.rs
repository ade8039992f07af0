//! `cargo xtask test`: everything that must hold, in an order that tells what broke.

use std::time::Instant;

use anyhow::{Context, bail};
use clap::Args;

use crate::steps::{cargo, must, npm, output, program, root};
use crate::{licences, setup};

#[derive(Args)]
pub struct Options {
    /// Only these steps
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
}

type Step = (&'static str, fn() -> anyhow::Result<()>);

const STEPS: &[Step] = &[
    ("format", format),
    ("lints", lints),
    ("crates", crates),
    ("docs", docs),
    ("ui", ui),
    ("generated", generated),
    ("licences", licences::check),
    ("browser", browser),
    ("shell", shell),
    ("window", window),
];

pub fn run(options: &Options) -> anyhow::Result<()> {
    if let Some(unknown) = options.only.iter().find(|name| STEPS.iter().all(|(step, _)| step != name)) {
        let steps: Vec<&str> = STEPS.iter().map(|(step, _)| *step).collect();
        bail!("there is no step {unknown}; there are {}", steps.join(", "));
    }
    setup::for_testing()?;
    let chosen =
        STEPS.iter().filter(|(name, _)| options.only.is_empty() || options.only.iter().any(|o| o == name));
    let mut times = Vec::new();
    for (name, step) in chosen {
        let begun = Instant::now();
        eprintln!("\n==== {name} ====");
        step().with_context(|| format!("the step {name} failed"))?;
        times.push(format!("{name} {} s", begun.elapsed().as_secs()));
    }
    eprintln!("\nAll steps passed: {}", times.join(", "));
    println!("{} passed, 0 failed", times.len());
    Ok(())
}

fn format() -> anyhow::Result<()> {
    must(cargo().args(["fmt", "--all", "--check"]))
}

fn lints() -> anyhow::Result<()> {
    must(cargo().args(["clippy", "--all-targets", "--", "-D", "warnings"]))?;
    // Not built by default, and so the first to break unnoticed.
    must(cargo().args(["clippy", "-p", "bench", "--all-targets", "--", "-D", "warnings"]))
}

/// With the programs that are not ours first on the path.
fn crates() -> anyhow::Result<()> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let with_readers = std::iter::once(setup::python()).chain(std::env::split_paths(&path));
    must(cargo().arg("test").env("PATH", std::env::join_paths(with_readers)?))
}

fn docs() -> anyhow::Result<()> {
    must(cargo().args(["doc", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
}

fn ui() -> anyhow::Result<()> {
    must(npm().args(["run", "--silent", "lint"]))?;
    must(npm().args(["run", "--silent", "check"]))?;
    must(npm().args(["run", "--silent", "test"]))?;
    setup::build_ui()
}

/// What is generated from Rust and committed must be what Rust generates now.
fn generated() -> anyhow::Result<()> {
    let paths = ["ui/src/backend/protocol", "ui/src/design/theme.css"];
    let stale = output(program("git").args(["status", "--porcelain", "--"]).args(paths))?;
    if !stale.is_empty() {
        bail!("generated files are not committed as they are now:\n{stale}");
    }
    Ok(())
}

fn browser() -> anyhow::Result<()> {
    must(cargo().args(["build", "-p", "cli"]))?;
    must(npm().args(["run", "--silent", "test:browser"]))
}

fn shell() -> anyhow::Result<()> {
    must(cargo().args(["clippy", "-p", "shell", "--all-targets", "--", "-D", "warnings"]))?;
    must(cargo().args(["build", "-p", "shell"]))
}

/// The real window, on a display of its own.
fn window() -> anyhow::Result<()> {
    must(
        program("xvfb-run")
            .args(["--auto-servernum", "--server-args=-screen 0 1600x1000x24", "dbus-run-session", "--"])
            .args(["node", "--test", "--test-concurrency=1", "tests/window/"])
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("TIEMAP_ROOT", root()),
    )
}
