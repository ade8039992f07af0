//! Bringing a list into a map: what is known is updated in place, what is new is added, and nothing is ever
//! there twice. Teams are found by the list's id first, then by name; dependencies by provider, receiver and
//! what is handed over. Positions and everything drawn by hand stay.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::choice::{self, Choice, Effect, Item, ItemKind, LISTED};
use crate::incoming::{
    Counts, Incoming, IncomingBorder, IncomingDependency, IncomingFunction, IncomingTeam, Origin, Refusal,
    Summary,
};
use crate::plan::{
    blank_dependency, blank_function, blank_team, next_hue, patch_dependency, patch_function, patch_team,
};
use crate::planner::Planner;
use crate::{
    Border, Dependency, DependencyId, EditError, Function, FunctionId, FunctionPatch, Ids, Key, Map, Pair,
    Place, Plan, Record, Team, TeamId, TeamPatch, label, name,
};

impl Map {
    /// What bringing in what a person wants of a list changes, and what is to be said about it. Rows that break a
    /// rule are left out and listed in the summary; whether they refuse the whole is for the caller to say.
    pub fn plan_merge(
        &self,
        incoming: &Incoming,
        choice: &Choice,
        add_missing: bool,
        ids: &mut dyn Ids,
    ) -> (Plan, Summary) {
        let mut planner = Planner::on(self);
        let summary = into(&mut planner, incoming, choice, add_missing, ids);
        let diff = planner.finish();
        let label = label::of_merge(&diff);
        (Plan { diff, label }, summary)
    }
}

/// Brings `incoming` into the plan. Rows that break a rule are left out and listed in the summary.
pub(crate) fn into(
    planner: &mut Planner<'_>,
    incoming: &Incoming,
    choice: &Choice,
    add_missing: bool,
    ids: &mut dyn Ids,
) -> Summary {
    let mut merge = Merge {
        p: planner,
        ids,
        summary: Summary::default(),
        ends: HashMap::new(),
        listed: HashMap::new(),
        named: HashSet::new(),
        choice,
        add_missing,
    };
    for function in &incoming.functions {
        merge.function(function);
    }
    let names = distinct_names(&incoming.teams);
    for (team, name) in incoming.teams.iter().zip(&names) {
        merge.team(team, name);
    }
    merge.remark_renamed(&incoming.teams, &names);
    merge.dependencies(&incoming.dependencies);
    for border in &incoming.borders {
        merge.border(border);
    }
    if !incoming.teams.is_empty() {
        merge.gone_teams(incoming.teams.iter().any(|team| !name::line(&team.key).is_empty()));
    }
    merge.summary
}

/// Whom a name or id in the list means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    One(TeamId),
    Several,
    /// A new team that is not wanted.
    LeftOut,
}

struct Merge<'p, 'm> {
    p: &'p mut Planner<'m>,
    ids: &'p mut dyn Ids,
    summary: Summary,
    /// The list's own names and ids of teams: ids as they are, names by [`name::key`].
    ends: HashMap<String, End>,
    /// How many items of a kind and effect are listed.
    listed: HashMap<(ItemKind, Effect), usize>,
    /// The teams on the map that the list names.
    named: HashSet<TeamId>,
    choice: &'p Choice,
    add_missing: bool,
}

impl Merge<'_, '_> {
    fn refuse(&mut self, origin: &Origin, column: &str, why: impl ToString) {
        let refusal = Refusal { origin: origin.clone(), column: column.to_owned(), why: why.to_string() };
        self.summary.refused.push(refusal);
    }

    /// Lists what the list does to an item, unless there are too many of its kind already.
    fn list(&mut self, kind: ItemKind, effect: Effect, item: impl FnOnce(&Self) -> Item) {
        let so_far = self.listed.entry((kind, effect)).or_default();
        if *so_far < LISTED {
            *so_far += 1;
            let item = item(self);
            self.summary.items.push(item);
        }
    }

