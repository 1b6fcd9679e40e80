-- Version 3: what the present reading of a copy says for filing; names that lead on; what people decided and corrected.
CREATE TABLE reading (copy INTEGER PRIMARY KEY, reader TEXT NOT NULL, mrn TEXT, occasion INTEGER);
INSERT INTO reading (copy, reader, mrn)
    SELECT copy.id, '0', telegram.mrn FROM copy JOIN telegram ON telegram.id = copy.telegram;
CREATE INDEX reading_occasion ON reading (occasion) WHERE occasion IS NOT NULL;
CREATE INDEX reading_loose ON reading (occasion) WHERE mrn IS NULL AND occasion IS NOT NULL;
CREATE TABLE band (value INTEGER NOT NULL, copy INTEGER NOT NULL, PRIMARY KEY (value, copy)) WITHOUT ROWID;
CREATE INDEX band_copy ON band (copy);
CREATE TABLE alias (
    name TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    sha256 BLOB,
    since TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX alias_key ON alias (key);
CREATE TABLE decision (
    one BLOB NOT NULL,
    other BLOB NOT NULL,
    together INTEGER NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX decision_other ON decision (other);
CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX correction_copy ON correction (sha256);
