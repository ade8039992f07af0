//! What an edit changes, layout included: a team that is new gets a place, one that joins another function moves
//! into its room, and rooms grow around what was put into them. All of it is one diff, so that one undo takes it
//! back whole.

use std::collections::{BTreeMap, BTreeSet};

use ecosystem::{Diff, Edit, EditError, Ids, Key, Map, Plan, Record, Team};

/// A plan with the layout that follows from it.
pub(crate) struct Laid {
    pub plan: Plan,
    /// The map as it would be, where the layout had to be found on it.
    pub after: Option<Map>,
}

impl Laid {
    /// The same under another label.
    pub fn called(self, label: impl FnOnce(&str) -> String) -> Self {
        let label = label(&self.plan.label);
        Self { plan: Plan { label, ..self.plan }, ..self }
    }

    /// The map as it would be; `map` is what it was planned on.
    pub fn done_to(self, mut map: Map) -> Map {
        self.after.unwrap_or_else(|| {
            map.apply(&self.plan.diff);
            map
        })
    }
}

impl From<Plan> for Laid {
    fn from(plan: Plan) -> Self {
        Self { plan, after: None }
    }
}

/// By which places are found for what is new; the same map always gets the same ones.
const SEED: u64 = 1;

/// Plans `edit` on `map`, with the layout that follows from it.
pub(crate) fn plan(map: &Map, edit: &Edit, ids: &mut dyn Ids) -> Result<Laid, EditError> {
    let planned = map.plan(edit, ids)?;
    if matches!(edit, Edit::Arrange { .. }) { Ok(planned.into()) } else { lay(map, planned, ids) }
}

/// What is planned, with the layout that follows from it.
pub(crate) fn lay(map: &Map, planned: Plan, ids: &mut dyn Ids) -> Result<Laid, EditError> {
    let Plan { diff, label } = planned;
    if !may_need_layout(&diff) {
        return Ok(Plan { diff, label }.into());
    }
    let uprooted = uprooted(map, &diff);
    let mut after = map.clone();
    after.apply(&diff);
    after.apply(&uprooted);
    let laid = match picture::place_new(&after, SEED).or_else(|| picture::settle(&after)) {
        Some(arrange) => after.plan(&arrange, ids)?.diff,
        None => Diff::default(),
    };
    after.apply(&laid);
    let diff = joined(diff, [uprooted, laid]);
    Ok(Laid { plan: Plan { diff, label }, after: Some(after) })
}

/// Whether something comes, moves, or joins another function. A new name is no reason: its card may be wider, but
/// what it costs to change a name must not depend on the size of the map, and the drawing makes room by itself.
fn may_need_layout(diff: &Diff) -> bool {
    let comes = |record: &Record| {
        matches!(record, Record::Team(_) | Record::Function(_) | Record::Place(_) | Record::Room(_))
    };
    diff.added.iter().any(comes)
        || diff.updated.iter().any(|pair| match pair {
            (Record::Team(before), Record::Team(after)) => before.function != after.function,
            (Record::Function(before), Record::Function(after)) => before.parent != after.parent,
            (Record::Place(_), _) => true,
            (Record::Room(before), Record::Room(after)) => {
                (before.x, before.y, before.w, before.h) != (after.x, after.y, after.w, after.h)
            }
            _ => false,
        })
}

/// Takes the places of teams that have joined a function which has its room elsewhere.
fn uprooted(map: &Map, diff: &Diff) -> Diff {
    let style = map.style();
    let changed: BTreeSet<Key> = diff.keys().collect();
    let is_elsewhere = |before: &Team, after: &Team| {
        let room = after.function.and_then(|function| map.room(style, function));
        let place = map.place(style, after.id).filter(|place| !place.pinned);
        let moved_by_hand = changed.contains(&Key::Place(style, after.id));
        let (Some(room), Some(place), false) = (room, place, moved_by_hand) else { return None };
        let within =
            (room.x..room.x + room.w).contains(&place.x) && (room.y..room.y + room.h).contains(&place.y);
        // Where the room itself changes with the same edit, it is drawn around the card.
        let stays =
            within || before.function == after.function || changed.contains(&Key::Room(style, room.function));
        (!stays).then(|| Record::Place(place.clone()))
    };
    let removed = diff.updated.iter().filter_map(|pair| match pair {
        (Record::Team(before), Record::Team(after)) => is_elsewhere(before, after),
        _ => None,
    });
    Diff { removed: removed.collect(), ..Diff::default() }
}

/// What a diff and those that follow it change together. What only the first one touches, most of a large import,
/// stays as it is.
fn joined(first: Diff, later: [Diff; 2]) -> Diff {
    let again: BTreeSet<Key> = later.iter().flat_map(Diff::keys).collect();
    let is_touched = |record: &Record| again.contains(&record.key());
    let (added_again, added) = first.added.into_iter().partition(is_touched);
    let (removed_again, removed) = first.removed.into_iter().partition(is_touched);
    let (updated_again, updated) = first.updated.into_iter().partition(|(_, after)| is_touched(after));
    let first_again = Diff { added: added_again, updated: updated_again, removed: removed_again };
    let mut diff = Diff { added, updated, removed };

    let mut records: BTreeMap<Key, (Option<Record>, Option<Record>)> = BTreeMap::new();
    for Diff { added, updated, removed } in std::iter::once(first_again).chain(later) {
        for record in removed {
            let key = record.key();
            records.entry(key).or_insert_with(|| (Some(record), None)).1 = None;
        }
        for record in added {
            let key = record.key();
            records.entry(key).or_default().1 = Some(record);
        }
        for (before, after) in updated {
            let key = after.key();
            records.entry(key).or_insert_with(|| (Some(before), None)).1 = Some(after);
        }
    }
    for change in records.into_values() {
        match change {
            (None, Some(after)) => diff.added.push(after),
            (Some(before), Some(after)) if before != after => diff.updated.push((before, after)),
            (Some(before), None) => diff.removed.push(before),
            _ => {}
        }
    }
    // What others refer to comes first; what refers to others goes first.
    diff.added.sort_by_key(Record::key);
    diff.removed.sort_by_key(|record| std::cmp::Reverse(record.key()));
    diff
}

