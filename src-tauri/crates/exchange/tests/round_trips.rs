//! What goes out comes back: for each format that holds the model, a map written and read into an empty map is the
//! same map, in what that format can hold.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use ecosystem::{
    About, Border, Counted, Date, Dependency, DependencyId, Edit, Function, FunctionId, Health, Ids, Map,
    Pair, Place, Record, Room, Style, Target, Team, TeamId, TeamKind, Unwatched, name,
};
use exchange::export;
use exchange::import::{ImportOptions, Source, read};
use proptest::prelude::*;

/// Names as hostile as names can be, clean as a map holds them.
fn any_name() -> impl Strategy<Value = String> {
    let nasty = prop_oneof![
        "[a-zA-Z]{1,8}( [a-zA-Z]{1,8})?",
        "[=+@'\"<>&,;:|#>\\-\\[\\]()]{1,6}[a-z]?",
        "\\PC{1,12}",
        Just("=cmd|' /C calc'!A0".to_owned()),
        Just("<script>alert(1)</script>".to_owned()),
        Just("]]>".to_owned()),
        Just("null".to_owned()),
        Just("فريق المنصة".to_owned()),
    ];
    nasty
        .prop_map(|text| name::line(&text))
        .prop_filter("a name says something", |text| !text.is_empty())
        .boxed()
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), any_name()]
}

fn any_note() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        any_name(),
        (any_name(), any_name()).prop_map(|(a, b)| name::lines(&format!("{a}\n\n{b}")))
    ]
}

fn amount() -> impl Strategy<Value = Option<f64>> {
    proptest::option::of((0u32..100_000).prop_map(|n| f64::from(n) / 8.0))
}

fn health() -> impl Strategy<Value = Option<Health>> {
    proptest::option::of(prop_oneof![Just(Health::Ok), Just(Health::Slowing), Just(Health::Blocking)])
}

/// Custom fields by names that mean nothing else.
fn custom() -> impl Strategy<Value = BTreeMap<String, String>> {
    proptest::collection::btree_map("zz[a-z]{0,3}", any_name(), 0..3)
}

prop_compose! {
    fn any_team()(
        name in any_name(), kind in 0..3u8, function in proptest::option::of(0..4usize), lead in any_text(),
        people in amount(), load in amount(), region in any_text(), note in any_note(), key in any_text(),
        custom in custom(), at in proptest::option::of((-5e5..5e5f64, -5e5..5e5f64, any::<bool>())),
    ) -> (Team, Option<usize>, Option<(f64, f64, bool)>) {
        let kind = [TeamKind::Team, TeamKind::Role, TeamKind::OutsideGroup][usize::from(kind)];
        let id = TeamId(Counted::default().next());
        (Team { id, name, kind, function: None, lead, people, load, region, note, key, custom }, function, at)
    }
}

prop_compose! {
    fn any_dependency()(
        provider in 0..9usize, receiver in 0..9usize, what in any_text(), strength in 1u32..10_000,
        provider_health in health(), receiver_health in health(), cadence in any_text(), channel in any_text(),
        wait in amount(), expectation in any_note(), agreed in any_note(), day in proptest::option::of(1u8..28),
        note in any_note(), custom in custom(),
    ) -> (usize, usize, Dependency) {
        let id = Counted::default().next();
        let review = day.and_then(|day| Date::new(2027, 2, day));
        let strength = f64::from(strength) / 16.0;
        (provider, receiver, Dependency {
            id: DependencyId(id), provider: TeamId(id), receiver: TeamId(id), what, strength, provider_health,
            receiver_health, cadence, channel, wait, expectation, agreed, review, note, custom,
        })
    }
}

