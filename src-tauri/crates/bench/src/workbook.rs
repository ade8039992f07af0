//! A large workbook comes in.

use ecosystem::Unwatched;
use exchange::import::{ImportOptions, Source, read};

use crate::organisation;
use crate::times::{in_turns, ratio, time};

const ROUNDS: usize = 7;

/// A workbook of 100,000 dependency rows: ours against calamine reading the cells.
pub fn run() -> anyhow::Result<()> {
    let bytes = made_workbook(100_000)?;
    let source = Source { name: "ties.xlsx".to_owned(), bytes: bytes.clone() };
    let sources = [source];
    let mut rows = 0;
    let ours = || {
        let (took, import) = time(|| read(&sources, &ImportOptions::default(), &Unwatched));
        rows = import.map_or(0, |import| import.incoming.dependencies.len());
        took
    };
    let (ours, theirs) = in_turns(ROUNDS, ours, || time(|| bare_cells(&bytes)).0);
    anyhow::ensure!(rows == 100_000, "{rows} rows came in");
    ratio("XLSX of 100,000 rows / calamine reads the cells", ours, theirs, 1.5);
    Ok(())
}

fn made_workbook(rows: u32) -> anyhow::Result<Vec<u8>> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0u16..).zip(["provider", "receiver", "what", "strength"]) {
        sheet.write_string(0, column, header)?;
    }
    let mut dice = organisation::Dice(7);
    for row in 1..=rows {
        let provider = dice.below(5000);
        sheet.write_string(row, 0, format!("Team {provider}"))?;
        sheet.write_string(row, 1, format!("Team {}", (provider + 1 + dice.below(4998)) % 5000))?;
        sheet.write_string(row, 2, format!("handover {}", row % 977))?;
        sheet.write_number(row, 3, f64::from(row % 9 + 1))?;
    }
    Ok(book.save_to_buffer()?)
}

fn bare_cells(bytes: &[u8]) -> Option<usize> {
    use calamine::Reader;
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).ok()?;
    let name = book.sheet_names().first()?.clone();
    let mut cells = book.worksheet_cells_reader(&name).ok()?;
    let mut count = 0;
    while let Ok(Some(_)) = cells.next_cell() {
        count += 1;
    }
    Some(count)
}
