//! Points, rectangles and curves in scene units: one unit is one CSS pixel at 100 %, y grows downwards.

use std::fmt::Write as _;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

/// A place, or a displacement. On the wire `[x, y]`, to a hundredth of a unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, TS)]
#[ts(export, type = "[number, number]")]
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

    /// How far from the origin it is. A square root is the same to the bit on every machine; `hypot` is not.
    pub(crate) fn length(self) -> f64 {
        (self.x * self.x + self.y * self.y).sqrt()
    }

    /// The distance to `other`.
    pub fn distance(self, other: Self) -> f64 {
        (self - other).length()
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

/// Whether the segments `a`-`b` and `c`-`d` cross at one inner point. Asked millions of times, so nothing branches.
pub(crate) fn cross(a: Point, b: Point, c: Point, d: Point) -> bool {
    let side = |a: Point, b: Point, c: Point| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    (side(a, b, c) * side(a, b, d) < 0.0) & (side(c, d, a) * side(c, d, b) < 0.0)
}

/// A width and a height. On the wire `[w, h]`, to a hundredth of a unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, TS)]
#[ts(export, type = "[number, number]")]
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

/// A rectangle by its top left corner and its size. On the wire `[x, y, w, h]`, to a hundredth of a unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, TS)]
#[ts(export, type = "[number, number, number, number]")]
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

    /// The rectangle of that size around a point.
    pub fn centred(centre: Point, size: Size) -> Self {
        Self::new(centre.x - size.w / 2.0, centre.y - size.h / 2.0, size.w, size.h)
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

    /// Whether the line from `a` to `b` runs through the inside; along an edge it does not.
    pub fn is_crossed(self, a: Point, b: Point) -> bool {
        let beside = a.x.max(b.x) <= self.x
            || a.x.min(b.x) >= self.right()
            || a.y.max(b.y) <= self.y
            || a.y.min(b.y) >= self.bottom();
        // Then only the line's own direction can still part the two.
        let (way, off) = (b - a, self.centre() - a);
        !beside && (off.x * way.y - off.y * way.x).abs() < (self.w * way.y.abs() + self.h * way.x.abs()) / 2.0
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

/// A curve of joined cubic Bézier pieces: `start`, then for each piece two handles and its end. On the wire it
/// is what an SVG `d` attribute holds.
#[derive(Debug, Clone, Default, PartialEq, TS)]
#[ts(export, type = "string")]
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
            let bend = u.length().max(v.length());
            let steps = ((0.75 * bend / tolerance).sqrt().ceil()).clamp(1.0, 64.0) as usize;
            for step in 1..=steps {
                let t = step as f64 / steps as f64;
                let s = 1.0 - t;
                points
                    .push(a * (s * s * s) + b * (3.0 * s * s * t) + c * (3.0 * s * t * t) + d * (t * t * t));
            }
            a = d;
        }
        points
    }

    /// The curve without its last `length` units, as measured straight from its end; empty when it is shorter.
    pub fn without_end(&self, length: f64) -> Curve {
        let end = self.end();
        let mut starts = vec![self.start];
        starts.extend(self.pieces.iter().map(|piece| piece[2]));
        for (index, &[b, c, d]) in self.pieces.iter().enumerate().rev() {
            let a = starts[index];
            if a.distance(end) <= length {
                continue;
            }
            // The place on this piece at that distance, by halving.
            let (mut far, mut near) = (0.0, 1.0);
            for _ in 0..24 {
                let middle = f64::midpoint(far, near);
                if on_piece(a, [b, c, d], middle).distance(end) > length {
                    far = middle;
                } else {
                    near = middle;
                }
            }
            let mut pieces = self.pieces[..index].to_vec();
            pieces.push(first_part(a, [b, c, d], far));
            return Curve { start: self.start, pieces };
        }
        Curve { start: self.start, pieces: Vec::new() }
    }

    /// The curve from its end to its start.
    pub fn backwards(&self) -> Curve {
        let mut pieces = Vec::with_capacity(self.pieces.len());
        for (index, &[b, c, _]) in self.pieces.iter().enumerate().rev() {
            let a = if index == 0 { self.start } else { self.pieces[index - 1][2] };
            pieces.push([c, b, a]);
        }
        Curve { start: self.end(), pieces }
    }

    /// The curve as an SVG path, to a tenth of a unit; straight pieces as lines.
    pub fn to_svg(&self) -> String {
        let mut path = format!("M{} {}", Tenth(self.start.x), Tenth(self.start.y));
        let mut a = self.start;
        for &[b, c, d] in &self.pieces {
            // Writing to a String cannot fail.
            let _ = if is_straight(a, b, c, d) {
                write!(path, "L{} {}", Tenth(d.x), Tenth(d.y))
            } else {
                let [bx, by, cx, cy, dx, dy] = [b.x, b.y, c.x, c.y, d.x, d.y].map(Tenth);
                write!(path, "C{bx} {by} {cx} {cy} {dx} {dy}")
            };
            a = d;
        }
        path
    }

    /// The smallest rectangle that surely holds the curve: that of its handles.
    pub fn bounds(&self) -> Rect {
        let points = std::iter::once(self.start).chain(self.pieces.iter().flatten().copied());
        Rect::around(points.map(|p| Rect::at(p, Size::default()))).unwrap_or_default()
    }
}

