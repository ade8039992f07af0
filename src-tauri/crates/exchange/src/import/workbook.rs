//! Workbooks: XLSX (with or without macros, which are never run), ODS and the older XLS, sheet by sheet.

use std::borrow::Cow;
use std::fmt::Write;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use ecosystem::Watch;
use quick_xml::events::{BytesStart, Event};

use super::grid::{Grid, TooMuch};
use super::{Import, ImportError, ImportOptions, archive, limits, table, xls};

/// A sheet's name and cells.
pub(super) struct Sheet {
    pub name: String,
    pub grid: Grid,
}

/// How files begin that hold several streams: workbooks before 2007, and newer ones with a password.
pub(super) const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Brings in every sheet of a workbook that is a list.
pub(super) fn read(
    bytes: &[u8],
    file: &str,
    options: &ImportOptions,
    import: &mut Import,
    watch: &dyn Watch,
) -> Result<(), ImportError> {
    let refuse = |why: String| ImportError::Refused { file: file.to_owned(), why };
    let sheets = sheets(bytes, watch).map_err(|why| match why {
        Stop::Wrong(why) => refuse(why),
        Stop::Cancelled(cancelled) => cancelled.into(),
    })?;
    let sheets: Vec<Sheet> = sheets
        .into_iter()
        .filter(|sheet| !sheet.grid.is_empty() && !sheet.name.trim_end().ends_with("(ignore)"))
        .collect();
    let alone = sheets.len() == 1;
    let known_before = import.recognised.len();
    let mut first_problem = None;
    let mut first_unknown = None;
    let mut left_out = Vec::new();
    let mut matrices = Vec::new();
    for sheet in &sheets {
        let place = if alone { file.to_owned() } else { format!("{file}, sheet {}", sheet.name) };
        if table::is_matrix(&sheet.grid) {
            matrices.push((place, sheet));
            continue;
        }
        match table::bring_in(&sheet.grid, &place, false, options, import, watch) {
            Ok(None) => {}
            Ok(Some(unknown)) => {
                left_out.push(sheet.name.clone());
                first_unknown.get_or_insert(unknown);
            }
            Err(ImportError::Cancelled(cancelled)) => return Err(cancelled.into()),
            Err(why) => {
                left_out.push(sheet.name.clone());
                first_problem.get_or_insert(why);
            }
        }
    }
    // A matrix beside lists says the same once more.
    let is_list = |recognised: &super::Recognised| recognised.content != super::Content::Unknown;
    let listed = import.recognised[known_before..].iter().any(is_list);
    for (place, sheet) in matrices {
        match listed {
            true => left_out.push(sheet.name.clone()),
            false => {
                let unknown = table::bring_in(&sheet.grid, &place, false, options, import, watch)?;
                import.refused.extend(unknown);
            }
        }
    }
    // What a person has to say something about comes after what is understood.
    import.recognised[known_before..].sort_by_key(|recognised| !is_list(recognised));
    if left_out.len() == sheets.len()
        && let Some(unknown) = first_unknown
    {
        import.refused.push(unknown);
        return Ok(());
    }
    match first_problem {
        Some(why) if left_out.len() == sheets.len() => return Err(why),
        None if sheets.is_empty() => return Err(refuse("It is empty.".to_owned())),
        _ => {}
    }
    if !left_out.is_empty() {
        import
            .remarks
            .push(format!("{file}: These sheets hold no list and were left out: {}.", left_out.join(", ")));
    }
    Ok(())
}

/// All sheets, whatever kind of workbook it is.
fn sheets(bytes: &[u8], watch: &dyn Watch) -> Result<Vec<Sheet>, Stop> {
    if bytes.starts_with(COMPOUND) {
        return xls::read(bytes, watch);
    }
    let book = archive::unpacked(bytes).map_err(Stop::Wrong)?;
    watch.go_on()?;
    watch.progress(0.2);
    let is_ods = archive::part(&book, "mimetype").is_ok_and(|kind| kind.contains("opendocument"));
    if is_ods { ods(&book, watch) } else { xlsx(&book, watch) }
}

