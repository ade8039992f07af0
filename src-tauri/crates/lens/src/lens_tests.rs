//! What the lenses say of maps written down. `UPDATE_EXPECT=1` puts in what they say now.

use ecosystem::{Cancelled, Counted, Edit, Map, Unwatched, Watch, notation};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::{LENSES, Lens, Reading, Settings, named, read};

/// The map of a text in the notation.
pub fn map(text: &str) -> Map {
    let (incoming, refused) = notation::parse(text);
    assert_eq!(refused, []);
    let mut map = Map::named("Test");
    let edit = Edit::Merge { incoming, add_missing: true, skip_bad_rows: false };
    let plan = map.plan(&edit, &mut Counted::default()).unwrap();
    map.apply(&plan.diff);
    map
}

/// The worked map of twelve teams, strengths as the pain they stand for.
pub const WORKED: &str = "
Marketing: Brand, Content, Performance, MarOps
Sales: FieldSales, RevOps
Finance: FPA, Procurement
HR: TalentBrand, HRBP
Service: Support, CustSuccess
Content -> Brand: copy
Brand -> Content: guidelines (x2)
Content -> Performance: assets (x2)
MarOps -> Performance: tracking (x3)
MarOps -> Brand: tracking
MarOps -> Content: publishing (x2)
RevOps -> FieldSales: pipeline (x2)
FieldSales -> RevOps: forecast
MarOps -> RevOps: leads (x3)
RevOps -> MarOps: lead status (x2)
Procurement -> FPA: contracts
FPA -> Procurement: budget
FPA -> MarOps: budget release (x2)
FPA -> Performance: budget release (x3)
HRBP -> TalentBrand: headcount plan
TalentBrand -> HRBP: candidates
Brand -> TalentBrand: guidelines
CustSuccess -> Support: known issues (x2)
Support -> CustSuccess: tickets
RevOps -> CustSuccess: renewals (x2)
";

fn readings(map: &Map) -> Vec<Reading> {
    let all: Vec<&Lens> = LENSES.iter().collect();
    let settings = Settings { today: "2026-11-21".parse().ok(), ..Settings::default() };
    let mut readings = Vec::new();
    read(map, &all, settings, &Unwatched, |reading| readings.push(reading)).unwrap();
    readings
}

fn one(lens: &str, map: &Map) -> Reading {
    readings(map).into_iter().find(|reading| reading.lens == lens).unwrap()
}

/// Asserts what a lens says of a map: the notes, then the findings, loud ones with a star.
fn check(lens: &str, text: &str, wanted: Expect) {
    let reading = one(lens, &map(text));
    let mut said = String::new();
    for note in &reading.notes {
        said += &format!("({note})\n");
    }
    for finding in &reading.findings {
        let kind = serde_json::to_value(finding.kind).unwrap();
        let star = if finding.loud { "*" } else { " " };
        said += &format!("{star} {}: {}\n", kind.as_str().unwrap(), finding.sentence);
    }
    wanted.assert_eq(&said);
}

