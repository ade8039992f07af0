//! Records as rows: one table for each kind of record, one column for each field.

use std::collections::{BTreeMap, HashSet};

use ecosystem::{
    About, Border, Dependency, DependencyId, Diff, Function, FunctionId, Health, Key, Map, Pair, Place,
    Record, Room, Style, Team, TeamId, limits, name,
};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, ToSql, params};
use uuid::Uuid;

use crate::words::{HEALTHS, KINDS, STYLES, TARGETS, Words, meant, word};
use crate::{StoreError, lean, schema};

/// Writes what `diff` changes. The rows must be in the state that the diff starts from.
pub(crate) fn write(db: &Connection, diff: &Diff) -> Result<(), StoreError> {
    for record in &diff.removed {
        remove(db, record.key())?;
    }
    for (_, after) in &diff.updated {
        update(db, after)?;
    }
    let mut added = diff.added.as_slice();
    while let Some(first) = added.first() {
        // Records of one kind follow each other; one look-up of the statement serves them all.
        let kind = std::mem::discriminant(first);
        let same = added.iter().take_while(|record| std::mem::discriminant(*record) == kind).count();
        let (now, later) = added.split_at(same);
        let mut statement = db.prepare_cached(insert_sql(first))?;
        for record in now {
            bind(record, |values| statement.execute(values))?;
        }
        added = later;
    }
    Ok(())
}

/// From so many records on, or so many that others may refer to and that go, [`write_many`] is quicker.
const MANY: usize = 2000;
const MANY_GO: usize = 16;

/// Whether `diff` is a large change, to be written by [`write_many`].
pub(crate) fn is_many(diff: &Diff) -> bool {
    diff.len() >= MANY || diff.removed.iter().filter(|record| may_be_referred_to(record)).count() >= MANY_GO
}

fn may_be_referred_to(record: &Record) -> bool {
    matches!(record, Record::Team(_) | Record::Function(_))
}

/// Like [`write`] for a large change. SQLite's own foreign keys must be off: it would look for each row whether what
/// it refers to is there, and search all dependencies for each team that goes. Here that is done once.
pub(crate) fn write_many(db: &Connection, diff: &Diff) -> Result<(), StoreError> {
    write(db, diff)?;
    if diff.removed.iter().any(may_be_referred_to) {
        return match schema::references_hold(db) {
            Err(StoreError::Damaged { why, .. }) => Err(StoreError::Unfit(why)),
            held => held,
        };
    }
    let mut found = HashSet::new();
    let written = diff.added.iter().chain(diff.updated.iter().map(|(_, after)| after));
    for key in written.flat_map(references).flatten() {
        if found.insert(key) && !exists(db, key)? {
            return Err(StoreError::Unfit("a record refers to one that is not there".to_owned()));
        }
    }
    Ok(())
}

/// The records that a record refers to.
fn references(record: &Record) -> [Option<Key>; 2] {
    match record {
        Record::About(_) => [None, None],
        Record::Function(function) => [function.parent.map(Key::Function), None],
        Record::Team(team) => [team.function.map(Key::Function), None],
        Record::Dependency(d) => [Some(Key::Team(d.provider)), Some(Key::Team(d.receiver))],
        Record::Border(border) => [border.between.0, border.between.1].map(|id| Some(Key::Function(id))),
        Record::Place(place) => [Some(Key::Team(place.team)), None],
        Record::Room(room) => [Some(Key::Function(room.function)), None],
    }
}

/// Whether a record that others refer to is there.
fn exists(db: &Connection, key: Key) -> Result<bool, StoreError> {
    let (sql, id) = match key {
        Key::Team(id) => ("SELECT 1 FROM teams WHERE id = ?1", id.0),
        Key::Function(id) => ("SELECT 1 FROM functions WHERE id = ?1", id.0),
        _ => return Ok(true),
    };
    Ok(db.prepare_cached(sql)?.exists([Id::of(id)])?)
}

