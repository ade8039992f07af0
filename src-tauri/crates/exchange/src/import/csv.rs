//! Text tables: any delimiter, with or without Excel's `sep=` line. Rows that cannot be read are refused one by one.

use csv::{ReaderBuilder, StringRecord};
use ecosystem::{Origin, Refusal, Watch};

use super::grid::Grid;
use super::{ImportError, limits};

/// A text table as it was read.
pub(super) struct Delimited {
    pub grid: Grid,
    pub delimiter: char,
    pub refused: Vec<Refusal>,
}

/// Reads `text`; `file` is for saying what is wrong.
///
/// `wanted` is a delimiter that a person has chosen.
pub(super) fn read(
    text: &str,
    file: &str,
    wanted: Option<char>,
    watch: &dyn Watch,
) -> Result<Delimited, ImportError> {
    let refuse = |why: String| ImportError::Refused { file: file.to_owned(), why };
    let (found, skipped) = delimiter_of(text);
    let wanted = wanted
        .and_then(|wanted| u8::try_from(wanted).ok())
        .filter(|byte| byte.is_ascii_graphic() || *byte == b'\t');
    let delimiter = wanted.filter(|byte| !byte.is_ascii_alphanumeric() && *byte != b'"').unwrap_or(found);
    let body = &text[skipped..];
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(body.as_bytes());
    let mut grid = Grid::default();
    let mut refused = Vec::new();
    let mut record = StringRecord::new();
    let mut number = if skipped > 0 { 2 } else { 1 };
    let mut last = 0;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(why) => return Err(refuse(format!("It cannot be read as a table: {why}."))),
        }
        let start = record.position().map_or(0, |position| position.byte() as usize);
        number += blank_lines(body, start);
        last = start;
        if grid.len() % 4096 == 0 {
            watch.go_on()?;
            watch.progress(0.5 * start as f32 / body.len().max(1) as f32);
        }
        if record.len() > limits::COLUMNS {
            return Err(refuse(format!("It has more than {} columns.", limits::COLUMNS)));
        }
        let long =
            record.iter().position(|cell| cell.len() > limits::CELL && cell.chars().count() > limits::CELL);
        if let Some(column) = long {
            let open = open_quote(&body[start..]);
            let why = match open {
                true => "A quote is opened here and never closed.".to_owned(),
                false => format!("The cell is longer than {} characters.", limits::CELL),
            };
            let origin = Origin { file: file.into(), row: number };
            let header = if grid.is_empty() { "" } else { grid.row(0).get(column) };
            let column = if header.is_empty() { (column + 1).to_string() } else { header.to_owned() };
            refused.push(Refusal { origin, column, why });
        } else {
            let rows =
                grid.begin_row(number).and_then(|()| record.iter().try_for_each(|cell| grid.push(cell)));
            rows.map_err(|too_much| refuse(too_much.why()))?;
        }
        number += 1;
    }
    if refused.is_empty() && open_quote(&body[last..]) {
        let row = if grid.is_empty() { 1 } else { grid.row(grid.len() - 1).number };
        return Err(refuse(format!("A quote is opened in row {row} and never closed.")));
    }
    Ok(Delimited { grid, delimiter: delimiter as char, refused })
}

