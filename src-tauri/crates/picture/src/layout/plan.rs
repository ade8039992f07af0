//! The structure of a layout: what stands on which shelf, and in how many columns. One plan per style.

use super::chance::Chance;
use super::compose::{Lines, compose, ruler};
use super::rings::Rings;
use super::shelves::{Piece, Pull, Ruler, Shelves};
use super::tree::{Item, Tree};
use super::{Ground, Style, spacing};
use crate::geometry::Size;
use std::collections::BTreeMap;

/// What a structure is to look like.
#[derive(Clone, Copy)]
pub(crate) struct Taste {
    /// How the outermost ground is arranged.
    pub(crate) style: Style,
    /// The width over the height that rooms should have.
    pub(crate) room: f64,
    /// What it costs a room to be off it by all of it.
    pub(crate) odd: f64,
    /// That of the whole, as planned: what room lines need is only known later.
    pub(crate) whole: f64,
}

/// How everything hangs together, before it has places.
#[derive(Clone)]
pub(crate) struct Structure {
    /// How the outermost ground is arranged.
    pub(crate) style: Style,
    /// The shelves in each room, and outside; the pieces are the items of [`Tree::inside`].
    pub(crate) shelves: Vec<Shelves>,
    /// Each block's columns.
    pub(crate) columns: Vec<usize>,
    /// For rings: the outside's pieces from the middle outwards, and what pulls them.
    pub(crate) rings: Option<Rings>,
}

impl Structure {
    /// A first structure, inner rooms first.
    pub(crate) fn plan(
        ground: &Ground,
        tree: &Tree,
        taste: Taste,
        steps: usize,
        chance: &mut Chance,
    ) -> Self {
        let style = taste.style;
        let mut structure = shelved(ground, tree, taste, steps, chance);
        structure.style = style;
        let outside = tree.outside();
        let sizes = |structure: &Structure| compose(ground, tree, structure, None).pieces;
        match style {
            Style::Ecosystem => {}
            Style::Flow => structure.shelves[outside] = flow(tree, &sizes(&structure)),
            Style::Lanes => {
                lane_columns(tree, &mut structure.columns);
                structure.shelves[outside].stack_in_bands();
            }
            Style::Rings => structure.rings = Some(Rings::around(ground, tree, pulls(tree, outside))),
        }
        structure
    }

    /// Whether rooms stay where they are once planned.
    pub(crate) fn is_rigid(&self) -> bool {
        self.style == Style::Rings
    }

    /// One random change of the outermost ground that keeps its style.
    pub(crate) fn rearrange(&mut self, outside: usize, chance: &mut Chance) {
        match self.style {
            Style::Ecosystem => self.shelves[outside].shake(None, chance),
            Style::Flow => self.shelves[outside].swap_in_stack(chance),
            Style::Lanes => self.shelves[outside].swap(chance),
            Style::Rings => {}
        }
    }
}

/// Shelves for the ground and for every room, inner rooms first.
fn shelved(ground: &Ground, tree: &Tree, taste: Taste, steps: usize, chance: &mut Chance) -> Structure {
    let outside = tree.outside();
    let ruler = Ruler { aspect: taste.whole, ..ruler(tree) };
    let mut shelves: Vec<Option<Shelves>> = vec![None; outside + 1];
    let mut columns: Vec<usize> = vec![1; tree.blocks.len()];
    let mut sizes = vec![Size::default(); outside];
    for shelf in tree.inner_first().into_iter().chain([outside]) {
        let items = &tree.inside[shelf];
        // A room with nothing but cards takes the shape that suits the shelf around it; it is decided there.
        let options: Vec<Vec<(usize, Size, f64)>> =
            items.iter().map(|&item| shapes(ground, tree, taste, item, &sizes)).collect();
        let pieces: Vec<Piece> = options
            .iter()
            .map(|o| Piece { shapes: o.iter().map(|&(_, size, cost)| (size, cost)).collect() })
            .collect();
        let found = Shelves::find(&pieces, &pulls(tree, shelf), ruler, steps, chance);
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
            sizes[shelf] = tree.framed(ground, shelf, found.lay(size, ruler, &[]).1);
        }
        shelves[shelf] = Some(found);
    }
    Structure {
        style: Style::Ecosystem,
        shelves: shelves.into_iter().flatten().collect(),
        columns,
        rings: None,
    }
}

/// The grids an item may have: columns, its size with them, and what it costs to look odd.
fn shapes(ground: &Ground, tree: &Tree, taste: Taste, item: Item, sizes: &[Size]) -> Vec<(usize, Size, f64)> {
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
        let inner = Lines::even(tree.blocks[block].cell, columns, rows).size;
        let size = room.map_or(inner, |room| tree.framed(ground, room, inner));
        let ratio = size.w / size.h;
        let odd = (ratio / taste.room).max(taste.room / ratio) - 1.0;
        options.push((columns, size, 0.4 * empty + taste.odd * odd * odd));
    }
    options.sort_by(|a, b| a.2.total_cmp(&b.2));
    options.truncate(6);
    options
}

/// The piece of a shelf that holds each card.
fn pieces_of_cards(tree: &Tree, shelf: usize) -> Vec<Option<usize>> {
    let at = |item: Item| tree.inside[shelf].iter().position(|&i| i == item);
    let mut of_card = vec![None; tree.sizes.len()];
    let mut index = BTreeMap::new();
    for (card, piece) in of_card.iter_mut().enumerate() {
        *piece = tree.item_on(shelf, card).and_then(|item| {
            let key = match item {
                Item::Room(room) => (0, room),
                Item::Block(block) => (1, block),
            };
            *index.entry(key).or_insert_with(|| at(item))
        });
    }
    of_card
}

