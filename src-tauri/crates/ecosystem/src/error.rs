//! Why an edit cannot be done, in a sentence that says what to do.

use crate::incoming::Refusal;

/// Why an edit cannot be done. Nothing has changed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EditError {
    /// A name is missing.
    #[error("A {0} needs a name.")]
    NoName(&'static str),
    /// A name is taken.
    #[error("There is already a {kind} called \u{201c}{name}\u{201d}. Choose another name.")]
    NameTaken {
        /// Team or function.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// A text is too long.
    #[error("The {field} is longer than {limit} characters. Shorten it.")]
    TooLong {
        /// Which field.
        field: &'static str,
        /// The most characters allowed.
        limit: usize,
    },
    /// A number makes no sense.
    #[error("The {field} must be {rule}.")]
    BadNumber {
        /// Which field.
        field: &'static str,
        /// What it must be.
        rule: &'static str,
    },
    /// A map has as many as it can hold.
    #[error("A map holds at most {limit} {what}.")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The most allowed.
        limit: usize,
    },
    /// A record is not there, perhaps because someone has just deleted it.
    #[error("This {0} is not on the map any more.")]
    Gone(&'static str),
    /// An id is already in use.
    #[error("This id is already in use.")]
    IdTaken,
    /// Both ends are one team.
    #[error("A team cannot depend on itself. Choose two different teams.")]
    OnItself,
    /// The dependency is there.
    #[error("{provider} already hands {what} over to {receiver}.")]
    DependencyTaken {
        /// Who hands over.
        provider: String,
        /// Who relies on it.
        receiver: String,
        /// What, in quotes, or "something".
        what: String,
    },
    /// A function would lie in itself.
    #[error("\u{201c}{0}\u{201d} cannot lie inside itself.")]
    InsideItself(String),
    /// Functions are nested too deeply.
    #[error("Functions nest at most {0} deep.")]
    TooDeep(usize),
    /// A border needs two functions.
    #[error("A border is between two different functions.")]
    OneFunction,
    /// Rows cannot be brought in.
    #[error("{}", refusals(.0))]
    Rows(Vec<Refusal>),
}

fn refusals(rows: &[Refusal]) -> String {
    let first = rows.first().map(ToString::to_string).unwrap_or_default();
    match rows.len() {
        0 | 1 => format!("{first} Nothing was imported."),
        n => format!("{n} rows cannot be imported. {first} Nothing was imported."),
    }
}
