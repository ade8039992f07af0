//! One open file: made, opened, and changed one transaction at a time.

use std::path::{Path, PathBuf};

use ecosystem::{Diff, Map};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::lock::{Lock, beside};
use crate::schema::{self, Sort};
use crate::{StoreError, Who, copies, files, lean, rows};

/// The number of the change that a state of the map came about by; the first state is 1.
pub type Revision = u32;

/// How a file is opened.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    /// Who opens it; others are told.
    pub who: Who,
    /// The folder in which automatic copies of all maps are kept ([`crate::copies_folder`]); none: no copies.
    pub copies: Option<PathBuf>,
    /// Whether to go on although another computer seems to have it open.
    pub take_over: bool,
}

impl Opening {
    /// Opens as whoever runs this process, at this time (milliseconds since 1970, UTC), without copies.
    pub fn at(now: i64) -> Self {
        Self { who: Who::here(now), ..Self::default() }
    }

    /// The same with copies kept in `folder`.
    pub fn with_copies(self, folder: impl Into<PathBuf>) -> Self {
        Self { copies: Some(folder.into()), ..self }
    }
}

/// One open `.tiemap` file.
///
/// A change is one transaction: the rows and the history entry together, on the disk when the call returns. If it
/// fails, nothing has happened, and the map in memory must not change either.
#[derive(Debug)]
pub struct Store {
    // Closed before the lock is given back.
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
    pub(crate) revision: Revision,
    pub(crate) copies: Option<PathBuf>,
    /// The digest of the map at this revision.
    pub(crate) digest: u64,
    /// When the last automatic copy was made or found, and of which state.
    pub(crate) last_copy: Option<(i64, Revision)>,
    access: Access,
    /// SQLite's count of the changes by others, as of our opening.
    others: i64,
}

#[derive(Debug)]
enum Access {
    /// Held for as long as the file is open.
    Writes {
        _lock: Option<Lock>,
    },
    Reads,
}

impl Store {
    /// Makes a file with this map as its first state. Refuses a path where there is something already.
    pub fn create(path: &Path, map: &Map, opening: &Opening) -> Result<Self, StoreError> {
        let path = files::absolute(path)?;
        let new = || {
            let lock = Lock::take(&path, &opening.who, opening.take_over)?;
            if path.symlink_metadata().is_ok() {
                return Err(StoreError::Exists(path.clone()));
            }
            // Built aside and then put in place, so that there is never half a file under that name.
            let aside = beside(&path, "-new");
            files::remove_with_journal(&aside)?;
            let built = build(Connection::open(&aside)?, map, &opening.who).map(drop);
            let placed = built.and_then(|()| files::put_in_place(&aside, &path));
            if placed.is_err() {
                // Best effort: what is wrong already is what to tell.
                let _ = files::remove_with_journal(&aside);
            }
            placed?;
            Self::around(schema::connect(&path)?, path.clone(), opening, Some(lock))
        };
        new().map_err(|error: StoreError| error.on(&path))
    }

    /// A map that lives in memory only, for tests.
    pub fn in_memory(map: &Map) -> Result<Self, StoreError> {
        let db = build(Connection::open_in_memory()?, map, &Who::default())?;
        Self::around(db, PathBuf::new(), &Opening::default(), None)
    }

    /// Opens a file to work on it, once it has been found sound, and keeps others from writing to it.
    pub fn open(path: &Path, opening: &Opening) -> Result<(Self, Map), StoreError> {
        let path = files::existing(path)?;
        let opened = || {
            recognise(&path, opening)?;
            let lock = Lock::take(&path, &opening.who, opening.take_over)?;
            let mut db = schema::connect(&path)?;
            if db.is_readonly("main")? {
                return Err(StoreError::ReadOnly(path.clone()));
            }
            let version: i32 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
            if version < schema::KNOWN {
                looks_sound(&db, &path)?;
                if let Some(folder) = &opening.copies {
                    copies::before_bringing_up(&db, &path, folder, version, opening.who.since)?;
                }
                schema::bring_up(&mut db)?;
            }
            // Looking through the file and reading the map are done at the same time; nobody else writes to it.
            let map = std::thread::scope(|scope| {
                let sound = scope.spawn(|| looks_sound(&schema::connect(&path)?, &path));
                let map = schema::has_our_shape(&db).and_then(|()| as_saved(&db));
                sound.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
                map
            })?;
            // Changing the mode to and fro removes a journal that a crash has left before it meant anything.
            for mode in ["PERSIST", "DELETE"] {
                db.pragma_update_and_check(None, "journal_mode", mode, |_| Ok(()))?;
            }
            let store = Self::around(db, path.clone(), opening, Some(lock))?;
            Ok((store, map))
        };
        opened().map_err(|error: StoreError| with_way_back(error.on(&path), opening))
    }

