-- What people thought of the vault's own answers. The question is sealed; the same one is known by a keyed hash.
CREATE TABLE answer_feedback (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  person BLOB NOT NULL CHECK (length(person) = 16),
  question BLOB NOT NULL CHECK (length(question) = 16),
  -- The memory that was answered with, where one is meant; it goes and the word about it goes with it.
  memory INTEGER REFERENCES memory (seq) ON DELETE CASCADE,
  -- Where the answer stood, from 1.
  place INTEGER CHECK (place > 0),
  helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
  reason TEXT NOT NULL,
  -- How sure the vault was, 0 to 1; null where it did not say.
  confidence REAL CHECK (confidence BETWEEN 0 AND 1),
  -- What answered: words, meaning, both. Never content.
  source TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 3),
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX answer_feedback_by_question ON answer_feedback (person, question, memory);
CREATE INDEX answer_feedback_by_memory ON answer_feedback (memory) WHERE memory IS NOT NULL;
CREATE INDEX answer_feedback_by_time ON answer_feedback (at_ms, source, helpful, confidence);
