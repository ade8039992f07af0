//! From a table with headers to teams and dependencies.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use ecosystem::{
    Date, DependencyPatch, IncomingDependency, IncomingFunction, IncomingTeam, Origin, Refusal, Spot,
    TeamPatch, Watch, limits::CUSTOM_FIELDS, name,
};

use super::columns::{Columns, Ends, Field, RowMeans, Shape, squeeze};
use super::grid::{Cells, Grid};
use crate::export::csv as csv_out;

use super::{Content, Import, ImportError, ImportOptions, Recognised, csv, matrix, orgchart, values};

/// How many rows are shown for mapping columns by hand.
const SHOWN: usize = 8;

/// Reads a text table and brings it in.
pub(super) fn read_delimited(
    text: &str,
    file: &str,
    options: &ImportOptions,
    import: &mut Import,
    watch: &dyn Watch,
) -> Result<(), ImportError> {
    let wanted = options.tables.get(file).and_then(|table| table.delimiter);
    let mut read = csv::read(text, file, wanted, watch)?;
    import.refused.append(&mut read.refused);
    let known_before = import.recognised.len();
    let unknown = bring_in(&read.grid, file, read.delimiter == ';', options, import, watch)?;
    import.refused.extend(unknown);
    for recognised in &mut import.recognised[known_before..] {
        recognised.delimiter = Some(read.delimiter);
    }
    Ok(())
}

/// Brings a table in; its first row holds the headers. `commas` says that numbers have decimal commas. Where its columns
/// are not known, nothing comes in, and it is said why.
pub(super) fn bring_in(
    grid: &Grid,
    file: &str,
    commas: bool,
    options: &ImportOptions,
    import: &mut Import,
    watch: &dyn Watch,
) -> Result<Option<Refusal>, ImportError> {
    if grid.is_empty() {
        return Err(ImportError::Refused { file: file.to_owned(), why: "It is empty.".to_owned() });
    }
    let options = &*options.of(file);
    let row_means = options.row_means.unwrap_or_default();
    if is_matrix(grid) && options.columns.is_empty() {
        import.recognised.push(recognised_matrix(grid, file, row_means));
        return matrix::bring_in(grid, file, commas, row_means, import, watch).map(|()| None);
    }
    let (header, mut columns) = header_of(grid, &options.columns);
    demote_unfit(&mut columns, grid, header, commas, &options.columns);
    if columns.shape == Shape::People {
        let rate = orgchart::hit_rate(grid, header, &columns);
        // Where few "managers" are in the list themselves, they lead the teams it lists.
        if rate >= 0.5 || !columns.can_be_teams() {
            let table = Table { grid, file: file.into(), header, commas, ends: None, columns };
            import.recognised.push(table.recognised(Content::People, row_means));
            orgchart::bring_in(grid, header, &table.columns, file, options.people, import);
            return Ok(None);
        }
        columns = columns.as_teams(&headers_at(grid, header), &options.columns);
    }
    let ends = columns.ends(row_means);
    let content = match columns.shape {
        Shape::Teams => Content::Teams,
        Shape::Dependencies => Content::Dependencies,
        Shape::Functions => Content::Functions,
        Shape::People | Shape::Unknown => Content::Unknown,
    };
    let table = Table { grid, file: file.into(), header, commas, ends, columns };
    import.recognised.push(table.recognised(content, row_means));
    match content {
        Content::Unknown => return Ok(Some(table.unknown())),
        Content::Teams => table.teams(import, watch)?,
        Content::Functions => table.functions(import, watch)?,
        _ => table.dependencies(import, watch)?,
    }
    table.remark_custom(content, import);
    Ok(None)
}

/// Whether the table is an adjacency matrix.
pub(super) fn is_matrix(grid: &Grid) -> bool {
    matrix::is_matrix(grid)
}

fn recognised_matrix(grid: &Grid, file: &str, row_means: RowMeans) -> Recognised {
    let name = |text: &str| name::line(text);
    let example = (name(grid.row(1).get(0)), name(grid.row(0).get(2)));
    let rows = grid.len().saturating_sub(1) as u32;
    let plain = Recognised::plain(file, Content::Matrix);
    Recognised { rows, row_means: Some(row_means), example: Some(example), ..plain }
}

