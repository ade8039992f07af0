//! Copies: the automatic ones that are the way back when a file breaks, and those a person saves. An automatic copy
//! is a whole `.tiemap` file. Per map, the latest of each of the last 24 hours and of each of the last 30 days in
//! which something changed are kept, in a folder of their own away from the map.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ecosystem::Date;
use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::lock::{Lock, beside};
use crate::schema::{self, Sort};
use crate::{Opening, Revision, Store, StoreError, check, files};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// The most copies kept for being the latest of their hour.
const HOURLY: usize = 24;
/// The most copies kept for being the latest of their day.
const DAILY: usize = 30;

/// An automatic copy of a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Where it lies.
    pub path: PathBuf,
    /// When it was made, in milliseconds since 1970, UTC.
    pub at: i64,
    /// The state of the map that it holds.
    pub revision: Revision,
    /// Whether it was made before a newer program brought the file up to a new format; such a copy stays.
    pub before_new_format: bool,
}

/// The folder in which this system keeps what programs store for a person, with ours in it. None where the system
/// does not say.
pub fn copies_folder() -> Option<PathBuf> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = |below: &str| variable("HOME").map(|home| home.join(below));
    let data = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        home("Library/Application Support")
    } else {
        variable("XDG_DATA_HOME").filter(|path| path.is_absolute()).or_else(|| home(".local/share"))
    };
    data.map(|data| data.join("tiemap").join("copies"))
}

/// The automatic copies of the map at `path`, newest first; `folder` holds those of all maps.
pub fn copies(path: &Path, folder: &Path) -> Vec<Copy> {
    // A damaged or missing file has copies too; it is its place that they are filed under.
    let real = path.canonicalize().or_else(|_| files::absolute(path)).unwrap_or_else(|_| path.to_owned());
    list(&own_folder(&real, folder))
}

pub(crate) fn of(path: &Path, opening: &Opening) -> Vec<Copy> {
    opening.copies.as_ref().map(|folder| copies(path, folder)).unwrap_or_default()
}

impl Store {
    /// Makes an automatic copy if one is due: at the first call after opening, and then hourly, each time only if
    /// the map has changed since the last copy. To be called after opening and after changes; when nothing is
    /// due it costs next to nothing, else as much as writing the file once. `now` is in milliseconds since 1970.
    pub fn keep_copy(&mut self, now: i64) -> Result<Option<Copy>, StoreError> {
        let Some(folder) = self.copies.as_ref().filter(|_| self.can_write()) else { return Ok(None) };
        let due = match self.last_copy {
            // Not known yet in this session.
            None => {
                list(&own_folder(&self.path, folder)).first().map(|copy| copy.revision) != Some(self.revision)
            }
            // A clock that was set back counts as time passed.
            Some((at, revision)) => revision != self.revision && (now - at).abs() >= HOUR,
        };
        if !due {
            self.last_copy.get_or_insert((now, self.revision));
            return Ok(None);
        }
        let own = own_folder(&self.path, folder);
        let copy = make(&self.db, &own, now, self.revision, "").map_err(|error| error.on(&own))?;
        self.last_copy = Some((now, self.revision));
        for old in surplus(&list(&own)) {
            std::fs::remove_file(&old.path)?;
        }
        Ok(Some(copy))
    }

    /// Saves a copy of the whole file, history and snapshots included, as `to`. A map that is there already is
    /// replaced if `replace`; anything else that is there stays, and the copy is refused. Works too when the file
    /// itself is gone or cannot be written any more.
    pub fn save_copy(&self, to: &Path, replace: bool) -> Result<(), StoreError> {
        let to = files::absolute(to)?;
        let save = || {
            let _lock = Lock::take(&to, &Default::default(), false)?;
            let there = to.symlink_metadata().is_ok();
            let replaceable = || Ok::<_, StoreError>(matches!(schema::sort(&to)?, Sort::Ours(_)));
            if there && !(replace && to != self.path && replaceable()?) {
                return Err(StoreError::Exists(to.clone()));
            }
            let aside = beside(&to, "-new");
            let saved = duplicate(&self.db, &aside).and_then(|()| match there {
                true => files::put_in_place_of(&aside, &to),
                false => files::put_in_place(&aside, &to),
            });
            if saved.is_err() {
                // Best effort: what is wrong already is what to tell.
                let _ = files::remove_with_journal(&aside);
            }
            saved
        };
        save().map_err(|error: StoreError| error.on(&to))
    }
}

/// Puts a copy in the place of the map at `path`, which is damaged or gone. What is there now is renamed, never
/// overwritten; its new name is returned.
pub fn restore(copy: &Path, path: &Path, opening: &Opening) -> Result<Option<PathBuf>, StoreError> {
    let path = files::absolute(path)?;
    let restored = || {
        let _lock = Lock::take(&path, &opening.who, opening.take_over)?;
        check(copy)?;
        let aside = beside(&path, "-new");
        files::remove_with_journal(&aside)?;
        let put_back = || -> Result<Option<PathBuf>, StoreError> {
            std::fs::copy(copy, &aside)?;
            std::fs::File::open(&aside)?.sync_all()?;
            let kept = match path.symlink_metadata() {
                Ok(_) => Some(files::set_aside(&path)?),
                Err(_) => None,
            };
            files::put_in_place(&aside, &path)?;
            Ok(kept)
        };
        let kept = put_back();
        if kept.is_err() {
            // Best effort: what is wrong already is what to tell.
            let _ = files::remove_with_journal(&aside);
        }
        kept
    };
    restored().map_err(|error: StoreError| error.on(&path))
}