    /// Opens a file to look at it only, whoever else has it open. Every attempt to change it is refused.
    pub fn open_read_only(path: &Path, opening: &Opening) -> Result<(Self, Map), StoreError> {
        let path = files::existing(path)?;
        let opened = || {
            let version = recognise(&path, opening)?;
            // Opened for writing where that is possible: if a crash has left a change half-written, SQLite takes
            // it back before anything is read.
            let mut db = schema::connect(&path)?;
            looks_sound(&db, &path)?;
            if version < schema::KNOWN {
                db = in_memory_copy(&db)?;
                schema::bring_up(&mut db)?;
            }
            schema::has_our_shape(&db)?;
            db.pragma_update(None, "query_only", true)?;
            let reading = db.unchecked_transaction()?;
            let map = as_saved(&db)?;
            let (revision, digest) = latest(&db)?;
            reading.finish()?;
            let copies = opening.copies.clone();
            let access = Access::Reads;
            Ok((
                Self { db, path: path.clone(), revision, digest, copies, last_copy: None, access, others: 0 },
                map,
            ))
        };
        opened().map_err(|error: StoreError| with_way_back(error.on(&path), opening))
    }

    fn around(
        db: Connection,
        path: PathBuf,
        opening: &Opening,
        lock: Option<Lock>,
    ) -> Result<Self, StoreError> {
        let (revision, digest) = latest(&db)?;
        let others = changes_by_others(&db)?;
        let access = Access::Writes { _lock: lock };
        let copies = opening.copies.clone();
        Ok(Self { db, path, revision, digest, copies, last_copy: None, access, others })
    }

    /// Where the file lies; empty for a map in memory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The number of the latest change.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Whether it was opened to work on it.
    pub fn can_write(&self) -> bool {
        matches!(self.access, Access::Writes { .. })
    }

    /// Writes a change: rows and history entry in one transaction. When this returns, it is on the disk, and what
    /// had been undone cannot be redone any more. `at` is in milliseconds since 1970, UTC.
    ///
    /// The cost is that of the change, not that of the map.
    pub fn record(
        &mut self,
        diff: &Diff,
        label: &str,
        author: &str,
        at: i64,
    ) -> Result<Revision, StoreError> {
        let revision = self.revision + 1;
        let written = lean::write_diff(diff);
        let digest = self.digest ^ written.digest;
        self.write(diff, |db| {
            db.prepare_cached("UPDATE changes SET stands = 'dropped' WHERE stands = 'undone'")?.execute([])?;
            db.prepare_cached(
                "INSERT INTO changes (revision, at, author, label, stands, diff, digest)
                 VALUES (?1, ?2, ?3, ?4, 'done', ?5, ?6)",
            )?
            .execute(params![
                revision,
                at,
                author,
                label,
                written.json,
                digest.cast_signed()
            ])?;
            Ok(())
        })?;
        (self.revision, self.digest) = (revision, digest);
        Ok(revision)
    }

    /// Writes the rows that `diff` changes and, with `note`, its entry in the history, as one transaction.
    pub(crate) fn write(
        &self,
        diff: &Diff,
        note: impl FnOnce(&Connection) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let many = rows::is_many(diff);
        // SQLite takes this setting between transactions only.
        let enforce = |yes| self.db.pragma_update(None, "foreign_keys", yes);
        if many {
            enforce(false)?;
        }
        let written = self.change(|db| {
            match many {
                true => rows::write_many(db, diff)?,
                false => rows::write(db, diff)?,
            }
            note(db)
        });
        if many {
            enforce(true)?;
        }
        written
    }

    /// Carries `write` out as one transaction, if the file is still the one that was opened.
    pub(crate) fn change<T>(
        &self,
        write: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let changed = || {
            if !self.can_write() {
                return Err(StoreError::ReadOnly(self.path.clone()));
            }
            let change = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
            if changes_by_others(&change)? != self.others {
                return Err(StoreError::ChangedElsewhere(self.path.clone()));
            }
            let done = write(&change)?;
            change.commit()?;
            Ok(done)
        };
        changed().map_err(|error: StoreError| error.on(&self.path))
    }
}