    fn function(&mut self, incoming: &IncomingFunction) {
        let parent = match incoming.parent.as_deref().map(name::line) {
            None => None,
            Some(parent) if parent.is_empty() => Some(None),
            Some(parent) => match self.function_called(&parent, &incoming.origin) {
                Ok(id) => id.map(Some),
                Err(why) => return self.refuse(&incoming.origin, "parent", why),
            },
        };
        let result = self.function_called(&incoming.name, &incoming.origin).and_then(|id| {
            let Some(id) = id else { return Ok(()) };
            let before = self.p.function(id)?;
            let after = patch_function(before.clone(), &FunctionPatch { parent, ..FunctionPatch::default() });
            if before != after { self.p.put(Record::Function(after)) } else { Ok(()) }
        });
        if let Err(why) = result {
            self.refuse(&incoming.origin, "function", why);
        }
    }

    /// The function of that name, which is added where there is none; nothing where it is not wanted.
    fn function_called(&mut self, text: &str, origin: &Origin) -> Result<Option<FunctionId>, EditError> {
        let text = name::line(text);
        if let Some(id) = self.p.function_named(&text) {
            return Ok(Some(id));
        }
        if !self.choice.takes(ItemKind::Function, Effect::New, || text.clone()) {
            return Ok(None);
        }
        let id = FunctionId(self.ids.next());
        let hue = next_hue(self.p);
        self.p.put(Record::Function(Function { name: text.clone(), hue, ..blank_function(id) }))?;
        self.summary.functions.new += 1;
        self.list(ItemKind::Function, Effect::New, |_| new_item(ItemKind::Function, text, origin));
        Ok(Some(id))
    }

    fn team(&mut self, incoming: &IncomingTeam, final_name: &str) {
        if final_name.is_empty() {
            return self.refuse(&incoming.origin, "name", "The team has no name.");
        }
        let key = name::line(&incoming.key);
        let known = self.known(&key, final_name, incoming.function.as_deref());
        let before = known.and_then(|id| self.p.team(id).ok());
        let id = before.as_ref().map_or_else(|| TeamId(self.ids.next()), |team| team.id);
        let mut final_name = final_name.to_owned();
        let renamed = self.p.team_named(&final_name).is_some_and(|other| other != id);
        if renamed {
            final_name = self.free_name(&final_name, incoming.function.as_deref());
        }
        let effect = if before.is_some() { Effect::Changed } else { Effect::New };
        if !self.choice.takes(ItemKind::Team, effect, || final_name.clone()) {
            self.summary.teams.unchanged += u32::from(before.is_some());
            return self.note_ends(incoming, key, before.map_or(End::LeftOut, |_| End::One(id)));
        }
        if renamed {
            let given = name::line(&incoming.name);
            let remark = format!("There is another team called {given}; this one is now {final_name}.");
            self.summary.remarks.push(remark);
        }
        let function = match incoming.function.as_deref().map(name::line) {
            None => None,
            Some(function) if function.is_empty() => Some(None),
            Some(function) => match self.function_called(&function, &incoming.origin) {
                Ok(id) => id.map(Some),
                Err(why) => return self.refuse(&incoming.origin, "function", why),
            },
        };
        let set = TeamPatch { name: Some(final_name), function, ..incoming.set.clone() };
        let mut after = patch_team(before.clone().unwrap_or_else(|| blank_team(id)), &set);
        if !key.is_empty() {
            after.key = key.clone();
        }
        let placed = incoming.at.is_some_and(|_| self.p.place(self.p.map.style(), id).is_none());
        if let Err(why) = self.tally_team(before, after, &incoming.origin) {
            return self.refuse(&incoming.origin, "", why);
        }
        if let Some(at) = incoming.at.filter(|_| placed) {
            let style = self.p.map.style();
            let place = Place { team: id, style, x: at.x, y: at.y, pinned: false };
            if let Err(why) = self.p.put(Record::Place(place)) {
                return self.refuse(&incoming.origin, "x", why);
            }
        }
        self.note_ends(incoming, key, End::One(id));
    }

    /// Remembers whom the row's id and name mean.
    fn note_ends(&mut self, incoming: &IncomingTeam, key: String, meant: End) {
        if let End::One(id) = meant {
            self.named.insert(id);
        }
        if !key.is_empty() {
            self.ends.insert(key, meant);
        }
        let by_name = name::key(&incoming.name);
        self.ends
            .entry(by_name)
            .and_modify(|end| {
                if *end != meant {
                    *end = End::Several;
                }
            })
            .or_insert(meant);
    }

