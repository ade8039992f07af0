//! `new`, `history`, `check`: the file itself.

use desk::protocol::{Create, Failure, HistoryEntry, HistoryRequest};

use crate::Ended;
use crate::arguments::{self, New, OnlyFile};
use crate::session::{Session, text};
use crate::terminal::Out;

pub fn new(with: &New, out: &mut Out) -> Result<Ended, Failure> {
    let template = arguments::word(with.template);
    let map =
        Session::new().office.create(&Create { path: Some(text(&with.file)?), template, handovers: None })?;
    let (teams, dependencies) =
        (count(map.teams, "team", "teams"), count(map.dependencies, "dependency", "dependencies"));
    out.line(format!("{}: a new map with {teams} and {dependencies}.", with.file.display()));
    Ok(Ended::Done)
}

pub fn history(with: &arguments::History, out: &mut Out) -> Result<Ended, Failure> {
    let session = Session::on(&with.file)?;
    let history = session.desk()?.history(&HistoryRequest { before: None, limit: with.most })?;
    if with.json {
        out.line(serde_json::to_string_pretty(&history.entries).map_err(Failure::internal)?);
        return Ok(Ended::Done);
    }
    for HistoryEntry { id, label, author, at, undone } in history.entries {
        let author = if author.is_empty() { String::new() } else { format!("  ({author})") };
        let undone = if undone { "  [undone]" } else { "" };
        out.line(format!("{id:>5}  {}  {label}{author}{undone}", desk::moment(at)));
    }
    Ok(Ended::Done)
}

pub fn check(with: &OnlyFile, out: &mut Out) -> Result<Ended, Failure> {
    out.line(format!("{}: {}", with.file.display(), desk::check(&with.file)?));
    Ok(Ended::Done)
}

/// "1 team", "2 teams".
pub fn count(n: u32, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
