//! A scene in a theme as plain shapes and lines of text, in painting order: what SVG, PNG and PDF all write. Each
//! piece knows what it stands for, so that a writer can say it in words.

use std::collections::HashMap;
use std::rc::Rc;

use ecosystem::{Health, TeamKind, Tone};
use picture::geometry::{Curve, Point, Rect};
use picture::scene::{CardShape, End, LegendEntry, Level, Line, RoomShape, Run, Sample, Scene, TieShape};
use picture::theme::{BAR_WIDTH, CARD_RADIUS, Colour, PillPaint, ROOM_RADIUS, Stroke, Theme};

use super::look::Look;

/// What a piece of the picture stands for.
pub(crate) enum Of<'s> {
    Room(&'s RoomShape),
    Tie(&'s TieShape),
    Card(&'s CardShape),
    /// The words of a room, where lines would run through them.
    Plate(&'s RoomShape),
    Label,
    Legend,
    Title,
}

/// Marks that belong together.
pub(crate) struct Piece<'s> {
    pub of: Of<'s>,
    pub marks: Vec<Mark<'s>>,
}

impl Piece<'_> {
    /// What it takes, with half its lines' widths; none where it has no marks.
    pub fn bounds(&self) -> Option<Rect> {
        Rect::around(self.marks.iter().filter_map(Mark::bounds))
    }
}

impl Mark<'_> {
    fn bounds(&self) -> Option<Rect> {
        match self {
            Self::Shape { outline, stroke, .. } => {
                let dot = |p: Point| Rect::new(p.x, p.y, 0.0, 0.0);
                let steps = outline.steps();
                let dots = steps.iter().flat_map(|step| match *step {
                    Step::Move(p) | Step::Line(p) => vec![dot(p)],
                    Step::Cubic(a, b, c) => vec![dot(a), dot(b), dot(c)],
                    Step::Close => Vec::new(),
                });
                let around = Rect::around(dots)?;
                Some(around.grown(stroke.map_or(0.0, |stroke| stroke.width / 2.0)))
            }
            Self::Text { line, .. } => {
                Some(Rect::new(line.left(), line.y - line.size, line.width(), line.size * 1.3))
            }
        }
    }
}

/// One thing to paint.
pub(crate) enum Mark<'s> {
    Shape { outline: Outline<'s>, fill: Option<(Colour, f64)>, stroke: Option<Stroke> },
    Text { line: &'s Line, colour: Colour },
}

/// The outline of a shape.
pub(crate) enum Outline<'s> {
    /// A rectangle with round corners.
    Rounded(Rect, f64),
    /// The bar at the left edge of a card.
    Bar(Rect),
    /// A line along a curve.
    Curve(&'s Curve),
    /// An arrowhead.
    Triangle([Point; 3]),
    /// Straight lines, each from one point to another.
    Lines(Vec<[Point; 2]>),
}

/// A step of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Step {
    Move(Point),
    Line(Point),
    Cubic(Point, Point, Point),
    Close,
}

/// The share of its radius by which the handles of a quarter circle stand off.
const QUARTER: f64 = 0.552_284_75;

impl Outline<'_> {
    /// The outline as steps of a path.
    pub fn steps(&self) -> Vec<Step> {
        match self {
            Self::Rounded(rect, radius) => rounded(*rect, *radius),
            Self::Bar(rect) => bar(*rect),
            Self::Curve(curve) => {
                let pieces = curve.pieces.iter().map(|&[b, c, d]| Step::Cubic(b, c, d));
                std::iter::once(Step::Move(curve.start)).chain(pieces).collect()
            }
            Self::Triangle([a, b, c]) => vec![Step::Move(*a), Step::Line(*b), Step::Line(*c), Step::Close],
            Self::Lines(lines) => lines.iter().flat_map(|&[a, b]| [Step::Move(a), Step::Line(b)]).collect(),
        }
    }
}

fn rounded(rect: Rect, radius: f64) -> Vec<Step> {
    let r = radius.min(rect.w / 2.0).min(rect.h / 2.0);
    let k = r * (1.0 - QUARTER);
    let Rect { x, y, .. } = rect;
    let (right, bottom) = (rect.right(), rect.bottom());
    let p = Point::new;
    vec![
        Step::Move(p(x + r, y)),
        Step::Line(p(right - r, y)),
        Step::Cubic(p(right - k, y), p(right, y + k), p(right, y + r)),
        Step::Line(p(right, bottom - r)),
        Step::Cubic(p(right, bottom - k), p(right - k, bottom), p(right - r, bottom)),
        Step::Line(p(x + r, bottom)),
        Step::Cubic(p(x + k, bottom), p(x, bottom - k), p(x, bottom - r)),
        Step::Line(p(x, y + r)),
        Step::Cubic(p(x, y + k), p(x + k, y), p(x + r, y)),
        Step::Close,
    ]
}