    fn tally_team(&mut self, before: Option<Team>, after: Team, origin: &Origin) -> Result<(), EditError> {
        let put = |team| self.p.put(Record::Team(team));
        let effect = tally(&mut self.summary.teams, before.as_ref(), &after, put)?;
        match (effect, before) {
            (Some(Effect::New), _) => {
                self.list(ItemKind::Team, Effect::New, |_| new_item(ItemKind::Team, after.name, origin));
            }
            (Some(effect), Some(before)) if self.p.map.has(Key::Team(after.id)) => {
                self.list(ItemKind::Team, effect, |merge| {
                    let named = |id| merge.p.function(id).map(|function| function.name).unwrap_or_default();
                    let changes = choice::of_team(&before, &after, named);
                    Item { changes, effect, ..new_item(ItemKind::Team, after.name, origin) }
                });
            }
            _ => {}
        }
        Ok(())
    }

    /// Teams that the list does not name. Where it gives ids, only those that came with one can be gone from it: what
    /// was drawn by hand was never in it.
    fn gone_teams(&mut self, by_id: bool) {
        let map = self.p.map;
        let gone = map.teams().filter(|team| !self.named.contains(&team.id));
        let gone: Vec<&Team> = gone.filter(|team| !by_id || !team.key.is_empty()).collect();
        for team in gone {
            self.summary.teams.gone += 1;
            self.list(ItemKind::Team, Effect::Gone, |_| gone_item(ItemKind::Team, team.name.clone()));
            if self.choice.takes(ItemKind::Team, Effect::Gone, || team.name.clone()) {
                self.p.remove(Key::Team(team.id));
            }
        }
    }

    /// Dependencies between teams that the list names, of which it says nothing.
    fn gone_dependencies(&mut self, seen: &HashSet<DependencyId>) {
        let map = self.p.map;
        let named = |team| self.named.contains(&team);
        let gone = map.dependencies().filter(|d| !seen.contains(&d.id));
        let gone: Vec<&Dependency> = gone.filter(|d| named(d.provider) && named(d.receiver)).collect();
        for dependency in gone {
            self.summary.dependencies.gone += 1;
            let kind = ItemKind::Dependency;
            self.list(kind, Effect::Gone, |merge| gone_item(kind, merge.dependency_name(dependency)));
            if self.choice.takes(kind, Effect::Gone, || self.dependency_name(dependency)) {
                self.p.remove(Key::Dependency(dependency.id));
            }
        }
    }

    fn dependency_name(&self, dependency: &Dependency) -> String {
        let name = |id| self.p.team(id).map(|team| team.name).unwrap_or_default();
        choice::dependency_name(&name(dependency.provider), &name(dependency.receiver), &dependency.what)
    }

    /// The team on the map that a row means, if there is one.
    fn known(&self, key: &str, final_name: &str, function: Option<&str>) -> Option<TeamId> {
        if let Some(id) = (!key.is_empty()).then(|| self.p.team_keyed(key)).flatten() {
            return Some(id);
        }
        let with_function = function.map(|function| format!("{final_name} ({function})"));
        let by_name = with_function.and_then(|name| self.p.team_named(&name));
        let id = self.p.team_named(final_name).or(by_name)?;
        // A team that the list knows under another id is another team of the same name.
        let other = self.p.team(id).ok()?.key;
        (key.is_empty() || other.is_empty() || other == key).then_some(id)
    }

    /// A name nobody has: with the function, then with a number.
    fn free_name(&self, text: &str, function: Option<&str>) -> String {
        let base = match function.map(name::line) {
            Some(function) if !function.is_empty() && !text.ends_with(&format!("({function})")) => {
                format!("{text} ({function})")
            }
            _ => text.to_owned(),
        };
        let numbered = (2u32..).map(|n| format!("{base} {n}"));
        let mut free = std::iter::once(base.clone()).chain(numbered);
        free.find(|name| self.p.team_named(name).is_none()).unwrap_or(base)
    }

