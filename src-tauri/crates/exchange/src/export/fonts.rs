//! Fonts in files that leave the app: as much of them as a picture uses, so that it looks the same where they are not
//! installed. Written as WOFF (W3C, WOFF File Format 1.0): the font's tables, each compressed.
//!
//! Glyphs keep their numbers and unused ones become empty, so no table but `glyf`, `loca`, `hmtx` and `cmap` changes.
//! Kerning is left out: every line says how long it is.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::{Compression, write::ZlibEncoder};
use picture::scene::Scene;
use picture::text::Weight;
use picture::text::fonts::{BUNDLED, FAMILY};
use picture::theme::Theme;

use super::paint::{Mark, pieces};

/// A font file in a file that leaves the app.
pub(crate) struct Embedded {
    /// What it is called there.
    pub family: String,
    pub weight: Weight,
    /// The file.
    pub woff: Vec<u8>,
}

impl Embedded {
    /// Its rule in a style sheet.
    pub fn rule(&self) -> String {
        let Self { family, weight, woff } = self;
        let (weight, data) = (weight.number(), BASE64_STANDARD.encode(woff));
        format!(
            "@font-face{{font-family:'{family}';font-weight:{weight};src:url(data:font/woff;base64,{data})}}"
        )
    }
}

/// For each weight that `scene` uses of the theme's face, and of the bundled font where that stands in, a file with
/// just the letters it uses.
pub(crate) fn used_by(scene: &Scene, theme: &Theme) -> Vec<Embedded> {
    let mut letters: BTreeMap<(bool, Weight), BTreeSet<char>> = BTreeMap::new();
    for mark in pieces(scene, theme).flat_map(|piece| piece.marks) {
        let Mark::Text { line, .. } = mark else { continue };
        for run in &line.runs {
            let stands_in = match run.family.as_deref() {
                None => false,
                Some(FAMILY) => true,
                Some(_) => continue,
            };
            letters.entry((stands_in, line.role.weight())).or_default().extend(run.text.chars());
        }
    }
    let embedded = |((stands_in, weight), letters): ((bool, Weight), BTreeSet<char>)| {
        let (family, font) = match &theme.face {
            Some(face) if !stands_in => (face.family(), face.file(weight)),
            _ => (FAMILY, BUNDLED.iter().find(|(bundled, _)| *bundled == weight)?.1),
        };
        // Outlines of the other kind (`CFF`) are carried whole.
        let woff = subset(font, &letters).or_else(|| whole(font))?;
        Some(Embedded { family: family.to_owned(), weight, woff })
    };
    letters.into_iter().filter_map(embedded).collect()
}

/// A theme's own face with all its letters, for pages whose other texts are set in it too.
pub(crate) fn own(theme: &Theme) -> Vec<Embedded> {
    let Some(face) = &theme.face else { return Vec::new() };
    let weights = [Weight::Regular, Weight::SemiBold].into_iter();
    weights
        .filter_map(|weight| {
            Some(Embedded { family: face.family().to_owned(), weight, woff: whole(face.file(weight))? })
        })
        .collect()
}

/// A font as WOFF.
fn whole(font: &[u8]) -> Option<Vec<u8>> {
    let tables = tables(font)?.into_iter();
    // A signature would no longer hold.
    let kept = tables.filter(|(tag, _)| tag != b"DSIG").map(|(tag, table)| (tag, table.to_vec())).collect();
    woff(font.get(..4)?, &kept)
}

