//! Workbooks of the time before 2007: XLS as Excel 97 to 2003 wrote it (BIFF8, \[MS-XLS\]).
//!
//! Our own reader of what a list needs: values of cells. The one in calamine follows what a file says about itself, so
//! that a bent one makes it take all memory or panic. Here every step is bounded by the length of the file.

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::ops::Range;

use calamine::{ExcelDateTime, ExcelDateTimeType};
use ecosystem::Watch;

use super::workbook::{Sheet, Stop, check_cell, damaged};
use super::{archive, grid::Grid, grid::TooMuch, limits};

/// Records that matter, by their numbers.
mod record {
    pub const FORMULA: u16 = 0x0006;
    pub const END: u16 = 0x000A;
    pub const DATE_MODE: u16 = 0x0022;
    pub const PASSWORD: u16 = 0x002F;
    pub const CONTINUE: u16 = 0x003C;
    pub const SHEET: u16 = 0x0085;
    pub const MANY_RK: u16 = 0x00BD;
    pub const RICH_LABEL: u16 = 0x00D6;
    pub const CELL_FORMAT: u16 = 0x00E0;
    pub const TEXTS: u16 = 0x00FC;
    pub const TEXT_CELL: u16 = 0x00FD;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const BOOLEAN: u16 = 0x0205;
    pub const FORMULA_TEXT: u16 = 0x0207;
    pub const RK: u16 = 0x027E;
    pub const FORMAT: u16 = 0x041E;
    pub const BEGIN: u16 = 0x0809;
}

/// The version of Excel 97 to 2003 in a `BEGIN` record.
const BIFF8: u16 = 0x0600;

/// Every sheet's cells.
pub(super) fn read(bytes: &[u8], watch: &dyn Watch) -> Result<Vec<Sheet>, Stop> {
    let stream = workbook(bytes)?;
    let book = Book::read(&stream)?;
    let mut sheets = Vec::new();
    for (name, start) in &book.sheets {
        let cells = book.cells(&stream, *start, watch)?;
        sheets.push(Sheet { name: name.clone(), grid: book.grid(cells)? });
    }
    Ok(sheets)
}

/// The stream of records in the compound file.
fn workbook(bytes: &[u8]) -> Result<Vec<u8>, Stop> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    if file.exists("/EncryptedPackage") {
        return Err(Stop::Wrong(archive::PASSWORD.to_owned()));
    }
    if !file.exists("/Workbook") {
        let old = file.exists("/Book");
        return Err(Stop::Wrong(if old { OLDER } else { "It is no workbook, or it is damaged." }.to_owned()));
    }
    let mut stream = Vec::new();
    let inside = file.open_stream("/Workbook").map_err(damaged)?;
    // A stream cannot be longer than the file it lies in.
    inside.take(bytes.len() as u64).read_to_end(&mut stream).map_err(damaged)?;
    Ok(stream)
}

const OLDER: &str = "It is a workbook of the time before 1997. Save it as .xlsx and bring that in.";

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(data.get(at..at + 8)?.try_into().ok()?))
}

/// Records from a place of the stream on: kind and place of what is in it.
struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

impl Iterator for Records<'_> {
    type Item = (u16, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (u16_at(self.stream, self.at)?, u16_at(self.stream, self.at + 2)?);
        let start = self.at + 4;
        let end = start + usize::from(length);
        self.at = end;
        (end <= self.stream.len()).then_some((kind, start..end))
    }
}

/// What holds for all sheets.
#[derive(Default)]
struct Book {
    /// Names, and where their records begin.
    sheets: Vec<(String, usize)>,
    texts: Vec<String>,
    /// For each format of cells, whether it shows days.
    days: Vec<bool>,
    from_1904: bool,
}

/// What a cell holds.
enum Value {
    Number { number: f64, format: u16 },
    Shared(u32),
    Own(String),
}

/// A cell: its row, its column, what it holds.
type Cell = (u16, u16, Value);

