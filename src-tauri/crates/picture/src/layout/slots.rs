//! Slots: which card stands where in the grid of its block.
//!
//! Annealing over swaps within a block. Ties are taken as straight lines between the middles of cards; a step's
//! price is what the ties of the swapped cards cost before and after: their length, their crossings with all other
//! ties, and the cards they run over. Crossings are counted in one branch-free sweep over all ties (which the
//! compiler turns into vector instructions), so that a step costs microseconds and nothing else is recomputed.

use super::chance::Chance;
use super::tree::Tree;
use crate::geometry::Point;
use std::ops::Range;

/// An empty slot, or a card without one.
pub(crate) const NOBODY: u32 = u32::MAX;

/// Above this many ties crossings are left out of the judgement: a swap would cost milliseconds.
pub(crate) const TIES_LOOKED_INTO: usize = 12_000;
/// What a unit of length, a crossing and a card run over cost, in crossings.
const LENGTH: f64 = 1.0 / 190.0;
const RUN_OVER: f64 = 0.8;
/// A tie between direct neighbours of a row whose label widens their gap.
const WIDENED: f64 = 0.22;
/// A tie that passes over the cards of a room it has nothing to do with.
const STRANGE_ROOM: f64 = 1.0;
/// A tie that does not run rightwards, where all should.
const BACKWARDS: f64 = 1.2;
/// An empty slot in the midst of a block, where it looks as if something were missing, or within a first or last row,
/// which ends too late rather than has a gap.
const HOLE: (f64, f64) = (2.5, 0.8);
/// Vertical distance counts more: pictures are wide.
const UPRIGHT: f64 = 1.2;

/// The grid of one block.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Grid {
    /// Columns, at least 1.
    pub(crate) columns: usize,
    /// Its first slot.
    pub(crate) first: usize,
    /// How many slots it has.
    pub(crate) count: usize,
}

impl Grid {
    /// What an empty slot costs where it is.
    fn hole(&self, slot: usize) -> f64 {
        let (row, column) = ((slot - self.first) / self.columns, (slot - self.first) % self.columns);
        let within = |at: usize, of: usize| at > 0 && at + 1 < of;
        match (within(row, self.count / self.columns), within(column, self.columns)) {
            (true, _) => HOLE.0,
            (false, true) => HOLE.1,
            (false, false) => 0.0,
        }
    }
}

/// Cards on slots.
#[derive(Clone)]
pub(crate) struct Slots {
    /// Each block's grid.
    pub(crate) grids: Vec<Grid>,
    /// Each card's slot.
    pub(crate) slot_of: Vec<u32>,
    /// Each slot's card.
    pub(crate) card_at: Vec<u32>,
    /// Whether ties should run rightwards.
    pub(crate) onward: bool,
}

/// The ends of all ties and the cards, as the sweeps want them.
struct Field<'a> {
    tree: &'a Tree,
    x: Vec<f32>,
    y: Vec<f32>,
    /// Half sizes of the card on each slot; negative when empty, so that nothing runs over it.
    half_w: Vec<f32>,
    half_h: Vec<f32>,
    ax: Vec<f32>,
    ay: Vec<f32>,
    bx: Vec<f32>,
    by: Vec<f32>,
    /// Each card's ties; only filled for annealing.
    of: Vec<Vec<u32>>,
    /// Each block's left, top, right and bottom slot middles.
    bounds: Vec<[f32; 4]>,
    /// How many ties each tie crosses; only counted for annealing.
    crossed: Vec<i32>,
}

/// Whether a segment (x, y, x, y) passes through a frame (left, top, right, bottom).
fn passes(s: [f32; 4], frame: [f32; 4]) -> bool {
    let (dx, dy) = (s[2] - s[0], s[3] - s[1]);
    let (half_w, half_h) = ((frame[2] - frame[0]) / 2.0, (frame[3] - frame[1]) / 2.0);
    let (x, y) = (frame[0] + half_w - s[0], frame[1] + half_h - s[1]);
    (x * dy - y * dx).abs() < half_w * dy.abs() + half_h * dx.abs()
        && s[0].max(s[2]) > frame[0]
        && s[0].min(s[2]) < frame[2]
        && s[1].max(s[3]) > frame[1]
        && s[1].min(s[3]) < frame[3]
}

