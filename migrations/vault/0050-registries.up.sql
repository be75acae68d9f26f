-- Tools and agents that may be asked to do something, and how far they may go.
CREATE TABLE tool (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  type TEXT NOT NULL CHECK (type IN ('tool', 'agent')),
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  description TEXT NOT NULL,
  -- The highest band it may be shown; BLACK is never in reach.
  clearance INTEGER NOT NULL CHECK (clearance BETWEEN 0 AND 2),
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  changed_ms INTEGER NOT NULL,
  -- Credentials, sealed before they come here; null where it has none.
  sealed_secret BLOB
) STRICT;
CREATE UNIQUE INDEX tool_by_name ON tool (type, name);

CREATE TABLE tool_capability (
  tool BLOB NOT NULL REFERENCES tool (id) ON DELETE CASCADE,
  capability TEXT NOT NULL,
  PRIMARY KEY (tool, capability)
) STRICT, WITHOUT ROWID;

-- What happened to each, for good: it stays when the tool is gone.
CREATE TABLE tool_event (
  seq INTEGER PRIMARY KEY,
  tool BLOB NOT NULL CHECK (length(tool) = 16),
  act TEXT NOT NULL CHECK (act IN ('registered', 'revised', 'enabled', 'disabled', 'unregistered')),
  at_ms INTEGER NOT NULL,
  actor BLOB NOT NULL CHECK (length(actor) = 16),
  version TEXT NOT NULL,
  clearance INTEGER NOT NULL,
  -- Separated by a blank, in order.
  capabilities TEXT NOT NULL,
  receipt_seq INTEGER NOT NULL
) STRICT;
CREATE INDEX tool_event_by_tool ON tool_event (tool, seq);
CREATE TRIGGER tool_event_stays BEFORE UPDATE ON tool_event
  BEGIN SELECT RAISE(ABORT, 'history is only ever appended'); END;
CREATE TRIGGER tool_event_is_kept BEFORE DELETE ON tool_event
  BEGIN SELECT RAISE(ABORT, 'history is only ever appended'); END;