/// Why reading ended.
pub(super) enum Stop {
    Wrong(String),
    Cancelled(ecosystem::Cancelled),
}

impl From<TooMuch> for Stop {
    fn from(too_much: TooMuch) -> Self {
        Self::Wrong(too_much.why())
    }
}

impl From<ecosystem::Cancelled> for Stop {
    fn from(cancelled: ecosystem::Cancelled) -> Self {
        Self::Cancelled(cancelled)
    }
}

pub(super) fn damaged(why: impl std::fmt::Display) -> Stop {
    Stop::Wrong(format!("It is damaged: {why}."))
}

/// Cell by cell: a reader of whole ranges takes memory for every cell between two far corners.
fn xlsx(bytes: &[u8], watch: &dyn Watch) -> Result<Vec<Sheet>, Stop> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let names = book.sheet_names();
    let mut sheets = Vec::new();
    for name in names {
        // Charts and macros are sheets without cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let mut grid = Grid::default();
        let mut row = None;
        let mut count = 0usize;
        let mut digits = String::new();
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            count += 1;
            if count.is_multiple_of(8192) {
                watch.go_on()?;
            }
            if count > 4 * limits::CELLS {
                return Err(TooMuch::Cells.into());
            }
            let (at, column) = cell.get_position();
            let text: Cow<'_, str> = match cell.get_value() {
                DataRef::Empty | DataRef::Error(_) => continue,
                DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                    text.as_str().into()
                }
                DataRef::SharedString(text) => (*text).into(),
                DataRef::Float(number) => written(&mut digits, *number).into(),
                DataRef::Int(number) => number.to_string().into(),
                DataRef::Bool(truth) => truth.to_string().into(),
                DataRef::DateTime(moment) => {
                    let (year, month, day, ..) = moment.to_ymd_hms_milli();
                    format!("{year:04}-{month:02}-{day:02}").into()
                }
            };
            if text.trim().is_empty() {
                continue;
            }
            check_cell(&text, at, column)?;
            if row != Some(at) {
                if row.is_some_and(|row| row > at) {
                    return Err(damaged("its rows are not in order"));
                }
                grid.begin_row(at + 1)?;
                row = Some(at);
            }
            while grid.width_so_far() < column as usize {
                grid.push("")?;
            }
            if grid.width_so_far() > column as usize {
                return Err(damaged("its cells are not in order"));
            }
            grid.push(&text)?;
        }
        sheets.push(Sheet { name, grid });
    }
    Ok(sheets)
}

/// The number in digits, written to `space`. Nearly all in lists are whole, which takes a fifth of the time.
fn written(space: &mut String, number: f64) -> &str {
    space.clear();
    let whole = number as i64;
    #[expect(clippy::float_cmp, reason = "asked is whether it is the very same")]
    let is_whole = whole as f64 == number && whole.abs() < 1 << 53;
    // Writing to a string cannot fail.
    let _ = if is_whole { write!(space, "{whole}") } else { write!(space, "{number}") };
    space
}

pub(super) fn check_cell(text: &str, row: u32, column: u32) -> Result<(), Stop> {
    if column as usize >= limits::COLUMNS {
        return Err(Stop::Wrong(format!("It has more than {} columns.", limits::COLUMNS)));
    }
    if text.len() > limits::CELL && text.chars().count() > limits::CELL {
        let why = format!("A cell in row {} is longer than {} characters.", row + 1, limits::CELL);
        return Err(Stop::Wrong(why));
    }
    Ok(())
}

