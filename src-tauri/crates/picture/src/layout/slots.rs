//! Slots: which card stands where in the grid of its block.
//!
//! Annealing over swaps within a block. Ties are taken as straight lines between the middles of cards; a step's
//! price is what the ties of the swapped cards cost before and after: their length, their crossings with all other
//! ties, and the cards they run over. Crossings are counted in one branch-free sweep over all ties (which the
//! compiler turns into vector instructions), so that a step costs microseconds and nothing else is recomputed.

use super::chance::Chance;
use super::tree::Tree;
use crate::geometry::Point;

/// An empty slot, or a card without one.
pub(crate) const NOBODY: u32 = u32::MAX;

/// What a unit of length, a crossing and a card run over cost, in crossings.
const LENGTH: f64 = 1.0 / 190.0;
const RUN_OVER: f64 = 1.1;
/// A tie between direct neighbours of a row whose label widens their gap.
const WIDENED: f64 = 0.22;
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

/// Cards on slots.
#[derive(Clone)]
pub(crate) struct Slots {
    /// Each block's grid.
    pub(crate) grids: Vec<Grid>,
    /// Each card's slot.
    pub(crate) slot_of: Vec<u32>,
    /// Each slot's card.
    pub(crate) card_at: Vec<u32>,
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
    /// Each card's ties.
    of: Vec<Vec<u32>>,
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
    /// Slots for each block, filled in the order of the cards.
    pub(crate) fn new(tree: &Tree, columns: &[usize]) -> Self {
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
        Self { grids, slot_of, card_at }
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
        if movable.is_empty() {
            return;
        }
        let mut field = Field::new(tree, self, places);
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
            let other = self.card_at[to];
            let before = field.of_both(self, card, other, judge);
            self.swap(&mut field, from, to);
            let after = field.of_both(self, card, other, judge);
            if !chance.takes(after - before, heat) {
                self.swap(&mut field, from, to);
            }
        }
    }

    /// What the whole costs.
    pub(crate) fn cost(&self, tree: &Tree, places: &[Point]) -> f64 {
        let field = Field::new(tree, self, places);
        (0..tree.ties.len())
            .map(|tie| field.length(self, tie) + field.over(self, tie) + 0.5 * field.crossings(tie))
            .sum()
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
            of: vec![Vec::new(); tree.sizes.len()],
        };
        for (tie, t) in tree.ties.iter().enumerate() {
            field.of[t.provider].push(tie as u32);
            field.of[t.receiver].push(tie as u32);
        }
        for (card, size) in tree.sizes.iter().enumerate() {
            let slot = slots.slot_of[card] as usize;
            field.half_w[slot] = size.w as f32 / 2.0 + 4.0;
            field.half_h[slot] = size.h as f32 / 2.0 + 4.0;
            field.moved(card, slot);
        }
        field
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

    fn of_both(&self, slots: &Slots, card: usize, other: u32, judge: Judge) -> f64 {
        let mut cost = 0.0;
        let both = [card as u32, other];
        for (i, &card) in both.iter().enumerate().filter(|(_, c)| **c != NOBODY) {
            for &tie in &self.of[card as usize] {
                let tie = tie as usize;
                let t = self.tree.ties[tie];
                if i == 1 && (t.provider == both[0] as usize || t.receiver == both[0] as usize) {
                    continue;
                }
                cost += self.length(slots, tie);
                if judge == Judge::All {
                    cost += self.crossings(tie) + self.over(slots, tie);
                }
            }
        }
        cost
    }

    fn length(&self, slots: &Slots, tie: usize) -> f64 {
        let t = &self.tree.ties[tie];
        let (dx, dy) =
            (f64::from(self.ax[tie] - self.bx[tie]), f64::from(self.ay[tie] - self.by[tie]) * UPRIGHT);
        let mut cost = t.pull * (dx * dx + dy * dy).sqrt() * LENGTH;
        let (a, b) = (slots.slot_of[t.provider], slots.slot_of[t.receiver]);
        if t.label > 0.0 && a.abs_diff(b) == 1 && dy == 0.0 {
            cost += WIDENED;
        }
        cost
    }

    /// How many other ties cross this one, those at the same cards left out.
    fn crossings(&self, tie: usize) -> f64 {
        let (ax, ay, bx, by) = (self.ax[tie], self.ay[tie], self.bx[tie], self.by[tie]);
        let (dx, dy) = (bx - ax, by - ay);
        let crosses = |cx: f32, cy: f32, ex: f32, ey: f32| -> bool {
            let (c, e) = (dx * (cy - ay) - dy * (cx - ax), dx * (ey - ay) - dy * (ex - ax));
            let (fx, fy) = (ex - cx, ey - cy);
            let (a, b) = (fx * (ay - cy) - fy * (ax - cx), fx * (by - cy) - fy * (bx - cx));
            (c * e < 0.0) & (a * b < 0.0)
        };
        let m = self.ax.len();
        let (axs, ays, bxs, bys) = (&self.ax[..m], &self.ay[..m], &self.bx[..m], &self.by[..m]);
        let mut count = 0u32;
        for i in 0..m {
            count += u32::from(crosses(axs[i], ays[i], bxs[i], bys[i]));
        }
        // Ties at the same card meet exactly in one point; rounding may call that a crossing.
        let t = &self.tree.ties[tie];
        for &i in self.of[t.provider].iter().chain(&self.of[t.receiver]) {
            let i = i as usize;
            count -= u32::from(crosses(self.ax[i], self.ay[i], self.bx[i], self.by[i])).min(count);
        }
        f64::from(count)
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
        (f64::from(count) - 2.0).max(0.0) * RUN_OVER
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