/// The delimiter, and how many bytes Excel's `sep=` line takes: of the usual ones, the one that gives the most columns
/// with the same number in most of the first rows.
fn delimiter_of(text: &str) -> (u8, usize) {
    let stated = text.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and(text.as_bytes().get(4));
    if let Some(&delimiter) =
        stated.filter(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric() && **byte != b'"')
    {
        return (delimiter, text.find('\n').map_or(text.len(), |at| at + 1));
    }
    let mut end = text.len().min(64 << 10);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let score = |delimiter: u8| {
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(&text.as_bytes()[..end]);
        let widths: Vec<usize> = reader.records().take(30).flatten().map(|record| record.len()).collect();
        let alike = |width: usize| widths.iter().filter(|w| **w == width).count();
        let common = widths.iter().copied().max_by_key(|&width| (alike(width), width)).unwrap_or(1);
        if common < 2 {
            0.0
        } else {
            alike(common) as f64 / widths.len() as f64 * (1.0 + (common as f64).ln())
        }
    };
    let mut best = (b',', 0.0);
    for delimiter in *b",;\t|" {
        let score = score(delimiter);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    (best.0, 0)
}

/// How many blank lines stand at `start`, where a record begins; the reader skips them, a spreadsheet counts them.
fn blank_lines(text: &str, start: usize) -> u32 {
    let bytes = text.as_bytes();
    let mut at = start;
    if at > 0 && bytes.get(at) == Some(&b'\n') && bytes[at - 1] == b'\r' {
        at += 1;
    }
    let mut lines = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => at += 2,
            b'\r' | b'\n' => at += 1,
            _ => break,
        }
        lines += 1;
    }
    lines
}

/// Whether a quote that opens a cell is still open at the end of `text`.
fn open_quote(text: &str) -> bool {
    let (mut open, mut at_start) = (false, true);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if open && chars.peek() == Some(&'"') => {
                chars.next();
            }
            '"' if open => open = false,
            '"' if at_start => open = true,
            _ => {}
        }
        at_start = !open && matches!(c, ',' | ';' | '\t' | '|' | '\n' | '\r');
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;
    use ecosystem::Unwatched;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        let read = read(text, "list.csv", None, &Unwatched).unwrap();
        read.grid.rows().map(|row| (row.number, row.iter().map(str::to_owned).collect())).collect()
    }

    fn row(number: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn every_usual_delimiter_is_found() {
        for delimiter in [",", ";", "\t", "|"] {
            let text = "team,function\nBrand,Marketing\n".replace(',', delimiter);
            assert_eq!(rows(&text), [row(1, &["team", "function"]), row(2, &["Brand", "Marketing"])]);
        }
        assert_eq!(rows("sep=;\nteam;function\n"), [row(2, &["team", "function"])]);
        assert_eq!(rows("name;people\n\"Sales, EMEA\";1,5\n")[1], row(2, &["Sales, EMEA", "1,5"]));
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
        let text = "name\r\n\r\n\"two\r\nlines\"\r\nBrand\r\n\r\n\r\nContent";
        assert_eq!(
            rows(text),
            [row(1, &["name"]), row(3, &["two\r\nlines"]), row(4, &["Brand"]), row(7, &["Content"])]
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_is_found() {
        let open = read("name,note\nBrand,\"all of this", "list.csv", None, &Unwatched);
        assert_eq!(open.err().unwrap().to_string(), "list.csv: A quote is opened in row 2 and never closed.");
        let inches = read("name,note\nBrand,5\" pipe\n", "list.csv", None, &Unwatched);
        assert!(inches.is_ok());
    }

    #[test]
    fn a_cell_of_a_megabyte_is_refused_and_the_rest_is_read() {
        let text = format!("name,note\nBrand,{}\nContent,x\n", "a".repeat(1 << 20));
        let read = read(&text, "list.csv", None, &Unwatched).unwrap();
        assert_eq!(read.grid.len(), 2);
        let said = read.refused[0].to_string();
        assert_eq!(said, "list.csv, row 2, column “note”: The cell is longer than 32767 characters.");
    }

    #[test]
    fn more_rows_or_columns_than_anyone_reads_are_refused() {
        let many = "a,b\n".repeat(limits::ROWS + 2);
        let said = read(&many, "list.csv", None, &Unwatched).err().unwrap().to_string();
        assert_eq!(said, "list.csv: It has more than 500000 rows. Split it and bring in the parts.");
        let wide = "a,".repeat(100_000);
        let said = read(&wide, "list.csv", None, &Unwatched).err().unwrap().to_string();
        assert_eq!(said, "list.csv: It has more than 512 columns.");
    }
}
