//! Two tables, teams and dependencies, as Excel opens them with a double click: UTF-8 with a mark, CRLF, and no cell
//! that a spreadsheet would run as a formula. [`crate::import`] reads them back.

use std::collections::BTreeSet;

use ecosystem::{Dependency, Health, Map, Team, TeamId, TeamKind, name};

/// The pair of tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvPair {
    /// A row for each team.
    pub teams: Vec<u8>,
    /// A row for each dependency.
    pub dependencies: Vec<u8>,
}

/// Writes the teams and dependencies of `map`.
pub fn write(map: &Map) -> CsvPair {
    let (teams, dependencies) = (teams(map), dependencies(map));
    CsvPair { teams: bytes(&teams), dependencies: bytes(&dependencies) }
}

/// A table: headers, then rows.
pub(crate) type Rows = Vec<Vec<String>>;

/// The table of teams.
pub(crate) fn teams(map: &Map) -> Rows {
    let custom: BTreeSet<&String> = map.teams().flat_map(|team| team.custom.keys()).collect();
    let headers = ["id", "name", "function", "kind", "lead", "people", "load", "region", "note"];
    let mut rows =
        vec![headers.iter().map(|h| (*h).to_owned()).chain(custom.iter().map(|c| (*c).clone())).collect()];
    rows.extend(map.teams().map(|team| {
        let function = team.function.and_then(|id| map.function(id)).map_or("", |f| f.name.as_str());
        let Team { key, name, lead, people, load, region, note, .. } = team;
        let kind = match team.kind {
            TeamKind::Team => "team",
            TeamKind::Role => "role",
            TeamKind::OutsideGroup => "outside group",
        };
        let mut row = vec![key.clone(), name.clone(), function.to_owned(), kind.to_owned(), lead.clone()];
        row.extend([number(*people), number(*load), region.clone(), note.clone()]);
        row.extend(custom.iter().map(|field| team.custom.get(*field).cloned().unwrap_or_default()));
        row
    }));
    rows
}

/// The table of dependencies.
pub(crate) fn dependencies(map: &Map) -> Rows {
    let custom: BTreeSet<&String> = map.dependencies().flat_map(|d| d.custom.keys()).collect();
    let headers = [
        "provider",
        "receiver",
        "what",
        "strength",
        "health",
        "provider health",
        "cadence",
        "channel",
        "wait",
        "expectation",
        "agreed quality",
        "review",
        "note",
    ];
    let mut rows =
        vec![headers.iter().map(|h| (*h).to_owned()).chain(custom.iter().map(|c| (*c).clone())).collect()];
    rows.extend(map.dependencies().map(|dependency| {
        let Dependency { what, strength, cadence, channel, wait, expectation, agreed, review, note, .. } =
            dependency;
        let mut row = vec![end(map, dependency.provider), end(map, dependency.receiver), what.clone()];
        row.extend([
            strength.to_string(),
            health(dependency.receiver_health),
            health(dependency.provider_health),
        ]);
        row.extend([cadence.clone(), channel.clone(), number(*wait), expectation.clone(), agreed.clone()]);
        row.extend([review.map_or_else(String::new, |day| day.to_string()), note.clone()]);
        row.extend(custom.iter().map(|field| dependency.custom.get(*field).cloned().unwrap_or_default()));
        row
    }));
    rows
}

/// How a row names a team: by name, unless another team's id reads the same.
fn end(map: &Map, id: TeamId) -> String {
    let Some(team) = map.team(id) else { return String::new() };
    let mistaken = map.team_keyed(&name::line(&team.name)).is_some_and(|other| other.id != id);
    if mistaken && !team.key.is_empty() { team.key.clone() } else { team.name.clone() }
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn health(value: Option<Health>) -> String {
    let word = match value {
        None => "",
        Some(Health::Ok) => "ok",
        Some(Health::Slowing) => "slowing",
        Some(Health::Blocking) => "blocking",
    };
    word.to_owned()
}

fn bytes(rows: &Rows) -> Vec<u8> {
    let mut out = "\u{feff}".to_owned();
    for row in rows {
        for (n, cell) in row.iter().enumerate() {
            if n > 0 {
                out.push(',');
            }
            push_cell(&mut out, cell);
        }
        out.push_str("\r\n");
    }
    out.into_bytes()
}

fn push_cell(out: &mut String, cell: &str) {
    let guard = if is_risky(cell) { "'" } else { "" };
    if cell.contains([',', '"', '\n', '\r', ';', '\t']) {
        out.push('"');
        out.push_str(guard);
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(guard);
        out.push_str(cell);
    }
}

/// Whether a spreadsheet might run the cell as a formula, or the import take off a quote that is the cell's own. Such
/// a cell is written with a quote before it, which the import takes off again.
pub(crate) fn is_risky(cell: &str) -> bool {
    let number = cell.parse::<f64>().is_ok();
    let formula = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    !number && cell.trim_start_matches('\'').starts_with(formula)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_can_run_as_a_formula() {
        let written = |cell: &str| {
            let mut out = String::new();
            push_cell(&mut out, cell);
            out
        };
        assert_eq!(written("=cmd|'/c calc'!A1"), "'=cmd|'/c calc'!A1");
        assert_eq!(written("@SUM(A1,A2)"), "\"'@SUM(A1,A2)\"");
        assert_eq!(written("＝1"), "'＝1");
        assert_eq!(written("'=1"), "''=1");
        assert_eq!(written("-2.5"), "-2.5");
        assert_eq!(written(r#"say "hi""#), r#""say ""hi""""#);
    }
}
