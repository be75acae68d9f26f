-- People, devices, spaces, settings; and the head of each space as it was last seen, by which an older copy is known.
CREATE TABLE person (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  name TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE device (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  person BLOB NOT NULL REFERENCES person (id),
  name TEXT NOT NULL,
  public_key BLOB NOT NULL CHECK (length(public_key) = 32),
  -- Null for another machine's device.
  sealed_seed BLOB,
  created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE space (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  tier TEXT NOT NULL,
  name TEXT NOT NULL,
  owner BLOB NOT NULL REFERENCES person (id),
  generation INTEGER NOT NULL CHECK (generation > 0),
  created_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX space_by_name ON space (tier, name);

CREATE TABLE space_person (
  space BLOB NOT NULL REFERENCES space (id),
  place INTEGER NOT NULL,
  person BLOB NOT NULL REFERENCES person (id),
  PRIMARY KEY (space, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE known_head (
  space BLOB PRIMARY KEY,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;
