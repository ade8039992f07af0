//! Kumu's JSON: elements and connections.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::columns::Field;
use super::graph::{Edge, Graph, Node};
use super::{Import, ImportError, fields};

#[derive(Deserialize)]
struct Blueprint {
    #[serde(default)]
    elements: Vec<Element>,
    #[serde(default)]
    connections: Vec<Connection>,
}

#[derive(Deserialize)]
struct Element {
    #[serde(alias = "_id", default)]
    id: Option<Value>,
    #[serde(default)]
    label: String,
    #[serde(default)]
    attributes: BTreeMap<String, Value>,
    #[serde(flatten)]
    other: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
struct Connection {
    from: Value,
    to: Value,
    #[serde(default)]
    direction: Option<String>,
    #[serde(default)]
    attributes: BTreeMap<String, Value>,
    #[serde(flatten)]
    other: BTreeMap<String, Value>,
}

/// A value as a cell would say it; lists joined by bars, as in Kumu's own tables.
fn said(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(said).collect::<Vec<_>>().join(" | "),
        Value::Object(_) => String::new(),
        other => other.to_string(),
    }
}

/// Reads elements and connections. An element is known by its id, else by its label.
pub(super) fn read(text: &str, file: &str, import: &mut Import) -> Result<(), ImportError> {
    let refuse = |why: String| ImportError::Refused { file: file.to_owned(), why };
    let blueprint: Blueprint =
        serde_json::from_str(text).map_err(|why| refuse(format!("It is not a Kumu project: {why}.")))?;
    let mut graph = Graph::default();
    for element in blueprint.elements {
        let given = element.id.as_ref().map(said).filter(|id| !id.is_empty());
        let mut node = Node {
            id: given.unwrap_or_else(|| element.label.clone()),
            label: element.label,
            ..Node::default()
        };
        for (name, value) in element.attributes.iter().chain(&element.other) {
            let value = said(value);
            match fields::team(name, &value, &mut node.set) {
                Some(Field::Function) => node.function = Some(value),
                Some(Field::Name) if node.label.is_empty() => node.label = value,
                _ => {}
            }
        }
        graph.nodes.push(node);
    }
    for connection in blueprint.connections {
        let both = connection.direction.as_deref().is_some_and(|way| matches!(way, "mutual" | "undirected"));
        let (provider, receiver) = (said(&connection.from), said(&connection.to));
        let mut edge = Edge { provider, receiver, both, ..Edge::default() };
        let ignored = |name: &str| matches!(name, "id" | "_id" | "from" | "to" | "direction");
        for (name, value) in
            connection.attributes.iter().chain(&connection.other).filter(|(name, _)| !ignored(name))
        {
            fields::dependency(name, &said(value), &mut edge.set);
        }
        graph.edges.push(edge);
    }
    graph.bring_in(file, import)
}
