//! Automatic copies, copies that a person saves, and the way back.

use std::path::Path;

use ecosystem::Map;
use store::{Opening, Store, StoreError, check, copies, restore};

use crate::support::*;

fn with_copies(folder: &Path) -> Opening {
    opening().with_copies(folder.join("copies"))
}

fn desk_with_copies(path: &Path) -> Desk {
    let (store, map) = Store::open(path, &with_copies(path.parent().unwrap())).unwrap();
    Desk { map, ..Desk::new(store) }
}

#[test]
fn copies_are_made_when_a_changed_map_is_opened_and_then_hourly_while_it_changes() {
    let folder = folder();
    let (path, _) = file_with(folder.path(), &["Brand"]);
    let mut desk = desk_with_copies(&path);
    desk.ids.0 = 100;
    let kept = |desk: &mut Desk, at| desk.store.keep_copy(at).unwrap().map(|copy| copy.revision);

    assert_eq!(kept(&mut desk, TEN), Some(2));
    desk.edit(&add("Content"));
    assert_eq!(kept(&mut desk, TEN + HOUR - 1), None);
    assert_eq!(kept(&mut desk, TEN + HOUR), Some(3));
    assert_eq!(kept(&mut desk, TEN + 9 * HOUR), None);
    desk.edit(&add("Events"));
    drop(desk);

    let mut desk = desk_with_copies(&path);
    assert_eq!(kept(&mut desk, TEN + HOUR + 1), Some(4));
    let all = copies(&path, &folder.path().join("copies"));
    assert_eq!(all.iter().map(|copy| copy.revision).collect::<Vec<_>>(), [4, 2]);
    all.iter().for_each(|copy| assert_eq!(check(&copy.path).unwrap().revision, copy.revision));
    drop(desk);
    assert_eq!(kept(&mut desk_with_copies(&path), TEN + 30 * HOUR), None);
}

#[test]
fn a_damaged_file_is_left_as_it_is_and_the_latest_copy_is_the_way_back() {
    let damages: [fn(&mut Vec<u8>); 3] =
        [|bytes| bytes.truncate(0), |bytes| bytes.truncate(8192), |bytes| bytes.fill(0)];
    for damage in damages {
        let folder = folder();
        let (path, map) = file_with(folder.path(), &["Brand", "Content"]);
        desk_with_copies(&path).store.keep_copy(TEN).unwrap().unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        damage(&mut bytes);
        std::fs::write(&path, &bytes).unwrap();

        let refused = Store::open(&path, &with_copies(folder.path())).unwrap_err();
        let StoreError::Damaged { copies, .. } = &refused else { panic!("{refused:?}") };
        assert!(refused.to_string().ends_with(
            "It was left untouched. Restore the latest automatic copy to go on; the damaged file is kept beside it."
        ));
        assert_eq!(std::fs::read(&path).unwrap(), bytes);

        let kept = restore(&copies[0].path, &path, &opening()).unwrap().unwrap();
        assert_eq!(kept, path.canonicalize().unwrap().with_file_name("Our map (set aside).tiemap"));
        assert_eq!(std::fs::read(kept).unwrap(), bytes);
        assert_eq!(Desk::open(&path).map, map);
    }
}

#[test]
fn a_file_that_is_gone_can_be_restored_from_a_copy() {
    let folder = folder();
    let (path, map) = file_with(folder.path(), &["Brand"]);
    desk_with_copies(&path).store.keep_copy(TEN).unwrap().unwrap();
    std::fs::remove_file(&path).unwrap();
    let copy = &copies(&path, &folder.path().join("copies"))[0];
    assert_eq!(restore(&copy.path, &path, &opening()).unwrap(), None);
    assert_eq!(Desk::open(&path).map, map);
}

#[test]
fn nothing_is_restored_over_a_map_in_use_or_from_a_copy_that_is_broken() {
    let folder = folder();
    let (path, _) = file_with(folder.path(), &["Brand"]);
    let mut desk = desk_with_copies(&path);
    let copy = desk.store.keep_copy(TEN).unwrap().unwrap();
    assert!(matches!(restore(&copy.path, &path, &opening()), Err(StoreError::InUse { .. })));
    drop(desk);
    let before = std::fs::read(&path).unwrap();
    std::fs::write(&copy.path, &before[..before.len() / 2]).unwrap();
    assert!(matches!(restore(&copy.path, &path, &opening()), Err(StoreError::Damaged { .. })));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_saved_copy_holds_everything_and_replaces_only_maps() {
    let folder = folder();
    let (path, map) = file_with(folder.path(), &["Brand", "Content"]);
    let mut desk = Desk::open(&path);
    desk.store.keep_snapshot("Spring", "Anna", TEN).unwrap();
    let to = folder.path().join("For Ben.tiemap");
    desk.store.save_copy(&to, false).unwrap();
    assert!(matches!(desk.store.save_copy(&to, false), Err(StoreError::Exists(_))));
    desk.store.save_copy(&to, true).unwrap();
    assert!(matches!(desk.store.save_copy(&path, true), Err(StoreError::InUse { .. })));
    let notes = folder.path().join("notes.txt");
    std::fs::write(&notes, "mine").unwrap();
    assert!(matches!(desk.store.save_copy(&notes, true), Err(StoreError::Exists(_))));
    let (open, _) = Store::open(&to, &opening()).unwrap();
    assert!(matches!(desk.store.save_copy(&to, true), Err(StoreError::InUse { .. })));
    drop(open);

    let copy = Desk::open(&to);
    assert_eq!(copy.map, map);
    assert_eq!(copy.store.history(None, 10).unwrap(), desk.store.history(None, 10).unwrap());
    assert_eq!(copy.store.snapshots().unwrap(), desk.store.snapshots().unwrap());
    drop((copy, desk));
    let names: Vec<String> = files_in(folder.path()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["For Ben.tiemap", "Our map.tiemap", "notes.txt"]);
}

#[test]
fn a_snapshot_stays_as_it_was_while_the_map_goes_on() {
    let folder = folder();
    let (path, map) = file_with(folder.path(), &["Brand"]);
    let mut desk = Desk::open(&path);
    let spring = desk.store.keep_snapshot("  Spring ", "Anna", TEN).unwrap();
    assert_eq!((spring.name.as_str(), spring.revision), ("Spring", 2));
    let taken = desk.store.keep_snapshot("SPRING", "Anna", TEN).unwrap_err();
    assert_eq!(taken, StoreError::SnapshotName("SPRING".to_owned()));
    assert_eq!(desk.store.keep_snapshot(" ", "", TEN).unwrap_err(), StoreError::SnapshotName(String::new()));
    desk.edit(&add("Events"));
    drop(desk);

    let mut desk = Desk::open(&path);
    assert_eq!(desk.store.snapshots().unwrap(), std::slice::from_ref(&spring));
    assert_eq!(desk.store.snapshot(spring.id).unwrap(), map);
    assert_eq!(check(&path).unwrap().snapshots, 1);
    desk.store.delete_snapshot(spring.id).unwrap();
    assert_eq!(desk.store.snapshot(spring.id).unwrap_err(), StoreError::NoSuch("snapshot"));
    assert_eq!(desk.store.delete_snapshot(spring.id).unwrap_err(), StoreError::NoSuch("snapshot"));
    assert_ne!(desk.map, Map::default());
}
