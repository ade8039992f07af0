//! Where labels sit: on their own line, off cards, titles and each other, and off other lines if possible.

use super::space::{Space, hits};
use super::{LabelPlace, Obstacles, RouteTie, Shown};
use crate::geometry::{Curve, Point, Rect, Size};

/// The size of a folded label's mark, and the smaller ones tried where even that has no room.
const MARKS: [f64; 4] = [14.0, 10.0, 7.0, 4.0];
/// A shortened label keeps at least this width: a few letters and an ellipsis.
const LEAST_WIDTH: f64 = 46.0;
/// What labels keep free around them.
const AIR: f64 = 2.0;
/// What it costs to cover another line, and what a place may cost at most to show the label at all.
const COVERED: f64 = 1.6;
const TOO_DEAR: f64 = 2.4;
/// Above this many lines one pass must do.
const POLISHED: usize = 3_000;

/// Cells with the numbers of what lies in them.
struct Buckets {
    corner: Point,
    cell: Point,
    columns: usize,
    cells: Vec<Vec<u32>>,
}

impl Buckets {
    fn new(all: Rect) -> Self {
        let cell = Point::new((all.w / 256.0).max(90.0), (all.h / 256.0).max(45.0));
        let columns = (all.w / cell.x) as usize + 1;
        let rows = (all.h / cell.y) as usize + 1;
        Self { corner: all.corner(), cell, columns, cells: vec![Vec::new(); columns * rows] }
    }

    fn over(&self, r: Rect) -> impl Iterator<Item = usize> + use<> {
        let rows = self.cells.len() / self.columns;
        let index = |v: f64, cell: f64, most: usize| ((v / cell).max(0.0) as usize).min(most - 1);
        let (l, e) = (
            index(r.x - self.corner.x, self.cell.x, self.columns),
            index(r.right() - self.corner.x, self.cell.x, self.columns),
        );
        let (t, b) = (
            index(r.y - self.corner.y, self.cell.y, rows),
            index(r.bottom() - self.corner.y, self.cell.y, rows),
        );
        let columns = self.columns;
        (t..=b).flat_map(move |y| (l..=e).map(move |x| y * columns + x))
    }

    fn add(&mut self, r: Rect, id: u32) {
        for cell in self.over(r) {
            self.cells[cell].push(id);
        }
    }

    fn remove(&mut self, r: Rect, id: u32) {
        for cell in self.over(r) {
            self.cells[cell].retain(|&other| other != id);
        }
    }

    fn any(&self, r: Rect, mut is: impl FnMut(u32) -> bool) -> bool {
        self.over(r).any(|cell| self.cells[cell].iter().any(|&id| is(id)))
    }
}

/// A short piece of a tie's line.
#[derive(Clone, Copy)]
struct Piece {
    tie: u32,
    a: Point,
    b: Point,
}

struct Board<'a> {
    space: &'a Space<'a>,
    titles: Vec<Rect>,
    frames: Vec<Rect>,
    pieces: Vec<Piece>,
    piece_cells: Buckets,
    labels: Vec<Option<LabelPlace>>,
    label_cells: Buckets,
    lines: Vec<Vec<Point>>,
    lengths: Vec<f64>,
}

