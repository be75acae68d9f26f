-- Goals and needs. How much one is needed is a function of the last time it was met: see docs/stores/drives.md.
CREATE TABLE goal (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  version INTEGER NOT NULL CHECK (version > 0),
  author BLOB NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  -- Put away: kept with its history, not shown among what is needed.
  resting INTEGER NOT NULL CHECK (resting IN (0, 1)),
  -- Days after which half of it is needed again.
  half_life_days REAL NOT NULL CHECK (half_life_days > 0),
  -- From when it counts, where it was never met.
  begun_ms INTEGER NOT NULL,
  -- When it was last met; begun_ms, where it never was.
  met_ms INTEGER NOT NULL,
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 3),
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX goal_by_id ON goal (id);
CREATE INDEX goal_by_need ON goal (resting, met_ms);

-- Each time it was met, with a sealed note. A goal that is deleted takes its history along.
CREATE TABLE goal_met (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  goal INTEGER NOT NULL REFERENCES goal (seq) ON DELETE CASCADE,
  at_ms INTEGER NOT NULL,
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 3),
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX goal_met_by_id ON goal_met (id);
CREATE INDEX goal_met_by_goal ON goal_met (goal, at_ms);
