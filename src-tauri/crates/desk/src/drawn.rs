//! The pictures of an export: the map, and the map as lenses see it, each a page or a file of its own.

use std::sync::Arc;

use ecosystem::{Map, Marks, Tone, Watch};
use lens::{Finding, Lens, Reading};
use picture::scene::{Lit, Scene};
use picture::{Drawing, LegendPlace, WholeOptions};

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

/// A lens with what it reads.
type Read = (&'static Lens, Arc<Reading>);

/// A picture, with what is found in it.
pub(crate) struct Drawn {
    /// The lens that lies on the map, with what it reads.
    pub read: Option<Read>,
    /// Which of its findings the picture is about, where it is about one alone.
    pub alone: Option<usize>,
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

    /// The finding that the picture is about, where it is about one alone.
    pub fn finding(&self) -> Option<&Finding> {
        finding(self.read.as_ref(), self.alone)
    }

    /// What a page, a tab or a bookmark is called among others.
    pub fn page(&self) -> String {
        match self.alone {
            Some(n) => format!("{} {}", self.title(), n + 1),
            None => self.title().to_owned(),
        }
    }

    /// What is found, a sentence each; of one alone all that is to be said about it.
    pub fn sentences(&self) -> Vec<String> {
        if let Some(Finding { sentence, because, attempt, question, .. }) = self.finding() {
            let all = [sentence, because, attempt, question];
            return all.into_iter().filter(|text| !text.is_empty()).cloned().collect();
        }
        let findings = self.read.iter().flat_map(|(_, reading)| &reading.findings);
        findings.map(|finding| finding.sentence.clone()).collect()
    }
}

fn finding(read: Option<&Read>, alone: Option<usize>) -> Option<&Finding> {
    read.zip(alone).and_then(|((_, reading), n)| reading.findings.get(n))
}

/// What stands around a picture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub heading: Heading,
    pub legend: LegendPlace,
    /// Of a picture that is about one finding.
    pub legend_alone: LegendPlace,
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

/// Draws `map` as each of the `lenses` sees it; without any, the map alone, with `marks` if there are some. With
/// `each`, every loud finding of a lens has a picture of its own after that of the lens.
pub(crate) fn all(
    map: &Map,
    marks: Option<&Marks>,
    lenses: &[String],
    each: bool,
    frame: Frame,
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
        let findings = read.iter().flat_map(|(_, reading)| reading.findings.iter().enumerate());
        let loud = findings.filter(|(_, finding)| each && finding.loud).map(|(n, _)| Some(n));
        for alone in std::iter::once(None).chain(loud) {
            watch.go_on()?;
            let scene = scene(map, &mut drawing, marks, (read.as_ref(), alone), frame);
            drawn.push(Drawn { read: read.clone(), alone, scene });
        }
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
    (read, alone): (Option<&Read>, Option<usize>),
    Frame { heading, legend, legend_alone }: Frame,
) -> Scene {
    let none = Marks::default();
    let finding = finding(read, alone);
    let marks = read.map_or(marks.unwrap_or(&none), |(_, reading)| &reading.marks);
    match finding {
        Some(finding) => drawing.mark(&only(finding, marks)),
        None => drawing.mark(marks),
    }
    let lens = read.map(|(lens, _)| lens.title.to_owned());
    let draft = (heading == Heading::Draft).then(|| DRAFT.to_owned());
    let about = finding.map(|finding| finding.sentence.clone());
    let parts = [about.or_else(|| lens.clone()), draft, Some(words::day(reading::today()))];
    let title = Some(map.about().name.clone()).filter(|name| !name.is_empty() && heading != Heading::None);
    drawing.whole(&WholeOptions {
        people: false,
        title,
        subtitle: parts.into_iter().flatten().collect::<Vec<_>>().join(" \u{b7} "),
        legend: if finding.is_some() { legend_alone } else { legend },
        badges: lens,
        lit: finding.map(lit),
    })
}

/// What the picture of a finding is about.
fn lit(finding: &Finding) -> Lit {
    Lit {
        teams: finding.teams.iter().copied().collect(),
        functions: finding.functions.iter().copied().collect(),
        dependencies: finding.dependencies.iter().copied().collect(),
    }
}

/// Of the marks those of one finding, with all dependencies that show it.
fn only(finding: &Finding, marks: &Marks) -> Marks {
    let tone = |id| marks.ties.get(id).copied().unwrap_or(Tone::Warn);
    Marks {
        walls: marks.walls.clone().into_iter().filter(|(id, _)| finding.functions.contains(id)).collect(),
        badges: marks.badges.clone().into_iter().filter(|(id, _)| finding.teams.contains(id)).collect(),
        ties: finding.dependencies.iter().map(|id| (*id, tone(id))).collect(),
    }
}
