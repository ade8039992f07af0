//! The map as it would be: an overlay of changed records over a map that stays untouched. Edits are written in
//! terms of `put` and `remove`; what they amount to comes out as one [`Diff`]. The cost is that of the change,
//! never that of the map.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;

use foldhash::{HashMap, HashMapExt};

use crate::{
    Dependency, DependencyId, Diff, EditError, Function, FunctionId, Key, Map, Place, Record, Room, Style,
    Team, TeamId, limits, name,
};

pub(crate) struct Planner<'a> {
    pub map: &'a Map,
    /// The records as they would be, in the order in which they were first changed; `None` for removed ones.
    changed: Vec<(Key, Option<Record>)>,
    /// Where in `changed` they are.
    at: HashMap<Key, usize>,
    team_names: HashMap<String, Option<TeamId>>,
    team_keys: HashMap<String, Option<TeamId>>,
    function_names: HashMap<String, Option<FunctionId>>,
    /// Changed dependencies at each team and from team to team, so that look-ups need not search all changes.
    at_team: HashMap<TeamId, Vec<DependencyId>>,
    between: HashMap<(TeamId, TeamId), Vec<DependencyId>>,
    teams: usize,
    functions: usize,
    dependencies: usize,
}

impl<'a> Planner<'a> {
    pub fn on(map: &'a Map) -> Self {
        Self {
            map,
            changed: Vec::new(),
            at: HashMap::new(),
            team_names: HashMap::new(),
            team_keys: HashMap::new(),
            function_names: HashMap::new(),
            at_team: HashMap::new(),
            between: HashMap::new(),
            teams: map.teams().len(),
            functions: map.functions().len(),
            dependencies: map.dependencies().len(),
        }
    }

    /// The record as it would be, if it is changed at all.
    fn changed(&self, key: Key) -> Option<&Option<Record>> {
        self.at.get(&key).map(|&at| &self.changed[at].1)
    }

    fn change(&mut self, key: Key, after: Option<Record>) {
        match self.at.entry(key) {
            Entry::Occupied(at) => self.changed[*at.get()].1 = after,
            Entry::Vacant(at) => {
                at.insert(self.changed.len());
                self.changed.push((key, after));
            }
        }
    }

    fn record(&self, key: Key) -> Option<Record> {
        match self.changed(key) {
            Some(changed) => changed.clone(),
            None => self.map.record(key),
        }
    }

    pub fn has(&self, key: Key) -> bool {
        match self.changed(key) {
            Some(changed) => changed.is_some(),
            None => self.map.has(key),
        }
    }

    pub fn team(&self, id: TeamId) -> Result<Team, EditError> {
        match self.record(Key::Team(id)) {
            Some(Record::Team(team)) => Ok(team),
            _ => Err(EditError::Gone("team")),
        }
    }

    pub fn function(&self, id: FunctionId) -> Result<Function, EditError> {
        match self.record(Key::Function(id)) {
            Some(Record::Function(function)) => Ok(function),
            _ => Err(EditError::Gone("function")),
        }
    }

    pub fn dependency(&self, id: DependencyId) -> Result<Dependency, EditError> {
        match self.record(Key::Dependency(id)) {
            Some(Record::Dependency(dependency)) => Ok(dependency),
            _ => Err(EditError::Gone("dependency")),
        }
    }

    pub fn place(&self, style: Style, team: TeamId) -> Option<Place> {
        match self.record(Key::Place(style, team)) {
            Some(Record::Place(place)) => Some(place),
            _ => None,
        }
    }

    pub fn room(&self, style: Style, function: FunctionId) -> Option<Room> {
        match self.record(Key::Room(style, function)) {
            Some(Record::Room(room)) => Some(room),
            _ => None,
        }
    }

    pub fn team_named(&self, text: &str) -> Option<TeamId> {
        let key = name::key(text);
        match self.team_names.get(&key) {
            Some(changed) => *changed,
            None => self.map.team_named(&key).map(|t| t.id),
        }
    }

    pub fn team_keyed(&self, key: &str) -> Option<TeamId> {
        match self.team_keys.get(key) {
            Some(changed) => *changed,
            None => self.map.team_keyed(key).map(|t| t.id),
        }
    }

