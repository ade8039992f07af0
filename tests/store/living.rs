//! Whatever is done, in whatever order: memory, tables and history tell the same.

use ecosystem::{
    CardMove, Counted, DependencyPatch, Edit, FunctionPatch, Health, Map, RoomMove, Style, Target, TeamPatch,
};
use proptest::prelude::*;
use store::{Store, check};

use crate::support::*;

/// One thing done; numbers choose among what is there.
#[derive(Debug, Clone)]
enum Step {
    AddTeam(String),
    AddFunction(String, usize),
    RenameTeam(usize, String),
    Describe(usize, String, Option<f64>),
    MoveInto(usize, usize),
    Nest(usize, usize),
    Connect(usize, usize, String, f64),
    Rate(usize, Option<Health>, Option<f64>),
    Relink(usize, usize, usize),
    Place(usize, f64, f64),
    Room(usize, f64, f64),
    Border(usize, usize, Option<Target>),
    Tidy(Style, f64),
    Pin(usize, bool),
    Swap(usize, usize),
    DeleteTeam(usize),
    DeleteFunction(usize, bool),
    Undo,
    Redo,
    GoBack(usize),
    Snapshot(String),
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let which = 0..50usize;
    let name = || prop_oneof!["[A-Za-z]{1,3}", "\\PC{0,20}", Just("It's \"quoted\"\n<b>\u{202e}".to_owned())];
    let place = || prop_oneof![-1e7..1e7, Just(0.1), Just(-0.0), Just(1e-300)];
    let health = || proptest::option::of(prop_oneof![Just(Health::Ok), Just(Health::Blocking)]);
    let style = prop_oneof![Just(Style::Flow), Just(Style::Rings), Just(Style::Ecosystem)];
    let target = proptest::option::of(prop_oneof![Just(Target::Needed), Just(Target::NotNeeded)]);
    let amount = || prop_oneof![0.0..1e9, Just(1.0 / 3.0), Just(f64::MAX)];
    prop_oneof![
        6 => name().prop_map(Step::AddTeam),
        3 => (name(), which.clone()).prop_map(|(n, t)| Step::AddFunction(n, t)),
        2 => (which.clone(), name()).prop_map(|(t, n)| Step::RenameTeam(t, n)),
        2 => (which.clone(), name(), proptest::option::of(amount())).prop_map(|(t, n, p)| Step::Describe(t, n, p)),
        2 => (which.clone(), which.clone()).prop_map(|(t, f)| Step::MoveInto(t, f)),
        1 => (which.clone(), which.clone()).prop_map(|(f, p)| Step::Nest(f, p)),
        6 => (which.clone(), which.clone(), name(), amount()).prop_map(|(a, b, w, s)| Step::Connect(a, b, w, s)),
        2 => (which.clone(), health(), proptest::option::of(amount())).prop_map(|(d, h, w)| Step::Rate(d, h, w)),
        1 => (which.clone(), which.clone(), which.clone()).prop_map(|(d, a, b)| Step::Relink(d, a, b)),
        2 => (which.clone(), place(), place()).prop_map(|(t, x, y)| Step::Place(t, x, y)),
        1 => (which.clone(), place(), place()).prop_map(|(f, x, y)| Step::Room(f, x, y)),
        1 => (which.clone(), which.clone(), target).prop_map(|(a, b, t)| Step::Border(a, b, t)),
        1 => (style, place()).prop_map(|(s, x)| Step::Tidy(s, x)),
        1 => (which.clone(), any::<bool>()).prop_map(|(t, p)| Step::Pin(t, p)),
        1 => (which.clone(), which.clone()).prop_map(|(a, b)| Step::Swap(a, b)),
        2 => which.clone().prop_map(Step::DeleteTeam),
        1 => (which.clone(), any::<bool>()).prop_map(|(f, all)| Step::DeleteFunction(f, all)),
        4 => Just(Step::Undo),
        3 => Just(Step::Redo),
        1 => which.prop_map(Step::GoBack),
        1 => name().prop_map(Step::Snapshot),
        1 => Just(Step::Reopen),
    ]
}

