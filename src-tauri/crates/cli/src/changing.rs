//! `edit`, `undo`, `redo`, `tidy`: changes, as the window makes them. Each is on the disk when it is printed.

use std::io::BufRead as _;

use desk::protocol::{Answers as _, Done, Failure, Nothing};

use crate::Ended;
use crate::arguments::{self, OnlyFile, Tidy};
use crate::session::Session;
use crate::terminal::Out;

/// The longest line of standard input, in bytes.
const MOST_BYTES: u64 = 64 << 20;

pub fn edit(with: &arguments::Edit, out: &mut Out) -> Result<Ended, Failure> {
    let session = Session::on(&with.file)?;
    for (n, edit) in with.json.iter().enumerate() {
        if edit != "-" {
            one_edit(&session, edit, n, out)?;
            continue;
        }
        let mut lines = std::io::stdin().lock();
        for n in 0.. {
            let mut line = String::new();
            let read = std::io::Read::take(&mut lines, MOST_BYTES).read_line(&mut line);
            match read.map_err(|why| Failure::refused(format!("Standard input cannot be read: {why}.")))? {
                0 => break,
                _ if line.trim().is_empty() => {}
                _ => one_edit(&session, &line, n, out)?,
            }
        }
    }
    Ok(Ended::Done)
}

fn one_edit(session: &Session, edit: &str, n: usize, out: &mut Out) -> Result<(), Failure> {
    let done = session.office.edit_by_name(edit).map_err(|why| match n {
        0 => why,
        n => Failure::new(why.code, format!("Edit {}: {} The edits before it are done.", n + 1, why.message)),
    })?;
    tell(&done, "Nothing had to be changed.", out);
    Ok(())
}

pub fn undo(with: &OnlyFile, out: &mut Out) -> Result<Ended, Failure> {
    let session = Session::on(&with.file)?;
    tell(&session.office.undo(Nothing {}, &session.call())?, "There is nothing to undo.", out);
    Ok(Ended::Done)
}

pub fn redo(with: &OnlyFile, out: &mut Out) -> Result<Ended, Failure> {
    let session = Session::on(&with.file)?;
    tell(&session.office.redo(Nothing {}, &session.call())?, "There is nothing to redo.", out);
    Ok(Ended::Done)
}

pub fn tidy(with: &Tidy, out: &mut Out) -> Result<Ended, Failure> {
    let session = Session::on(&with.file)?;
    let style = with.style.map(|style| match style {
        arguments::Style::Ecosystem => desk::Style::Ecosystem,
        arguments::Style::Flow => desk::Style::Flow,
        arguments::Style::Rings => desk::Style::Rings,
        arguments::Style::Lanes => desk::Style::Lanes,
    });
    let request = desk::protocol::Tidy { style, seed: Some(with.seed), only: None };
    tell(&session.desk()?.tidy(&request, &session.call())?, "Everything is in its place already.", out);
    Ok(Ended::Done)
}

/// A change by its number and label.
fn tell(done: &Done, nothing: &str, out: &mut Out) {
    match done.label.as_str() {
        "" => out.line(nothing),
        label => out.line(format!("{}  {label}", done.map.revision)),
    }
}
