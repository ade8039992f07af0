//! Connectors glued to shapes: every way in which one of PowerPoint's presets joins two connection sites, and how it
//! runs. PowerPoint draws the geometry that is stored and finds a new way only when a shape is moved, so it is computed
//! here exactly as PowerPoint would.

use picture::geometry::{Curve, Point};

/// A point of a shape's edge that connectors are glued to. The numbers are those of `rect` and `roundRect` in
/// ECMA-376's presetShapeDefinitions.xml.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    pub fn outwards(self) -> (i64, i64) {
        match self {
            Self::Top => (0, -1),
            Self::Left => (-1, 0),
            Self::Bottom => (0, 1),
            Self::Right => (1, 0),
        }
    }

    fn is_level(self) -> bool {
        matches!(self, Self::Left | Self::Right)
    }
}

/// The least side of a box that is not straight, in EMU: a point.
const LEAST: f64 = 12_700.0;

/// A preset with its adjustments, in shares of its box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Way {
    Straight,
    /// A quarter turn.
    Turn,
    /// An S, or where it goes beyond its box a C; the share of the width at which it turns.
    Through(f64),
    /// Two turns and a quarter; the share of the width at the first and of the height at the second.
    Twice(f64, f64),
}

impl Way {
    /// Its name in the file.
    pub fn preset(self) -> &'static str {
        match self {
            Self::Straight => "straightConnector1",
            Self::Turn => "curvedConnector2",
            Self::Through(_) => "curvedConnector3",
            Self::Twice(..) => "curvedConnector4",
        }
    }

    /// Its adjustments in thousandths of a percent.
    pub fn adjustments(self) -> Vec<i64> {
        let shares = match self {
            Self::Straight | Self::Turn => Vec::new(),
            Self::Through(x) => vec![x],
            Self::Twice(x, y) => vec![x, y],
        };
        shares.into_iter().map(|share| (share * 100_000.0).round() as i64).collect()
    }

    /// The curve in a box of `w` by `h`, from its top left to its bottom right corner: the formulas of
    /// presetShapeDefinitions.xml.
    fn curve(self, w: f64, h: f64) -> Curve {
        let p = Point::new;
        let middle = f64::midpoint;
        let (start, end) = (p(0.0, 0.0), p(w, h));
        match self {
            Self::Straight => Curve::line(start, end),
            Self::Turn => Curve { start, pieces: vec![[p(w / 2.0, 0.0), p(w, h / 2.0), end]] },
            Self::Through(share) => {
                let x = w * share;
                let pieces = vec![
                    [p(x / 2.0, 0.0), p(x, h / 4.0), p(x, h / 2.0)],
                    [p(x, h * 0.75), p(middle(w, x), h), end],
                ];
                Curve { start, pieces }
            }
            Self::Twice(first, second) => {
                let (x, y) = (w * first, h * second);
                let half = middle(w, x);
                let pieces = vec![
                    [p(x / 2.0, 0.0), p(x, y / 4.0), p(x, y / 2.0)],
                    [p(x, y * 0.75), p(middle(x, half), y), p(half, y)],
                    [p(middle(half, w), y), p(w, middle(h, y)), end],
                ];
                Curve { start, pieces }
            }
        }
    }
}

/// A connector from site to site: a way, and its box on the slide.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Connector {
    pub from: Site,
    pub to: Site,
    pub way: Way,
    /// Quarter turns clockwise: 0, 1 or 3.
    pub turns: u8,
    pub flip_h: bool,
    pub flip_v: bool,
    /// Left, top, width, height in EMU, before it is turned about its middle.
    pub frame: (i64, i64, i64, i64),
}

impl Connector {
    /// All connectors from `a` to `b`, which are sites of two shapes, that leave and arrive as the sites ask. What
    /// goes beyond its box does so by `beyond` (EMU). There is always a straight one.
    pub fn all(
        (from, a): (Site, (i64, i64)),
        (to, b): (Site, (i64, i64)),
        beyond: &[f64],
    ) -> impl Iterator<Item = Self> {
        // A box has its width along the way out: the quarter turn says which way that is.
        let turns = u8::from(!from.is_level());
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let (along, across) = if turns == 0 { (dx, dy) } else { (dy, dx) };
        let out = from.outwards().0 + from.outwards().1;
        let back = to.outwards().0 + to.outwards().1;
        // Towards the other end, or away from it.
        let leaves = out * along >= 0;
        let arrives = -back * (if from.is_level() == to.is_level() { along } else { across }) >= 0;
        let (w, h) = (along.abs() as f64, across.abs() as f64);
        // What goes beyond a box is told in shares of it, so that it may not be too small.
        let (wide, high) = (w >= LEAST, h >= LEAST);
        let same = from.is_level() == to.is_level();
        let mut ways = vec![Way::Straight];
        match (same, leaves, arrives) {
            (true, true, true) if wide && high => ways.extend([0.5, 0.3, 0.7, 0.12, 0.88].map(Way::Through)),
            (true, true, false) if wide && high => {
                ways.extend(beyond.iter().map(|by| Way::Through(1.0 + by / w)));
            }
            (true, false, true) if wide && high => ways.extend(beyond.iter().map(|by| Way::Through(-by / w))),
            (false, true, true) if wide && high => ways.push(Way::Turn),
            (false, true, false) if high => {
                ways.extend(beyond.iter().flat_map(|by| [0.5, 0.8].map(|x| Way::Twice(x, 1.0 + by / h))));
            }
            (false, false, true) if wide => {
                ways.extend(beyond.iter().flat_map(|by| [0.5, 0.2].map(|y| Way::Twice(-by / w, y))));
            }
            (false, false, false) if wide && high => {
                ways.extend(beyond.iter().map(|by| Way::Twice(-by / w, 1.0 + by / h)));
            }
            _ => {}
        }
        ways.into_iter().map(move |way| Self::framed(way, from, to, a, b))
    }

