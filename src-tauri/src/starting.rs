//! Starting when another start of the app is just going away. The two talk over the system's bus: the second hands
//! its file to the first and ends. If the first goes before it has answered, there is nobody to show the file, and
//! the second must become the app itself.

use tauri::Error;

/// Whether the app failed to start only because the one it wanted to hand over to went away.
pub fn was_left_alone(why: &Error) -> bool {
    matches!(why, Error::PluginInitialization(plugin, _) if plugin == "single-instance")
}

/// Starts over in place of this process, after giving the other time to go; returns only if that fails or was tried
/// often enough.
#[cfg(unix)]
pub fn over() {
    use std::os::unix::process::CommandExt as _;

    /// Counts the starts from one to the next.
    const STARTS: &str = "TIEMAP_STARTS";
    const MOST: u32 = 10;
    const PAUSE: std::time::Duration = std::time::Duration::from_millis(300);

    let starts = std::env::var(STARTS).ok().and_then(|starts| starts.parse().ok()).unwrap_or(0);
    let Ok(app) = std::env::current_exe() else { return };
    if starts < MOST {
        std::thread::sleep(PAUSE);
        let arguments = std::env::args_os().skip(1);
        let failed =
            std::process::Command::new(app).args(arguments).env(STARTS, (starts + 1u32).to_string()).exec();
        eprintln!("Tiemap could not start over: {failed}");
    }
}

/// On other systems a second start is not told over a bus, and does not fail in this way.
#[cfg(not(unix))]
pub fn over() {}
