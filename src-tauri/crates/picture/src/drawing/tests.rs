use ecosystem::{Badge, Counted, Edit, Ids, Unwatched, notation};
use expect_test::expect;
use proptest::prelude::*;
use std::fmt::Write;
use std::sync::OnceLock;

use super::*;
use crate::legend::LegendPlace;
use crate::scene::{CardShape, Line, Lit, RoomShape, TieShape};

/// The map of [`SMALL`], laid out once for all tests.
fn small() -> (Map, Counted) {
    static LAID_OUT: OnceLock<(Map, Counted)> = OnceLock::new();
    LAID_OUT.get_or_init(|| map_of(SMALL)).clone()
}

/// The map that `text` writes down, laid out.
fn map_of(text: &str) -> (Map, Counted) {
    let mut ids = Counted::default();
    let mut map = Map::named("Northwind");
    let (incoming, refused) = notation::parse(text);
    assert!(refused.is_empty(), "{refused:?}");
    let merge = Edit::Merge { incoming, add_missing: true, skip_bad_rows: false };
    carry_out(&mut map, &mut ids, &merge).unwrap();
    let tidy = crate::tidy(&map, map.style(), None, 1, &Unwatched).unwrap();
    carry_out(&mut map, &mut ids, &tidy).unwrap();
    (map, ids)
}

fn carry_out(map: &mut Map, ids: &mut dyn Ids, edit: &Edit) -> Option<Diff> {
    let plan = map.plan(edit, ids).ok()?;
    map.apply(&plan.diff);
    Some(plan.diff)
}

fn words(line: &Line) -> String {
    line.runs.iter().map(|run| run.text.as_str()).collect()
}

/// A scene in words: what is drawn, without the numbers that a layout decides.
fn told(scene: &Scene) -> String {
    let mut out = format!("{:?}\n", scene.level);
    let mut names: HashMap<End, &str> = HashMap::new();
    for room in &scene.rooms {
        names.insert(End::Function(room.id), &room.name);
        let title = room.title.as_ref().map(words).unwrap_or_default();
        let count = room.count.as_ref().map(words).unwrap_or_default();
        let closed = if room.collapsed { ", closed" } else { "" };
        let wall = room.wall.map(|tone| format!(", wall {tone:?}")).unwrap_or_default();
        let _ = writeln!(out, "room {title} | {count}{closed}{wall}");
    }
    for card in &scene.cards {
        names.insert(End::Team(card.id), &card.name);
        let lines: Vec<String> = card.lines.iter().map(words).collect();
        let badge = card.badge.as_ref().map(|b| format!(" [{}]", words(&b.line))).unwrap_or_default();
        let _ = writeln!(out, "card {}{badge}", lines.join(" / "));
    }
    for tie in &scene.ties {
        let name = |end| names.get(&end).copied().unwrap_or("(out of view)");
        let arrow = if tie.arrows.len() > 1 { "<->" } else { "->" };
        let label = tie.label.as_ref().map(|label| format!(": {}", label.full)).unwrap_or_default();
        let health = format!("{:?}", tie.health).to_lowercase();
        let _ = writeln!(
            out,
            "tie {} {arrow} {}{label} ({health}, {} of it)",
            name(tie.provider),
            name(tie.receiver),
            tie.count
        );
    }
    for line in scene.title.iter().flat_map(|title| &title.lines) {
        let _ = writeln!(out, "title {}", words(line));
    }
    for entry in scene.legend.iter().flat_map(|legend| &legend.entries) {
        let _ = writeln!(out, "legend {}", words(&entry.line));
    }
    out
}

const SMALL: &str = "\
Marketing: Brand, Content
Sales: Field sales, Partners
Service: Support
Content -> Field sales: sales decks (slowing)
Field sales -> Content: what buyers ask
Brand -> Content: guidelines
Support -> Content: customer insight
Support -> Partners: open cases (blocking)
";

