CREATE TABLE about (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    name  TEXT NOT NULL,
    style TEXT NOT NULL,
    note  TEXT NOT NULL
) STRICT;

CREATE TABLE borders (
    one    TEXT NOT NULL REFERENCES functions (id) DEFERRABLE INITIALLY DEFERRED,
    other  TEXT NOT NULL REFERENCES functions (id) DEFERRABLE INITIALLY DEFERRED,
    target TEXT NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

CREATE INDEX borders_by_other ON borders (other);

CREATE TABLE changes (
    revision INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL, -- milliseconds since 1970, UTC
    author   TEXT NOT NULL,
    label    TEXT NOT NULL,
    takes_back  INTEGER REFERENCES changes (revision), -- this one undoes that one
    brings_back INTEGER REFERENCES changes (revision), -- this one redoes that one
    stands   TEXT, -- 'done', 'undone' (can be redone) or 'dropped'; null where there is nothing to undo
    diff     TEXT, -- JSON: records added, updated (before, after), removed; null: follows from the other change
    digest   INTEGER NOT NULL -- of the whole map after it, so that a wrong bit is found (lean.rs)
) STRICT;

CREATE INDEX changes_by_stand ON changes (stands) WHERE stands IS NOT NULL;

CREATE TABLE dependencies (
    id              TEXT PRIMARY KEY,
    provider        TEXT NOT NULL REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED,
    receiver        TEXT NOT NULL REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED,
    what            TEXT NOT NULL,
    strength        REAL NOT NULL,
    provider_health TEXT,
    receiver_health TEXT,
    cadence         TEXT NOT NULL,
    channel         TEXT NOT NULL,
    wait            REAL, -- days
    expectation     TEXT NOT NULL,
    agreed          TEXT NOT NULL,
    review          TEXT, -- 2026-11-21
    note            TEXT NOT NULL,
    custom          TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE functions (
    id     TEXT PRIMARY KEY,
    name   TEXT NOT NULL,
    parent TEXT REFERENCES functions (id) DEFERRABLE INITIALLY DEFERRED,
    hue    INTEGER NOT NULL,
    note   TEXT NOT NULL,
    custom TEXT NOT NULL -- the person's own fields, as a JSON object
) STRICT, WITHOUT ROWID;

CREATE INDEX functions_by_parent ON functions (parent) WHERE parent IS NOT NULL;

CREATE TABLE places (
    team   TEXT NOT NULL REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED,
    style  TEXT NOT NULL,
    x      REAL NOT NULL,
    y      REAL NOT NULL,
    pinned INTEGER NOT NULL,
    PRIMARY KEY (team, style)
) STRICT, WITHOUT ROWID;

CREATE TABLE rooms (
    function  TEXT NOT NULL REFERENCES functions (id) DEFERRABLE INITIALLY DEFERRED,
    style     TEXT NOT NULL,
    x         REAL NOT NULL,
    y         REAL NOT NULL,
    w         REAL NOT NULL,
    h         REAL NOT NULL,
    locked    INTEGER NOT NULL,
    collapsed INTEGER NOT NULL,
    PRIMARY KEY (function, style)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshots (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    at       INTEGER NOT NULL,
    author   TEXT NOT NULL,
    revision INTEGER NOT NULL, -- the change it was taken after
    records  TEXT NOT NULL,    -- JSON: all records
    digest   INTEGER NOT NULL
) STRICT;

CREATE TABLE teams (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    function TEXT REFERENCES functions (id) DEFERRABLE INITIALLY DEFERRED,
    lead     TEXT NOT NULL,
    people   REAL,
    load     REAL,
    region   TEXT NOT NULL,
    note     TEXT NOT NULL,
    key      TEXT NOT NULL, -- its id in the list it was imported from
    custom   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX teams_by_function ON teams (function) WHERE function IS NOT NULL;
