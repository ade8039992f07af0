//! What a table's columns mean, by their headers: the app's own names first, then those that spreadsheets, chart tools
//! and staff systems use in English, German, French, Spanish and Japanese.

use std::collections::{BTreeMap, HashSet};

use ecosystem::name;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use unicode_normalization::UnicodeNormalization;

use super::aliases::{DEPENDENCY, ENDS, FUNCTION, Names, PERSON, TEAM};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Field {
    /// The list's own id of a team or person.
    Id,
    /// A team's or person's name.
    Name,
    /// A team's function.
    Function,
    /// Team, role or outside group.
    Kind,
    /// Who leads it.
    Lead,
    /// How many people.
    People,
    /// How busy, in percent.
    Load,
    /// Where it is.
    Region,
    /// Free text.
    Note,
    /// Where its card lies, from the left.
    X,
    /// Where its card lies, from the top.
    Y,
    /// Who hands over.
    Provider,
    /// Who relies on it.
    Receiver,
    /// The first end of a dependency, whose role is asked for.
    From,
    /// The second end of a dependency, whose role is asked for.
    To,
    /// Whom the row's team relies on.
    DependsOn,
    /// Whom the row's team hands over to.
    HandsTo,
    /// Whether a dependency runs both ways.
    Direction,
    /// What is handed over.
    What,
    /// How much.
    Strength,
    /// How well it works, as the receiver rates it.
    Health,
    /// How well it works, as the provider rates it.
    ProviderHealth,
    /// How often.
    Cadence,
    /// By what way.
    Channel,
    /// How long the receiver waits, in days.
    Wait,
    /// What the receiver expects.
    Expectation,
    /// What quality was agreed.
    Agreed,
    /// When the two sides look at it again.
    Review,
    /// A person's given name.
    FirstName,
    /// A person's family name.
    LastName,
    /// A person's title.
    Title,
    /// A person's e-mail address.
    Email,
    /// A person's manager: an id, an e-mail address or a name.
    Manager,
    /// A part of the function.
    Subfunction,
    /// The function that a function lies in.
    LiesIn,
    /// A field of the person's own.
    Custom,
    /// Left out.
    Ignored,
}

/// Headers that only a list of people has.
const PERSONAL: &[Field] = &[Field::FirstName, Field::LastName, Field::Email];

/// A header as it is compared: without case, marks, spaces and punctuation.
pub(super) fn squeeze(header: &str) -> String {
    let plain = header.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    // Pingboard marks the columns it would overwrite.
    let plain: String = plain.collect();
    match plain.strip_suffix("overwrite") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => plain,
    }
}

impl Field {
    /// The field a person names, for a mapping by hand: `provider`, `depends on`, `ignored`, ...
    pub fn named(text: &str) -> Option<Self> {
        let word = squeeze(text);
        if matches!(word.as_str(), "ignore" | "skip" | "none") {
            return Some(Self::Ignored);
        }
        let quoted = serde_json::Value::String(name::key(text).replace([' ', '_'], "-"));
        let own = serde_json::from_value(quoted).ok();
        own.or_else(|| {
            [ENDS, TEAM, DEPENDENCY, PERSON]
                .into_iter()
                .find_map(|names| lookup(names, &word))
                .map(|found| found.0)
        })
    }

    /// Whether only a list of teams has it.
    pub(super) fn is_of_teams(self) -> bool {
        matches!(
            self,
            Self::Id
                | Self::Function
                | Self::Lead
                | Self::People
                | Self::Load
                | Self::Region
                | Self::X
                | Self::Y
        )
    }
}

/// The field of that name, and how much the name counts (0 most).
pub(super) fn lookup(names: Names, word: &str) -> Option<(Field, usize)> {
    names.iter().find_map(|(field, words)| Some((*field, words.split_whitespace().position(|w| w == word)?)))
}

/// A column and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Column {
    /// Its header, or its number where it has none.
    pub header: String,
    /// What it holds.
    pub field: Field,
}