    fn remark_renamed(&mut self, teams: &[IncomingTeam], names: &[String]) {
        let mut renamed = BTreeSet::new();
        for (team, name) in teams.iter().zip(names) {
            let given = name::line(&team.name);
            if given != *name && renamed.insert(name::key(&given)) {
                let remark = format!("Several teams are called {given}; each now has its function with it.");
                self.summary.remarks.push(remark);
            }
        }
    }

    fn dependencies(&mut self, incoming: &[IncomingDependency]) {
        // Rows with the same ends and the same `what` are one dependency, their strengths added.
        let mut order: Vec<(TeamId, TeamId, &IncomingDependency, f64, u32)> = Vec::new();
        let mut seen: HashMap<(TeamId, TeamId, String), usize> = HashMap::new();
        for row in incoming {
            let ends = self
                .end(&row.provider, &row.origin, "provider")
                .and_then(|provider| Some((provider, self.end(&row.receiver, &row.origin, "receiver")?)));
            let Some((Some(provider), Some(receiver))) = ends else { continue };
            if provider == receiver {
                self.refuse(&row.origin, "receiver", EditError::OnItself);
                continue;
            }
            let strength = row.set.strength.unwrap_or(1.0);
            let what = name::key(row.set.what.as_deref().unwrap_or_default());
            match seen.get(&(provider, receiver, what.clone())) {
                Some(&at) => {
                    order[at].3 += strength;
                    order[at].4 += 1;
                }
                None => {
                    seen.insert((provider, receiver, what), order.len());
                    order.push((provider, receiver, row, strength, 1));
                }
            }
        }
        let mut listed: HashSet<DependencyId> = HashSet::new();
        for (provider, receiver, row, strength, rows) in order {
            let mut set = row.set.clone();
            if rows > 1 || set.strength.is_some() {
                set.strength = Some(strength);
            }
            let what = name::line(set.what.as_deref().unwrap_or_default());
            let before = self.p.dependency_like(provider, receiver, &what);
            let blank = || blank_dependency(DependencyId(self.ids.next()), provider, receiver);
            let after = patch_dependency(before.clone().unwrap_or_else(blank), &set);
            if before.is_some() {
                listed.insert(after.id);
            }
            let effect = if before.is_some() { Effect::Changed } else { Effect::New };
            if !self.choice.takes(ItemKind::Dependency, effect, || self.dependency_name(&after)) {
                self.summary.dependencies.unchanged += u32::from(before.is_some());
            } else if let Err(why) = self.tally_dependency(before, after, &row.origin) {
                self.refuse(&row.origin, "", why);
            }
        }
        if !incoming.is_empty() {
            self.gone_dependencies(&listed);
        }
    }

    fn tally_dependency(
        &mut self,
        before: Option<Dependency>,
        after: Dependency,
        origin: &Origin,
    ) -> Result<(), EditError> {
        let put = |dependency| self.p.put(Record::Dependency(dependency));
        let Some(effect) = tally(&mut self.summary.dependencies, before.as_ref(), &after, put)? else {
            return Ok(());
        };
        self.list(ItemKind::Dependency, effect, |merge| {
            let changes = before.map(|before| choice::of_dependency(&before, &after)).unwrap_or_default();
            Item { changes, effect, ..new_item(ItemKind::Dependency, merge.dependency_name(&after), origin) }
        });
        Ok(())
    }

