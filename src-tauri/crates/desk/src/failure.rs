//! From each crate's own errors to what crosses the boundary: a code that the window branches on, and a sentence
//! that says what the person can do.

use ecosystem::{Cancelled, EditError};
use store::StoreError;

use crate::protocol::{Code, Failure};

impl Failure {
    /// A failure of that code.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// What was asked makes no sense or breaks a rule.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::new(Code::Refused, message)
    }

    /// One of a few names was asked for, and it is none of them.
    pub(crate) fn unknown(what: &str, name: &str, there: &str) -> Self {
        Self::refused(format!("There is no {what} called \u{201c}{name}\u{201d}. There are: {there}."))
    }

    /// A mistake of ours.
    pub fn internal(what: impl std::fmt::Display) -> Self {
        let advice = "Nothing is lost. Close the map and open it again";
        Self::new(Code::Internal, format!("Something went wrong inside Tiemap ({what}). {advice}."))
    }

    pub(crate) fn no_map() -> Self {
        Self::new(Code::NoMap, "No map is open. Open one, or make a new one.")
    }

    pub(crate) fn outdated(doing: &str) -> Self {
        Self::new(Code::Outdated, format!("The map was changed during {doing}. Try again."))
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl From<EditError> for Failure {
    fn from(why: EditError) -> Self {
        Self::refused(why.to_string())
    }
}

impl From<Cancelled> for Failure {
    fn from(_: Cancelled) -> Self {
        Self::new(Code::Cancelled, "Stopped. Nothing was changed.")
    }
}

impl From<StoreError> for Failure {
    fn from(why: StoreError) -> Self {
        let code = match &why {
            StoreError::Missing(_) => Code::Missing,
            StoreError::Exists(_) | StoreError::NoSuch(_) | StoreError::SnapshotName(_) => Code::Refused,
            StoreError::NotOurs(_) => Code::NotOurs,
            StoreError::TooNew { .. } => Code::TooNew,
            StoreError::Damaged { .. } => Code::Damaged,
            StoreError::InUse { .. } => Code::InUse,
            StoreError::ReadOnly(_) => Code::ReadOnly,
            StoreError::Full | StoreError::Moved(_) | StoreError::Io { .. } => Code::Disk,
            StoreError::ChangedElsewhere(_) | StoreError::Unfit(_) => Code::Outdated,
        };
        Self::new(code, why.to_string())
    }
}
