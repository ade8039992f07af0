//! Keeping what has a place: new cards and rooms find theirs, rooms grow, and only who is in the way moves.

use super::tree::{Item, Tree};
use super::{Arrangement, Ground, Style, spacing, tidy};
use crate::geometry::{Point, Rect, Size};

/// Finds places for cards and rooms that have none; everything else stays as far as possible.
///
/// A new card takes the best free place on the lines its neighbours stand on. A room that grows for it keeps its
/// top left corner and pushes others only where they would overlap. Where nothing has a place yet, all is laid out in
/// `style`, in a third of the time of a [`tidy`](super::tidy()); as well as that where it takes but a moment.
pub fn place_new(ground: &Ground, style: Style, seed: u64) -> Arrangement {
    let placed =
        ground.cards.iter().any(|c| c.place.is_some()) || ground.rooms.iter().any(|r| r.place.is_some());
    if !placed {
        return tidy::first(ground, style, seed);
    }
    let tree = Tree::of(ground);
    let cards = ground.cards.iter().map(|c| c.place.filter(is_sound)).collect();
    let rooms: Vec<Option<Rect>> = ground.rooms.iter().map(|r| r.place.filter(is_sound_rect)).collect();
    let firm = firm_rooms(ground, &tree);
    Fit { ground, tree: &tree, cards, rooms, firm, new_rooms: Vec::new() }.run()
}

/// Lets rooms grow to hold their cards and inner rooms; nothing else moves.
///
/// What has no place yet is left at the origin: ask [`place_new`] first.
pub fn settle(ground: &Ground) -> Arrangement {
    let tree = Tree::of(ground);
    let cards: Vec<Option<Point>> = ground.cards.iter().map(|c| c.place.filter(is_sound)).collect();
    let mut rooms: Vec<Option<Rect>> = ground.rooms.iter().map(|r| r.place.filter(is_sound_rect)).collect();
    for room in tree.inner_first() {
        rooms[room] = grown(ground, &tree, room, &cards, &rooms);
    }
    Arrangement {
        cards: cards.into_iter().map(Option::unwrap_or_default).collect(),
        rooms: rooms.into_iter().map(Option::unwrap_or_default).collect(),
    }
}

/// Puts back what must stay where it is, and makes the rest of `fresh` give way.
pub(crate) fn hold(ground: &Ground, tree: &Tree, fresh: Arrangement) -> Arrangement {
    let firm = firm_rooms(ground, tree);
    let stays: Vec<Option<Point>> = (ground.cards.iter().enumerate())
        .map(|(card, c)| {
            let locked = is_locked(ground, tree, tree.blocks[tree.block_of[card]].room);
            c.stays().or(c.place.filter(|_| locked)).filter(is_sound)
        })
        .collect();
    let moves: Vec<Point> = (stays.iter().zip(&fresh.cards)).filter_map(|(s, f)| s.map(|s| s - *f)).collect();
    if moves.is_empty() && !firm.contains(&true) {
        return fresh;
    }
    // The fresh picture comes to lie under what stays, as well as one shift can do that.
    let shift = moves.iter().fold(Point::default(), |a, b| a + *b) * (1.0 / moves.len().max(1) as f64);
    let shift = Point::new(shift.x.round(), shift.y.round());
    let cards = (0..stays.len())
        .map(|card| {
            let anchored = room_chain(tree, tree.blocks[tree.block_of[card]].room).any(|r| firm[r]);
            stays[card].or((!anchored).then(|| fresh.cards[card] + shift))
        })
        .collect();
    let rooms = (0..firm.len())
        .map(|room| match firm[room] {
            true => {
                ground.rooms[room].place.filter(|_| is_locked(ground, tree, Some(room))).filter(is_sound_rect)
            }
            false => Some(fresh.rooms[room].moved(shift)),
        })
        .collect();
    Fit { ground, tree, cards, rooms, firm, new_rooms: Vec::new() }.run()
}

