//! The only file that knows parley.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use parley::{
    CHROMIUM_LINE_BREAK_OVERRIDE, FontContext, FontData, FontFamily, FontFamilyName, FontWeight, Layout,
    LayoutContext, LineBreakContext, LineHeight, OverflowWrap, StyleProperty,
};

use super::fonts::{self, FAMILY, Files};
use super::{Block, BlockLine, Face, LINE_HEIGHT, Setting};
use crate::scene::Run;

/// Glyphs of one font.
#[derive(Debug, Clone)]
pub struct Glyphs {
    /// The font file's bytes and the face's number in it.
    pub font: FontData,
    /// From left to right as seen.
    pub glyphs: Vec<Glyph>,
}

/// A glyph in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u32,
    /// How far the next one is, in scene units.
    pub advance: f64,
    /// Moved right from its place, in scene units.
    pub x: f64,
    /// Moved down from its place, in scene units.
    pub y: f64,
    /// The bytes of the run's text that it shows.
    pub text: Range<usize>,
}

/// What sets texts in a face of one's own: with the fonts that nearly all texts need, and with the machine's for the
/// others.
pub(super) struct Presses {
    files: Files,
    few: Press,
    all: Option<Press>,
}

impl Presses {
    pub fn of(files: Files) -> Self {
        Self { few: Press::new(Some(&files), false), files, all: None }
    }

    /// How wide `text` is in one line.
    pub fn width(&mut self, text: &str, setting: Setting) -> f64 {
        self.for_text(text).line(text, setting).width
    }

    fn for_text(&mut self, text: &str) -> &mut Press {
        if self.few.suffices(text) {
            return &mut self.few;
        }
        self.all.get_or_insert_with(|| Press::new(Some(&self.files), true))
    }
}

/// Fonts and the room to work in.
struct Press {
    /// The files of a face of one's own, by their ids; none: the bundled font is the face.
    own: Option<[u64; 4]>,
    fonts: FontContext,
    work: LayoutContext<()>,
    /// Families by the font file's id and face, so that each is looked up once.
    families: HashMap<(u64, u32), String>,
}

thread_local! {
    /// Nearly all texts need the bundled font alone, on as many threads as there are.
    static BUNDLED: RefCell<Press> = RefCell::new(Press::new(None, false));
}

/// The machine's fonts are opened once for all threads.
static SYSTEM: Mutex<Option<Press>> = Mutex::new(None);

/// Where a line may break: where Chromium breaks it, and between words that underscores join, as machines name teams.
fn breaks(at: LineBreakContext) -> Option<bool> {
    let joins = at.before == '_' && at.after.is_alphanumeric() && at.before_before.is_some();
    if joins { Some(true) } else { CHROMIUM_LINE_BREAK_OVERRIDE(at) }
}

/// Sets `text` in lines.
pub(super) fn set(face: Option<&Face>, text: &str, setting: Setting) -> Block {
    with_press(face, text, |press| press.set(text, setting))
}

/// `text` in one line, with the spaces at its end.
pub(super) fn line(face: Option<&Face>, text: &str, setting: Setting) -> BlockLine {
    with_press(face, text, |press| press.line(text, setting))
}

/// The glyphs of `text` in one line.
pub(super) fn glyphs(face: Option<&Face>, text: &str, setting: Setting) -> Vec<Glyphs> {
    with_press(face, text, |press| press.glyphs(text, setting))
}

/// Runs `work` with the face, or with the machine's fonts too where `text` needs them.
fn with_press<T>(face: Option<&Face>, text: &str, work: impl FnOnce(&mut Press) -> T) -> T {
    if let Some(face) = face {
        return work(face.presses().for_text(text));
    }
    if BUNDLED.with_borrow_mut(|press| press.suffices(text)) {
        return BUNDLED.with_borrow_mut(work);
    }
    let mut system = SYSTEM.lock().unwrap_or_else(PoisonError::into_inner);
    work(system.get_or_insert_with(|| Press::new(None, true)))
}

impl Press {
    fn new(own: Option<&Files>, system: bool) -> Self {
        Self {
            own: own.map(|files| files.each_ref().map(parley::fontique::Blob::id)),
            fonts: fonts::context(own, system),
            work: LayoutContext::new(),
            families: HashMap::new(),
        }
    }

