//! GraphML: the plain kind, yEd's with labels and groups, and the app's own with every field.

use std::collections::HashMap;

use ecosystem::{DependencyPatch, Spot, TeamPatch};
use roxmltree::Node as Element;

use super::columns::Field;
use super::graph::{Edge, Graph, Node};
use super::{Import, ImportError, fields, tree};

/// Reads GraphML.
pub(super) fn read(text: &str, file: &str, import: &mut Import) -> Result<(), ImportError> {
    let refuse = |why: String| ImportError::Refused { file: file.to_owned(), why };
    let document = tree::parse(text).map_err(refuse)?;
    let root = document.root_element();
    if root.tag_name().name() != "graphml" {
        return Err(refuse("It is not GraphML.".to_owned()));
    }
    // What a `data` element holds is said by the key it names.
    let keys: HashMap<&str, &str> = root
        .children()
        .filter(|node| node.tag_name().name() == "key")
        .filter_map(|key| {
            Some((key.attribute("id")?, key.attribute("attr.name").or(key.attribute("yfiles.type"))?))
        })
        .collect();
    let mut graph = Graph::default();
    for node in root.descendants().filter(|node| {
        node.tag_name().name() == "node" && node.tag_name().namespace() == root.tag_name().namespace()
    }) {
        graph.nodes.extend(node_of(node, &keys));
    }
    for edge in root.descendants().filter(|node| node.tag_name().name() == "edge") {
        graph.edges.extend(edge_of(edge, &keys));
    }
    graph.bring_in(file, import)
}

/// The values of an element's own data, by name.
fn data<'a>(of: Element<'a, 'a>, keys: &HashMap<&str, &'a str>) -> Vec<(&'a str, Element<'a, 'a>)> {
    of.children()
        .filter(|child| child.tag_name().name() == "data")
        .filter_map(|child| Some((*keys.get(child.attribute("key")?)?, child)))
        .collect()
}

fn node_of<'a>(of: Element<'a, 'a>, keys: &HashMap<&str, &'a str>) -> Option<Node> {
    let id = of.attribute("id")?;
    let parent = of.ancestors().skip(1).find(|outer| outer.tag_name().name() == "node");
    let mut node = Node {
        id: id.to_owned(),
        label: id.to_owned(),
        parent: parent.and_then(|outer| outer.attribute("id")).map(str::to_owned),
        holds: of.children().any(|child| child.tag_name().name() == "graph"),
        ..Node::default()
    };
    let mut set = TeamPatch::default();
    for (name, value) in data(of, keys) {
        let text = tree::text(value);
        match name {
            "nodegraphics" => {
                // A group of yEd's lists how it looks open, then closed; the first is what is seen.
                if let Some(label) = tree::find(value, "NodeLabel") {
                    node.label = tree::text(label);
                }
                let place = tree::find(value, "Geometry");
                node.at =
                    place.and_then(|g| Some(Spot { x: tree::number(g, "x")?, y: tree::number(g, "y")? }));
            }
            "pos_x" | "pos_y" => {
                let number = text.trim().parse::<f64>().ok().filter(|n| n.is_finite());
                if let Some(number) = number {
                    let at = node.at.get_or_insert(Spot { x: 0.0, y: 0.0 });
                    *(if name == "pos_x" { &mut at.x } else { &mut at.y }) = number;
                }
            }
            _ => match fields::team(name, &text, &mut set) {
                Some(Field::Name) => node.label = text,
                Some(Field::Id) => node.key = text,
                Some(Field::Function) => node.function = Some(text),
                _ => {}
            },
        }
    }
    node.set = set;
    Some(node)
}

fn edge_of<'a>(of: Element<'a, 'a>, keys: &HashMap<&str, &'a str>) -> Option<Edge> {
    let mut set = DependencyPatch::default();
    for (name, value) in data(of, keys) {
        match name {
            "edgegraphics" => {
                let label =
                    tree::find(value, "EdgeLabel").map(tree::text).filter(|text| !text.trim().is_empty());
                set.what = set.what.or(label);
            }
            _ => fields::dependency(name, &tree::text(value), &mut set),
        }
    }
    Some(Edge {
        provider: of.attribute("source")?.to_owned(),
        receiver: of.attribute("target")?.to_owned(),
        both: of.attribute("directed") == Some("false"),
        set,
    })
}