fn is_sound(p: &Point) -> bool {
    p.x.abs() < 1e8 && p.y.abs() < 1e8
}

fn is_sound_rect(r: &Rect) -> bool {
    is_sound(&r.corner()) && (0.0..1e8).contains(&r.w) && (0.0..1e8).contains(&r.h)
}

/// The room and those around it.
fn room_chain(tree: &Tree, room: Option<usize>) -> impl Iterator<Item = usize> {
    std::iter::successors(room, |&r| tree.parent[r])
}

/// Whether the room or one around it is locked: then nothing in it moves.
fn is_locked(ground: &Ground, tree: &Tree, room: Option<usize>) -> bool {
    room_chain(tree, room).any(|r| ground.rooms[r].pinned)
}

/// Rooms that must not be pushed: locked ones, and those around something that stays.
fn firm_rooms(ground: &Ground, tree: &Tree) -> Vec<bool> {
    let mut firm = vec![false; ground.rooms.len()];
    for (room, r) in ground.rooms.iter().enumerate() {
        if r.place.is_some() && is_locked(ground, tree, Some(room)) {
            room_chain(tree, Some(room)).for_each(|r| firm[r] = true);
        }
    }
    for (card, c) in ground.cards.iter().enumerate() {
        if c.stays().is_some() {
            room_chain(tree, tree.blocks[tree.block_of[card]].room).for_each(|r| firm[r] = true);
        }
    }
    firm
}

/// The frame of `room` as it is, grown to hold what is in it; none when there is nothing to go by.
fn grown(
    ground: &Ground,
    tree: &Tree,
    room: usize,
    cards: &[Option<Point>],
    rooms: &[Option<Rect>],
) -> Option<Rect> {
    let held = tree.inside[room].iter().flat_map(|&item| rects_of(tree, item, cards, rooms));
    let needed = Rect::around(held).map(|r| {
        let size = tree.framed(ground, room, Size::new(r.w, r.h));
        Rect::new(
            r.x - spacing::PADDING,
            r.y - spacing::HEADER,
            size.w.max(r.w + 2.0 * spacing::PADDING),
            size.h.max(r.h + spacing::HEADER + spacing::PADDING),
        )
    });
    match (rooms[room], needed) {
        (Some(now), Some(needed)) => Some(now.union(needed)),
        (now, needed) => now.or(needed),
    }
}

/// The frames of an item that have a place.
fn rects_of(tree: &Tree, item: Item, cards: &[Option<Point>], rooms: &[Option<Rect>]) -> Vec<Rect> {
    match item {
        Item::Room(room) => rooms[room].into_iter().collect(),
        Item::Block(block) => (tree.blocks[block].cards.iter())
            .filter_map(|&card| cards[card].map(|at| Rect::at(at, tree.sizes[card])))
            .collect(),
    }
}

/// Things that can be moved on their own at one level.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    Room(usize),
    Card(usize),
}

struct Fit<'a> {
    ground: &'a Ground,
    tree: &'a Tree,
    cards: Vec<Option<Point>>,
    rooms: Vec<Option<Rect>>,
    firm: Vec<bool>,
    /// Rooms that had no place to begin with.
    new_rooms: Vec<usize>,
}

