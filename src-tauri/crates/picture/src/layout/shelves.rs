//! Shelves: how rooms (and blocks of loose cards) share the ground.
//!
//! Bands lie one below the other; a band is a row of stacks; a stack is one item or a few on top of each other.
//! Whatever the sizes, nothing overlaps, edges line up, and the whole stays compact; so when a room grows, the same
//! shelves are simply laid out again.

use super::chance::Chance;
use crate::geometry::{Point, Rect, Size, cross};

/// One thing on the shelves, by its possible sizes.
pub(crate) struct Piece {
    /// The sizes to choose from, with what each costs on top; at least one.
    pub(crate) shapes: Vec<(Size, f64)>,
}

/// Two pieces that are tied, and how much.
pub(crate) type Pull = (usize, usize, f64);

/// The distances between pieces and what the whole should look like.
#[derive(Clone, Copy)]
pub(crate) struct Ruler {
    /// Between stacks.
    pub(crate) gap_x: f64,
    /// Between bands, and within a stack.
    pub(crate) gap_y: f64,
    /// Width over height to aim at.
    pub(crate) aspect: f64,
    /// Whether stacks stand in the middle of their band; else at its upper edge.
    pub(crate) middle: bool,
}

/// Where a piece stands relative to the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// Below it, in the same stack.
    Below,
    /// In the next stack of the same band.
    Beside,
    /// In a new band.
    Band,
}

#[derive(Clone, Copy)]
struct Place {
    piece: usize,
    start: Start,
}

/// An order of pieces with breaks between them, and the shape chosen for each piece.
#[derive(Clone)]
pub(crate) struct Shelves {
    places: Vec<Place>,
    shape: Vec<usize>,
}

/// At most this many tied pairs are looked at for crossings and runs over third pieces in each step.
const PAIRS_LOOKED_INTO: usize = 700;

impl Shelves {
    /// The shape chosen for `piece`.
    pub(crate) fn shape(&self, piece: usize) -> usize {
        self.shape[piece]
    }

    /// A first order: the most tied next to each other, broken into bands of about the right width.
    fn first(pieces: &[Piece], pulls: &[Pull], ruler: Ruler) -> Self {
        let n = pieces.len();
        let mut near: Vec<Vec<(usize, f64)>> = vec![Vec::new(); n];
        for &(a, b, pull) in pulls {
            near[a].push((b, pull));
            near[b].push((a, pull));
        }
        let area = |piece: usize| pieces[piece].shapes[0].0.w * pieces[piece].shapes[0].0.h;
        let mut drawn = vec![0.0; n];
        let mut waiting: Vec<usize> = (0..n).collect();
        let mut order = Vec::with_capacity(n);
        while let Some(at) = (0..waiting.len()).reduce(|best, at| {
            let (a, b) = (waiting[at], waiting[best]);
            if (drawn[a], area(a)) > (drawn[b], area(b)) { at } else { best }
        }) {
            let piece = waiting.swap_remove(at);
            order.push(piece);
            near[piece].iter().for_each(|&(other, pull)| drawn[other] += pull);
        }
        let total: f64 =
            pieces.iter().map(|p| (p.shapes[0].0.w + ruler.gap_x) * (p.shapes[0].0.h + ruler.gap_y)).sum();
        let width = (total * ruler.aspect).sqrt();
        let (mut x, mut places) = (0.0, Vec::with_capacity(n));
        for piece in order {
            let w = pieces[piece].shapes[0].0.w + ruler.gap_x;
            let start = if x > 0.0 && x + w > width * 1.1 { Start::Band } else { Start::Beside };
            x = if start == Start::Band { w } else { x + w };
            places.push(Place { piece, start });
        }
        Self { places, shape: vec![0; n] }
    }

    /// The pieces' frames for these sizes, from the origin, and the size of the whole. `air` is what each piece keeps
    /// free on its right beside the gap; none where it is empty.
    pub(crate) fn lay(&self, size: impl Fn(usize) -> Size, ruler: Ruler, air: &[f64]) -> (Vec<Rect>, Size) {
        let mut rects = vec![Rect::default(); self.places.len()];
        let whole = self.lay_into(&mut rects, &size, ruler, air);
        (rects, whole)
    }

