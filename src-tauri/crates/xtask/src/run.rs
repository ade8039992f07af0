//! `cargo xtask run`: from a clean clone to the open app.

use std::path::PathBuf;

use clap::Args;

use crate::setup;
use crate::steps::{cargo, must, root};

#[derive(Args)]
pub struct Options {
    /// The map to open; the sample map if none is given
    map: Option<PathBuf>,
    /// Serve the app to a browser even where there is a display
    #[arg(long)]
    browser: bool,
    /// Build optimised: slower to build, faster to run
    #[arg(long)]
    release: bool,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    setup::for_building()?;
    setup::build_ui()?;
    let profile: &[&str] = if options.release { &["--release"] } else { &[] };
    let map = match &options.map {
        Some(map) => std::path::absolute(map)?,
        None => sample(profile)?,
    };
    let display = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    if options.browser || (cfg!(target_os = "linux") && !display) {
        eprintln!("Serving the app; open the address in a browser.");
        return must(
            cargo().args(["run", "--quiet", "-p", "cli"]).args(profile).args(["--", "serve"]).arg(map),
        );
    }
    must(cargo().args(["run", "-p", "shell"]).args(profile).arg("--").arg(map))
}

/// The sample map, made the first time.
fn sample(profile: &[&str]) -> anyhow::Result<PathBuf> {
    let path = root().join("target/Fernhill Outdoor.tiemap");
    if !path.exists() {
        let make = ["--", "new", "--template", "sample"];
        must(cargo().args(["run", "--quiet", "-p", "cli"]).args(profile).args(make).arg(&path))?;
    }
    Ok(path)
}
