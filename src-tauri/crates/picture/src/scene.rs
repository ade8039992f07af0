//! The scene: the whole drawing as positioned shapes, curves and lines of text, with classes and no colours. The
//! window paints it, and every export is written from it, so what is seen is what is taken away. Colours and
//! strokes for the classes come from [`crate::theme`].

use std::collections::BTreeSet;

use ecosystem::{DependencyId, FunctionId, Health, TeamId, TeamKind, Tone};
use serde::{Serialize, Serializer};
use ts_rs::TS;

use crate::geometry::{Curve, Point, Rect, short};

/// How much of each thing is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Level {
    /// Full cards, every dependency with its label.
    Near,
    /// Cards with their names, the dependencies between two cards merged into one tie without label.
    Middle,
    /// Functions with their counts, and the summed dependencies between them.
    Far,
}

/// What is drawn, in painting order: rooms (outer before inner), ties, cards, labels of ties, legend and title.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct Scene {
    /// How much of each thing is drawn.
    pub level: Level,
    /// How large a hairline is drawn, in scene units: 1 near, more from farther away. Edges, corners, dashes and
    /// paddings are that many times as large; widths of ties and sizes of letters have it in them already.
    #[serde(serialize_with = "short")]
    pub unit: f64,
    /// What holds the whole map, not just the part asked for.
    pub bounds: Rect,
    /// Functions, outer before inner.
    pub rooms: Vec<RoomShape>,
    /// Teams.
    pub cards: Vec<CardShape>,
    /// Dependencies, one by one or summed.
    pub ties: Vec<TieShape>,
    /// How many of the quietest are not drawn, since too many would be in sight.
    pub left_out: u32,
    /// What the lines without a label hand over, where nearly all hand over the same: it is said once.
    pub shared_words: Option<String>,
    /// The heading of an export.
    pub title: Option<TitleShape>,
    /// What the signs mean, and the labels that found no room.
    pub legend: Option<LegendShape>,
    /// What an export is about, while everything else is painted calm; none: all of it. The window lights things up by
    /// itself.
    #[serde(skip)]
    #[ts(skip)]
    pub lit: Option<Lit>,
}

impl Scene {
    /// Every line of text.
    pub(crate) fn lines_mut(&mut self) -> impl Iterator<Item = &mut Line> {
        let rooms = self.rooms.iter_mut().flat_map(|room| room.title.iter_mut().chain(&mut room.count));
        let cards = self.cards.iter_mut().flat_map(|card| {
            let badge = card.badge.iter_mut().map(|badge| &mut badge.line);
            card.lines.iter_mut().chain(badge)
        });
        let labels = self.ties.iter_mut().filter_map(|tie| tie.label.as_mut()).map(|label| &mut label.line);
        let entries = self.legend.iter_mut().flat_map(|legend| &mut legend.entries);
        let legend = entries.flat_map(|entry| {
            let mark = match &mut entry.sample {
                Sample::Mark { line } => Some(line),
                _ => None,
            };
            mark.into_iter().chain(Some(&mut entry.line))
        });
        let title = self.title.iter_mut().flat_map(|title| &mut title.lines);
        rooms.chain(cards).chain(labels).chain(legend).chain(title)
    }
}

/// What a picture is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lit {
    /// Teams.
    pub teams: BTreeSet<TeamId>,
    /// Functions.
    pub functions: BTreeSet<FunctionId>,
    /// Dependencies.
    pub dependencies: BTreeSet<DependencyId>,
}

impl Lit {
    /// Whether a tie stands for one of its dependencies.
    pub fn holds(&self, tie: &TieShape) -> bool {
        tie.dependencies.iter().any(|id| self.dependencies.contains(id))
    }
}

