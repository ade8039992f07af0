//! What holds for every map and every sequence of edits.

#![allow(clippy::unwrap_used)]

use ecosystem::{
    CardMove, Counted, Dependency, DependencyPatch, Edit, FunctionPatch, Health, Incoming, Map, Pair,
    RoomMove, Spot, Style, Target, TeamKind, TeamPatch, notation,
};
use proptest::prelude::*;

/// A request for an edit, with indices that are taken modulo what there is.
#[derive(Debug, Clone)]
enum Ask {
    AddTeam(String, Option<usize>, bool),
    RenameTeam(usize, String),
    MoveToFunction(usize, Option<usize>),
    AddFunction(String, Option<usize>),
    Nest(usize, Option<usize>),
    Link(usize, usize, String, f64),
    Rate(usize, Option<Health>, Option<Health>),
    Relink(usize, usize, usize),
    Delete(usize, usize, usize, bool),
    MoveCard(usize, f64, f64),
    MoveRoom(usize, f64, f64),
    Arrange(Style),
    Border(usize, usize, Option<Target>),
    Merge(String),
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-F]",
        2 => "[a-z]{1,6}( [a-z:,>()\"|\\[\\]#-]{1,4})?",
        1 => Just("  ".to_owned()),
        1 => any::<String>(),
    ]
}

fn health() -> impl Strategy<Value = Option<Health>> {
    proptest::option::of(prop_oneof![Just(Health::Ok), Just(Health::Slowing), Just(Health::Blocking)])
}

fn ask() -> impl Strategy<Value = Ask> {
    let i = || 0usize..40;
    let o = || proptest::option::of(0usize..40);
    prop_oneof![
        5 => (name(), o(), any::<bool>()).prop_map(|(n, f, at)| Ask::AddTeam(n, f, at)),
        1 => (i(), name()).prop_map(|(t, n)| Ask::RenameTeam(t, n)),
        1 => (i(), o()).prop_map(|(t, f)| Ask::MoveToFunction(t, f)),
        3 => (name(), o()).prop_map(|(n, p)| Ask::AddFunction(n, p)),
        1 => (i(), o()).prop_map(|(f, p)| Ask::Nest(f, p)),
        6 => (i(), i(), name(), -1.0..9.0).prop_map(|(a, b, w, s)| Ask::Link(a, b, w, s)),
        1 => (i(), health(), health()).prop_map(|(d, p, r)| Ask::Rate(d, p, r)),
        1 => (i(), i(), i()).prop_map(|(d, a, b)| Ask::Relink(d, a, b)),
        2 => (i(), i(), i(), any::<bool>()).prop_map(|(t, f, d, with)| Ask::Delete(t, f, d, with)),
        1 => (i(), -1e3..1e3, -1e3..1e3).prop_map(|(t, x, y)| Ask::MoveCard(t, x, y)),
        1 => (i(), -1e3..1e3, -1e3..1e3).prop_map(|(f, x, y)| Ask::MoveRoom(f, x, y)),
        1 => (0usize..4).prop_map(|s| Ask::Arrange(Style::ALL[s])),
        1 => (i(), i(), proptest::option::of(Just(Target::Needed))).prop_map(|(a, b, t)| Ask::Border(a, b, t)),
        1 => "([A-F]: [A-F], [A-F]\n)?([A-F] -> [A-F]: [a-c]\n){0,4}".prop_map(Ask::Merge),
    ]
}

