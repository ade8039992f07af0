//! Ties as they are drawn, and their routes: what stands on the stage (cards, closed rooms), which ties run between
//! them, and the routes found.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ecosystem::{Cancelled, DependencyId, Watch};

use rstar::RTree;
use rstar::primitives::{GeomWithData, Rectangle};

use super::{Drawing, envelope, sketch};
use crate::geometry::{Curve, Rect, Size};
use crate::route::{self, LabelPlace, Obstacles, RoomBox, Route, RouteTie};
use crate::scene::End;
use crate::tie::{self, Sum};

/// Which tie: a dependency of its own, or the sum of those between two ends one of which is a closed room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum TieKey {
    One(DependencyId),
    Sum(End, End),
}

/// A tie as it is drawn near.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    pub key: TieKey,
    pub provider: End,
    pub receiver: End,
    pub sum: Sum,
    /// Whether something runs from the receiver to the provider too.
    pub both_ways: bool,
    /// What is handed over, or how many dependencies are summed.
    pub what: String,
}

impl Drawn {
    /// What runs between `a` and `b` in both directions as one tie; the side that hands over more is the provider.
    pub fn summed(a: End, b: End, [forth, back]: [Sum; 2]) -> Self {
        let (provider, receiver) = if forth.strength() >= back.strength() { (a, b) } else { (b, a) };
        let both_ways = !forth.dependencies.is_empty() && !back.dependencies.is_empty();
        let mut sum = forth;
        sum.merge(&back);
        let key = TieKey::Sum(provider, receiver);
        Self { key, provider, receiver, sum, both_ways, what: String::new() }
    }
}

/// What stands where, and the ties between it.
#[derive(Debug)]
pub(super) struct Stage {
    /// Cards and closed rooms.
    pub ends: Vec<End>,
    pub index: HashMap<End, usize>,
    pub ties: Vec<Drawn>,
    /// The ties of each end, in the order of `ends`.
    pub around: Vec<Vec<usize>>,
    /// What nearly all dependencies hand over; no line says it.
    pub shared_words: Option<String>,
    /// By how much lines are thinner than usual: where very many meet, thick ones would hide each other. At most 1.
    pub fineness: f64,
    rects: Vec<Rect>,
    end_room: Vec<Option<usize>>,
    rooms: Vec<RoomBox>,
    route_ties: Vec<RouteTie>,
}

/// A route with what is needed to find it.
#[derive(Debug, Clone)]
pub(super) struct Routed {
    pub ends: [End; 2],
    pub curve: Curve,
    pub label: Option<LabelPlace>,
    pub bounds: Rect,
}

impl Routed {
    pub fn new(tie: &Drawn, Route { curve, label }: Route) -> Self {
        let line = curve.bounds();
        let bounds = label.map_or(line, |label| line.union(label.rect));
        Self { ends: [tie.provider, tie.receiver], curve, label, bounds }
    }

    /// The line piece by piece.
    fn pieces(&self) -> impl Iterator<Item = Curve> + '_ {
        let starts = std::iter::once(self.curve.start).chain(self.curve.pieces.iter().map(|piece| piece[2]));
        starts.zip(&self.curve.pieces).map(|(start, piece)| Curve { start, pieces: vec![*piece] })
    }

    /// The boxes that the pieces of the line lie in, and that of its label.
    fn piece_boxes(&self) -> impl Iterator<Item = Rect> + '_ {
        self.pieces().map(|piece| piece.bounds()).chain(self.label.map(|label| label.rect))
    }

    /// Whether the line runs through `rect`.
    pub fn meets(&self, rect: Rect) -> bool {
        let runs_through = |curve: &Curve| {
            let points = curve.flattened(1.0);
            points.windows(2).any(|pair| rect.is_crossed(pair[0], pair[1]))
        };
        self.bounds.overlaps(rect)
            && (self.label.is_some_and(|label| label.rect.overlaps(rect))
                || self.pieces().any(|piece| piece.bounds().overlaps(rect) && runs_through(&piece)))
    }
}

