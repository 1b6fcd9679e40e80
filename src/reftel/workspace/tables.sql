-- Version 1: what readers keep, each row with the name of its reader. The first versions had saved searches alone.
CREATE TABLE IF NOT EXISTS search (name TEXT PRIMARY KEY, query TEXT NOT NULL, seen INTEGER NOT NULL,
    saved_at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE star (who TEXT NOT NULL, key TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (who, key)) WITHOUT ROWID;
CREATE TABLE tag (who TEXT NOT NULL, key TEXT NOT NULL, word TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (who, key, word)) WITHOUT ROWID;
CREATE TABLE note (who TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL,
    changed TEXT NOT NULL, copy TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, words TEXT NOT NULL,
    PRIMARY KEY (who, id)) WITHOUT ROWID;
CREATE INDEX note_key ON note (who, key);
CREATE TABLE list (who TEXT NOT NULL, name TEXT NOT NULL, about TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (who, name)) WITHOUT ROWID;
CREATE TABLE entry (who TEXT NOT NULL, list TEXT NOT NULL, place INTEGER NOT NULL, key TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (who, list, key)) WITHOUT ROWID;
CREATE INDEX entry_key ON entry (who, key);
CREATE TABLE visit (who TEXT NOT NULL, at TEXT NOT NULL, page TEXT NOT NULL, what TEXT NOT NULL,
    PRIMARY KEY (who, at, page, what)) WITHOUT ROWID;
CREATE TABLE saved_search (who TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, seen INTEGER NOT NULL,
    saved_at TEXT NOT NULL, PRIMARY KEY (who, name)) WITHOUT ROWID;
CREATE TABLE choice (who TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (who, name)) WITHOUT ROWID;
INSERT INTO saved_search SELECT 'local', name, query, seen, saved_at FROM search;
DROP TABLE search;
