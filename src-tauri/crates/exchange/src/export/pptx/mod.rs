//! PowerPoint: native shapes that can be edited, a slide for each picture. Teams are shapes with their text inside,
//! functions are groups, dependencies are connectors glued to the teams, so that they follow when a box is moved.
//!
//! Written by hand from ECMA-376: the crates there are swap connection sites. The parts are the smallest set that
//! PowerPoint opens without repair.

mod connector;
mod parts;
mod slide;

use std::io::{Cursor, Write};

use ecosystem::{Date, Watch};
use picture::scene::Scene;
use picture::theme::Theme;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::ExportError;

/// A slide.
#[derive(Debug, Clone)]
pub struct Slide<'s> {
    /// Its title.
    pub title: String,
    /// Speaker notes, a paragraph each; may be empty.
    pub notes: Vec<String>,
    /// What it shows. The scene's own title is left out: the slide has one.
    pub scene: &'s Scene,
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PptxOptions {
    /// The shape of slides.
    pub size: SlideSize,
    /// The day it is written on; it arrives from outside.
    pub date: Option<Date>,
}

/// Around the content of a slide, in EMU.
const MARGIN: i64 = 365_760;
/// The height of the title, in EMU.
const TITLE: i64 = 640_080;

/// Writes a presentation.
///
/// # Errors
/// When it is cancelled, or there is no slide.
pub fn write(
    slides: &[Slide<'_>],
    theme: &Theme,
    options: PptxOptions,
    watch: &dyn Watch,
) -> Result<Vec<u8>, ExportError> {
    let Some(first) = slides.first() else {
        return Err(ExportError::Failed("there is nothing to show".to_owned()));
    };
    let (width, height) = options.size.emu();
    let title_place = (MARGIN, MARGIN / 2, width - 2 * MARGIN, TITLE);
    let top = MARGIN / 2 + TITLE + 91_440;
    let area = (MARGIN, top, width - 2 * MARGIN, height - top - MARGIN);
    let with_notes: Vec<usize> =
        (1..).zip(slides).filter(|(_, slide)| !slide.notes.is_empty()).map(|(n, _)| n).collect();
    let has_notes = !with_notes.is_empty();
    let day = options.date.map(|date| date.to_string());

    let mut package = Package { zip: ZipWriter::new(Cursor::new(Vec::new())) };
    package.put("[Content_Types].xml", &parts::content_types(slides.len(), &with_notes))?;
    package.put(
        "_rels/.rels",
        &parts::relations(&[
            ("officeDocument", "ppt/presentation.xml"),
            (
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
            ("extended-properties", "docProps/app.xml"),
        ]),
    )?;
    package.put("docProps/core.xml", &parts::core_properties(&first.title, day.as_deref()))?;
    package.put("docProps/app.xml", &parts::app_properties(slides.len()))?;
    package.put("ppt/presentation.xml", &parts::presentation(slides.len(), has_notes, (width, height)))?;
    let names: Vec<String> = (1..=slides.len()).map(|n| format!("slides/slide{n}.xml")).collect();
    let mut relations = vec![
        ("slideMaster", "slideMasters/slideMaster1.xml"),
        ("presProps", "presProps.xml"),
        ("theme", "theme/theme1.xml"),
    ];
    relations.extend(names.iter().map(|name| ("slide", name.as_str())));
    if has_notes {
        relations.push(("notesMaster", "notesMasters/notesMaster1.xml"));
    }
    package.put("ppt/_rels/presentation.xml.rels", &parts::relations(&relations))?;
    package.put("ppt/presProps.xml", &parts::presentation_properties())?;
    package.put("ppt/theme/theme1.xml", &parts::theme("Tiemap", theme))?;
    package.put("ppt/slideMasters/slideMaster1.xml", &parts::slide_master(title_place))?;
    package.put(
        "ppt/slideMasters/_rels/slideMaster1.xml.rels",
        &parts::relations(&[
            ("slideLayout", "../slideLayouts/slideLayout1.xml"),
            ("theme", "../theme/theme1.xml"),
        ]),
    )?;
    package.put("ppt/slideLayouts/slideLayout1.xml", &parts::slide_layout())?;
    package.put(
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels",
        &parts::relations(&[("slideMaster", "../slideMasters/slideMaster1.xml")]),
    )?;
    if has_notes {
        package.put("ppt/theme/theme2.xml", &parts::theme("Tiemap notes", theme))?;
        package.put("ppt/notesMasters/notesMaster1.xml", &parts::notes_master())?;
        let relations = parts::relations(&[("theme", "../theme/theme2.xml")]);
        package.put("ppt/notesMasters/_rels/notesMaster1.xml.rels", &relations)?;
    }
    for (n, slide) in (1..).zip(slides) {
        watch.go_on()?;
        watch.progress(n as f32 / slides.len() as f32);
        package.put(
            &format!("ppt/slides/slide{n}.xml"),
            &slide::write(&slide.title, slide.scene, theme, area),
        )?;
        let notes = format!("../notesSlides/notesSlide{n}.xml");
        let mut relations = vec![("slideLayout", "../slideLayouts/slideLayout1.xml")];
        if !slide.notes.is_empty() {
            relations.push(("notesSlide", &notes));
            package.put(&format!("ppt/notesSlides/notesSlide{n}.xml"), &parts::notes_slide(&slide.notes))?;
            let back = format!("../slides/slide{n}.xml");
            package.put(
                &format!("ppt/notesSlides/_rels/notesSlide{n}.xml.rels"),
                &parts::relations(&[("notesMaster", "../notesMasters/notesMaster1.xml"), ("slide", &back)]),
            )?;
        }
        package.put(&format!("ppt/slides/_rels/slide{n}.xml.rels"), &parts::relations(&relations))?;
    }
    Ok(package.zip.finish().map_err(failed)?.into_inner())
}

/// The file: parts in a zip, without folders or times, so that the same map gives the same bytes.
struct Package {
    zip: ZipWriter<Cursor<Vec<u8>>>,
}

impl Package {
    fn put(&mut self, name: &str, text: &str) -> Result<(), ExportError> {
        self.zip.start_file(name, SimpleFileOptions::default()).map_err(failed)?;
        self.zip.write_all(text.as_bytes()).map_err(failed)
    }
}

fn failed(why: impl std::fmt::Display) -> ExportError {
    ExportError::Failed(why.to_string())
}
