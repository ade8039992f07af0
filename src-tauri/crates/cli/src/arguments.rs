//! The arguments, and the help that `--help` shows for them.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// See the ties between your teams.
///
/// Works on the same map files as the Tiemap window.
#[derive(Parser)]
#[command(
    name = "tiemap",
    version,
    propagate_version = true,
    after_help = "\
Example:
  tiemap import teams.csv needs.csv --into company.tiemap
  tiemap tidy company.tiemap
  tiemap read company.tiemap --lens silos
  tiemap export company.tiemap --to company.pdf

Exit codes: 0 done; 1 done, but something was found that --fail-on names; 2 the input or the arguments are
wrong; 3 the file is damaged, made by a newer version, or in use."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Make a new map
    #[command(after_help = "Example:\n  tiemap new company.tiemap --template marketing")]
    New(New),
    /// Bring lists of teams and dependencies into a map; the map is made if it is not there
    #[command(after_help = "\
Teams and dependencies are told apart by their columns. What is on the map already is updated, never doubled.
If a row cannot be brought in, nothing is, unless --skip-bad-rows is given.

Example:
  tiemap import teams.csv needs.csv --into company.tiemap
  tiemap import needs.csv --into company.tiemap --row-means relies --map 'Works for=receiver'
  sort needs.csv | tiemap import - --into company.tiemap --dry-run")]
    Import(Import),
    /// Read the map through a lens: what it finds, and its figures
    #[command(after_help = "\
Example:
  tiemap read company.tiemap --lens bottlenecks
  tiemap read company.tiemap --lens all --json
  tiemap read company.tiemap --lens silos --fail-on clear-silo")]
    Read(Read),
    /// Lay the map out; can be undone
    #[command(after_help = "Example:\n  tiemap tidy company.tiemap --style flow")]
    Tidy(Tidy),
    /// Write the picture or the map for others; the ending of the file says in which format
    #[command(after_help = "\
Pictures: svg, png, pdf, pptx (shapes that can be edited), html (one page that opens offline).
For other programs: drawio, graphml, gexf, dot, mmd, canvas.
Lists: xlsx, csv (two files), json (all of the map), txt (the map in words).

Example:
  tiemap export company.tiemap --to map.svg map.pdf --lens silos --theme print
  tiemap export company.tiemap --to board.pptx --lens silos --lens bottlenecks --template company.potx
  tiemap export company.tiemap --to pre-read.pdf --report
  tiemap export company.tiemap --to wall.pdf --paper a3 --tiles 3x2 --safe")]
    Export(Export),
    /// Print the drawing as JSON: where everything is
    #[command(after_help = "\
Example:
  tiemap scene company.tiemap
  tiemap scene company.tiemap --viewport 0,0,1200,800 --scale 0.5")]
    Scene(Scene),
    /// Change the map by edits in JSON, each one step of undo; names will do for ids
    #[command(after_help = r#"
An edit - is read from standard input, one edit in each line.

Example:
  tiemap edit company.tiemap --json '{"type": "add-team", "set": {"name": "Content", "function": "Marketing"}}'
  tiemap edit company.tiemap --json '{"type": "add-dependency", "provider": "Content", "receiver": "Field sales", "set": {"what": "sales decks"}}'
  tiemap edit company.tiemap --json '{"type": "delete", "teams": ["Content"]}'"#)]
    Edit(Edit),
    /// Take the last change back
    #[command(after_help = "Example:\n  tiemap undo company.tiemap")]
    Undo(OnlyFile),
    /// Do again what was taken back last
    #[command(after_help = "Example:\n  tiemap redo company.tiemap")]
    Redo(OnlyFile),
    /// List what was done, the latest first
    #[command(after_help = "Example:\n  tiemap history company.tiemap --most 10")]
    History(History),
    /// Check a map file: that it is whole, keeps the rules, and agrees with its history
    #[command(after_help = "Example:\n  tiemap check company.tiemap")]
    Check(OnlyFile),
    /// Open the map in a browser; prints the address and runs until it is stopped with Ctrl+C
    #[command(after_help = "\
Whoever has the address can change the map. It works on this computer only, unless --host says otherwise.

Example:
  tiemap serve company.tiemap")]
    Serve(Serve),
}

#[derive(Args)]
pub struct OnlyFile {
    /// The map
    pub file: PathBuf,
}