#[cfg(test)]
mod tests {
    use super::*;
    use ecosystem::{CardMove, Counted, FunctionPatch, Style, TeamPatch, notation};

    fn apply(map: &mut Map, edit: &Edit, ids: &mut Counted) -> Diff {
        let before = map.clone();
        let Laid { plan, after } = plan(map, edit, ids).unwrap();
        map.apply(&plan.diff);
        assert!(after.is_none_or(|after| after == *map), "the map as it would be is the map as it is");
        assert_eq!(map.check(), Vec::<String>::new());
        let mut back = map.clone();
        back.apply(&plan.diff.inverse());
        assert_eq!(back, before, "one undo takes it all back");
        plan.diff
    }

    fn map(text: &str, ids: &mut Counted) -> Map {
        let incoming = notation::parse(text).0;
        let mut map = Map::named("Test");
        apply(&mut map, &Edit::Merge { incoming, add_missing: true, skip_bad_rows: false }, ids);
        map
    }

    /// Where the team's card and its function's room are, and whether the card's corner lies in the room.
    fn is_at_home(map: &Map, team: &str) -> bool {
        let team = map.team_named(team).unwrap();
        let place = map.place(Style::Ecosystem, team.id).unwrap();
        let room = map.room(Style::Ecosystem, team.function.unwrap()).unwrap();
        (room.x..room.x + room.w).contains(&place.x) && (room.y..room.y + room.h).contains(&place.y)
    }

    #[test]
    fn what_is_new_gets_a_place_in_the_same_change() {
        let mut ids = Counted::default();
        let mut map = map("Marketing: Brand, Content\nSales: Field", &mut ids);
        assert!(["Brand", "Content", "Field"].iter().all(|team| is_at_home(&map, team)));
        let set = TeamPatch {
            name: Some("Web".into()),
            function: Some(map.function_named("Marketing").map(|f| f.id)),
            ..TeamPatch::default()
        };
        apply(&mut map, &Edit::AddTeam { id: None, set, at: None }, &mut ids);
        assert!(is_at_home(&map, "Web"));
    }

    #[test]
    fn a_team_that_joins_another_function_moves_into_its_room() {
        let mut ids = Counted::default();
        let mut map = map("Marketing: Brand, Content\nSales: Field", &mut ids);
        let sales = map.function_named("Sales").map(|f| f.id);
        let teams = vec![map.team_named("Content").unwrap().id];
        let set = TeamPatch { function: Some(sales), ..TeamPatch::default() };
        apply(&mut map, &Edit::UpdateTeams { teams, set }, &mut ids);
        assert!(is_at_home(&map, "Content"));
    }

    #[test]
    fn a_room_grows_around_a_card_that_is_dragged_to_its_edge() {
        let mut ids = Counted::default();
        let mut map = map("Marketing: Brand, Content", &mut ids);
        let (team, function) =
            (map.team_named("Brand").unwrap().id, map.function_named("Marketing").unwrap().id);
        let room = map.room(Style::Ecosystem, function).unwrap().clone();
        let card = CardMove { team, x: room.x + room.w + 300.0, y: room.y, function: None };
        apply(&mut map, &Edit::Move { cards: vec![card], rooms: vec![] }, &mut ids);
        assert!(is_at_home(&map, "Brand"));
        assert_eq!(map.place(Style::Ecosystem, team).map(|p| p.x), Some(room.x + room.w + 300.0));
    }

    #[test]
    fn what_does_not_touch_the_layout_leaves_it_alone() {
        let mut ids = Counted::default();
        let mut map = map("Marketing: Brand, Content", &mut ids);
        let functions = vec![map.function_named("Marketing").unwrap().id];
        let set = FunctionPatch { note: Some("Hello".into()), ..FunctionPatch::default() };
        let diff = apply(&mut map, &Edit::UpdateFunctions { functions, set }, &mut ids);
        assert_eq!(diff.len(), 1);
    }

    #[test]
    fn joined_diffs_hold_each_record_once() {
        let mut ids = Counted::default();
        let mut map = map("Marketing: Brand, Content\nBrand -> Content: guide", &mut ids);
        let start = map.clone();
        let rename = |map: &Map, from: &str, to: &str| Edit::UpdateTeams {
            teams: vec![map.team_named(from).unwrap().id],
            set: TeamPatch { name: Some(to.into()), ..TeamPatch::default() },
        };
        let steps = [
            rename(&map, "Brand", "B"),
            Edit::Delete {
                teams: vec![map.team_named("Brand").unwrap().id],
                functions: vec![],
                dependencies: vec![],
                with_contents: false,
            },
        ];
        let diffs = steps.map(|step| {
            let diff = map.plan(&step, &mut ids).unwrap().diff;
            map.apply(&diff);
            diff
        });
        let all = joined(Diff::default(), diffs);
        let mut at_once = start;
        at_once.apply(&all);
        assert_eq!(at_once, map);
        assert!(all.updated.is_empty());
    }
}
