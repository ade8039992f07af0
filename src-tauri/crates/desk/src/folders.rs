//! The user's folders: where the list of recent maps is kept, and where new maps go. `TIEMAP_DATA_DIR` names the
//! first, so that tests touch nobody's own.

use std::path::PathBuf;

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Where the app keeps what belongs to no map, if the system has such a place.
pub fn data() -> Option<PathBuf> {
    if let Some(folder) = variable("TIEMAP_DATA_DIR") {
        return Some(folder);
    }
    if cfg!(windows) {
        return Some(variable("APPDATA")?.join("Tiemap"));
    }
    let home = std::env::home_dir()?;
    if cfg!(target_os = "macos") {
        return Some(home.join("Library/Application Support/Tiemap"));
    }
    let share = variable("XDG_DATA_HOME").filter(|folder| folder.is_absolute());
    Some(share.unwrap_or_else(|| home.join(".local/share")).join("tiemap"))
}

/// Where automatic copies of maps are kept, if the system has such a place.
pub fn copies() -> Option<PathBuf> {
    variable("TIEMAP_DATA_DIR").map(|folder| folder.join("copies")).or_else(store::copies_folder)
}

/// Where a new map goes when nobody says where: the documents, else the home folder.
pub(crate) fn documents() -> Option<PathBuf> {
    let home = std::env::home_dir()?;
    let named = variable("XDG_DOCUMENTS_DIR").or_else(|| Some(home.join("Documents")));
    Some(named.filter(|folder| folder.is_dir()).unwrap_or(home))
}
