//! What was done, undone and redone. Every change is kept, an undo too: it is a change of its own, so the history
//! tells what happened, in order, and any state can be gone back to. Beside it there is one line of undo: what
//! stands can be undone in turn, what was undone can be redone until something new is done.

use ecosystem::{Diff, Map};
use rusqlite::{Connection, OptionalExtension, params};

use crate::store::latest;
use crate::{Revision, Store, StoreError, lean};

/// Where a change stands in the line of undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    Done,
    /// It was undone and can be redone.
    Undone,
    /// It was undone, and something else was done since.
    Dropped,
    /// It is the first state, or itself an undo or a redo.
    Step,
}

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The revision that the change led to.
    pub revision: Revision,
    /// What was done: "Delete Content and its 4 dependencies".
    pub label: String,
    /// Who did it; may be empty.
    pub author: String,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
    /// Where it stands.
    pub standing: Standing,
}

/// A change that has just been written, for the map in memory to follow.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The revision it led to.
    pub revision: Revision,
    /// What was done: "Undo Delete Content".
    pub label: String,
    /// What to apply.
    pub diff: Diff,
}

/// The two directions of the line of undo.
#[derive(Clone, Copy)]
enum Way {
    Back,
    Forth,
}

impl Way {
    fn word(self) -> &'static str {
        match self {
            Self::Back => "Undo",
            Self::Forth => "Redo",
        }
    }
}

impl Store {
    /// Takes the latest change that stands back, and writes that as a change. Nothing if there is none.
    pub fn undo(&mut self, author: &str, at: i64) -> Result<Option<Change>, StoreError> {
        self.step(Way::Back, author, at)
    }

    /// Does again what was undone last, and writes that as a change. Nothing if there is nothing, or if something
    /// was done since.
    pub fn redo(&mut self, author: &str, at: i64) -> Result<Option<Change>, StoreError> {
        self.step(Way::Forth, author, at)
    }

    /// What [`Store::undo`] would take back.
    pub fn next_undo(&self) -> Result<Option<String>, StoreError> {
        Ok(next(&self.db, Way::Back)?.map(|(_, label)| label))
    }

    /// What [`Store::redo`] would do again.
    pub fn next_redo(&self) -> Result<Option<String>, StoreError> {
        Ok(next(&self.db, Way::Forth)?.map(|(_, label)| label))
    }

    fn step(&mut self, way: Way, author: &str, at: i64) -> Result<Option<Change>, StoreError> {
        let look = || -> Result<Option<(Revision, String, Diff, u64)>, StoreError> {
            let Some((of, label)) = next(&self.db, way)? else { return Ok(None) };
            let json: String = self
                .db
                .prepare_cached("SELECT diff FROM changes WHERE revision = ?1")?
                .query_row([of], |row| row.get(0))?;
            let done = lean::read_diff(&json)?;
            // To and fro move the digest alike: a bit where it was not goes, and one where it was comes back.
            let by = lean::write_diff(&done).digest;
            if by != digest_at(&self.db, of)? ^ digest_at(&self.db, of - 1)? {
                return Err(StoreError::damaged("a change in its history is not what was saved"));
            }
            Ok(Some((of, label, done, by)))
        };
        let Some((of, label, done, by)) = look().map_err(|error| error.on(&self.path))? else {
            return Ok(None);
        };
        let (revision, digest) = (self.revision + 1, self.digest ^ by);
        let (diff, stands) = match way {
            Way::Back => (done.inverse(), "undone"),
            Way::Forth => (done, "done"),
        };
        let label = format!("{} {label}", way.word());
        self.write(&diff, |db| {
            db.prepare_cached("UPDATE changes SET stands = ?2 WHERE revision = ?1")?
                .execute(params![of, stands])?;
            let (takes_back, brings_back) = match way {
                Way::Back => (Some(of), None),
                Way::Forth => (None, Some(of)),
            };
            db.prepare_cached(
                "INSERT INTO changes (revision, at, author, label, takes_back, brings_back, digest)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                revision,
                at,
                author,
                label,
                takes_back,
                brings_back,
                digest.cast_signed()
            ])?;
            Ok(())
        })?;
        (self.revision, self.digest) = (revision, digest);
        Ok(Some(Change { revision, label, diff }))
    }

    /// The latest changes before `before` (from the latest of all where there is none), newest first, at most
    /// `most` of them.
    pub fn history(&self, before: Option<Revision>, most: usize) -> Result<Vec<Entry>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT revision, label, author, at, stands FROM changes WHERE revision < ?1
             ORDER BY revision DESC LIMIT ?2",
        )?;
        let before = before.map_or(i64::MAX, i64::from);
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let entries = statement.query_map([before, most], |row| {
            let stands: Option<String> = row.get(4)?;
            Ok(Entry {
                revision: row.get(0)?,
                label: row.get(1)?,
                author: row.get(2)?,
                at: row.get(3)?,
                standing: match stands.as_deref() {
                    Some("done") => Standing::Done,
                    Some("undone") => Standing::Undone,
                    Some("dropped") => Standing::Dropped,
                    _ => Standing::Step,
                },
            })
        })?;
        Ok(entries.collect::<Result<_, _>>()?)
    }

    /// The map as it was at `revision`, from `map`, which is the present one.
    pub fn map_at(&self, map: &Map, revision: Revision) -> Result<Map, StoreError> {
        if !(1..=self.revision).contains(&revision) {
            return Err(StoreError::NoSuch("revision"));
        }
        let mut past = map.clone();
        let mut later = diffs(&self.db, revision, self.revision)?;
        while let Some(diff) = later.pop() {
            past.apply(&diff.inverse());
        }
        if lean::write_map(&past).digest != digest_at(&self.db, revision)? {
            return Err(StoreError::damaged("a change in its history is not what was saved").on(&self.path));
        }
        Ok(past)
    }

    /// Goes back to `revision`, from `map`, which is the present one: one change, which one undo takes back.
    /// Nothing if the map is as it was then.
    pub fn go_back(
        &mut self,
        map: &Map,
        revision: Revision,
        author: &str,
        at: i64,
    ) -> Result<Option<Change>, StoreError> {
        let diff = map.towards(&self.map_at(map, revision)?);
        if diff.is_empty() {
            return Ok(None);
        }
        let then: String =
            self.db
                .query_row("SELECT label FROM changes WHERE revision = ?1", [revision], |row| row.get(0))?;
        let label = format!("Go back to \u{201c}{then}\u{201d}");
        let revision = self.record(&diff, &label, author, at)?;
        Ok(Some(Change { revision, label, diff }))
    }

    /// What another window has changed since this one last looked, for one that only reads to follow.
    pub fn news(&mut self) -> Result<Vec<Diff>, StoreError> {
        let reading = self.db.unchecked_transaction()?;
        let (last, digest) = latest(&self.db)?;
        let news = diffs(&self.db, self.revision, last)?;
        reading.finish()?;
        (self.revision, self.digest) = (last, digest);
        Ok(news)
    }
}

