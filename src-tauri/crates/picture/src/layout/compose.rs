//! From shelves and slots to places.

use super::plan::Structure;
use super::shelves::Ruler;
use super::slots::{NOBODY, Slots};
use super::tree::{Item, Tree};
use super::{Arrangement, Ground, Style, spacing};
use crate::geometry::{Point, Rect, Size};

/// The distances on a shelf: the larger the map, the wider its streets, for more runs through them.
pub(crate) fn ruler(tree: &Tree) -> Ruler {
    let n = tree.sizes.len() as f64;
    let wide = 1.0 + ((n - 60.0) / 300.0).clamp(0.0, 0.7) + ((n - 270.0) / 1_500.0).clamp(0.0, 0.5);
    Ruler {
        gap_x: (spacing::ROOM_GAP_X * wide).round(),
        gap_y: (spacing::ROOM_GAP_Y * wide).round(),
        aspect: spacing::ASPECT,
        middle: false,
    }
}

/// The columns and rows of one block: the middle of each, from the block's corner.
#[derive(Clone, Default)]
pub(crate) struct Lines {
    pub(crate) columns: Vec<f64>,
    pub(crate) rows: Vec<f64>,
    pub(crate) size: Size,
}

impl Lines {
    /// Lines through columns and rows of these sizes, `gaps[i]` being after column `i`.
    fn new(widths: &[f64], gaps: &[f64], heights: &[f64]) -> Self {
        let (mut x, mut y) = (0.0, 0.0);
        let mut lines = Self::default();
        for (i, w) in widths.iter().enumerate() {
            lines.columns.push(x + w / 2.0);
            lines.size.w = x + w;
            x += w + gaps.get(i).copied().unwrap_or(spacing::COLUMN_GAP);
        }
        for h in heights {
            lines.rows.push(y + h / 2.0);
            lines.size.h = y + h;
            y += h + spacing::ROW_GAP;
        }
        lines
    }

    /// A grid of equal cells, before it is known who stands where.
    pub(crate) fn even(cell: Size, columns: usize, rows: usize) -> Self {
        Self::new(&vec![cell.w; columns], &[], &vec![cell.h; rows])
    }

    /// The grid as `slots` fills it: columns as wide as their cards, gaps wide enough for labels between neighbours.
    fn filled(tree: &Tree, slots: &Slots, block: usize) -> Self {
        let grid = slots.grids[block];
        let rows = grid.count / grid.columns;
        let (mut widths, mut heights) = (vec![0.0f64; grid.columns], vec![0.0f64; rows]);
        for at in 0..grid.count {
            let card = slots.card_at[grid.first + at];
            if card != NOBODY {
                let size = tree.sizes[card as usize];
                let (column, row) = (at % grid.columns, at / grid.columns);
                widths[column] = widths[column].max(size.w);
                heights[row] = heights[row].max(size.h);
            }
        }
        // An empty column or row still keeps its line.
        let cell = tree.blocks[block].cell;
        widths.iter_mut().filter(|w| **w == 0.0).for_each(|w| *w = cell.w / 2.0);
        heights.iter_mut().filter(|h| **h == 0.0).for_each(|h| *h = cell.h);
        let mut gaps = vec![spacing::COLUMN_GAP; grid.columns];
        for tie in tree.ties[tree.within[block].clone()].iter().filter(|t| t.label > 0.0) {
            let (a, b) = (slots.slot_of[tie.provider] as usize, slots.slot_of[tie.receiver] as usize);
            let left = a.min(b) - grid.first;
            if a.abs_diff(b) == 1 && left % grid.columns + 1 < grid.columns {
                let room = (tie.label + spacing::LABEL_ENDS).min(spacing::WIDEST_COLUMN_GAP);
                let gap = &mut gaps[left % grid.columns];
                *gap = gap.max(room);
            }
        }
        Self::new(&widths, &gaps, &heights)
    }
}

/// Everything's place, as far as a structure tells it.
pub(crate) struct Composed {
    pub(crate) rooms: Vec<Rect>,
    pub(crate) lines: Vec<Lines>,
    pub(crate) corners: Vec<Point>,
    pub(crate) whole: Size,
    /// The sizes of the pieces on the outermost ground.
    pub(crate) pieces: Vec<Size>,
}

impl Composed {
    /// The places of all slots, grid after grid.
    pub(crate) fn slots(&self) -> Vec<Point> {
        let mut places = Vec::new();
        for (lines, corner) in self.lines.iter().zip(&self.corners) {
            for &y in &lines.rows {
                places.extend(lines.columns.iter().map(|&x| *corner + Point::new(x, y)));
            }
        }
        places
    }

    /// The arrangement with cards on `slots`.
    pub(crate) fn arrangement(&self, tree: &Tree, slots: &Slots) -> Arrangement {
        let places = self.slots();
        let cards = (tree.sizes.iter().zip(&slots.slot_of))
            .map(|(size, &slot)| {
                let middle = places[slot as usize];
                Point::new((middle.x - size.w / 2.0).round(), (middle.y - size.h / 2.0).round())
            })
            .collect();
        Arrangement { cards, rooms: self.rooms.clone() }
    }
}

