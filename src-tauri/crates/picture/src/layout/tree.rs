//! The ground as a tree: rooms within rooms, and the blocks of cards that stand in them.

use super::{Ground, spacing};
use crate::geometry::Size;
use std::ops::Range;

/// The ground, checked and arranged for laying out.
pub(crate) struct Tree {
    /// Each room's parent, with bad numbers and circles taken out.
    pub(crate) parent: Vec<Option<usize>>,
    /// What each room holds; the last entry is the ground outside all rooms.
    pub(crate) inside: Vec<Vec<Item>>,
    /// Grids of cards.
    pub(crate) blocks: Vec<Block>,
    /// Each card's block.
    pub(crate) block_of: Vec<usize>,
    /// Each card's size, made finite and positive.
    pub(crate) sizes: Vec<Size>,
    /// The ties between two different cards: those within a block come first, block after block.
    pub(crate) ties: Vec<Tie>,
    /// Which of the ties lie within each block, and which between blocks.
    pub(crate) within: Vec<Range<usize>>,
    pub(crate) between: Range<usize>,
}

/// What stands side by side on a room's shelves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Item {
    /// A room.
    Room(usize),
    /// Cards that stand directly in the room, or loose.
    Block(usize),
}

/// Cards that share one grid.
pub(crate) struct Block {
    /// The room; none outside.
    pub(crate) room: Option<usize>,
    /// The cards.
    pub(crate) cards: Vec<usize>,
    /// The widest and the highest card.
    pub(crate) cell: Size,
}

/// A tie with sound ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tie {
    /// The card that hands over.
    pub(crate) provider: usize,
    /// The card that relies on it.
    pub(crate) receiver: usize,
    /// How much it pulls.
    pub(crate) pull: f64,
    /// Its label's width; 0 without.
    pub(crate) label: f64,
}

/// Loose cards up to this number find their own places between the rooms; more share one grid.
const LOOSE_ALONE: usize = 6;

fn sound(value: f64, least: f64) -> f64 {
    if value.is_finite() { value.clamp(least, 1e5) } else { least }
}

impl Tree {
    /// The tree of `ground`.
    pub(crate) fn of(ground: &Ground) -> Self {
        let parent = parents(ground);
        let outside = ground.rooms.len();
        let mut inside = vec![Vec::new(); outside + 1];
        let sizes: Vec<Size> =
            ground.cards.iter().map(|c| Size::new(sound(c.size.w, 8.0), sound(c.size.h, 8.0))).collect();
        let mut held = vec![Vec::new(); outside + 1];
        for (card, c) in ground.cards.iter().enumerate() {
            held[c.room.filter(|&r| r < outside).unwrap_or(outside)].push(card);
        }
        let (mut blocks, mut block_of) = (Vec::new(), vec![0; ground.cards.len()]);
        for (room, cards) in held.into_iter().enumerate() {
            let alone = room == outside && cards.len() <= LOOSE_ALONE;
            let groups: Vec<Vec<usize>> = match (cards.is_empty(), alone) {
                (true, _) => Vec::new(),
                (_, true) => cards.into_iter().map(|card| vec![card]).collect(),
                _ => vec![cards],
            };
            for cards in groups {
                let cell = cards.iter().fold(Size::default(), |cell, &card| {
                    Size::new(cell.w.max(sizes[card].w), cell.h.max(sizes[card].h))
                });
                cards.iter().for_each(|&card| block_of[card] = blocks.len());
                inside[room].push(Item::Block(blocks.len()));
                blocks.push(Block { room: Some(room).filter(|&r| r < outside), cards, cell });
            }
        }
        for (room, parent) in parent.iter().enumerate() {
            inside[parent.unwrap_or(outside)].push(Item::Room(room));
        }
        let n = ground.cards.len();
        let mut ties: Vec<Tie> = ground
            .ties
            .iter()
            .filter(|t| t.provider < n && t.receiver < n && t.provider != t.receiver)
            .map(|t| Tie {
                provider: t.provider,
                receiver: t.receiver,
                // Heavy ties pull more, but a tenfold one must not outweigh ten others.
                pull: sound(t.strength, 0.1).min(9.0).sqrt().clamp(0.7, 2.0),
                label: sound(t.label.w, 0.0),
            })
            .collect();
        ties.sort_by_key(|t| {
            let (p, r) = (block_of[t.provider], block_of[t.receiver]);
            if p == r { p } else { blocks.len() }
        });
        let mut within = Vec::with_capacity(blocks.len());
        let mut next = 0;
        for block in 0..blocks.len() {
            let here = |t: &&Tie| block_of[t.provider] == block && block_of[t.receiver] == block;
            let end = next + ties[next..].iter().take_while(here).count();
            within.push(next..end);
            next = end;
        }
        let between = next..ties.len();
        Self { parent, inside, blocks, block_of, sizes, ties, within, between }
    }

    /// The index of the ground outside all rooms in [`Tree::inside`].
    pub(crate) fn outside(&self) -> usize {
        self.parent.len()
    }

    /// The item on `shelf` (a room or the outside) that holds `card`, if any does.
    pub(crate) fn item_on(&self, shelf: usize, card: usize) -> Option<Item> {
        let block = self.block_of[card];
        let mut item = Item::Block(block);
        let mut room = self.blocks[block].room;
        loop {
            if room.unwrap_or(self.outside()) == shelf {
                return Some(item);
            }
            item = Item::Room(room?);
            room = self.parent[room?];
        }
    }

    /// Rooms from the innermost outwards.
    pub(crate) fn inner_first(&self) -> Vec<usize> {
        let mut rooms: Vec<(usize, usize)> =
            (0..self.parent.len()).map(|room| (self.depth(room), room)).collect();
        rooms.sort_by_key(|&(depth, room)| (std::cmp::Reverse(depth), room));
        rooms.into_iter().map(|(_, room)| room).collect()
    }

    /// How many rooms are around `room`.
    fn depth(&self, room: usize) -> usize {
        std::iter::successors(self.parent[room], |&r| self.parent[r]).count()
    }

    /// The size of `room` whose contents are `inner` large.
    pub(crate) fn framed(&self, ground: &Ground, room: usize, inner: Size) -> Size {
        let title = sound(ground.rooms[room].title_width, 0.0) + 2.0 * spacing::PADDING;
        if self.inside[room].is_empty() {
            return Size::new(title.max(3.0 * spacing::EMPTY_ROOM), spacing::EMPTY_ROOM);
        }
        Size::new((inner.w + 2.0 * spacing::PADDING).max(title), inner.h + spacing::HEADER + spacing::PADDING)
    }
}

/// Each room's parent; a link that closes a circle is cut.
fn parents(ground: &Ground) -> Vec<Option<usize>> {
    let n = ground.rooms.len();
    let mut parent: Vec<Option<usize>> = vec![None; n];
    for room in 0..n {
        let up = ground.rooms[room].parent.filter(|&p| p < n && p != room);
        let circle = up
            .is_some_and(|up| std::iter::successors(Some(up), |&r| parent[r]).take(n + 1).any(|r| r == room));
        parent[room] = if circle { None } else { up };
    }
    parent
}