/// A copy of a file of version `version`, before it is brought up to a newer one.
pub(crate) fn before_bringing_up(
    db: &Connection,
    path: &Path,
    folder: &Path,
    version: i32,
    now: i64,
) -> Result<(), StoreError> {
    let (revision, _) = crate::store::latest(db)?;
    make(db, &own_folder(path, folder), now, revision, &format!(".format-{version}"))?;
    Ok(())
}

/// Where the copies of the map at `path` lie: its name, for people, and a hash of its whole path (FNV-1a).
fn own_folder(path: &Path, folder: &Path) -> PathBuf {
    let hash = path.as_os_str().as_encoded_bytes().iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    let stem: String = path.file_stem().unwrap_or_default().to_string_lossy().chars().take(40).collect();
    folder.join(format!("{stem}-{hash:016x}"))
}

fn make(db: &Connection, own: &Path, at: i64, revision: Revision, mark: &str) -> Result<Copy, StoreError> {
    std::fs::create_dir_all(own)?;
    let day = Date::of_unix_seconds(at.div_euclid(1000));
    let path = own.join(format!("{day}.{at}.{revision}{mark}.tiemap"));
    let aside = beside(&path, "-new");
    duplicate(db, &aside)?;
    std::fs::rename(&aside, &path)?;
    files::sync_folder_of(&path);
    Ok(Copy { path, at, revision, before_new_format: !mark.is_empty() })
}

/// Writes all of `db` to a new file, consistent and on the disk.
fn duplicate(db: &Connection, path: &Path) -> Result<(), StoreError> {
    files::remove_with_journal(path)?;
    let mut copy = Connection::open(path)?;
    // One synchronisation at the end is enough for a file that nobody knows yet.
    copy.pragma_update(None, "synchronous", "OFF")?;
    copy.pragma_update_and_check(None, "journal_mode", "OFF", |_| Ok(()))?;
    let whole = -1;
    Backup::new(db, &mut copy)?.step(whole)?;
    copy.close().map_err(|(_, error)| error)?;
    std::fs::File::open(path)?.sync_all()?;
    Ok(())
}

fn list(own: &Path) -> Vec<Copy> {
    let files = std::fs::read_dir(own).into_iter().flatten().flatten();
    let mut copies: Vec<Copy> = files.filter_map(|file| read_name(file.path())).collect();
    copies.sort_by_key(|copy| std::cmp::Reverse((copy.at, copy.revision)));
    copies
}

/// The copy that a file's name tells of: `2026-11-21.1795255200000.12.tiemap`.
fn read_name(path: PathBuf) -> Option<Copy> {
    let name = path.file_name()?.to_str()?;
    let parts: Vec<&str> = name.split('.').collect();
    let (at, revision, before_new_format) = match parts.as_slice() {
        [_, at, revision, "tiemap"] => (at, revision, false),
        [_, at, revision, _, "tiemap"] => (at, revision, true),
        _ => return None,
    };
    Some(Copy { at: at.parse().ok()?, revision: revision.parse().ok()?, before_new_format, path })
}

/// The copies, given newest first, that need not be kept.
fn surplus(copies: &[Copy]) -> Vec<&Copy> {
    let (mut hours, mut days) = (BTreeSet::new(), BTreeSet::new());
    let mut is_surplus = |copy: &&Copy| {
        let latest_of_hour = hours.insert(copy.at.div_euclid(HOUR)) && hours.len() <= HOURLY;
        let latest_of_day = days.insert(copy.at.div_euclid(DAY)) && days.len() <= DAILY;
        !latest_of_hour && !latest_of_day
    };
    copies.iter().filter(|copy| !copy.before_new_format).filter(|copy| is_surplus(copy)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn made_at(times: impl IntoIterator<Item = i64>) -> Vec<Copy> {
        let copy = |at| Copy { path: PathBuf::new(), at, revision: 1, before_new_format: false };
        let mut copies: Vec<Copy> = times.into_iter().map(copy).collect();
        copies.sort_by_key(|copy| std::cmp::Reverse(copy.at));
        copies
    }

    fn kept(times: impl IntoIterator<Item = i64>) -> Vec<i64> {
        let mut copies = made_at(times);
        let gone: Vec<i64> = surplus(&copies).iter().map(|copy| copy.at).collect();
        copies.retain(|copy| !gone.contains(&copy.at));
        copies.into_iter().map(|copy| copy.at).collect()
    }

    #[test]
    fn after_a_year_of_work_the_last_day_is_kept_by_hours_and_the_last_month_by_days() {
        let kept = kept((0..365 * 24).map(|hour| hour * HOUR));
        let last = (365 * 24 - 1) * HOUR;
        let hours: Vec<i64> = (0..24).map(|n| last - n * HOUR).collect();
        let days: Vec<i64> = (1..30).map(|n| last - n * DAY).collect();
        assert_eq!(kept, [hours, days].concat());
    }

    proptest! {
        /// What is kept depends on neither how often nor in which order the copies are thinned out.
        #[test]
        fn few_are_kept_and_the_newest_always(times in prop::collection::btree_set(0..400 * DAY, 1..90)) {
            let all_at_once = kept(times.clone());
            prop_assert!(all_at_once.len() <= HOURLY + DAILY);
            prop_assert_eq!(all_at_once.first(), times.last());
            let one_by_one = times.iter().fold(Vec::new(), |so_far, &at| kept(so_far.into_iter().chain([at])));
            prop_assert_eq!(all_at_once, one_by_one);
        }
    }
}
