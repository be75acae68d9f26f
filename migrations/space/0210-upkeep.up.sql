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

-- How many memories there are by year, band, kind and author: kept by every change, so that nobody counts.
-- The calendar ends with 9999: a clock on the wall that an offset takes past it counts to its last month.
CREATE TABLE memory_rollup (
  month INTEGER NOT NULL,
  band INTEGER NOT NULL,
  kind TEXT NOT NULL,
  author BLOB NOT NULL,
  memories INTEGER NOT NULL CHECK (memories >= 0),
  PRIMARY KEY (month, band, kind, author)
) STRICT, WITHOUT ROWID;
INSERT INTO memory_rollup (month, band, kind, author, memories)
  SELECT
    CAST(strftime('%Y', min(local_ms, 253402300799999) / 1000.0, 'unixepoch') AS INTEGER) * 12
      + CAST(strftime('%m', min(local_ms, 253402300799999) / 1000.0, 'unixepoch') AS INTEGER) - 1,
    band, kind, author, count(*)
  FROM memory GROUP BY 1, 2, 3, 4;
CREATE TRIGGER memory_rollup_enter AFTER INSERT ON memory BEGIN
  INSERT INTO memory_rollup (month, band, kind, author, memories)
  VALUES (
    CAST(strftime('%Y', min(new.local_ms, 253402300799999) / 1000.0, 'unixepoch') AS INTEGER) * 12
      + CAST(strftime('%m', min(new.local_ms, 253402300799999) / 1000.0, 'unixepoch') AS INTEGER) - 1,
    new.band, new.kind, new.author, 1)
  ON CONFLICT (month, band, kind, author) DO UPDATE SET memories = memories + 1;
END;
CREATE TRIGGER memory_rollup_leave AFTER DELETE ON memory BEGIN
  UPDATE memory_rollup SET memories = memories - 1
  WHERE month = CAST(strftime('%Y', min(old.local_ms, 253402300799999) / 1000.0, 'unixepoch') AS INTEGER) * 12
      + CAST(strftime('%m', min(old.local_ms, 253402300799999) / 1000.0, 'unixepoch') AS INTEGER) - 1
    AND band = old.band AND kind = old.kind AND author = old.author;
  DELETE FROM memory_rollup
  WHERE month = CAST(strftime('%Y', min(old.local_ms, 253402300799999) / 1000.0, 'unixepoch') AS INTEGER) * 12
      + CAST(strftime('%m', min(old.local_ms, 253402300799999) / 1000.0, 'unixepoch') AS INTEGER) - 1
    AND band = old.band AND kind = old.kind AND author = old.author AND memories = 0;
END;
CREATE TRIGGER memory_rollup_move AFTER UPDATE OF local_ms, band, kind, author ON memory
WHEN old.local_ms <> new.local_ms OR old.band <> new.band OR old.kind <> new.kind OR old.author <> new.author
BEGIN
  UPDATE memory_rollup SET memories = memories - 1
  WHERE month = CAST(strftime('%Y', min(old.local_ms, 253402300799999) / 1000.0, 'unixepoch') AS INTEGER) * 12
      + CAST(strftime('%m', min(old.local_ms, 253402300799999) / 1000.0, 'unixepoch') AS INTEGER) - 1
    AND band = old.band AND kind = old.kind AND author = old.author;
  DELETE FROM memory_rollup
  WHERE month = CAST(strftime('%Y', min(old.local_ms, 253402300799999) / 1000.0, 'unixepoch') AS INTEGER) * 12
      + CAST(strftime('%m', min(old.local_ms, 253402300799999) / 1000.0, 'unixepoch') AS INTEGER) - 1
    AND band = old.band AND kind = old.kind AND author = old.author AND memories = 0;
  INSERT INTO memory_rollup (month, band, kind, author, memories)
  VALUES (
    CAST(strftime('%Y', min(new.local_ms, 253402300799999) / 1000.0, 'unixepoch') AS INTEGER) * 12
      + CAST(strftime('%m', min(new.local_ms, 253402300799999) / 1000.0, 'unixepoch') AS INTEGER) - 1,
    new.band, new.kind, new.author, 1)
  ON CONFLICT (month, band, kind, author) DO UPDATE SET memories = memories + 1;
END;
