//! Title and legend of an export, drawn from what the picture uses: a sign that does not occur is not explained.

use std::collections::BTreeSet;

use ecosystem::{Health, Tone};

use crate::drawing::WholeOptions;
use crate::geometry::{Point, Rect, Size};
use crate::scene::{Anchor, LegendEntry, LegendShape, Line, Role, Sample, Scene, TitleShape};
use crate::text;

/// From one row of the legend to the next.
const ROW: f64 = 24.0;
/// The width of a sign.
const SIGN: f64 = 30.0;
/// From a sign to its words.
const GAP: f64 = 8.0;
/// From one entry to the next.
const APART: f64 = 24.0;
/// The most folded labels that are written out.
const FOLDED: usize = 200;
/// The widest text of an entry.
const WIDEST: f64 = 320.0;

/// Where the legend of a picture is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LegendPlace {
    /// There is none.
    #[default]
    Nowhere,
    /// Below the picture, in rows.
    Below,
    /// Above it, in rows.
    Above,
    /// To the right of the picture, in columns.
    Beside,
    /// To its left, in columns.
    Left,
}

impl LegendPlace {
    /// Where a legend of that size begins beside `picture`.
    fn corner(self, picture: Rect, size: Size) -> Point {
        match self {
            Self::Nowhere | Self::Below => Point::new(picture.x, picture.bottom() + 30.0),
            Self::Above => Point::new(picture.x, picture.y - 24.0 - size.h),
            Self::Beside => Point::new(picture.right() + 36.0, picture.y),
            Self::Left => Point::new(picture.x - 36.0 - size.w, picture.y),
        }
    }

    fn in_columns(self) -> bool {
        matches!(self, Self::Beside | Self::Left)
    }
}

/// Puts the legend on its side of the picture and the title above both, and widens the bounds to hold them with a margin.
pub(crate) fn frame(scene: &mut Scene, options: &WholeOptions, margin: f64) {
    let folded = number_folded(scene);
    let picture = scene.bounds;
    let mut bounds = picture;
    if options.legend != LegendPlace::Nowhere {
        // How large it is does not depend on where it begins.
        let Rect { w, h, .. } = legend_shape(scene, options, &folded, picture, Point::default()).rect;
        let corner = options.legend.corner(picture, Size::new(w, h));
        let legend = legend_shape(scene, options, &folded, picture, corner);
        if !legend.entries.is_empty() {
            bounds = bounds.union(legend.rect);
            scene.legend = Some(legend);
        }
    }
    if let Some(title) = &options.title {
        let title = title_shape(title, &options.subtitle, bounds);
        bounds = bounds.union(title.rect);
        scene.title = Some(title);
    }
    scene.bounds = bounds.grown(margin);
}

/// Gives each folded label its number, in reading order; gives the whole texts.
fn number_folded(scene: &mut Scene) -> Vec<String> {
    let mut folded: Vec<_> =
        scene.ties.iter_mut().filter_map(|tie| tie.label.as_mut()).filter(|label| label.folded).collect();
    folded.sort_by(|a, b| a.rect.y.total_cmp(&b.rect.y).then(a.rect.x.total_cmp(&b.rect.x)));
    let mut texts: Vec<String> = Vec::new();
    for label in folded {
        // The same words have the same number everywhere.
        let known = texts.iter().position(|text| *text == label.full);
        let number = known.unwrap_or_else(|| {
            texts.push(label.full.clone());
            texts.len() - 1
        });
        label.line = mark(&(number + 1).to_string(), label.rect);
    }
    texts
}

/// The words on a mark, small enough for it.
fn mark(words: &str, rect: Rect) -> Line {
    let natural = text::set(words, Role::Label.setting());
    let size = Role::Label.size() * ((rect.w - 2.0) / natural.width.max(1.0)).clamp(0.3, 1.0);
    let block = text::set(words, Role::Label.sized((size * 2.0).floor() / 2.0));
    let centre = rect.centre();
    block.line(centre.x, centre.y - block.height / 2.0, Anchor::Middle, Role::Label)
}

fn title_shape(title: &str, subtitle: &str, below: Rect) -> TitleShape {
    let width = below.w.max(320.0);
    let heading = text::set(title, Role::Title.setting().wrapped(width, 2));
    let quiet = text::set(subtitle, Role::Subtitle.setting().wrapped(width, 2));
    let quiet_height = if subtitle.is_empty() { 0.0 } else { quiet.height + 2.0 };
    let height = heading.height + quiet_height + 26.0;
    let rect = Rect::new(below.x, below.y - height, heading.width.max(quiet.width), height);
    let mut lines: Vec<Line> = heading.placed(rect.x, rect.y, Anchor::Start, Role::Title).collect();
    if !subtitle.is_empty() {
        lines.extend(quiet.placed(rect.x, rect.y + heading.height + 2.0, Anchor::Start, Role::Subtitle));
    }
    TitleShape { rect, lines }
}