    fn lay_into(&self, rects: &mut [Rect], size: &impl Fn(usize) -> Size, ruler: Ruler, air: &[f64]) -> Size {
        let places = &self.places;
        // First the bands from their left edge, then each moved to the middle of the widest.
        let (mut y, mut width) = (0.0f64, 0.0f64);
        let mut at = 0;
        while at < places.len() {
            let (mut x, mut right, mut height, band) = (0.0f64, 0.0f64, 0.0f64, at);
            while at < places.len() && (at == band || places[at].start != Start::Band) {
                let (stack, mut wide, mut top, mut free) = (at, 0.0f64, y, 0.0f64);
                while at < places.len() && (at == stack || places[at].start == Start::Below) {
                    top += if at == stack { 0.0 } else { ruler.gap_y };
                    let s = size(places[at].piece);
                    rects[places[at].piece] = Rect::new(x, top, s.w, s.h);
                    wide = wide.max(s.w);
                    free = free.max(air.get(places[at].piece).copied().unwrap_or_default());
                    top += s.h;
                    at += 1;
                }
                for place in &places[stack..at] {
                    rects[place.piece].x += (wide - rects[place.piece].w) / 2.0;
                }
                right = x + wide;
                x = right + ruler.gap_x + free;
                height = height.max(top - y);
            }
            if ruler.middle {
                self.centre_stacks(rects, band..at, y + height);
            }
            width = width.max(right);
            y += height + ruler.gap_y;
        }
        let mut at = 0;
        while at < places.len() {
            let first = at;
            let mut right = 0.0f64;
            let mut stacks = 0;
            while at < places.len() && (at == first || places[at].start != Start::Band) {
                right = right.max(rects[places[at].piece].right());
                stacks += usize::from(at == first || places[at].start == Start::Beside);
                at += 1;
            }
            // A little slack is shared between the stacks so that both edges line up; a lot would tear them apart.
            let slack = width - right;
            let share = if stacks > 1 { (slack / (stacks - 1) as f64).min(ruler.gap_x * 0.6) } else { 0.0 };
            let shift = (slack - share * (stacks.max(1) - 1) as f64) / 2.0;
            let mut stack = 0;
            for (i, place) in places[first..at].iter().enumerate() {
                stack += usize::from(i > 0 && place.start == Start::Beside);
                rects[place.piece].x += shift + share * stack as f64;
            }
        }
        Size::new(width, (y - ruler.gap_y).max(0.0))
    }

    /// Moves each stack of a band down to the band's middle, the band ending at `bottom`.
    fn centre_stacks(&self, rects: &mut [Rect], band: std::ops::Range<usize>, bottom: f64) {
        let mut at = band.start;
        while at < band.end {
            let stack = at;
            while at < band.end && (at == stack || self.places[at].start == Start::Below) {
                at += 1;
            }
            let down = (bottom - rects[self.places[at - 1].piece].bottom()) / 2.0;
            self.places[stack..at].iter().for_each(|place| rects[place.piece].y += down);
        }
    }

    /// One band of these stacks.
    pub(crate) fn stacks(stacks: &[Vec<usize>]) -> Self {
        let mut places = Vec::new();
        for stack in stacks {
            for (i, &piece) in stack.iter().enumerate() {
                places.push(Place { piece, start: if i == 0 { Start::Beside } else { Start::Below } });
            }
        }
        let shape = vec![0; places.len()];
        Self { places, shape }
    }

    /// Gives each piece a band of its own.
    pub(crate) fn stack_in_bands(&mut self) {
        self.places.iter_mut().for_each(|place| place.start = Start::Band);
    }

    /// Two random pieces change places.
    pub(crate) fn swap(&mut self, chance: &mut Chance) {
        let n = self.places.len();
        let (a, b) = (chance.below(n), chance.below(n));
        let piece = self.places[a].piece;
        self.places[a].piece = self.places[b].piece;
        self.places[b].piece = piece;
    }

    /// A random piece changes places with the one above it, if it has one.
    pub(crate) fn swap_in_stack(&mut self, chance: &mut Chance) {
        let a = chance.below(self.places.len());
        if a > 0 && self.places[a].start == Start::Below {
            let piece = self.places[a].piece;
            self.places[a].piece = self.places[a - 1].piece;
            self.places[a - 1].piece = piece;
        }
    }

    /// The best shelves found in `steps` steps of annealing.
    pub(crate) fn find(
        pieces: &[Piece],
        pulls: &[Pull],
        ruler: Ruler,
        steps: usize,
        chance: &mut Chance,
    ) -> Self {
        let mut now = Self::first(pieces, pulls, ruler);
        if pieces.len() < 2 {
            let cost = |s: usize| {
                let (size, cost) = pieces[0].shapes[s];
                cost + off(size.w / size.h, ruler.aspect)
            };
            if let Some(piece) = pieces.first() {
                now.shape[0] =
                    (0..piece.shapes.len()).reduce(|a, b| if cost(b) < cost(a) { b } else { a }).unwrap_or(0);
            }
            return now;
        }
        let mut judge = Judge::new(pieces, pulls, ruler);
        let mut cost = judge.cost(&now, f64::INFINITY);
        let (mut best, mut best_cost) = (now.clone(), cost);
        let heat0 = cost * 0.03;
        for step in 0..steps {
            let left = 1.0 - step as f64 / steps as f64;
            let heat = heat0 * left * left + cost * 1e-5;
            let before = now.clone();
            now.shake(Some(pieces), chance);
            let most = cost + chance.allowance(heat);
            let after = judge.cost(&now, most);
            if after <= most {
                cost = after;
                if cost < best_cost {
                    (best, best_cost) = (now.clone(), cost);
                }
            } else {
                now = before;
            }
        }
        best
    }

