//! Connectors glued to shapes. PowerPoint draws the geometry that is stored and finds a new way only when a shape is
//! moved, so it is computed here exactly as PowerPoint would: from connection site to connection site.

use picture::geometry::{Point, Rect};

/// A point of a shape's edge that connectors are glued to. The numbers are those of `rect` and `roundRect` in
/// ECMA-376's presetShapeDefinitions.xml.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Site {
    Top,
    Left,
    Bottom,
    Right,
}

impl Site {
    pub const ALL: [Self; 4] = [Self::Top, Self::Left, Self::Bottom, Self::Right];

    /// Its number in the file.
    pub fn number(self) -> u8 {
        match self {
            Self::Top => 0,
            Self::Left => 1,
            Self::Bottom => 2,
            Self::Right => 3,
        }
    }

    /// Where it is on `shape` (left, top, width, height in EMU).
    pub fn of(self, (x, y, w, h): (i64, i64, i64, i64)) -> (i64, i64) {
        match self {
            Self::Top => (x + w / 2, y),
            Self::Left => (x, y + h / 2),
            Self::Bottom => (x + w / 2, y + h),
            Self::Right => (x + w, y + h / 2),
        }
    }

    /// The way out of the shape.
    fn outwards(self) -> (i64, i64) {
        match self {
            Self::Top => (0, -1),
            Self::Left => (-1, 0),
            Self::Bottom => (0, 1),
            Self::Right => (1, 0),
        }
    }

    fn on(self, rect: Rect) -> Point {
        let centre = rect.centre();
        match self {
            Self::Top => Point::new(centre.x, rect.y),
            Self::Left => Point::new(rect.x, centre.y),
            Self::Bottom => Point::new(centre.x, rect.bottom()),
            Self::Right => Point::new(rect.right(), centre.y),
        }
    }
}

/// The two sites nearest to where the tie is drawn, of those a simple connector can join.
pub(super) fn sites(provider: Rect, receiver: Rect, start: Point, tip: Point) -> (Site, Site) {
    let mut best = ((Site::Right, Site::Left), f64::INFINITY);
    for from in Site::ALL {
        for to in Site::ALL {
            let (a, b) = (from.on(provider), to.on(receiver));
            let way = ((b.x - a.x).round() as i64, (b.y - a.y).round() as i64);
            let awkward = if way_between(from, to, way).is_some() { 0.0 } else { 150.0 };
            let cost = a.distance(start) + b.distance(tip) + awkward;
            if cost < best.1 {
                best = ((from, to), cost);
            }
        }
    }
    best.0
}

/// The shapes of connector that join sites without a detour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Leaves and arrives in one direction: an S.
    Through,
    /// Arrives across the direction it leaves in: a quarter turn.
    Turn,
    /// Leaves and arrives on one line.
    Straight,
}

fn way_between(from: Site, to: Site, (dx, dy): (i64, i64)) -> Option<Way> {
    let (out, back) = (from.outwards(), to.outwards());
    let arrives = (-back.0, -back.1);
    let ahead = |(x, y): (i64, i64)| dx * x + dy * y;
    match () {
        () if out == arrives && ahead(out) > 0 && (dx == 0 || dy == 0) => Some(Way::Straight),
        () if out == arrives && ahead(out) > 0 => Some(Way::Through),
        () if out.0 * arrives.0 + out.1 * arrives.1 == 0 && ahead(out) > 0 && ahead(arrives) > 0 => {
            Some(Way::Turn)
        }
        () => None,
    }
}

/// A connector's preset and its box: how it is turned, where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Geometry {
    pub preset: &'static str,
    /// Quarter turns clockwise.
    pub turns: u8,
    pub flip_h: bool,
    pub flip_v: bool,
    /// Left, top, width, height in EMU, before it is turned about its middle.
    pub frame: (i64, i64, i64, i64),
}

/// The geometry from `a` to `b`, which are sites of two shapes.
pub(super) fn geometry(from: Site, to: Site, a: (i64, i64), b: (i64, i64)) -> Geometry {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let way = way_between(from, to, (dx, dy));
    if let Some(way @ (Way::Through | Way::Turn)) = way {
        let back = to.outwards();
        let wanted = (from.outwards(), (-back.0, -back.1));
        for turns in 0..4 {
            for (flip_h, flip_v) in [(false, false), (true, false), (false, true), (true, true)] {
                let geometry = framed(way, turns, flip_h, flip_v, a, b);
                if geometry.ends() == (a, b) && geometry.directions(way) == wanted {
                    return geometry;
                }
            }
        }
    }
    Geometry {
        preset: "straightConnector1",
        turns: 0,
        flip_h: dx < 0,
        flip_v: dy < 0,
        frame: (a.0.min(b.0), a.1.min(b.1), dx.abs(), dy.abs()),
    }
}

