//! The shape of the file, how it came about version by version, and how to tell a file that is ours from one that
//! is not, without writing a byte to it.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::StoreError;

/// What marks an SQLite file as ours: "TIEM".
pub(crate) const APPLICATION_ID: i32 = 0x5449_454D;

/// The steps from nothing to the present shape; a file's version is how many of them it has taken. A step that has
/// been released is never changed again.
const STEPS: &[&str] = &[
    include_str!("migrations/2026-11-21-first.sql"),
    include_str!("migrations/2026-11-26-no-tie-indexes.sql"),
];

/// The version of the files that this program writes.
pub(crate) const KNOWN: i32 = STEPS.len() as i32;

/// The tables that hold the map itself.
pub(crate) const MAP_TABLES: [&str; 7] =
    ["about", "functions", "teams", "dependencies", "borders", "places", "rooms"];

/// What a file is, by its first page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A map of this version.
    Ours(i32),
    /// An SQLite file of another program.
    Foreign,
    /// Not an SQLite file, or one whose first page is broken.
    Unreadable,
}

/// Looks at a file without locking or writing anything, whatever lies beside it.
pub(crate) fn sort(path: &Path) -> Result<Sort, StoreError> {
    let looked = || -> rusqlite::Result<Sort> {
        // SQLite looks, rather than we ourselves: if this process had the file open already, closing a handle of
        // our own would take away SQLite's locks (POSIX file locks belong to the process).
        let flags =
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(immutable_uri(path), flags)?;
        // Lets SQLite read the first page of a file whose other pages are missing.
        db.pragma_update(None, "writable_schema", true)?;
        let number = |pragma| db.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
        Ok(match number("application_id")? {
            APPLICATION_ID => Sort::Ours(number("user_version")?),
            _ => Sort::Foreign,
        })
    };
    match looked().map_err(StoreError::from) {
        Ok(Sort::Foreign) if std::fs::metadata(path)?.len() == 0 => Ok(Sort::Unreadable),
        Ok(sort) => Ok(sort),
        Err(StoreError::Damaged { .. }) => Ok(Sort::Unreadable),
        Err(error) => Err(error),
    }
}

/// The address under which SQLite opens a file without locks and without its journal.
fn immutable_uri(path: &Path) -> String {
    #[cfg(unix)]
    let bytes = std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str());
    #[cfg(not(unix))]
    let text = format!("/{}", path.to_string_lossy().replace('\\', "/"));
    #[cfg(not(unix))]
    let bytes = text.as_bytes();

    let mut uri = "file:".to_owned();
    for &byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    uri
}

/// Opens a file that is there and ours. Where the disk lets it be written to and its first page does not, that page is
/// broken.
pub(crate) fn connect(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    let may_write = !db.is_readonly("main")?;
    let _: i32 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if may_write && db.is_readonly("main")? {
        return Err(StoreError::damaged("its first page says that nobody may write to it"));
    }
    settle(db)
}

/// Sets on a connection what the file itself does not remember.
pub(crate) fn settle(db: Connection) -> Result<Connection, StoreError> {
    // The file may come from anyone: nothing in it runs.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    db.pragma_update(None, "cell_size_check", true)?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    // A large import stays in memory until it is committed (KiB, negative by SQLite's convention).
    db.pragma_update(None, "cache_size", -65_536)?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
}

/// Makes an empty file as the first version of this program did.
#[cfg(test)]
pub(crate) fn of_the_first_version(db: &mut Connection) -> Result<(), StoreError> {
    take_steps(db, &STEPS[..1])
}

/// Brings a file, or a new and empty one, to the present version: all of it or nothing.
pub(crate) fn bring_up(db: &mut Connection) -> Result<(), StoreError> {
    take_steps(db, STEPS)
}

fn take_steps(db: &mut Connection, steps: &[&str]) -> Result<(), StoreError> {
    // A step may rebuild a table that others refer to; only the end must be right. SQLite ignores this setting
    // inside a transaction, so it is made around it.
    db.pragma_update(None, "foreign_keys", false)?;
    let stepped = (|| {
        let change = db.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        let version: i32 = change.pragma_query_value(None, "user_version", |row| row.get(0))?;
        for step in steps.iter().skip(usize::try_from(version).unwrap_or(0)) {
            change.execute_batch(step)?;
        }
        change.pragma_update(None, "application_id", APPLICATION_ID)?;
        change.pragma_update(None, "user_version", steps.len() as i32)?;
        references_hold(&change)?;
        change.commit()?;
        Ok(())
    })();
    db.pragma_update(None, "foreign_keys", true)?;
    stepped
}

/// That every reference leads somewhere.
pub(crate) fn references_hold(db: &Connection) -> Result<(), StoreError> {
    let mut statement = db.prepare("PRAGMA foreign_key_check")?;
    let mut broken = statement.query([])?;
    match broken.next()? {
        None => Ok(()),
        Some(row) => {
            let (table, other): (String, String) = (row.get(0)?, row.get(2)?);
            Err(StoreError::damaged(format!("a row of {table} refers to one of {other} that is not there")))
        }
    }
}

/// That the tables are the ones this program makes. Others that someone has added do no harm.
pub(crate) fn has_our_shape(db: &Connection) -> Result<(), StoreError> {
    let mut ours = Connection::open_in_memory()?;
    bring_up(&mut ours)?;
    let there = shape(db)?;
    match shape(&ours)?.into_iter().find(|part| !there.contains(part)) {
        None => Ok(()),
        Some((name, _)) => Err(StoreError::damaged(format!("its table {name} is not as it should be"))),
    }
}

/// Every table and index with the text that made it, in order of their names.
pub(crate) fn shape(db: &Connection) -> Result<Vec<(String, String)>, StoreError> {
    let mut statement =
        db.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")?;
    let parts = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(parts.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_of_the_file_is_known() {
        let mut db = Connection::open_in_memory().unwrap();
        bring_up(&mut db).unwrap();
        let text: Vec<String> = shape(&db).unwrap().into_iter().map(|(_, sql)| format!("{sql};\n")).collect();
        expect_test::expect_file!["../tests/schema.sql"].assert_eq(&text.join("\n"));
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let mut db = Connection::open_in_memory().unwrap();
        let first = "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1);";
        take_steps(&mut db, &[first]).unwrap();
        let before = shape(&db).unwrap();
        for wrong in [
            "ALTER TABLE a ADD COLUMN y TEXT; UPDATE a SET x = 2; SELECT no_such_function();",
            "ALTER TABLE a ADD COLUMN y INTEGER REFERENCES b (z); CREATE TABLE b (z INTEGER PRIMARY KEY);
             UPDATE a SET y = 7;",
        ] {
            assert!(take_steps(&mut db, &[first, wrong]).is_err());
            assert_eq!(shape(&db).unwrap(), before);
            let x: i32 = db.query_row("SELECT x FROM a", [], |row| row.get(0)).unwrap();
            let version: i32 = db.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
            assert_eq!((x, version), (1, 1));
        }
        take_steps(&mut db, &[first, "ALTER TABLE a ADD COLUMN y TEXT;"]).unwrap();
        let version: i32 = db.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(version, 2);
    }
}
