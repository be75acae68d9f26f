-- What was deleted: who, when, why. No content.
CREATE TABLE tombstone (
  seq INTEGER PRIMARY KEY,
  record BLOB NOT NULL CHECK (length(record) = 16),
  at_ms INTEGER NOT NULL,
  actor BLOB NOT NULL,
  reason TEXT,
  external_key BLOB,
  receipt_seq INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX tombstone_by_record ON tombstone (record);
CREATE INDEX tombstone_by_external_key ON tombstone (external_key) WHERE external_key IS NOT NULL;

CREATE TABLE draft (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  base_version INTEGER,
  band INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  saved_ms INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;

-- Import runs; path and notes are sealed.
CREATE TABLE import_run (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  format TEXT NOT NULL,
  band INTEGER NOT NULL,
  state TEXT NOT NULL,
  done INTEGER NOT NULL,
  total INTEGER,
  imported INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  started_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
