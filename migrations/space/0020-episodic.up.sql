-- Memories in time. Content is sealed; what lies beside it is what the timeline sorts and filters by.
CREATE TABLE memory (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  version INTEGER NOT NULL CHECK (version > 0),
  at_ms INTEGER NOT NULL,
  offset_minutes INTEGER NOT NULL,
  -- Wall-clock time where it happened: the timeline's order.
  local_ms INTEGER NOT NULL,
  date_only INTEGER NOT NULL CHECK (date_only IN (0, 1)),
  -- 0 GREEN, 1 AMBER, 2 RED, 3 BLACK
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 3),
  kind TEXT NOT NULL,
  author BLOB NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  -- Keyed hash of the external id; the id itself is sealed.
  external_key BLOB,
  source_digest BLOB,
  receipt_seq INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX memory_by_id ON memory (id);
CREATE UNIQUE INDEX memory_by_external_key ON memory (external_key) WHERE external_key IS NOT NULL;
-- Covers paging and counting with filters: the fat rows are read for what is shown alone.
CREATE INDEX memory_by_time ON memory (local_ms, seq, at_ms, band, kind);

-- A memory's own key, wrapped by its band's key. Destroying this row makes every copy of the ciphertext noise.
CREATE TABLE memory_key (
  memory INTEGER PRIMARY KEY,
  band INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL
) STRICT;

-- Texts too long to be opened for a line of the timeline, each sealed under a key of its own.
CREATE TABLE memory_text (
  memory INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;

-- Tags (type 0) and people (type 1) in the timeline's order; never of BLACK memories.
CREATE TABLE memory_facet (
  type INTEGER NOT NULL,
  value TEXT NOT NULL,
  local_ms INTEGER NOT NULL,
  memory INTEGER NOT NULL,
  PRIMARY KEY (type, value, local_ms, memory)
) STRICT, WITHOUT ROWID;

-- How many memories each month (year * 12 + month - 1) has, by band.
CREATE TABLE memory_month (
  month INTEGER NOT NULL,
  band INTEGER NOT NULL,
  memories INTEGER NOT NULL CHECK (memories >= 0),
  PRIMARY KEY (month, band)
) STRICT, WITHOUT ROWID;
