//! The drawing as other programs read it: `tiemap scene` (see the page of the command line). Its keys are a contract.

use ecosystem::{FunctionId, TeamId};
use serde::Serialize;

use crate::geometry::{Point, Rect};
use crate::scene::{End, Level, Scene, TieShape};

/// A scene in the words of the command line's contract.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report<'a> {
    /// The map's revision.
    pub revision: u32,
    /// What holds everything drawn.
    pub bounds: Rect,
    /// Functions, outer before inner.
    pub containers: Vec<Container<'a>>,
    /// Teams.
    pub cards: Vec<ReportCard<'a>>,
    /// Dependencies.
    pub ties: Vec<ReportTie<'a>>,
}

/// A function's room.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Container<'a> {
    /// The function's id.
    pub id: FunctionId,
    /// Its name.
    pub name: &'a str,
    /// The function it lies in.
    pub parent: Option<FunctionId>,
    /// Its walls.
    pub rect: Rect,
}

/// A team's card.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportCard<'a> {
    /// The team's id.
    pub id: TeamId,
    /// Its name.
    pub name: &'a str,
    /// The function it belongs to.
    pub container: Option<FunctionId>,
    /// Its edge.
    pub rect: Rect,
    /// How much of it is drawn.
    pub level: Level,
}

/// A tie.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportTie<'a> {
    /// The dependency's id, or that of a sum.
    pub id: &'a str,
    /// Who hands over.
    pub provider: End,
    /// Who relies on it.
    pub receiver: End,
    /// The drawn curve, flattened to within half a unit, from the provider's border to the arrow's tip.
    pub points: Vec<Point>,
    /// Its label, where one is drawn.
    pub label: Option<ReportLabel<'a>>,
}

/// A tie's label.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportLabel<'a> {
    /// The whole text.
    pub text: &'a str,
    /// The pill, or the mark it is folded into.
    pub rect: Rect,
}

/// The scene as a report of that revision.
pub fn report(scene: &Scene, revision: u32) -> Report<'_> {
    Report {
        revision,
        bounds: scene.bounds,
        containers: (scene.rooms.iter())
            .map(|room| Container { id: room.id, name: &room.name, parent: room.parent, rect: room.rect })
            .collect(),
        cards: (scene.cards.iter())
            .map(|card| ReportCard {
                id: card.id,
                name: &card.name,
                container: card.room,
                rect: card.rect,
                level: scene.level,
            })
            .collect(),
        ties: scene.ties.iter().map(tie).collect(),
    }
}

fn tie(tie: &TieShape) -> ReportTie<'_> {
    let mut points = tie.path.flattened(0.5);
    // An arrowhead at the provider's end, where a sum runs both ways, begins at the border too.
    if let Some(back) = tie.arrows.get(1) {
        points.insert(0, back[0]);
    }
    if points.last().is_some_and(|last| last.distance(tie.tip()) > 1e-6) {
        points.push(tie.tip());
    }
    let label = tie.label.as_ref().map(|label| ReportLabel { text: &label.full, rect: label.rect });
    ReportTie { id: &tie.id, provider: tie.provider, receiver: tie.receiver, points, label }
}
