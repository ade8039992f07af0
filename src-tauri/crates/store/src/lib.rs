//! The `.tiemap` file: one map with its history and snapshots. The only crate that knows SQLite.
//!
//! - [`Store::create`] makes a file, [`Store::open`] opens one to work on it, [`Store::open_read_only`] to look at
//!   it while someone else works on it.
//! - [`Store::record`] writes a [`Diff`](ecosystem::Diff): the rows and the history entry in one transaction,
//!   on the disk when it returns. [`Store::undo`], [`Store::redo`] and [`Store::go_back`] are changes too.
//! - [`StoreError`] says what is wrong with a file and what the person can do.

mod copies;
mod error;
mod files;
mod history;
mod lean;
mod lock;
mod rows;
mod schema;
mod store;

pub use copies::{Copy, copies_folder};
pub use error::StoreError;
pub use history::{Change, Entry, Standing};
pub use lock::Who;
pub use store::{Opening, Revision, Store};
