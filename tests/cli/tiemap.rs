//! Runs the program in a folder of its own, and says what it printed.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder to work in.
pub struct Folder(TempDir);

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, content: &str) {
        std::fs::write(self.path(name), content).unwrap();
    }

    /// The command, before it is run.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tiemap"));
        command.args(arguments).current_dir(self.0.path());
        // The user's own folders stay as they are.
        command.env("TIEMAP_DATA_DIR", self.path("data")).env("HOME", self.0.path());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with(arguments, "")
    }

    /// Runs with text on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Ended {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A program that does not read is free not to.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
        Ended {
            code: status.code().unwrap_or(-1),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    /// Runs what must succeed; gives what it prints.
    pub fn done(&self, arguments: &[&str]) -> String {
        let ended = self.run(arguments);
        assert_eq!(ended.code, 0, "{arguments:?}: {ended:?}");
        assert_eq!(ended.err, "", "{arguments:?}");
        ended.out
    }

    /// Runs what must succeed and print JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.done(arguments)).unwrap()
    }

    /// Runs what must fail with that code and one sentence that holds `words`.
    pub fn fails(&self, code: i32, arguments: &[&str], words: &str) {
        let ended = self.run(arguments);
        assert_eq!(ended.code, code, "{arguments:?}: {ended:?}");
        assert!(ended.err.contains(words), "{arguments:?}: {}", ended.err);
        assert!(!ended.err.contains("panicked"), "{}", ended.err);
    }

    /// A small company: two lists, imported.
    pub fn company(&self) {
        self.write(
            "teams.csv",
            "id,name,function,people\n1,Brand,Marketing,5\n2,Content,Marketing,6\n3,Field sales,Sales,14\n4,NA,Sales,2\n",
        );
        self.write(
            "needs.csv",
            "provider,receiver,what,strength,health\n1,2,brand guide,1,ok\n2,3,sales decks,2,slowing\n\
             NA,Content,feedback,1,\n3,Brand,wins,1,ok\n",
        );
        self.done(&["import", "teams.csv", "needs.csv", "--into", "map.tiemap"]);
    }

    /// The names of the files in it.
    pub fn files(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> =
            files.map(|file| file.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// The shared folder of real input, if it is there.
pub fn shared() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared");
    let there = shared.join("data").is_dir();
    if !there {
        println!("skipped: ../shared is not there");
    }
    there.then_some(shared)
}