#[derive(Args)]
pub struct New {
    /// The new map; nothing may be there yet
    pub file: PathBuf,
    /// What it starts with
    #[arg(long, value_enum, default_value_t = Template::Blank)]
    pub template: Template,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Template {
    /// An empty map
    Blank,
    /// Marketing and its neighbours, with the usual handovers
    Marketing,
    /// A finished example
    Sample,
}

#[derive(Args)]
pub struct Import {
    /// Lists: CSV, Excel, ODS, text and others; - reads CSV from standard input
    #[arg(required = true, value_name = "SOURCE")]
    pub sources: Vec<PathBuf>,
    /// The map they come into
    #[arg(long, value_name = "FILE")]
    pub into: PathBuf,
    /// What a row says where its columns do not: the first hands over to the second, or relies on it
    #[arg(long, value_enum)]
    pub row_means: Option<RowMeans>,
    /// What a column holds, such as 'Works for=receiver'; may be given several times
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    pub columns: Vec<String>,
    /// Only say what would happen
    #[arg(long)]
    pub dry_run: bool,
    /// Leave out rows that cannot be brought in
    #[arg(long)]
    pub skip_bad_rows: bool,
    /// Add teams that only the dependencies name
    #[arg(long)]
    pub add_missing: bool,
    /// End with exit code 1 if rows were refused
    #[arg(long, value_enum, value_name = "WHAT")]
    pub fail_on: Option<FailOnImport>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum RowMeans {
    /// The first hands over to the second
    Provides,
    /// The first relies on the second
    Relies,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum FailOnImport {
    /// Rows that were refused
    Refused,
}

#[derive(Args)]
pub struct Read {
    /// The map
    pub file: PathBuf,
    /// Which lens: silos, bottlenecks, or all
    #[arg(long)]
    pub lens: String,
    /// Print findings and all figures as JSON
    #[arg(long)]
    pub json: bool,
    /// Decides what is left to chance; the same number gives the same reading
    #[arg(long, default_value_t = 1)]
    pub seed: u32,
    /// End with exit code 1 if there is a finding of this kind, or any finding; may be given several times
    #[arg(long, value_name = "KIND")]
    pub fail_on: Vec<String>,
}

#[derive(Args)]
pub struct Tidy {
    /// The map
    pub file: PathBuf,
    /// The way it is laid out; as it is now, if not given
    #[arg(long, value_enum)]
    pub style: Option<Style>,
    /// The same number gives the same picture
    #[arg(long, default_value_t = 1)]
    pub seed: u32,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Style {
    /// Functions as rooms, placed by how they are tied
    Ecosystem,
    /// From those who provide to those who receive
    Flow,
    /// One function in the middle, the others around it
    Rings,
    /// Functions as rows
    Lanes,
}

#[derive(Args)]
pub struct Export {
    /// The map
    pub file: PathBuf,
    /// The files to write
    #[arg(long, required = true, num_args = 1.., value_name = "OUT")]
    pub to: Vec<PathBuf>,
    /// Mark what this lens finds. Given several times, each is a page, a slide or a file; `map` is the map without a
    /// lens, `all` the map and then every lens
    #[arg(long)]
    pub lens: Vec<String>,
    /// The colours
    #[arg(long, value_enum, default_value_t = Theme::Light)]
    pub theme: Theme,
    /// Use a company's own colours instead, from a JSON file with some of ground, surface, ink, accent, slowing,
    /// blocking, each like #0055AA, functions, a list of them, and fonts, a list of font files beside it
    #[arg(long, value_name = "FILE", conflicts_with = "theme")]
    pub colours: Option<PathBuf>,
    /// Set texts in a company's own typeface: its .ttf or .otf file, or several of them for its weights
    #[arg(long, value_name = "FILE")]
    pub font: Vec<PathBuf>,
    /// Where the legend is
    #[arg(long, value_enum, default_value_t = Legend::Below)]
    pub legend: Legend,
    /// Leave out the title above the picture
    #[arg(long)]
    pub no_title: bool,
    /// Pixels for each unit of the drawing, for PNG: 1 to 4
    #[arg(long, default_value_t = 2.0)]
    pub scale: f64,
    /// Leave the ground out, for PNG and SVG
    #[arg(long)]
    pub transparent: bool,
    /// Fit the pages of a PDF to this paper: a5 to a0, letter, legal, tabloid, or width and height in millimetres
    /// (500x700). Otherwise they are as large as their pictures
    #[arg(long)]
    pub paper: Option<String>,
    /// Spread each picture of a PDF over several sheets for a wall: 3x2 is three across and two down
    #[arg(long, value_name = "ACROSSxDOWN")]
    pub tiles: Option<String>,
    /// The shape of slides
    #[arg(long, value_enum, default_value_t = Slides::Wide)]
    pub slides: Slides,
    /// Leave the speaker notes out, which say what is found
    #[arg(long)]
    pub no_notes: bool,
    /// Leave out the slides of text that say what is found
    #[arg(long)]
    pub no_findings: bool,
    /// Give each of the most important findings a page or slide of its own, in pdf, pptx and html
    #[arg(long)]
    pub each_finding: bool,
    /// Put slides on this company template (.pptx or .potx): its colours, fonts and layouts
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,
    /// Write a report to read before a meeting instead of pictures alone, as pdf, pptx or html (md always is one):
    /// the map, what each lens finds and why, and what to decide. Without --lens it has all of them
    #[arg(long)]
    pub report: bool,
    /// Replace names, leave notes and ratings out, and mark the picture as a draft
    #[arg(long)]
    pub safe: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Legend {
    /// Below the picture
    Below,
    /// Above it
    Above,
    /// To its right
    Beside,
    /// To its left
    Left,
    /// Nowhere
    None,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Slides {
    /// 16 to 9
    Wide,
    /// 4 to 3
    Standard,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Theme {
    /// For screens and slides
    Light,
    /// For dark slides
    Dark,
    /// For paper
    Print,
    /// For eyes that need more
    HighContrast,
}

#[derive(Args)]
pub struct Scene {
    /// The map
    pub file: PathBuf,
    /// Only this part, in units of the drawing
    #[arg(long, value_name = "X,Y,W,H", requires = "scale", allow_hyphen_values = true)]
    pub viewport: Option<String>,
    /// How large it is seen, in pixels for each unit: from afar there is less detail
    #[arg(long, value_name = "S", requires = "viewport")]
    pub scale: Option<f64>,
}

#[derive(Args)]
pub struct Edit {
    /// The map
    pub file: PathBuf,
    /// The edits; - reads them from standard input
    #[arg(long, required = true, num_args = 1.., value_name = "EDIT", allow_hyphen_values = true)]
    pub json: Vec<String>,
}

#[derive(Args)]
pub struct History {
    /// The map
    pub file: PathBuf,
    /// How many changes
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub most: u32,
    /// Print it as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct Serve {
    /// The map
    pub file: PathBuf,
    /// The port; one that is free, if not given
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub port: u16,
    /// The address to listen on; this computer only, if not given
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDR")]
    pub host: IpAddr,
}

/// The word that stands for a choice on the command line.
pub fn word(choice: impl ValueEnum) -> String {
    choice.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}
