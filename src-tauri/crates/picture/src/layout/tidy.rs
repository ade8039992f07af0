//! The full tidy.

use super::chance::Chance;
use super::compose::{Composed, compose};
use super::keep;
use super::plan::{Structure, Taste};
use super::slots::{Judge, Slots, TIES_LOOKED_INTO};
use super::tree::Tree;
use super::{Arrangement, Ground, Style, spacing};
use crate::geometry::{Point, Rect, Size};
use crate::route::{self, Obstacles, RoomBox, RouteTie};
use ecosystem::{Cancelled, Unwatched, Watch};
use rayon::prelude::*;

/// How much work a tidy takes on, from the size of the map alone.
struct Effort {
    /// Beginnings tried, in parallel.
    tries: usize,
    /// Steps for the shelves of the outermost ground.
    shelf_steps: usize,
    /// Swaps judged by length, in each beginning.
    quick: usize,
    /// Swaps judged by everything, in each beginning.
    trial: usize,
    /// Moves of whole rooms, in each beginning carried on.
    rearranged: usize,
    /// Beginnings carried on.
    finals: usize,
    /// Swaps judged by everything, in each of these.
    full: usize,
}

/// With more cards or ties than this, a first picture is not made with anything like a tidy's effort: a list should be on
/// the screen when it is read. The tidy is offered then.
const MANY_CARDS: usize = 2_000;
const MANY_TIES: usize = 6_000;
/// More ties than this to a card, on average, are dense.
const DENSE: usize = 20;

/// The width over the height of rooms, and of the whole, that beginnings go for in turn: which suits a map is only known
/// at the end. Rooms nearer to squares stand apart better, wide ones often have fewer crossings.
const SHAPES: [(f64, f64); 2] = [(1.2, spacing::ASPECT), (1.5, spacing::ASPECT)];
/// Those of more cards than this: between many rooms each finds its neighbours, so all can be near to squares.
const SHAPED_AS_MANY: usize = 120;
const SHAPES_OF_MANY: [(f64, f64); 2] = [(1.0, spacing::ASPECT), (1.25, spacing::ASPECT)];
/// What a room that is off its shape costs on the shelves, and what it does among so many cards.
const ODD: (f64, f64) = (0.5, 3.0);
/// A few pieces make the shape of the whole, side by side, stacked, or alone.
const FEW_PIECES: usize = 3;
const SHAPES_OF_FEW: [(f64, f64); 6] = [
    (1.2, spacing::ASPECT),
    (0.8, spacing::ASPECT),
    (1.5, spacing::ASPECT),
    (3.0, spacing::ASPECT),
    (1.2, 1.3),
    (1.5, 1.3),
];

fn has_few_pieces(tree: &Tree) -> bool {
    tree.inside[tree.outside()].len() <= FEW_PIECES
}

impl Taste {
    /// That of the `n`th beginning.
    fn of(tree: &Tree, style: Style, n: usize) -> Self {
        let many = tree.sizes.len() > SHAPED_AS_MANY;
        let shapes: &[(f64, f64)] = match (has_few_pieces(tree), many) {
            (true, _) => &SHAPES_OF_FEW,
            (false, true) => &SHAPES_OF_MANY,
            (false, false) => &SHAPES,
        };
        let (room, whole) = shapes[n % shapes.len()];
        Self { style, room, odd: if many { ODD.1 } else { ODD.0 }, whole }
    }
}
/// Up to this many ties the last beginnings are judged by how their ties would really run.
const TIES_ROUTED: usize = 500;

impl Effort {
    fn of(tree: &Tree) -> Self {
        let (n, m, pieces) = (tree.sizes.len(), tree.ties.len(), tree.inside[tree.outside()].len().max(1));
        // One judged swap sweeps over about a third of all ties for each tie of two cards.
        let swap = (m * (4 * m / n.max(1) + 4) / 3).max(200);
        let affordable = |work: usize| if m > TIES_LOOKED_INTO { 0 } else { work / swap };
        // Meant to take .3 s at 80 teams on two cores, 1 s at 200, 5 s at 1,000.
        let (tries, finals, swaps) = match n {
            0..=40 => (36, 14, n * 280),
            41..=120 => (12, 4, n * 110),
            121..=400 => (8, 2, n * 140),
            401..=2_000 => (6, 2, n * 280),
            _ => (4, 2, n * 280),
        };
        // More shapes need more beginnings, while they cost little.
        let more = if has_few_pieces(tree) && n <= 80 && m <= 4 * n { 2 } else { 1 };
        let (tries, finals) = (more * tries, more * finals);
        Self {
            tries,
            shelf_steps: (3_000 * 27_000 / (pieces * pieces * pieces).max(27_000))
                .clamp(40, 60 * pieces * pieces),
            quick: n * 30,
            trial: affordable(60_000_000).min(n * 30),
            rearranged: if m > TIES_LOOKED_INTO {
                0
            } else {
                (16_000_000 / (tree.between.len() * m / 2 + 8_000)).min(500).min(50 * pieces * pieces)
            },
            finals,
            full: affordable(if n <= 400 { 400_000_000 } else { 800_000_000 }).min(swaps),
        }
    }

