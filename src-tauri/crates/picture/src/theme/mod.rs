//! Colours and strokes for the classes of a scene. One source: exports ask a [`Theme`], and the window's style sheet
//! ([`css`]) is written from the same themes.
//!
//! Nothing is said by colour alone: health is also a pattern and a width, a wall is dotted, a badge has its text,
//! a function its name. Text keeps a contrast of 4.5 to what lies behind it; where a colour of the look fails, the
//! theme makes it darker or lighter for text only.

mod colour;
mod company;
mod css;
mod hatch;
mod lettering;
mod palette;

use ecosystem::{Health, Tone};

pub use colour::{Colour, NotAColour};
pub use company::{Company, CompanyError};
pub use css::css;
pub use hatch::Hatch;
pub use palette::{FUNCTIONS, OUTSIDE};

use crate::scene::{Level, Role, Scene};
use crate::text::Face;
use crate::text::face::{FaceError, guarded};

/// The least contrast of text to what lies behind it (WCAG 2.2, level AA).
pub const TEXT_CONTRAST: f64 = 4.5;

/// The radius of a card's corners.
pub const CARD_RADIUS: f64 = 10.0;
/// The width of the bar in the function's colour at a card's left edge.
pub const BAR_WIDTH: f64 = 4.0;
/// The radius of a room's corners.
pub const ROOM_RADIUS: f64 = 18.0;

/// Colours, strokes and type of a scene.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Whether it is painted on a dark ground.
    pub dark: bool,
    /// Behind everything.
    pub ground: Colour,
    /// Cards and panels.
    pub surface: Colour,
    /// Text.
    pub ink: Colour,
    /// Quiet text.
    pub quiet: Colour,
    /// Thin edges.
    pub hairline: Colour,
    /// What is chosen or can be pressed.
    pub accent: Colour,
    /// Ties that are fine.
    pub ok: Colour,
    /// Ties that slow the receiver down.
    pub slowing: Colour,
    /// Ties that stop the receiver.
    pub blocking: Colour,
    /// The functions' colours, by hue; more hues than colours start again.
    pub functions: Vec<Colour>,
    /// How much of a function's colour its room is filled with, from 0 to 1.
    pub tint: f64,
    /// How much of a function's colour its room's edge has, from 0 to 1.
    pub edge: f64,
    /// The least contrast of text.
    pub contrast: f64,
    /// Rooms are told apart by patterns of lines, for printers without colour.
    pub patterned: bool,
    /// What texts are set in; none: the bundled font.
    pub face: Option<Face>,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub colour: Colour,
    /// How opaque it is, from 0 to 1.
    pub opacity: f64,
    /// Its width in scene units.
    pub width: f64,
    /// Lengths of dashes and gaps; empty: solid.
    pub dash: &'static [f64],
    /// Whether dashes end round: a dash of length 0 is a dot.
    pub round: bool,
}

/// How a room is painted.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomPaint {
    /// What it is filled with.
    pub fill: Colour,
    /// How opaque the filling is, from 0 to 1.
    pub fill_opacity: f64,
    /// Its edge.
    pub edge: Stroke,
    /// Lines across it.
    pub hatch: Option<Hatch>,
}

/// How a pill (a label or a badge) is painted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PillPaint {
    /// What it is filled with.
    pub fill: Colour,
    /// Its edge, if it has one; one unit wide.
    pub edge: Option<Colour>,
    /// Its text.
    pub text: Colour,
}

impl Theme {
    /// For the window by day, and for slides.
    pub fn light() -> Self {
        Self {
            dark: false,
            ground: Colour(0xF8, 0xF8, 0xF6),
            surface: Colour::WHITE,
            ink: Colour(0x1D, 0x21, 0x27),
            quiet: Colour(0x66, 0x70, 0x80),
            hairline: Colour(0xE3, 0xE4, 0xE0),
            accent: Colour(0x3B, 0x5B, 0xDB),
            ok: Colour(0x98, 0xA1, 0xAF),
            slowing: Colour(0xD9, 0x8A, 0x00),
            blocking: Colour(0xD9, 0x2D, 0x4A),
            functions: FUNCTIONS.to_vec(),
            tint: 0.07,
            edge: 0.25,
            contrast: TEXT_CONTRAST,
            patterned: false,
            face: None,
        }
    }

