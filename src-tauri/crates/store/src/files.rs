//! What is done with files as wholes: finding them, putting them in place, setting them aside. A file is built under
//! another name and gets its own when it is finished, so that there is never half a file.

use std::path::{Path, PathBuf};

use crate::StoreError;

/// The real path of a file that is there, past all links.
pub(crate) fn existing(path: &Path) -> Result<PathBuf, StoreError> {
    let real = path.canonicalize().map_err(|error| StoreError::from(error).on(path))?;
    if real.is_file() { Ok(real) } else { Err(StoreError::NotOurs(path.to_owned())) }
}

/// The real path of a file that need not be there yet; its folder must.
pub(crate) fn absolute(path: &Path) -> Result<PathBuf, StoreError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = path.file_name().ok_or_else(|| StoreError::Missing(path.to_owned()))?;
    let real = folder.canonicalize().map_err(|error| StoreError::from(error).on(folder))?;
    Ok(real.join(name))
}

/// SQLite's journal of a file. If it is there while nobody has the file open, SQLite takes it for a change to be
/// taken back, so a journal must never meet a file that it is not the journal of.
pub(crate) fn journal(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-journal");
    PathBuf::from(name)
}

/// Removes a file of our own making, if it is there, with its journal.
pub(crate) fn remove_with_journal(path: &Path) -> Result<(), StoreError> {
    for path in [path.to_owned(), journal(path)] {
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// Gives the finished file `aside` its name. Refuses if there is one of that name.
pub(crate) fn put_in_place(aside: &Path, path: &Path) -> Result<(), StoreError> {
    set_stray_journal_aside(path)?;
    match std::fs::hard_link(aside, path) {
        Ok(()) => std::fs::remove_file(aside)?,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Err(error.into()),
        // Some file systems have no links; then there is a blink in which another program could be first.
        Err(_) if path.symlink_metadata().is_ok() => return Err(StoreError::Exists(path.to_owned())),
        Err(_) => std::fs::rename(aside, path)?,
    }
    sync_folder_of(path);
    Ok(())
}

/// Gives the finished file `aside` the name of another, which is gone then.
pub(crate) fn put_in_place_of(aside: &Path, path: &Path) -> Result<(), StoreError> {
    set_stray_journal_aside(path)?;
    std::fs::rename(aside, path)?;
    sync_folder_of(path);
    Ok(())
}

/// A journal that was left where the new file comes is no journal of the new one.
fn set_stray_journal_aside(path: &Path) -> Result<(), StoreError> {
    let stray = journal(path);
    if stray.exists() {
        std::fs::rename(&stray, free_name(&stray))?;
    }
    Ok(())
}

/// Renames a file, with its journal, to a name that says so, and returns the name.
pub(crate) fn set_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let aside = free_name(path);
    if journal(path).exists() {
        std::fs::rename(journal(path), journal(&aside))?;
    }
    std::fs::rename(path, &aside)?;
    sync_folder_of(path);
    Ok(aside)
}

/// A name beside `path` that no file has: "Map (set aside).tiemap", "Map (set aside 2).tiemap".
fn free_name(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    let mut number = 1;
    loop {
        let mark = if number == 1 { "set aside".to_owned() } else { format!("set aside {number}") };
        let name = path.with_file_name(format!("{stem} ({mark}){extension}"));
        if name.symlink_metadata().is_err() && journal(&name).symlink_metadata().is_err() {
            return name;
        }
        number += 1;
    }
}

/// Makes a new name in a folder durable, where the system lets us.
pub(crate) fn sync_folder_of(path: &Path) {
    #[cfg(unix)]
    if let Some(folder) = path.parent().and_then(|folder| std::fs::File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = path;
}
