//! Graphviz DOT, with the map's own places: `neato -n2` draws it as it is, `dot` lays it out anew.

use std::fmt::Write;

use ecosystem::{FunctionId, Health, Map};
use picture::scene::Scene;
use picture::theme::Theme;

use super::places::{Numbers, Places};

/// Points in a scene unit.
const POINTS: f64 = 0.75;

/// Writes `map` with the places of `scene`.
pub fn write(map: &Map, scene: &Scene, theme: &Theme) -> String {
    let (numbers, places) = (Numbers::of(map), Places::of(map, scene));
    let mut out = format!(
        "digraph \"{}\" {{\n  graph [bgcolor=\"{}\", fontname=\"Helvetica\"];\n  node [shape=box, style=\"rounded,filled\", fillcolor=\"{}\", fontname=\"Helvetica\", fontsize=10.5, fixedsize=true];\n  edge [fontname=\"Helvetica\", fontsize=8];\n",
        escape(&map.about().name),
        theme.ground,
        theme.surface
    );
    nodes(
        map,
        None,
        1,
        &mut |out, indent, id| match id {
            Item::Open(function) => {
                let hue = map.function(function).map_or(0, |f| f.hue);
                let name = map.function(function).map_or("", |f| f.name.as_str());
                let _ = writeln!(out, "{indent}subgraph cluster_{} {{", numbers.function(function));
                let _ = writeln!(
                    out,
                    "{indent}  label=\"{}\"; color=\"{}\"; style=rounded;",
                    escape(name),
                    theme.hue(hue)
                );
            }
            Item::Close => {
                let _ = writeln!(out, "{indent}}}");
            }
            Item::Team(team) => {
                let rect = places.card(team);
                let (centre, name) = (rect.centre(), map.team(team).map_or("", |t| t.name.as_str()));
                // Places are measured upwards; sizes in inches.
                let _ = writeln!(
                    out,
                    "{indent}{} [label=\"{}\", pos=\"{:.1},{:.1}!\", width={:.2}, height={:.2}];",
                    numbers.team(team),
                    escape(name),
                    centre.x * POINTS,
                    -centre.y * POINTS,
                    rect.w / 96.0,
                    rect.h / 96.0
                );
            }
        },
        &mut out,
    );
    for d in map.dependencies() {
        let stroke = theme.tie(d.health(), d.is_perception_gap(), None, 1.0);
        let (style, width) = match d.health() {
            Health::Ok => ("solid", 1.0),
            Health::Slowing => ("dashed", 1.5),
            Health::Blocking => ("solid", 2.5),
        };
        let _ = writeln!(
            out,
            "  {} -> {} [label=\"{}\", color=\"{}\", style={style}, penwidth={width}];",
            numbers.team(d.provider),
            numbers.team(d.receiver),
            escape(&d.what),
            stroke.colour
        );
    }
    out + "}\n"
}

enum Item {
    Open(FunctionId),
    Close,
    Team(ecosystem::TeamId),
}

fn nodes(
    map: &Map,
    within: Option<FunctionId>,
    depth: usize,
    put: &mut dyn FnMut(&mut String, &str, Item),
    out: &mut String,
) {
    let indent = "  ".repeat(depth);
    for function in map.functions_in(within) {
        put(out, &indent, Item::Open(function.id));
        nodes(map, Some(function.id), depth + 1, put, out);
        put(out, &indent, Item::Close);
    }
    for team in map.teams_in(within) {
        put(out, &indent, Item::Team(team.id));
    }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ")
}
