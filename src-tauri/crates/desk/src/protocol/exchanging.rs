//! What commands that bring lists in and take the map out ask and answer.

use std::collections::BTreeMap;

use ecosystem::{Choice, Incoming, Summary};
use exchange::import::{Recognised, TableOptions};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Done, Selection};

wire! {
    /// A list to bring in.
    pub struct ImportSource {
        /// Its file name, for its format and for messages.
        pub name: String,
        /// Its content in base64; absent: the desk reads the file at `path`.
        #[ts(optional)]
        pub base64: Option<String>,
        /// Its file, where the desk may read files.
        #[ts(optional)]
        pub path: Option<String>,
    }

    /// Lists to bring in, and how.
    #[derive(Default)]
    pub struct ImportRequest {
        /// Team lists and dependency lists together.
        pub sources: Vec<ImportSource>,
        /// What a dependency row means: `provides` or `relies`; absent: as the headers say.
        #[ts(optional)]
        pub row_means: Option<String>,
        /// Columns and the fields they are, where the headers do not say.
        #[serde(default)]
        pub columns: Vec<(String, String)>,
        /// Whether teams that only the dependencies name are added.
        #[serde(default)]
        pub add_missing: bool,
        /// Whether rows that cannot be brought in are left out; otherwise they refuse the whole.
        #[serde(default)]
        pub skip_bad_rows: bool,
        /// Whether names of people come in from lists of people.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        pub people: bool,
        /// How single files or sheets are read, by the name they are recognised under.
        #[serde(default)]
        #[ts(optional, as = "Option<BTreeMap<String, TableOptions>>")]
        pub tables: BTreeMap<String, TableOptions>,
        /// What of it is wanted; absent: all that is new or changed.
        #[serde(default)]
        #[ts(optional, as = "Option<Choice>")]
        pub choice: Choice,
    }

    /// What an import would do, or has done.
    pub struct ImportReply {
        /// New, changed, unchanged, refused.
        pub summary: Summary,
        /// Each column and the field it is taken for; custom fields by their own name.
        pub columns: Vec<ImportColumn>,
        /// What each file, or sheet of it, was taken for, with its first rows.
        pub recognised: Vec<Recognised>,
        /// The map afterwards; absent in a preview, and where refused rows have refused the whole.
        #[ts(optional)]
        pub done: Option<Done>,
    }

    /// A column and what it is taken for.
    pub struct ImportColumn {
        /// The file.
        pub file: String,
        /// The header.
        pub column: String,
        /// The field; empty for a custom field.
        pub field: String,
    }

    /// Text from the clipboard.
    pub struct Paste {
        /// A list of names, an edge list, a table or the notation.
        pub text: String,
    }

    /// What a clipboard text is taken for.
    pub struct PasteReply {
        /// What would come in.
        pub incoming: Incoming,
        /// What it was taken for, in words: "a list of 5 teams".
        pub taken_for: String,
        /// What it would do.
        pub summary: Summary,
    }

    /// A selection as text.
    pub struct Copied {
        /// In the notation.
        pub text: String,
    }

    /// Copies a selection within the map.
    pub struct Duplicate {
        /// What.
        pub selection: Selection,
        /// How far from the originals.
        pub dx: f64,
        /// How far from the originals.
        pub dy: f64,
    }

    /// Writes the map or the picture to a file, or answers with its bytes.
    #[derive(Default)]
    pub struct Export {
        /// `svg`, `png`, `pdf`, `csv`, `json`, `txt`, ...
        pub format: String,
        /// Where to; absent: the answer has the bytes.
        #[ts(optional)]
        pub path: Option<String>,
        /// What is drawn: lenses by name, and `map` for the map without one. Each is a page or slide of its own, or a
        /// file of its own where the format has no pages. Empty: `map`.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<String>>")]
        pub lenses: Vec<String>,
        /// `light`, `dark`, `print` or `high-contrast`; absent: light.
        #[ts(optional)]
        pub theme: Option<String>,
        /// A company's own colours, a small JSON file, in the place of a theme. It may name fonts that lie beside it.
        #[ts(optional)]
        pub colours: Option<ImportSource>,
        /// A company's own typeface: its font files, one for each weight there is. They count before those that
        /// `colours` names.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<ImportSource>>")]
        pub fonts: Vec<ImportSource>,
        /// Where the legend is: `below`, `above`, `beside` (to the right), `left` or `none`; absent: below.
        #[ts(optional)]
        pub legend: Option<String>,
        /// Whether a picture has the map's name and the day above it; absent: it has. A draft always has.
        #[ts(optional)]
        pub title: Option<bool>,
        /// Pixels per scene unit for PNG, 1 to 4; absent: 2.
        #[ts(optional)]
        pub scale: Option<f64>,
        /// Without a ground, where the format can.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        pub transparent: bool,
        /// With names replaced, notes and ratings left out, marked as a draft.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        pub safe: bool,
        /// The paper of a PDF: `a5` to `a0`, `letter`, `legal`, `tabloid`, or width and height in millimetres
        /// (`500x700`); absent: pages as large as their pictures.
        #[ts(optional)]
        pub paper: Option<String>,
        /// Over how many sheets a PDF spreads each picture, across and down (`3x2`); absent: one.
        #[ts(optional)]
        pub tiles: Option<String>,
        /// The shape of slides: `wide` (16:9) or `standard` (4:3); absent: wide.
        #[ts(optional)]
        pub slides: Option<String>,
        /// Whether slides have what is found as speaker notes; absent: they do.
        #[ts(optional)]
        pub notes: Option<bool>,
        /// Whether what is found has slides of its own; absent: it has.
        #[ts(optional)]
        pub findings: Option<bool>,
        /// Whether each of the most important findings has a page or slide of its own, where the format has pages.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        pub each: bool,
        /// A company's `.pptx` or `.potx`, whose master and theme slides take.
        #[ts(optional)]
        pub template: Option<ImportSource>,
        /// Whether it is a report to read: `pdf`, `pptx`, `html`, and `md`, which always is. A report without lenses has
        /// all of them.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        pub report: bool,
    }

    /// An export.
    pub struct Exported {
        /// The files written.
        pub files: Vec<ExportedFile>,
        /// What the person should know, such as a picture scaled down.
        pub remarks: Vec<String>,
    }

    /// A file of an export.
    pub struct ExportedFile {
        /// Its name or path.
        pub name: String,
        /// Its media type.
        pub mime: String,
        /// Its content in base64, when no path was given.
        #[ts(optional)]
        pub base64: Option<String>,
    }
}

impl Export {
    /// Whether it names files of this machine.
    pub(crate) fn names_files(&self) -> bool {
        let mut files = [&self.template, &self.colours].into_iter().flatten().chain(&self.fonts);
        self.path.is_some() || files.any(|file| file.path.is_some())
    }
}