/// The edit that is asked for on this map, if the map has what it takes.
fn edit(map: &Map, ask: &Ask) -> Option<Edit> {
    let team = |i: &usize| map.teams().nth(i % map.teams().len().max(1)).map(|t| t.id);
    let function = |i: &usize| map.functions().nth(i % map.functions().len().max(1)).map(|f| f.id);
    let dependency = |i: &usize| map.dependencies().nth(i % map.dependencies().len().max(1)).map(|d| d.id);
    let within = |i: &Option<usize>| i.as_ref().and_then(function);
    Some(match ask {
        Ask::AddTeam(name, f, at) => Edit::AddTeam {
            id: None,
            set: TeamPatch {
                name: Some(name.clone()),
                function: Some(within(f)),
                kind: Some(if *at { TeamKind::Role } else { TeamKind::Team }),
                ..TeamPatch::default()
            },
            at: at.then_some(Spot { x: 1.0, y: 2.0 }),
        },
        Ask::RenameTeam(t, name) => Edit::UpdateTeams {
            teams: vec![team(t)?],
            set: TeamPatch { name: Some(name.clone()), ..TeamPatch::default() },
        },
        Ask::MoveToFunction(t, f) => Edit::UpdateTeams {
            teams: vec![team(t)?],
            set: TeamPatch { function: Some(within(f)), ..TeamPatch::default() },
        },
        Ask::AddFunction(name, parent) => Edit::AddFunction {
            id: None,
            set: FunctionPatch {
                name: Some(name.clone()),
                parent: Some(within(parent)),
                ..FunctionPatch::default()
            },
            teams: vec![],
            functions: vec![],
            room: None,
        },
        Ask::Nest(f, parent) => Edit::UpdateFunctions {
            functions: vec![function(f)?],
            set: FunctionPatch { parent: Some(within(parent)), ..FunctionPatch::default() },
        },
        Ask::Link(a, b, what, strength) => Edit::AddDependency {
            id: None,
            provider: team(a)?,
            receiver: team(b)?,
            set: DependencyPatch {
                what: Some(what.clone()),
                strength: Some(*strength),
                ..DependencyPatch::default()
            },
        },
        Ask::Rate(d, provider, receiver) => Edit::UpdateDependencies {
            dependencies: vec![dependency(d)?],
            set: DependencyPatch {
                provider_health: Some(*provider),
                receiver_health: Some(*receiver),
                ..DependencyPatch::default()
            },
        },
        Ask::Relink(d, a, b) => {
            Edit::Relink { dependency: dependency(d)?, provider: team(a)?, receiver: team(b)? }
        }
        Ask::Delete(t, f, d, with_contents) => Edit::Delete {
            teams: team(t).into_iter().filter(|_| t % 3 != 0).collect(),
            functions: function(f).into_iter().filter(|_| f % 3 == 0).collect(),
            dependencies: dependency(d).into_iter().filter(|_| d % 3 == 0 && t % 3 == 0).collect(),
            with_contents: *with_contents,
        },
        Ask::MoveCard(t, x, y) => Edit::Move {
            cards: vec![CardMove { team: team(t)?, x: *x, y: *y, function: None }],
            rooms: vec![],
        },
        Ask::MoveRoom(f, x, y) => Edit::Move {
            cards: vec![],
            rooms: vec![RoomMove { function: function(f)?, x: *x, y: *y, w: 10.0, h: 20.0, carry: None }],
        },
        Ask::Arrange(style) => {
            let card = |t: &ecosystem::Team| CardMove { team: t.id, x: 0.0, y: 5.0, function: None };
            Edit::Arrange { style: *style, cards: map.teams().map(card).collect(), rooms: vec![] }
        }
        Ask::Border(a, b, target) => {
            Edit::SetBorder { between: Pair::of(function(a)?, function(b)?), target: *target }
        }
        Ask::Merge(text) => {
            Edit::Merge { incoming: notation::parse(text).0, add_missing: true, skip_bad_rows: true }
        }
    })
}

/// The map that these requests make, calling `each` with every step (before, diff, after).
fn run(asks: &[Ask], each: impl FnMut(&Map, &ecosystem::Diff, &Map)) -> Map {
    run_with(Counted::default(), asks, each)
}

