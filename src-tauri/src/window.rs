//! The main window.

use tauri::{AppHandle, WebviewUrl, WebviewWindowBuilder};

/// The main window's label, to which the capabilities are given.
pub const LABEL: &str = "main";

/// Opens the main window.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    paint_text_exactly();
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Tiemap")
        .inner_size(1440.0, 900.0)
        .min_inner_size(720.0, 480.0)
        .build()?;
    Ok(())
}

/// WebKitGTK rounds the width of each letter to whole pixels under the system's default hinting, and the drawing's
/// lines, which are measured once for screen and export, would not fit. Slight hinting leaves widths alone. It
/// must be set before the first webview is there.
#[cfg(target_os = "linux")]
fn paint_text_exactly() {
    use gtk::prelude::GtkSettingsExt;
    if let Some(settings) = gtk::Settings::default() {
        settings.set_gtk_xft_hintstyle(Some("hintslight"));
    }
}

#[cfg(not(target_os = "linux"))]
fn paint_text_exactly() {}
