//! Then and now: what two readings of a map, or of two maps, have in common and what has changed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use ecosystem::{Map, name};
use serde::Serialize;
use ts_rs::TS;

use crate::figures::MapFigures;
use crate::finding::{Finding, Kind, Reading};

/// A finding of both readings whose number has changed.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct Changed {
    /// As it is now.
    pub finding: Finding,
    /// Which of its numbers says so; absent where the kind itself has changed.
    #[ts(optional)]
    pub figure: Option<String>,
    /// That number then.
    pub before: Option<f64>,
    /// That number now.
    pub after: Option<f64>,
}

/// A number of the map, then and now.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct FigureChange {
    /// Its name.
    pub figure: String,
    /// Then.
    pub before: Option<f64>,
    /// Now.
    pub after: Option<f64>,
}

/// What has changed between two readings of one lens.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct Comparison {
    /// Found then, not now; as it was.
    pub gone: Vec<Finding>,
    /// Found now, not then.
    pub new: Vec<Finding>,
    /// Found both times, less bad now.
    pub better: Vec<Changed>,
    /// Found both times, worse now.
    pub worse: Vec<Changed>,
    /// Found both times, as it was.
    pub same: u32,
    /// The numbers of the map that have changed.
    pub map: Vec<FigureChange>,
}

/// The number by which a finding gets worse when it grows.
fn measure(kind: Kind) -> &'static str {
    match kind {
        Kind::ClearSilo | Kind::LikelySilo => "silo_score",
        Kind::SilentBorder => "expected",
        Kind::NeededBorder => "dependencies",
        Kind::SingleThread => "ties",
        Kind::IsolatedTeam | Kind::Loop => "teams",
        Kind::InwardFunction => "internal",
        Kind::CarriesTheMost => "demand_share",
        Kind::BreaksTheMap => "share_lost",
        Kind::SinglePointOfFailure => "cut_off",
        Kind::Gateway => "share",
        Kind::Waiting => "receivers",
        Kind::Overloaded => "load",
        Kind::PerceptionGap => "distance",
        Kind::Stale => "dependencies",
    }
}

/// Kinds that are degrees of one thing, with the degree.
fn degree(kind: Kind) -> (Kind, u8) {
    match kind {
        Kind::ClearSilo => (Kind::LikelySilo, 1),
        kind => (kind, 0),
    }
}

/// What a finding is about, in a way that holds for both maps: records that both have go by id, others by name.
fn about(finding: &Finding, own: &Map, other: &Map) -> (Kind, Vec<String>) {
    let teams = finding.teams.iter().map(|id| match other.team(*id) {
        Some(_) => id.to_string(),
        None => own.team(*id).map_or_else(String::new, |team| name::key(&team.name)),
    });
    let functions = finding.functions.iter().map(|id| match other.function(*id) {
        Some(_) => id.to_string(),
        None => own.function(*id).map_or_else(String::new, |function| name::key(&function.name)),
    });
    let mut about: Vec<String> = if finding.teams.is_empty() { functions.collect() } else { teams.collect() };
    // Two sides may differ on several things they hand over.
    if finding.kind == Kind::PerceptionGap {
        let what = finding.dependencies.iter().filter_map(|id| own.dependency(*id));
        about.extend(what.map(|d| name::key(&d.what)));
    }
    about.sort();
    (degree(finding.kind).0, about)
}

/// Whether it puts several cases together, rather than being about one of them.
fn is_group(finding: &Finding) -> bool {
    let (teams, functions) = (finding.teams.len(), finding.functions.len());
    match finding.kind {
        Kind::ClearSilo | Kind::LikelySilo | Kind::IsolatedTeam => false,
        Kind::SilentBorder | Kind::NeededBorder | Kind::SingleThread => functions != 2,
        Kind::InwardFunction => functions > 3,
        Kind::Loop | Kind::Stale => teams > 3,
        Kind::CarriesTheMost | Kind::BreaksTheMap | Kind::SinglePointOfFailure => teams != 1,
        Kind::Gateway | Kind::Waiting | Kind::Overloaded => teams != 1,
        Kind::PerceptionGap => teams != 2,
    }
}

/// A map and one reading of it.
pub type Read<'a> = (&'a Map, &'a Reading);

/// Compares a reading then with a reading now, of the same lens.
pub fn compare(then: Read<'_>, now: Read<'_>) -> Comparison {
    // Findings about a group grow and shrink with it: they are known by kind alone.
    let known = |finding: &Finding, own: &Map, other: &Map| {
        let (kind, about) = about(finding, own, other);
        (kind, if is_group(finding) { Vec::new() } else { about })
    };
    let mut before: BTreeMap<_, VecDeque<usize>> = BTreeMap::new();
    for (at, finding) in then.1.findings.iter().enumerate() {
        before.entry(known(finding, then.0, now.0)).or_default().push_back(at);
    }
    let mut comparison = Comparison {
        gone: Vec::new(),
        new: Vec::new(),
        better: Vec::new(),
        worse: Vec::new(),
        same: 0,
        map: figures(&then.1.figures.map, &now.1.figures.map),
    };
    for finding in &now.1.findings {
        match before.get_mut(&known(finding, now.0, then.0)).and_then(VecDeque::pop_front) {
            Some(at) => comparison.add(&then.1.findings[at], finding),
            None => comparison.new.push(finding.clone()),
        }
    }
    let left: BTreeSet<usize> = before.into_values().flatten().collect();
    comparison.gone = left.into_iter().map(|at| then.1.findings[at].clone()).collect();
    comparison
}

