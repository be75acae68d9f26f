-- Vectors of memories as they are searched. Derived: built anew from the sealed embeddings. Never of BLACK memories.
CREATE TABLE vector_value (
  seq INTEGER PRIMARY KEY,
  memory INTEGER NOT NULL REFERENCES memory (seq) ON DELETE CASCADE,
  -- The embedding model's number.
  model INTEGER NOT NULL,
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 2),
  -- One signed byte a dimension: the unit vector, coarser. The nearest codes are put in order by it.
  value BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX vector_value_by_memory ON vector_value (memory, model);
CREATE INDEX vector_value_by_model ON vector_value (model, band);

-- One bit a dimension: what all vectors of a model and band are compared by. Its key is vector_value's.
CREATE VIRTUAL TABLE vector_code USING vec0 (
  seq INTEGER PRIMARY KEY,
  model INTEGER PARTITION KEY,
  band INTEGER PARTITION KEY,
  code bit[384]
);
-- Models with more than 384 dimensions.
CREATE VIRTUAL TABLE vector_wide_code USING vec0 (
  seq INTEGER PRIMARY KEY,
  model INTEGER PARTITION KEY,
  band INTEGER PARTITION KEY,
  code bit[1024]
);
