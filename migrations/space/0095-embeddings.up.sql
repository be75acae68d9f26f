-- Models that turn text into vectors, and what they made of each memory. A vector is content: it is sealed.
CREATE TABLE embedding_model (
  seq INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  dimensions INTEGER NOT NULL CHECK (dimensions BETWEEN 8 AND 1024),
  language TEXT NOT NULL,
  -- SHA-256 of the model's file.
  checksum BLOB NOT NULL CHECK (length(checksum) = 32),
  state TEXT NOT NULL CHECK (state IN ('filling', 'active', 'retiring')),
  changed_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX embedding_model_by_name ON embedding_model (name, version);
-- Search asks one model.
CREATE UNIQUE INDEX embedding_model_active ON embedding_model (state) WHERE state = 'active';

CREATE TABLE embedding (
  seq INTEGER PRIMARY KEY,
  memory INTEGER NOT NULL REFERENCES memory (seq) ON DELETE CASCADE,
  model INTEGER NOT NULL REFERENCES embedding_model (seq),
  -- Keyed digest of the words it was made of: tells whether they have changed, and nothing else.
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 2),
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX embedding_by_memory ON embedding (memory, model);
CREATE INDEX embedding_by_model ON embedding (model, band);
