//! Records and diffs as history and snapshots hold them: the same JSON as everywhere, but a field that has its
//! default value is left out, which makes it a third of the size. It is read back with the records' own
//! `Deserialize`, so a field that a later version adds just has its default in old history.
//!
//! With it goes a digest, so that a single wrong bit anywhere in a map is found when it is read. A record's digest
//! is a hash of its fields, again without those that have their default; a map's is the exclusive or of all its
//! records', so that a change to it costs what the change costs. It is in every file: it can never be computed in
//! another way.

use std::collections::BTreeMap;

use ecosystem::{
    About, Border, Dependency, Diff, Function, Map, Pair, Place, Record, Room, Style, Team, TeamKind,
};
use uuid::Uuid;

use crate::StoreError;
use crate::words::{HEALTHS, KINDS, STYLES, TARGETS, word};

/// JSON, and what it does to the digest of a map.
pub(crate) struct Written {
    pub json: String,
    pub digest: u64,
}

/// A diff as JSON.
pub(crate) fn write_diff(diff: &Diff) -> Written {
    let mut w = Writer { json: Vec::with_capacity(64 + diff.len() * 224), digest: 0 };
    let mut between = b'{';
    for (name, records) in [("added", &diff.added), ("removed", &diff.removed)] {
        if !records.is_empty() {
            w.json.push(between);
            w.json.extend_from_slice(format!("\"{name}\":").as_bytes());
            w.list(records.iter());
            between = b',';
        }
    }
    if !diff.updated.is_empty() {
        w.json.push(between);
        w.json.extend_from_slice(b"\"updated\":");
        let mut before_pair = b'[';
        for (before, after) in &diff.updated {
            w.json.push(before_pair);
            w.list([before, after].into_iter());
            before_pair = b',';
        }
        w.json.push(b']');
        between = b',';
    }
    if between == b'{' {
        w.json.push(b'{');
    }
    w.json.push(b'}');
    w.written()
}

/// The diff that `json` says.
pub(crate) fn read_diff(json: &str) -> Result<Diff, StoreError> {
    serde_json::from_str(json)
        .map_err(|error| StoreError::damaged(format!("a change cannot be read ({error})")))
}

/// All of a map as JSON, with its digest.
pub(crate) fn write_map(map: &Map) -> Written {
    let mut w = Writer { json: Vec::new(), digest: 0 };
    let records: Vec<Record> = map.records().collect();
    w.list(records.iter());
    w.written()
}

/// The map that `json` says.
pub(crate) fn read_map(json: &str) -> Result<Map, StoreError> {
    let records: Vec<Record> = serde_json::from_str(json)
        .map_err(|error| StoreError::damaged(format!("a snapshot cannot be read ({error})")))?;
    Ok(Map::of(records))
}

/// The digest of a map with these records.
pub(crate) fn digest_of<'a>(records: impl Iterator<Item = &'a Record>) -> u64 {
    records.fold(0, |digest, record| digest ^ digest_of_one(record))
}

struct Writer {
    json: Vec<u8>,
    digest: u64,
}

impl Writer {
    fn list<'a>(&mut self, records: impl Iterator<Item = &'a Record>) {
        let mut between = b'[';
        for record in records {
            self.json.push(between);
            self.json.push(b'{');
            each_field(record, &mut Json(&mut self.json));
            self.json.push(b'}');
            self.digest ^= digest_of_one(record);
            between = b',';
        }
        if between == b'[' {
            self.json.push(b'[');
        }
        self.json.push(b']');
    }

    fn written(self) -> Written {
        // Only whole texts and ASCII have been put together.
        Written { json: String::from_utf8(self.json).unwrap_or_default(), digest: self.digest }
    }
}

