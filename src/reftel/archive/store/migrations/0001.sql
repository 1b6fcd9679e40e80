-- Version 1: copies and the telegrams that they are copies of.
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE dictionary (id INTEGER PRIMARY KEY, purpose TEXT NOT NULL, content BLOB NOT NULL);
CREATE TABLE copy (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    telegram INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    length INTEGER NOT NULL,
    source_dictionary INTEGER NOT NULL,
    source BLOB NOT NULL,
    record_dictionary INTEGER NOT NULL,
    record BLOB NOT NULL
);
CREATE INDEX copy_telegram ON copy (telegram);
CREATE TABLE telegram (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    mrn TEXT,
    number TEXT,
    copy INTEGER NOT NULL
);
CREATE INDEX telegram_mrn ON telegram (mrn) WHERE mrn IS NOT NULL;
CREATE INDEX telegram_number ON telegram (number) WHERE number IS NOT NULL;
CREATE TABLE origin (id INTEGER PRIMARY KEY, collection TEXT, legal_status TEXT);
CREATE TABLE place (
    copy INTEGER NOT NULL,
    path TEXT NOT NULL,
    offset INTEGER NOT NULL,
    origin INTEGER NOT NULL,
    filed_at TEXT NOT NULL,
    PRIMARY KEY (copy, path, offset)
) WITHOUT ROWID;
CREATE TABLE file (
    path TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    reader TEXT NOT NULL,
    outcome TEXT NOT NULL,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    remedy TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE change (id INTEGER PRIMARY KEY AUTOINCREMENT, telegram INTEGER NOT NULL, stamp INTEGER NOT NULL);
CREATE TABLE tombstone (
    sha256 BLOB PRIMARY KEY,
    key TEXT NOT NULL,
    mrn TEXT,
    removed_at TEXT NOT NULL,
    who TEXT NOT NULL,
    reason TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE audit (id INTEGER PRIMARY KEY, at TEXT NOT NULL, action TEXT NOT NULL, detail TEXT NOT NULL);
