//! What the tests share.

use std::path::{Path, PathBuf};

use ecosystem::{Counted, Edit, Map, Plan, TeamPatch};
use store::{Opening, Store, Who};

/// A time, in milliseconds since 1970: ten in the morning (UTC) of 2026-11-21.
pub const TEN: i64 = 1_795_255_200_000;
pub const HOUR: i64 = 3_600_000;

/// A folder that goes away with the test.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

pub fn opening() -> Opening {
    Opening { who: anna(), ..Opening::default() }
}

pub fn anna() -> Who {
    Who { name: "Anna".to_owned(), computer: "laptop-7".to_owned(), since: TEN }
}

pub fn add(name: &str) -> Edit {
    Edit::AddTeam {
        id: None,
        set: TeamPatch { name: Some(name.to_owned()), ..TeamPatch::default() },
        at: None,
    }
}

/// A new file with these teams, each its own change, closed again.
pub fn file_with(folder: &Path, teams: &[&str]) -> (PathBuf, Map) {
    let path = folder.join("Our map.tiemap");
    let mut desk = Desk::new(Store::create(&path, &Map::named("Our map"), &opening()).unwrap());
    for team in teams {
        desk.edit(&add(team));
    }
    (path, desk.map)
}

/// A store and the map in memory that follows it, as the desk keeps them.
pub struct Desk {
    pub store: Store,
    pub map: Map,
    pub ids: Counted,
}

impl Desk {
    pub fn new(store: Store) -> Self {
        Self { store, map: Map::named("Our map"), ids: Counted(0) }
    }

    pub fn open(path: &Path) -> Self {
        let (store, map) = Store::open(path, &opening()).unwrap();
        Self { store, map, ids: Counted(1_000_000) }
    }

    pub fn plan(&mut self, edit: &Edit) -> Plan {
        self.map.plan(edit, &mut self.ids).unwrap()
    }

    pub fn edit(&mut self, edit: &Edit) -> String {
        let plan = self.plan(edit);
        self.store.record(&plan.diff, &plan.label, "Anna", TEN).unwrap();
        self.map.apply(&plan.diff);
        plan.label
    }

    pub fn undo(&mut self) -> Option<String> {
        let change = self.store.undo("Anna", TEN).unwrap()?;
        self.map.apply(&change.diff);
        Some(change.label)
    }

    pub fn redo(&mut self) -> Option<String> {
        let change = self.store.redo("Anna", TEN).unwrap()?;
        self.map.apply(&change.diff);
        Some(change.label)
    }

    pub fn names(&self) -> Vec<&str> {
        self.map.teams().map(|team| team.name.as_str()).collect()
    }
}

/// A folder in memory where the system has one, for tests in which durability is not the point.
pub fn quick_folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { folder() }
}

/// Everything in a folder, by name.
pub fn files_in(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

/// This very test program, about to run one of its tests as a process of its own, which finds `value` in `variable`.
pub fn myself(test: &str, variable: &str, value: &Path) -> std::process::Command {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", test, "--nocapture", "--test-threads=1"]).env(variable, value);
    child
}

/// Chance that comes out the same every time (SplitMix64).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }
}
