//! Where labels sit: on their own line, off cards, titles and each other, and off other lines if possible.

use super::space::Space;
use super::{LabelPlace, Obstacles, RouteTie, Shown};
use crate::card;
use crate::geometry::{Curve, Point, Rect, Size};

/// The size of a folded label's mark; whether the arrowhead must stay visible. A number that can be read comes before
/// the whole of an arrow.
const MARKS: [(f64, bool); 4] = [(14.0, true), (11.0, true), (14.0, false), (11.0, false)];
/// Where even others cannot make room.
const TINY: [(f64, bool); 2] = [(7.0, false), (4.0, false)];
/// What is kept of a label's width where it is shortened, the most that there is room for, and its least width: a few
/// letters and an ellipsis.
const SHORTENED: [f64; 4] = [0.9, 0.8, 0.7, 0.6];
const LEAST_WIDTH: f64 = 46.0;
/// Where on a line others make room, and how far beside its middle.
const SHARES: [f64; 9] = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74];
const ASIDES: [f64; 5] = [0.0, 0.5, -0.5, 1.0, -1.0];
/// What labels keep free around them.
const AIR: f64 = 2.0;
/// What it costs to cover another line, and what a place may cost at most to show the label at all.
const COVERED: f64 = 1.6;
/// So far a label stays from other lines if it can, and what it costs to be nearer.
const BESIDE: f64 = 6.0;
const TOUCHED: f64 = 0.3;
/// How much of a pill at least lies beyond its own line, where that is steep.
const HELD: f64 = 8.0;
/// What an arrowhead needs at the end of a line.
const ARROW: f64 = 9.0;
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
        let cell = Point::new((all.w / 512.0).max(90.0), (all.h / 512.0).max(45.0));
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
    /// Names of rooms, and where cards have their badges.
    words: Vec<Rect>,
    word_cells: Buckets,
    frames: Vec<Rect>,
    /// Where their edges are.
    frame_cells: Buckets,
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
        words: obstacles.words().chain(obstacles.cards.iter().copied().map(card::badge_zone)).collect(),
        word_cells: Buckets::new(all),
        frames: obstacles.rooms.iter().map(|r| r.rect).collect(),
        frame_cells: Buckets::new(all),
        pieces: Vec::new(),
        piece_cells: Buckets::new(all),
        labels: vec![None; ties.len()],
        label_cells: Buckets::new(all),
        lengths: lines.iter().map(|line| line.windows(2).map(|s| s[0].distance(s[1])).sum()).collect(),
        lines,
    };
    board.add_words_and_rooms();
    board.add_lines();
    let mut order: Vec<usize> =
        (0..ties.len()).filter(|&tie| ties[tie].label.w > 0.0 && board.lengths[tie] > 0.0).collect();
    order.sort_by(|&a, &b| board.lengths[a].total_cmp(&board.lengths[b]).then(a.cmp(&b)));
    let sweeps = if ties.len() <= POLISHED { 3 } else { 1 };
    for _ in 0..sweeps {
        for &tie in &order {
            board.lift(tie);
            board.show(tie, ties[tie].label);
        }
    }
    for &tie in &order {
        if board.labels[tie].is_none() && !(sweeps > 1 && board.make_room(tie, ties, Shown::Whole)) {
            board.shorten(tie, ties[tie].label);
        }
    }
    for &tie in &order {
        let is_without = board.labels[tie].is_none();
        if is_without && !board.fold(tie, &MARKS) && !board.make_room(tie, ties, Shown::Folded) {
            board.squeeze_in(tie);
        }
    }
    board.labels
}

