//! Tells Tauri the shell's own commands, so that each needs a permission like any other.

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(&["call", "set_menu", "waiting_file"]);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(why) = tauri_build::try_build(attributes) {
        println!("cargo::error={why:#}");
    }
}
