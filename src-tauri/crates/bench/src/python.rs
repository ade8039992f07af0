//! Yardsticks written in Python, in an environment of their own under `target/`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).map(Path::to_owned).unwrap_or_default()
}

/// A file of `../shared`, if it is there.
pub fn shared(path: &str) -> Option<PathBuf> {
    Some(root().join("../shared").join(path)).filter(|path| path.exists())
}

/// Runs a yardstick with these packages and returns what it prints, one JSON value.
pub fn run(script: &str, packages: &[&str], arguments: &[&Path]) -> anyhow::Result<serde_json::Value> {
    let venv = root().join("target/yardsticks");
    let python = venv.join("bin/python");
    if !python.exists() {
        must(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    }
    let have = |package: &&&str| {
        let show =
            Command::new(&python).args(["-m", "pip", "show", "-q", package]).stderr(Stdio::null()).status();
        !show.is_ok_and(|status| status.success())
    };
    let missing: Vec<&&str> = packages.iter().filter(have).collect();
    if !missing.is_empty() {
        must(Command::new(&python).args(["-m", "pip", "install", "-q"]).args(missing))?;
    }
    let script = root().join("src-tauri/crates/bench/yardsticks").join(script);
    let output = Command::new(&python).arg(&script).args(arguments).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("{} failed", script.display());
    }
    serde_json::from_slice(&output.stdout).with_context(|| format!("{} printed no JSON", script.display()))
}

/// Runs it to its end; an error if it fails.
pub fn must(command: &mut Command) -> anyhow::Result<()> {
    if !command.status()?.success() {
        bail!("{command:?} failed");
    }
    Ok(())
}