/// The strip along the left edge that lies inside the card's round corners.
fn bar(card: Rect) -> Vec<Step> {
    let r = CARD_RADIUS.min(card.h / 2.0);
    let width = BAR_WIDTH.min(r);
    // The arc from the card's left edge to where it meets the strip's right edge.
    let angle = (1.0 - width / r).acos();
    let handle = 4.0 / 3.0 * (angle / 4.0).tan() * r;
    let inset = r - r * angle.sin();
    let (sin, cos) = angle.sin_cos();
    let Rect { x, y, .. } = card;
    let bottom = card.bottom();
    let p = Point::new;
    vec![
        Step::Move(p(x + width, y + inset)),
        Step::Cubic(p(x + width - handle * sin, y + inset + handle * cos), p(x, y + r - handle), p(x, y + r)),
        Step::Line(p(x, bottom - r)),
        Step::Cubic(
            p(x, bottom - r + handle),
            p(x + width - handle * sin, bottom - inset - handle * cos),
            p(x + width, bottom - inset),
        ),
        Step::Close,
    ]
}

/// Everything in `scene`, in painting order: rooms, ties, cards, plates, labels, legend, title.
pub(crate) fn pieces<'s>(scene: &'s Scene, theme: &'s Theme) -> impl Iterator<Item = Piece<'s>> {
    let look = Rc::new(Look::of(scene, theme));
    let [for_rooms, for_ties, for_cards, for_plates, for_labels] = std::array::from_fn(|_| Rc::clone(&look));
    let rooms = scene
        .rooms
        .iter()
        .map(move |room| Piece { of: Of::Room(room), marks: room_marks(room, for_rooms.room(room)) });
    let ties = scene
        .ties
        .iter()
        .map(move |tie| Piece { of: Of::Tie(tie), marks: tie_marks(tie, for_ties.tie(tie)) });
    let cards = scene
        .cards
        .iter()
        .map(move |card| Piece { of: Of::Card(card), marks: card_marks(card, for_cards.card(card)) });
    let plates = scene.rooms.iter().filter_map(move |room| {
        let marks = plate_marks(room, room.plate?, scene.level, for_plates.room(room));
        Some(Piece { of: Of::Plate(room), marks })
    });
    let labels = scene.ties.iter().filter_map(move |tie| {
        let label = tie.label.as_ref()?;
        let paint = for_labels.tie(tie).label(tie.health, tie.tone);
        Some(Piece { of: Of::Label, marks: pill(label.rect, paint, Some(&label.line)) })
    });
    let legend = scene.legend.iter().flat_map(|legend| &legend.entries);
    let legend = legend.map(move |entry| Piece { of: Of::Legend, marks: legend_marks(entry, theme) });
    let title = scene.title.iter().map(move |title| Piece {
        of: Of::Title,
        marks: title.lines.iter().map(|line| Mark::Text { line, colour: theme.text(line.role, 0) }).collect(),
    });
    rooms.chain(ties).chain(cards).chain(plates).chain(labels).chain(legend).chain(title)
}

fn room_marks<'s>(room: &'s RoomShape, theme: &Theme) -> Vec<Mark<'s>> {
    let paint = theme.room(room.hue, room.wall);
    let mut marks = Vec::new();
    let outline = || Outline::Rounded(room.rect, ROOM_RADIUS);
    marks.push(Mark::Shape {
        outline: outline(),
        fill: Some((paint.fill, paint.fill_opacity)),
        stroke: None,
    });
    if let Some(hatch) = paint.hatch {
        let lines = hatch.lines(below_words(room));
        let (colour, width) = (hatch.colour, hatch.width);
        let stroke = Stroke { colour, opacity: 1.0, width, dash: &[], round: false };
        marks.push(Mark::Shape { outline: Outline::Lines(lines), fill: None, stroke: Some(stroke) });
    }
    marks.push(Mark::Shape { outline: outline(), fill: None, stroke: Some(paint.edge) });
    if room.plate.is_none() {
        marks.extend(room_words(room, theme));
    }
    marks
}

/// A room without its rim and without what is written on its wall.
fn below_words(room: &RoomShape) -> Rect {
    let inner = room.rect.grown(-ROOM_RADIUS / 3.0);
    let on_wall = room.title.iter().chain(&room.count).filter(|_| room.plate.is_none());
    let top = on_wall.map(|line| line.y + line.size / 2.0).fold(inner.y, f64::max);
    Rect::new(inner.x, top, inner.w, (inner.bottom() - top).max(0.0))
}

