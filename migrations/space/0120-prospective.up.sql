-- Reminders. The words, the rule and what it waits for are sealed; what it is sorted by lies beside them.
CREATE TABLE reminder (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  version INTEGER NOT NULL CHECK (version > 0),
  author BLOB NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  done INTEGER NOT NULL CHECK (done IN (0, 1)),
  -- Null while it waits for a person, place or tag to come up, and once it is done.
  due_ms INTEGER CHECK (done = 0 OR due_ms IS NULL),
  -- The occurrence itself: before due_ms where it was put off.
  slot_ms INTEGER,
  settled_ms INTEGER,
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 3),
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX reminder_by_id ON reminder (id);
CREATE INDEX reminder_by_due ON reminder (done, due_ms);
CREATE INDEX reminder_by_settled ON reminder (settled_ms) WHERE done = 1;
