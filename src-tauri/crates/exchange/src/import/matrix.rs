//! Adjacency matrices: teams down the side and across the top, a number or a mark where two depend on each other.

use std::sync::Arc;

use ecosystem::{DependencyPatch, IncomingDependency, IncomingTeam, Origin, Refusal, Watch, name};

use super::columns::RowMeans;
use super::grid::Grid;
use super::{Import, ImportError, values};

/// Whether the headers and the first column are the same names.
pub(super) fn is_matrix(grid: &Grid) -> bool {
    let across: Vec<String> =
        grid.row(0).iter().skip(1).map(name::key).filter(|name| !name.is_empty()).collect();
    // A list with many more rows than columns is none, however long it is.
    let most = across.len() * 5 / 4;
    let down = grid.rows().skip(1).map(|row| name::key(row.get(0))).filter(|name| !name.is_empty());
    let down: Vec<String> = down.take(most + 1).collect();
    let known: std::collections::HashSet<&String> = down.iter().collect();
    let shared = across.iter().filter(|name| known.contains(name)).count();
    across.len() >= 2 && (2..=most).contains(&down.len()) && shared * 5 >= across.len().max(down.len()) * 4
}

/// Each row's team hands over to the column's, or relies on it.
pub(super) fn bring_in(
    grid: &Grid,
    file: &str,
    commas: bool,
    row_means: RowMeans,
    import: &mut Import,
    watch: &dyn Watch,
) -> Result<(), ImportError> {
    let headers: Vec<&str> = grid.row(0).iter().collect();
    let file: Arc<str> = file.into();
    let origin = |row: u32| Origin { file: Arc::clone(&file), row };
    for row in grid.rows().skip(1).filter(|row| !row.get(0).is_empty()) {
        watch.go_on()?;
        let own = row.get(0).to_owned();
        import.incoming.teams.push(IncomingTeam {
            name: own.clone(),
            origin: origin(row.number),
            ..IncomingTeam::default()
        });
        for (column, other) in headers.iter().enumerate().skip(1) {
            let strength = match (row.get(column), values::number(row.get(column), commas)) {
                ("", _) => continue,
                (_, Some(0.0)) => continue,
                (text, None) if matches!(name::key(text).as_str(), "no" | "n" | "-" | "false") => continue,
                (_, Some(strength)) if strength < 0.0 => {
                    let why = "The strength must be above zero.".to_owned();
                    let column = name::line(other);
                    import.refused.push(Refusal { origin: origin(row.number), column, why });
                    continue;
                }
                // A cross says that there is something, not how much.
                (_, strength) => strength,
            };
            // The diagonal says how much a team does for itself.
            if name::key(other) == name::key(&own) {
                continue;
            }
            let (provider, receiver) = match row_means {
                RowMeans::Provides => (own.clone(), (*other).to_owned()),
                RowMeans::Relies => ((*other).to_owned(), own.clone()),
            };
            let set = DependencyPatch { strength, ..DependencyPatch::default() };
            import.incoming.dependencies.push(IncomingDependency {
                provider,
                receiver,
                set,
                origin: origin(row.number),
            });
        }
    }
    Ok(())
}
