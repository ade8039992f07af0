//! One ecosystem: its records, and the graph and the look-ups derived from them. [`Map::apply`] is the only way
//! in; it cannot fail, because [`Map::plan`](crate::Map::plan) has decided everything before.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use petgraph::Direction;
use petgraph::stable_graph::{EdgeIndex, NodeIndex, StableDiGraph};

use crate::{
    About, Border, Dependency, DependencyId, Diff, Function, FunctionId, Key, Pair, Place, Record, Room,
    Style, Team, TeamId, name,
};

/// One ecosystem.
#[derive(Debug, Clone, Default)]
pub struct Map {
    about: About,
    functions: BTreeMap<FunctionId, Function>,
    teams: BTreeMap<TeamId, Team>,
    dependencies: BTreeMap<DependencyId, Dependency>,
    borders: BTreeMap<Pair, Border>,
    places: BTreeMap<(Style, TeamId), Place>,
    rooms: BTreeMap<(Style, FunctionId), Room>,

    // Derived, kept up to date by `put` and `take`.
    graph: StableDiGraph<TeamId, DependencyId>,
    nodes: HashMap<TeamId, NodeIndex>,
    edges: HashMap<DependencyId, EdgeIndex>,
    team_names: HashMap<String, TeamId>,
    team_keys: HashMap<String, TeamId>,
    function_names: HashMap<String, FunctionId>,
    members: HashMap<Option<FunctionId>, BTreeSet<TeamId>>,
    children: HashMap<Option<FunctionId>, BTreeSet<FunctionId>>,
}

/// Two maps are equal when their records are.
impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.records().eq(other.records())
    }
}

impl Map {
    /// An empty map of that name.
    pub fn named(name: &str) -> Self {
        Self { about: About { name: name::line(name), ..About::default() }, ..Self::default() }
    }

    /// A map with these records. They must belong together; [`Map::check`] tells.
    pub fn of(records: impl IntoIterator<Item = Record>) -> Self {
        let mut map = Self::default();
        let mut records: Vec<Record> = records.into_iter().collect();
        records.sort_by_key(Record::key);
        // A tree is built much faster of what is in order than by putting in one after the other.
        let (mut teams, mut dependencies, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for record in records {
            map.learn(&record);
            match record {
                Record::Team(team) => teams.push((team.id, team)),
                Record::Dependency(dependency) => dependencies.push((dependency.id, dependency)),
                Record::Place(place) => places.push(((place.style, place.team), place)),
                few => map.keep(few),
            }
        }
        map.teams = teams.into_iter().collect();
        map.dependencies = dependencies.into_iter().collect();
        map.places = places.into_iter().collect();
        map
    }

    /// What holds for the whole map.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The style the map is shown in.
    pub fn style(&self) -> Style {
        self.about.style
    }

    /// All functions, oldest first.
    pub fn functions(&self) -> impl ExactSizeIterator<Item = &Function> {
        self.functions.values()
    }

    /// All teams, oldest first.
    pub fn teams(&self) -> impl ExactSizeIterator<Item = &Team> {
        self.teams.values()
    }

    /// All dependencies, oldest first.
    pub fn dependencies(&self) -> impl ExactSizeIterator<Item = &Dependency> {
        self.dependencies.values()
    }

    /// All border targets.
    pub fn borders(&self) -> impl ExactSizeIterator<Item = &Border> {
        self.borders.values()
    }

    /// All places, of all styles.
    pub fn places(&self) -> impl ExactSizeIterator<Item = &Place> {
        self.places.values()
    }

    /// All rooms, of all styles.
    pub fn rooms(&self) -> impl ExactSizeIterator<Item = &Room> {
        self.rooms.values()
    }

    /// Every record, in the order of [`Key`].
    pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
        std::iter::once(Record::About(self.about.clone()))
            .chain(self.functions.values().cloned().map(Record::Function))
            .chain(self.teams.values().cloned().map(Record::Team))
            .chain(self.dependencies.values().cloned().map(Record::Dependency))
            .chain(self.borders.values().cloned().map(Record::Border))
            .chain(self.places.values().cloned().map(Record::Place))
            .chain(self.rooms.values().cloned().map(Record::Room))
    }