    /// Whether these fonts have all of `text`.
    fn suffices(&mut self, text: &str) -> bool {
        if text.is_ascii() {
            return true;
        }
        if text.contains('\u{FE0F}') {
            return false;
        }
        let layout = self.layout(text, Setting::line(10.0, super::Weight::Regular));
        let missing = |run: parley::Run<'_, ()>| {
            run.clusters().any(|cluster| cluster.glyphs().any(|glyph| glyph.id == 0))
        };
        !layout.lines().any(|line| line.runs().any(missing))
    }

    fn layout(&mut self, text: &str, setting: Setting) -> Layout<()> {
        let mut builder = self.work.ranged_builder(&mut self.fonts, text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(FontFamily::List(
            fonts::stack(self.own.is_some()).into(),
        )));
        builder.push_default(StyleProperty::FontSize(setting.size as f32));
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(setting.weight.number().into())));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(LINE_HEIGHT as f32)));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        for (at, mark) in text.match_indices('\u{FE0F}') {
            // U+FE0F asks for the emoji; the bundled font's own glyph of that character must not win.
            let start = text[..at].char_indices().next_back().map_or(at, |(start, _)| start);
            let emoji = FontFamily::Single(FontFamilyName::named(fonts::EMOJI));
            builder.push(StyleProperty::FontFamily(emoji), start..at + mark.len());
        }
        builder.set_line_break_override(Some(&breaks));
        let mut layout = builder.build(text);
        layout.break_all_lines(setting.width.map(|width| width as f32));
        layout
    }

    fn set(&mut self, text: &str, setting: Setting) -> Block {
        let layout = self.layout(text, setting);
        if layout.len() <= setting.lines {
            return self.block(&layout, text, setting);
        }
        // The longest beginning that fits with an ellipsis, by halving.
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let cut = |at: usize| format!("{}…", text[..ends[at]].trim_end());
        let (mut fits, mut too_long) = (0, ends.len());
        while too_long - fits > 1 {
            let middle = fits.midpoint(too_long);
            if self.layout(&cut(middle), setting).len() <= setting.lines {
                fits = middle;
            } else {
                too_long = middle;
            }
        }
        let shown = cut(fits);
        let layout = self.layout(&shown, setting);
        Block { cut: true, ..self.block(&layout, &shown, setting) }
    }

    fn line(&mut self, text: &str, setting: Setting) -> BlockLine {
        let layout = self.layout(text, setting);
        layout.lines().next().map(|line| self.block_line(&line, text, text.len())).unwrap_or_default()
    }

    fn glyphs(&mut self, text: &str, setting: Setting) -> Vec<Glyphs> {
        let layout = self.layout(text, setting);
        let runs = layout.lines().flat_map(|line| line.runs().collect::<Vec<_>>());
        runs.map(|run| Glyphs { font: run.font().clone(), glyphs: glyphs_of(&run, text.len()) }).collect()
    }

    fn block(&mut self, layout: &Layout<()>, text: &str, setting: Setting) -> Block {
        let mut block = Block { height: layout.height().into(), size: setting.size, ..Block::default() };
        for line in layout.lines() {
            // An empty text is laid out as if it were a space.
            let range = line.text_range();
            let range = range.start..range.end.min(text.len());
            let end = range.start + text[range].trim_end().len();
            let line = self.block_line(&line, text, end);
            block.width = block.width.max(line.width);
            block.lines.push(line);
        }
        block
    }

    /// The line with what of it stands before `end` in `text`.
    fn block_line(&mut self, line: &parley::Line<'_, ()>, text: &str, end: usize) -> BlockLine {
        let (mut width, mut runs) = (0.0, Vec::new());
        for run in line.runs() {
            let shown = run.text_range();
            let shown = shown.start..shown.end.min(end);
            if shown.is_empty() {
                continue;
            }
            let advance: f64 = glyphs_of(&run, end).iter().map(|glyph| glyph.advance).sum();
            let family = self.family(run.font());
            runs.push(Run {
                text: text[shown].to_owned(),
                x: width,
                width: advance,
                family,
                rtl: run.is_rtl(),
            });
            width += advance;
        }
        BlockLine { runs, width, baseline: line.metrics().baseline.into() }
    }

    /// The family `font` belongs to, unless it is the face itself.
    fn family(&mut self, font: &FontData) -> Option<String> {
        match (self.own, fonts::is_bundled(font)) {
            (None, true) => return None,
            (Some(own), _) if own.contains(&font.data.id()) => return None,
            (Some(_), true) => return Some(FAMILY.to_owned()),
            _ => {}
        }
        let key = (font.data.id(), font.index);
        let family = self.families.entry(key).or_insert_with(|| fonts::family_of(&mut self.fonts, font));
        Some(family.clone())
    }
}

/// The glyphs that show the text before `end`.
fn glyphs_of(run: &parley::Run<'_, ()>, end: usize) -> Vec<Glyph> {
    let start = run.text_range().start;
    let mut glyphs: Vec<Glyph> = Vec::new();
    for cluster in run.visual_clusters() {
        let range = cluster.text_range();
        if range.start >= end {
            continue;
        }
        let text = range.start - start..range.end - start;
        if cluster.is_ligature_continuation() {
            if let Some(last) = glyphs.last_mut() {
                last.text.start = last.text.start.min(text.start);
                last.text.end = last.text.end.max(text.end);
            }
            continue;
        }
        glyphs.extend(cluster.glyphs().map(|glyph| Glyph {
            id: glyph.id,
            advance: glyph.advance.into(),
            x: glyph.x.into(),
            y: glyph.y.into(),
            text: text.clone(),
        }));
    }
    glyphs
}
