//! Text: shaped, broken into lines and measured once, here. The window, PNG, PDF and slides all paint these lines
//! and wrap nothing themselves, so a text looks the same everywhere.
//!
//! Text in the bundled font (Latin, Greek, Cyrillic, Vietnamese) measures the same on every machine. Other scripts
//! use fonts of the machine from a named list ([`fonts::FALLBACKS`]), and each run says which one it was measured in.
//!
//! An export may be in a company's own face ([`Face`]). The drawing is still measured in the bundled font, so that
//! nothing moves; its lines are set anew afterwards ([`crate::theme::Theme::dress`]).

pub mod face;
pub mod fonts;
mod typesetter;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::scene::{Anchor, Line, Role, Run};

pub use face::Face;
pub use typesetter::{Glyph, Glyphs};

/// The weights of the bundled font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weight {
    /// 400
    Regular,
    /// 500
    Medium,
    /// 600
    SemiBold,
    /// 700
    Bold,
}

impl Weight {
    /// All of them, light to heavy.
    pub const ALL: [Self; 4] = [Self::Regular, Self::Medium, Self::SemiBold, Self::Bold];

    /// As CSS counts.
    pub const fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Medium => 500,
            Self::SemiBold => 600,
            Self::Bold => 700,
        }
    }
}

/// The height of a line, in font sizes.
pub const LINE_HEIGHT: f64 = 1.3;

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// Font size in scene units.
    pub size: f64,
    /// Font weight.
    pub weight: Weight,
    /// Where lines break, in scene units; none: they don't.
    pub width: Option<f64>,
    /// The most lines; what is longer ends in an ellipsis.
    pub lines: usize,
}

impl Setting {
    /// One line as long as it is.
    pub const fn line(size: f64, weight: Weight) -> Self {
        Self { size, weight, width: None, lines: 1 }
    }

    /// At most `lines` lines of at most `width`.
    pub const fn wrapped(self, width: f64, lines: usize) -> Self {
        Self { width: Some(width), lines, ..self }
    }
}

/// A text broken into measured lines.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Block {
    /// The lines, top to bottom.
    pub lines: Vec<BlockLine>,
    /// Of the longest line.
    pub width: f64,
    /// Of all lines.
    pub height: f64,
    /// Font size.
    pub size: f64,
    /// Whether something was left out.
    pub cut: bool,
}

/// A line of a [`Block`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BlockLine {
    /// From left to right as seen.
    pub runs: Vec<Run>,
    /// Without the space it hangs on.
    pub width: f64,
    /// From the block's top.
    pub baseline: f64,
}

impl Block {
    /// The block's lines in a scene, its anchor at `x` and its top at `top`.
    pub fn placed(&self, x: f64, top: f64, anchor: Anchor, role: Role) -> impl Iterator<Item = Line> + '_ {
        self.lines.iter().map(move |line| Line {
            x,
            y: top + line.baseline,
            size: self.size,
            role,
            anchor,
            runs: line.runs.clone(),
        })
    }

    /// The first line as [`Block::placed`] places it; for texts that are set in one line. An empty text gives a
    /// line without runs.
    pub fn line(&self, x: f64, top: f64, anchor: Anchor, role: Role) -> Line {
        self.placed(x, top, anchor, role).next().unwrap_or(Line {
            x,
            y: top,
            size: self.size,
            role,
            anchor,
            runs: Vec::new(),
        })
    }
}

/// The most texts remembered in one setting; then it starts afresh.
const REMEMBERED: usize = 200_000;

/// The texts set in one way, by what they say.
type Shelf = HashMap<String, Arc<Block>>;
/// Size, weight, width and lines of a setting, comparable.
type Way = (u64, Weight, u64, usize);
static SET: RwLock<Option<HashMap<Way, Shelf>>> = RwLock::new(None);

/// Sets `text` in the bundled font. Texts already set are remembered, so asking again is cheap.
pub fn set(text: &str, setting: Setting) -> Arc<Block> {
    let key = (setting.size.to_bits(), setting.weight, setting.width.map_or(0, f64::to_bits), setting.lines);
    {
        let shelves = SET.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(block) = shelves.as_ref().and_then(|s| s.get(&key)).and_then(|s| s.get(text)) {
            return Arc::clone(block);
        }
    }
    let block = Arc::new(typesetter::set(None, text, setting));
    let mut shelves = SET.write().unwrap_or_else(PoisonError::into_inner);
    let shelf = shelves.get_or_insert_default().entry(key).or_default();
    if shelf.len() >= REMEMBERED {
        shelf.clear();
    }
    shelf.insert(text.to_owned(), Arc::clone(&block));
    block
}

/// Sets `text` in a face of one's own, or in the bundled font.
pub fn set_in(face: Option<&Face>, text: &str, setting: Setting) -> Arc<Block> {
    match face {
        None => set(text, setting),
        Some(_) => Arc::new(typesetter::set(face, text, setting)),
    }
}

/// The glyphs of a run of a line that was set in `face`, for writers that place glyphs themselves (PDF).
///
/// A wrapped line's last run does not hold the space the line hangs on: a writer whose text is read aloud or copied
/// puts one between lines.
pub fn glyphs(face: Option<&Face>, run: &Run, size: f64, weight: Weight) -> Vec<Glyphs> {
    typesetter::glyphs(face, &run.text, Setting::line(size, weight))
}

#[cfg(test)]
mod tests;
