//! Files broken at random: a broken file opens whole or is refused in plain words, and is never half a map.

use ecosystem::{
    DependencyPatch, Edit, FunctionPatch, Incoming, IncomingDependency, IncomingTeam, TeamPatch,
};
use store::{Store, StoreError, check};

use crate::support::*;

/// A file with something in every table and a history of several pages.
fn rich_file(folder: &std::path::Path) -> (std::path::PathBuf, ecosystem::Map) {
    let (path, _) = file_with(folder, &["Brand", "Content"]);
    let mut desk = Desk::open(&path);
    let team = |n: usize| IncomingTeam {
        name: format!("Team {n}"),
        function: Some(format!("Function {}", n % 5)),
        set: TeamPatch { note: Some("A note of some length. ".repeat(5)), ..TeamPatch::default() },
        ..IncomingTeam::default()
    };
    let tie = |n: usize| IncomingDependency {
        provider: format!("Team {}", n % 40),
        receiver: format!("Team {}", (n * 7 + 1) % 40),
        set: DependencyPatch { what: Some(format!("thing {n}")), ..DependencyPatch::default() },
        ..IncomingDependency::default()
    };
    let incoming = Incoming {
        teams: (0..40).map(team).collect(),
        dependencies: (0..80).map(tie).filter(|d| d.provider != d.receiver).collect(),
        ..Incoming::default()
    };
    desk.edit(&Edit::Merge { incoming, add_missing: true, skip_bad_rows: false });
    let cards =
        desk.map.teams().map(|t| ecosystem::CardMove { team: t.id, x: 1.5, y: -2.25, function: None });
    let cards = cards.collect();
    let functions: Vec<_> = desk.map.functions().map(|f| f.id).collect();
    let room = |&function| ecosystem::RoomMove { function, x: 0.1, y: 0.2, w: 300.0, h: 200.0, carry: None };
    let rooms = functions.iter().map(room).collect();
    desk.edit(&Edit::Move { cards, rooms });
    let between = ecosystem::Pair::of(functions[0], functions[1]);
    desk.edit(&Edit::SetBorder { between, target: Some(ecosystem::Target::Needed) });
    let set = FunctionPatch { name: Some("Sales".to_owned()), ..FunctionPatch::default() };
    desk.edit(&Edit::UpdateFunctions { functions: vec![functions[2]], set });
    desk.undo();
    desk.store.keep_snapshot("Spring", "Anna", TEN).unwrap();
    (path, desk.map)
}

fn damage(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let at = chance.below(bytes.len());
    match chance.below(6) {
        0 => bytes.truncate(at),
        // As a synced folder or a crash leaves them: a run of zeros, a page in the wrong place.
        1 => {
            let to = (at + chance.below(5000)).min(bytes.len());
            bytes[at..to].fill(0);
        }
        2 => {
            let (a, b) = (at / 4096 * 4096, chance.below(bytes.len()) / 4096 * 4096);
            (0..4096).for_each(|n| bytes.swap(a + n, b + n));
        }
        // The first page tells what all others mean.
        3 => (0..1 + chance.below(2)).for_each(|_| bytes[at % 100] ^= 1 << chance.below(8)),
        _ => (0..1 + chance.below(3)).for_each(|_| {
            let at = chance.below(bytes.len());
            bytes[at] ^= 1 << chance.below(8);
        }),
    }
}

#[test]
fn a_file_broken_anywhere_opens_whole_or_is_refused_in_plain_words() {
    let folder = quick_folder();
    let (path, map) = rich_file(folder.path());
    check(&path).unwrap();
    let whole = std::fs::read(&path).unwrap();
    let mut chance = Chance(7);
    let (mut refused, mut opened, mut found_later) = (0, 0, 0);
    for round in 0..800 {
        let mut bytes = whole.clone();
        damage(&mut bytes, &mut chance);
        std::fs::write(&path, &bytes).unwrap();

        let checked = check(&path);
        let is_open = match Store::open(&path, &opening()) {
            Err(error) => {
                let ours = matches!(
                    error,
                    StoreError::Damaged { .. } | StoreError::NotOurs(_) | StoreError::TooNew { .. }
                );
                assert!(ours, "round {round}: {error:?}");
                assert!(!error.to_string().contains('\n') && error.to_string().len() < 700, "{error}");
                assert_eq!(
                    std::fs::read(&path).unwrap(),
                    bytes,
                    "round {round}: a refused file was written to"
                );
                refused += 1;
                false
            }
            Ok((mut store, opened_map)) => {
                assert_eq!(opened_map.check(), Vec::<String>::new());
                opened += 1;
                // Whatever else is broken, nothing that one does with it ends in a panic.
                let _ = store.history(None, 100);
                if let Ok(past) = store.map_at(&opened_map, 1) {
                    assert_eq!(past, ecosystem::Map::named("Our map"), "round {round}");
                }
                for snapshot in store.snapshots().unwrap_or_default() {
                    if let Ok(kept) = store.snapshot(snapshot.id) {
                        assert_eq!(kept, map, "round {round}");
                    }
                }
                let _ = store.undo("", TEN);
                assert_eq!(opened_map, map, "round {round}: a wrong map was opened");
                true
            }
        };
        match (checked, is_open) {
            (Ok(_), false) => panic!("round {round}: a file that passed the check was refused"),
            (Err(_), true) => found_later += 1,
            _ => {}
        }
        assert_eq!(files_in(folder.path()).len(), 1, "round {round}: something was left behind");
    }
    println!("{refused} refused, {opened} opened, {found_later} of them found by the full check only");
    assert!(refused > 300 && opened > 20);
}