/// The place on a cubic piece from `a` at `t`.
fn on_piece(a: Point, [b, c, d]: [Point; 3], t: f64) -> Point {
    let s = 1.0 - t;
    a * (s * s * s) + b * (3.0 * s * s * t) + c * (3.0 * s * t * t) + d * (t * t * t)
}

/// The part of a cubic piece from `a` up to `t` (de Casteljau).
fn first_part(a: Point, [b, c, d]: [Point; 3], t: f64) -> [Point; 3] {
    let mix = |p: Point, q: Point| p + (q - p) * t;
    let (ab, bc, cd) = (mix(a, b), mix(b, c), mix(c, d));
    let (abc, bcd) = (mix(ab, bc), mix(bc, cd));
    [ab, abc, mix(abc, bcd)]
}

/// Whether both handles lie on the chord, to a twentieth of a unit.
fn is_straight(a: Point, b: Point, c: Point, d: Point) -> bool {
    let along = d - a;
    let length = along.length();
    let off = |p: Point| {
        let to = p - a;
        let across = (to.x * along.y - to.y * along.x).abs();
        let ahead = to.x * along.x + to.y * along.y;
        across <= 0.05 * length && (0.0..=length * length).contains(&ahead)
    };
    length > 0.0 && off(b) && off(c)
}

/// A number written with at most one decimal.
struct Tenth(f64);

impl std::fmt::Display for Tenth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Adding zero turns -0 into 0.
        write!(f, "{}", (self.0 * 10.0).round() / 10.0 + 0.0)
    }
}

/// `value` to a hundredth, for the wire: finer than any screen, and short in JSON.
pub(crate) fn hundredth(value: f64) -> f64 {
    (value * 100.0).round() / 100.0 + 0.0
}

/// Writes a length as [`hundredth`], for `#[serde(serialize_with)]`.
pub(crate) fn short<S: Serializer>(value: &f64, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64(hundredth(*value))
}

impl Serialize for Point {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        [self.x, self.y].map(hundredth).serialize(to)
    }
}

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(of: D) -> Result<Self, D::Error> {
        <[f64; 2]>::deserialize(of).map(|[x, y]| Self { x, y })
    }
}

impl Serialize for Size {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        [self.w, self.h].map(hundredth).serialize(to)
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(of: D) -> Result<Self, D::Error> {
        <[f64; 2]>::deserialize(of).map(|[w, h]| Self { w, h })
    }
}

impl Serialize for Rect {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        [self.x, self.y, self.w, self.h].map(hundredth).serialize(to)
    }
}

impl<'de> Deserialize<'de> for Rect {
    fn deserialize<D: Deserializer<'de>>(of: D) -> Result<Self, D::Error> {
        <[f64; 4]>::deserialize(of).map(|[x, y, w, h]| Self { x, y, w, h })
    }
}

