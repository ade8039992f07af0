//! A document that is being written: its sheets, its structure, its bookmarks.

use ecosystem::Date;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::geom::Transform;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{TagGroup, TagTree};
use krilla::{Document, SerializeSettings};
use picture::geometry::Rect;
use picture::scene::Scene;
use picture::text::Face;
use picture::theme::Theme;

use super::frame::{Frame, PAPER_MARGIN};
use super::painter::{Fonts, Painter};
use crate::export::ExportError;

/// What a document says of itself.
pub(super) struct About<'a> {
    pub title: &'a str,
    pub said: &'a str,
    pub date: Option<Date>,
}

pub(super) struct Book {
    document: Document,
    tree: TagTree,
    outline: Outline,
    fonts: Fonts,
    pages: usize,
}

impl Book {
    /// Writes a document; where a text in it keeps it from being PDF/UA, once more without that claim.
    pub fn write(
        about: &About<'_>,
        face: Option<&Face>,
        mut fill: impl FnMut(&mut Self) -> Result<(), ExportError>,
    ) -> Result<Vec<u8>, ExportError> {
        let mut book = Self::new(true, face)?;
        fill(&mut book)?;
        if let Ok(bytes) = book.finish(about) {
            return Ok(bytes);
        }
        let mut book = Self::new(false, face)?;
        fill(&mut book)?;
        book.finish(about).map_err(ExportError::Failed)
    }

    fn new(accessible: bool, face: Option<&Face>) -> Result<Self, ExportError> {
        let mut configuration = ConfigurationBuilder::new();
        if accessible {
            configuration = configuration.with_accessibility_validator(Accessibility::UA1);
        }
        let configuration = configuration.finish().map_err(|why| ExportError::Failed(format!("{why:?}")))?;
        let settings =
            SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
        Ok(Self {
            document: Document::new_with(settings),
            tree: TagTree::new(),
            outline: Outline::new(),
            fonts: Fonts::of(face.cloned()),
            pages: 0,
        })
    }

    fn finish(mut self, about: &About<'_>) -> Result<Vec<u8>, String> {
        self.document.set_outline(self.outline);
        self.document.set_tag_tree(self.tree);
        self.document.set_metadata(metadata(about));
        self.document.finish().map_err(|why| format!("{why:?}").chars().take(300).collect())
    }

    /// How many there are so far.
    pub fn pages(&self) -> usize {
        self.pages
    }

    pub fn bookmark(&mut self, node: OutlineNode) {
        self.outline.push_child(node);
    }

    /// What follows on the last sheet in the order of reading.
    pub fn read(&mut self, group: TagGroup) {
        self.tree.push(group);
    }

    /// A sheet that `paint` paints on, in points.
    pub fn sheet<T>(
        &mut self,
        (width, height): (f64, f64),
        paint: impl FnOnce(&mut Painter<'_, '_>) -> T,
    ) -> Result<T, ExportError> {
        let settings = PageSettings::from_wh(width as f32, height as f32)
            .ok_or_else(|| ExportError::Failed("the picture has no size".to_owned()))?;
        let mut sheet = self.document.start_page_with(settings);
        let mut surface = sheet.surface();
        let done = paint(&mut Painter { surface: &mut surface, fonts: &mut self.fonts });
        surface.finish();
        sheet.finish();
        self.pages += 1;
        Ok(done)
    }

    /// A picture, or the part of it that belongs on this sheet of several.
    pub fn picture(
        &mut self,
        scene: &Scene,
        theme: &Theme,
        frame: &Frame,
        (number, of): (usize, usize),
    ) -> Result<(), ExportError> {
        let group = self.sheet((frame.width, frame.height), |painter| {
            let page = Rect::new(0.0, 0.0, frame.width, frame.height);
            // Paper that is put together is white around.
            if frame.window.is_none() {
                painter.ground(page, theme.ground);
            }
            let group = painter.within(frame, |painter| {
                if let Some(window) = frame.window {
                    painter.ground(window, theme.ground);
                }
                painter.scene(scene, theme, frame.window)
            });
            if frame.window.is_some() {
                painter.cutting_lines(page.grown(-PAPER_MARGIN), &format!("Sheet {number} of {of}"));
            }
            group
        })?;
        self.tree.push(group);
        Ok(())
    }
}

impl Painter<'_, '_> {
    /// Paints in scene units, and nothing beyond the part that a sheet shows.
    pub fn within<T>(&mut self, frame: &Frame, paint: impl FnOnce(&mut Painter<'_, '_>) -> T) -> T {
        let scale = frame.scale as f32;
        let place = Transform::from_row(scale, 0.0, 0.0, scale, frame.left as f32, frame.top as f32);
        self.surface.push_transform(&place);
        let clipped = frame.window.is_some_and(|window| self.clip(window));
        let done = paint(&mut Painter { surface: self.surface, fonts: self.fonts });
        if clipped {
            self.surface.pop();
        }
        self.surface.pop();
        done
    }
}

fn metadata(about: &About<'_>) -> Metadata {
    let mut metadata = Metadata::new()
        .title(about.title.to_owned())
        .description(about.said.to_owned())
        .language("en".to_owned())
        .creator("Tiemap".to_owned());
    if let Some(date) = about.date {
        let parts: Vec<u16> = date.to_string().split('-').filter_map(|part| part.parse().ok()).collect();
        if let [year, month, day] = parts[..] {
            metadata = metadata.creation_date(DateTime::new(year).month(month as u8).day(day as u8));
        }
    }
    metadata
}
