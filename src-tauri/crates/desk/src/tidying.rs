//! Laying the map out: computed on a snapshot, then one change. If the map has changed meanwhile, it is laid out
//! once more; someone who edits all the time is told, rather than waited for.

use std::collections::BTreeSet;

use ecosystem::{Edit, FunctionId, Map, Style, TeamId, Watch};

use crate::protocol::{Code, Done, Failure, Selection, Tidy};
use crate::{Call, Desk};

/// The seed of a layout for which none is given.
const SEED: u32 = 1;
/// How often it is tried.
const TRIES: u32 = 3;

impl Desk {
    /// Lays the map out, as one change.
    pub fn tidy(&self, with: &Tidy, call: &Call) -> Result<Done, Failure> {
        let mut tries = 0;
        loop {
            tries += 1;
            let snapshot = self.snapshot()?;
            let edit = laid_out(&snapshot.map, with, call)?;
            match self.edit_since(snapshot.revision, &edit, "the tidying") {
                Err(why) if why.code == Code::Outdated && tries < TRIES => {}
                done => return done,
            }
        }
    }
}

/// The layout as an edit.
pub(crate) fn laid_out(map: &Map, with: &Tidy, watch: &dyn Watch) -> Result<Edit, Failure> {
    let style: Style = with.style.unwrap_or(map.style());
    let only = with.only.as_ref().map(|only| teams_of(map, only));
    Ok(picture::tidy(map, style, only.as_ref(), u64::from(with.seed.unwrap_or(SEED)), watch)?)
}

/// The selected teams and those inside the selected functions.
fn teams_of(map: &Map, selection: &Selection) -> BTreeSet<TeamId> {
    let mut teams: BTreeSet<TeamId> = selection.teams.iter().copied().collect();
    let mut open: Vec<FunctionId> = selection.functions.clone();
    while let Some(function) = open.pop() {
        teams.extend(map.teams_in(Some(function)).map(|team| team.id));
        open.extend(map.functions_in(Some(function)).map(|inner| inner.id));
    }
    teams
}
