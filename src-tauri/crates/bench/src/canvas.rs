//! The canvas in a browser: how soon a map is shown and what a frame costs, beside React Flow showing the same map,
//! and on maps from 100 to 100,000 teams. And what a scene request costs the desk.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use picture::Drawing;
use picture::geometry::Rect;
use store::{Opening, Store};

use crate::python::must;
use crate::times::{median, ratio, time, within};
use crate::{organisation, python};

const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];
/// React Flow is measured up to this size; at ten times as many it needs minutes.
const PEER: usize = 1_000;
const ROUNDS: usize = 3;
/// What the browser draws at once, in scene units at a scale of 1.
const WINDOW: (f64, f64) = (1_600.0, 1_000.0);

/// What was measured of one canvas, in milliseconds.
#[derive(Clone, Copy)]
struct Figures {
    /// From when the canvas is in the page until the whole map is.
    load: f64,
    /// From when the page is asked for.
    start: f64,
    /// Scripting, style and layout of a frame, gesture by gesture.
    frames: [(&'static str, f64); 4],
    elements: f64,
}

pub fn run() -> anyhow::Result<()> {
    let folder = tempfile::tempdir_in(python::root().join("target"))?;
    let mut maps = Vec::new();
    for teams in SIZES {
        let map = organisation::map(teams, 2 * teams)?;
        let path = folder.path().join(format!("{teams}.tiemap"));
        Store::create(&path, &map, &Opening::at(0))?;
        requests(&mut Drawing::of(&map), teams);
        maps.push(path);
    }
    let results = in_browser(&maps)?;
    let of = |teams: usize, whose: &str| {
        let one = results.iter().find(|one| one["teams"] == teams).context("a size is missing")?;
        figures(&one[whose])
    };
    let (ours, theirs) = (of(PEER, "ours")?, of(PEER, "theirs")?);
    beside(&format!("{PEER} teams shown on a canvas / React Flow"), ours.load, theirs.load, 0.1);
    println!(
        "  page to map at {PEER} teams: the whole app {:.0} ms, React Flow alone {:.0} ms",
        ours.start, theirs.start
    );
    for ((what, mine), (_, peer)) in ours.frames.iter().zip(theirs.frames) {
        beside(&format!("a frame of {what} at {PEER} teams / React Flow"), *mine, peer, 0.3);
    }
    let small = of(100, "ours")?;
    for teams in SIZES {
        let large = of(teams, "ours")?;
        for ((what, mine), (_, base)) in large.frames.iter().zip(small.frames) {
            beside(&format!("a frame of {what} at {teams} teams / at 100"), *mine, base, 1.2);
        }
        let verdict = if large.elements <= 1_500.0 { "met" } else { "MISSED" };
        println!("  elements at {teams} teams: {} at most  (goal 1500: {verdict})", large.elements);
        println!("  {teams} teams shown {:.0} ms after the page was asked for", large.start);
    }
    Ok(())
}

/// What it costs the desk to say what is in sight: near, in the middle and from afar.
fn requests(drawing: &mut Drawing, teams: usize) {
    let whole = drawing.bounds();
    let fit = (WINDOW.0 / whole.w.max(1.0)).min(WINDOW.1 / whole.h.max(1.0)).min(1.0);
    for scale in [1.0, 0.4, fit] {
        // A third more than the window on each side, as the canvas asks.
        let (w, h) = (WINDOW.0 * 1.66 / scale, WINDOW.1 * 1.66 / scale);
        let middle = whole.centre();
        let viewport = Rect::new(middle.x - w / 2.0, middle.y - h / 2.0, w, h);
        let times = (0..15).map(|_| time(|| std::hint::black_box(drawing.visible(viewport, scale))).0);
        let what = format!("a scene request at {teams} teams, scale {scale:.3}");
        within(&what, median(times.collect()), Duration::from_millis(10));
    }
}

fn in_browser(maps: &[PathBuf]) -> anyhow::Result<Vec<serde_json::Value>> {
    let root = python::root();
    let folder = root.join("src-tauri/crates/bench/yardsticks/canvas");
    must(Command::new("npm").args(["ci", "--silent", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    must(Command::new(cargo).args(["build", "--release", "-p", "cli"]).current_dir(&root))?;
    let mut node = Command::new("node");
    node.arg(folder.join("measure.mjs")).arg(root.join("target/release/tiemap"));
    node.args([ROUNDS.to_string(), PEER.to_string()]).args(maps).env("TIEMAP_UI", root.join("ui/dist"));
    let output = node.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("the canvas could not be measured");
    }
    serde_json::from_slice(&output.stdout).context("measure.mjs printed no JSON")
}

fn figures(from: &serde_json::Value) -> anyhow::Result<Figures> {
    let of = |key: &str| from[key].as_f64().with_context(|| format!("{key} was not measured"));
    let frames = [
        ("a pan near", of("pan")?),
        ("a pan of all", of("panFit")?),
        ("a zoom", of("zoom")?),
        ("a drag", of("drag")?),
    ];
    Ok(Figures { load: of("load")?, start: of("start")?, frames, elements: of("elements")? })
}

fn beside(what: &str, ours: f64, theirs: f64, goal: f64) {
    let of = |milliseconds: f64| Duration::from_secs_f64(milliseconds.max(0.0) / 1000.0);
    ratio(what, of(ours), of(theirs), goal);
}
