//! Who may write: one window at a time, across processes. The lock is the operating system's, on a small hidden
//! file beside the map, so that it vanishes with the process that held it, however that ended. The file says who
//! holds it and is removed when they close the map.
//!
//! It is a file of its own because SQLite's own locks on the map would keep readers out too. In a synced folder
//! it travels to other computers, where the system's lock means nothing; so a lock file of another computer
//! counts as held until the person decides to take over.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::StoreError;

/// Who has a map open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// The person, as they call themselves; may be empty.
    pub name: String,
    /// The computer's name; may be empty.
    pub computer: String,
    /// Since when, in milliseconds since 1970, UTC.
    pub since: i64,
}

impl Who {
    /// Whoever runs this process, on this computer, as far as the system tells.
    pub fn here(since: i64) -> Self {
        let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        let name = variable("USER").or_else(|| variable("USERNAME")).unwrap_or_default();
        let computer = std::fs::read_to_string("/proc/sys/kernel/hostname")
            .ok()
            .or_else(|| variable("COMPUTERNAME"))
            .or_else(|| variable("HOSTNAME"))
            .unwrap_or_default();
        Self { name, computer: computer.trim().to_owned(), since }
    }

    /// "Anna on laptop-7".
    pub fn words(&self) -> String {
        match (self.name.as_str(), self.computer.as_str()) {
            ("", "") => "Another window".to_owned(),
            (name, "") => name.to_owned(),
            ("", computer) => format!("Someone on {computer}"),
            (name, computer) => format!("{name} on {computer}"),
        }
    }
}

/// The right to write one map, until it is dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock of `map` for `who`. A lock file that another computer has left is only taken with
    /// `take_over`.
    pub fn take(map: &Path, who: &Who, take_over: bool) -> Result<Self, StoreError> {
        let path = beside(map, "-lock");
        loop {
            let mut file =
                OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(StoreError::InUse { by: read(&mut file), elsewhere: false });
                }
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
            // Whoever held it may have removed the file between our opening and our locking it; then the lock is
            // on a file that nobody else can find.
            if !is_at(&file, &path) {
                continue;
            }
            if let Some(by) = read(&mut file).filter(|by| by.computer != who.computer && !take_over) {
                return Err(StoreError::InUse { by: Some(by), elsewhere: true });
            }
            // A courtesy: the lock holds without it, on a full disk for example.
            let _ = write(&mut file, who);
            return Ok(Self { path, _file: file });
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still locked: whoever waits for this very file finds that it is gone and starts anew.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// The hidden file beside `map` that ends with `suffix`.
pub(crate) fn beside(map: &Path, suffix: &str) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(map.file_name().unwrap_or_default());
    name.push(suffix);
    map.with_file_name(name)
}

fn write(file: &mut File, who: &Who) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(serde_json::to_string(who)?.as_bytes())
}

/// What a lock file says; nothing if it is empty, unreadable or not a lock file.
fn read(file: &mut File) -> Option<Who> {
    let mut text = String::new();
    file.take(4096).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(open), Ok(there)) => (open.dev(), open.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> bool {
    path.exists()
}