    /// One random change of order, of a break, or of a shape where `pieces` are given.
    pub(crate) fn shake(&mut self, pieces: Option<&[Piece]>, chance: &mut Chance) {
        let n = self.places.len();
        let (a, b) = (chance.below(n), chance.below(n));
        match chance.below(if pieces.is_some() { 8 } else { 6 }) {
            0 | 1 => self.swap(chance),
            2 | 3 => {
                let place = self.places.remove(a);
                // Who stood behind it inherits the break, so that bands do not run together by accident.
                if place.start == Start::Band && a < self.places.len() {
                    self.places[a].start = Start::Band;
                }
                let start = [Start::Below, Start::Beside, Start::Beside][chance.below(3)];
                self.places.insert(b, Place { piece: place.piece, start });
            }
            4 | 5 => {
                self.places[a].start = [Start::Below, Start::Beside, Start::Band][chance.below(3)];
            }
            _ => {
                let piece = self.places[a].piece;
                if let Some(pieces) = pieces {
                    self.shape[piece] = chance.below(pieces[piece].shapes.len());
                }
            }
        }
    }
}

/// How far a ratio is off another: 0 when equal, 1 when twice or half.
fn off(ratio: f64, aim: f64) -> f64 {
    (ratio / aim).max(aim / ratio) - 1.0
}

struct Judge<'a> {
    pieces: &'a [Piece],
    pulls: &'a [Pull],
    ruler: Ruler,
    least: f64,
    rects: Vec<Rect>,
    middles: Vec<Point>,
    segments: Vec<(Point, Point)>,
}

impl<'a> Judge<'a> {
    fn new(pieces: &'a [Piece], pulls: &'a [Pull], ruler: Ruler) -> Self {
        let least = pieces
            .iter()
            .map(|p| (p.shapes[0].0.w + ruler.gap_x) * (p.shapes[0].0.h + ruler.gap_y))
            .sum::<f64>();
        Self {
            pieces,
            pulls,
            ruler,
            least,
            rects: vec![Rect::default(); pieces.len()],
            middles: vec![Point::default(); pieces.len()],
            segments: Vec::with_capacity(pulls.len()),
        }
    }

    /// Tie lengths, crossings and runs over third pieces in pixels' worth, made dearer by wasted area and an
    /// aspect that does not fit; given up, as infinite, once it is above `most`.
    fn cost(&mut self, shelves: &Shelves, most: f64) -> f64 {
        let pieces = self.pieces;
        let whole = shelves.lay_into(
            &mut self.rects,
            &|piece| pieces[piece].shapes[shelves.shape[piece]].0,
            self.ruler,
            &[],
        );
        for (middle, rect) in self.middles.iter_mut().zip(&self.rects) {
            *middle = rect.centre();
        }
        let shapes: f64 = pieces.iter().enumerate().map(|(i, p)| p.shapes[shelves.shape[i]].1).sum();
        let waste = (whole.w * whole.h / self.least - 1.0).max(0.0);
        let aspect = off(whole.w / whole.h, self.ruler.aspect);
        let factor = 1.0
            + 0.9 * waste
            + 0.8 * aspect * aspect
            + 0.5 * (aspect - 0.12).max(0.0)
            + 1.0 * shapes / pieces.len() as f64;
        let most = most / factor;
        let p = &self.middles;
        let mut cost = 0.02 * self.least.sqrt();
        self.segments.clear();
        for &(a, b, pull) in self.pulls {
            let (a, b) = (p[a], p[b]);
            let (dx, dy) = (a.x - b.x, (a.y - b.y) * 1.15);
            cost += pull * (dx * dx + dy * dy).sqrt();
            self.segments.push((a, b));
        }
        if self.pulls.len() > PAIRS_LOOKED_INTO {
            return cost * factor;
        }
        for (i, &(a, b, pull)) in self.pulls.iter().enumerate() {
            if cost > most {
                return f64::INFINITY;
            }
            let (from, to) = self.segments[i];
            for (k, rect) in self.rects.iter().enumerate() {
                if k != a && k != b && rect.is_crossed(from, to) {
                    cost += 150.0 * pull;
                }
            }
            let mut crossed = 0.0;
            for (&(c, d), &(_, _, other)) in self.segments[..i].iter().zip(self.pulls) {
                // Those with a piece in common meet exactly in a point, which is no crossing.
                crossed += if cross(from, to, c, d) { other } else { 0.0 };
            }
            cost += 60.0 * pull * crossed;
        }
        cost * factor
    }
}