/// Lays `structure` out: with even cells, or as `slots` fills them, with wider gaps where labels want them.
pub(crate) fn compose(
    ground: &Ground,
    tree: &Tree,
    structure: &Structure,
    slots: Option<&Slots>,
) -> Composed {
    let lines: Vec<Lines> = (tree.blocks.iter().enumerate())
        .map(|(i, block)| match slots {
            Some(slots) => Lines::filled(tree, slots, i),
            None => {
                let columns = structure.columns[i];
                Lines::even(block.cell, columns, block.cards.len().div_ceil(columns))
            }
        })
        .collect();
    let composed = stand(ground, tree, structure, lines, &[]);
    match slots.and_then(|slots| air(tree, slots, &composed)) {
        Some(air) => stand(ground, tree, structure, composed.lines, &air),
        None => composed,
    }
}

/// The space that labels of ties between two pieces of the outermost ground want beside their gap: for each piece what
/// it keeps free on its right. None where there is room enough.
fn air(tree: &Tree, slots: &Slots, composed: &Composed) -> Option<Vec<f64>> {
    let outside = tree.outside();
    let places = composed.slots();
    let rect = |card: usize| Rect::centred(places[slots.slot_of[card] as usize], tree.sizes[card]);
    // Across one gap, with the slack that a band may share out, no third card stands between the two.
    let next = 2.0 * spacing::PADDING + 1.6 * ruler(tree).gap_x;
    let mut air: Option<Vec<f64>> = None;
    for tie in tree.ties[tree.between.clone()].iter().filter(|tie| tie.label > 0.0) {
        let (a, b) = (rect(tie.provider), rect(tie.receiver));
        let (first, left, right) = if a.x < b.x { (tie.provider, a, b) } else { (tie.receiver, b, a) };
        let gap = right.x - left.right();
        let wanted = (tie.label + spacing::LABEL_ENDS - gap).min(spacing::WIDER_ROOM_GAP);
        let is_level = (left.centre().y - right.centre().y).abs() < left.h.min(right.h) / 2.0;
        if gap <= 0.0 || gap > next || wanted <= 0.0 || !is_level {
            continue;
        }
        let pieces = &tree.inside[outside];
        if let Some(item) = tree.item_on(outside, first)
            && tree.item_on(outside, tie.provider) != tree.item_on(outside, tie.receiver)
            && let Some(piece) = pieces.iter().position(|&other| other == item)
        {
            let air = &mut air.get_or_insert_with(|| vec![0.0; pieces.len()])[piece];
            *air = air.max(wanted);
        }
    }
    air
}

/// Everything's place where blocks have these lines and pieces of the outermost ground so much `air` on their right.
fn stand(ground: &Ground, tree: &Tree, structure: &Structure, lines: Vec<Lines>, air: &[f64]) -> Composed {
    let outside = tree.outside();
    let mut sizes = vec![Size::default(); outside + 1];
    let mut inner: Vec<Vec<Rect>> = vec![Vec::new(); outside + 1];
    for shelf in tree.inner_first().into_iter().chain([outside]) {
        let size = |piece: usize| match tree.inside[shelf][piece] {
            Item::Room(room) => sizes[room],
            Item::Block(block) => lines[block].size,
        };
        let mut ruler = ruler(tree);
        ruler.middle = shelf == outside && structure.style == Style::Flow;
        let (rects, size) = match &structure.rings {
            Some(rings) if shelf == outside => {
                rings.lay(&(0..tree.inside[shelf].len()).map(size).collect::<Vec<_>>())
            }
            _ => structure.shelves[shelf].lay(size, ruler, if shelf == outside { air } else { &[] }),
        };
        inner[shelf] = rects;
        sizes[shelf] = if shelf == outside { size } else { tree.framed(ground, shelf, size) };
    }
    let mut rooms = vec![Rect::default(); outside];
    let mut corners = vec![Point::default(); tree.blocks.len()];
    let mut order = tree.inner_first();
    order.reverse();
    for shelf in [outside].into_iter().chain(order) {
        let corner = if shelf == outside {
            Point::default()
        } else {
            // A wide title leaves the cards in the middle.
            let content = inner[shelf].iter().fold(0.0f64, |w, r| w.max(r.right()));
            rooms[shelf].corner() + Point::new((sizes[shelf].w - content) / 2.0, spacing::HEADER)
        };
        for (piece, &item) in tree.inside[shelf].iter().enumerate() {
            let at = inner[shelf][piece].corner() + corner;
            let at = Point::new(at.x.round(), at.y.round());
            match item {
                Item::Room(room) => rooms[room] = Rect::at(at, sizes[room]),
                Item::Block(block) => corners[block] = at,
            }
        }
    }
    if structure.style == Style::Lanes {
        // All lanes run from edge to edge, their cards from the left.
        for (piece, &item) in tree.inside[outside].iter().enumerate() {
            if let Item::Room(room) = item {
                let shift = Point::new(-inner[outside][piece].x.round(), 0.0);
                shift_room(tree, room, shift, &mut rooms, &mut corners);
                rooms[room].w = sizes[outside].w;
            }
        }
    }
    let pieces = inner[outside].iter().map(|r| Size::new(r.w, r.h)).collect();
    Composed { rooms, lines, corners, whole: sizes[outside], pieces }
}

/// Moves a room with all that is in it.
fn shift_room(tree: &Tree, room: usize, by: Point, rooms: &mut [Rect], corners: &mut [Point]) {
    rooms[room] = rooms[room].moved(by);
    for &item in &tree.inside[room] {
        match item {
            Item::Room(inner) => shift_room(tree, inner, by, rooms, corners),
            Item::Block(block) => corners[block] = corners[block] + by,
        }
    }
}