impl Book {
    fn read(stream: &[u8]) -> Result<Self, Stop> {
        let mut book = Self::default();
        let (mut formats, mut custom) = (Vec::new(), HashMap::new());
        let mut records = Records { stream, at: 0 }.peekable();
        while let Some((kind, place)) = records.next() {
            let data = &stream[place];
            match kind {
                record::BEGIN if u16_at(data, 0) != Some(BIFF8) => {
                    return Err(Stop::Wrong(OLDER.to_owned()));
                }
                record::PASSWORD if u16_at(data, 0) != Some(0) => {
                    return Err(Stop::Wrong(archive::PASSWORD.to_owned()));
                }
                record::DATE_MODE => book.from_1904 = u16_at(data, 0) == Some(1),
                record::SHEET => book.sheets.extend(sheet(data)),
                record::CELL_FORMAT => formats.extend(u16_at(data, 2)),
                record::FORMAT => {
                    if let (Some(number), Some(code)) = (u16_at(data, 0), text_of(data, 2)) {
                        custom.insert(number, shows_days(&code));
                    }
                }
                record::TEXTS => {
                    let mut pieces = vec![data];
                    while let Some((_, more)) = records.next_if(|(kind, _)| *kind == record::CONTINUE) {
                        pieces.push(&stream[more]);
                    }
                    book.texts = texts(&pieces).ok_or_else(|| damaged("its texts cannot be read"))?;
                }
                record::END => break,
                _ => {}
            }
        }
        let built_in = |number: u16| matches!(number, 14..=22 | 27..=36 | 45..=47 | 50..=58);
        book.days = formats
            .into_iter()
            .map(|number| custom.get(&number).copied().unwrap_or(built_in(number)))
            .collect();
        Ok(book)
    }

    fn cells(&self, stream: &[u8], start: usize, watch: &dyn Watch) -> Result<Vec<Cell>, Stop> {
        let mut cells: Vec<Cell> = Vec::new();
        // Charts lie inside sheets as sheets of their own, with cells that are no cells.
        let (mut depth, mut formula) = (0u32, None);
        for (n, (kind, place)) in (Records { stream, at: start }).enumerate() {
            if n.is_multiple_of(8192) {
                watch.go_on()?;
            }
            let data = &stream[place];
            match kind {
                record::BEGIN => depth += 1,
                record::END if depth <= 1 => break,
                record::END => depth -= 1,
                _ if depth == 1 => {
                    if kind == record::FORMULA {
                        formula = u16_at(data, 0).zip(u16_at(data, 2));
                    }
                    read_cell(kind, data, formula, &mut cells)
                        .ok_or_else(|| damaged("a cell is cut short"))?;
                }
                _ => {}
            }
            if cells.len() > limits::CELLS {
                return Err(TooMuch::Cells.into());
            }
        }
        Ok(cells)
    }

    fn grid(&self, mut cells: Vec<Cell>) -> Result<Grid, Stop> {
        cells.sort_by_key(|(row, column, _)| (*row, *column));
        let mut grid = Grid::default();
        let mut last = None;
        for (row, column, value) in cells {
            let number;
            let text = match &value {
                Value::Own(text) => text,
                Value::Shared(n) => {
                    self.texts.get(*n as usize).ok_or_else(|| damaged("a text is missing"))?
                }
                Value::Number { number: value, format } => {
                    number = self.shown(*value, *format);
                    &number
                }
            };
            // The last of two in one place would count in Excel; a list has no such cells.
            if text.trim().is_empty() || last == Some((row, column)) {
                continue;
            }
            check_cell(text, u32::from(row), u32::from(column))?;
            if last.is_none_or(|(last, _)| last != row) {
                grid.begin_row(u32::from(row) + 1)?;
            }
            while grid.width_so_far() < usize::from(column) {
                grid.push("")?;
            }
            grid.push(text)?;
            last = Some((row, column));
        }
        Ok(grid)
    }

    fn shown(&self, number: f64, format: u16) -> String {
        if !self.days.get(usize::from(format)).copied().unwrap_or(false) {
            return number.to_string();
        }
        let moment = ExcelDateTime::new(number, ExcelDateTimeType::DateTime, self.from_1904);
        let (year, month, day, ..) = moment.to_ymd_hms_milli();
        format!("{year:04}-{month:02}-{day:02}")
    }
}