/// Fills an empty database with a map as its first state.
fn build(db: Connection, map: &Map, who: &Who) -> Result<Connection, StoreError> {
    let mut db = schema::settle(db)?;
    schema::bring_up(&mut db)?;
    fill(db, map, who)
}

fn fill(mut db: Connection, map: &Map, who: &Who) -> Result<Connection, StoreError> {
    let diff = Map::default().towards(map);
    let change = db.transaction()?;
    rows::write(&change, &diff)?;
    change.execute(
        "INSERT INTO changes (revision, at, author, label, diff, digest) VALUES (1, ?1, ?2, 'New map', ?3, ?4)",
        params![who.since, who.name, lean::write_diff(&diff).json, lean::write_map(map).digest.cast_signed()],
    )?;
    change.commit()?;
    Ok(db)
}

/// The version of a file that is ours and not too new; looks without touching.
fn recognise(path: &Path, opening: &Opening) -> Result<i32, StoreError> {
    match schema::sort(path)? {
        Sort::Ours(found) if found > schema::KNOWN => {
            Err(StoreError::TooNew { path: path.to_owned(), found, known: schema::KNOWN })
        }
        Sort::Ours(0) => Err(StoreError::damaged("it has no version")),
        Sort::Ours(version) => Ok(version),
        // What lies where a map of ours was is that map, broken, and there is a way back.
        Sort::Unreadable | Sort::Foreign if !copies::of(path, opening).is_empty() => {
            Err(StoreError::damaged("its beginning cannot be read"))
        }
        Sort::Unreadable | Sort::Foreign => Err(StoreError::NotOurs(path.to_owned())),
    }
}

fn with_way_back(error: StoreError, opening: &Opening) -> StoreError {
    match error {
        StoreError::Damaged { path, why, .. } => {
            let copies = copies::of(&path, opening);
            StoreError::Damaged { path, why, copies }
        }
        error => error,
    }
}

/// Up to this size the whole file is looked through when it is opened; beyond it, what holds the map, but not the
/// history. In bytes.
const SMALL: u64 = 64 << 20;

/// That SQLite finds its own structure whole.
fn looks_sound(db: &Connection, path: &Path) -> Result<(), StoreError> {
    let quick = |table: Option<&str>| -> Result<(), StoreError> {
        let sql = match table {
            None => "PRAGMA quick_check(1)".to_owned(),
            Some(table) => format!("PRAGMA quick_check({table})"),
        };
        let said: String = db.query_row(&sql, [], |row| row.get(0))?;
        match said.as_str() {
            "ok" => Ok(()),
            _ => Err(StoreError::damaged(format!("its structure is broken ({said})"))),
        }
    };
    match std::fs::metadata(path)?.len() <= SMALL {
        true => quick(None),
        false => schema::MAP_TABLES.iter().try_for_each(|table| quick(Some(table))),
    }
}

fn in_memory_copy(db: &Connection) -> Result<Connection, StoreError> {
    let mut copy = Connection::open_in_memory()?;
    rusqlite::backup::Backup::new(db, &mut copy)?.run_to_completion(
        1024,
        std::time::Duration::from_millis(1),
        None,
    )?;
    schema::settle(copy)
}

/// The map in the file, if it is the very one that was saved.
fn as_saved(db: &Connection) -> Result<Map, StoreError> {
    let (map, digest) = rows::load(db)?;
    match latest(db)?.1 == digest {
        true => Ok(map),
        false => Err(StoreError::damaged("what it holds is not what was saved")),
    }
}

/// The latest revision, and the digest of the map then.
pub(crate) fn latest(db: &Connection) -> Result<(Revision, u64), StoreError> {
    let sql = "SELECT revision, digest FROM changes ORDER BY revision DESC LIMIT 1";
    let last = db.query_row(sql, [], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned())));
    last.optional()?.ok_or_else(|| StoreError::damaged("its history is missing"))
}

