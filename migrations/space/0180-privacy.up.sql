-- What people want done with what is kept, and what they agreed to. The words are sealed.
CREATE TABLE privacy_preference (
  person BLOB NOT NULL CHECK (length(person) = 16),
  key TEXT NOT NULL,
  changed_ms INTEGER NOT NULL,
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 3),
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID;

-- Given or withdrawn: both stay, so that it can be told what somebody had agreed to on any day.
CREATE TABLE consent_event (
  seq INTEGER PRIMARY KEY,
  consent BLOB NOT NULL CHECK (length(consent) = 16),
  person BLOB NOT NULL CHECK (length(person) = 16),
  act TEXT NOT NULL CHECK (act IN ('given', 'withdrawn')),
  at_ms INTEGER NOT NULL,
  receipt_seq INTEGER NOT NULL,
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 3),
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX consent_event_by_consent ON consent_event (consent, act);
CREATE INDEX consent_event_by_person ON consent_event (person, seq);
CREATE TRIGGER consent_event_stays BEFORE UPDATE ON consent_event
  BEGIN SELECT RAISE(ABORT, 'what was agreed to is only ever added to'); END;

-- How long to keep what. Which memories a rule is about is sealed: a tag is content.
CREATE TABLE retention_rule (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  changed_ms INTEGER NOT NULL,
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 3),
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
