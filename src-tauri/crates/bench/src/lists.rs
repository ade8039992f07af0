//! A large list comes in, and a large map is opened.

use std::path::{Path, PathBuf};

use desk::Office;
use desk::protocol::{Answers, ImportRequest, ImportSource, Nothing, PathOnly, SceneRequest};
use rusqlite::Connection;

use crate::organisation;
use crate::python::{self, shared};
use crate::times::{in_turns, ratio, time};

const ROUNDS: usize = 9;

pub fn run() -> anyhow::Result<()> {
    let folder = tempfile::tempdir_in(python::root().join("target"))?;
    let (teams, ties) = lists(folder.path())?;

    let mut round = 0;
    let mut failed = None;
    let ours = || {
        round += 1;
        let map = folder.path().join(format!("{round}.tiemap"));
        let (took, result) = time(|| import(&map, &teams, &ties));
        failed = failed.take().or(result.err());
        took
    };
    let mut bare_round = 0;
    let mut wrong = None;
    let theirs = || {
        bare_round += 1;
        let file = folder.path().join(format!("{bare_round}.db"));
        let (took, result) = time(|| bare(&file, &teams, &ties));
        wrong = wrong.take().or(result.err());
        took
    };
    let (import_time, bare_time) = in_turns(ROUNDS, ours, theirs);
    if let Some(why) = failed.or(wrong) {
        return Err(why);
    }
    ratio("import of email_eu_core / csv and bare rusqlite", import_time, bare_time, 3.0);

    let map = folder.path().join("1.tiemap");
    let mut failed = None;
    let mut opened = Vec::new();
    for _ in 0..ROUNDS {
        let (took, result) = time(|| first_scene(&map));
        failed = failed.take().or(result.err());
        opened.push(took);
    }
    if let Some(why) = failed {
        return Err(why);
    }
    let networkx = python::run("networkx_reads.py", &["networkx"], &[&ties])?;
    let networkx = std::time::Duration::from_secs_f64(networkx["seconds"].as_f64().unwrap_or_default());
    ratio(
        "open email_eu_core to first scene / networkx reads it",
        crate::times::median(opened),
        networkx,
        1.0,
    );
    Ok(())
}

/// The team list and the dependency list: the real ones, or made ones of their size.
fn lists(folder: &Path) -> anyhow::Result<(PathBuf, PathBuf)> {
    if let (Some(teams), Some(ties)) =
        (shared("data/email_eu_core/teams.csv"), shared("data/email_eu_core/ties.csv"))
    {
        return Ok((teams, ties));
    }
    println!("  ../shared is not here: a made organisation of the same size stands in");
    let incoming = organisation::incoming(1005, 24_929);
    let (teams, ties) = (folder.join("teams.csv"), folder.join("ties.csv"));
    let mut list = csv::Writer::from_path(&teams)?;
    list.write_record(["id", "name", "function"])?;
    for team in &incoming.teams {
        list.write_record([&team.key, &team.name, team.function.as_deref().unwrap_or_default()])?;
    }
    list.flush()?;
    let mut list = csv::Writer::from_path(&ties)?;
    list.write_record(["from", "to", "kind", "weight"])?;
    for tie in &incoming.dependencies {
        list.write_record([&tie.provider, &tie.receiver, "email", "1"])?;
    }
    list.flush()?;
    Ok((teams, ties))
}

fn import(map: &Path, teams: &Path, ties: &Path) -> anyhow::Result<()> {
    let office = Office::new();
    let caller = office.callers().connect(drop);
    let source = |path: &Path| ImportSource {
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        base64: None,
        path: Some(path.to_string_lossy().into_owned()),
    };
    let create = desk::protocol::Create {
        path: Some(map.to_string_lossy().into_owned()),
        template: "blank".to_owned(),
        handovers: None,
    };
    let call = caller.call(1);
    office.create_map(create, &call).map_err(told)?;
    let request = ImportRequest { sources: vec![source(teams), source(ties)], ..ImportRequest::default() };
    office.import(request, &call).map_err(told)?;
    office.close_map(Nothing {}, &call).map_err(told)?;
    Ok(())
}

/// What anyone would write who only wants the rows in a file.
fn bare(file: &Path, teams: &Path, ties: &Path) -> anyhow::Result<()> {
    let db = Connection::open(file)?;
    db.execute_batch(
        "PRAGMA synchronous = FULL;
         CREATE TABLE teams (id TEXT PRIMARY KEY, name TEXT, function TEXT) STRICT;
         CREATE TABLE ties (id INTEGER PRIMARY KEY, provider TEXT, receiver TEXT, what TEXT, strength REAL) STRICT;",
    )?;
    let change = db.unchecked_transaction()?;
    for row in csv::Reader::from_path(teams)?.records() {
        let row = row?;
        change
            .prepare_cached("INSERT INTO teams VALUES (?1, ?2, ?3)")?
            .execute((&row[0], &row[1], &row[2]))?;
    }
    for row in csv::Reader::from_path(ties)?.records() {
        let row = row?;
        let strength: f64 = row[3].parse()?;
        let insert = "INSERT INTO ties (provider, receiver, what, strength) VALUES (?1, ?2, ?3, ?4)";
        change.prepare_cached(insert)?.execute((&row[0], &row[1], &row[2], strength))?;
    }
    change.commit()?;
    Ok(())
}

/// From the file to what a window of 1600 by 1000 shows of the whole map.
fn first_scene(map: &Path) -> anyhow::Result<()> {
    let office = Office::new();
    let caller = office.callers().connect(drop);
    let call = caller.call(1);
    office.open_map(PathOnly { path: map.to_string_lossy().into_owned() }, &call).map_err(told)?;
    let whole =
        SceneRequest { viewport: picture::geometry::Rect::new(-1e6, -1e6, 2e6, 2e6), scale: 0.1, lens: None };
    let scene = office.scene(whole, &call).map_err(told)?.scene;
    anyhow::ensure!(scene.is_some_and(|scene| !scene.rooms.is_empty()), "the scene is empty");
    Ok(())
}

fn told(failure: desk::protocol::Failure) -> anyhow::Error {
    anyhow::anyhow!(failure.message)
}
