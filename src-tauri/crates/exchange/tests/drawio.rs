//! draw.io files as a reader sees them that is not ours: shapes in their containers, edges between shapes, everything
//! where the map shows it.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashMap;

use ecosystem::{Counted, Edit, Map, notation};
use exchange::export::drawio;
use picture::theme::Theme;
use picture::{Drawing, WholeOptions};
use roxmltree::{Document, Node};

const TEXT: &str = "Marketing: Brand, Content\nMarketing > Digital: SEO, \"<b>Web</b>\"\nSales: Field sales\nCustomers [outside]\n\
    Content -> Field sales: \"decks & \"\"quotes\"\"\" (slowing)\nBrand -> Content: rules\nCustomers -> SEO: questions (blocking)\n";

/// A shape as draw.io has it: where it is in its parent, and what it says.
struct Shape<'a> {
    parent: &'a str,
    label: &'a str,
    style: &'a str,
    frame: [f64; 4],
}

fn shape<'a>(object: Node<'a, 'a>) -> Option<(&'a str, Shape<'a>)> {
    let cell = object.children().find(|node| node.has_tag_name("mxCell"))?;
    cell.attribute("vertex")?;
    let geometry = cell.children().find(|node| node.has_tag_name("mxGeometry")).unwrap();
    let number = |name: &str| geometry.attribute(name).unwrap().parse::<f64>().unwrap();
    let shape = Shape {
        parent: cell.attribute("parent").unwrap(),
        label: object.attribute("label").unwrap(),
        style: cell.attribute("style").unwrap(),
        frame: [number("x"), number("y"), number("width"), number("height")],
    };
    Some((object.attribute("id").unwrap(), shape))
}

#[test]
fn every_shape_is_where_the_map_shows_it_and_every_edge_joins_two() {
    let (incoming, refused) = notation::parse(TEXT);
    assert_eq!(refused, []);
    let mut map = Map::named("Northwind <map>");
    let edit = Edit::Merge { incoming, add_missing: true, skip_bad_rows: false };
    let plan = map.plan(&edit, &mut Counted::default()).unwrap();
    map.apply(&plan.diff);
    let scene = Drawing::of(&map).whole(&WholeOptions::default());
    let file = drawio::write(&map, &scene, &Theme::light());
    let document = Document::parse(&file).unwrap();
    let objects: Vec<Node<'_, '_>> =
        document.descendants().filter(|node| node.has_tag_name("object")).collect();
    let shapes: HashMap<&str, Shape<'_>> = objects.iter().filter_map(|object| shape(*object)).collect();
    // The corner of what holds it, added up to the page.
    fn place(shapes: &HashMap<&str, Shape<'_>>, id: &str) -> [f64; 4] {
        let Shape { parent, frame: [x, y, w, h], .. } = &shapes[id];
        let [left, top, ..] = if *parent == "1" { [0.0; 4] } else { place(shapes, parent) };
        [left + x, top + y, *w, *h]
    }
    let by_label: HashMap<&str, &str> = shapes.iter().map(|(id, shape)| (shape.label, *id)).collect();
    let drawn = scene.cards.iter().map(|card| (&card.name, card.rect));
    let drawn: Vec<_> = drawn.chain(scene.rooms.iter().map(|room| (&room.name, room.rect))).collect();
    assert_eq!(shapes.len(), drawn.len());
    for (name, rect) in drawn {
        let id = by_label[name.as_str()];
        let off =
            place(&shapes, id).into_iter().zip([rect.x, rect.y, rect.w, rect.h]).map(|(a, b)| (a - b).abs());
        assert!(off.fold(0.0, f64::max) < 0.02, "{name} is at {:?}, not {rect:?}", place(&shapes, id));
        assert!(shapes[id].style.contains("html=0"), "a name is text");
    }
    let holder = |name: &str| shapes[shapes[by_label[name]].parent].label;
    assert_eq!([holder("Brand"), holder("SEO"), holder("Digital")], ["Marketing", "Digital", "Marketing"]);
    assert!(shapes[by_label["Digital"]].style.contains("container=1"));

    let cell = |object: &Node<'_, '_>, name: &str| {
        let cell = object.children().find(|node| node.has_tag_name("mxCell")).unwrap();
        cell.attribute(name).map(str::to_owned)
    };
    let mut edges: Vec<String> = objects
        .iter()
        .filter(|object| cell(object, "edge").is_some())
        .map(|edge| {
            let end = |name: &str| shapes[cell(edge, name).unwrap().as_str()].label;
            format!("{} -> {}: {}", end("source"), end("target"), edge.attribute("label").unwrap())
        })
        .collect();
    edges.sort();
    let wanted = [
        "Brand -> Content: rules",
        "Content -> Field sales: decks & \"quotes\"",
        "Customers -> SEO: questions",
    ];
    assert_eq!(edges, wanted);
    let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let unique: std::collections::HashSet<&&str> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len(), "ids are unique");
}
