//! Painting on a page: shapes, and text that can be selected, each with what it is for those who hear it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ecosystem::FunctionId;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point as At};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, Stroke as Pen, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TagGroup};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use picture::geometry::{Point, Rect};
use picture::scene::{CardShape, Line, Run, Scene};
use picture::text::{self, Block, Face, Setting, Weight};
use picture::theme::{Colour, Stroke, Theme};

use super::structure::structure;
use crate::export::paint::{Mark, Of, Outline, Piece, Step, Words, pieces, spoken};

/// The fonts of a document.
pub(super) struct Fonts {
    /// What texts are set in; none: the bundled font.
    pub face: Option<Face>,
    /// Those embedded so far, by the file's id and the face's number.
    embedded: HashMap<(u64, u32), Option<Font>>,
}

impl Fonts {
    pub fn of(face: Option<Face>) -> Self {
        Self { face, embedded: HashMap::new() }
    }

    /// Sets a text in the document's face.
    pub fn set(&self, text: &str, setting: Setting) -> Arc<Block> {
        text::set_in(self.face.as_ref(), text, setting)
    }
}

pub(super) struct Painter<'p, 's> {
    pub surface: &'p mut Surface<'s>,
    pub fonts: &'p mut Fonts,
}

/// What was painted, for putting it in reading order.
#[derive(Default)]
pub(super) struct Painted {
    pub rooms: BTreeMap<FunctionId, Identifier>,
    pub cards: Vec<(Option<FunctionId>, Vec<Identifier>)>,
    pub ties: Vec<(String, Identifier)>,
    pub legend: Vec<Identifier>,
    pub title: Vec<Identifier>,
}

impl Painter<'_, '_> {
    /// Paints a scene, or what of it lies in `window`, and gives its structure: heading, functions with their teams,
    /// dependencies, legend.
    pub fn scene(&mut self, scene: &Scene, theme: &Theme, window: Option<Rect>) -> TagGroup {
        let words = Words::of(scene);
        let mut painted = Painted::default();
        for piece in pieces(scene, theme) {
            if window.is_none_or(|window| piece.bounds().is_some_and(|bounds| bounds.overlaps(window))) {
                self.piece(&piece, &words, &mut painted);
            }
        }
        structure(scene, painted)
    }

    /// Paints a scene as one figure.
    pub fn figure(&mut self, scene: &Scene, theme: &Theme) -> Identifier {
        let id = self.surface.start_tagged(ContentTag::Other);
        for piece in pieces(scene, theme).filter(|piece| !matches!(piece.of, Of::Title)) {
            piece.marks.iter().for_each(|mark| self.mark(mark));
        }
        self.surface.end_tagged();
        id
    }

    /// A plain ground.
    pub fn ground(&mut self, rect: Rect, colour: Colour) {
        let ground = Outline::Rounded(rect, 0.0);
        self.quietly(|painter| painter.shape(&ground.steps(), Some((colour, 1.0)), None));
    }

    /// Keeps to a rectangle until the surface is popped; not where it has no area.
    pub fn clip(&mut self, rect: Rect) -> bool {
        let Some(path) = path(&Outline::Rounded(rect, 0.0).steps()) else { return false };
        self.surface.push_clip_path(&path, &FillRule::NonZero);
        true
    }

    /// Where to cut, and which sheet this is.
    pub fn cutting_lines(&mut self, rect: Rect, said: &str) {
        let (near, far) = (4.0, 14.0);
        let mut lines = Vec::new();
        for (x, out) in [(rect.x, -1.0), (rect.right(), 1.0)] {
            for (y, down) in [(rect.y, -1.0), (rect.bottom(), 1.0)] {
                lines.push([Point::new(x + out * near, y), Point::new(x + out * far, y)]);
                lines.push([Point::new(x, y + down * near), Point::new(x, y + down * far)]);
            }
        }
        let grey = Colour(0x80, 0x80, 0x80);
        let stroke = Stroke { colour: grey, opacity: 1.0, width: 0.5, dash: &[], round: false };
        self.quietly(|painter| {
            painter.shape(&Outline::Lines(lines).steps(), None, Some(stroke));
            let block = painter.fonts.set(said, Setting::line(7.0, Weight::Regular));
            for line in &block.lines {
                painter.runs(
                    &line.runs,
                    Point::new(rect.x + 18.0, rect.bottom() + 12.0),
                    block.size,
                    Weight::Regular,
                    grey,
                );
            }
        });
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
            Of::Room(room) | Of::Plate(room) => {
                let title: Vec<&Line> = room.title.iter().collect();
                self.shapes(piece);
                let is_here = room.plate.is_none() || matches!(piece.of, Of::Plate(_));
                if is_here && !title.is_empty() {
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
    pub fn quietly(&mut self, paint: impl FnOnce(&mut Self)) {
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

    pub fn shape(&mut self, steps: &[Step], fill: Option<(Colour, f64)>, stroke: Option<Stroke>) {
        let Some(path) = path(steps) else { return };
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
        self.runs(&line.runs, Point::new(line.left(), line.y), line.size, line.role.weight(), colour);
    }

    /// Runs of text from `at`, which is on their baseline.
    pub fn runs(&mut self, runs: &[Run], at: Point, size: f64, weight: Weight, colour: Colour) {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(filled(colour, 1.0)));
        for run in runs {
            let mut x = at.x + run.x;
            for part in text::glyphs(self.fonts.face.as_ref(), run, size, weight) {
                let (data, file) = part.font.data.clone().into_raw_parts();
                let number = part.font.index;
                let font = self
                    .fonts
                    .embedded
                    .entry((file, number))
                    .or_insert_with(|| Font::new(data.into(), number));
                let width: f64 = part.glyphs.iter().map(|glyph| glyph.advance).sum();
                let in_ems = |length: f64| (length / size) as f32;
                let glyphs: Vec<KrillaGlyph> = part
                    .glyphs
                    .iter()
                    .map(|g| {
                        let (advance, right, down) = (in_ems(g.advance), in_ems(g.x), in_ems(g.y));
                        KrillaGlyph::new(GlyphId::new(g.id), advance, right, down, 0.0, g.text.clone(), None)
                    })
                    .collect();
                if let Some(font) = font {
                    let place = At::from_xy(x as f32, at.y as f32);
                    self.surface.draw_glyphs(place, &glyphs, font.clone(), &run.text, size as f32, false);
                }
                x += width;
            }
        }
    }
}

fn path(steps: &[Step]) -> Option<Path> {
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
    path.finish()
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