prop_compose! {
    fn any_map()(
        map_name in any_name(), note in any_note(),
        functions in proptest::collection::vec((any_name(), any_note(), 0..12u8, any::<bool>(), custom()).boxed(), 0..4).boxed(),
        teams in proptest::collection::vec(any_team().boxed(), 1..9).boxed(),
        dependencies in proptest::collection::vec(any_dependency().boxed(), 0..12).boxed(),
        needed in any::<bool>(),
    ) -> Map {
        let mut ids = Counted::default();
        let mut records = vec![Record::About(About { name: map_name, style: Style::Flow, note })];
        let mut function_ids: Vec<FunctionId> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for (name, note, hue, nested, custom) in functions {
            if !seen.insert(name::key(&name)) {
                continue;
            }
            let id = FunctionId(ids.next());
            let parent = function_ids.last().copied().filter(|_| nested);
            records.push(Record::Function(Function { id, name, parent, hue, note, custom }));
            records.push(Record::Room(Room {
                function: id, style: Style::Ecosystem, x: -1.5, y: 2.25, w: 300.0, h: 200.0, locked: nested, collapsed: false,
            }));
            function_ids.push(id);
        }
        if let [one, other, ..] = function_ids.as_slice() {
            let target = if needed { Target::Needed } else { Target::NotNeeded };
            records.push(Record::Border(Border { between: Pair::of(*one, *other), target }));
        }
        let (mut team_ids, mut names, mut keys) = (Vec::new(), std::collections::HashSet::new(), std::collections::HashSet::new());
        for (team, function, at) in teams {
            if !names.insert(name::key(&team.name)) {
                continue;
            }
            // A key that reads like another team's name would make the ends of rows mean two things.
            let key = if keys.insert(team.key.clone()) && !team.key.is_empty() { format!("k{}{}", names.len(), team.key) } else { String::new() };
            let id = TeamId(ids.next());
            let function = function.and_then(|n| function_ids.get(n).copied());
            records.push(Record::Team(Team { id, function, key, ..team }));
            if let Some((x, y, pinned)) = at {
                records.push(Record::Place(Place { team: id, style: Style::Flow, x, y, pinned }));
            }
            team_ids.push(id);
        }
        let mut ends = std::collections::HashSet::new();
        for (provider, receiver, dependency) in dependencies {
            let (Some(&provider), Some(&receiver)) = (team_ids.get(provider), team_ids.get(receiver)) else { continue };
            if provider != receiver && ends.insert((provider, receiver, name::key(&dependency.what))) {
                let id = DependencyId(ids.next());
                records.push(Record::Dependency(Dependency { id, provider, receiver, ..dependency }));
            }
        }
        Map::of(records)
    }
}

/// The map that files give when read into an empty map.
fn reread(files: &[(&str, Vec<u8>)]) -> Map {
    let sources: Vec<Source> =
        files.iter().map(|(name, bytes)| Source { name: (*name).to_owned(), bytes: bytes.clone() }).collect();
    let import = read(&sources, &ImportOptions::default(), &Unwatched).unwrap();
    assert_eq!(import.refused, []);
    if let Some(whole) = import.whole {
        return whole;
    }
    let mut map = Map::named("empty");
    let edit = Edit::Merge { incoming: import.incoming, add_missing: false, skip_bad_rows: false };
    let plan = map.plan(&edit, &mut Counted::default()).unwrap();
    map.apply(&plan.diff);
    map
}

/// What tables hold of a map: everything but layout, borders, and what functions have beside their names.
fn in_tables(map: &Map) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let function = |id: Option<FunctionId>| id.and_then(|id| map.function(id)).map(|f| f.name.clone());
    let team = |id: TeamId| map.team(id).unwrap().name.clone();
    let nobody = TeamId(Counted::default().next());
    let teams = map.teams().map(|t| {
        let plain = Team { id: nobody, function: None, ..t.clone() };
        (t.name.clone(), format!("{:?} {plain:?}", function(t.function)))
    });
    let dependencies = map.dependencies().map(|d| {
        let plain =
            Dependency { id: DependencyId(nobody.0), provider: nobody, receiver: nobody, ..d.clone() };
        (format!("{} > {} > {}", team(d.provider), team(d.receiver), d.what), format!("{plain:?}"))
    });
    (teams.collect(), dependencies.collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_holds_everything(map in any_map()) {
        prop_assert_eq!(map.check(), Vec::<String>::new());
        let back = reread(&[("map.json", export::json::write(&map).unwrap())]);
        prop_assert_eq!(back, map);
    }

    #[test]
    fn two_csv_tables_hold_every_team_and_dependency_with_every_field(map in any_map()) {
        let pair = export::csv::write(&map);
        let back = reread(&[("teams.csv", pair.teams), ("dependencies.csv", pair.dependencies)]);
        prop_assert_eq!(in_tables(&back), in_tables(&map));
    }
}

/// What drawings hold of a map: teams and dependencies with their fields, and how functions nest.
fn in_drawings(map: &Map) -> (BTreeMap<String, String>, BTreeMap<String, String>, Vec<String>) {
    let (teams, dependencies) = in_tables(map);
    let name = |id: FunctionId| map.function(id).unwrap().name.clone();
    let nesting = map.functions().map(|f| format!("{} in {:?}", f.name, f.parent.map(name)));
    let mut nesting: Vec<String> = nesting.collect();
    nesting.sort();
    (teams, dependencies, nesting)
}

