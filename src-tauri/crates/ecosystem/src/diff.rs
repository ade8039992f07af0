//! What an edit changes: records added, updated and removed. The same diff is written to the file, applied to
//! the map in memory, sent to the window and turned around for undo; nothing else knows how to undo.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Key, Record};

/// Records added, updated (before, after) and removed. Each record appears at most once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Diff {
    /// New records; what others refer to comes first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<Record>,
    /// Records as they were and as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub updated: Vec<(Record, Record)>,
    /// Records that are gone; what refers to others comes first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<Record>,
}

impl Diff {
    /// The diff that takes this one back.
    pub fn inverse(&self) -> Self {
        Self {
            added: self.removed.iter().rev().cloned().collect(),
            updated: self
                .updated
                .iter()
                .rev()
                .map(|(before, after)| (after.clone(), before.clone()))
                .collect(),
            removed: self.added.iter().rev().cloned().collect(),
        }
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.updated.is_empty() && self.removed.is_empty()
    }

    /// How many records change.
    pub fn len(&self) -> usize {
        self.added.len() + self.updated.len() + self.removed.len()
    }

    /// Which records change.
    pub fn keys(&self) -> impl Iterator<Item = Key> + '_ {
        let updated = self.updated.iter().map(|(_, after)| after.key());
        self.added.iter().map(Record::key).chain(updated).chain(self.removed.iter().map(Record::key))
    }
}
