//! Every reader is given bent files, again and again: none may panic, hang, or let in what breaks a map's rules.
//!
//! A short run, the same each time, is part of `cargo test`. A long one from another seed each time:
//! `TIEMAP_FUZZ_SECONDS=600 cargo test --release -p exchange --test fuzz -- --nocapture`. What fails is kept in
//! `target/fuzz/` and named; `TIEMAP_FUZZ_FILE=PATH` with the same command reads that file again.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bend;
mod seeds;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ecosystem::{Choice, Counted, Map, Unwatched};
use exchange::import::{Import, ImportOptions, Source, paste, read};

use bend::{Chance, bend};

/// How many files the short run bends; it takes a few seconds in a debug build.
const SHORT: u32 = 500;
/// The longest that reading a small bent file may take, in a debug build on a busy machine.
const SLOWEST: Duration = Duration::from_secs(10);

#[test]
fn no_bent_file_makes_any_reader_fail() {
    if let Ok(path) = std::env::var("TIEMAP_FUZZ_FILE") {
        let path = PathBuf::from(path);
        let bytes = std::fs::read(&path).unwrap();
        return taken_in(&path.file_name().unwrap().to_string_lossy(), bytes);
    }
    let seconds: Option<u64> =
        std::env::var("TIEMAP_FUZZ_SECONDS").ok().map(|text| text.parse().expect("a number of seconds"));
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    let seed = if seconds.is_some() { now() } else { 1 };
    let end = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut chance = Chance::of(seed);
    let seeds = seeds::all();
    let (mut runs, mut slowest) = (0u32, Duration::ZERO);
    while end.map_or(runs < SHORT, |end| Instant::now() < end) {
        let (name, bytes) = &seeds[chance.below(seeds.len())];
        let bent = bend(name, bytes, &mut chance);
        let began = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| taken_in(name, bent.clone())));
        let took = began.elapsed();
        slowest = slowest.max(took);
        runs += 1;
        if result.is_err() || took > SLOWEST {
            let kept = keep(name, &bent);
            panic!("run {runs} of seed {seed} failed after {took:?}; the file is {}", kept.display());
        }
    }
    println!("{runs} bent files of seed {seed}; the slowest took {slowest:?}");
}

/// Reads a file as the app does, and brings what is in it into an empty map and again into the map it made.
fn taken_in(name: &str, bytes: Vec<u8>) {
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let options = ImportOptions { people: text.len().is_multiple_of(2), ..ImportOptions::default() };
    if let Ok(import) = read(&[Source { name: name.to_owned(), bytes }], &options, &Unwatched) {
        merged(&import);
    }
    if let Ok(import) = paste(&text, &options, &Unwatched) {
        merged(&import);
    }
}

fn merged(import: &Import) {
    if let Some(whole) = &import.whole {
        assert_eq!(whole.check(), Vec::<String>::new());
    }
    let (mut map, mut ids) = (Map::named("Bent"), Counted::default());
    let (plan, first) = map.plan_merge(&import.incoming, &Choice::default(), true, &mut ids);
    map.apply(&plan.diff);
    assert_eq!(map.check(), Vec::<String>::new(), "the map keeps its rules");
    let (again, second) = map.plan_merge(&import.incoming, &Choice::default(), true, &mut ids);
    let new = |summary: &ecosystem::Summary| (summary.teams.new, summary.dependencies.new);
    assert_eq!(new(&second), (0, 0), "a second time doubles nothing: {first:?}");
    map.apply(&again.diff);
    assert_eq!(map.check(), Vec::<String>::new());
}

/// Where what failed is kept.
fn keep(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../fuzz");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}
