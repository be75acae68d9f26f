-- What somebody put at the top for themselves. Never a BLACK memory.
CREATE TABLE pin (
  person BLOB NOT NULL CHECK (length(person) = 16),
  memory INTEGER NOT NULL REFERENCES memory (seq) ON DELETE CASCADE,
  pinned_ms INTEGER NOT NULL,
  PRIMARY KEY (person, memory)
) STRICT, WITHOUT ROWID;
CREATE INDEX pin_by_memory ON pin (memory);

-- How present a memory is to somebody: recency and frequency in one number whose order time does not change.
CREATE TABLE salience (
  person BLOB NOT NULL CHECK (length(person) = 16),
  memory INTEGER NOT NULL REFERENCES memory (seq) ON DELETE CASCADE,
  rank REAL NOT NULL,
  opened INTEGER NOT NULL CHECK (opened > 0),
  last_ms INTEGER NOT NULL,
  PRIMARY KEY (person, memory)
) STRICT, WITHOUT ROWID;
CREATE INDEX salience_by_rank ON salience (person, rank, memory);
CREATE INDEX salience_by_memory ON salience (memory);

-- What a device shows its person now.
CREATE TABLE focus (
  device BLOB PRIMARY KEY CHECK (length(device) = 16),
  memory INTEGER NOT NULL REFERENCES memory (seq) ON DELETE CASCADE,
  since_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX focus_by_memory ON focus (memory);