fn framed(way: Way, turns: u8, flip_h: bool, flip_v: bool, a: (i64, i64), b: (i64, i64)) -> Geometry {
    let (w, h) = ((b.0 - a.0).abs(), (b.1 - a.1).abs());
    let (left, top) = (a.0.min(b.0), a.1.min(b.1));
    // Turned by a quarter, width and height change places about the same middle.
    let frame = match turns % 2 {
        0 => (left, top, w, h),
        _ => (left + (w - h).div_euclid(2), top + (h - w).div_euclid(2), h, w),
    };
    let preset = if way == Way::Turn { "curvedConnector2" } else { "curvedConnector3" };
    Geometry { preset, turns, flip_h, flip_v, frame }
}

impl Geometry {
    /// Turns a direction as the connector is: first flipped, then turned.
    fn turned(&self, (x, y): (i64, i64)) -> (i64, i64) {
        let x = if self.flip_h { -x } else { x };
        let y = if self.flip_v { -y } else { y };
        match self.turns % 4 {
            0 => (x, y),
            1 => (-y, x),
            2 => (-x, -y),
            _ => (y, -x),
        }
    }

    /// Where it starts and ends on the slide. Twice the distance from the middle keeps the numbers whole.
    pub fn ends(&self) -> ((i64, i64), (i64, i64)) {
        let (left, top, w, h) = self.frame;
        let (middle_x, middle_y) = (2 * left + w, 2 * top + h);
        let place = |from_middle: (i64, i64)| {
            let (x, y) = self.turned(from_middle);
            ((middle_x + x).div_euclid(2), (middle_y + y).div_euclid(2))
        };
        (place((-w, -h)), place((w, h)))
    }

    /// The directions in which it leaves and arrives.
    fn directions(&self, way: Way) -> ((i64, i64), (i64, i64)) {
        let arrives = if way == Way::Turn { (0, 1) } else { (1, 0) };
        (self.turned((1, 0)), self.turned(arrives))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn geometry_is_that_of_the_standard() {
        // The table of field-tested transformations: right to left site with the target higher, bottom to top, ...
        let through = |from, to, b| {
            let g = geometry(from, to, (1000, 1000), b);
            (g.preset, g.turns, g.flip_h, g.flip_v)
        };
        let s = "curvedConnector3";
        assert_eq!(through(Site::Right, Site::Left, (5000, 3000)), (s, 0, false, false));
        assert_eq!(through(Site::Right, Site::Left, (5000, 200)), (s, 0, false, true));
        assert_eq!(through(Site::Left, Site::Right, (200, 3000)), (s, 0, true, false));
        assert_eq!(through(Site::Right, Site::Left, (5000, 1000)).0, "straightConnector1");
        assert_eq!(through(Site::Bottom, Site::Top, (400, 3000)), (s, 1, false, false));
        assert_eq!(through(Site::Bottom, Site::Top, (4000, 3000)).1 % 2, 1);
    }

    proptest! {
        #[test]
        fn every_connector_starts_and_ends_on_its_site(
            from in 0..4usize, to in 0..4usize, ax in -1e6..1e6f64, ay in -1e6..1e6f64, bx in -1e6..1e6f64, by in -1e6..1e6f64,
        ) {
            let (from, to) = (Site::ALL[from], Site::ALL[to]);
            let (a, b) = ((ax as i64, ay as i64), (bx as i64, by as i64));
            let geometry = geometry(from, to, a, b);
            let (start, end) = geometry.ends();
            // Half a width may fall between two EMU, of which 12,700 make a point.
            prop_assert!((start.0 - a.0).abs() <= 1 && (start.1 - a.1).abs() <= 1, "{geometry:?} {start:?} {a:?}");
            prop_assert!((end.0 - b.0).abs() <= 1 && (end.1 - b.1).abs() <= 1, "{geometry:?} {end:?} {b:?}");
            prop_assert!(geometry.frame.2 >= 0 && geometry.frame.3 >= 0);
        }
    }
}
