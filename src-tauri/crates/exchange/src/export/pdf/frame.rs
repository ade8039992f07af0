//! Paper, and where a picture lies on it: on one sheet, or spread over several.

use krilla::geom::Point as At;
use picture::geometry::{Point, Rect};

/// Points in a scene unit: 72 to the inch against 96.
const POINTS: f64 = 0.75;
/// Points in a millimetre.
const MILLIMETRE: f64 = 72.0 / 25.4;
/// The longest side of a page, in points; more is not opened everywhere.
const LONGEST_SIDE: f64 = 14_400.0;
/// Around a picture on paper, in points: as much as printers leave white.
pub(super) const PAPER_MARGIN: f64 = 28.0;
/// The most that a picture is blown up, in points for each scene unit: large print on one sheet, posters on several.
const LARGEST: f64 = 2.0 * POINTS;
const LARGEST_POSTER: f64 = 12.0 * POINTS;

/// A size of paper, in points, the longer side first; pages turn as the picture asks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// The longer side.
    pub long: f64,
    /// The shorter side.
    pub short: f64,
}

impl Paper {
    /// 297 by 210 mm.
    pub const A4: Self = Self { long: 841.89, short: 595.28 };
    /// Names of papers, and their sides in millimetres.
    pub const NAMED: [(&'static str, f64, f64); 9] = [
        ("a5", 210.0, 148.0),
        ("a4", 297.0, 210.0),
        ("a3", 420.0, 297.0),
        ("a2", 594.0, 420.0),
        ("a1", 841.0, 594.0),
        ("a0", 1189.0, 841.0),
        ("letter", 279.4, 215.9),
        ("legal", 355.6, 215.9),
        ("tabloid", 431.8, 279.4),
    ];

    /// A paper by its name, or by its sides in millimetres ("500x700"); none where there is no such paper. Sides go
    /// from 50 mm to five metres.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        let known =
            Self::NAMED.iter().find(|(known, ..)| *known == name).map(|&(_, long, short)| (long, short));
        let sides = || {
            let (a, b) = name.split_once('x')?;
            let side = |text: &str| text.trim().parse::<f64>().ok().filter(|mm| (50.0..=5000.0).contains(mm));
            Some((side(a)?, side(b)?))
        };
        let (a, b) = known.or_else(sides)?;
        Some(Self { long: a.max(b) * MILLIMETRE, short: a.min(b) * MILLIMETRE })
    }
}

/// How many sheets a picture is spread over, across and down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tiles {
    /// Across: 1 to 20.
    pub across: u8,
    /// Down: 1 to 20.
    pub down: u8,
}

impl Tiles {
    /// "3x2"; none for what is not of that kind.
    pub fn named(name: &str) -> Option<Self> {
        let (across, down) = name.trim().split_once(['x', 'X', '\u{d7}'])?;
        let count = |text: &str| text.trim().parse::<u8>().ok().filter(|count| (1..=20).contains(count));
        Some(Self { across: count(across)?, down: count(down)? })
    }
}

/// A sheet and where the scene's origin is on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub width: f64,
    pub height: f64,
    /// Points for each scene unit.
    pub scale: f64,
    pub left: f64,
    pub top: f64,
    /// The part of the scene that this sheet of several shows; none: all of it.
    pub window: Option<Rect>,
}

impl Frame {
    /// The sheets for a picture, row by row.
    pub fn sheets(bounds: Rect, paper: Option<Paper>, tiles: Option<Tiles>) -> Vec<Self> {
        match (paper, tiles.filter(|tiles| tiles.across > 1 || tiles.down > 1)) {
            (None, None) => vec![Self::as_large_as(bounds)],
            (Some(paper), None) => vec![Self::on(bounds, paper)],
            (paper, Some(tiles)) => Self::tiled(bounds, paper.unwrap_or(Paper::A4), tiles),
        }
    }

    fn as_large_as(Rect { x, y, w, h }: Rect) -> Self {
        let (w, h) = (w.max(1.0), h.max(1.0));
        let scale = POINTS.min(LONGEST_SIDE / w.max(h));
        Self { width: w * scale, height: h * scale, scale, left: -x * scale, top: -y * scale, window: None }
    }

