//! Making, opening, changing, undoing.

use ecosystem::{Edit, Map, TeamPatch};
use store::{Standing, Store, StoreError, check};

use crate::support::*;

#[test]
fn what_was_recorded_is_there_when_the_file_is_opened_again() {
    let folder = folder();
    let (path, map) = file_with(folder.path(), &["Brand", "Content"]);
    let desk = Desk::open(&path);
    assert_eq!(desk.map, map);
    assert_eq!(desk.names(), ["Brand", "Content"]);
}

#[test]
fn a_file_at_rest_is_one_file() {
    let folder = folder();
    file_with(folder.path(), &["Brand"]);
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(names, ["Our map.tiemap"]);
}

#[test]
fn a_new_map_never_takes_the_place_of_a_file() {
    let folder = folder();
    let path = folder.path().join("notes.tiemap");
    std::fs::write(&path, "mine").unwrap();
    let refused = Store::create(&path, &Map::named("x"), &opening()).unwrap_err();
    assert_eq!(refused.to_string(), "\u{201c}notes.tiemap\u{201d} is there already. Choose another name.");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
}

#[test]
fn undo_and_redo_survive_a_restart() {
    let folder = folder();
    let (path, _) = file_with(folder.path(), &["Brand", "Content", "Events"]);
    let mut desk = Desk::open(&path);
    assert_eq!(desk.undo().as_deref(), Some("Undo Add Events"));
    assert_eq!(desk.undo().as_deref(), Some("Undo Add Content"));
    drop(desk);

    let mut desk = Desk::open(&path);
    assert_eq!(desk.names(), ["Brand"]);
    assert_eq!(desk.store.next_undo().unwrap().as_deref(), Some("Add Brand"));
    assert_eq!(desk.store.next_redo().unwrap().as_deref(), Some("Add Content"));
    assert_eq!(desk.redo().as_deref(), Some("Redo Add Content"));
    drop(desk);

    let mut desk = Desk::open(&path);
    assert_eq!(desk.names(), ["Brand", "Content"]);
    assert_eq!(desk.redo().as_deref(), Some("Redo Add Events"));
    assert_eq!(desk.redo(), None);
    while desk.undo().is_some() {}
    assert_eq!(desk.map, Map::named("Our map"));
}

#[test]
fn something_new_ends_redo_but_stays_undoable_with_what_was_before() {
    let folder = folder();
    let (path, _) = file_with(folder.path(), &["Brand", "Content"]);
    let mut desk = Desk::open(&path);
    desk.undo();
    desk.edit(&add("Events"));
    assert_eq!(desk.redo(), None);
    assert_eq!(desk.undo().as_deref(), Some("Undo Add Events"));
    assert_eq!(desk.undo().as_deref(), Some("Undo Add Brand"));
    assert_eq!(desk.undo(), None);
    assert_eq!(desk.redo().as_deref(), Some("Redo Add Brand"));
    assert_eq!(desk.redo().as_deref(), Some("Redo Add Events"));
    assert_eq!(desk.redo(), None);
}

#[test]
fn the_history_tells_what_happened_page_by_page() {
    let folder = folder();
    let (path, _) = file_with(folder.path(), &["Brand", "Content"]);
    let mut desk = Desk::open(&path);
    desk.undo();
    desk.edit(&add("Events"));
    desk.undo();
    let all: Vec<_> = desk.store.history(None, 100).unwrap();
    let told: Vec<_> = all.iter().map(|e| (e.revision, e.label.as_str(), e.standing)).collect();
    assert_eq!(
        told,
        [
            (6, "Undo Add Events", Standing::Step),
            (5, "Add Events", Standing::Undone),
            (4, "Undo Add Content", Standing::Step),
            (3, "Add Content", Standing::Dropped),
            (2, "Add Brand", Standing::Done),
            (1, "New map", Standing::Step),
        ]
    );
    assert!(all.iter().all(|e| e.author == "Anna" && e.at == TEN));
    assert_eq!(desk.store.history(Some(4), 2).unwrap(), all[3..5]);
    assert_eq!(desk.store.history(Some(1), 2).unwrap(), []);
}

