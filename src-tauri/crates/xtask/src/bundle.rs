//! `cargo xtask bundle`: the installers.

use crate::setup;
use crate::steps::{must, npm};

pub fn run() -> anyhow::Result<()> {
    setup::for_building()?;
    setup::build_ui()?;
    let bundle = ["exec", "--", "tauri", "build", "--bundles", "deb,rpm"];
    must(
        npm()
            .args(bundle)
            .env("TAURI_APP_PATH", "../src-tauri")
            .current_dir(crate::steps::root().join("src-tauri")),
    )
}
