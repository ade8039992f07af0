//! A table as it was read: rows of trimmed cells, in one piece of memory however many there are.

use super::limits;

/// Rows of cells. Row numbers are those a spreadsheet shows, from 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    text: String,
    ends: Vec<u32>,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Row {
    number: u32,
    first: u32,
}

/// What a table may not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TooMuch {
    Rows,
    Cells,
    Text,
}

impl TooMuch {
    pub(super) fn why(self) -> String {
        match self {
            Self::Rows => format!("It has more than {} rows. Split it and bring in the parts.", limits::ROWS),
            Self::Cells => {
                format!("It has more than {} cells. Leave out columns that are not needed.", limits::CELLS)
            }
            Self::Text => {
                let most = limits::TEXT >> 20;
                format!("Its cells hold more than {most} MB of text. Leave out columns that are not needed.")
            }
        }
    }
}

impl Grid {
    /// Begins a row; the cells that follow are its.
    pub(super) fn begin_row(&mut self, number: u32) -> Result<(), TooMuch> {
        if self.rows.len() > limits::ROWS {
            return Err(TooMuch::Rows);
        }
        self.rows.push(Row { number, first: self.ends.len() as u32 });
        Ok(())
    }

    /// Adds a cell, trimmed, to the row begun last.
    pub(super) fn push(&mut self, cell: &str) -> Result<(), TooMuch> {
        let cell = cell.trim();
        // One text of a workbook can stand in many cells.
        if self.text.len() + cell.len() > limits::TEXT {
            return Err(TooMuch::Text);
        }
        let end = (self.text.len() + cell.len()) as u32;
        if self.ends.len() >= limits::CELLS {
            return Err(TooMuch::Cells);
        }
        self.text.push_str(cell);
        self.ends.push(end);
        Ok(())
    }

    /// How many cells the row begun last has so far.
    pub(super) fn width_so_far(&self) -> usize {
        self.rows.last().map_or(0, |row| self.ends.len() - row.first as usize)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The `n`th row, counted from 0; an empty one past the end.
    pub fn row(&self, n: usize) -> Cells<'_> {
        let first = self.rows.get(n).map_or(self.ends.len(), |row| row.first as usize);
        let end = self.rows.get(n + 1).map_or(self.ends.len(), |row| row.first as usize);
        Cells { grid: self, number: self.rows.get(n).map_or(0, |row| row.number), first, end }
    }

    /// All rows in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Cells<'_>> {
        (0..self.len()).map(|n| self.row(n))
    }
}

/// The cells of a row.
#[derive(Debug, Clone, Copy)]
pub struct Cells<'g> {
    grid: &'g Grid,
    /// The row's number, from 1.
    pub number: u32,
    first: usize,
    end: usize,
}

impl<'g> Cells<'g> {
    /// The cell of that column; an empty one past the end.
    pub fn get(self, column: usize) -> &'g str {
        let at = self.first + column;
        if at >= self.end {
            return "";
        }
        let start = if at == 0 { 0 } else { self.grid.ends[at - 1] as usize };
        &self.grid.text[start..self.grid.ends[at] as usize]
    }

    /// How many cells the row has.
    pub fn len(self) -> usize {
        self.end - self.first
    }

    /// Whether no cell says anything.
    pub fn is_blank(self) -> bool {
        (0..self.len()).all(|column| self.get(column).is_empty())
    }

    /// All its cells.
    pub fn iter(self) -> impl Iterator<Item = &'g str> {
        (0..self.len()).map(move |column| self.get(column))
    }
}
