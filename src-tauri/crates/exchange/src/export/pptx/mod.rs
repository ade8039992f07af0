//! PowerPoint: native shapes that can be edited, a slide for each picture and slides of text for what is found in it.
//! Teams are shapes with their text inside, functions are groups, dependencies are connectors glued to the teams, so
//! that they follow when a box is moved.
//!
//! Written by hand from ECMA-376: the crates there are swap connection sites. The parts are the smallest set that
//! PowerPoint opens without repair; master, layouts and theme may be a company's own.

mod colours;
mod connector;
mod parts;
mod route;
mod slide;
mod template;
mod text;

use std::io::{Cursor, Write};

use ecosystem::{Date, Watch};
use picture::scene::Scene;
use picture::theme::Theme;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::ExportError;
use super::report::Found;
use parts::{Colours, NOTES_THEME, relations};
use template::Layout;

pub use template::{Template, TemplateError};

/// A slide; of text as many as it needs.
#[derive(Debug, Clone)]
pub enum Slide<'s> {
    /// A picture.
    Picture {
        /// Its title.
        title: String,
        /// What it shows. The scene's own title is left out: the slide has one.
        scene: &'s Scene,
        /// Speaker notes, a paragraph each; may be empty.
        notes: Vec<String>,
    },
    /// What is found, in words: sentence, reason and question of each.
    Text {
        /// Its title.
        title: String,
        /// What is found.
        found: Vec<Found>,
    },
}

impl Slide<'_> {
    fn title(&self) -> &str {
        match self {
            Self::Picture { title, .. } | Self::Text { title, .. } => title,
        }
    }
}

/// The shape of slides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SlideSize {
    /// 16 to 9.
    #[default]
    Wide,
    /// 4 to 3.
    Standard,
}

impl SlideSize {
    /// Width and height in EMU (914,400 to the inch).
    fn emu(self) -> (i64, i64) {
        match self {
            Self::Wide => (12_192_000, 6_858_000),
            Self::Standard => (9_144_000, 6_858_000),
        }
    }
}

/// How to write it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PptxOptions<'t> {
    /// The shape of slides; a template has its own.
    pub size: SlideSize,
    /// The day it is written on; it arrives from outside.
    pub date: Option<Date>,
    /// A company's master and theme.
    pub template: Option<&'t Template>,
}

/// Around the content of a slide, in EMU.
const MARGIN: i64 = 365_760;
/// The height of the title, in EMU.
const TITLE: i64 = 640_080;