fn insert_sql(record: &Record) -> &'static str {
    match record {
        // Every map has exactly one, from the start.
        Record::About(_) => "UPDATE about SET name = ?1, style = ?2, note = ?3",
        Record::Function(_) => {
            "INSERT INTO functions (id, name, parent, hue, note, custom) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        }
        Record::Team(_) => {
            "INSERT INTO teams (id, name, kind, function, lead, people, load, region, note, key, custom)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
        }
        Record::Dependency(_) => {
            "INSERT INTO dependencies (id, provider, receiver, what, strength, provider_health, receiver_health,
                cadence, channel, wait, expectation, agreed, review, note, custom)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
        }
        Record::Border(_) => "INSERT INTO borders (one, other, target) VALUES (?1, ?2, ?3)",
        Record::Place(_) => "INSERT INTO places (team, style, x, y, pinned) VALUES (?1, ?2, ?3, ?4, ?5)",
        Record::Room(_) => {
            "INSERT INTO rooms (function, style, x, y, w, h, locked, collapsed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
        }
    }
}

fn update_sql(record: &Record) -> &'static str {
    match record {
        Record::About(_) => insert_sql(record),
        Record::Function(_) => {
            "UPDATE functions SET name = ?2, parent = ?3, hue = ?4, note = ?5, custom = ?6 WHERE id = ?1"
        }
        Record::Team(_) => {
            "UPDATE teams SET name = ?2, kind = ?3, function = ?4, lead = ?5, people = ?6, load = ?7,
                region = ?8, note = ?9, key = ?10, custom = ?11 WHERE id = ?1"
        }
        Record::Dependency(_) => {
            "UPDATE dependencies SET provider = ?2, receiver = ?3, what = ?4, strength = ?5,
                provider_health = ?6, receiver_health = ?7, cadence = ?8, channel = ?9, wait = ?10,
                expectation = ?11, agreed = ?12, review = ?13, note = ?14, custom = ?15 WHERE id = ?1"
        }
        Record::Border(_) => "UPDATE borders SET target = ?3 WHERE one = ?1 AND other = ?2",
        Record::Place(_) => "UPDATE places SET x = ?3, y = ?4, pinned = ?5 WHERE team = ?1 AND style = ?2",
        Record::Room(_) => {
            "UPDATE rooms SET x = ?3, y = ?4, w = ?5, h = ?6, locked = ?7, collapsed = ?8
             WHERE function = ?1 AND style = ?2"
        }
    }
}

fn update(db: &Connection, record: &Record) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached(update_sql(record))?;
    one(bind(record, |values| statement.execute(values))?)
}

fn remove(db: &Connection, key: Key) -> Result<(), StoreError> {
    let rows = match key {
        Key::About => 1,
        Key::Function(id) => {
            db.prepare_cached("DELETE FROM functions WHERE id = ?1")?.execute([Id::of(id.0)])?
        }
        Key::Team(id) => db.prepare_cached("DELETE FROM teams WHERE id = ?1")?.execute([Id::of(id.0)])?,
        Key::Dependency(id) => {
            db.prepare_cached("DELETE FROM dependencies WHERE id = ?1")?.execute([Id::of(id.0)])?
        }
        Key::Border(Pair(a, b)) => db
            .prepare_cached("DELETE FROM borders WHERE one = ?1 AND other = ?2")?
            .execute([Id::of(a.0), Id::of(b.0)])?,
        Key::Place(style, team) => db
            .prepare_cached("DELETE FROM places WHERE team = ?1 AND style = ?2")?
            .execute(params![Id::of(team.0), style_word(style)])?,
        Key::Room(style, function) => db
            .prepare_cached("DELETE FROM rooms WHERE function = ?1 AND style = ?2")?
            .execute(params![Id::of(function.0), style_word(style)])?,
    };
    one(rows)
}