    /// For the first picture of a map that has no places yet: meant to take a third of the time.
    fn first(tree: &Tree) -> Self {
        let thorough = Self::of(tree);
        let (n, m) = (tree.sizes.len(), tree.ties.len());
        if n <= MANY_CARDS && m <= MANY_TIES {
            let (tries, swaps, moves) = match n {
                // All of it is a moment.
                0..=40 => return thorough,
                41..=120 => (7, 6, 4),
                121..=400 => (5, 5, 5),
                _ => (4, 1, 2),
            };
            let tenths = |whole: usize, tenths: usize| whole * tenths / 10;
            return Self {
                tries: tenths(thorough.tries, tries),
                trial: tenths(thorough.trial, swaps),
                rearranged: tenths(thorough.rearranged, moves),
                finals: thorough.finals / 2,
                full: tenths(thorough.full, swaps),
                ..thorough
            };
        }
        // Where very many ties run, each step costs more, and no arrangement looks much better than another.
        let degree = 2 * tree.ties.len() / tree.sizes.len().max(1);
        let shelf_steps = thorough.shelf_steps.min(if degree > DENSE { 4 } else { 12 });
        let quick = tree.sizes.len() * if degree > DENSE { 1 } else { 4 };
        Self { tries: 1, shelf_steps, quick, trial: 0, rearranged: 0, finals: 1, full: 0 }
    }
}

/// Lays the whole ground out anew.
///
/// Pinned cards, locked rooms and what is not within the scope stay where they are, as long as they have a place.
/// The same ground and seed give the same arrangement on every machine.
///
/// # Errors
/// [`Cancelled`] when the watch says so.
pub fn tidy(ground: &Ground, style: Style, seed: u64, watch: &dyn Watch) -> Result<Arrangement, Cancelled> {
    let tree = Tree::of(ground);
    let fresh = afresh(ground, &tree, style, seed, &Effort::of(&tree), watch)?;
    watch.progress(1.0);
    Ok(keep::hold(ground, &tree, fresh))
}

/// Lays out a ground on which nothing has a place: small ones as [`tidy`] does, others in less time.
pub(crate) fn first(ground: &Ground, style: Style, seed: u64) -> Arrangement {
    let tree = Tree::of(ground);
    // Nobody watches, so nobody cancels.
    afresh(ground, &tree, style, seed, &Effort::first(&tree), &Unwatched).unwrap_or_default()
}

fn afresh(
    ground: &Ground,
    tree: &Tree,
    style: Style,
    seed: u64,
    effort: &Effort,
    watch: &dyn Watch,
) -> Result<Arrangement, Cancelled> {
    let mut tries: Vec<Try> = (0..effort.tries)
        .into_par_iter()
        .map(|i| {
            let taste = Taste::of(tree, style, i);
            Try::begin(ground, tree, taste, effort, Chance::new(seed.wrapping_add(i as u64 * 7919)), watch)
        })
        .collect::<Result<_, _>>()?;
    // Only the most promising are worth a thorough annealing.
    tries.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    tries.truncate(effort.finals);
    watch.progress(0.3);
    tries.par_iter_mut().try_for_each(|t| t.finish(ground, tree, effort, watch))?;
    if tree.ties.len() <= TIES_ROUTED {
        tries.par_iter_mut().for_each(|t| t.judge_by_routes(ground, tree));
    }
    let best = tries.into_iter().reduce(|a, b| if b.cost < a.cost { b } else { a });
    Ok(best
        .map(|t| compose(ground, tree, &t.structure, Some(&t.slots)).arrangement(tree, &t.slots))
        .unwrap_or_default())
}

