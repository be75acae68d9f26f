-- What learning leaves: models and other files of it, in sealed chunks, and how good they were when.
CREATE TABLE ml_artifact (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL CHECK (version > 0),
  bytes INTEGER NOT NULL CHECK (bytes > 0),
  state TEXT NOT NULL CHECK (state IN ('writing', 'whole')),
  created_ms INTEGER NOT NULL,
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 3),
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;

CREATE TABLE ml_chunk (
  seq INTEGER PRIMARY KEY,
  artifact BLOB NOT NULL REFERENCES ml_artifact (id) ON DELETE CASCADE,
  chunk INTEGER NOT NULL CHECK (chunk >= 0),
  bytes INTEGER NOT NULL CHECK (bytes > 0),
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX ml_chunk_by_place ON ml_chunk (artifact, chunk, bytes);

CREATE TABLE ml_metric (
  seq INTEGER PRIMARY KEY,
  artifact BLOB NOT NULL REFERENCES ml_artifact (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  value REAL NOT NULL
) STRICT;
CREATE INDEX ml_metric_by_name ON ml_metric (artifact, name, at_ms);
