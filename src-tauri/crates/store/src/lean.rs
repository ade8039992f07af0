//! Records and diffs as JSON for history and snapshots: the same JSON as everywhere, but a field that has its
//! default value is left out, which makes it a third of the size. It is read back with the records' own
//! `Deserialize`, so a field that a later version adds just has its default in old history.

use std::collections::BTreeMap;

use ecosystem::{About, Border, Dependency, Diff, Function, Place, Record, Room, Style, Team, TeamKind};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::StoreError;

/// A diff as JSON.
pub(crate) fn diff_to_json(diff: &Diff) -> String {
    // About what a record takes, so that the text of a large import is not copied again and again.
    let mut json = Vec::with_capacity(64 + diff.len() * 256);
    // Maps with text keys, written to memory: there is nothing that could fail.
    let _ = serde_json::to_writer(&mut json, &LeanDiff(diff));
    String::from_utf8(json).unwrap_or_default()
}

/// The diff that `json` says.
pub(crate) fn diff_of_json(json: &str) -> Result<Diff, StoreError> {
    serde_json::from_str(json)
        .map_err(|error| StoreError::damaged(format!("a change cannot be read ({error})")))
}

/// Records as JSON.
pub(crate) fn records_to_json(records: &[Record]) -> String {
    serde_json::to_string(&List(records)).unwrap_or_default()
}

/// The records that `json` says.
pub(crate) fn records_of_json(json: &str) -> Result<Vec<Record>, StoreError> {
    serde_json::from_str(json)
        .map_err(|error| StoreError::damaged(format!("a snapshot cannot be read ({error})")))
}

struct LeanDiff<'a>(&'a Diff);
struct List<'a>(&'a [Record]);
struct Pairs<'a>(&'a [(Record, Record)]);
struct Lean<'a>(&'a Record);

impl Serialize for LeanDiff<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let Diff { added, updated, removed } = self.0;
        let mut map = s.serialize_map(None)?;
        if !added.is_empty() {
            map.serialize_entry("added", &List(added))?;
        }
        if !updated.is_empty() {
            map.serialize_entry("updated", &Pairs(updated))?;
        }
        if !removed.is_empty() {
            map.serialize_entry("removed", &List(removed))?;
        }
        map.end()
    }
}

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.0.iter().map(Lean))
    }
}

impl Serialize for Pairs<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut list = s.serialize_seq(Some(self.0.len()))?;
        for (before, after) in self.0 {
            list.serialize_element(&(Lean(before), Lean(after)))?;
        }
        list.end()
    }
}

/// Writes fields, leaving out those that have their default.
struct Fields<M: SerializeMap>(M);

impl<M: SerializeMap> Fields<M> {
    fn always<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        self.0.serialize_entry(name, value)
    }

    fn unless<T: Serialize + PartialEq>(
        &mut self,
        default: &T,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        if value == default { Ok(()) } else { self.always(name, value) }
    }

    fn text(&mut self, name: &'static str, value: &str) -> Result<(), M::Error> {
        if value.is_empty() { Ok(()) } else { self.always(name, &value) }
    }

    fn custom(&mut self, value: &BTreeMap<String, String>) -> Result<(), M::Error> {
        if value.is_empty() { Ok(()) } else { self.always("custom", value) }
    }
}

impl Serialize for Lean<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut f = Fields(s.serialize_map(None)?);
        // Each record is taken apart in full, so that the compiler asks for a field that is new.
        match self.0 {
            Record::About(About { name, style, note }) => {
                f.always("type", &"about")?;
                f.always("name", name)?;
                f.unless(&Style::default(), "style", style)?;
                f.text("note", note)?;
            }
            Record::Function(Function { id, name, parent, hue, note, custom }) => {
                f.always("type", &"function")?;
                f.always("id", id)?;
                f.always("name", name)?;
                f.unless(&None, "parent", parent)?;
                f.unless(&0, "hue", hue)?;
                f.text("note", note)?;
                f.custom(custom)?;
            }
            Record::Team(Team {
                id,
                name,
                kind,
                function,
                lead,
                people,
                load,
                region,
                note,
                key,
                custom,
            }) => {
                f.always("type", &"team")?;
                f.always("id", id)?;
                f.always("name", name)?;
                f.unless(&TeamKind::default(), "kind", kind)?;
                f.unless(&None, "function", function)?;
                f.text("lead", lead)?;
                f.unless(&None, "people", people)?;
                f.unless(&None, "load", load)?;
                f.text("region", region)?;
                f.text("note", note)?;
                f.text("key", key)?;
                f.custom(custom)?;
            }
            Record::Dependency(Dependency {
                id,
                provider,
                receiver,
                what,
                strength,
                provider_health,
                receiver_health,
                cadence,
                channel,
                wait,
                expectation,
                agreed,
                review,
                note,
                custom,
            }) => {
                f.always("type", &"dependency")?;
                f.always("id", id)?;
                f.always("provider", provider)?;
                f.always("receiver", receiver)?;
                f.text("what", what)?;
                f.unless(&1.0, "strength", strength)?;
                f.unless(&None, "provider_health", provider_health)?;
                f.unless(&None, "receiver_health", receiver_health)?;
                f.text("cadence", cadence)?;
                f.text("channel", channel)?;
                f.unless(&None, "wait", wait)?;
                f.text("expectation", expectation)?;
                f.text("agreed", agreed)?;
                f.unless(&None, "review", review)?;
                f.text("note", note)?;
                f.custom(custom)?;
            }
            Record::Border(Border { between, target }) => {
                f.always("type", &"border")?;
                f.always("between", between)?;
                f.always("target", target)?;
            }
            Record::Place(Place { team, style, x, y, pinned }) => {
                f.always("type", &"place")?;
                f.always("team", team)?;
                f.unless(&Style::default(), "style", style)?;
                f.always("x", x)?;
                f.always("y", y)?;
                f.unless(&false, "pinned", pinned)?;
            }
            Record::Room(Room { function, style, x, y, w, h, locked, collapsed }) => {
                f.always("type", &"room")?;
                f.always("function", function)?;
                f.unless(&Style::default(), "style", style)?;
                f.always("x", x)?;
                f.always("y", y)?;
                f.always("w", w)?;
                f.always("h", h)?;
                f.unless(&false, "locked", locked)?;
                f.unless(&false, "collapsed", collapsed)?;
            }
        }
        f.0.end()
    }
}