/// The edit that a step stands for, if there is what it needs.
fn edit(step: &Step, map: &Map) -> Option<Edit> {
    let teams: Vec<_> = map.teams().map(|t| t.id).collect();
    let functions: Vec<_> = map.functions().map(|f| f.id).collect();
    let dependencies: Vec<_> = map.dependencies().map(|d| d.id).collect();
    let team = |n: &usize| (!teams.is_empty()).then(|| teams[n % teams.len()]);
    let function = |n: &usize| (!functions.is_empty()).then(|| functions[n % functions.len()]);
    let dependency = |n: &usize| (!dependencies.is_empty()).then(|| dependencies[n % dependencies.len()]);
    let named = |name: &str| TeamPatch { name: Some(name.to_owned()), ..TeamPatch::default() };
    Some(match step {
        Step::AddTeam(name) => Edit::AddTeam { id: None, set: named(name), at: None },
        Step::AddFunction(name, inside) => Edit::AddFunction {
            id: None,
            set: FunctionPatch { name: Some(name.clone()), ..FunctionPatch::default() },
            teams: team(inside).into_iter().collect(),
            functions: Vec::new(),
            room: None,
        },
        Step::RenameTeam(t, name) => Edit::UpdateTeams { teams: vec![team(t)?], set: named(name) },
        Step::Describe(t, text, people) => Edit::UpdateTeams {
            teams: vec![team(t)?],
            set: TeamPatch {
                note: Some(text.clone()),
                people: Some(*people),
                custom: [(text.clone(), Some(text.clone()))].into(),
                ..TeamPatch::default()
            },
        },
        Step::MoveInto(t, f) => Edit::UpdateTeams {
            teams: vec![team(t)?],
            set: TeamPatch { function: Some(function(f)), ..TeamPatch::default() },
        },
        Step::Nest(f, parent) => Edit::UpdateFunctions {
            functions: vec![function(f)?],
            set: FunctionPatch { parent: Some(function(parent)), ..FunctionPatch::default() },
        },
        Step::Connect(a, b, what, strength) => Edit::AddDependency {
            id: None,
            provider: team(a)?,
            receiver: team(b)?,
            set: DependencyPatch {
                what: Some(what.clone()),
                strength: Some(*strength),
                ..DependencyPatch::default()
            },
        },
        Step::Rate(d, health, wait) => Edit::UpdateDependencies {
            dependencies: vec![dependency(d)?],
            set: DependencyPatch {
                receiver_health: Some(*health),
                wait: Some(*wait),
                review: Some("2027-02-28".parse().ok()),
                ..DependencyPatch::default()
            },
        },
        Step::Relink(d, a, b) => {
            Edit::Relink { dependency: dependency(d)?, provider: team(a)?, receiver: team(b)? }
        }
        Step::Place(t, x, y) => {
            let card = CardMove { team: team(t)?, x: *x, y: *y, function: None };
            Edit::Move { cards: vec![card], rooms: Vec::new() }
        }
        Step::Room(f, x, y) => {
            let room = RoomMove { function: function(f)?, x: *x, y: *y, w: 40.5, h: 1e-3, carry: None };
            Edit::Move { cards: Vec::new(), rooms: vec![room] }
        }
        Step::Border(a, b, target) => {
            Edit::SetBorder { between: ecosystem::Pair(function(a)?, function(b)?), target: *target }
        }
        Step::Tidy(style, x) => Edit::Arrange {
            style: *style,
            cards: teams.iter().map(|&team| CardMove { team, x: *x, y: 0.1, function: None }).collect(),
            rooms: Vec::new(),
        },
        Step::Pin(t, pinned) => Edit::Pin { teams: vec![team(t)?], functions: Vec::new(), pinned: *pinned },
        Step::Swap(a, b) => {
            let (a, b) = (map.team(team(a)?)?, map.team(team(b)?)?);
            let rename = |id, name: &str| Edit::UpdateTeams { teams: vec![id], set: named(name) };
            Edit::Many {
                edits: vec![rename(a.id, "in between"), rename(b.id, &a.name), rename(a.id, &b.name)],
            }
        }
        Step::DeleteTeam(t) => Edit::Delete {
            teams: vec![team(t)?],
            functions: Vec::new(),
            dependencies: Vec::new(),
            with_contents: false,
        },
        Step::DeleteFunction(f, with_contents) => Edit::Delete {
            teams: Vec::new(),
            functions: vec![function(f)?],
            dependencies: Vec::new(),
            with_contents: *with_contents,
        },
        Step::Undo | Step::Redo | Step::GoBack(_) | Step::Snapshot(_) | Step::Reopen => return None,
    })
}

