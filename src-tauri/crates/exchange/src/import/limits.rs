//! How much of a file is read. A file from outside can claim to be anything; these bounds are checked before memory
//! or time is spent on it, since running out of memory cannot be caught.

/// The largest file, in bytes.
pub const FILE: usize = 50 << 20;
/// The most rows of a table.
pub const ROWS: usize = 500_000;
/// The most columns of a table.
pub const COLUMNS: usize = 512;
/// The most cells of a table.
pub const CELLS: usize = 8_000_000;
/// The longest cell, in characters, as in Excel.
pub const CELL: usize = 32_767;
/// The most refused rows that are listed; the rest is counted.
pub const REFUSALS: usize = 1_000;
