//! A full tidy that is only looked at: nothing moves until it is taken, and then it is the picture that was seen.

use std::sync::Arc;

use ecosystem::{Edit, Map, Record};
use picture::Drawing;

use crate::ids::NewIds;
use crate::protocol::{Done, Failure, Proposed, SceneReply, SceneRequest, Tidy};
use crate::{Call, Desk, laying, tidying};

/// A layout that was proposed last.
pub(crate) struct Proposal {
    /// Of which revision.
    revision: u32,
    edit: Edit,
    drawing: Drawing,
}

impl Desk {
    /// Lays the map out without changing it, and keeps the picture of it until the next.
    pub fn propose_tidy(&self, with: &Tidy, call: &Call) -> Result<Proposed, Failure> {
        let now = self.snapshot()?;
        let edit = tidying::laid_out(&now.map, with, &call.part(0.0, 0.8))?;
        let diff = laying::plan(&now.map, &edit, &mut NewIds)?.plan.diff;
        let mut map = Map::clone(&now.map);
        map.apply(&diff);
        let places = diff.added.iter().chain(diff.updated.iter().map(|(_, after)| after));
        let moves = places.filter(|record| matches!(record, Record::Place(_))).count() as u32;
        let mut drawing = Drawing::of(&map);
        drawing.refine(call)?;
        *self.proposal()? = Some(Proposal { revision: now.revision, edit, drawing });
        Ok(Proposed { revision: f64::from(now.revision), moves, teams: map.teams().len() as u32 })
    }

    /// A part of the picture of the proposal.
    pub fn proposed_scene(self: &Arc<Self>, request: &SceneRequest) -> Result<SceneReply, Failure> {
        let mut proposal = self.proposal()?;
        let proposal = proposal.as_mut().ok_or_else(nothing)?;
        let scene = proposal.drawing.visible(request.viewport, request.scale);
        Ok(SceneReply { revision: f64::from(proposal.revision), scene: Some(scene) })
    }

    /// Makes the proposal the layout, as one change; refused where the map is no longer what it was made for.
    pub fn take_proposal(&self) -> Result<Done, Failure> {
        let Proposal { revision, edit, .. } = self.proposal()?.take().ok_or_else(nothing)?;
        self.edit_since(revision, &edit, "the tidying")
    }
}

fn nothing() -> Failure {
    Failure::refused("No layout is being proposed.")
}