/// Rows and cells of a sheet may say that they are repeated; empty ones are skipped, the others counted.
fn ods(bytes: &[u8], watch: &dyn Watch) -> Result<Vec<Sheet>, Stop> {
    let text = archive::part(bytes, "content.xml").map_err(Stop::Wrong)?;
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut at = Ods::default();
    let mut events = 0usize;
    loop {
        events += 1;
        if events.is_multiple_of(8192) {
            watch.go_on()?;
        }
        match reader.read_event().map_err(damaged)? {
            Event::Eof => break,
            Event::DocType(_) => {
                return Err(Stop::Wrong("It defines entities, which no list needs.".to_owned()));
            }
            Event::Start(element) => {
                at.depth += 1;
                if at.depth > limits::DEPTH {
                    return Err(damaged("it is nested too deeply"));
                }
                at.open(&element, &mut sheets);
            }
            Event::Empty(element) => {
                at.open(&element, &mut sheets);
                at.close(element.name().as_ref(), &mut sheets)?;
            }
            Event::End(element) => {
                at.depth = at.depth.saturating_sub(1);
                at.close(element.name().as_ref(), &mut sheets)?;
            }
            Event::Text(text) if at.in_cell => at.text.push_str(&text),
            Event::GeneralRef(entity) if at.in_cell => match entity.as_ref() {
                "amp" => at.text.push('&'),
                "lt" => at.text.push('<'),
                "gt" => at.text.push('>'),
                "quot" => at.text.push('"'),
                "apos" => at.text.push('\''),
                _ => at.text.extend(entity.resolve_char_ref().ok().flatten()),
            },
            _ => {}
        }
    }
    Ok(sheets)
}

/// Where the reader of an ODS file is.
#[derive(Default)]
struct Ods {
    depth: usize,
    row: u32,
    row_repeated: u32,
    cells: Vec<String>,
    cell_repeated: usize,
    /// Empty cells that count only if another follows.
    gap: usize,
    in_cell: bool,
    text: String,
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(found.value.to_string())
}

impl Ods {
    fn open(&mut self, element: &BytesStart<'_>, sheets: &mut Vec<Sheet>) {
        let repeated =
            |name: &str| attribute(element, name).and_then(|value| value.parse::<u32>().ok()).unwrap_or(1);
        match element.name().as_ref() {
            "table:table" => {
                let name = attribute(element, "table:name").unwrap_or_default();
                sheets.push(Sheet { name, grid: Grid::default() });
                self.row = 0;
            }
            "table:table-row" => {
                self.cells.clear();
                self.gap = 0;
                self.row_repeated = repeated("table:number-rows-repeated");
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.text.clear();
                self.in_cell = true;
                self.cell_repeated = repeated("table:number-columns-repeated") as usize;
            }
            "text:p" if !self.text.is_empty() => self.text.push('\n'),
            "text:s" if self.in_cell => self.text.push(' '),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, sheets: &mut [Sheet]) -> Result<(), Stop> {
        match name {
            "table:table-cell" | "table:covered-table-cell" => {
                self.in_cell = false;
                if self.text.trim().is_empty() {
                    self.gap = self.gap.saturating_add(self.cell_repeated);
                    return Ok(());
                }
                let last = self.cells.len().saturating_add(self.gap).saturating_add(self.cell_repeated);
                check_cell(&self.text, self.row, u32::try_from(last - 1).unwrap_or(u32::MAX))?;
                self.cells.resize(self.cells.len() + self.gap, String::new());
                self.cells.resize(last, self.text.clone());
                self.gap = 0;
            }
            "table:table-row" => {
                if let Some(sheet) = sheets.last_mut().filter(|_| !self.cells.is_empty()) {
                    for n in 0..self.row_repeated {
                        sheet.grid.begin_row(self.row.saturating_add(n).saturating_add(1))?;
                        self.cells.iter().try_for_each(|cell| sheet.grid.push(cell))?;
                    }
                }
                self.row = self.row.saturating_add(self.row_repeated);
            }
            _ => {}
        }
        Ok(())
    }
}