/// Big-endian numbers in a table.
fn u16_at(table: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(table.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(table: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(table.get(at..at + 4)?.try_into().ok()?))
}

/// The tables of a TrueType font by their tags.
fn tables(font: &[u8]) -> Option<BTreeMap<[u8; 4], &[u8]>> {
    let count = usize::from(u16_at(font, 4)?);
    (0..count)
        .map(|n| {
            let record = font.get(12 + n * 16..28 + n * 16)?;
            let (at, length) = (u32_at(record, 8)? as usize, u32_at(record, 12)? as usize);
            Some((record[..4].try_into().ok()?, font.get(at..at + length)?))
        })
        .collect()
}

/// The part of `font` that shows `letters`, as WOFF.
fn subset(font: &[u8], letters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let tables = tables(font)?;
    let [glyf, loca, head, maxp, hhea, hmtx, cmap] =
        [b"glyf", b"loca", b"head", b"maxp", b"hhea", b"hmtx", b"cmap"].map(|tag| tables.get(tag).copied());
    let (glyf, loca, head, hmtx) = (glyf?, loca?, head?, hmtx?);
    let glyphs = usize::from(u16_at(maxp?, 4)?);
    let long = u16_at(head, 50)? == 1;
    let offset = |glyph: usize| match long {
        true => u32_at(loca, glyph * 4).map(|at| at as usize),
        false => u16_at(loca, glyph * 2).map(|at| usize::from(at) * 2),
    };
    let outline = |glyph: usize| glyf.get(offset(glyph)?..offset(glyph + 1)?);

    let map = characters(cmap?, letters)?;
    let mut used: BTreeSet<usize> =
        std::iter::once(0).chain(map.values().map(|glyph| usize::from(*glyph))).collect();
    let mut waiting: Vec<usize> = used.iter().copied().collect();
    while let Some(glyph) = waiting.pop() {
        for part in parts(outline(glyph)?)? {
            if part < glyphs && used.insert(part) {
                waiting.push(part);
            }
        }
    }

    let (mut new_glyf, mut new_loca, mut new_hmtx) = (Vec::new(), Vec::new(), hmtx.to_vec());
    let metrics = usize::from(u16_at(hhea?, 34)?);
    for glyph in 0..glyphs {
        new_loca.extend((new_glyf.len() as u32).to_be_bytes());
        if used.contains(&glyph) {
            new_glyf.extend(outline(glyph)?);
            // Outlines that lie over each other would make more of it than there is.
            if new_glyf.len() > 2 * glyf.len() + 1024 {
                return None;
            }
            new_glyf.resize(new_glyf.len().next_multiple_of(4), 0);
        } else if let Some(metric) = new_hmtx.get_mut(glyph * 4..glyph * 4 + 4).filter(|_| glyph < metrics) {
            metric.fill(0);
        }
    }
    new_loca.extend((new_glyf.len() as u32).to_be_bytes());
    let mut new_head = head.to_vec();
    // `indexToLocFormat`: long offsets.
    new_head.get_mut(50..52)?.copy_from_slice(&1u16.to_be_bytes());
    // `post` of version 3 has no glyph names.
    let mut post = tables.get(b"post")?.get(..32)?.to_vec();
    post[..4].copy_from_slice(&0x0003_0000u32.to_be_bytes());

    let mut out: BTreeMap<[u8; 4], Vec<u8>> = BTreeMap::new();
    for tag in [b"OS/2", b"hhea", b"maxp", b"name"] {
        out.insert(*tag, tables.get(tag)?.to_vec());
    }
    let changed =
        [(b"glyf", new_glyf), (b"loca", new_loca), (b"hmtx", new_hmtx), (b"head", new_head), (b"post", post)];
    out.extend(changed.map(|(tag, table)| (*tag, table)));
    out.insert(*b"cmap", character_map(&map));
    woff(&[0, 1, 0, 0], &out)
}

/// The glyphs of which a composite one is made; none for a simple one.
fn parts(outline: &[u8]) -> Option<Vec<usize>> {
    const WORDS: u16 = 1;
    const SCALE: u16 = 8;
    const MORE: u16 = 0x20;
    const TWO_SCALES: u16 = 0x40;
    const TWO_BY_TWO: u16 = 0x80;
    let mut parts = Vec::new();
    if outline.is_empty() || u16_at(outline, 0)? < 0x8000 {
        return Some(parts);
    }
    let mut at = 10;
    loop {
        let (flags, glyph) = (u16_at(outline, at)?, u16_at(outline, at + 2)?);
        parts.push(usize::from(glyph));
        at += if flags & WORDS != 0 { 8 } else { 6 };
        at += match flags {
            f if f & SCALE != 0 => 2,
            f if f & TWO_SCALES != 0 => 4,
            f if f & TWO_BY_TWO != 0 => 8,
            _ => 0,
        };
        if flags & MORE == 0 {
            return Some(parts);
        }
    }
}

/// The glyphs of `letters`, by the font's character map (formats 4 and 12).
fn characters(cmap: &[u8], letters: &BTreeSet<char>) -> Option<BTreeMap<u32, u16>> {
    let count = usize::from(u16_at(cmap, 2)?);
    let subtables: Vec<&[u8]> =
        (0..count).filter_map(|n| cmap.get(u32_at(cmap, 4 + n * 8 + 4)? as usize..)).collect();
    let with_format = |format: u16| subtables.iter().find(|table| u16_at(table, 0) == Some(format)).copied();
    let (wide, basic) = (with_format(12), with_format(4));
    let glyph = |letter: u32| {
        let found = wide.and_then(|table| in_groups(table, letter));
        found.or_else(|| basic.and_then(|table| in_segments(table, letter)))
    };
    Some(letters.iter().filter_map(|&c| Some((u32::from(c), glyph(u32::from(c))?))).collect())
}

fn in_groups(table: &[u8], letter: u32) -> Option<u16> {
    let count = u32_at(table, 12)? as usize;
    (0..count).find_map(|n| {
        let at = 16 + n * 12;
        let (first, last, glyph) = (u32_at(table, at)?, u32_at(table, at + 4)?, u32_at(table, at + 8)?);
        (first..=last)
            .contains(&letter)
            .then(|| u16::try_from(glyph.checked_add(letter - first)?).ok())
            .flatten()
    })
}

fn in_segments(table: &[u8], letter: u32) -> Option<u16> {
    let letter = u16::try_from(letter).ok()?;
    let twice = usize::from(u16_at(table, 6)?);
    let (ends, starts) = (14, 16 + twice);
    let segment =
        (0..twice).step_by(2).find(|at| u16_at(table, ends + at).is_some_and(|end| letter <= end))?;
    let first = u16_at(table, starts + segment)?;
    if letter < first {
        return None;
    }
    let delta = u16_at(table, starts + twice + segment)?;
    let range_at = starts + 2 * twice + segment;
    let glyph = match u16_at(table, range_at)? {
        0 => letter.wrapping_add(delta),
        range => match u16_at(table, range_at + usize::from(range) + 2 * usize::from(letter - first))? {
            0 => 0,
            glyph => glyph.wrapping_add(delta),
        },
    };
    (glyph != 0).then_some(glyph)
}

/// A character map of format 12, a group for each letter.
fn character_map(map: &BTreeMap<u32, u16>) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend([0u16, 1, 3, 10].iter().flat_map(|n| n.to_be_bytes()));
    out.extend(12u32.to_be_bytes());
    out.extend([12u16, 0].iter().flat_map(|n| n.to_be_bytes()));
    out.extend([16 + 12 * map.len() as u32, 0, map.len() as u32].iter().flat_map(|n| n.to_be_bytes()));
    for (&letter, &glyph) in map {
        out.extend([letter, letter, u32::from(glyph)].iter().flat_map(|n| n.to_be_bytes()));
    }
    out
}