/// One beginning, carried on as long as it is promising.
struct Try {
    structure: Structure,
    slots: Slots,
    chance: Chance,
    cost: f64,
}

/// The heat, in crossings, at which thorough annealing begins.
const HEAT: f64 = 4.0;

impl Try {
    fn begin(
        ground: &Ground,
        tree: &Tree,
        taste: Taste,
        effort: &Effort,
        mut chance: Chance,
        watch: &dyn Watch,
    ) -> Result<Self, Cancelled> {
        let structure = Structure::plan(ground, tree, taste, effort.shelf_steps, &mut chance);
        watch.go_on()?;
        let mut slots = Slots::new(tree, &structure.columns, taste.style == Style::Flow);
        let places = compose(ground, tree, &structure, None).slots();
        slots.anneal(tree, &places, Judge::Length, effort.quick, (0.3, 0.0), &mut chance);
        watch.go_on()?;
        let mut begun = Self { structure, slots, chance, cost: 0.0 };
        begun.rearrange(ground, tree, effort.rearranged);
        watch.go_on()?;
        let places = compose(ground, tree, &begun.structure, None).slots();
        begun.slots.anneal(tree, &places, Judge::All, effort.trial, (0.6, 0.0), &mut begun.chance);
        begun.judge(ground, tree);
        Ok(begun)
    }

    fn finish(
        &mut self,
        ground: &Ground,
        tree: &Tree,
        effort: &Effort,
        watch: &dyn Watch,
    ) -> Result<(), Cancelled> {
        self.rearrange(ground, tree, effort.rearranged);
        let places = compose(ground, tree, &self.structure, None).slots();
        // In slices, so that cancelling is quick.
        let slices = 10;
        let heat = |slice: usize| {
            let left = 1.0 - slice as f64 / slices as f64;
            HEAT * left * left
        };
        for slice in 0..slices {
            watch.go_on()?;
            let heats = (heat(slice), heat(slice + 1));
            self.slots.anneal(tree, &places, Judge::All, effort.full / slices, heats, &mut self.chance);
            watch.progress(0.3 + 0.7 * slice as f32 / slices as f32);
        }
        self.rearrange(ground, tree, effort.rearranged / 2);
        let places = compose(ground, tree, &self.structure, None).slots();
        // What a closed gap has made dearer is mended where it can be.
        self.slots.close_gaps(tree, &places);
        self.slots.anneal(tree, &places, Judge::All, effort.full / 5, (0.2, 0.0), &mut self.chance);
        self.slots.close_gaps(tree, &places);
        self.judge(ground, tree);
        Ok(())
    }

    /// Moves whole rooms on the outermost shelves and turns blocks over, now that it is known who stands where.
    fn rearrange(&mut self, ground: &Ground, tree: &Tree, steps: usize) {
        let outside = tree.outside();
        if tree.blocks.len() < 2 {
            return;
        }
        let stand = |structure: &Structure| {
            let composed = compose(ground, tree, structure, None);
            (composed.slots(), composed.whole)
        };
        let (mut places, whole) = stand(&self.structure);
        let area = whole.w * whole.h;
        let worth = |whole: Size| 1.0 + 2.0 * off_aspect(whole) + (whole.w * whole.h / area - 1.0).max(-0.1);
        let mut factor = worth(whole);
        let mut cost = self.slots.cost_between(tree, &places) * factor;
        for step in 0..steps {
            let most = cost + self.chance.allowance(0.012 * cost * (1.0 - step as f64 / steps as f64));
            if self.structure.is_rigid() || self.chance.below(3) == 0 {
                let (block, upright) = (self.chance.below(tree.blocks.len()), self.chance.below(2) == 0);
                self.slots.flip(block, upright);
                let after = self.slots.cost_between(tree, &places) * factor;
                if after <= most {
                    cost = after;
                } else {
                    self.slots.flip(block, upright);
                }
                continue;
            }
            let shelves = self.structure.shelves[outside].clone();
            self.structure.rearrange(outside, &mut self.chance);
            let (there, whole) = stand(&self.structure);
            let after = self.slots.cost_between(tree, &there) * worth(whole);
            if after <= most {
                (places, factor, cost) = (there, worth(whole), after);
            } else {
                self.structure.shelves[outside] = shelves;
            }
        }
    }

