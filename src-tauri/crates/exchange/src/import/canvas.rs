//! JSON Canvas, as Obsidian writes it (jsoncanvas.org, version 1.0): text nodes are teams, groups are functions that
//! hold what lies inside them.

use ecosystem::Spot;
use serde::Deserialize;

use super::graph::{Edge, Graph, Node};
use super::{Import, ImportError};

#[derive(Deserialize)]
struct Canvas {
    #[serde(default)]
    nodes: Vec<Item>,
    #[serde(default)]
    edges: Vec<Line>,
}

#[derive(Deserialize)]
struct Item {
    id: String,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    x: f64,
    #[serde(default)]
    y: f64,
    #[serde(default)]
    width: f64,
    #[serde(default)]
    height: f64,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    file: Option<String>,
    #[serde(default)]
    url: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    from_node: String,
    to_node: String,
    #[serde(default)]
    from_end: Option<String>,
    #[serde(default)]
    to_end: Option<String>,
    #[serde(default)]
    label: Option<String>,
}

/// Reads a canvas.
pub(super) fn read(text: &str, file: &str, import: &mut Import) -> Result<(), ImportError> {
    let refuse = |why: String| ImportError::Refused { file: file.to_owned(), why };
    let canvas: Canvas =
        serde_json::from_str(text).map_err(|why| refuse(format!("It is not a canvas: {why}.")))?;
    let groups: Vec<&Item> = canvas.nodes.iter().filter(|item| item.kind == "group").collect();
    if groups.len() > ecosystem::limits::FUNCTIONS
        || canvas.nodes.len().saturating_mul(groups.len()) > MOST_PAIRS
    {
        return Err(refuse("It holds more groups than a map can.".to_owned()));
    }
    let mut graph = Graph::default();
    for item in &canvas.nodes {
        // The smallest group around it.
        let around = groups.iter().filter(|group| group.id != item.id && holds(group, item));
        let parent = around.min_by(|a, b| (a.width * a.height).total_cmp(&(b.width * b.height)));
        let words = item.text.as_ref().or(item.label.as_ref()).or(item.file.as_ref()).or(item.url.as_ref());
        // The first line is the name, as in a note; marks of headings are left out.
        let mut lines = words.map_or("", String::as_str).lines().filter(|line| !line.trim().is_empty());
        let label = plain(lines.next().unwrap_or_default()).trim().to_owned();
        let rest: Vec<&str> = lines.collect();
        let mut node = Node {
            id: item.id.clone(),
            label,
            parent: parent.map(|group| group.id.clone()),
            holds: item.kind == "group",
            at: Some(Spot { x: item.x, y: item.y }),
            ..Node::default()
        };
        node.set.note = Some(rest.join("\n")).filter(|note| !note.is_empty());
        graph.nodes.push(node);
    }
    for line in canvas.edges {
        let arrow = |end: &Option<String>, usual: bool| end.as_deref().map_or(usual, |end| end == "arrow");
        let (back, ahead) = (arrow(&line.from_end, false), arrow(&line.to_end, true));
        let (provider, receiver) =
            if back && !ahead { (line.to_node, line.from_node) } else { (line.from_node, line.to_node) };
        let mut edge = Edge { provider, receiver, both: back && ahead, ..Edge::default() };
        edge.set.what = line.label.filter(|label| !label.trim().is_empty());
        graph.edges.push(edge);
    }
    graph.bring_in(file, import)
}

/// A line of Markdown without its mark of a heading, or without the backslash that keeps it from being one.
fn plain(line: &str) -> &str {
    let line = line.trim_start();
    if let Some(kept) = line.strip_prefix('\\').filter(|rest| rest.starts_with(['#', '\\'])) {
        return kept;
    }
    let words = line.trim_start_matches('#');
    let is_heading = line.len() - words.len() <= 6 && words.starts_with([' ', '\t']);
    if is_heading { words } else { line }
}

/// The most pairs of a node and a group that are compared.
const MOST_PAIRS: usize = 50_000_000;

fn holds(group: &Item, item: &Item) -> bool {
    let inside = |at: f64, size: f64, from: f64, length: f64| at >= from && at + size <= from + length;
    let larger = group.width * group.height > item.width * item.height;
    larger
        && inside(item.x, item.width, group.x, group.width)
        && inside(item.y, item.height, group.y, group.height)
}
