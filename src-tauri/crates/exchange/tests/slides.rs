//! Slides go out as shapes that can be edited: every known cause of a repair prompt is checked here.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "support/package.rs"]
mod package;
#[path = "support/python.rs"]
mod python;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ecosystem::{Counted, Date, Edit, Map, Unwatched, notation};
use exchange::export::pptx::{self, PptxOptions, Slide, SlideSize};
use exchange::export::report::Found;
use picture::scene::Scene;
use picture::theme::Theme;
use picture::{Drawing, LegendPlace, WholeOptions};
use python::python;
use resvg::usvg::roxmltree::{Document, Node};

const TEXT: &str = r#"
Marketing: Brand, Content, Demand gen
Marketing > Digital: SEO, "<script> & ""Web"" =cmd|'/c'!A1 ]]>"
Sales: Field sales, Revenue ops, فريق المنصة
Customers [outside]
Content -> Field sales: sales decks (slowing, weekly)
Brand -> Content: guidelines
Field sales -> Revenue ops: forecast (blocking, provider ok, x5)
Revenue ops -> Field sales: quotas
Customers -> Content: questions
SEO -> Content: keywords
فريق المنصة -> Brand: data
"#;

fn scene() -> Scene {
    scene_of(TEXT)
}

fn scene_of(text: &str) -> Scene {
    let (incoming, refused) = notation::parse(text);
    assert_eq!(refused, []);
    let mut map = Map::named("Northwind");
    let edit = Edit::Merge { incoming, add_missing: true, skip_bad_rows: false };
    let plan = map.plan(&edit, &mut Counted::default()).unwrap();
    map.apply(&plan.diff);
    Drawing::of(&map).whole(&WholeOptions { legend: LegendPlace::Below, ..WholeOptions::default() })
}

fn found() -> Vec<Found> {
    let found = |sentence: &str, because: &str, question: &str| Found {
        sentence: sentence.into(),
        because: because.into(),
        question: question.into(),
        ..Found::default()
    };
    vec![
        found("Content carries the most.", "9 of 17 teams rely on it.", "Who could share the load?"),
        found("Ask & listen.", "", ""),
    ]
}

fn deck(scene: &Scene, size: SlideSize) -> Vec<u8> {
    deck_on(scene, PptxOptions { size, ..PptxOptions::default() })
}

fn deck_on(scene: &Scene, options: PptxOptions<'_>) -> Vec<u8> {
    let notes = found().into_iter().map(|found| found.sentence).collect();
    let slides = [
        Slide::Picture { title: "Northwind <map>".to_owned(), scene, notes },
        Slide::Text { title: "What is found".to_owned(), found: found() },
        Slide::Picture { title: "Again".to_owned(), scene, notes: Vec::new() },
    ];
    let options = PptxOptions { date: Date::new(2026, 11, 21), ..options };
    pptx::write(&slides, &Theme::light(), options, &Unwatched).unwrap()
}

/// The parts of a deck, all of which are text.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let text = |(name, bytes)| (name, String::from_utf8(bytes).unwrap());
    package::parts(bytes).into_iter().map(text).collect()
}

fn named<'a>(node: Node<'a, 'a>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.descendants().filter(move |n| n.tag_name().name() == name)
}

fn attribute(node: Node<'_, '_>, name: &str) -> i64 {
    node.attribute(name).unwrap().parse().unwrap()
}

#[test]
fn the_legend_is_moved_as_one_and_every_text_is_in_the_font_of_the_theme() {
    let parts = parts(&deck(&scene(), SlideSize::Wide));
    let slide = Document::parse(&parts["ppt/slides/slide1.xml"]).unwrap();
    let name = |node: &Node<'_, '_>| {
        named(*node, "cNvPr").next().and_then(|named| named.attribute("name")).unwrap_or_default().to_owned()
    };
    let legend = named(slide.root(), "grpSp").find(|group| name(group) == "Legend").unwrap();
    assert!(named(legend, "t").any(|text| text.text() == Some("blocks the receiver")));
    let loose = slide.root().descendants().filter(|node| node.tag_name().name() == "spTree");
    let loose = loose.flat_map(|tree| tree.children()).filter(|shape| shape.tag_name().name() == "sp");
    assert!(loose.into_iter().all(|shape| name(&shape) != "Legend"));
    for run in named(slide.root(), "r")
        .filter(|run| named(*run, "rPr").any(|look| look.attribute("dirty").is_some()))
    {
        assert_eq!(named(run, "latin").next().and_then(|font| font.attribute("typeface")), Some("+mn-lt"));
    }
}