    /// The record of that key.
    pub fn record(&self, key: Key) -> Option<Record> {
        Some(match key {
            Key::About => Record::About(self.about.clone()),
            Key::Function(id) => Record::Function(self.functions.get(&id)?.clone()),
            Key::Team(id) => Record::Team(self.teams.get(&id)?.clone()),
            Key::Dependency(id) => Record::Dependency(self.dependencies.get(&id)?.clone()),
            Key::Border(pair) => Record::Border(self.borders.get(&pair)?.clone()),
            Key::Place(style, team) => Record::Place(self.places.get(&(style, team))?.clone()),
            Key::Room(style, function) => Record::Room(self.rooms.get(&(style, function))?.clone()),
        })
    }

    /// Whether there is a record of that key.
    pub fn has(&self, key: Key) -> bool {
        match key {
            Key::About => true,
            Key::Function(id) => self.functions.contains_key(&id),
            Key::Team(id) => self.teams.contains_key(&id),
            Key::Dependency(id) => self.dependencies.contains_key(&id),
            Key::Border(pair) => self.borders.contains_key(&pair),
            Key::Place(style, team) => self.places.contains_key(&(style, team)),
            Key::Room(style, function) => self.rooms.contains_key(&(style, function)),
        }
    }

    /// The function of that id.
    pub fn function(&self, id: FunctionId) -> Option<&Function> {
        self.functions.get(&id)
    }

    /// The team of that id.
    pub fn team(&self, id: TeamId) -> Option<&Team> {
        self.teams.get(&id)
    }

    /// The dependency of that id.
    pub fn dependency(&self, id: DependencyId) -> Option<&Dependency> {
        self.dependencies.get(&id)
    }

    /// What is wanted of that pair.
    pub fn border(&self, pair: Pair) -> Option<&Border> {
        self.borders.get(&pair)
    }

    /// Where the team's card lies in that style.
    pub fn place(&self, style: Style, team: TeamId) -> Option<&Place> {
        self.places.get(&(style, team))
    }

    /// The function's room in that style.
    pub fn room(&self, style: Style, function: FunctionId) -> Option<&Room> {
        self.rooms.get(&(style, function))
    }

    /// The team of that name, however it is written ([`name::key`]).
    pub fn team_named(&self, text: &str) -> Option<&Team> {
        self.teams.get(self.team_names.get(&name::key(text))?)
    }

    /// The team that an import knows by that key.
    pub fn team_keyed(&self, key: &str) -> Option<&Team> {
        self.teams.get(self.team_keys.get(key)?)
    }

    /// The function of that name, however it is written.
    pub fn function_named(&self, text: &str) -> Option<&Function> {
        self.functions.get(self.function_names.get(&name::key(text))?)
    }

    /// The teams directly in that function, or in none, oldest first.
    pub fn teams_in(&self, function: Option<FunctionId>) -> impl Iterator<Item = &Team> {
        self.members.get(&function).into_iter().flatten().filter_map(|id| self.teams.get(id))
    }

    /// The functions directly in that function, or outermost, oldest first.
    pub fn functions_in(&self, parent: Option<FunctionId>) -> impl Iterator<Item = &Function> {
        self.children.get(&parent).into_iter().flatten().filter_map(|id| self.functions.get(id))
    }

    /// The outermost function around `function`.
    pub fn outermost(&self, function: FunctionId) -> FunctionId {
        let mut at = function;
        while let Some(parent) = self.functions.get(&at).and_then(|f| f.parent) {
            at = parent;
        }
        at
    }

    /// The dependencies in which the team is the provider.
    pub fn provided_by(&self, team: TeamId) -> impl Iterator<Item = &Dependency> {
        self.around(team, Direction::Outgoing)
    }

    /// The dependencies in which the team is the receiver.
    pub fn received_by(&self, team: TeamId) -> impl Iterator<Item = &Dependency> {
        self.around(team, Direction::Incoming)
    }