fn run_with(mut ids: Counted, asks: &[Ask], mut each: impl FnMut(&Map, &ecosystem::Diff, &Map)) -> Map {
    let mut map = Map::named("Test");
    for ask in asks {
        let Some(edit) = edit(&map, ask) else { continue };
        if let Ok(plan) = map.plan(&edit, &mut ids) {
            let before = map.clone();
            map.apply(&plan.diff);
            each(&before, &plan.diff, &map);
        }
    }
    map
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn every_plan_keeps_the_rules_and_undoes_itself(asks in proptest::collection::vec(ask(), 0..40)) {
        run(&asks, |before, diff, after| {
            assert_eq!(after.check(), Vec::<String>::new());
            let mut undone = after.clone();
            undone.apply(&diff.inverse());
            assert_eq!(undone.check(), Vec::<String>::new());
            assert!(undone == *before, "undo differs: {diff:?}");
            undone.apply(diff);
            assert!(undone == *after, "redo differs: {diff:?}");
        });
    }

    #[test]
    fn a_map_from_its_records_is_the_same_map(asks in proptest::collection::vec(ask(), 0..40)) {
        let map = run(&asks, |_, _, _| {});
        let again = Map::of(map.records());
        prop_assert!(again == map);
        prop_assert!(again.check().is_empty());
    }

    #[test]
    fn going_to_another_map_arrives_there(
        one in proptest::collection::vec(ask(), 0..30),
        other in proptest::collection::vec(ask(), 0..30),
    ) {
        let (mut one, other) = (run(&one, |_, _, _| {}), run(&other, |_, _, _| {}));
        let diff = one.towards(&other);
        one.apply(&diff);
        prop_assert!(one == other);
        prop_assert!(one.check().is_empty());
    }

    #[test]
    fn what_two_maps_made_apart_call_the_same_becomes_the_same(
        then in proptest::collection::vec(ask(), 0..30),
        now in proptest::collection::vec(ask(), 0..30),
    ) {
        let then = run(&then, |_, _, _| {});
        let now = run_with(Counted(1_000_000), &now, |_, _, _| {});
        let recognised = then.recognised_in(&now);
        prop_assert_eq!(recognised.check(), Vec::<String>::new());
        prop_assert_eq!(recognised.records().count(), then.records().count());
        for team in recognised.teams() {
            let known = now.team_named(&team.name).map(|team| team.id);
            prop_assert!(known.is_none_or(|known| known == team.id), "{}", team.name);
        }
        for function in recognised.functions() {
            let known = now.function_named(&function.name).map(|function| function.id);
            prop_assert!(known.is_none_or(|known| known == function.id), "{}", function.name);
        }
        prop_assert!(recognised.recognised_in(&now) == recognised);
    }

    #[test]
    fn what_is_written_down_is_read_back(asks in proptest::collection::vec(ask(), 0..40)) {
        let map = run(&asks, |_, _, _| {});
        let text = notation::write(&map);
        let (incoming, refused) = notation::parse(&text);
        prop_assert!(refused.is_empty(), "{refused:?}\n{text}");
        let mut read = Map::named("Test");
        let merge = Edit::Merge { incoming: incoming.clone(), add_missing: false, skip_bad_rows: false };
        let plan = read.plan(&merge, &mut Counted::default());
        prop_assert!(plan.is_ok(), "{plan:?}\n{text}");
        read.apply(&plan.unwrap().diff);
        let sorted = |text: &str| text.lines().map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
        prop_assert_eq!(sorted(&notation::write(&read)), sorted(&text));
        // Bringing the same list in again changes nothing.
        let again = read.plan(&merge, &mut Counted(1_000_000)).unwrap();
        prop_assert!(again.diff.is_empty(), "{:?}\n{text}", again.diff);
    }

    #[test]
    fn any_text_can_be_read(text in any::<String>(), lines in "([A-C:,<>|()\\[\\]\"x -]{0,20}\n){0,6}") {
        notation::parse(&text);
        let (incoming, _) = notation::parse(&lines);
        let edit = Edit::Merge { incoming, add_missing: true, skip_bad_rows: true };
        let mut map = Map::default();
        if let Ok(plan) = map.plan(&edit, &mut Counted::default()) {
            map.apply(&plan.diff);
            prop_assert_eq!(map.check(), Vec::<String>::new());
        }
    }
}

fn merged(text: &str) -> Map {
    let (incoming, refused) = notation::parse(text);
    assert_eq!(refused, []);
    let mut map = Map::named("Test");
    let edit = Edit::Merge { incoming, add_missing: true, skip_bad_rows: false };
    let plan = map.plan(&edit, &mut Counted::default()).unwrap();
    map.apply(&plan.diff);
    map
}

#[test]
fn the_notation_says_all_a_map_has_to_say() {
    let text = "\
Marketing: Brand [lead Ana, 4 people, 85% busy, in Lisbon], \"Content, web\", Analyst [role, 1 person]
Marketing > Digital: SEO
HR:
Customers [outside]
HR | Marketing: needed
Brand -> SEO: guidelines (slowing, provider ok, x3, weekly, via e-mail, waits 2 days, review 2026-12-01)
Customers -> Brand
";
    assert_eq!(notation::write(&merged(text)), text);
    let map = merged(text);
    let brand = map.team_named("brand").unwrap().id;
    let seo = map.team_named("SEO").unwrap().id;
    let guidelines: &Dependency = map.between(brand, seo).next().unwrap();
    assert!(guidelines.is_perception_gap());
    assert_eq!(guidelines.strength, 3.0);
}