/// Whether two segments (x, y, x, y) cross in one inner point.
#[inline(always)]
fn crosses(s: [f32; 4], t: [f32; 4]) -> bool {
    let (dx, dy) = (s[2] - s[0], s[3] - s[1]);
    let (c, e) = (dx * (t[1] - s[1]) - dy * (t[0] - s[0]), dx * (t[3] - s[1]) - dy * (t[2] - s[0]));
    let (fx, fy) = (t[2] - t[0], t[3] - t[1]);
    let (a, b) = (fx * (s[1] - t[1]) - fy * (s[0] - t[0]), fx * (s[3] - t[1]) - fy * (s[2] - t[0]));
    (c * e < 0.0) & (a * b < 0.0)
}

/// How thoroughly a step is judged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judge {
    /// By length alone.
    Length,
    /// By length, crossings and cards run over.
    All,
}

impl Slots {
    /// Slots for each block, filled in the order of the cards; `onward` when ties should run rightwards.
    pub(crate) fn new(tree: &Tree, columns: &[usize], onward: bool) -> Self {
        let (mut grids, mut card_at) = (Vec::new(), Vec::new());
        let mut slot_of = vec![NOBODY; tree.sizes.len()];
        for (block, &columns) in tree.blocks.iter().zip(columns) {
            let count = block.cards.len().div_ceil(columns) * columns;
            grids.push(Grid { columns, first: card_at.len(), count });
            for at in 0..count {
                card_at.push(block.cards.get(at).map_or(NOBODY, |&card| {
                    slot_of[card] = card_at.len() as u32;
                    card as u32
                }));
            }
        }
        Self { grids, slot_of, card_at, onward }
    }

    /// Makes the picture cheaper in `steps` swaps while `heat` (in crossings) falls from its
    /// first value to its second, the slots being at `places`.
    pub(crate) fn anneal(
        &mut self,
        tree: &Tree,
        places: &[Point],
        judge: Judge,
        steps: usize,
        heat: (f64, f64),
        chance: &mut Chance,
    ) {
        let movable: Vec<usize> =
            (0..tree.sizes.len()).filter(|&card| self.grids[tree.block_of[card]].count > 1).collect();
        if movable.is_empty() || steps == 0 {
            return;
        }
        let mut field = Field::new(tree, self, places);
        field.of = Field::ties_by_card(tree);
        if judge == Judge::All {
            field.count_all();
        }
        for step in 0..steps {
            let left = 1.0 - step as f64 / steps as f64;
            let heat = heat.1 + (heat.0 - heat.1) * left + 0.01;
            let card = movable[chance.below(movable.len())];
            let grid = self.grids[tree.block_of[card]];
            let from = self.slot_of[card] as usize;
            let to = if chance.below(3) > 0 {
                grid.first + chance.below(grid.count)
            } else {
                // A neighbour: small steps polish.
                let near = [1, grid.columns, grid.count - 1, grid.count - grid.columns % grid.count];
                grid.first + (from - grid.first + near[chance.below(4)]) % grid.count
            };
            if to == from {
                continue;
            }
            let moved = field.ties_of(card, self.card_at[to]);
            let mut before = 0.0;
            for &tie in &moved {
                before += field.length(self, tie as usize);
                if judge == Judge::All {
                    before += f64::from(field.crossed[tie as usize]) + field.over(self, tie as usize);
                }
            }
            // Where nobody stood, the gap comes to stand where the card was.
            let gap = match self.card_at[to] {
                NOBODY => grid.hole(from) - grid.hole(to),
                _ => 0.0,
            };
            let most = before - gap + chance.allowance(heat);
            self.swap(&mut field, from, to);
            if field.costs_at_most(self, &moved, judge, most) {
                if judge == Judge::All {
                    self.swap(&mut field, from, to);
                    field.count(&moved, -1);
                    self.swap(&mut field, from, to);
                    field.count(&moved, 1);
                }
            } else {
                self.swap(&mut field, from, to);
            }
        }
    }