#[test]
fn silos_of_the_worked_map() {
    check(
        "silos",
        WORKED,
        expect![[r#"
            (14 links are few to prove a silo with: only a function that is nearly cut off could be named for sure.)
            * single-thread: Everything between Marketing and Finance runs through FPA.
            * single-thread: Marketing and HR hang together by one link, between Brand and TalentBrand.
              single-thread: Sales and Service hang together by one link, between RevOps and CustSuccess.
              single-thread: Marketing and Sales hang together by one link, between MarOps and RevOps.
              silent-border: Marketing and Service have no link on this map.
              silent-border: Finance and HR have no link on this map.
              silent-border: Finance and Service have no link on this map.
              silent-border: HR and Service have no link on this map.
              silent-border: Sales and Finance have no link on this map.
              silent-border: Sales and HR have no link on this map.
              isolated-team: 5 teams have no link outside their own function.
              inward-function: Marketing keeps 5 of 9 links inside; if links ignored functions it would be about 1.
        "#]],
    );
}

#[test]
fn bottlenecks_of_the_worked_map() {
    check(
        "bottlenecks",
        WORKED,
        expect![[r#"
            (Taking together the routes through a team and the doors it holds, most hangs on RevOps. With each of the 14 links left out in turn it stays first 9 of 14 times: do not lean on the exact order.)
            * carries-the-most: 4 teams rely on MarOps: it carries 26% of all that is handed over.
              breaks-the-map: Without MarOps, 26 of 48 routes between other teams are cut.
            * carries-the-most: 3 teams rely on RevOps: it carries 18% of all that is handed over.
              carries-the-most: 3 teams rely on FPA: it carries 18% of all that is handed over.
              breaks-the-map: Without RevOps, 17 of 48 routes between other teams are cut.
              single-point-of-failure: If MarOps is away, FieldSales, RevOps, Support and CustSuccess lose touch with everyone else.
            * breaks-the-map: Without Brand, 12 of 51 routes between other teams are cut.
              single-point-of-failure: If Brand is away, TalentBrand and HRBP lose touch with everyone else.
              loop: MarOps, FieldSales and RevOps all rely on each other, directly or through one another.
              breaks-the-map: 2 more teams would each cut at least 10% of the routes between others: FPA and TalentBrand.
        "#]],
    );
}

#[test]
fn figures_of_the_worked_map_are_those_of_the_book() {
    let map = map(WORKED);
    let reading = one("bottlenecks", &map);
    let json = serde_json::to_value(named(&map, &reading, 12)).unwrap();
    let near = |pointer: &str, wanted: f64| {
        let found = json.pointer(pointer).and_then(serde_json::Value::as_f64).unwrap_or(f64::NAN);
        assert!((found - wanted).abs() < 0.0006, "{pointer}: found {found}, wanted {wanted}");
    };
    assert_eq!(json["revision"], 12);
    for (pointer, wanted) in [
        ("/map/teams", 12.0),
        ("/map/dependencies", 20.0),
        ("/map/ties", 14.0),
        ("/map/internal", 9.0),
        ("/map/external", 5.0),
        ("/map/ei", -0.286),
        ("/map/ei_expected", 0.697),
        ("/map/ei_p", 0.0001),
        ("/map/modularity", 0.329),
        ("/map/reciprocity", 0.60),
        ("/map/density", 0.1515),
        ("/map/reachable_pairs", 61.0),
        ("/map/demand_gini", 0.48),
        ("/functions/Marketing/ei", -0.111),
        ("/functions/Marketing/conductance", 0.286),
        ("/functions/Service/density_out", 0.05),
        ("/teams/MarOps/demand", 4.0),
        ("/teams/MarOps/demand_strength", 9.0),
        ("/teams/MarOps/demand_share", 0.2647),
        ("/teams/MarOps/betweenness", 0.236),
        ("/teams/MarOps/betweenness_undirected", 0.664),
        ("/teams/MarOps/constraint", 0.404),
        ("/teams/MarOps/routes_lost", 26.0),
        ("/teams/MarOps/routes_total", 48.0),
    ] {
        near(pointer, wanted);
    }
    assert_eq!(json["teams"]["MarOps"]["cut_point"], true);
    assert_eq!(json["borders"].as_array().unwrap().len(), 10);
    let door = json["borders"]
        .as_array()
        .unwrap()
        .iter()
        .find(|b| b["between"] == serde_json::json!(["Marketing", "HR"]));
    assert_eq!(door.unwrap()["disjoint_routes"], 1);
}

#[test]
fn a_function_that_works_apart_is_named() {
    let names = ["Sales", "Marketing", "Product", "Service", "Research"];
    let mut text = String::new();
    for name in names {
        let teams: Vec<String> = (1..=6).map(|t| format!("{name} {t}")).collect();
        text += &format!("{name}: {}\n", teams.join(", "));
        for t in 1..=6 {
            text += &format!("{name} {t} -> {name} {}: notes\n", t % 6 + 1);
        }
    }
    for (from, name) in names[..4].iter().enumerate() {
        for t in 1..=6 {
            text += &format!("{name} {t} -> {} {}: work\n", names[(from + 1) % 4], t % 6 + 1);
            text += &format!("{name} {t} -> {} {t}: more work\n", names[(from + 2) % 4]);
        }
    }
    text += "Research 1 -> Product 1: results\n";
    check(
        "silos",
        &text,
        expect![[r#"
            * clear-silo: Research works apart: it has only 1 link to other functions, where about 24 would be usual.
            * single-thread: Product and Research hang together by one link, between Product 1 and Research 1.
              isolated-team: 5 teams in Research have no link outside it: Research 2, Research 3, Research 4, Research 5 and 1 other.
              inward-function: 5 of 5 functions keep more of their links inside than chance would have it, as in nearly every company.
        "#]],
    );
}

#[test]
fn what_people_say_is_repeated_in_plain_words() {
    check(
        "bottlenecks",
        "
Marketing: Content, Web, Events
Sales: Field sales, Partners
Content -> Field sales: decks (blocking, provider ok, waits 5 days)
Content -> Partners: decks (slowing)
Content -> Web: articles (slowing)
Web -> Events: landing pages (review 2026-01-31)
Events -> Content: stories
Field sales -> Partners: leads
",
        expect![[r#"
            (Of 6 dependencies, 1 is rated by both sides, 2 by one and 3 by neither: where people wait is known as far as they have said so.)
            * carries-the-most: 3 teams rely on Content: it carries 50% of all that is handed over; it stops 1 of them and slows 2.
              breaks-the-map: Without Content, 5 of 7 routes between other teams are cut.
              single-point-of-failure: If Content is away, Field sales and Partners lose touch with everyone else.
            * perception-gap: Field sales and Content see “decks” differently: Field sales says it stops things, Content says it works.
              waiting: 3 teams wait for Content: it stops 1 and slows 2.
              loop: Content relies on Events, Events on Web and Web on Content: a circle.
              stale: Web and Events were to look at “landing pages” again by 2026-01-31.
              breaks-the-map: Without Events, 3 of 7 routes between other teams are cut.
              breaks-the-map: Without Web, 1 of 7 routes between other teams are cut.
        "#]],
    );
}

#[test]
fn borders_that_matter_are_told_from_those_that_do_not() {
    check(
        "silos",
        "
Marketing: Content, Web
HR: Recruiting, People
Finance: Control, Tax
Legal: Contracts, Privacy
Content -> Web: articles
Recruiting -> People: hires
Content -> Recruiting: job ads
Control -> Content: budget
Control -> Recruiting: headcount
Marketing | Legal: needed
HR | Legal: not needed
",
        expect![[r#"
            (5 links are few to prove a silo with: only a function that is nearly cut off could be named for sure.)
            * needed-border: Marketing and Legal should work together, and nothing is handed over between them yet.
              single-thread: HR and Finance hang together by one link, between Recruiting and Control.
              single-thread: Marketing and Finance hang together by one link, between Content and Control.
              single-thread: Marketing and HR hang together by one link, between Content and Recruiting.
              isolated-team: Tax, Contracts and Privacy have no link on this map at all.
              silent-border: Finance and Legal have no link on this map.
              isolated-team: People has no link outside HR.
              isolated-team: Web has no link outside Marketing.
        "#]],
    );
}

#[test]
fn too_small_to_tell_is_said() {
    check(
        "silos",
        "",
        expect![[r#"
        (The map is empty: there is nothing to read yet.)
    "#]],
    );
    check(
        "bottlenecks",
        "",
        expect![[r#"
        (The map is empty: there is nothing to read yet.)
    "#]],
    );
    check(
        "silos",
        "Marketing: Content",
        expect![[r#"
        (With 1 function there is nothing to compare a function with. The numbers are shown; no silo is named.)
    "#]],
    );
    check(
        "bottlenecks",
        "Content, Web",
        expect![[r#"
        (With 2 teams no team can be in the way of others. The numbers are shown.)
    "#]],
    );
    check(
        "silos",
        "Marketing: Content, Web\nSales: Field\nContent -> Field: decks",
        expect![[r#"
        (With 2 functions there is nothing to compare a function with. The numbers are shown; no silo is named.)
          isolated-team: Web has no link on this map at all.
    "#]],
    );
}

/// Every word a reading shows.
fn everything_said(reading: &Reading) -> impl Iterator<Item = &str> {
    reading
        .findings
        .iter()
        .flat_map(|f| [&f.sentence, &f.because, &f.attempt, &f.question, &f.confidence.why])
        .chain(&reading.notes)
        .map(String::as_str)
}

/// Asserts what must hold of every reading of every map.
pub fn sound(map: &Map) {
    for reading in readings(map) {
        let json = serde_json::to_string(&named(map, &reading, 1)).unwrap();
        assert!(!json.contains("NaN") && !json.contains("inf,"), "{json}");
        assert!(reading.findings.iter().filter(|finding| finding.loud).count() <= crate::finding::LOUD);
        for text in everything_said(&reading) {
            for word in [
                "NaN",
                "inf ",
                "betweenness",
                "modularity",
                "E-I",
                "articulation",
                "  ",
                " ,",
                "..",
                " 1 teams",
                " 1 links",
            ] {
                assert!(!text.contains(word), "{word:?} in {text:?}");
            }
            assert!(text.ends_with(['.', '?']), "{text:?}");
        }
        let figures = &reading.figures;
        assert_eq!(figures.teams.len(), map.teams().len());
        for score in figures.functions.values().filter_map(|function| function.silo_score) {
            assert!((0.0..=1.0).contains(&score));
        }
        for team in figures.teams.values() {
            assert!(team.bottleneck_score.is_none_or(|score| (0.0..=1.0).contains(&score)));
            assert!(team.routes_lost <= team.routes_total);
        }
    }
}

#[test]
fn odd_maps_are_read_all_the_same() {
    sound(&map(""));
    sound(&map("Alone"));
    sound(&map("F: A"));
    sound(&map("A, B, C"));
    sound(&map("F: A, B\nA -> B"));
    sound(&map("F: A, B\nG: C\nA -> B: x (x1000000000)\nB -> C: y (x0.000000001)\nC -> A: z"));
    let complete: String = (0..40)
        .flat_map(|a| (0..40).filter(move |b| a != *b).map(move |b| format!("T{a} -> T{b}: x\n")))
        .collect();
    sound(&map(&complete));
}

#[test]
fn the_same_map_and_seed_give_the_same_reading() {
    assert_eq!(readings(&map(WORKED)), readings(&map(WORKED)));
}

#[test]
fn a_reading_that_is_no_longer_wanted_ends() {
    struct Never;
    impl Watch for Never {
        fn progress(&self, _share: f32) {}
        fn cancelled(&self) -> bool {
            true
        }
    }
    let found = read(&map(WORKED), &[&LENSES[0]], Settings::default(), &Never, |_| panic!("read to the end"));
    assert_eq!(found, Err(Cancelled));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_map_gives_sound_readings(
        sizes in prop::collection::vec(1usize..6, 0..6),
        loose in 0usize..3,
        arcs in prop::collection::vec((0usize..30, 0usize..30, 0usize..4, 1u32..4), 0..60),
    ) {
        let mut text = String::new();
        let mut teams = 0;
        for (f, &size) in sizes.iter().enumerate() {
            let names: Vec<String> = (0..size).map(|t| format!("T{}", teams + t)).collect();
            teams += size;
            text += &format!("F{f}: {}\n", names.join(", "));
        }
        for t in 0..loose {
            text += &format!("T{}\n", teams + t);
        }
        teams += loose;
        for (a, b, health, strength) in arcs {
            if teams > 0 && a % teams != b % teams {
                let health = ["ok", "slowing", "blocking", "slowing, provider ok"][health];
                text += &format!("T{} -> T{}: w{a} (x{strength}, {health})\n", a % teams, b % teams);
            }
        }
        sound(&map(&text));
    }
}