/// A label in the middle of its line, whatever is there.
pub(super) fn in_the_middle(curve: &Curve, size: Size) -> Option<LabelPlace> {
    let line = curve.flattened(1.0);
    let length: f64 = line.windows(2).map(|s| s[0].distance(s[1])).sum();
    let (at, _) = along(&line, length * 0.5)?;
    let rect = Rect::centred(at, size);
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
    fn add_words_and_rooms(&mut self) {
        for (id, words) in self.words.iter().enumerate() {
            self.word_cells.add(*words, id as u32);
        }
        for (id, f) in self.frames.iter().enumerate() {
            let level = |y: f64| Rect::new(f.x, y, f.w, 0.0);
            let upright = |x: f64| Rect::new(x, f.y, 0.0, f.h);
            for edge in [level(f.y), level(f.bottom()), upright(f.x), upright(f.right())] {
                self.frame_cells.add(edge, id as u32);
            }
        }
    }

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

    /// Shows the whole label, if there is room for it.
    fn show(&mut self, tie: usize, size: Size) -> bool {
        let found = self.best(tie, size, Shown::Whole, true, TOO_DEAR);
        self.put(tie, found.map(|f| f.1));
        found.is_some()
    }

    /// Shows what there is room for of a label.
    fn shorten(&mut self, tie: usize, size: Size) -> bool {
        let shorter = SHORTENED.map(|share| (size.w * share).max(LEAST_WIDTH)).into_iter();
        let found = shorter
            .filter(|&w| w < size.w)
            .find_map(|w| self.best(tie, Size::new(w, size.h), Shown::Shortened, true, COVERED));
        self.put(tie, found.map(|f| f.1));
        found.is_some()
    }

    /// Shows the label as a mark, as large as there is room for.
    fn fold(&mut self, tie: usize, marks: &[(f64, bool)]) -> bool {
        let fits = |(d, arrow): &(f64, bool)| {
            self.best(tie, Size::new(*d, *d), Shown::Folded, *arrow, f64::INFINITY)
        };
        let found = marks.iter().find_map(fits).map(|f| f.1);
        self.put(tie, found);
        found.is_some()
    }

    /// Labels of others sit all over this line: those on one place of it go elsewhere, if all of them can. For a mark
    /// they become shorter too; for a whole label they stay whole.
    fn make_room(&mut self, tie: usize, ties: &[RouteTie], shown: Shown) -> bool {
        let is_mark = shown == Shown::Folded;
        let size = if is_mark { Size::new(MARKS[0].0, MARKS[0].0) } else { ties[tie].label };
        let places: Vec<Rect> = (SHARES.into_iter())
            .flat_map(|share| self.pills(tie, size, shown, !is_mark, share).map(|(_, rect)| rect))
            .collect();
        for rect in places {
            let stands_well = || is_mark || self.cost_of_lines(tie, rect, 0.0, COVERED).is_some();
            if self.is_on_fixed(rect.grown(AIR)) || !stands_well() {
                continue;
            }
            let others = self.on(rect.grown(AIR));
            let before: Vec<_> = others.iter().map(|&other| self.labels[other]).collect();
            others.iter().for_each(|&other| self.lift(other));
            self.put(tie, Some(LabelPlace { rect, shown }));
            let all = others.iter().all(|&other| {
                let whole = ties[other].label;
                self.show(other, whole)
                    || (is_mark && (self.shorten(other, whole) || self.fold(other, &MARKS)))
            });
            if all {
                return true;
            }
            self.lift(tie);
            for (&other, before) in others.iter().zip(before) {
                self.lift(other);
                self.put(other, before);
            }
        }
        false
    }

    /// A mark too small to read says at least that there is something.
    fn squeeze_in(&mut self, tie: usize) {
        if self.fold(tie, &TINY) {
            return;
        }
        // Others sit all over this line: they fold too, and whoever is still without a place stays a dot.
        let rect = Rect::centred(self.at(tie, 0.5).0, Size::new(TINY[0].0, TINY[0].0));
        let others = self.on(rect.grown(AIR));
        others.iter().for_each(|&other| self.lift(other));
        self.put(tie, Some(LabelPlace { rect, shown: Shown::Folded }));
        for other in others {
            if !self.fold(other, &MARKS) && !self.fold(other, &TINY) {
                let rect = Rect::centred(self.at(other, 0.5).0, Size::new(1.0, 1.0));
                self.put(other, Some(LabelPlace { rect, shown: Shown::Folded }));
            }
        }
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
    fn best(
        &self,
        tie: usize,
        size: Size,
        shown: Shown,
        arrow: bool,
        dearest: f64,
    ) -> Option<(f64, LabelPlace)> {
        let mut best: Option<(f64, LabelPlace)> = None;
        let length = self.lengths[tie];
        let step = if shown == Shown::Folded { 4.0 } else { 9.0 };
        let steps = ((length / step) as usize).clamp(4, 60);
        for i in 0..=steps {
            // From the middle outwards, so that the first of equals is the most central.
            let k = if i % 2 == 0 { i / 2 } else { steps - i / 2 };
            let share = (k as f64 / steps as f64 + 0.5) % 1.0;
            for (aside, rect) in self.pills(tie, size, shown, arrow, share) {
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

    /// Labels at `share` of the line, with how far each is aside of it, of the way to where it would leave it; none
    /// where they hide the arrowhead.
    fn pills(
        &self,
        tie: usize,
        size: Size,
        shown: Shown,
        arrow: bool,
        share: f64,
    ) -> impl Iterator<Item = (f64, Rect)> + use<> {
        let (at, ahead) = self.at(tie, share);
        // Arrowheads stay visible.
        let end_room =
            self.lengths[tie] * (1.0 - share) - (size.w / 2.0 * ahead.x.abs() + size.h / 2.0 * ahead.y.abs());
        // Where the line is steep a pill may sit off its middle and still on its line.
        let slack = match shown {
            Shown::Folded => 0.0,
            _ => (size.w * 0.34).max(size.w / 2.0 - HELD) * ahead.y.abs(),
        };
        let count = match (end_room < ARROW && arrow, slack < 4.0) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => ASIDES.len(),
        };
        let pill = move |aside| (aside, Rect::centred(Point::new(at.x + aside * slack, at.y), size));
        ASIDES.into_iter().take(count).map(pill)
    }

    /// Whether something that does not give way is there.
    fn is_on_fixed(&self, rect: Rect) -> bool {
        self.space.near(rect, |_| true)
            || self.word_cells.any(rect, |id| self.words[id as usize].overlaps(rect))
    }

    /// What it costs to have a label here; none when it must not be, or costs `most` or more.
    fn cost(&self, tie: usize, rect: Rect, own: f64, most: f64) -> Option<f64> {
        let airy = rect.grown(AIR);
        let is_taken =
            |other: u32| self.labels[other as usize].is_some_and(|label| label.rect.overlaps(airy));
        let is_blocked = self.label_cells.any(airy, is_taken) || self.is_on_fixed(airy);
        if is_blocked { None } else { self.cost_of_lines(tie, rect, own, most) }
    }

    /// What it costs to have a label here for the lines that it meets; none when that is `most` or more.
    fn cost_of_lines(&self, tie: usize, rect: Rect, own: f64, most: f64) -> Option<f64> {
        let mut cut: Vec<u32> = Vec::new();
        self.frame_cells.any(rect, |id| {
            let frame = self.frames[id as usize];
            if frame.overlaps(rect) && !frame.encloses(rect) && !cut.contains(&id) {
                cut.push(id);
            }
            false
        });
        let mut cost = own + 0.25 * cut.len() as f64;
        let wide = rect.grown(BESIDE);
        let mut covered: Vec<u32> = Vec::new();
        let mut touched: Vec<u32> = Vec::new();
        let too_dear = self.piece_cells.any(wide, |piece| {
            let p = self.pieces[piece as usize];
            if p.tie == tie as u32 || !wide.is_crossed(p.a, p.b) {
                return false;
            }
            if !touched.contains(&p.tie) {
                touched.push(p.tie);
                cost += TOUCHED;
            }
            if !covered.contains(&p.tie) && rect.is_crossed(p.a, p.b) {
                covered.push(p.tie);
                cost += COVERED - TOUCHED;
            }
            cost >= most
        });
        (!too_dear && cost < most).then_some(cost)
    }
}