impl Fit<'_> {
    fn run(mut self) -> Arrangement {
        let before = self.rooms.clone();
        let outside = self.tree.outside();
        for shelf in self.tree.inner_first().into_iter().chain([outside]) {
            self.seat_cards(shelf);
            self.seat_rooms(shelf, &before);
            if shelf < outside {
                let known = self.rooms[shelf].is_some() || self.anything_kept(shelf);
                self.rooms[shelf] =
                    grown(self.ground, self.tree, shelf, &self.cards, &self.rooms).or_else(|| {
                        Some(Rect::at(
                            Point::default(),
                            self.tree.framed(self.ground, shelf, Size::default()),
                        ))
                    });
                if !known {
                    self.new_rooms.push(shelf);
                }
            }
        }
        Arrangement {
            cards: self.cards.into_iter().map(Option::unwrap_or_default).collect(),
            rooms: self.rooms.into_iter().map(Option::unwrap_or_default).collect(),
        }
    }

    /// Whether something in the room had a place to begin with.
    fn anything_kept(&self, room: usize) -> bool {
        self.tree.inside[room].iter().any(|&item| match item {
            Item::Room(inner) => !self.new_rooms.contains(&inner),
            Item::Block(block) => {
                self.tree.blocks[block].cards.iter().any(|&c| self.ground.cards[c].place.is_some())
            }
        })
    }

    /// The middle of the placed cards that `of` is tied to.
    fn pulled_to(&self, of: impl Fn(usize) -> bool) -> Option<Point> {
        let (mut sum, mut weight) = (Point::default(), 0.0);
        for tie in &self.tree.ties {
            for (own, other) in [(tie.provider, tie.receiver), (tie.receiver, tie.provider)] {
                if of(own)
                    && !of(other)
                    && let Some(at) = self.cards[other]
                {
                    sum = sum + Rect::at(at, self.tree.sizes[other]).centre() * tie.pull;
                    weight += tie.pull;
                }
            }
        }
        (weight > 0.0).then(|| sum * (1.0 / weight))
    }

    /// Gives the cards that stand directly on `shelf` a place.
    fn seat_cards(&mut self, shelf: usize) {
        let blocks: Vec<usize> = (self.tree.inside[shelf].iter())
            .filter_map(|item| if let Item::Block(block) = item { Some(*block) } else { None })
            .collect();
        for block in blocks {
            let waiting: Vec<usize> =
                self.tree.blocks[block].cards.iter().copied().filter(|&c| self.cards[c].is_none()).collect();
            if waiting.len() > SEATED_ONE_BY_ONE {
                self.seat_in_rows(shelf, block, &waiting);
                continue;
            }
            for card in waiting {
                let taken: Vec<Rect> = (self.tree.inside[shelf].iter())
                    .flat_map(|&item| rects_of(self.tree, item, &self.cards, &self.rooms))
                    .collect();
                let home = self.rooms.get(shelf).copied().flatten();
                let pull = self.pulled_to(|c| c == card);
                self.cards[card] =
                    Some(seat(self.tree.sizes[card], self.tree.blocks[block].cell, &taken, home, pull));
            }
        }
    }

    /// Gives many cards at once a place: in rows below all that stands there.
    fn seat_in_rows(&mut self, shelf: usize, block: usize, waiting: &[usize]) {
        let items = &self.tree.inside[shelf];
        let taken =
            Rect::around(items.iter().flat_map(|&i| rects_of(self.tree, i, &self.cards, &self.rooms)));
        let home = self.rooms.get(shelf).copied().flatten();
        let inner = home.map(|h| h.corner() + Point::new(spacing::PADDING, spacing::HEADER));
        let corner = match taken {
            Some(taken) => Point::new(taken.x, taken.bottom() + spacing::ROW_GAP),
            None => inner.unwrap_or_default(),
        };
        let cell = self.tree.blocks[block].cell;
        let (w, h) = (cell.w + spacing::COLUMN_GAP, cell.h + spacing::ROW_GAP);
        let columns = (waiting.len() as f64 * spacing::ASPECT * h / w).sqrt().ceil().max(1.0) as usize;
        for (i, &card) in waiting.iter().enumerate() {
            let at = corner + Point::new((i % columns) as f64 * w, (i / columns) as f64 * h);
            self.cards[card] = Some(at);
        }
    }

    /// Makes grown rooms, new rooms and their neighbours stand apart.
    fn seat_rooms(&mut self, shelf: usize, before: &[Option<Rect>]) {
        let inner: Vec<usize> = (self.tree.inside[shelf].iter())
            .filter_map(|item| if let Item::Room(room) = item { Some(*room) } else { None })
            .collect();
        if inner.is_empty() {
            return;
        }
        let mut bodies: Vec<Body> = inner.iter().map(|&r| Body::Room(r)).collect();
        for item in &self.tree.inside[shelf] {
            if let Item::Block(block) = item {
                bodies.extend(self.tree.blocks[*block].cards.iter().map(|&c| Body::Card(c)));
            }
        }
        let changed = |body: &Body| match *body {
            Body::Room(r) => self.rooms[r] != before[r],
            Body::Card(c) => self.ground.cards[c].place.is_none(),
        };
        let fresh = |body: &Body| matches!(*body, Body::Room(r) if self.new_rooms.contains(&r));
        let firm = |body: &Body| match *body {
            Body::Room(r) => self.firm[r],
            Body::Card(c) => self.ground.cards[c].stays().is_some(),
        };
        // Who must stay comes first, then who grew, then who is untouched, then who is new.
        let mut order: Vec<(u8, Body)> = bodies
            .iter()
            .map(|b| {
                (
                    if firm(b) {
                        0
                    } else if fresh(b) {
                        3
                    } else if changed(b) {
                        1
                    } else {
                        2
                    },
                    *b,
                )
            })
            .collect();
        order.sort_by_key(|(rank, _)| *rank);
        let mut settled: Vec<(u8, Rect)> = Vec::new();
        for (rank, body) in order {
            let Some(rect) = self.frame(body) else { continue };
            let wanted = if rank == 3 { self.wish(body, rect) } else { rect };
            // Untouched neighbours that a person left close together or overlapping stay so.
            let in_the_way = settled.iter().any(|(other, s)| match rank {
                0 => false,
                2 => *other != 2 && s.overlaps(wanted.grown(8.0)),
                _ => s.overlaps(wanted.grown(8.0)),
            });
            let at = if in_the_way || rank == 3 { free(wanted, &settled) } else { wanted };
            self.carry(body, at.corner() - rect.corner());
            // Who had to go somewhere else is no longer where a person left it: others make way for it now.
            settled.push((if in_the_way { 1 } else { rank }, at));
        }
    }

    fn frame(&self, body: Body) -> Option<Rect> {
        match body {
            Body::Room(room) => self.rooms[room],
            Body::Card(card) => self.cards[card].map(|at| Rect::at(at, self.tree.sizes[card])),
        }
    }

    /// Where a new room would like to be.
    fn wish(&self, body: Body, rect: Rect) -> Rect {
        let Body::Room(room) = body else { return rect };
        let within = |card: usize| {
            room_chain(self.tree, self.tree.blocks[self.tree.block_of[card]].room).any(|r| r == room)
        };
        match self.pulled_to(within) {
            Some(at) => {
                Rect::new((at.x - rect.w / 2.0).round(), (at.y - rect.h / 2.0).round(), rect.w, rect.h)
            }
            None => rect,
        }
    }

    /// Moves a room with everything in it, or a card.
    fn carry(&mut self, body: Body, by: Point) {
        if by == Point::default() {
            return;
        }
        match body {
            Body::Card(card) => self.cards[card] = self.cards[card].map(|at| at + by),
            Body::Room(room) => {
                self.rooms[room] = self.rooms[room].map(|r| r.moved(by));
                for item in self.tree.inside[room].clone() {
                    match item {
                        Item::Room(inner) => self.carry(Body::Room(inner), by),
                        Item::Block(block) => {
                            for &card in &self.tree.blocks[block].cards {
                                self.cards[card] = self.cards[card].map(|at| at + by);
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The best free place for a card of `size` among `taken`, on the lines these stand on.
fn seat(size: Size, cell: Size, taken: &[Rect], home: Option<Rect>, pull: Option<Point>) -> Point {
    let Some(all) = Rect::around(taken.iter().copied()) else {
        let corner =
            home.map_or(Point::default(), |h| h.corner() + Point::new(spacing::PADDING, spacing::HEADER));
        return corner;
    };
    let (step_x, step_y) = (cell.w + spacing::COLUMN_GAP, cell.h + spacing::ROW_GAP);
    let lines = |middles: Vec<f64>, step: f64| {
        let mut lines: Vec<f64> = middles;
        lines.sort_by(f64::total_cmp);
        lines.dedup_by(|a, b| (*a - *b).abs() < step * 0.5);
        // Beyond the last line lies a new one.
        let next = lines.last().map(|l| l + step);
        lines.extend(next);
        lines
    };
    let xs = lines(taken.iter().map(|r| r.centre().x).collect(), step_x);
    let ys = lines(taken.iter().map(|r| r.centre().y).collect(), step_y);
    let inner = home.unwrap_or(all.grown(spacing::PADDING));
    let mut best: Option<(f64, Point)> = None;
    for &y in &ys {
        for &x in &xs {
            // A card wider than its column reaches to the right, so that the room keeps its corner.
            let left = home.map_or(f64::NEG_INFINITY, |h| h.x + spacing::PADDING);
            let rect =
                Rect::new((x - size.w / 2.0).round().max(left), (y - size.h / 2.0).round(), size.w, size.h);
            if taken.iter().any(|t| t.overlaps(rect.grown(spacing::CARD_MARGIN - 1.0))) {
                continue;
            }
            // Growing a room costs more than a longer way.
            let out_x = (rect.right() + spacing::PADDING - inner.right()).max(0.0);
            let out_y = (rect.bottom() + spacing::PADDING - inner.bottom()).max(0.0);
            let far = pull.map_or(0.0, |p| p.distance(rect.centre()));
            let cost = far + 6.0 * out_x + 6.0 * out_y + 0.01 * (y - all.y) + 0.005 * (x - all.x);
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, rect.corner()));
            }
        }
    }
    best.map_or(Point::new(all.x, all.bottom() + spacing::ROW_GAP), |(_, at)| at)
}

/// Up to this many new cards of a room each look for the best place; more are set down in rows.
const SEATED_ONE_BY_ONE: usize = 120;
/// How many neighbours are considered when looking for a free place.
const NEIGHBOURS: usize = 20;

/// The nearest place for `rect` where it overlaps none of `settled`.
fn free(rect: Rect, settled: &[(u8, Rect)]) -> Rect {
    let (gx, gy) = (spacing::ROOM_GAP_X, spacing::ROOM_GAP_Y);
    let clear = |r: Rect| {
        settled.iter().all(|(_, s)| {
            !s.overlaps(Rect::new(r.x - gx + 1.0, r.y - gy + 1.0, r.w + 2.0 * gx - 2.0, r.h + 2.0 * gy - 2.0))
        })
    };
    if clear(rect) {
        return rect;
    }
    let mut near: Vec<Rect> = settled.iter().map(|(_, s)| *s).collect();
    near.sort_by(|a, b| a.centre().distance(rect.centre()).total_cmp(&b.centre().distance(rect.centre())));
    near.truncate(NEIGHBOURS);
    let (mut xs, mut ys) = (vec![rect.x], vec![rect.y]);
    for s in near {
        xs.extend([s.right() + gx, s.x - gx - rect.w]);
        ys.extend([s.bottom() + gy, s.y - gy - rect.h]);
    }
    let mut places: Vec<(f64, Rect)> = xs
        .iter()
        .flat_map(|&x| ys.iter().map(move |&y| Rect::new(x, y, rect.w, rect.h)))
        .map(|r| (r.corner().distance(rect.corner()), r))
        .collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let found = places.into_iter().map(|(_, r)| r).find(|r| clear(*r));
    // Below everything there is always room.
    let below = settled.iter().map(|(_, s)| s.bottom()).fold(rect.y, f64::max) + gy;
    found.unwrap_or(Rect::new(rect.x, below, rect.w, rect.h))
}
