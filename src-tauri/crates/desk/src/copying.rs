//! Parts of a map as text for the clipboard, and twice on the map.

use std::collections::{BTreeMap, BTreeSet};

use ecosystem::{
    Area, DependencyPatch, Edit, Function, FunctionId, FunctionPatch, Ids, Map, Record, Spot, Team, TeamId,
    TeamPatch, name, notation,
};

use crate::ids::NewIds;
use crate::protocol::{Copied, Done, Duplicate, Failure, Selection};
use crate::{Desk, laying};

impl Desk {
    /// A selection as text, in the notation.
    pub fn copy(&self, selection: &Selection) -> Result<Copied, Failure> {
        let map = self.snapshot()?.map;
        Ok(Copied { text: notation::write(&part(&map, selection)) })
    }

    /// Copies a selection within the map, as one change.
    pub fn duplicate(&self, with: &Duplicate) -> Result<Done, Failure> {
        self.change(|map| {
            let (edit, teams, functions) = twice(map, with, &mut NewIds);
            let laid = laying::plan(map, &edit, &mut NewIds)?;
            let label = match (teams.as_slice(), functions) {
                ([one], 0) => format!("Duplicate {one}"),
                (several, 0) => format!("Duplicate {} teams", several.len()),
                (_, 1) => "Duplicate a function".to_owned(),
                (_, n) => format!("Duplicate {n} functions"),
            };
            Ok(laid.called(|_| label))
        })
    }
}

/// The selected teams and functions with all that is inside them.
fn inside(map: &Map, selection: &Selection) -> (BTreeSet<TeamId>, BTreeSet<FunctionId>) {
    let mut teams: BTreeSet<TeamId> =
        selection.teams.iter().copied().filter(|&id| map.team(id).is_some()).collect();
    let mut functions = BTreeSet::new();
    let mut open = selection.functions.clone();
    while let Some(id) = open.pop() {
        if map.function(id).is_some() && functions.insert(id) {
            teams.extend(map.teams_in(Some(id)).map(|team| team.id));
            open.extend(map.functions_in(Some(id)).map(|inner| inner.id));
        }
    }
    (teams, functions)
}

/// A map of the selection alone: its teams with the functions around them, the dependencies between them, and the
/// selected dependencies with their ends.
fn part(map: &Map, selection: &Selection) -> Map {
    let (mut teams, mut functions) = inside(map, selection);
    let among = teams.clone();
    let chosen: BTreeSet<_> = selection.dependencies.iter().copied().collect();
    let dependencies: Vec<_> = map
        .dependencies()
        .filter(|d| chosen.contains(&d.id) || (among.contains(&d.provider) && among.contains(&d.receiver)))
        .collect();
    teams.extend(dependencies.iter().flat_map(|d| [d.provider, d.receiver]));
    let mut around: Vec<FunctionId> = teams.iter().filter_map(|&id| map.team(id)?.function).collect();
    around.extend(functions.iter().copied());
    while let Some(id) = around.pop() {
        functions.insert(id);
        around
            .extend(map.function(id).and_then(|function| function.parent).filter(|p| !functions.contains(p)));
    }
    let functions = functions.into_iter().filter_map(|id| map.function(id)).cloned().map(Record::Function);
    let teams = teams.into_iter().filter_map(|id| map.team(id)).cloned().map(Record::Team);
    Map::of(functions.chain(teams).chain(dependencies.into_iter().cloned().map(Record::Dependency)))
}

/// The edit that puts the selection on the map once more, with the names of the teams and how many functions.
fn twice(map: &Map, with: &Duplicate, ids: &mut dyn Ids) -> (Edit, Vec<String>, usize) {
    let (teams, functions) = inside(map, &with.selection);
    let new_functions: BTreeMap<FunctionId, FunctionId> =
        functions.iter().map(|&id| (id, FunctionId(ids.next()))).collect();
    let new_teams: BTreeMap<TeamId, TeamId> = teams.iter().map(|&id| (id, TeamId(ids.next()))).collect();
    let mut team_names = FreeNames::new(|text| map.team_named(text).is_some());
    let mut function_names = FreeNames::new(|text| map.function_named(text).is_some());
    let (mut edits, mut names) = (Vec::new(), Vec::new());
    for function in outer_first(map, &functions) {
        let parent = function.parent.map(|parent| new_functions.get(&parent).copied().unwrap_or(parent));
        let room = map.room(map.style(), function.id);
        edits.push(Edit::AddFunction {
            id: new_functions.get(&function.id).copied(),
            set: FunctionPatch {
                name: Some(function_names.take(&function.name)),
                parent: Some(parent),
                hue: Some(function.hue),
                note: Some(function.note.clone()),
                custom: function.custom.iter().map(|(k, v)| (k.clone(), Some(v.clone()))).collect(),
            },
            teams: Vec::new(),
            functions: Vec::new(),
            room: room.map(|r| Area { x: r.x + with.dx, y: r.y + with.dy, w: r.w, h: r.h }),
        });
    }
    for team in teams.iter().filter_map(|&id| map.team(id)) {
        names.push(team.name.clone());
        let place = map.place(map.style(), team.id);
        edits.push(Edit::AddTeam {
            id: new_teams.get(&team.id).copied(),
            set: again(team, team_names.take(&team.name), &new_functions),
            at: place.map(|place| Spot { x: place.x + with.dx, y: place.y + with.dy }),
        });
    }
    for d in map.dependencies() {
        if let (Some(&provider), Some(&receiver)) = (new_teams.get(&d.provider), new_teams.get(&d.receiver)) {
            let set = DependencyPatch {
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
                custom: d.custom.iter().map(|(k, v)| (k.clone(), Some(v.clone()))).collect(),
            };
            edits.push(Edit::AddDependency { id: None, provider, receiver, set });
        }
    }
    (Edit::Many { edits }, names, with.selection.functions.len())
}

