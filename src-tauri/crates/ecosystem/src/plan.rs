//! From what is wanted to what changes: every edit's meaning, written once. Planning decides everything and
//! changes nothing.

use std::collections::BTreeSet;

use foldhash::HashSet;

use crate::planner::Planner;
use crate::{
    Area, Border, CardMove, Choice, Dependency, DependencyId, DependencyPatch, Diff, Edit, EditError,
    Function, FunctionId, FunctionPatch, Ids, Key, Map, Place, Record, Room, RoomMove, Spot, Team, TeamId,
    TeamPatch, label, merge, name,
};

/// A diff with the words that history shows for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What changes; may be empty.
    pub diff: Diff,
    /// What was done: "Delete Content and its 4 dependencies".
    pub label: String,
}

impl Map {
    /// Decides what `edit` changes on this map. The map stays as it is; [`Map::apply`] changes it.
    pub fn plan(&self, edit: &Edit, ids: &mut dyn Ids) -> Result<Plan, EditError> {
        let mut planner = Planner::on(self);
        carry_out(edit, &mut planner, ids)?;
        let diff = planner.finish();
        let label = label::of(self, edit, &diff);
        Ok(Plan { diff, label })
    }

    /// The diff that turns this map into `other`, for going back to a snapshot.
    pub fn towards(&self, other: &Map) -> Diff {
        let mut diff = Diff::default();
        for record in other.records() {
            match self.record(record.key()) {
                None => diff.added.push(record),
                Some(before) if before != record => diff.updated.push((before, record)),
                Some(_) => {}
            }
        }
        let gone = self.records().filter(|record| other.record(record.key()).is_none());
        diff.removed = gone.collect();
        diff.removed.reverse();
        diff
    }
}

fn carry_out(edit: &Edit, p: &mut Planner<'_>, ids: &mut dyn Ids) -> Result<(), EditError> {
    match edit {
        Edit::DescribeMap { name: new_name, note } => {
            let mut about = p.map.about().clone();
            if let Some(text) = new_name {
                about.name = name::line(text);
                if about.name.is_empty() {
                    return Err(EditError::NoName("map"));
                }
            }
            if let Some(text) = note {
                about.note = name::lines(text);
            }
            p.put(Record::About(about))
        }
        Edit::AddTeam { id, set, at } => {
            let id = id.unwrap_or_else(|| TeamId(ids.next()));
            if p.has(Key::Team(id)) {
                return Err(EditError::IdTaken);
            }
            p.put(Record::Team(patch_team(blank_team(id), set)))?;
            match at {
                Some(at) => put_card(p, &CardMove { team: id, x: at.x, y: at.y, function: None }),
                None => Ok(()),
            }
        }
        Edit::UpdateTeams { teams, set } => {
            teams.iter().try_for_each(|&id| p.put(Record::Team(patch_team(p.team(id)?, set))))
        }
        Edit::AddFunction { id, set, teams, functions, room } => {
            let id = id.unwrap_or_else(|| FunctionId(ids.next()));
            if p.has(Key::Function(id)) {
                return Err(EditError::IdTaken);
            }
            let function = Function { hue: next_hue(p), ..blank_function(id) };
            p.put(Record::Function(patch_function(function, set)))?;
            for &team in teams {
                p.put(Record::Team(Team { function: Some(id), ..p.team(team)? }))?;
            }
            for &inner in functions {
                p.put(Record::Function(Function { parent: Some(id), ..p.function(inner)? }))?;
            }
            match room {
                Some(area) => {
                    let Area { x, y, w, h } = *area;
                    put_room(p, &RoomMove { function: id, x, y, w, h, carry: None })
                }
                None => Ok(()),
            }
        }
        Edit::UpdateFunctions { functions, set } => {
            functions.iter().try_for_each(|&id| p.put(Record::Function(patch_function(p.function(id)?, set))))
        }
        Edit::AddDependency { id, provider, receiver, set } => {
            let id = id.unwrap_or_else(|| DependencyId(ids.next()));
            if p.has(Key::Dependency(id)) {
                return Err(EditError::IdTaken);
            }
            p.put(Record::Dependency(patch_dependency(blank_dependency(id, *provider, *receiver), set)))
        }
        Edit::UpdateDependencies { dependencies, set } => dependencies
            .iter()
            .try_for_each(|&id| p.put(Record::Dependency(patch_dependency(p.dependency(id)?, set)))),
        Edit::Relink { dependency, provider, receiver } => {
            let before = p.dependency(*dependency)?;
            p.put(Record::Dependency(Dependency { provider: *provider, receiver: *receiver, ..before }))
        }
        Edit::Delete { teams, functions, dependencies, with_contents } => {
            delete(p, teams, functions, dependencies, *with_contents)
        }
        Edit::Move { cards, rooms } => {
            cards.iter().try_for_each(|card| put_card(p, card))?;
            rooms.iter().try_for_each(|room| put_room(p, room))?;
            rooms.iter().try_for_each(|room| match room.carry {
                Some(by) => carry(p, room.function, by, cards, rooms),
                None => Ok(()),
            })
        }
        Edit::Arrange { style, cards, rooms } => {
            let about = crate::About { style: *style, ..p.map.about().clone() };
            p.put(Record::About(about))?;
            for card in cards {
                let pinned = p.place(*style, card.team).is_some_and(|place| place.pinned);
                let CardMove { team, x, y, .. } = *card;
                p.put(Record::Place(Place { team, style: *style, x, y, pinned }))?;
            }
            for room in rooms {
                let before = p.room(*style, room.function);
                let RoomMove { function, x, y, w, h, .. } = *room;
                let locked = before.as_ref().is_some_and(|r| r.locked);
                let collapsed = before.is_some_and(|r| r.collapsed);
                p.put(Record::Room(Room { function, style: *style, x, y, w, h, locked, collapsed }))?;
            }
            Ok(())
        }
        Edit::Pin { teams, functions, pinned } => {
            let style = p.map.style();
            for &team in teams {
                let place = p.place(style, team).ok_or(EditError::Gone("card"))?;
                p.put(Record::Place(Place { pinned: *pinned, ..place }))?;
            }
            for &function in functions {
                let room = p.room(style, function).ok_or(EditError::Gone("room"))?;
                p.put(Record::Room(Room { locked: *pinned, ..room }))?;
            }
            Ok(())
        }
        Edit::Collapse { functions, collapsed } => {
            let style = p.map.style();
            functions.iter().try_for_each(|&function| {
                let room = p.room(style, function).ok_or(EditError::Gone("room"))?;
                p.put(Record::Room(Room { collapsed: *collapsed, ..room }))
            })
        }
        Edit::SetBorder { between, target } => {
            let between = crate::Pair::of(between.0, between.1);
            match target {
                Some(target) => p.put(Record::Border(Border { between, target: *target })),
                None => {
                    p.remove(Key::Border(between));
                    Ok(())
                }
            }
        }
        Edit::Merge { incoming, add_missing, skip_bad_rows } => {
            let summary = merge::into(p, incoming, &Choice::default(), *add_missing, ids);
            match summary.refused.is_empty() || *skip_bad_rows {
                true => Ok(()),
                false => Err(EditError::Rows(summary.refused)),
            }
        }
        Edit::Many { edits } => edits.iter().try_for_each(|edit| carry_out(edit, p, ids)),
    }
}