/// Writes a presentation. A template's colours take the place of the theme's.
///
/// # Errors
/// When it is cancelled, or there is no slide.
pub fn write(
    slides: &[Slide<'_>],
    theme: &Theme,
    options: PptxOptions<'_>,
    watch: &dyn Watch,
) -> Result<Vec<u8>, ExportError> {
    let Some(first) = slides.first() else {
        return Err(ExportError::Failed("there is nothing to show".to_owned()));
    };
    let mut deck = match options.template {
        Some(template) => Deck::on(template),
        None => Deck::plain(theme, options.size),
    };
    for (n, slide) in (1..).zip(slides) {
        watch.go_on()?;
        watch.progress(n as f32 / slides.len() as f32);
        match slide {
            Slide::Picture { title, scene, notes } => {
                let xml = slide::write(title, scene, &deck.theme, &deck.colours, deck.area);
                let layout = deck.picture.part.clone();
                deck.slide(&layout, xml, notes);
            }
            Slide::Text { title, found } => {
                let pages = text::pages(found, (deck.area.2, deck.area.3));
                for (n, found) in (1..).zip(&pages) {
                    let title = match pages.len() {
                        1 => title.clone(),
                        of => format!("{title} ({n} of {of})"),
                    };
                    let xml = text::write(&title, found, &deck.text, deck.area);
                    let layout = deck.text.part.clone();
                    deck.slide(&layout, xml, &[]);
                }
            }
        }
    }
    deck.finish(first.title(), options.date, options.template)
}

type Frame = (i64, i64, i64, i64);

/// A deck that is being written: master and layouts first, then slides.
struct Deck {
    /// Parts by their names, in the order they are written.
    parts: Vec<(String, Vec<u8>)>,
    master: String,
    master_theme: String,
    picture: Layout,
    text: Layout,
    size: (i64, i64),
    /// Where pictures and text lie.
    area: Frame,
    theme: Theme,
    colours: Colours,
    slides: usize,
    has_notes: bool,
}

impl Deck {
    /// On our own master.
    fn plain(theme: &Theme, size: SlideSize) -> Self {
        let (width, height) = size.emu();
        let title_place = (MARGIN, MARGIN / 2, width - 2 * MARGIN, TITLE);
        let top = MARGIN / 2 + TITLE + 91_440;
        let area = (MARGIN, top, width - 2 * MARGIN, height - top - MARGIN);
        let layout = |n: u8| format!("ppt/slideLayouts/slideLayout{n}.xml");
        let mut deck = Self {
            parts: Vec::new(),
            master: "ppt/slideMasters/slideMaster1.xml".to_owned(),
            master_theme: "ppt/theme/theme1.xml".to_owned(),
            picture: Layout { part: layout(1), body: None },
            text: Layout { part: layout(2), body: Some(r#" idx="1""#.to_owned()) },
            size: (width, height),
            area,
            theme: theme.clone(),
            colours: Colours::of(theme),
            slides: 0,
            has_notes: false,
        };
        deck.put("ppt/theme/theme1.xml", parts::theme("Tiemap", theme));
        deck.put("ppt/slideMasters/slideMaster1.xml", parts::slide_master(title_place, area));
        let of_master = [
            ("slideLayout", "../slideLayouts/slideLayout1.xml"),
            ("slideLayout", "../slideLayouts/slideLayout2.xml"),
            ("theme", "../theme/theme1.xml"),
        ];
        deck.put("ppt/slideMasters/_rels/slideMaster1.xml.rels", relations(&of_master));
        for (n, xml) in [(1, parts::picture_layout()), (2, parts::text_layout())] {
            deck.put(&layout(n), xml);
            let of_layout = relations(&[("slideMaster", "../slideMasters/slideMaster1.xml")]);
            deck.put(&format!("ppt/slideLayouts/_rels/slideLayout{n}.xml.rels"), of_layout);
        }
        deck
    }

    /// On a company's.
    fn on(template: &Template) -> Self {
        Self {
            parts: template.parts.clone(),
            master: template.master.clone(),
            master_theme: template.theme.clone(),
            picture: template.picture.clone(),
            text: template.text.clone(),
            size: template.size,
            area: template.area,
            theme: template.theme(),
            colours: Colours(template.names()),
            slides: 0,
            has_notes: false,
        }
    }

    fn put(&mut self, name: &str, text: impl Into<Vec<u8>>) {
        self.parts.push((name.to_owned(), text.into()));
    }

    /// Adds a slide with its notes.
    fn slide(&mut self, layout: &str, xml: String, notes: &[String]) {
        self.slides += 1;
        let n = self.slides;
        let layout = format!("../{}", layout.trim_start_matches("ppt/"));
        let mut of_slide = vec![("slideLayout", layout.as_str())];
        let notes_part = format!("../notesSlides/notesSlide{n}.xml");
        if !notes.is_empty() {
            self.has_notes = true;
            of_slide.push(("notesSlide", &notes_part));
        }
        self.put(&format!("ppt/slides/slide{n}.xml"), xml);
        self.put(&format!("ppt/slides/_rels/slide{n}.xml.rels"), relations(&of_slide));
        if !notes.is_empty() {
            self.put(&format!("ppt/notesSlides/notesSlide{n}.xml"), parts::notes_slide(notes));
            let back = format!("../slides/slide{n}.xml");
            let of_notes =
                relations(&[("notesMaster", "../notesMasters/notesMaster1.xml"), ("slide", &back)]);
            self.put(&format!("ppt/notesSlides/_rels/notesSlide{n}.xml.rels"), of_notes);
        }
    }

    /// The file.
    fn finish(
        mut self,
        title: &str,
        date: Option<Date>,
        template: Option<&Template>,
    ) -> Result<Vec<u8>, ExportError> {
        if self.has_notes {
            self.put(NOTES_THEME, parts::theme("Tiemap notes", &Theme::light()));
            self.put("ppt/notesMasters/notesMaster1.xml", parts::notes_master());
            let of_master = relations(&[("theme", "../theme/notes-theme.xml")]);
            self.put("ppt/notesMasters/_rels/notesMaster1.xml.rels", of_master);
        }
        let from_deck = |part: &str| part.trim_start_matches("ppt/").to_owned();
        let (master, theme) = (from_deck(&self.master), from_deck(&self.master_theme));
        let names: Vec<String> = (1..=self.slides).map(|n| format!("slides/slide{n}.xml")).collect();
        let mut of_deck =
            vec![("slideMaster", master.as_str()), ("presProps", "presProps.xml"), ("theme", &theme)];
        of_deck.extend(names.iter().map(|name| ("slide", name.as_str())));
        if self.has_notes {
            of_deck.push(("notesMaster", "notesMasters/notesMaster1.xml"));
        }
        let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
        let root = [
            ("officeDocument", "ppt/presentation.xml"),
            (core, "docProps/core.xml"),
            ("extended-properties", "docProps/app.xml"),
        ];
        let day = date.map(|date| date.to_string());
        self.put("_rels/.rels", relations(&root));
        self.put("docProps/core.xml", parts::core_properties(title, day.as_deref()));
        self.put("docProps/app.xml", parts::app_properties(self.slides));
        let presentation = parts::presentation(self.slides, self.has_notes, self.size, template);
        self.put("ppt/presentation.xml", presentation);
        self.put("ppt/_rels/presentation.xml.rels", relations(&of_deck));
        self.put("ppt/presProps.xml", parts::presentation_properties());
        let types = parts::content_types(self.parts.iter().map(|(name, _)| name.as_str()));
        // Without folders or times, so that the same map gives the same bytes.
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let types = [("[Content_Types].xml".to_owned(), types.into_bytes())];
        for (name, bytes) in types.into_iter().chain(self.parts) {
            zip.start_file(name, SimpleFileOptions::default()).map_err(failed)?;
            zip.write_all(&bytes).map_err(failed)?;
        }
        Ok(zip.finish().map_err(failed)?.into_inner())
    }
}

fn failed(why: impl std::fmt::Display) -> ExportError {
    ExportError::Failed(why.to_string())
}
