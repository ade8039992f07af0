//! The process is killed at any moment, hundreds of times, in a stream of changes: everything that was acknowledged
//! is there afterwards, and the file is sound.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use ecosystem::{DependencyPatch, Edit, Map};
use store::{Store, StoreError, check};

use crate::support::*;

const KILLS: usize = 300;
/// After so many kills a new file is begun, so that making one is interrupted too.
const KILLS_PER_FILE: usize = 25;

#[test]
fn every_acknowledged_change_survives_a_kill() {
    let folder = folder();
    let mut chance = Chance(1);
    let (mut acknowledged, mut interrupted) = (0, 0);
    for round in 0..KILLS {
        let path = folder.path().join(format!("{}.tiemap", round / KILLS_PER_FILE));
        let journal = folder.path().join(format!("{}.tiemap-journal", round / KILLS_PER_FILE));
        let mut child = myself("killing::a_stream_of_changes", "TIEMAP_STREAM", &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // The kill falls at a random moment after a random number of changes; sometimes before the first.
        let wait_for = chance.below(8);
        let mut heard: Vec<String> = Vec::new();
        while heard.iter().filter(|line| line.starts_with("done ")).count() < wait_for {
            match said.next() {
                Some(line) => heard.push(line),
                None => break,
            }
        }
        std::thread::sleep(Duration::from_micros(chance.below(6000) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        heard.extend(said);
        let done: Vec<(u32, String)> = heard.iter().filter_map(|line| acknowledgement(line)).collect();
        acknowledged += done.len();

        if !path.exists() {
            assert_eq!(done, [], "round {round}: the file is gone");
            continue;
        }
        interrupted += usize::from(journal.exists());
        let (store, map) = match Store::open(&path, &opening()) {
            Ok(opened) => opened,
            Err(error) => panic!("round {round}: {error}"),
        };
        let history = store.history(None, done.len() + 2).unwrap();
        for (revision, label) in &done {
            let entry = history.iter().find(|entry| entry.revision == *revision);
            assert_eq!(entry.map(|e| &e.label), Some(label), "round {round}: change {revision} is lost");
        }
        assert_eq!(store.from_history().unwrap(), map, "round {round}");
        drop(store);
        assert!(!journal.exists(), "round {round}: a journal is left at rest");
        check(&path).unwrap_or_else(|error| panic!("round {round}: {error}"));
    }
    println!("{KILLS} kills, {acknowledged} changes acknowledged, {interrupted} kills in the middle of one");
    assert!(acknowledged > KILLS, "{acknowledged} changes are too few to mean anything");
    let left: Vec<String> = files_in(folder.path()).into_iter().map(|(name, _)| name).collect();
    assert!(left.iter().all(|name| name.ends_with(".tiemap") || name.ends_with("-new")), "{left:?}");
}

fn acknowledgement(line: &str) -> Option<(u32, String)> {
    let (revision, label) = line.strip_prefix("done ")?.split_once(' ')?;
    Some((revision.parse().ok()?, label.to_owned()))
}

/// What the process does that is killed.
#[test]
fn a_stream_of_changes() {
    let Some(path) = std::env::var_os("TIEMAP_STREAM") else { return };
    let path = Path::new(&path);
    let map = Map::named("Our map");
    let (store, map) = match Store::create(path, &map, &opening()) {
        Ok(store) => (store, map),
        Err(StoreError::Exists(_)) => Store::open(path, &opening()).unwrap(),
        Err(error) => panic!("{error}"),
    };
    // Ids and names go on where the last process was killed.
    let start = u64::from(store.revision()) * 1000;
    let mut desk = Desk { store, map, ids: ecosystem::Counted(start) };
    let mut chance = Chance(start);
    for n in start.. {
        let label = match chance.below(10) {
            0 => desk.undo(),
            1 => desk.redo(),
            2 if desk.map.teams().len() > 3 => {
                let teams = desk.map.teams().map(|t| t.id).take(2).collect();
                let (functions, dependencies) = (Vec::new(), Vec::new());
                Some(desk.edit(&Edit::Delete { teams, functions, dependencies, with_contents: false }))
            }
            3..6 if desk.map.teams().len() > 1 => {
                let ends: Vec<_> = desk.map.teams().map(|t| t.id).collect();
                let set = DependencyPatch { what: Some(format!("thing {n}")), ..DependencyPatch::default() };
                let (provider, receiver) = (ends[0], ends[1]);
                Some(desk.edit(&Edit::AddDependency { id: None, provider, receiver, set }))
            }
            // Large enough for several pages.
            6 => {
                let note = Some(format!("{n} ").repeat(1500));
                Some(desk.edit(&Edit::DescribeMap { name: None, note }))
            }
            _ => Some(desk.edit(&add(&format!("Team {n}")))),
        };
        if let Some(label) = label {
            println!("\ndone {} {label}", desk.store.revision());
        }
    }
}