/// The signs that occur, with their meanings.
fn signs(scene: &Scene, options: &WholeOptions) -> Vec<(Sample, String)> {
    let mut signs = Vec::new();
    let mut put = |sample, words: &str| signs.push((sample, words.to_owned()));
    let healths: BTreeSet<Health> = scene.ties.iter().map(|tie| tie.health).collect();
    for health in healths {
        put(
            Sample::Tie { health },
            match health {
                Health::Ok => "works",
                Health::Slowing => "slows the receiver",
                Health::Blocking => "blocks the receiver",
            },
        );
    }
    let strengths = scene.ties.iter().filter(|tie| tie.health == Health::Ok && tie.tone.is_none());
    let widths: BTreeSet<u64> = strengths.map(|tie| (tie.width * 10.0) as u64).collect();
    if widths.len() > 1 {
        put(Sample::Widths, "thicker: more is handed over");
    }
    if scene.ties.iter().any(|tie| tie.count > 1) {
        put(Sample::Tie { health: Health::Ok }, "all that two hand each other, in one line");
    }
    if let Some(shared) = &scene.shared_words {
        put(Sample::Tie { health: Health::Ok }, &format!("{shared}, if a line says nothing"));
    }
    if scene.ties.iter().any(|tie| tie.gap) {
        put(Sample::Gap, "the two sides see it differently");
    }
    let tones: BTreeSet<Tone> =
        scene.ties.iter().filter(|tie| tie.health == Health::Ok).filter_map(|tie| tie.tone).collect();
    for tone in tones {
        put(Sample::Tone { tone }, "worth a look");
    }
    let walls: BTreeSet<Tone> = scene.rooms.iter().filter_map(|room| room.wall).collect();
    for tone in walls {
        put(
            Sample::Wall { tone },
            match tone {
                Tone::Note => "keeps to itself",
                Tone::Warn => "likely a silo",
                Tone::Alarm => "a silo",
            },
        );
    }
    let badges: BTreeSet<Tone> =
        scene.cards.iter().filter_map(|card| card.badge.as_ref()).map(|badge| badge.tone).collect();
    if let (Some(words), Some(&tone)) = (&options.badges, badges.last()) {
        put(Sample::Badge { tone }, words);
    }
    signs
}

fn legend_shape(
    scene: &Scene,
    options: &WholeOptions,
    folded: &[String],
    picture: Rect,
    Point { x: left, y: top }: Point,
) -> LegendShape {
    let mut entries = Vec::new();
    let beside = options.legend.in_columns();
    let right = left + picture.w.max(480.0);
    // A column ends where the picture does, but is never so short that there would be many.
    let foot = top + picture.h.max(8.0 * ROW);
    let mut at = (left, top);
    let (mut widest, mut lowest): (f64, f64) = (0.0, top);
    let mut put = |sample: &dyn Fn(Rect) -> Sample, words: &str, sign: f64| {
        let block = text::set(words, Role::Legend.setting().wrapped(WIDEST, 1));
        let width = sign + GAP + block.width;
        if beside && at.1 + ROW > foot {
            at = (left + widest + APART, top);
        } else if !beside && at.0 > left && at.0 + width > right {
            at = (left, at.1 + ROW);
        }
        let rect = Rect::new(at.0, at.1, sign, ROW - 6.0);
        let middle = rect.centre().y - block.height / 2.0;
        let line = block.line(rect.right() + GAP, middle, Anchor::Start, Role::Legend);
        entries.push(LegendEntry { sample: sample(rect), rect, line });
        widest = widest.max(at.0 + width - left);
        lowest = lowest.max(at.1 + ROW);
        match beside {
            true => at.1 += ROW,
            false => at.0 += width + APART,
        }
    };
    for (sample, words) in signs(scene, options) {
        put(&|_| sample.clone(), &words, SIGN);
    }
    for (number, words) in folded.iter().enumerate().take(FOLDED) {
        put(&|rect| Sample::Mark { line: mark(&(number + 1).to_string(), rect) }, words, 22.0);
    }
    if folded.len() > FOLDED {
        let more = format!("and {} more, in the table of dependencies", folded.len() - FOLDED);
        put(&|rect| Sample::Mark { line: mark("…", rect) }, &more, 22.0);
    }
    LegendShape { rect: Rect::new(left, top, widest, lowest - top), entries }
}
