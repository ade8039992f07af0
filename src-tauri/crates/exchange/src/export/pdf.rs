//! PDF: vectors, embedded fonts, text that can be selected and searched, a structure for those who hear it, and
//! bookmarks. A page for each picture.
//!
//! Checked against PDF/UA-1 while it is written; a text that no font can show makes that fail, and then the same
//! document is written without the claim.

use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroU16;

use ecosystem::{Date, FunctionId, Watch};
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point as At, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, LineCap, Stroke as Pen, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, Tag, TagGroup, TagTree,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings, color::rgb};
use picture::geometry::{Point, Rect};
use picture::scene::{CardShape, Line, RoomShape, Scene};
use picture::text;
use picture::theme::{Colour, Stroke, Theme};

use super::ExportError;
use super::paint::{Mark, Of, Piece, Step, Words, pieces, spoken};

/// Points in a scene unit: 72 to the inch against 96.
const POINTS: f64 = 0.75;
/// The longest side of a page, in points; more is not opened everywhere.
const LONGEST_SIDE: f64 = 14_400.0;
/// Around a picture on paper, in points.
const PAPER_MARGIN: f64 = 28.0;

/// A page of the document.
#[derive(Debug, Clone, Copy)]
pub struct PdfPage<'s> {
    /// Its bookmark.
    pub name: &'s str,
    /// What is on it.
    pub scene: &'s Scene,
}

/// A size of paper, in points, the longer side first; pages turn as the picture asks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// The longer side.
    pub long: f64,
    /// The shorter side.
    pub short: f64,
}

impl Paper {
    /// 297 by 210 mm.
    pub const A4: Self = Self { long: 841.89, short: 595.28 };
    /// 420 by 297 mm.
    pub const A3: Self = Self { long: 1190.55, short: 841.89 };
    /// 11 by 8.5 inches.
    pub const LETTER: Self = Self { long: 792.0, short: 612.0 };
}

/// How to write it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PdfOptions {
    /// The day it is written on; it arrives from outside, so that the same map gives the same bytes.
    pub date: Option<Date>,
    /// The paper that pages are fitted to; none: each page is as large as its picture.
    pub paper: Option<Paper>,
}

