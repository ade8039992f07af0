//! The list of lenses. A new lens is one file and one line here.

use ecosystem::{Cancelled, Map, Watch};
use serde::Serialize;
use ts_rs::TS;

use crate::finding::Reading;
use crate::study::{Part, Settings, Study};
use crate::{bottlenecks, silos};

/// A way to read a map.
pub struct Lens {
    /// Its name on the command line and in the protocol.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it asks of the map.
    pub question: &'static str,
    read: fn(&Study<'_>) -> Reading,
}

/// All lenses, in the order they are offered.
pub const LENSES: &[Lens] = &[
    Lens {
        name: "silos",
        title: "Silos",
        question: "Who works beside each other instead of together?",
        read: silos::read,
    },
    Lens {
        name: "bottlenecks",
        title: "Bottlenecks",
        question: "Where does the work of many hang on one?",
        read: bottlenecks::read,
    },
];

/// A lens as it is offered to people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LensInfo {
    /// Its name in the protocol.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// What it asks of the map.
    pub question: String,
}

impl Lens {
    /// The lens of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        LENSES.iter().find(|lens| lens.name == name)
    }

    /// What people see of it.
    pub fn info(&self) -> LensInfo {
        LensInfo {
            name: self.name.to_owned(),
            title: self.title.to_owned(),
            question: self.question.to_owned(),
        }
    }

    /// Reads a map that has been studied.
    pub fn read(&self, study: &Study<'_>) -> Reading {
        (self.read)(study)
    }
}

/// Reads `map` through `lenses`, studying it once; each reading is handed to `ready` as soon as it is there.
pub fn read(
    map: &Map,
    lenses: &[&Lens],
    settings: Settings,
    watch: &dyn Watch,
    mut ready: impl FnMut(Reading),
) -> Result<(), Cancelled> {
    let study = Study::of(map, settings, &Part(watch, 0.0, 0.95))?;
    for lens in lenses {
        watch.go_on()?;
        ready(lens.read(&study));
    }
    watch.progress(1.0);
    Ok(())
}
