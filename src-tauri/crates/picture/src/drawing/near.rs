//! What is seen near and from the middle distance: cards, and ties between them one by one or merged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ecosystem::{FunctionId, TeamId};

use super::stage::{Drawn, Routed, Stage, TieKey};
use super::{Drawing, envelope};
use crate::geometry::{Point, Rect};
use crate::room::Room;
use crate::route::Route;
use crate::scene::{CardShape, End, Level, Role, RoomShape, Scene, TieShape};
use crate::tie::{self, Sum};

/// The most cards shown whole; where there are more, names alone are shown.
const NEAR_CARDS: usize = 170;
/// The most cards shown with their names; where there are more, functions are shown.
const MIDDLE_CARDS: usize = 240;
/// About the most elements a painter makes of a scene. The panels need 250 to 450 more, and the whole page is to have
/// no more than 1,500: what else pans slowly.
const ELEMENTS: usize = 1_060;
/// About how many it makes of a tie with its label, and of a room.
const TIE: usize = 4;
const ROOM: usize = 4;
/// However many cards there are, so many ties are shown.
const LEAST_TIES: usize = 80;
/// Maps of no more ties than this show all of them, wherever one looks: what is seen is then what is exported.
const SMALL_MAP: usize = 500;
/// The most rooms.
const ROOMS: usize = 220;
/// The most ties in a preview.
const PREVIEW_TIES: usize = 300;
/// So many ties get their route at once; more are sketched until theirs are found.
const AT_ONCE: usize = 40;
/// By how much of the viewport on each side one looks ahead, and the most cards that this is worth it for.
const AHEAD: f64 = 0.5;
const AHEAD_CARDS: usize = 4 * NEAR_CARDS;

/// How many elements are left for ties along with these cards and that many rooms.
fn left_for_ties(cards: &[CardShape], rooms: usize) -> usize {
    let others = cards.iter().map(CardShape::elements).sum::<usize>() + rooms.min(ROOMS) * ROOM;
    ELEMENTS.saturating_sub(others)
}

/// What is on show, by its ends.
struct InView {
    cards: Vec<TeamId>,
    rooms: Vec<FunctionId>,
}

impl Drawing {
    /// What lies in `viewport`, in the order of ids; none where there are more than `most` cards.
    fn in_view(&self, viewport: Rect, most: usize) -> Option<InView> {
        let mut view = InView { cards: Vec::new(), rooms: Vec::new() };
        for spot in self.tree.locate_in_envelope_intersecting(envelope(viewport)) {
            match spot.data {
                End::Team(_) if view.cards.len() >= most => return None,
                End::Team(id) => view.cards.push(id),
                End::Function(id) => view.rooms.push(id),
            }
        }
        view.cards.sort_unstable();
        Some(view)
    }

    /// Room shapes, outer before inner; of very many only the largest.
    pub(super) fn room_shapes(
        &self,
        mut ids: Vec<FunctionId>,
        shape: impl Fn(&Room, FunctionId) -> RoomShape,
    ) -> Vec<RoomShape> {
        if ids.len() > ROOMS {
            let area = |id: &FunctionId| self.rooms.get(id).map_or(0.0, |room| room.rect.w * room.rect.h);
            ids.sort_unstable_by(|a, b| area(b).total_cmp(&area(a)).then(a.cmp(b)));
            ids.truncate(ROOMS);
        }
        let mut rooms: Vec<_> = ids.into_iter().filter_map(|id| Some((self.rooms.get(&id)?, id))).collect();
        rooms.sort_unstable_by_key(|&(room, id)| (room.depth, id));
        rooms.into_iter().map(|(room, id)| shape(room, id)).collect()
    }

    pub(super) fn near(&mut self, viewport: Rect) -> Option<Scene> {
        let view = self.in_view(viewport, NEAR_CARDS)?;
        let stage = self.stage();
        let mut ties = self.ties_in(&stage, &view, viewport);
        let in_sight = ties.len();
        let cards = self.card_shapes(&view.cards, true);
        let few = if stage.ties.len() <= SMALL_MAP { SMALL_MAP } else { LEAST_TIES };
        self.loudest(&stage, &mut ties, few.max(left_for_ties(&cards, view.rooms.len()) / TIE));
        self.route_a_few(&stage, &ties, AT_ONCE);
        let (w, h) = (viewport.w * AHEAD, viewport.h * AHEAD);
        self.ahead =
            Some(Rect::new(viewport.x - w, viewport.y - h, viewport.w + 2.0 * w, viewport.h + 2.0 * h));
        let mut scene = Scene { shared_words: stage.shared_words.clone(), ..self.empty_scene(Level::Near) };
        scene.left_out = (in_sight - ties.len()) as u32;
        scene.ties = ties.iter().filter_map(|&tie| self.tie_or_sketch(&stage, tie)).collect();
        scene.cards = cards;
        scene.rooms = self.room_shapes(view.rooms, |room, id| self.titled(&stage, room, id));
        Some(scene)
    }

