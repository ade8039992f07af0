//! Running other programs: from the workspace's root, loudly, and with an error that says what failed.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

/// The workspace's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).map(Path::to_owned).unwrap_or_default()
}

/// The UI's folder.
pub fn ui() -> PathBuf {
    root().join("ui")
}

/// A program, to be run from the root.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// This very cargo.
pub fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// npm in the UI's folder.
pub fn npm() -> Command {
    let mut command = program("npm");
    command.current_dir(ui());
    command
}

/// Runs it to its end; an error if it fails.
pub fn must(command: &mut Command) -> anyhow::Result<()> {
    let words = words(command);
    eprintln!("\n$ {words}");
    let status = command.status().with_context(|| format!("{words} could not be started"))?;
    if !status.success() {
        bail!("{words} failed ({status})");
    }
    Ok(())
}

/// Runs it to its end and returns what it printed.
pub fn output(command: &mut Command) -> anyhow::Result<String> {
    let words = words(command);
    let output = command.output().with_context(|| format!("{words} could not be started"))?;
    if !output.status.success() {
        bail!("{words} failed ({}): {}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn words(command: &Command) -> String {
    let parts = std::iter::once(command.get_program()).chain(command.get_args());
    parts.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