/// A change that misses its row was planned on another state than the file's.
fn one(rows: usize) -> Result<(), StoreError> {
    match rows {
        1 => Ok(()),
        _ => Err(StoreError::Unfit("a record is not as it was".to_owned())),
    }
}

/// Hands the record's values to `run`, in the order of its columns.
fn bind<T>(record: &Record, run: impl FnOnce(&[&dyn ToSql]) -> rusqlite::Result<T>) -> Result<T, StoreError> {
    let done = match record {
        Record::About(About { name, style, note }) => run(params![name, style_word(*style), note]),
        Record::Function(Function { id, name, parent, hue, note, custom }) => {
            run(params![Id::of(id.0), name, parent.map(|p| Id::of(p.0)), hue, note, custom_to_json(custom)])
        }
        Record::Team(Team { id, name, kind, function, lead, people, load, region, note, key, custom }) => {
            run(params![
                Id::of(id.0),
                name,
                word(KINDS, *kind),
                function.map(|f| Id::of(f.0)),
                lead,
                people,
                load,
                region,
                note,
                key,
                custom_to_json(custom)
            ])
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
        }) => run(params![
            Id::of(id.0),
            Id::of(provider.0),
            Id::of(receiver.0),
            what,
            strength,
            provider_health.map(|health| word(HEALTHS, health)),
            receiver_health.map(|health| word(HEALTHS, health)),
            cadence,
            channel,
            wait,
            expectation,
            agreed,
            review.map(|day| day.to_string()),
            note,
            custom_to_json(custom)
        ]),
        Record::Border(Border { between: Pair(a, b), target }) => {
            run(params![Id::of(a.0), Id::of(b.0), word(TARGETS, *target)])
        }
        Record::Place(Place { team, style, x, y, pinned }) => {
            run(params![Id::of(team.0), style_word(*style), x, y, pinned])
        }
        Record::Room(Room { function, style, x, y, w, h, locked, collapsed }) => {
            run(params![Id::of(function.0), style_word(*style), x, y, w, h, locked, collapsed])
        }
    };
    Ok(done?)
}

