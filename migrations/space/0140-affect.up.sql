-- Moods. How it felt and the words are sealed; beside them lies when, by the clock on the wall, and whose it is.
CREATE TABLE mood (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  version INTEGER NOT NULL CHECK (version > 0),
  author BLOB NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  offset_minutes INTEGER NOT NULL,
  -- Wall-clock time: days are counted by it.
  local_ms INTEGER NOT NULL,
  -- Of the memory it belongs to; that memory's deletion takes it along.
  memory INTEGER REFERENCES memory (seq) ON DELETE CASCADE,
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 3),
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX mood_by_id ON mood (id);
CREATE INDEX mood_by_time ON mood (author, local_ms);
CREATE INDEX mood_by_memory ON mood (memory) WHERE memory IS NOT NULL;
-- Of BLACK ones the seal alone says what they are about: they are looked through.
CREATE INDEX mood_unlinked ON mood (band, local_ms) WHERE memory IS NULL;
