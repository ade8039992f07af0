//! A change is durable when it is answered: how long that takes beside one bare SQLite transaction of the same
//! rows, on a small map and on a large one.

use std::time::Duration;

use ecosystem::{Counted, Edit, Map, TeamPatch};
use rusqlite::Connection;
use store::{Opening, Store};

use crate::organisation;
use crate::times::{in_turns, ratio, time};

const ROUNDS: usize = 60;

pub fn run() -> anyhow::Result<()> {
    let (small, bare) = rename(100)?;
    ratio("a rename on 100 teams / a bare transaction", small, bare, 3.0);
    let (large, bare) = rename(10_000)?;
    ratio("a rename on 10,000 teams / a bare transaction", large, bare, 3.0);
    ratio("a rename on 10,000 teams / on 100 teams", large, small, 1.5);
    Ok(())
}

/// The median times of planning, writing and applying a rename, and of a bare transaction of the same rows.
fn rename(teams: usize) -> anyhow::Result<(Duration, Duration)> {
    let folder = tempfile::tempdir_in(crate::python::root().join("target"))?;
    let mut map: Map = organisation::map(teams, teams * 2)?;
    let mut store = Store::create(&folder.path().join("m.tiemap"), &map, &Opening::at(0))?;
    let mut drawing = picture::Drawing::of(&map);
    let bare = Connection::open(folder.path().join("bare.db"))?;
    bare.execute_batch(
        "PRAGMA synchronous = FULL;
         CREATE TABLE teams (id TEXT PRIMARY KEY, name TEXT) STRICT;
         CREATE TABLE changes (id INTEGER PRIMARY KEY, label TEXT, diff TEXT) STRICT;",
    )?;
    let ids: Vec<_> = map.teams().map(|team| team.id).collect();
    for id in &ids {
        bare.execute("INSERT INTO teams VALUES (?1, ?2)", (id.to_string(), "Team"))?;
    }
    let mut failed = None;
    let mut turn = 0;
    let ours = || {
        turn += 1;
        let team = ids[turn * 7 % ids.len()];
        let set = TeamPatch { name: Some(format!("Renamed {turn}")), ..TeamPatch::default() };
        let edit = Edit::UpdateTeams { teams: vec![team], set };
        let (took, result) = time(|| -> anyhow::Result<()> {
            let plan = map.plan(&edit, &mut Counted::default())?;
            store.record(&plan.diff, &plan.label, "", 0)?;
            map.apply(&plan.diff);
            drawing.update(&map, &plan.diff);
            Ok(())
        });
        failed = failed.take().or(result.err());
        took
    };
    let mut wrong = None;
    let mut turns = 0;
    let theirs = || {
        turns += 1;
        let id = ids[turns * 7 % ids.len()].to_string();
        let diff = format!("{{\"team\":\"{id}\",\"before\":\"Team\",\"after\":\"Renamed {turns}\"}}");
        let (took, result) = time(|| -> rusqlite::Result<()> {
            let change = bare.unchecked_transaction()?;
            change.prepare_cached("UPDATE teams SET name = ?2 WHERE id = ?1")?.execute((&id, "Renamed"))?;
            change
                .prepare_cached("INSERT INTO changes (label, diff) VALUES (?1, ?2)")?
                .execute(("Rename", &diff))?;
            change.commit()
        });
        wrong = wrong.take().or(result.err());
        took
    };
    let times = in_turns(ROUNDS, ours, theirs);
    match (failed, wrong) {
        (Some(why), _) => Err(why),
        (_, Some(why)) => Err(why.into()),
        _ => Ok(times),
    }
}
