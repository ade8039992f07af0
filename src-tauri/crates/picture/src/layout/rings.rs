//! Rings: one room in the middle, the others around it, those with the strongest ties nearest.

use super::shelves::Pull;
use super::tree::{Item, Tree};
use super::{Ground, spacing};
use crate::geometry::{Point, Rect, Size};

/// The order in which rooms are set down, and what pulls them.
#[derive(Clone)]
pub(crate) struct Rings {
    order: Vec<usize>,
    pulls: Vec<Pull>,
}

/// Directions tried around the middle.
const DIRECTIONS: usize = 32;
/// One step of the turn: the cosine and sine of a 32nd of a full turn, written out so that no machine rounds them
/// differently.
const TURN: (f64, f64) = (0.980_785_280_403_230_4, 0.195_090_322_016_128_28);

impl Rings {
    /// The rooms from the middle outwards: the hub, or the room with the most ties, and then by ties to it.
    pub(crate) fn around(ground: &Ground, tree: &Tree, pulls: Vec<Pull>) -> Self {
        let items = &tree.inside[tree.outside()];
        let mut total = vec![0.0; items.len()];
        for &(a, b, pull) in &pulls {
            total[a] += pull;
            total[b] += pull;
        }
        let hub = |item: Item| matches!(item, Item::Room(room) if ground.rooms[room].hub);
        let named = items.iter().position(|&item| hub(item));
        let middle =
            named.or_else(|| (0..items.len()).reduce(|a, b| if total[b] > total[a] { b } else { a }));
        let mut near = vec![0.0; items.len()];
        for &(a, b, pull) in &pulls {
            near[a] += if Some(b) == middle { pull } else { 0.0 };
            near[b] += if Some(a) == middle { pull } else { 0.0 };
        }
        let mut order: Vec<usize> = (0..items.len()).filter(|&piece| Some(piece) != middle).collect();
        order.sort_by(|&a, &b| near[b].total_cmp(&near[a]).then(total[b].total_cmp(&total[a])));
        order.splice(0..0, middle);
        Self { order, pulls }
    }

    /// The frames for these sizes, from the origin, and the size of the whole.
    pub(crate) fn lay(&self, sizes: &[Size]) -> (Vec<Rect>, Size) {
        let mut rects: Vec<Option<Rect>> = vec![None; sizes.len()];
        for &piece in &self.order {
            rects[piece] = Some(self.place(piece, sizes[piece], &rects));
        }
        let rects: Vec<Rect> = rects.into_iter().map(Option::unwrap_or_default).collect();
        let all = Rect::around(rects.iter().copied()).unwrap_or_default();
        let home = Point::default() - all.corner();
        (rects.into_iter().map(|r| r.moved(home)).collect(), Size::new(all.w, all.h))
    }

    /// The best free place for a piece: near the middle, and near what is already there and tied to it.
    fn place(&self, piece: usize, size: Size, rects: &[Option<Rect>]) -> Rect {
        let there: Vec<Rect> = rects.iter().flatten().copied().collect();
        let at =
            |m: Point| Rect::new((m.x - size.w / 2.0).round(), (m.y - size.h / 2.0).round(), size.w, size.h);
        let (gap_x, gap_y) = (spacing::ROOM_GAP_X, spacing::ROOM_GAP_Y);
        let room_around = |r: Rect| {
            Rect::new(r.x - gap_x + 1.0, r.y - gap_y + 1.0, r.w + 2.0 * gap_x - 2.0, r.h + 2.0 * gap_y - 2.0)
        };
        let step = 12.0;
        let far = there.iter().map(|r| r.w + r.h + gap_x + gap_y).sum::<f64>() + size.w + size.h;
        let (mut direction, mut best) = (Point::new(1.0, 0.0), None::<(f64, Rect)>);
        for _ in 0..DIRECTIONS {
            // The rings are as much wider than high as the slide is.
            let ray = Point::new(direction.x * spacing::ASPECT, direction.y);
            let mut out = 0.0;
            let mut rect = at(Point::default());
            // As far out as it takes to leave what is in the way, in whole steps.
            while out < far && there.iter().any(|s| s.overlaps(room_around(rect))) {
                out += step;
                rect = at(ray * out);
            }
            let tied: f64 = (self.pulls.iter())
                .filter_map(|&(a, b, pull)| {
                    let other = if a == piece {
                        b
                    } else if b == piece {
                        a
                    } else {
                        return None;
                    };
                    rects[other].map(|r| {
                        let d = r.centre() - rect.centre();
                        pull * (d.x * d.x + d.y * d.y).sqrt()
                    })
                })
                .sum();
            let pulled: f64 = self.pulls.iter().filter(|p| p.0 == piece || p.1 == piece).map(|p| p.2).sum();
            let cost = out + tied / pulled.max(1.0);
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, rect));
            }
            let (c, s) = TURN;
            direction = Point::new(direction.x * c - direction.y * s, direction.x * s + direction.y * c);
        }
        best.map_or_else(|| at(Point::default()), |(_, rect)| rect)
    }
}
