//! Named states of the map, to compare with and to go back to. Each is stored whole, so that it needs nothing else
//! to be read; keeping one is not a change to the map and not a step of undo.

use ecosystem::{Map, name};
use rusqlite::{OptionalExtension, params};

use crate::{Revision, Store, StoreError, lean, rows};

/// A named state of the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Which.
    pub id: u32,
    /// What the person calls it; unique.
    pub name: String,
    /// When it was kept, in milliseconds since 1970, UTC.
    pub at: i64,
    /// Who kept it; may be empty.
    pub author: String,
    /// The state it holds.
    pub revision: Revision,
}

impl Store {
    /// Keeps the present state under a name that no other snapshot has.
    pub fn keep_snapshot(&mut self, called: &str, author: &str, at: i64) -> Result<Snapshot, StoreError> {
        let called: String = name::line(called).chars().take(name::NAME_LIMIT).collect();
        let revision = self.revision;
        let id = self.change(|db| {
            let taken = self.snapshots()?.iter().any(|other| name::key(&other.name) == name::key(&called));
            if taken || called.is_empty() {
                return Err(StoreError::SnapshotName(called.clone()));
            }
            let written = lean::write_map(&rows::load(db)?.0);
            Ok(db
                .prepare_cached(
                    "INSERT INTO snapshots (name, at, author, revision, records, digest)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id",
                )?
                .query_row(
                    params![called, at, author, revision, written.json, written.digest.cast_signed()],
                    |row| row.get(0),
                )?)
        })?;
        Ok(Snapshot { id, name: called, at, author: author.to_owned(), revision })
    }

    /// All snapshots, oldest first.
    pub fn snapshots(&self) -> Result<Vec<Snapshot>, StoreError> {
        let mut statement =
            self.db.prepare_cached("SELECT id, name, at, author, revision FROM snapshots ORDER BY id")?;
        let snapshots = statement.query_map([], |row| {
            Ok(Snapshot {
                id: row.get(0)?,
                name: row.get(1)?,
                at: row.get(2)?,
                author: row.get(3)?,
                revision: row.get(4)?,
            })
        })?;
        Ok(snapshots.collect::<Result<_, _>>()?)
    }

    /// The map as it was kept.
    pub fn snapshot(&self, id: u32) -> Result<Map, StoreError> {
        let found: Option<(String, i64)> = self
            .db
            .prepare_cached("SELECT records, digest FROM snapshots WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (json, digest) = found.ok_or(StoreError::NoSuch("snapshot"))?;
        let read = lean::read_map(&json).and_then(|map| {
            match lean::write_map(&map).digest.cast_signed() == digest {
                true => rows::sound(map),
                false => Err(StoreError::damaged("a snapshot is not what was saved")),
            }
        });
        read.map_err(|error| error.on(&self.path))
    }

    /// Deletes a snapshot. The map and its history stay.
    pub fn delete_snapshot(&mut self, id: u32) -> Result<(), StoreError> {
        self.change(|db| match db.execute("DELETE FROM snapshots WHERE id = ?1", [id])? {
            0 => Err(StoreError::NoSuch("snapshot")),
            _ => Ok(()),
        })
    }
}