/// What differs, for a message one can read.
fn differing<T: PartialEq + std::fmt::Debug>(
    back: (BTreeMap<String, String>, BTreeMap<String, String>, T),
    was: (BTreeMap<String, String>, BTreeMap<String, String>, T),
) -> Vec<String> {
    let mut out = Vec::new();
    for (back, was) in [(&back.0, &was.0), (&back.1, &was.1)] {
        out.extend(
            was.iter()
                .filter(|(key, value)| back.get(*key) != Some(value))
                .map(|(key, value)| format!("was {key}: {value}")),
        );
        out.extend(
            back.iter()
                .filter(|(key, value)| was.get(*key) != Some(value))
                .map(|(key, value)| format!("is {key}: {value}")),
        );
    }
    if back.2 != was.2 {
        out.push(format!("was {:?}, is {:?}", was.2, back.2));
    }
    out
}

fn drawn(map: &Map) -> picture::scene::Scene {
    picture::Drawing::of(map).whole(&picture::WholeOptions::default())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_workbook_holds_every_field_and_how_functions_nest(map in any_map()) {
        let bytes = export::xlsx::write(&map, &[], None).unwrap();
        prop_assert_eq!(differing(in_drawings(&reread(&[("map.xlsx", bytes)])), in_drawings(&map)), Vec::<String>::new());
    }

    #[test]
    fn graphml_holds_every_field_and_how_functions_nest(map in any_map()) {
        let text = export::graphml::write(&map, &drawn(&map), &picture::theme::Theme::light());
        prop_assert_eq!(differing(in_drawings(&reread(&[("map.graphml", text.into_bytes())])), in_drawings(&map)), Vec::<String>::new());
    }

    #[test]
    fn draw_io_holds_every_field_and_how_functions_nest(map in any_map()) {
        let text = export::drawio::write(&map, &drawn(&map), &picture::theme::Theme::light());
        prop_assert_eq!(differing(in_drawings(&reread(&[("map.drawio", text.into_bytes())])), in_drawings(&map)), Vec::<String>::new());
    }

    #[test]
    fn gexf_holds_every_field_of_teams_and_dependencies(map in any_map()) {
        let text = export::gexf::write(&map, &drawn(&map), &picture::theme::Theme::light());
        let (back, was) = (in_tables(&reread(&[("map.gexf", text.into_bytes())])), in_tables(&map));
        prop_assert_eq!(differing((back.0, back.1, ()), (was.0, was.1, ())), Vec::<String>::new());
    }

    #[test]
    fn sketches_hold_names_functions_and_what_is_handed_over(map in any_map()) {
        let scene = drawn(&map);
        let plain = |map: &Map| {
            let function = |id: Option<FunctionId>| id.and_then(|id| map.function(id)).map(|f| f.name.replace('"', "\u{201d}"));
            let name = |id| map.team(id).unwrap().name.clone();
            let teams: BTreeMap<String, Option<String>> = map.teams().map(|t| (t.name.clone(), function(t.function))).collect();
            let ties: std::collections::BTreeSet<String> =
                map.dependencies().map(|d| format!("{} > {} > {}", name(d.provider), name(d.receiver), d.what)).collect();
            (teams, ties)
        };
        let wanted = plain(&map);
        let mermaid = reread(&[("map.mmd", export::mermaid::write(&map).into_bytes())]);
        prop_assert_eq!(plain(&mermaid), wanted.clone());
        let dot = reread(&[("map.dot", export::dot::write(&map, &scene, &picture::theme::Theme::light()).into_bytes())]);
        prop_assert_eq!(plain(&dot), wanted);
        let canvas = reread(&[("map.canvas", export::canvas::write(&map, &scene).unwrap())]);
        prop_assert_eq!(plain(&canvas).1, plain(&map).1);
    }

    #[test]
    fn the_notation_holds_names_functions_and_what_is_handed_over(map in any_map()) {
        let back = reread(&[("map.txt", export::text::write(&map))]);
        let names = |map: &Map| map.teams().map(|team| team.name.clone()).collect::<std::collections::BTreeSet<_>>();
        prop_assert_eq!(names(&back), names(&map));
        prop_assert_eq!(back.dependencies().len(), map.dependencies().len());
    }
}
