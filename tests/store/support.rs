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
    teams.iter().for_each(|team| desk.edit(&add(team)));
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

    pub fn edit(&mut self, edit: &Edit) {
        let plan = self.plan(edit);
        self.store.record(&plan.diff, &plan.label, "Anna", TEN).unwrap();
        self.map.apply(&plan.diff);
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