/// Label places for all curves.
pub(super) fn place(
    obstacles: &Obstacles,
    space: &Space,
    ties: &[RouteTie],
    curves: &[Curve],
) -> Vec<Option<LabelPlace>> {
    let lines: Vec<Vec<Point>> = curves.iter().map(|curve| curve.flattened(0.5)).collect();
    let around = |p: &Point| Rect::new(p.x, p.y, 0.0, 0.0);
    let all = Rect::around(lines.iter().flatten().map(around)).unwrap_or_default().grown(80.0);
    let mut board = Board {
        space,
        titles: obstacles.words().collect(),
        frames: obstacles.rooms.iter().map(|r| r.rect).collect(),
        pieces: Vec::new(),
        piece_cells: Buckets::new(all),
        labels: vec![None; ties.len()],
        label_cells: Buckets::new(all),
        lengths: lines.iter().map(|line| line.windows(2).map(|s| s[0].distance(s[1])).sum()).collect(),
        lines,
    };
    board.add_lines();
    let mut order: Vec<usize> =
        (0..ties.len()).filter(|&tie| ties[tie].label.w > 0.0 && board.lengths[tie] > 0.0).collect();
    order.sort_by(|&a, &b| board.lengths[a].total_cmp(&board.lengths[b]).then(a.cmp(&b)));
    let sweeps = if ties.len() <= POLISHED { 3 } else { 1 };
    for _ in 0..sweeps {
        for &tie in &order {
            board.lift(tie);
            let found = board.best(tie, ties[tie].label, Shown::Whole, TOO_DEAR);
            board.put(tie, found.map(|f| f.1));
        }
    }
    for &tie in &order {
        if board.labels[tie].is_none() {
            let size = ties[tie].label;
            let short = Size::new((size.w * 0.6).max(LEAST_WIDTH), size.h);
            let found =
                (short.w < size.w).then(|| board.best(tie, short, Shown::Shortened, COVERED)).flatten();
            board.put(tie, found.map(|f| f.1));
        }
    }
    for &tie in &order {
        if board.labels[tie].is_none() && !board.fold(tie) {
            // Others sit all over this line: they fold too, and whoever is still without a place stays tiny.
            let at = board.at(tie, 0.5).0;
            let rect = Rect::new(at.x - 3.5, at.y - 3.5, 7.0, 7.0);
            let others = board.on(rect.grown(AIR));
            others.iter().for_each(|&other| board.lift(other));
            board.put(tie, Some(LabelPlace { rect, shown: Shown::Folded }));
            for other in others {
                if !board.fold(other) {
                    let at = board.at(other, 0.5).0;
                    let rect = Rect::new(at.x - 0.5, at.y - 0.5, 1.0, 1.0);
                    board.put(other, Some(LabelPlace { rect, shown: Shown::Folded }));
                }
            }
        }
    }
    board.labels
}

/// A label in the middle of its line, whatever is there.
pub(super) fn in_the_middle(curve: &Curve, size: Size) -> Option<LabelPlace> {
    let line = curve.flattened(1.0);
    let length: f64 = line.windows(2).map(|s| s[0].distance(s[1])).sum();
    let (at, _) = along(&line, length * 0.5)?;
    let rect = Rect::new(at.x - size.w / 2.0, at.y - size.h / 2.0, size.w, size.h);
    (size.w > 0.0).then_some(LabelPlace { rect, shown: Shown::Whole })
}

/// The point at `way` along the line, and the direction there.
fn along(line: &[Point], mut way: f64) -> Option<(Point, Point)> {
    for s in line.windows(2) {
        let length = s[0].distance(s[1]);
        if way <= length && length > 0.0 {
            return Some((s[0] + (s[1] - s[0]) * (way / length), (s[1] - s[0]) * (1.0 / length)));
        }
        way -= length;
    }
    line.last().map(|&p| (p, Point::new(1.0, 0.0)))
}

