-- What is known of people, places and things: entities, and statements about them. Names, IRIs and values are sealed;
-- what lies beside them is what must be followed from one to the next. Nothing here is BLACK.
CREATE TABLE entity (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  version INTEGER NOT NULL CHECK (version > 0),
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 2),
  kind TEXT NOT NULL,
  author BLOB NOT NULL CHECK (length(author) = 16),
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  -- Keyed hash of the IRI it has elsewhere; the IRI itself is sealed.
  iri_key BLOB,
  -- The one it was merged into; null where it stands for itself.
  merged_into INTEGER REFERENCES entity (seq) ON DELETE CASCADE,
  -- The end of that chain: itself where it was not merged.
  root INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX entity_by_id ON entity (id);
CREATE UNIQUE INDEX entity_by_iri ON entity (iri_key) WHERE iri_key IS NOT NULL;
CREATE INDEX entity_by_root ON entity (root);
CREATE INDEX entity_by_merge ON entity (merged_into) WHERE merged_into IS NOT NULL;

-- Keyed hashes of the names, to find one that is asked for by name.
CREATE TABLE entity_name (
  key BLOB NOT NULL CHECK (length(key) = 16),
  entity INTEGER NOT NULL REFERENCES entity (seq) ON DELETE CASCADE,
  PRIMARY KEY (key, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_name_by_entity ON entity_name (entity);

-- Every merge that was ever made of entities that are still here, so that it can be undone.
CREATE TABLE entity_merge (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  source INTEGER NOT NULL REFERENCES entity (seq) ON DELETE CASCADE,
  target INTEGER NOT NULL REFERENCES entity (seq) ON DELETE CASCADE,
  actor BLOB NOT NULL CHECK (length(actor) = 16),
  at_ms INTEGER NOT NULL,
  undone_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX entity_merge_by_id ON entity_merge (id);
CREATE INDEX entity_merge_by_source ON entity_merge (source);
CREATE INDEX entity_merge_by_target ON entity_merge (target);

-- Subject, predicate, object, with where it comes from. What a deleted memory said goes with the memory.
CREATE TABLE statement (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  version INTEGER NOT NULL CHECK (version > 0),
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 2),
  subject INTEGER NOT NULL REFERENCES entity (seq) ON DELETE CASCADE,
  object INTEGER REFERENCES entity (seq) ON DELETE CASCADE,
  -- Subject and object as merges leave them: what is followed.
  about INTEGER NOT NULL,
  target INTEGER,
  -- Keyed hashes of the predicate's IRI and of a literal; both are sealed.
  predicate_key BLOB NOT NULL CHECK (length(predicate_key) = 16),
  value_key BLOB,
  memory INTEGER REFERENCES memory (seq) ON DELETE CASCADE,
  author BLOB NOT NULL CHECK (length(author) = 16),
  -- 0 a person said so, 1 an import, 2 a model
  origin INTEGER NOT NULL CHECK (origin BETWEEN 0 AND 2),
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  -- When it is true: from (inclusive) and until (exclusive), open where null.
  from_ms INTEGER,
  until_ms INTEGER CHECK (until_ms IS NULL OR from_ms IS NULL OR until_ms > from_ms),
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  retracted_ms INTEGER,
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL,
  CHECK ((object IS NULL) = (target IS NULL)),
  CHECK ((object IS NULL) = (value_key IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX statement_by_id ON statement (id);
CREATE INDEX statement_by_subject ON statement (about, predicate_key, target, band, retracted_ms, memory);
CREATE INDEX statement_by_object ON statement (target, predicate_key, about, band, retracted_ms, memory)
  WHERE target IS NOT NULL;
CREATE INDEX statement_by_predicate ON statement (predicate_key);
CREATE INDEX statement_by_value ON statement (value_key) WHERE value_key IS NOT NULL;
CREATE INDEX statement_by_memory ON statement (memory) WHERE memory IS NOT NULL;
CREATE INDEX statement_said_of ON statement (subject);
CREATE INDEX statement_said_with ON statement (object) WHERE object IS NOT NULL;

-- A memory that becomes BLACK takes along what was gathered from it.
CREATE TRIGGER statement_leaves_black AFTER UPDATE OF band ON memory WHEN NEW.band = 3
  BEGIN DELETE FROM statement WHERE memory = NEW.seq; END;