impl Serialize for Curve {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.to_svg())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn on_the_wire_places_are_short_arrays() {
        let rect = Rect::new(1.005, -0.001, 10.0 / 3.0, 4.0);
        assert_eq!(serde_json::to_string(&rect).unwrap(), "[1.0,0.0,3.33,4.0]");
        assert_eq!(serde_json::from_str::<Rect>("[1,2,3,4]").unwrap(), Rect::new(1.0, 2.0, 3.0, 4.0));
        assert!(serde_json::from_str::<Rect>("[1,2,3]").is_err());
    }

    #[test]
    fn a_line_across_a_rectangle_is_seen_and_one_beside_it_or_along_its_edge_is_not() {
        let rect = Rect::new(10.0, 10.0, 20.0, 10.0);
        let is_crossed =
            |a: (f64, f64), b: (f64, f64)| rect.is_crossed(Point::new(a.0, a.1), Point::new(b.0, b.1));
        assert!(is_crossed((0.0, 0.0), (40.0, 30.0)));
        assert!(is_crossed((15.0, 0.0), (15.0, 40.0)));
        assert!(is_crossed((12.0, 15.0), (14.0, 15.0)), "inside it");
        assert!(!is_crossed((0.0, 9.0), (40.0, 9.0)));
        assert!(!is_crossed((0.0, 10.0), (40.0, 10.0)), "along its edge");
        assert!(!is_crossed((0.0, 30.0), (9.0, 12.0)));
        assert!(!is_crossed((0.0, 19.0), (12.0, 31.0)), "past its corner");
    }

    proptest! {
        #[test]
        fn a_line_with_a_point_well_inside_a_rectangle_crosses_it(
            ax in -50.0..50.0f64, ay in -50.0..50.0f64, bx in -50.0..50.0f64, by in -50.0..50.0f64,
        ) {
            let (rect, a, b) = (Rect::new(-9.0, -4.0, 20.0, 11.0), Point::new(ax, ay), Point::new(bx, by));
            let on = |n: u32| a + (b - a) * (f64::from(n) / 400.0);
            let deep = (0..=400).any(|n| rect.grown(-0.3).holds(on(n)));
            let far = (0..=400).all(|n| !rect.grown(0.3).holds(on(n)));
            prop_assert!(!deep || rect.is_crossed(a, b));
            prop_assert!(!far || !rect.is_crossed(a, b));
        }
    }

    #[test]
    fn a_curve_is_written_as_a_path_and_a_straight_piece_as_a_line() {
        let mut curve = Curve::line(Point::new(0.0, 0.04), Point::new(30.0, 0.0));
        let bend = [Point::new(40.0, 0.0), Point::new(50.0, 10.0), Point::new(50.0, 20.25)];
        curve.pieces.push(bend);
        assert_eq!(curve.to_svg(), "M0 0L30 0C40 0 50 10 50 20.3");
    }

    #[test]
    fn a_curve_gives_up_its_end_for_an_arrow() {
        let mut curve = Curve::line(Point::new(0.0, 0.0), Point::new(50.0, 0.0));
        curve.pieces.extend(Curve::line(Point::new(50.0, 0.0), Point::new(54.0, 0.0)).pieces);
        let cut = curve.without_end(10.0);
        assert!(cut.end().distance(Point::new(44.0, 0.0)) < 1e-3, "{:?}", cut.end());
        assert!(curve.without_end(100.0).pieces.is_empty());
        assert_eq!(curve.backwards().backwards(), curve);
        assert_eq!(curve.backwards().start, Point::new(54.0, 0.0));
    }

    proptest! {
        #[test]
        fn a_flattened_curve_stays_within_its_bounds(places in proptest::collection::vec((-1e4..1e4f64, -1e4..1e4f64), 7)) {
            let p: Vec<Point> = places.iter().map(|&(x, y)| Point::new(x, y)).collect();
            let curve = Curve { start: p[0], pieces: vec![[p[1], p[2], p[3]], [p[4], p[5], p[6]]] };
            let bounds = curve.bounds().grown(1e-6);
            for point in curve.flattened(0.5) {
                prop_assert!(bounds.holds(point));
            }
        }
    }
}
