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

/// The map, and then every lens, by their names.
pub fn every() -> impl Iterator<Item = &'static str> {
    [WHOLE_MAP].into_iter().chain(lens::LENSES.iter().map(|lens| lens.name))
}

/// A picture, with what is found in it.
pub(crate) struct Drawn {
    /// The lens that lies on the map, with what it reads.
    pub read: Option<(&'static Lens, Arc<Reading>)>,
    /// The picture, with legend, and with a heading where one is wanted.
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

/// What stands above a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heading {
    /// The map's name, the lens, the day.
    Name,
    /// The same, marked as a draft.
    Draft,
    /// Nothing: the document has its own.
    None,
}

/// Draws `map` as each of the `lenses` sees it; without any, the map alone, with `marks` if there are some.
pub(crate) fn all(
    map: &Map,
    marks: Option<&Marks>,
    lenses: &[String],
    heading: Heading,
    watch: &dyn Watch,
) -> Result<Vec<Drawn>, Failure> {
    let wanted = wanted(lenses)?;
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
        let scene = scene(map, &mut drawing, marks, read.as_ref(), heading);
        drawn.push(Drawn { read, scene });
    }
    Ok(drawn)
}

/// Each of them once; the map alone without any.
fn wanted(lenses: &[String]) -> Result<Vec<Option<&'static Lens>>, Failure> {
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
    Ok(wanted)
}

/// What files of the pictures are called.
pub(crate) fn names(lenses: &[String]) -> Result<Vec<&'static str>, Failure> {
    Ok(wanted(lenses)?.into_iter().map(|lens| lens.map_or(WHOLE_MAP, |lens| lens.name)).collect())
}

/// The whole drawing with its legend. Names of people stay out.
fn scene(
    map: &Map,
    drawing: &mut Drawing,
    marks: Option<&Marks>,
    read: Option<&(&'static Lens, Arc<Reading>)>,
    heading: Heading,
) -> Scene {
    let none = Marks::default();
    drawing.mark(read.map_or(marks.unwrap_or(&none), |(_, reading)| &reading.marks));
    let lens = read.map(|(lens, _)| lens.title.to_owned());
    let draft = (heading == Heading::Draft).then(|| DRAFT.to_owned());
    let parts = [lens.clone(), draft, Some(words::day(reading::today()))];
    let title = Some(map.about().name.clone()).filter(|name| !name.is_empty() && heading != Heading::None);
    drawing.whole(&WholeOptions {
        people: false,
        title,
        subtitle: parts.into_iter().flatten().collect::<Vec<_>>().join(" \u{b7} "),
        legend: true,
        badges: lens,
    })
}