/// The line of undo as one would do it by keeping every state.
struct Line {
    states: Vec<Map>,
    at: usize,
}

impl Line {
    fn push(&mut self, map: &Map) {
        self.states.truncate(self.at + 1);
        self.states.push(map.clone());
        self.at += 1;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn memory_tables_and_history_tell_the_same(steps in prop::collection::vec(step(), 1..45)) {
        let folder = quick_folder();
        let path = folder.path().join("Our map.tiemap");
        let first = Map::named("Our map");
        let mut desk = Desk::new(Store::create(&path, &first, &opening()).unwrap());
        let mut line = Line { states: vec![first.clone()], at: 0 };
        let mut chronicle = vec![first.clone()];
        let mut kept: Vec<(u32, Map)> = Vec::new();
        for step in &steps {
            match step {
                Step::Undo => {
                    prop_assert_eq!(desk.undo().is_some(), line.at > 0);
                    line.at = line.at.saturating_sub(1);
                }
                Step::Redo => {
                    let more = line.at + 1 < line.states.len();
                    prop_assert_eq!(desk.redo().is_some(), more);
                    line.at += usize::from(more);
                }
                Step::GoBack(n) => {
                    let then = n % chronicle.len();
                    let change = desk.store.go_back(&desk.map, then as u32 + 1, "Anna", TEN).unwrap();
                    prop_assert_eq!(change.is_some(), chronicle[then] != desk.map);
                    if let Some(change) = change {
                        desk.map.apply(&change.diff);
                        line.push(&desk.map);
                    }
                    prop_assert_eq!(&desk.map, &chronicle[then]);
                }
                Step::Snapshot(name) => {
                    if let Ok(snapshot) = desk.store.keep_snapshot(name, "Anna", TEN) {
                        kept.push((snapshot.id, desk.map.clone()));
                    }
                }
                Step::Reopen => {
                    let Desk { store, ids, .. } = desk;
                    drop(store);
                    desk = Desk { ids, ..Desk::open(&path) };
                }
                step => {
                    let Some(edit) = edit(step, &desk.map) else { continue };
                    let Ok(plan) = desk.map.plan(&edit, &mut desk.ids) else { continue };
                    if plan.diff.is_empty() {
                        continue;
                    }
                    desk.store.record(&plan.diff, &plan.label, "Anna", TEN).unwrap();
                    desk.map.apply(&plan.diff);
                    line.push(&desk.map);
                }
            }
            if desk.store.revision() as usize > chronicle.len() {
                chronicle.push(desk.map.clone());
            }
            prop_assert_eq!(desk.store.revision() as usize, chronicle.len());
            prop_assert_eq!(&desk.map, &line.states[line.at]);
            prop_assert_eq!(desk.map.check(), Vec::<String>::new());
            prop_assert_eq!(&Store::open_read_only(&path, &opening()).unwrap().1, &desk.map);
            prop_assert_eq!(&desk.store.from_history().unwrap(), &desk.map);
        }
        check(&path).unwrap();
        for (id, map) in kept {
            prop_assert_eq!(desk.store.snapshot(id).unwrap(), map);
        }
        for (n, then) in chronicle.iter().enumerate() {
            prop_assert_eq!(&desk.store.map_at(&desk.map, n as u32 + 1).unwrap(), then);
        }
        while desk.undo().is_some() {}
        prop_assert_eq!(&desk.map, &first);
        while desk.redo().is_some() {}
        prop_assert_eq!(Some(&desk.map), line.states.last());
        check(&path).unwrap();
    }
}

#[test]
fn a_map_with_records_is_a_first_state_like_any_other() {
    let mut ids = Counted(0);
    let mut map = Map::named("Sample");
    for name in ["Brand", "Content"] {
        let plan = map.plan(&add(name), &mut ids).unwrap();
        map.apply(&plan.diff);
    }
    let mut store = Store::in_memory(&map).unwrap();
    assert_eq!(store.undo("", TEN).unwrap(), None);
    assert_eq!(store.from_history().unwrap(), map);
}