#[test]
fn one_can_go_back_to_any_state_and_return_with_one_undo() {
    let folder = folder();
    let (path, map) = file_with(folder.path(), &["Brand", "Content", "Events"]);
    let mut desk = Desk::open(&path);
    let change = desk.store.go_back(&desk.map, 2, "Anna", TEN).unwrap().unwrap();
    assert_eq!(change.label, "Go back to \u{201c}Add Brand\u{201d}");
    desk.map.apply(&change.diff);
    assert_eq!(desk.names(), ["Brand"]);
    assert_eq!(Store::open_read_only(&path, &opening()).unwrap().1, desk.map);
    desk.undo();
    assert_eq!(desk.map, map);
    assert_eq!(desk.store.go_back(&desk.map, 4, "Anna", TEN).unwrap(), None);
    assert_eq!(desk.store.go_back(&desk.map, 99, "Anna", TEN).unwrap_err(), StoreError::NoSuch("revision"));
}

#[test]
fn two_names_can_be_swapped_in_one_change() {
    let folder = folder();
    let (path, map) = file_with(folder.path(), &["Brand", "Content"]);
    let mut desk = Desk::open(&path);
    let rename = |name: &str, to: &str| Edit::UpdateTeams {
        teams: vec![map.team_named(name).unwrap().id],
        set: TeamPatch { name: Some(to.to_owned()), ..TeamPatch::default() },
    };
    let edits = vec![rename("Brand", "x"), rename("Content", "Brand"), rename("Brand", "Content")];
    desk.edit(&Edit::Many { edits });
    let swapped = desk.map.clone();
    assert_eq!(desk.names(), ["Content", "Brand"]);
    drop(desk);
    assert_eq!(Desk::open(&path).map, swapped);
}

#[test]
fn a_change_that_does_not_fit_the_file_changes_nothing() {
    let folder = folder();
    let (path, map) = file_with(folder.path(), &["Brand"]);
    let mut desk = Desk::open(&path);
    let diff = desk.plan(&add("Events")).diff;
    for unfit in [diff.inverse(), map.towards(&Map::named("x")).inverse()] {
        assert!(matches!(desk.store.record(&unfit, "x", "", TEN), Err(StoreError::Unfit(_))));
    }
    assert_eq!(desk.store.revision(), 2);
    drop(desk);
    let desk = Desk::open(&path);
    assert_eq!((desk.map, desk.store.revision()), (map, 2));
}

#[test]
fn a_map_in_memory_works_like_one_in_a_file() {
    let mut desk = Desk::new(Store::in_memory(&Map::named("Our map")).unwrap());
    desk.edit(&add("Brand"));
    desk.undo();
    assert_eq!(desk.map, Map::named("Our map"));
}

#[test]
fn a_file_of_every_released_version_still_opens_with_all_that_is_in_it() {
    // Each holds a map with one of everything, an undone change and a snapshot; see `breaking::rich_file`.
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures");
    for version in ["format-1.tiemap"] {
        let folder = folder();
        let path = folder.path().join(version);
        std::fs::copy(fixtures.join(version), &path).unwrap();
        check(&path).unwrap();
        let mut desk = Desk::open(&path);
        let map = &desk.map;
        assert_eq!(map.about().name, "Our map");
        assert_eq!((map.functions().len(), map.teams().len(), map.dependencies().len()), (5, 42, 80));
        assert_eq!((map.borders().len(), map.places().len(), map.rooms().len()), (1, 42, 5));
        assert_eq!(desk.store.history(None, 100).unwrap().len(), 8);
        let spring = &desk.store.snapshots().unwrap()[0];
        assert_eq!(spring.name, "Spring");
        assert_eq!(&desk.store.snapshot(spring.id).unwrap(), map);
        assert!(desk.redo().is_some());
        while desk.undo().is_some() {}
        assert_eq!(desk.map, Map::named("Our map"));
    }
}
