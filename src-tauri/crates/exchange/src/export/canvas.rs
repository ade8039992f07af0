//! JSON Canvas (jsoncanvas.org, version 1.0), as Obsidian opens it.

use ecosystem::Map;
use picture::geometry::Rect;
use picture::scene::Scene;
use serde::Serialize;

use super::places::{Numbers, Places};

#[derive(Serialize)]
struct Canvas {
    nodes: Vec<Item>,
    edges: Vec<Line>,
}

#[derive(Serialize)]
struct Item {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    x: i64,
    y: i64,
    width: i64,
    height: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    id: String,
    from_node: String,
    to_node: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    label: String,
}

/// Writes `map` with the places of `scene`.
///
/// # Errors
/// Never for a map that keeps the rules.
pub fn write(map: &Map, scene: &Scene) -> Result<Vec<u8>, serde_json::Error> {
    let (numbers, places) = (Numbers::of(map), Places::of(map, scene));
    let item = |id: String, kind, rect: Rect| {
        let whole = |length: f64| length.round() as i64;
        let (width, height) = (whole(rect.w), whole(rect.h));
        Item { id, kind, x: whole(rect.x), y: whole(rect.y), width, height, text: None, label: None }
    };
    let groups = map.functions().map(|function| Item {
        label: Some(function.name.clone()),
        ..item(numbers.function(function.id), "group", places.room(function.id))
    });
    let teams = map.teams().map(|team| Item {
        text: Some(as_markdown(&team.name)),
        ..item(numbers.team(team.id), "text", places.card(team.id))
    });
    let edges = map.dependencies().zip(1..).map(|(d, n)| Line {
        id: format!("d{n}"),
        from_node: numbers.team(d.provider),
        to_node: numbers.team(d.receiver),
        label: d.what.clone(),
    });
    serde_json::to_vec_pretty(&Canvas { nodes: groups.chain(teams).collect(), edges: edges.collect() })
}

/// A name that no reader of Markdown takes for a heading.
fn as_markdown(name: &str) -> String {
    if name.starts_with(['#', '\\']) { format!("\\{name}") } else { name.to_owned() }
}
