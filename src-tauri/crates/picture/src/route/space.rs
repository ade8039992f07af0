//! Which cards a line would run through: the cards in a coarse grid, asked by segment.

use crate::geometry::{Point, Rect};

/// Cells per axis at most, so that far apart cards do not cost memory.
const MOST_CELLS: f64 = 160.0;

/// The cards, findable by place.
pub(super) struct Space<'a> {
    pub(super) cards: &'a [Rect],
    corner: Point,
    cell: Point,
    columns: usize,
    rows: usize,
    /// Cell after cell; the cards of cell i are `held[starts[i]..starts[i + 1]]`.
    starts: Vec<u32>,
    held: Vec<u32>,
}

impl<'a> Space<'a> {
    pub(super) fn new(cards: &'a [Rect]) -> Self {
        let all = Rect::around(cards.iter().copied()).unwrap_or_default().grown(1.0);
        let cell = Point::new((all.w / MOST_CELLS).max(180.0), (all.h / MOST_CELLS).max(90.0));
        let columns = (all.w / cell.x) as usize + 1;
        let rows = (all.h / cell.y) as usize + 1;
        let mut space = Self {
            cards,
            corner: all.corner(),
            cell,
            columns,
            rows,
            starts: vec![0; columns * rows + 1],
            held: Vec::new(),
        };
        for card in cards {
            space.cells(*card).for_each(|c| space.starts[c + 1] += 1);
        }
        for i in 0..columns * rows {
            space.starts[i + 1] += space.starts[i];
        }
        let mut next = space.starts.clone();
        space.held = vec![0; next[columns * rows] as usize];
        for (i, card) in cards.iter().enumerate() {
            for c in space.cells(*card) {
                space.held[next[c] as usize] = i as u32;
                next[c] += 1;
            }
        }
        space
    }

    fn column(&self, x: f64) -> usize {
        (((x - self.corner.x) / self.cell.x).max(0.0) as usize).min(self.columns - 1)
    }

    fn row(&self, y: f64) -> usize {
        (((y - self.corner.y) / self.cell.y).max(0.0) as usize).min(self.rows - 1)
    }

    fn cells(&self, r: Rect) -> impl Iterator<Item = usize> + use<> {
        let (left, right) = (self.column(r.x), self.column(r.right()));
        let columns = self.columns;
        (self.row(r.y)..=self.row(r.bottom())).flat_map(move |y| (left..=right).map(move |x| y * columns + x))
    }

    /// Calls `found` for the cards near `rect`, some perhaps several times, until it says stop by `true`.
    pub(super) fn near(&self, rect: Rect, mut found: impl FnMut(usize) -> bool) -> bool {
        for cell in self.cells(rect) {
            for &card in &self.held[self.starts[cell] as usize..self.starts[cell + 1] as usize] {
                if self.cards[card as usize].overlaps(rect) && found(card as usize) {
                    return true;
                }
            }
        }
        false
    }

    /// Calls `found` for the cards that the segment runs through, each grown by `keep`, until it says stop.
    pub(super) fn along(&self, a: Point, b: Point, keep: f64, mut found: impl FnMut(usize) -> bool) -> bool {
        let (top, bottom) = (a.y.min(b.y) - keep, a.y.max(b.y) + keep);
        for row in self.row(top)..=self.row(bottom) {
            // The part of the segment within this row of cells.
            let y0 = self.corner.y + row as f64 * self.cell.y - keep;
            let y1 = y0 + self.cell.y + 2.0 * keep;
            let (mut x0, mut x1) = (a.x, b.x);
            if (b.y - a.y).abs() > 1e-9 {
                let at = |y: f64| {
                    let t = ((y - a.y) / (b.y - a.y)).clamp(0.0, 1.0);
                    a.x + (b.x - a.x) * t
                };
                (x0, x1) = (at(y0), at(y1));
            }
            let (left, right) = (x0.min(x1) - keep, x0.max(x1) + keep);
            for column in self.column(left)..=self.column(right) {
                let cell = row * self.columns + column;
                for &card in &self.held[self.starts[cell] as usize..self.starts[cell + 1] as usize] {
                    if self.cards[card as usize].grown(keep).is_crossed(a, b) && found(card as usize) {
                        return true;
                    }
                }
            }
        }
        false
    }
}
