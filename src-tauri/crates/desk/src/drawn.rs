//! The pictures of an export: the map, and the map as lenses see it, each a page or a file of its own.

use std::sync::Arc;

use ecosystem::{Map, Marks, Watch};
use lens::{Lens, Reading};
use picture::scene::Scene;
use picture::{Drawing, WholeOptions};

use crate::protocol::Failure;
use crate::reading::{self, lens_named};
use crate::words;

/// The map without a lens, where lenses are named.
pub const WHOLE_MAP: &str = "map";
/// What stands on a disguised picture.
pub(crate) const DRAFT: &str = "Draft with invented names";

/// A picture, with what is found in it.
pub(crate) struct Drawn {
    /// The lens that lies on the map, with what it reads.
    pub read: Option<(&'static Lens, Arc<Reading>)>,
    /// The picture, with heading and legend.
    pub scene: Scene,
}

impl Drawn {
    /// What a page, a button or a bookmark calls it.
    pub fn title(&self) -> &'static str {
        self.read.as_ref().map_or("Map", |(lens, _)| lens.title)
    }

    /// What a file of it is called.
    pub fn name(&self) -> &'static str {
        self.read.as_ref().map_or(WHOLE_MAP, |(lens, _)| lens.name)
    }

    /// What is found, a sentence each.
    pub fn sentences(&self) -> Vec<String> {
        let findings = self.read.iter().flat_map(|(_, reading)| &reading.findings);
        findings.map(|finding| finding.sentence.clone()).collect()
    }
}

/// Draws `map` as each of the `lenses` sees it; without any, the map alone, with `marks` if there are some.
pub(crate) fn all(
    map: &Map,
    marks: Option<&Marks>,
    lenses: &[String],
    is_draft: bool,
    watch: &dyn Watch,
) -> Result<Vec<Drawn>, Failure> {
    let mut wanted: Vec<Option<&'static Lens>> = Vec::new();
    for name in lenses {
        let lens = if name == WHOLE_MAP { None } else { Some(lens_named(name)?) };
        if !wanted.iter().any(|known| known.map(|lens| lens.name) == lens.map(|lens| lens.name)) {
            wanted.push(lens);
        }
    }
    if wanted.is_empty() {
        wanted.push(None);
    }
    let read: Vec<&Lens> = wanted.iter().flatten().copied().collect();
    // Read from the very map that goes out, so that no name of a disguised one is told.
    let mut readings = match read.is_empty() {
        true => Vec::new(),
        false => reading::read(map, &read, reading::SEED, watch)?,
    }
    .into_iter();
    let mut drawing = Drawing::of(map);
    let mut drawn = Vec::new();
    for lens in wanted {
        watch.go_on()?;
        let read = lens.zip(lens.and_then(|_| readings.next()));
        let scene = scene(map, &mut drawing, marks, read.as_ref(), is_draft);
        drawn.push(Drawn { read, scene });
    }
    Ok(drawn)
}

/// The whole drawing with heading and legend. Names of people stay out.
fn scene(
    map: &Map,
    drawing: &mut Drawing,
    marks: Option<&Marks>,
    read: Option<&(&'static Lens, Arc<Reading>)>,
    is_draft: bool,
) -> Scene {
    let none = Marks::default();
    drawing.mark(read.map_or(marks.unwrap_or(&none), |(_, reading)| &reading.marks));
    let lens = read.map(|(lens, _)| lens.title.to_owned());
    let parts = [lens.clone(), is_draft.then(|| DRAFT.to_owned()), Some(words::day(reading::today()))];
    drawing.whole(&WholeOptions {
        people: false,
        title: Some(map.about().name.clone()).filter(|name| !name.is_empty()),
        subtitle: parts.into_iter().flatten().collect::<Vec<_>>().join(" \u{b7} "),
        legend: true,
        badges: lens,
    })
}