/// Adds what a record holds, if it is one of cells; nothing where it is cut short.
fn read_cell(kind: u16, data: &[u8], formula: Option<(u16, u16)>, cells: &mut Vec<Cell>) -> Option<()> {
    let place = || Some((u16_at(data, 0)?, u16_at(data, 2)?, u16_at(data, 4)?));
    let mut number = |(row, column, format): (u16, u16, u16), number: f64| {
        cells.push((row, column, Value::Number { number, format }));
    };
    match kind {
        record::NUMBER => number(place()?, f64_at(data, 6)?),
        record::RK => number(place()?, rk(u32_at(data, 6)?)),
        record::MANY_RK => {
            let (row, first) = (u16_at(data, 0)?, u16_at(data, 2)?);
            // Each has its format and its number; after them stands the last column.
            for (n, one) in data.get(4..data.len().checked_sub(2)?)?.chunks_exact(6).enumerate() {
                let column = first.checked_add(u16::try_from(n).ok()?)?;
                number((row, column, u16_at(one, 0)?), rk(u32_at(one, 2)?));
            }
        }
        // What is computed, and no error, truth or text: those have a mark where a number has its highest bits.
        record::FORMULA if u16_at(data, 12)? != 0xFFFF => number(place()?, f64_at(data, 6)?),
        record::FORMULA if data[6] == 1 => {
            let (row, column, _) = place()?;
            cells.push((row, column, Value::Own((data[8] != 0).to_string())));
        }
        record::FORMULA_TEXT => {
            let (row, column) = formula?;
            cells.push((row, column, Value::Own(text_of(data, 0)?)));
        }
        record::TEXT_CELL => {
            let (row, column, _) = place()?;
            cells.push((row, column, Value::Shared(u32_at(data, 6)?)));
        }
        record::LABEL | record::RICH_LABEL => {
            let (row, column, _) = place()?;
            cells.push((row, column, Value::Own(text_of(data, 6)?)));
        }
        record::BOOLEAN if *data.get(7)? == 0 => {
            let (row, column, _) = place()?;
            cells.push((row, column, Value::Own((data[6] != 0).to_string())));
        }
        _ => {}
    }
    Some(())
}

/// A number in 30 bits: whole, or the upper part of a fraction; perhaps in hundredths.
fn rk(bits: u32) -> f64 {
    let number = match bits & 2 {
        0 => f64::from_bits(u64::from(bits & !3) << 32),
        _ => f64::from(bits.cast_signed() >> 2),
    };
    if bits & 1 == 0 { number } else { number / 100.0 }
}

/// A sheet of cells, its name and where it begins; nothing for charts and macros.
fn sheet(data: &[u8]) -> Option<(String, usize)> {
    let (start, kind) = (u32_at(data, 0)?, *data.get(5)?);
    let (length, wide) = (usize::from(*data.get(6)?), data.get(7)? & 1 == 1);
    let name = letters(data.get(8..)?, length, wide)?;
    (kind == 0).then_some((name, start as usize))
}

/// A text of its own: its length, its flags, its letters.
fn text_of(data: &[u8], at: usize) -> Option<String> {
    let (length, flags) = (usize::from(u16_at(data, at)?), *data.get(at + 2)?);
    letters(data.get(at + 3..)?, length, flags & 1 == 1)
}

/// So many letters in one byte each, or in two.
fn letters(data: &[u8], length: usize, wide: bool) -> Option<String> {
    let mut units = Vec::new();
    push_letters(data.get(..length << usize::from(wide))?, wide, &mut units);
    Some(String::from_utf16_lossy(&units))
}

fn push_letters(data: &[u8], wide: bool, units: &mut Vec<u16>) {
    match wide {
        true => units.extend(data.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))),
        false => units.extend(data.iter().copied().map(u16::from)),
    }
}

