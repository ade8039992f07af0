//! The maps that were open before: a small file of JSON in the user's data folder. It is a convenience: when it
//! cannot be read or written, the list is empty and nothing else suffers.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::protocol::Recent;

/// How many are remembered.
const LIMIT: usize = 12;
/// A list of that many paths is never larger; anything larger is not ours.
const MOST_BYTES: u64 = 1 << 20;

/// The list, in its file.
#[derive(Debug, Clone)]
pub(crate) struct RecentMaps {
    file: PathBuf,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Line {
    path: String,
    name: String,
    at: f64,
}

impl RecentMaps {
    /// The list kept in that folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self { file: folder.join("recent.json") }
    }

    /// Latest first.
    pub fn all(&self) -> Vec<Recent> {
        let there = |path: &str| Path::new(path).is_file();
        let recent = |Line { path, name, at }| Recent { there: there(&path), path, name, at };
        self.read().into_iter().map(recent).collect()
    }

    /// Puts a map first.
    pub fn remember(&self, path: &Path, name: &str) {
        let path = path.to_string_lossy().into_owned();
        let mut lines = self.read();
        lines.retain(|line| line.path != path);
        lines.insert(0, Line { path, name: name.to_owned(), at: now() });
        lines.truncate(LIMIT);
        // See above: a list that cannot be kept is no reason to stop anyone.
        let _ = self.write(&lines);
    }

    fn read(&self) -> Vec<Line> {
        let small = std::fs::metadata(&self.file).is_ok_and(|about| about.len() <= MOST_BYTES);
        let text = if small { std::fs::read_to_string(&self.file).ok() } else { None };
        text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    fn write(&self, lines: &[Line]) -> std::io::Result<()> {
        if let Some(folder) = self.file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let fresh = self.file.with_extension(format!("{}.new", std::process::id()));
        std::fs::write(&fresh, serde_json::to_string_pretty(lines)?)?;
        std::fs::rename(&fresh, &self.file)
    }
}

/// Milliseconds since 1970.
pub(crate) fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_millis() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_map_comes_first_and_only_once() {
        let folder = tempfile::tempdir().unwrap();
        let maps = RecentMaps::in_folder(folder.path());
        assert!(maps.all().is_empty());
        for name in ["a", "b", "a"] {
            maps.remember(&folder.path().join(name), name);
        }
        let names: Vec<String> = maps.all().into_iter().map(|map| map.name).collect();
        assert_eq!(names, ["a", "b"]);
        assert!(!maps.all()[0].there);
    }

    #[test]
    fn only_so_many_are_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let maps = RecentMaps::in_folder(folder.path());
        for n in 0..30 {
            maps.remember(Path::new(&n.to_string()), "");
        }
        assert_eq!(maps.all().len(), LIMIT);
        assert_eq!(maps.all()[0].path, "29");
    }

    #[test]
    fn a_spoilt_list_is_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        let maps = RecentMaps::in_folder(folder.path());
        std::fs::write(folder.path().join("recent.json"), "{ not a list").unwrap();
        assert!(maps.all().is_empty());
        maps.remember(Path::new("a"), "a");
        assert_eq!(maps.all().len(), 1);
    }
}