/// Reads the whole map, with its digest. Everything is bounded and looked at: a file is somebody else's until it has been checked.
pub(crate) fn load(db: &Connection) -> Result<(Map, u64), StoreError> {
    let mut records = Vec::new();
    read(db, "about", "name, style, note", 1, &mut records, |row| {
        Ok(Record::About(About {
            name: text(row, 0, name::NAME_LIMIT)?,
            style: style_of(row, 1)?,
            note: text(row, 2, name::NOTE_LIMIT)?,
        }))
    })?;
    if records.is_empty() {
        return Err(StoreError::damaged("the map's own record is missing"));
    }
    let columns = "id, name, parent, hue, note, custom";
    read(db, "functions", columns, limits::FUNCTIONS, &mut records, |row| {
        Ok(Record::Function(Function {
            id: FunctionId(id(row, 0)?),
            name: text(row, 1, name::NAME_LIMIT)?,
            parent: maybe_id(row, 2)?.map(FunctionId),
            hue: row.get(3)?,
            note: text(row, 4, name::NOTE_LIMIT)?,
            custom: custom_of_json(row, 5)?,
        }))
    })?;
    let columns = "id, name, kind, function, lead, people, load, region, note, key, custom";
    read(db, "teams", columns, limits::TEAMS, &mut records, |row| {
        Ok(Record::Team(Team {
            id: TeamId(id(row, 0)?),
            name: text(row, 1, name::NAME_LIMIT)?,
            kind: of_word(KINDS, row, 2)?,
            function: maybe_id(row, 3)?.map(FunctionId),
            lead: text(row, 4, name::NAME_LIMIT)?,
            people: maybe_number(row, 5)?,
            load: maybe_number(row, 6)?,
            region: text(row, 7, name::NAME_LIMIT)?,
            note: text(row, 8, name::NOTE_LIMIT)?,
            key: text(row, 9, name::NAME_LIMIT)?,
            custom: custom_of_json(row, 10)?,
        }))
    })?;
    let columns = "id, provider, receiver, what, strength, provider_health, receiver_health, cadence, channel, \
                   wait, expectation, agreed, review, note, custom";
    read(db, "dependencies", columns, limits::DEPENDENCIES, &mut records, |row| {
        Ok(Record::Dependency(Dependency {
            id: DependencyId(id(row, 0)?),
            provider: TeamId(id(row, 1)?),
            receiver: TeamId(id(row, 2)?),
            what: text(row, 3, name::NAME_LIMIT)?,
            strength: number(row, 4)?,
            provider_health: maybe_health(row, 5)?,
            receiver_health: maybe_health(row, 6)?,
            cadence: text(row, 7, name::NAME_LIMIT)?,
            channel: text(row, 8, name::NAME_LIMIT)?,
            wait: maybe_number(row, 9)?,
            expectation: text(row, 10, name::NOTE_LIMIT)?,
            agreed: text(row, 11, name::NOTE_LIMIT)?,
            review: match is_null(row, 12)? {
                true => None,
                false => {
                    let day = text(row, 12, 10)?.parse();
                    Some(day.map_err(|error| StoreError::damaged(format!("{error}")))?)
                }
            },
            note: text(row, 13, name::NOTE_LIMIT)?,
            custom: custom_of_json(row, 14)?,
        }))
    })?;
    let most = limits::FUNCTIONS * limits::FUNCTIONS;
    read(db, "borders", "one, other, target", most, &mut records, |row| {
        Ok(Record::Border(Border {
            between: Pair(FunctionId(id(row, 0)?), FunctionId(id(row, 1)?)),
            target: of_word(TARGETS, row, 2)?,
        }))
    })?;
    let most = limits::TEAMS * Style::ALL.len();
    read(db, "places", "team, style, x, y, pinned", most, &mut records, |row| {
        Ok(Record::Place(Place {
            team: TeamId(id(row, 0)?),
            style: style_of(row, 1)?,
            x: coordinate(row, 2)?,
            y: coordinate(row, 3)?,
            pinned: row.get(4)?,
        }))
    })?;
    let most = limits::FUNCTIONS * Style::ALL.len();
    read(db, "rooms", "function, style, x, y, w, h, locked, collapsed", most, &mut records, |row| {
        Ok(Record::Room(Room {
            function: FunctionId(id(row, 0)?),
            style: style_of(row, 1)?,
            x: coordinate(row, 2)?,
            y: coordinate(row, 3)?,
            w: coordinate(row, 4)?,
            h: coordinate(row, 5)?,
            locked: row.get(6)?,
            collapsed: row.get(7)?,
        }))
    })?;
    let digest = lean::digest_of(records.iter());
    Ok((sound(Map::of(records))?, digest))
}

/// The map, if it keeps every rule.
pub(crate) fn sound(map: Map) -> Result<Map, StoreError> {
    match map.check().into_iter().next() {
        None => Ok(map),
        Some(broken) => Err(StoreError::damaged(broken.trim_end_matches('.').to_owned())),
    }
}

fn read(
    db: &Connection,
    table: &str,
    columns: &str,
    most: usize,
    records: &mut Vec<Record>,
    record: impl Fn(&Row<'_>) -> Result<Record, StoreError>,
) -> Result<(), StoreError> {
    let mut statement = db.prepare(&format!("SELECT {columns} FROM {table}"))?;
    let mut rows = statement.query([])?;
    let start = records.len();
    while let Some(row) = rows.next()? {
        if records.len() - start >= most {
            return Err(StoreError::damaged(format!("it has more than {most} {table}")));
        }
        records.push(record(row)?);
    }
    Ok(())
}

fn of_word<T: Copy>(words: Words<T>, row: &Row<'_>, column: usize) -> Result<T, StoreError> {
    let text = row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?;
    meant(words, text).ok_or_else(|| {
        StoreError::damaged(format!("\u{201c}{}\u{201d} is not a word it may hold there", clip(text)))
    })
}

fn style_word(style: Style) -> &'static str {
    word(STYLES, style)
}