#[test]
fn the_package_is_closed() {
    let parts = parts(&deck(&scene(), SlideSize::Wide));
    assert!(parts.keys().all(|name| !name.ends_with('/')), "no folders");
    let types = Document::parse(&parts["[Content_Types].xml"]).unwrap();
    let mut typed = BTreeSet::new();
    for part in named(types.root(), "Override") {
        let name = part.attribute("PartName").unwrap().trim_start_matches('/').to_owned();
        assert!(parts.contains_key(&name), "a type for a part that is not there: {name}");
        assert!(typed.insert(name), "a type twice");
    }
    for name in parts.keys().filter(|name| !name.ends_with(".rels") && *name != "[Content_Types].xml") {
        assert!(typed.contains(name), "no type for {name}");
    }
    for (name, text) in parts.iter().filter(|(name, _)| name.ends_with(".rels")) {
        let folder = PathBuf::from(name).parent().unwrap().parent().unwrap().to_owned();
        let mut ids = BTreeSet::new();
        for relation in named(Document::parse(text).unwrap().root(), "Relationship") {
            assert!(ids.insert(relation.attribute("Id").unwrap().to_owned()), "an id twice in {name}");
            let mut path = PathBuf::new();
            for step in folder.join(relation.attribute("Target").unwrap()).components() {
                match step {
                    std::path::Component::ParentDir => drop(path.pop()),
                    step => path.push(step),
                }
            }
            assert!(parts.contains_key(path.to_str().unwrap()), "{name} points to {}", path.display());
        }
    }
}

#[test]
fn what_powerpoint_repairs_is_not_there() {
    let parts = parts(&deck(&scene(), SlideSize::Wide));
    for (name, text) in &parts {
        let document = Document::parse(text).unwrap_or_else(|why| panic!("{name}: {why}"));
        for list in ["fillStyleLst", "lnStyleLst", "effectStyleLst", "bgFillStyleLst"] {
            for list in named(document.root(), list) {
                assert!(list.children().filter(Node::is_element).count() >= 3, "{name}");
            }
        }
        for extent in named(document.root(), "ext").filter(|node| node.has_attribute("cx")) {
            assert!(attribute(extent, "cx") >= 0 && attribute(extent, "cy") >= 0, "{name}");
        }
        for shape in named(document.root(), "sp").filter(|_| name.starts_with("ppt/slides/")) {
            assert!(named(shape, "txBody").count() == 1, "a shape without text body in {name}");
        }
        for line in named(document.root(), "ln") {
            assert!(line.has_children(), "an empty line in {name}");
        }
        for geometry in named(document.root(), "prstGeom") {
            let known = ["rect", "roundRect", "line", "straightConnector1"];
            let preset = geometry.attribute("prst").unwrap();
            assert!(known.contains(&preset) || preset.starts_with("curvedConnector"), "{name}");
        }
        let ids: Vec<&str> =
            named(document.root(), "cNvPr").map(|node| node.attribute("id").unwrap()).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "ids twice in {name}");
    }
    let order =
        |text: &str, first: &str, second: &str| text.find(first).unwrap() < text.find(second).unwrap();
    assert!(order(&parts["ppt/slideMasters/slideMaster1.xml"], "<p:clrMap", "<p:sldLayoutIdLst"));
    let presentation = &parts["ppt/presentation.xml"];
    assert!(order(presentation, "<p:sldMasterIdLst", "<p:notesMasterIdLst"));
    assert!(order(presentation, "<p:notesMasterIdLst", "<p:sldIdLst"));
    assert!(parts.contains_key("ppt/notesMasters/notesMaster1.xml"), "notes need their master");
}

#[test]
fn every_connector_is_glued_where_it_is_drawn() {
    for size in [SlideSize::Wide, SlideSize::Standard] {
        let parts = parts(&deck(&scene(), size));
        let document = Document::parse(&parts["ppt/slides/slide1.xml"]).unwrap();
        let frame = |node: Node<'_, '_>| {
            let xfrm = named(node, "xfrm").next().unwrap();
            let (off, ext) = (named(xfrm, "off").next().unwrap(), named(xfrm, "ext").next().unwrap());
            [attribute(off, "x"), attribute(off, "y"), attribute(ext, "cx"), attribute(ext, "cy")]
        };
        let shapes: BTreeMap<String, [i64; 4]> = named(document.root(), "sp")
            .filter(|shape| named(*shape, "off").next().is_some())
            .map(|shape| {
                (named(shape, "cNvPr").next().unwrap().attribute("id").unwrap().to_owned(), frame(shape))
            })
            .collect();
        let mut glued = 0;
        for connector in named(document.root(), "cxnSp") {
            let Some(start) = named(connector, "stCxn").next() else { continue };
            let end = named(connector, "endCxn").next().unwrap();
            glued += 1;
            let site = |end: Node<'_, '_>| {
                let [x, y, w, h] = shapes[end.attribute("id").unwrap()];
                [(x + w / 2, y), (x, y + h / 2), (x + w / 2, y + h), (x + w, y + h / 2)]
                    [attribute(end, "idx") as usize]
            };
            let [x, y, w, h] = frame(connector);
            let xfrm = named(connector, "xfrm").next().unwrap();
            let flag = |name: &str| xfrm.attribute(name) == Some("1");
            let turns = xfrm.attribute("rot").map_or(0, |rot| rot.parse::<i64>().unwrap() / 5_400_000);
            let place = |px: i64, py: i64| {
                let px = if flag("flipH") { -px } else { px };
                let py = if flag("flipV") { -py } else { py };
                let (px, py) = [(px, py), (-py, px), (-px, -py), (py, -px)][turns as usize];
                ((2 * x + w + px) / 2, (2 * y + h + py) / 2)
            };
            let near = |a: (i64, i64), b: (i64, i64)| (a.0 - b.0).abs() <= 1 && (a.1 - b.1).abs() <= 1;
            assert!(near(place(-w, -h), site(start)) && near(place(w, h), site(end)), "{connector:?}");
        }
        assert_eq!(glued, 7, "every dependency is a connector");
    }
}

