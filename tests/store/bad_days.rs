//! Files that are not ours, too new, missing, gone, not to be written, and full disks.

use std::path::Path;

use ecosystem::Map;
use store::{Store, StoreError, check, restore};

use crate::support::*;

#[test]
fn a_file_that_is_not_ours_is_refused_untouched() {
    let folder = folder();
    let other = folder.path().join("other.tiemap");
    let db = rusqlite::Connection::open(&other).unwrap();
    db.execute_batch("CREATE TABLE teams (id TEXT); INSERT INTO teams VALUES ('mine')").unwrap();
    drop(db);
    for (name, bytes) in [
        ("text.tiemap", b"dear diary".as_slice()),
        ("empty.tiemap", b""),
        ("zeros.tiemap", &[0; 20_000]),
        ("picture.tiemap", b"\x89PNG\r\n\x1a\n and so on"),
        ("header.tiemap", b"SQLite format 3\0"),
    ] {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    // A journal that someone else's program has left must not be played back by us.
    std::fs::write(folder.path().join("other.tiemap-journal"), [0xd9, 0xd5, 5, 0xf9]).unwrap();
    let before = files_in(folder.path());
    for (name, _) in before.iter().filter(|(name, _)| name.ends_with(".tiemap")) {
        let path = folder.path().join(name);
        let refused = StoreError::NotOurs(path.canonicalize().unwrap());
        assert_eq!(Store::open(&path, &opening()).unwrap_err(), refused);
        assert_eq!(Store::open_read_only(&path, &opening()).unwrap_err(), refused);
        assert_eq!(check(&path).unwrap_err(), refused);
        assert!(matches!(Store::create(&path, &Map::default(), &opening()), Err(StoreError::Exists(_))));
    }
    assert_eq!(files_in(folder.path()), before);
    assert!(matches!(Store::open(folder.path(), &opening()), Err(StoreError::NotOurs(_))));
}

#[test]
fn a_newer_file_is_refused_untouched() {
    let folder = folder();
    let (path, _) = file_with(folder.path(), &["Brand"]);
    let db = rusqlite::Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", 7).unwrap();
    drop(db);
    let before = files_in(folder.path());
    let refused = Store::open(&path, &opening()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "\u{201c}Our map.tiemap\u{201d} was made with a newer Tiemap (file format 7; this one knows up to 2). \
         Update Tiemap to open it."
    );
    assert_eq!(Store::open_read_only(&path, &opening()).unwrap_err(), refused);
    assert_eq!(files_in(folder.path()), before);
}

#[test]
fn a_first_page_that_forbids_writing_is_damage_and_not_a_folder_to_read_only() {
    let folder = folder();
    let (path, _) = file_with(folder.path(), &["Brand"]);
    let mut bytes = std::fs::read(&path).unwrap();
    // SQLite's "write version": above 2, it only reads.
    bytes[18] = 3;
    std::fs::write(&path, &bytes).unwrap();
    let refused = Store::open(&path, &opening()).unwrap_err();
    assert!(matches!(refused, StoreError::Damaged { .. }), "{refused:?}");
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[test]
fn what_is_missing_is_said_to_be_missing() {
    let folder = folder();
    let path = folder.path().join("gone.tiemap");
    assert_eq!(Store::open(&path, &opening()).unwrap_err(), StoreError::Missing(path.clone()));
    let nowhere = folder.path().join("no folder").join("new.tiemap");
    let refused = Store::create(&nowhere, &Map::default(), &opening()).unwrap_err();
    assert_eq!(refused, StoreError::Missing(folder.path().join("no folder")));
    assert_eq!(files_in(folder.path()), []);
}

#[test]
fn a_file_that_is_removed_or_replaced_while_open_is_noticed_and_can_be_saved_elsewhere() {
    for replaced in [false, true] {
        let folder = folder();
        let (path, _) = file_with(folder.path(), &["Brand"]);
        let mut desk = Desk::open(&path);
        match replaced {
            false => std::fs::remove_file(&path).unwrap(),
            true => {
                std::fs::copy(&path, folder.path().join("newer")).unwrap();
                std::fs::rename(folder.path().join("newer"), &path).unwrap();
            }
        }
        let diff = desk.plan(&add("Events")).diff;
        let moved = desk.store.record(&diff, "x", "", TEN).unwrap_err();
        assert_eq!(
            moved.to_string(),
            "\u{201c}Our map.tiemap\u{201d} was moved, removed or replaced while it was \
            open. Save a copy to keep the map."
        );
        let rescued = folder.path().join("rescued.tiemap");
        desk.store.save_copy(&rescued, false).unwrap();
        check(&rescued).unwrap();
        assert_eq!(Desk::open(&rescued).map, desk.map);
    }
}

#[test]
fn a_stray_journal_never_meets_a_new_file() {
    let folder = folder();
    // The journal of a change to one file, as a crash leaves it ...
    let (path, _) = file_with(folder.path(), &["Brand"]);
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch("BEGIN; PRAGMA cache_spill = 1; UPDATE teams SET name = 'x'; PRAGMA cache_size = 1")
        .unwrap();
    db.execute_batch("INSERT INTO snapshots (name, at, author, revision, records, digest) VALUES ('', 1, '', 1, hex(randomblob(99999)), 0)")
        .unwrap();
    let journal = std::fs::read(folder.path().join("Our map.tiemap-journal")).unwrap();
    assert!(!journal.is_empty());
    // ... lies where a new file is made.
    let new = folder.path().join("new.tiemap");
    let stray = folder.path().join("new.tiemap-journal");
    std::fs::write(&stray, journal).unwrap();
    let map = Map::named("New");
    Store::create(&new, &map, &opening()).unwrap();
    assert!(!stray.exists());
    assert_eq!(Store::open(&new, &opening()).unwrap().1, map);
    assert!(folder.path().join("new (set aside).tiemap-journal").exists());
}

/// Runs this test program's `test` as a person without rights of their own, or as this one if they have none.
#[cfg(unix)]
fn without_rights(test: &str, value: &Path) -> String {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    let mut child = myself(test, "TIEMAP_READ_ONLY", value);
    if std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0) {
        child.uid(65_534).gid(65_534);
    }
    let output = child.output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[cfg(unix)]
#[test]
fn in_a_read_only_folder_a_map_can_be_read_and_nothing_else() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let (path, _) = file_with(folder.path(), &["Brand"]);
    set_permissions(&path, Permissions::from_mode(0o444)).unwrap();
    set_permissions(folder.path(), Permissions::from_mode(0o555)).unwrap();
    let said = without_rights("bad_days::who_has_no_rights", &path);
    set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    assert!(said.contains("as it should be"), "{said}");
    assert_eq!(files_in(folder.path()).len(), 1);
}

/// What the person without rights tries.
#[test]
fn who_has_no_rights() {
    let Some(path) = std::env::var_os("TIEMAP_READ_ONLY") else { return };
    let path = Path::new(&path);
    let read_only = |error| assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
    read_only(Store::open(path, &opening()).unwrap_err());
    read_only(Store::create(&path.with_file_name("new.tiemap"), &Map::default(), &opening()).unwrap_err());
    let (store, map) = Store::open_read_only(path, &opening()).unwrap();
    assert_eq!(map.teams().len(), 1);
    read_only(store.save_copy(&path.with_file_name("copy.tiemap"), false).unwrap_err());
    check(path).unwrap();
    println!("as it should be");
}

/// On a disk of its own, a small one, where the system lets us have one.
#[cfg(target_os = "linux")]
#[test]
fn on_a_full_disk_a_change_is_refused_and_goes_through_when_there_is_room_again() {
    let folder = folder();
    let disk = folder.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    let may = |script: &str| {
        let mut shell = std::process::Command::new("unshare");
        shell.args(["--user", "--map-root-user", "--mount", "sh", "-c", script]);
        shell
    };
    let mount = format!("mount -t tmpfs -o size=400k none '{}'", disk.display());
    if !may(&mount).output().is_ok_and(|tried| tried.status.success()) {
        println!("skipped: this system does not let a test have a disk of its own");
        return;
    }
    let me = std::env::current_exe().unwrap();
    let script = format!("{mount} && exec '{}' --exact bad_days::who_fills_a_disk --nocapture", me.display());
    let output = may(&script).env("TIEMAP_DISK", &disk).output().unwrap();
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("as it should be"), "{said}");
}

