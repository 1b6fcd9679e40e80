-- Version 4: which file a record that gave no telegram stands in.
ALTER TABLE file ADD COLUMN within TEXT;
CREATE INDEX file_within ON file (within) WHERE within IS NOT NULL;
