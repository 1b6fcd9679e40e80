-- Version 5: bands of copies with a number too, and other bands than before; `band_due` are the copies that still lack them.
DROP TABLE band;
CREATE TABLE band (value INTEGER NOT NULL, copy INTEGER NOT NULL, PRIMARY KEY (value, copy)) WITHOUT ROWID;
CREATE TABLE numbered_band (value INTEGER NOT NULL, copy INTEGER NOT NULL, PRIMARY KEY (value, copy)) WITHOUT ROWID;
CREATE TABLE recent_band (value INTEGER NOT NULL, copy INTEGER NOT NULL, PRIMARY KEY (value, copy)) WITHOUT ROWID;
CREATE TABLE band_due (copy INTEGER PRIMARY KEY);
INSERT INTO band_due SELECT copy FROM reading;
