-- Imagined futures, and what really came. Words, likelihood and outcome are sealed.
CREATE TABLE scenario (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  version INTEGER NOT NULL CHECK (version > 0),
  author BLOB NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  -- When it can be looked at again; null where no day was named.
  look_ms INTEGER,
  -- When it was known what came; null while it is open.
  resolved_ms INTEGER,
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 3),
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX scenario_by_id ON scenario (id);
CREATE INDEX scenario_by_look ON scenario (look_ms) WHERE resolved_ms IS NULL;
CREATE INDEX scenario_by_resolved ON scenario (resolved_ms) WHERE resolved_ms IS NOT NULL;
