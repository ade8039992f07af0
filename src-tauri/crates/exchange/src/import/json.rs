//! JSON: the app's own, which holds a whole map.

use std::collections::BTreeMap;

use ecosystem::{
    DependencyPatch, FunctionId, Incoming, IncomingBorder, IncomingDependency, IncomingFunction,
    IncomingTeam, Map, Origin, Record, Spot, TeamId, TeamPatch, limits, name,
};

use super::{Content, Import, ImportError, Recognised, append, canvas, kumu};
use crate::export::json::{Document, VERSION};

/// Reads JSON of any kind that is known.
pub(super) fn read(text: &str, file: &str, import: &mut Import) -> Result<(), ImportError> {
    let refuse = |why: String| ImportError::Refused { file: file.to_owned(), why };
    let keys: BTreeMap<String, serde::de::IgnoredAny> =
        serde_json::from_str(text).map_err(|why| refuse(format!("It is not JSON: {why}.")))?;
    if keys.contains_key("tiemap") {
        return own(text, file, import);
    }
    if keys.contains_key("elements") {
        return kumu::read(text, file, import);
    }
    if keys.contains_key("nodes") && keys.contains_key("edges") {
        return canvas::read(text, file, import);
    }
    Err(refuse("It is JSON, but of no kind that is known.".to_owned()))
}

fn own(text: &str, file: &str, import: &mut Import) -> Result<(), ImportError> {
    let refuse = |why: String| ImportError::Refused { file: file.to_owned(), why };
    let document: Document =
        serde_json::from_str(text).map_err(|why| refuse(format!("It is not a map as JSON: {why}.")))?;
    if document.tiemap > VERSION {
        return Err(refuse("It was written by a newer version of the app.".to_owned()));
    }
    let rows = document.teams.len() + document.dependencies.len();
    let map = map_of(document).map_err(refuse)?;
    import.recognised.push(Recognised { rows: rows as u32, ..Recognised::plain(file, Content::Map) });
    append(&mut import.incoming, incoming_of(&map, file));
    // With several sources there is no one whole.
    import.whole = (import.recognised.len() == 1).then_some(map);
    Ok(())
}

/// The map, if it keeps every rule; texts are cleaned as for any other way in.
fn map_of(document: Document) -> Result<Map, String> {
    let Document { tiemap: _, mut about, functions, teams, dependencies, borders, places, rooms } = document;
    if teams.len() > limits::TEAMS
        || functions.len() > limits::FUNCTIONS
        || dependencies.len() > limits::DEPENDENCIES
    {
        return Err("It holds more teams, functions or dependencies than a map can.".to_owned());
    }
    line(&mut about.name)?;
    note(&mut about.note)?;
    let mut records = vec![Record::About(about)];
    for mut function in functions {
        line(&mut function.name)?;
        note(&mut function.note)?;
        custom(&mut function.custom)?;
        if function.name.is_empty() {
            return Err("A function in it has no name.".to_owned());
        }
        records.push(Record::Function(function));
    }
    for mut team in teams {
        for text in [&mut team.name, &mut team.lead, &mut team.region, &mut team.key] {
            line(text)?;
        }
        note(&mut team.note)?;
        custom(&mut team.custom)?;
        amount(team.people)?;
        amount(team.load)?;
        if team.name.is_empty() {
            return Err("A team in it has no name.".to_owned());
        }
        records.push(Record::Team(team));
    }
    for mut dependency in dependencies {
        let d = &mut dependency;
        for text in [&mut d.what, &mut d.cadence, &mut d.channel] {
            line(text)?;
        }
        for text in [&mut d.expectation, &mut d.agreed, &mut d.note] {
            note(text)?;
        }
        custom(&mut d.custom)?;
        amount(d.wait)?;
        records.push(Record::Dependency(dependency));
    }
    let far = |values: &[f64]| values.iter().any(|value| value.is_nan() || value.abs() > limits::EXTENT);
    for place in places {
        if far(&[place.x, place.y]) {
            return Err("A place in it is out of reach.".to_owned());
        }
        records.push(Record::Place(place));
    }
    for room in rooms {
        if far(&[room.x, room.y, room.w, room.h]) || room.w <= 0.0 || room.h <= 0.0 {
            return Err("A room in it is out of reach.".to_owned());
        }
        records.push(Record::Room(room));
    }
    records.extend(borders.into_iter().map(Record::Border));
    let count = records.len();
    let map = Map::of(records);
    match map.check().into_iter().next() {
        Some(wrong) => Err(wrong),
        None if map.records().count() != count => Err("A record in it is there twice.".to_owned()),
        None => Ok(map),
    }
}

