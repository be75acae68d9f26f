-- How fast and how well things went: figures by minute, hour and day. Names of kinds, queries and codes; no content.
CREATE TABLE telemetry (
  -- Seconds of a bucket: 60, 3600 or 86400.
  resolution INTEGER NOT NULL CHECK (resolution IN (60, 3600, 86400)),
  start_s INTEGER NOT NULL,
  -- The space's id; empty for the vault's registry and what is of no space.
  space BLOB NOT NULL CHECK (length(space) IN (0, 16)),
  figure TEXT NOT NULL,
  label TEXT NOT NULL,
  count INTEGER NOT NULL,
  -- Milliseconds; 0 for counters.
  sum REAL NOT NULL,
  -- Pairs of index and count of the histogram, each an unsigned 32-bit number, little-endian; empty for counters.
  counts BLOB NOT NULL,
  PRIMARY KEY (resolution, start_s, space, figure, label)
) STRICT, WITHOUT ROWID;