    /// A room with its title, which stands on a plate where lines run through it.
    pub(super) fn titled(&self, stage: &Stage, room: &Room, id: FunctionId) -> RoomShape {
        let shape = room.titled(id, self.marks.walls.get(&id).copied(), Role::RoomName.size());
        Room::legible(shape, |letters| {
            self.running_through(stage, letters)
                .any(|tie| self.routes.get(&stage.ties[tie].key).is_some_and(|route| route.meets(letters)))
        })
    }

    pub(super) fn middle(&mut self, viewport: Rect, scale: f64) -> Option<Scene> {
        let view = self.in_view(viewport, MIDDLE_CARDS)?;
        let badge = |id: &TeamId| self.marks.badges.get(id);
        let cards: Vec<CardShape> =
            (view.cards.iter()).filter_map(|id| Some(self.cards.get(id)?.middle(*id, badge(id)))).collect();
        let stage = self.stage();
        let ties = self.ties_in(&stage, &view, viewport);
        let mut pairs = merged(&stage, &ties);
        pairs.sort_by_cached_key(|pair| {
            let loudness = (self.loudness(&pair.drawn) * 1000.0) as i64;
            (std::cmp::Reverse(loudness), pair.drawn.key)
        });
        let in_sight = pairs.len();
        let mut left = left_for_ties(&cards, view.rooms.len());
        let fitting = pairs.iter().take_while(|pair| {
            // Its line and its arrows.
            let elements = 2 + usize::from(pair.drawn.both_ways);
            left = left.saturating_sub(elements);
            left > 0
        });
        pairs.truncate(fitting.count().max(LEAST_TIES));
        // What is quiet is painted first.
        pairs.reverse();
        let routes: Vec<usize> = pairs.iter().map(|pair| pair.route).collect();
        self.route_a_few(&stage, &routes, AT_ONCE);
        // Lines and edges grow a little as one moves away, so that they do not fade.
        let unit = (super::NEAR / super::far::stepped(scale)).max(1.0);
        let left_out = (in_sight - pairs.len()) as u32;
        let mut scene = Scene { unit, left_out, ..self.empty_scene(Level::Middle) };
        let lines: Vec<Routed> = pairs.iter().map(|pair| self.pair_line(&stage, pair)).collect();
        let drawn = pairs.iter().zip(&lines);
        let unit_of_lines = unit * stage.fineness;
        scene.ties =
            drawn.filter_map(|(pair, line)| self.shape_along(&pair.drawn, line, unit_of_lines)).collect();
        scene.cards = cards;
        // Titles grow in steps as one moves away, so that they stay legible and change seldom.
        let size = (10.0 / super::far::stepped(scale)).clamp(Role::RoomName.size(), 25.0);
        scene.rooms = self.room_shapes(view.rooms, |room, id| {
            let shape = room.titled(id, self.marks.walls.get(&id).copied(), size);
            Room::legible(shape, |letters| lines.iter().any(|line| line.meets(letters)))
        });
        Some(scene)
    }

    pub(super) fn card_shapes(&self, ids: &[TeamId], with_lead: bool) -> Vec<CardShape> {
        let shape = |id: &TeamId| Some(self.cards.get(id)?.near(*id, self.marks.badges.get(id), with_lead));
        ids.iter().filter_map(shape).collect()
    }

    /// The ties that end in view, and those known to run through it, in the order of the stage.
    fn ties_in(&self, stage: &Stage, view: &InView, viewport: Rect) -> Vec<usize> {
        let cards = view.cards.iter().map(|&id| End::Team(id));
        let ends = cards.chain(view.rooms.iter().map(|&id| End::Function(id)));
        let mut ties: BTreeSet<usize> = self.running_through(stage, viewport).collect();
        for end in ends.filter_map(|end| stage.index.get(&end)) {
            ties.extend(&stage.around[*end]);
        }
        ties.into_iter().collect()
    }

    /// The ties around what was looked at last, once; none where there are very many.
    pub(super) fn ties_ahead(&mut self, stage: &Stage) -> Vec<usize> {
        let ahead = self.ahead.take();
        let view = ahead.and_then(|ahead| Some((self.in_view(ahead, AHEAD_CARDS)?, ahead)));
        view.map(|(view, ahead)| self.ties_in(stage, &view, ahead)).unwrap_or_default()
    }

    /// How much a tie asks to be seen: marked ones most, then unhealthy ones, then strong ones.
    pub(super) fn loudness(&self, tie: &Drawn) -> f64 {
        let tone = self.tone_of(&tie.sum.dependencies).map_or(0.0, |tone| 1.0 + f64::from(tone as u8));
        let health = f64::from(tie.sum.health() as u8);
        100.0 * tone + 20.0 * health + tie.sum.strength().max(1.0).log2().min(15.0)
    }

    /// Keeps the `most` loudest, and puts what is quiet first: it is painted below.
    pub(super) fn loudest(&self, stage: &Stage, ties: &mut Vec<usize>, most: usize) {
        let mut by_loudness: Vec<(f64, usize)> =
            ties.iter().map(|&tie| (self.loudness(&stage.ties[tie]), tie)).collect();
        by_loudness.sort_by(|a, b| b.0.total_cmp(&a.0).then(stage.ties[a.1].key.cmp(&stage.ties[b.1].key)));
        by_loudness.truncate(most);
        *ties = by_loudness.into_iter().rev().map(|(_, tie)| tie).collect();
    }