/// Writes a document.
///
/// # Errors
/// When it is cancelled, or there is no page.
pub fn write(
    pages: &[PdfPage<'_>],
    theme: &Theme,
    options: PdfOptions,
    watch: &dyn Watch,
) -> Result<Vec<u8>, ExportError> {
    if pages.is_empty() {
        return Err(ExportError::Failed("there is nothing to show".to_owned()));
    }
    match document(pages, theme, options, watch, true)? {
        Ok(bytes) => Ok(bytes),
        Err(_) => document(pages, theme, options, watch, false)?.map_err(ExportError::Failed),
    }
}

fn document(
    pages: &[PdfPage<'_>],
    theme: &Theme,
    options: PdfOptions,
    watch: &dyn Watch,
    accessible: bool,
) -> Result<Result<Vec<u8>, String>, ExportError> {
    let mut configuration = ConfigurationBuilder::new();
    if accessible {
        configuration = configuration.with_accessibility_validator(Accessibility::UA1);
    }
    let configuration = configuration.finish().map_err(|why| ExportError::Failed(format!("{why:?}")))?;
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut tree = TagTree::new();
    let mut outline = Outline::new();
    let mut fonts = Fonts::default();
    for (n, page) in pages.iter().enumerate() {
        watch.go_on()?;
        watch.progress(n as f32 / pages.len() as f32);
        let frame = Frame::of(page.scene, options.paper);
        let settings = PageSettings::from_wh(frame.width as f32, frame.height as f32)
            .ok_or_else(|| ExportError::Failed("the picture has no size".to_owned()))?;
        let mut sheet = document.start_page_with(settings);
        let mut surface = sheet.surface();
        surface.push_transform(&Transform::from_row(
            frame.scale as f32,
            0.0,
            0.0,
            frame.scale as f32,
            frame.left as f32,
            frame.top as f32,
        ));
        let group = Painter { surface: &mut surface, fonts: &mut fonts }.page(page.scene, theme, &frame);
        tree.push(group);
        surface.pop();
        surface.finish();
        sheet.finish();
        outline.push_child(bookmarks(page, n, &frame, pages.len() == 1));
    }
    document.set_outline(outline);
    document.set_tag_tree(tree);
    document.set_metadata(metadata(pages, options.date));
    watch.go_on()?;
    Ok(document.finish().map_err(|why| format!("{why:?}").chars().take(300).collect()))
}

fn metadata(pages: &[PdfPage<'_>], date: Option<Date>) -> Metadata {
    let mut metadata = Metadata::new()
        .title(Words::title(pages[0].scene))
        .description(Words::scene(pages[0].scene))
        .language("en".to_owned())
        .creator("Tiemap".to_owned());
    if let Some(date) = date {
        let parts: Vec<u16> = date.to_string().split('-').filter_map(|part| part.parse().ok()).collect();
        if let [year, month, day] = parts[..] {
            metadata = metadata.creation_date(DateTime::new(year).month(month as u8).day(day as u8));
        }
    }
    metadata
}

/// Where a picture lies on its page: points for each scene unit, and where the scene's origin is.
struct Frame {
    width: f64,
    height: f64,
    scale: f64,
    left: f64,
    top: f64,
}

impl Frame {
    fn of(scene: &Scene, paper: Option<Paper>) -> Self {
        let Rect { x, y, w, h } = scene.bounds;
        let (w, h) = (w.max(1.0), h.max(1.0));
        let (width, height, scale) = match paper {
            None => {
                let scale = POINTS.min(LONGEST_SIDE / w.max(h));
                (w * scale, h * scale, scale)
            }
            Some(Paper { long, short }) => {
                let (width, height) = if w >= h { (long, short) } else { (short, long) };
                let inside = |side: f64| side - 2.0 * PAPER_MARGIN;
                // A small picture is not blown up beyond the size of large print.
                (width, height, (inside(width) / w).min(inside(height) / h).min(2.0 * POINTS))
            }
        };
        let (left, top) = ((width - w * scale) / 2.0 - x * scale, (height - h * scale) / 2.0 - y * scale);
        Self { width, height, scale, left, top }
    }

    fn on_page(&self, point: Point) -> At {
        At::from_xy((self.left + point.x * self.scale) as f32, (self.top + point.y * self.scale) as f32)
    }

    /// The whole page in scene units.
    fn sheet(&self) -> Rect {
        Rect::new(
            -self.left / self.scale,
            -self.top / self.scale,
            self.width / self.scale,
            self.height / self.scale,
        )
    }
}

/// A bookmark for the page, with its functions and their teams below it when it is the only one.
fn bookmarks(page: &PdfPage<'_>, number: usize, frame: &Frame, alone: bool) -> OutlineNode {
    let at = |rect: Rect| XyzDestination::new(number, frame.on_page(rect.corner()));
    let mut node = OutlineNode::new(page.name.to_owned(), at(frame.sheet())).with_open(alone);
    for room in &page.scene.rooms {
        let mut inner = OutlineNode::new(room.name.clone(), at(room.rect));
        for card in page.scene.cards.iter().filter(|card| card.room == Some(room.id)) {
            inner.push_child(OutlineNode::new(card.name.clone(), at(card.rect)));
        }
        node.push_child(inner);
    }
    node
}

/// The fonts embedded so far, by the file's id and the face's number.
#[derive(Default)]
struct Fonts(HashMap<(u64, u32), Option<Font>>);

struct Painter<'p, 's> {
    surface: &'p mut Surface<'s>,
    fonts: &'p mut Fonts,
}

/// What was painted, for putting it in reading order.
#[derive(Default)]
struct Painted {
    rooms: BTreeMap<FunctionId, Identifier>,
    cards: Vec<(Option<FunctionId>, Vec<Identifier>)>,
    ties: Vec<(String, Identifier)>,
    legend: Vec<Identifier>,
    title: Vec<Identifier>,
}

impl Painter<'_, '_> {
    /// Paints a scene and gives its structure: heading, functions with their teams, dependencies, legend.
    fn page(&mut self, scene: &Scene, theme: &Theme, frame: &Frame) -> TagGroup {
        let words = Words::of(scene);
        let mut painted = Painted::default();
        self.quietly(|painter| {
            let ground = super::paint::Outline::Rounded(frame.sheet(), 0.0);
            painter.shape(&ground.steps(), Some((theme.ground, 1.0)), None);
        });
        for piece in pieces(scene, theme) {
            self.piece(&piece, &words, &mut painted);
        }
        structure(scene, painted)
    }

    fn piece(&mut self, piece: &Piece<'_>, words: &Words<'_>, painted: &mut Painted) {
        match piece.of {
            Of::Tie(tie) => {
                let id = self.surface.start_tagged(ContentTag::Other);
                piece.marks.iter().for_each(|mark| self.mark(mark));
                self.surface.end_tagged();
                painted.ties.push((words.tie(tie), id));
            }
            // Their words are those of the ties.
            Of::Label => self.quietly(|painter| piece.marks.iter().for_each(|mark| painter.mark(mark))),
            Of::Room(room) => {
                let title: Vec<&Line> = room.title.iter().collect();
                self.shapes(piece);
                if !title.is_empty() {
                    painted.rooms.insert(room.id, self.span(piece, &title, &room.name));
                }
                self.quietly(|painter| painter.texts_but(piece, &title));
            }
            Of::Card(card) => self.card(piece, card, painted),
            Of::Legend => {
                self.shapes(piece);
                for mark in &piece.marks {
                    if let Mark::Text { line, .. } = mark {
                        painted.legend.push(self.span(piece, &[*line], &spoken(line)));
                    }
                }
            }
            Of::Title => {
                for mark in &piece.marks {
                    if let Mark::Text { line, .. } = mark {
                        painted.title.push(self.span(piece, &[*line], &spoken(line)));
                    }
                }
            }
        }
    }

    fn card(&mut self, piece: &Piece<'_>, card: &CardShape, painted: &mut Painted) {
        self.shapes(piece);
        let name = picture::scene::Role::CardName;
        let lines: Vec<&Line> = card.lines.iter().filter(|line| line.role == name).collect();
        let mut ids = vec![self.span(piece, &lines, &card.name)];
        let second = card.lines.iter().filter(|line| line.role != name);
        for line in second.chain(card.badge.as_ref().map(|badge| &badge.line)) {
            ids.push(self.span(piece, &[line], &format!(" {}", spoken(line))));
        }
        painted.cards.push((card.room, ids));
    }

    /// Paints the lines of a piece as one text that says `words`, even where the lines break or shorten it.
    fn span(&mut self, piece: &Piece<'_>, lines: &[&Line], words: &str) -> Identifier {
        let seen: String = lines.iter().map(|line| spoken(line)).collect();
        let said = Some(words).filter(|words| *words != seen);
        let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty().with_actual_text(said)));
        for mark in &piece.marks {
            if let Mark::Text { line, colour } = mark
                && lines.iter().any(|wanted| std::ptr::eq(*wanted, *line))
            {
                self.line(line, *colour);
            }
        }
        self.surface.end_tagged();
        id
    }

    fn shapes(&mut self, piece: &Piece<'_>) {
        self.quietly(|painter| {
            let shapes = piece.marks.iter().filter(|mark| matches!(mark, Mark::Shape { .. }));
            shapes.for_each(|mark| painter.mark(mark));
        });
    }

    fn texts_but(&mut self, piece: &Piece<'_>, known: &[&Line]) {
        for mark in &piece.marks {
            if let Mark::Text { line, colour } = mark
                && !known.iter().any(|known| std::ptr::eq(*known, *line))
            {
                self.line(line, *colour);
            }
        }
    }

    /// Paints something that is not read aloud.
    fn quietly(&mut self, paint: impl FnOnce(&mut Self)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)));
        paint(self);
        self.surface.end_tagged();
    }

    fn mark(&mut self, mark: &Mark<'_>) {
        match mark {
            Mark::Shape { outline, fill, stroke } => self.shape(&outline.steps(), *fill, *stroke),
            Mark::Text { line, colour } => self.line(line, *colour),
        }
    }

    fn shape(&mut self, steps: &[Step], fill: Option<(Colour, f64)>, stroke: Option<Stroke>) {
        let mut path = PathBuilder::new();
        for step in steps {
            match *step {
                Step::Move(p) => path.move_to(p.x as f32, p.y as f32),
                Step::Line(p) => path.line_to(p.x as f32, p.y as f32),
                Step::Cubic(a, b, c) => {
                    path.cubic_to(a.x as f32, a.y as f32, b.x as f32, b.y as f32, c.x as f32, c.y as f32);
                }
                Step::Close => path.close(),
            }
        }
        let Some(path) = path.finish() else { return };
        let fill =
            fill.filter(|(_, opacity)| *opacity > 0.0).map(|(colour, opacity)| filled(colour, opacity));
        if fill.is_none() && stroke.is_none() {
            return;
        }
        self.surface.set_fill(fill);
        self.surface.set_stroke(stroke.map(|stroke| Pen {
            paint: paint(stroke.colour).into(),
            width: stroke.width as f32,
            opacity: share(stroke.opacity),
            line_cap: if stroke.round { LineCap::Round } else { LineCap::Butt },
            dash: (!stroke.dash.is_empty()).then(|| StrokeDash {
                array: stroke.dash.iter().map(|length| *length as f32).collect(),
                offset: 0.0,
            }),
            ..Pen::default()
        }));
        self.surface.draw_path(&path);
    }

    fn line(&mut self, line: &Line, colour: Colour) {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(filled(colour, 1.0)));
        let left = line.left();
        for run in &line.runs {
            let mut x = left + run.x;
            for part in text::glyphs(run, line.size, line.role.weight()) {
                let (data, file) = part.font.data.clone().into_raw_parts();
                let number = part.font.index;
                let font =
                    self.fonts.0.entry((file, number)).or_insert_with(|| Font::new(data.into(), number));
                let width: f64 = part.glyphs.iter().map(|glyph| glyph.advance).sum();
                let in_ems = |length: f64| (length / line.size) as f32;
                let glyphs: Vec<KrillaGlyph> = part
                    .glyphs
                    .iter()
                    .map(|g| {
                        let (advance, right, down) = (in_ems(g.advance), in_ems(g.x), in_ems(g.y));
                        KrillaGlyph::new(GlyphId::new(g.id), advance, right, down, 0.0, g.text.clone(), None)
                    })
                    .collect();
                if let Some(font) = font {
                    let at = At::from_xy(x as f32, line.y as f32);
                    self.surface.draw_glyphs(at, &glyphs, font.clone(), &run.text, line.size as f32, false);
                }
                x += width;
            }
        }
    }
}

