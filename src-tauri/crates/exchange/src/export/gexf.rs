//! GEXF 1.3 for Gephi. It has no nesting; the function is an attribute.

use std::fmt::Write;

use ecosystem::Map;
use picture::scene::Scene;
use picture::theme::Theme;

use super::csv;
use super::places::{Numbers, Places};
use super::xml::escape;

/// Writes `map` with the places of `scene`.
pub fn write(map: &Map, scene: &Scene, theme: &Theme) -> String {
    let (numbers, places) = (Numbers::of(map), Places::of(map, scene));
    let (teams, dependencies) = (csv::teams(map), csv::dependencies(map));
    let mut out = String::from(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
<meta><creator>Tiemap</creator></meta>
<graph defaultedgetype="directed" mode="static">
"#,
    );
    let attributes = |out: &mut String, class: &str, headers: &[String], skipped: usize| {
        // Writing to a String cannot fail.
        let _ = writeln!(out, r#"<attributes class="{class}">"#);
        for (n, field) in headers.iter().enumerate().skip(skipped) {
            let _ = writeln!(out, r#"<attribute id="{n}" title="{}" type="string"/>"#, escape(field));
        }
        out.push_str("</attributes>\n");
    };
    attributes(&mut out, "node", &teams[0], 0);
    attributes(&mut out, "edge", &dependencies[0], ENDS);
    let values = |out: &mut String, row: &[String], skipped: usize| {
        out.push_str("<attvalues>");
        for (n, value) in row.iter().enumerate().skip(skipped).filter(|(_, value)| !value.is_empty()) {
            let _ = write!(out, r#"<attvalue for="{n}" value="{}"/>"#, escape(value));
        }
        out.push_str("</attvalues>");
    };
    out.push_str("<nodes>\n");
    for (team, row) in map.teams().zip(&teams[1..]) {
        let rect = places.card(team.id);
        let hue = team.function.and_then(|id| map.function(id)).map_or(picture::theme::OUTSIDE, |f| f.hue);
        let colour = theme.hue(hue);
        let _ = write!(out, r#"<node id="{}" label="{}">"#, numbers.team(team.id), escape(&team.name));
        values(&mut out, row, 0);
        // Places are measured upwards.
        let _ = writeln!(
            out,
            r#"<viz:color r="{}" g="{}" b="{}"/><viz:position x="{}" y="{}" z="0"/></node>"#,
            colour.0, colour.1, colour.2, rect.x, -rect.y
        );
    }
    out.push_str("</nodes>\n<edges>\n");
    for ((d, row), n) in map.dependencies().zip(&dependencies[1..]).zip(1..) {
        let _ = write!(
            out,
            r#"<edge id="d{n}" source="{}" target="{}" weight="{}" label="{}">"#,
            numbers.team(d.provider),
            numbers.team(d.receiver),
            d.strength,
            escape(&d.what)
        );
        values(&mut out, row, ENDS);
        out.push_str("</edge>\n");
    }
    out + "</edges>\n</graph>\n</gexf>\n"
}

/// The columns of the two ends, which the edge itself says.
const ENDS: usize = 2;
