//! Asking Python's readers about a file.

use std::path::Path;
use std::process::Command;

/// What a Python script prints, given the file; nothing where a module is missing.
pub fn python(module: &str, script: &str, file: &Path) -> Option<String> {
    let known = Command::new("python3").args(["-c", &format!("import {module}")]).output();
    if !known.is_ok_and(|known| known.status.success()) {
        eprintln!("skipped: Python's {module} is not there");
        return None;
    }
    let run =
        Command::new("python3").args(["-c".as_ref(), script.as_ref(), file.as_os_str()]).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    Some(String::from_utf8(run.stdout).unwrap())
}