    /// The team that an end means; nothing in it where that team is not wanted.
    fn end(&mut self, text: &str, origin: &Origin, column: &str) -> Option<Option<TeamId>> {
        let text = name::line(text);
        if text.is_empty() {
            self.refuse(origin, column, "The team is missing.");
            return None;
        }
        let listed = self.ends.get(&text).copied();
        let found = listed.or_else(|| self.p.team_keyed(&text).map(End::One));
        let found = found.or_else(|| self.ends.get(&name::key(&text)).copied());
        match found.or_else(|| self.p.team_named(&text).map(End::One)) {
            Some(End::One(id)) => {
                self.named.insert(id);
                Some(Some(id))
            }
            Some(End::LeftOut) => Some(None),
            Some(End::Several) => {
                let why =
                    format!("Several teams are called {text}. Use their ids, or write the function with it.");
                self.refuse(origin, column, why);
                None
            }
            None if self.add_missing => {
                if !self.choice.takes(ItemKind::Team, Effect::New, || text.clone()) {
                    return Some(None);
                }
                let id = TeamId(self.ids.next());
                match self.p.put(Record::Team(Team { name: text.clone(), ..blank_team(id) })) {
                    Ok(()) => {
                        self.summary.teams.new += 1;
                        self.list(ItemKind::Team, Effect::New, |_| new_item(ItemKind::Team, text, origin));
                        self.named.insert(id);
                        Some(Some(id))
                    }
                    Err(why) => {
                        self.refuse(origin, column, why);
                        None
                    }
                }
            }
            None => {
                let why =
                    format!("There is no team called {text}. Add it to the team list, or let it be added.");
                self.refuse(origin, column, why);
                None
            }
        }
    }

    fn border(&mut self, incoming: &IncomingBorder) {
        let find = |text: &str| self.p.function_named(text).ok_or_else(|| text.to_owned());
        let ends = find(&incoming.between.0).and_then(|one| Ok((one, find(&incoming.between.1)?)));
        let result = match ends {
            Ok((one, other)) => {
                let border = Border { between: Pair::of(one, other), target: incoming.target };
                self.p.put(Record::Border(border)).map_err(|why| why.to_string())
            }
            Err(missing) => Err(format!("There is no function called {missing}.")),
        };
        if let Err(why) = result {
            self.refuse(&incoming.origin, "border", why);
        }
    }
}

fn tally<T: PartialEq + Clone>(
    counts: &mut Counts,
    before: Option<&T>,
    after: &T,
    put: impl FnOnce(T) -> Result<(), EditError>,
) -> Result<Option<Effect>, EditError> {
    let (count, effect) = match before {
        Some(before) if before == after => {
            counts.unchanged += 1;
            return Ok(None);
        }
        Some(_) => (&mut counts.changed, Effect::Changed),
        None => (&mut counts.new, Effect::New),
    };
    put(after.clone())?;
    *count += 1;
    Ok(Some(effect))
}

fn new_item(kind: ItemKind, name: String, origin: &Origin) -> Item {
    Item { kind, effect: Effect::New, name, changes: Vec::new(), origin: Some(origin.clone()) }
}

fn gone_item(kind: ItemKind, name: String) -> Item {
    Item { kind, effect: Effect::Gone, name, changes: Vec::new(), origin: None }
}

/// The teams' names, with the function appended to those that several teams of the list share. Rows with one
/// name and no ids are one team when their function is the same.
fn distinct_names(teams: &[IncomingTeam]) -> Vec<String> {
    let identity = |team: &IncomingTeam| {
        let key = name::line(&team.key);
        let function = team.function.as_deref().map(name::key).unwrap_or_default();
        if key.is_empty() { (String::new(), function) } else { (key, String::new()) }
    };
    let mut bearers: HashMap<String, BTreeSet<(String, String)>> = HashMap::new();
    for team in teams {
        bearers.entry(name::key(&team.name)).or_default().insert(identity(team));
    }
    let shared = |team: &IncomingTeam| bearers.get(&name::key(&team.name)).is_some_and(|b| b.len() > 1);
    let mut taken: HashMap<String, Vec<(String, String)>> = HashMap::new();
    teams
        .iter()
        .map(|team| {
            let given = name::line(&team.name);
            let function = team.function.as_deref().map(name::line).filter(|f| !f.is_empty());
            let base = match function {
                Some(function) if shared(team) && !given.is_empty() => format!("{given} ({function})"),
                _ => given,
            };
            // Two ids with one name in one function are told apart by a number.
            let bearers = taken.entry(name::key(&base)).or_default();
            let known = bearers.iter().position(|bearer| *bearer == identity(team));
            let nth = known.unwrap_or_else(|| {
                bearers.push(identity(team));
                bearers.len() - 1
            });
            if nth == 0 { base } else { format!("{base} {}", nth + 1) }
        })
        .collect()
}