#[test]
fn a_list_that_names_two_teams_alike_keeps_both() {
    let map = merged("Sales: Operations\nHR: Operations, Payroll");
    let names: Vec<&str> = map.teams().map(|t| t.name.as_str()).collect();
    assert_eq!(names, ["Operations (Sales)", "Operations (HR)", "Payroll"]);
}

#[test]
fn a_row_that_cannot_be_brought_in_says_where_and_why() {
    let map = merged("A, B");
    let (incoming, _) = notation::parse("A -> B: x\nA -> Nobody: y\nB -> B: z");
    let edit = Edit::Merge { incoming, add_missing: false, skip_bad_rows: false };
    let why = map.plan(&edit, &mut Counted(100)).unwrap_err().to_string();
    assert!(
        why.contains("2 rows cannot be imported") && why.contains("row 2") && why.contains("Nobody"),
        "{why}"
    );
}

#[test]
fn deleting_a_team_says_what_goes_with_it() {
    let map = merged("M: A, B, C\nA -> B: x\nB -> A: y\nC -> B: z");
    let b = map.team_named("B").unwrap().id;
    let edit = Edit::Delete { teams: vec![b], functions: vec![], dependencies: vec![], with_contents: false };
    assert_eq!(map.plan(&edit, &mut Counted(100)).unwrap().label, "Delete B and its 3 dependencies");
}

#[test]
fn names_can_be_swapped_in_one_step() {
    let mut map = merged("A, B");
    let (a, b) = (map.team_named("A").unwrap().id, map.team_named("B").unwrap().id);
    let rename = |team, name: &str| Edit::UpdateTeams {
        teams: vec![team],
        set: TeamPatch { name: Some(name.into()), ..TeamPatch::default() },
    };
    let swap = Edit::Many { edits: vec![rename(a, "tmp"), rename(b, "A"), rename(a, "B")] };
    let plan = map.plan(&swap, &mut Counted(100)).unwrap();
    map.apply(&plan.diff);
    assert_eq!(map.team_named("A").unwrap().id, b);
    assert_eq!(map.check(), Vec::<String>::new());
}

#[test]
fn an_empty_list_changes_nothing() {
    let edit = Edit::Merge { incoming: Incoming::default(), add_missing: false, skip_bad_rows: false };
    assert!(Map::default().plan(&edit, &mut Counted::default()).unwrap().diff.is_empty());
}

#[test]
fn a_room_takes_along_what_is_in_it_also_in_inner_rooms() {
    let mut map = merged("M: A, B\nM > Inner: C\nS: D");
    let id = |map: &Map, name: &str| map.team_named(name).unwrap().id;
    let function = |map: &Map, name: &str| map.function_named(name).unwrap().id;
    let at = |map: &Map, name: &str| map.place(Style::Ecosystem, id(map, name)).map(|p| (p.x, p.y));
    let card = |team, x| CardMove { team, x, y: 0.0, function: None };
    let room = |function, x, carry| RoomMove { function, x, y: 0.0, w: 50.0, h: 50.0, carry };
    let go = |map: &mut Map, cards, rooms| {
        let plan = map.plan(&Edit::Move { cards, rooms }, &mut Counted(100)).unwrap();
        map.apply(&plan.diff);
    };
    let cards = ["A", "B", "C", "D"].iter().map(|name| card(id(&map, name), 10.0)).collect();
    let rooms = ["M", "Inner", "S"].iter().map(|name| room(function(&map, name), 0.0, None)).collect();
    go(&mut map, cards, rooms);

    let cards = vec![card(id(&map, "B"), 90.0)];
    let rooms = vec![room(function(&map, "M"), 5.0, Some(Spot { x: 5.0, y: 7.0 }))];
    go(&mut map, cards, rooms);
    assert_eq!(at(&map, "A"), Some((15.0, 7.0)));
    assert_eq!(at(&map, "B"), Some((90.0, 0.0)));
    assert_eq!(at(&map, "C"), Some((15.0, 7.0)));
    assert_eq!(at(&map, "D"), Some((10.0, 0.0)));
    assert_eq!(map.room(Style::Ecosystem, function(&map, "Inner")).map(|r| (r.x, r.y)), Some((5.0, 7.0)));
}
