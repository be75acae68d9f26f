-- How well memories are kept in mind, which wait to be looked at again, and what a month was in a few sentences.
-- Nothing here takes a memory away. Never of BLACK memories.
CREATE TABLE memory_strength (
  memory INTEGER PRIMARY KEY REFERENCES memory (seq) ON DELETE CASCADE,
  recalls INTEGER NOT NULL CHECK (recalls >= 0),
  half_life_days REAL NOT NULL CHECK (half_life_days > 0),
  last_ms INTEGER NOT NULL,
  -- When the strength falls to one half.
  fades_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX memory_strength_by_fading ON memory_strength (fades_ms);

-- Memories that wait to be gone through.
CREATE TABLE consolidation (
  memory INTEGER PRIMARY KEY REFERENCES memory (seq) ON DELETE CASCADE
) STRICT;
-- Up to which memory everything was queued once.
CREATE TABLE consolidation_mark (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER NOT NULL
) STRICT;
INSERT INTO consolidation_mark (one, seq) VALUES (1, 0);

-- One month (year * 12 + month - 1) of one band in a few of its own sentences, sealed.
CREATE TABLE gist (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 2),
  month INTEGER NOT NULL,
  made_ms INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX gist_by_id ON gist (id);
CREATE UNIQUE INDEX gist_by_month ON gist (month, band);

-- Which memories it was made of.
CREATE TABLE gist_memory (
  gist INTEGER NOT NULL REFERENCES gist (seq) ON DELETE CASCADE,
  memory INTEGER NOT NULL REFERENCES memory (seq) ON DELETE CASCADE,
  PRIMARY KEY (gist, memory)
) STRICT, WITHOUT ROWID;
CREATE INDEX gist_memory_by_memory ON gist_memory (memory);

-- A gist goes with any memory it quotes, and the others wait to be gone through again.
CREATE TRIGGER gist_leaves_with_memory BEFORE DELETE ON memory BEGIN
  INSERT OR IGNORE INTO consolidation (memory)
    SELECT g.memory FROM gist_memory AS g
    WHERE g.gist IN (SELECT h.gist FROM gist_memory AS h WHERE h.memory = OLD.seq) AND g.memory <> OLD.seq;
  DELETE FROM gist WHERE seq IN (SELECT gist FROM gist_memory WHERE memory = OLD.seq);
END;
CREATE TRIGGER gist_leaves_with_words AFTER UPDATE OF version ON memory BEGIN
  INSERT OR IGNORE INTO consolidation (memory)
    SELECT g.memory FROM gist_memory AS g
    WHERE g.gist IN (SELECT h.gist FROM gist_memory AS h WHERE h.memory = NEW.seq);
  INSERT OR IGNORE INTO consolidation (memory) VALUES (NEW.seq);
  DELETE FROM gist WHERE seq IN (SELECT gist FROM gist_memory WHERE memory = NEW.seq);
  DELETE FROM consolidation WHERE memory = NEW.seq AND NEW.band = 3;
  DELETE FROM memory_strength WHERE memory = NEW.seq AND NEW.band = 3;
END;
-- Numbers of the newest memories are given again once they are gone.
CREATE TRIGGER consolidation_mark_follows AFTER DELETE ON memory BEGIN
  UPDATE consolidation_mark SET seq = min(seq, (SELECT coalesce(max(m.seq), 0) FROM memory AS m));
END;
