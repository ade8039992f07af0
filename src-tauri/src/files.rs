//! Files handed to the app: on the command line, by a double click, by a second start.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Emitter, Manager, State};

/// The file to open as soon as the window asks.
#[derive(Default)]
pub struct Waiting(Mutex<Option<String>>);

/// Keeps the file named on the command line until the window is ready.
pub fn take_arguments(app: &AppHandle) {
    let here = std::env::current_dir().unwrap_or_default();
    let file = file_among(std::env::args(), &here);
    app.manage(Waiting(Mutex::new(file)));
}

/// The file waiting to be opened, once.
#[tauri::command]
pub fn waiting_file(waiting: State<'_, Waiting>) -> Option<String> {
    waiting.0.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// A second start brings the window to the front and hands its file over.
pub fn hand_over(app: &AppHandle, arguments: Vec<String>, folder: String) {
    if let Some(window) = app.get_webview_window(crate::window::LABEL) {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
    if let Some(file) = file_among(arguments, Path::new(&folder)) {
        let _ = app.emit("open-file", file);
    }
}

fn file_among(arguments: impl IntoIterator<Item = String>, folder: &Path) -> Option<String> {
    let file = arguments.into_iter().skip(1).find(|argument| !argument.starts_with('-'))?;
    Some(folder.join(file).to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_among_the_arguments_whatever_folder_they_came_from() {
        let arguments = |list: &[&str]| list.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>();
        let here = Path::new("/home/ana");
        assert_eq!(file_among(arguments(&["tiemap"]), here), None);
        assert_eq!(file_among(arguments(&["tiemap", "--x"]), here), None);
        let relative = file_among(arguments(&["tiemap", "team map.tiemap"]), here);
        assert_eq!(relative.as_deref(), Some("/home/ana/team map.tiemap"));
        let absolute = file_among(arguments(&["tiemap", "/tmp/a.tiemap"]), here);
        assert_eq!(absolute.as_deref(), Some("/tmp/a.tiemap"));
    }
}