/// What kind of table the headers say it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A row is a team; it may name whom it relies on.
    Teams,
    /// A row is a dependency.
    Dependencies,
    /// A row is a person or position with a manager.
    People,
    /// A row is a function.
    Functions,
    /// The headers say nothing.
    Unknown,
}

/// What a row says with `from` and `to`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum RowMeans {
    /// The first hands over to the second.
    #[default]
    Provides,
    /// The first relies on the second.
    Relies,
}

/// The columns of a dependency's two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ends {
    pub provider: usize,
    pub receiver: usize,
    /// Whether the headers leave open which is which.
    pub asked: bool,
}

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    pub shape: Shape,
    pub all: Vec<Column>,
}

impl Columns {
    /// Where the field stands.
    pub fn of(&self, field: Field) -> Option<usize> {
        self.all.iter().position(|column| column.field == field)
    }

    /// Says what the columns of `headers` mean. `chosen` are those a person has mapped, by header.
    pub fn recognise(headers: &[&str], chosen: &BTreeMap<String, Field>) -> Self {
        let words: Vec<String> = headers.iter().map(|header| squeeze(header)).collect();
        let chosen: BTreeMap<String, Field> =
            chosen.iter().map(|(header, field)| (squeeze(header), *field)).collect();
        let says = |field: Field, names: Names| {
            words.iter().any(|word| match chosen.get(word) {
                Some(chosen) => *chosen == field,
                None => lookup(names, word).is_some_and(|found| found.0 == field),
            })
        };
        let end = |field: Field| says(field, ENDS);
        let (named, managed) = (says(Field::Name, TEAM), says(Field::Manager, PERSON));
        let first = end(Field::Provider) || end(Field::From);
        let second = end(Field::Receiver) || end(Field::To);
        let one_sided = end(Field::DependsOn) || end(Field::HandsTo);
        let personal = PERSONAL.iter().filter(|field| says(**field, PERSON)).count();
        let shape = if first && second {
            Shape::Dependencies
        } else if managed && (personal > 0 || says(Field::Id, PERSON) || says(Field::Title, PERSON)) {
            Shape::People
        } else if one_sided && (first || second) {
            Shape::Dependencies
        } else if named && one_sided {
            let teams = words.iter().filter_map(|word| lookup(TEAM, word)).any(|found| found.0.is_of_teams());
            if teams { Shape::Teams } else { Shape::Dependencies }
        } else if named {
            Shape::Teams
        } else if words.iter().any(|word| word == "function") && words.iter().any(|word| word == "liesin") {
            Shape::Functions
        } else if managed || personal > 1 {
            Shape::People
        } else {
            Shape::Unknown
        };
        Self::shaped(shape, one_sided, headers, &chosen)
    }

    fn shaped(shape: Shape, one_sided: bool, headers: &[&str], chosen: &BTreeMap<String, Field>) -> Self {
        let words: Vec<String> = headers.iter().map(|header| squeeze(header)).collect();
        let chosen: BTreeMap<String, Field> =
            chosen.iter().map(|(header, field)| (squeeze(header), *field)).collect();
        let tables: &[Names] = match shape {
            Shape::Dependencies if !one_sided => &[ENDS, DEPENDENCY],
            Shape::Dependencies => &[ENDS, DEPENDENCY, &[(Field::Name, "team name teamname")]],
            Shape::Teams if one_sided => &[TEAM, ONE_SIDED],
            Shape::Teams => &[TEAM],
            Shape::People => &[PERSON],
            Shape::Functions => &[FUNCTION],
            Shape::Unknown => &[],
        };
        let mut columns =
            Self { shape, all: headers.iter().enumerate().map(|(n, header)| column(n, header)).collect() };
        columns.assign(&words, tables, &chosen);
        columns.demote_idle_ends();
        columns
    }