    pub fn function_named(&self, text: &str) -> Option<FunctionId> {
        let key = name::key(text);
        match self.function_names.get(&key) {
            Some(changed) => *changed,
            None => self.map.function_named(&key).map(|f| f.id),
        }
    }

    /// The dependencies at a team, as they would be.
    pub fn dependencies_at(&self, team: TeamId) -> Vec<Dependency> {
        let stored = self.map.provided_by(team).chain(self.map.received_by(team)).map(|d| d.id);
        let changed = self.at_team.get(&team).into_iter().flatten().copied();
        let mut ids: Vec<DependencyId> = stored.chain(changed).collect();
        ids.sort_unstable();
        ids.dedup();
        let here = |d: &Dependency| d.provider == team || d.receiver == team;
        ids.into_iter().filter_map(|id| self.dependency(id).ok()).filter(here).collect()
    }

    /// The dependency with these ends and this `what`, as it would be.
    pub fn dependency_like(&self, provider: TeamId, receiver: TeamId, what: &str) -> Option<Dependency> {
        let what = name::key(what);
        let same =
            |d: &Dependency| d.provider == provider && d.receiver == receiver && name::key(&d.what) == what;
        let changed = self.between.get(&(provider, receiver)).into_iter().flatten();
        changed.filter_map(|&id| self.dependency(id).ok()).find(same).or_else(|| {
            let stored = self.map.between(provider, receiver);
            stored.filter(|d| same(d)).find_map(|d| self.dependency(d.id).ok().filter(same))
        })
    }

