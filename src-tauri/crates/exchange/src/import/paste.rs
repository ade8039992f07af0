//! What people have on the clipboard: a table from Excel, an edge list, a list of names, the text notation.

use std::collections::HashSet;

use ecosystem::{DependencyPatch, IncomingDependency, IncomingTeam, Origin, Watch, name};

use super::columns::{Columns, Shape};
use super::grid::Grid;
use super::{Content, Import, ImportError, ImportOptions, Recognised, csv, table, values};

/// Marks that only the text notation has.
const NOTATION: [&str; 2] = ["->", "<-"];

/// Reads text from the clipboard, whatever it is. Ends of dependencies need not be listed as teams; merge it with
/// `add_missing`.
///
/// # Errors
/// When it is too large, or a table whose columns are not known.
pub fn paste(text: &str, options: &ImportOptions, watch: &dyn Watch) -> Result<Import, ImportError> {
    let mut import = Import::default();
    if text.len() > super::limits::FILE {
        let why = "It is too much text. Save it as a file and bring that in.".to_owned();
        return Err(ImportError::Refused { file: "The clipboard".to_owned(), why });
    }
    if has_notation_marks(text) {
        import.read_notation(text, "");
    } else if let Some(grid) = with_known_headers(text, "", options, watch) {
        let unknown = table::bring_in(&grid.grid, "", grid.delimiter == ';', options, &mut import, watch)?;
        import.refused.extend(unknown);
    } else if let Some(rows) = unheaded(text, watch) {
        bring_in_unheaded(&rows, &mut import);
    } else if text.contains(':') {
        import.read_notation(text, "");
    } else {
        bring_in_names(text, &mut import);
    }
    import.bound_refusals();
    Ok(import)
}

/// Reads a text file: a table where its first line has known headers, else the notation.
pub(super) fn read_text(
    text: &str,
    file: &str,
    options: &ImportOptions,
    import: &mut Import,
    watch: &dyn Watch,
) -> Result<(), ImportError> {
    match with_known_headers(text, file, options, watch).filter(|_| !has_notation_marks(text)) {
        Some(_) => table::read_delimited(text, file, options, import, watch),
        None => {
            import.read_notation(text, file);
            Ok(())
        }
    }
}

fn has_notation_marks(text: &str) -> bool {
    NOTATION.iter().any(|mark| text.contains(mark))
}

/// The text as a table, if its first row holds headers that are known.
fn with_known_headers(
    text: &str,
    file: &str,
    options: &ImportOptions,
    watch: &dyn Watch,
) -> Option<csv::Delimited> {
    let options = options.of(file);
    let wanted = options.tables.get(file).and_then(|table| table.delimiter);
    let read = csv::read(text, file, wanted, watch).ok()?;
    let headers: Vec<&str> = read.grid.row(0).iter().collect();
    let shape = Columns::recognise(&headers, &options.columns).shape;
    // One known word alone, such as a team called "Team", is no header unless rows follow it.
    let known = shape != Shape::Unknown && read.grid.len() > 1;
    known.then_some(read)
}

/// The text as a table without headers: at least two columns throughout, separated as spreadsheets do.
fn unheaded(text: &str, watch: &dyn Watch) -> Option<Grid> {
    let read = csv::read(text, "", None, watch).ok()?;
    let regular = read.grid.rows().all(|row| (2..=8).contains(&row.len()) && !row.get(0).is_empty());
    // Commas stand between names in a sentence too; two lines of as many parts are taken for a table.
    let table = regular
        && read.refused.is_empty()
        && (read.delimiter != ',' || (read.grid.len() > 1 && is_even(&read.grid)));
    table.then_some(read.grid)
}

fn is_even(grid: &Grid) -> bool {
    grid.rows().all(|row| row.len() == grid.row(0).len())
}

