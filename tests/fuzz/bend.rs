//! Small damage to files, by chance that can be repeated. What is packed is unpacked, bent inside and packed again, so
//! that more than the unpacking is tried.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// What readers stumble over.
const WORDS: [&[u8]; 32] = [
    b"<",
    b">",
    b"&",
    b"&#0;",
    b"&#x110000;",
    b"]]>",
    b"<!--",
    b"<![CDATA[",
    b"\"",
    b"'",
    b"4294967295",
    b"-1",
    b"18446744073709551616",
    b"r=\"XFD1048576\"",
    b" r=\"A99999999999\"",
    b" ref=\"ABCDEFGH1:A1\"",
    b"\xff\xfe",
    b"\0",
    b"1e999",
    b"<?xml?>",
    b"%",
    b"\xed\xa0\x80",
    b"->",
    b"<->",
    b":",
    b";",
    b",",
    b"\n",
    b"|",
    b"{",
    b"NaN",
    b"=cmd|' /C calc'!A0",
];

/// Marsaglia's xorshift: enough for chance, and the same everywhere.
pub struct Chance(u64);

impl Chance {
    /// Repeats for the same seed.
    pub fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From 0 up to `end`, without it; 0 where there is nothing below.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// The file with some damage.
pub fn bend(name: &str, bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let is_packed = name.ends_with(".xlsx") || name.ends_with(".ods");
    // Now and then the packing itself is bent.
    if is_packed && chance.below(8) > 0 { bend_within(bytes, chance) } else { bent(bytes.to_vec(), chance) }
}

fn bend_within(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let chosen = chance.below(archive.len());
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..archive.len() {
        let mut part = archive.by_index(n).unwrap();
        let name = part.name().unwrap().to_string();
        let mut inside = Vec::new();
        part.read_to_end(&mut inside).unwrap();
        if n == chosen {
            inside = bent(inside, chance);
        }
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        out.start_file(name, stored).unwrap();
        out.write_all(&inside).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn bent(mut bytes: Vec<u8>, chance: &mut Chance) -> Vec<u8> {
    for _ in 0..1 + chance.below(6) {
        if bytes.is_empty() {
            bytes.push(b'0');
        }
        let at = chance.below(bytes.len());
        match chance.below(6) {
            0 => bytes[at] = chance.next() as u8,
            1 if chance.below(4) == 0 => bytes.truncate(at.max(1)),
            2 => {
                let end = (at + chance.below(64)).min(bytes.len());
                bytes.drain(at..end);
            }
            3 => {
                let end = (at + chance.below(256)).min(bytes.len());
                let copied = bytes[at..end].to_vec();
                let to = chance.below(bytes.len());
                bytes.splice(to..to, copied);
            }
            4 => {
                let word = WORDS[chance.below(WORDS.len())];
                let end = (at + word.len()).min(bytes.len());
                bytes[at..end].copy_from_slice(&word[..end - at]);
            }
            _ => {
                let word = WORDS[chance.below(WORDS.len())];
                bytes.splice(at..at, word.iter().copied());
            }
        }
    }
    bytes
}
