//! draw.io (diagrams.net): functions as containers, teams as boxes in them, every field as data on its shape.

use std::fmt::Write;

use ecosystem::{FunctionId, Health, Map};
use picture::geometry::{Point, Rect};
use picture::scene::Scene;
use picture::theme::Theme;

use super::csv;
use super::places::{Numbers, Places};
use super::xml::escape;

/// Writes `map` with the places of `scene`.
pub fn write(map: &Map, scene: &Scene, theme: &Theme) -> String {
    let (teams, dependencies) = (csv::teams(map), csv::dependencies(map));
    let name = escape(&map.about().name);
    let head = format!(
        r#"<mxfile host="Tiemap"><diagram id="map" name="{name}"><mxGraphModel background="{}" grid="0"><root><mxCell id="0"/><mxCell id="1" parent="0"/>"#,
        theme.ground
    );
    let (numbers, places) = (Numbers::of(map), Places::of(map, scene));
    let mut writer = Writer { map, theme, numbers, places, teams: &teams, out: head };
    writer.nodes(None, "1", Point::default());
    for ((d, row), n) in map.dependencies().zip(&dependencies[1..]).zip(1..) {
        let stroke = theme.tie(d.health(), d.is_perception_gap(), None, 1.0);
        let (dashed, width) = match d.health() {
            Health::Ok => (0, 1.5),
            Health::Slowing => (1, 2.0),
            Health::Blocking => (0, 3.0),
        };
        let data = data(&dependencies[0], row, &["provider", "receiver", "what"]);
        // Writing to a String cannot fail.
        let _ = write!(
            writer.out,
            r#"<object id="d{n}" label="{}"{data}><mxCell style="html=0;curved=1;endArrow=block;endFill=1;strokeColor={};strokeWidth={width};dashed={dashed};fontSize=11;" edge="1" parent="1" source="{}" target="{}"><mxGeometry relative="1" as="geometry"/></mxCell></object>"#,
            escape(&d.what),
            stroke.colour,
            writer.numbers.team(d.provider),
            writer.numbers.team(d.receiver)
        );
    }
    writer.out + "</root></mxGraphModel></diagram></mxfile>\n"
}

struct Writer<'m> {
    map: &'m Map,
    theme: &'m Theme,
    numbers: Numbers,
    places: Places,
    teams: &'m csv::Rows,
    out: String,
}

impl Writer<'_> {
    /// Places of children are told from the corner of what holds them.
    fn nodes(&mut self, within: Option<FunctionId>, parent: &str, corner: Point) {
        let map = self.map;
        for function in map.functions_in(within) {
            let (id, rect) = (self.numbers.function(function.id), self.places.room(function.id));
            let colour = self.theme.hue(function.hue);
            let fill = self.theme.room_ground(function.hue, 0);
            let _ = write!(
                self.out,
                r#"<object id="{id}" label="{}" kind="function"><mxCell style="rounded=1;arcSize=5;absoluteArcSize=0;html=0;whiteSpace=wrap;container=1;collapsible=0;recursiveResize=0;align=left;verticalAlign=top;spacingLeft=12;spacingTop=6;fontStyle=1;fillColor={fill};strokeColor={colour};fontColor={};" vertex="1" parent="{parent}">{}</mxCell></object>"#,
                escape(&function.name),
                self.theme.hue_text(function.hue),
                geometry(rect, corner)
            );
            self.nodes(Some(function.id), &id, rect.corner());
        }
        for team in map.teams_in(within) {
            let id = self.numbers.team(team.id);
            let hue =
                team.function.and_then(|id| map.function(id)).map_or(picture::theme::OUTSIDE, |f| f.hue);
            let row = id[1..].parse::<usize>().ok().and_then(|n| self.teams.get(n));
            let data = row.map_or_else(String::new, |row| data(&self.teams[0], row, &["name", "function"]));
            let _ = write!(
                self.out,
                r#"<object id="{id}" label="{}"{data}><mxCell style="rounded=1;html=0;whiteSpace=wrap;fillColor={};strokeColor={};fontColor={};fontStyle=1;" vertex="1" parent="{parent}">{}</mxCell></object>"#,
                escape(&team.name),
                self.theme.surface,
                self.theme.hue(hue),
                self.theme.ink,
                geometry(self.places.card(team.id), corner)
            );
        }
    }
}

fn geometry(rect: Rect, corner: Point) -> String {
    let (x, y) = (rect.x - corner.x, rect.y - corner.y);
    format!(r#"<mxGeometry x="{x}" y="{y}" width="{}" height="{}" as="geometry"/>"#, rect.w, rect.h)
}

/// The fields of a row as attributes, without those the shape itself says. A name that no attribute can have loses the
/// characters it cannot hold.
fn data(headers: &[String], row: &[String], said: &[&str]) -> String {
    let mut out = String::new();
    let mut taken = vec![
        "id".to_owned(),
        "label".to_owned(),
        "placeholders".to_owned(),
        "link".to_owned(),
        "tooltip".to_owned(),
    ];
    for (header, value) in headers.iter().zip(row) {
        if value.is_empty() || said.contains(&header.as_str()) {
            continue;
        }
        let name = if header == "id" { "key".to_owned() } else { attribute_name(header) };
        if !taken.contains(&name) {
            let _ = write!(out, r#" {name}="{}""#, escape(value));
            taken.push(name);
        }
    }
    out
}

fn attribute_name(header: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = header.chars().map(safe).collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("_{name}") }
}
