//! A report as PDF: sheets that lie, since maps are wide. A cover with what matters most, a sheet for each picture,
//! what is found in two columns, and the questions with room for who and when.

use std::num::NonZeroU16;
use std::sync::Arc;

use ecosystem::{Date, Watch};
use krilla::destination::XyzDestination;
use krilla::geom::Point as At;
use krilla::outline::OutlineNode;
use krilla::tagging::{ContentTag, Identifier, SpanTag, Tag, TagGroup};
use picture::geometry::{Point, Rect};
use picture::scene::Scene;
use picture::text::{self, Block, Face, Setting, Weight};
use picture::theme::{Colour, Stroke, Theme};

use super::book::{About, Book};
use super::frame::{Frame, Paper};
use super::painter::Painter;
use crate::export::ExportError;
use crate::export::paint::{Outline, spoken_runs};
use crate::export::report::{Chapter, Found, GLANCE, NOTES, QUESTIONS, Report};

/// Around a page, between columns, and above what follows; in points.
const MARGIN: f64 = 46.0;
const FOOTER: f64 = 18.0;
const GUTTER: f64 = 30.0;
const GAP: f64 = 13.0;
/// The width of the words that say what a text is.
const LABEL: f64 = 94.0;
/// The tallest a picture in a column is, in points.
const TALLEST: f64 = 190.0;
/// The largest a picture is drawn, in points for each scene unit.
const LARGEST: f64 = 1.2;

/// A way to set text: size in points, weight, whether it is quiet.
#[derive(Clone, Copy)]
struct Style(f64, Weight, bool);

const TITLE: Style = Style(30.0, Weight::Bold, false);
const HEADING: Style = Style(20.0, Weight::SemiBold, false);
const LEAD: Style = Style(11.5, Weight::Regular, true);
const SENTENCE: Style = Style(11.5, Weight::SemiBold, false);
const TEXT: Style = Style(9.5, Weight::Regular, false);
const SMALL: Style = Style(8.5, Weight::Regular, true);
const FOOT: Setting = Setting::line(7.5, Weight::Regular);

/// Writes a report on this paper.
///
/// # Errors
/// When it is cancelled.
pub fn write(
    report: &Report<'_>,
    theme: &Theme,
    paper: Paper,
    date: Option<Date>,
    watch: &dyn Watch,
) -> Result<Vec<u8>, ExportError> {
    let about = About { title: &report.title, said: &report.summary, date };
    Book::write(&about, theme.face.as_ref(), |book| {
        let mut writer = Writer { book, theme, report, paper };
        writer.cover()?;
        for (n, chapter) in report.chapters.iter().enumerate() {
            watch.go_on()?;
            watch.progress(n as f32 / report.chapters.len() as f32);
            writer.chapter(chapter)?;
        }
        writer.questions()
    })
}

/// Something on a sheet.
enum Item<'s> {
    Text { block: Arc<Block>, style: Style, at: Point, said: String },
    Rule { from: Point, width: f64 },
    Picture { scene: &'s Scene, alt: String, place: Rect },
}