/// LibreOffice before 24.2 ties a knot of a line with three turns between shapes that are near.
#[test]
fn neighbours_that_hand_over_both_ways_have_two_plain_connectors() {
    for names in ["Learning, HR partners", "Support, Customer success", "Events, PR"] {
        let (a, b) = names.split_once(", ").unwrap();
        let text = format!("People: {names}\n{a} -> {b}: records\n{b} -> {a}: skill needs\n");
        let parts = parts(&deck(&scene_of(&text), SlideSize::Wide));
        let slide = &parts["ppt/slides/slide1.xml"];
        assert!(!slide.contains("curvedConnector4"), "{names}");
        let document = Document::parse(slide).unwrap();
        let sites: BTreeSet<BTreeSet<(i64, i64)>> = named(document.root(), "cxnSp")
            .filter_map(|one| Some([named(one, "stCxn").next()?, named(one, "endCxn").next()?]))
            .map(|ends| ends.map(|end| (attribute(end, "id"), attribute(end, "idx"))).into())
            .collect();
        assert_eq!(sites.len(), 2, "{names}: one on the other");
    }
}

#[test]
fn teams_are_shapes_in_the_groups_of_their_functions_and_say_what_they_are() {
    let parts = parts(&deck(&scene(), SlideSize::Wide));
    let document = Document::parse(&parts["ppt/slides/slide1.xml"]).unwrap();
    let inside: Vec<String> = named(document.root(), "grpSp")
        .map(|group| {
            let name = |node: Node<'_, '_>| {
                named(node, "cNvPr").next().unwrap().attribute("name").unwrap().to_owned()
            };
            let teams = group.children().filter(|node| node.tag_name().name() == "sp").map(name);
            let teams: Vec<String> = teams.filter(|name| name.starts_with("Team ")).collect();
            format!("{}: {}", name(group), teams.join(", "))
        })
        .collect();
    assert!(
        inside.contains(&"Function Marketing: Team Brand, Team Content, Team Demand gen".to_owned()),
        "{inside:?}"
    );
    assert!(inside.iter().any(|group| group.starts_with("Function Digital: Team SEO")), "{inside:?}");
    let said: Vec<&str> =
        named(document.root(), "cNvPr").filter_map(|node| node.attribute("descr")).collect();
    assert!(said.contains(&"Content hands sales decks over to Field sales: slows the receiver"), "{said:?}");
}

#[test]
fn python_pptx_reads_the_deck() {
    let script = r"
import sys
from pptx import Presentation
deck = Presentation(sys.argv[1])
for slide in deck.slides:
    print(slide.shapes.title.text, len(slide.shapes), slide.notes_slide.notes_text_frame.text.replace(chr(10), ' / ') if slide.has_notes_slide else '-')
    def walk(shapes):
        for shape in shapes:
            if shape.shape_type == 6: yield from walk(shape.shapes)
            else: yield shape
    if slide.slide_layout.name != 'Title Only': continue
    texts = [shape.text_frame.text for shape in walk(slide.shapes) if shape.has_text_frame]
    assert any('<script>' in text for text in texts), texts
";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deck.pptx");
    let bytes = deck(&scene(), SlideSize::Wide);
    if let Some(folder) = std::env::var_os("TIEMAP_PICTURES") {
        std::fs::write(PathBuf::from(folder).join("deck.pptx"), &bytes).unwrap();
    }
    std::fs::write(&file, &bytes).unwrap();
    let Some(said) = python("pptx", script, &file) else { return };
    assert!(said.starts_with("Northwind <map> "), "{said}");
    assert!(said.contains("Content carries the most. / Ask & listen."), "{said}");
}

#[test]
fn the_same_map_gives_the_same_deck() {
    let scene = scene();
    assert!(deck(&scene, SlideSize::Wide) == deck(&scene, SlideSize::Wide));
}
