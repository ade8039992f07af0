//! Mermaid: a flowchart that documents and wikis draw, with functions as subgraphs.

use std::fmt::Write;

use ecosystem::{FunctionId, Health, Map, TeamKind};

use super::places::Numbers;

/// The most links that Mermaid draws; a file cannot raise it.
const MOST_LINKS: usize = 499;

/// What to know about the file: Mermaid refuses large charts.
pub fn remark(map: &Map) -> Option<String> {
    let links = map.dependencies().len();
    (links > MOST_LINKS).then(|| {
        format!("Mermaid draws at most {MOST_LINKS} links unless the page that shows it allows more; this map has {links}.")
    })
}

/// Writes `map` as a flowchart.
pub fn write(map: &Map) -> String {
    let numbers = Numbers::of(map);
    let mut out = "flowchart LR\n".to_owned();
    nodes(map, None, 1, &numbers, &mut out);
    for d in map.dependencies() {
        let arrow = match d.health() {
            Health::Ok => "-->",
            Health::Slowing => "-.->",
            Health::Blocking => "==>",
        };
        let what = if d.what.is_empty() { String::new() } else { format!("|\"{}\"|", escape(&d.what)) };
        let (provider, receiver) = (numbers.team(d.provider), numbers.team(d.receiver));
        // Writing to a String cannot fail.
        let _ = writeln!(out, "  {provider} {arrow}{what} {receiver}");
    }
    out
}

fn nodes(map: &Map, within: Option<FunctionId>, depth: usize, numbers: &Numbers, out: &mut String) {
    let indent = "  ".repeat(depth);
    for function in map.functions_in(within) {
        // In titles a quote would show as its code.
        let title = escape(&function.name.replace('"', "\u{201d}"));
        let _ = writeln!(out, "{indent}subgraph {} [\"{title}\"]", numbers.function(function.id));
        nodes(map, Some(function.id), depth + 1, numbers, out);
        let _ = writeln!(out, "{indent}end");
    }
    for team in map.teams_in(within) {
        let (open, close) = match team.kind {
            TeamKind::Team => ("[", "]"),
            TeamKind::Role => ("([", "])"),
            TeamKind::OutsideGroup => ("{{", "}}"),
        };
        let _ = writeln!(out, "{indent}{}{open}\"{}\"{close}", numbers.team(team.id), escape(&team.name));
    }
}

/// A label as Mermaid takes it: its own entities begin with `#`.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '&' => out.push_str("#amp;"),
            '`' => out.push_str("#96;"),
            '\\' => out.push_str("#92;"),
            '|' => out.push_str("#124;"),
            ';' => out.push_str("#59;"),
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