fn delete(
    p: &mut Planner<'_>,
    teams: &[TeamId],
    functions: &[FunctionId],
    dependencies: &[DependencyId],
    with_contents: bool,
) -> Result<(), EditError> {
    for &id in dependencies {
        p.dependency(id)?;
        p.remove(Key::Dependency(id));
    }
    for &id in teams {
        p.team(id)?;
        p.remove(Key::Team(id));
    }
    let mut doomed: BTreeSet<FunctionId> = functions.iter().copied().collect();
    for &id in functions {
        p.function(id)?;
    }
    if with_contents {
        let mut open: Vec<FunctionId> = functions.to_vec();
        while let Some(id) = open.pop() {
            for team in p.teams_in(id) {
                p.remove(Key::Team(team));
            }
            let inner = p.functions_in(id);
            open.extend(inner.into_iter().filter(|&inner| doomed.insert(inner)));
        }
    }
    // What stays moves out to the nearest function that stays too.
    for &id in &doomed {
        let mut parent = p.function(id)?.parent;
        while let Some(outer) = parent.filter(|outer| doomed.contains(outer)) {
            parent = p.function(outer)?.parent;
        }
        for team in p.teams_in(id) {
            p.put(Record::Team(Team { function: parent, ..p.team(team)? }))?;
        }
        for inner in p.functions_in(id) {
            if !doomed.contains(&inner) {
                p.put(Record::Function(Function { parent, ..p.function(inner)? }))?;
            }
        }
    }
    for id in doomed {
        p.remove(Key::Function(id));
    }
    Ok(())
}

fn put_card(p: &mut Planner<'_>, card: &CardMove) -> Result<(), EditError> {
    let style = p.map.style();
    let pinned = p.place(style, card.team).is_some_and(|place| place.pinned);
    if let Some(function) = card.function {
        p.put(Record::Team(Team { function, ..p.team(card.team)? }))?;
    }
    p.put(Record::Place(Place { team: card.team, style, x: card.x, y: card.y, pinned }))
}

fn put_room(p: &mut Planner<'_>, room: &RoomMove) -> Result<(), EditError> {
    let style = p.map.style();
    let before = p.room(style, room.function);
    let RoomMove { function, x, y, w, h, .. } = *room;
    let locked = before.as_ref().is_some_and(|r| r.locked);
    let collapsed = before.is_some_and(|r| r.collapsed);
    p.put(Record::Room(Room { function, style, x, y, w, h, locked, collapsed }))
}