/// The row with the headers and what they mean: the first that says something. Above it may stand a title, which has
/// fewer cells; anything else would be data that is lost.
fn header_of(grid: &Grid, chosen: &BTreeMap<String, Field>) -> (usize, Columns) {
    let filled = |row: usize| headers_at(grid, row).iter().filter(|cell| !cell.is_empty()).count();
    let mut above = 0;
    for row in 0..grid.len().min(10) {
        let columns = Columns::recognise(&headers_at(grid, row), chosen);
        if columns.shape != Shape::Unknown && (row == 0 || above < filled(row)) {
            return (row, columns);
        }
        above = above.max(filled(row));
    }
    (0, Columns::recognise(&headers_at(grid, 0), chosen))
}

/// A column that was recognised by a name other than the app's own, but mostly holds something else ("members" with
/// names instead of a number), is a field of the person's own.
fn demote_unfit(
    columns: &mut Columns,
    grid: &Grid,
    header: usize,
    commas: bool,
    chosen: &BTreeMap<String, Field>,
) {
    const OWN: [&str; 8] =
        ["people", "headcount", "load", "strength", "weight", "health", "providerhealth", "review"];
    const LOOKED_AT: usize = 200;
    for (n, column) in columns.all.iter_mut().enumerate() {
        let fits = |text: &str| match column.field {
            Field::People | Field::Load | Field::Strength | Field::Wait | Field::X | Field::Y => {
                values::number(text, commas).is_some()
            }
            Field::Health | Field::ProviderHealth => values::health(text).is_some(),
            Field::Review => text.split(['T', ' ']).next().is_some_and(|day| day.parse::<Date>().is_ok()),
            _ => true,
        };
        let cells = grid.rows().skip(header + 1).take(LOOKED_AT).map(|row| unguarded(row.get(n)));
        let (mut filled, mut fit) = (0, 0);
        for cell in cells.filter(|cell| !cell.is_empty()) {
            filled += 1;
            fit += usize::from(fits(cell));
        }
        let own = OWN.contains(&squeeze(&column.header).as_str()) || chosen.contains_key(&column.header);
        if !own && fit * 2 < filled {
            column.field = Field::Custom;
        }
    }
}

fn headers_at(grid: &Grid, row: usize) -> Vec<&str> {
    let mut headers: Vec<&str> = grid.row(row).iter().map(unguarded).collect();
    while headers.last().is_some_and(|header| header.is_empty()) {
        headers.pop();
    }
    headers
}

fn unknown_columns(headers: &[&str]) -> String {
    let shown: Vec<String> =
        headers.iter().take(12).map(|header| name::line(header).chars().take(40).collect()).collect();
    format!(
        "Its columns are not known: {}. A list of teams needs a column called name or team, a list of dependencies \
         provider and receiver, or from and to; or say which column is which.",
        shown.join(", ")
    )
}

/// A table whose columns are known.
struct Table<'t> {
    grid: &'t Grid,
    file: Arc<str>,
    /// The row with the headers.
    header: usize,
    commas: bool,
    ends: Option<Ends>,
    columns: Columns,
}

/// A cell that cannot be used: its column and why.
struct Wrong {
    column: usize,
    why: String,
}

