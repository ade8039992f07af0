//! A reading with names for ids: the shape of `tiemap read --json`.

use std::collections::BTreeMap;

use ecosystem::Map;
use serde::Serialize;

use crate::figures::{FunctionFigures, MapFigures, TeamFigures};
use crate::finding::{Confidence, Kind, Reading};

/// A reading as the command line writes it; serialise it to JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Named<'a> {
    lens: &'a str,
    revision: u64,
    seed: u64,
    findings: Vec<NamedFinding<'a>>,
    notes: &'a [String],
    map: &'a MapFigures,
    functions: BTreeMap<&'a str, &'a FunctionFigures>,
    teams: BTreeMap<&'a str, &'a TeamFigures>,
    borders: Vec<NamedBorder<'a>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct NamedFinding<'a> {
    kind: Kind,
    sentence: &'a str,
    because: &'a str,
    r#try: &'a str,
    question: &'a str,
    teams: Vec<&'a str>,
    functions: Vec<&'a str>,
    dependencies: Vec<[&'a str; 3]>,
    figures: &'a BTreeMap<String, Option<f64>>,
    confidence: &'a Confidence,
    loud: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct NamedBorder<'a> {
    between: [&'a str; 2],
    dependencies: u32,
    density: Option<f64>,
    disjoint_routes: Option<u32>,
}

/// `reading` of `map` at `revision` with names for ids. What is no longer on the map is left out.
pub fn named<'a>(map: &'a Map, reading: &'a Reading, revision: u64) -> Named<'a> {
    let team = |id: &_| map.team(*id).map(|team| team.name.as_str());
    let function = |id: &_| map.function(*id).map(|function| function.name.as_str());
    let dependency = |id: &_| {
        let d = map.dependency(*id)?;
        Some([team(&d.provider)?, team(&d.receiver)?, d.what.as_str()])
    };
    let findings = reading.findings.iter().map(|finding| NamedFinding {
        kind: finding.kind,
        sentence: &finding.sentence,
        because: &finding.because,
        r#try: &finding.attempt,
        question: &finding.question,
        teams: finding.teams.iter().filter_map(team).collect(),
        functions: finding.functions.iter().filter_map(function).collect(),
        dependencies: finding.dependencies.iter().filter_map(dependency).collect(),
        figures: &finding.figures,
        confidence: &finding.confidence,
        loud: finding.loud,
    });
    let borders = reading.figures.borders.iter().filter_map(|border| {
        Some(NamedBorder {
            between: [function(&border.between[0])?, function(&border.between[1])?],
            dependencies: border.dependencies,
            density: border.density,
            disjoint_routes: border.disjoint_routes,
        })
    });
    let figures = &reading.figures;
    Named {
        lens: &reading.lens,
        revision,
        seed: reading.seed,
        findings: findings.collect(),
        notes: &reading.notes,
        map: &figures.map,
        functions: figures.functions.iter().filter_map(|(id, f)| Some((function(id)?, f))).collect(),
        teams: figures.teams.iter().filter_map(|(id, t)| Some((team(id)?, t))).collect(),
        borders: borders.collect(),
    }
}
