//! Rooms: how much space a function's title takes, and what is written on its room at each distance.

use ecosystem::{FunctionId, Tone};

use crate::geometry::{Rect, Size};
use crate::layout::spacing;
use crate::scene::{Anchor, Role, RoomShape};
use crate::text;

/// From a room's left and right edge to its words.
const INSET: f64 = 16.0;
/// Between the name and the number of teams.
const APART: f64 = 12.0;

/// A room as the drawing keeps it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Room {
    pub name: String,
    pub parent: Option<FunctionId>,
    pub depth: u8,
    pub hue: u8,
    /// How many teams lie in it and in the rooms inside it.
    pub teams: usize,
    /// Where it is drawn.
    pub rect: Rect,
    pub locked: bool,
    pub collapsed: bool,
}

/// How wide the title of a function with that many teams is.
pub(crate) fn title_width(name: &str, teams: usize) -> f64 {
    let name = text::set(name, Role::RoomName.setting());
    let count = text::set(&teams.to_string(), Role::RoomCount.setting());
    name.width + APART + count.width
}

/// The box of a function whose teams are not shown, or that has none.
pub(crate) fn closed_size(name: &str, teams: usize) -> Size {
    let title = title_width(name, teams) + 2.0 * spacing::PADDING;
    Size::new(title.clamp(3.0 * spacing::EMPTY_ROOM, 320.0).ceil(), spacing::EMPTY_ROOM)
}

impl Room {
    /// Where the name is written.
    pub fn title_rect(&self) -> Rect {
        let width = title_width(&self.name, self.teams).min(self.rect.w - 2.0 * INSET);
        let name = width - APART;
        Rect::new(self.rect.x + INSET - 4.0, self.rect.y + 4.0, name.max(0.0), spacing::HEADER - 8.0)
    }

    /// Where the name and the number of teams are written, for lines to keep off them.
    pub fn words(&self) -> [Rect; 2] {
        let title = self.title_rect();
        let width = text::set(&self.teams.to_string(), Role::RoomCount.setting()).width + 8.0;
        [title, Rect::new(self.rect.right() - INSET + 4.0 - width, title.y, width, title.h)]
    }

    fn bare(&self, id: FunctionId, wall: Option<Tone>) -> RoomShape {
        RoomShape {
            id,
            name: self.name.clone(),
            parent: self.parent,
            depth: self.depth,
            rect: self.rect,
            plate: None,
            hue: self.hue,
            title: None,
            count: None,
            wall,
            collapsed: self.collapsed,
            locked: self.locked,
        }
    }

    /// The room with its title in a line along its upper edge, in letters of `size`.
    pub fn titled(&self, id: FunctionId, wall: Option<Tone>, size: f64) -> RoomShape {
        let rect = self.rect;
        // A closed room has its words in the middle of its height.
        let high = if self.collapsed { rect.h } else { spacing::HEADER };
        let size = size.min(high / text::LINE_HEIGHT);
        // Larger letters give way before the name is shortened.
        let fits = (rect.w - 2.0 * INSET) / title_width(&self.name, self.teams) * Role::RoomName.size();
        let size = rounded(size.min(fits.max(Role::RoomName.size())));
        let count = text::set(&self.teams.to_string(), Role::RoomCount.sized(size * 0.92));
        let space = (rect.w - 2.0 * INSET - APART - count.width).max(1.0);
        let name = text::set(&self.name, Role::RoomName.sized(size).wrapped(space, 1));
        // Large ones keep nearer to the edge than to the cards below.
        let lift = if self.collapsed { 0.0 } else { 0.4 * (size - Role::RoomName.size()).max(0.0) };
        let top = |height: f64| rect.y + (high - height) / 2.0 - lift;
        RoomShape {
            title: Some(name.line(rect.x + INSET, top(name.height), Anchor::Start, Role::RoomName)),
            count: Some(count.line(rect.right() - INSET, top(count.height), Anchor::End, Role::RoomCount)),
            ..self.bare(id, wall)
        }
    }

    /// The same with its words on a plate where lines run through them.
    pub fn legible(shape: RoomShape, is_crossed: impl Fn(Rect) -> bool) -> RoomShape {
        let (Some(title), Some(mut count)) = (shape.title.clone(), shape.count.clone()) else { return shape };
        if ![&title, &count].into_iter().any(|line| is_crossed(line.letters())) {
            return shape;
        }
        let (name, number) = (title.width(), count.width());
        (count.x, count.anchor) = (title.left() + name + APART * 0.75, Anchor::Start);
        let beside = APART * 0.75;
        let plate = Rect::new(
            title.left() - beside,
            title.y - 1.3 * title.size,
            name + number + 3.0 * beside,
            1.9 * title.size,
        );
        RoomShape { plate: Some(plate), count: Some(count), ..shape }
    }

