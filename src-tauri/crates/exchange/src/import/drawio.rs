//! draw.io (diagrams.net), plain or compressed: boxes are teams, boxes that hold others are functions, lines with two
//! ends are dependencies.

use std::collections::HashMap;
use std::io::Read;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ecosystem::Spot;
use flate2::read::DeflateDecoder;
use roxmltree::Node as Element;

use super::graph::{Edge, Graph, Node, plain_text};
use super::{Import, ImportError, fields, limits, tree};

/// Reads a drawing, all its pages.
pub(super) fn read(text: &str, file: &str, import: &mut Import) -> Result<(), ImportError> {
    let refuse = |why: String| ImportError::Refused { file: file.to_owned(), why };
    let document = tree::parse(text).map_err(refuse)?;
    let root = document.root_element();
    let mut graph = Graph::default();
    match root.tag_name().name() {
        "mxGraphModel" => page(root, "", &mut graph),
        "mxfile" => {
            for (n, diagram) in root.children().filter(|n| n.tag_name().name() == "diagram").enumerate() {
                if n >= PAGES {
                    return Err(refuse(format!("It has more than {PAGES} pages.")));
                }
                let prefix = format!("{n}/");
                match tree::find(diagram, "mxGraphModel") {
                    Some(model) => page(model, &prefix, &mut graph),
                    None => {
                        let inner = unpacked(&tree::text(diagram)).map_err(refuse)?;
                        let inner = tree::parse(&inner).map_err(refuse)?;
                        page(inner.root_element(), &prefix, &mut graph);
                    }
                }
            }
        }
        _ => return Err(refuse("It is not a draw.io drawing.".to_owned())),
    }
    graph.bring_in(file, import)
}

const PAGES: usize = 100;

/// A compressed page: Base64 of deflate of percent-encoded XML.
fn unpacked(text: &str) -> Result<String, String> {
    let damaged = || "A page in it is damaged.".to_owned();
    let packed = BASE64_STANDARD.decode(text.trim()).map_err(|_| damaged())?;
    let mut plain = Vec::new();
    DeflateDecoder::new(packed.as_slice())
        .take(limits::DRAWING + 1)
        .read_to_end(&mut plain)
        .map_err(|_| damaged())?;
    if plain.len() as u64 > limits::DRAWING {
        return Err("A page in it unpacks to far more than any drawing needs.".to_owned());
    }
    let mut bytes = Vec::with_capacity(plain.len());
    let mut at = 0;
    while let Some(&byte) = plain.get(at) {
        let digits = plain.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.filter(|_| byte == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                at += 3;
            }
            None => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(bytes).map_err(|_| damaged())
}

/// A cell: data may stand on an element around it, with its id and label.
struct Cell<'a> {
    id: &'a str,
    label: &'a str,
    cell: Element<'a, 'a>,
    around: Option<Element<'a, 'a>>,
}

impl Cell<'_> {
    /// What its label says; it is HTML only where the style says so.
    fn words(&self) -> String {
        let style = self.cell.attribute("style").unwrap_or_default();
        match style.split(';').any(|part| part == "html=1") {
            true => plain_text(self.label),
            false => self.label.to_owned(),
        }
    }
}