/// Two columns are the ends of dependencies, unless the second one only groups the first: then it holds functions. A
/// third column is what is handed over, or how much.
fn bring_in_unheaded(grid: &Grid, import: &mut Import) {
    let column = |n: usize| grid.rows().map(move |row| name::key(row.get(n))).filter(|key| !key.is_empty());
    let (first, second): (HashSet<String>, HashSet<String>) = (column(0).collect(), column(1).collect());
    let groups = first.len() == grid.len() && second.len() < grid.len() && first.is_disjoint(&second);
    let origin = |row: u32| Origin { row, ..Origin::default() };
    for row in grid.rows() {
        if groups || row.get(1).is_empty() {
            import.incoming.teams.push(IncomingTeam {
                name: row.get(0).to_owned(),
                function: Some(row.get(1).to_owned()).filter(|function| !function.is_empty()),
                origin: origin(row.number),
                ..IncomingTeam::default()
            });
        } else {
            let strength = values::number(row.get(2), false).filter(|strength| *strength > 0.0);
            let what = Some(row.get(2)).filter(|what| !what.is_empty() && strength.is_none());
            import.incoming.dependencies.push(IncomingDependency {
                provider: row.get(0).to_owned(),
                receiver: row.get(1).to_owned(),
                set: DependencyPatch {
                    what: what.map(str::to_owned),
                    strength,
                    ..DependencyPatch::default()
                },
                origin: origin(row.number),
            });
        }
    }
    let content = if groups { Content::Teams } else { Content::Dependencies };
    import.recognised.push(Recognised { rows: grid.len() as u32, ..Recognised::plain("", content) });
}

fn bring_in_names(text: &str, import: &mut Import) {
    let mut seen = HashSet::new();
    for (n, line) in text.lines().enumerate() {
        let origin = Origin { row: n as u32 + 1, ..Origin::default() };
        let given = without_bullet(line);
        if !name::line(given).is_empty() && seen.insert(name::key(given)) {
            import.incoming.teams.push(IncomingTeam {
                name: given.to_owned(),
                origin,
                ..IncomingTeam::default()
            });
        }
    }
    import.recognised.push(Recognised { rows: seen.len() as u32, ..Recognised::plain("", Content::Names) });
}

/// A line of a list without its bullet or number.
fn without_bullet(line: &str) -> &str {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix(['-', '*', '•', '–', '▪', '‣']) {
        return rest.trim_start();
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match line[digits..].strip_prefix(['.', ')']) {
        Some(rest) if digits > 0 && rest.starts_with(' ') => rest.trim_start(),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ecosystem::Unwatched;

    fn pasted(text: &str) -> Vec<String> {
        let import = paste(text, &ImportOptions::default(), &Unwatched).unwrap();
        let teams = import.incoming.teams.iter().map(|team| match &team.function {
            Some(function) => format!("{function}: {}", team.name),
            None => team.name.clone(),
        });
        let dependencies = import.incoming.dependencies.iter().map(|d| {
            let what = d.set.what.as_ref().map_or_else(String::new, |what| format!(": {what}"));
            let strength = d.set.strength.map_or_else(String::new, |strength| format!(" x{strength}"));
            format!("{} -> {}{what}{strength}", d.provider, d.receiver)
        });
        teams.chain(dependencies).collect()
    }

    #[test]
    fn a_list_of_names_becomes_teams() {
        assert_eq!(pasted("Brand\nContent\n\n brand \n"), ["Brand", "Content"]);
        assert_eq!(
            pasted("- Brand\n• Content\n3. Events\n2030 vision"),
            ["Brand", "Content", "Events", "2030 vision"]
        );
    }

    #[test]
    fn two_columns_from_excel_become_dependencies() {
        assert_eq!(pasted("Brand\tContent\nContent\tSales"), ["Brand -> Content", "Content -> Sales"]);
        assert_eq!(
            pasted("Brand\tContent\tbrief\nContent\tSales\tdecks"),
            ["Brand -> Content: brief", "Content -> Sales: decks"]
        );
        assert_eq!(pasted("Brand,Content,3\nContent,Sales,1,5").len(), 2);
    }

    #[test]
    fn a_second_column_that_groups_the_first_holds_functions() {
        assert_eq!(
            pasted("Brand\tMarketing\nContent\tMarketing\nField\tSales"),
            ["Marketing: Brand", "Marketing: Content", "Sales: Field"]
        );
    }

    #[test]
    fn a_table_with_headers_is_read_by_them() {
        assert_eq!(pasted("Team\tDepartment\nBrand\tMarketing"), ["Marketing: Brand"]);
        assert_eq!(pasted("Team;Depends on\nBrand;Legal"), ["Legal -> Brand"]);
    }

    #[test]
    fn the_notation_is_read_as_such() {
        assert_eq!(pasted("Marketing: Brand, Content"), ["Marketing: Brand", "Marketing: Content"]);
        assert!(pasted("Brand -> Content: brief").contains(&"Brand -> Content: brief".to_owned()));
    }
}