    /// Which columns are the two ends of a dependency: who hands over, who relies on it. Headers that say the role
    /// count more than `from` and `to`, whose roles `row_means` says.
    pub fn ends(&self, row_means: RowMeans) -> Option<Ends> {
        use Field::{DependsOn, From, HandsTo, Name, Provider, Receiver, To};
        let known = |provider: Field, receiver: Field| {
            Some(Ends { provider: self.of(provider)?, receiver: self.of(receiver)?, asked: false })
        };
        let said = [
            (Provider, Receiver),
            (DependsOn, Receiver),
            (DependsOn, From),
            (DependsOn, Name),
            (DependsOn, To),
            (Provider, HandsTo),
            (From, HandsTo),
            (Name, HandsTo),
            (Provider, To),
            (From, Receiver),
            (Provider, From),
            (To, Receiver),
        ];
        said.into_iter().find_map(|(provider, receiver)| known(provider, receiver)).or_else(|| {
            let (from, to) = (self.of(From)?, self.of(To)?);
            Some(match row_means {
                RowMeans::Provides => Ends { provider: from, receiver: to, asked: true },
                RowMeans::Relies => Ends { provider: to, receiver: from, asked: true },
            })
        })
    }

    /// Makes end columns that are not the ends custom fields, so that nothing in them is lost.
    fn demote_idle_ends(&mut self) {
        let Some(ends) = self.ends(RowMeans::Provides) else { return };
        for (n, column) in self.all.iter_mut().enumerate() {
            let is_name = column.field == Field::Name && self.shape == Shape::Dependencies;
            let is_end = is_name || ENDS.iter().any(|(field, _)| *field == column.field);
            if is_end && n != ends.provider && n != ends.receiver {
                column.field = Field::Custom;
            }
        }
    }

    /// Whether a list with managers could also be one of teams.
    pub fn can_be_teams(&self) -> bool {
        let personal = |column: &Column| PERSONAL.contains(&column.field);
        self.of(Field::Name).is_some() && !self.all.iter().any(personal)
    }

    /// The same columns as those of a list of teams, with the manager as the lead.
    pub fn as_teams(&self, headers: &[&str], chosen: &BTreeMap<String, Field>) -> Self {
        let mut chosen = chosen.clone();
        for column in self.all.iter().filter(|column| column.field == Field::Manager) {
            chosen.insert(column.header.clone(), Field::Lead);
        }
        Self::shaped(Shape::Teams, false, headers, &chosen)
    }

    /// Gives each field to the header that names it best.
    fn assign(&mut self, words: &[String], tables: &[Names], chosen: &BTreeMap<String, Field>) {
        let mut taken: HashSet<Field> = HashSet::new();
        for (column, word) in self.all.iter_mut().zip(words) {
            if let Some(field) = chosen.get(word) {
                column.field = *field;
                taken.insert(*field);
            }
        }
        let found = |word: &String| tables.iter().find_map(|names| lookup(names, word));
        let mut claims: Vec<(usize, usize, Field)> = words
            .iter()
            .enumerate()
            .filter(|(_, word)| !chosen.contains_key(*word))
            .filter_map(|(n, word)| found(word).map(|(field, rank)| (rank, n, field)))
            .collect();
        claims.sort_unstable();
        for (_, n, field) in claims {
            if field == Field::Ignored || taken.insert(field) {
                self.all[n].field = field;
            }
        }
        distinguish(&mut self.all);
    }
}

/// The one-sided ends alone, for lists of teams in which `source` or `end` are something else.
const ONE_SIDED: Names = &[ENDS[4], ENDS[5]];

fn column(n: usize, header: &str) -> Column {
    let header = name::line(header);
    let header = if header.is_empty() { format!("Column {}", n + 1) } else { header };
    Column { header, field: Field::Custom }
}

