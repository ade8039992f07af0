//! `export`: files for others, the format by the ending.

use std::path::Path;

use desk::protocol::{self, Answers as _, Failure};

use crate::Ended;
use crate::arguments::{self, Export};
use crate::session::{Session, text};
use crate::terminal::{self, Out};

pub fn export(with: &Export, out: &mut Out) -> Result<Ended, Failure> {
    // All endings are looked at before anything is written.
    let formats = with.to.iter().map(|to| format(to)).collect::<Result<Vec<_>, _>>()?;
    let session = Session::on(&with.file)?;
    for (to, format) in with.to.iter().zip(formats) {
        let request = protocol::Export {
            format,
            path: Some(text(to)?),
            lenses: lenses(&with.lens),
            theme: Some(arguments::word(with.theme)),
            legend: Some(arguments::word(with.legend)),
            title: Some(!with.no_title),
            scale: Some(with.scale),
            transparent: with.transparent,
            safe: with.safe,
            paper: with.paper.clone(),
            tiles: with.tiles.clone(),
            slides: Some(arguments::word(with.slides)),
            notes: Some(!with.no_notes),
            findings: Some(!with.no_findings),
            each: with.each_finding,
            colours: with.colours.as_deref().map(source).transpose()?,
            fonts: with.font.iter().map(|font| source(font)).collect::<Result<_, _>>()?,
            template: with.template.as_deref().map(source).transpose()?,
            report: with.report,
        };
        let exported = session.office.export(request, &session.call())?;
        exported.files.iter().for_each(|file| out.line(&file.name));
        exported.remarks.iter().for_each(|remark| terminal::complain(remark));
    }
    Ok(Ended::Done)
}

fn source(path: &Path) -> Result<protocol::ImportSource, Failure> {
    let path = text(path)?;
    Ok(protocol::ImportSource { name: path.clone(), base64: None, path: Some(path) })
}

/// What is drawn: `all` is the map and then every lens.
fn lenses(named: &[String]) -> Vec<String> {
    match named {
        [all] if all == "all" => desk::every_picture().map(str::to_owned).collect(),
        named => named.to_vec(),
    }
}

fn format(to: &Path) -> Result<String, Failure> {
    let ending = to.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
    let known = desk::formats().join(", ");
    match ending {
        Some(ending) if desk::formats().contains(&ending.as_str()) => Ok(ending),
        Some(ending) => Err(Failure::refused(format!(
            "{}: files that end with .{ending} cannot be written. Choose one of: {known}.",
            to.display()
        ))),
        None => Err(Failure::refused(format!(
            "{}: the ending says the format. Choose one of: {known}.",
            to.display()
        ))),
    }
}
