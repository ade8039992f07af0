//! GraphML with yEd's shapes, labels and groups, and every field of teams and dependencies as data.

use std::fmt::Write;

use ecosystem::{FunctionId, Map};
use picture::geometry::Rect;
use picture::scene::Scene;
use picture::theme::Theme;

use super::csv;
use super::places::{Numbers, Places};
use super::xml::escape;

/// Writes `map` with the places of `scene`.
pub fn write(map: &Map, scene: &Scene, theme: &Theme) -> String {
    let (teams, dependencies) = (csv::teams(map), csv::dependencies(map));
    let mut out = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
<key id="ng" for="node" yfiles.type="nodegraphics"/><key id="eg" for="edge" yfiles.type="edgegraphics"/>
<key id="px" for="node" attr.name="pos_x" attr.type="double"/><key id="py" for="node" attr.name="pos_y" attr.type="double"/>
"#
    .to_owned();
    // Writing to a String cannot fail.
    for (n, field) in teams[0].iter().enumerate() {
        let _ =
            writeln!(out, r#"<key id="n{n}" for="node" attr.name="{}" attr.type="string"/>"#, escape(field));
    }
    for (n, field) in dependencies[0].iter().enumerate().skip(ENDS) {
        let _ =
            writeln!(out, r#"<key id="e{n}" for="edge" attr.name="{}" attr.type="string"/>"#, escape(field));
    }
    out.push_str("<graph id=\"G\" edgedefault=\"directed\">\n");
    let mut writer =
        Writer { map, theme, numbers: Numbers::of(map), places: Places::of(map, scene), teams: &teams, out };
    writer.nodes(None);
    for ((d, row), n) in map.dependencies().zip(&dependencies[1..]).zip(1..) {
        let (provider, receiver) = (writer.numbers.team(d.provider), writer.numbers.team(d.receiver));
        let stroke = theme.tie(d.health(), d.is_perception_gap(), None, 1.0);
        let kind = if stroke.dash.is_empty() { "line" } else { "dashed" };
        let _ = write!(
            writer.out,
            r#"<edge id="d{n}" source="{provider}" target="{receiver}"><data key="eg"><y:PolyLineEdge><y:LineStyle color="{}" type="{kind}" width="1.0"/><y:Arrows source="none" target="standard"/><y:EdgeLabel>{}</y:EdgeLabel></y:PolyLineEdge></data>"#,
            stroke.colour,
            escape(&d.what)
        );
        for (n, value) in row.iter().enumerate().skip(ENDS).filter(|(_, value)| !value.is_empty()) {
            let _ = write!(writer.out, r#"<data key="e{n}">{}</data>"#, escape(value));
        }
        writer.out.push_str("</edge>\n");
    }
    writer.out + "</graph>\n</graphml>\n"
}

/// The columns of the two ends, which the edge itself says.
const ENDS: usize = 2;

struct Writer<'m> {
    map: &'m Map,
    theme: &'m Theme,
    numbers: Numbers,
    places: Places,
    teams: &'m csv::Rows,
    out: String,
}

impl Writer<'_> {
    fn nodes(&mut self, within: Option<FunctionId>) {
        let map = self.map;
        for function in map.functions_in(within) {
            let (id, name) = (self.numbers.function(function.id), escape(&function.name));
            let geometry = geometry(self.places.room(function.id));
            let colour = self.theme.hue(function.hue);
            let _ = write!(
                self.out,
                r#"<node id="{id}" yfiles.foldertype="group"><data key="ng"><y:ProxyAutoBoundsNode><y:Realizers active="0"><y:GroupNode>{geometry}<y:Fill transparent="true"/><y:BorderStyle color="{colour}" type="line" width="1.0"/><y:NodeLabel>{name}</y:NodeLabel><y:Shape type="roundrectangle"/></y:GroupNode></y:Realizers></y:ProxyAutoBoundsNode></data><graph id="{id}:" edgedefault="directed">"#
            );
            self.nodes(Some(function.id));
            self.out.push_str("</graph></node>\n");
        }
        for team in map.teams_in(within) {
            let id = self.numbers.team(team.id);
            let rect = self.places.card(team.id);
            let row = id[1..].parse::<usize>().ok().and_then(|n| self.teams.get(n));
            let _ = write!(
                self.out,
                r#"<node id="{id}"><data key="ng"><y:ShapeNode>{}<y:Fill color="{}" transparent="false"/><y:NodeLabel>{}</y:NodeLabel><y:Shape type="roundrectangle"/></y:ShapeNode></data><data key="px">{}</data><data key="py">{}</data>"#,
                geometry(rect),
                self.theme.surface,
                escape(&team.name),
                rect.x,
                rect.y
            );
            // The function is told by the nesting.
            let function = self.teams[0].iter().position(|header| header == "function");
            for (n, value) in row.into_iter().flatten().enumerate() {
                if Some(n) != function && !value.is_empty() {
                    let _ = write!(self.out, r#"<data key="n{n}">{}</data>"#, escape(value));
                }
            }
            self.out.push_str("</node>\n");
        }
    }
}

fn geometry(Rect { x, y, w, h }: Rect) -> String {
    format!(r#"<y:Geometry height="{h}" width="{w}" x="{x}" y="{y}"/>"#)
}
