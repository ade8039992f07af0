//! Excel: teams, functions, dependencies and a matrix, with filters, fixed headers and lists to choose from. Every cell
//! is a text or a number, never a formula.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use ecosystem::{Date, Map, TeamId};
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::{ExportError, csv};

/// The most teams that a matrix shows.
const MATRIX: usize = 200;
/// The widest column, in characters.
const WIDEST: usize = 60;

/// A further sheet, such as the findings of a lens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// The first row.
    pub headers: Vec<String>,
    /// The others.
    pub rows: Vec<Vec<String>>,
}

/// Writes `map`, with `more` sheets at the end.
///
/// # Errors
/// When a sheet cannot be written, such as one with a name that Excel does not allow.
pub fn write(map: &Map, more: &[Sheet], date: Option<Date>) -> Result<Vec<u8>, ExportError> {
    book(map, more, date).map_err(|why| ExportError::Failed(why.to_string()))
}

fn book(map: &Map, more: &[Sheet], date: Option<Date>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let mut properties = DocProperties::new().set_title(&map.about().name).set_author("Tiemap");
    // Without a date the writer would take the clock's, and no two files were the same.
    let day: Vec<u16> = date
        .map_or_else(Vec::new, |date| date.to_string().split('-').filter_map(|n| n.parse().ok()).collect());
    let (year, month, day) =
        if let [year, month, day] = day[..] { (year, month as u8, day as u8) } else { (2000, 1, 1) };
    properties = properties.set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?);
    book.set_properties(&properties);

    let teams = csv::teams(map);
    table(book.add_worksheet().set_name("Teams")?, &teams, &["people", "load"])?;
    let dependencies = csv::dependencies(map);
    let sheet = book.add_worksheet().set_name("Dependencies")?;
    table(sheet, &dependencies, &["strength", "wait"])?;
    let healths = DataValidation::new().allow_list_strings(&["ok", "slowing", "blocking"])?;
    for (column, header) in (0u16..).zip(&dependencies[0]) {
        if header.ends_with("health") {
            sheet.add_data_validation(1, column, 100_000, column, &healths)?;
        }
    }
    let function = |id| map.function(id).map(|f| f.name.clone()).unwrap_or_default();
    let mut functions = vec![vec!["function".to_owned(), "lies in".to_owned()]];
    functions
        .extend(map.functions().map(|f| vec![f.name.clone(), f.parent.map(function).unwrap_or_default()]));
    if functions.len() > 1 {
        table(book.add_worksheet().set_name("Functions")?, &functions, &[])?;
    }
    if (2..=MATRIX).contains(&map.teams().len()) {
        matrix(book.add_worksheet().set_name("Matrix")?, map)?;
    }
    for extra in more {
        let mut rows = vec![extra.headers.clone()];
        rows.extend(extra.rows.iter().cloned());
        table(book.add_worksheet().set_name(&extra.name)?, &rows, &[])?;
    }
    book.save_to_buffer()
}

/// A table with a fixed header and a filter.
fn table(sheet: &mut Worksheet, rows: &csv::Rows, numbers: &[&str]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let columns = rows[0].len();
    for (column, header) in (0u16..).zip(&rows[0]) {
        sheet.write_string_with_format(0, column, kept(header), &bold)?;
        let is_number = numbers.contains(&header.as_str());
        let mut widest = header.chars().count();
        for (at, row) in (1u32..).zip(&rows[1..]) {
            let Some(cell) = row.get(usize::from(column)).filter(|cell| !cell.is_empty()) else { continue };
            widest = widest.max(cell.chars().count());
            match cell.parse::<f64>() {
                Ok(number) if is_number => sheet.write_number(at, column, number)?,
                _ if cell.contains('\n') => {
                    sheet.write_string_with_format(at, column, kept(cell), &wrapped)?
                }
                _ => sheet.write_string(at, column, kept(cell))?,
            };
        }
        sheet.set_column_width(column, (widest.min(WIDEST) + 2) as f64)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    if columns > 0 {
        sheet.autofilter(0, 0, (rows.len() - 1) as u32, columns as u16 - 1)?;
    }
    Ok(())
}

/// A text as it is read again: a cell of Excel needs no quote against formulas, but the import, which also reads lists
/// that were once CSV, takes one off, so a quote of the text's own gets another.
fn kept(cell: &str) -> Cow<'_, str> {
    if cell.starts_with('\'') && csv::is_risky(cell) { format!("'{cell}").into() } else { cell.into() }
}

/// Who hands over (down) how much to whom (across).
fn matrix(sheet: &mut Worksheet, map: &Map) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let turned = Format::new().set_bold().set_rotation(90);
    let at: HashMap<TeamId, u16> = map.teams().map(|team| team.id).zip(1..).collect();
    sheet.write_string_with_format(0, 0, "hands over to", &bold)?;
    for team in map.teams() {
        let n = at[&team.id];
        sheet.write_string_with_format(0, n, kept(&team.name), &turned)?;
        sheet.write_string_with_format(u32::from(n), 0, kept(&team.name), &bold)?;
    }
    let mut sums: HashMap<(u16, u16), f64> = HashMap::new();
    for d in map.dependencies() {
        *sums.entry((at[&d.provider], at[&d.receiver])).or_default() += d.strength;
    }
    let cells: BTreeSet<(u16, u16)> = sums.keys().copied().collect();
    for cell in cells {
        sheet.write_number(u32::from(cell.0), cell.1, sums[&cell])?;
    }
    sheet.set_column_width(0, 28.0)?;
    sheet.set_column_range_width(1, at.len() as u16, 4.0)?;
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}
