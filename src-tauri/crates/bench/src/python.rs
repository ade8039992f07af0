//! Yardsticks written in Python, in an environment of their own under `target/`.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

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
    let output = command(script, packages, arguments)?.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("{script} failed");
    }
    serde_json::from_slice(&output.stdout).with_context(|| format!("{script} printed no JSON"))
}

/// A yardstick that stays and measures what it is asked for, so that ours can be measured in between.
pub struct Yardstick {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Yardstick {
    /// Starts a yardstick with these packages.
    pub fn start(script: &str, packages: &[&str], arguments: &[&Path]) -> anyhow::Result<Self> {
        let mut command = command(script, packages, arguments)?;
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let questions = child.stdin.take().context("it takes no questions")?;
        let answers = BufReader::new(child.stdout.take().context("it gives no answers")?);
        Ok(Self { child, questions, answers })
    }

    /// How long `what` takes there, once.
    pub fn takes(&mut self, what: &str) -> anyhow::Result<Duration> {
        writeln!(self.questions, "{what}")?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        let seconds: f64 =
            answer.trim().parse().with_context(|| format!("no time for {what}: {answer:?}"))?;
        Ok(Duration::from_secs_f64(seconds))
    }
}

impl Drop for Yardstick {
    fn drop(&mut self) {
        // It may have ended by itself; there is nobody to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The command that runs a yardstick, its packages installed.
fn command(script: &str, packages: &[&str], arguments: &[&Path]) -> anyhow::Result<Command> {
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
    let mut command = Command::new(&python);
    command.arg(root().join("src-tauri/crates/bench/yardsticks").join(script)).args(arguments);
    Ok(command)
}

/// Runs it to its end; an error if it fails.
pub fn must(command: &mut Command) -> anyhow::Result<()> {
    if !command.status()?.success() {
        bail!("{command:?} failed");
    }
    Ok(())
}
