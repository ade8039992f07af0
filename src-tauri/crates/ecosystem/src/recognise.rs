//! Two maps that were made apart, such as last year's list and this year's: what is called the same is the same.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::{DependencyId, FunctionId, Map, Pair, Record, TeamId, name};

impl Map {
    /// This map with the ids of `other` for everything that both have: what has the same id already, else teams by
    /// the id of their list or by name, functions by name, and dependencies between the same teams by what is
    /// handed over. Nothing else changes, and two maps of one origin come back as they are.
    ///
    /// O(records) in time and space.
    #[must_use]
    pub fn recognised_in(&self, other: &Self) -> Self {
        let functions: HashMap<FunctionId, FunctionId> = (self.functions())
            .filter(|own| other.function(own.id).is_none())
            .filter_map(|own| Some((own.id, other.function_named(&own.name)?.id)))
            .filter(|(_, theirs)| self.function(*theirs).is_none())
            .collect();
        let mut taken: HashSet<TeamId> = HashSet::new();
        let teams: HashMap<TeamId, TeamId> = (self.teams())
            .filter(|own| other.team(own.id).is_none())
            .filter_map(|own| {
                let keyed = Some(own.key.as_str()).filter(|key| !key.is_empty());
                let theirs = keyed.and_then(|key| other.team_keyed(key)).or(other.team_named(&own.name))?;
                // One of theirs is one of ours at most.
                (self.team(theirs.id).is_none() && taken.insert(theirs.id)).then_some((own.id, theirs.id))
            })
            .collect();
        let function = |id: FunctionId| functions.get(&id).copied().unwrap_or(id);
        let team = |id: TeamId| teams.get(&id).copied().unwrap_or(id);
        let mut waiting: HashMap<(TeamId, TeamId, String), Vec<DependencyId>> = HashMap::new();
        for theirs in other.dependencies().filter(|theirs| self.dependency(theirs.id).is_none()) {
            let ends = (theirs.provider, theirs.receiver, name::key(&theirs.what));
            waiting.entry(ends).or_default().push(theirs.id);
        }
        waiting.values_mut().for_each(|ids| ids.reverse());
        Self::of(self.records().map(|mut record| {
            match &mut record {
                Record::About(_) => {}
                Record::Function(one) => {
                    (one.id, one.parent) = (function(one.id), one.parent.map(function));
                }
                Record::Team(one) => (one.id, one.function) = (team(one.id), one.function.map(function)),
                Record::Dependency(one) => {
                    (one.provider, one.receiver) = (team(one.provider), team(one.receiver));
                    let ends = (one.provider, one.receiver, name::key(&one.what));
                    let same = other.dependency(one.id).is_none().then(|| waiting.get_mut(&ends)?.pop());
                    one.id = same.flatten().unwrap_or(one.id);
                }
                Record::Border(one) => {
                    one.between = Pair::of(function(one.between.0), function(one.between.1))
                }
                Record::Place(one) => one.team = team(one.team),
                Record::Room(one) => one.function = function(one.function),
            }
            record
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Counted, Edit, Ids, notation};

    fn map(text: &str, ids: &mut dyn Ids) -> Map {
        let mut map = Map::named("Test");
        let (incoming, refused) = notation::parse(text);
        assert_eq!(refused, []);
        let edit = Edit::Merge { incoming, add_missing: true, skip_bad_rows: false };
        let diff = map.plan(&edit, ids).unwrap().diff;
        map.apply(&diff);
        map
    }

    #[test]
    fn what_is_called_the_same_is_the_same() {
        let mut ids = Counted::default();
        let then = map(
            "Marketing: Brand, Content\nSales: Field\nBrand -> Content: rules\nBrand -> Field: decks",
            &mut ids,
        );
        let now = map("Sales: Field, Content\nMarketing: BRAND\nBrand -> Content: rules", &mut ids);
        assert!(then.teams().all(|team| now.team(team.id).is_none()), "made apart");
        let then = then.recognised_in(&now);
        assert_eq!(then.check(), Vec::<String>::new());
        let diff = then.towards(&now);
        let counts = |records: &[Record]| {
            let of = |is: fn(&Record) -> bool| records.iter().filter(|record| is(record)).count();
            (of(|r| matches!(r, Record::Team(_))), of(|r| matches!(r, Record::Dependency(_))))
        };
        // Content has moved, Brand is written otherwise, and the decks are gone.
        assert_eq!((counts(&diff.added), counts(&diff.removed)), ((0, 0), (0, 1)));
        let changed: Vec<Record> = diff.updated.iter().map(|(_, after)| after.clone()).collect();
        assert_eq!(counts(&changed), (2, 0));
    }

    #[test]
    fn a_map_of_the_same_origin_comes_back_as_it_is() {
        let mut ids = Counted::default();
        let now = map("Marketing: Brand, Content\nSales: Field\nBrand -> Content: rules", &mut ids);
        let mut then = now.clone();
        let swap = |name: &str, id| Edit::UpdateTeams {
            teams: vec![id],
            set: crate::TeamPatch { name: Some(name.to_owned()), ..crate::TeamPatch::default() },
        };
        let id = |name: &str| now.team_named(name).unwrap().id;
        for (name, id) in [("Old", id("Brand")), ("Brand", id("Content")), ("Content", id("Brand"))] {
            let diff = then.plan(&swap(name, id), &mut ids).unwrap().diff;
            then.apply(&diff);
        }
        assert_eq!(then.recognised_in(&now), then, "names that were swapped do not mislead");
        assert_eq!(now.recognised_in(&now), now);
        assert_eq!(Map::default().recognised_in(&now), Map::default());
    }
}