const ALL: Rect = Rect::new(-1e5, -1e5, 2e5, 2e5);

#[test]
fn near_by_everything_is_told() {
    let (map, _) = small();
    let mut drawing = Drawing::of(&map);
    let team = map.team_named("Content").unwrap().id;
    let function = map.function_named("Service").unwrap().id;
    let badge = Badge { text: "40%".to_owned(), tone: Tone::Alarm };
    drawing.mark(&Marks {
        badges: [(team, badge)].into(),
        walls: [(function, Tone::Alarm)].into(),
        ..Marks::default()
    });
    expect![[r#"
        Near
        room Marketing | 2
        room Sales | 2
        room Service | 1, wall Alarm
        card Brand
        card Content [40%]
        card Field sales
        card Partners
        card Support
        tie Support -> Content: customer insight (ok, 1 of it)
        tie Brand -> Content: guidelines (ok, 1 of it)
        tie Field sales -> Content: what buyers ask (ok, 1 of it)
        tie Content -> Field sales: sales decks (slowing, 1 of it)
        tie Support -> Partners: open cases (blocking, 1 of it)
    "#]]
    .assert_eq(&told(&drawing.visible(ALL, 1.0)));
}

#[test]
fn from_the_middle_distance_names_and_merged_ties_are_seen() {
    let (map, _) = small();
    expect![[r#"
        Middle
        room Marketing | 2
        room Sales | 2
        room Service | 1
        card Brand
        card Content
        card Field sales
        card Partners
        card Support
        tie Support -> Content (ok, 1 of it)
        tie Brand -> Content (ok, 1 of it)
        tie Content <-> Field sales (slowing, 2 of it)
        tie Support -> Partners (blocking, 1 of it)
    "#]]
    .assert_eq(&told(&Drawing::of(&map).visible(ALL, 0.3)));
}

#[test]
fn from_afar_functions_and_the_sums_between_them_are_seen() {
    let more = "HR: Hiring, Pay, Talent, Culture, Training, Health, Travel, Relocation, Law\n\
                IT: Desk, Networks, Data, Security, Phones, Tools, Web, Search, Support desk\n\
                Hiring -> Desk\nPay -> Data\nData -> Pay\nTalent -> Web: pages (blocking)\n";
    let (mut map, mut ids) = map_of(more);
    // Places of its own, so that the layout does not decide which rooms have room for their words.
    let of_room = |name| map.function_named(name).map(|function| function.id).unwrap();
    let (mut cards, mut rooms) = (Vec::new(), Vec::new());
    for (function, left) in [(of_room("HR"), 0.0), (of_room("IT"), 1000.0)] {
        for (n, team) in map.teams_in(Some(function)).enumerate() {
            let (x, y) = (left + 20.0 + 240.0 * (n % 3) as f64, 40.0 + 150.0 * (n / 3) as f64);
            cards.push(ecosystem::CardMove { team: team.id, x, y, function: None });
        }
        rooms.push(ecosystem::RoomMove { function, x: left, y: 0.0, w: 800.0, h: 500.0, carry: None });
    }
    let arrange = Edit::Arrange { style: map.style(), cards, rooms };
    carry_out(&mut map, &mut ids, &arrange).unwrap();
    expect![[r#"
        Far
        room HR | 9 teams
        room IT | 9 teams
        tie HR <-> IT: 4 (blocking, 4 of it)
    "#]]
    .assert_eq(&told(&Drawing::of(&map).visible(ALL, 0.159)));
}

#[test]
fn a_closed_function_is_one_box_and_its_ties_are_summed() {
    let (mut map, mut ids) = small();
    let function = map.function_named("Marketing").unwrap().id;
    carry_out(&mut map, &mut ids, &Edit::Collapse { functions: vec![function], collapsed: true }).unwrap();
    let mut drawing = Drawing::of(&map);
    expect![[r#"
        Near
        room Marketing | 2, closed
        room Sales | 2
        room Service | 1
        card Field sales
        card Partners
        card Support
        tie Support -> Marketing: customer insight (ok, 1 of it)
        tie Field sales -> Marketing: what buyers ask (ok, 1 of it)
        tie Marketing -> Field sales: sales decks (slowing, 1 of it)
        tie Support -> Partners: open cases (blocking, 1 of it)
    "#]]
    .assert_eq(&told(&drawing.visible(ALL, 1.0)));
    let content = map.team_named("Content").unwrap().id;
    assert_eq!(drawing.card_rect(content), None);
}

#[test]
fn an_export_has_title_and_legend_and_leaves_names_of_people_out() {
    let (mut map, mut ids) = small();
    let lead = ecosystem::TeamPatch { lead: Some("Ana".to_owned()), ..Default::default() };
    let teams = map.teams().map(|team| team.id).collect();
    carry_out(&mut map, &mut ids, &Edit::UpdateTeams { teams, set: lead }).unwrap();
    let mut drawing = Drawing::of(&map);
    assert!(told(&drawing.visible(ALL, 1.0)).contains("Ana"));
    let options = WholeOptions {
        title: Some("Northwind".to_owned()),
        subtitle: "21 November 2026".to_owned(),
        legend: LegendPlace::Below,
        ..WholeOptions::default()
    };
    let whole = drawing.whole(&options);
    let text = told(&whole);
    assert!(!text.contains("Ana"));
    let ends: Vec<&str> =
        text.lines().filter(|line| line.starts_with("title") || line.starts_with("legend")).collect();
    expect![[r#"
        title Northwind
        title 21 November 2026
        legend works
        legend slows the receiver
        legend blocks the receiver"#]]
    .assert_eq(&ends.join("\n"));
    let inside = |rect: Rect| whole.bounds.encloses(rect);
    assert!(inside(whole.title.as_ref().unwrap().rect) && inside(whole.legend.as_ref().unwrap().rect));

    let placed = |drawing: &mut Drawing, legend| drawing.whole(&WholeOptions { legend, ..options.clone() });
    let beside = placed(&mut drawing, LegendPlace::Beside);
    let legend = beside.legend.as_ref().unwrap();
    assert!(beside.bounds.encloses(legend.rect));
    assert!(beside.rooms.iter().all(|room| room.rect.right() < legend.rect.x));
    assert_eq!(legend.entries.len(), whole.legend.as_ref().unwrap().entries.len());
    for (place, is_there) in [
        (LegendPlace::Above, (|room, legend| legend.bottom() < room.y) as fn(Rect, Rect) -> bool),
        (LegendPlace::Left, |room, legend| legend.right() < room.x),
    ] {
        let scene = placed(&mut drawing, place);
        let (legend, title) = (scene.legend.as_ref().unwrap(), scene.title.as_ref().unwrap());
        assert!(scene.rooms.iter().all(|room| is_there(room.rect, legend.rect)), "{place:?}");
        assert!(scene.bounds.encloses(legend.rect) && title.rect.bottom() <= legend.rect.y, "{place:?}");
        assert_eq!(legend.entries.len(), whole.legend.as_ref().unwrap().entries.len());
    }
    assert!(placed(&mut drawing, LegendPlace::Nowhere).legend.is_none());
}

/// So many teams in two functions, each of which hands `what` to those `steps` further on.
fn ring(teams: usize, steps: &[usize], what: &str) -> Map {
    let name = |n: usize| format!("Team {}", n % teams);
    let names = |of: std::ops::Range<usize>| of.map(name).collect::<Vec<_>>().join(", ");
    let half = teams / 2;
    let mut text = format!("One: {}\nOther: {}\n", names(0..half), names(half..teams));
    for (n, step) in (0..teams).flat_map(|n| steps.iter().map(move |step| (n, step))) {
        let _ = writeln!(text, "{} -> {}: {what}", name(n), name(n + step));
    }
    map_of(&text).0
}

#[test]
fn what_all_lines_hand_over_is_said_once() {
    let options = WholeOptions { legend: LegendPlace::Below, ..WholeOptions::default() };
    let scene = Drawing::of(&ring(24, &[1], "link")).whole(&options);
    assert_eq!(scene.ties.len(), 24);
    assert!(scene.ties.iter().all(|tie| tie.label.is_none()));
    assert_eq!(scene.shared_words.as_deref(), Some("link"));
    let legend: Vec<String> = scene.legend.unwrap().entries.iter().map(|entry| words(&entry.line)).collect();
    assert!(legend.contains(&"link, if a line says nothing".to_owned()), "{legend:?}");
}

#[test]
fn where_very_many_lines_run_those_between_two_teams_are_one() {
    let map = ring(24, &[1, 2, 3, 4, 5, 6, 7, 17, 18], "work");
    let scene = Drawing::of(&map).whole(&WholeOptions::default());
    // Those 6 and 7 steps on are those 18 and 17 steps back.
    assert_eq!(scene.ties.len(), 24 * 7);
    let both_ways = scene.ties.iter().filter(|tie| tie.count == 2 && tie.arrows.len() == 2).count();
    assert_eq!(both_ways, 24 * 2);
    assert!(scene.ties.iter().all(|tie| tie.label.is_none()));
}

#[test]
fn the_name_of_a_function_can_be_read_where_lines_run_through_it() {
    let mut calm = Drawing::of(&ring(24, &[1], "work"));
    assert!(calm.whole(&WholeOptions::default()).rooms.iter().all(|room| room.plate.is_none()));
    let mut crowded = Drawing::of(&ring(24, &(1..12).collect::<Vec<_>>(), "work"));
    let scene = crowded.whole(&WholeOptions::default());
    assert!(scene.rooms.iter().any(|room| room.plate.is_some()));
    for room in scene.rooms {
        let Some(plate) = room.plate else { continue };
        assert!(room.rect.encloses(plate), "{plate:?} in {:?}", room.rect);
        for line in [room.title, room.count].into_iter().flatten() {
            assert!(line.left() >= plate.x && line.left() + line.width() <= plate.right(), "{line:?}");
        }
    }
}

#[test]
fn a_team_without_a_place_is_drawn_all_the_same() {
    let mut ids = Counted::default();
    let mut map = Map::named("Fresh");
    let (incoming, _) = notation::parse(SMALL);
    let merge = Edit::Merge { incoming, add_missing: true, skip_bad_rows: false };
    carry_out(&mut map, &mut ids, &merge).unwrap();
    let scene = Drawing::of(&map).visible(ALL, 1.0);
    assert_eq!(scene.cards.len(), 5);
    for (i, a) in scene.cards.iter().enumerate() {
        assert!(scene.cards[i + 1..].iter().all(|b| !a.rect.overlaps(b.rect)));
    }
}

#[test]
fn dragging_a_card_shows_its_ties_from_where_it_is_held() {
    let (map, _) = small();
    let mut drawing = Drawing::of(&map);
    let content = map.team_named("Content").unwrap().id;
    let now = drawing.card_rect(content).unwrap();
    let held = Point::new(now.x + 400.0, now.y + 300.0);
    let ties = drawing.preview(&[(content, held)]);
    assert_eq!(ties.len(), 4);
    let card = Rect::at(held, Size::new(now.w, now.h)).grown(0.5);
    assert!(ties.iter().all(|tie| card.holds(tie.tip()) || card.holds(tie.path.start)));
    // A wild place draws nothing rather than something wild.
    assert!(drawing.preview(&[(content, Point::new(f64::NAN, 0.0))]).is_empty());
}

/// A map of `teams` teams in functions of about ten, on a plain grid, with `ties` dependencies.
fn large(teams: usize, ties: usize) -> Map {
    let mut text = String::new();
    for team in 0..teams {
        let _ = writeln!(text, "Function {}: Team {team}", team / 10);
    }
    for tie in 0..ties {
        let (a, b) = (tie * 7 % teams, (tie * 13 + 5) % teams);
        if a != b {
            let _ = writeln!(text, "Team {a} -> Team {b}: thing {tie}");
        }
    }
    let mut ids = Counted::default();
    let mut map = Map::named("Large");
    let (incoming, _) = notation::parse(&text);
    let merge = Edit::Merge { incoming, add_missing: true, skip_bad_rows: true };
    carry_out(&mut map, &mut ids, &merge).unwrap();
    let cards: Vec<_> = (map.teams().enumerate())
        .map(|(n, team)| ecosystem::CardMove {
            team: team.id,
            x: 260.0 * (n / 10 % 15) as f64,
            y: 900.0 * (n / 150) as f64 + 70.0 * (n % 10) as f64,
            function: None,
        })
        .collect();
    let rooms: Vec<_> = (map.functions().enumerate())
        .map(|(n, function)| ecosystem::RoomMove {
            function: function.id,
            x: 260.0 * (n % 15) as f64 - 18.0,
            y: 900.0 * (n / 15) as f64 - 34.0,
            carry: None,
            w: 200.0,
            h: 750.0,
        })
        .collect();
    let arrange = Edit::Arrange { style: map.style(), cards, rooms };
    carry_out(&mut map, &mut ids, &arrange).unwrap();
    map
}

/// How many elements a painter makes of a scene.
fn elements(scene: &Scene) -> usize {
    let runs = |line: &Line| line.runs.len();
    let cards: usize = scene.cards.iter().map(CardShape::elements).sum();
    let label = |tie: &TieShape| tie.label.as_ref().map_or(0, |label| 1 + runs(&label.line));
    let ties: usize = scene.ties.iter().map(|tie| 1 + tie.arrows.len() + label(tie)).sum();
    let words = |room: &RoomShape| room.title.iter().chain(&room.count).map(runs).sum::<usize>();
    let rooms: usize =
        scene.rooms.iter().map(|room| 1 + usize::from(room.plate.is_some()) + words(room)).sum();
    cards + ties + rooms
}

#[test]
fn whatever_the_size_of_the_map_a_scene_has_a_bounded_number_of_elements() {
    let map = large(1500, 3000);
    let mut drawing = Drawing::of(&map);
    let all = drawing.bounds();
    let mut levels = BTreeSet::new();
    for scale in [2.0, 1.0, 0.7, 0.5, 0.49, 0.3, 0.16, 0.1, 0.05, 0.01] {
        let (w, h) = (1.7 * 1280.0 / scale, 1.7 * 800.0 / scale);
        for at in [all.corner(), all.centre(), Point::new(all.right() - w, all.y)] {
            let scene = drawing.visible(Rect::new(at.x, at.y, w, h), scale);
            levels.insert(scene.level);
            assert!(elements(&scene) <= 1_080, "{} at {scale}", elements(&scene));
        }
    }
    assert_eq!(levels.len(), 3, "every level was looked at");
}

#[test]
fn from_afar_the_strongest_ties_are_seen_and_no_function_looks_alone() {
    let mut drawing = Drawing::of(&large(400, 1_600));
    let whole = drawing.bounds();
    let scene = drawing.visible(whole, 0.05);
    assert_eq!(scene.level, Level::Far);
    // About two to each of the 40 functions, of several hundred pairs that are tied.
    assert!((40..=90).contains(&scene.ties.len()), "{}", scene.ties.len());
    assert!(scene.left_out > 100, "{}", scene.left_out);
    let tied: BTreeSet<End> = scene.ties.iter().flat_map(|tie| [tie.provider, tie.receiver]).collect();
    assert!(scene.rooms.iter().all(|room| tied.contains(&End::Function(room.id))));
}

#[test]
fn a_viewport_without_sense_is_answered_all_the_same() {
    let (map, _) = small();
    let mut drawing = Drawing::of(&map);
    for viewport in [
        Rect::new(f64::NAN, 0.0, 10.0, 10.0),
        Rect::new(0.0, 0.0, -5.0, f64::INFINITY),
        Rect::new(f64::NEG_INFINITY, 1e300, 1e300, 1e300),
    ] {
        for scale in [f64::NAN, 0.0, -1.0, f64::INFINITY, 1e-300] {
            drawing.visible(viewport, scale);
        }
    }
    assert!(Drawing::of(&Map::default()).visible(ALL, 1.0).cards.is_empty());
}

#[test]
fn routes_found_elsewhere_are_taken_only_while_nothing_has_changed() {
    let (mut map, mut ids) = small();
    let mut drawing = Drawing::of(&map);
    let work = drawing.refinement().unwrap();
    let content = map.team_named("Content").unwrap().id;
    let moves = vec![ecosystem::CardMove { team: content, x: 900.0, y: 900.0, function: None }];
    let diff = carry_out(&mut map, &mut ids, &Edit::Move { cards: moves, rooms: vec![] }).unwrap();
    drawing.update(&map, &diff);
    assert!(!drawing.refined(work.run()), "the routes are of an earlier drawing");
    let work = drawing.refinement().unwrap();
    assert!(drawing.refined(work.run()));
    assert!(drawing.refinement().is_none());
}

#[test]
fn on_a_map_of_very_many_ties_those_around_the_sight_have_routes_before_they_are_looked_at() {
    let mut drawing = Drawing::of(&large(1_500, 7_000));
    let sight = Rect::new(500.0, 900.0, 2_000.0, 1_500.0);
    assert_eq!(drawing.visible(sight, 1.0).level, Level::Near);
    assert!(!drawing.wanted.is_empty(), "so many ties are sketched at first");
    let mut told = Vec::new();
    while let Some(refinement) = drawing.refinement() {
        told.push(drawing.refined(refinement.run()));
    }
    assert_eq!(told, [true, false], "only what is in sight is worth painting again");
    let panned = drawing.visible(sight.moved(Point::new(500.0, -300.0)), 1.0);
    assert!(drawing.wanted.is_empty(), "{} of {} are sketched", drawing.wanted.len(), panned.ties.len());
}

/// One random edit of a map.
fn edit_of(map: &Map, kind: u8, a: usize, b: usize) -> Option<Edit> {
    let team = |n: usize| map.teams().nth(n % map.teams().len().max(1)).map(|team| team.id);
    let function = |n: usize| map.functions().nth(n % map.functions().len().max(1)).map(|f| f.id);
    let patch = |name: String| ecosystem::TeamPatch { name: Some(name), ..Default::default() };
    Some(match kind {
        0 => Edit::UpdateTeams { teams: vec![team(a)?], set: patch(format!("Renamed {a} {b}")) },
        1 => Edit::Move {
            cards: vec![ecosystem::CardMove {
                team: team(a)?,
                x: (b % 1000) as f64,
                y: (b % 777) as f64,
                function: b.is_multiple_of(3).then(|| function(b)),
            }],
            rooms: vec![],
        },
        2 => Edit::Delete {
            teams: vec![team(a)?],
            functions: vec![],
            dependencies: vec![],
            with_contents: false,
        },
        3 => Edit::AddDependency {
            id: None,
            provider: team(a)?,
            receiver: team(b)?,
            set: ecosystem::DependencyPatch { what: Some(format!("thing {b}")), ..Default::default() },
        },
        4 => Edit::Collapse { functions: vec![function(a)?], collapsed: b.is_multiple_of(2) },
        5 => Edit::AddTeam {
            id: None,
            set: ecosystem::TeamPatch {
                name: Some(format!("New {a} {b}")),
                function: b.is_multiple_of(2).then(|| function(b)),
                ..Default::default()
            },
            at: (!b.is_multiple_of(5))
                .then_some(ecosystem::Spot { x: (a % 900) as f64, y: (b % 900) as f64 }),
        },
        6 => Edit::Delete {
            teams: vec![],
            functions: vec![function(a)?],
            dependencies: vec![],
            with_contents: b.is_multiple_of(2),
        },
        7 => {
            let dependency = map.dependencies().nth(a % map.dependencies().len().max(1))?.id;
            Edit::Relink { dependency, provider: team(a)?, receiver: team(b)? }
        }
        _ => Edit::Move {
            cards: vec![],
            rooms: vec![ecosystem::RoomMove {
                function: function(a)?,
                x: (b % 500) as f64,
                y: (a % 500) as f64,
                carry: b.is_multiple_of(2).then_some(ecosystem::Spot { x: 10.0, y: 20.0 }),
                w: 300.0,
                h: 200.0,
            }],
        },
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn a_drawing_kept_up_to_date_is_the_one_drawn_anew(
        edits in proptest::collection::vec((0..9u8, any::<u16>(), any::<u16>()), 1..12)
    ) {
        let (mut map, mut ids) = small();
        let mut kept = Drawing::of(&map);
        kept.visible(ALL, 1.0);
        for (kind, a, b) in edits {
            let Some(edit) = edit_of(&map, kind, a.into(), b.into()) else { continue };
            let Some(diff) = carry_out(&mut map, &mut ids, &edit) else { continue };
            kept.update(&map, &diff);
            let mut anew = Drawing::of(&map);
            prop_assert_eq!(told(&kept.visible(ALL, 1.0)), told(&anew.visible(ALL, 1.0)), "{:?}", edit);
            prop_assert_eq!(kept.visible(ALL, 0.1), anew.visible(ALL, 0.1));
            let options = WholeOptions { legend: LegendPlace::Below, ..WholeOptions::default() };
            prop_assert_eq!(kept.whole(&options), anew.whole(&options), "{:?}", edit);
        }
    }

    #[test]
    fn what_is_visible_is_a_part_of_the_whole(
        x in -200.0..900.0f64, y in -200.0..900.0f64, w in 1.0..900.0f64, h in 1.0..900.0f64
    ) {
        let (map, _) = small();
        let mut drawing = Drawing::of(&map);
        let whole = drawing.whole(&WholeOptions { people: true, ..WholeOptions::default() });
        let view = Rect::new(x, y, w, h);
        let part = drawing.visible(view, 1.0);
        prop_assert!(part.cards.iter().all(|card| whole.cards.contains(card)));
        prop_assert!(part.ties.iter().all(|tie| whole.ties.contains(tie)));
        prop_assert!(part.rooms.iter().all(|room| whole.rooms.contains(room)));
        // And nothing in view is missing.
        let seen = whole.cards.iter().filter(|card| card.rect.overlaps(view)).count();
        prop_assert!(part.cards.len() >= seen);
    }
}

#[test]
fn what_is_about_whole_functions_lights_all_their_teams_unless_it_names_some() {
    let (map, _) = small();
    let team = map.teams().find(|team| team.function.is_some()).unwrap();
    let function = team.function.unwrap();
    let all: BTreeSet<TeamId> =
        map.teams().filter(|team| team.function == Some(function)).map(|team| team.id).collect();
    assert!(all.len() > 1);
    let lit = |teams: BTreeSet<TeamId>| {
        let lit = Lit { teams, functions: [function].into(), ..Lit::default() };
        let scene = Drawing::of(&map).whole(&WholeOptions { lit: Some(lit), ..WholeOptions::default() });
        scene.lit.unwrap().teams
    };
    assert_eq!(lit(BTreeSet::new()), all);
    assert_eq!(lit([team.id].into()), [team.id].into());
}