fn again(team: &Team, name: String, functions: &BTreeMap<FunctionId, FunctionId>) -> TeamPatch {
    TeamPatch {
        name: Some(name),
        kind: Some(team.kind),
        function: Some(team.function.map(|id| functions.get(&id).copied().unwrap_or(id))),
        lead: Some(team.lead.clone()),
        people: Some(team.people),
        load: Some(team.load),
        region: Some(team.region.clone()),
        note: Some(team.note.clone()),
        custom: team.custom.iter().map(|(k, v)| (k.clone(), Some(v.clone()))).collect(),
    }
}

fn outer_first<'m>(map: &'m Map, functions: &BTreeSet<FunctionId>) -> Vec<&'m Function> {
    let depth = |function: &Function| {
        std::iter::successors(function.parent, |&id| map.function(id).and_then(|f| f.parent)).count()
    };
    let mut functions: Vec<&Function> = functions.iter().filter_map(|&id| map.function(id)).collect();
    functions.sort_by_key(|function| depth(function));
    functions
}

/// Names that nobody has: "Content 2", "Content 3".
struct FreeNames<F> {
    taken: F,
    given: BTreeSet<String>,
}

impl<F: Fn(&str) -> bool> FreeNames<F> {
    fn new(taken: F) -> Self {
        Self { taken, given: BTreeSet::new() }
    }

    fn take(&mut self, text: &str) -> String {
        let base = text.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
        let base = if base.is_empty() { text } else { base };
        // A number is always free: there are more numbers than names.
        let mut n = 2u32;
        loop {
            let name = format!("{base} {n}");
            if !(self.taken)(&name) && self.given.insert(name::key(&name)) {
                return name;
            }
            n += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ecosystem::Counted;

    fn map(text: &str) -> Map {
        let incoming = notation::parse(text).0;
        let mut map = Map::named("Test");
        let edit = Edit::Merge { incoming, add_missing: false, skip_bad_rows: false };
        let plan = laying::plan(&map, &edit, &mut Counted::default()).unwrap().plan;
        map.apply(&plan.diff);
        map
    }

    fn selected(map: &Map, teams: &[&str], functions: &[&str]) -> Selection {
        Selection {
            teams: teams.iter().map(|name| map.team_named(name).unwrap().id).collect(),
            functions: functions.iter().map(|name| map.function_named(name).unwrap().id).collect(),
            dependencies: vec![],
        }
    }

    #[test]
    fn a_copy_holds_the_selection_and_what_runs_within_it() {
        let map =
            map("Marketing: Brand, Content\nSales: Field\nBrand -> Content: guide\nContent -> Field: decks");
        let text = notation::write(&part(&map, &selected(&map, &["Brand", "Content"], &[])));
        assert_eq!(text, "Marketing: Brand, Content\nBrand -> Content: guide\n");
        let text = notation::write(&part(&map, &selected(&map, &[], &["Sales"])));
        assert_eq!(text, "Sales: Field\n");
    }

    #[test]
    fn a_function_is_duplicated_with_its_teams_and_what_runs_between_them() {
        let mut map = map("Marketing: Brand, Content\nBrand -> Content: guide (slowing, weekly)");
        let with = Duplicate { selection: selected(&map, &[], &["Marketing"]), dx: 40.0, dy: 40.0 };
        let (edit, ..) = twice(&map, &with, &mut Counted(1000));
        let plan = laying::plan(&map, &edit, &mut Counted(2000)).unwrap().plan;
        map.apply(&plan.diff);
        assert_eq!(map.check(), Vec::<String>::new());
        let text = notation::write(&map);
        assert!(text.contains("Marketing 2: Brand 2, Content 2"), "{text}");
        assert!(text.contains("Brand 2 -> Content 2: guide (slowing, weekly)"), "{text}");
    }

    #[test]
    fn a_copy_of_a_copy_counts_on() {
        let mut names = FreeNames::new(|text| text == "Content 2");
        assert_eq!(names.take("Content 2"), "Content 3");
        assert_eq!(names.take("Content"), "Content 4");
        assert_eq!(names.take("2030"), "2030 2");
    }
}
