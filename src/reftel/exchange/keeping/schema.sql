-- Everything of a post that must outlast it. WAL, synchronous = FULL: what is committed survives a loss of power.

CREATE TABLE journal (                  -- append only; each entry holds the hash of the one before
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, object TEXT NOT NULL, event TEXT NOT NULL,
  parameters TEXT NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL
);
CREATE TRIGGER journal_is_not_altered BEFORE UPDATE ON journal BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_not_cut BEFORE DELETE ON journal BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

CREATE TABLE series (name TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE message (                  -- one section of one telegram, however often it came
  id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, precedence TEXT NOT NULL, urgency INTEGER NOT NULL,
  level INTEGER NOT NULL,
  calling TEXT, serial INTEGER, filed TEXT, section INTEGER, of INTEGER, sender TEXT, dtg TEXT, words BLOB NOT NULL,
  text TEXT NOT NULL, since REAL NOT NULL, circuit TEXT, earlier TEXT NOT NULL DEFAULT '[]', handling TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', archived INTEGER NOT NULL DEFAULT 0,
  distributed INTEGER NOT NULL DEFAULT 0, mrn TEXT
);
CREATE INDEX message_by_words ON message (words);
CREATE INDEX message_to_file ON message (archived) WHERE archived = 0;
CREATE INDEX message_of_sender ON message (sender, dtg);

CREATE TABLE served (                   -- the stations of a message that this post has taken care of
  message INTEGER NOT NULL, station TEXT NOT NULL, PRIMARY KEY (message, station)
) WITHOUT ROWID;

CREATE TABLE inbound (                  -- what circuits gave, as it came
  id INTEGER PRIMARY KEY, circuit TEXT NOT NULL, hand_over TEXT, channel TEXT, kind TEXT NOT NULL, raw BLOB NOT NULL,
  at REAL NOT NULL, message INTEGER, fate TEXT NOT NULL DEFAULT 'new', reason TEXT NOT NULL DEFAULT '',
  findings TEXT NOT NULL DEFAULT '[]', UNIQUE (circuit, hand_over)
);
CREATE INDEX inbound_by_message ON inbound (message);
CREATE INDEX inbound_aside ON inbound (fate) WHERE fate NOT IN ('taken', 'duplicate');

CREATE TABLE transmission (
  id INTEGER PRIMARY KEY, message INTEGER NOT NULL, circuit TEXT NOT NULL, precedence TEXT NOT NULL, urgency INTEGER NOT NULL,
  called TEXT NOT NULL, state TEXT NOT NULL, since REAL NOT NULL, queued REAL NOT NULL, number INTEGER, taken REAL,
  done REAL, attempts INTEGER NOT NULL DEFAULT 0, suspected INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '',
  pilot TEXT NOT NULL DEFAULT ''
);
CREATE INDEX waiting ON transmission (circuit, urgency, id) WHERE state = 'waiting';
CREATE INDEX under_way ON transmission (state) WHERE state IN ('taken', 'held');
CREATE INDEX by_number ON transmission (circuit, number);
CREATE INDEX by_message ON transmission (message);

CREATE TABLE attempt (                  -- every channel number that was used up, and on what
  circuit TEXT NOT NULL, number INTEGER NOT NULL, cycle INTEGER NOT NULL, transmission INTEGER NOT NULL, at REAL NOT NULL,
  PRIMARY KEY (circuit, cycle, number)
) WITHOUT ROWID;

CREATE TABLE circuit (
  name TEXT PRIMARY KEY, memory BLOB NOT NULL DEFAULT x'', up INTEGER NOT NULL DEFAULT 0, closed INTEGER NOT NULL DEFAULT 0,
  changed REAL, reason TEXT NOT NULL DEFAULT '', last_in REAL, last_out REAL
) WITHOUT ROWID;

CREATE TABLE delivery (                 -- an addressee that this post serves has a message
  message INTEGER NOT NULL, addressee TEXT NOT NULL, role TEXT NOT NULL, precedence TEXT, number INTEGER, at REAL NOT NULL,
  PRIMARY KEY (message, addressee)
) WITHOUT ROWID;
CREATE TABLE distribution (
  message INTEGER NOT NULL, office TEXT NOT NULL, role TEXT NOT NULL, rule TEXT NOT NULL, at REAL NOT NULL,
  PRIMARY KEY (message, office)
) WITHOUT ROWID;
CREATE TABLE task (                     -- an action that an office has to answer
  message INTEGER PRIMARY KEY, office TEXT NOT NULL, mrn TEXT, due REAL NOT NULL, answered_by TEXT, answered REAL
);
CREATE TABLE request (                  -- a question to another station, open until it is answered
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, at REAL NOT NULL, asked INTEGER NOT NULL DEFAULT 1,
  closed REAL, outcome TEXT NOT NULL DEFAULT '', UNIQUE (kind, subject)
);
CREATE TABLE alarm (
  id INTEGER PRIMARY KEY, at REAL NOT NULL, circuit TEXT NOT NULL, message TEXT NOT NULL, accepted_by TEXT, accepted REAL,
  subject TEXT UNIQUE
);
CREATE TABLE minimize (
  area TEXT PRIMARY KEY, authority TEXT NOT NULL, reason TEXT NOT NULL, since REAL NOT NULL, until REAL
) WITHOUT ROWID;

CREATE TABLE draft (
  id INTEGER PRIMARY KEY, author TEXT NOT NULL, state TEXT NOT NULL, at REAL NOT NULL, released_by TEXT, mrn TEXT
);
CREATE TABLE version (
  draft INTEGER NOT NULL, number INTEGER NOT NULL, author TEXT NOT NULL, at REAL NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (draft, number)
) WITHOUT ROWID;
CREATE TABLE comment (
  id INTEGER PRIMARY KEY, draft INTEGER NOT NULL, version INTEGER NOT NULL, author TEXT NOT NULL, at REAL NOT NULL,
  paragraph INTEGER, text TEXT NOT NULL
);
CREATE TABLE clearance (                -- a word of an office about one version
  id INTEGER PRIMARY KEY, draft INTEGER NOT NULL, version INTEGER NOT NULL, office TEXT NOT NULL, person TEXT NOT NULL,
  state TEXT NOT NULL, words BLOB NOT NULL, at REAL NOT NULL, note TEXT NOT NULL DEFAULT ''
);
CREATE TABLE own_traffic (mrn TEXT PRIMARY KEY, draft INTEGER NOT NULL, message INTEGER NOT NULL) WITHOUT ROWID;