/// All that runs between each two ends as one tie without words.
fn in_pairs(ties: Vec<Drawn>) -> Vec<Drawn> {
    let mut pairs: BTreeMap<(End, End), [Sum; 2]> = BTreeMap::new();
    for tie in ties {
        let (a, b) = (tie.provider.min(tie.receiver), tie.provider.max(tie.receiver));
        pairs.entry((a, b)).or_default()[usize::from(tie.provider != a)].merge(&tie.sum);
    }
    pairs.into_iter().map(|((a, b), sums)| Drawn::summed(a, b, sums)).collect()
}

/// So many ties to a card are drawn with full lines.
const FULL_LINES: f64 = 4.5;

impl Stage {
    fn of(drawing: &Drawing) -> Self {
        let mut stage = Self {
            ends: Vec::new(),
            index: HashMap::new(),
            ties: Vec::new(),
            around: Vec::new(),
            shared_words: None,
            fineness: 1.0,
            rects: Vec::new(),
            end_room: Vec::new(),
            rooms: Vec::new(),
            route_ties: Vec::new(),
        };
        let open: Vec<_> = (drawing.rooms.iter())
            .filter(|(id, room)| !room.collapsed && !drawing.closed.contains_key(&End::Function(**id)))
            .collect();
        let room_index: HashMap<_, usize> = open.iter().map(|(id, _)| **id).zip(0..).collect();
        let room_of = |id: Option<_>| id.and_then(|id| room_index.get(&id).copied());
        for (_, room) in &open {
            stage.rooms.push(RoomBox { rect: room.rect, words: room.words(), parent: room_of(room.parent) });
        }
        for (&id, card) in &drawing.cards {
            if !drawing.closed.contains_key(&End::Team(id)) {
                stage.stand(End::Team(id), card.rect(), room_of(card.room));
            }
        }
        for (&id, room) in &drawing.rooms {
            if room.collapsed && !drawing.closed.contains_key(&End::Function(id)) {
                stage.stand(End::Function(id), room.rect, room_of(room.parent));
            }
        }
        stage.tie(drawing);
        stage
    }

    fn stand(&mut self, end: End, rect: Rect, room: Option<usize>) {
        self.index.insert(end, self.ends.len());
        self.ends.push(end);
        self.rects.push(rect);
        self.end_room.push(room);
    }

    fn tie(&mut self, drawing: &Drawing) {
        let mut sums: BTreeMap<(End, End), Sum> = BTreeMap::new();
        let shared = tie::shared_words(drawing.ties.values().map(|tie| tie.what.as_str()));
        self.shared_words = shared.map(ToOwned::to_owned);
        for (&id, tie) in &drawing.ties {
            let [provider, receiver] = drawing.ends(tie);
            if provider == receiver {
                continue;
            }
            if matches!((provider, receiver), (End::Team(_), End::Team(_))) {
                let mut sum = Sum::default();
                sum.add(id, tie);
                self.ties.push(Drawn {
                    key: TieKey::One(id),
                    provider,
                    receiver,
                    sum,
                    both_ways: false,
                    what: tie::said(&tie.what, shared).to_owned(),
                });
            } else {
                sums.entry((provider, receiver)).or_default().add(id, tie);
            }
        }
        self.ties.extend(sums.into_iter().map(|((provider, receiver), sum)| {
            let what = match sum.dependencies.as_slice() {
                [one] => drawing
                    .ties
                    .get(one)
                    .map(|tie| tie::said(&tie.what, shared).to_owned())
                    .unwrap_or_default(),
                many => many.len().to_string(),
            };
            let key = TieKey::Sum(provider, receiver);
            Drawn { key, provider, receiver, sum, both_ways: false, what }
        }));
        self.around = vec![Vec::new(); self.ends.len()];
        self.ties
            .retain(|tie| self.index.contains_key(&tie.provider) && self.index.contains_key(&tie.receiver));
        if tie::is_crowded(self.ties.iter().map(|tie| (tie.provider, tie.receiver)), self.ends.len()) {
            self.ties = in_pairs(std::mem::take(&mut self.ties));
        }
        let crowding = self.ties.len() as f64 / self.ends.len().max(1) as f64;
        self.fineness = (FULL_LINES / crowding.max(FULL_LINES)).sqrt().max(0.35);
        for (number, tie) in self.ties.iter().enumerate() {
            let (provider, receiver) = (self.index[&tie.provider], self.index[&tie.receiver]);
            self.around[provider].push(number);
            self.around[receiver].push(number);
            let label: Size = tie::label_size(&tie.what);
            self.route_ties.push(RouteTie { provider, receiver, strength: tie.sum.strength(), label });
        }
    }