    /// A tie along its route, or along a sketch where none is found yet.
    fn tie_or_sketch(&self, stage: &Stage, number: usize) -> Option<TieShape> {
        self.tie_shape(stage, number, "…").or_else(|| {
            let tie = &stage.ties[number];
            let curve = stage.sketch(number);
            self.shape_along(tie, &Routed::new(tie, Route { curve, label: None }), stage.fineness)
        })
    }

    /// A tie along its route; `mark` is what a folded label shows.
    pub(super) fn tie_shape(&self, stage: &Stage, number: usize, mark: &str) -> Option<TieShape> {
        let tie = &stage.ties[number];
        let route = self.routes.get(&tie.key)?;
        let mut shape = self.shape_along(tie, route, stage.fineness)?;
        shape.label = route.label.map(|place| tie::label(&tie.what, place, mark));
        Some(shape)
    }

    pub(super) fn shape_along(&self, tie: &Drawn, route: &Routed, unit: f64) -> Option<TieShape> {
        if route.curve.pieces.is_empty() {
            return None;
        }
        let tone = self.tone_of(&tie.sum.dependencies);
        let width = unit * tie::width(tie.sum.strength(), tie.sum.health(), tone.is_some());
        let (path, arrows) = tie::line_and_arrows(&route.curve, width, unit, tie.both_ways);
        Some(TieShape {
            id: match tie.key {
                TieKey::One(id) => id.to_string(),
                TieKey::Sum(provider, receiver) => format!("{provider}>{receiver}"),
            },
            provider: tie.provider,
            receiver: tie.receiver,
            count: tie.sum.dependencies.len() as u32,
            dependencies: tie.sum.dependencies.iter().copied().take(TieShape::LISTED).collect(),
            path,
            arrows,
            width,
            health: tie.sum.health(),
            gap: tie.sum.is_gap(),
            tone,
            label: None,
        })
    }

    /// Where a pair runs: along the route of one of its ties, or along a sketch where none is found yet.
    fn pair_line(&self, stage: &Stage, pair: &Pair) -> Routed {
        let found = self.routes.get(&stage.ties[pair.route].key).map(|route| route.curve.clone());
        let curve = found.unwrap_or_else(|| stage.sketch(pair.route));
        Routed::new(&pair.drawn, Route { curve, label: None })
    }

    pub(super) fn previewed(&self, stage: &Arc<Stage>, moved: &[(TeamId, Point)]) -> Vec<TieShape> {
        let places: Vec<(usize, Rect)> = moved
            .iter()
            .filter(|(_, corner)| corner.x.is_finite() && corner.y.is_finite())
            .filter_map(|&(id, corner)| {
                let end = *stage.index.get(&End::Team(id))?;
                let now = stage.rect(end);
                Some((end, Rect::new(corner.x, corner.y, now.w, now.h)))
            })
            .collect();
        let mut ties: Vec<usize> = places.iter().flat_map(|&(end, _)| stage.around[end].clone()).collect();
        ties.sort_unstable();
        ties.dedup();
        self.loudest(stage, &mut ties, PREVIEW_TIES);
        let routes = stage.route_moved(&places, &ties);
        ties.iter()
            .zip(routes)
            .filter_map(|(&tie, route)| {
                let tie = &stage.ties[tie];
                let label = route.label;
                let mut shape = self.shape_along(tie, &Routed::new(tie, route), stage.fineness)?;
                shape.label = label.map(|place| tie::label(&tie.what, place, "…"));
                Some(shape)
            })
            .collect()
    }
}

/// All ties between two ends, drawn as one.
struct Pair {
    drawn: Drawn,
    /// The tie along whose route it runs.
    route: usize,
}

/// Merges the ties between each two ends. The side that hands over more is the provider.
fn merged(stage: &Stage, ties: &[usize]) -> Vec<Pair> {
    let mut pairs: BTreeMap<(End, End), Vec<usize>> = BTreeMap::new();
    for &number in ties {
        let tie = &stage.ties[number];
        let (a, b) = (tie.provider.min(tie.receiver), tie.provider.max(tie.receiver));
        pairs.entry((a, b)).or_default().push(number);
    }
    let pair = |((a, b), ties): ((End, End), Vec<usize>)| {
        let mut sums = <[Sum; 2]>::default();
        for &number in &ties {
            let tie = &stage.ties[number];
            sums[usize::from(tie.provider != a)].merge(&tie.sum);
        }
        let mut drawn = Drawn::summed(a, b, sums);
        drawn.both_ways |= ties.iter().any(|&number| stage.ties[number].both_ways);
        if let [one] = ties[..] {
            drawn.key = stage.ties[one].key;
        }
        let route = ties.iter().copied().find(|&number| stage.ties[number].provider == drawn.provider)?;
        Some(Pair { drawn, route })
    };
    pairs.into_iter().filter_map(pair).collect()
}