    fn around(&self, team: TeamId, direction: Direction) -> impl Iterator<Item = &Dependency> {
        let edges = self.nodes.get(&team).map(|&node| self.graph.edges_directed(node, direction));
        edges.into_iter().flatten().filter_map(|edge| self.dependencies.get(edge.weight()))
    }

    /// The dependencies from `provider` to `receiver`.
    pub fn between(&self, provider: TeamId, receiver: TeamId) -> impl Iterator<Item = &Dependency> {
        let ends = self.nodes.get(&provider).zip(self.nodes.get(&receiver));
        let edges = ends.map(|(&a, &b)| self.graph.edges_connecting(a, b));
        edges.into_iter().flatten().filter_map(|edge| self.dependencies.get(edge.weight()))
    }

    /// The graph of teams and dependencies, arcs from provider to receiver.
    pub fn graph(&self) -> &StableDiGraph<TeamId, DependencyId> {
        &self.graph
    }

    /// Changes the map. The diff must have been planned on this very state; nothing is checked again.
    pub fn apply(&mut self, diff: &Diff) {
        // All old look-ups go before new ones come (two names may be swapped), and what is new comes before what
        // is changed (a dependency may be relinked to a new team).
        for (before, _) in &diff.updated {
            self.forget(before);
        }
        for record in &diff.removed {
            self.take(record.key());
        }
        for record in &diff.added {
            self.put(record.clone());
        }
        for (_, after) in &diff.updated {
            self.put(after.clone());
        }
    }

    fn put(&mut self, record: Record) {
        self.learn(&record);
        self.keep(record);
    }

    fn keep(&mut self, record: Record) {
        match record {
            Record::About(about) => self.about = about,
            Record::Function(function) => drop(self.functions.insert(function.id, function)),
            Record::Team(team) => drop(self.teams.insert(team.id, team)),
            Record::Dependency(dependency) => drop(self.dependencies.insert(dependency.id, dependency)),
            Record::Border(border) => drop(self.borders.insert(border.between, border)),
            Record::Place(place) => drop(self.places.insert((place.style, place.team), place)),
            Record::Room(room) => drop(self.rooms.insert((room.style, room.function), room)),
        }
    }

    fn take(&mut self, key: Key) {
        let Some(record) = self.record(key) else { return };
        self.forget(&record);
        match key {
            Key::About => self.about = About::default(),
            Key::Function(id) => drop(self.functions.remove(&id)),
            Key::Team(id) => {
                self.teams.remove(&id);
                if let Some(node) = self.nodes.remove(&id) {
                    self.graph.remove_node(node);
                }
            }
            Key::Dependency(id) => drop(self.dependencies.remove(&id)),
            Key::Border(pair) => drop(self.borders.remove(&pair)),
            Key::Place(style, team) => drop(self.places.remove(&(style, team))),
            Key::Room(style, function) => drop(self.rooms.remove(&(style, function))),
        }
    }

    /// Enters the record in the look-ups and the graph.
    fn learn(&mut self, record: &Record) {
        match record {
            Record::Function(f) => {
                self.function_names.insert(name::key(&f.name), f.id);
                self.children.entry(f.parent).or_default().insert(f.id);
            }
            Record::Team(t) => {
                self.team_names.insert(name::key(&t.name), t.id);
                if !t.key.is_empty() {
                    self.team_keys.insert(t.key.clone(), t.id);
                }
                self.members.entry(t.function).or_default().insert(t.id);
                if !self.nodes.contains_key(&t.id) {
                    self.nodes.insert(t.id, self.graph.add_node(t.id));
                }
            }
            Record::Dependency(d) => {
                if let (Some(&provider), Some(&receiver)) =
                    (self.nodes.get(&d.provider), self.nodes.get(&d.receiver))
                {
                    self.edges.insert(d.id, self.graph.add_edge(provider, receiver, d.id));
                }
            }
            Record::About(_) | Record::Border(_) | Record::Place(_) | Record::Room(_) => {}
        }
    }

