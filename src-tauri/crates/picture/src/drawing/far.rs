//! What is seen from afar: functions with the number of their teams on a plate, and the sums of the dependencies
//! between them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use ecosystem::FunctionId;

use super::Drawing;
use super::sketch;
use super::stage::{Drawn, Routed};
use crate::geometry::{Rect, Size};
use crate::route::{LabelPlace, Route, Shown};
use crate::scene::{End, Level, Scene};
use crate::tie::{self, Sum};

/// The most summed ties; so many to an end, and however few ends there are, so many. The quietest are left out.
const FAR_TIES: usize = 120;
const TO_AN_END: usize = 2;
const LEAST_TIES: usize = 40;
/// The most numbers on summed ties.
const NUMBERS: usize = 30;
/// The most rooms with a plate, the largest first.
const PLATES: usize = 1000;
/// The most cards that stand in no function.
const LOOSE_CARDS: usize = 250;
/// The least width in pixels of a room that shows the rooms inside it in place of its plate.
const OPENED: f64 = 420.0;
/// What a unit of near is seen from afar, in pixels.
const UNIT: f64 = 0.9;
/// The size of numbers on ties, in pixels.
const NUMBER: f64 = 11.0;

/// What is seen at one step of scale, wherever one looks.
#[derive(Debug)]
pub(super) struct Plan {
    scale: f64,
    /// Functions with a plate.
    plates: BTreeMap<FunctionId, Rect>,
    /// Functions that show those inside them.
    opened: BTreeSet<FunctionId>,
    /// Cards that stand in no function.
    loose: Vec<(ecosystem::TeamId, Rect)>,
    ties: Vec<(Drawn, Routed)>,
    /// How many pairs of ends are tied too weakly to be drawn.
    left_out: usize,
}

/// `scale` rounded down to one of few steps, so that letters and plates change seldom while one zooms.
pub(super) fn stepped(scale: f64) -> f64 {
    ((scale.log2() * 2.0).floor() / 2.0).exp2()
}

impl Drawing {
    pub(super) fn far(&mut self, viewport: Rect, scale: f64) -> Scene {
        let plan = self.far_plan(stepped(scale));
        let left_out = plan.left_out as u32;
        let mut scene = Scene { unit: UNIT / plan.scale, left_out, ..self.empty_scene(Level::Far) };
        let wall = |id: FunctionId| self.marks.walls.get(&id).copied();
        let shown = plan.plates.keys().chain(&plan.opened).copied();
        let in_view: Vec<FunctionId> =
            shown.filter(|id| self.rooms.get(id).is_some_and(|room| room.rect.overlaps(viewport))).collect();
        let letters = 10.0 / plan.scale;
        scene.rooms = self.room_shapes(in_view, |room, id| {
            if plan.opened.contains(&id) {
                room.titled(id, wall(id), letters)
            } else {
                room.far(id, wall(id), plan.scale)
            }
        });
        scene.cards = (plan.loose.iter())
            .filter(|(_, rect)| rect.overlaps(viewport))
            .filter_map(|(id, _)| Some(self.cards.get(id)?.far(*id)))
            .collect();
        let unit = scene.unit;
        scene.ties = (plan.ties.iter())
            .filter(|(_, route)| route.meets(viewport))
            .filter_map(|(drawn, route)| {
                let mut shape = self.shape_along(drawn, route, unit)?;
                shape.label = route.label.map(|place| {
                    tie::count_label(drawn.sum.dependencies.len(), place.rect, NUMBER / plan.scale)
                });
                Some(shape)
            })
            .collect();
        scene
    }

    fn far_plan(&mut self, scale: f64) -> Arc<Plan> {
        if let Some(plan) = self.far.as_ref().filter(|plan| plan.scale == scale) {
            return Arc::clone(plan);
        }
        let plan = Arc::new(self.plan_far(scale));
        self.far = Some(Arc::clone(&plan));
        plan
    }

