//! The full tidy.

use super::chance::Chance;
use super::compose::{Structure, compose, ruler};
use super::keep;
use super::shelves::{Piece, Pull, Shelves};
use super::slots::{Judge, Slots};
use super::tree::{Item, Tree};
use super::{Arrangement, Ground, Style, spacing};
use crate::geometry::Size;
use ecosystem::{Cancelled, Watch};
use rayon::prelude::*;

/// How much work a tidy takes on, from the size of the map alone.
struct Effort {
    /// Beginnings tried, in parallel.
    tries: usize,
    /// Steps for the shelves of the outermost ground.
    shelf_steps: usize,
    /// Swaps judged by length.
    quick: usize,
    /// Swaps judged by everything.
    full: usize,
}

/// Above this many ties crossings are left out of the judgement: a swap would cost milliseconds.
const TIES_LOOKED_INTO: usize = 12_000;

impl Effort {
    fn of(tree: &Tree) -> Self {
        let (n, m, pieces) = (tree.sizes.len(), tree.ties.len(), tree.inside[tree.outside()].len().max(1));
        let tries = match n {
            0..=150 => 6,
            151..=400 => 4,
            _ => 2,
        };
        // One full step looks at about four ties' worth of all ties, twice.
        let step = (m * (2 * m / n.max(1) + 2)).max(400);
        let full = if m > TIES_LOOKED_INTO { 0 } else { (1_200_000_000 / tries / step).min(n * 400) };
        Self {
            tries,
            shelf_steps: (30_000_000 / (pieces * pieces * pieces).max(500)).clamp(40, 6_000),
            quick: n * 40,
            full,
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

fn ecosystem_style(
    ground: &Ground,
    tree: &Tree,
    seed: u64,
    watch: &dyn Watch,
) -> Result<Arrangement, Cancelled> {
    let effort = Effort::of(tree);
    let tries: Vec<(f64, Arrangement)> = (0..effort.tries)
        .into_par_iter()
        .map(|i| attempt(ground, tree, &effort, &mut Chance::new(seed.wrapping_add(i as u64 * 7919)), watch))
        .collect::<Result<_, _>>()?;
    let best = tries.into_iter().reduce(|a, b| if b.0 < a.0 { b } else { a });
    Ok(best.map(|(_, arrangement)| arrangement).unwrap_or_default())
}

/// One beginning, carried through.
fn attempt(
    ground: &Ground,
    tree: &Tree,
    effort: &Effort,
    chance: &mut Chance,
    watch: &dyn Watch,
) -> Result<(f64, Arrangement), Cancelled> {
    let structure = structure(ground, tree, effort.shelf_steps, chance);
    watch.go_on()?;
    let places = compose(ground, tree, &structure, None).slots();
    let mut slots = Slots::new(tree, &structure.columns);
    slots.anneal(tree, &places, Judge::Length, effort.quick, (0.3, 0.0), chance);
    watch.go_on()?;
    // In slices, so that cancelling is quick.
    let slices = 10;
    for slice in 0..slices {
        let heat = |slice: usize| {
            let left = 1.0 - slice as f64 / slices as f64;
            1.8 * left * left
        };
        let heats = (heat(slice), heat(slice + 1));
        slots.anneal(tree, &places, Judge::All, effort.full / slices, heats, chance);
        watch.go_on()?;
        watch.progress((slice + 1) as f32 / (slices + 1) as f32);
    }
    let composed = compose(ground, tree, &structure, Some(&slots));
    let cost = slots.cost(tree, &composed.slots());
    let ratio = composed.whole.w / composed.whole.h.max(1.0) / spacing::ASPECT;
    let off = (ratio.max(1.0 / ratio) - 1.12).max(0.0);
    Ok((cost * (1.0 + 2.0 * off), composed.arrangement(tree, &slots)))
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
        options.push((columns, size, 0.8 * empty + 0.25 * odd * odd));
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
