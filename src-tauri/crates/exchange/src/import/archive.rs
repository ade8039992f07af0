//! Zip files from outside. What they claim about themselves is not believed: every part is inflated once and counted
//! before any reader sees it, since readers take memory for what a file says it holds.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::limits;
use super::references;

/// What is looked for in a zip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Workbook,
    Template,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Workbook => "list",
            Self::Template => "template",
        }
    }
}

/// Checks the zip of an office file: sizes, ratios, passwords, paths, entities.
pub(crate) fn check(bytes: &[u8], kind: Kind) -> Result<(), String> {
    walk(bytes, kind, |_| Ok(()))
}

/// The zip of a workbook, checked, with its parts not packed: what is read is what was checked, and it is inflated once.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    walk(bytes, Kind::Workbook, |met| match met {
        Met::Part(name) => zip.start_file(name, plain).map_err(damaged),
        Met::Piece(piece) => zip.write_all(piece).map_err(damaged),
    })?;
    let bytes = zip.finish().map_err(damaged)?.into_inner();
    check_references(&bytes)?;
    Ok(bytes)
}

/// Looks at every part: whatever it is called, a workbook can say that it is a sheet.
fn check_references(unpacked: &[u8]) -> Result<(), String> {
    let mut zip = open(unpacked)?;
    for n in 0..zip.len() {
        let part = zip.by_index_raw(n).map_err(damaged)?;
        let start = part.data_start().map(|start| start as usize);
        let text = start.and_then(|start| unpacked.get(start..start + part.size() as usize));
        let known = references::check(text.ok_or_else(|| damaged("a part is missing"))?);
        let name = part.name().map_err(damaged)?;
        known.map_err(|_| format!("It names a cell that no sheet has, in {name}."))?;
    }
    Ok(())
}

/// What is met on the way through a zip.
enum Met<'m> {
    /// A part of that name begins.
    Part(&'m str),
    /// More of the part that began last; it was looked at.
    Piece(&'m [u8]),
}

fn damaged(why: impl std::fmt::Display) -> String {
    format!("It is damaged: {why}.")
}

/// Goes through all parts, checks them, and says what it meets.
fn walk(bytes: &[u8], kind: Kind, mut meet: impl FnMut(Met<'_>) -> Result<(), String>) -> Result<(), String> {
    let word = kind.word();
    let mut zip = open(bytes)?;
    if zip.len() > limits::PARTS {
        return Err(format!("It has more than {} parts inside.", limits::PARTS));
    }
    let mut total = 0;
    let mut buffer = vec![0; 64 << 10];
    for n in 0..zip.len() {
        let mut part = zip.by_index(n).map_err(damaged)?;
        if part.encrypted() {
            return Err(PASSWORD.to_owned());
        }
        if part.enclosed_name().is_none() {
            return Err("It holds a part with an unsafe path.".to_owned());
        }
        let name = part.name().map_err(damaged)?.to_string();
        meet(Met::Part(&name))?;
        let packed = part.compressed_size().max(1);
        let (mut size, mut head) = (0u64, Vec::new());
        loop {
            let read = part.read(&mut buffer).map_err(damaged)?;
            if read == 0 {
                break;
            }
            size += read as u64;
            total += read as u64;
            if head.len() < HEAD {
                head.extend_from_slice(&buffer[..read.min(HEAD - head.len())]);
            }
            if size > limits::PART || total > limits::UNPACKED {
                return Err(format!("It unpacks to far more than any {word} needs."));
            }
            if size > limits::RATIO_FROM && size / packed > limits::RATIO {
                return Err(format!("It is packed so tightly that it cannot be a {word}."));
            }
            meet(Met::Piece(&buffer[..read]))?;
        }
        // What is taken from a template is looked at part by part.
        if kind == Kind::Workbook {
            check_head(&name, &String::from_utf8_lossy(&head))?;
        }
    }
    Ok(())
}

/// As much of a part's beginning as is looked at.
const HEAD: usize = 4096;
pub(super) const PASSWORD: &str = "It is protected by a password. Save it without one and bring that in.";

fn check_head(name: &str, head: &str) -> Result<(), String> {
    if head.contains("<!DOCTYPE") || head.contains("<!ENTITY") {
        return Err("It defines entities, which no list needs.".to_owned());
    }
    // Readers take memory for as many texts as the table of texts claims to hold.
    if name.ends_with("sharedStrings.xml") {
        for claim in ["uniqueCount=\"", "count=\""] {
            let number = head.split(claim).nth(1).and_then(|rest| rest.split('"').next());
            if number.is_some_and(|number| number.parse::<u64>().map_or(true, |count| count > limits::TEXTS))
            {
                return Err("It claims to hold more texts than any list does.".to_owned());
            }
        }
    }
    Ok(())
}

pub(crate) fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, String> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| "It is no workbook, or it is damaged.".to_owned())
}

/// The text of one part of a checked zip.
pub(super) fn part(bytes: &[u8], name: &str) -> Result<String, String> {
    let mut zip = open(bytes)?;
    let part = zip.by_name(name).map_err(|_| "It is no workbook, or it is damaged.".to_owned())?;
    let mut text = String::new();
    part.take(limits::PART).read_to_string(&mut text).map_err(damaged)?;
    Ok(text)
}