impl Board<'_> {
    fn add_lines(&mut self) {
        for (tie, line) in self.lines.iter().enumerate() {
            for s in line.windows(2) {
                // Long parts are cut up, so that each piece lies in few cells.
                let parts = (s[0].distance(s[1]) / 90.0).ceil().max(1.0);
                for k in 0..parts as usize {
                    let point = |k: f64| s[0] + (s[1] - s[0]) * (k / parts);
                    let (a, b) = (point(k as f64), point(k as f64 + 1.0));
                    let bounds = Rect::new(a.x.min(b.x), a.y.min(b.y), (a.x - b.x).abs(), (a.y - b.y).abs());
                    self.piece_cells.add(bounds, self.pieces.len() as u32);
                    self.pieces.push(Piece { tie: tie as u32, a, b });
                }
            }
        }
    }

    fn at(&self, tie: usize, share: f64) -> (Point, Point) {
        along(&self.lines[tie], self.lengths[tie] * share).unwrap_or_default()
    }

    fn lift(&mut self, tie: usize) {
        if let Some(label) = self.labels[tie].take() {
            self.label_cells.remove(label.rect.grown(AIR), tie as u32);
        }
    }

    fn put(&mut self, tie: usize, label: Option<LabelPlace>) {
        if let Some(label) = label {
            self.label_cells.add(label.rect.grown(AIR), tie as u32);
        }
        self.labels[tie] = label;
    }

    /// Shows the label as a mark, as large as there is room for.
    fn fold(&mut self, tie: usize) -> bool {
        let fits = |d: &f64| self.best(tie, Size::new(*d, *d), Shown::Folded, f64::INFINITY);
        let found = MARKS.iter().find_map(fits).map(|f| f.1);
        self.put(tie, found);
        found.is_some()
    }

    /// The ties whose labels lie on `rect`.
    fn on(&self, rect: Rect) -> Vec<usize> {
        let mut found = Vec::new();
        self.label_cells.any(rect, |id| {
            let id = id as usize;
            if self.labels[id].is_some_and(|l| l.rect.overlaps(rect)) && !found.contains(&id) {
                found.push(id);
            }
            false
        });
        found
    }

    /// The best place for a label of this size that costs less than `dearest`, with what it costs.
    fn best(&self, tie: usize, size: Size, shown: Shown, dearest: f64) -> Option<(f64, LabelPlace)> {
        let mut best: Option<(f64, LabelPlace)> = None;
        let length = self.lengths[tie];
        let step = if shown == Shown::Folded { 4.0 } else { 9.0 };
        let steps = ((length / step) as usize).clamp(4, 60);
        for i in 0..=steps {
            // From the middle outwards, so that the first of equals is the most central.
            let k = if i % 2 == 0 { i / 2 } else { steps - i / 2 };
            let share = (k as f64 / steps as f64 + 0.5) % 1.0;
            let (at, ahead) = self.at(tie, share);
            // Arrowheads stay visible.
            let end_room =
                length * (1.0 - share) - (size.w / 2.0 * ahead.x.abs() + size.h / 2.0 * ahead.y.abs());
            if end_room < 9.0 && shown != Shown::Folded {
                continue;
            }
            // Where the line is steep a pill may sit off its middle and still on its line.
            let slack = if shown == Shown::Folded { 0.0 } else { size.w * 0.34 * ahead.y.abs() };
            for aside in [0.0, 0.5, -0.5, 1.0, -1.0] {
                if aside != 0.0 && slack < 4.0 {
                    break;
                }
                let x = at.x + aside * slack;
                let rect = Rect::new(x - size.w / 2.0, at.y - size.h / 2.0, size.w, size.h);
                let own = (share - 0.5).abs() * 1.2 + aside.abs() * 0.35;
                if best.is_some_and(|(least, _)| least <= own) {
                    continue;
                }
                let most = best.map_or(dearest, |(least, _)| least);
                if let Some(cost) = self.cost(tie, rect, own, most) {
                    best = Some((cost, LabelPlace { rect, shown }));
                }
            }
        }
        best
    }

    /// What it costs to have a label here; none when it must not be, or costs `most` or more.
    fn cost(&self, tie: usize, rect: Rect, own: f64, most: f64) -> Option<f64> {
        let airy = rect.grown(AIR);
        let blocked = self
            .label_cells
            .any(airy, |other| self.labels[other as usize].is_some_and(|l| l.rect.overlaps(airy)))
            || self.space.near(airy, |_| true)
            || self.titles.iter().any(|t| t.overlaps(airy));
        if blocked {
            return None;
        }
        let edges = self.frames.iter().filter(|f| f.overlaps(rect) && !f.encloses(rect)).count();
        let mut cost = own + 0.25 * edges as f64;
        let mut covered: Vec<u32> = Vec::new();
        let too_dear = self.piece_cells.any(rect, |piece| {
            let p = self.pieces[piece as usize];
            if p.tie != tie as u32 && hits(p.a, p.b, rect) && !covered.contains(&p.tie) {
                covered.push(p.tie);
                cost += COVERED;
            }
            cost >= most
        });
        (!too_dear && cost < most).then_some(cost)
    }
}