/// Moves what lies inside a function by as much as its room went, but for what the edit places itself.
fn carry(
    p: &mut Planner<'_>,
    function: FunctionId,
    by: Spot,
    cards: &[CardMove],
    rooms: &[RoomMove],
) -> Result<(), EditError> {
    let style = p.map.style();
    let named: HashSet<TeamId> = cards.iter().map(|card| card.team).collect();
    let named_rooms: HashSet<FunctionId> = rooms.iter().map(|room| room.function).collect();
    let mut within = vec![function];
    while let Some(outer) = within.pop() {
        for team in p.teams_in(outer).into_iter().filter(|team| !named.contains(team)) {
            if let Some(place) = p.place(style, team) {
                p.put(Record::Place(Place { x: place.x + by.x, y: place.y + by.y, ..place }))?;
            }
        }
        for inner in p.functions_in(outer).into_iter().filter(|inner| !named_rooms.contains(inner)) {
            if let Some(room) = p.room(style, inner) {
                p.put(Record::Room(Room { x: room.x + by.x, y: room.y + by.y, ..room }))?;
            }
            within.push(inner);
        }
    }
    Ok(())
}

/// The palette index that the fewest functions of the map use, the lowest of them.
pub(crate) fn next_hue(p: &Planner<'_>) -> u8 {
    const HUES: usize = 9;
    let mut used = [0usize; HUES];
    p.functions().for_each(|f| used[usize::from(f.hue) % HUES] += 1);
    (0..HUES).min_by_key(|&hue| used[hue]).unwrap_or(0) as u8
}

pub(crate) fn blank_team(id: TeamId) -> Team {
    Team {
        id,
        name: String::new(),
        kind: Default::default(),
        function: None,
        lead: String::new(),
        people: None,
        load: None,
        region: String::new(),
        note: String::new(),
        key: String::new(),
        custom: Default::default(),
    }
}

pub(crate) fn blank_function(id: FunctionId) -> Function {
    Function {
        id,
        name: String::new(),
        parent: None,
        hue: 0,
        note: String::new(),
        custom: Default::default(),
    }
}

pub(crate) fn blank_dependency(id: DependencyId, provider: TeamId, receiver: TeamId) -> Dependency {
    Dependency {
        id,
        provider,
        receiver,
        what: String::new(),
        strength: 1.0,
        provider_health: None,
        receiver_health: None,
        cadence: String::new(),
        channel: String::new(),
        wait: None,
        expectation: String::new(),
        agreed: String::new(),
        review: None,
        note: String::new(),
        custom: Default::default(),
    }
}

/// Sets `field` to what the patch gives, if it gives anything.
fn set<T: Clone>(field: &mut T, given: &Option<T>) {
    if let Some(value) = given {
        *field = value.clone();
    }
}

fn set_line(field: &mut String, given: &Option<String>) {
    if let Some(text) = given {
        *field = name::line(text);
    }
}

fn set_lines(field: &mut String, given: &Option<String>) {
    if let Some(text) = given {
        *field = name::lines(text);
    }
}

type Custom = std::collections::BTreeMap<String, String>;

fn set_custom(fields: &mut Custom, given: &std::collections::BTreeMap<String, Option<String>>) {
    for (field, value) in given {
        let field = name::line(field);
        match value.as_deref().map(name::lines) {
            Some(value) if !value.is_empty() && !field.is_empty() => drop(fields.insert(field, value)),
            _ => drop(fields.remove(&field)),
        }
    }
}

pub(crate) fn patch_team(mut team: Team, patch: &TeamPatch) -> Team {
    set_line(&mut team.name, &patch.name);
    set(&mut team.kind, &patch.kind);
    set(&mut team.function, &patch.function);
    set_line(&mut team.lead, &patch.lead);
    set(&mut team.people, &patch.people);
    set(&mut team.load, &patch.load);
    set_line(&mut team.region, &patch.region);
    set_lines(&mut team.note, &patch.note);
    set_custom(&mut team.custom, &patch.custom);
    team
}

pub(crate) fn patch_function(mut function: Function, patch: &FunctionPatch) -> Function {
    set_line(&mut function.name, &patch.name);
    set(&mut function.parent, &patch.parent);
    set(&mut function.hue, &patch.hue);
    set_lines(&mut function.note, &patch.note);
    set_custom(&mut function.custom, &patch.custom);
    function
}

pub(crate) fn patch_dependency(mut dependency: Dependency, patch: &DependencyPatch) -> Dependency {
    set_line(&mut dependency.what, &patch.what);
    set(&mut dependency.strength, &patch.strength);
    set(&mut dependency.provider_health, &patch.provider_health);
    set(&mut dependency.receiver_health, &patch.receiver_health);
    set_line(&mut dependency.cadence, &patch.cadence);
    set_line(&mut dependency.channel, &patch.channel);
    set(&mut dependency.wait, &patch.wait);
    set_lines(&mut dependency.expectation, &patch.expectation);
    set_lines(&mut dependency.agreed, &patch.agreed);
    set(&mut dependency.review, &patch.review);
    set_lines(&mut dependency.note, &patch.note);
    set_custom(&mut dependency.custom, &patch.custom);
    dependency
}