    fn obstacles<'a>(&'a self, rects: &'a [Rect]) -> Obstacles<'a> {
        Obstacles { cards: rects, rooms: &self.rooms, card_room: &self.end_room }
    }

    fn route_all(&self) -> Vec<Route> {
        route::route(&self.obstacles(&self.rects), &self.route_ties)
    }

    /// Quick routes for some ties.
    fn route_some(&self, which: &[usize]) -> Vec<Route> {
        route::route_some(&self.obstacles(&self.rects), &self.route_ties, which)
    }

    /// Quick routes for some ties while some ends stand elsewhere.
    pub fn route_moved(&self, moved: &[(usize, Rect)], which: &[usize]) -> Vec<Route> {
        let mut rects = self.rects.clone();
        for &(end, rect) in moved {
            rects[end] = rect;
        }
        route::route_some(&self.obstacles(&rects), &self.route_ties, which)
    }

    /// A curve for the tie that costs nothing.
    pub fn sketch(&self, tie: usize) -> Curve {
        let RouteTie { provider, receiver, .. } = self.route_ties[tie];
        sketch::between_sides(self.rects[provider], self.rects[receiver])
    }

    fn routed(&self, tie: usize, route: Route) -> (TieKey, Routed) {
        (self.ties[tie].key, Routed::new(&self.ties[tie], route))
    }

    /// Where that end stands.
    pub fn rect(&self, end: usize) -> Rect {
        self.rects[end]
    }
}

/// The most ties whose best routes are looked for together; of more, only those in view get routes.
const TOGETHER: usize = 6000;

/// The work of finding routes for a drawing as it is now: first for ties that were looked at, then the best ones for
/// all ties together, or where these are too many those that may be looked at next. It can be run on another thread.
#[derive(Debug)]
pub struct Refinement {
    stage: Arc<Stage>,
    of: Part,
}

/// What routes are found for.
#[derive(Debug, Clone)]
enum Part {
    /// Ties that are looked at.
    InSight(Vec<usize>),
    /// Ties around these.
    Ahead(Vec<usize>),
    All,
}

/// What a [`Refinement`] found.
#[derive(Debug)]
pub struct Refined {
    stage: Arc<Stage>,
    routes: Vec<(TieKey, Routed)>,
    /// Where all lines run, when all were found.
    lines: Option<Lines>,
    in_sight: bool,
}

/// Where lines run: a box for each of their pieces.
pub(super) type Lines = RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>;

impl Refinement {
    /// Finds the routes: within milliseconds for small maps, within seconds for large ones.
    pub fn run(self) -> Refined {
        let stage = self.stage;
        let in_sight = !matches!(self.of, Part::Ahead(_));
        if let Part::InSight(ties) | Part::Ahead(ties) = self.of {
            let found = stage.route_some(&ties);
            let routes = ties.iter().zip(found).map(|(&tie, route)| stage.routed(tie, route)).collect();
            return Refined { stage, routes, lines: None, in_sight };
        }
        let found = stage.route_all();
        let routes: Vec<_> =
            found.into_iter().enumerate().map(|(tie, route)| stage.routed(tie, route)).collect();
        let boxes = routes.iter().enumerate().flat_map(|(tie, (_, route))| {
            route.piece_boxes().map(move |rect| {
                let corners = [[rect.x, rect.y], [rect.right(), rect.bottom()]];
                GeomWithData::new(Rectangle::from_corners(corners[0], corners[1]), tie)
            })
        });
        let lines = Some(RTree::bulk_load(boxes.collect()));
        Refined { stage, routes, lines, in_sight }
    }
}