    /// The straight one.
    pub fn straight((from, a): (Site, (i64, i64)), (to, b): (Site, (i64, i64))) -> Self {
        Self::framed(Way::Straight, from, to, a, b)
    }

    fn framed(way: Way, from: Site, to: Site, a: (i64, i64), b: (i64, i64)) -> Self {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let (w, h) = (dx.abs(), dy.abs());
        let (left, top) = (a.0.min(b.0), a.1.min(b.1));
        let turned = way != Way::Straight && !from.is_level();
        // Turned by a quarter, width and height change places about the same middle.
        let frame = if turned {
            (left + (w - h).div_euclid(2), top + (h - w).div_euclid(2), h, w)
        } else {
            (left, top, w, h)
        };
        // Of the two ways to say the same, the one that PowerPoint writes.
        let (turns, flip_h, flip_v) = match (turned, dx < 0, dy < 0) {
            (false, left, up) => (0, left, up),
            (true, true, false) => (1, false, false),
            (true, false, true) => (1, true, true),
            (true, false, false) => (3, true, false),
            (true, true, true) => (3, false, true),
        };
        Self { from, to, way, turns, flip_h, flip_v, frame }
    }

    /// How it runs on the slide, in EMU.
    pub fn curve(&self) -> Curve {
        let (left, top, w, h) = self.frame;
        let (w, h) = (w as f64, h as f64);
        let middle = Point::new(left as f64 + w / 2.0, top as f64 + h / 2.0);
        let place = |p: Point| {
            let x = if self.flip_h { w / 2.0 - p.x } else { p.x - w / 2.0 };
            let y = if self.flip_v { h / 2.0 - p.y } else { p.y - h / 2.0 };
            let (x, y) = match self.turns {
                0 => (x, y),
                1 => (-y, x),
                _ => (y, -x),
            };
            middle + Point::new(x, y)
        };
        let curve = self.way.curve(w, h);
        Curve {
            start: place(curve.start),
            pieces: curve.pieces.into_iter().map(|piece| piece.map(place)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn geometry_is_that_of_the_standard() {
        let to = |from, to, b| {
            let all: Vec<_> = Connector::all((from, (100_000, 100_000)), (to, b), &[50_000.0]).collect();
            let last = all.last().unwrap();
            (last.way.preset(), last.turns, last.flip_h, last.flip_v)
        };
        let s = "curvedConnector3";
        assert_eq!(to(Site::Right, Site::Left, (500_000, 300_000)), (s, 0, false, false));
        assert_eq!(to(Site::Right, Site::Left, (500_000, 20_000)), (s, 0, false, true));
        assert_eq!(to(Site::Left, Site::Right, (20_000, 300_000)), (s, 0, true, false));
        assert_eq!(to(Site::Right, Site::Left, (500_000, 100_000)).0, "straightConnector1");
        assert_eq!(to(Site::Bottom, Site::Top, (40_000, 300_000)), (s, 1, false, false));
        assert_eq!(to(Site::Bottom, Site::Top, (400_000, 300_000)), (s, 3, true, false));
        assert_eq!(to(Site::Top, Site::Bottom, (400_000, 20_000)), (s, 1, true, true));
        assert_eq!(to(Site::Top, Site::Bottom, (40_000, 20_000)), (s, 3, false, true));
        assert_eq!(to(Site::Right, Site::Top, (400_000, 300_000)).0, "curvedConnector2");
        assert_eq!(to(Site::Left, Site::Top, (400_000, 300_000)).0, "curvedConnector4");
    }

    proptest! {
        #[test]
        fn every_connector_starts_and_ends_on_its_site_and_leaves_its_shapes(
            from in 0..4usize, to in 0..4usize, ax in -1_000_000..1_000_000i64, ay in -1_000_000..1_000_000i64,
            bx in -1_000_000..1_000_000i64, by in -1_000_000..1_000_000i64,
        ) {
            let (from, to) = (Site::ALL[from], Site::ALL[to]);
            let (a, b) = ((ax, ay), (bx, by));
            for connector in Connector::all((from, a), (to, b), &[100_000.0, 300_000.0]) {
                let curve = connector.curve();
                let near = |p: Point, site: (i64, i64)| (p.x - site.0 as f64).abs() <= 1.0 && (p.y - site.1 as f64).abs() <= 1.0;
                // Half a width may fall between two EMU, of which 12,700 make a point.
                prop_assert!(near(curve.start, a) && near(curve.end(), b), "{connector:?}");
                prop_assert!(connector.frame.2 >= 0 && connector.frame.3 >= 0);
                if connector.way != Way::Straight {
                    let (first, last) = (curve.pieces[0][0] - curve.start, curve.end() - curve.pieces.last().unwrap()[1]);
                    let (out, back) = (from.outwards(), to.outwards());
                    let along = |v: Point, (x, y): (i64, i64)| v.x * x as f64 + v.y * y as f64;
                    prop_assert!(along(first, out) >= -1.0 && along(last, back) <= 1.0, "{connector:?} {curve:?}");
                }
            }
        }
    }
}