/// Reading order: the heading; each function with its teams; teams outside all; dependencies; the legend.
fn structure(scene: &Scene, painted: Painted) -> TagGroup {
    let heading = |level: u16, words: String| {
        let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        TagGroup::new(Tag::Hn(level, Some(words)))
    };
    let mut page = TagGroup::new(Tag::Part);
    let mut title = painted.title.into_iter();
    if let Some(first) = title.next() {
        let mut top = heading(1, Words::title(scene));
        top.push(first);
        page.push(top);
    }
    for line in title {
        let mut paragraph = TagGroup::new(Tag::P);
        paragraph.push(line);
        page.push(paragraph);
    }
    let mut of_room: BTreeMap<Option<FunctionId>, Vec<Vec<Identifier>>> = BTreeMap::new();
    for (room, ids) in painted.cards {
        of_room.entry(room).or_default().push(ids);
    }
    let rooms: Vec<Option<&RoomShape>> = scene.rooms.iter().map(Some).chain([None]).collect();
    let mut room_ids = painted.rooms;
    for room in rooms {
        if let Some((room, id)) = room.and_then(|room| Some((room, room_ids.remove(&room.id)?))) {
            let mut head = heading(2, room.name.clone());
            head.push(id);
            page.push(head);
        }
        let Some(cards) = of_room.remove(&room.map(|room| room.id)) else { continue };
        let mut list = TagGroup::new(Tag::L(ListNumbering::None));
        for ids in cards {
            let mut body = TagGroup::new(Tag::LBody);
            ids.into_iter().for_each(|id| body.push(id));
            let mut item = TagGroup::new(Tag::LI);
            item.push(body);
            list.push(item);
        }
        page.push(list);
    }
    for (words, id) in painted.ties {
        let mut figure = TagGroup::new(Tag::Figure(Some(words)));
        figure.push(id);
        page.push(figure);
    }
    if !painted.legend.is_empty() {
        let mut legend = TagGroup::new(Tag::P);
        painted.legend.into_iter().for_each(|id| legend.push(id));
        page.push(legend);
    }
    page
}

fn paint(colour: Colour) -> rgb::Color {
    rgb::Color::new(colour.0, colour.1, colour.2)
}

fn share(opacity: f64) -> NormalizedF32 {
    NormalizedF32::new(opacity.clamp(0.0, 1.0) as f32).unwrap_or(NormalizedF32::ONE)
}

fn filled(colour: Colour, opacity: f64) -> Fill {
    Fill { paint: paint(colour).into(), opacity: share(opacity), ..Fill::default() }
}
