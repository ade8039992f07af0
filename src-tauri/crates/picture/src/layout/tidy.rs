//! The full tidy.

use super::chance::Chance;
use super::compose::{Structure, compose, ruler};
use super::keep;
use super::shelves::{Piece, Pull, Shelves};
use super::slots::{Judge, Slots};
use super::tree::{Item, Tree};
use super::{Arrangement, Ground, Style, spacing};
use crate::geometry::{Rect, Size};
use crate::route::{self, Obstacles, RoomBox, RouteTie};
use ecosystem::{Cancelled, Watch};
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

/// Above this many ties crossings are left out of the judgement: a swap would cost milliseconds.
const TIES_LOOKED_INTO: usize = 12_000;

/// Up to this many ties the last beginnings are judged by how their ties would really run.
const TIES_ROUTED: usize = 500;

impl Effort {
    fn of(tree: &Tree) -> Self {
        let (n, m, pieces) = (tree.sizes.len(), tree.ties.len(), tree.inside[tree.outside()].len().max(1));
        // One judged swap sweeps over about a third of all ties for each tie of two cards.
        let swap = (m * (4 * m / n.max(1) + 4) / 3).max(200);
        let affordable = |work: usize| if m > TIES_LOOKED_INTO { 0 } else { work / swap };
        Self {
            tries: match n {
                0..=400 => 8,
                401..=2_000 => 4,
                _ => 2,
            },
            shelf_steps: (3_000 * 27_000 / (pieces * pieces * pieces).max(27_000)).max(40),
            quick: n * 30,
            trial: affordable(30_000_000).min(n * 30),
            rearranged: if m > TIES_LOOKED_INTO { 0 } else { (40_000_000 / (tree.between.len() * m / 2 + 8_000)).min(1_000) },
            finals: if n <= 120 { 4 } else { 2 },
            full: affordable(220_000_000).min(n * 120),
        }
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
    let _ = style;
    let fresh = ecosystem_style(ground, &tree, seed, watch)?;
    watch.progress(1.0);
    Ok(keep::hold(ground, &tree, fresh))
}

fn ecosystem_style(ground: &Ground, tree: &Tree, seed: u64, watch: &dyn Watch) -> Result<Arrangement, Cancelled> {
    let effort = Effort::of(tree);
    let mut tries: Vec<Try> = (0..effort.tries)
        .into_par_iter()
        .map(|i| Try::begin(ground, tree, &effort, Chance::new(seed.wrapping_add(i as u64 * 7919)), watch))
        .collect::<Result<_, _>>()?;
    // Only the most promising are worth a thorough annealing.
    tries.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    tries.truncate(effort.finals);
    watch.progress(0.3);
    tries.par_iter_mut().try_for_each(|t| t.finish(ground, tree, &effort, watch))?;
    if tree.ties.len() <= TIES_ROUTED {
        tries.par_iter_mut().for_each(|t| t.judge_by_routes(ground, tree));
    }
    let best = tries.into_iter().reduce(|a, b| if b.cost < a.cost { b } else { a });
    Ok(best.map(|t| compose(ground, tree, &t.structure, Some(&t.slots)).arrangement(tree, &t.slots)).unwrap_or_default())
}

/// One beginning, carried on as long as it is promising.
struct Try {
    structure: Structure,
    slots: Slots,
    chance: Chance,
    cost: f64,
}

/// The heat, in crossings, at which thorough annealing begins.
const HEAT: f64 = 1.3;

impl Try {
    fn begin(
        ground: &Ground,
        tree: &Tree,
        effort: &Effort,
        mut chance: Chance,
        watch: &dyn Watch,
    ) -> Result<Self, Cancelled> {
        let structure = structure(ground, tree, effort.shelf_steps, &mut chance);
        watch.go_on()?;
        let mut slots = Slots::new(tree, &structure.columns);
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

    fn finish(&mut self, ground: &Ground, tree: &Tree, effort: &Effort, watch: &dyn Watch) -> Result<(), Cancelled> {
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
        self.slots.anneal(tree, &places, Judge::All, effort.full / 5, (0.2, 0.0), &mut self.chance);
        self.judge(ground, tree);
        Ok(())
    }

    /// Moves whole rooms on the outermost shelves and turns blocks over, now that it is known who stands where.
    fn rearrange(&mut self, ground: &Ground, tree: &Tree, steps: usize) {
        let outside = tree.outside();
        if tree.inside[outside].len() < 2 && tree.blocks.len() < 2 {
            return;
        }
        let first = compose(ground, tree, &self.structure, None);
        let area = first.whole.w * first.whole.h;
        let price = |structure: &Structure, slots: &Slots| {
            let composed = compose(ground, tree, structure, None);
            let spare = (composed.whole.w * composed.whole.h / area - 1.0).max(-0.1);
            slots.cost_between(tree, &composed.slots()) * (1.0 + 2.0 * off_aspect(composed.whole) + spare)
        };
        let mut cost = price(&self.structure, &self.slots);
        for step in 0..steps {
            let heat = 0.012 * cost * (1.0 - step as f64 / steps as f64);
            let shelves = self.structure.shelves[outside].clone();
            let turned = (self.chance.below(3) == 0)
                .then(|| (self.chance.below(tree.blocks.len()), self.chance.below(2) == 0));
            match turned {
                Some((block, upright)) => self.slots.flip(block, upright),
                None => self.structure.shelves[outside].shake(None, &mut self.chance),
            }
            let after = price(&self.structure, &self.slots);
            if after - cost <= self.chance.allowance(heat) {
                cost = after;
            } else if let Some((block, upright)) = turned {
                self.slots.flip(block, upright);
            } else {
                self.structure.shelves[outside] = shelves;
            }
        }
    }

    /// Judges by routes instead of straight lines.
    fn judge_by_routes(&mut self, ground: &Ground, tree: &Tree) {
        let composed = compose(ground, tree, &self.structure, Some(&self.slots));
        let arrangement = composed.arrangement(tree, &self.slots);
        let cards: Vec<Rect> = arrangement.cards.iter().zip(&tree.sizes).map(|(at, size)| Rect::at(*at, *size)).collect();
        let rooms: Vec<RoomBox> = (arrangement.rooms.iter().zip(&ground.rooms).zip(&tree.parent))
            .map(|((&rect, room), &parent)| RoomBox { rect, title: spacing::title(rect, room.title_width), parent })
            .collect();
        let card_room: Vec<Option<usize>> = tree.block_of.iter().map(|&block| tree.blocks[block].room).collect();
        let obstacles = Obstacles { cards: &cards, rooms: &rooms, card_room: &card_room };
        let ties: Vec<RouteTie> = (tree.ties.iter())
            .map(|t| RouteTie { provider: t.provider, receiver: t.receiver, ..RouteTie::default() })
            .collect();
        self.cost = route::weigh(&obstacles, &ties) * (1.0 + 2.0 * off_aspect(composed.whole));
    }

    fn judge(&mut self, ground: &Ground, tree: &Tree) {
        let composed = compose(ground, tree, &self.structure, Some(&self.slots));
        self.cost = self.slots.cost(tree, &composed.slots()) * (1.0 + 2.0 * off_aspect(composed.whole));
    }
}

/// How far the whole is off the wanted aspect, a little being nothing.
fn off_aspect(whole: Size) -> f64 {
    let ratio = whole.w / whole.h.max(1.0) / spacing::ASPECT;
    (ratio.max(1.0 / ratio) - 1.08).max(0.0)
}

/// Shelves for the ground and for every room, inner rooms first.
fn structure(ground: &Ground, tree: &Tree, steps: usize, chance: &mut Chance) -> Structure {
    let outside = tree.outside();
    let mut shelves: Vec<Option<Shelves>> = vec![None; outside + 1];
    let mut columns: Vec<usize> = vec![1; tree.blocks.len()];
    let mut sizes = vec![Size::default(); outside];
    for shelf in tree.inner_first().into_iter().chain([outside]) {
        let items = &tree.inside[shelf];
        // A room with nothing but cards takes the shape that suits the shelf around it; it is decided there.
        let options: Vec<Vec<(usize, Size, f64)>> =
            items.iter().map(|&item| shapes(ground, tree, item, &sizes)).collect();
        let pieces: Vec<Piece> = options
            .iter()
            .map(|o| Piece { shapes: o.iter().map(|&(_, size, cost)| (size, cost)).collect() })
            .collect();
        let found = Shelves::find(&pieces, &pulls(tree, shelf), ruler(), steps, chance);
        for (piece, &item) in items.iter().enumerate() {
            let (c, _, _) = options[piece][found.shape(piece)];
            match item {
                Item::Block(block) => columns[block] = c,
                Item::Room(room) => {
                    if let [Item::Block(block)] = tree.inside[room][..] {
                        columns[block] = c;
                    }
                }
            }
        }
        if shelf < outside {
            let size = |piece: usize| options[piece][found.shape(piece)].1;
            sizes[shelf] = tree.framed(ground, shelf, found.lay(size, ruler()).1);
        }
        shelves[shelf] = Some(found);
    }
    Structure { shelves: shelves.into_iter().flatten().collect(), columns }
}

/// The grids an item may have: columns, its size with them, and what it costs to look odd.
fn shapes(ground: &Ground, tree: &Tree, item: Item, sizes: &[Size]) -> Vec<(usize, Size, f64)> {
    let (block, room) = match item {
        Item::Block(block) => (block, None),
        Item::Room(room) => match tree.inside[room][..] {
            [Item::Block(block)] => (block, Some(room)),
            _ => return vec![(1, sizes[room], 0.0)],
        },
    };
    let count = tree.blocks[block].cards.len();
    let mut options: Vec<(usize, Size, f64)> = Vec::new();
    for columns in 1..=count.min(40) {
        let rows = count.div_ceil(columns);
        let empty = (columns * rows - count) as f64 / count as f64;
        let inner = super::compose::Lines::even(tree.blocks[block].cell, columns, rows).size;
        let size = room.map_or(inner, |room| tree.framed(ground, room, inner));
        let ratio = size.w / size.h;
        let odd = (ratio / 1.5).max(1.5 / ratio) - 1.0;
        options.push((columns, size, 0.4 * empty + 0.5 * odd * odd));
    }
    options.sort_by(|a, b| a.2.total_cmp(&b.2));
    options.truncate(6);
    options
}

/// What pulls the items of a shelf together.
fn pulls(tree: &Tree, shelf: usize) -> Vec<Pull> {
    let at = |item: Item| tree.inside[shelf].iter().position(|&i| i == item);
    let mut of_card = vec![None; tree.sizes.len()];
    let mut index = std::collections::BTreeMap::new();
    for (card, piece) in of_card.iter_mut().enumerate() {
        *piece = tree.item_on(shelf, card).and_then(|item| {
            let key = match item {
                Item::Room(room) => (0, room),
                Item::Block(block) => (1, block),
            };
            *index.entry(key).or_insert_with(|| at(item))
        });
    }
    let mut sums = std::collections::BTreeMap::new();
    for tie in &tree.ties {
        if let (Some(a), Some(b)) = (of_card[tie.provider], of_card[tie.receiver])
            && a != b
        {
            *sums.entry((a.min(b), a.max(b))).or_insert(0.0) += tie.pull;
        }
    }
    sums.into_iter().map(|((a, b), pull)| (a, b, pull)).collect()
}
