//! Zip files from outside. What they claim about themselves is not believed: every part is inflated once and counted
//! before any reader sees it, since readers take memory for what a file says it holds.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::limits;

/// Checks a workbook's zip: sizes, ratios, passwords, paths, entities.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let mut zip = open(bytes)?;
    if zip.len() > limits::PARTS {
        return Err(format!("It has more than {} parts inside.", limits::PARTS));
    }
    let mut total = 0;
    let mut buffer = vec![0; 64 << 10];
    for n in 0..zip.len() {
        let mut part = zip.by_index(n).map_err(|why| format!("It is damaged: {why}."))?;
        if part.encrypted() {
            return Err(PASSWORD.to_owned());
        }
        if part.enclosed_name().is_none() {
            return Err("It holds a part with an unsafe path.".to_owned());
        }
        let name = part.name().map_err(|why| format!("It is damaged: {why}."))?.to_string();
        let packed = part.compressed_size().max(1);
        let (mut size, mut head) = (0u64, Vec::new());
        loop {
            let read = part.read(&mut buffer).map_err(|why| format!("It is damaged: {why}."))?;
            if read == 0 {
                break;
            }
            size += read as u64;
            total += read as u64;
            if head.len() < HEAD {
                head.extend_from_slice(&buffer[..read.min(HEAD - head.len())]);
            }
            if size > limits::PART || total > limits::UNPACKED {
                return Err("It unpacks to far more than any list needs.".to_owned());
            }
            if size > limits::RATIO_FROM && size / packed > limits::RATIO {
                return Err("It is packed so tightly that it cannot be a list.".to_owned());
            }
        }
        check_head(&name, &String::from_utf8_lossy(&head))?;
    }
    Ok(())
}

/// As much of a part's beginning as is looked at.
const HEAD: usize = 4096;
const PASSWORD: &str = "It is protected by a password. Save it without one and bring that in.";

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

fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, String> {
    // Excel wraps a workbook with a password in another kind of file.
    const WRAPPED: &[u8] = b"\xD0\xCF\x11\xE0";
    if bytes.starts_with(WRAPPED) {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        return Err(match bytes.windows(name.len()).any(|window| window == name) {
            true => PASSWORD.to_owned(),
            false => {
                "It is a workbook of the time before 2007. Save it as .xlsx and bring that in.".to_owned()
            }
        });
    }
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| "It is no workbook, or it is damaged.".to_owned())
}

/// The text of one part of a checked zip.
pub(super) fn part(bytes: &[u8], name: &str) -> Result<String, String> {
    let mut zip = open(bytes)?;
    let part = zip.by_name(name).map_err(|_| "It is no workbook, or it is damaged.".to_owned())?;
    let mut text = String::new();
    part.take(limits::PART).read_to_string(&mut text).map_err(|why| format!("It is damaged: {why}."))?;
    Ok(text)
}