/// The change that comes next in that direction, with its label.
fn next(db: &Connection, way: Way) -> Result<Option<(Revision, String)>, StoreError> {
    // What was undone is always the end of the line, so the first of it is what was undone last.
    let sql = match way {
        Way::Back => {
            "SELECT revision, label FROM changes WHERE stands = 'done' ORDER BY revision DESC LIMIT 1"
        }
        Way::Forth => "SELECT revision, label FROM changes WHERE stands = 'undone' ORDER BY revision LIMIT 1",
    };
    Ok(db.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// What every change after `after` up to `last` did, in order.
fn diffs(db: &Connection, after: Revision, last: Revision) -> Result<Vec<Diff>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT coalesce(c.diff, back.diff, forth.diff), c.diff IS NULL AND back.diff IS NOT NULL
         FROM changes c
         LEFT JOIN changes back ON back.revision = c.takes_back
         LEFT JOIN changes forth ON forth.revision = c.brings_back
         WHERE c.revision > ?1 AND c.revision <= ?2 ORDER BY c.revision",
    )?;
    let mut rows = statement.query([after, last])?;
    let mut diffs = Vec::new();
    while let Some(row) = rows.next()? {
        let json = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        let diff = lean::read_diff(json)?;
        diffs.push(if row.get(1)? { diff.inverse() } else { diff });
    }
    Ok(diffs)
}

/// That the revisions are counted without a gap, and that undos and redos belong to changes that were done.
pub(crate) fn is_in_order(db: &Connection) -> Result<(), StoreError> {
    let broken: u32 = db.query_row(
        "SELECT (SELECT count(*) != max(revision) OR min(revision) != 1 FROM changes)
              + (SELECT count(*) FROM changes WHERE (stands IS NULL AND revision != 1) != (diff IS NULL))
              + (SELECT count(*) FROM changes WHERE stands NOT IN ('done', 'undone', 'dropped'))
              + (SELECT count(*) FROM changes WHERE (takes_back IS NOT NULL) + (brings_back IS NOT NULL)
                                                    != (diff IS NULL))
              + (SELECT count(*) FROM changes c JOIN changes of ON of.revision IN (c.takes_back, c.brings_back)
                 WHERE of.stands IS NULL OR of.revision >= c.revision)",
        [],
        |row| row.get(0),
    )?;
    match broken {
        0 => Ok(()),
        _ => Err(StoreError::damaged("its history is not in order")),
    }
}

/// The map that the whole history leads to, without a look at the tables. Each step must lead to what was saved.
pub(crate) fn replay(db: &Connection) -> Result<Map, StoreError> {
    let mut map = Map::default();
    let mut digest = lean::write_map(&map).digest;
    for (revision, diff) in (1..).zip(diffs(db, 0, latest(db)?.0)?) {
        map.apply(&diff);
        digest ^= lean::write_diff(&diff).digest;
        if digest != digest_at(db, revision)? {
            return Err(StoreError::damaged(format!(
                "the change {revision} in its history is not what was saved"
            )));
        }
    }
    Ok(map)
}

/// The digest of the map at `revision`.
fn digest_at(db: &Connection, revision: Revision) -> Result<u64, StoreError> {
    let mut statement = db.prepare_cached("SELECT digest FROM changes WHERE revision = ?1")?;
    Ok(statement.query_row([revision], |row| row.get::<_, i64>(0))?.cast_unsigned())
}