impl Comparison {
    fn add(&mut self, then: &Finding, now: &Finding) {
        let figure = measure(now.kind);
        let number = |finding: &Finding| finding.figures.get(figure).copied().flatten();
        let (before, after) = (number(then), number(now));
        let by_kind = degree(now.kind).1.cmp(&degree(then.kind).1);
        let by_number = match (before, after) {
            (Some(before), Some(after)) if (after - before).abs() > 1e-9 => after.total_cmp(&before),
            _ => std::cmp::Ordering::Equal,
        };
        let changed = || Changed {
            finding: now.clone(),
            figure: by_number.is_ne().then(|| figure.to_owned()),
            before,
            after,
        };
        match by_kind.then(by_number) {
            std::cmp::Ordering::Less => self.better.push(changed()),
            std::cmp::Ordering::Greater => self.worse.push(changed()),
            std::cmp::Ordering::Equal => self.same += 1,
        }
    }
}

fn figures(then: &MapFigures, now: &MapFigures) -> Vec<FigureChange> {
    let all = |map: &MapFigures| {
        [
            ("teams", Some(f64::from(map.teams))),
            ("dependencies", Some(f64::from(map.dependencies))),
            ("ties", Some(f64::from(map.ties))),
            ("internal", Some(f64::from(map.internal))),
            ("external", Some(f64::from(map.external))),
            ("ei", map.ei),
            ("ei_expected", map.ei_expected),
            ("modularity", map.modularity),
            ("reciprocity", map.reciprocity),
            ("density", map.density),
            ("reachable_pairs", Some(map.reachable_pairs as f64)),
            ("demand_gini", map.demand_gini),
        ]
    };
    let pairs = all(then).into_iter().zip(all(now));
    pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((figure, before), (_, after))| FigureChange { figure: figure.to_owned(), before, after })
        .collect()
}

#[cfg(test)]
mod tests {
    use ecosystem::{Edit, Unwatched};

    use super::*;
    use crate::lens_tests::{WORKED, map};
    use crate::{Lens, Settings, read};

    fn reading(map: &Map) -> Reading {
        let mut found = None;
        let lens = Lens::named("bottlenecks").unwrap();
        read(map, &[lens], Settings::default(), &Unwatched, |reading| found = Some(reading)).unwrap();
        found.unwrap()
    }

    #[test]
    fn nothing_changes_when_nothing_changes() {
        let map = map(WORKED);
        let reading = reading(&map);
        let found = compare((&map, &reading), (&map, &reading));
        assert_eq!(found.same as usize, reading.findings.len());
        assert!(
            found.gone.is_empty()
                && found.new.is_empty()
                && found.better.is_empty()
                && found.worse.is_empty()
        );
        assert!(found.map.is_empty());
    }

    #[test]
    fn a_way_round_the_hub_makes_it_better() {
        let then = map(WORKED);
        let now = map(&format!("{WORKED}\nContent -> FieldSales: decks\nFieldSales -> Content: feedback\n"));
        let (before, after) = (reading(&then), reading(&now));
        // The same text, so the same ids: as of a snapshot and now.
        let found = compare((&then, &before), (&now, &after));
        let kinds = |findings: &[Finding]| findings.iter().map(|f| f.kind).collect::<Vec<_>>();
        let better: Vec<Kind> = found.better.iter().map(|changed| changed.finding.kind).collect();
        assert!(kinds(&found.gone).contains(&Kind::SinglePointOfFailure), "{:?}", kinds(&found.gone));
        assert!(better.contains(&Kind::BreaksTheMap) || kinds(&found.gone).contains(&Kind::BreaksTheMap));
        assert!(found.map.iter().any(|change| change.figure == "ties" && change.after == Some(15.0)));
        // And back again, everything turned round.
        let back = compare((&now, &after), (&then, &before));
        assert_eq!(kinds(&back.new).len(), found.gone.len());
        assert_eq!(back.worse.len(), found.better.len());
    }

    #[test]
    fn a_renamed_team_is_still_the_same_team() {
        let then = map(WORKED);
        let mut now = then.clone();
        let team = now.team_named("MarOps").unwrap().id;
        let set =
            ecosystem::TeamPatch { name: Some("Marketing operations".to_owned()), ..Default::default() };
        let plan =
            now.plan(&Edit::UpdateTeams { teams: vec![team], set }, &mut ecosystem::Counted(1_000)).unwrap();
        now.apply(&plan.diff);
        let found = compare((&then, &reading(&then)), (&now, &reading(&now)));
        assert!(found.gone.is_empty() && found.new.is_empty());
    }
}
