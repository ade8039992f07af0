//! What the window asks about a map's records: the outline, the inspector's details, search. Nothing here changes
//! or computes anything slow.

use std::collections::BTreeSet;

use ecosystem::{Dependency, FunctionId, Map, Team, TeamId, name};

use crate::protocol::{Details, Hit, Outline, OutlineFunction, OutlineTeam, Search, Selection};

/// The most hits that a search answers.
const MOST_HITS: usize = 200;
/// The most dependencies that the inspector lists beside a selection.
const MOST_TIES: usize = 1000;

/// Every name on the map.
pub(crate) fn outline(map: &Map, revision: u32) -> Outline {
    Outline {
        revision: f64::from(revision),
        functions: map.functions().map(|function| outline_function(map, function)).collect(),
        teams: map.teams().map(|team| outline_team(map, team)).collect(),
    }
}

fn outline_function(map: &Map, function: &ecosystem::Function) -> OutlineFunction {
    let room = map.room(map.style(), function.id);
    OutlineFunction {
        id: function.id,
        name: function.name.clone(),
        parent: function.parent,
        hue: function.hue,
        collapsed: room.is_some_and(|room| room.collapsed),
        locked: room.is_some_and(|room| room.locked),
    }
}

fn outline_team(map: &Map, team: &Team) -> OutlineTeam {
    OutlineTeam {
        id: team.id,
        name: team.name.clone(),
        kind: team.kind,
        function: team.function,
        pinned: map.place(map.style(), team.id).is_some_and(|place| place.pinned),
    }
}

/// The records of a selection, the dependencies at its teams, and all names that occur in them.
pub(crate) fn details(map: &Map, revision: u32, selection: &Selection) -> Details {
    let teams: Vec<Team> = selection.teams.iter().filter_map(|&id| map.team(id).cloned()).collect();
    let dependencies: Vec<Dependency> =
        selection.dependencies.iter().filter_map(|&id| map.dependency(id).cloned()).collect();
    let mut seen = BTreeSet::new();
    let ties: Vec<Dependency> = teams
        .iter()
        .flat_map(|team| map.received_by(team.id).chain(map.provided_by(team.id)))
        .filter(|dependency| seen.insert(dependency.id))
        .take(MOST_TIES)
        .cloned()
        .collect();
    let mentioned: BTreeSet<TeamId> = (dependencies.iter().chain(&ties))
        .flat_map(|dependency| [dependency.provider, dependency.receiver])
        .chain(teams.iter().map(|team| team.id))
        .collect();
    Details {
        revision: f64::from(revision),
        functions: selection.functions.iter().filter_map(|&id| map.function(id).cloned()).collect(),
        names: mentioned.into_iter().filter_map(|id| map.team(id)).map(|t| outline_team(map, t)).collect(),
        teams,
        dependencies,
        ties,
    }
}

/// Finds teams, functions and dependencies whose name holds every word that is typed, in any order. Best first:
/// names that are the text, then those that begin with it, then those with a word that does, then the rest.
pub(crate) fn search(map: &Map, search: &Search) -> Vec<Hit> {
    let text = name::key(&search.text);
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let rank = |label: &str| {
        let label = name::key(label);
        let holds = words.iter().all(|word| label.contains(word));
        holds.then(|| match () {
            () if label == text => 0u8,
            () if label.starts_with(&text) => 1,
            () if label.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(words[0])) => 2,
            () => 3,
        })
    };
    let functions = map.functions().filter_map(|f| {
        let hit = || Hit::Function { id: f.id, name: f.name.clone() };
        Some((rank(&f.name)?, 0u8, hit()))
    });
    let teams = map.teams().filter_map(|t| {
        let hit = || Hit::Team { id: t.id, name: t.name.clone(), within: function_name(map, t.function) };
        Some((rank(&t.name)?, 1, hit()))
    });
    let dependencies = map.dependencies().filter_map(|d| {
        let within = || format!("{} \u{2192} {}", team_name(map, d.provider), team_name(map, d.receiver));
        let hit = || Hit::Dependency { id: d.id, name: d.what.clone(), within: within() };
        Some((rank(&d.what)?, 2, hit()))
    });
    let mut hits: Vec<(u8, u8, Hit)> = functions.chain(teams).chain(dependencies).collect();
    // The sort is stable: equals stay in the order of their age.
    hits.sort_by_key(|&(rank, kind, _)| (rank, kind));
    let limit = (search.limit as usize).min(MOST_HITS);
    hits.into_iter().take(limit).map(|(.., hit)| hit).collect()
}

fn function_name(map: &Map, id: Option<FunctionId>) -> String {
    id.and_then(|id| map.function(id)).map(|function| function.name.clone()).unwrap_or_default()
}

fn team_name(map: &Map, id: TeamId) -> &str {
    map.team(id).map_or("", |team| &team.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ecosystem::{Counted, Edit, notation};

    fn map(text: &str) -> Map {
        let mut map = Map::named("Test");
        let (incoming, refused) = notation::parse(text);
        assert_eq!(refused, []);
        let edit = Edit::Merge { incoming, add_missing: true, skip_bad_rows: false };
        let plan = map.plan(&edit, &mut Counted::default()).unwrap();
        map.apply(&plan.diff);
        map
    }

    fn found(map: &Map, text: &str) -> Vec<String> {
        let hits = search(map, &Search { text: text.to_owned(), limit: 10 });
        hits.into_iter()
            .map(|hit| match hit {
                Hit::Team { name, within, .. } => format!("team {name} in {within}"),
                Hit::Function { name, .. } => format!("function {name}"),
                Hit::Dependency { name, within, .. } => format!("{name}: {within}"),
            })
            .collect()
    }

    #[test]
    fn search_finds_by_any_words_and_puts_the_best_first() {
        let map = map(
            "Sales: Field sales, Sales operations\nMarketing: Content\nContent -> Field sales: sales decks",
        );
        assert_eq!(
            found(&map, "SALES"),
            [
                "function Sales",
                "team Sales operations in Sales",
                "sales decks: Content \u{2192} Field sales",
                "team Field sales in Sales"
            ]
        );
        assert_eq!(found(&map, "sales field"), ["team Field sales in Sales"]);
        assert_eq!(found(&map, "  "), Vec::<String>::new());
    }

    #[test]
    fn details_name_every_team_they_mention() {
        let map =
            map("Sales: Field\nMarketing: Content, Brand\nContent -> Field: decks\nBrand -> Content: guide");
        let content = map.team_named("Content").unwrap().id;
        let selection = Selection { teams: vec![content], ..Selection::default() };
        let details = details(&map, 3, &selection);
        let mut names: Vec<&str> = details.names.iter().map(|team| team.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["Brand", "Content", "Field"]);
        assert_eq!(details.ties.len(), 2);
    }

    #[test]
    fn what_is_gone_is_left_out_of_details() {
        let map = map("A, B\nA -> B: x");
        let gone = Selection { teams: vec![TeamId(uuid::Uuid::nil())], ..Selection::default() };
        assert!(details(&map, 1, &gone).teams.is_empty());
    }
}