fn room_words<'s>(room: &'s RoomShape, theme: &Theme) -> impl Iterator<Item = Mark<'s>> {
    let lines = room.title.iter().chain(&room.count);
    lines.map(|line| Mark::Text { line, colour: theme.text(line.role, room.hue) })
}

fn plate_marks<'s>(room: &'s RoomShape, plate: Rect, level: Level, theme: &Theme) -> Vec<Mark<'s>> {
    let outline = Outline::Rounded(plate, 0.25 * plate.h);
    let (fill, stroke) = theme.plate(room.hue, level);
    let mut marks = vec![Mark::Shape { outline, fill: Some((fill, 1.0)), stroke }];
    marks.extend(room_words(room, theme));
    marks
}

fn tie_marks<'s>(tie: &'s TieShape, theme: &Theme) -> Vec<Mark<'s>> {
    let stroke = theme.tie(tie.health, tie.gap, tie.tone, tie.width);
    let mut marks =
        vec![Mark::Shape { outline: Outline::Curve(&tie.path), fill: None, stroke: Some(stroke) }];
    marks.extend(tie.arrows.iter().map(|&arrow| triangle(arrow, stroke.colour)));
    marks
}

fn triangle<'s>(arrow: [Point; 3], colour: Colour) -> Mark<'s> {
    Mark::Shape { outline: Outline::Triangle(arrow), fill: Some((colour, 1.0)), stroke: None }
}

fn card_marks<'s>(card: &'s CardShape, theme: &Theme) -> Vec<Mark<'s>> {
    let rounded = || Outline::Rounded(card.rect, CARD_RADIUS);
    let mut marks = vec![
        Mark::Shape { outline: rounded(), fill: Some((theme.surface, 1.0)), stroke: None },
        Mark::Shape {
            outline: Outline::Bar(card.rect),
            fill: Some((theme.hue(card.hue), 1.0)),
            stroke: None,
        },
        Mark::Shape { outline: rounded(), fill: None, stroke: Some(theme.card_edge()) },
    ];
    marks.extend(card.lines.iter().map(|line| Mark::Text { line, colour: theme.text(line.role, card.hue) }));
    if let Some(badge) = &card.badge {
        marks.extend(pill(badge.rect, theme.badge(badge.tone), Some(&badge.line)));
    }
    marks
}

fn pill<'s>(rect: Rect, paint: PillPaint, line: Option<&'s Line>) -> Vec<Mark<'s>> {
    let stroke =
        paint.edge.map(|colour| Stroke { colour, opacity: 1.0, width: 1.0, dash: &[], round: false });
    let outline = Outline::Rounded(rect, rect.h / 2.0);
    let shape = Mark::Shape { outline, fill: Some((paint.fill, 1.0)), stroke };
    let text = line.map(|line| Mark::Text { line, colour: paint.text });
    std::iter::once(shape).chain(text).collect()
}

fn legend_marks<'s>(entry: &'s LegendEntry, theme: &Theme) -> Vec<Mark<'s>> {
    let mut marks = sample_marks(&entry.sample, entry.rect, theme);
    marks.push(Mark::Text { line: &entry.line, colour: theme.text(entry.line.role, 0) });
    marks
}

fn sample_marks<'s>(sample: &'s Sample, rect: Rect, theme: &Theme) -> Vec<Mark<'s>> {
    let middle = rect.centre().y;
    match sample {
        Sample::Tie { health } => {
            let width = match health {
                Health::Ok => 1.5,
                Health::Slowing => 2.0,
                Health::Blocking => 3.0,
            };
            arrow(rect, middle, theme.tie(*health, false, None, width))
        }
        Sample::Gap => arrow(rect, middle, theme.tie(Health::Ok, true, None, 2.0)),
        Sample::Tone { tone } => arrow(rect, middle, theme.tie(Health::Ok, false, Some(*tone), 2.0)),
        Sample::Widths => {
            let lines = [(middle - 4.0, 1.4), (middle + 3.0, 4.0)];
            lines
                .map(|(y, width)| level(rect.x, rect.right(), y, theme.tie(Health::Ok, false, None, width)))
                .into()
        }
        Sample::Wall { tone } => {
            let outline = Outline::Rounded(rect.grown(-1.5), 5.0);
            vec![Mark::Shape { outline, fill: None, stroke: Some(theme.room(0, Some(*tone)).edge) }]
        }
        Sample::Badge { tone } => {
            let badge = Rect::new(rect.x + 3.0, middle - 6.0, rect.w - 6.0, 12.0);
            pill(badge, theme.badge(*tone), None)
        }
        Sample::Mark { line } => {
            let paint = PillPaint { edge: Some(theme.hairline), ..theme.label(Health::Ok, None::<Tone>) };
            pill(Rect::new(rect.x, middle - 8.0, rect.w, 16.0), paint, Some(line))
        }
    }
}