    fn plan_far(&self, scale: f64) -> Plan {
        let (plates, opened) = self.plates(scale);
        let mut loose: Vec<_> = (self.cards.iter())
            .filter(|(_, card)| card.room.is_none())
            .map(|(&id, card)| (id, card.rect()))
            .take(LOOSE_CARDS)
            .collect();
        loose.sort_unstable_by_key(|&(id, _)| id);

        // Which end each function's teams are drawn as: the innermost function shown around them.
        let mut ends: HashMap<FunctionId, End> = HashMap::new();
        for &id in self.rooms.keys() {
            let around =
                std::iter::successors(Some(id), |id| self.rooms.get(id).and_then(|room| room.parent));
            let shown = around.take(256).find(|id| plates.contains_key(id) || opened.contains(id));
            ends.extend(shown.map(|shown| (id, End::Function(shown))));
        }
        let end = |team| match self.cards.get(&team)?.room {
            Some(function) => ends.get(&function).copied(),
            None => loose.binary_search_by_key(&team, |&(id, _)| id).ok().map(|_| End::Team(team)),
        };

        let mut sums: BTreeMap<(End, End), [Sum; 2]> = BTreeMap::new();
        for (&id, tie) in &self.ties {
            let Some((a, b)) = end(tie.provider).zip(end(tie.receiver)) else { continue };
            if a < b {
                sums.entry((a, b)).or_default()[0].add(id, tie);
            } else if b < a {
                sums.entry((b, a)).or_default()[1].add(id, tie);
            }
        }
        let mut drawn: Vec<Drawn> =
            sums.into_iter().map(|((a, b), sums)| Drawn::summed(a, b, sums)).collect();
        drawn.sort_by(|a, b| {
            let loud = |tie: &Drawn| tie.sum.strength() * [1.0, 3.0, 9.0][tie.sum.health() as usize];
            loud(b).total_cmp(&loud(a)).then(a.key.cmp(&b.key))
        });
        let all = drawn.len();
        keep_loudest(&mut drawn);
        let left_out = all - drawn.len();

        let rect_of = |end: &End| match end {
            End::Team(team) => loose.binary_search_by_key(team, |&(id, _)| id).ok().map(|at| loose[at].1),
            End::Function(id) => plates.get(id).copied().or_else(|| Some(self.rooms.get(id)?.title_rect())),
        };
        let ties = routed(drawn, rect_of, plates.values().copied(), scale);
        Plan { scale, plates, opened, loose, ties, left_out }
    }

    /// The functions that have a plate, and those that show the ones inside them instead.
    fn plates(&self, scale: f64) -> (BTreeMap<FunctionId, Rect>, BTreeSet<FunctionId>) {
        let mut children: BTreeMap<Option<FunctionId>, Vec<FunctionId>> = BTreeMap::new();
        for (&id, room) in &self.rooms {
            children.entry(room.parent).or_default().push(id);
        }
        let plate = |id: &FunctionId| {
            let room = self.rooms.get(id)?;
            let small = Size::new(room.rect.w * 0.4, room.rect.h * 0.4);
            let dot = Rect::centred(room.rect.centre(), small);
            Some((room.far(*id, None, scale).plate, dot))
        };
        let (mut plates, mut opened) = (BTreeMap::new(), BTreeSet::new());
        let mut open: Vec<FunctionId> = children.get(&None).cloned().unwrap_or_default();
        while let Some(id) = open.pop() {
            let inner = children.get(&Some(id)).map_or(&[][..], Vec::as_slice);
            let Some(room) = self.rooms.get(&id) else { continue };
            let shows_inner = !room.collapsed
                && !inner.is_empty()
                && room.rect.w * scale >= OPENED
                && inner.iter().all(|id| plate(id).is_some_and(|(plate, _)| plate.is_some()));
            if shows_inner {
                opened.insert(id);
                open.extend(inner);
            } else if let Some((plate, dot)) = plate(&id) {
                plates.insert(id, plate.unwrap_or(dot));
            }
        }
        if plates.len() > PLATES {
            let mut by_size: Vec<(f64, FunctionId)> = plates
                .keys()
                .map(|id| (self.rooms.get(id).map_or(0.0, |r| r.rect.w * r.rect.h), *id))
                .collect();
            by_size.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            plates.retain(|id, _| by_size[..PLATES].iter().any(|(_, kept)| kept == id));
        }
        (plates, opened)
    }
}

/// Leaves the loudest, which come first, and of every end the loudest: none looks alone that is not.
fn keep_loudest(drawn: &mut Vec<Drawn>) {
    let ends: BTreeSet<End> = drawn.iter().flat_map(|tie| [tie.provider, tie.receiver]).collect();
    let most = (TO_AN_END * ends.len()).clamp(LEAST_TIES, FAR_TIES);
    let (mut tied, mut rank, mut kept) = (BTreeSet::new(), 0, 0);
    drawn.retain(|tie| {
        rank += 1;
        let first = tied.insert(tie.provider) | tied.insert(tie.receiver);
        let keeps = kept < FAR_TIES && (rank <= most || first);
        kept += usize::from(keeps);
        keeps
    });
}

/// Curves for summed ties between plates; the loudest carry their number where there is room for it.
fn routed(
    drawn: Vec<Drawn>,
    rect_of: impl Fn(&End) -> Option<Rect>,
    plates: impl Iterator<Item = Rect>,
    scale: f64,
) -> Vec<(Drawn, Routed)> {
    let mut taken: Vec<Rect> = plates.collect();
    let mut ties: Vec<_> = (drawn.into_iter().enumerate())
        .filter_map(|(rank, tie)| {
            let (provider, receiver) = (rect_of(&tie.provider)?, rect_of(&tie.receiver)?);
            let curve = sketch::between_middles(provider, receiver);
            let count = tie.sum.dependencies.len();
            let size = tie::count_size(count, NUMBER / scale);
            let pill = if rank < NUMBERS && count > 1 { sketch::pill_on(&curve, size, &taken) } else { None };
            taken.extend(pill);
            let label = pill.map(|rect| LabelPlace { rect, shown: Shown::Whole });
            let routed = Routed::new(&tie, Route { curve, label });
            Some((tie, routed))
        })
        .collect();
    // The loudest are painted last.
    ties.reverse();
    ties
}
