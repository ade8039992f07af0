//! GEXF, as Gephi writes it. It has no nesting; the function is an attribute.

use std::collections::HashMap;

use ecosystem::Spot;
use roxmltree::Node as Element;

use super::columns::Field;
use super::graph::{Edge, Graph, Node};
use super::{Import, ImportError, fields, tree};

/// Reads GEXF.
pub(super) fn read(text: &str, file: &str, import: &mut Import) -> Result<(), ImportError> {
    let refuse = |why: String| ImportError::Refused { file: file.to_owned(), why };
    let document = tree::parse(text).map_err(refuse)?;
    let root = document.root_element();
    if root.tag_name().name() != "gexf" {
        return Err(refuse("It is not GEXF.".to_owned()));
    }
    let attributes = |class: &str| -> HashMap<&str, &str> {
        let lists = root
            .descendants()
            .filter(|n| n.tag_name().name() == "attributes" && n.attribute("class") == Some(class));
        let all = lists.flat_map(|list| list.children().filter(|n| n.tag_name().name() == "attribute"));
        all.filter_map(|n| Some((n.attribute("id")?, n.attribute("title")?))).collect()
    };
    let (of_nodes, of_edges) = (attributes("node"), attributes("edge"));
    let undirected =
        tree::find(root, "graph").and_then(|graph| graph.attribute("defaultedgetype")) == Some("undirected");
    let mut graph = Graph::default();
    for element in root.descendants().filter(|n| n.tag_name().name() == "node") {
        let Some(id) = element.attribute("id") else { continue };
        let mut node = Node {
            id: id.to_owned(),
            label: element.attribute("label").unwrap_or(id).to_owned(),
            parent: element.attribute("pid").map(str::to_owned),
            ..Node::default()
        };
        // Places are measured upwards from the middle.
        let place = tree::find(element, "position");
        node.at = place.and_then(|p| Some(Spot { x: tree::number(p, "x")?, y: -tree::number(p, "y")? }));
        for (name, value) in values(element, &of_nodes) {
            match fields::team(name, value, &mut node.set) {
                Some(Field::Function) => node.function = Some(value.to_owned()),
                Some(Field::Id) => node.key = value.to_owned(),
                _ => {}
            }
        }
        graph.nodes.push(node);
    }
    for element in root.descendants().filter(|n| n.tag_name().name() == "edge") {
        let (Some(provider), Some(receiver)) = (element.attribute("source"), element.attribute("target"))
        else {
            continue;
        };
        let both = match element.attribute("type") {
            Some(kind) => kind != "directed",
            None => undirected,
        };
        let mut edge =
            Edge { provider: provider.to_owned(), receiver: receiver.to_owned(), both, ..Edge::default() };
        edge.set.what = element.attribute("label").filter(|text| !text.trim().is_empty()).map(str::to_owned);
        if let Some(weight) = element.attribute("weight") {
            fields::dependency("weight", weight, &mut edge.set);
        }
        for (name, value) in values(element, &of_edges) {
            fields::dependency(name, value, &mut edge.set);
        }
        graph.edges.push(edge);
    }
    graph.bring_in(file, import)
}

fn values<'a>(of: Element<'a, 'a>, names: &HashMap<&str, &'a str>) -> Vec<(&'a str, &'a str)> {
    of.descendants()
        .filter(|n| n.tag_name().name() == "attvalue")
        .filter_map(|n| Some((*names.get(n.attribute("for")?)?, n.attribute("value")?)))
        .collect()
}
