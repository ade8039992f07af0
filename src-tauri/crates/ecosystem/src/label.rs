//! The words that history shows for a change.

use crate::{Dependency, Diff, Edit, Map, Record};

/// What `edit` did to `map`: "Delete Content and its 4 dependencies".
pub(crate) fn of(map: &Map, edit: &Edit, diff: &Diff) -> String {
    match edit {
        Edit::DescribeMap { name: Some(name), .. } => format!("Rename the map to {name}"),
        Edit::DescribeMap { .. } => "Change the map's note".to_owned(),
        Edit::AddTeam { .. } => format!("Add {}", added(diff)),
        Edit::UpdateTeams { set, .. } => match (diff.updated.as_slice(), &set.name) {
            ([(Record::Team(before), Record::Team(after))], Some(_)) if before.name != after.name => {
                format!("Rename {} to {}", before.name, after.name)
            }
            _ => format!("Change {}", updated(map, diff)),
        },
        Edit::AddFunction { .. } => format!("Add {}", added(diff)),
        Edit::UpdateFunctions { set, .. } => match (diff.updated.as_slice(), &set.name) {
            ([(Record::Function(before), Record::Function(after))], Some(_)) if before.name != after.name => {
                format!("Rename {} to {}", before.name, after.name)
            }
            _ => format!("Change {}", updated(map, diff)),
        },
        Edit::AddDependency { .. } => match diff.added.as_slice() {
            [Record::Dependency(dependency)] => format!("Add {}", dependency_words(map, dependency)),
            _ => "Add a dependency".to_owned(),
        },
        Edit::UpdateDependencies { .. } => format!("Change {}", updated(map, diff)),
        Edit::Relink { .. } => format!("Relink {}", updated(map, diff)),
        Edit::Delete { .. } => format!("Delete {}", removed(map, diff)),
        Edit::Move { cards, rooms } => match (cards.as_slice(), rooms.as_slice()) {
            ([card], []) => {
                let name = map.team(card.team).map_or("a team", |t| &t.name);
                format!("Move {name}")
            }
            ([], [room]) => {
                let name = map.function(room.function).map_or("a function", |f| &f.name);
                format!("Move {name}")
            }
            _ => format!("Move {}", both(count(cards.len(), "team"), count(rooms.len(), "function"))),
        },
        Edit::Arrange { .. } => "Tidy the map".to_owned(),
        Edit::Pin { teams, functions, pinned } => {
            let what = both(count(teams.len(), "team"), count(functions.len(), "function"));
            format!("{} {what}", if *pinned { "Pin" } else { "Unpin" })
        }
        Edit::Collapse { functions, collapsed } => {
            let verb = if *collapsed { "Close" } else { "Open" };
            match functions.as_slice() {
                [one] => format!("{verb} {}", map.function(*one).map_or("a function", |f| &f.name)),
                several => format!("{verb} {}", count(several.len(), "function")),
            }
        }
        Edit::SetBorder { between, .. } => {
            let name = |id| map.function(id).map_or("a function", |f| f.name.as_str());
            format!("Say what is wanted between {} and {}", name(between.0), name(between.1))
        }
        Edit::Merge { .. } => of_merge(diff),
        Edit::Many { edits } => match edits.as_slice() {
            [one] => of(map, one, diff),
            _ if !diff.removed.is_empty() && diff.added.is_empty() => {
                format!("Delete {}", removed(map, diff))
            }
            _ if !diff.added.is_empty() => format!("Add {}", added(diff)),
            _ => format!("Change {}", updated(map, diff)),
        },
    }
}

/// What bringing a list in did: "Bring in 3 teams and 5 dependencies, take away 1 team".
pub(crate) fn of_merge(diff: &Diff) -> String {
    let counts = |records: &mut dyn Iterator<Item = &Record>| {
        let (mut teams, mut dependencies) = (0, 0);
        for record in records {
            teams += usize::from(matches!(record, Record::Team(_)));
            dependencies += usize::from(matches!(record, Record::Dependency(_)));
        }
        both(count(teams, "team"), count_dependencies(dependencies))
    };
    let comes = counts(&mut diff.added.iter().chain(diff.updated.iter().map(|(_, after)| after)));
    let goes = counts(&mut diff.removed.iter());
    match (comes.as_str(), goes.as_str()) {
        ("", "") => "Bring in a list".to_owned(),
        (comes, "") => format!("Bring in {comes}"),
        ("", goes) => format!("Bring in a list, take away {goes}"),
        (comes, goes) => format!("Bring in {comes}, take away {goes}"),
    }
}

fn count(n: usize, noun: &str) -> String {
    match n {
        0 => String::new(),
        1 => format!("1 {noun}"),
        n => format!("{n} {noun}s"),
    }
}

fn count_dependencies(n: usize) -> String {
    match n {
        0 => String::new(),
        1 => "1 dependency".to_owned(),
        n => format!("{n} dependencies"),
    }
}

fn both(one: String, other: String) -> String {
    match (one.is_empty(), other.is_empty()) {
        (false, false) => format!("{one} and {other}"),
        (true, _) => other,
        (_, true) => one,
    }
}

fn dependency_words(map: &Map, d: &Dependency) -> String {
    let name = |id| map.team(id).map_or("a team", |t| t.name.as_str());
    let ends = format!("{} \u{2192} {}", name(d.provider), name(d.receiver));
    if d.what.is_empty() { ends } else { format!("{ends}: {}", d.what) }
}

fn added(diff: &Diff) -> String {
    words(diff.added.iter(), None)
}

fn removed(map: &Map, diff: &Diff) -> String {
    words(diff.removed.iter(), Some(map))
}

fn updated(map: &Map, diff: &Diff) -> String {
    words(diff.updated.iter().map(|(_, after)| after), Some(map))
}

/// Teams, functions and dependencies by name where they are one, by number where they are several.
fn words<'a>(records: impl Iterator<Item = &'a Record>, map: Option<&Map>) -> String {
    let (mut teams, mut functions, mut dependencies, mut other) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for record in records {
        match record {
            Record::Team(team) => teams.push(team),
            Record::Function(function) => functions.push(function),
            Record::Dependency(dependency) => dependencies.push(dependency),
            _ => other += 1,
        }
    }
    let named = both(
        match teams.as_slice() {
            [one] => one.name.clone(),
            several => count(several.len(), "team"),
        },
        match functions.as_slice() {
            [one] => one.name.clone(),
            several => count(several.len(), "function"),
        },
    );
    let tied = match (dependencies.as_slice(), named.is_empty(), map) {
        ([], _, _) => String::new(),
        ([one], true, Some(map)) => dependency_words(map, one),
        (several, true, _) => count_dependencies(several.len()),
        (several, false, Some(_)) => format!("its {}", count_dependencies(several.len())),
        (several, false, None) => count_dependencies(several.len()),
    };
    let all = both(named, tied);
    match (all.is_empty(), other) {
        (true, 0) => "nothing".to_owned(),
        (true, _) => "the layout".to_owned(),
        _ => all,
    }
}