/// A function.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct RoomShape {
    /// Whose room.
    pub id: FunctionId,
    /// Its whole name; `title` may be shortened.
    pub name: String,
    /// The function it lies in.
    pub parent: Option<FunctionId>,
    /// How many functions it lies in.
    pub depth: u8,
    /// Its walls.
    pub rect: Rect,
    /// The plate that its name stands on, painted above the ties: from afar in its middle like a card, where ties lead
    /// to it; near by where its title is, if lines run through that.
    pub plate: Option<Rect>,
    /// Its colour: a number of the theme's palette.
    pub hue: u8,
    /// Its name, top left, or on its plate.
    pub title: Option<Line>,
    /// How many teams it holds, top right, or on its plate.
    pub count: Option<Line>,
    /// Drawn with a dotted wall: a silo.
    pub wall: Option<Tone>,
    /// Shown as one box, its teams hidden.
    pub collapsed: bool,
    /// Never moves by itself.
    pub locked: bool,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct CardShape {
    /// Whose card.
    pub id: TeamId,
    /// Its whole name; the lines may be shortened.
    pub name: String,
    /// The function it belongs to.
    pub room: Option<FunctionId>,
    /// Its edge.
    pub rect: Rect,
    /// The colour of its bar: a number of the theme's palette.
    pub hue: u8,
    /// Team, role or outside group.
    pub kind: TeamKind,
    /// Its name, then the quiet second line.
    pub lines: Vec<Line>,
    /// What a lens says about it, on the top right corner.
    pub badge: Option<BadgeShape>,
    /// Never moves by itself.
    pub pinned: bool,
}

impl CardShape {
    /// How many elements a painter makes of it: the edge, the bar, a text for every run, and the badge.
    pub(crate) fn elements(&self) -> usize {
        let texts = self.lines.iter().map(|line| line.runs.len()).sum::<usize>();
        2 + texts + self.badge.as_ref().map_or(0, |badge| 1 + badge.line.runs.len())
    }
}

/// A small label on a corner.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct BadgeShape {
    /// Its edge; fully rounded.
    pub rect: Rect,
    /// Its colour.
    pub tone: Tone,
    /// Its text.
    pub line: Line,
}

/// One end of a tie: on the wire the bare id, which is unique over teams and functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, TS)]
#[ts(export, type = "string")]
pub enum End {
    /// A team's card.
    Team(TeamId),
    /// A function's room, where its teams are not shown.
    Function(FunctionId),
}

impl std::fmt::Display for End {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Team(id) => id.fmt(f),
            Self::Function(id) => id.fmt(f),
        }
    }
}

impl Serialize for End {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// A dependency, or several between the same two ends drawn as one.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct TieShape {
    /// The dependency's id, or `provider>receiver` where several are summed.
    pub id: String,
    /// Who hands over (where both do: who hands over more).
    pub provider: End,
    /// Who relies on it.
    pub receiver: End,
    /// How many dependencies it stands for.
    pub count: u32,
    /// The dependencies it stands for, at most [`TieShape::LISTED`] of them.
    pub dependencies: Vec<DependencyId>,
    /// The line to stroke: from the provider's border to the base of the arrow.
    pub path: Curve,
    /// Arrowheads to fill, each with its tip first: at the receiver, and at the provider too where a summed tie
    /// runs both ways.
    pub arrows: Vec<[Point; 3]>,
    /// How thick to stroke: how much is handed over.
    #[serde(serialize_with = "short")]
    pub width: f64,
    /// Its health; of several, the worst that a fifth of what is handed over has.
    pub health: Health,
    /// Provider and receiver rate it differently; of several, at least half of them.
    pub gap: bool,
    /// What a lens says about it.
    pub tone: Option<Tone>,
    /// What is handed over, or how many are summed.
    pub label: Option<LabelShape>,
}

impl TieShape {
    /// The most dependencies a summed tie lists.
    pub const LISTED: usize = 20;

    /// The tip of the arrow at the receiver.
    pub fn tip(&self) -> Point {
        self.arrows.first().map_or(self.path.end(), |arrow| arrow[0])
    }
}

/// A text on a tie, on a pill of the ground's colour.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct LabelShape {
    /// The pill; fully rounded.
    pub rect: Rect,
    /// Its text: whole, shortened, or the number of a mark that the legend explains.
    pub line: Line,
    /// The whole text.
    pub full: String,
    /// Whether only a mark is drawn; the whole text opens on hover and stands in the legend.
    pub folded: bool,
}