    /// For the window by night.
    pub fn dark() -> Self {
        Self {
            dark: true,
            ground: Colour(0x16, 0x18, 0x1C),
            surface: Colour(0x1F, 0x22, 0x27),
            ink: Colour(0xEC, 0xEE, 0xF1),
            quiet: Colour(0x9A, 0xA3, 0xB0),
            hairline: Colour(0x30, 0x34, 0x3B),
            accent: Colour(0x7C, 0x93, 0xFF),
            ok: Colour(0x6E, 0x78, 0x87),
            slowing: Colour(0xF2, 0xB1, 0x34),
            blocking: Colour(0xFF, 0x6B, 0x6B),
            tint: 0.13,
            edge: 0.3,
            ..Self::light()
        }
    }

    /// For paper: no tints, patterns instead, so that it also works without colour.
    pub fn print() -> Self {
        Self {
            ground: Colour::WHITE,
            ink: Colour::BLACK,
            quiet: Colour(0x45, 0x4B, 0x55),
            hairline: Colour(0x9A, 0xA0, 0xA8),
            ok: Colour(0x7A, 0x82, 0x8E),
            slowing: Colour(0xA8, 0x68, 0x00),
            blocking: Colour(0xB3, 0x12, 0x30),
            tint: 0.0,
            edge: 1.0,
            patterned: true,
            ..Self::light()
        }
    }

    /// For eyes that need more: text at a contrast of 7, no grey on grey.
    pub fn high_contrast() -> Self {
        Self {
            ground: Colour::WHITE,
            ink: Colour::BLACK,
            quiet: Colour(0x30, 0x34, 0x3B),
            hairline: Colour(0x55, 0x5B, 0x66),
            accent: Colour(0x1C, 0x33, 0xA8),
            ok: Colour(0x5E, 0x66, 0x72),
            slowing: Colour(0x8A, 0x52, 0x00),
            blocking: Colour(0xB0, 0x00, 0x20),
            tint: 0.04,
            edge: 1.0,
            contrast: 7.0,
            ..Self::light()
        }
    }

    /// The same with texts in another face.
    #[must_use]
    pub fn with_face(self, face: Option<Face>) -> Self {
        Self { face, ..self }
    }

    /// Sets the lines of `scene` anew in the face of this theme, where it has one of its own. Each keeps its place and
    /// fits where it was: boxes, labels and the legend stay as they are drawn.
    pub fn dress(&self, scene: &mut Scene) {
        if let Some(face) = &self.face {
            scene.lines_mut().for_each(|line| face.dress(line));
        }
    }

    /// Runs `work`, which writes texts in this theme.
    ///
    /// # Errors
    /// When it stumbles over a font file of one's own.
    pub fn guard<T>(&self, work: impl FnOnce() -> T) -> Result<T, FaceError> {
        match &self.face {
            None => Ok(work()),
            Some(face) => guarded(face.family(), work),
        }
    }

    /// The same, so near to its ground that it stays behind what a picture is about. Its text need not be read.
    #[must_use]
    pub fn calm(&self) -> Self {
        let calm = |colour: Colour| colour.mixed(self.ground, 0.72);
        Self {
            surface: self.surface.mixed(self.ground, 0.5),
            ink: calm(self.ink),
            quiet: calm(self.quiet),
            hairline: self.hairline.mixed(self.ground, 0.4),
            accent: calm(self.accent),
            ok: calm(self.ok),
            slowing: calm(self.slowing),
            blocking: calm(self.blocking),
            functions: self.functions.iter().map(|colour| calm(*colour)).collect(),
            contrast: 1.0,
            ..self.clone()
        }
    }

    /// The function colour of that number.
    pub fn hue(&self, hue: u8) -> Colour {
        match self.functions.len() {
            0 => self.ink,
            count => self.functions[usize::from(hue) % count],
        }
    }

    /// What lies behind the text of a room of that hue that lies `depth` deep in rooms of its like: the worst case
    /// for its contrast.
    pub fn room_ground(&self, hue: u8, depth: u8) -> Colour {
        (0..=depth).fold(self.ground, |ground, _| ground.mixed(self.hue(hue), self.tint))
    }

    /// The function colour of that number for text on its room.
    pub fn hue_text(&self, hue: u8) -> Colour {
        self.hue(hue).legible_on(self.room_ground(hue, 2), self.contrast)
    }