/// What happens on the small disk.
#[test]
fn who_fills_a_disk() {
    let Some(disk) = std::env::var_os("TIEMAP_DISK") else { return };
    let disk = Path::new(&disk);
    let (path, map) = file_with(disk, &["Brand"]);
    let copy = disk.join("copy.tiemap");
    let mut desk = Desk::open(&path);
    desk.store.save_copy(&copy, false).unwrap();
    std::fs::write(disk.join("movie"), vec![1; 400 << 10]).unwrap_err();

    let long = "long ".repeat(1900);
    let note = desk.plan(&ecosystem::Edit::DescribeMap { name: None, note: Some(long) });
    assert_eq!(desk.store.record(&note.diff, &note.label, "", TEN), Err(StoreError::Full));
    assert_eq!(desk.store.undo("", TEN), Err(StoreError::Full));
    assert_eq!(desk.store.save_copy(&disk.join("another.tiemap"), false), Err(StoreError::Full));
    assert_eq!(Store::create(&disk.join("new.tiemap"), &map, &opening()).unwrap_err(), StoreError::Full);
    assert_eq!(restore(&copy, &disk.join("restored.tiemap"), &opening()), Err(StoreError::Full));
    drop(desk);
    let names: Vec<String> = files_in(disk).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Our map.tiemap", "copy.tiemap", "movie"]);
    // Opening and reading need no room.
    let mut desk = Desk::open(&path);
    assert_eq!((&desk.map, desk.store.revision()), (&map, 2));

    std::fs::remove_file(disk.join("movie")).unwrap();
    desk.store.record(&note.diff, &note.label, "", TEN).unwrap();
    check(&path).unwrap();
    println!("as it should be");
}
