//! Everything there is to check about a file: SQLite's own structure, the rules of a map, and that the history
//! leads to the very map that the tables hold.

use std::path::Path;

use crate::{Revision, Store, StoreError, files, history, rows, schema};

/// What a sound file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// How many changes it remembers, the first state among them.
    pub revision: Revision,
    /// How many snapshots it keeps.
    pub snapshots: usize,
}

/// Checks all of a file and changes nothing. Takes as long as reading all of it, history included.
pub fn check(path: &Path) -> Result<Checked, StoreError> {
    let path = files::existing(path)?;
    let checked = || {
        let (store, map) = Store::open_read_only(&path, &Default::default())?;
        let said: String = store.db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if said != "ok" {
            return Err(StoreError::damaged(format!("its structure is broken ({said})")));
        }
        schema::references_hold(&store.db)?;
        history::is_in_order(&store.db)?;
        if history::replay(&store.db)? != map {
            return Err(StoreError::damaged("its history does not lead to the map it holds"));
        }
        let snapshots = store.snapshots()?;
        for snapshot in &snapshots {
            store.snapshot(snapshot.id)?;
        }
        Ok(Checked { revision: store.revision, snapshots: snapshots.len() })
    };
    checked().map_err(|error: StoreError| error.on(&path))
}

impl Store {
    /// The map that the history alone leads to: what the tables must hold.
    pub fn from_history(&self) -> Result<ecosystem::Map, StoreError> {
        rows::sound(history::replay(&self.db)?).map_err(|error| error.on(&self.path))
    }
}