/// What is told the fields of a record one by one.
trait Sink {
    fn text(&mut self, field: &'static str, value: &str);
    fn number(&mut self, field: &'static str, value: f64);
    fn whole(&mut self, field: &'static str, value: u8);
    fn yes(&mut self, field: &'static str);
    fn ids(&mut self, field: &'static str, value: [Uuid; 2]);
    fn texts(&mut self, field: &'static str, value: &BTreeMap<String, String>);

    fn id(&mut self, field: &'static str, value: Uuid) {
        self.text(field, value.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
    }
    fn maybe_text(&mut self, field: &'static str, value: &str) {
        if !value.is_empty() {
            self.text(field, value);
        }
    }
    fn maybe_number(&mut self, field: &'static str, value: Option<f64>) {
        if let Some(value) = value {
            self.number(field, value);
        }
    }
    fn maybe_yes(&mut self, field: &'static str, value: bool) {
        if value {
            self.yes(field);
        }
    }
    fn maybe_texts(&mut self, field: &'static str, value: &BTreeMap<String, String>) {
        if !value.is_empty() {
            self.texts(field, value);
        }
    }
    fn style(&mut self, value: Style) {
        if value != Style::default() {
            self.text("style", word(STYLES, value));
        }
    }
}

fn each_field(record: &Record, s: &mut impl Sink) {
    // Each record is taken apart in full, so that the compiler asks for a field that is new.
    match record {
        Record::About(About { name, style, note }) => {
            s.text("type", "about");
            s.text("name", name);
            s.style(*style);
            s.maybe_text("note", note);
        }
        Record::Function(Function { id, name, parent, hue, note, custom }) => {
            s.text("type", "function");
            s.id("id", id.0);
            s.text("name", name);
            if let Some(parent) = parent {
                s.id("parent", parent.0);
            }
            if *hue != 0 {
                s.whole("hue", *hue);
            }
            s.maybe_text("note", note);
            s.maybe_texts("custom", custom);
        }
        Record::Team(Team { id, name, kind, function, lead, people, load, region, note, key, custom }) => {
            s.text("type", "team");
            s.id("id", id.0);
            s.text("name", name);
            if *kind != TeamKind::default() {
                s.text("kind", word(KINDS, *kind));
            }
            if let Some(function) = function {
                s.id("function", function.0);
            }
            s.maybe_text("lead", lead);
            s.maybe_number("people", *people);
            s.maybe_number("load", *load);
            s.maybe_text("region", region);
            s.maybe_text("note", note);
            s.maybe_text("key", key);
            s.maybe_texts("custom", custom);
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
            s.text("type", "dependency");
            s.id("id", id.0);
            s.id("provider", provider.0);
            s.id("receiver", receiver.0);
            s.maybe_text("what", what);
            if *strength != 1.0 {
                s.number("strength", *strength);
            }
            for (field, health) in
                [("provider_health", provider_health), ("receiver_health", receiver_health)]
            {
                if let Some(health) = health {
                    s.text(field, word(HEALTHS, *health));
                }
            }
            s.maybe_text("cadence", cadence);
            s.maybe_text("channel", channel);
            s.maybe_number("wait", *wait);
            s.maybe_text("expectation", expectation);
            s.maybe_text("agreed", agreed);
            if let Some(day) = review {
                s.text("review", &day.to_string());
            }
            s.maybe_text("note", note);
            s.maybe_texts("custom", custom);
        }
        Record::Border(Border { between: Pair(one, other), target }) => {
            s.text("type", "border");
            s.ids("between", [one.0, other.0]);
            s.text("target", word(TARGETS, *target));
        }
        Record::Place(Place { team, style, x, y, pinned }) => {
            s.text("type", "place");
            s.id("team", team.0);
            s.style(*style);
            s.number("x", *x);
            s.number("y", *y);
            s.maybe_yes("pinned", *pinned);
        }
        Record::Room(Room { function, style, x, y, w, h, locked, collapsed }) => {
            s.text("type", "room");
            s.id("function", function.0);
            s.style(*style);
            s.number("x", *x);
            s.number("y", *y);
            s.number("w", *w);
            s.number("h", *h);
            s.maybe_yes("locked", *locked);
            s.maybe_yes("collapsed", *collapsed);
        }
    }
}

/// Writes the fields of an object; its braces are the caller's.
struct Json<'a>(&'a mut Vec<u8>);

impl Json<'_> {
    fn put(&mut self, field: &'static str, value: &impl serde::Serialize) {
        if self.0.last() != Some(&b'{') {
            self.0.push(b',');
        }
        self.0.push(b'"');
        self.0.extend_from_slice(field.as_bytes());
        self.0.extend_from_slice(b"\":");
        // Texts and numbers, written to memory: there is nothing that could fail.
        let _ = serde_json::to_writer(&mut *self.0, value);
    }
}

impl Sink for Json<'_> {
    fn text(&mut self, field: &'static str, value: &str) {
        self.put(field, &value);
    }
    fn number(&mut self, field: &'static str, value: f64) {
        self.put(field, &value);
    }
    fn whole(&mut self, field: &'static str, value: u8) {
        self.put(field, &value);
    }
    fn yes(&mut self, field: &'static str) {
        self.put(field, &true);
    }
    fn ids(&mut self, field: &'static str, value: [Uuid; 2]) {
        self.put(field, &value);
    }
    fn texts(&mut self, field: &'static str, value: &BTreeMap<String, String>) {
        self.put(field, value);
    }
}

fn digest_of_one(record: &Record) -> u64 {
    let mut digest = Digest(0);
    each_field(record, &mut digest);
    // The finish of MurmurHash3: every bit of what went in moves every bit of what comes out.
    let mut h = digest.0;
    h = (h ^ (h >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    h = (h ^ (h >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    h ^ (h >> 33)
}

/// Eight bytes at a time: turn, exclusive or, multiply. No step loses anything, so one wrong bit always shows.
struct Digest(u64);

impl Digest {
    fn word(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517C_C1B7_2722_0A95);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word));
        }
    }
}

impl Sink for Digest {
    fn text(&mut self, field: &'static str, value: &str) {
        self.bytes(field.as_bytes());
        self.bytes(value.as_bytes());
    }
    fn number(&mut self, field: &'static str, value: f64) {
        self.bytes(field.as_bytes());
        // SQLite knows no negative zero.
        self.word((value + 0.0).to_bits());
    }
    fn whole(&mut self, field: &'static str, value: u8) {
        self.bytes(field.as_bytes());
        self.word(value.into());
    }
    fn yes(&mut self, field: &'static str) {
        self.bytes(field.as_bytes());
    }
    fn ids(&mut self, field: &'static str, value: [Uuid; 2]) {
        value.into_iter().for_each(|id| self.id(field, id));
    }
    fn texts(&mut self, field: &'static str, value: &BTreeMap<String, String>) {
        self.bytes(field.as_bytes());
        self.word(value.len() as u64);
        for (name, text) in value {
            self.bytes(name.as_bytes());
            self.bytes(text.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    /// Files hold these for ever: if this fails, what computes them has to be mended, not the test.
    #[test]
    fn a_record_is_written_and_digested_as_in_every_file_there_is() {
        let mut map = Map::named("Our map");
        let text = r#"{"added":[
            {"type":"function","id":"00000000-0000-7000-8000-000000000001","name":"Sales","hue":3},
            {"type":"function","id":"00000000-0000-7000-8000-000000000004","name":"HR",
             "parent":"00000000-0000-7000-8000-000000000001"},
            {"type":"team","id":"00000000-0000-7000-8000-000000000002","name":"Field \"sales\"","kind":"role",
             "function":"00000000-0000-7000-8000-000000000001","people":2.5,"custom":{"site":"Zürich"}},
            {"type":"team","id":"00000000-0000-7000-8000-000000000003","name":"Content"},
            {"type":"dependency","id":"00000000-0000-7000-8000-000000000005","strength":0.1,
             "provider":"00000000-0000-7000-8000-000000000002","receiver":"00000000-0000-7000-8000-000000000003",
             "what":"leads","receiver_health":"slowing","wait":1e-7,"review":"2027-02-28"},
            {"type":"border","between":["00000000-0000-7000-8000-000000000001",
             "00000000-0000-7000-8000-000000000004"],"target":"not-needed"},
            {"type":"place","team":"00000000-0000-7000-8000-000000000002","style":"flow","x":-0.0,"y":1e6,
             "pinned":true},
            {"type":"room","function":"00000000-0000-7000-8000-000000000001","x":0.5,"y":1,"w":2,"h":3,
             "locked":true,"collapsed":true}]}"#;
        map.apply(&read_diff(text).unwrap());
        let written = write_map(&map);
        expect![[r#"
            [{"type":"about","name":"Our map"},
            {"type":"function","id":"00000000-0000-7000-8000-000000000001","name":"Sales","hue":3},
            {"type":"function","id":"00000000-0000-7000-8000-000000000004","name":"HR","parent":"00000000-0000-7000-8000-000000000001"},
            {"type":"team","id":"00000000-0000-7000-8000-000000000002","name":"Field \"sales\"","kind":"role","function":"00000000-0000-7000-8000-000000000001","people":2.5,"custom":{"site":"Zürich"}},
            {"type":"team","id":"00000000-0000-7000-8000-000000000003","name":"Content"},
            {"type":"dependency","id":"00000000-0000-7000-8000-000000000005","provider":"00000000-0000-7000-8000-000000000002","receiver":"00000000-0000-7000-8000-000000000003","what":"leads","strength":0.1,"receiver_health":"slowing","wait":1e-7,"review":"2027-02-28"},
            {"type":"border","between":["00000000-0000-7000-8000-000000000001","00000000-0000-7000-8000-000000000004"],"target":"not-needed"},
            {"type":"place","team":"00000000-0000-7000-8000-000000000002","style":"flow","x":-0.0,"y":1000000.0,"pinned":true},
            {"type":"room","function":"00000000-0000-7000-8000-000000000001","x":0.5,"y":1.0,"w":2.0,"h":3.0,"locked":true,"collapsed":true}]"#]].assert_eq(&written.json.replace("},{", "},\n{"));
        expect!["70e33fae7b7f04e8"].assert_eq(&format!("{:016x}", written.digest));
    }
}