    pub fn teams_in(&self, function: FunctionId) -> Vec<TeamId> {
        let stored = self.map.teams_in(Some(function)).map(|t| t.id);
        let changed = self.at.keys().filter_map(|key| match key {
            Key::Team(id) => Some(*id),
            _ => None,
        });
        let mut ids: Vec<TeamId> = stored.chain(changed).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|&id| self.team(id).is_ok_and(|t| t.function == Some(function)));
        ids
    }

    /// All functions, as they would be.
    pub fn functions(&self) -> impl Iterator<Item = Function> + '_ {
        let stored = self.map.functions().filter(|f| !self.at.contains_key(&Key::Function(f.id))).cloned();
        let changed = self.changed.iter().filter_map(|(_, record)| match record {
            Some(Record::Function(function)) => Some(function.clone()),
            _ => None,
        });
        stored.chain(changed)
    }

    pub fn functions_in(&self, parent: FunctionId) -> Vec<FunctionId> {
        let stored = self.map.functions_in(Some(parent)).map(|f| f.id);
        let changed = self.at.keys().filter_map(|key| match key {
            Key::Function(id) => Some(*id),
            _ => None,
        });
        let mut ids: Vec<FunctionId> = stored.chain(changed).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|&id| self.function(id).is_ok_and(|f| f.parent == Some(parent)));
        ids
    }

    /// Adds or updates a record, once it keeps the rules.
    pub fn put(&mut self, record: Record) -> Result<(), EditError> {
        match &record {
            Record::Team(team) => self.admit_team(team)?,
            Record::Function(function) => self.admit_function(function)?,
            Record::Dependency(dependency) => self.admit_dependency(dependency)?,
            Record::Border(border) => {
                if border.between.0 == border.between.1 {
                    return Err(EditError::OneFunction);
                }
                self.function(border.between.0)?;
                self.function(border.between.1)?;
            }
            Record::Place(place) => {
                finite("position", &[place.x, place.y])?;
                self.team(place.team)?;
            }
            Record::Room(room) => {
                finite("position", &[room.x, room.y])?;
                if !(room.w > 0.0 && room.h > 0.0 && room.w <= limits::EXTENT && room.h <= limits::EXTENT) {
                    return Err(EditError::BadNumber { field: "size of a room", rule: "above zero" });
                }
                self.function(room.function)?;
            }
            Record::About(about) => {
                short("name of the map", &about.name, name::NAME_LIMIT)?;
                short("note", &about.note, name::NOTE_LIMIT)?;
            }
        }
        self.change(record.key(), Some(record));
        Ok(())
    }

    fn admit_team(&mut self, team: &Team) -> Result<(), EditError> {
        if team.name.is_empty() {
            return Err(EditError::NoName("team"));
        }
        short("name", &team.name, name::NAME_LIMIT)?;
        short("name of the lead", &team.lead, name::NAME_LIMIT)?;
        short("region", &team.region, name::NAME_LIMIT)?;
        short("id", &team.key, name::NAME_LIMIT)?;
        short("note", &team.note, name::NOTE_LIMIT)?;
        custom(&team.custom)?;
        not_negative("number of people", team.people)?;
        not_negative("load", team.load)?;
        if let Some(function) = team.function {
            self.function(function)?;
        }
        if self.team_named(&team.name).is_some_and(|id| id != team.id) {
            return Err(EditError::NameTaken { kind: "team", name: team.name.clone() });
        }
        if !team.key.is_empty() && self.team_keyed(&team.key).is_some_and(|id| id != team.id) {
            return Err(EditError::IdTaken);
        }
        match self.team(team.id) {
            Ok(before) => {
                self.team_names.insert(name::key(&before.name), None);
                self.team_keys.insert(before.key, None);
            }
            Err(_) if self.teams >= limits::TEAMS => {
                return Err(EditError::TooMany { what: "teams", limit: limits::TEAMS });
            }
            Err(_) => self.teams += 1,
        }
        self.team_names.insert(name::key(&team.name), Some(team.id));
        if !team.key.is_empty() {
            self.team_keys.insert(team.key.clone(), Some(team.id));
        }
        Ok(())
    }

    fn admit_function(&mut self, function: &Function) -> Result<(), EditError> {
        if function.name.is_empty() {
            return Err(EditError::NoName("function"));
        }
        short("name", &function.name, name::NAME_LIMIT)?;
        short("note", &function.note, name::NOTE_LIMIT)?;
        custom(&function.custom)?;
        let mut at = function.parent;
        let mut depth = 1;
        while let Some(id) = at {
            if id == function.id {
                return Err(EditError::InsideItself(function.name.clone()));
            }
            depth += 1;
            if depth > limits::DEPTH {
                return Err(EditError::TooDeep(limits::DEPTH));
            }
            at = self.function(id)?.parent;
        }
        if self.function_named(&function.name).is_some_and(|id| id != function.id) {
            return Err(EditError::NameTaken { kind: "function", name: function.name.clone() });
        }
        match self.function(function.id) {
            Ok(before) => drop(self.function_names.insert(name::key(&before.name), None)),
            Err(_) if self.functions >= limits::FUNCTIONS => {
                return Err(EditError::TooMany { what: "functions", limit: limits::FUNCTIONS });
            }
            Err(_) => self.functions += 1,
        }
        self.function_names.insert(name::key(&function.name), Some(function.id));
        Ok(())
    }

    fn admit_dependency(&mut self, d: &Dependency) -> Result<(), EditError> {
        short("name of what is handed over", &d.what, name::NAME_LIMIT)?;
        short("cadence", &d.cadence, name::NAME_LIMIT)?;
        short("channel", &d.channel, name::NAME_LIMIT)?;
        short("expectation", &d.expectation, name::NOTE_LIMIT)?;
        short("agreed quality", &d.agreed, name::NOTE_LIMIT)?;
        short("note", &d.note, name::NOTE_LIMIT)?;
        custom(&d.custom)?;
        not_negative("wait", d.wait)?;
        if !(d.strength > 0.0 && d.strength.is_finite()) {
            return Err(EditError::BadNumber { field: "strength", rule: "above zero" });
        }
        if d.provider == d.receiver {
            return Err(EditError::OnItself);
        }
        if !self.has(Key::Team(d.provider)) || !self.has(Key::Team(d.receiver)) {
            return Err(EditError::Gone("team"));
        }
        if self.dependency_like(d.provider, d.receiver, &d.what).is_some_and(|other| other.id != d.id) {
            let what = match d.what.as_str() {
                "" => "something".to_owned(),
                what => format!("\u{201c}{what}\u{201d}"),
            };
            let (provider, receiver) = (self.team(d.provider)?.name, self.team(d.receiver)?.name);
            return Err(EditError::DependencyTaken { provider, receiver, what });
        }
        if !self.has(Key::Dependency(d.id)) {
            if self.dependencies >= limits::DEPENDENCIES {
                return Err(EditError::TooMany { what: "dependencies", limit: limits::DEPENDENCIES });
            }
            self.dependencies += 1;
        }
        for team in [d.provider, d.receiver] {
            self.at_team.entry(team).or_default().push(d.id);
        }
        self.between.entry((d.provider, d.receiver)).or_default().push(d.id);
        Ok(())
    }

    /// Removes a record with all that cannot be without it: a team's dependencies and places, a function's
    /// borders and rooms. What is inside a function must have moved out before.
    pub fn remove(&mut self, key: Key) {
        if !self.has(key) {
            return;
        }
        match key {
            Key::Team(id) => {
                for dependency in self.dependencies_at(id) {
                    self.remove(Key::Dependency(dependency.id));
                }
                for style in Style::ALL {
                    self.remove(Key::Place(style, id));
                }
                if let Ok(team) = self.team(id) {
                    self.team_names.insert(name::key(&team.name), None);
                    self.team_keys.insert(team.key, None);
                }
                self.teams -= 1;
            }
            Key::Function(id) => {
                let stored = self.map.borders().map(|b| b.between);
                let changed = self.at.keys().filter_map(|key| match key {
                    Key::Border(pair) => Some(*pair),
                    _ => None,
                });
                let borders: Vec<_> = stored.chain(changed).filter(|p| p.0 == id || p.1 == id).collect();
                for pair in borders {
                    self.remove(Key::Border(pair));
                }
                for style in Style::ALL {
                    self.remove(Key::Room(style, id));
                }
                if let Ok(function) = self.function(id) {
                    self.function_names.insert(name::key(&function.name), None);
                }
                self.functions -= 1;
            }
            Key::Dependency(_) => self.dependencies -= 1,
            Key::About | Key::Border(_) | Key::Place(..) | Key::Room(..) => {}
        }
        self.change(key, None);
    }

    /// What all of it amounts to.
    pub fn finish(mut self) -> Diff {
        let mut diff = Diff::default();
        let mut order: Vec<usize> = (0..self.changed.len()).collect();
        order.sort_unstable_by_key(|&at| self.changed[at].0);
        for at in order {
            let (key, after) = &mut self.changed[at];
            match (self.map.record(*key), after.take()) {
                (None, Some(after)) => diff.added.push(after),
                (Some(before), Some(after)) if before != after => diff.updated.push((before, after)),
                (Some(before), None) => diff.removed.push(before),
                _ => {}
            }
        }
        diff.removed.reverse();
        diff
    }
}

