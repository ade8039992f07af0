//! Several windows, processes and computers on one file.

use std::path::Path;

use ecosystem::Map;
use store::{Opening, Store, StoreError, Who, check};

use crate::support::*;

#[test]
fn one_window_writes_and_a_second_is_told_who() {
    let folder = folder();
    let (path, map) = file_with(folder.path(), &["Brand"]);
    let desk = Desk::open(&path);
    let refused = Store::open(&path, &opening()).unwrap_err();
    assert_eq!(refused, StoreError::InUse { by: Some(anna()), elsewhere: false });
    assert_eq!(
        refused.to_string(),
        "Anna on laptop-7 has this map open. It can be read here, but not changed until they close it."
    );
    let (mut reader, seen) = Store::open_read_only(&path, &opening()).unwrap();
    assert_eq!(seen, map);
    assert!(!reader.can_write());
    let unwritten = reader.record(&Map::default().towards(&map), "x", "", TEN).unwrap_err();
    assert_eq!(unwritten, StoreError::ReadOnly(path.canonicalize().unwrap()));
    drop(desk);
    Desk::open(&path);
}

#[test]
fn a_second_window_that_only_reads_can_follow() {
    let folder = folder();
    let (path, _) = file_with(folder.path(), &["Brand"]);
    let mut desk = Desk::open(&path);
    let (mut reader, mut seen) = Store::open_read_only(&path, &opening()).unwrap();
    desk.edit(&add("Content"));
    desk.edit(&add("Events"));
    desk.undo();
    reader.news().unwrap().iter().for_each(|diff| seen.apply(diff));
    assert_eq!((seen, reader.revision()), (desk.map, desk.store.revision()));
    assert_eq!(reader.news().unwrap(), []);
}

#[test]
fn another_process_is_kept_out_too() {
    let folder = folder();
    let (path, _) = file_with(folder.path(), &["Brand"]);
    let _desk = Desk::open(&path);
    let said = myself("sharing::another_process", "TIEMAP_SHARED", &path).output().unwrap();
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(said.contains("refused: Anna on laptop-7 has this map open."), "{said}");
}

/// What the other process does.
#[test]
fn another_process() {
    let Some(path) = std::env::var_os("TIEMAP_SHARED") else { return };
    match Store::open(Path::new(&path), &opening()) {
        Ok(_) => println!("opened"),
        Err(error) => println!("refused: {error}"),
    }
}

#[test]
fn what_another_computer_seems_to_hold_is_only_taken_over_when_the_person_says_so() {
    let folder = folder();
    let (path, _) = file_with(folder.path(), &["Brand"]);
    let there = Who { name: "Ben".to_owned(), computer: "desktop-2".to_owned(), since: TEN };
    let lock_file = folder.path().join(".Our map.tiemap-lock");
    let text = r#"{"name":"Ben","computer":"desktop-2","since":1795255200000}"#;
    std::fs::write(&lock_file, text).unwrap();

    let refused = Store::open(&path, &opening()).unwrap_err();
    assert_eq!(refused, StoreError::InUse { by: Some(there), elsewhere: true });
    assert_eq!(std::fs::read_to_string(&lock_file).unwrap(), text);
    let (store, _) = Store::open(&path, &Opening { take_over: true, ..opening() }).unwrap();
    drop(store);
    assert!(!lock_file.exists());
}

#[test]
fn a_lock_file_that_a_crash_has_left_stops_nobody() {
    let folder = folder();
    let (path, _) = file_with(folder.path(), &["Brand"]);
    for left in ["", "rubbish", r#"{"name":"Anna","computer":"laptop-7","since":1}"#] {
        std::fs::write(folder.path().join(".Our map.tiemap-lock"), left).unwrap();
        Desk::open(&path);
    }
    assert_eq!(files_in(folder.path()).len(), 1);
}

#[test]
fn of_many_who_open_at_once_one_at_a_time_gets_in() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    let folder = quick_folder();
    let (path, _) = file_with(folder.path(), &[]);
    let (inside, opened) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..50 {
                    match Store::open(&path, &opening()) {
                        Ok(open) => {
                            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                            opened.fetch_add(1, Ordering::SeqCst);
                            inside.fetch_sub(1, Ordering::SeqCst);
                            drop(open);
                        }
                        Err(error) => assert!(matches!(error, StoreError::InUse { .. }), "{error}"),
                    }
                }
            });
        }
    });
    assert!(opened.into_inner() > 0);
    assert_eq!(files_in(folder.path()).len(), 1);
    check(&path).unwrap();
}

#[test]
fn a_change_that_another_program_has_made_meanwhile_is_not_written_over() {
    let folder = folder();
    let (path, _) = file_with(folder.path(), &["Brand"]);
    let mut desk = Desk::open(&path);
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute("UPDATE teams SET name = 'Brand studio'", []).unwrap();
    drop(other);
    let diff = desk.plan(&add("Events")).diff;
    let refused = desk.store.record(&diff, "x", "", TEN).unwrap_err();
    assert_eq!(refused, StoreError::ChangedElsewhere(path.canonicalize().unwrap()));
    drop(desk);
    let refused = Store::open(&path, &opening()).unwrap_err();
    assert!(refused.to_string().contains("is damaged: what it holds is not what was saved."), "{refused}");
}
