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
/// The most text in all cells of a table, in bytes.
pub const TEXT: usize = 256 << 20;
/// The longest cell, in characters, as in Excel.
pub const CELL: usize = 32_767;
/// The most refused rows that are listed; the rest is counted.
pub const REFUSALS: usize = 1_000;
/// The most parts of a zip file.
pub const PARTS: usize = 2_000;
/// The largest part of a zip file, unpacked, in bytes.
pub const PART: u64 = 128 << 20;
/// The most that a zip file unpacks to, in bytes.
pub const UNPACKED: u64 = 256 << 20;
/// The highest ratio of unpacked to packed bytes.
pub const RATIO: u64 = 300;
/// The size from which on the ratio counts, in bytes.
pub const RATIO_FROM: u64 = 4 << 20;
/// The most texts in a workbook's table of texts.
pub const TEXTS: u64 = 1_000_000;
/// How deep XML and JSON nest.
pub const DEPTH: usize = 128;
/// The most elements of an XML file.
pub const ELEMENTS: u32 = 2_000_000;
/// The most that a compressed drawing unpacks to, in bytes.
pub const DRAWING: u64 = 64 << 20;
