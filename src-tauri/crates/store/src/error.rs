//! What can go wrong with a file, each in a sentence that says what the person can do.

use std::path::PathBuf;

use crate::{Copy, Who};

/// What went wrong with a file. Whatever it is, nothing is half-done.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("There is no file \u{201c}{}\u{201d}. It may have been moved or renamed.", name(.0))]
    Missing(PathBuf),
    /// There is a file already, and it stays as it is.
    #[error("\u{201c}{}\u{201d} is there already. Choose another name.", name(.0))]
    Exists(PathBuf),
    /// It is not a map; nothing was written to it.
    #[error("\u{201c}{}\u{201d} is not a Tiemap file. It was left untouched.", name(.0))]
    NotOurs(PathBuf),
    /// A newer program has written it; nothing was written to it.
    #[error("\u{201c}{}\u{201d} was made with a newer Tiemap (file format {found}; this one knows up to {known}). Update Tiemap to open it.", name(.path))]
    TooNew {
        /// Which file.
        path: PathBuf,
        /// Its format.
        found: i32,
        /// The newest format that this program knows.
        known: i32,
    },
    /// It is broken. It was left untouched; `copies` are the ways back, newest first.
    #[error("\u{201c}{}\u{201d} is damaged: {why}. It was left untouched. {}", name(.path), way_back(.copies))]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// In what way.
        why: String,
        /// Automatic copies of it, newest first.
        copies: Vec<Copy>,
    },
    /// Someone else has it open for writing. It can be read ([`crate::Store::open_read_only`]).
    #[error("{}", in_use(.by, *.elsewhere))]
    InUse {
        /// Who, if that is known.
        by: Option<Who>,
        /// Whether they were on another computer. They may have gone without a trace, so the person may decide
        /// to take over ([`crate::Opening::take_over`]).
        elsewhere: bool,
    },
    /// The file or its folder cannot be written, or the map was opened to read only.
    #[error("\u{201c}{}\u{201d} can be read but not changed here. Save a copy in a folder of your own to work on it.", name(.0))]
    ReadOnly(PathBuf),
    /// The disk is full; nothing was changed.
    #[error("The disk is full, so the change was not saved. Make some room and do it again.")]
    Full,
    /// The file was removed, renamed or replaced while it was open.
    #[error("\u{201c}{}\u{201d} was moved, removed or replaced while it was open. Save a copy to keep the map.", name(.0))]
    Moved(PathBuf),
    /// Another program has changed the file while it was open here.
    #[error("Another program has changed \u{201c}{}\u{201d} in the meantime. Open it again, or save a copy first.", name(.0))]
    ChangedElsewhere(PathBuf),
    /// A change does not fit the state that the file holds; nothing was changed.
    #[error("This change does not fit the map in the file ({0}). Open the file again.")]
    Unfit(String),
    /// There is no such revision or snapshot.
    #[error("This {0} is not in the file.")]
    NoSuch(&'static str),
    /// A snapshot needs a name that no other has.
    #[error("{}", snapshot_name(.0))]
    SnapshotName(String),
    /// The system refused, for another reason.
    #[error("\u{201c}{}\u{201d} cannot be used: {why}. Try again, or save a copy elsewhere.", name(.path))]
    Io {
        /// Which file.
        path: PathBuf,
        /// In what way, as the system says it.
        why: String,
    },
}

impl StoreError {
    /// Damage of which nothing more is known yet than why.
    pub(crate) fn damaged(why: impl Into<String>) -> Self {
        // What SQLite says can quote the broken file: one line of it, and not too long, is enough.
        let why: Vec<String> = why.into().split_whitespace().map(str::to_owned).collect();
        let why = why.join(" ").chars().take(200).collect();
        Self::Damaged { path: PathBuf::new(), why, copies: Vec::new() }
    }

    /// Says which file it was, where that was not known on the spot.
    pub(crate) fn on(mut self, file: &std::path::Path) -> Self {
        match &mut self {
            Self::Missing(path)
            | Self::Exists(path)
            | Self::NotOurs(path)
            | Self::ReadOnly(path)
            | Self::Moved(path)
            | Self::ChangedElsewhere(path)
            | Self::TooNew { path, .. }
            | Self::Damaged { path, .. }
            | Self::Io { path, .. }
                if path.as_os_str().is_empty() =>
            {
                *path = file.to_owned();
            }
            _ => {}
        }
        self
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        use rusqlite::ffi;

        let why = error.to_string();
        let rusqlite::Error::SqliteFailure(failure, _) = &error else {
            // A value of an unexpected type, a text that is not UTF-8, a row that is not there.
            return Self::damaged(format!("its structure is broken ({why})"));
        };
        match failure.code {
            Code::DiskFull => Self::Full,
            Code::ReadOnly if failure.extended_code == ffi::SQLITE_READONLY_DBMOVED => {
                Self::Moved(PathBuf::new())
            }
            Code::ReadOnly | Code::PermissionDenied => Self::ReadOnly(PathBuf::new()),
            Code::DatabaseBusy | Code::DatabaseLocked | Code::FileLockingProtocolFailed => {
                Self::InUse { by: None, elsewhere: false }
            }
            Code::ConstraintViolation => Self::Unfit(why),
            Code::DatabaseCorrupt
            | Code::NotADatabase
            | Code::SchemaChanged
            | Code::TooBig
            | Code::Unknown => Self::damaged(format!("its structure is broken ({why})")),
            _ => Self::Io { path: PathBuf::new(), why },
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        match error.kind() {
            Kind::NotFound => Self::Missing(PathBuf::new()),
            Kind::AlreadyExists => Self::Exists(PathBuf::new()),
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Self::ReadOnly(PathBuf::new()),
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => Self::Full,
            _ => Self::Io { path: PathBuf::new(), why: error.to_string() },
        }
    }
}

/// A file's name without its folders, for people.
fn name(path: &std::path::Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn way_back(copies: &[Copy]) -> &'static str {
    match copies {
        [] => "There is no automatic copy of it.",
        _ => "Restore the latest automatic copy to go on; the damaged file is kept beside it.",
    }
}

fn in_use(by: &Option<Who>, elsewhere: bool) -> String {
    let who = by.as_ref().map_or_else(|| "Another program".to_owned(), Who::words);
    match elsewhere {
        false => {
            format!("{who} has this map open. It can be read here, but not changed until they close it.")
        }
        true => format!(
            "{who} seems to have this map open on another computer. Read it here, or take over if you know that \
             they have closed it."
        ),
    }
}

fn snapshot_name(name: &str) -> String {
    match name {
        "" => "A snapshot needs a name.".to_owned(),
        name => format!("There is already a snapshot called \u{201c}{name}\u{201d}. Choose another name."),
    }
}