fn page(model: Element<'_, '_>, prefix: &str, graph: &mut Graph) {
    let cells: Vec<Cell<'_>> = model
        .descendants()
        .filter(|n| n.tag_name().name() == "mxCell")
        .filter_map(|cell| {
            let around = cell.parent().filter(|p| matches!(p.tag_name().name(), "object" | "UserObject"));
            let of = around.unwrap_or(cell);
            let label = of.attribute("label").or(of.attribute("value")).unwrap_or_default();
            Some(Cell { id: of.attribute("id")?, label, cell, around })
        })
        .collect();
    let boxes: HashMap<&str, &Cell<'_>> =
        cells.iter().filter(|c| c.cell.attribute("vertex") == Some("1")).map(|c| (c.id, c)).collect();
    let parent = |cell: &Cell<'_>| cell.cell.attribute("parent").and_then(|id| boxes.get(id)).copied();
    let edges: HashMap<&str, &Cell<'_>> =
        cells.iter().filter(|c| c.cell.attribute("edge") == Some("1")).map(|c| (c.id, c)).collect();
    let mut labels: HashMap<&str, String> = HashMap::new();
    for cell in cells.iter().filter(|cell| boxes.contains_key(cell.id)) {
        // Text that hangs on a line is the line's; text on its own and signs are no teams.
        if let Some(edge) = cell.cell.attribute("parent").filter(|id| edges.contains_key(id)) {
            labels.entry(edge).or_default().push_str(&cell.words());
            continue;
        }
        let style = cell.cell.attribute("style").unwrap_or_default();
        let is_kind = |kind: &str| style.split(';').any(|part| part == kind);
        let kind = cell.around.and_then(|around| around.attribute("kind"));
        if is_kind("text") || is_kind("edgeLabel") || kind == Some("legend") {
            continue;
        }
        let mut node = Node {
            id: format!("{prefix}{}", cell.id),
            label: cell.words(),
            parent: parent(cell).map(|outer| format!("{prefix}{}", outer.id)),
            holds: is_kind("swimlane") || style.contains("container=1") || kind == Some("function"),
            at: place(cell, &parent),
            ..Node::default()
        };
        for attribute in cell.around.iter().flat_map(|around| around.attributes()) {
            match attribute.name() {
                "id" | "label" | "placeholders" | "link" | "tooltip" => {}
                "key" => node.key = attribute.value().to_owned(),
                "kind" if attribute.value() == "function" => {}
                name => drop(fields::team(name, attribute.value(), &mut node.set)),
            }
        }
        graph.nodes.push(node);
    }
    for cell in cells.iter().filter(|cell| edges.contains_key(cell.id)) {
        let (Some(source), Some(target)) = (cell.cell.attribute("source"), cell.cell.attribute("target"))
        else {
            continue;
        };
        let own = cell.words();
        let what = if own.trim().is_empty() { labels.remove(cell.id).unwrap_or_default() } else { own };
        let style = cell.cell.attribute("style").unwrap_or_default();
        let arrow =
            |end: &str| style.split(';').find_map(|part| part.strip_prefix(end)).map(|arrow| arrow != "none");
        let (at_start, at_end) = (arrow("startArrow=").unwrap_or(false), arrow("endArrow=").unwrap_or(true));
        let (mut provider, mut receiver) = (format!("{prefix}{source}"), format!("{prefix}{target}"));
        if at_start && !at_end {
            std::mem::swap(&mut provider, &mut receiver);
        }
        let mut edge = Edge { provider, receiver, both: at_start && at_end, ..Edge::default() };
        edge.set.what = Some(what).filter(|what| !what.trim().is_empty());
        for attribute in cell.around.iter().flat_map(|around| around.attributes()) {
            if !matches!(attribute.name(), "id" | "label" | "placeholders" | "link" | "tooltip") {
                fields::dependency(attribute.name(), attribute.value(), &mut edge.set);
            }
        }
        graph.edges.push(edge);
    }
}

/// Where a box lies on the page: its place is told from the corner of what holds it.
fn place<'a>(cell: &Cell<'a>, parent: &dyn Fn(&Cell<'a>) -> Option<&'a Cell<'a>>) -> Option<Spot> {
    let own = |cell: &Cell<'_>| {
        let geometry = tree::find(cell.cell, "mxGeometry")?;
        Some((tree::number(geometry, "x").unwrap_or(0.0), tree::number(geometry, "y").unwrap_or(0.0)))
    };
    let (mut x, mut y) = own(cell)?;
    let mut outer = parent(cell);
    for _ in 0..limits::DEPTH {
        let Some(around) = outer else { break };
        if let Some((left, top)) = own(around) {
            (x, y) = (x + left, y + top);
        }
        outer = parent(around);
    }
    Some(Spot { x, y })
}
