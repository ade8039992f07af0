//! What a fresh Debian machine needs before anything can be built or tested.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, bail};

use crate::steps::{must, npm, output, program, root, ui};

/// To build the window and the UI.
const BUILD: &[&str] = &[
    "pkg-config",
    "build-essential",
    "libwebkit2gtk-4.1-dev",
    "libxdo-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
];

/// To test in a browser, in the real window, and with programs that are not ours.
const TEST: &[&str] = &[
    "chromium",
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
    "dbus",
    "dbus-x11",
    "poppler-utils",
    "python3",
    "python3-venv",
    "graphviz",
    "fonts-noto-core",
    "fonts-noto-cjk",
    "fonts-noto-color-emoji",
];

/// Python's readers of what goes out.
const READERS: &[&str] = &["python-pptx==1.0.2", "networkx==3.6.1", "openpyxl==3.1.5"];

/// Installs what building needs.
pub fn for_building() -> anyhow::Result<()> {
    packages(BUILD)?;
    node_modules()
}

/// Installs what testing needs.
pub fn for_testing() -> anyhow::Result<()> {
    packages(&[BUILD, TEST].concat())?;
    readers()?;
    node_modules()
}

/// The folder of the Python that has the readers.
pub fn python() -> PathBuf {
    root().join("target/readers/bin")
}

/// Installs Python's readers in an environment of their own, when their list has changed since the last time.
fn readers() -> anyhow::Result<()> {
    let installed = root().join("target/readers/.tiemap-list");
    if std::fs::read_to_string(&installed).is_ok_and(|list| list == READERS.join("\n")) {
        return Ok(());
    }
    must(program("python3").args(["-m", "venv", "target/readers"]))?;
    must(program(python().join("python3")).args(["-m", "pip", "install", "-q"]).args(READERS))?;
    Ok(std::fs::write(installed, READERS.join("\n"))?)
}

fn packages(wanted: &[&str]) -> anyhow::Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let missing: Vec<&str> = wanted.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if program("apt-get").arg("--version").output().is_err() {
        bail!("please install what this system calls {}", missing.join(", "));
    }
    eprintln!("Installing {} ...", missing.join(", "));
    must(as_root("apt-get").args(["update", "-qq"]))?;
    let install = ["install", "-y", "-qq", "--no-install-recommends"];
    must(as_root("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(install).args(missing))
}

fn is_installed(package: &str) -> bool {
    let query = output(program("dpkg-query").args(["-W", "-f", "${db:Status-Status}", package]));
    query.is_ok_and(|status| status == "installed")
}

fn as_root(name: &str) -> Command {
    let root = output(program("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if root {
        return program(name);
    }
    let mut sudo = program("sudo");
    sudo.arg(name);
    sudo
}

/// Installs the UI's packages, when the lock file has changed since the last time.
fn node_modules() -> anyhow::Result<()> {
    output(program("node").arg("--version")).context("please install Node.js 20 or later")?;
    let lock = std::fs::read(ui().join("package-lock.json"))?;
    let installed = ui().join("node_modules/.tiemap-lock");
    if std::fs::read(&installed).ok().as_deref() == Some(&lock) {
        return Ok(());
    }
    must(npm().args(["ci", "--no-audit", "--no-fund"]))?;
    Ok(std::fs::write(installed, lock)?)
}

/// Builds the UI into `ui/dist`.
pub fn build_ui() -> anyhow::Result<()> {
    must(npm().args(["run", "--silent", "build"]))
}
