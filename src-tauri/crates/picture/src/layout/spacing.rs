//! All distances of a layout, in scene units, made for cards of about 132 by 44.

use crate::geometry::Rect;

/// Between a room's frame and its cards: left, right and below.
pub const PADDING: f64 = 18.0;
/// From a room's upper edge to its cards: the title's line.
pub const HEADER: f64 = 34.0;
/// Between two columns of cards.
pub const COLUMN_GAP: f64 = 50.0;
/// The most a column gap widens to show the label of a tie between two neighbours.
pub const WIDEST_COLUMN_GAP: f64 = 114.0;
/// The most that is put to the gap between two rooms for that.
pub const WIDER_ROOM_GAP: f64 = 40.0;
/// What a label leaves to be seen of a line between two neighbours: its beginning, and its arrowhead.
pub const LABEL_ENDS: f64 = 26.0;
/// Between two rows of cards: a label's pill and an arrowhead fit.
pub const ROW_GAP: f64 = 40.0;
/// Between rooms side by side.
pub const ROOM_GAP_X: f64 = 80.0;
/// Between rooms one above the other; less than sideways, since the title's line adds to it.
pub const ROOM_GAP_Y: f64 = 66.0;
/// What a card keeps free around itself where it is placed between others.
pub const CARD_MARGIN: f64 = 20.0;
/// The width over the height to aim at: a slide's, with room for its title.
pub const ASPECT: f64 = 1.6;
/// The height of an empty room.
pub const EMPTY_ROOM: f64 = 44.0;

/// Where a room's title stands.
pub fn title(room: Rect, width: f64) -> Rect {
    Rect::new(
        room.x + PADDING - 2.0,
        room.y + 8.0,
        width.clamp(0.0, (room.w - 2.0 * PADDING).max(0.0)),
        HEADER - 14.0,
    )
}
