//! The built UI: what was put into the program when it was built, or a folder that `TIEMAP_UI` names, for working
//! on the UI.

use std::path::{Component, Path, PathBuf};

use axum::body::Bytes;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Each file's path in the UI and its content.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/ui.rs"));

/// A file of the UI.
pub(crate) fn file(path: &str) -> Response {
    let content = match std::env::var_os("TIEMAP_UI") {
        Some(folder) => in_folder(Path::new(&folder), path).map(Bytes::from),
        None => built_in(path).map(Bytes::from_static),
    };
    match content {
        Some(content) => ([(header::CONTENT_TYPE, mime(path))], content).into_response(),
        None if path == "index.html" => {
            let advice = "The app's page is not part of this program. Build it (npm run build in ui), then this again.";
            (StatusCode::SERVICE_UNAVAILABLE, advice).into_response()
        }
        None => (StatusCode::NOT_FOUND, "There is nothing here.").into_response(),
    }
}

fn built_in(path: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(name, _)| *name == path).map(|(_, content)| *content)
}

/// A file in `folder`, and nowhere else.
fn in_folder(folder: &Path, path: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(path);
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    let file = folder.join(&path);
    let stays = || Some(file.canonicalize().ok()?.starts_with(folder.canonicalize().ok()?));
    if inside && stays() == Some(true) { std::fs::read(file).ok() } else { None }
}

fn mime(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "json" | "map" => "application/json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_own_files_only() {
        let folder = tempfile::tempdir().unwrap();
        let ui = folder.path().join("ui");
        std::fs::create_dir_all(ui.join("assets")).unwrap();
        std::fs::write(ui.join("assets/app.js"), "1").unwrap();
        std::fs::write(folder.path().join("secret"), "2").unwrap();
        assert_eq!(in_folder(&ui, "assets/app.js"), Some(b"1".to_vec()));
        let outside = folder.path().join("secret").to_string_lossy().into_owned();
        for path in ["../secret", "assets/../../secret", "/etc/passwd", &outside, "assets", "no.js", ""] {
            assert_eq!(in_folder(&ui, path), None, "{path}");
        }
    }
}