/// What pulls the items of a shelf together.
fn pulls(tree: &Tree, shelf: usize) -> Vec<Pull> {
    let of_card = pieces_of_cards(tree, shelf);
    let mut sums = BTreeMap::new();
    for tie in &tree.ties {
        if let (Some(a), Some(b)) = (of_card[tie.provider], of_card[tie.receiver])
            && a != b
        {
            *sums.entry((a.min(b), a.max(b))).or_insert(0.0) += tie.pull;
        }
    }
    sums.into_iter().map(|((a, b), pull)| (a, b, pull)).collect()
}

/// Columns of rooms from those who provide to those who receive.
///
/// The rooms are put in an order with little going backwards (cycles are cut where they are weakest), and the order
/// is cut into as many columns as make a slide.
fn flow(tree: &Tree, sizes: &[Size]) -> Shelves {
    let outside = tree.outside();
    let (order, gives) = onward_order(tree, outside);
    let columns = |count: usize| -> Vec<Vec<usize>> {
        let whole: f64 = order.iter().map(|&p| sizes[p].h + spacing::ROOM_GAP_Y).sum();
        let (mut columns, mut height) = (vec![Vec::new()], 0.0);
        for &piece in &order {
            let h = sizes[piece].h + spacing::ROOM_GAP_Y;
            if height > 0.0 && (height + h / 2.0) > whole * columns.len() as f64 / count as f64 {
                columns.push(Vec::new());
            }
            height += h;
            if let Some(column) = columns.last_mut() {
                column.push(piece);
            }
        }
        columns
    };
    // A column breaks the flow between its own rooms; too many columns break the slide.
    let price = |columns: &[Vec<usize>]| {
        let wide = |c: &Vec<usize>| c.iter().map(|&p| sizes[p].w).fold(0.0, f64::max) + spacing::ROOM_GAP_X;
        let high = |c: &Vec<usize>| c.iter().map(|&p| sizes[p].h + spacing::ROOM_GAP_Y).sum::<f64>();
        let ratio = columns.iter().map(wide).sum::<f64>() / columns.iter().map(high).fold(1.0, f64::max);
        let mut column_of = vec![0; sizes.len()];
        for (i, column) in columns.iter().enumerate() {
            column.iter().for_each(|&piece| column_of[piece] = i);
        }
        let onward: f64 = gives.iter().filter(|((a, b), _)| column_of[*a] < column_of[*b]).map(|g| g.1).sum();
        let all: f64 = gives.values().sum();
        let off = (ratio / spacing::ASPECT).max(spacing::ASPECT / ratio);
        off.min(3.0) + 4.0 * (1.0 - onward / all.max(1e-9))
    };
    let cuts = (1..=order.len().clamp(1, 60)).map(columns);
    let best = cuts.reduce(|a, b| if price(&b) < price(&a) { b } else { a });
    Shelves::stacks(&best.unwrap_or_default())
}

/// What each piece hands to each other.
type Gives = BTreeMap<(usize, usize), f64>;

/// The pieces of a shelf in an order in which little is handed backwards.
fn onward_order(tree: &Tree, shelf: usize) -> (Vec<usize>, Gives) {
    let piece_of = pieces_of_cards(tree, shelf);
    let mut gives = Gives::new();
    let count = tree.inside[shelf].len();
    let (mut out, mut all) = (vec![0.0; count], vec![1e-6; count]);
    for tie in &tree.ties {
        if let (Some(a), Some(b)) = (piece_of[tie.provider], piece_of[tie.receiver])
            && a != b
        {
            *gives.entry((a, b)).or_insert(0.0) += tie.pull;
            out[a] += tie.pull;
            out[b] -= tie.pull;
            all[a] += tie.pull;
            all[b] += tie.pull;
        }
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| (out[b] / all[b]).total_cmp(&(out[a] / all[a])));
    let given = |a: usize, b: usize| gives.get(&(a, b)).copied().unwrap_or(0.0);
    // Neighbours change places as long as less then runs backwards.
    for _ in 0..count.min(60) {
        let mut changed = false;
        for i in 1..count {
            let (a, b) = (order[i - 1], order[i]);
            if given(b, a) > given(a, b) {
                order.swap(i - 1, i);
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    (order, gives)
}

/// Rows of cards so long that the lanes together make a slide.
fn lane_columns(tree: &Tree, columns: &mut [usize]) {
    let cell =
        tree.blocks.iter().fold(Size::default(), |c, b| Size::new(c.w.max(b.cell.w), c.h.max(b.cell.h)));
    let off = |across: usize| {
        let wide = across as f64 * (cell.w + spacing::COLUMN_GAP) + 2.0 * spacing::PADDING;
        let high: f64 = (tree.blocks.iter())
            .map(|b| {
                let rows = b.cards.len().div_ceil(across) as f64;
                rows * (cell.h + spacing::ROW_GAP) + spacing::HEADER + spacing::ROOM_GAP_Y
            })
            .sum();
        let ratio = wide / high.max(1.0) / spacing::ASPECT;
        ratio.max(1.0 / ratio)
    };
    let across = (2..=60).reduce(|a, b| if off(b) < off(a) { b } else { a }).unwrap_or(6);
    for (columns, block) in columns.iter_mut().zip(&tree.blocks) {
        *columns = block.cards.len().clamp(1, across);
    }
}