    /// Fills the gaps that are left in the midst of blocks with the cards from the ends of first and last rows that
    /// cost least there, and those of a first row with cards from the last, where a block lacks cards in both: where
    /// ties are many, no swap of an annealing gives way for the looks of a gap.
    pub(crate) fn close_gaps(&mut self, tree: &Tree, places: &[Point]) {
        let mut field = Field::new(tree, self, places);
        field.of = Field::ties_by_card(tree);
        for block in 0..self.grids.len() {
            let grid = self.grids[block];
            let all = grid.first..grid.first + grid.count;
            let empty = |slots: &Self, among: Range<usize>| {
                among.filter(|&slot| slots.card_at[slot] == NOBODY).collect::<Vec<_>>()
            };
            while let Some(gap) =
                empty(self, all.clone()).into_iter().find(|&slot| !self.ends_row(grid, slot))
            {
                let Some(from) = self.cheapest_for(&mut field, grid, gap, all.clone()) else { break };
                self.swap(&mut field, from, gap);
            }
            let first = grid.first..grid.first + grid.columns;
            let last = all.end - grid.columns..all.end;
            let lacking = [&first, &last].map(|row| empty(self, row.clone()).len());
            if first.start < last.start
                && lacking.iter().all(|&n| n > 0)
                && lacking[0] + lacking[1] < grid.columns
            {
                while let Some(&gap) = empty(self, first.clone()).first() {
                    let Some(from) = self.cheapest_for(&mut field, grid, gap, last.clone()) else { break };
                    self.swap(&mut field, from, gap);
                }
            }
        }
    }

    /// The slot among these, at an end of a row, whose card costs least in the gap.
    fn cheapest_for(
        &mut self,
        field: &mut Field,
        grid: Grid,
        gap: usize,
        among: Range<usize>,
    ) -> Option<usize> {
        let ends = among.filter(|&slot| self.card_at[slot] != NOBODY && self.ends_row(grid, slot));
        let mut best: Option<(f64, usize)> = None;
        for from in ends.collect::<Vec<_>>() {
            let ties = field.ties_of(self.card_at[from] as usize, NOBODY);
            let before = field.cost(self, &ties);
            self.swap(field, from, gap);
            let dearer = field.cost(self, &ties) - before;
            self.swap(field, gap, from);
            if best.is_none_or(|(least, _)| dearer < least) {
                best = Some((dearer, from));
            }
        }
        best.map(|(_, from)| from)
    }

    /// Whether a slot lies at an end of the first or last row, beyond which all slots are empty.
    pub(super) fn ends_row(&self, grid: Grid, slot: usize) -> bool {
        let (row, column) = ((slot - grid.first) / grid.columns, (slot - grid.first) % grid.columns);
        let row_at = grid.first + row * grid.columns;
        let empty = |mut slots: Range<usize>| slots.all(|other| self.card_at[other] == NOBODY);
        (row == 0 || (row + 1) * grid.columns >= grid.count)
            && (empty(row_at..row_at + column) || empty(row_at + column + 1..row_at + grid.columns))
    }

    /// Turns a block's grid over: left to right, or top to bottom.
    pub(crate) fn flip(&mut self, block: usize, upright: bool) {
        let grid = self.grids[block];
        let rows = grid.count / grid.columns;
        let cards = &mut self.card_at[grid.first..grid.first + grid.count];
        if upright {
            for row in 0..rows / 2 {
                for column in 0..grid.columns {
                    cards.swap(row * grid.columns + column, (rows - 1 - row) * grid.columns + column);
                }
            }
        } else {
            cards.chunks_mut(grid.columns).for_each(<[u32]>::reverse);
        }
        for (at, &card) in cards.iter().enumerate() {
            if card != NOBODY {
                self.slot_of[card as usize] = (grid.first + at) as u32;
            }
        }
    }