/// Items that are one thing to those who hear them.
enum Said<'s> {
    Heading(u16, String, Vec<Item<'s>>),
    Paragraph(Vec<Item<'s>>),
    Figure(Item<'s>),
    /// Not read aloud.
    Mark(Item<'s>),
}

/// A block of a column, at its own origin: it is moved to where there is room.
struct Chunk<'s> {
    face: Option<&'s Face>,
    said: Vec<Said<'s>>,
    height: f64,
}

struct Writer<'b, 'r> {
    book: &'b mut Book,
    theme: &'r Theme,
    report: &'r Report<'r>,
    paper: Paper,
}

impl<'r> Writer<'_, 'r> {
    fn page(&self) -> Rect {
        Rect::new(0.0, 0.0, self.paper.long, self.paper.short)
    }

    /// Where content lies.
    fn inside(&self) -> Rect {
        let page = self.page();
        Rect::new(MARGIN, MARGIN, page.w - 2.0 * MARGIN, page.h - 2.0 * MARGIN - FOOTER)
    }

    /// A block with nothing in it yet.
    fn chunk(&self) -> Chunk<'r> {
        Chunk { face: self.theme.face.as_ref(), said: Vec::new(), height: 0.0 }
    }

    /// The same with a line above.
    fn ruled(&self, width: f64) -> Chunk<'r> {
        let rule = Said::Mark(Item::Rule { from: Point::default(), width });
        Chunk { said: vec![rule], height: 8.0, ..self.chunk() }
    }

    fn cover(&mut self) -> Result<(), ExportError> {
        let inside = self.inside();
        let mut head = self.chunk();
        head.heading(1, &self.report.title, TITLE, inside.w);
        head.gap(4.0);
        head.paragraph(&self.report.subtitle, LEAD, inside.w);
        head.paragraph(&self.report.summary, LEAD, inside.w);
        let width = (inside.w - GUTTER) / 2.0;
        let mut glance = Vec::new();
        for (chapter, found) in self.report.glance() {
            let mut chunk = self.ruled(width);
            chunk.paragraph(chapter, SMALL, width);
            chunk.gap(1.0);
            chunk.paragraph(&found.sentence, SENTENCE, width);
            glance.push(chunk);
        }
        let title = self.report.title.clone();
        if !glance.is_empty() {
            head.gap(22.0);
            head.heading(2, GLANCE, Style(14.0, Weight::SemiBold, false), inside.w);
        }
        self.flow(&title, head, glance)
    }

    /// The picture on a sheet of its own, then what is found.
    fn chapter(&mut self, chapter: &'r Chapter<'r>) -> Result<(), ExportError> {
        let inside = self.inside();
        let mut head = self.chunk();
        head.heading(2, &chapter.name, HEADING, inside.w);
        if !chapter.question.is_empty() {
            head.gap(2.0);
            head.paragraph(&chapter.question, LEAD, inside.w);
        }
        head.gap(12.0);
        let place = Rect::new(inside.x, inside.y + head.height, inside.w, inside.h - head.height);
        let mut said = head.placed(Point::new(inside.x, inside.y));
        said.push(Said::Figure(Item::Picture { scene: chapter.scene, alt: chapter.alt.clone(), place }));
        self.bookmark(&chapter.name);
        self.sheet(said)?;
        let width = (inside.w - GUTTER) / 2.0;
        let mut chunks: Vec<Chunk<'r>> = (chapter.found.iter().enumerate())
            .map(|(n, found)| self.found(found, chapter.evidence.get(&n).copied(), width))
            .collect();
        if !chapter.notes.is_empty() {
            let mut chunk = self.ruled(width);
            chunk.heading(3, NOTES, SENTENCE, width);
            for note in &chapter.notes {
                chunk.gap(3.0);
                chunk.paragraph(note, TEXT, width);
            }
            chunks.push(chunk);
        }
        if chunks.is_empty() {
            return Ok(());
        }
        let mut head = self.chunk();
        let heading = format!("{}: what is found", chapter.name);
        head.paragraph(&heading, Style(14.0, Weight::SemiBold, false), inside.w);
        head.gap(8.0);
        self.flow("", head, chunks)
    }

    fn found(&self, found: &Found, evidence: Option<&'r Scene>, width: f64) -> Chunk<'r> {
        let mut chunk = self.ruled(width);
        chunk.heading(3, &found.sentence, SENTENCE, width);
        if let Some(scene) = evidence {
            chunk.gap(6.0);
            chunk.picture(scene, &format!("The picture: {}", found.sentence), width);
        }
        chunk.gap(3.0);
        for (what, text) in found.details() {
            chunk.gap(3.0);
            chunk.labelled(what, text, width);
        }
        chunk
    }

    fn questions(&mut self) -> Result<(), ExportError> {
        let questions = self.report.questions();
        if questions.is_empty() {
            return Ok(());
        }
        let inside = self.inside();
        let width = (inside.w - GUTTER) / 2.0;
        let mut head = self.chunk();
        head.heading(2, QUESTIONS, HEADING, inside.w);
        head.gap(10.0);
        let mut chunks = Vec::new();
        for (chapter, question) in questions {
            let mut chunk = self.ruled(width);
            chunk.paragraph(chapter, SMALL, width);
            chunk.gap(1.0);
            chunk.paragraph(question, Style(10.5, Weight::Regular, false), width);
            chunk.gap(16.0);
            // Room to write on.
            chunk.blanks(&[("Owner", width * 0.58), ("By", width * 0.36)]);
            chunks.push(chunk);
        }
        self.flow(QUESTIONS, head, chunks)
    }

    fn bookmark(&mut self, name: &str) {
        let top = XyzDestination::new(self.book.pages(), At::from_xy(0.0, 0.0));
        self.book.bookmark(OutlineNode::new(name.to_owned(), top));
    }

    /// Sheets with `head` on the first and the chunks in two columns below. A name makes a bookmark.
    fn flow(&mut self, name: &str, head: Chunk<'r>, chunks: Vec<Chunk<'r>>) -> Result<(), ExportError> {
        if !name.is_empty() {
            self.bookmark(name);
        }
        let inside = self.inside();
        let width = (inside.w - GUTTER) / 2.0;
        let mut top = inside.y + head.height;
        let mut said = head.placed(inside.corner());
        let (mut column, mut y) = (0, top);
        let mut left: f64 = chunks.iter().map(|chunk| chunk.height + GAP).sum();
        // What fits on one sheet is shared out evenly.
        let mut bottom = column_end(top, left, inside);
        for chunk in chunks {
            if y + chunk.height > bottom && y > top {
                (column, y) = (column + 1, top);
                bottom = inside.bottom();
            }
            if column > 1 {
                self.sheet(std::mem::take(&mut said))?;
                top = inside.y;
                (column, y) = (0, top);
                bottom = column_end(top, left, inside);
            }
            left -= chunk.height + GAP;
            let x = inside.x + f64::from(column) * (width + GUTTER);
            let height = chunk.height;
            said.extend(chunk.placed(Point::new(x, y)));
            y += height + GAP;
        }
        self.sheet(said)
    }

    fn sheet(&mut self, said: Vec<Said<'r>>) -> Result<(), ExportError> {
        let (page, theme, report) = (self.page(), self.theme, self.report);
        let number = self.book.pages() + 1;
        let group = self.book.sheet((page.w, page.h), |painter| {
            painter.ground(page, theme.ground);
            let mut part = TagGroup::new(Tag::Part);
            for said in said {
                if let Some(group) = painter.said(&said, page, theme) {
                    part.push(group);
                }
            }
            let foot = page.h - MARGIN + 6.0;
            let left = format!("{} \u{b7} {}", report.title, report.subtitle);
            painter.foot(&left, Point::new(MARGIN, foot), theme);
            let right = number.to_string();
            let wide = painter.fonts.set(&right, FOOT).width;
            painter.foot(&right, Point::new(page.w - MARGIN - wide, foot), theme);
            part
        })?;
        self.book.read(group);
        Ok(())
    }
}