fn line(text: &mut String) -> Result<(), String> {
    *text = name::line(text);
    bounded(text, name::NAME_LIMIT)
}

fn note(text: &mut String) -> Result<(), String> {
    *text = name::lines(text);
    bounded(text, name::NOTE_LIMIT)
}

fn bounded(text: &str, limit: usize) -> Result<(), String> {
    match text.len() > limit && text.chars().count() > limit {
        true => Err(format!("A text in it is longer than {limit} characters.")),
        false => Ok(()),
    }
}

fn custom(fields: &mut BTreeMap<String, String>) -> Result<(), String> {
    if fields.len() > limits::CUSTOM_FIELDS {
        return Err(format!("A record in it has more than {} fields of its own.", limits::CUSTOM_FIELDS));
    }
    fields.keys().try_for_each(|field| bounded(field, name::NAME_LIMIT))?;
    fields.values_mut().try_for_each(note)
}

fn amount(value: Option<f64>) -> Result<(), String> {
    match value {
        Some(value) if !(value.is_finite() && value >= 0.0) => {
            Err("A number in it is below zero.".to_owned())
        }
        _ => Ok(()),
    }
}

/// The map as a list, for bringing it into a map that is not empty.
fn incoming_of(map: &Map, file: &str) -> Incoming {
    let origin = Origin { file: file.into(), row: 0 };
    let function = |id: FunctionId| map.function(id).map(|f| f.name.clone()).unwrap_or_default();
    let team = |id: TeamId| map.team(id).map(|t| t.name.clone()).unwrap_or_default();
    let own = |fields: &BTreeMap<String, String>| {
        fields.iter().map(|(field, value)| (field.clone(), Some(value.clone()))).collect()
    };
    Incoming {
        functions: map
            .functions()
            .map(|f| IncomingFunction {
                name: f.name.clone(),
                parent: Some(f.parent.map(function).unwrap_or_default()),
                origin: origin.clone(),
            })
            .collect(),
        teams: map
            .teams()
            .map(|t| IncomingTeam {
                key: t.key.clone(),
                name: t.name.clone(),
                function: Some(t.function.map(function).unwrap_or_default()),
                set: TeamPatch {
                    kind: Some(t.kind),
                    lead: Some(t.lead.clone()),
                    people: Some(t.people),
                    load: Some(t.load),
                    region: Some(t.region.clone()),
                    note: Some(t.note.clone()),
                    custom: own(&t.custom),
                    ..TeamPatch::default()
                },
                at: map.place(map.style(), t.id).map(|place| Spot { x: place.x, y: place.y }),
                origin: origin.clone(),
            })
            .collect(),
        dependencies: map
            .dependencies()
            .map(|d| IncomingDependency {
                provider: team(d.provider),
                receiver: team(d.receiver),
                set: DependencyPatch {
                    what: Some(d.what.clone()),
                    strength: Some(d.strength),
                    provider_health: Some(d.provider_health),
                    receiver_health: Some(d.receiver_health),
                    cadence: Some(d.cadence.clone()),
                    channel: Some(d.channel.clone()),
                    wait: Some(d.wait),
                    expectation: Some(d.expectation.clone()),
                    agreed: Some(d.agreed.clone()),
                    review: Some(d.review),
                    note: Some(d.note.clone()),
                    custom: own(&d.custom),
                },
                origin: origin.clone(),
            })
            .collect(),
        borders: map
            .borders()
            .map(|border| IncomingBorder {
                between: (function(border.between.0), function(border.between.1)),
                target: border.target,
                origin: origin.clone(),
            })
            .collect(),
    }
}
