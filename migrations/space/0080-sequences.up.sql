-- Memories that belong together in an order of their own: a journey, a childhood, the letters of one winter.
-- Its name is sealed. The words of memories are put into the index anew with this step: Greek is found without accents.
CREATE TABLE sequence (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  version INTEGER NOT NULL CHECK (version > 0),
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 2),
  author BLOB NOT NULL CHECK (length(author) = 16),
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX sequence_by_id ON sequence (id);

-- In order; a memory that goes leaves a gap in the numbers and none in the order. Never of BLACK memories.
CREATE TABLE sequence_member (
  sequence INTEGER NOT NULL REFERENCES sequence (seq) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  memory INTEGER NOT NULL REFERENCES memory (seq) ON DELETE CASCADE,
  PRIMARY KEY (sequence, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX sequence_member_by_memory ON sequence_member (memory, sequence);

-- Until when (exclusive) a memory lasted, where it did.
CREATE TABLE memory_span (
  memory INTEGER PRIMARY KEY REFERENCES memory (seq) ON DELETE CASCADE,
  until_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX memory_span_by_end ON memory_span (until_ms);

CREATE TRIGGER sequence_leaves_black AFTER UPDATE OF band ON memory WHEN NEW.band = 3
  BEGIN DELETE FROM sequence_member WHERE memory = NEW.seq; END;
-- A memory that is moved behind its own end has none any more.
CREATE TRIGGER span_ends_after_begin AFTER UPDATE OF at_ms ON memory
  BEGIN DELETE FROM memory_span WHERE memory = NEW.seq AND until_ms <= NEW.at_ms; END;