fn changes_by_others(db: &Connection) -> Result<i64, StoreError> {
    Ok(db.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ecosystem::{Counted, Edit, Incoming, IncomingDependency, IncomingTeam, Record};

    #[test]
    fn when_the_disk_is_full_nothing_has_happened() {
        let map = Map::named("Our map");
        let mut store = Store::in_memory(&map).unwrap();
        let pages: i64 = store.db.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        store.db.pragma_update_and_check(None, "max_page_count", pages + 2, |_| Ok(())).unwrap();
        let team = |n: i32| IncomingTeam { name: format!("Team {n}"), ..IncomingTeam::default() };
        let incoming = Incoming { teams: (0..1000).map(team).collect(), ..Incoming::default() };
        let edit = Edit::Merge { incoming, add_missing: false, skip_bad_rows: false };
        let many = map.plan(&edit, &mut Counted(0)).unwrap().diff;

        assert_eq!(store.record(&many, "x", "", 0).unwrap_err(), StoreError::Full);
        assert_eq!((store.revision(), rows::load(&store.db).unwrap().0), (1, map));

        store.db.pragma_update_and_check(None, "max_page_count", 1_000_000, |_| Ok(())).unwrap();
        assert_eq!(store.record(&many, "x", "", 0), Ok(2));
    }

    /// A ring of 1,500 teams, as one diff.
    fn large() -> Diff {
        let tie = |n: usize| IncomingDependency {
            provider: format!("Team {n}"),
            receiver: format!("Team {}", (n + 1) % 1500),
            ..IncomingDependency::default()
        };
        let incoming = Incoming { dependencies: (0..1500).map(tie).collect(), ..Incoming::default() };
        let edit = Edit::Merge { incoming, add_missing: true, skip_bad_rows: false };
        Map::named("Our map").plan(&edit, &mut Counted(0)).unwrap().diff
    }

    #[test]
    fn a_file_of_the_first_version_is_brought_up_and_keeps_its_map() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.tiemap");
        let mut map = Map::named("Our map");
        map.apply(&large());
        let mut old = schema::settle(Connection::open(&path).unwrap()).unwrap();
        schema::of_the_first_version(&mut old).unwrap();
        drop(fill(old, &map, &Who::default()).unwrap());

        let opening = Opening::at(0).with_copies(folder.path().join("copies"));
        let seen = Store::open_read_only(&path, &opening).unwrap().1;
        let (store, opened) = Store::open(&path, &opening).unwrap();
        assert!(seen == map && opened == map);
        let version: i32 = store.db.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(version, schema::KNOWN);
        assert_eq!(copies::of(&path, &opening).len(), 1);
    }

    #[test]
    fn many_teams_cannot_go_while_something_refers_to_one() {
        let mut store = Store::in_memory(&Map::named("Our map")).unwrap();
        let all = large();
        store.record(&all, "x", "", 0).unwrap();
        let mut gone = all.inverse();
        gone.removed.remove(0);
        assert!(rows::is_many(&gone));
        assert!(matches!(store.record(&gone, "x", "", 0), Err(StoreError::Unfit(_))));
        assert_eq!(store.revision(), 2);
        store.record(&all.inverse(), "x", "", 0).unwrap();
    }

    #[test]
    fn a_large_import_leaves_the_file_as_if_it_had_come_row_by_row() {
        let mut store = Store::in_memory(&Map::named("Our map")).unwrap();
        let diff = large();
        assert!(rows::is_many(&diff));
        store.record(&diff, "x", "", 0).unwrap();
        schema::has_our_shape(&store.db).unwrap();
        schema::references_hold(&store.db).unwrap();
        assert_eq!(rows::load(&store.db).unwrap().0, store.from_history().unwrap());
        let enforced: bool = store.db.pragma_query_value(None, "foreign_keys", |row| row.get(0)).unwrap();
        assert!(enforced);
        store.undo("", 0).unwrap().unwrap();
        assert_eq!(rows::load(&store.db).unwrap().0, Map::named("Our map"));
    }

    #[test]
    fn a_large_import_that_refers_to_what_is_not_there_changes_nothing() {
        let mut store = Store::in_memory(&Map::named("Our map")).unwrap();
        let mut diff = large();
        let first_team = diff.added.iter().position(|record| matches!(record, Record::Team(_))).unwrap();
        diff.added.remove(first_team);
        assert!(matches!(store.record(&diff, "x", "", 0), Err(StoreError::Unfit(_))));
        schema::has_our_shape(&store.db).unwrap();
        assert_eq!(rows::load(&store.db).unwrap().0, Map::named("Our map"));
    }
}