fn style_of(row: &Row<'_>, column: usize) -> Result<Style, StoreError> {
    of_word(STYLES, row, column)
}

fn maybe_health(row: &Row<'_>, column: usize) -> Result<Option<Health>, StoreError> {
    if is_null(row, column)? { Ok(None) } else { of_word(HEALTHS, row, column).map(Some) }
}

fn is_null(row: &Row<'_>, column: usize) -> Result<bool, StoreError> {
    Ok(matches!(row.get_ref(column)?, ValueRef::Null))
}

/// An id as its 36 characters, without taking memory for them.
struct Id([u8; 36]);

impl Id {
    fn of(id: Uuid) -> Self {
        let mut text = [0; 36];
        id.hyphenated().encode_lower(&mut text);
        Self(text)
    }
}

impl ToSql for Id {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Text(&self.0)))
    }
}

fn id(row: &Row<'_>, column: usize) -> Result<Uuid, StoreError> {
    let text = row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?;
    Uuid::try_parse(text)
        .map_err(|_| StoreError::damaged(format!("\u{201c}{}\u{201d} is not an id", clip(text))))
}

fn maybe_id(row: &Row<'_>, column: usize) -> Result<Option<Uuid>, StoreError> {
    if is_null(row, column)? { Ok(None) } else { id(row, column).map(Some) }
}

fn text(row: &Row<'_>, column: usize, limit: usize) -> Result<String, StoreError> {
    let text = row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?;
    if text.len() > limit && text.chars().count() > limit {
        return Err(StoreError::damaged(format!(
            "\u{201c}{}\u{2026}\u{201d} is too long a text",
            clip(text)
        )));
    }
    Ok(text.to_owned())
}

fn number(row: &Row<'_>, column: usize) -> Result<f64, StoreError> {
    let number: f64 = row.get(column)?;
    if number.is_finite() { Ok(number) } else { Err(StoreError::damaged("a number is not finite")) }
}

fn maybe_number(row: &Row<'_>, column: usize) -> Result<Option<f64>, StoreError> {
    if is_null(row, column)? { Ok(None) } else { number(row, column).map(Some) }
}

fn coordinate(row: &Row<'_>, column: usize) -> Result<f64, StoreError> {
    let number = number(row, column)?;
    match number.abs() <= limits::EXTENT {
        true => Ok(number),
        false => Err(StoreError::damaged("a place lies outside the drawing")),
    }
}

fn custom_to_json(fields: &BTreeMap<String, String>) -> std::borrow::Cow<'static, str> {
    match fields.is_empty() {
        true => "{}".into(),
        // Text keys and text values: there is nothing that could fail.
        false => serde_json::to_string(fields).unwrap_or_default().into(),
    }
}

fn custom_of_json(row: &Row<'_>, column: usize) -> Result<BTreeMap<String, String>, StoreError> {
    let json = row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?;
    if json == "{}" {
        return Ok(BTreeMap::new());
    }
    let fields: BTreeMap<String, String> = serde_json::from_str(json)
        .map_err(|error| StoreError::damaged(format!("custom fields cannot be read ({error})")))?;
    let long = |text: &str, limit| text.len() > limit && text.chars().count() > limit;
    let too_long = fields.iter().any(|(f, v)| long(f, name::NAME_LIMIT) || long(v, name::NOTE_LIMIT));
    if fields.len() > limits::CUSTOM_FIELDS || too_long {
        return Err(StoreError::damaged("a record has too many or too long custom fields"));
    }
    Ok(fields)
}

/// The start of a text, for messages.
fn clip(text: &str) -> String {
    text.chars().take(40).collect()
}