impl Drawing {
    /// The ties as they are drawn now.
    pub(super) fn stage(&mut self) -> Arc<Stage> {
        if let Some(stage) = &self.stage {
            return Arc::clone(stage);
        }
        let stage = Arc::new(Stage::of(self));
        self.stage = Some(Arc::clone(&stage));
        stage
    }

    /// The next piece of work towards better routes; none when there is nothing to improve.
    pub fn refinement(&mut self) -> Option<Refinement> {
        if self.is_refined {
            return None;
        }
        let stage = self.stage();
        let wanted = std::mem::take(&mut self.wanted);
        let wanted = self.unrouted(&stage, wanted);
        if !wanted.is_empty() {
            return Some(Refinement { stage, of: Part::InSight(wanted) });
        }
        if stage.ties.len() <= TOGETHER {
            return (!stage.ties.is_empty()).then_some(Refinement { stage, of: Part::All });
        }
        let ahead = self.ties_ahead(&stage);
        let ahead = self.unrouted(&stage, ahead);
        (!ahead.is_empty()).then_some(Refinement { stage, of: Part::Ahead(ahead) })
    }

    fn unrouted(&self, stage: &Stage, mut ties: Vec<usize>) -> Vec<usize> {
        ties.retain(|&tie| stage.ties.get(tie).is_some_and(|tie| !self.routes.contains_key(&tie.key)));
        ties
    }

    /// Takes the routes found. Whether what is visible is worth asking for again: not where they are those of ties
    /// out of sight, or dropped since the drawing has changed since the work was handed out.
    pub fn refined(&mut self, refined: Refined) -> bool {
        if !self.stage.as_ref().is_some_and(|now| Arc::ptr_eq(now, &refined.stage)) {
            return false;
        }
        if let Some(lines) = refined.lines {
            self.routes = refined.routes.into_iter().collect();
            self.lines = Some(Arc::new(lines));
            self.is_refined = true;
        } else {
            self.routes.extend(refined.routes);
        }
        refined.in_sight
    }

    /// Does all the work there is towards better routes, here and now.
    ///
    /// # Errors
    /// [`Cancelled`] when the watch says so; what was found until then stays.
    pub fn refine(&mut self, watch: &dyn Watch) -> Result<(), Cancelled> {
        while let Some(refinement) = self.refinement() {
            watch.go_on()?;
            self.refined(refinement.run());
        }
        Ok(())
    }

    /// Finds the best routes for all ties, if they are not found yet.
    pub(super) fn refine_all(&mut self) {
        if !self.is_refined {
            let stage = self.stage();
            self.refined(Refinement { stage, of: Part::All }.run());
        }
    }

    /// Finds quick routes for those of `which` that have none, if they are few; else remembers what is wanted.
    pub(super) fn route_a_few(&mut self, stage: &Stage, which: &[usize], few: usize) {
        let missing = self.unrouted(stage, which.to_vec());
        if missing.is_empty() {
            return;
        }
        if missing.len() > few {
            self.wanted = missing;
            return;
        }
        for (&tie, route) in missing.iter().zip(stage.route_some(&missing)) {
            let (key, routed) = stage.routed(tie, route);
            self.routes.insert(key, routed);
        }
    }

    /// Ties whose lines run through `viewport`, where these are known.
    pub(super) fn running_through<'a>(
        &'a self,
        stage: &'a Stage,
        viewport: Rect,
    ) -> Box<dyn Iterator<Item = usize> + 'a> {
        match &self.lines {
            Some(lines) if self.is_refined => {
                Box::new(lines.locate_in_envelope_intersecting(envelope(viewport)).map(|line| line.data))
            }
            _ if stage.ties.len() <= TOGETHER => {
                let ties = stage.ties.iter().enumerate();
                let here = move |key| {
                    self.routes.get(key).is_some_and(|route: &Routed| route.bounds.overlaps(viewport))
                };
                Box::new(ties.filter(move |(_, tie)| here(&tie.key)).map(|(number, _)| number))
            }
            _ => Box::new(std::iter::empty()),
        }
    }
}