fn level<'s>(from: f64, to: f64, y: f64, stroke: Stroke) -> Mark<'s> {
    let outline = Outline::Lines(vec![[Point::new(from, y), Point::new(to, y)]]);
    Mark::Shape { outline, fill: None, stroke: Some(stroke) }
}

fn arrow<'s>(rect: Rect, y: f64, stroke: Stroke) -> Vec<Mark<'s>> {
    let (tip, long) = (rect.right(), 5.0 + stroke.width * 1.5);
    let half = long * 0.45;
    let head = [Point::new(tip, y), Point::new(tip - long, y - half), Point::new(tip - long, y + half)];
    vec![level(rect.x, tip - long + 1.0, y, stroke), triangle(head, stroke.colour)]
}

/// What the parts of a scene are called, for those who hear or search it.
pub(crate) struct Words<'s> {
    names: HashMap<End, &'s str>,
}

impl<'s> Words<'s> {
    pub fn of(scene: &'s Scene) -> Self {
        let teams = scene.cards.iter().map(|card| (End::Team(card.id), card.name.as_str()));
        let functions = scene.rooms.iter().map(|room| (End::Function(room.id), room.name.as_str()));
        Self { names: teams.chain(functions).collect() }
    }

    pub fn name(&self, end: End) -> &'s str {
        self.names.get(&end).copied().unwrap_or("a team that is not shown")
    }

    /// "Content hands sales decks over to Field sales: slows the receiver".
    pub fn tie(&self, tie: &TieShape) -> String {
        let what = tie.label.as_ref().map_or("", |label| label.full.as_str());
        let what = if what.is_empty() { "work" } else { what };
        let mut said = match tie.count {
            0 | 1 => format!("{} hands {what} over to {}", self.name(tie.provider), self.name(tie.receiver)),
            count => {
                format!(
                    "{count} dependencies between {} and {}",
                    self.name(tie.provider),
                    self.name(tie.receiver)
                )
            }
        };
        match tie.health {
            Health::Ok => {}
            Health::Slowing => said.push_str(": slows the receiver"),
            Health::Blocking => said.push_str(": blocks the receiver"),
        }
        if tie.gap {
            said.push_str("; the two sides see it differently");
        }
        said
    }

    /// "Content, 5 people, badge 26%".
    pub fn card(&self, card: &CardShape) -> String {
        let mut parts = vec![card.name.clone()];
        let second = card.lines.iter().filter(|line| line.role == picture::scene::Role::CardSecond);
        parts.extend(second.map(spoken));
        if card.kind != TeamKind::Team && parts.len() == 1 {
            parts.push(if card.kind == TeamKind::Role {
                "role".to_owned()
            } else {
                "outside group".to_owned()
            });
        }
        parts.extend(card.badge.as_ref().map(|badge| format!("marked {}", spoken(&badge.line))));
        parts.join(", ")
    }

    pub fn room(&self, room: &RoomShape) -> String {
        let count = room.count.as_ref().map_or_else(String::new, |line| format!(", {} teams", spoken(line)));
        let wall = match room.wall {
            None => "",
            Some(Tone::Note) => ", keeps to itself",
            Some(Tone::Warn) => ", likely a silo",
            Some(Tone::Alarm) => ", a silo",
        };
        format!("{}{count}{wall}", room.name)
    }

    /// "17 teams in 7 functions, 21 dependencies."
    pub fn scene(scene: &Scene) -> String {
        let dependencies: u32 = scene.ties.iter().map(|tie| tie.count.max(1)).sum();
        let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        format!(
            "{} in {}, {}.",
            count(scene.cards.len(), "team", "teams"),
            count(scene.rooms.len(), "function", "functions"),
            count(dependencies as usize, "dependency", "dependencies")
        )
    }

    /// The heading, or what stands in for it.
    pub fn title(scene: &Scene) -> String {
        let lines = scene.title.iter().flat_map(|title| &title.lines);
        let said: Vec<String> =
            lines.filter(|line| line.role == picture::scene::Role::Title).map(spoken).collect();
        if said.is_empty() { "Map".to_owned() } else { said.join(" ") }
    }
}

/// A line's text in reading order.
pub(crate) fn spoken(line: &Line) -> String {
    spoken_runs(&line.runs)
}

/// The text of runs that make a line.
pub(crate) fn spoken_runs(runs: &[Run]) -> String {
    // Runs lie as they are seen; a line that is right to left throughout is read from the last run.
    let rtl = runs.iter().all(|run| run.rtl);
    let texts = runs.iter().map(|run| run.text.as_str());
    if rtl { texts.rev().collect() } else { texts.collect() }
}
