//! The `.tiemap` file: one map with its history and its snapshots, and no work is ever lost.
//!
//! - [`Store::create`] makes a file, [`Store::open`] opens one to work on it, [`Store::open_read_only`] to look at
//!   it while someone else works on it. One window writes at a time; the others are told [`Who`].
//! - [`Store::record`] writes a [`Diff`](ecosystem::Diff): the rows and the history entry in one transaction, on
//!   the disk when it returns. [`Store::undo`], [`Store::redo`] and [`Store::go_back`] are changes too, so undo
//!   works after a restart, and the tables can always be built from the history again.
//! - [`Store::keep_snapshot`] keeps a named state.
//! - [`Store::keep_copy`] keeps rotating copies away from the file; [`restore`] puts one in the place of a damaged
//!   file, which is kept beside it. [`Store::save_copy`] saves one where the person wants it.
//! - [`check`] checks all there is to check.
//! - [`StoreError`] says what is wrong with a file and what the person can do. A file that is not ours, too new or
//!   damaged is refused, and not a byte is written to it.
//!
//! The file is SQLite with a rollback journal and `synchronous=FULL`: a single file at rest, safe in a synced
//! folder, with tables that any SQLite tool reads (`migrations/`). Whatever reads a file takes it for somebody
//! else's: bounded, checked, and nothing in it runs.
//!
//! This is the only crate that knows SQLite. It knows neither how a change is planned nor what it means; it keeps
//! no map in memory, has no clock (time arrives from outside) and no threads: a call returns when it is done.

mod check;
mod copies;
mod error;
mod files;
mod history;
mod lean;
mod lock;
mod rows;
mod schema;
mod snapshots;
mod store;
mod words;

pub use check::{Checked, check};
pub use copies::{Copy, copies, copies_folder, restore};
pub use error::StoreError;
pub use history::{Change, Entry, Standing};
pub use lock::Who;
pub use snapshots::Snapshot;
pub use store::{Opening, Revision, Store};
