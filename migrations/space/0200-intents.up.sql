-- What was begun in this space and ends in another: open until both sides are done. Ids alone, no content.
CREATE TABLE intent (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  kind TEXT NOT NULL CHECK (kind IN ('move', 'copy')),
  -- The memory, and the version of it that is meant.
  record BLOB NOT NULL CHECK (length(record) = 16),
  version INTEGER NOT NULL CHECK (version > 0),
  -- The other space. There the memory has the id of this intent.
  target BLOB NOT NULL CHECK (length(target) = 16),
  actor BLOB NOT NULL CHECK (length(actor) = 16),
  begun_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX intent_by_id ON intent (id);
-- One at a time for a memory.
CREATE UNIQUE INDEX intent_by_record ON intent (record);