    /// What the whole costs.
    pub(crate) fn cost(&self, tree: &Tree, places: &[Point]) -> f64 {
        self.cost_of(tree, places, 0..tree.ties.len(), 0.5) + self.holes()
    }

    /// What the empty slots cost.
    pub(crate) fn holes(&self) -> f64 {
        let holes = self.grids.iter().flat_map(|grid| {
            let slots = grid.first..grid.first + grid.count;
            slots.filter(|&slot| self.card_at[slot] == NOBODY).map(|slot| grid.hole(slot))
        });
        holes.sum()
    }

    /// What the ties between blocks cost: all that changes when blocks move as they are.
    pub(crate) fn cost_between(&self, tree: &Tree, places: &[Point]) -> f64 {
        self.cost_of(tree, places, tree.between.clone(), 0.7)
    }

    fn cost_of(&self, tree: &Tree, places: &[Point], ties: Range<usize>, crossing: f64) -> f64 {
        let field = Field::new(tree, self, places);
        let looked_into = tree.ties.len() <= TIES_LOOKED_INTO;
        let cost = |tie| {
            let length = field.length(self, tie);
            let met = || field.over(self, tie) + crossing * f64::from(field.crossings(tie));
            if looked_into { length + met() } else { length }
        };
        ties.map(cost).sum()
    }

    fn swap(&mut self, field: &mut Field, from: usize, to: usize) {
        let (a, b) = (self.card_at[from], self.card_at[to]);
        (self.card_at[from], self.card_at[to]) = (b, a);
        field.half_w.swap(from, to);
        field.half_h.swap(from, to);
        for (card, slot) in [(a, to), (b, from)] {
            if card != NOBODY {
                self.slot_of[card as usize] = slot as u32;
                field.moved(card as usize, slot);
            }
        }
    }
}