    fn on(bounds: Rect, Paper { long, short }: Paper) -> Self {
        let (width, height) = if bounds.w >= bounds.h { (long, short) } else { (short, long) };
        let place = Rect::new(0.0, 0.0, width, height).grown(-PAPER_MARGIN);
        Self::within(bounds, place, LARGEST, (width, height))
    }

    /// The picture in the middle of `place` on a sheet of that size.
    pub fn within(Rect { x, y, w, h }: Rect, place: Rect, largest: f64, (width, height): (f64, f64)) -> Self {
        let (w, h) = (w.max(1.0), h.max(1.0));
        let scale = (place.w / w).min(place.h / h).min(largest);
        let middle = place.centre();
        let (left, top) = (middle.x - (w / 2.0 + x) * scale, middle.y - (h / 2.0 + y) * scale);
        Self { width, height, scale, left, top, window: None }
    }

    /// All sheets lie the way in which the picture becomes largest.
    fn tiled(bounds: Rect, Paper { long, short }: Paper, tiles: Tiles) -> Vec<Self> {
        let (across, down) = (f64::from(tiles.across), f64::from(tiles.down));
        let whole = |(width, height): (f64, f64)| {
            let inside = (width - 2.0 * PAPER_MARGIN, height - 2.0 * PAPER_MARGIN);
            let place = Rect::new(0.0, 0.0, inside.0 * across, inside.1 * down);
            (Self::within(bounds, place, LARGEST_POSTER, (width, height)), inside)
        };
        let (wide, tall) = (whole((long, short)), whole((short, long)));
        let (poster, inside) = if wide.0.scale >= tall.0.scale { wide } else { tall };
        let mut sheets = Vec::new();
        for row in 0..tiles.down {
            for column in 0..tiles.across {
                let corner = Point::new(f64::from(column) * inside.0, f64::from(row) * inside.1);
                let scale = poster.scale;
                let window = Rect::new(
                    (corner.x - poster.left) / scale,
                    (corner.y - poster.top) / scale,
                    inside.0 / scale,
                    inside.1 / scale,
                );
                let (left, top) = (PAPER_MARGIN - window.x * scale, PAPER_MARGIN - window.y * scale);
                sheets.push(Self { left, top, window: Some(window), ..poster });
            }
        }
        sheets
    }

    pub fn on_page(&self, point: Point) -> At {
        At::from_xy((self.left + point.x * self.scale) as f32, (self.top + point.y * self.scale) as f32)
    }

    /// The whole page in scene units.
    pub fn sheet(&self) -> Rect {
        Rect::new(
            -self.left / self.scale,
            -self.top / self.scale,
            self.width / self.scale,
            self.height / self.scale,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_have_names_or_sides() {
        let a4 = Paper::named("A4").unwrap();
        assert!((a4.long - Paper::A4.long).abs() < 0.01 && (a4.short - Paper::A4.short).abs() < 0.01);
        assert_eq!(Paper::named("700x500"), Paper::named("500 x 700"));
        for wrong in ["b4", "10x10", "x", "500x", "1e9x500", "NaNx500"] {
            assert_eq!(Paper::named(wrong), None, "{wrong}");
        }
        assert_eq!(Tiles::named("3x2"), Some(Tiles { across: 3, down: 2 }));
        assert_eq!([Tiles::named("0x2"), Tiles::named("3"), Tiles::named("99x99")], [None; 3]);
    }

    #[test]
    fn sheets_of_a_poster_lie_edge_to_edge_and_show_all_of_it() {
        let bounds = Rect::new(-100.0, 50.0, 1600.0, 900.0);
        let sheets = Frame::sheets(bounds, Some(Paper::A4), Some(Tiles { across: 3, down: 2 }));
        assert_eq!(sheets.len(), 6);
        let windows: Vec<Rect> = sheets.iter().map(|sheet| sheet.window.unwrap()).collect();
        let all = Rect::around(windows.iter().copied()).unwrap();
        assert!(all.grown(0.01).encloses(bounds), "{all:?}");
        assert!(
            (windows[0].right() - windows[1].x).abs() < 1e-9
                && (windows[0].bottom() - windows[3].y).abs() < 1e-9
        );
        for (sheet, window) in sheets.iter().zip(&windows) {
            let corner = sheet.on_page(window.corner());
            assert!(
                (f64::from(corner.x) - PAPER_MARGIN).abs() < 0.01
                    && (f64::from(corner.y) - PAPER_MARGIN).abs() < 0.01
            );
        }
    }
}
