-- Version 2: what a container states about a copy; what was noticed when telegrams were filed.
ALTER TABLE place ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';
CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    telegram INTEGER NOT NULL,
    found_at TEXT NOT NULL,
    message TEXT NOT NULL
);
