//! Maps nobody should have to read: the lenses give an answer or say why there is none, soon, and stop when told to.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ecosystem::{
    Cancelled, Counted, DependencyPatch, Edit, Incoming, IncomingDependency, IncomingTeam, Map, Unwatched,
    Watch,
};

use crate::away::{Absent, away};
use crate::heal::{Ill, heal};
use crate::lens_tests::{map, sound};
use crate::{LENSES, Lens, Settings, Study, read};

/// A map of so many teams, each in the function of its number modulo `functions`, with these dependencies.
fn made(teams: usize, functions: usize, ties: impl Iterator<Item = (usize, usize, f64)>) -> Map {
    let team = |team: usize| IncomingTeam {
        key: team.to_string(),
        name: format!("T{team}"),
        function: (functions > 0).then(|| format!("F{}", team % functions.max(1))),
        ..IncomingTeam::default()
    };
    let tie = |(provider, receiver, strength): (usize, usize, f64)| IncomingDependency {
        provider: provider.to_string(),
        receiver: receiver.to_string(),
        set: DependencyPatch { strength: Some(strength), ..DependencyPatch::default() },
        ..IncomingDependency::default()
    };
    let incoming = Incoming {
        teams: (0..teams).map(team).collect(),
        dependencies: ties.map(tie).collect(),
        ..Incoming::default()
    };
    let mut map = Map::named("Made");
    let edit = Edit::Merge { incoming, add_missing: false, skip_bad_rows: false };
    let plan = map.plan(&edit, &mut Counted::default()).unwrap();
    map.apply(&plan.diff);
    assert_eq!(map.teams().len(), teams);
    map
}

/// Ties that look random and are always the same.
fn scattered(teams: usize, ties: usize) -> impl Iterator<Item = (usize, usize, f64)> {
    let next = move |at: usize, by: u64| ((at as u64).wrapping_mul(by) >> 24) as usize % teams;
    (1..=ties)
        .map(move |at| (next(at, 0x9E37_79B9_7F4A_7C15), next(at, 0xBF58_476D_1CE4_E5B9), 1.0))
        .filter(|(a, b, _)| a != b)
}

fn both(map: &Map, watch: &dyn Watch) -> Result<usize, Cancelled> {
    let all: Vec<&Lens> = LENSES.iter().collect();
    let mut readings = 0;
    read(map, &all, Settings::default(), watch, |_| readings += 1).map(|()| readings)
}

#[test]
fn the_smallest_maps_and_the_oddest_strengths_are_read() {
    sound(&map("One: A"));
    sound(&map("One: A, B\nTwo: C"));
    sound(&map("One: A, B\nTwo: C, D\nA -> C: x"));
    sound(&map("One: A, B\nTwo: C, D\nThree: E\nFour: F"));
    sound(&map("A -> B: x\nB -> C: x\nC -> D: x"));
    let ring = |strength: &dyn Fn(i32) -> f64| {
        made(30, 5, (0..30).flat_map(|t| [1, 7].map(|by| (t, (t + by) % 30, strength(t as i32)))))
    };
    sound(&ring(&|_| 1.0));
    sound(&ring(&|_| 1e-9));
    sound(&ring(&|t| 10f64.powi(t % 10 - 5)));
    sound(&ring(&|t| if t == 3 { 1e9 } else { 1e-9 }));
}

#[test]
fn a_map_on_which_everyone_knows_everyone_is_read() {
    let n = 120;
    sound(&made(n, 6, (0..n * n).map(|at| (at / n, at % n, 1.0)).filter(|(a, b, _)| a != b)));
}

/// `cargo test --release -p lens -- --ignored` reads what takes longer: some seconds each.
#[test]
#[ignore = "some seconds each: run with --release -- --ignored"]
fn very_large_maps_are_read_in_bounded_time() {
    let n = 500;
    let complete = made(n, 20, (0..n * n).map(|at| (at / n, at % n, 1.0)).filter(|(a, b, _)| a != b));
    // A map holds no more teams; a longer path is refused with a sentence before any lens sees it.
    let path = made(100_000, 0, (1..100_000).map(|t| (t - 1, t, 1.0)));
    let large = made(100_000, 4_000, scattered(100_000, 300_000));
    for (what, map) in [("complete", complete), ("path", path), ("large", large)] {
        let begun = Instant::now();
        assert_eq!(both(&map, &Unwatched), Ok(2));
        println!("{what}: {:?}", begun.elapsed());
        assert!(begun.elapsed() < Duration::from_secs(120), "{what} took {:?}", begun.elapsed());
        let patience = Patience::default();
        assert_eq!(both(&map, &patience), Ok(2));
        println!("{what}: asked at least every {:?}", patience.longest());
        assert!(patience.longest() < Duration::from_secs(3), "{what}: {:?}", patience.longest());
        sound(&map);
    }
}

/// Counts how often it is asked, and says from the `after`th time on that the result is no longer wanted.
struct Until {
    after: usize,
    asked: AtomicUsize,
}

impl Until {
    fn new(after: usize) -> Self {
        Self { after, asked: AtomicUsize::new(0) }
    }
}

impl Watch for Until {
    fn progress(&self, share: f32) {
        assert!((0.0..=1.0).contains(&share), "{share} done");
    }
    fn cancelled(&self) -> bool {
        self.asked.fetch_add(1, Ordering::Relaxed) >= self.after
    }
}

/// Measures the longest time in which nobody asks whether to go on.
#[derive(Default)]
struct Patience(Mutex<(Option<Instant>, Duration)>);

impl Patience {
    fn longest(&self) -> Duration {
        self.0.lock().unwrap().1
    }
}

impl Watch for Patience {
    fn progress(&self, _share: f32) {}
    fn cancelled(&self) -> bool {
        let mut last = self.0.lock().unwrap();
        if let Some(before) = last.0.replace(Instant::now()) {
            last.1 = last.1.max(before.elapsed());
        }
        false
    }
}

/// Asserts that `work` ends whenever it is told to, without doing much more first.
fn ends_when_told(what: &str, work: impl Fn(&dyn Watch) -> Result<(), Cancelled>) {
    let all = Until::new(usize::MAX);
    assert_eq!(work(&all), Ok(()), "{what}");
    let asked = all.asked.into_inner();
    assert!(asked > 1, "{what} asks {asked} times");
    let moments = std::iter::successors(Some(0), |&n| Some(n + 1 + n / 3)).take_while(|&n| n < asked);
    for after in moments.chain([asked - 1]) {
        let watch = Until::new(after);
        assert_eq!(work(&watch), Err(Cancelled), "{what} told to stop at {after} of {asked}");
        let more = watch.asked.into_inner() - after;
        // Every run of work in hand asks once more and ends: there are 32 at most, for as many threads.
        assert!(more <= 64, "{what} told to stop at {after} of {asked} went on for {more}");
    }
}

#[test]
fn every_long_piece_of_work_ends_when_told_to() {
    let map = made(400, 25, scattered(400, 1_200));
    ends_when_told("reading", |watch| both(&map, watch).map(drop));
    let study = Study::of(&map, Settings::default(), &Unwatched).unwrap();
    let team = map.teams().next().unwrap().id;
    let function = map.functions().next().unwrap().id;
    ends_when_told("away", |watch| away(&study.subject, &[Absent::Team(team)], watch).map(drop));
    ends_when_told("heal a bottleneck", |watch| heal(&study, Ill::Bottleneck(team), 3, watch).map(drop));
    ends_when_told("heal a silo", |watch| heal(&study, Ill::Silo(function), 3, watch).map(drop));
}