/// Gives columns of one header a number, since a custom field is known by it.
fn distinguish(columns: &mut [Column]) {
    let mut seen: HashSet<String> = HashSet::new();
    for column in columns {
        let base = column.header.clone();
        let mut n = 1;
        while !seen.insert(column.header.clone()) {
            n += 1;
            column.header = format!("{base} {n}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(headers: &[&str]) -> (Shape, Vec<Field>) {
        let columns = Columns::recognise(headers, &BTreeMap::new());
        (columns.shape, columns.all.iter().map(|column| column.field).collect())
    }

    #[test]
    fn teams_and_dependencies_are_told_apart_by_their_columns() {
        use Field::*;
        let teams = (Shape::Teams, vec![Id, Name, Function, People, Custom]);
        assert_eq!(fields(&["ID", "Team", "Depart_ment", "Head Count", "tenure"]), teams);
        assert_eq!(fields(&["id", "name", "function", "people", "tenure"]), teams);
        assert_eq!(
            fields(&["from", "to", "kind", "weight"]),
            (Shape::Dependencies, vec![From, To, What, Strength])
        );
        assert_eq!(
            fields(&["Provider", "Receiver", "what", "type"]),
            (Shape::Dependencies, vec![Provider, Receiver, What, Custom])
        );
        assert_eq!(fields(&["team", "depends on"]), (Shape::Dependencies, vec![Name, DependsOn]));
        assert_eq!(fields(&["team", "function", "needs"]), (Shape::Teams, vec![Name, Function, DependsOn]));
        assert_eq!(fields(&["colour", "shape"]).0, Shape::Unknown);
    }

    #[test]
    fn the_exports_of_known_products_are_recognised() {
        let people: &[&[&str]] = &[
            &["First Name", "Last Name", "Job Title", "Work Email", "Supervisor email", "Department"],
            &["Name", "PersonID", "SupervisorID", "Work Email"],
            &["First Name", "Last Name", "Email Overwrite", "Job Title", "Reports To"],
            &["ID", "First Name", "Last Name", "Boss ID", "Dottedids"],
            &["Unique ID", "Manager ID", "Firstname", "Role Title"],
            &["Name", "Reports_To", "Title", "Department", "Telephone"],
            &["Person ID", "Supervisor ID", "Full Name", "Job Title", "Department", "AltReportsTo"],
            &[
                "Work Email",
                "First Name",
                "Last Name",
                "Job Title",
                "Start Date",
                "Manager",
                "Department",
                "Team",
            ],
            &["Id", "Parent Id", "Name", "Title", "Is Assistant?"],
            &[
                "Employee ID",
                "Worker",
                "Business Title",
                "Supervisory Organization",
                "Worker's Manager",
                "Location",
            ],
            &["Personalnummer", "Vorname", "Nachname", "Stelle", "Vorgesetzter", "Abteilung"],
            &["社員番号", "氏名", "役職", "上司", "部署"],
        ];
        for headers in people {
            let columns = Columns::recognise(headers, &BTreeMap::new());
            assert_eq!(columns.shape, Shape::People, "{headers:?}");
            let unknown: Vec<&Column> = columns.all.iter().filter(|c| c.field == Field::Custom).collect();
            assert!(unknown.is_empty(), "{headers:?}: {unknown:?}");
        }
        assert_eq!(fields(&["Label", "Type", "Description", "Tags"]).0, Shape::Teams);
        assert_eq!(fields(&["From", "To", "Type", "Direction", "Strength"]).0, Shape::Dependencies);
    }

    #[test]
    fn a_column_mapped_by_hand_counts_more_than_its_name() {
        let chosen =
            BTreeMap::from([("Squad".to_owned(), Field::Name), ("team".to_owned(), Field::Function)]);
        let columns = Columns::recognise(&["squad", "Team", "name"], &chosen);
        assert_eq!(
            columns.all.iter().map(|c| c.field).collect::<Vec<_>>(),
            [Field::Name, Field::Function, Field::Custom]
        );
        assert_eq!(columns.shape, Shape::Teams);
    }

    #[test]
    fn fields_are_named_as_the_columns_are() {
        assert_eq!(Field::named("depends on"), Some(Field::DependsOn));
        assert_eq!(Field::named("head count"), Some(Field::People));
        assert_eq!(Field::named("provider_health"), Some(Field::ProviderHealth));
        assert_eq!(Field::named("ignore"), Some(Field::Ignored));
        assert_eq!(Field::named("colour"), None);
    }

    #[test]
    fn columns_of_one_header_stay_apart() {
        let columns = Columns::recognise(&["name", "colour", "colour", ""], &BTreeMap::new());
        let headers: Vec<&str> = columns.all.iter().map(|c| c.header.as_str()).collect();
        assert_eq!(headers, ["name", "colour", "colour 2", "Column 4"]);
    }
}
