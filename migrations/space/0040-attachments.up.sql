-- Files that belong to memories. The id is a keyed hash of the bytes.
CREATE TABLE attachment (
  id BLOB PRIMARY KEY CHECK (length(id) = 32),
  media_type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  chunks INTEGER NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The attachment's one key, wrapped once for every band that a memory linking to it is in.
CREATE TABLE attachment_key (
  attachment BLOB NOT NULL,
  band INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  PRIMARY KEY (attachment, band)
) STRICT, WITHOUT ROWID;

CREATE TABLE attachment_chunk (
  seq INTEGER PRIMARY KEY,
  attachment BLOB NOT NULL,
  chunk INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX attachment_chunk_by_place ON attachment_chunk (attachment, chunk);

CREATE TABLE attachment_link (
  attachment BLOB NOT NULL,
  band INTEGER NOT NULL,
  memory INTEGER NOT NULL,
  PRIMARY KEY (attachment, band, memory)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_link_by_memory ON attachment_link (memory);
