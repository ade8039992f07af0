//! Lists of people with their managers, as staff systems and chart tools export them. People are rolled up to teams:
//! a person's team where the list names one, else the department, else those who report to one manager. Reporting
//! lines become functions, never dependencies. Names of people stay out unless they are asked for.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ecosystem::{IncomingFunction, IncomingTeam, Origin, TeamPatch, name};

use super::Import;
use super::columns::{Columns, Field};
use super::grid::{Cells, Grid};

/// A row of the list.
struct Person {
    names: Vec<String>,
    shown: String,
    title: String,
    department: String,
    team: String,
    region: String,
    manager: String,
    row: u32,
    /// The manager's number in the list.
    above: Option<usize>,
}

/// Of those who name a manager, the share (0 to 1) whose manager is in the list. Where it is low, the column holds
/// something else.
pub(super) fn hit_rate(grid: &Grid, header: usize, columns: &Columns) -> f64 {
    let people = people(grid, header, columns);
    let named = people.iter().filter(|person| !person.manager.is_empty()).count();
    let found = people.iter().filter(|person| person.above.is_some()).count();
    if named == 0 { 0.0 } else { found as f64 / named as f64 }
}

/// Rolls the list up to teams.
pub(super) fn bring_in(
    grid: &Grid,
    header: usize,
    columns: &Columns,
    file: &str,
    with_names: bool,
    import: &mut Import,
) {
    let mut people = people(grid, header, columns);
    remark_lost(&people, file, import);
    let looped = break_loops(&mut people);
    if looped > 0 {
        import
            .remarks
            .push(format!("{file}: {looped} reporting lines run in a circle; each is cut at one place."));
    }
    let by = if people.iter().any(|person| !person.team.is_empty()) {
        Unit::Team
    } else if people.iter().any(|person| !person.department.is_empty()) {
        Unit::Department
    } else {
        Unit::Manager
    };
    let units: Vec<String> = (0..people.len()).map(|n| unit(&people, n, by, with_names)).collect();
    let mut teams: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, unit) in units.iter().enumerate() {
        teams.entry(name::key(unit)).or_default().push(n);
    }
    let file: Arc<str> = file.into();
    let origin = |n: usize| Origin { file: Arc::clone(&file), row: people[n].row };
    for members in teams.values() {
        let Some(&first) = members.iter().min_by_key(|&&n| (depth(&people, n), n)) else { continue };
        let function = function_of(&people, &units, members, by);
        let regions: std::collections::BTreeSet<&String> =
            members.iter().map(|&n| &people[n].region).filter(|region| !region.is_empty()).collect();
        import.incoming.teams.push(IncomingTeam {
            name: units[first].clone(),
            function: Some(function.clone()).filter(|function| !function.is_empty()),
            set: TeamPatch {
                people: Some(Some(members.len() as f64)),
                lead: Some(people[first].shown.clone()).filter(|lead| with_names && !lead.is_empty()),
                region: (regions.len() == 1).then(|| regions.into_iter().cloned().collect()),
                ..TeamPatch::default()
            },
            origin: origin(first),
            ..IncomingTeam::default()
        });
        if !function.is_empty() {
            import.incoming.functions.push(IncomingFunction {
                name: function,
                parent: None,
                origin: origin(first),
            });
        }
    }
    import.remarks.push(format!(
        "{file}: {} people were rolled up to {} teams{}.",
        people.len(),
        teams.len(),
        if with_names { "" } else { "; their names stay out" }
    ));
}

/// What people are rolled up by.
#[derive(Clone, Copy, PartialEq)]
enum Unit {
    Team,
    Department,
    Manager,
}