/// What a line of text is, and so its weight and colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Role {
    /// A team's name.
    CardName,
    /// The quiet line below it.
    CardSecond,
    /// A function's name, in its colour.
    RoomName,
    /// How many teams it holds.
    RoomCount,
    /// A text on a tie.
    Label,
    /// A text on a badge.
    Badge,
    /// An entry of the legend.
    Legend,
    /// The heading of an export.
    Title,
    /// The quiet line below it, with the date.
    Subtitle,
}

/// Which point of a line its `x` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// One line of text, already broken and measured: nobody downstream wraps or measures again.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct Line {
    /// The anchor's place.
    #[serde(serialize_with = "short")]
    pub x: f64,
    /// The baseline.
    #[serde(serialize_with = "short")]
    pub y: f64,
    /// Font size in scene units.
    #[serde(serialize_with = "short")]
    pub size: f64,
    /// Its weight and colour.
    pub role: Role,
    /// Which point of the line `x` is.
    pub anchor: Anchor,
    /// The parts, from left to right as they are seen.
    pub runs: Vec<Run>,
}

impl Line {
    /// The line's width.
    pub fn width(&self) -> f64 {
        self.runs.iter().map(|run| run.x + run.width).fold(0.0, f64::max)
    }

    /// Where its left end is, whatever the anchor.
    pub fn left(&self) -> f64 {
        match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - self.width() / 2.0,
            Anchor::End => self.x - self.width(),
        }
    }

    /// The strip that its letters fill, without what hangs below the baseline.
    pub fn letters(&self) -> Rect {
        const CAPITALS: f64 = 0.73;
        let height = CAPITALS * self.size;
        Rect::new(self.left(), self.y - height, self.width(), height)
    }

    /// Whether it is a single run of the scene's face, left to right: then it can be written as one text at its
    /// anchor. Every other line is written run by run, each at its own place.
    pub fn is_plain(&self) -> bool {
        matches!(self.runs.as_slice(), [run] if run.family.is_none() && !run.rtl)
    }
}

/// A part of a line in one font and one direction.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct Run {
    /// What it says, in reading order.
    pub text: String,
    /// Its left end, from the line's left end.
    #[serde(serialize_with = "short")]
    pub x: f64,
    /// How wide it is.
    #[serde(serialize_with = "short")]
    pub width: f64,
    /// The font family it was measured in, where that is not the face: the bundled font, in exports a company's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub family: Option<String>,
    /// Right to left.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub rtl: bool,
}

/// The heading of an export.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct TitleShape {
    /// What it takes.
    pub rect: Rect,
    /// The map's name, then the quiet line with the date.
    pub lines: Vec<Line>,
}

/// What the signs of a picture mean.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct LegendShape {
    /// What it takes.
    pub rect: Rect,
    /// Only for what the picture uses.
    pub entries: Vec<LegendEntry>,
}

/// A sign and its meaning.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct LegendEntry {
    /// What is drawn.
    pub sample: Sample,
    /// Where it is drawn.
    pub rect: Rect,
    /// Its meaning.
    pub line: Line,
}

/// A sign in the legend.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "sign", rename_all = "kebab-case")]
#[ts(export)]
pub enum Sample {
    /// A tie of this health.
    Tie {
        /// How it is stroked.
        health: Health,
    },
    /// A thin tie and a thick one.
    Widths,
    /// A tie whose two sides differ.
    Gap,
    /// A tie that a lens marks.
    Tone {
        /// Its colour.
        tone: Tone,
    },
    /// A dotted wall.
    Wall {
        /// Its colour.
        tone: Tone,
    },
    /// A badge.
    Badge {
        /// Its colour.
        tone: Tone,
    },
    /// The mark of a folded label, with the mark's own text.
    Mark {
        /// The text on the mark.
        line: Line,
    },
}