/// Where the first column of a sheet ends: halfway where all of the rest fits beside it.
fn column_end(top: f64, left: f64, inside: Rect) -> f64 {
    let half = top + left / 2.0;
    // One column may be taller by what is not broken.
    if half * 1.15 < inside.bottom() { half + GAP } else { inside.bottom() }
}

impl<'s> Chunk<'s> {
    fn gap(&mut self, by: f64) {
        self.height += by;
    }

    fn text(&mut self, words: &str, style: Style, width: f64, x: f64) -> (Item<'s>, f64) {
        let Style(size, weight, _) = style;
        let setting = Setting::line(size, weight).wrapped(width, 60);
        let block = text::set_in(self.face, words, setting);
        let height = block.height;
        (Item::Text { block, style, at: Point::new(x, self.height), said: words.to_owned() }, height)
    }

    fn heading(&mut self, level: u16, text: &str, style: Style, width: f64) {
        let (item, height) = self.text(text, style, width, 0.0);
        self.said.push(Said::Heading(level, text.to_owned(), vec![item]));
        self.height += height;
    }

    fn paragraph(&mut self, text: &str, style: Style, width: f64) {
        if text.is_empty() {
            return;
        }
        let (item, height) = self.text(text, style, width, 0.0);
        self.said.push(Said::Paragraph(vec![item]));
        self.height += height;
    }

    /// A picture as wide as the column, and not taller than a third of a sheet.
    fn picture(&mut self, scene: &'s Scene, alt: &str, width: f64) {
        let height = (width * scene.bounds.h / scene.bounds.w.max(1.0)).min(TALLEST);
        let place = Rect::new(0.0, self.height, width, height);
        self.said.push(Said::Figure(Item::Picture { scene, alt: alt.to_owned(), place }));
        self.height += height;
    }

    /// A text with what it is beside it.
    fn labelled(&mut self, label: &str, text: &str, width: f64) {
        let (label, one) = self.text(label, SMALL, LABEL - 8.0, 0.0);
        let (text, other) = self.text(text, TEXT, width - LABEL, LABEL);
        self.said.push(Said::Paragraph(vec![label, text]));
        self.height += one.max(other);
    }

