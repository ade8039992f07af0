//! Then and now: what has changed since a snapshot, or from another map, in findings, in figures and in a picture.
//! The picture is the map of now with what is gone put back where it was, so that nothing else moves.

use std::collections::HashMap;
use std::sync::Arc;

use ecosystem::{Badge, Diff, Map, Marks, Record, Tone, Watch as _};
use lens::compare::compare;
use lens::{GLOSSARY, LENSES, Lens, Reading};
use picture::Drawing;

use crate::protocol::{
    Compared, ComparedFigure, ComparedLens, Difference, Export, Exported, Failure, Fate, SceneReply,
    SceneRequest, Thing,
};
use crate::reading::{self, SEED};
use crate::{Call, Desk};

/// At most this many differences are listed; more is not read.
const MOST_DIFFERENCES: usize = 500;

/// A comparison that is looked at.
pub(crate) struct Comparing {
    /// The map of now with what is gone.
    pub map: Arc<Map>,
    /// What is new, gone or changed on it.
    pub marks: Marks,
    drawing: Drawing,
}

impl Desk {
    /// Compares `then` with the map as it is, and keeps the picture of it until the next.
    pub(crate) fn compare(&self, then: &Map, called: String, call: &Call) -> Result<Compared, Failure> {
        let now = self.snapshot()?;
        let lenses: Vec<&Lens> = LENSES.iter().collect();
        let before = reading::read(then, &lenses, SEED, &call.part(0.0, 0.4))?;
        let after = reading::read(&now.map, &lenses, SEED, &call.part(0.4, 0.8))?;
        call.go_on()?;
        let compared = |(lens, (before, after)): (&&Lens, (&Arc<Reading>, &Arc<Reading>))| ComparedLens {
            title: lens.title.to_owned(),
            comparison: compare((then, before), (&now.map, after)),
        };
        let lenses: Vec<ComparedLens> = lenses.iter().zip(before.iter().zip(&after)).map(compared).collect();
        let figures = lenses.first().map(|first| first.comparison.map.iter().filter_map(figure).collect());
        let diff = now.map.towards(then);
        let differences = differences(&diff);
        let (map, marks) = both(&now.map, then, &diff, &differences);
        let mut drawing = Drawing::of(&map);
        drawing.mark(&marks);
        drawing.refine(call)?;
        *self.comparing()? = Some(Comparing { map: Arc::new(map), marks, drawing });
        let count = differences.len() as u32;
        let differences = differences.into_iter().take(MOST_DIFFERENCES).collect();
        Ok(Compared { called, count, differences, figures: figures.unwrap_or_default(), lenses })
    }

    /// A part of the picture of the comparison.
    pub fn compared_scene(&self, request: &SceneRequest) -> Result<SceneReply, Failure> {
        let revision = f64::from(self.snapshot()?.revision);
        let mut comparing = self.comparing()?;
        let comparing = comparing.as_mut().ok_or_else(nothing)?;
        Ok(SceneReply { revision, scene: Some(comparing.drawing.visible(request.viewport, request.scale)) })
    }

    /// The picture of the comparison as a file.
    pub fn compared_picture(&self, with: &Export, call: &Call) -> Result<Exported, Failure> {
        let (map, marks) = {
            let comparing = self.comparing()?;
            let comparing = comparing.as_ref().ok_or_else(nothing)?;
            (Arc::clone(&comparing.map), comparing.marks.clone())
        };
        self.export_map(&map, Some(&marks), with, call)
    }
}

fn nothing() -> Failure {
    Failure::refused("Nothing is being compared.")
}

/// A figure that has changed, by its plain name.
fn figure(change: &lens::compare::FigureChange) -> Option<ComparedFigure> {
    let term = GLOSSARY.iter().find(|term| term.figure == change.figure)?;
    let (figure, name) = (change.figure.clone(), term.name.to_owned());
    Some(ComparedFigure { figure, name, before: change.before, after: change.after })
}

/// What differs, from the diff that would lead back.
fn differences(back: &Diff) -> Vec<Difference> {
    let difference = |fate, record: &Record| {
        let (thing, id, name) = match record {
            Record::Team(team) => (Thing::Team, team.id.to_string(), team.name.clone()),
            Record::Function(function) => (Thing::Function, function.id.to_string(), function.name.clone()),
            Record::Dependency(tie) => (Thing::Dependency, tie.id.to_string(), tie.what.clone()),
            _ => return None,
        };
        Some(Difference { thing, fate, id, name })
    };
    let new = back.removed.iter().filter_map(|record| difference(Fate::New, record));
    let gone = back.added.iter().filter_map(|record| difference(Fate::Gone, record));
    let changed = back.updated.iter().filter_map(|(now, _)| difference(Fate::Changed, now));
    let mut all: Vec<Difference> = new.chain(gone).chain(changed).collect();
    all.sort_by_key(|one| (one.thing, one.fate));
    all
}

/// The map of now with what is gone where it was, and the marks that tell one from the other. What is handed over
/// says it in words too, so that no mark hangs on its colour.
fn both(now: &Map, then: &Map, back: &Diff, differences: &[Difference]) -> (Map, Marks) {
    let style = now.style();
    let here = |team| now.team(team).is_some() || then.place(style, team).is_some();
    let is_drawn = |record: &&Record| match record {
        Record::Team(team) => here(team.id),
        Record::Dependency(tie) => here(tie.provider) && here(tie.receiver),
        Record::Function(_) => true,
        Record::Place(place) => place.style == style && now.team(place.team).is_none(),
        Record::Room(room) => room.style == style && now.function(room.function).is_none(),
        _ => false,
    };
    let fates: HashMap<&str, Fate> = differences.iter().map(|one| (one.id.as_str(), one.fate)).collect();
    let mut marks = Marks::default();
    let records = now.records().chain(back.added.iter().filter(is_drawn).cloned());
    let records: Vec<Record> = records
        .map(|mut record| {
            match &mut record {
                Record::Team(team) => {
                    if let Some(fate) = fates.get(team.id.to_string().as_str()) {
                        let badge = Badge { text: word(*fate).to_owned(), tone: tone(*fate) };
                        marks.badges.insert(team.id, badge);
                    }
                }
                Record::Dependency(tie) => {
                    if let Some(fate) = fates.get(tie.id.to_string().as_str()) {
                        marks.ties.insert(tie.id, tone(*fate));
                        tie.what = match tie.what.as_str() {
                            "" => word(*fate).to_owned(),
                            what => format!("{}: {what}", word(*fate)),
                        };
                    }
                }
                Record::Function(function) => {
                    if let Some(fate) = fates.get(function.id.to_string().as_str()) {
                        marks.walls.insert(function.id, tone(*fate));
                        function.name = format!("{} ({})", function.name, word(*fate));
                    }
                }
                _ => {}
            }
            record
        })
        .collect();
    (Map::of(records), marks)
}

const fn word(fate: Fate) -> &'static str {
    match fate {
        Fate::New => "new",
        Fate::Gone => "gone",
        Fate::Changed => "changed",
    }
}

const fn tone(fate: Fate) -> Tone {
    match fate {
        Fate::New => Tone::Note,
        Fate::Gone => Tone::Alarm,
        Fate::Changed => Tone::Warn,
    }
}
