-- What the engine notes about its own file. None of it is a record of anybody's: it is written without receipts.

-- How far the round that looks at every page of the file has come.
CREATE TABLE upkeep_round (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  started_ms INTEGER NOT NULL,
  -- When the last whole round ended; null where none has.
  whole_ms INTEGER,
  rounds INTEGER NOT NULL,
  -- The part under way; null between two rounds. And where in it the next slice begins, as JSON.
  part TEXT,
  state TEXT NOT NULL
) STRICT;

-- Every part (a table, an index, a store's own check) as it was when it was last looked through.
CREATE TABLE upkeep_part (
  part TEXT PRIMARY KEY,
  checked_ms INTEGER NOT NULL,
  bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is wrong, until the part it was found in is found well. Names of tables and stores and counts; no content.
CREATE TABLE upkeep_finding (
  part TEXT NOT NULL,
  code TEXT NOT NULL,
  -- Tells findings of one code apart: the store's own code.
  check_name TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('note', 'warning', 'damage')),
  params TEXT NOT NULL,
  first_ms INTEGER NOT NULL,
  PRIMARY KEY (part, code, check_name)
) STRICT, WITHOUT ROWID;

-- What vacuuming gave back to the disk.
CREATE TABLE upkeep_reclaimed (
  seq INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('incremental', 'full'))
) STRICT;