/// The workbook's table of texts, which goes on over several records.
fn texts(pieces: &[&[u8]]) -> Option<Vec<String>> {
    let mut pieces = Pieces { pieces, at: 0 };
    let count = u32::from_le_bytes(pieces.array::<8>()?[4..].try_into().ok()?);
    let mut texts = Vec::new();
    for _ in 0..count {
        let [low, high, flags] = pieces.array()?;
        let mut left = usize::from(u16::from_le_bytes([low, high]));
        let runs = if flags & 8 == 0 { 0 } else { usize::from(u16::from_le_bytes(pieces.array()?)) };
        let sounds = if flags & 4 == 0 { 0 } else { u32::from_le_bytes(pieces.array()?) as usize };
        let mut wide = flags & 1 == 1;
        let mut units = Vec::new();
        while left > 0 {
            if pieces.rest().is_empty() {
                // Where a text goes on in another record, that says anew how its letters are written.
                pieces.next_piece()?;
                wide = pieces.array::<1>()?[0] & 1 == 1;
            }
            let here = left.min(pieces.rest().len() >> usize::from(wide));
            if here == 0 && !pieces.rest().is_empty() {
                return None;
            }
            push_letters(pieces.take(here << usize::from(wide)), wide, &mut units);
            left -= here;
        }
        pieces.skip(runs.checked_mul(4)?.checked_add(sounds)?)?;
        texts.push(String::from_utf16_lossy(&units));
    }
    Some(texts)
}

/// Records that are read as one.
struct Pieces<'p> {
    pieces: &'p [&'p [u8]],
    at: usize,
}

impl<'p> Pieces<'p> {
    fn rest(&self) -> &'p [u8] {
        self.pieces.first().and_then(|piece| piece.get(self.at..)).unwrap_or_default()
    }

    fn next_piece(&mut self) -> Option<()> {
        self.pieces = self.pieces.get(1..).filter(|pieces| !pieces.is_empty())?;
        self.at = 0;
        Some(())
    }

    /// At most so many bytes of this record.
    fn take(&mut self, length: usize) -> &'p [u8] {
        let rest = self.rest();
        let taken = &rest[..length.min(rest.len())];
        self.at += taken.len();
        taken
    }

    /// Numbers, which never go over the end of a record but may begin in the next.
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        if self.rest().is_empty() {
            self.next_piece()?;
        }
        self.take(N).try_into().ok()
    }

    fn skip(&mut self, mut length: usize) -> Option<()> {
        loop {
            length -= self.take(length).len();
            if length == 0 {
                return Some(());
            }
            self.next_piece()?;
        }
    }
}

/// Whether a format of numbers shows days: a letter for one outside of quotes and brackets.
fn shows_days(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for c in code.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' => bracketed = true,
            ']' => bracketed = false,
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' if !bracketed => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_formats_are_those_of_the_standard() {
        assert_eq!(
            [rk(0x3FF0_0000), rk(0x4058_C001), rk(10 << 2 | 2), rk(12345 << 2 | 3)],
            [1.0, 0.99, 10.0, 123.45]
        );
        assert_eq!(rk(u32::MAX << 2 | 2), -1.0);
        assert!(shows_days("dd\\.mm\\.yyyy") && shows_days("[$-409]h:mm AM/PM"));
        assert!(!shows_days("0.00\" days\"") && !shows_days("[Red]#,##0_d") && !shows_days("General"));
    }

    #[test]
    fn a_text_that_goes_on_in_the_next_record_may_change_its_letters() {
        // Two texts: "Ab" rich with one run, then "Brand" with two letters in one byte and three in two.
        let first: &[u8] =
            &[2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 8, 1, 0, b'A', b'b', 1, 2, 3, 4, 5, 0, 0, b'B', b'r'];
        let second: &[u8] = &[1, b'a', 0, b'n', 0, b'd', 0];
        assert_eq!(texts(&[first, second]).unwrap(), ["Ab", "Brand"]);
        assert_eq!(texts(&[first]), None);
        let claimed: &[u8] = &[0xFF; 8];
        assert_eq!(texts(&[claimed]), None);
    }
}