fn checksum(table: &[u8]) -> u32 {
    let word = |chunk: &[u8]| {
        let mut bytes = [0; 4];
        bytes[..chunk.len()].copy_from_slice(chunk);
        u32::from_be_bytes(bytes)
    };
    table.chunks(4).fold(0u32, |sum, chunk| sum.wrapping_add(word(chunk)))
}

/// A file of these tables, whose outlines are of the kind that `flavour` names.
fn woff(flavour: &[u8], tables: &BTreeMap<[u8; 4], Vec<u8>>) -> Option<Vec<u8>> {
    let count = tables.len();
    let start = 44 + 20 * count;
    let (mut directory, mut data) = (Vec::new(), Vec::new());
    let mut plain = 12 + 16 * count;
    for (tag, table) in tables {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(table).ok()?;
        let packed = encoder.finish().ok()?;
        let stored = if packed.len() < table.len() { &packed } else { table };
        directory.extend(tag);
        let numbers = [(start + data.len()) as u32, stored.len() as u32, table.len() as u32, checksum(table)];
        directory.extend(numbers.iter().flat_map(|n| n.to_be_bytes()));
        data.extend(stored);
        data.resize(data.len().next_multiple_of(4), 0);
        plain += table.len().next_multiple_of(4);
    }
    let mut out = Vec::with_capacity(start + data.len());
    out.extend(b"wOFF");
    out.extend(flavour);
    out.extend(((start + data.len()) as u32).to_be_bytes());
    out.extend((count as u16).to_be_bytes());
    out.extend([0; 2]);
    out.extend((plain as u32).to_be_bytes());
    out.extend([0, 1, 0, 0]);
    out.extend([0; 20]);
    out.extend(directory);
    out.extend(data);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subset_holds_its_letters_and_is_small() {
        let letters: BTreeSet<char> = "Marketing ops é".chars().collect();
        let woff = subset(BUNDLED[0].1, &letters).unwrap();
        assert_eq!(&woff[..8], b"wOFF\x00\x01\x00\x00");
        assert!(woff.len() < 12_000, "{}", woff.len());
        let tables = tables(BUNDLED[0].1).unwrap();
        let map = characters(tables[b"cmap"], &letters).unwrap();
        assert_eq!(map.len(), letters.len());
        assert_eq!(
            characters(&character_map(&map), &letters).unwrap(),
            map,
            "the map is read as it was written"
        );
    }
}
