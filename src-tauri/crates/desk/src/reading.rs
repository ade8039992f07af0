//! Reading the map through a lens: on a snapshot, so that nobody waits; kept until the map changes.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use ecosystem::{Date, Map, Watch};
use lens::{Lens, Named, Reading, Settings};

use crate::desk::Snapshot;
use crate::protocol::Failure;
use crate::{Call, Desk};

/// The seed of a reading for which none is given.
pub(crate) const SEED: u64 = 1;

/// A reading, with the state of the map it is of.
pub struct ReadMap {
    /// What was read.
    pub snapshot: Snapshot,
    /// What is found.
    pub reading: Arc<Reading>,
}

impl ReadMap {
    /// The reading with names for ids, as `tiemap read --json` writes it.
    pub fn named(&self) -> Named<'_> {
        lens::named(&self.snapshot.map, &self.reading, u64::from(self.snapshot.revision))
    }
}

impl Desk {
    /// Reads the map through lenses, in their order. All are read of one state of the map; if that is not the
    /// present one any more when they are done, the result is dropped.
    pub fn read(&self, lenses: &[&'static Lens], seed: u64, call: &Call) -> Result<Vec<ReadMap>, Failure> {
        let known: Vec<Option<Arc<Reading>>> =
            lenses.iter().map(|lens| self.known_reading(lens.name, seed)).collect::<Result<_, _>>()?;
        let snapshot = self.snapshot()?;
        let missing: Vec<&Lens> =
            lenses.iter().zip(&known).filter(|(_, known)| known.is_none()).map(|(lens, _)| *lens).collect();
        let mut fresh = Vec::new();
        if !missing.is_empty() {
            fresh = read(&snapshot.map, &missing, seed, call)?;
        }
        for reading in &fresh {
            if !self.learn_reading(snapshot.revision, seed, reading)? {
                return Err(Failure::outdated("the reading"));
            }
        }
        let mut fresh = fresh.into_iter();
        let readings = known.into_iter().filter_map(|known| known.or_else(|| fresh.next()));
        Ok(readings.map(|reading| ReadMap { snapshot: snapshot.clone(), reading }).collect())
    }
}

/// Reads a map that nobody changes.
pub(crate) fn read(
    map: &Map,
    lenses: &[&Lens],
    seed: u64,
    watch: &dyn Watch,
) -> Result<Vec<Arc<Reading>>, Failure> {
    let mut readings = Vec::new();
    let settings = Settings { seed, today: Some(today()) };
    lens::read(map, lenses, settings, watch, |reading| readings.push(Arc::new(reading)))?;
    Ok(readings)
}

/// The lens of that name.
pub fn lens_named(name: &str) -> Result<&'static Lens, Failure> {
    Lens::named(name).ok_or_else(|| {
        let names: Vec<&str> = lens::LENSES.iter().map(|lens| lens.name).collect();
        Failure::refused(format!(
            "There is no lens called \u{201c}{name}\u{201d}. There are: {}.",
            names.join(", ")
        ))
    })
}

/// The day it is, in UTC.
pub(crate) fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Date::of_unix_seconds(since as i64)
}