    /// Judges by routes instead of straight lines.
    fn judge_by_routes(&mut self, ground: &Ground, tree: &Tree) {
        let composed = compose(ground, tree, &self.structure, Some(&self.slots));
        let arrangement = composed.arrangement(tree, &self.slots);
        let cards: Vec<Rect> =
            arrangement.cards.iter().zip(&tree.sizes).map(|(at, size)| Rect::at(*at, *size)).collect();
        let rooms: Vec<RoomBox> = (arrangement.rooms.iter().zip(&ground.rooms).zip(&tree.parent))
            .map(|((&rect, room), &parent)| RoomBox {
                rect,
                words: [spacing::title(rect, room.title_width), Rect::default()],
                parent,
            })
            .collect();
        let card_room: Vec<Option<usize>> =
            tree.block_of.iter().map(|&block| tree.blocks[block].room).collect();
        let obstacles = Obstacles { cards: &cards, rooms: &rooms, card_room: &card_room };
        let ties: Vec<RouteTie> = (tree.ties.iter())
            .map(|t| RouteTie { provider: t.provider, receiver: t.receiver, ..RouteTie::default() })
            .collect();
        let met = route::weigh(&obstacles, &ties) + self.slots.holes();
        self.cost = met * looks(tree, &cards, &composed);
    }

    fn judge(&mut self, ground: &Ground, tree: &Tree) {
        let composed = compose(ground, tree, &self.structure, Some(&self.slots));
        let cards = composed.arrangement(tree, &self.slots).cards;
        let cards: Vec<Rect> = cards.iter().zip(&tree.sizes).map(|(at, size)| Rect::at(*at, *size)).collect();
        self.cost = self.slots.cost(tree, &composed.slots()) * looks(tree, &cards, &composed);
    }
}

/// What makes a picture dearer, whatever its ties: a shape that fits no slide, rooms that do not stand apart, and a part
/// of the slide that is left empty.
fn looks(tree: &Tree, cards: &[Rect], composed: &Composed) -> f64 {
    let mingled = (APART - silhouette(tree, cards)).max(0.0);
    let hollow = (empty(composed) - if has_few_pieces(tree) { EMPTY.1 } else { EMPTY.0 }).max(0.0);
    1.0 + 2.0 * off_aspect(composed.whole) + 6.0 * mingled + 1.5 * hollow
}

/// What may be empty, beside what pieces stand on: rooms of their own sizes never fill a slide. And what may be where
/// there are few, between which it is one hole.
const EMPTY: (f64, f64) = (0.33, 0.15);

/// How much of the outermost ground no piece stands on, beside what they do.
fn empty(composed: &Composed) -> f64 {
    let spaced = |size: &Size| (size.w + spacing::ROOM_GAP_X) * (size.h + spacing::ROOM_GAP_Y);
    spaced(&composed.whole) / composed.pieces.iter().map(spaced).sum::<f64>().max(1.0) - 1.0
}

/// The silhouette from which on rooms stand apart well enough.
const APART: f64 = 0.53;

/// How much nearer cards are to the middle of their own block's cards than to that of the next, from -1 to 1
/// (Rousseeuw 1987, with middles instead of all pairs).
fn silhouette(tree: &Tree, cards: &[Rect]) -> f64 {
    let middles: Vec<Point> = (tree.blocks.iter())
        .map(|b| {
            b.cards.iter().fold(Point::default(), |m, &c| m + cards[c].centre())
                * (1.0 / b.cards.len() as f64)
        })
        .collect();
    if middles.len() < 2 {
        return 1.0;
    }
    let sum: f64 = (cards.iter().zip(&tree.block_of))
        .map(|(card, &block)| {
            let (mut own, mut other) = (0.0, f64::INFINITY);
            for (i, m) in middles.iter().enumerate() {
                let d = *m - card.centre();
                let far = (d.x * d.x + d.y * d.y).sqrt();
                if i == block { own = far } else { other = other.min(far) }
            }
            (other - own) / other.max(own).max(1e-9)
        })
        .sum();
    sum / cards.len().max(1) as f64
}

/// How far the whole is off the wanted aspect, a little being nothing, and what fits no slide counting much more.
fn off_aspect(whole: Size) -> f64 {
    const SLIDE: (f64, f64) = (1.25, 1.85);
    let aspect = whole.w / whole.h.max(1.0);
    let off = (aspect / spacing::ASPECT).max(spacing::ASPECT / aspect.max(1e-9));
    let beyond = (aspect / SLIDE.1).max(SLIDE.0 / aspect.max(1e-9));
    (off - 1.08).max(0.0) + 5.0 * (beyond - 1.0).max(0.0)
}
