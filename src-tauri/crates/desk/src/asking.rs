//! What the window asks about a map's records: the outline, the inspector's details, search. Nothing here changes
//! or computes anything slow.

use std::collections::BTreeSet;

use ecosystem::{Dependency, FunctionId, Map, Team, TeamId, name};

use crate::protocol::{Around, Details, Hit, Outline, OutlineFunction, OutlineTeam, Search, Selection};

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

/// The teams that can be reached from a selection in at most so many steps, whichever way the work runs, with the
/// functions they stand in and the dependencies among them.
pub(crate) fn around(map: &Map, around: &Around) -> Selection {
    let Selection { teams, functions, dependencies } = &around.of;
    let chosen: BTreeSet<FunctionId> = functions.iter().copied().collect();
    let within = |team: &&Team| {
        let up = |id: &FunctionId| map.function(*id).and_then(|function| function.parent);
        std::iter::successors(team.function, up).any(|id| chosen.contains(&id))
    };
    let ends =
        dependencies.iter().filter_map(|&id| map.dependency(id)).flat_map(|d| [d.provider, d.receiver]);
    let named = teams.iter().copied().filter(|&id| map.team(id).is_some());
    let mut edge: Vec<TeamId> = named.chain(ends).collect();
    if !chosen.is_empty() {
        edge.extend(map.teams().filter(within).map(|team| team.id));
    }
    let mut reached: BTreeSet<TeamId> = edge.iter().copied().collect();
    for _ in 0..around.steps {
        let next = |&team: &TeamId| {
            let given = map.provided_by(team).map(|d| d.receiver);
            given.chain(map.received_by(team).map(|d| d.provider))
        };
        edge = edge.iter().flat_map(next).filter(|&team| reached.insert(team)).collect();
        if edge.is_empty() {
            break;
        }
    }
    let among = reached.iter().flat_map(|&team| map.provided_by(team));
    let homes: BTreeSet<FunctionId> = (reached.iter())
        .filter_map(|&id| map.team(id)?.function)
        .flat_map(|home| std::iter::successors(Some(home), |&id| map.function(id)?.parent))
        .collect();
    Selection {
        dependencies: among.filter(|d| reached.contains(&d.receiver)).map(|d| d.id).collect(),
        functions: homes.into_iter().collect(),
        teams: reached.into_iter().collect(),
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

    #[test]
    fn around_a_team_lie_those_it_works_with_whichever_way_the_work_runs() {
        let map = map("Marketing: Content, Brand\nSales: Field\nFinance: Budget\n\
             Content -> Field: decks\nBudget -> Content: money\nBrand -> Budget: plans");
        let id = |name: &str| map.teams().find(|team| team.name == name).map(|team| team.id).unwrap();
        let names = |of: Selection, steps: u32| {
            let found = around(&map, &Around { of, steps });
            let teams: BTreeSet<&str> = found.teams.iter().map(|&id| team_name(&map, id)).collect();
            (teams.into_iter().collect::<Vec<_>>().join(" "), found.functions.len(), found.dependencies.len())
        };
        let content = || Selection { teams: vec![id("Content")], ..Selection::default() };
        assert_eq!(names(content(), 0), ("Content".to_owned(), 1, 0));
        assert_eq!(names(content(), 1), ("Budget Content Field".to_owned(), 3, 2));
        assert_eq!(names(content(), u32::MAX), ("Brand Budget Content Field".to_owned(), 3, 3));
        let sales = map.functions().find(|function| function.name == "Sales").unwrap().id;
        let sales = Selection { functions: vec![sales], ..Selection::default() };
        assert_eq!(names(sales, 1), ("Content Field".to_owned(), 2, 1));
        assert_eq!(names(Selection::default(), 3), (String::new(), 0, 0));
    }
}
