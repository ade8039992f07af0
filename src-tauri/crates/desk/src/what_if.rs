//! Maps that might be: without something, or with what would heal it. All of it reads a snapshot; nothing is stored,
//! and neither the history nor undo know of it.

use lens::away::{self, Away};
use lens::heal::{self, Healing};
use lens::{Explained, Study, Subject};

use crate::protocol::{Failure, Heal, TakeAway};
use crate::reading::{SEED, lens_named, today};
use crate::{Call, Desk};

/// How many remedies are looked for if nobody says.
const REMEDIES: u32 = 3;
/// More remedies than anybody tries.
const MOST_REMEDIES: u32 = 20;

impl Desk {
    /// What the rest of the map could no longer do without some of it.
    pub fn take_away(&self, with: &TakeAway, call: &Call) -> Result<Away, Failure> {
        let snapshot = self.snapshot()?;
        Ok(away::away(&Subject::of(&snapshot.map), &with.absent, call)?)
    }

    /// The new dependencies that would help most.
    pub fn heal(&self, with: &Heal, call: &Call) -> Result<Healing, Failure> {
        let snapshot = self.snapshot()?;
        let settings = lens::Settings { seed: SEED, today: Some(today()) };
        let study = Study::of(&snapshot.map, settings, &call.part(0.0, 0.7))?;
        let most = with.most.unwrap_or(REMEDIES).min(MOST_REMEDIES);
        Ok(heal::heal(&study, with.ill, most as usize, &call.part(0.7, 1.0))?)
    }

    /// Every figure in words, with what it is on this map.
    pub fn glossary(&self, call: &Call) -> Result<Vec<Explained>, Failure> {
        // Each lens's reading has all the figures.
        let read = self.read(&[lens_named("silos")?], SEED, call)?;
        let read = read.first().ok_or_else(|| Failure::internal("a lens gave no reading"))?;
        Ok(lens::explained(&read.snapshot.map, &read.reading.figures))
    }
}
