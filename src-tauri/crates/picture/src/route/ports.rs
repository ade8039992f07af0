//! Where ties meet a card: the four sides, and how the ties of one side share it.

use crate::geometry::{Point, Rect};

/// A side of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Top,
    Right,
    Bottom,
    Left,
}

/// All sides.
pub(super) const SIDES: [Side; 4] = [Side::Top, Side::Right, Side::Bottom, Side::Left];

/// Ties of one side stand this far apart where there is room.
const SPREAD: f64 = 18.0;
/// And never nearer to the card's corner than this, where it is rounded.
const CORNER: f64 = 11.0;

impl Side {
    /// The direction away from the card.
    pub(super) fn out(self) -> Point {
        match self {
            Side::Top => Point::new(0.0, -1.0),
            Side::Right => Point::new(1.0, 0.0),
            Side::Bottom => Point::new(0.0, 1.0),
            Side::Left => Point::new(-1.0, 0.0),
        }
    }

    /// The direction along the side in which offsets grow: rightwards or downwards.
    pub(super) fn along(self) -> Point {
        match self {
            Side::Top | Side::Bottom => Point::new(1.0, 0.0),
            Side::Left | Side::Right => Point::new(0.0, 1.0),
        }
    }

    /// The middle of the side.
    pub(super) fn middle(self, card: Rect) -> Point {
        let m = card.centre();
        let out = self.out();
        Point::new(m.x + out.x * card.w / 2.0, m.y + out.y * card.h / 2.0)
    }

    /// How long the side is, corners left out.
    pub(super) fn length(self, card: Rect) -> f64 {
        let whole = if matches!(self, Side::Top | Side::Bottom) { card.w } else { card.h };
        (whole - 2.0 * CORNER).max(whole * 0.3)
    }

    /// How many ties stand comfortably on the side.
    pub(super) fn comfort(self, card: Rect) -> f64 {
        (self.length(card) / 11.0).floor().max(1.0)
    }

    /// The offset from the middle of place `i` of `count`.
    pub(super) fn offset(self, card: Rect, i: usize, count: usize) -> f64 {
        if count < 2 {
            return 0.0;
        }
        let step = (self.length(card) / (count - 1) as f64).min(SPREAD);
        (i as f64 - (count - 1) as f64 / 2.0) * step
    }

    /// A number that grows with the direction of `to` seen from `from`, in the order in which ties stand along the
    /// side without crossing. From 0 to 4, exact arithmetic only.
    pub(super) fn rank(self, from: Point, to: Point) -> f64 {
        let d = to - from;
        let (out, along) = (self.out(), self.along());
        let (x, y) = (d.x * along.x + d.y * along.y, d.x * out.x + d.y * out.y);
        let size = x.abs() + y.abs();
        if size == 0.0 {
            return 2.0;
        }
        // Backwards to the one side first, straight out in the middle, backwards to the other side last.
        let x = x / size;
        if y >= 0.0 {
            2.0 + x
        } else if x < 0.0 {
            -x
        } else {
            4.0 - x
        }
    }
}