fn people(grid: &Grid, header: usize, columns: &Columns) -> Vec<Person> {
    let cell =
        |row: Cells<'_>, field: Field| columns.of(field).map_or_else(String::new, |n| name::line(row.get(n)));
    let mut people: Vec<Person> = grid
        .rows()
        .skip(header + 1)
        .filter(|row| !row.is_blank())
        .map(|row| {
            let (first, last) = (cell(row, Field::FirstName), cell(row, Field::LastName));
            let both = name::line(&format!("{first} {last}"));
            let whole = cell(row, Field::Name);
            let names = [cell(row, Field::Id), cell(row, Field::Email), whole.clone(), both.clone()];
            Person {
                names: names.iter().filter(|text| !text.is_empty()).map(|text| name::key(text)).collect(),
                shown: if whole.is_empty() { both } else { whole },
                title: cell(row, Field::Title),
                department: cell(row, Field::Function),
                team: cell(row, Field::Subfunction),
                region: cell(row, Field::Region),
                manager: cell(row, Field::Manager),
                row: row.number,
                above: None,
            }
        })
        .collect();
    // An id or an e-mail address counts before a name, which two people may share.
    let mut known: HashMap<String, usize> = HashMap::new();
    for (n, person) in people.iter().enumerate() {
        for text in &person.names {
            known.entry(text.clone()).or_insert(n);
        }
    }
    for person in &mut people {
        let key = name::key(&person.manager);
        // The top of the tree is blank, 0, or reports to itself.
        let top = key.is_empty() || key == "0" || person.names.contains(&key);
        if top {
            person.manager.clear();
        } else {
            person.above = known.get(&key).copied();
        }
    }
    people
}

fn remark_lost(people: &[Person], file: &str, import: &mut Import) {
    let lost: Vec<&Person> = people.iter().filter(|p| !p.manager.is_empty() && p.above.is_none()).collect();
    if let Some(first) = lost.first() {
        import.remarks.push(format!(
            "{file}: The managers of {} people are not in the list, the first in row {}; they stand at the top.",
            lost.len(),
            first.row
        ));
    }
}

/// Cuts reporting lines that come back to where they began; gives how many.
fn break_loops(people: &mut [Person]) -> usize {
    let mut cut = 0;
    // 0 not looked at, 1 on the way up now, 2 leads to a top.
    let mut state = vec![0u8; people.len()];
    for start in 0..people.len() {
        let mut way = Vec::new();
        let mut at = start;
        loop {
            match state[at] {
                0 => {
                    state[at] = 1;
                    way.push(at);
                }
                1 => {
                    if let Some(&last) = way.last() {
                        people[last].above = None;
                        cut += 1;
                    }
                    break;
                }
                _ => break,
            }
            match people[at].above {
                Some(above) => at = above,
                None => break,
            }
        }
        way.into_iter().for_each(|n| state[n] = 2);
    }
    cut
}

/// No organisation has more levels; a list that claims more is not followed farther up.
const DEEPEST: usize = 64;

/// The managers above a person, nearest first.
fn line(people: &[Person], n: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(people[n].above, move |&above| people[above].above).take(DEEPEST)
}

fn depth(people: &[Person], n: usize) -> usize {
    line(people, n).count()
}

/// The name of the team that a person belongs to.
fn unit(people: &[Person], n: usize, by: Unit, with_names: bool) -> String {
    let person = &people[n];
    let own = match by {
        Unit::Team => person.team.clone(),
        Unit::Department => person.department.clone(),
        Unit::Manager => String::new(),
    };
    if !own.is_empty() {
        return own;
    }
    // Who has none belongs to the manager's; the top, to itself.
    if by != Unit::Manager {
        let above = line(people, n).find_map(|above| {
            let person = &people[above];
            let text = if by == Unit::Team { &person.team } else { &person.department };
            Some(text.clone()).filter(|text| !text.is_empty())
        });
        return above
            .or_else(|| Some(person.department.clone()).filter(|d| !d.is_empty()))
            .unwrap_or("No team".to_owned());
    }
    let leads = people.iter().any(|other| other.above == Some(n));
    let head = if leads { Some(n) } else { person.above };
    let Some(head) = head.map(|head| &people[head]) else { return "No team".to_owned() };
    match (with_names, head.title.is_empty()) {
        (true, _) if !head.shown.is_empty() => format!("Team of {}", head.shown),
        (_, false) => format!("Team of the {}", head.title),
        _ => format!("Team of row {}", head.row),
    }
}

/// The function of a team: the department, or the team that most of its people's managers belong to.
fn function_of(people: &[Person], units: &[String], members: &[usize], by: Unit) -> String {
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    for &n in members {
        let function = match by {
            Unit::Team => people[n].department.clone(),
            _ => {
                let own = name::key(&units[n]);
                let outside = line(people, n).find(|&above| name::key(&units[above]) != own);
                outside.map_or_else(|| units[n].clone(), |above| units[above].clone())
            }
        };
        if !function.is_empty() {
            *votes.entry(function).or_default() += 1;
        }
    }
    votes
        .into_iter()
        .max_by_key(|(function, count)| (*count, std::cmp::Reverse(function.clone())))
        .map(|(f, _)| f)
        .unwrap_or_default()
}