impl<'a> Field<'a> {
    fn new(tree: &'a Tree, slots: &Slots, places: &[Point]) -> Self {
        let (m, s) = (tree.ties.len(), places.len());
        let mut field = Self {
            tree,
            x: places.iter().map(|p| p.x as f32).collect(),
            y: places.iter().map(|p| p.y as f32).collect(),
            half_w: vec![-1e9; s],
            half_h: vec![-1e9; s],
            ax: vec![0.0; m],
            ay: vec![0.0; m],
            bx: vec![0.0; m],
            by: vec![0.0; m],
            of: Vec::new(),
            bounds: Vec::with_capacity(tree.blocks.len()),
            crossed: Vec::new(),
        };
        for grid in &slots.grids {
            let here = &places[grid.first..grid.first + grid.count];
            field.bounds.push(here.iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |b, p| {
                let (x, y) = (p.x as f32, p.y as f32);
                [b[0].min(x), b[1].min(y), b[2].max(x), b[3].max(y)]
            }));
        }
        for (tie, t) in tree.ties.iter().enumerate() {
            let (a, b) = (slots.slot_of[t.provider] as usize, slots.slot_of[t.receiver] as usize);
            (field.ax[tie], field.ay[tie]) = (field.x[a], field.y[a]);
            (field.bx[tie], field.by[tie]) = (field.x[b], field.y[b]);
        }
        for (card, size) in tree.sizes.iter().enumerate() {
            let slot = slots.slot_of[card] as usize;
            field.half_w[slot] = size.w as f32 / 2.0 + 4.0;
            field.half_h[slot] = size.h as f32 / 2.0 + 4.0;
        }
        field
    }

    fn ties_by_card(tree: &Tree) -> Vec<Vec<u32>> {
        let mut of = vec![Vec::new(); tree.sizes.len()];
        for (tie, t) in tree.ties.iter().enumerate() {
            of[t.provider].push(tie as u32);
            of[t.receiver].push(tie as u32);
        }
        of
    }

    /// What ties cost where they are.
    fn cost(&self, slots: &Slots, ties: &[u32]) -> f64 {
        let looked_into = self.tree.ties.len() <= TIES_LOOKED_INTO;
        let cost = |&tie: &u32| {
            let tie = tie as usize;
            let met = || self.over(slots, tie) + f64::from(self.crossings(tie));
            self.length(slots, tie) + if looked_into { met() } else { 0.0 }
        };
        ties.iter().map(cost).sum()
    }

    fn moved(&mut self, card: usize, slot: usize) {
        for &tie in &self.of[card] {
            let tie = tie as usize;
            if self.tree.ties[tie].provider == card {
                (self.ax[tie], self.ay[tie]) = (self.x[slot], self.y[slot]);
            } else {
                (self.bx[tie], self.by[tie]) = (self.x[slot], self.y[slot]);
            }
        }
    }

    /// The ties of both cards, each once.
    fn ties_of(&self, card: usize, other: u32) -> Vec<u32> {
        let mut ties = self.of[card].clone();
        if other != NOBODY {
            ties.extend(self.of[other as usize].iter().filter(|&&tie| {
                let t = self.tree.ties[tie as usize];
                t.provider != card && t.receiver != card
            }));
        }
        ties
    }

    /// Whether the ties cost no more than `most` where they are; given up as soon as they do.
    fn costs_at_most(&self, slots: &Slots, ties: &[u32], judge: Judge, most: f64) -> bool {
        let mut cost: f64 = ties.iter().map(|&tie| self.length(slots, tie as usize)).sum();
        if judge == Judge::All {
            for &tie in ties {
                if cost > most {
                    return false;
                }
                cost += self.over(slots, tie as usize);
            }
            for &tie in ties {
                if cost > most {
                    return false;
                }
                cost += f64::from(self.crossings(tie as usize));
            }
        }
        cost <= most
    }

    /// Counts all crossings anew.
    fn count_all(&mut self) {
        self.crossed = (0..self.ax.len()).map(|tie| self.crossings(tie)).collect();
    }

    /// Adds (or takes away) the crossings of `ties` to what they and those they cross have counted.
    fn count(&mut self, ties: &[u32], sign: i32) {
        let mut ranges = Vec::with_capacity(8);
        for &tie in ties {
            let tie = tie as usize;
            let segment = self.segment(tie);
            ranges.clear();
            self.reach(tie, |range| ranges.push(range));
            for range in ranges.drain(..) {
                self.crossed[tie] += sign * self.sweep(segment, range.clone());
                let (ax, ay) = (&self.ax[range.clone()], &self.ay[range.clone()]);
                let (bx, by) = (&self.bx[range.clone()], &self.by[range.clone()]);
                let crossed = &mut self.crossed[range];
                for i in 0..crossed.len() {
                    crossed[i] += sign * i32::from(crosses(segment, [ax[i], ay[i], bx[i], by[i]]));
                }
            }
        }
        // A crossing between two of them was counted from both ends, for both.
        for (k, &tie) in ties.iter().enumerate() {
            for &other in &ties[..k] {
                let (tie, other) = (tie as usize, other as usize);
                if crosses(self.segment(tie), self.segment(other)) {
                    self.crossed[tie] -= sign;
                    self.crossed[other] -= sign;
                }
            }
        }
    }

    fn length(&self, slots: &Slots, tie: usize) -> f64 {
        let t = &self.tree.ties[tie];
        let (dx, dy) =
            (f64::from(self.ax[tie] - self.bx[tie]), f64::from(self.ay[tie] - self.by[tie]) * UPRIGHT);
        let mut cost = t.pull * (dx * dx + dy * dy).sqrt() * LENGTH;
        let (a, b) = (slots.slot_of[t.provider], slots.slot_of[t.receiver]);
        if slots.onward && self.bx[tie] < self.ax[tie] + 1.0 {
            cost += BACKWARDS;
        }
        if t.label > 0.0 && a.abs_diff(b) == 1 && dy == 0.0 {
            cost += WIDENED;
        }
        cost
    }

    fn segment(&self, tie: usize) -> [f32; 4] {
        [self.ax[tie], self.ay[tie], self.bx[tie], self.by[tie]]
    }

    /// How many other ties cross this one. Ties at the same card meet in one point, which is no crossing.
    fn crossings(&self, tie: usize) -> i32 {
        let segment = self.segment(tie);
        let mut crossings = 0;
        self.reach(tie, |range| crossings += self.sweep(segment, range));
        crossings
    }

    /// Names the ties that may cross this one: blocks lie apart, so a tie within one only meets its like and those
    /// between blocks.
    fn reach(&self, tie: usize, mut named: impl FnMut(Range<usize>)) {
        let t = self.tree.ties[tie];
        let [ax, ay, bx, by] = self.segment(tie);
        let (left, right, top, bottom) = (ax.min(bx), ax.max(bx), ay.min(by), ay.max(by));
        let own = self.tree.block_of[t.provider];
        let within = own == self.tree.block_of[t.receiver];
        named(self.tree.between.clone());
        if within {
            named(self.tree.within[own].clone());
        } else {
            for (bounds, range) in self.bounds.iter().zip(&self.tree.within) {
                if left < bounds[2] && bounds[0] < right && top < bounds[3] && bounds[1] < bottom {
                    named(range.clone());
                }
            }
        }
    }

    fn sweep(&self, segment: [f32; 4], range: Range<usize>) -> i32 {
        let (ax, ay) = (&self.ax[range.clone()], &self.ay[range.clone()]);
        let (bx, by) = (&self.bx[range.clone()], &self.by[range]);
        let mut count = 0;
        for i in 0..ax.len().min(ay.len()).min(bx.len()).min(by.len()) {
            count += i32::from(crosses(segment, [ax[i], ay[i], bx[i], by[i]]));
        }
        count
    }

    /// The cost of the cards that the tie runs over in the blocks of its two ends.
    fn over(&self, slots: &Slots, tie: usize) -> f64 {
        let t = &self.tree.ties[tie];
        let (p, r) = (self.tree.block_of[t.provider], self.tree.block_of[t.receiver]);
        let mut count = self.over_block(slots, tie, p);
        if p != r {
            count += self.over_block(slots, tie, r);
        }
        // The two ends themselves are always met.
        let mut cost = (f64::from(count) - 2.0).max(0.0) * RUN_OVER;
        if p != r {
            let (a, b) = (self.segment(tie), [p, r]);
            let strangers = (self.bounds.iter().enumerate())
                .filter(|(block, bounds)| !b.contains(block) && passes(a, **bounds))
                .count();
            cost += strangers as f64 * STRANGE_ROOM;
        }
        cost
    }

    fn over_block(&self, slots: &Slots, tie: usize, block: usize) -> u32 {
        let grid = slots.grids[block];
        let range = grid.first..grid.first + grid.count;
        let (ax, ay, bx, by) = (self.ax[tie], self.ay[tie], self.bx[tie], self.by[tie]);
        let (dx, dy) = (bx - ax, by - ay);
        let (left, right, top, bottom) = (ax.min(bx), ax.max(bx), ay.min(by), ay.max(by));
        let (xs, ys) = (&self.x[range.clone()], &self.y[range.clone()]);
        let (ws, hs) = (&self.half_w[range.clone()], &self.half_h[range]);
        let mut count = 0u32;
        for i in 0..xs.len() {
            let off = ((xs[i] - ax) * dy - (ys[i] - ay) * dx).abs();
            let near = (off < ws[i] * dy.abs() + hs[i] * dx.abs())
                & (xs[i] + ws[i] > left)
                & (xs[i] - ws[i] < right)
                & (ys[i] + hs[i] > top)
                & (ys[i] - hs[i] < bottom);
            count += u32::from(near);
        }
        count
    }
}
