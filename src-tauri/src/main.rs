//! Tiemap on the desktop: a window, a native menu and the system's dialogs around the desk. Every command is one
//! line into the desk; the shell knows no rule. It is the only crate that knows Tauri.

// No console window beside the app on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod door;
mod files;
mod menu;
mod starting;
mod window;

use std::process::ExitCode;

fn main() -> ExitCode {
    let app = tauri::Builder::default()
        // First of all: a second start only hands its file over.
        .plugin(tauri_plugin_single_instance::init(files::hand_over))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .invoke_handler(tauri::generate_handler![door::call, menu::set_menu, files::waiting_file])
        .on_menu_event(menu::chosen)
        .setup(|app| {
            files::take_arguments(app.handle());
            door::open(app.handle());
            window::open(app.handle())?;
            Ok(())
        })
        .run(tauri::generate_context!());
    match app {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            if starting::was_left_alone(&why) {
                starting::over();
            }
            eprintln!("Tiemap could not start: {why}");
            ExitCode::FAILURE
        }
    }
}