fn short(field: &'static str, text: &str, limit: usize) -> Result<(), EditError> {
    // Counting bytes first spares counting the characters of what is short anyway.
    if text.len() > limit && text.chars().count() > limit {
        return Err(EditError::TooLong { field, limit });
    }
    Ok(())
}

fn custom(fields: &BTreeMap<String, String>) -> Result<(), EditError> {
    if fields.len() > limits::CUSTOM_FIELDS {
        return Err(EditError::TooMany {
            what: "fields of your own on one record",
            limit: limits::CUSTOM_FIELDS,
        });
    }
    fields.iter().try_for_each(|(field, value)| {
        short("name of a field", field, name::NAME_LIMIT)?;
        short("value of a field", value, name::NOTE_LIMIT)
    })
}

fn not_negative(field: &'static str, number: Option<f64>) -> Result<(), EditError> {
    match number {
        Some(number) if !(number >= 0.0 && number.is_finite()) => {
            Err(EditError::BadNumber { field, rule: "zero or more" })
        }
        _ => Ok(()),
    }
}

fn finite(field: &'static str, numbers: &[f64]) -> Result<(), EditError> {
    match numbers.iter().all(|n| n.abs() <= limits::EXTENT) {
        true => Ok(()),
        false => Err(EditError::BadNumber { field, rule: "within the drawing" }),
    }
}
