//! Points, rectangles and curves in scene units: one unit is one CSS pixel at 100 %, y grows downwards.

use serde::{Deserialize, Serialize};

/// A place, or a displacement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Rightwards.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

impl Point {
    /// The point at `x`, `y`.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// The distance to `other`.
    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

impl std::ops::Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

impl std::ops::Sub for Point {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
}

impl std::ops::Mul<f64> for Point {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self::new(self.x * factor, self.y * factor)
    }
}

/// A width and a height.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Size {
    /// Rightwards.
    pub w: f64,
    /// Downwards.
    pub h: f64,
}

impl Size {
    /// `w` by `h`.
    pub const fn new(w: f64, h: f64) -> Self {
        Self { w, h }
    }
}

/// A rectangle by its top left corner and its size.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width, not negative.
    pub w: f64,
    /// Height, not negative.
    pub h: f64,
}

impl Rect {
    /// The rectangle with its top left corner at `x`, `y`.
    pub const fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    /// The rectangle of `size` at `corner`.
    pub const fn at(corner: Point, size: Size) -> Self {
        Self::new(corner.x, corner.y, size.w, size.h)
    }

    /// The smallest rectangle that holds all of `rects`, if there is any.
    pub fn around(rects: impl IntoIterator<Item = Rect>) -> Option<Rect> {
        rects.into_iter().reduce(|a, b| a.union(b))
    }

    /// The right edge.
    pub fn right(self) -> f64 {
        self.x + self.w
    }

    /// The bottom edge.
    pub fn bottom(self) -> f64 {
        self.y + self.h
    }

    /// The middle.
    pub fn centre(self) -> Point {
        Point::new(self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// The top left corner.
    pub fn corner(self) -> Point {
        Point::new(self.x, self.y)
    }

    /// The smallest rectangle that holds both.
    pub fn union(self, other: Rect) -> Rect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Rect::new(x, y, self.right().max(other.right()) - x, self.bottom().max(other.bottom()) - y)
    }

    /// Grown by `by` on every side (shrunk when negative).
    pub fn grown(self, by: f64) -> Rect {
        Rect::new(self.x - by, self.y - by, self.w + 2.0 * by, self.h + 2.0 * by)
    }

    /// Moved by `by`.
    pub fn moved(self, by: Point) -> Rect {
        Rect::new(self.x + by.x, self.y + by.y, self.w, self.h)
    }

    /// Whether the two share some area.
    pub fn overlaps(self, other: Rect) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// Whether `point` lies inside or on the edge.
    pub fn holds(self, point: Point) -> bool {
        self.x <= point.x && point.x <= self.right() && self.y <= point.y && point.y <= self.bottom()
    }

    /// Whether `other` lies wholly inside.
    pub fn encloses(self, other: Rect) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && other.right() <= self.right()
            && other.bottom() <= self.bottom()
    }
}

/// A curve of joined cubic Bézier pieces: `start`, then for each piece two handles and its end.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Where it begins.
    pub start: Point,
    /// Each piece's first handle, second handle and end.
    pub pieces: Vec<[Point; 3]>,
}

impl Curve {
    /// A straight line.
    pub fn line(a: Point, b: Point) -> Self {
        Self { start: a, pieces: vec![[a + (b - a) * (1.0 / 3.0), a + (b - a) * (2.0 / 3.0), b]] }
    }

    /// Where it ends.
    pub fn end(&self) -> Point {
        self.pieces.last().map_or(self.start, |piece| piece[2])
    }

    /// The polyline that follows the curve to within `tolerance`, start and end included.
    pub fn flattened(&self, tolerance: f64) -> Vec<Point> {
        let mut points = vec![self.start];
        let mut a = self.start;
        for &[b, c, d] in &self.pieces {
            // The second differences bound how far a chord strays from the curve (Wang's bound for cubics).
            let (u, v) = (a - b * 2.0 + c, b - c * 2.0 + d);
            let bend = u.x.hypot(u.y).max(v.x.hypot(v.y));
            let steps = ((0.75 * bend / tolerance).sqrt().ceil()).clamp(1.0, 64.0) as usize;
            for step in 1..=steps {
                let t = step as f64 / steps as f64;
                let s = 1.0 - t;
                points.push(
                    a * (s * s * s) + b * (3.0 * s * s * t) + c * (3.0 * s * t * t) + d * (t * t * t),
                );
            }
            a = d;
        }
        points
    }
}
