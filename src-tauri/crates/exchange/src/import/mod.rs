//! From files and the clipboard to [`Incoming`]: one file per format. Nothing here changes a map; what a source says
//! is returned with what was refused and what was understood, for a person to look at first.
//!
//! Everything that comes in is taken for hostile: sizes are bounded before memory is spent ([`limits`]), and what
//! cannot be brought in is refused with its place and the reason.

mod aliases;
pub(crate) mod archive;
mod canvas;
mod columns;
mod csv;
mod dot;
mod drawio;
mod encoding;
mod fields;
mod gexf;
mod graph;
mod graphml;
mod grid;
mod json;
mod kumu;
pub mod limits;
mod matrix;
mod mermaid;
mod orgchart;
mod paste;
mod references;
mod table;
pub(crate) mod tree;
mod values;
mod workbook;
mod xls;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use ecosystem::{Cancelled, Incoming, Map, Refusal, Watch, notation};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use columns::{Column, Field, RowMeans};
pub use paste::paste;

/// A file to bring in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file's name, with its ending; the format is told by it and by what is inside.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Source {
    /// Reads a source, but no more of it than a file may have.
    ///
    /// # Errors
    /// When it cannot be read, or is larger than [`limits::FILE`].
    pub fn read(name: &str, from: impl Read) -> Result<Self, ImportError> {
        let refuse = |why: String| ImportError::Refused { file: name.to_owned(), why };
        let mut bytes = Vec::new();
        let read = from.take(limits::FILE as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|why| refuse(format!("It cannot be read: {why}.")))?;
        let source = Self { name: name.to_owned(), bytes };
        source.check_size()?;
        Ok(source)
    }

    fn check_size(&self) -> Result<(), ImportError> {
        if self.bytes.len() > limits::FILE {
            let why =
                format!("It is larger than {} MB. Split it and bring in the parts.", limits::FILE >> 20);
            return Err(ImportError::Refused { file: self.name.clone(), why });
        }
        Ok(())
    }

    fn ending(&self) -> String {
        self.name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_lowercase())
    }
}

/// How to read a source where it leaves something open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export, optional_fields)]
pub struct ImportOptions {
    /// What a row with `from` and `to` says; absent: the first hands over to the second.
    pub row_means: Option<RowMeans>,
    /// Columns mapped by hand, by header.
    #[ts(as = "Option<BTreeMap<String, Field>>")]
    pub columns: BTreeMap<String, Field>,
    /// Whether names of people come in from lists of people; otherwise only their teams do.
    #[ts(as = "Option<bool>")]
    pub people: bool,
    /// What holds for one file or sheet alone, by the name it is recognised under ([`Recognised::file`]).
    #[ts(as = "Option<BTreeMap<String, TableOptions>>")]
    pub tables: BTreeMap<String, TableOptions>,
}

/// How to read one file or sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export, optional_fields)]
pub struct TableOptions {
    /// What a row with `from` and `to` says.
    pub row_means: Option<RowMeans>,
    /// Columns mapped by hand, by header.
    #[ts(as = "Option<BTreeMap<String, Field>>")]
    pub columns: BTreeMap<String, Field>,
    /// The encoding of a text, by a name that the Web knows ("windows-1252"); absent: found out.
    pub encoding: Option<String>,
    /// What stands between a text table's cells; absent: found out.
    pub delimiter: Option<char>,
}

impl ImportOptions {
    /// The options as they hold for one file or sheet.
    fn of(&self, file: &str) -> Cow<'_, Self> {
        let Some(table) = self.tables.get(file) else { return Cow::Borrowed(self) };
        let mut own = self.clone();
        own.row_means = table.row_means.or(own.row_means);
        own.columns.extend(table.columns.clone());
        Cow::Owned(own)
    }
}

/// What a source, or a sheet of it, was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Content {
    /// A list of teams.
    Teams,
    /// A list of dependencies.
    Dependencies,
    /// A list of people with their managers.
    People,
    /// A list of functions and what they lie in.
    Functions,
    /// Teams down the side and across the top.
    Matrix,
    /// Names, one in a row.
    Names,
    /// A graph or a drawing.
    Graph,
    /// The text notation.
    Notation,
    /// A whole map.
    Map,
    /// A table whose columns are not known; a person has to say what they hold.
    Unknown,
}

/// What was understood of a source, or of a sheet of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Recognised {
    /// The file, with the sheet where there are several.
    pub file: String,
    /// What it was taken for.
    pub content: Content,
    /// Its columns; empty where it is no table.
    pub columns: Vec<Column>,
    /// How many rows of data it has.
    pub rows: u32,
    /// The first rows as they are, for looking at and mapping by hand.
    pub first_rows: Vec<Vec<String>>,
    /// What its rows were taken to mean, where the headers leave it open.
    #[ts(optional)]
    pub row_means: Option<RowMeans>,
    /// The two names of the first row, in the order they stand in, for asking what it means.
    #[ts(optional)]
    pub example: Option<(String, String)>,
    /// The encoding it was read in, where it is text.
    #[ts(optional)]
    pub encoding: Option<String>,
    /// What stands between its cells, where it is a text table.
    #[ts(optional)]
    pub delimiter: Option<char>,
}

/// What came out of one source or several.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Import {
    /// What comes in.
    pub incoming: Incoming,
    /// Rows that cannot, at most [`limits::REFUSALS`] of them.
    pub refused: Vec<Refusal>,
    /// What was understood, a file or sheet each.
    pub recognised: Vec<Recognised>,
    /// What was done that the source does not say.
    pub remarks: Vec<String>,
    /// The whole map with its layout, where the source holds one: what an empty map becomes.
    pub whole: Option<Map>,
}