    /// The room as it is seen from afar: its name and number on a plate in its middle, in letters that are legible
    /// where a unit is `scale` pixels. A room too small for any letters has no plate.
    pub fn far(&self, id: FunctionId, wall: Option<Tone>, scale: f64) -> RoomShape {
        let plate = self.plate(scale);
        let mut shape = self.bare(id, wall);
        let Some((plate, size)) = plate else { return shape };
        shape.plate = Some(plate);
        let space = plate.w - size;
        let name = text::set(&self.name, Role::RoomName.sized(size).wrapped(space.max(1.0), 1));
        let count = text::set(&teams(self.teams), Role::RoomCount.sized(rounded(size * 0.8)));
        let both = count.width <= space && plate.h >= name.height + count.height;
        let height = name.height + if both { count.height } else { 0.0 };
        let (x, top) = (plate.centre().x, plate.centre().y - height / 2.0);
        shape.title = Some(name.line(x, top, Anchor::Middle, Role::RoomName));
        shape.count = both.then(|| count.line(x, top + name.height, Anchor::Middle, Role::RoomCount));
        shape
    }

    /// The plate seen from afar, with the size of the letters on it.
    fn plate(&self, scale: f64) -> Option<(Rect, f64)> {
        const PIXELS: f64 = 14.0;
        const LEAST_PIXELS: f64 = 7.0;
        let natural = text::set(&self.name, Role::RoomName.setting());
        let count = text::set(&teams(self.teams), Role::RoomCount.setting());
        // Of letters one unit large, with the padding at both ends.
        let unit =
            (natural.width / Role::RoomName.size()).max(0.8 * count.width / Role::RoomCount.size()) + 2.0;
        let (w, h) = (self.rect.w * 0.94, self.rect.h * 0.94);
        let size = (PIXELS / scale).min(h / 1.8);
        // A long name is first set smaller, then shortened.
        let size = rounded(size.min((w / unit).max(size * 0.7)));
        if size * scale < LEAST_PIXELS || w < 3.0 * size {
            return None;
        }
        let size_of_plate = Size::new((unit * size).min(w), (2.9 * size).min(h));
        Some((Rect::centred(self.rect.centre(), size_of_plate), size))
    }
}

/// "12 teams".
fn teams(count: usize) -> String {
    match count {
        1 => "1 team".to_owned(),
        _ => format!("{count} teams"),
    }
}

/// A letter size to two significant digits, so that few different settings are remembered.
fn rounded(size: f64) -> f64 {
    let step = 10f64.powi(size.max(1e-6).log10().floor() as i32 - 1);
    (size / step).floor() * step
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn room(name: &str, rect: Rect) -> Room {
        Room {
            name: name.to_owned(),
            parent: None,
            depth: 0,
            hue: 0,
            teams: 12,
            rect,
            locked: false,
            collapsed: false,
        }
    }

    fn id() -> FunctionId {
        "00000000-0000-7000-8000-000000000001".parse().unwrap()
    }

    #[test]
    fn a_long_title_is_shortened_before_it_meets_the_count() {
        let shape = room("Customer operations and success", Rect::new(0.0, 0.0, 150.0, 90.0)).titled(
            id(),
            None,
            13.0,
        );
        let (title, count) = (shape.title.unwrap(), shape.count.unwrap());
        assert!(title.runs.last().unwrap().text.ends_with('…'));
        assert!(title.left() + title.width() < count.left());
    }

    proptest! {
        #[test]
        fn from_afar_words_stay_on_their_plate_and_the_plate_in_its_room(
            name in "[A-Za-z& ]{1,40}", w in 20.0..3000.0f64, h in 20.0..2000.0f64, scale in 0.002..0.5f64
        ) {
            let room = room(&name, Rect::new(5.0, 5.0, w, h));
            let shape = room.far(id(), None, scale);
            if let Some(plate) = shape.plate {
                prop_assert!(room.rect.encloses(plate));
                for line in [shape.title, shape.count].into_iter().flatten() {
                    prop_assert!(line.left() >= plate.x - 0.1 && line.left() + line.width() <= plate.right() + 0.1);
                    prop_assert!(line.size * scale >= 5.0);
                }
            }
        }
    }
}