    /// Takes the record out of the look-ups; a team's node stays, since its dependencies hang on it.
    fn forget(&mut self, record: &Record) {
        match record {
            Record::Function(f) => {
                self.function_names.remove(&name::key(&f.name));
                if let Some(children) = self.children.get_mut(&f.parent) {
                    children.remove(&f.id);
                }
            }
            Record::Team(t) => {
                self.team_names.remove(&name::key(&t.name));
                self.team_keys.remove(&t.key);
                if let Some(members) = self.members.get_mut(&t.function) {
                    members.remove(&t.id);
                }
            }
            Record::Dependency(d) => {
                if let Some(edge) = self.edges.remove(&d.id) {
                    self.graph.remove_edge(edge);
                }
            }
            Record::About(_) | Record::Border(_) | Record::Place(_) | Record::Room(_) => {}
        }
    }

    /// Every rule a map must keep, as one sentence for each that is broken. Empty for every map that came about
    /// by [`Map::plan`](crate::Map::plan); a file from elsewhere is checked with it.
    pub fn check(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for f in self.functions.values() {
            if let Some(parent) = f.parent {
                if !self.functions.contains_key(&parent) {
                    wrong.push(format!("The function {} lies in a function that is not there.", f.name));
                }
                let mut at = Some(parent);
                let mut steps = 0;
                while let Some(id) = at {
                    steps += 1;
                    if id == f.id || steps > self.functions.len() {
                        wrong.push(format!("The function {} lies in itself.", f.name));
                        break;
                    }
                    at = self.functions.get(&id).and_then(|f| f.parent);
                }
            }
            if self.function_names.get(&name::key(&f.name)) != Some(&f.id) {
                wrong.push(format!("Two functions are called {}.", f.name));
            }
        }
        for t in self.teams.values() {
            if t.function.is_some_and(|f| !self.functions.contains_key(&f)) {
                wrong.push(format!("The team {} belongs to a function that is not there.", t.name));
            }
            if self.team_names.get(&name::key(&t.name)) != Some(&t.id) {
                wrong.push(format!("Two teams are called {}.", t.name));
            }
            if !t.key.is_empty() && self.team_keys.get(&t.key) != Some(&t.id) {
                wrong.push(format!("Two teams have the id {}.", t.key));
            }
        }
        // Words are compared only where two have the same ends.
        let mut between: HashMap<(TeamId, TeamId), &Dependency> =
            HashMap::with_capacity(self.dependencies.len());
        let mut twins = HashSet::new();
        let says = |d: &Dependency| (d.provider, d.receiver, name::key(&d.what));
        for d in self.dependencies.values() {
            if d.provider == d.receiver {
                wrong.push(format!("The dependency {} runs from a team to itself.", d.what));
            }
            if !self.nodes.contains_key(&d.provider) || !self.nodes.contains_key(&d.receiver) {
                wrong.push(format!("The dependency {} has an end that is not there.", d.what));
            }
            if !(d.strength > 0.0 && d.strength.is_finite()) {
                wrong.push(format!("The dependency {} has a strength that is not above zero.", d.what));
            }
            let first = *between.entry((d.provider, d.receiver)).or_insert(d);
            if first.id != d.id {
                twins.insert(says(first));
                if !twins.insert(says(d)) {
                    wrong.push(format!("The dependency {} is there twice.", d.what));
                }
            }
        }
        for b in self.borders.values() {
            let Pair(one, other) = b.between;
            if one >= other || !self.functions.contains_key(&one) || !self.functions.contains_key(&other) {
                wrong.push("A border is not between two functions.".to_owned());
            }
        }
        if self.places.keys().any(|(_, team)| !self.teams.contains_key(team)) {
            wrong.push("A place belongs to a team that is not there.".to_owned());
        }
        if self.rooms.keys().any(|(_, function)| !self.functions.contains_key(function)) {
            wrong.push("A room belongs to a function that is not there.".to_owned());
        }
        if self.graph.node_count() != self.teams.len() || self.graph.edge_count() != self.dependencies.len() {
            wrong.push("The graph and the records differ.".to_owned());
        }
        wrong
    }
}