/// A source that cannot be brought in at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// What is wrong with it.
    #[error("{file}: {why}")]
    Refused {
        /// Its name.
        file: String,
        /// Why, in one sentence or two.
        why: String,
    },
    /// No longer wanted.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// Reads sources of any format into one list. Teams that one of them names may stand in another.
///
/// # Errors
/// When a source cannot be read as any known format, is too large or malformed as a whole. Single rows that are wrong
/// are no error; they are listed in [`Import::refused`].
pub fn read(sources: &[Source], options: &ImportOptions, watch: &dyn Watch) -> Result<Import, ImportError> {
    let mut import = Import::default();
    for source in sources {
        source.check_size()?;
        watch.go_on()?;
        read_one(source, options, &mut import, watch)?;
    }
    import.bound_refusals();
    watch.progress(1.0);
    Ok(import)
}

fn read_one(
    source: &Source,
    options: &ImportOptions,
    import: &mut Import,
    watch: &dyn Watch,
) -> Result<(), ImportError> {
    let refuse = |why: &str| Err(ImportError::Refused { file: source.name.clone(), why: why.to_owned() });
    if source.bytes.iter().all(u8::is_ascii_whitespace) {
        return refuse("It is empty.");
    }
    let wanted = options.tables.get(&source.name).and_then(|table| table.encoding.as_deref());
    let mut encoding = None;
    let mut text = || {
        let (text, name) = encoding::decode(&source.bytes, wanted)
            .map_err(|why| ImportError::Refused { file: source.name.clone(), why })?;
        encoding = Some(name.to_owned());
        Ok::<_, ImportError>(text)
    };
    let known_before = import.recognised.len();
    match source.ending().as_str() {
        "txt" | "tiemap-text" | "md" => paste::read_text(&text()?, &source.name, options, import, watch),
        "xlsx" | "xlsm" | "xltx" | "xls" | "ods" => {
            workbook::read(&source.bytes, &source.name, options, import, watch)
        }
        // A workbook under another name.
        _ if source.bytes.starts_with(b"PK\x03\x04") || source.bytes.starts_with(workbook::COMPOUND) => {
            workbook::read(&source.bytes, &source.name, options, import, watch)
        }
        "tiemap" => refuse("It is a map, not a list. Open it instead."),
        "json" => json::read(&text()?, &source.name, import),
        "canvas" => canvas::read(&text()?, &source.name, import),
        "graphml" => graphml::read(&text()?, &source.name, import),
        "gexf" => gexf::read(&text()?, &source.name, import),
        "drawio" | "dio" => drawio::read(&text()?, &source.name, import),
        "xml" => read_xml(&text()?, &source.name, import),
        "mmd" | "mermaid" => mermaid::read(&text()?, &source.name, import),
        "dot" | "gv" => dot::read(&text()?, &source.name, import),
        _ if source.bytes.contains(&0) && !encoding::looks_like_text(&source.bytes) => {
            refuse("This kind of file is not known. Save it as CSV and bring that in.")
        }
        _ => table::read_delimited(&text()?, &source.name, options, import, watch),
    }?;
    for recognised in &mut import.recognised[known_before..] {
        recognised.encoding = encoding.clone();
    }
    Ok(())
}

/// XML says by its outermost element what it is.
fn read_xml(text: &str, file: &str, import: &mut Import) -> Result<(), ImportError> {
    let refuse = |why: String| ImportError::Refused { file: file.to_owned(), why };
    let kind = tree::parse(text).map_err(refuse)?.root_element().tag_name().name().to_owned();
    match kind.as_str() {
        "graphml" => graphml::read(text, file, import),
        "gexf" => gexf::read(text, file, import),
        "mxfile" | "mxGraphModel" => drawio::read(text, file, import),
        _ => Err(refuse("It is XML, but of no kind that is known.".to_owned())),
    }
}

impl Recognised {
    /// A source without columns.
    fn plain(file: &str, content: Content) -> Self {
        Self {
            file: file.to_owned(),
            content,
            columns: Vec::new(),
            rows: 0,
            first_rows: Vec::new(),
            row_means: None,
            example: None,
            encoding: None,
            delimiter: None,
        }
    }
}

impl Import {
    fn read_notation(&mut self, text: &str, file: &str) {
        let (mut incoming, mut refused) = notation::parse(text);
        let shared: Arc<str> = file.into();
        let place = |origin: &mut ecosystem::Origin| origin.file = Arc::clone(&shared);
        incoming.functions.iter_mut().for_each(|function| place(&mut function.origin));
        incoming.teams.iter_mut().for_each(|team| place(&mut team.origin));
        incoming.dependencies.iter_mut().for_each(|dependency| place(&mut dependency.origin));
        incoming.borders.iter_mut().for_each(|border| place(&mut border.origin));
        refused.iter_mut().for_each(|refusal| place(&mut refusal.origin));
        let rows = text.lines().filter(|line| !line.trim().is_empty()).count() as u32;
        self.recognised.push(Recognised { rows, ..Recognised::plain(file, Content::Notation) });
        self.refused.append(&mut refused);
        append(&mut self.incoming, incoming);
    }

    fn bound_refusals(&mut self) {
        if self.refused.len() > limits::REFUSALS {
            let rest = self.refused.len() - limits::REFUSALS;
            self.refused.truncate(limits::REFUSALS);
            self.remarks.push(format!("{rest} more rows were refused; they are not listed."));
        }
    }
}

/// Adds what `more` lists to `incoming`.
fn append(incoming: &mut Incoming, mut more: Incoming) {
    incoming.functions.append(&mut more.functions);
    incoming.teams.append(&mut more.teams);
    incoming.dependencies.append(&mut more.dependencies);
    incoming.borders.append(&mut more.borders);
}