    /// Lines to write on.
    fn blanks(&mut self, blanks: &[(&str, f64)]) {
        let mut x = 0.0;
        let mut tallest = 0.0f64;
        for (label, width) in blanks {
            let (item, height) = self.text(label, SMALL, *width, x);
            let wide = match &item {
                Item::Text { block, .. } => block.width + 6.0,
                _ => 0.0,
            };
            let from = Point::new(x + wide, self.height + height);
            self.said.push(Said::Paragraph(vec![item]));
            self.said.push(Said::Mark(Item::Rule { from, width: width - wide }));
            x += width + 12.0;
            tallest = tallest.max(height);
        }
        self.height += tallest;
    }

    fn placed(self, corner: Point) -> Vec<Said<'s>> {
        let item = |item: Item<'s>| match item {
            Item::Text { block, style, at, said } => Item::Text { block, style, at: at + corner, said },
            Item::Rule { from, width } => Item::Rule { from: from + corner, width },
            Item::Picture { scene, alt, place } => Item::Picture { scene, alt, place: place.moved(corner) },
        };
        let moved = |said: Said<'s>| match said {
            Said::Heading(level, text, items) => {
                Said::Heading(level, text, items.into_iter().map(item).collect())
            }
            Said::Paragraph(items) => Said::Paragraph(items.into_iter().map(item).collect()),
            Said::Figure(one) => Said::Figure(item(one)),
            Said::Mark(one) => Said::Mark(item(one)),
        };
        self.said.into_iter().map(moved).collect()
    }
}

impl Painter<'_, '_> {
    fn said(&mut self, said: &Said<'_>, page: Rect, theme: &Theme) -> Option<TagGroup> {
        let (mut group, items) = match said {
            Said::Heading(level, text, items) => {
                let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
                (TagGroup::new(Tag::Hn(level, Some(text.clone()))), items.as_slice())
            }
            Said::Paragraph(items) => (TagGroup::new(Tag::P), items.as_slice()),
            Said::Figure(item) => {
                let Item::Picture { scene, alt, place } = item else { return None };
                let frame = Frame::within(scene.bounds, *place, LARGEST, (page.w, page.h));
                let mut group = TagGroup::new(Tag::Figure(Some(alt.clone())));
                group.push(self.within(&frame, |painter| painter.figure(scene, theme)));
                return Some(group);
            }
            Said::Mark(Item::Rule { from, width }) => {
                self.rule(*from, *width, theme.hairline);
                return None;
            }
            Said::Mark(_) => return None,
        };
        for (n, item) in items.iter().enumerate() {
            if let Item::Text { block, style, at, said } = item {
                group.push(self.block(block, *style, *at, said, n > 0, theme));
            }
        }
        Some(group)
    }

    /// A text of several lines, which says what it says even where its lines break.
    fn block(
        &mut self,
        block: &Block,
        style: Style,
        at: Point,
        said: &str,
        follows: bool,
        theme: &Theme,
    ) -> Identifier {
        let Style(size, weight, quiet) = style;
        let seen: String = block.lines.iter().map(|line| spoken_runs(&line.runs)).collect();
        let said = if follows { format!(" {said}") } else { said.to_owned() };
        let said = Some(said.as_str()).filter(|said| *said != seen);
        let colour = if quiet { theme.quiet } else { theme.ink };
        let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty().with_actual_text(said)));
        for line in &block.lines {
            self.runs(&line.runs, Point::new(at.x, at.y + line.baseline), size, weight, colour);
        }
        self.surface.end_tagged();
        id
    }

    fn rule(&mut self, from: Point, width: f64, colour: Colour) {
        let line = Outline::Lines(vec![[from, Point::new(from.x + width, from.y)]]);
        let stroke = Stroke { colour, opacity: 1.0, width: 0.75, dash: &[], round: false };
        self.quietly(|painter| painter.shape(&line.steps(), None, Some(stroke)));
    }

    fn foot(&mut self, said: &str, at: Point, theme: &Theme) {
        let block = self.fonts.set(said, FOOT);
        self.quietly(|painter| {
            for line in &block.lines {
                painter.runs(&line.runs, at, block.size, Weight::Regular, theme.quiet);
            }
        });
    }
}