impl Table<'_> {
    fn unknown(&self) -> Refusal {
        let why = unknown_columns(&headers_at(self.grid, self.header));
        Refusal { origin: self.origin(self.grid.row(self.header)), column: String::new(), why }
    }

    fn rows(&self) -> impl Iterator<Item = Cells<'_>> {
        self.grid.rows().skip(self.header + 1).filter(|row| !row.is_blank())
    }

    fn origin(&self, row: Cells<'_>) -> Origin {
        Origin { file: Arc::clone(&self.file), row: row.number }
    }

    fn refuse(&self, import: &mut Import, row: Cells<'_>, wrong: Wrong) {
        let column =
            self.columns.all.get(wrong.column).map_or_else(String::new, |column| column.header.clone());
        import.refused.push(Refusal { origin: self.origin(row), column, why: wrong.why });
    }

    /// Goes through the rows, refusing those that have more cells than there are columns or that `take` refuses.
    fn each_row(
        &self,
        import: &mut Import,
        watch: &dyn Watch,
        mut take: impl FnMut(&mut Import, Cells<'_>) -> Result<(), Wrong>,
    ) -> Result<(), ImportError> {
        let width = self.columns.all.len();
        for (n, row) in self.rows().enumerate() {
            if n % 4096 == 0 {
                watch.go_on()?;
                watch.progress(0.5 + 0.5 * n as f32 / self.grid.len() as f32);
            }
            let beyond = (width..row.len()).find(|column| !row.get(*column).is_empty());
            let result = match beyond {
                Some(column) => {
                    let why = format!("The row has {} cells, but there are only {width} columns.", row.len());
                    Err(Wrong { column, why })
                }
                None => take(import, row),
            };
            if let Err(wrong) = result {
                self.refuse(import, row, wrong);
            }
        }
        Ok(())
    }

    fn teams(&self, import: &mut Import, watch: &dyn Watch) -> Result<(), ImportError> {
        let mut names_of_keys: HashMap<String, String> = HashMap::new();
        let mut odd_kinds = BTreeSet::new();
        self.each_row(import, watch, |import, row| {
            let team = self.team(row, &mut odd_kinds)?;
            if !team.key.is_empty() {
                let given = name::key(&team.name);
                let known = names_of_keys.entry(team.key.clone()).or_insert_with(|| given.clone());
                if *known != given {
                    let why = format!("The id {} is used twice, for teams of different names.", team.key);
                    return Err(Wrong { column: self.columns.of(Field::Id).unwrap_or(0), why });
                }
            }
            let own = if team.key.is_empty() { team.name.clone() } else { team.key.clone() };
            self.needs(import, row, &own)?;
            import.incoming.teams.push(team);
            Ok(())
        })?;
        if !odd_kinds.is_empty() {
            let kinds: Vec<String> = odd_kinds.into_iter().take(10).collect();
            import.remarks.push(format!(
                "{}: A team is a team, a role or an outside group. Other kinds are kept as a field of your own: {}.",
                self.file,
                kinds.join(", ")
            ));
        }
        Ok(())
    }

    fn team(&self, row: Cells<'_>, odd_kinds: &mut BTreeSet<String>) -> Result<IncomingTeam, Wrong> {
        let text = |field: Field| self.text(row, field);
        let name_column = self.columns.of(Field::Name).unwrap_or(0);
        let name = unguarded(row.get(name_column));
        if name::line(name).is_empty() {
            return Err(Wrong { column: name_column, why: "The team has no name.".to_owned() });
        }
        let mut set = TeamPatch {
            lead: text(Field::Lead),
            people: self.amount(row, Field::People)?.map(Some),
            load: self.amount(row, Field::Load)?.map(Some),
            region: text(Field::Region),
            note: text(Field::Note),
            custom: self.custom(row),
            ..TeamPatch::default()
        };
        if let Some(kind) = text(Field::Kind) {
            set.kind = values::kind(&kind);
            if set.kind.is_none() {
                odd_kinds.insert(kind.chars().take(40).collect());
                let header =
                    self.columns.of(Field::Kind).map_or("kind", |n| self.columns.all[n].header.as_str());
                set.custom.insert(header.to_owned(), Some(kind));
            }
        }
        let at = self.number(row, Field::X)?.zip(self.number(row, Field::Y)?).map(|(x, y)| Spot { x, y });
        Ok(IncomingTeam {
            key: name::line(&text(Field::Id).unwrap_or_default()),
            name: name.to_owned(),
            function: text(Field::Function),
            set,
            at,
            origin: self.origin(row),
        })
    }

    /// What a team's row says of whom it relies on or hands over to; several in one cell are separated by semicolons,
    /// bars or line breaks.
    fn needs(&self, import: &mut Import, row: Cells<'_>, own: &str) -> Result<(), Wrong> {
        for field in [Field::DependsOn, Field::HandsTo] {
            let Some(cell) = self.text(row, field) else { continue };
            for other in cell.split([';', '|', '\n']).map(str::trim).filter(|other| !other.is_empty()) {
                let (provider, receiver) = match field {
                    Field::DependsOn => (other, own),
                    _ => (own, other),
                };
                import.incoming.dependencies.push(IncomingDependency {
                    provider: provider.to_owned(),
                    receiver: receiver.to_owned(),
                    set: DependencyPatch::default(),
                    origin: self.origin(row),
                });
            }
        }
        Ok(())
    }

    fn functions(&self, import: &mut Import, watch: &dyn Watch) -> Result<(), ImportError> {
        self.each_row(import, watch, |import, row| {
            let column = self.columns.of(Field::Function).unwrap_or(0);
            let name = unguarded(row.get(column));
            if name::line(name).is_empty() {
                return Err(Wrong { column, why: "The function has no name.".to_owned() });
            }
            let parent = self.text(row, Field::LiesIn);
            let origin = self.origin(row);
            import.incoming.functions.push(IncomingFunction { name: name.to_owned(), parent, origin });
            Ok(())
        })
    }

    fn dependencies(&self, import: &mut Import, watch: &dyn Watch) -> Result<(), ImportError> {
        let Some(ends) = self.ends else { return Ok(()) };
        let cells_hold_several = [ends.provider, ends.receiver]
            .map(|column| matches!(self.columns.all[column].field, Field::DependsOn | Field::HandsTo));
        import.incoming.dependencies.reserve(self.grid.len());
        self.each_row(import, watch, |import, row| {
            let end = |column: usize, whose: &str| match unguarded(row.get(column)) {
                "" => Err(Wrong { column, why: format!("The {whose} is missing.") }),
                text => Ok(text),
            };
            let (provider, receiver) = (end(ends.provider, "provider")?, end(ends.receiver, "receiver")?);
            let set = self.dependency(row)?;
            let both = self.text(row, Field::Direction).is_some_and(|word| runs_both_ways(&word));
            let mut push = |provider: &str, receiver: &str, set: DependencyPatch| {
                let (provider, receiver) = (provider.to_owned(), receiver.to_owned());
                let dependency = IncomingDependency { provider, receiver, set, origin: self.origin(row) };
                if both {
                    let mut back = dependency.clone();
                    std::mem::swap(&mut back.provider, &mut back.receiver);
                    import.incoming.dependencies.push(back);
                }
                import.incoming.dependencies.push(dependency);
            };
            if cells_hold_several == [false; 2] {
                push(provider.trim(), receiver.trim(), set);
                return Ok(());
            }
            for provider in parts(provider, cells_hold_several[0]) {
                for receiver in parts(receiver, cells_hold_several[1]) {
                    push(provider, receiver, set.clone());
                }
            }
            Ok(())
        })
    }

    fn dependency(&self, row: Cells<'_>) -> Result<DependencyPatch, Wrong> {
        let text = |field: Field| self.text(row, field);
        let strength = self.number(row, Field::Strength)?;
        if strength.is_some_and(|strength| strength <= 0.0) {
            let column = self.columns.of(Field::Strength).unwrap_or(0);
            return Err(Wrong { column, why: "The strength must be above zero.".to_owned() });
        }
        Ok(DependencyPatch {
            what: text(Field::What),
            strength,
            provider_health: self.health(row, Field::ProviderHealth)?.map(Some),
            receiver_health: self.health(row, Field::Health)?.map(Some),
            cadence: text(Field::Cadence),
            channel: text(Field::Channel),
            wait: self.amount(row, Field::Wait)?.map(Some),
            expectation: text(Field::Expectation),
            agreed: text(Field::Agreed),
            review: self.date(row)?.map(Some),
            note: text(Field::Note),
            custom: self.custom(row),
        })
    }

    /// The cell of that field; an empty one says nothing, so what the map has stays.
    fn text(&self, row: Cells<'_>, field: Field) -> Option<String> {
        let text = row.get(self.columns.of(field)?);
        (!text.is_empty()).then(|| unguarded(text).to_owned())
    }

    fn number(&self, row: Cells<'_>, field: Field) -> Result<Option<f64>, Wrong> {
        let Some(column) = self.columns.of(field) else { return Ok(None) };
        let text = unguarded(row.get(column));
        if text.is_empty() {
            return Ok(None);
        }
        let shown: String = text.chars().take(40).collect();
        let wrong = || Wrong { column, why: format!("\u{201c}{shown}\u{201d} is not a number.") };
        values::number(text, self.commas).map(Some).ok_or_else(wrong)
    }

    /// A number that is not below zero.
    fn amount(&self, row: Cells<'_>, field: Field) -> Result<Option<f64>, Wrong> {
        match self.number(row, field)? {
            Some(number) if number < 0.0 => {
                let why = "The number must not be below zero.".to_owned();
                Err(Wrong { column: self.columns.of(field).unwrap_or(0), why })
            }
            number => Ok(number),
        }
    }

    fn health(&self, row: Cells<'_>, field: Field) -> Result<Option<ecosystem::Health>, Wrong> {
        let (Some(column), Some(text)) = (self.columns.of(field), self.text(row, field)) else {
            return Ok(None);
        };
        let shown: String = text.chars().take(40).collect();
        let why = || format!("\u{201c}{shown}\u{201d} is no health. Write ok, slowing or blocking.");
        values::health(&text).map(Some).ok_or_else(|| Wrong { column, why: why() })
    }

    fn date(&self, row: Cells<'_>) -> Result<Option<Date>, Wrong> {
        let (Some(column), Some(text)) = (self.columns.of(Field::Review), self.text(row, Field::Review))
        else {
            return Ok(None);
        };
        // A cell of a workbook may carry a time of day.
        let day = text.split(['T', ' ']).next().unwrap_or_default();
        day.parse().map(Some).map_err(|why| Wrong { column, why: format!("{why}.") })
    }

    fn custom(&self, row: Cells<'_>) -> BTreeMap<String, Option<String>> {
        let custom = self.columns.all.iter().enumerate().filter(|(_, column)| column.field == Field::Custom);
        custom
            .take(CUSTOM_FIELDS)
            .map(|(n, column)| (column, row.get(n)))
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| (column.header.clone(), Some(unguarded(text).to_owned())))
            .collect()
    }

    fn remark_custom(&self, content: Content, import: &mut Import) {
        let custom: Vec<&str> = self
            .columns
            .all
            .iter()
            .enumerate()
            .filter(|(n, column)| {
                column.field == Field::Custom && self.rows().any(|row| !row.get(*n).is_empty())
            })
            .map(|(_, column)| column.header.as_str())
            .collect();
        if custom.is_empty() || content == Content::Functions {
            return;
        }
        let whose = if content == Content::Teams { "teams" } else { "dependencies" };
        let (kept, left_out) = custom.split_at(custom.len().min(CUSTOM_FIELDS));
        import.remarks.push(format!(
            "{}: Columns that are not known became fields of your own on the {whose}: {}.",
            self.file,
            kept.join(", ")
        ));
        if !left_out.is_empty() {
            import.remarks.push(format!(
                "{}: Left out, since there are too many: {}.",
                self.file,
                left_out.join(", ")
            ));
        }
    }

    fn recognised(&self, content: Content, row_means: RowMeans) -> Recognised {
        let asked = self.ends.filter(|ends| ends.asked && content == Content::Dependencies);
        let example = || {
            let row = self.rows().next()?;
            let name = |field: Field| Some(name::line(row.get(self.columns.of(field)?)));
            name(Field::From).zip(name(Field::To))
        };
        let shown = self.rows().take(SHOWN);
        Recognised {
            file: self.file.to_string(),
            content,
            columns: self.columns.all.clone(),
            rows: self.rows().count() as u32,
            first_rows: shown
                .map(|row| row.iter().map(|cell| cell.chars().take(200).collect()).collect())
                .collect(),
            row_means: asked.map(|_| row_means),
            example: asked.and_then(|_| example()),
            encoding: None,
            delimiter: None,
        }
    }
}

/// The parts of a cell that may hold several names.
fn parts(cell: &str, several: bool) -> impl Iterator<Item = &str> {
    let marks: &[char] = if several { &[';', '|', '\n'] } else { &[] };
    cell.split(marks).map(str::trim).filter(|part| !part.is_empty())
}

/// Kumu's word for a connection without direction, and others'.
fn runs_both_ways(word: &str) -> bool {
    matches!(
        super::columns::squeeze(word).as_str(),
        "mutual" | "undirected" | "both" | "bidirectional" | "beide"
    )
}

/// Takes off the quote that keeps a spreadsheet from running a cell as a formula (see the CSV export).
fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| csv_out::is_risky(rest)).unwrap_or(text)
}