    /// The colour of that tone, for strokes and fillings.
    pub fn tone(&self, tone: Tone) -> Colour {
        match tone {
            Tone::Note => self.accent,
            Tone::Warn => self.slowing,
            Tone::Alarm => self.blocking,
        }
    }

    /// How a room is painted.
    pub fn room(&self, hue: u8, wall: Option<Tone>) -> RoomPaint {
        let colour = self.hue(hue);
        let plain = Stroke { colour, opacity: self.edge, width: 1.0, dash: &[], round: false };
        let edge = match wall {
            None => plain,
            Some(Tone::Note) => Stroke { opacity: 1.0, width: 2.0, dash: WALL, round: true, ..plain },
            Some(tone) => {
                Stroke { colour: self.tone(tone), opacity: 1.0, width: 2.5, dash: WALL, round: true }
            }
        };
        RoomPaint {
            fill: colour,
            fill_opacity: self.tint,
            edge,
            // Light, so that no line of a pattern is taken for a tie.
            hatch: self.patterned.then(|| Hatch::of(hue, colour.mixed(self.ground, 0.5))),
        }
    }

    /// How the plate under a room's name is painted. Near by, where it only keeps lines off the name, it looks like
    /// the room; from afar like a card.
    pub fn plate(&self, hue: u8, level: Level) -> (Colour, Option<Stroke>) {
        match level {
            Level::Near | Level::Middle => (self.room_ground(hue, 0), None),
            Level::Far => (self.surface, Some(self.card_edge())),
        }
    }

    /// How a card's edge is painted.
    pub fn card_edge(&self) -> Stroke {
        Stroke { colour: self.hairline, opacity: 1.0, width: 1.0, dash: &[], round: false }
    }

    /// How a tie is painted, `width` wide. Its arrowheads have the same colour.
    pub fn tie(&self, health: Health, gap: bool, tone: Option<Tone>, width: f64) -> Stroke {
        let colour = match (health, tone) {
            (Health::Slowing, _) => self.slowing,
            (Health::Blocking, _) => self.blocking,
            (Health::Ok, Some(tone)) => self.tone(tone),
            (Health::Ok, None) => self.ok,
        };
        let dash = match (health, gap) {
            (_, true) => GAP,
            (Health::Slowing, false) => SLOWING,
            (Health::Ok | Health::Blocking, false) => &[],
        };
        Stroke { colour, opacity: 1.0, width, dash, round: false }
    }

    /// How the pill of a tie's label is painted.
    pub fn label(&self, health: Health, tone: Option<Tone>) -> PillPaint {
        let stroke = self.tie(health, false, tone, 1.0);
        if health == Health::Ok && tone.is_none() {
            return PillPaint { fill: self.ground, edge: None, text: self.quiet };
        }
        PillPaint {
            fill: self.ground,
            edge: Some(stroke.colour),
            text: stroke.colour.legible_on(self.ground, self.contrast),
        }
    }

    /// How a badge is painted.
    pub fn badge(&self, tone: Tone) -> PillPaint {
        let fill = self.tone(tone);
        let text = fill.best_ink(Colour::WHITE, Colour(0x16, 0x18, 0x1C));
        // White on a middling red looks right and is nearly legible; then the red gives way, not the white.
        PillPaint { fill: fill.legible_on(text, self.contrast), edge: Some(self.surface), text }
    }

    /// The colour of a text; `hue` counts for the texts of rooms. Labels and badges: [`Theme::label`],
    /// [`Theme::badge`].
    pub fn text(&self, role: Role, hue: u8) -> Colour {
        match role {
            Role::CardName | Role::Title => self.ink,
            Role::RoomName | Role::RoomCount => self.hue_text(hue),
            Role::CardSecond | Role::Label | Role::Badge | Role::Legend | Role::Subtitle => self.quiet,
        }
    }
}

/// Dots: a wall around a silo.
const WALL: &[f64] = &[0.0, 4.5];
/// Dashes: a tie that slows.
const SLOWING: &[f64] = &[6.0, 4.0];
/// A dash and a dot: a tie that its two sides see differently.
const GAP: &[f64] = &[8.0, 3.0, 2.0, 3.0];

#[cfg(test)]
mod tests;
